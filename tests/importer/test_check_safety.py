"""What bars a build is told of every file that the site is built from, and of nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from importer.check import check_pages
from importer.check_safety import check_safety
from importer.unsafe_pages import find_sources_of_site, find_unsafe

PROJECT = Path(__file__).resolve().parents[2]
HEADER = "---\ntitle: Kites\nsource: Ofsted\ntopics: []\n---\n\n"


def told(text: str) -> list[str]:
    return [f"{note.line}:{note.column} {note.what}" for note in check_safety(text, "a.md")]


def test_a_page_with_hidden_characters_is_told_of_each_up_to_twenty() -> None:
    assert told(HEADER + "Ki\u200btes\u200b.") == [
        "7:3 a zero width space (U+200B) stands here and does not show",
        "7:7 a zero width space (U+200B) stands here and does not show",
    ]
    assert len(told(HEADER + "k\u200b" * 500)) == 20


def test_a_byte_order_mark_at_the_start_is_no_bar_and_elsewhere_it_is() -> None:
    assert told("\ufeff" + HEADER + "Kites.") == []
    assert told(HEADER + "Ki\ufefftes.") == ["7:3 a zero width no-break space (U+FEFF) stands here and does not show"]


def test_what_does_not_show_is_told_however_it_is_written() -> None:
    title = '"Ki\\u202etes \\u200bfly"'
    assert told(HEADER.replace("Kites", title) + "Kites.") == [
        "2:8 “title:” holds a right-to-left override, which turns the reading direction, (U+202E), which does not show"
    ]
    assert told(HEADER + "Ki&#8238;tes\n\nand &ZeroWidthSpace; boats &amp; more.") == [
        "7:3 “&#8238;” becomes a right-to-left override, which turns the reading direction, (U+202E),"
        " which does not show",
        "9:5 “&ZeroWidthSpace;” becomes a zero width space (U+200B), which does not show",
    ]


def test_a_reference_of_thousands_of_digits_is_told_and_breaks_nothing() -> None:
    (complaint,) = told(HEADER + "Kites &#" + "0" * 5000 + "60; fly.")
    assert complaint.startswith("7:7 “&#000")
    assert complaint.endswith("is longer than any character's number or name")


def test_a_number_that_stands_for_no_character_is_told() -> None:
    body = "Kites &#2; fly &#128; over &#x110000; and &#0; the &#xD800; town &#163;5 &#x2019;."
    none = "stands for no character, or for another one than its number says"
    assert told(HEADER + body) == [
        f"7:{body.index(number) + 1} “{number}” {none}"
        for number in ("&#2;", "&#128;", "&#x110000;", "&#0;", "&#xD800;")
    ]


def test_an_address_that_is_none_bars_and_one_that_tells_who_asks_does_not() -> None:
    assert told(HEADER.replace("topics", "url: javascript:alert(1)\ntopics") + "Kites.") == [
        "4:6 “url:” is not a web address"
    ]
    assert told(HEADER.replace("topics", "url: https://kites.example/?utm_source=x\ntopics") + "Kites.") == []


def test_what_only_needs_mending_is_no_bar() -> None:
    header = "---\ntitle: Kites\nsource: Nobody Known\ntopics: [kites]\ndate: 2999-01-01\n---\n"
    assert told(f"{header}\n#### Skips\n\n[Dead](no.md)\n") == []


def test_markup_in_a_list_or_a_record_of_the_header_is_told_where_it_stands() -> None:
    header = 'notes:\n  - "a"\n  - "b <i>"\ncleared: {by: E, on: 2026-01-01, reason: "x > y"}\n'
    assert told(HEADER.replace("topics: []\n", f"topics: []\n{header}")) == [
        "7:5 “notes:” holds “<”, which no field may",
        "8:42 “reason:” holds “>”, which no field may",
    ]


def test_a_documents_name_may_hold_any_sign() -> None:
    header = 'import: {document: "seeds/a<b>.txt", line: 1, sha256: x, fingerprint: y}\n'
    assert told(HEADER.replace("topics: []\n", f"topics: []\n{header}")) == []


def test_the_bulletins_own_files_are_all_looked_at_and_none_is_told() -> None:
    files = find_sources_of_site(PROJECT / "docs")
    names = {path.relative_to(PROJECT / "docs").as_posix() for path in files}
    assert {"about.md", "help.md", "topics.yml", "care.yml"} <= names
    assert not any(".incoming" in name for name in names)
    assert list(find_unsafe(files, str)) == []


def test_check_tells_it_of_the_sites_own_pages_and_lists_too(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    docs = tmp_path / "docs"
    (docs / "articles" / "2023").mkdir(parents=True)
    for name in ("topics.yml", "sources.yml", "helplines.yml", "content_notes.yml", "care.yml"):
        (docs / name).write_bytes((PROJECT / "docs" / name).read_bytes())
    (docs / "about.md").write_text("---\ntitle: About\n---\n\nKites <b>fly</b>.\n", encoding="utf-8")
    with (docs / "sources.yml").open("a", encoding="utf-8") as file:
        file.write("# a\u200b\n")
    lines = (docs / "sources.yml").read_text(encoding="utf-8").count("\n")
    notes = check_pages([Path("docs/articles")], Path("docs"), date(2026, 11, 21))
    assert [(note.path, note.line, note.what) for note in notes if not note.is_reminder] == [
        ("docs/about.md", 5, "the text becomes HTML that no page may have: “<b>”"),
        ("docs/sources.yml", lines, "a zero width space (U+200B) stands here and does not show"),
    ]


def test_what_does_not_show_in_a_list_is_told_though_it_is_written_as_an_escape(tmp_path: Path) -> None:
    text = '- slug: kites\n  label: "Ki\\u202etes"\n  phrases: [plain, "a\\u200bb"]\n'
    (tmp_path / "topics.yml").write_text(text, encoding="utf-8")
    (tmp_path / "sources.yml").write_text('- name: "not closed\n', encoding="utf-8")
    notes = find_unsafe(find_sources_of_site(tmp_path), lambda path: path.name)
    assert sorted(f"{note.path}:{note.line}:{note.column} {note.what}" for note in notes) == [
        "topics.yml:2:10 the value holds a right-to-left override, which turns the reading direction, (U+202E),"
        " which does not show",
        "topics.yml:3:20 the value holds a zero width space (U+200B), which does not show",
    ]
