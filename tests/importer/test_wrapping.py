"""Plain-text e-mail, whose paragraphs were broken at a fixed width."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.records import Document, Line
from importer.text import words
from importer.wrapping import unwrap_lines

LONG = "The council of Marsh said that it would mend the road to the harbour before the boats come back in the spring. "


def make_document(*lines: str) -> Document:
    return Document("mail.txt", "", tuple(Line(number, text) for number, text in enumerate(lines, 1)))


def shown(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def test_wrapped_paragraphs_come_together_each_under_its_first_line() -> None:
    first, second = LONG * 2, "Boats, which are many, " + LONG
    lines = ["A headline", "", *textwrap.wrap(first, 72), "", *textwrap.wrap(second, 72)]
    document = unwrap_lines(make_document(*lines))
    assert shown(document)[2] == first.strip()
    assert document.lines[lines.index(textwrap.wrap(second, 72)[0])].text == second.strip()
    assert [line.number for line in document.lines] == list(range(1, len(lines) + 1))


def test_a_list_item_stays_on_its_own_line() -> None:
    items = [textwrap.fill(LONG, 70, initial_indent="  * ", subsequent_indent="    ") for _ in range(2)]
    document = unwrap_lines(make_document(*"\n".join(items).split("\n")))
    assert [text for text in shown(document) if text.strip()] == [f"  * {LONG.strip()}"] * 2


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([LONG, LONG], id="a-line-is-a-paragraph"),
        pytest.param(["Soap and towels for all", "Boats", "Roads that are wet and long", "Nets"], id="short-lines"),
        pytest.param([*textwrap.wrap(LONG * 2, 72), "", "Boats."], id="one-group-proves-nothing"),
        pytest.param([], id="no-lines"),
    ],
)
def test_any_other_document_stays_as_it_is(lines: list[str]) -> None:
    document = make_document(*lines)
    assert unwrap_lines(document) == document


paragraphs = st.lists(
    st.lists(st.sampled_from(["the", "council", "of", "Marsh", "mends", "—", "£5", "(new)"]), min_size=1, max_size=60),
    min_size=1,
    max_size=6,
)


@given(paragraphs, st.integers(40, 100))
def test_no_word_is_lost_or_moved(texts: list[list[str]], width: int) -> None:
    document = make_document(*"\n\n".join(textwrap.fill(" ".join(text), width) for text in texts).split("\n"))
    unwrapped = unwrap_lines(document)
    assert words("\n".join(shown(unwrapped))) == words("\n".join(shown(document)))
    assert [line.number for line in unwrapped.lines] == [line.number for line in document.lines]
    assert unwrap_lines(unwrapped) == unwrapped
