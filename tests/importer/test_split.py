"""Which layout takes a document apart, and that none of them loses a word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.clean import clean_item
from importer.markdown import render_blocks
from importer.records import Document, Item, Line, Split
from importer.spam import find_injections
from importer.split import split_document
from importer.text import words
from tests.examples import examples
from tests.importer.rendered import render

PROSE = "The council of Marsh said on Monday that it would mend the road."
BY_LINE = "Source: Marsh Council published on this website Tuesday 5 December 2023 by A. Editor"
FEED_LINE = (
    "{} https://example.org/a/ https://example.org/a/#comments Fri, 07 Feb 2025 09:00:49 +0000 https://example.org/?p=1"
)


def split(text: str) -> Split:
    return split_document(
        Document("page.txt", "", tuple(Line(at, line) for at, line in enumerate(text.split("\n"), 1)))
    )


def shown(split_page: Split) -> list[tuple[int, str, list[str]]]:
    """Line, headline and filled lines of each item."""
    return [
        (item.line, item.title, [line.text for line in item.body if line.text.strip()]) for item in split_page.items
    ]


# --- Newsfeeds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"Taxi rules\n\n{BY_LINE}\n\n{PROSE}\n\nBoats are back\n\n{BY_LINE}\n\n{PROSE}",
            [(1, "Taxi rules", [PROSE]), (7, "Boats are back", [PROSE])],
            id="by-line-below",
        ),
        pytest.param(
            f"{BY_LINE}\n\nTaxi rules\n\n{PROSE}\n\n{BY_LINE}\n\nBoats are back\n\n{PROSE}",
            [(3, "Taxi rules", [PROSE]), (9, "Boats are back", [PROSE])],
            id="by-line-above",
        ),
        pytest.param(
            f"Taxi rules\n\n{PROSE}\n\n{BY_LINE}\n\nBoats are back\n\n{PROSE}\n\n{BY_LINE}",
            [(1, "Taxi rules", [PROSE]), (7, "Boats are back", [PROSE])],
            id="by-line-at-the-end",
        ),
        pytest.param(
            f"Taxi rules\nPosted on 3 May 2019\n{PROSE}\n\nBoats are back\nPosted on 2 May 2019\n{PROSE}",
            [(1, "Taxi rules", [PROSE]), (5, "Boats are back", [PROSE])],
            id="posted-on",
        ),
        pytest.param(
            f"3 May 2019 - Taxi rules\n{PROSE}\n2 May 2019 - Boats are back\n{PROSE}",
            [(1, "Taxi rules", [PROSE]), (3, "Boats are back", [PROSE])],
            id="dated-headlines",
        ),
        pytest.param(
            f"Marsh News\n\nLOG IN\n\nTaxi rules\n\n{BY_LINE}\n\n{PROSE}",
            [(5, "Taxi rules", [PROSE])],
            id="below-a-page-header",
        ),
        pytest.param(
            f"Taxi rules\n\n{BY_LINE}\n\n{PROSE}\n\nA section\n\n{PROSE}",
            [(1, "Taxi rules", [PROSE, "A section", PROSE])],
            id="a-section-heading-opens-no-item",
        ),
    ],
)
def test_a_newsfeed_is_taken_apart_at_its_by_lines(text: str, expected: list[tuple[int, str, list[str]]]) -> None:
    page = split(text)
    assert page.layout == "newsfeed"
    assert shown(page) == expected
    assert all(item.credits for item in page.items)


# --- Clippings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"alert.png\n\nTaxi rules\n\n{PROSE}\n\nboat_2.jpg\n\nBoats are back\n\n{PROSE}",
            [(3, "Taxi rules", [PROSE, "boat_2.jpg"]), (9, "Boats are back", [PROSE])],
            id="pictures",
        ),
        pytest.param(
            f"Taxi rules\n\n{PROSE}\n\n{PROSE}\n\n\nBoats are back\n\n{PROSE}\n\n{PROSE}",
            [(1, "Taxi rules", [PROSE, PROSE]), (8, "Boats are back", [PROSE, PROSE])],
            id="wide-gaps",
        ),
        pytest.param(
            f"alert.png\n\nTaxi rules\n\n{PROSE}\n\nThe new rules say that\n\nrules.png\n\ndrivers must {PROSE}",
            [(3, "Taxi rules", [PROSE, "The new rules say that", "rules.png", f"drivers must {PROSE}"])],
            id="a-picture-in-mid-sentence",
        ),
        pytest.param(
            f"alert.png\n\nTaxi rules\n\n{PROSE}\n\u00a0\n\u00a0\nA section\n\n{PROSE}",
            [(3, "Taxi rules", [PROSE, "A section", PROSE])],
            id="a-gap-of-nbsp-is-none",
        ),
    ],
)
def test_clippings_are_taken_apart_at_pictures_or_gaps(text: str, expected: list[tuple[int, str, list[str]]]) -> None:
    page = split(text)
    assert page.layout == "clippings"
    assert shown(page) == expected


# --- Feeds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            f"{FEED_LINE.format('Taxi rules')}\nAn excerpt…\n]]>\n\n{PROSE}\n\n]]>\n"
            f"{FEED_LINE.format('Boats are back')}\n{PROSE}",
            [(1, "Taxi rules", [PROSE, "]]>"]), (8, "Boats are back", [PROSE])],
            id="two-items",
        ),
        pytest.param(
            "Marsh News https://example.org News of Marsh Fri, 07 Feb 2025 09:00:49 +0000 en-GB hourly 1 "
            f"https://wordpress.example/?v=6.7 {FEED_LINE.format('Taxi rules')}\n{PROSE}",
            [(1, "Taxi rules", [PROSE])],
            id="the-channel-shares-the-first-line",
        ),
        pytest.param(
            f"Taxi rules https://example.org/a/ Fri, 07 Feb 2025 09:00:49 +0000\n{PROSE}",
            [(1, "Taxi rules", [PROSE])],
            id="no-comments-and-no-guid",
        ),
        pytest.param(
            f"{FEED_LINE.format('Taxi rules')}\n{PROSE}\n\n\n{PROSE}",
            [(1, "Taxi rules", [PROSE, PROSE])],
            id="a-gap-opens-no-item",
        ),
    ],
)
def test_a_feed_is_taken_apart_at_its_item_lines(text: str, expected: list[tuple[int, str, list[str]]]) -> None:
    page = split(text)
    assert page.layout == "wordpress_feed"
    assert [(line, title, [text for text in body if text != "]]>"]) for line, title, body in shown(page)] == [
        (line, title, [text for text in body if text != "]]>"]) for line, title, body in expected
    ]
    assert page.items[0].url == "https://example.org/a/"


# --- Any other page


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"Taxi rules\n\n{PROSE}\n\n{PROSE}", [(1, "Taxi rules", [PROSE, PROSE])], id="one-article"),
        pytest.param(PROSE, [(1, PROSE, [])], id="one-line"),
        pytest.param(
            f"Taxi rules\n3 May 2019\n{PROSE}\n\nBoats are back\n2 May 2019\n{PROSE}",
            [(1, "Taxi rules", [PROSE]), (5, "Boats are back", [PROSE])],
            id="dated-entries",
        ),
    ],
)
def test_an_unknown_page_is_taken_carefully_and_noted(text: str, expected: list[tuple[int, str, list[str]]]) -> None:
    page = split(text)
    assert page.layout == "fallback"
    assert shown(page) == expected
    assert any(note.is_doubt for note in page.notes)


# --- Nothing is lost

VOCABULARY = [
    "the", "a", "and", "of", "to", "in", "council", "Marsh", "roads", "boats", "children", "parents", "teachers",
    "harbour", "storm", "may", "march", "wet", "mended", "said", "new", "rules", "Ann", "drivers", "nets", "sail", "3",
    "40", "“wet”", "(old)", "it’s", "Monday", "source", "by", "published", "read", "image", "credit",
]  # fmt: skip
ordinary_words = st.lists(st.sampled_from(VOCABULARY), min_size=2, max_size=18)
sentences = ordinary_words.map(lambda parts: f"The {' '.join(parts)}.")
prose = st.lists(st.sampled_from(VOCABULARY), min_size=10, max_size=30).map(lambda parts: f"The {' '.join(parts)}.")
lists = st.lists(ordinary_words.map(" ".join), min_size=2, max_size=4)
bulleted = lists.map(lambda items: "\n".join(f"  • {item}" for item in items))
numbered = lists.map(lambda items: "\n".join(f"  {at}. {item}" for at, item in enumerate(items, 1)))
headings = st.lists(st.sampled_from(["boats", "storm", "Marsh", "rules", "nets"]), min_size=2, max_size=4).map(
    lambda parts: f"New {' '.join(parts)}"
)
sections = st.tuples(headings, prose).map("\n\n".join)
bodies = st.tuples(prose, st.lists(st.one_of(sentences, prose, bulleted, numbered, sections), max_size=5), prose).map(
    lambda parts: "\n\n".join([parts[0], *parts[1], parts[2]])
)
stories = st.lists(st.tuples(headings, bodies), min_size=2, max_size=4)


def page_words(item: Item, split_page: Split) -> list[str]:
    """What a reader of an item's page reads: the numbers of its lists count as words."""
    page = render(render_blocks(clean_item(item, find_injections(split_page.items)).blocks))
    items = iter(page.list_items)
    numbers = [next(items).number if kind in {"bullet", "number"} else 0 for kind, _ in page.blocks]
    return words(" ".join(f"{number or ''} {text}" for number, (_, text) in zip(numbers, page.blocks, strict=True)))


