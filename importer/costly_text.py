"""What a page's text may not hold because the program that renders it would take minutes over it, or break down.

Python-Markdown looks for the end of each thing that begins: 20 KB of opened brackets take half a minute, 500 KB hours.
Each further heading of the same words takes longer than the one before, and six hundred lists within one another end
the build. Nobody writes such texts to be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from importer.combining_marks import find_surplus_marks
from importer.limits import (
    MOST_FOOTNOTES,
    MOST_HEADINGS,
    MOST_MARKS,
    MOST_NESTED_LISTS,
    MOST_OPEN_BRACKETS,
    MOST_PARAGRAPHS,
)
from importer.records import Note

_GAP = re.compile(r"\n(?:[ \t]*+\n)++")
_HEADING = re.compile(r"^(?:#|[=-]+[ \t]*+$)", re.MULTILINE)
_FOOTNOTE = re.compile(r"^ {0,3}\[\^[^\]\n]*+\]:", re.MULTILINE)
# A round bracket waits for its end only behind a square one
_BRACKET = re.compile(r"\]\(|[\[\])<>]")
_CLOSES = {"]": "[", ")": "(", ">": "<"}
_LIST_MARK = r"(?:[-*+]|\d{1,9}[.)])[ \t]"
# “1. 1. 1. …” on one line, or an entry that is indented as far as only a list deep within others is
_NESTED_LISTS = re.compile(
    rf"^[ \t>]*+(?:{_LIST_MARK}[ \t]*){{{MOST_NESTED_LISTS + 1}}}"
    rf"|^(?: {{4}}|\t){{{MOST_NESTED_LISTS}}}[ \t]*+{_LIST_MARK}",
    re.MULTILINE,
)


def find_costly_text(text: str, name: str) -> Iterator[Note]:
    """A complaint for each limit that a page goes beyond, at the first place where it does; the header counts too."""
    for pattern, most, what in (
        (_GAP, MOST_PARAGRAPHS, "paragraphs"),
        (_HEADING, MOST_HEADINGS, "headings"),
        (_FOOTNOTE, MOST_FOOTNOTES, "footnotes"),
    ):
        surplus = next(islice(pattern.finditer(text), most, None), None)
        if surplus:
            yield _note(text, name, surplus.start(), f"the page has more than {most:,} {what}", "Split the page.")
    for find in (_find_open_brackets, _find_nested_lists, _find_marks):
        yield from find(text, name)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where each paragraph begins and ends."""
    start = 0
    for gap in _GAP.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _find_open_brackets(text: str, name: str) -> Iterator[Note]:
    """Brackets that wait for their end: each is held against all that follows in its paragraph."""
    if max(map(text.count, ("[", "](", "<"))) <= MOST_OPEN_BRACKETS:
        return
    for start, end in _paragraphs(text):
        depths = dict.fromkeys("[(<", 0)
        for found in _BRACKET.finditer(text, start, end):
            bracket = found[0][-1]
            if closed := _CLOSES.get(found[0][0]):
                depths[closed] = max(0, depths[closed] - 1)
            if bracket not in depths:
                continue
            depths[bracket] += 1
            if depths[bracket] > MOST_OPEN_BRACKETS:
                what = f"more than {MOST_OPEN_BRACKETS} brackets “{bracket}” of a paragraph are not closed"
                mend = f"Close them, or write `&#{ord(bracket)};` for each “{bracket}” that is text."
                yield _note(text, name, found.start(), what, mend)
                return


def _find_nested_lists(text: str, name: str) -> Iterator[Note]:
    if found := _NESTED_LISTS.search(text):
        what = f"more than {MOST_NESTED_LISTS} lists stand one within another"
        yield _note(text, name, found.start(), what, "Take some of the marks or spaces at the line's start out.")


def _find_marks(text: str, name: str) -> Iterator[Note]:
    for at in find_surplus_marks(text):
        what = f"a letter has more than {MOST_MARKS} accents or other marks on it"
        yield _note(text, name, at, what, "Delete the word and type it anew.")
        return


def _note(text: str, name: str, at: int, what: str, mend: str) -> Note:
    return Note(name, text.count("\n", 0, at) + 1, what, mend, at - text.rfind("\n", 0, at))
