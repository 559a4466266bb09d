"""Dates as British documents print them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from importer.dates import MONTHS, WEEKDAYS, british, find_dates, is_iso_date, nearest_with_weekday, parse_date
from tests.examples import examples


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("5 December 2023", "2023-12-05", id="day-month-year"),
        pytest.param("Tuesday 5 December 2023", "2023-12-05", id="weekday"),
        pytest.param("Tues. 5th of Dec., 2023", "2023-12-05", id="short-names"),
        pytest.param("the 5th of May, 2019", "2019-05-05", id="the-fifth-of"),
        pytest.param("14\u00a0September\u00a02023", "2023-09-14", id="nbsp"),
        pytest.param("December 21st 2012", "2012-12-21", id="month-first-in-words"),
        pytest.param("Monday, September 26, 2011", "2011-09-26", id="american"),
        pytest.param("21/12/12", "2012-12-21", id="slashes"),
        pytest.param("12.03.2019", "2019-03-12", id="dots"),
        pytest.param("12-03-19", "2019-03-12", id="hyphens"),
        pytest.param("1/1/98", "1998-01-01", id="the-nineties"),
        pytest.param("2019-03-12", "2019-03-12", id="iso"),
        pytest.param("2016/6/29", "2016-06-29", id="year-first-is-never-read-backwards"),
        pytest.param("2019-03-12T10:00:00Z", "2019-03-12", id="iso-with-time"),
        pytest.param("Fri, 07 Feb 2025 09:00:49 +0000", "2025-02-07", id="rfc-822"),
        pytest.param("Fri, 7 Feb 25 09:00 GMT", "2025-02-07", id="rfc-822-short-year"),
        pytest.param("Friday, 07-Feb-25 09:00:49 GMT", "2025-02-07", id="rfc-850"),
        pytest.param("Fri Feb  7 23:59:49 2025", "2025-02-07", id="c-library"),
        pytest.param("Fri Feb 07 09:00:49 GMT 2025", "2025-02-07", id="unix"),
        pytest.param("Fri, 07 Feb 2025 23:30:49 EST", "2025-02-07", id="the-printed-day-whatever-the-zone"),
        pytest.param("Sun, 07 Sept 2025 09:00:49 +0100", "2025-09-07", id="sept"),
        pytest.param("2025-02-07T23:59:49.123456-05:00", "2025-02-07", id="iso-with-fraction-and-zone"),
        pytest.param("2025-02-07 09:00:49", "2025-02-07", id="iso-with-space"),
        pytest.param("20250207T090049Z", "2025-02-07", id="iso-basic"),
        pytest.param("2025-02", "2025-02", id="iso-month"),
        pytest.param("Mon, 31 Feb 25 09:00 GMT", "", id="no-such-day-short-year"),
        pytest.param("3 May 2019 at 10.30am", "2019-05-03", id="time-of-day"),
        pytest.param("3 May 2019, 10am", "2019-05-03", id="hour"),
        pytest.param("3 May '19", "2019-05-03", id="short-year"),
        pytest.param("May 2019", "2019-05", id="month"),
        pytest.param("2019", "2019", id="year"),
        pytest.param("29 February 2024", "2024-02-29", id="leap-day"),
        pytest.param("3rd May", "", id="no-year"),
        pytest.param("31 June 2023", "", id="no-such-day"),
        pytest.param("29 February 2023", "", id="no-leap-day"),
        pytest.param("13/13/2019", "", id="no-such-month"),
        pytest.param("2019-00-10", "", id="month-nought"),
        pytest.param("0 May 2019", "", id="day-nought"),
    ],
)
def test_parse_date(text: str, expected: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert found.iso == expected


@pytest.mark.parametrize(
    "text",
    ["", "may", "48", "on 5 May 2019", "5 May 2019 and later", "10 to 12 May 2024", "1.2.3", "24/7/365", "v2.10.19",
     "KCSIE 2020", "1066", "20190312", "Sunday", "10:30"],
)  # fmt: skip
def test_these_are_no_dates(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("From 10 to 12 May 2024 it was shut.", ["12 May 2024"], id="end-of-a-span"),
        pytest.param(
            "It may open on 3 June or in July 2021.", ["3 June", "July 2021"], id="day-without-year-and-month"
        ),
        pytest.param("Sections 1.2.3 and 4.5.6.7, call 01234 567890", [], id="numbers"),
        pytest.param("In 2019 and 2020", [], id="lone-years"),
        pytest.param("see /2019/05/03/page and 2019-05-03", ["2019-05-03"], id="not-in-an-address"),
    ],
)
def test_dates_in_a_text(text: str, expected: list[str]) -> None:
    assert [found.text for found in find_dates(text)] == expected


def test_only_where_no_other_reading_is_left_the_month_stands_first() -> None:
    readings = [(found.iso, found.month_first) for found in find_dates("03/25/2019 03/04/2019")]
    assert readings == [("2019-03-25", True), ("2019-04-03", False)]


@pytest.mark.parametrize(
    ("text", "contradicts"),
    [
        pytest.param("Wednesday 19 July 2023", False, id="right"),
        pytest.param("Tuesday 19 July 2023", True, id="wrong"),
        pytest.param("Thurs 20 July 2023", False, id="short-and-right"),
        pytest.param("19 July 2023", False, id="none-printed"),
        pytest.param("Tuesday 31 June 2023", False, id="no-such-day"),
        pytest.param("Tuesday 19 July", False, id="no-year"),
    ],
)
def test_a_weekday_may_contradict_its_date(text: str, contradicts: bool) -> None:
    found = parse_date(text)
    assert found is not None
    assert found.contradicts_weekday == contradicts


def test_a_day_of_no_calendar_is_told_from_one_without_a_year() -> None:
    assert [found.is_impossible for found in find_dates("31 June 2023; 31 June")] == [True, False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2023-07-19", True), ("2023-07", True), ("2023", True), ("2024-02-29", True), ("2023-02-29", False),
     ("2023-13", False), ("2023-7-1", False), ("0000", False), ("23", False), ("2023-07-19 ", False), ("", False),
     ("２０２３", False), ("2023-07-19T00:00", False)],
)  # fmt: skip
def test_is_iso_date(text: str, expected: bool) -> None:
    assert is_iso_date(text) == expected


days = st.dates(date(1990, 1, 1), date(2089, 12, 31))


@given(days, st.integers(0, 7))
def test_every_printed_form_of_a_day_is_read_back(day: date, form: int) -> None:
    month, weekday = MONTHS[day.month - 1].capitalize(), WEEKDAYS[day.weekday()]
    printed = (
        british(day),
        f"{weekday} {british(day)}",
        f"{weekday[:3]}, {day.day:02} {month[:3]} {day.year} 09:00:49 +0000",
        f"{month} {day.day}, {day.year}",
        f"{day.day:02}/{day.month:02}/{day.year}",
        f"{day.day}.{day.month}.{day.year % 100:02}",
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
    )[form]
    found = parse_date(printed)
    assert found is not None
    assert found.calendar_day == day
    assert not found.contradicts_weekday


date_like = st.lists(
    st.one_of(
        st.sampled_from(
            [*MONTHS, *WEEKDAYS, *(name[:3] for name in MONTHS), "sept", "of", "the", "th", "st", "T", "at"]
        ),
        st.integers(0, 2200).map(str),
        st.integers(0, 99).map(lambda number: f"{number:02}"),
        st.sampled_from(list("/-., '’()|:\u00a0\n")),
        st.sampled_from(["٣", "３", "²", "Ⅳ"]),
    ),
    max_size=9,
)


@given(st.one_of(date_like.map("".join), date_like.map(" ".join), st.text()))
@example("31/02/2019")
@example("May 2000")
@settings(max_examples=examples(1500))
def test_no_text_gives_a_day_that_is_not_in_the_calendar(text: str) -> None:
    for found in [*find_dates(text), *([parsed] if (parsed := parse_date(text)) else [])]:
        assert not found.iso or is_iso_date(found.iso)
        assert not found.iso or found.iso.startswith(str(found.year))
        assert found.is_impossible == bool(found.year and not found.iso)
        if found.calendar_day:
            assert (found.year, found.month, found.day) == found.calendar_day.timetuple()[:3]
    for found in find_dates(text):
        assert text[found.start : found.end] == found.text


@given(st.text(st.sampled_from("0123456789-"), max_size=11))
def test_an_iso_date_is_one_that_python_reads(text: str) -> None:
    if is_iso_date(text):
        assert re.fullmatch(r"\d{4}(-\d\d){0,2}", text)
        date.fromisoformat((text + "-01-01")[:10])


@given(days, st.integers(0, 6))
def test_the_nearest_day_with_a_weekday_is_within_three_days(day: date, weekday: int) -> None:
    nearest = nearest_with_weekday(day, weekday)
    assert nearest.weekday() == weekday
    assert abs(nearest - day) <= timedelta(days=3)


@pytest.mark.parametrize(
    "flood", ["1 " * 50_000, "may " * 25_000, "1/" * 50_000, "Monday, " * 12_000, " " * 100_000, "1" * 100_000]
)
def test_a_flood_of_half_dates_is_searched_at_once(flood: str) -> None:
    assert list(find_dates(flood)) == []
