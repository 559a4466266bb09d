"""By-lines at the head of an item and credits at its end; invented people and papers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.credits import find_end_credit, find_update, parse_mark
from importer.records import Credit, Line


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        pytest.param(
            "Source: Harbour Police published on this website Tuesday 5 December 2023 by A. Editor",
            "full",
            {"source": "Harbour Police", "date_text": "Tuesday 5 December 2023"},
            id="full",
        ),
        pytest.param(
            "Source Department for Fishing published on this site 18th December 2012 BY A. Editor",
            "full",
            {"source": "Department for Fishing", "date_text": "18th December 2012"},
            id="no-colon",
        ),
        pytest.param(
            "Source: Marsh Council published on this site December 21st 2012 published on this site by A. Editor",
            "full",
            {"source": "Marsh Council", "date_text": "December 21st 2012"},
            id="said-twice",
        ),
        pytest.param(
            "Published on our blog 3 May ’19", "full", {"date_text": "3 May ’19"}, id="no-source-and-a-short-year"
        ),
        pytest.param(
            "Source: Marsh Council published on this website 31 June 2023 by A. Editor",
            "full",
            {"source": "Marsh Council", "date_text": "31 June 2023"},
            id="no-such-day",
        ),
        pytest.param("Source: Marsh Council", "source", {"source": "Marsh Council"}, id="source-alone"),
        pytest.param(
            "Source: https://example.org/a", "source", {"url": "https://example.org/a"}, id="source-is-an-address"
        ),
        pytest.param(
            "Source: Marsh Council, 3 May 2019",
            "source",
            {"source": "Marsh Council", "date_text": "3 May 2019"},
            id="source-and-date",
        ),
        pytest.param("Posted on 3 May 2019 by A. Editor", "posted", {"date_text": "3 May 2019"}, id="posted-on"),
        pytest.param("Date: 12/03/2019", "posted", {"date_text": "12/03/2019"}, id="date-label"),
        pytest.param("Published: 2019-03-12T10:00:00Z", "posted", {"date_text": "2019-03-12T10:00:00Z"}, id="iso-time"),
        pytest.param("Last updated 2 April 2025", "updated", {"date_text": "2 April 2025"}, id="updated"),
        pytest.param("12.03.19", "date", {"date_text": "12.03.19"}, id="date-alone"),
        pytest.param("3 May 2019 by A. Editor", "date", {"date_text": "3 May 2019"}, id="date-and-editor"),
        pytest.param(
            "September 26, 2011 - Taxi rules change", "titled", {"date_text": "September 26, 2011"}, id="dated-headline"
        ),
        pytest.param("By A. Writer", "author", {"author": "A. Writer"}, id="author"),
        pytest.param("Written by Ann de Marsh", "author", {"author": "Ann de Marsh"}, id="written-by"),
        pytest.param(
            "By Ann Marsh, Local Democracy Reporter", "author", {"author": "Ann Marsh", "source": ""}, id="a-post"
        ),
        pytest.param(
            "By Ann Marsh, Marsh Paper", "author", {"author": "Ann Marsh", "source": "Marsh Paper"}, id="a-paper"
        ),
    ],
)
def test_a_line_is_a_mark(text: str, kind: str, expected: dict[str, str]) -> None:
    mark = parse_mark(Line(7, text))
    assert mark is not None
    assert mark.kind == kind
    assert mark.credit == Credit(7, text, **expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Source of funding for the school",
        "Sources said 5 May 2019 was wet.",
        "Published research shows 5 May 2019 was wet",
        "5 May 2019 was a day of rain.",
        "Date: to be confirmed",
        "By the sea",
        "By order of the court",
        "Updated rules for boats",
        "May 2019 - a new start",
        "5 May - Walk to School Day",
        "The report was published on this website and read by many.",
        "2023",
    ],
)
def test_a_line_of_text_is_no_mark(text: str) -> None:
    assert parse_mark(Line(1, text)) is None


def test_a_dated_headline_keeps_its_words() -> None:
    mark = parse_mark(Line(1, "26/09/11: Taxi rules – what changes?"))
    assert mark is not None
    assert mark.title == "Taxi rules – what changes?"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Cedit: Marsh Paper", {"source": "Marsh Paper"}, id="mistyped"),
        pytest.param("Thanks and credit to the MPCC", {"source": "MPCC"}, id="thanks"),
        pytest.param(
            "With thanks Action for Boats https://example.org/x",
            {"source": "Action for Boats", "url": "https://example.org/x"},
            id="address",
        ),
        pytest.param("Credits: www.example.org", {"url": "https://www.example.org"}, id="address-without-scheme"),
        pytest.param(
            "Article reported by Ann Writer for the Marsh Paper.",
            {"author": "Ann Writer", "source": "the Marsh Paper"},
            id="writer-and-paper",
        ),
        pytest.param("Written by Ann Writer", {"author": "Ann Writer"}, id="writer-alone"),
        pytest.param("By Ann Writer, Head of Policy", {"author": "Ann Writer", "source": ""}, id="writer-and-post"),
        pytest.param(
            "Originally appeared in Marsh Paper on 3 May 2019",
            {"source": "Marsh Paper", "date_text": "3 May 2019"},
            id="day",
        ),
        pytest.param("Published by Action for Boats, 2019", {"source": "Action for Boats"}, id="year-is-no-name"),
        pytest.param("Courtesy of Marsh Paper", {"source": "Marsh Paper"}, id="courtesy"),
        pytest.param(
            "Thanks to Ann Writer - Marsh Paper for this article",
            {"author": "Ann Writer", "source": "Marsh Paper"},
            id="for-this-article",
        ),
    ],
)
def test_a_line_is_an_end_credit(text: str, expected: dict[str, str]) -> None:
    assert find_end_credit(Line(9, text)) == Credit(9, text, **expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Thanks",
        "With thanks to all who took part",
        "Thanks to the children, no one was hurt.",
        "Reported by police on Monday",
        "Edit: we changed the name of the school.",
        "Creditor: none was found.",
        "Audit: the council must do more.",
        "Published in full by order of the court that heard the case.",
    ],
)
def test_a_last_paragraph_is_no_credit(text: str) -> None:
    assert find_end_credit(Line(1, text)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Story updated 2 April 2025", "2 April 2025", id="story-updated"),
        pytest.param("This article was last amended on 2 April 2025.", "2 April 2025", id="amended"),
        pytest.param("Published 2 April 2025", None, id="published"),
        pytest.param("Updated rules begin 2 April 2025", None, id="text"),
    ],
)
def test_find_update(text: str, expected: str | None) -> None:
    assert find_update(text) == expected


pieces = st.sampled_from(
    ["Source:", "source", "published", "on this website", "by", "Posted", "on", "5 May 2019", "Tuesday",
     "31/02/19", "credit:", "thanks to", "www.example.org", "https://[", "A. Editor", "-", "–", ":", "(", ")",
     "updated", "for this"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(pieces, max_size=10).map(" ".join)))
def test_any_line_is_read_without_a_fault(text: str) -> None:
    line = Line(3, text)
    mark, credit = parse_mark(line), find_end_credit(line)
    assert mark is None or mark.credit.line == 3
    assert credit is None or credit.line == 3
    assert find_update(text) is None or "20" in text
