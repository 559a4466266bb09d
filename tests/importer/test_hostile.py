"""Documents that mean harm: each is read or refused within its limits, says so, and touches nothing else."""

from __future__ import annotations

import base64
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
from tests.importer.hostile_files import (
    FLOODS,
    HOSTILE,
    PROSE,
    HostileFile,
    article,
    item,
    json_feed,
    mail,
    page,
    parts,
    rss,
    text_of,
)

PROJECT = Path(__file__).resolve().parents[2]
BULLETIN = Path(sys.executable).with_name("bulletin")
FINDS = sorted((Path(__file__).parent / "finds").glob("*.bin"))
TODAY = date(2026, 11, 21)
Measure = Callable[[bytes, str], Measured | Note]

# Read or refused in one to five seconds each, which `python -m tests.fuzz.hostile` shows of all of them
COSTLY = frozenset(
    """
    feed-entities-unknown feed-many-authors feed-long-title page-unclosed-paragraphs page-many-attributes page-one-word
    page-spans page-nested-links page-many-tiny word-style-chain word-footnotes mail-many-headers mail-newsletter
    mail-forwarded mail-signature text-200,000-short-lines
    """.split()
)
# What takes long at its full size is tried smaller here, for minutes are too much for every test run; at its full size
# by `python -m tests.fuzz.hostile`
_FLOOD = 40_000  # characters
SMALLER: dict[str, Callable[[], bytes]] = {
    **{f"flood-of-{name}": text_of(unit, _FLOOD) for name, unit in FLOODS.items()},
    "feed-entities-unknown": lambda: rss(item("&nosuch;" * 100_000 + PROSE)),
    "feed-long-title": lambda: rss(item(PROSE, title="A room - " * 60_000)),
    "feed-many-authors": lambda: rss(item(PROSE, more="<author>R. Sparrow</author><category>a</category>" * 8_000)),
    "page-unclosed-paragraphs": lambda: page(f"<p>{PROSE}" * 6_200),
    "page-many-attributes": lambda: page(f"<p {' '.join(f'a{at}' for at in range(99))}>a</p>" * 1_500),
    "page-one-word": lambda: page(f"<p>{'a' * 550_000}</p>"),
    "page-spans": lambda: article(f"<table>{'<tr><td colspan=1000 rowspan=65534>a<td colspan=1000>b' * 1_500}</table>"),
    "page-nested-links": lambda: article("<a href='/x'>a " * 8_000),
    "page-many-hidden": lambda: article("<p style='display:none'>a b</p>" * 6_000),
    "page-many-tiny": lambda: article("<div style='font-size:0'>" * 100 + "<p style='font-size:0'>a</p>" * 5_000),
    "page-bad-addresses": lambda: article("<a href='https://[::1'>a</a><a href='//:99999'>b</a>" * 4_000),
    "page-meta-flood": lambda: page(f"<p>{PROSE * 3}</p>", "<meta name='author' content='R. Sparrow'>" * 20_000),
    "page-times": lambda: article("<time datetime='2023-05-01'>1 May 2023</time> " * 6_000),
    "page-articles": lambda: page(f"<article><h2>A room</h2><p>{PROSE}</p></article>" * 2_000),
    "page-entries": lambda: page("<div class=post><h2><a href='/a'>A room</a></h2><p>1 May 2023</p></div>" * 2_100),
    "page-word-lists": lambda: article(
        "<p style='mso-list:l0 level9 lfo1'><span style='mso-list:Ignore'>1.</span>a</p>" * 4_000
    ),
    "page-many-headings": lambda: article("<h2>a b</h2>" * 5_000),
    "mail-many-headers": lambda: mail(PROSE * 3, "X-Kite: a\n" * 100_000),
    "mail-newsletter": lambda: parts(f"Content-Type: text/html\n\n{f'<h2>A room</h2><p>{PROSE}</p>' * 6_200}"),
    "mail-forwarded": lambda: mail("-----Original Message-----\nFrom: a\n" * 15_500 + PROSE),
    "mail-signature": lambda: mail("-- \n" * 10_000 + PROSE),
    "text-200,000-short-lines": lambda: b"a\n" * 20_000,
    "feed-channel-title": lambda: rss(item(PROSE), channel=f"<title>{' - a |' * 40_000}</title>"),
    "feed-many-guids-alike": lambda: rss(*(item(f"Text {at}", more="<guid>a</guid>") for at in range(400))),
    "feed-mixed-letters": lambda: rss(item("é" + PROSE)) + b"\xff" * 500_000,
    "feed-open-tags": lambda: rss(item("<a" * 1_000_001 + PROSE)),
    "feed-open-quotation-marks": lambda: rss(item('<a b="' * 500_001 + PROSE)),
    "json-slips": lambda: json_feed('{"id": "1", "title": "\\a' + "\\x" * 200_000 + '",}'),
    "page-entities": lambda: article("&#0;&#xD800;&#x110000;&amp;amp;" * 60_000),
    "page-title-length": lambda: f"<title>{'a | ' * 200_000}</title><p>{PROSE * 3}".encode(),
    "page-one-text": lambda: page(f"<p>{PROSE * 6_000}</p>"),
    "mail-many-received": lambda: mail(PROSE * 3, "Received: from a (b) by c; Mon, 1 May 2023\n" * 50_000),
    "mail-long-subject": lambda: mail(PROSE * 3).replace(b"A new meeting room", b"=?utf-8?q?a=20?= " * 20_000),
    "mail-address-flood": lambda: mail(PROSE * 3).replace(b"<news@harbour.example>", b"a@b.example, " * 30_000),
    "mail-base64-bomb": lambda: parts(
        "Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(b"<p>" + PROSE.encode() * 60_000).decode()
    ),
}
# What ends the process itself is told by the cage: their readers ask for memory that they are not given, and give up
ENDS_THE_PROCESS = frozenset({"pdf-flate-bomb", "pdf-double-flate-bomb", "pdf-form-loop", "pdf-forms-laughing"})


@pytest.fixture(scope="module")
def measure() -> Iterator[Measure]:
    """Takes a document apart in the cage that the command uses, and measures it."""
    describer = make_describer(read_vocabulary(PROJECT / "docs"), TODAY)
    with open_cage(partial(describe_measured, describer=describer), Measured) as caged:
        yield caged


# --- Limits


def test_there_are_many_hostile_documents() -> None:
    assert len(HOSTILE) >= 250


@pytest.mark.parametrize(
    ("name", "file"), [pytest.param(name, file, id=name) for name, file in HOSTILE.items() if name not in COSTLY]
)
def test_a_hostile_document_is_read_or_refused_within_the_limits(
    name: str, file: HostileFile, measure: Measure
) -> None:
    result = measure(SMALLER.get(name, file.build)(), file.name)
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
