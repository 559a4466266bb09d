"""Writing: every page wholly old or wholly new, whatever the disk refuses and whenever."""

from __future__ import annotations

import errno
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from importer.pipeline import import_documents
from importer.records import CannotImport
from importer.write import LOCK_NAME, CannotWrite, sole_import, write_plan, write_text
from tests.importer.disk_faults import Disk
from tests.importer.invented import TODAY, Story, file_times, find_page, import_into, prose, read_tree, save

KITES = Story("Kite club warns schools", prose(1))
BOATS = Story("Boats are to be counted", prose(2), "Monday 4 December 2023")
LANTERNS = Story("Lanterns for all", prose(3), "Wednesday 6 December 2023")


def test_text_is_written_with_folders_and_plain_rights(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "page.md"
    assert write_text(path, "Straße\n")
    assert path.read_bytes() == "Straße\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_same_text_is_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    write_text(path, "one\n")
    before = file_times(tmp_path)
    assert not write_text(path, "one\n")
    assert file_times(tmp_path) == before
    assert write_text(path, "two\n")


def before_and_after(folder: Path) -> tuple[Path, Path, Path]:
    """Docs after a first import and an editor's work, docs after a second import undisturbed, and its documents.

    The second updates a page, adds one, names a second place on a third and finds two versions of a story. It merges
    into a page with other topics, puts a version aside for an edited text, takes one away that the editor has brought
    over, and finds a page that was moved.
    """
    source, other = folder / "news" / "a.txt", folder / "news" / "b.txt"
    before, after = folder / "before", folder / "after"
    write_short_lists(before)
    first = [KITES, BOATS, *(Story(title, prose(seed)) for title, seed in WAGONS.items())]
    import_into(before, save(source, *first))
    for name in ("copper", "amber"):
        edit(find_page(before, name), lambda text: text + "\nAdded by an editor.\n")
    import_into(before, save(source, *(changed(story, "amber") for story in first)))
    edit(
        find_page(before, "amber"),
        lambda text: text.replace("Added by an editor.", "And more.").replace("\n\nAnd", " And"),
    )
    edit(find_page(before, "tin"), lambda text: text.replace("topics: []", "topics: [schools]  # by hand"))
    moved = before / "articles" / "2020" / "boats-of-the-harbour.md"
    moved.parent.mkdir()
    find_page(before, "boat").rename(moved)
    shutil.copytree(before, after)
    retold = Story("Retold", f"{prose(1).split('. ')[0]}. {prose(1).split('. ')[1]}. {prose(5)}")
    second = (changed(story, "kite", "amber", "copper", "tin") for story in first)
    save(source, LANTERNS, *second)
    save(other, BOATS, retold, publisher="Fernhill Notes")
    import_into(after, source.parent)
    return before, after, source.parent


WAGONS = {"A copper wagon rolls": 6, "Amber in the market": 7, "Tin bells for the school": 8}


def changed(story: Story, *names: str) -> Story:
    """The story with a sentence more, if one of these words is in its headline."""
    return (
        replace(story, text=f"{story.text} And more.")
        if any(name in story.title.casefold() for name in names)
        else story
    )


def edit(page: Path, change: Callable[[str], str]) -> None:
    text = page.read_text(encoding="utf-8")
    assert change(text) != text
    page.write_text(change(text), encoding="utf-8")


def write_short_lists(docs: Path) -> None:
    """Lists of one entry, read in no time."""
    docs.mkdir()
    (docs / "topics.yml").write_text(
        "- slug: schools\n  label: Schools\n  description: Of schools.\n", encoding="utf-8"
    )
    (docs / "sources.yml").write_text("- name: Greywater Council\n", encoding="utf-8")
    line = "- slug: childline\n  name: Childline\n  purpose: For anyone under 19.\n"
    (docs / "helplines.yml").write_text(line, encoding="utf-8")
    (docs / "content_notes.yml").write_text("- note: Violence\n  least: 9\n", encoding="utf-8")


def changes_asked(before: Path, sources: Path, folder: Path) -> int:
    docs = Path(shutil.copytree(before, folder / "counted"))
    plan = import_documents([sources], docs, TODAY)
    with pytest.MonkeyPatch.context() as patch:
        disk = Disk(patch)
        write_plan(plan, docs)
        return disk.asked


def assert_wholly_old_or_new(docs: Path, before: Path, after: Path) -> None:
    old, new = read_tree(before), read_tree(after)
    for name, content in read_tree(docs).items():
        if name.endswith(".md"):
            assert content in {old.get(name), new.get(name)}, name
    assert {name for name in old.keys() & new.keys() if name.endswith(".md")} <= read_tree(docs).keys()


def test_second_import_does_all_that_may_be_broken_off(tmp_path: Path) -> None:
    before, after, _ = before_and_after(tmp_path)
    old, new = read_tree(before), read_tree(after)
    aside = "articles/.incoming/{}.md".format
    assert (
        aside("amber-in-the-market") in old,
        aside("amber-in-the-market") in new,
        aside("a-copper-wagon-rolls") in new,
    ) == (True, False, True)
    assert "topics: [schools]  # by hand\n" in find_page(after, "tin").read_text(encoding="utf-8")
    assert "And more." in find_page(after, "tin").read_text(encoding="utf-8")
    assert find_page(after, "boats").parent.name == "2020"


def before_and_after_the_first(folder: Path) -> tuple[Path, Path, Path]:
    """Docs without any page, docs after a first import, and its documents."""
    before, after, sources = folder / "before", folder / "after", folder / "news"
    save(sources / "a.txt", KITES, BOATS, LANTERNS, *(Story(title, prose(seed)) for title, seed in WAGONS.items()))
    write_short_lists(before)
    shutil.copytree(before, after)
    import_into(after, sources)
    return before, after, sources


@pytest.mark.parametrize("parts", ["first document alone", "second document alone"])
def test_import_that_stopped_is_completed_in_parts_too(tmp_path: Path, parts: str) -> None:
    before, after, sources = before_and_after(tmp_path)
    documents = sorted(sources.iterdir())
    ordered = documents if parts == "first document alone" else documents[::-1]
    for moment in range(1, changes_asked(before, sources, tmp_path) + 1, 6):
        docs = Path(shutil.copytree(before, tmp_path / f"stopped-{moment}"))
        plan = import_documents([sources], docs, TODAY)
        with pytest.MonkeyPatch.context() as patch:
            Disk(patch, moment)
            with pytest.raises(CannotWrite):
                write_plan(plan, docs)
        for document in (*ordered, *ordered):
            import_into(docs, document)
        final = read_tree(docs)
        import_into(docs, sources)
        assert read_tree(docs) == final
        assert {name for name in final if name.endswith(".md")} == {
            name for name in read_tree(after) if name.endswith(".md")
        }


def test_edit_made_between_a_stop_and_the_next_run_is_kept(tmp_path: Path) -> None:
    before, _after, sources = before_and_after(tmp_path)
    for moment in range(1, changes_asked(before, sources, tmp_path) + 1, 4):
        docs = Path(shutil.copytree(before, tmp_path / f"stopped-{moment}"))
        plan = import_documents([sources], docs, TODAY)
        with pytest.MonkeyPatch.context() as patch:
            Disk(patch, moment)
            with pytest.raises(CannotWrite):
                write_plan(plan, docs)
        page = find_page(docs, "kite")
        page.write_text(page.read_text(encoding="utf-8") + "\nAdded by an editor.\n", encoding="utf-8")
        edited = page.read_bytes()
        import_into(docs, sources)
        assert page.read_bytes() == edited


@pytest.mark.parametrize("in_the_way", ["articles", "articles/2023", "articles/2023/kite-club-warns-schools.md/x"])
def test_thing_in_the_way_is_named(tmp_path: Path, in_the_way: str) -> None:
    docs, source = tmp_path / "docs", save(tmp_path / "news" / "a.txt", KITES)
    path = docs / in_the_way
    path.parent.mkdir(parents=True)
    path.write_text("in the way\n", encoding="utf-8")
    with pytest.raises(CannotImport) as refused:
        import_into(docs, source)
    assert refused.value.note.path.startswith(str(docs / "articles"))
    assert not list(docs.rglob(".writing-*"))
    shutil.rmtree(docs)
    import_into(docs, source)
    assert len(read_tree(docs)) == 2


def test_import_with_nothing_to_write_leaves_no_file_of_its_own(tmp_path: Path) -> None:
    docs, source = tmp_path / "docs", save(tmp_path / "news" / "a.txt", KITES)
    import_into(docs, source)
    assert sorted(read_tree(docs)) == ["articles/.imports.jsonl", "articles/2023/kite-club-warns-schools.md"]


def test_second_import_at_once_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    docs, source = tmp_path / "docs", save(tmp_path / "news" / "a.txt", KITES)
    import_into(docs, source)
    run = "from importer.cli import main; main()"
    command = [sys.executable, "-c", run, "import", str(source), "--docs", str(docs)]
    with sole_import(docs):
        before = read_tree(docs)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, read_tree(docs)) == (1, before)
        assert "another import is at work" in done.stderr
        assert "run the import again" in done.stderr
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert not (docs / LOCK_NAME).exists()


