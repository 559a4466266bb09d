"""Dates as British documents print them: day before month, and never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d{2}"

# Each form with an example; the first that fits at a place wins.
_FORMS = (
    # “Tuesday 5 December 2023”, “5th of December, 2023”, “Fri, 07 Feb 2025”, “3rd May”
    rf"(?:(?P<w1>{_WEEKDAY})\.?,?\s+)?(?:the\s+)?(?P<d1>{_DAY})(?:\s+of)?[\s-]+(?P<m1>{_MONTH})\b(?:\.?,?[\s-]+(?P<y1>{_YEAR})\b)?",
    # “December 21st 2012”, “Monday, September 26, 2011”, “June 17th”
    rf"(?:(?P<w2>{_WEEKDAY})\.?,?\s+)?(?P<m2>{_MONTH})\b\.?\s+(?:the\s+)?(?P<d2>{_DAY})\b(?:,?\s+(?P<y2>{_YEAR})\b)?",
    # “2019-03-12”, “2016/6/29”, “2019-03-12T10:00:00Z”: year first is never read backwards
    rf"(?P<y3>{_YEAR})[-/.](?P<n3>\d{{1,2}})[-/.](?P<d3>\d{{1,2}})(?!\d)",
    # “21/12/12”, “12.03.2019”, “12-03-19”
    rf"(?:(?P<w4>{_WEEKDAY})\.?,?\s+)?(?P<d4>\d{{1,2}})(?P<sep>[-/.])(?P<n4>\d{{1,2}})(?P=sep)(?P<y4>{_YEAR}|\d{{2}})\b",
    # “May 2019”
    rf"(?P<m5>{_MONTH})\b\.?,?\s+(?P<y5>{_YEAR})\b",
)
# Every form begins with a digit or a letter: nothing else is worth trying
_DATE = re.compile(r"(?=[\da-z])(?<![\w/.-])(?:" + "|".join(_FORMS) + r")(?=T\d\d:|(?![\w/]|[.-]\d))", re.IGNORECASE)
# “ at 10.30am”, “ | 14:05”, “T10:00:00Z”, “ at 10am”: the time of day that may stand behind a date
_TIME = re.compile(
    r",?\s*+(?:(?:at\s+|[-–|]\s*|T)?"
    r"(?:\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d{1,9})?)?\s*+(?:am|pm)?"
    r"(?:\s*+(?:GMT|BST|UTC?|Z|[ECMP][SD]T|W?E[SD]?T|CES?T|IST|AE[SD]T|[+-]\d{1,2}:?\d{2}))?|\d{1,2}\s*(?:am|pm)))?",
    re.IGNORECASE,
)
# What feeds print besides, always as the whole of a field
_FEED_FORMS = (
    # “Fri, 07 Feb 25 09:00:49 GMT”, “Friday, 07-Feb-25 09:00:49 GMT”
    rf"(?:(?P<w1>{_WEEKDAY}),?\s+)?(?P<d1>\d{{1,2}})[\s-](?P<m1>{_MONTH})[\s-](?P<y1>\d{{2}})\s+\d{{1,2}}:\d{{2}}\b.{{0,30}}",
    # “Fri Feb  7 09:00:49 2025”, “Fri Feb 07 09:00:49 GMT 2025”
    rf"(?P<w2>{_WEEKDAY})\s+(?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}})\s+\d{{1,2}}:\d{{2}}(?::\d{{2}})?\s+(?:[A-Z+-][A-Z\d:]{{0,7}}\s+)?(?P<y2>{_YEAR})",
    # “20250207T090049Z”
    rf"(?P<y3>{_YEAR})(?P<n3>\d{{2}})(?P<d3>\d{{2}})T\d{{2,6}}(?:Z|[+-]\d{{2}}:?\d{{2}})?",
    # “2025-02”
    rf"(?P<y4>{_YEAR})-(?P<n4>0[1-9]|1[0-2])",
)
_FEED_DATE = re.compile("|".join(_FEED_FORMS), re.IGNORECASE)
_SHORT_YEAR = re.compile(rf"(?P<day>{_DAY})\s+(?P<month>{_MONTH})\s+['’]?(?P<year>\d{{2}})", re.IGNORECASE)


_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as it stands in a text.

    `iso` is empty for a day that is not in the calendar; a day and month without a year have `year` 0 and no `iso`.
    `weekday` counts from Monday 0, None where none is printed. `month_first` says that only 03/25/2019 made sense.
    """

    text: str
    start: int
    end: int
    iso: str
    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int | None = None
    month_first: bool = False

    @property
    def is_impossible(self) -> bool:
        """Does it name a day that no calendar has (31 June 2023)?"""
        return bool(self.year) and not self.iso

    @property
    def calendar_day(self) -> date | None:
        """The day itself, where day, month and year are all printed and real."""
        return date.fromisoformat(self.iso) if len(self.iso) == 10 else None

    @property
    def contradicts_weekday(self) -> bool:
        """Is the printed weekday another than the calendar's? Of ten by-lines in seeds/ two are."""
        return (
            self.weekday is not None and self.calendar_day is not None and self.calendar_day.weekday() != self.weekday
        )