def assert_nothing_is_lost(document: str, layout: str, told: list[tuple[str, str]]) -> None:
    page = split(document)
    assert page.layout == layout
    assert [item.title for item in page.items] == [title for title, _ in told]
    for item, (_, body) in zip(page.items, told, strict=True):
        assert page_words(item, page) == words(body)


@given(stories, st.sampled_from(["\n\n", "\n"]))
@settings(max_examples=examples(100))
def test_no_word_of_a_newsfeed_is_lost(told: list[tuple[str, str]], gap: str) -> None:
    document = "\n\n".join(f"{title}{gap}{BY_LINE}{gap}{body}" for title, body in told)
    assert_nothing_is_lost(document, "newsfeed", told)


@given(stories, st.sampled_from(["\n\n", "\n"]))
@settings(max_examples=examples(100))
def test_no_word_of_clippings_is_lost(told: list[tuple[str, str]], gap: str) -> None:
    document = "\n\n".join(f"picture_{at}.png{gap}{title}\n\n{body}" for at, (title, body) in enumerate(told))
    assert_nothing_is_lost(document, "clippings", told)


@given(stories)
@settings(max_examples=examples(100))
def test_no_word_of_a_feed_is_lost(told: list[tuple[str, str]]) -> None:
    document = "\n".join(f"{FEED_LINE.format(title)}\nAn excerpt…\n]]>\n\n{body}\n\n]]>\n" for title, body in told)
    assert_nothing_is_lost(document, "wordpress_feed", told)


@given(headings, bodies)
@settings(max_examples=examples(100))
def test_no_word_of_an_unknown_page_is_lost(title: str, body: str) -> None:
    page = split(f"{title}\n\n{body}")
    found = [word for item in page.items for word in [*words(item.title), *page_words(item, page)]]
    assert found == [*words(title), *words(body)]


telling_lines = st.sampled_from([BY_LINE, FEED_LINE, "a.png", "", "\u00a0", PROSE, "Taxi rules", "3 May 2019"])


@given(st.lists(telling_lines | st.text(max_size=20), max_size=12))
@settings(max_examples=examples(300))
def test_any_lines_with_text_become_items_in_order(lines: list[str]) -> None:
    page = split("\n".join([*lines, "Boats"]))
    assert page.items
    numbers = [item.line for item in page.items]
    assert numbers == sorted(set(numbers))
    bodies_of_items = [line.number for item in page.items for line in item.body]
    assert len(bodies_of_items) == len(set(bodies_of_items))
