"""What a page may not hold because the programs that read it would take minutes over it, or break down.

Python-Markdown takes longer over each further heading of the same words, 40 microseconds over the smallest paragraph,
and six hundred lists within one another end the build. Nobody writes such texts to be read. What it is slow on besides
is told where a page is rendered to be checked (`rendered_body.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from importer.combining_marks import find_surplus_marks
from importer.limits import (
    MOST_HEADING_CHARACTERS,
    MOST_HEADINGS,
    MOST_MARK_STEPS,
    MOST_MARKS,
    MOST_NESTED_LISTS,
    MOST_PARAGRAPHS,
)
from importer.records import Note

_GAP = re.compile(r"\n(?:[ \t]*+\n)++")
_HEADING = re.compile(r"^(?:#|[=-]+[ \t]*+$)", re.MULTILINE)
_LONG_HEADING = re.compile(
    rf"^(?:#[^\n]{{{MOST_HEADING_CHARACTERS},}}|[^\n]{{{MOST_HEADING_CHARACTERS},}}+\n[=-]+[ \t]*+$)", re.MULTILINE
)
# What Python-Markdown looks for within the words of a paragraph
_MARKS = "\\`*_[<&"
_TABLE = re.compile(r"\|[^\n]*\n\|[ :|-]+(?:\n|\Z)")
_BULLET = re.compile(r"\n[ ]*[-*+][ ]")
_NUMBER = re.compile(r"\n[ ]*\d{1,9}\.[ ]")
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
    ):
        surplus = next(islice(pattern.finditer(text), most, None), None)
        if surplus:
            yield _note(text, name, surplus.start(), f"the page has more than {most:,} {what}", "Split the page.")
    if long := _LONG_HEADING.search(text):
        what = f"a heading has more than {MOST_HEADING_CHARACTERS:,} characters"
        yield _note(text, name, long.start(), what, "Shorten it, or put an empty line below its first words.")
    for find in (_find_nested_lists, _find_marks, _find_marked_paragraph):
        yield from find(text, name)


def _find_nested_lists(text: str, name: str) -> Iterator[Note]:
    if found := _NESTED_LISTS.search(text):
        what = f"more than {MOST_NESTED_LISTS} lists stand one within another"
        yield _note(text, name, found.start(), what, "Take some of the marks or spaces at the line's start out.")


def _find_marked_paragraph(text: str, name: str) -> Iterator[Note]:
    """Python-Markdown goes through the whole of a paragraph again for each mark in it: 48 seconds for one of 400 KB."""
    if len(text) ** 2 <= MOST_MARK_STEPS:
        return
    steps = at = 0
    for piece in (piece for part in _GAP.split(text) for piece in _pieces(part)):
        steps += sum(piece.count(sign) for sign in _MARKS) * len(piece)
        if steps > MOST_MARK_STEPS:
            what = "the paragraphs up to here have too many marks for their length"
            start = text.index(piece.strip(), at)
            yield _note(text, name, start, what, "Take marks out, or part the paragraphs by empty lines.")
            return
        at += len(piece)


def _pieces(part: str) -> list[str]:
    """The rows of a table and the entries of a list, which are looked through one by one; else the whole."""
    if _TABLE.match(part):
        return part.split("\n")
    mark = next((mark for mark in (_BULLET, _NUMBER) if mark.match(f"\n{part}")), None)
    return mark.split(part) if mark else [part]


def _find_marks(text: str, name: str) -> Iterator[Note]:
    for at in find_surplus_marks(text):
        what = f"a letter has more than {MOST_MARKS} accents or other marks on it"
        yield _note(text, name, at, what, "Delete the word and type it anew.")
        return


def _note(text: str, name: str, at: int, what: str, mend: str) -> Note:
    return Note(name, text.count("\n", 0, at) + 1, what, mend, at - text.rfind("\n", 0, at))
