"""A date that an undated text proves, with the words that prove it; nothing where it does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from importer.dates import MONTHS, WEEKDAYS, PrintedDate, find_dates
from importer.text import fold

_YEAR = re.compile(r"(?<![\d£$€.,])(?:19|20)\d\d(?!\d|[.,]\d{3})")
_RELATIVE_DAY = {"today": 0, "this morning": 0, "tonight": 0, "yesterday": 1, "last night": 1, "tomorrow": -1}
# “today (Monday 29 April)”, “yesterday, 8 January 2024,”, “today, Tuesday 3 May”
_RELATIVE = re.compile(r"\b(today|this morning|tonight|yesterday|last night|tomorrow)\b(?![’'])", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,(–—-]*(?:on\s+)?[\s(]*")
_RELEASED = re.compile(r"\b(?:published|released|issued|launched)\b", re.IGNORECASE)
# What appears long after the year that it is named for
_LOOKS_BACK = re.compile(
    r"\b(?:results?|figures?|statistics|data|census|survey|accounts|annual report)\b", re.IGNORECASE
)
# “published …, to come into force on 1 September”: the day of a rule's start is not that of its publication
_LOOKS_AHEAD = re.compile(
    r"\b(?:force|effect|appl(?:y|ies)|starts?|begins?|until|deadline|closes|closing|ends?|to be|will|from)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])[”’\"']*\s+(?=[A-Z“‘\"'(])")


@dataclass(frozen=True, slots=True)
class InferredDate:
    """An ISO date and the quotation that supports it."""

    iso: str
    evidence: str


@dataclass(frozen=True, slots=True)
class RelativeDay:
    """“today (Monday 29 April)” in a text: the words, how many days before publication, and the date in it if any."""

    text: str
    days_before: int
    date: PrintedDate | None
    line: int


def find_relative_days(lines: Iterable[tuple[int, str]]) -> Iterator[RelativeDay]:
    """Each “today”, “yesterday” or “tomorrow” of a text, with the date that stands directly after it, if one does."""
    for number, text in lines:
        dates = list(find_dates(text))
        for match in _RELATIVE.finditer(text):
            gap = _BETWEEN.match(text, match.end())
            found = next((day for day in dates if gap and match.end() < day.start <= gap.end()), None)
            end = found.end if found else match.end()
            close = ")" if found and text[end : end + 1] == ")" else ""
            yield RelativeDay(text[match.start() : end] + close, _RELATIVE_DAY[match[1].casefold()], found, number)


def infer_date(title: str, paragraphs: Sequence[tuple[int, str]]) -> InferredDate | None:
    """The day of publication that an undated text proves; `paragraphs` are line numbers and texts.

    Two proofs are accepted, and each must leave no second reading:
    - “today (Monday 29 April)”: the weekday fits one year alone among those that the text names and the years after
      them (seeds/001_….txt:17); a date with its year beside “today” needs no more.
    - “Released on 17th June, … 2020 was published”: the sentence and the headline name one year, the edition's, and
      the text names a month of that year besides (seeds/003_….txt:46).
    """
    whole = f"{title}\n" + "\n".join(text for _, text in paragraphs)
    return _from_relative_day(whole, paragraphs) or _from_edition(title, whole, paragraphs)


def named_years(text: str) -> list[int]:
    """The years that a text names, in order, each once."""
    return list(dict.fromkeys(int(year) for year in _YEAR.findall(text)))


def _from_relative_day(whole: str, paragraphs: Sequence[tuple[int, str]]) -> InferredDate | None:
    proofs: dict[date, InferredDate] = {}
    for relative in find_relative_days(paragraphs):
        printed = relative.date
        if printed is None or not printed.day:
            continue
        if printed.year:
            days = [] if printed.contradicts_weekday or printed.calendar_day is None else [printed.calendar_day]
            reason = ""
        elif printed.weekday is not None:
            named = named_years(whole)
            days = [
                day
                for year in sorted({*named, *(year + 1 for year in named)})
                if (day := _day(year, printed)) and day.weekday() == printed.weekday
            ]
            latest = days[0].year if days else 0
            before = max((year for year in named if year <= latest), default=0)
            month, weekday = MONTHS[printed.month - 1].capitalize(), WEEKDAYS[printed.weekday]
            said = f"{printed.day} {month} was a {weekday} in {latest}"
            reason = f"; the text names {before}, and {said}" if before and before != latest else f"; {said}"
        else:
            continue
        if len(days) == 1:
            published = days[0] + timedelta(days=relative.days_before)
            proofs[published] = InferredDate(published.isoformat(), f"“{fold(relative.text)}”{reason}")
    return next(iter(proofs.values())) if len(proofs) == 1 else None


def _from_edition(title: str, whole: str, paragraphs: Sequence[tuple[int, str]]) -> InferredDate | None:
    title_years = named_years(title)
    if len(title_years) != 1 or _LOOKS_BACK.search(title):
        return None
    year = title_years[0]
    if not any(day.year == year and day.iso and not day.day for day in find_dates(whole)):
        return None
    for _, text in paragraphs[:2]:
        for sentence in _SENTENCE.split(text):
            days = [day for day in find_dates(sentence) if day.day and day.year in {0, year}]
            if len(days) != 1 or named_years(sentence) != [year]:
                continue
            if _LOOKS_BACK.search(sentence) or _LOOKS_AHEAD.search(sentence):
                continue
            printed = days[0]
            day = _day(year, printed)
            fits = day is not None and printed.weekday in {None, day.weekday()}
            if (
                day
                and fits
                and _RELEASED.search(sentence)
                and re.search(r"\b[Oo]n\s+(?:the\s+)?$", sentence[: printed.start])
            ):
                return InferredDate(day.isoformat(), f"“on {printed.text}”; the headline names {year}")
    return None


def _day(year: int, printed: PrintedDate) -> date | None:
    try:
        return date(year, printed.month, printed.day)
    except ValueError:
        return None
