"""Newsletters that open with a list of what is in them; each entry stands again as the headline of its article.

    Harbour Safeguarding Partnership
    Practitioner Bulletin – Issue 17 – October 2022

    In this issue
    1. Learning from a review
    2. New neglect toolkit

    1. Learning from a review

    The partnership has …

A report's list of contents is another thing: it names the parts of one document, and says “Contents”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from importer.credits import Mark, parse_mark
from importer.dates import find_dates
from importer.layouts.newsfeed import find_clusters
from importer.layouts.page_frame import copyright_owner, header_names
from importer.records import Credit, Document, Item, Line, Note, Split
from importer.shapes import bullet_text, is_furniture, is_prose, number_text, weak_bullet_text
from importer.text import fold, is_blank, matches_list, quote, word_count, words

_LABEL = re.compile(
    r"(?:in|inside)\s+th(?:is|e)\s+(?:month[’']s\s+|week[’']s\s+|term[’']s\s+)?(?:bulletin|edition|issue|newsletter)\s*[:…]?"
    r"|in\s+this\s+(?:bulletin|edition|issue|newsletter)\b.{0,30}:",
    re.IGNORECASE,
)
# “New neglect toolkit ........ 3”, “New neglect toolkit (page 3)”
_PAGE = re.compile(
    r"(?:(?:(?<!\s)\s++)?(?<![.…·_])[.…·_]{2,}+\s*+|(?<!\s)\s++-++\s++|(?:(?<!\s)\s++)?\(?\bp(?:age|\.)?\s*+)\d{1,3}\)?$",
    re.IGNORECASE,
)
_LEAST_ARTICLES = 2
_MOST_ENTRIES = 40
_MOST_ENTRY_WORDS = 25
_MOST_ENTRY_CHARACTERS = 300
_MOST_LABELS = 5
_MOST_PLACES = 50  # where one line stands
_MOST_CREDITS = 3
_MOST_FOOTER_WORDS = 60


@dataclass(frozen=True, slots=True)
class _Contents:
    """The list of what is in an issue: where its label stands, where its last entry, and where each article begins."""

    first: int
    last: int
    starts: tuple[int, ...]


def find_items(document: Document) -> Split | None:
    """The articles that the list of contents names; None where there is none, or where by-lines tell better."""
    lines = [line for line in document.lines if not is_blank(line.text)]
    contents = _find_contents(lines)
    if contents is None or any(cluster.is_full for cluster in find_clusters(lines)):
        return None
    header = lines[: contents.first]
    publishers = tuple(name for name in (copyright_owner(document.lines), *header_names(header)) if name)
    issue = _issue_day(header)
    footer = _footer(lines, contents.starts[-1])
    items = []
    for start, end in zip(contents.starts, [*contents.starts[1:], footer], strict=True):
        marks = list(_marks_below(lines[start + 1 : end]))
        credits = tuple(_credit(mark) for mark in marks)
        if issue and not any(credit.date_text for credit in credits):
            credits = (*credits, issue)
        printed = {mark.credit.line for mark in marks}
        body = document.lines[lines[start].number : lines[end - 1].number]
        items.append(
            Item(
                document=document.path,
                line=lines[start].number,
                title=_entry(lines[start].text),
                body=tuple(line for line in body if line.number not in printed),
                publishers=publishers,
                credits=credits,
            )
        )
    return Split("newsletter", tuple(items), tuple(_notes(document, lines, contents, footer)))


def _find_contents(lines: Sequence[Line]) -> _Contents | None:
    """The list under a label whose entries stand again below it, in their order and with text under them.

    It ends where its first entry stands again, or before that where sentences begin.
    """
    labels = [at for at, line in enumerate(lines) if _LABEL.fullmatch(fold(line.text))][:_MOST_LABELS]
    keys = [_key(line.text) for line in lines] if labels else []
    places: dict[tuple[str, ...], list[int]] = {}
    for at, key in enumerate(keys):
        places.setdefault(key, []).append(at)
    for label in labels:
        starts: list[int] = []
        last = label
        for at in range(label + 1, min(len(lines), label + 1 + _MOST_ENTRIES)):
            if at in starts[:1] or not keys[at] or is_prose(lines[at].text):
                break
            after = max(at, *starts) if starts else at
            found = next((place for place in islice(places[keys[at]], _MOST_PLACES) if place > after), None)
            if found is not None:
                starts.append(found)
                last = at
        if len(starts) < _LEAST_ARTICLES or len(starts) * 3 < (last - label) * 2:
            continue
        if starts[0] > last and _have_text(lines, starts):
            return _Contents(label, last, tuple(starts))
    return None


def _have_text(lines: Sequence[Line], starts: Sequence[int]) -> bool:
    """Has nearly every entry a paragraph below it? The dates of a diary are none."""
    parts = zip(starts, [*starts[1:], len(lines)], strict=True)
    told = [any(is_prose(line.text) for line in lines[start + 1 : end]) for start, end in parts]
    return sum(told) >= max(_LEAST_ARTICLES, len(told) - 1)


def _entry(text: str) -> str:
    """An entry or a headline without its number, its bullet and the number of its page."""
    numbered, bulleted = number_text(text), bullet_text(text) or weak_bullet_text(text)
    plain = numbered[2] if numbered else bulleted[1] if bulleted else text
    return fold(_PAGE.sub("", fold(plain)))


def _key(text: str) -> tuple[str, ...]:
    is_long = len(text) > _MOST_ENTRY_CHARACTERS or word_count(text) > _MOST_ENTRY_WORDS
    return () if is_long else tuple(words(_entry(text)))


def _marks_below(lines: Sequence[Line]) -> Iterator[Mark]:
    """What stands directly under a headline to credit its article; a day alone may be that of an event."""
    for line in lines[:_MOST_CREDITS]:
        mark = parse_mark(line)
        if mark is None or mark.kind not in {"source", "posted", "updated", "author"}:
            return
        yield mark


def _credit(mark: Mark) -> Credit:
    if mark.kind != "updated":
        return mark.credit
    return replace(mark.credit, date_text="", updated_text=mark.credit.date_text)


def _issue_day(header: Sequence[Line]) -> Credit | None:
    """The issue's own day or month, for the articles that state none; none where the header names several."""
    found = [(line, date) for line in header for date in find_dates(line.text) if date.year and date.iso[5:7]]
    if len({date.iso for _, date in found}) != 1:
        return None
    line, date = found[0]
    return Credit(line.number, fold(line.text), inferred_text=date.text)


