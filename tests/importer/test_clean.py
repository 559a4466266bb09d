"""What comes out of an item's text, what stays, and that every removal is reported."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.clean import MOST_TITLE, clean_item
from importer.records import Block, CleanItem, Credit, Item, Line, Link, Markup, Removal
from importer.spam import Injections
from importer.text import words
from tests.examples import examples

NO_SPAM = Injections((), "LATIN")
SENTENCE = "The council of Marsh said that it would mend the road."


def clean(text: str, title: str = "Taxi rules change", injections: Injections = NO_SPAM) -> CleanItem:
    lines = tuple(Line(number, line) for number, line in enumerate(text.split("\n"), 2))
    return clean_item(Item("page.txt", 1, title, lines), injections)


def texts(item: CleanItem) -> list[str]:
    return [block.text for block in item.blocks]


@pytest.mark.parametrize("label", ["Email", "X", "Telegram"])
def test_a_button_alone_may_be_the_label_of_a_help_line(label: str) -> None:
    assert label in " ".join(texts(clean(f"{SENTENCE}\n\n{label}\n\n07700 900123")))


def test_the_number_of_the_last_page_goes() -> None:
    assert texts(clean(f"{SENTENCE}\n\nPage 1 of 12")) == [SENTENCE]


def clean_link(text: str, words: str, url: str) -> CleanItem:
    lines = (Line(2, SENTENCE, Markup("paragraph")), Line(4, text, Markup("paragraph", links=(Link(words, url),))))
    return clean_item(Item("page.html", 1, "Taxi rules change", lines, url="https://marsh.example/taxis"), NO_SPAM)


@pytest.mark.parametrize(
    ("text", "words", "url", "reason"),
    [
        pytest.param(
            "READ MORE: Bus firm says sorry",
            "Bus firm says sorry",
            "https://marsh.example/buses",
            "a link to another article",
            id="another-article",
        ),
        pytest.param(
            "Continue reading Taxi rules change",
            "Taxi rules change",
            "https://www.marsh.example/taxis/?utm_source=feed",
            "a link to the article itself",
            id="the-article-itself",
        ),
    ],
)
def test_a_link_to_an_article_of_the_site_goes(text: str, words: str, url: str, reason: str) -> None:
    cleaned = clean_link(text, words, url)
    assert texts(cleaned) == [SENTENCE]
    assert [removal.deed for removal in cleaned.removed] == [f"left out {reason} {{}}"]


@pytest.mark.parametrize(
    ("text", "words", "url"),
    [
        pytest.param("Read more: Rules for taxis", "Rules for taxis", "https://gov.example/rules", id="another-site"),
        pytest.param("Read more: rules and a form", "a form", "https://marsh.example/form", id="words-beside-it"),
        pytest.param("Rules for taxi drivers", "Rules for taxi drivers", "https://marsh.example/rules", id="no-label"),
        pytest.param("More: Taxi rules.", "Taxi rules", "https://marsh.example/taxis", id="a-sentence"),
    ],
)
def test_a_link_of_the_text_stays(text: str, words: str, url: str) -> None:
    assert texts(clean_link(text, words, url)) == [SENTENCE, text]


@pytest.mark.parametrize(
    ("noise", "reason"),
    [
        pytest.param("LOG IN", "page furniture", id="furniture"),
        pytest.param("Note: There is a poll embedded within this post", "page furniture", id="poll"),
        pytest.param("#comments", "page furniture", id="comments"),
        pytest.param("Share this:   Facebook   X   LinkedIn   WhatsApp   Email", "page furniture", id="share-bar"),
        pytest.param("Share Tweet Pin it", "page furniture", id="share-buttons"),
        pytest.param("« Older posts", "page furniture", id="older-posts"),
        pytest.param("5 comments", "page furniture", id="number-of-comments"),
        pytest.param("Hi *|FNAME|*,", "page furniture", id="unfilled-name"),
        pytest.param("© A. Person/Agency", "page furniture", id="owner"),
        pytest.param("©Agency", "a picture's credit", id="owner-of-a-picture"),
        pytest.param(
            "© 2023 Harbour Trust. The Trust is a charity of England and Wales, whose office is at 1 Quay, Marsh.",
            "page furniture",
            id="notice-of-a-year",
        ),
        pytest.param(
            "© Crown copyright. It may be used again by all who say where they have it from.",
            "page furniture",
            id="notice-of-copyright",
        ),
        pytest.param(
            "© The Harbour Trust, which is a charity registered in England, of 1 Quay Street, Marsh.",
            "page furniture",
            id="notice-of-a-charity",
        ),
        pytest.param("alert_picture (2).png", "the name of a picture", id="picture"),
        pytest.param("Photo: A. Person/Agency", "a picture's credit", id="credit"),
        pytest.param("A boat at sea (credit: agency / Agency)", "a picture's caption", id="caption"),
        pytest.param("Stock image of a boat", "a picture's alternative text", id="alternative-text"),
        pytest.param("Subscribe to our weekly letter", "an advertisement", id="promotion"),
        pytest.param("Please see the full article here", "the label of a lost link", id="link"),
    ],
)
def test_noise_comes_out_and_is_reported(noise: str, reason: str) -> None:
    item = clean(f"{SENTENCE}\n\n{noise}\n\n{SENTENCE}")
    assert texts(item) == [SENTENCE, SENTENCE]
    [removal] = item.removed
    note = removal.note
    assert (note.path, note.line) == ("page.txt", 4)
    assert reason in note.what
    assert not note.is_doubt
    assert removal.without_words == f"line 4: left out {reason}"


@pytest.mark.parametrize(
    "line",
    [
        "You may log in to the service before noon.",
        "See alert.png for the picture of the boat that was lost at sea.",
        "The picture of the boat, which was taken by a child, won the prize.",
        "We found that children were not safe here.",
        "Please read the guidance on the Harbour website.",
        "“Read more here”",
        "• Read more here",
        "Credit unions lend money to those whom no bank will serve.",
        "© is the sign that each pupil of Marsh puts below a picture.",
        "© stands for copyright, which the pupils of Marsh had not heard of before the spring.",
        "©, the sign that each pupil of Marsh puts below a picture, was new to them.",
        "© and other signs that the pupils of Marsh have put below each of their pictures since the spring",
        f"© 2023 was the first sign that they saw. {SENTENCE * 6}",
        "Edit: we changed the name of the boat.",
        "[Name withheld]",
    ],
)
def test_a_line_of_text_stays(line: str) -> None:
    item = clean(f"{SENTENCE}\n\n{line}\n\n{SENTENCE}\n\n{line}")
    assert texts(item) == [SENTENCE, line.removeprefix("• "), SENTENCE, line.removeprefix("• ")]
    assert item.removed == ()


def test_glue_of_the_feed_comes_off_a_line() -> None:
    assert texts(clean(f"{SENTENCE}]]>\n]]>\n• soap\n]]>")) == [SENTENCE, "soap"]


def test_credits_at_the_end_become_facts() -> None:
    item = clean(f"{SENTENCE}\n\nCedit: Marsh Paper\nWritten by Ann Writer\n\nRead more")
    assert texts(item) == [SENTENCE]
    assert item.credits == (
        Credit(4, "Cedit: Marsh Paper", source="Marsh Paper"),
        Credit(5, "Written by Ann Writer", author="Ann Writer"),
    )


def test_a_credit_in_the_middle_is_text() -> None:
    assert texts(clean(f"{SENTENCE}\n\nCredit: Marsh Paper\n\n{SENTENCE}"))[1] == "Credit: Marsh Paper"


def test_a_credit_alone_is_not_the_whole_text() -> None:
    assert texts(clean("Written by Ann Writer")) == ["Written by Ann Writer"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Tens of thousands of children and\n\nparents sailed to the harbour.",
            ["Tens of thousands of children and parents sailed to the harbour."],
            id="stops-at-a-small-word",
        ),
        pytest.param(
            "The boats of Marsh came back\n\nto the harbour in the spring.",
            ["The boats of Marsh came back to the harbour in the spring."],
            id="goes-on-in-lower-case",
        ),
        pytest.param("What to bring:\n\nsoap\n\ntowels", ["What to bring:", "soap", "towels"], id="a-list-is-none"),
        pytest.param(f"{SENTENCE}\n\n{SENTENCE}", [SENTENCE, SENTENCE], id="two-paragraphs"),
    ],
)
def test_a_sentence_that_an_empty_line_broke_is_mended(text: str, expected: list[str]) -> None:
    assert texts(clean(text)) == expected


def test_injected_runs_come_out_of_headline_and_text_and_are_reported() -> None:
    item = clean(f"极速赛车 {SENTENCE}\n\n极速赛车", "极速赛车 Taxi rules", Injections(("极速赛车",), "LATIN"))
    assert (item.title, texts(item)) == ("Taxi rules", [SENTENCE])
    assert [removal.line for removal in item.removed] == [1, 2, 4]
    assert [removal.without_words for removal in item.removed] == [
        "line 1: took injected text out of the headline",
        "line 2: took injected text out of the text",
        "line 4: took injected text out of the text",
    ]


def test_a_credit_that_moves_to_the_header_is_reported() -> None:
    [removal] = clean(f"{SENTENCE}\n\nCredit: Harbour Gazette").removed
    assert removal.note.what == "read “Credit: Harbour Gazette” as the article's credit"
    assert removal.without_words == "line 4: read as the article's credit"


@pytest.mark.parametrize(
    "words_there",
    [
        pytest.param("“Robin” said “line 7: hello” {} {0} %s", id="quotation marks and braces"),
        pytest.param("Robin Sparrow, warden of the harbour bridge", id="a person"),
        pytest.param("…”“…", id="nothing but marks"),
        pytest.param("", id="nothing"),
    ],
)
def test_readers_are_told_of_a_removal_without_its_words(words_there: str) -> None:
    removal = Removal("page.txt", 7, "took injected text {} out of the headline", words_there)
    assert removal.without_words == "line 7: took injected text out of the headline"


def test_a_headline_of_more_than_200_characters_is_cut_between_words() -> None:
    item = clean(SENTENCE, "Boats " * 50)
    assert len(item.title) <= MOST_TITLE
    assert item.title.endswith("Boats…")
    assert [note.is_doubt for note in item.doubts] == [True]
    assert item.removed == ()


def test_a_headline_that_was_cut_stands_whole_above_the_text() -> None:
    headline = ("Boats & <i>kites</i> " * 50).strip()
    assert [block.text for block in clean(SENTENCE, headline).blocks] == [headline, SENTENCE]
    item = Item("page.txt", 4, headline, (Line(6, SENTENCE),), lead_is_title=True)
    assert [block.text for block in clean_item(item, NO_SPAM).blocks] == [headline, SENTENCE]


def test_a_headline_that_is_the_lead_opens_the_text() -> None:
    item = Item("page.txt", 4, "The road\u00a0is wet.", (Line(5, ""), Line(6, SENTENCE)), lead_is_title=True)
    assert clean_item(item, NO_SPAM).blocks == (
        Block("paragraph", "The road is wet.", 4),
        Block("paragraph", SENTENCE, 6),
    )


@pytest.mark.parametrize("text", ["", "\u00a0", "]]>", "LOG IN", "\n\n"])
def test_an_item_may_have_no_text(text: str) -> None:
    assert clean(text).blocks == ()


# --- Properties

words_of_text = st.lists(
    st.sampled_from(
        [
            "the",
            "a",
            "boats",
            "roads",
            "of",
            "Marsh",
            "and",
            "harbour",
            "is",
            "wet",
            "children",
            "said",
            "£5",
            "“new”",
            "3",
        ]
    ),
    min_size=1,
    max_size=20,
).map(" ".join)
paragraph = st.tuples(words_of_text, st.sampled_from([".", "?", ":", "", "*", ".”"])).map("".join)
bulleted = st.lists(words_of_text, min_size=1, max_size=4).map(lambda items: "\n".join(f"• {item}" for item in items))
numbered = st.lists(words_of_text, min_size=2, max_size=4).map(
    lambda items: "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))
)
bodies = st.lists(st.one_of(paragraph, paragraph, bulleted, numbered), min_size=1, max_size=8).map("\n\n".join)


def as_lines(item: CleanItem) -> str:
    """A cleaned text written as a source would have it."""
    marks = {"bullet": "• ", "number": "{}. "}
    lines: list[str] = []
    for before, block in zip((None, *item.blocks), item.blocks, strict=False):
        same_list = before and before.kind == block.kind and block.kind in marks
        further_line = block.kind == "reference" and block.level
        lines += [] if not before or same_list or further_line else [""]
        indent = "    " * block.level if block.kind in marks else ""
        lines.append(f"{indent}{marks.get(block.kind, '').format(block.number)}{block.text}")
    return "\n".join(lines)


@given(bodies)
@settings(max_examples=examples(300))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    twice = clean(as_lines(once))
    assert [(block.kind, block.text) for block in twice.blocks] == [(block.kind, block.text) for block in once.blocks]
    assert twice.removed == ()


@given(bodies)
@settings(max_examples=examples(300))
def test_ordinary_words_stay_in_their_order(text: str) -> None:
    item = clean(text)
    numbered_texts = [f"{block.number} {block.text}" if block.number else block.text for block in item.blocks]
    assert words(" ".join(numbered_texts)) == words(text)
    assert item.removed == ()


@given(st.text(), st.text(min_size=1))
def test_any_text_is_cleaned_without_a_fault(text: str, title: str) -> None:
    item = clean(text, title)
    assert all(block.text == " ".join(block.text.split()) for block in item.blocks)


NOISE = ["{0} (credit: agency)", "Photo: {0}", "“{0}.jpg”", "{0}.jpg", "Subscribe to {0}", "Read {0} here", "LOG IN"]


@given(st.lists(st.tuples(st.sampled_from(NOISE), st.text(max_size=30)), max_size=6))
@settings(max_examples=examples(300))
def test_what_readers_are_told_of_removals_is_only_ever_our_own_words(noise: list[tuple[str, str]]) -> None:
    text = "\n\n".join(each for form, words in noise for each in (SENTENCE, form.format(words)))
    for removal in clean(text).removed:
        assert re.fullmatch(rf"line {removal.line}: [a-z' ]+", removal.without_words)