def test_lock_of_a_process_that_was_killed_holds_nobody_up(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    held = (
        "from pathlib import Path; from importer.write import sole_import; import os, signal\n"
        f"with sole_import(Path({str(docs)!r})): os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert subprocess.run([sys.executable, "-c", held], check=False).returncode != 0
    assert (docs / LOCK_NAME).exists()
    with sole_import(docs):
        pass


def test_folder_that_may_not_be_written_to_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs, source = tmp_path / "docs", save(tmp_path / "news" / "a.txt", KITES)
    import_into(docs, source)
    before = read_tree(docs)

    def refuse(**_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    save(source, KITES, BOATS)
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    with pytest.raises(CannotWrite) as refused:
        import_into(docs, source)
    assert (str(docs) in refused.value.note.path, "Permission denied" in refused.value.note.what) == (True, True)
    assert read_tree(docs) == before


@pytest.mark.parametrize(
    ("written", "found"),
    [
        pytest.param("Kite-Club.md", "kite-club.md", id="capitals"),
        pytest.param("caf\u00e9.md", "cafe\u0301.md", id="accents apart"),
    ],
)
def test_page_whose_name_the_file_system_spells_otherwise_is_the_same_page(
    tmp_path: Path, written: str, found: str
) -> None:
    docs, source = tmp_path / "docs", save(tmp_path / "news" / "a.txt", KITES)
    import_into(docs, source)
    page = find_page(docs, "kite")
    # An editor renamed it and took its import block out; then the folder came to a Mac
    text = page.read_text(encoding="utf-8")
    page.unlink()
    records = docs / "articles" / ".imports.jsonl"
    records.write_text(records.read_text(encoding="utf-8").replace(page.name, written), encoding="utf-8")
    (page.parent / found).write_text(text[: text.index("import:")] + "---\n\nBy hand.\n", encoding="utf-8")
    before = {name: content for name, content in read_tree(docs).items() if name.endswith(".md")}
    save(source, replace(KITES, text=f"{KITES.text} And more."))
    import_into(docs, source)
    after = {name: content for name, content in read_tree(docs).items() if name.endswith(".md")}
    assert {name: content for name, content in after.items() if ".incoming" not in name} == before


def test_page_that_an_editor_saves_while_the_import_is_at_work_is_left(tmp_path: Path) -> None:
    docs, source = tmp_path / "docs", save(tmp_path / "news" / "a.txt", KITES)
    import_into(docs, source)
    save(source, replace(KITES, text=f"{KITES.text} And more."))
    plan = import_documents([source], docs, TODAY)
    page = find_page(docs, "kite")
    page.write_text(page.read_text(encoding="utf-8") + "\nSaved meanwhile.\n", encoding="utf-8")
    before = page.read_bytes()
    with pytest.raises(CannotWrite, match="changed while the import was at work"):
        write_plan(plan, docs)
    assert page.read_bytes() == before
    import_into(docs, source)
    assert page.read_bytes() == before
    assert list((docs / "articles" / ".incoming").iterdir())
