"""What is written for a page shows on it, character by character, by the extensions that the site is built with."""

from __future__ import annotations

import html
import re
from pathlib import Path

import markdown
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from importer.inert_text import inert_text
from importer.markdown import escape_text, render_blocks, render_links
from importer.records import Block, Cell, Link
from importer.shown_addresses import shows_another_address
from importer.text import fold
from tests.examples import examples
from tests.importer.rendered import OUR_TAGS, ListItem, extensions, render

NASTY = [
    line
    for line in (Path(__file__).parent / "nasty.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("# ")
]
ENCODED = ["&", "amp;", "&#38;", "lt", ";", "&lt;", "&#60;", "<", ">", "script", "#60;", " ", "[b](c)"]
ACTIVE = "\\`*_{}[]<>&#+-.!|~^=:;%/?@$'\"() 01ax\n\t"

active_text = st.text(st.sampled_from(ACTIVE), max_size=30)
nasty_text = st.lists(st.sampled_from(NASTY), min_size=1, max_size=3).map(" ".join)
shown_text = st.one_of(st.sampled_from(NASTY), nasty_text, active_text, st.text(max_size=60)).map(fold).filter(bool)


def test_the_site_is_built_with_the_extensions_that_the_importer_escapes_for() -> None:
    """A further one acts on marks of its own. Before it joins this list, see that all below still holds with it."""
    names, settings = extensions()
    assert names == ["fenced_code", "sane_lists", "tables", "toc"]
    assert settings == {"tables": {"use_align_attribute": True}, "toc": {"permalink": False}}


def test_there_are_many_nasty_texts() -> None:
    assert len(NASTY) > 250


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_text_shows_as_it_is(text: str) -> None:
    page = render(escape_text(text))
    assert page.blocks == [("paragraph", text)]
    assert page.tags == {"p"}


@given(shown_text)
@settings(max_examples=examples(1500))
def test_any_text_shows_as_it_is(text: str) -> None:
    page = render(escape_text(text))
    assert page.blocks == [("paragraph", text)]
    assert page.tags == {"p"}


@given(st.text(st.characters(categories=["L", "Nd", "Zs"], exclude_characters="\u2028"), max_size=200).map(fold))
def test_words_without_marks_are_written_as_they_are(text: str) -> None:
    assert escape_text(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("It’s 5 - 3 = 2, isn’t it? (Yes!)", "It’s 5 - 3 = 2, isn’t it? (Yes!)", id="ordinary-marks"),
        pytest.param("Fish & chips, Q&A", "Fish & chips, Q&#38;A", id="ampersand-only-where-it-acts"),
        pytest.param("10.30 am", "10.30 am", id="time"),
        pytest.param("1986. A great year", "1986&#46; A great year", id="year-at-the-start"),
        pytest.param("In 1986. A great year", "In 1986. A great year", id="year-within"),
        pytest.param("#MeToo", "&#35;MeToo", id="hash"),
        pytest.param("The #MeToo movement", "The #MeToo movement", id="hash-within"),
        pytest.param("Chloe*", "Chloe&#42;", id="footnote-star"),
        pytest.param("-5 degrees", "-5 degrees", id="minus"),
    ],
)
def test_only_what_could_act_is_escaped(text: str, expected: str) -> None:
    assert escape_text(text) == expected


# --- Whole texts


@st.composite
def block_lists(draw: st.DrawFn, text: st.SearchStrategy[str] = shown_text) -> list[Block]:
    """Blocks as cleaning makes them: lists begin at level 0, go one level deeper at a time, and count up."""
    blocks: list[Block] = []
    open_numbers: list[int] = []  # the last number of each open list, 0 for bullets
    for line in range(1, draw(st.integers(1, 10)) + 1):
        kind = draw(
            st.sampled_from(["paragraph", "heading", "bullet", "bullet", "number", "number", "quote", "reference"])
        )
        level = number = 0
        if kind in {"bullet", "number"}:
            level = draw(st.integers(0, min(len(open_numbers), 3)))
            is_open = level < len(open_numbers)
            last = open_numbers[level] if is_open else 0
            if kind == "number":
                number = last + 1 if last else draw(st.integers(1, 12))
            open_numbers = [*open_numbers[:level], number]
        else:
            open_numbers = []
            if kind == "reference" and blocks and blocks[-1].kind == "reference":
                level = draw(st.integers(0, 1))
        blocks.append(Block(kind, draw(text), line, level, number))
    return blocks


