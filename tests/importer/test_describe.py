"""A cleaned item's facts: each said by its document or left empty, and a doubt for what contradicts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.clean import clean_item
from importer.describe import (
    MOST_SUMMARY,
    NOT_STATED,
    Description,
    choose_publisher,
    describe_item,
    make_describer,
    note_disorder,
    sentences,
)
from importer.records import Credit, Item, Line
from importer.spam import Injections
from importer.text import ends_sentence
from importer.vocabulary import ContentWarning, Source, Topic, Vocabulary

VOCABULARY = Vocabulary(
    topics=(Topic("boats", "Boats", "About boats.", phrases=("boat", "harbour")),),
    sources=(
        Source("Marsh Council", spellings=("Borough of Marsh",)),
        Source("Harbour Gazette", spellings=("Gazette",)),
    ),
    helplines=(),
    content_warnings=(
        ContentWarning("storms", 2, ("gale", "thunder")),
        ContentWarning("wrecks", 2, ("wreck", "sank")),
    ),
)
DESCRIBER = make_describer(VOCABULARY, date(2026, 11, 21))
SENTENCE = "The council of Marsh said that it would mend the road to the harbour."


def make_item(text: str = SENTENCE, *credits: Credit, title: str = "Boats come back") -> Item:
    lines = tuple(Line(number, line) for number, line in enumerate(text.split("\n"), 5))
    return Item("page.txt", 3, title, lines, publishers=("Harbour Gazette",), credits=credits)


def describe(item: Item) -> Description:
    return describe_item(clean_item(item, Injections((), "LATIN")), "aa", "bb", DESCRIBER)


def by_line(date_text: str, source: str = "Marsh Council") -> Credit:
    text = f"Source: {source} published on this website {date_text} by A. Editor"
    return Credit(4, text, source=source, date_text=date_text)


def doubts(description: Description) -> list[tuple[int, str]]:
    return [(note.line, note.what) for note in description.doubts]


# --- Who


def test_the_source_is_the_by_lines_and_the_publisher_the_pages() -> None:
    article = describe(make_item(SENTENCE, by_line("5 December 2023", "Borough of Marsh"))).article
    assert (article.source, article.publisher) == ("Marsh Council", "Harbour Gazette")


def test_without_a_by_line_the_publisher_is_the_source() -> None:
    article = describe(make_item()).article
    assert (article.source, article.publisher) == ("Harbour Gazette", "Harbour Gazette")


def test_a_page_without_a_name_leaves_both_open_and_says_so() -> None:
    description = describe(replace(make_item(), publishers=()))
    assert (description.article.source, description.article.publisher) == (NOT_STATED, NOT_STATED)
    assert (3, "The document does not say who published it.") in doubts(description)


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        pytest.param("Marsh Councill", "Did you mean “Marsh Council”?", id="near"),
        pytest.param("Ministry of Nets", "If the name is right, add “Ministry of Nets”", id="unknown"),
    ],
)
def test_an_unknown_source_is_kept_and_doubted(name: str, mend: str) -> None:
    description = describe(make_item(SENTENCE, by_line("5 December 2023", name)))
    assert description.article.source == name
    [note] = [note for note in description.doubts if "not in the list of sources" in note.what]
    assert note.mend.startswith(mend)


@pytest.mark.parametrize(
    ("names", "site", "expected"),
    [
        pytest.param(["Home page", "The GAZETTE"], "", "Harbour Gazette", id="the-one-that-is-known"),
        pytest.param(["Net Menders", "Sail Makers"], "", "Net Menders", id="the-likeliest"),
        pytest.param([], "", "", id="none"),
        pytest.param(
            ["Archive - Net Menders"], "https://netmenders.example/a", "Net Menders", id="named-by-the-address"
        ),
        pytest.param(["Net Menders » Latest news"], "https://netmenders.example/a", "Net Menders", id="feed-of-a-site"),
        pytest.param(["Net Menders – News"], "https://other.example/a", "Net Menders", id="the-list-last"),
        pytest.param(["Latest news | Net Menders"], "https://news.example/a", "Net Menders", id="the-list-first"),
        pytest.param(["Comments on: Net Menders"], "https://other.example/a", "Net Menders", id="comments-feed"),
    ],
)
def test_choose_publisher(names: list[str], site: str, expected: str) -> None:
    assert choose_publisher(names, VOCABULARY, site=site) == expected


def test_a_writer_is_no_publisher() -> None:
    credits = (Credit(4, "By Harbour Gazette", author="Harbour Gazette"), Credit(5, "By Ann Marsh", author="Ann Marsh"))
    assert describe(make_item(SENTENCE, *credits)).article.author == "Ann Marsh"


# --- When


def test_a_stated_date_quotes_its_evidence() -> None:
    article = describe(make_item(SENTENCE, by_line("Tuesday 5 December 2023"))).article
    assert (article.date, article.date_basis) == ("2023-12-05", "stated")
    assert article.date_evidence == "published on this website Tuesday 5 December 2023"


@pytest.mark.parametrize(
    ("text", "date_text", "expected"),
    [
        pytest.param("Posted on 3 May 2019 by A. Editor", "3 May 2019", "Posted on 3 May 2019", id="posted-on"),
        pytest.param("3 May 2019", "3 May 2019", "3 May 2019", id="date-alone"),
        pytest.param("Date: 12/03/2019 | News", "12/03/2019", "Date: 12/03/2019", id="label"),
    ],
)
def test_evidence_is_what_dates_the_line(text: str, date_text: str, expected: str) -> None:
    assert describe(make_item(SENTENCE, Credit(4, text, date_text=date_text))).article.date_evidence == expected


def test_an_inferred_date_says_so() -> None:
    article = describe(make_item("The boats came back today (Monday 29 April).\n\nIt is the fleet of 2024.")).article
    assert (article.date, article.date_basis) == ("2024-04-29", "inferred")
    assert article.date_evidence.startswith("“today (Monday 29 April)”")


@pytest.mark.parametrize(
    ("date_text", "iso", "doubt"),
    [
        pytest.param(
            "Tuesday 19 July 2023", "2023-07-19",
            "By-line says Tuesday 19 July 2023, which was a Wednesday."
            " Perhaps Tuesday 18 July 2023; 19 July was a Tuesday in 2022.",
            id="wrong-weekday",
        ),
        pytest.param(
            "31 June 2023", "", "By-line says 31 June 2023, which is no day of the calendar.", id="no-such-day"
        ),
        pytest.param("5 December", "", "By-line says 5 December, without a year.", id="no-year"),
        pytest.param(
            "03/25/2019", "2019-03-25", "“03/25/2019” has no such month day first; read as 25 March 2019.",
            id="month-first",
        ),
        pytest.param("5 December 2027", "2027-12-05", "The date 5 December 2027 is in the future.", id="future"),
        pytest.param("December 2026", "2026-12", "The date December 2026 is in the future.", id="future-month"),
    ],
)  # fmt: skip
def test_a_doubtful_date_is_doubted_at_its_line(date_text: str, iso: str, doubt: str) -> None:
    description = describe(make_item(SENTENCE, by_line(date_text)))
    assert description.article.date == iso
    assert [what for line, what in doubts(description) if line == 4 and what.startswith(doubt)]
    assert description.article.notes == tuple(what for _, what in doubts(description))


@pytest.mark.parametrize("date_text", ["Tuesday 5 December 2023", "21 November 2026", "November 2026", "2026"])
def test_a_sound_date_raises_no_doubt(date_text: str) -> None:
    assert doubts(describe(make_item(SENTENCE, by_line(date_text)))) == []


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        pytest.param(SENTENCE, "No publication date is stated.", id="nothing"),
        pytest.param(
            f"{SENTENCE}\n\nIt is of 2019 and 2021.",
            "No publication date is stated. The text names 2019 and 2021, which prove none.",
            id="years-prove-nothing",
        ),
    ],
)
def test_an_undated_text_is_doubted_at_its_headline(text: str, doubt: str) -> None:
    assert doubts(describe(make_item(text))) == [(3, doubt)]


def test_today_in_a_text_that_others_dated_is_doubted_once() -> None:
    text = "The boats of the harbour came back today.\n\nToday they are wet."
    assert doubts(describe(make_item(text, by_line("5 December 2023")))) == [
        (5, "“today” speaks of the day of the original story, not of 5 December 2023.")
    ]
    own_news = replace(make_item(text, by_line("5 December 2023")), republished=False)
    assert doubts(describe(own_news)) == []


def test_yesterday_that_does_not_fit_the_date_is_doubted() -> None:
    text = "The boats of the harbour came back yesterday (1 December)."
    assert doubts(describe(make_item(text, by_line("5 December 2023")))) == [
        (5, "“yesterday (1 December)” does not fit the date 5 December 2023.")
    ]
    assert doubts(describe(make_item(text.replace("1", "4"), by_line("5 December 2023")))) == []


def test_a_revision_is_kept_and_doubted_where_it_is_older_than_the_story() -> None:
    item = make_item(f"{SENTENCE}\n\nStory updated 2 April 2024", by_line("5 December 2023"))
    assert describe(item).article.updated == "2024-04-02"
    early = make_item(f"{SENTENCE}\n\nStory updated 2 April 2023", by_line("5 December 2023"))
    assert (7, "The text says that it was updated on 2 April 2023, before its date.") in doubts(describe(early))


# --- What it is about


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"{SENTENCE} It did.", f"{SENTENCE} It did.", id="whole-sentences"),
        pytest.param(f"{SENTENCE} " * 6, " ".join([SENTENCE] * 4), id="at-most-300-characters"),
        pytest.param(f"Boats\n\n{SENTENCE}", SENTENCE, id="headings-are-passed-over"),
        pytest.param(f"• soap\n• boats\n\n{SENTENCE}", SENTENCE, id="lists-are-passed-over"),
        pytest.param("Boat " * 100 + ".", "", id="one-endless-sentence"),
        pytest.param("Mr. Marsh came at 10 a.m. to see. It rained.", "Mr. Marsh came at 10 a.m. to see. It rained.",
                     id="abbreviations"),
    ],
)  # fmt: skip
def test_the_summary_is_whole_sentences_from_the_start(text: str, expected: str) -> None:
    assert describe(make_item(text)).article.summary == expected


@pytest.mark.parametrize(
    ("excerpt", "expected"),
    [
        pytest.param("Boats are back.", "Boats are back.", id="whole"),
        pytest.param("The council of Marsh said that…", SENTENCE, id="cut"),
        pytest.param("The council of Marsh said […]", SENTENCE, id="cut-in-brackets"),
        pytest.param("Boats. " * 60, SENTENCE, id="too-long"),
    ],
)
def test_the_publishers_excerpt_is_the_summary_where_it_is_whole(excerpt: str, expected: str) -> None:
    assert describe(replace(make_item(), excerpt=excerpt)).article.summary == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("A gale and thunder.", "Describes storms.", id="enough-phrases"),
        pytest.param("A gale, thunder; a wreck sank.", "Describes storms and wrecks.", id="two-notes"),
        pytest.param("A gale. A gale. A gale.", "", id="one-phrase-often"),
    ],
)
def test_a_content_note_warns_of_what_is_described(text: str, expected: str) -> None:
    assert describe(make_item(text)).article.content_note == expected


def test_what_was_left_out_is_told_in_the_order_of_the_lines_and_each_thing_once() -> None:
    item = make_item(f"{SENTENCE}\n\nRead more here\n\n{SENTENCE}\n\nharbour.png", title="赛车 Boats 赛车队 come back")
    described = describe_item(clean_item(item, Injections(("赛车队", "赛车"), "LATIN")), "aa", "bb", DESCRIBER)
    assert len(described.removed) == 4
    assert described.left_out == (
        "line 3: took injected text out of the headline",
        "line 7: left out the label of a lost link",
        "line 11: left out the name of a picture",
    )


def test_topics_are_chosen_or_their_lack_is_doubted() -> None:
    assert describe(make_item()).article.topics == ("boats",)
    without = describe(make_item("The road is wet.", title="Roads"))
    assert without.article.topics == ()
    assert (3, "No topic was found in the text.") in doubts(without)


def test_an_article_without_text_is_doubted() -> None:
    assert (3, "The article has no text.") in doubts(describe(make_item("")))


@pytest.mark.parametrize(
    ("url", "credit_url", "expected"),
    [
        pytest.param("https://example.org/a", "https://example.org/b", "https://example.org/a", id="the-items-own"),
        pytest.param("", "https://example.org/b", "https://example.org/b", id="the-credits"),
        pytest.param("javascript:alert(1)", "", "", id="no-address-to-link-to"),
    ],
)
def test_the_address_is_one_that_a_page_may_link_to(url: str, credit_url: str, expected: str) -> None:
    item = replace(make_item(SENTENCE, Credit(9, "Credit: x", url=credit_url)), url=url)
    assert describe(item).article.url == expected


def test_a_home_page_is_doubted_as_an_articles_address() -> None:
    description = describe(make_item(SENTENCE, Credit(9, "Credit: x", url="https://example.org/")))
    assert (9, "The credit gives a home page, not the article's own address.") in doubts(description)


# --- Order on the page


def dated(*days: str) -> list[Description]:
    return [describe(make_item(SENTENCE, by_line(day))) for day in days]


def test_one_article_out_of_order_is_doubted() -> None:
    noted = note_disorder(dated("9 May 2023", "8 May 2023", "7 May 2023", "12 May 2023", "6 May 2023"))
    found = [each.article.notes for each in noted if each.article.notes]
    assert found == [
        ("Out of order: 12 May 2023 stands below 7 May 2023 on a page that is otherwise newest first.",)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "days",
    [
        pytest.param(["9 May 2023", "8 May 2023", "8 May 2023"], id="newest-first"),
        pytest.param(["7 May 2023", "8 May 2023", "9 May 2023"], id="oldest-first"),
        pytest.param(["7 May 2023"], id="one"),
        pytest.param([], id="none"),
    ],
)
def test_an_ordered_page_is_not_doubted(days: list[str]) -> None:
    assert not [each for each in note_disorder(dated(*days)) if each.article.notes]


# --- Sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One. Two? Three!", ["One.", "Two?", "Three!"], id="three"),
        pytest.param("“One.” Two.", ["“One.”", "Two."], id="closing-quotation-mark"),
        pytest.param("Mr. Marsh, e.g. Dr. A. B. Boat. They", ["Mr. Marsh, e.g. Dr. A. B. Boat.", "They"], id="titles"),
        pytest.param("It cost £3.50 in all. “No”", ["It cost £3.50 in all.", "“No”"], id="decimals"),
        pytest.param("", [], id="nothing"),
    ],
)  # fmt: skip
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


some_text = st.lists(
    st.sampled_from(["One", "boat", "Mr.", "sank.", "“Why?”", "(2019).", "etc.", "A.", "£5", "…", '"No."'])
)


@given(some_text.map(" ".join))
def test_sentences_make_up_the_text(text: str) -> None:
    assert " ".join(sentences(text)) == text


@given(st.one_of(some_text.map(" ".join), st.text(st.characters(exclude_categories=["Cs"]))))
def test_any_text_is_described_within_the_limits(text: str) -> None:
    article = describe(make_item(text)).article
    assert len(article.summary) <= MOST_SUMMARY
    assert not article.summary or ends_sentence(article.summary) or article.summary == article.title
    assert (article.date == "") == (article.date_basis == "") == (article.date_evidence == "")
