"""Which line is a heading, a list item, a quotation, a reference, and which is a paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.blocks import to_blocks
from importer.records import Block, Piece
from importer.text import words
from tests.examples import examples

SENTENCE = "The council of Marsh said that it would mend the road."


def make_pieces(text: str) -> list[Piece]:
    pieces: list[Piece] = []
    gap = 1
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            pieces.append(Piece(number, line, gap, gap))
            gap = 0
        else:
            gap += 1
    return pieces


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in to_blocks(make_pieces(text))]


@pytest.mark.parametrize(
    "heading",
    ["Key findings", "‘Boats for all’", "Who may drive a boat?", "Tweet of the Week:", "3 boats that sank", "Soap"],
)
def test_a_short_line_above_text_is_a_heading(heading: str) -> None:
    expected = [("paragraph", SENTENCE), ("heading", heading), ("paragraph", SENTENCE)]
    assert kinds(f"{SENTENCE}\n\n{heading}\n\n{SENTENCE}") == expected


@pytest.mark.parametrize(
    "line",
    [
        "The road is wet.",
        "soap and towels",
        "These include:",
        "Ann Marsh, head of boats, said:",
        "Ann Marsh, head of boats",
        "Marsh, A. (2019)",
        "Tel: 01234 567890",
        "Story updated 2 April 2025",
        "5 December 2023",
        "boats@example.org",
        "(from the archive)",
        "Read more",
        "—",
    ],
)
def test_such_a_line_is_no_heading(line: str) -> None:
    assert ("heading", line) not in kinds(f"{SENTENCE}\n\n{line}\n\n{SENTENCE}")


@pytest.mark.parametrize("text", ["Soap", f"{SENTENCE}\n\nSoap", f"{SENTENCE}\nSoap\n{SENTENCE}"])
def test_a_heading_stands_alone_with_text_below(text: str) -> None:
    assert ("paragraph", "Soap") in kinds(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("• soap\n• towels", [("bullet", "soap", 0, 0), ("bullet", "towels", 0, 0)], id="bullets"),
        pytest.param("• soap\n\n• towels", [("bullet", "soap", 0, 0), ("bullet", "towels", 0, 0)], id="blank-between"),
        pytest.param("• soap", [("bullet", "soap", 0, 0)], id="one-sure-bullet"),
        pytest.param("- soap\n- towels", [("bullet", "soap", 0, 0), ("bullet", "towels", 0, 0)], id="dashes"),
        pytest.param("- soap", [("paragraph", "- soap", 0, 0)], id="one-dash"),
        pytest.param("1. wash\n2. dry", [("number", "wash", 0, 1), ("number", "dry", 0, 2)], id="numbers"),
        pytest.param("3) wash\n4) dry", [("number", "wash", 0, 3), ("number", "dry", 0, 4)], id="from-three"),
        pytest.param("1986. A great year", [("paragraph", "1986. A great year", 0, 0)], id="year"),
        pytest.param("7. A great day", [("paragraph", "7. A great day", 0, 0)], id="a-number-alone"),
        pytest.param("0. look\n1. wash", [("bullet", "0. look", 0, 0), ("number", "wash", 0, 1)], id="nought-is-kept"),
        pytest.param("(a) wash\n(b) dry", [("bullet", "(a) wash", 0, 0), ("bullet", "(b) dry", 0, 0)], id="letters"),
        pytest.param("i. wash\nii. dry", [("bullet", "i. wash", 0, 0), ("bullet", "ii. dry", 0, 0)], id="roman"),
        pytest.param(
            "• soap\n    • green\n  • blue\n• towels",
            [("bullet", "soap", 0, 0), ("bullet", "green", 1, 0), ("bullet", "blue", 1, 0), ("bullet", "towels", 0, 0)],
            id="nested",
        ),
        pytest.param(
            "• soap\n1. wash\n2. dry",
            [("bullet", "soap", 0, 0), ("number", "wash", 0, 1), ("number", "dry", 0, 2)],
            id="numbers-below-bullets",
        ),
        pytest.param(
            "• soap that is\n  very green\n• towels",
            [("bullet", "soap that is very green", 0, 0), ("bullet", "towels", 0, 0)],
            id="item-goes-on-below",
        ),
    ],
)
def test_list_items(text: str, expected: list[tuple[str, str, int, int]]) -> None:
    assert [(block.kind, block.text, block.level, block.number) for block in to_blocks(make_pieces(text))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"She said:\n\n“The road is wet.”\n\n{SENTENCE}", ["“The road is wet.”"], id="below-a-lead-in"),
        pytest.param(
            f"She said:\n\n“The road is wet.\n\n“So are the boats.”\n\n{SENTENCE}",
            ["“The road is wet.", "“So are the boats.”"],
            id="two-paragraphs",
        ),
        pytest.param(
            f"“The road is wet.”\n\nVicky, parent\n\n{SENTENCE}",
            ["“The road is wet.”", "Vicky, parent"],
            id="pull-quote-and-attribution",
        ),
        pytest.param(f"She said:\n\n“The road is wet,” and went on.\n\n{SENTENCE}", [], id="the-sentence-goes-on"),
        pytest.param(f"{SENTENCE}\n\n“The road is wet.”\n\n{SENTENCE}", [], id="no-lead-in"),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    assert [shown for kind, shown in kinds(text) if kind == "quote"] == expected


def test_references_keep_their_lines_together() -> None:
    blocks = to_blocks(make_pieces("References\n\nMarsh, A. (2019)\nOn soap\n\nBoat, B. (2020)\nOn towels"))
    assert blocks == (
        Block("heading", "References", 1),
        Block("reference", "Marsh, A. (2019)", 3),
        Block("reference", "On soap", 4, 1),
        Block("reference", "Boat, B. (2020)", 6),
        Block("reference", "On towels", 7, 1),
    )


def test_a_line_that_goes_on_in_lower_case_belongs_to_its_paragraph() -> None:
    assert kinds("The road is wet\nand the boats are dry.") == [("paragraph", "The road is wet and the boats are dry.")]


marks = st.sampled_from(["", "", "• ", "  • ", "- ", "* ", "o ", "1. ", "2. ", "3) ", "(a) ", "(b) ", "“", "    "])
some_words = st.lists(
    st.sampled_from(["soap", "Towels", "Ann", "Marsh,", "wet", "(2019)", "References", "said"]), min_size=1, max_size=9
).map(" ".join)
endings = st.sampled_from(["", ".", ":", "?", "”", ".”", ",", "*"])
lines = st.lists(st.just("") | st.tuples(marks, some_words, endings).map("".join), max_size=12).map("\n".join)


@given(lines)
@settings(max_examples=examples(500))
def test_every_word_is_in_exactly_one_block_in_order(text: str) -> None:
    blocks = to_blocks(make_pieces(text))
    found = [word for block in blocks for word in words((f"{block.number} " if block.number else "") + block.text)]
    wanted = words(text)
    assert [word for word in found if word != "o"] == [word for word in wanted if word != "o"]
    assert [block.line for block in blocks] == sorted({block.line for block in blocks})


@given(lines)
def test_lists_nest_one_level_at_a_time_from_nought(text: str) -> None:
    level = -1
    for block in to_blocks(make_pieces(text)):
        is_item = block.kind in {"bullet", "number"}
        assert not is_item or block.level <= level + 1
        level = block.level if is_item else -1


@given(st.lists(st.builds(Piece, st.just(1), st.text(min_size=1), st.integers(0, 2)), max_size=6))
def test_any_lines_become_blocks_without_a_fault(pieces: list[Piece]) -> None:
    to_blocks([piece for piece in pieces if piece.text.strip()])
