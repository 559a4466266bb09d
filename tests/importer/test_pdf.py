"""PDFs become articles: lines of print become paragraphs again, in the order in which people read them."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.formats.pdf import find_items
from importer.limits import MOST_PAGES
from importer.records import CannotImport, Document
from tests.examples import examples
from tests.importer.office_files import Print, column, imported, pdf, shown, told

HARBOUR = (
    "The harbour was built long ago by people who came from far away and stayed there for good. Their children went to"
    " school on the hill, and their grandchildren still live in the old houses."
)
MONEY = (
    "In the second part of the story the council turns to money. It has none to spare, it says, but what it has will go"
    " to the young of the town."
)
VOTE = (
    "Nobody in the chamber spoke against it and the vote was taken without a count. The next one is in May, when the"
    " town will be asked again what it wants."
)
BOATS = (
    "Eleven boats went out in the morning and ten came back at night. The eleventh had stayed at the island, where its"
    " crew was asked to supper by the keeper of the light."
)


def stack(x: float, top: float, *texts: str, width: float = 480, size: float = 11, gap: float = 8) -> list[Print]:
    """Paragraphs under each other."""
    printed: list[Print] = []
    for text in texts:
        printed += column(x, top, text, width=width, size=size)
        top = printed[-1].y - 1.2 * size - gap
    return printed


def head(text: str, y: float = 780, size: float = 22) -> Print:
    return Print(50, y, text, size, "F2")


def paragraphs(*texts: str) -> list[tuple[str, str]]:
    return [("paragraph", text) for text in texts]


def test_columns_are_read_one_after_the_other_between_what_stands_across() -> None:
    content = pdf(
        [
            head("A town looks after its young"),
            *stack(50, 740, HARBOUR),
            *stack(50, 680, MONEY, VOTE, width=220, size=10),
            *stack(310, 680, BOATS, HARBOUR, width=220, size=10),
            *stack(50, 400, MONEY),
        ]
    )
    result = imported(content)
    assert shown(result) == paragraphs(HARBOUR, MONEY, VOTE, BOATS, HARBOUR, MONEY)
    assert result.articles[0].title == "A town looks after its young"


def test_columns_drawn_line_by_line_across_the_page_are_parted_too() -> None:
    left = stack(50, 700, MONEY, VOTE, width=220, size=10)
    right = stack(310, 700, BOATS, HARBOUR, width=220, size=10)
    across = sorted([*left, *right], key=lambda each: (-each.y, each.x))
    result = imported(pdf([head("A town looks after its young"), *across]))
    assert shown(result) == paragraphs(MONEY, VOTE, BOATS, HARBOUR)


def test_three_columns_are_read_in_order() -> None:
    columns = [
        *stack(40, 700, MONEY, width=150, size=9),
        *stack(220, 700, VOTE, width=150, size=9),
        *stack(400, 700, BOATS, width=150, size=9),
    ]
    result = imported(pdf([head("A town looks after its young"), *columns]))
    assert shown(result) == paragraphs(MONEY, VOTE, BOATS)


def framed(number: int, *texts: str, top: float = 760) -> list[Print]:
    """A page with a running header and its number."""
    return [
        Print(50, 812, f"Harbour Trust annual report | {number}", 8),
        *stack(50, top, *texts),
        Print(290, 30, str(number), 8),
    ]


def test_running_headers_footnotes_and_page_ends_do_not_break_the_text() -> None:
    first, second = MONEY.split(" but what ")
    content = pdf(
        [head("A report on the harbour", 790), *framed(1, "Published 3 May 2023", HARBOUR, first)],
        [*framed(2, f"but what {second}", f"{VOTE}1"), *column(50, 90, "1 See the minutes of the council.", size=8)],
        framed(3, BOATS, HARBOUR),
    )
    result = imported(content)
    assert shown(result) == paragraphs(HARBOUR, MONEY, f"{VOTE}1", BOATS, HARBOUR, "1 See the minutes of the council.")
    assert result.articles[0].date == "2023-05-03"
    assert "left out “Harbour Trust annual report | 1” at the edge of 3 pages" in told(result)
    assert "put the footnotes below the text" in told(result)


def test_headers_that_change_with_the_chapter_are_told_by_the_page_numbers_in_them() -> None:
    heads = ("Boats 11", "12 Money", "Votes and those who cast them 13", "14 Money")
    texts = (HARBOUR, MONEY, VOTE, BOATS)
    pages = [[Print(50, 810, header, 8), *stack(50, 760, text)] for header, text in zip(heads, texts, strict=True)]
    assert shown(imported(pdf([head("A report"), *pages[0]], *pages[1:]))) == paragraphs(*texts)


def test_a_table_of_contents_is_left_out_and_told() -> None:
    contents = [Print(50, 740, "Contents", 15, "F2")] + [
        Print(50, 720 - 14 * at, f"{title} {'. ' * 30}{at + 2}") for at, title in enumerate(("Boats", "Money", "Votes"))
    ]
    result = imported(pdf([head("A report on the harbour"), *contents, *stack(50, 640, HARBOUR)]))
    assert shown(result) == paragraphs(HARBOUR)
    assert "left out the table of contents, 3 entries" in told(result)


def test_a_line_that_several_pages_begin_with_is_no_header() -> None:
    pages = [stack(50, 760, HARBOUR, text) for text in (MONEY, VOTE, BOATS)]
    result = imported(pdf(*pages, title="x"))
    assert [text for _, text in shown(result)].count(HARBOUR) >= 2
    assert "left out" not in told(result)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        pytest.param(
            ("Those who are safe-", "guarding others need help. So does safeguarding."),
            "are safeguarding others",
            id="known",
        ),
        pytest.param(
            ("They spoke of the well-", "being of all. Their well-being counts."),
            "the well-being of all",
            id="hyphen-elsewhere",
        ),
        pytest.param(("They spoke of the un-", "seen work of the many."), "the un-seen work", id="not-known"),
        pytest.param(("They spoke of it in 2023-", "2024 and in every year since."), "in 2023-2024 and", id="years"),
        pytest.param(("It was – as they say –", "well done by all of them."), "say – well done", id="dash"),
    ],
)
def test_hyphens_at_line_ends(lines: Sequence[str], text: str) -> None:
    printed = [Print(50, 700 - 13 * at, line) for at, line in enumerate(lines)]
    result = imported(pdf([head("A town looks after its young"), *printed]))
    assert text in shown(result)[0][1]


WIDE = {**dict.fromkeys("mwMW", 0.83), **dict.fromkeys("ijl.,I", 0.25), **dict.fromkeys("ftr ", 0.3)}


def letters(text: str, x: float, y: float, gap: float = 0) -> list[Print]:
    """A text drawn letter by letter, by the widths of Helvetica's letters."""
    printed = []
    for letter in text:
        printed.append(Print(x, y, letter))
        x += 11 * WIDE.get(letter, 0.7 if letter.isupper() else 0.53) + gap
    return [each for each in printed if each.text != " "]


