"""A header that cannot be read as a whole is read key by key, and no complaint points outside the page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.frontmatter import header_complaints
from importer.header import read_header
from tests.examples import examples
from tests.importer.faulty_pages import FaultyPage, read_faulty_pages

LINES = [
    "title: Kites", "title: A: B", "title: [Draft] B", 'title: "open', "source: Ofsted", "source:Ofsted", " source: A",
    "\tsource: A", "topics: [schools]", "topics: [schools", "topics:", "  - schools", "- schools", "---", "----", "...",
    "", "Text of the page.", "# a", "date: 2023-12-05", "date: 31/02/2026", "title: Kites #5", "url: &a b", "a: *a",
    "cleared: {by: A, on: today}", "cleared:", "  - {by: A}", "import:", "  document: a", "   line: 1", "[a]: b",
    "{{ a }}: b", "title: “A: B”", "“", "🪁: kite", "title: 'It's'", "\x07", "\u2028", "? a", "notes: [a, [b]]",
    "s] b", "title: KCSIE : a", "title:",
]  # fmt: skip


@given(st.lists(st.sampled_from(LINES), max_size=12).map("\n".join) | st.text())
@settings(max_examples=examples(1500))
def test_any_text_is_taken_apart_and_every_complaint_points_into_it(text: str) -> None:
    header = read_header(text, "p.md")
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for note in (*header.faults, *header_complaints(header)):
        assert 1 <= note.line <= len(lines), note
        assert 0 <= note.column <= len(lines[note.line - 1]) + 1, note
        assert note.mend
    if header.body:
        assert lines[header.body_line - 1 :][0].strip() == header.body.split("\n")[0].strip()


@given(st.lists(st.sampled_from(LINES), max_size=12).map("\n".join))
@settings(max_examples=examples(500))
def test_every_line_of_text_below_a_header_stays(text: str) -> None:
    page = f"---\ntitle: A\n---\n\n{text}\nThe last line."
    header = read_header(page, "p.md")
    assert header.faults == []
    assert header.body == f"{text}\nThe last line.".lstrip("\n")


@pytest.mark.parametrize("page", read_faulty_pages(), ids=lambda page: page.name)
def test_a_slip_in_the_header_hides_no_other_key(page: FaultyPage) -> None:
    if "title: " in page.text and page.name.split("-")[0] in {"colon", "bracket", "tab", "quotes", "typographic"}:
        header = read_header(page.text, "p.md")
        assert {"date", "topics", "summary"} <= header.values.keys() | header.broken
        assert header.body == "The kite club warned schools."


def test_an_empty_line_below_the_first_does_not_shift_the_lines() -> None:
    header = read_header("---\n\n\ntitle: A\n\nsource: B\n---\n", "p.md")
    assert (header.keys[("title",)].line, header.keys[("source",)].line) == (4, 6)