def text_shown_for(block: Block) -> str:
    """What a page must show for a block: the very text, but for headings, which hold no angle brackets."""
    return inert_text(block.text) if block.kind == "heading" else block.text


def shown_blocks(blocks: list[Block]) -> list[tuple[str, str]]:
    """What a page must show for these blocks: further lines of one reference belong to its paragraph."""
    shown: list[tuple[str, str]] = []
    for block in blocks:
        if block.kind == "reference" and block.level:
            shown[-1] = ("paragraph", f"{shown[-1][1]} {block.text}")
        else:
            kind = block.kind if block.kind in {"heading", "bullet", "number"} else "paragraph"
            shown.append((kind, text_shown_for(block)))
    return shown


@given(block_lists())
@settings(max_examples=examples(1000))
def test_any_blocks_show_as_they_are(blocks: list[Block]) -> None:
    page = render(render_blocks(blocks))
    assert page.blocks == shown_blocks(blocks)
    assert page.list_items == [
        ListItem(block.text, block.level, block.number) for block in blocks if block.kind in {"bullet", "number"}
    ]
    assert page.quotations == [block.text for block in blocks if block.kind == "quote"]
    assert page.tags <= OUR_TAGS


@given(
    st.lists(
        st.builds(
            Block,
            kind=st.sampled_from(
                ["paragraph", "heading", "bullet", "number", "continuation", "quote", "reference", "picture"]
            ),
            text=shown_text | st.just(""),
            line=st.just(1),
            level=st.integers(0, 5),
            number=st.integers(0, 20),
        ),
        max_size=8,
    )
)
@settings(max_examples=examples(500))
def test_no_order_of_blocks_loses_text_or_makes_code(blocks: list[Block]) -> None:
    page = render(render_blocks(blocks))
    shown = " ".join(text for _, text in page.blocks)
    at = 0
    for block in blocks:
        assert text_shown_for(block) in shown[at:]
        at = shown.index(text_shown_for(block), at) + len(text_shown_for(block))
    assert page.tags <= OUR_TAGS


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        pytest.param(
            [Block("bullet", "soap", 1), Block("number", "wash", 2, 0, 1), Block("number", "dry", 3, 0, 2)],
            "- soap\n\n1. wash\n2. dry",
            id="numbers-below-bullets",
        ),
        pytest.param(
            [Block("bullet", "soap", 1), Block("bullet", "green", 2, 1), Block("bullet", "towel", 3)],
            "- soap\n    - green\n- towel",
            id="nested",
        ),
        pytest.param(
            [Block("number", "wash", 1, 0, 3), Block("number", "dry", 2, 0, 5)],
            "3. wash\n\n5&#46; dry",
            id="a-number-is-missing",
        ),
        pytest.param([Block("bullet", "soap", 1), Block("bullet", "", 2)], "- soap", id="an-item-without-text"),
        pytest.param(
            [Block("heading", "Soap #", 1), Block("quote", "Wash daily.", 2), Block("quote", "Dry well.", 3)],
            "## Soap &#35;\n\n> Wash daily.\n>\n> Dry well.",
            id="heading-and-quotation",
        ),
        pytest.param(
            [
                Block("reference", "Marsh, A. (2019)", 1),
                Block("reference", "On soap", 2, 1),
                Block("reference", "B", 3),
            ],
            "Marsh, A. (2019)\nOn soap\n\nB",
            id="reference-of-two-lines",
        ),
    ],
)
def test_blocks_are_written_so(blocks: list[Block], expected: str) -> None:
    assert render_blocks(blocks) == expected