def words_alone(text: str, x: float, y: float) -> list[Print]:
    """A text drawn word by word without any spaces, by the widths of Helvetica's letters."""
    printed = []
    for word in text.split(" "):
        printed.append(Print(x, y, word))
        x += 11 * (sum(WIDE.get(letter, 0.556) for letter in word) + 0.28)
    return printed


def test_spaces_are_neither_invented_nor_lost_where_none_are_written() -> None:
    said = "The boats went out and ten came back."
    content = pdf(
        [
            Print(50, 780, "A town looks after its young", 22, "F2"),
            *words_alone(said, 50, 700),
            *letters("The boats went out and ten came back.", 50, 660),
            *letters("NEWS FROM THE TOWN", 50, 620, 5),
        ]
    )
    texts = [text for _, text in shown(imported(content))]
    assert texts == [said, said, "NEWS FROM THE TOWN"]


def test_bullets_numbers_and_headings_are_told_by_their_marks_and_type() -> None:
    content = pdf(
        [
            head("A town looks after its young"),
            *stack(50, 740, HARBOUR),
            Print(50, 690, "What is offered", 15, "F2"),
            Print(50, 670, "•"),
            *column(
                64, 670, "Talks with a youth worker, alone or in a group, for as long as anybody likes and with whom"
            ),
            Print(50, 640, "• A warm meal"),
            Print(70, 626, "- with bread"),
            Print(70, 612, "- or without"),
            Print(50, 590, "Three steps", 11, "F2"),
            Print(50, 570, "1."),
            Print(64, 570, "Ring the bell."),
            Print(50, 556, "2."),
            Print(64, 556, "Say your name."),
            *stack(50, 530, MONEY),
        ]
    )
    result = imported(content)
    assert shown(result) == [
        ("paragraph", HARBOUR),
        ("heading", "What is offered"),
        ("bullet", "Talks with a youth worker, alone or in a group, for as long as anybody likes and with whom"),
        ("bullet", "A warm meal"),
        ("bullet", "with bread"),
        ("bullet", "or without"),
        ("heading", "Three steps"),
        ("number", "Ring the bell."),
        ("number", "Say your name."),
        ("paragraph", MONEY),
    ]


