"""A page's words in the pieces that the rules of care look at: sections, paragraphs and sentences, with their lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from importer.records import Article
from importer.references import decode_references
from importer.text import fold

Part = Literal["title", "summary", "date_evidence", "content_note", "notes", "withdrawn", "text"]

_HEADING = re.compile(r"#{1,6}[ \t]")
# What begins a paragraph of its own without an empty line before it: a list item, a row of a table
_ITEM = re.compile(r"^(?:[-*+]|\d{1,9}[.)])[ \t]+|^\|")
_QUOTE_MARKS = re.compile(r"^(?:>[ \t]?)+")
_LINK = re.compile(r"!?\[([^\[\]]{0,1000})\]\([^()\s]{0,2000}\)")
_MARKS = re.compile(r"[*_`|]{1,3}|\\(?=[^\w\s])")
_SENTENCE_END = re.compile(r"[.!?…][\"”’'»)\]]{0,3} (?=[\"“‘'«(\[]{0,2}[^\W_a-z])")
# A full stop after one of these ends no sentence; nor does one after a single capital (“A. Person”).
_SHORT = frozenset("mr mrs ms dr st prof rev sgt insp supt det cllr no vs etc eg ie art sch".split())


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, white space folded, and the line of its part of the page on which it begins."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, heading, list item or row: where it stands, and the section it belongs to, counted from 0."""

    part: Part
    line: int
    section: int
    text: str
    sentences: tuple[Sentence, ...]


def split_article(article: Article) -> tuple[Paragraph, ...]:
    """Everything that readers see of a page's own words: headline, summary, what else its header says, and its text.

    What stands in the header belongs to the first section. Lines are counted from 1 within each part. Of a withdrawn
    page readers see the reason alone.
    """
    if article.withdrawn:
        reason = _paragraph("withdrawn", 0, [(1, article.withdrawn.reason)])
        return (reason,) if reason.sentences else ()
    pieces = [
        _paragraph("title", 0, [(1, article.title)]),
        _paragraph("summary", 0, [(1, article.summary)]),
        _paragraph("date_evidence", 0, [(1, article.date_evidence)]),
        _paragraph("content_note", 0, [(1, article.content_note)]),
        *(_paragraph("notes", 0, [(1, note)]) for note in article.notes),
    ]
    return tuple(piece for piece in (*pieces, *_split_text(article.body)) if piece.sentences)


def _split_text(body: str) -> Iterator[Paragraph]:
    section = 0
    held: list[tuple[int, str]] = []
    for number, line in enumerate(body.split("\n"), 1):
        text = _QUOTE_MARKS.sub("", line.strip(), count=1).strip()
        is_heading = _HEADING.match(text)
        if held and (not text or is_heading or _ITEM.match(text)):
            yield _paragraph("text", section, held)
            held = []
        if is_heading:
            section += 1
            yield _paragraph("text", section, [(number, text.lstrip("#"))])
        elif text:
            held.append((number, _ITEM.sub("", text, count=1)))
    if held:
        yield _paragraph("text", section, held)


def _paragraph(part: Part, section: int, lines: list[tuple[int, str]]) -> Paragraph:
    """Lines that belong together, taken apart into sentences: each knows the line on which it begins."""
    shown = [(number, plain) for number, line in lines if (plain := _plain(line))]
    starts = [0, *accumulate(len(plain) + 1 for _, plain in shown)]
    text = " ".join(plain for _, plain in shown)
    sentences: list[Sentence] = []
    at = 0
    for end in (*_sentence_ends(text), len(text)):
        if sentence := text[at:end].strip():
            sentences.append(Sentence(sentence, shown[bisect_right(starts, at, hi=len(shown)) - 1][0]))
        at = end
    return Paragraph(part, lines[0][0], section, text, tuple(sentences))


def _sentence_ends(text: str) -> Iterator[int]:
    for found in _SENTENCE_END.finditer(text):
        word = text[max(0, found.start() - 12) : found.start()].rsplit(" ", 1)[-1].lstrip("\"“‘'«([")
        is_short = word.casefold() in _SHORT or (len(word) == 1 and word.isupper())
        if not (found[0].startswith(".") and is_short):
            yield found.end()


def _plain(line: str) -> str:
    """The words of a line of Markdown as readers see them."""
    return fold(decode_references(_MARKS.sub("", _LINK.sub(r"\1", line))))
