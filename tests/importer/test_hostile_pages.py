"""What a pull request could put into the docs folder: each thing is told in words, within time and memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from hooks.library.read_docs import BadDocs, read_bulletin
from importer.care_rules import read_care_rules
from importer.check import check_pages
from importer.limits import MOST_COMPLAINTS, MOST_MEMORY_BYTES, MOST_PAGE_BYTES, MOST_SECONDS
from importer.read import read_page_texts, read_records
from importer.records import CannotImport
from importer.unsafe_pages import find_sources_of_site, find_unsafe
from importer.vocabulary import BadList, read_vocabulary
from tests.importer.hostile_pages import FLOODS, HARMLESS_RECORDS, PAGES, RECORDS, YAML, flood
from tests.importer.invented import Story, find_page, newsfeed, prose, save
from tests.importer.test_write import write_short_lists

TODAY = date(2026, 11, 21)
PROJECT = Path(__file__).resolve().parents[2]
LISTS = ("topics", "sources", "helplines", "content_notes", "care")
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="this system has no such files")
# Every page by its name, floods as long as those of every day
_DAILY = 150_000
ALL_PAGES = {**PAGES, **{f"flood-of-{name}": flood(unit, _DAILY) for name, unit in FLOODS.items()}}


@contextmanager
def in_time(seconds: float = MOST_SECONDS) -> Iterator[None]:
    start = time.process_time()
    yield
    assert time.process_time() - start <= seconds


def docs_with(folder: Path, name: str, content: bytes) -> Path:
    docs = folder / "docs"
    path = docs / name
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    return docs


# A small program between the tests and the command: the system counts as a process's memory what the one that started
# it had at that moment, and the tests have much.
MEASURING = """
import json, pathlib, resource, subprocess, sys
code = subprocess.run([sys.executable, *sys.argv[2:]]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
pathlib.Path(sys.argv[1]).write_text(json.dumps([code, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024]))
"""


def measured(arguments: list[str], folder: Path) -> tuple[int, str, float, int]:
    """The exit code of a command, what it said, its processor seconds and the most memory of one of its processes."""
    said, used = folder / "said", folder / "used"
    with said.open("wb") as file:
        subprocess.run(
            [sys.executable, "-c", MEASURING, str(used), *arguments], cwd=folder, stdout=file, stderr=file,
            stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONUTF8": "1"}, check=True,
        )  # fmt: skip
    code, seconds, memory = json.loads(used.read_text(encoding="utf-8"))
    told = said.read_text(encoding="utf-8")
    said.unlink()
    used.unlink()
    return code, told, seconds, memory


BULLETIN = ["-c", "from importer.cli import main; main()"]


# --- Pages


def test_there_are_many_hostile_pages_lists_and_records() -> None:
    assert len(ALL_PAGES) >= 120
    assert len(YAML) * len(LISTS) >= 250
    assert len(RECORDS) >= 25


@pytest.mark.parametrize("name", list(ALL_PAGES)[::3])
def test_a_hostile_page_is_checked_and_read_for_the_site_in_time(tmp_path: Path, name: str) -> None:
    assert_checked_and_read(tmp_path, ALL_PAGES[name])


@pytest.mark.long
@pytest.mark.parametrize("name", PAGES)
def test_each_hostile_page_is_checked_and_read_for_the_site_in_time(tmp_path: Path, name: str) -> None:
    assert_checked_and_read(tmp_path, PAGES[name])


@pytest.mark.long
@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_as_long_as_a_page_may_be_is_checked_and_read_in_time(tmp_path: Path, name: str) -> None:
    assert_checked_and_read(tmp_path, flood(FLOODS[name], MOST_PAGE_BYTES - 1_000))


def assert_checked_and_read(folder: Path, content: bytes) -> None:
    """One page alone: what the check tells of it, and what a build refuses."""
    docs = docs_with(folder, "articles/2023/kites.md", content)
    with in_time():
        notes = check_pages([docs / "articles"], docs, TODAY)
    assert len(notes) <= MOST_COMPLAINTS + 10
    assert all(note.path and note.what and len(note.what) < 400 and "\x1b" not in str(note) for note in notes)
    with in_time():
        refused = list(find_unsafe(find_sources_of_site(docs), str))
        try:
            read_bulletin(docs)
        except BadDocs as error:
            refused += error.notes
    # What stops a build is told by the check before
    assert notes or not refused


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="this system does not tell what a process used")
def test_the_command_checks_all_hostile_pages_within_its_limits_and_runs_none(tmp_path: Path) -> None:
    for name, content in ALL_PAGES.items():
        path = tmp_path / "docs" / "articles" / "2023" / f"{name.replace(',', '')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    code, told, seconds, memory = measured([*BULLETIN, "check"], tmp_path)
    assert (code, "Traceback" in told) == (1, False)
    assert seconds <= MOST_SECONDS * 10  # of 130 pages together
    assert memory <= 2 * MOST_MEMORY_BYTES
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert "root:" not in told  # /etc/passwd


# --- Lists


@pytest.mark.parametrize("kind", LISTS)
def test_a_hostile_list_is_refused_in_time_with_its_file(tmp_path: Path, kind: str) -> None:
    read = read_care_rules if kind == "care" else read_vocabulary
    path = tmp_path / f"{kind}.yml"
    for name, yaml_text in YAML.items():
        path.write_bytes(yaml_text.encode("utf-8", "surrogatepass"))
        with in_time(), pytest.raises(BadList) as refused:
            read(tmp_path)
        assert (refused.value.note.path, bool(refused.value.note.mend)) == (str(path), True), name
        assert len(str(refused.value)) < 600, name


@on_posix
@pytest.mark.parametrize("kind", LISTS)
def test_a_folder_in_the_place_of_a_list_is_no_list(tmp_path: Path, kind: str) -> None:
    (tmp_path / f"{kind}.yml").mkdir()
    read_care_rules(tmp_path)  # the project's own is read
    read_vocabulary(tmp_path)


# --- The importer's memory


@pytest.mark.parametrize("name", RECORDS)
def test_a_hostile_record_is_refused_or_names_a_page_among_the_articles(tmp_path: Path, name: str) -> None:
    docs = docs_with(tmp_path, "articles/.imports.jsonl", RECORDS[name])
    if name in HARMLESS_RECORDS:
        assert tuple(read_records(docs, read_page_texts(docs)))
        return
    with pytest.raises(CannotImport) as refused:
        tuple(read_records(docs, read_page_texts(docs)))
    assert (refused.value.note.path, bool(refused.value.note.mend)) == ("docs/articles/.imports.jsonl", True)


@pytest.mark.parametrize("name", ["path-outside", "was-outside", "deep-lists", "half-character"])
def test_the_command_imports_nothing_on_a_hostile_record(tmp_path: Path, name: str) -> None:
    docs = docs_with(tmp_path, "articles/.imports.jsonl", RECORDS[name])
    save(tmp_path / "news.txt", Story("Kite club warns schools", prose(1)))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    code, told, _, _ = measured([*BULLETIN, "import", "news.txt"], tmp_path)
    assert (code, "Traceback" in told, "docs/articles/.imports.jsonl:1: " in told) == (1, False, True)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert docs.is_dir()


# --- Links, pipes and names


def _pipe(path: Path) -> None:
    os.mkfifo(path)


@on_posix
@pytest.mark.parametrize(
    "name",
    [
        "docs/articles/2023/kites.md",
        "docs/articles/.imports.jsonl",
        "docs/about.md",
        "docs/assets/kite.png",
        "docs/topics.yml",
    ],
)
def test_no_command_waits_for_a_pipe_in_the_docs_folder(tmp_path: Path, name: str) -> None:
    path = tmp_path / "docs" / name
    path.parent.mkdir(parents=True)
    _pipe(path)
    save(tmp_path / "news.txt", Story("Kite club warns schools", prose(1)))
    for arguments in (["check"], ["import", "news.txt"]):
        done = subprocess.run(
            [sys.executable, *BULLETIN, *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode in {0, 1}
        assert "Traceback" not in done.stderr
        if arguments == ["check"]:
            assert path.name in done.stdout
    with pytest.raises(BadDocs):
        read_bulletin(tmp_path / "docs")


@on_posix
@pytest.mark.parametrize("name", ["articles/2023/kites.md", "assets/kite.png", "about.md", "articles/2024", "leak"])
def test_no_link_leads_out_of_the_docs_folder(tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("---\ntitle: Secret\nsource: A\ntopics: []\n---\n\nSecret.\n", encoding="utf-8")
    docs = tmp_path / "docs"
    link = docs / name
    link.parent.mkdir(parents=True)
    link.symlink_to(outside / "secret.md" if "." in name else outside)
    with pytest.raises(BadDocs) as refused:
        read_bulletin(docs)
    assert "leads out of the docs folder" in str(refused.value)
    (docs / "articles").mkdir(exist_ok=True)
    notes = [note.what for note in check_pages([docs / "articles"], docs, TODAY)]
    assert "this is a link that leads out of the docs folder" in notes


@on_posix
@pytest.mark.parametrize(
    ("name", "target"),
    [
        pytest.param("shown", "articles/.incoming", id="folder that is never published"),
        pytest.param("assets/kites.markdown", "../articles/.incoming/kites.md", id="file that is never published"),
        pytest.param("kites.png", "kites.png", id="link to itself"),
        pytest.param("round", ".", id="folder within itself"),
    ],
)
def test_no_link_shows_under_another_name_what_is_in_the_docs_folder(tmp_path: Path, name: str, target: str) -> None:
    docs = tmp_path / "docs"
    (docs / "articles/.incoming").mkdir(parents=True)
    (docs / "articles/.incoming/kites.md").write_text("---\ntitle: Kites\n---\n\nSecret.\n", encoding="utf-8")
    (docs / name).parent.mkdir(exist_ok=True)
    (docs / name).symlink_to(target)
    with pytest.raises(BadDocs) as refused:
        read_bulletin(docs)
    assert "this is a link to another place of the docs folder" in str(refused.value)
    notes = [note.what for note in check_pages([docs / "articles"], docs, TODAY)]
    assert "this is a link to another place of the docs folder" in notes


@on_posix
@pytest.mark.parametrize("name", ["articles", "articles/2023", "articles/.incoming"])
def test_an_import_writes_nothing_through_a_link(tmp_path: Path, name: str) -> None:
    docs, outside = tmp_path / "docs", tmp_path / "outside"
    write_short_lists(docs)
    outside.mkdir()
    source = save(tmp_path / "news.txt", Story("Kite club warns schools", prose(1)))
    if name == "articles/.incoming":
        measured([*BULLETIN, "import", "news.txt"], tmp_path)
        page = find_page(docs, "kite")
        page.write_text(page.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
        save(source, Story("Kite club warns schools", prose(1) + " And more."))
    (docs / name).parent.mkdir(parents=True, exist_ok=True)
    (docs / name).symlink_to(outside)
    before = {path for path in outside.rglob("*") if not path.name.endswith(".lock")}
    code, told, _, _ = measured([*BULLETIN, "import", "news.txt"], tmp_path)
    assert (code, "leads out of the docs folder" in told, "Traceback" in told) == (1, True, False)
    assert {path for path in outside.rglob("*") if not path.name.endswith(".lock")} == before


NAMES = (
    "a\nb.txt", "a\x1b[2Jb.txt", "\u202etxt.a", "a\u200bb.txt", "a:b.txt", "<script>.txt", "-rf.txt", "--docs.txt",
    "&#60;b&#62;.txt", "con.txt", "…" * 80 + ".txt", "a" * 251 + ".txt", " .txt", "a\tb.txt", "%2e%2e%2f.txt",
    "${HOME}.txt", "`id`.txt", "::error::a.txt", "é.txt", "e\u0301.txt", "\U0001f6a9.txt", "a\\b.txt", "'\".txt",
)  # fmt: skip


@on_posix
def test_no_name_of_a_file_does_anything(tmp_path: Path) -> None:
    sources = tmp_path / "in"
    sources.mkdir()
    for number, name in enumerate((*NAMES, os.fsdecode(b"\xff\xfe.txt"))):
        text = newsfeed(Story(f"Kite number {number} over the hill", prose(number)))
        (sources / name).write_text(text, encoding="utf-8")
    (tmp_path / "secret").write_text(newsfeed(Story("A secret story", prose(99))), encoding="utf-8")
    (sources / "link.txt").symlink_to(tmp_path / "secret")
    (sources / "up").symlink_to(tmp_path)
    (sources / "device.txt").symlink_to("/dev/zero")
    _pipe(sources / "pipe.txt")
    write_short_lists(tmp_path / "docs")
    before = set(tmp_path.rglob("*"))
    code, told, seconds, memory = measured([*BULLETIN, "import", "in", "--report", "report.json"], tmp_path)
    assert (code, "Traceback" in told) == (0, False), told
    assert (seconds <= MOST_SECONDS, memory <= MOST_MEMORY_BYTES) == (True, True)
    assert all(line.isprintable() for line in told.splitlines())
    report = json.loads((tmp_path / "report.json").read_bytes())
    assert len(report["pages"]) == len(NAMES) + 1
    written = set(tmp_path.rglob("*")) - before - {tmp_path / "report.json"}
    assert all(path.is_relative_to(tmp_path / "docs" / "articles") for path in written)
    assert "secret" not in "".join(path.read_text(encoding="utf-8") for path in written if path.is_file()).casefold()
    code, told, _, _ = measured([*BULLETIN, "check"], tmp_path)
    assert (code in {0, 1}, "Traceback" in told) == (True, False), told


@pytest.mark.parametrize("change", ["changed", "gone"])
@on_posix
def test_no_name_in_the_history_of_git_does_anything(tmp_path: Path, change: str) -> None:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=A", "-c", "user.email=a@kites.example", "-c", "init.defaultBranch=main")
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True)

    folder = tmp_path / "docs" / "articles" / "2023"
    folder.mkdir(parents=True)
    names = [f"{name.removesuffix('.txt')[:200]}.md" for name in NAMES] + [os.fsdecode(b"\xff.md")]
    good = "---\ntitle: Kites {}\nsource: Kite Club\ntopics: []\n---\n\nThe kite club met.\n"
    git("init")
    for number, name in enumerate(names):
        (folder / name).write_text(good.format(number), encoding="utf-8")
    git("add", "-A")
    git("commit", "-m", "Kites")
    for number, name in enumerate(names):
        if change == "gone":
            (folder / name).unlink()
        else:
            (folder / name).write_text(good.format(f"again {number}"), encoding="utf-8")
    for form in ("text", "github", "json"):
        code, told, _, _ = measured([*BULLETIN, "check", "--since", "HEAD", "--format", form], tmp_path)
        assert (code, "Traceback" in told) == (1, False), told
        assert all(line.isprintable() for line in told.splitlines())
        if form == "github":
            assert all(line.startswith(("::error file=", "::warning file=")) for line in told.splitlines())