def test_a_table_is_kept_where_its_cells_stand_in_line() -> None:
    rows = (("Day", "Hours", "Room"), ("Monday", "3 to 6", "Blue room"), ("Friday", "3 to 9", "Hall"))
    printed = [Print(50 + 150 * x, 700 - 16 * y, cell) for y, row in enumerate(rows) for x, cell in enumerate(row)]
    content = pdf([head("A town looks after its young"), *stack(50, 760, HARBOUR), *printed, *stack(50, 640, MONEY)])
    result = imported(content)
    assert "| Monday | 3 to 6 | Blue room |" in result.articles[0].body
    assert [text for kind, text in shown(result) if kind == "paragraph"] == [HARBOUR, MONEY]


def test_cells_that_do_not_stand_in_line_stay_lines() -> None:
    printed = [Print(50, 640, "Monday"), Print(200, 640, "3 to 6"), Print(80, 620, "Friday"), Print(320, 620, "3 to 9")]
    result = imported(pdf([head("A town looks after its young"), *stack(50, 740, HARBOUR), *printed]))
    assert shown(result) == paragraphs(HARBOUR, "Monday 3 to 6", "Friday 3 to 9")


def test_links_are_kept() -> None:
    printed = [Print(50, 700, "There is more to read on the pages of the council for all who live here.")]
    content = pdf(
        [head("A town looks after its young"), *printed],
        links=[(170, 695, 275, 712, "https://example.org/x?utm_source=y"), (50, 695, 60, 712, "javascript:alert(1)")],
    )
    body = imported(content).articles[0].body
    assert "](https://example.org/x)" in body
    assert "javascript" not in body


def test_a_newsletter_becomes_its_stories() -> None:
    content = pdf(
        [
            head("Harbour Trust News", size=26),
            Print(50, 740, "New duty to report", 16, "F2"),
            Print(50, 720, "Source: Home Office"),
            *stack(50, 700, HARBOUR),
            Print(50, 640, "Court jails a coach", 16, "F2"),
            Print(50, 620, "Source: Greywater Gazette"),
            *stack(50, 600, MONEY),
        ]
    )
    result = imported(content)
    assert [(article.title, article.source) for article in result.articles] == [
        ("New duty to report", "Home Office"),
        ("Court jails a coach", "Greywater Gazette"),
    ]
    assert [shown(result, at) for at in range(2)] == [paragraphs(HARBOUR), paragraphs(MONEY)]


@pytest.mark.parametrize(
    ("page", "property_title", "title"),
    [
        pytest.param([head("Largest of all"), *stack(50, 740, HARBOUR)], "Draft 3", "Largest of all", id="largest"),
        pytest.param(
            [head("Harbour Trust", 800, 30), head("The harbour grows", 760, 18), *stack(50, 700, HARBOUR)],
            "The Harbour grows",
            "The harbour grows",
            id="named-by-the-file",
        ),
        pytest.param(
            [head("The harbour grows", 780), head("and grows", 754), *stack(50, 700, HARBOUR)],
            "",
            "The harbour grows and grows",
            id="two-lines",
        ),
        pytest.param(
            [head("The harbour grows", 780, 11), *stack(50, 740, HARBOUR)], "", "The harbour grows", id="bold"
        ),
        pytest.param(
            [Print(50, 780, "The harbour grows"), *stack(50, 740, HARBOUR)], "x", "The harbour grows", id="plain"
        ),
    ],
)
def test_where_the_title_is_found(page: list[Print], property_title: str, title: str) -> None:
    result = imported(pdf(page, title=property_title))
    assert result.articles[0].title == title
    assert shown(result) == paragraphs(HARBOUR)
    assert (result.articles[0].author, result.articles[0].date) == ("", "")


def test_a_page_lying_on_its_side_is_read_as_it_is_shown() -> None:
    upright = [head("A town looks after its young", 560), *stack(50, 520, HARBOUR, MONEY)]
    turned = [Print(595 - each.y, each.x, each.text, each.size, each.font, (0, 1, -1, 0)) for each in upright]
    result = imported(pdf(turned, turned=90))
    assert result.articles[0].title == "A town looks after its young"
    assert shown(result) == paragraphs(HARBOUR, MONEY)