def _footer(lines: Sequence[Line], last_start: int) -> int:
    """Where the newsletter speaks of itself at its end (“You are receiving this …”), and no text comes after it."""
    footer = len(lines)
    for at in range(len(lines) - 1, last_start + 1, -1):
        is_footer = word_count(lines[at].text) <= _MOST_FOOTER_WORDS and matches_list(lines[at].text, "mail_footers")
        if is_footer:
            footer = at
        elif is_prose(lines[at].text) and not is_furniture(lines[at].text):
            break
    return footer


def _is_sentence(line: Line) -> bool:
    return is_prose(line.text)


def _notes(document: Document, lines: Sequence[Line], contents: _Contents, footer: int) -> Iterator[Note]:
    if contents.first:
        what = f"left out the page's header, {contents.first} lines from {quote(lines[0].text)}"
        yield Note(document.path, lines[0].number, what)
    count = contents.last - contents.first
    what = f"left out the list of contents, {count} entries under {quote(lines[contents.first].text)}"
    yield Note(document.path, lines[contents.first].number, what)
    headlines = {_key(lines[at].text) for at in contents.starts}
    for line in lines[contents.first + 1 : contents.last + 1]:
        if _key(line.text) not in headlines:
            what = f"the list of contents names {quote(line.text)}, which is no headline below"
            yield Note(document.path, line.number, what, "If its article is missing, add it.")
    for line in [*filter(_is_sentence, lines[: contents.first]), *lines[contents.last + 1 : contents.starts[0]]]:
        mend = "If it is part of one, add it to that page." if _is_sentence(line) else ""
        yield Note(document.path, line.number, f"{quote(line.text)} belongs to no article", mend)
    if footer < len(lines):
        what = f"left out the newsletter's footer, {len(lines) - footer} lines from {quote(lines[footer].text)}"
        yield Note(document.path, lines[footer].number, what)
