"""What an undated text proves of its date, and what it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.dates import is_iso_date
from importer.inference import find_relative_days, infer_date, named_years


@pytest.mark.parametrize(
    ("title", "paragraphs", "expected"),
    [
        pytest.param(
            "Report", ["Out today (Monday 29 April).", "It is of 2024."], "2024-04-29", id="weekday-fits-one-named-year"
        ),
        pytest.param(
            "Report", ["Out today (Monday 29 April).", "It is of 2023."], "2024-04-29", id="or-the-year-after-it"
        ),
        pytest.param("Report", ["Out today, 29 April 2024."], "2024-04-29", id="whole-date-beside-today"),
        pytest.param("Report", ["He spoke yesterday (Sunday 28 April 2024)."], "2024-04-29", id="yesterday"),
        pytest.param("Report", ["It opens tomorrow, 1 May 2024."], "2024-04-30", id="tomorrow"),
        pytest.param("Report", ["She spoke last night (31 December 2023)."], "2024-01-01", id="across-new-year"),
        pytest.param(
            "Boating Rules 2020",
            ["On 17th June, the Boating Rules 2020 were published.", "They begin in September 2020."],
            "2020-06-17",
            id="edition",
        ),
    ],
)  # fmt: skip
def test_a_text_proves_its_date(title: str, paragraphs: list[str], expected: str) -> None:
    inferred = infer_date(title, list(enumerate(paragraphs, 1)))
    assert inferred is not None
    assert inferred.iso == expected
    assert inferred.evidence.startswith("“")


@pytest.mark.parametrize(
    ("title", "paragraphs"),
    [
        pytest.param("Report", ["It was a good day today.", "It is of 2024."], id="today-without-a-day"),
        pytest.param("Report", ["Out today (29 April).", "It is of 2024."], id="no-weekday-and-no-year"),
        pytest.param("Report", ["Out today (Monday 29 April)."], id="no-year-named"),
        pytest.param("Report", ["Out today (Monday 29 April).", "It is of 2018 and 2024."], id="two-years-fit"),
        pytest.param("Report", ["Out today (Tuesday 29 April 2024)."], id="weekday-contradicts"),
        pytest.param("Report", ["Out today (31 June 2024)."], id="no-such-day"),
        pytest.param("Report", ["Out today, 1 May 2024.", "Out today, 2 May 2024."], id="two-proofs-differ"),
        pytest.param("Report", ["The law applies from 28 November 2023."], id="a-rule-that-starts"),
        pytest.param("Report", ["A conference on 3 May 2024."], id="a-date-in-the-text"),
        pytest.param(
            "Exam results 2020",
            ["On 17th June, the results of 2020 were published.", "They are of May 2020."],
            id="results-look-back",
        ),
        pytest.param(
            "Boating Rules 2020", ["On 17th June, the Boating Rules 2020 were published."], id="no-month-of-the-year"
        ),
        pytest.param("", [], id="nothing"),
    ],
)
def test_a_text_proves_nothing(title: str, paragraphs: list[str]) -> None:
    assert infer_date(title, list(enumerate(paragraphs, 1))) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Today (Monday 29 April) we met", [("Today (Monday 29 April)", 0)], id="in-brackets"),
        pytest.param("said yesterday, 8 January 2024, that", [("yesterday, 8 January 2024", 1)], id="after-a-comma"),
        pytest.param("today’s children", [], id="possessive"),
        pytest.param("It rained today. On 3 May it snowed.", [("today", 0)], id="date-of-another-sentence"),
    ],
)
def test_find_relative_days(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(found.text, found.days_before) for found in find_relative_days([(1, text)])] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("In 2019, 2020 and 2019", [2019, 2020], id="each-once"),
        pytest.param("£2,000, 2000,000 and 12019", [], id="sums-of-money"),
        pytest.param("the 2019/20 year", [2019], id="school-year"),
    ],
)
def test_named_years(text: str, expected: list[int]) -> None:
    assert named_years(text) == expected


phrases = st.lists(
    st.sampled_from(
        ["today", "yesterday", "tomorrow", "(", ")", ",", "on", "Monday", "Sunday", "31", "30", "29", "1", "February",
         "June", "December", "2020", "2023", "2099", "1900", "published", ".", "released"]
    ),
    max_size=14,
).map(" ".join)  # fmt: skip


@given(phrases, st.lists(phrases, max_size=3))
def test_what_is_inferred_is_a_day_of_the_calendar(title: str, paragraphs: list[str]) -> None:
    inferred = infer_date(title, list(enumerate(paragraphs, 1)))
    assert inferred is None or is_iso_date(inferred.iso)


def test_day_on_which_a_rule_starts_is_not_that_of_its_publication():
    told = "The department has published Keeping Pupils Safe 2022, to come into force on 1 September 2022."
    assert (
        infer_date("Keeping Pupils Safe 2022 published", [(3, told), (5, "It was consulted on in March 2022.")]) is None
    )
