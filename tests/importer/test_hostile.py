"""Documents that mean harm: each is read or refused within its limits, says so, and touches nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import get_args

import pytest

from importer.cage import open_cage
from importer.describe import make_describer
from importer.limits import MOST_MEMORY_BYTES, MOST_SECONDS
from importer.records import Format, Note
from importer.vocabulary import read_vocabulary
from tests.fuzz.measured import Measured, describe_measured
from tests.fuzz.properties import judge
from tests.importer.hostile_files import HOSTILE

PROJECT = Path(__file__).resolve().parents[2]
BULLETIN = Path(sys.executable).with_name("bulletin")
FINDS = sorted((Path(__file__).parent / "finds").glob("*.bin"))
TODAY = date(2026, 11, 21)
Measure = Callable[[bytes, str], Measured | Note]

# Read or refused in half a second to five seconds each, as all the floods; `python -m tests.fuzz.hostile` shows it
COSTLY = frozenset(
    """
    feed-entities-unknown feed-many-authors feed-long-title page-unclosed-paragraphs page-many-attributes
    page-one-word page-spans page-nested-links page-many-tiny word-style-chain word-footnotes mail-many-headers
    mail-newsletter mail-forwarded mail-signature text-200,000-short-lines page-many-hidden page-bad-addresses
    page-meta-flood page-times page-articles page-entries page-word-lists page-many-headings feed-channel-title
    feed-many-guids-alike feed-mixed-letters feed-open-tags feed-open-quotation-marks json-slips page-entities
    page-title-length page-one-text mail-many-received mail-long-subject mail-address-flood mail-base64-bomb
    """.split()
)
# Of the others every third is tried each day, all in `make test-long`
DAILY = [name for name in HOSTILE if name not in COSTLY and not name.startswith("flood-of-")][::3]
# What ends the process itself is told by the cage: their readers ask for memory that they are not given, and give up;
# a ligature has up to 18 letters, and words are compared by their letters
ENDS_THE_PROCESS = frozenset(
    {"pdf-flate-bomb", "pdf-double-flate-bomb", "pdf-form-loop", "pdf-forms-laughing", "flood-of-ligatures"}
)


@pytest.fixture(scope="module")
def measure() -> Iterator[Measure]:
    """Takes a document apart in the cage that the command uses, and measures it."""
    describer = make_describer(read_vocabulary(PROJECT / "docs"), TODAY)
    with open_cage(partial(describe_measured, describer=describer), Measured) as caged:
        yield caged


# --- Limits


def test_there_are_many_hostile_documents() -> None:
    assert len(HOSTILE) >= 250
    assert len(DAILY) >= 60  # as many as were asked for


@pytest.mark.parametrize("name", DAILY)
def test_a_hostile_document_is_read_or_refused_within_the_limits(name: str, measure: Measure) -> None:
    assert_read_or_refused(name, measure)


@pytest.mark.long
@pytest.mark.parametrize("name", HOSTILE)
def test_each_hostile_document_is_read_or_refused_within_the_limits(name: str, measure: Measure) -> None:
    assert_read_or_refused(name, measure)


def assert_read_or_refused(name: str, measure: Measure) -> None:
    """It keeps to the limits, and what is told of it names the file and what to do."""
    file = HOSTILE[name]
    result = measure(file.build(), file.name)
    if isinstance(result, Note):
        assert name in ENDS_THE_PROCESS, result
        assert (result.path, bool(result.mend)) == (file.name, True)
        return
    assert result.cpu_seconds <= MOST_SECONDS
    assert result.peak_bytes <= MOST_MEMORY_BYTES
    if result.refusal:
        assert (result.refusal.path, bool(result.refusal.mend)) == (file.name, True)
        assert file.told in str(result.refusal)
        assert len(str(result.refusal)) < 400
    else:
        assert result.described is not None
        assert file.told in "\n".join(map(str, result.described.report.notes))


def test_what_ends_the_reader_of_a_pdf_is_told_as_such(measure: Measure) -> None:
    told = measure(HOSTILE["pdf-form-loop"].build(), "loop.pdf")
    after = measure(b"Kites\n\nThey are up.", "news.txt")
    assert isinstance(told, Note)
    assert str(told).startswith("loop.pdf: ")
    assert "500 MB of memory" in told.what
    assert isinstance(after, Measured)


def test_the_command_refuses_hostile_documents_and_writes_nothing_else(tmp_path: Path) -> None:
    sources, docs = tmp_path / "in", tmp_path / "work" / "docs"
    docs.mkdir(parents=True)
    sources.mkdir()
    names = [
        "feed-billion-laughs", "feed-entity-in-a-file", "feed-deep", "json-deep-lists", "page-deep", "word-zip-bomb",
        "word-names-outside", "word-parts-outside", "pdf-page-tree-loop", "mail-nested-parts", "mail-attachment-names",
        "text-million-short-lines", "feed-included-file", "feed-document-type-elsewhere",
    ]  # fmt: skip
    for name in names:
        (sources / f"{name}.{HOSTILE[name].name}").write_bytes(HOSTILE[name].build())
    before = set(tmp_path.rglob("*"))
    command, folder = [BULLETIN, "import", sources, "--docs", docs], tmp_path / "work"
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert "root:" not in done.stdout + done.stderr  # /etc/passwd
    written = set(tmp_path.rglob("*")) - before
    assert all(path.is_relative_to(docs / "articles") for path in written if path.is_file()), written
    assert not any("root:" in path.read_text() for path in written if path.is_file())
    for name in ("feed-billion-laughs", "word-zip-bomb", "mail-nested-parts"):
        assert f"{name}.{HOSTILE[name].name}" in done.stdout


# --- Finds of the fuzzer


def test_there_are_finds() -> None:
    assert FINDS
    assert {path.name for path in FINDS} == set(
        re.findall(r"`([\w-]+\.bin)`", (Path(__file__).parent / "finds" / "README.md").read_text())
    )


@pytest.mark.parametrize("path", FINDS, ids=lambda path: path.stem)
def test_what_once_broke_a_reader_does_so_no_more(path: Path) -> None:
    reader: Format = next(each for each in get_args(Format) if path.name.startswith(f"{each}-"))
    assert judge(reader, path.read_bytes(), thoroughly=True).fault == ""
