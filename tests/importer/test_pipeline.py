"""Whole imports on the disk, of the seeds and of invented documents, again and again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from importer.pipeline import import_documents
from importer.records import CannotImport
from tests.importer.invented import (
    TODAY,
    Story,
    actions,
    file_times,
    find_page,
    import_into,
    prose,
    read_tree,
    save,
)
from tests.other_machines import BULLETIN, OURS, THEIRS

PROJECT = Path(__file__).resolve().parents[2]
SEEDS = sorted((PROJECT / "seeds").glob("*.txt"))
KITES = Story("Kite club warns schools", prose(1))
BOATS = Story("Boats are to be counted", prose(2), "Monday 4 December 2023")
KITES_MENDED = Story(KITES.title, prose(1).replace("1-2.", "1-2, as was said later."))


@pytest.fixture(scope="module")
def first_seeds_import(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The docs folder after one import of the seeds."""
    docs = tmp_path_factory.mktemp("first") / "docs"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(PROJECT)
        assert actions(import_into(docs, Path("seeds"))).count("created") == 29
    return docs


@pytest.fixture
def seeds_docs(first_seeds_import: Path, tmp_path: Path) -> Path:
    """A copy of it to do things to."""
    return Path(shutil.copytree(first_seeds_import, tmp_path / "docs"))


@pytest.fixture(autouse=True)
def in_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)


def state(docs: Path) -> tuple[dict[str, bytes], dict[str, int]]:
    return read_tree(docs), file_times(docs)


# --- Nothing to do


def test_second_import_of_the_seeds_changes_no_byte(seeds_docs: Path) -> None:
    before = state(seeds_docs)
    assert actions(import_into(seeds_docs, Path("seeds"))).count("unchanged") == 29
    assert state(seeds_docs) == before


def test_sources_in_another_order_or_one_by_one_change_no_byte(seeds_docs: Path) -> None:
    before = state(seeds_docs)
    import_into(seeds_docs, *reversed(SEEDS))
    for seed in (*SEEDS[::-1], *SEEDS):
        import_into(seeds_docs, seed)
    assert state(seeds_docs) == before


