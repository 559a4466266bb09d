"""What is wrong with a page's text: its headings, raw HTML, and a content note that it needs and has not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from importer.body import Body, Heading
from importer.content_notes import CLEARED_AS, WarningRules, find_content_notes
from importer.header import Header
from importer.records import Note
from importer.text import quote

_MISPLACED = re.compile(
    r"^(?:(?P<decision>withdrawn|cleared|review_by):(?=[ \n]|\Z)|(?:<{7}|>{7}|\|{7}) |={7}$)", re.MULTILINE
)
_FIRST_RANK = 2  # the headline is the page's first rank


def check_body(header: Header, body: Body, warnings: WarningRules | None) -> Iterator[Note]:
    """Every complaint about the text itself; `warnings` is None where no content note can be needed."""
    yield from _heading_complaints(header.path, body.headings())
    yield from _html_complaints(header.path, body)
    yield from _misplaced_complaints(header)
    if warnings and header.is_there and "withdrawn" not in header.values:
        yield from _content_note_complaints(header, warnings)


def _heading_complaints(path: str, headings: Sequence[Heading]) -> Iterator[Note]:
    above = _FIRST_RANK - 1
    for heading in headings:
        rank = heading.rank
        if rank < _FIRST_RANK:
            sign = "a line over “=” does" if heading.is_underlined else "a line that begins with “#” does"
            what = f"{quote(heading.text)} becomes a second headline: {sign}"
            mend = f"Write `## {_short(heading.text)}`, or `&#35;` for “#” if it is no heading."
            if heading.is_underlined:
                mend = f"Write `## {_short(heading.text)}`, and take the line below it out."
            elif not heading.has_space:
                mend = "Write `&#35;` for “#”; if it is a heading, `## ` with a space."
            yield Note(path, heading.line, what, mend, heading.column)
            continue
        if rank > above + 1:
            marks, fit = "#" * rank, "#" * (above + 1)
            place = f"the heading above it has “{'#' * above}”" if above >= _FIRST_RANK else "it is the first one"
            what = f"the heading {quote(heading.text)} has “{marks}”, but {place}"
            yield Note(path, heading.line, what, f"Begin it with `{fit} `.", heading.column)
        above = rank


def _misplaced_complaints(header: Header) -> Iterator[Note]:
    """Lines that do nothing in a text: decisions, which belong into the header, and what a merge left behind."""
    line, counted_to = header.body_line, 0
    for found in _MISPLACED.finditer(header.body):
        line += header.body.count("\n", counted_to, found.start())
        counted_to = found.start()
        if key := found["decision"]:
            what = f"“{key}:” stands in the text, where it does nothing"
            yield Note(header.path, line, what, "Move it up into the header, above the second line `---`.", 1)
        else:
            what = f"“{found[0][:7]}” is what a merge left behind"
            mend = "Keep what is right of the two versions, and take the lines with these marks out."
            yield Note(header.path, line, what, mend, 1)


def _short(text: str) -> str:
    return quote(text)[1:-1]


def _html_complaints(path: str, body: Body) -> Iterator[Note]:
    """One complaint for each piece of HTML, that of its opening; what closes it goes with it."""
    opened: set[str] = set()
    for tag in body.tags():
        name = tag.name.casefold()
        if name.startswith("/") and name[1:] in opened:
            continue
        opened.add(name)
        if name == "!--":
            what, mend = (
                "an HTML comment stands in the text",
                "Take it out; what editors should know goes into `notes:`.",
            )
        else:
            what = f"HTML stands in the text: “<{tag.name}”"
            mend = "Write it as Markdown, or `&lt;` for “<” if readers should see it."
        yield Note(path, tag.line, what, mend, tag.column)


def _content_note_complaints(header: Header, warnings: WarningRules) -> Iterator[Note]:
    """Nothing where the page has a content note, whatever it says: what a text describes is an editor's judgement."""
    is_broken = header.has("content_note") and "content_note" not in header.values
    if header.text("content_note").strip() or is_broken or _is_cleared(header):
        return
    told = find_content_notes(header.text("title"), header.body, warnings)
    if told:
        note = told[0] if len(told) == 1 else ", ".join(told[:-1]) + " and " + told[-1]
        what = f"the text may describe {note} in detail, and has no “content_note:”"
        mend = (
            f"Add `content_note: Describes {note}.` If it does not, say so: "
            f"`cleared: {{by: …, on: …, reason: …, rules: [{CLEARED_AS}]}}`."
        )
        yield Note(header.path, 1, what, mend)


def _is_cleared(header: Header) -> bool:
    """Did an editor decide that the text needs no content note? A decision that names no rule settles all."""
    cleared = header.values.get("cleared") or []
    decisions = [each for each in (cleared if isinstance(cleared, list) else [cleared]) if isinstance(each, dict)]
    return any(not each.get("rules") or CLEARED_AS in each["rules"] for each in decisions)