def find_dates(text: str) -> Iterator[PrintedDate]:
    """Every date of a text in order: days with or without a year, months with a year; lone years are none."""
    if not _DIGIT.search(text):
        return
    for match in _DATE.finditer(text):
        yield _printed(match)


def parse_date(text: str) -> PrintedDate | None:
    """The date that the whole text is, a time of day after it allowed; None for anything else."""
    stripped = text.strip(" .,;|")
    match = _DATE.match(stripped)
    if match and _TIME.fullmatch(stripped, match.end()):
        return _printed(match)
    if match := _SHORT_YEAR.fullmatch(stripped):
        day, month = int(re.sub(r"\D", "", match["day"])), _month(match["month"])
        year = _full_year(match["year"])
        return PrintedDate(stripped, 0, len(stripped), _iso(year, month, day), year, month, day)
    if match := _FEED_DATE.fullmatch(stripped):
        return _printed(match)
    if re.fullmatch(_YEAR, stripped):
        return PrintedDate(stripped, 0, 4, stripped, int(stripped))
    return None


def is_iso_date(text: str) -> bool:
    """Is this a day, month or year of the calendar, written as `2023-07-19`, `2023-07` or `2023`?"""
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text, re.ASCII):
        return False
    year, month, day = ([*text.split("-"), "1", "1"])[:3]
    return bool(_iso(int(year), int(month), int(day)))


def british(day: date) -> str:
    """A day as readers here write it: `5 December 2023`."""
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


def nearest_with_weekday(day: date, weekday: int) -> date:
    """The day nearest to `day` that falls on this weekday (0 is Monday); the earlier one of two."""
    return min(
        (day + timedelta(days=offset) for offset in range(-3, 4)), key=lambda d: (d.weekday() != weekday, abs(d - day))
    )


def _printed(match: re.Match[str]) -> PrintedDate:
    groups = {key: value for key, value in match.groupdict().items() if value}
    parts = {key[0]: value for key, value in groups.items() if key != "sep"}
    day = int(re.sub(r"\D", "", parts.get("d", "0")))
    month = int(parts["n"]) if "n" in parts else _month(parts["m"])
    year = _full_year(parts["y"]) if "y" in parts else 0
    month_first = "n" in parts and month > 12 >= day > 0 and "y4" in groups
    if month_first:
        day, month = month, day
    if not year:
        iso = ""
    elif "d" in parts:
        iso = _iso(year, month, day)
    else:
        iso = f"{year}-{month:02}"
    weekday = (
        next((n for n, name in enumerate(WEEKDAYS) if name.casefold().startswith(parts["w"][:3].casefold())), None)
        if "w" in parts
        else None
    )
    return PrintedDate(match[0], match.start(), match.end(), iso, year, month, day, weekday, month_first)


def _month(name: str) -> int:
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name[:3].casefold()))


def _full_year(text: str) -> int:
    """Two digits are of this century, but for the nineties: the field has no web pages from before 1990."""
    year = int(text)
    if year >= 100:
        return year
    return 1900 + year if year >= 90 else 2000 + year


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