@pytest.mark.parametrize("folder", ["seeds", "..", "/"])
def test_import_from_another_working_folder_changes_no_byte(
    seeds_docs: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(seeds_docs)
    monkeypatch.chdir(PROJECT / folder)
    import_into(seeds_docs, PROJECT / "seeds")
    assert state(seeds_docs) == before


def test_seeds_copied_to_another_place_change_no_byte(seeds_docs: Path, tmp_path: Path) -> None:
    before = state(seeds_docs)
    shutil.copytree(PROJECT / "seeds", tmp_path / "post")
    import_into(seeds_docs, tmp_path / "post")
    assert state(seeds_docs) == before


SETTINGS = [
    pytest.param({"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}, 0o022, id="far east, locale C"),
    pytest.param({"TZ": "Pacific/Niue", "LC_ALL": "C.utf8", "PYTHONHASHSEED": "77"}, 0o077, id="far west, private"),
    pytest.param({"PYTHONUTF8": "0", "LC_ALL": "POSIX", "PYTHONHASHSEED": "4242"}, 0o000, id="no UTF-8 mode"),
]


def run_import(docs: Path, settings: dict[str, str], umask: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("bulletin")), "import", "seeds", "--docs", str(docs)],
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **settings}, umask=umask, cwd=PROJECT,
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(("settings", "umask"), SETTINGS)
def test_import_elsewhere_gives_the_same_bytes_and_again_changes_none(
    first_seeds_import: Path, tmp_path: Path, settings: dict[str, str], umask: int
) -> None:
    docs = tmp_path / "docs"
    done = run_import(docs, settings, umask)
    assert done.returncode == 0, done.stderr
    assert read_tree(docs) == read_tree(first_seeds_import)
    before = state(docs)
    again = run_import(docs, settings, umask)
    assert "Nothing changed: every page is as it was." in again.stdout
    assert state(docs) == before


def test_two_machines_that_share_nothing_but_the_sources_write_the_same_pages_records_and_reports(
    tmp_path: Path,
) -> None:
    far = tmp_path / "Ein Ordner – weit weg" / "project"
    shutil.copytree(PROJECT / "importer", far / "importer", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(PROJECT / "docs", far / "docs", ignore=shutil.ignore_patterns("articles"))
    for seed in reversed(SEEDS):
        (far / "seeds").mkdir(exist_ok=True)
        shutil.copyfile(seed, far / "seeds" / seed.name)
    for machine, project, docs in ((OURS, PROJECT, tmp_path / "ours"), (THEIRS, far, tmp_path / "theirs")):
        arguments = ["import", "seeds", "--docs", str(docs), "--report", str(docs) + ".json"]
        done = machine.run_python(BULLETIN, *arguments, project=project, folder=project)
        assert done.returncode == 0, done.stderr
    assert sum(name.endswith(".md") for name in read_tree(tmp_path / "ours")) == 29
    assert read_tree(tmp_path / "ours") == read_tree(tmp_path / "theirs")
    assert (tmp_path / "ours.json").read_bytes() == (tmp_path / "theirs.json").read_bytes()


def test_pages_checked_out_with_other_line_ends_are_as_we_wrote_them(seeds_docs: Path) -> None:
    for path in seeds_docs.rglob("*.md"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    records = seeds_docs / "articles" / ".imports.jsonl"
    records.write_bytes(records.read_bytes().replace(b"\n", b"\r\n"))
    pages = {name: content for name, content in read_tree(seeds_docs).items() if name.endswith(".md")}
    assert set(actions(import_into(seeds_docs, Path("seeds")))) == {"unchanged", "duplicate"}
    assert {name: content for name, content in read_tree(seeds_docs).items() if name.endswith(".md")} == pages


def test_records_that_do_not_say_what_was_left_out_learn_it_and_no_page_changes(seeds_docs: Path) -> None:
    before = read_tree(seeds_docs)
    records = seeds_docs / "articles" / ".imports.jsonl"
    entries = [json.loads(line) for line in records.read_text(encoding="utf-8").splitlines()]
    old = [{key: value for key, value in entry.items() if key != "left_out"} for entry in entries]
    assert old != entries
    records.write_text("".join(json.dumps(entry) + "\n" for entry in old), encoding="utf-8")
    assert set(actions(import_into(seeds_docs, Path("seeds")))) == {"unchanged", "duplicate"}
    assert read_tree(seeds_docs) == before


# --- Sources and editors at work on the seeds


def test_every_edited_page_of_the_seeds_is_kept(seeds_docs: Path) -> None:
    for path in seeds_docs.rglob("*.md"):
        path.write_text(path.read_text(encoding="utf-8") + "\nAdded by an editor.\n", encoding="utf-8")
    before = state(seeds_docs)
    found = actions(import_into(seeds_docs, Path("seeds")))
    assert (found.count("kept-edited"), found.count("duplicate")) == (29, 1)
    assert state(seeds_docs) == before


def test_every_deleted_page_of_the_seeds_stays_deleted(seeds_docs: Path) -> None:
    for path in seeds_docs.rglob("*.md"):
        path.unlink()
    before = state(seeds_docs)
    assert set(actions(import_into(seeds_docs, Path("seeds")))) == {"removed-by-editor"}
    assert state(seeds_docs) == before


def test_every_moved_page_of_the_seeds_is_found(seeds_docs: Path) -> None:
    (seeds_docs / "articles" / "kept").mkdir()
    for number, path in enumerate(sorted(seeds_docs.rglob("*.md"))):
        path.rename(seeds_docs / "articles" / "kept" / f"page-{number}.md")
    pages = {name: content for name, content in read_tree(seeds_docs).items() if name.endswith(".md")}
    assert set(actions(import_into(seeds_docs, Path("seeds")))) == {"unchanged", "duplicate"}
    assert {name: content for name, content in read_tree(seeds_docs).items() if name.endswith(".md")} == pages


def test_changed_document_changes_only_the_page_of_the_changed_article(tmp_path: Path) -> None:
    docs, source = tmp_path / "docs", tmp_path / "news" / "a.txt"
    import_into(docs, save(source, KITES, BOATS))
    times = file_times(docs)
    new = Story("Lanterns for all", prose(3), "Wednesday 6 December 2023")
    assert actions(import_into(docs, save(source, new, KITES_MENDED, BOATS))) == ["created", "updated", "unchanged"]
    assert "as was said later" in find_page(docs, "kite").read_text(encoding="utf-8")
    boats = find_page(docs, "boats").relative_to(docs).as_posix()
    assert file_times(docs)[boats] == times[boats]


def test_broken_and_unreadable_pages_stop_nothing_and_are_left(tmp_path: Path) -> None:
    docs, source = tmp_path / "docs", tmp_path / "news" / "a.txt"
    import_into(docs, save(source, KITES, BOATS))
    find_page(docs, "kite").write_bytes(b"---\ntitle: [\n---\nKept as it is.\n")
    find_page(docs, "boats").write_bytes(b"---\ntitle: caf\xe9\n---\nIn Windows-1252.\n")
    (docs / "articles" / "a-folder.md").mkdir()
    before = read_tree(docs)
    lanterns = Story("Lanterns for all", prose(3), "Wednesday 6 December 2023")
    found = actions(import_into(docs, save(source, lanterns, KITES_MENDED, BOATS)))
    assert found == ["created", "kept-edited", "kept-edited"]
    assert {name: read_tree(docs)[name] for name in before if name.endswith(".md")} == {
        name: content for name, content in before.items() if name.endswith(".md")
    }


def test_doubt_that_only_the_pages_raise_is_in_the_report_of_its_document(tmp_path: Path) -> None:
    docs, source = tmp_path / "docs", tmp_path / "news" / "a.txt"
    import_into(docs, save(source, KITES, BOATS))
    page = find_page(docs, "boats")
    page.write_text(page.read_text(encoding="utf-8") + "\nAdded by an editor.\n", encoding="utf-8")
    plan = import_into(docs, save(source, KITES, Story(BOATS.title, BOATS.text + " And more.", BOATS.day)))
    (note,) = (note for note in plan.documents[0].notes if "was edited" in note.what)
    assert (note.path, note.line) == ("news/a.txt", plan.pages[1].line)
    assert page.relative_to(docs).as_posix() in note.what


def test_articles_of_one_short_text_and_several_headlines_are_all_kept(tmp_path: Path) -> None:
    stories = [Story(title, "The council will print what they say on Monday.") for title in ("Kites", "Boats", "Kites")]
    plan = import_into(tmp_path / "docs", save(tmp_path / "news" / "a.txt", *stories))
    assert sorted(page.action for page in plan.pages) == ["created", "created", "duplicate"]


# --- Documents that cannot be read


def test_document_that_cannot_be_read_is_an_error_and_the_others_are_planned(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_bytes(b"\x89PNG\x00\x00")
    save(tmp_path / "news" / "b.txt", KITES)
    plan = import_documents([tmp_path / "news"], tmp_path / "docs", TODAY)
    assert ([error.path for error in plan.errors], actions(plan)) == (["news/a.txt"], ["created"])


def test_source_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotImport, match="there is no such file"):
        import_documents([tmp_path / "nowhere.txt"], tmp_path / "docs", TODAY)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b'{"page": "articles/2023/kites.md"}\n', id="keys missing"),
        pytest.param(b"<<<<<<< HEAD\n", id="conflict mark"),
        pytest.param(b"\xff\xfe\x00", id="not UTF-8"),
    ],
)
def test_damaged_records_stop_the_import_with_their_line(tmp_path: Path, content: bytes) -> None:
    docs, source = tmp_path / "docs", save(tmp_path / "news" / "a.txt", KITES)
    import_into(docs, source)
    records = docs / "articles" / ".imports.jsonl"
    records.write_bytes(records.read_bytes() + content)
    before = read_tree(docs)
    with pytest.raises(CannotImport, match=r"\.imports\.jsonl:2: this line is no record"):
        import_into(docs, source)
    assert read_tree(docs) == before


# --- Names of pages


def test_page_names_are_fit_for_every_system_and_unique(tmp_path: Path) -> None:
    titles = ["CON", "Nul", "Index", "Aux.", "Ünïcode Straße", "A " * 60, "Kites", "KITES", "Kites!", "Kite's"]
    stories = [Story(title, prose(number + 10)) for number, title in enumerate(titles)]
    docs = tmp_path / "docs"
    plan = import_into(docs, save(tmp_path / "news" / "a.txt", *stories))
    names = [page.article.slug for page in plan.pages]
    assert len({name.casefold() for name in names}) == len(stories)
    assert all(len(name) <= 60 and name.isascii() and name == name.lower() for name in names)
    assert not {"con", "nul", "aux", "index"} & set(names)


def test_records_name_no_folder_of_the_machine(first_seeds_import: Path) -> None:
    records = (first_seeds_import / "articles" / ".imports.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["document"].split("/")[0] for line in records} == {"seeds"}
