"""What is wrong with a page's dates though they are dates: the future, the past, words that prove another day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from importer.dates import WEEKDAYS, PrintedDate, british, find_dates, is_iso_date, nearest_with_weekday
from importer.frontmatter import is_whole_day
from importer.header import Header, Where
from importer.page_keys import EARLIEST
from importer.records import Note
from importer.text import quote

_DAY, _MONTH = len("2023-12-05"), len("2023-12")


def check_dates(header: Header, today: date) -> Iterator[Note]:
    """Every complaint about dates that are written rightly; the others are the header's."""
    for key in ("date", "updated"):
        day = header.text(key)
        if not is_iso_date(day):
            continue
        if day > today.isoformat():
            yield header.note_at((key,), f"“{day}” is in the future", "Correct the date.")
        elif day < EARLIEST:
            yield header.note_at((key,), f"“{day}” is before {EARLIEST}", "Correct the date.")
    day, updated = header.text("date"), header.text("updated")
    yield from _basis_complaints(header, day)
    if is_iso_date(day) and is_iso_date(updated) and updated < day[: len(updated)] and not _is_noted(header, "updated"):
        mend = "Correct one of the two, or say in `notes:` that the text has it so."
        yield header.note_at(("updated",), f"“updated: {updated}” is before the page's date", mend)
    if is_iso_date(day):
        yield from _evidence_complaints(header, day)
    yield from _decision_complaints(header, today)


def _basis_complaints(header: Header, day: str) -> Iterator[Note]:
    basis = header.text("date_basis")
    if day and not header.has("date_basis"):
        mend = "Add `date_basis: stated` if the source prints it, else `inferred`."
        yield header.note_at_key(("date",), "“date:” has no “date_basis:”", mend)
    if basis and not day and (not header.has("date") or "date" in header.values):
        mend = "Add the date, or take the basis out."
        yield header.note_at_key(("date_basis",), "“date_basis:” stands without a “date:”", mend)
    if basis == "inferred" and (not header.has("date_evidence") or header.values.get("date_evidence") == ""):
        mend = "Quote the words that support it."
        yield header.note_at(("date_basis",), "an inferred date has no “date_evidence:”", mend)


def _evidence_complaints(header: Header, day: str) -> Iterator[Note]:
    """Where the source states the date: its words must print that date, no other and none less exact.

    What is inferred may rest on words that print another date, or none.
    """
    where: Where = ("date_evidence",)
    printed = [each for each in find_dates(header.text("date_evidence")) if each.year]
    if len(printed) != 1 or header.text("date_basis") != "stated":
        return
    (proof,) = printed
    if proof.contradicts_weekday and not _is_noted(header, proof.text):
        yield header.note_at(where, _weekday_fault(proof), _weekday_mend(proof))
    if not proof.iso:
        mend = "Compare it with the source: correct it, or say in `notes:` that the source prints it so."
        if not _is_noted(header, proof.text):
            yield header.note_at(where, f"{quote(proof.text)} is not in the calendar", mend)
    elif proof.iso[:_MONTH] == day and len(proof.iso) == _DAY:
        what = f"“date: {day}” is less exact than its evidence"
        yield header.note_at(("date",), what, f"Write `date: {proof.iso}`.")
    elif day[: len(proof.iso)] == proof.iso and len(day) > len(proof.iso):
        what = f"“date: {day}” is more exact than its evidence, which prints {quote(proof.text)}"
        yield header.note_at(("date",), what, f"Write `date: {proof.iso}`, or the words that print the day.")
    elif not proof.iso.startswith(day) and not _is_noted(header, proof.text):
        what = f"“date: {day}” is not the date of its evidence, {quote(proof.text)}"
        yield header.note_at(("date",), what, f"Did you mean {proof.iso}? Correct the date or the evidence.")


def _is_noted(header: Header, text: str) -> bool:
    """Does a doubt under `notes:` speak of it already?"""
    plain = text.casefold()
    return any(plain in entry.casefold() for _, entry in header.entries("notes"))


def _weekday_fault(proof: PrintedDate) -> str:
    day = proof.calendar_day
    return f"{quote(proof.text)} was a {WEEKDAYS[day.weekday()]}" if day else ""


def _weekday_mend(proof: PrintedDate) -> str:
    day, weekday = proof.calendar_day, proof.weekday
    if day is None or weekday is None:
        return ""
    near = nearest_with_weekday(day, weekday)
    return (
        f"Compare it with the source: perhaps {WEEKDAYS[weekday]} {british(near)} is meant. "
        "If the source prints it so, say it in `notes:`."
    )


def _decision_complaints(header: Header, today: date) -> Iterator[Note]:
    """Days on which editors decided something, and by which they wanted to look again."""
    for key in ("cleared", "withdrawn"):
        value = header.values.get(key)
        many = isinstance(value, list)
        for number, record in enumerate(value if isinstance(value, list) else [value]):
            on = record.get("on") if isinstance(record, dict) else None
            if not (isinstance(on, str) and is_whole_day(on)):
                continue
            where = (key, number, "on") if many else (key, "on")
            if on > today.isoformat():
                yield header.note_at(where, f"“{on}” is in the future", "Write the day of the decision.")
            elif on < header.text("date"):
                what = f"“{on}” is before the page's own date"
                yield header.note_at(where, what, "Write the day of the decision.")
    review_by = header.text("review_by")
    if is_whole_day(review_by) and review_by < today.isoformat() and "withdrawn" not in header.values:
        what = f"the page was to be looked at again by {british(date.fromisoformat(review_by))}"
        mend = "Read it anew, mend what has changed, and write a later `review_by:`, or take the line out."
        yield replace(header.note_at(("review_by",), what, mend), is_reminder=True)