@given(shown_text | st.lists(st.sampled_from(ENCODED), max_size=6).map("".join).map(fold).filter(bool))
@settings(max_examples=examples(500))
def test_no_heading_holds_an_angle_bracket_even_escaped(text: str) -> None:
    words = text.split(" ")[0]
    body = render_blocks([Block("heading", text, 1, links=(Link(words, "https://example.org/"),))])
    names, options = extensions()
    converter = markdown.Markdown(extensions=names, extension_configs=options)
    heading = re.sub(r"</?(?:h2|a)\b[^<>]*>", "", converter.convert(body))
    decoded = heading
    while (plain := html.unescape(decoded)) != decoded:
        decoded = plain
    assert not set("<>") & set(decoded)
    assert [token["name"] for token in converter.toc_tokens] == [heading]


@given(st.lists(st.tuples(shown_text, shown_text, shown_text), min_size=1, max_size=4))
@settings(max_examples=examples(300))
def test_any_words_can_lead_somewhere(parts: list[tuple[str, str, str]]) -> None:
    for before, words, after in parts:
        assume(not shows_another_address(words, "https://example.org/"))
        text = fold(f"{before} {words} {after}")
        link = Link(
            words, "https://example.org/a_(b)?c=1&copy=2#[d]", _place(text, words, len(fold(f"{before} x")) - 1)
        )
        page = render(render_links(text, (link,)))
        assert page.blocks == [("paragraph", text)]
        assert page.links == [(words, "https://example.org/a_%28b%29?c=1&copy=2#%5Bd%5D")]
        assert page.tags == {"p", "a"}


def _place(text: str, words: str, before: int) -> int:
    return sum(text.startswith(words, at) for at in range(before))


@given(st.lists(st.lists(shown_text | st.just(""), min_size=2, max_size=4), min_size=1, max_size=4))
@settings(max_examples=examples(300))
def test_any_cells_make_a_table(texts: list[list[str]]) -> None:
    texts = [["Name", "Age"], *texts]  # a table's head is never empty
    rows = tuple(tuple(Cell(text) for text in row) for row in texts)
    page = render(render_blocks([Block("paragraph", "Above.", 1), Block("table", "x", 2, rows=rows)]))
    width = max(map(len, texts))
    cells = [text for row in texts for text in [*row, *[""] * (width - len(row))]]
    assert page.blocks == [("paragraph", "Above."), *(("cell", text) for text in cells)]
    assert page.tags <= OUR_TAGS


def test_a_link_whose_words_are_gone_is_gone_too() -> None:
    assert render_links("Read it.", (Link("here", "https://example.org/"),)) == "Read it."


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//example.org", "mailto:a@b.org?bcc=c", ""]
)
def test_words_lead_nowhere_a_page_may_not_go(url: str) -> None:
    assert render_links("Read it here.", (Link("here", url),)) == "Read it here."


def test_a_further_paragraph_of_a_list_item_stands_under_it() -> None:
    blocks = [
        Block("number", "Wash.", 1, 0, 1),
        Block("continuation", "With soap.", 2),
        Block("bullet", "Green.", 3, 1),
        Block("continuation", "Or blue.", 4, 1),
        Block("number", "Dry.", 5, 0, 2),
    ]
    page = render(render_blocks(blocks))
    assert page.list_items == [
        ListItem("Wash. With soap.", 0, 1),
        ListItem("Green. Or blue.", 1, 0),
        ListItem("Dry.", 0, 2),
    ]


def test_words_that_show_another_address_than_they_lead_to_stay_words() -> None:
    link = Link("www.kites.example", "https://boats.example/")
    assert render_links("See www.kites.example.", (link,)) == "See www.kites.example."
