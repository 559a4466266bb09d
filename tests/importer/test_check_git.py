"""What `bulletin check` learns from git: only what changed and what it touches, and pages that are gone."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from importer.check import check_pages
from importer.git_history import CannotCompare, read_changes, read_recent
from importer.records import Note
from tests.importer.invented import Story, find_page, import_into, prose, save

DOCS = Path("docs")
TODAY = date(2026, 11, 21)


def git(*arguments: str) -> str:
    settings = ["-c", "user.name=Editor", "-c", "user.email=editor@kites.example", "-c", "init.defaultBranch=main"]
    done = subprocess.run(["git", *settings, *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit() -> str:
    git("add", "-A")
    git("commit", "-qm", "A change", "--allow-empty")
    return git("rev-parse", "HEAD")


def page_text(title: str, text: str = "", **more: str) -> str:
    keys = {"title": title, "source": "Ofsted", "topics": "[schools]", **more}
    lines = "\n".join(f"{key}: {value}" for key, value in keys.items())
    return f"---\n{lines}\n---\n\n{text or f'{title} fly over the harbour.'}\n"


def write(name: str, text: str) -> Path:
    path = DOCS / "articles" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    git("init", "-q")
    write("2023/kites.md", page_text("Kites"))
    write("2023/boats.md", page_text("Boats", "Boats sail.\n\n## Sails\n\nWhite ones."))
    commit()


def since(ref: str = "HEAD", paths: Sequence[Path] = (DOCS,)) -> list[Note]:
    return list(check_pages(paths, DOCS, TODAY, read_changes(DOCS, ref)))


def plain() -> list[Note]:
    return list(check_pages([DOCS], DOCS, TODAY, read_recent(DOCS)))


def told(notes: Sequence[Note]) -> list[tuple[str, int, str]]:
    return [(note.path.removeprefix("docs/articles/"), note.line, note.what) for note in notes]


# --- Only what changed, and what it touches


def test_only_pages_that_changed_are_complained_of() -> None:
    write("2023/old.md", page_text("Old", wombat="1"))
    base = commit()
    write("2024/new.md", page_text("New", wombat="1"))
    write("2023/kites.md", page_text("Kites", sumary="Fly."))
    commit()
    write("2024/not-yet-added.md", page_text("Not yet added", wombat="1"))
    assert [path for path, _, _ in told(since(base))] == ["2023/kites.md", "2024/new.md", "2024/not-yet-added.md"]
    assert [path for path, _, _ in told(plain())] == [
        "2023/kites.md", "2023/old.md", "2024/new.md", "2024/not-yet-added.md",
    ]  # fmt: skip


def test_what_changed_on_the_main_branch_meanwhile_is_not_complained_of() -> None:
    git("checkout", "-qb", "mine")
    write("2024/new.md", page_text("New"))
    commit()
    git("checkout", "-q", "main")
    write("2023/boats.md", page_text("Boats", wombat="1"))
    commit()
    git("checkout", "-q", "mine")
    assert since("main") == []


def test_a_new_page_is_compared_with_all_others() -> None:
    text = prose(1, sentences=12)
    write("2023/tails.md", page_text("Tails", text, url="https://kites.example/tails"))
    base = commit()
    write("2024/a-copy.md", page_text("Quite other words", text))
    write("2024/b-title.md", page_text("TAILS", "Something else altogether."))
    write("2024/c-address.md", page_text("Third", "Nothing alike.", url="http://www.kites.example/tails/"))
    assert told(since(base)) == [
        ("2024/a-copy.md", 1, "docs/articles/2023/tails.md has much the same text"),
        ("2024/b-title.md", 2, "docs/articles/2023/tails.md has the same title"),
        ("2024/c-address.md", 5, "docs/articles/2023/tails.md has the same `url:`"),
    ]


def test_pages_that_name_each_other_may_be_alike() -> None:
    text = prose(1, sentences=12)
    write("2023/tails.md", page_text("Tails", text, url="https://kites.example/tails"))
    write("2024/again.md", page_text("Tails", text, url="https://kites.example/tails", related="[tails]"))
    assert plain() == []


def test_all_pages_are_checked_where_a_list_changed() -> None:
    write("2023/old.md", page_text("Old", wombat="1"))
    base = commit()
    assert since(base) == []
    (DOCS / "topics.yml").write_text("- {slug: schools, label: Schools, description: News.}\n", encoding="utf-8")
    assert told(since(base)) == [("2023/old.md", 5, "“wombat:” is not a key of the header")]


def test_a_page_that_links_to_a_removed_page_or_heading_is_checked() -> None:
    write("2024/links.md", page_text("Links", "To [boats](../2023/boats.md#sails) and [kites](../2023/kites.md)."))
    base = commit()
    write("2023/boats.md", page_text("Boats", "Boats sail.\n\n## Oars"))
    assert told(since(base)) == [
        ("2024/links.md", 7, "the link “boats” leads to “#sails”, but no heading of that page has that name"),
    ]
    (DOCS / "articles/2023/kites.md").unlink()
    notes = told(since(base))
    assert ("2024/links.md", 7, "the link “kites” leads to no page") in notes
    assert len(notes) == 3


# --- Pages that are gone


def test_a_page_that_was_deleted_is_told_with_what_to_write_instead() -> None:
    (DOCS / "articles/2023/kites.md").unlink()
    (note,) = plain()
    assert (note.path, note.line) == ("docs/articles/2023/kites.md", 0)
    assert note.what == "the page is gone, and links to it lead nowhere"
    assert "`withdrawn: {on: …, reason: …}`" in note.mend
    assert "`moved_from: [articles/2023/kites]`" in note.mend


@pytest.mark.parametrize("changed", ["Kites", "Kites and their tails"])
@pytest.mark.parametrize("committed", [False, True])
def test_a_page_that_moved_is_asked_for_a_redirect(changed: str, committed: bool) -> None:
    text = prose(3, sentences=9)
    write("2023/kites.md", page_text("Kites", text))
    base = commit()
    (DOCS / "articles/2023/kites.md").unlink()
    write("2024/kite-club.md", page_text(changed, f"{text}\n\nOne more line."))
    if committed:
        commit()
    (note,) = since(base)
    assert (note.path, note.line) == ("docs/articles/2024/kite-club.md", 1)
    assert note.what == "the page was docs/articles/2023/kites.md, and that address now leads nowhere"
    assert "`moved_from: [articles/2023/kites]`" in note.mend


def test_a_page_that_names_its_earlier_address_is_not_asked_again() -> None:
    (DOCS / "articles/2023/kites.md").unlink()
    write("2024/kite-club.md", page_text("Kites", moved_from="[articles/2023/kites]"))
    assert plain() == []
    commit()
    assert since("HEAD~1") == []


def test_any_page_may_take_the_place_of_one_that_is_gone() -> None:
    base = git("rev-parse", "HEAD")
    (DOCS / "articles/2023/kites.md").unlink()
    write("2023/boats.md", page_text("Boats", moved_from="[articles/2023/kites]"))
    assert since(base) == []


def test_an_imported_page_that_moved_is_found_by_its_import() -> None:
    import_into(DOCS, save(Path("a.txt"), Story("Lantern club warns schools", prose(5), source="Ofsted")))
    page = find_page(DOCS, "lantern")
    text = page.read_text(encoding="utf-8").replace("Cobalt Street CIC", "Ofsted")
    page.write_text(text, encoding="utf-8")
    commit()
    (DOCS / "articles/2020").mkdir()
    page.rename(DOCS / "articles/2020/lanterns.md")
    assert plain() == []


def test_a_page_whose_name_only_changed_its_capitals_is_gone_from_its_address() -> None:
    (DOCS / "articles/2023/kites.md").rename(DOCS / "articles/2023/Kites.md")
    whats = [note.what for note in plain()]
    assert "the page was docs/articles/2023/kites.md, and that address now leads nowhere" in whats


def test_part_of_the_pages_says_nothing_of_pages_that_are_gone() -> None:
    (DOCS / "articles/2023/kites.md").unlink()
    assert list(check_pages([DOCS / "articles/2023/boats.md"], DOCS, TODAY, read_recent(DOCS))) == []


def test_a_page_gone_since_the_branch_left_the_main_one_is_told_in_a_clone() -> None:
    git("clone", "-q", ".", "clone")
    git("-C", "clone", "rm", "-q", "docs/articles/2023/kites.md")
    git("-C", "clone", "commit", "-qm", "Gone")
    history = read_recent(Path("clone/docs"))
    assert history is not None
    assert list(history.gone) == ["articles/2023/kites.md"]


# --- Names, and what git cannot say

AWKWARD = ["2024/line\nend.md", "2024/ -n.md", "2024/“kites”.md", "2024/tab\tin.md", "2024/kité.md"]


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_names_are_read_as_they_are(name: str) -> None:
    write(name, page_text("Awkward"))
    commit()
    (DOCS / "articles" / name).unlink()
    history = read_changes(DOCS, "HEAD")
    assert list(history.gone) == [f"articles/{name}"]
    assert "Awkward" in history.gone[f"articles/{name}"]


@pytest.mark.parametrize(
    "ref", ["nowhere", "--output=stolen", "-h", "", "HEAD..main", "HEAD:docs", "a b", "\x1b[31m", "x" * 5000, "nul\0"]
)
def test_what_names_no_commit_is_told(ref: str) -> None:
    with pytest.raises(CannotCompare) as refused:
        read_changes(DOCS, ref)
    assert "git knows no branch or commit" in str(refused.value)
    assert "\x1b" not in str(refused.value)
    assert not Path("stolen").exists()


def test_outside_a_repository_it_is_said_and_plain_checks_go_on(tmp_path_factory: pytest.TempPathFactory) -> None:
    docs = tmp_path_factory.mktemp("elsewhere") / "docs"
    docs.mkdir()
    assert read_recent(docs) is None
    with pytest.raises(CannotCompare, match="there is no git repository"):
        read_changes(docs, "main")


def test_without_git_it_is_said_and_plain_checks_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert read_recent(DOCS) is None
    with pytest.raises(CannotCompare, match="git cannot be run here"):
        read_changes(DOCS, "main")


def test_a_repository_without_a_commit_is_no_error(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("empty")
    git("-C", str(folder), "init", "-q")
    assert read_recent(folder) is None
