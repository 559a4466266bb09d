"""What `bulletin check` complains of: where, what, and how to mend it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from importer.check import check_pages
from importer.records import Note
from tests.importer.invented import import_into

PROJECT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 21)
GOOD = {
    "title": "Kite club warns schools",
    "date": "2023-12-05",
    "date_basis": "stated",
    "source": "Ofsted",
    "topics": "[schools]",
    "summary": "Kites.",
}


def page_text(**changed: str | None) -> str:
    """A page without fault but for the given lines of its header; None takes a line out."""
    lines = [f"{key}: {value}" for key, value in {**GOOD, **changed}.items() if value is not None]
    return "\n".join(["---", *lines, "---", "", "The kite club warned schools.", ""])


def save_page(docs: Path, text: str, name: str = "2023/kites.md") -> Path:
    path = docs / "articles" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def complaints(docs: Path) -> list[Note]:
    return list(check_pages([docs / "articles"], docs, TODAY))


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


DOCS = Path("docs")


def test_page_without_fault_is_not_complained_of() -> None:
    save_page(DOCS, page_text())
    assert complaints(DOCS) == []


@pytest.mark.parametrize(
    ("changed", "line", "what", "mend"),
    [
        pytest.param({"title": None}, 1, "“title:” is missing", "Add a line `title: …`", id="no title"),
        pytest.param({"title": "''"}, 2, "“title:” is missing or empty", "Add a line", id="empty title"),
        pytest.param({"source": None}, 1, "“source:” is missing", "Add a line `source: …`", id="no source"),
        pytest.param({"topics": None}, 1, "“topics:” is missing", "topics: []", id="no topics"),
        pytest.param({"topics": "schools"}, 6, "“topics:” is not a list", "as `topics: [schools]`.", id="no list"),
        pytest.param({"topics": "[shools]"}, 6, "topic “shools”", "Did you mean “schools”?", id="topic misspelt"),
        pytest.param(
            {"topics": "[home-schooling]"}, 6, "topic “home-schooling” is not in the topic list",
            "Did you mean “home-education”? Use that, or add “home-schooling” to docs/topics.yml.", id="topic by habit",
        ),
        pytest.param({"topics": "[qqqq]"}, 6, "topic “qqqq”", "Choose one of the list, or add “qqqq”", id="no such"),
        pytest.param(
            {"topics": "[schools, courts, grooming, inspection, transport]"}, 6, "5 topics; at most 4",
            "Keep the most telling ones.", id="too many topics",
        ),
        pytest.param({"source": "Ofstead"}, 5, "source “Ofstead” is not in", "Did you mean “Ofsted”?", id="source"),
        pytest.param(
            {"publisher": "Cobalt Street CIC"}, 8, "publisher “Cobalt Street CIC” is not in the list of sources",
            "docs/sources.yml", id="unknown publisher",
        ),
        pytest.param({"date": "5 December 2023"}, 3, "“5 December 2023” is not a date", "Write it as", id="date"),
        pytest.param({"date": "2023-02-31"}, 3, "“2023-02-31” is not a date", "Write it as", id="no such day"),
        pytest.param({"date": "2027"}, 3, "“2027” is in the future", "Correct the date.", id="future"),
        pytest.param({"date": "1823-12-05"}, 3, "“1823-12-05” is before 1990", "Correct the date.", id="long ago"),
        pytest.param({"date_basis": None}, 3, "“date:” has no “date_basis:”", "date_basis: stated", id="no basis"),
        pytest.param({"date_basis": "guessed"}, 4, "“guessed” is not a basis", "`stated` or `inferred`", id="basis"),
        pytest.param({"date_basis": "inferred"}, 4, "no “date_evidence:”", "Quote the words", id="no evidence"),
        pytest.param({"date": None}, 3, "“date_basis:” stands without a “date:”", "Add the date", id="basis alone"),
        pytest.param({"summary": "k" * 301}, 7, "the summary has 301 characters; at most 300", "Shorten", id="summary"),
        pytest.param({"url": "javascript:alert(1)"}, 8, "“url:” is not a web address", "https://", id="address"),
        pytest.param({"lang": "Welsh"}, 8, "“Welsh” is not the short name", "`lang: cy` for Welsh", id="language"),
        pytest.param({"sumary": "Kites."}, 8, "“sumary:” is not a key", "Did you mean “summary:”?", id="key misspelt"),
        pytest.param({"wombat": "1"}, 8, "“wombat:” is not a key of the header", "The keys are: title,", id="key"),
        pytest.param({"summary": "a: b: c"}, 7, "a colon stands in the value", "in double quotes", id="colon in value"),
        pytest.param({"import": "{document: a.txt}"}, 8, "“import:” is not complete", "Leave this", id="import"),
    ],
)  # fmt: skip
def test_fault_is_told_at_its_line_with_its_mend(
    changed: dict[str, str | None], line: int, what: str, mend: str
) -> None:
    save_page(DOCS, page_text(**changed))
    found = [note for note in complaints(DOCS) if what in note.what]
    assert [(note.path, note.line) for note in found] == [("docs/articles/2023/kites.md", line)]
    assert mend in found[0].mend


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        pytest.param("The kite club warned schools.\n", 1, "the page has no header", id="no header"),
        pytest.param("", 1, "the page has no header", id="empty file"),
        pytest.param("---\ntitle: Kites\nsource: Ofsted\ntopics: []\n", 4, "the header does not end", id="no end"),
        pytest.param("---\n---\nText\n", 1, "the header is empty", id="empty header"),
        pytest.param("---\n- Kites\n---\n", 2, "is not a list of `key: value` lines", id="a list"),
        pytest.param(
            "---\ntitle: One\nsource: Ofsted\ntitle: Two\ntopics: []\n---\n",
            4,
            "stands twice, first on line 2",
            id="twice",
        ),
    ],
)
def test_header_that_cannot_be_read_is_told_with_its_line(text: str, line: int, what: str) -> None:
    save_page(DOCS, text)
    (note,) = complaints(DOCS)
    assert (note.line, what in note.what, note.mend != "") == (line, True, True)


def test_all_complaints_of_all_pages_come_in_one_run_in_order() -> None:
    save_page(DOCS, page_text(topics="[shools, cuorts]", source="Ofstead", wombat="1"), "2023/b.md")
    save_page(DOCS, "no header", "2023/a.md")
    save_page(DOCS, page_text(title="Kites in 2027", date="2027"), "2024/c.md")
    found = [(note.path.rsplit("/", 1)[-1], note.line) for note in complaints(DOCS)]
    assert found == [("a.md", 1), ("b.md", 5), ("b.md", 6), ("b.md", 6), ("b.md", 8), ("c.md", 3)]


@pytest.mark.parametrize(
    ("related", "line", "slug", "mend"),
    [
        pytest.param("[boats, kits]", 8, "kits", "Did you mean “kites”? Use that, or take it out.", id="misspelt"),
        pytest.param("[Boats]", 8, "Boats", "Did you mean “boats”?", id="capitals"),
        pytest.param("[boats.md]", 8, "boats.md", "Did you mean “boats”?", id="with its ending"),
        pytest.param("[qqqq]", 8, "qqqq", "Use the name of a page's file without “.md”, or take it out.", id="none"),
        pytest.param("\n  - boats\n  - kits", 10, "kits", "Did you mean “kites”?", id="one to a line"),
    ],
)
def test_related_page_that_is_not_there_is_told_at_its_line(related: str, line: int, slug: str, mend: str) -> None:
    save_page(DOCS, page_text(title="Boats"), "undated/boats.md")
    save_page(DOCS, page_text(related=related))
    (note,) = complaints(DOCS)
    assert (note.path, note.line) == ("docs/articles/2023/kites.md", line)
    assert note.what == f"“related:” names “{slug}”, but no page has that name"
    assert mend in note.mend


def test_related_page_in_a_folder_that_is_not_checked_is_there_all_the_same() -> None:
    save_page(DOCS, page_text(title="Boats"), "undated/boats.md")
    page = save_page(DOCS, page_text(related="[boats]"))
    assert check_pages([page], DOCS, TODAY) == ()


def test_unknown_topic_is_told_at_its_own_line() -> None:
    save_page(DOCS, page_text(topics="\n  - schools\n  - shools"))
    (note,) = complaints(DOCS)
    assert (note.line, "topic “shools”" in note.what) == (8, True)


@pytest.mark.parametrize("related", ["kites", "{kites: boats}", "[[kites], {a: b}]", "[]", ""])
def test_related_that_is_no_list_of_texts_breaks_nothing(related: str) -> None:
    save_page(DOCS, page_text(related=related))
    assert all("not a list" in note.what for note in complaints(DOCS))


def test_page_in_another_encoding_is_told_with_the_line() -> None:
    save_page(DOCS, "").write_bytes(page_text().replace("Kites.", "Café").encode("cp1252"))
    (note,) = complaints(DOCS)
    assert (note.path, note.line, "UTF-8" in note.mend) == ("docs/articles/2023/kites.md", 7, True)


def test_page_with_windows_line_ends_is_complained_of_at_the_same_line() -> None:
    save_page(DOCS, "").write_bytes(page_text(date="2027").replace("\n", "\r\n").encode())
    assert [note.line for note in complaints(DOCS)] == [3]


def test_broken_list_is_told_and_the_pages_are_checked_all_the_same() -> None:
    save_page(DOCS, page_text(date="2027"))
    (DOCS / "topics.yml").write_text("- slug: schools\n  labell: Schools\n", encoding="utf-8")
    found = [(note.path, note.line) for note in complaints(DOCS)]
    assert found == [("docs/articles/2023/kites.md", 3), ("docs/topics.yml", 2)]


@pytest.mark.parametrize("name", ["Kites.md", "con.md", "kite club.md", "-kites.md", "kité.md", f"{'k' * 61}.md"])
def test_file_name_that_is_no_address_everywhere_is_told(name: str) -> None:
    save_page(DOCS, page_text(), f"2023/{name}")
    (note,) = complaints(DOCS)
    assert (note.line, "file name" in note.what) == (1, True)


def test_two_pages_of_one_name_in_two_folders_are_told() -> None:
    save_page(DOCS, page_text(), "2023/kites.md")
    save_page(DOCS, page_text(title="More kites"), "2024/kites.md")
    (note,) = complaints(DOCS)
    assert (note.path, "docs/articles/2023/kites.md" in note.what) == ("docs/articles/2024/kites.md", True)


def test_other_pages_of_the_site_are_no_article_pages() -> None:
    save_page(DOCS, page_text())
    (DOCS / "about.md").write_text("# About\n", encoding="utf-8")
    (DOCS / "articles" / "folder.md").mkdir()
    assert check_pages([DOCS, DOCS / "about.md", DOCS / "articles"], DOCS, TODAY) == ()


def test_page_outside_the_docs_folder_is_checked_when_it_is_named() -> None:
    draft = Path("draft.md")
    draft.write_text("no header\n", encoding="utf-8")
    assert [note.path for note in check_pages([draft], DOCS, TODAY)] == ["draft.md"]


def write_list(name: str, text: str) -> None:
    DOCS.mkdir(exist_ok=True)
    (DOCS / name).write_text(text, encoding="utf-8")


def helpline_entry(slug: str, checked: str | None) -> str:
    last = f", checked: {checked}" if checked is not None else ""
    return f"- {{slug: {slug}, name: A line, purpose: For anyone., phone: 0000 111{last}}}\n"


@pytest.mark.parametrize(
    ("checked", "what", "mend"),
    [
        pytest.param(None, "help line “kite-line” has no “checked:”", "write `checked: 2026-11-21`", id="absent"),
        pytest.param("", "help line “kite-line” has no “checked:”", "write `checked: 2026-11-21`", id="empty"),
        pytest.param("2026-11", "“2026-11” is not a day", "like this: `checked: 2026-11-21`", id="month"),
        pytest.param("20261120", "“20261120” is not a day", "like this: `checked: 2026-11-21`", id="without hyphens"),
        pytest.param("5 May 2026", "“5 May 2026” is not a day", "like this: `checked: 2026-11-21`", id="in words"),
        pytest.param("2026-02-30", "“2026-02-30” is not a day", "like this: `checked: 2026-11-21`", id="no such day"),
        pytest.param("2026-11-22", "“2026-11-22” is in the future", "Write the day on which somebody", id="tomorrow"),
        pytest.param("2025-11-20", "was last checked on 2025-11-20", "write `checked: 2026-11-21`", id="366 days ago"),
    ],
)
def test_help_line_that_nobody_checked_within_a_year_is_told_at_its_line(
    checked: str | None, what: str, mend: str
) -> None:
    write_list("helplines.yml", f"# Help\n\n{helpline_entry('harbour-line', '2026-01-31')}")
    with (DOCS / "helplines.yml").open("a", encoding="utf-8") as file:
        file.write(helpline_entry("kite-line", checked))
    (note,) = complaints(DOCS)
    assert (note.path, note.line) == ("docs/helplines.yml", 4)
    assert what in note.what
    assert mend in note.mend


@pytest.mark.parametrize("checked", ["2026-11-21", "2025-11-21"])
def test_help_line_that_was_checked_within_a_year_is_not_complained_of(checked: str) -> None:
    write_list("helplines.yml", helpline_entry("kite-line", checked))
    assert complaints(DOCS) == []


@pytest.mark.parametrize(
    ("slug", "mend"),
    [
        pytest.param("kite-lime", "Did you mean “kite-line”? Use that, or add “kite-lime” to docs/h", id="misspelt"),
        pytest.param("qqqq", "Take it out, or add “qqqq” to docs/helplines.yml.", id="unknown"),
    ],
)
def test_topic_that_names_a_help_line_not_in_the_list_is_told_at_its_line(slug: str, mend: str) -> None:
    write_list("helplines.yml", helpline_entry("kite-line", "2026-11-21"))
    topic = "- {{slug: {0}, label: A topic, description: News., helplines: [{1}]}}\n"
    write_list("topics.yml", topic.format("kites", "kite-line") + topic.format("boats", slug))
    (note,) = complaints(DOCS)
    assert (note.path, note.line) == ("docs/topics.yml", 2)
    assert note.what == f"topic “boats” names the help line “{slug}”, which is not in the list"
    assert mend in note.mend


def test_imported_seeds_are_not_complained_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(PROJECT / "seeds", "seeds")
    import_into(DOCS, Path("seeds"))
    assert len(list(DOCS.rglob("*.md"))) == 29
    assert [note for note in complaints(DOCS) if not note.care_rule] == []