def test_a_watermark_is_left_out_and_told() -> None:
    slanted = Print(150, 300, "DRAFT", 90, "F2", (0.7, 0.7, -0.7, 0.7))
    result = imported(pdf([slanted, head("A town looks after its young"), *stack(50, 740, HARBOUR)]))
    assert shown(result) == paragraphs(HARBOUR)
    assert "left out “DRAFT” that stands askew on page 1" in told(result)


def test_pages_that_are_pictures_are_told() -> None:
    result = imported(pdf([head("A town looks after its young"), *stack(50, 740, HARBOUR)], [], picture=True))
    assert "page 2 holds a picture and no text" in told(result)


def test_what_a_printing_program_writes_at_the_edge_is_left_out() -> None:
    edges = [Print(20, 825, "21/11/2026, 07:12", 8), Print(20, 12, "https://example.org/ 1/1", 8)]
    result = imported(pdf([*edges, head("A town looks after its young"), *stack(50, 740, HARBOUR)]))
    assert shown(result) == paragraphs(HARBOUR)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(pdf([], [], picture=True), "pictures of pages, no text", id="scanned"),
        pytest.param(pdf([]), "no text", id="empty"),
        pytest.param(pdf(stack(50, 700, HARBOUR), locked=True), "password", id="locked"),
        pytest.param(pdf(stack(50, 700, HARBOUR))[:200], "damaged", id="cut"),
        pytest.param(b"%PDF-1.7\n" + b"x" * 50, "damaged", id="no-pdf"),
        pytest.param(pdf(*([[]] * (MOST_PAGES + 1))), "501 pages", id="pages"),
    ],
)
def test_what_is_refused_and_why(content: bytes, said: str) -> None:
    with pytest.raises(CannotImport) as refused:
        find_items(Document("a.pdf", "", (), "pdf", content))
    assert said in refused.value.note.what
    assert refused.value.note.mend


@pytest.mark.parametrize("text", ["a", ".", "- ", "•", "1. ", "a-"])
def test_a_flood_of_letters_takes_no_long_time(text: str) -> None:
    page = [Print(10 + at % 50, 800 - at, text * (3000 // len(text)), 1) for at in range(0, 200, 10)]
    begun = time.process_time()
    find_items(Document("a.pdf", "", (), "pdf", pdf(page)))
    assert time.process_time() - begun < 5


def test_a_page_of_very_many_pieces_is_refused_at_once() -> None:
    content = pdf([Print(at % 97 * 6, at // 97 * 0.8, "ab", 4) for at in range(97 * 1000)])
    begun = time.process_time()
    with pytest.raises(CannotImport, match="10,000 pieces of text"):
        find_items(Document("a.pdf", "", (), "pdf", content))
    assert time.process_time() - begun < 5


WHOLE = pdf(
    [head("A town looks after its young"), *stack(50, 740, HARBOUR, "• One", "• Two", "1. Three", "2. Four")],
    framed(2, MONEY, VOTE),
    title="A town",
    links=[(50, 700, 90, 720, "https://example.org/")],
)


@settings(max_examples=examples(300))
@given(st.integers(0, 2**32))
def test_a_damaged_file_is_read_or_refused_in_words(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    content = bytearray(WHOLE)
    for _ in range(chance.randint(1, 30)):
        at = chance.randrange(len(content))
        digits = b"0123456789.-()<>[]/ "
        content[at : at + chance.choice((0, 1, 1, 4))] = bytes(chance.choices(digits, k=chance.choice((0, 1, 1, 3))))
    try:
        titles = [item.title for item in find_items(Document("a.pdf", "", (), "pdf", bytes(content))).items]
    except CannotImport as refused:
        titles = [refused.note.mend]
    assert all(titles)


@settings(max_examples=examples(200))
@given(
    st.lists(
        st.tuples(st.floats(0, 595), st.floats(0, 842), st.sampled_from(HARBOUR.split()), st.floats(4, 40)), min_size=1
    )
)
def test_every_word_of_any_page_is_in_the_text_or_told(printed: list[tuple[float, float, str, float]]) -> None:
    page = [Print(x, y, word, size) for x, y, word, size in printed]
    split = find_items(Document("a.pdf", "", (), "pdf", pdf(page)))
    text = " ".join(
        [split.items[0].title, *(line.text for line in split.items[0].body), *(note.what for note in split.notes)]
    )
    kept = "".join(text.split())
    if not split.notes:
        assert all(word in kept for _, _, word, _ in printed)
