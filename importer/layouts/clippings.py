"""Pages of clippings: no by-lines and no dates; a lost picture's file name or a wide gap stands before each headline.

alert.png

Agency issues warning

The agency has …
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from importer.credits import find_end_credit, parse_mark
from importer.layouts.page_frame import copyright_owner, header_names
from importer.records import Document, Item, Line, Note, Split
from importer.shapes import (
    breaks_off,
    ends_in_colon,
    is_furniture,
    is_headline_like,
    is_image_file,
    is_link_label,
    is_list_item,
    is_organisation,
    is_prose,
    is_whole_quotation,
    opens_quotation,
)
from importer.text import ends_sentence, fold, is_blank, quote, word_count

_MOST_HEADLINE_WORDS = 30
_LEAST_SENTENCE_WORDS = 8
_LEAST_TEXT_WORDS = 3
# “Source: …”, “Note: …”: a sentence that a label opens is no headline
# “Part 2: …” goes on with an article that has a part 1
_NUMBERED_PART = re.compile(r"(?:part|section|chapter|step)\s+\d|\d{1,2}[.)]\s", re.IGNORECASE)
_LABEL = re.compile(r"\w+:\s")


def find_items(document: Document) -> Split | None:
    """The items of a page of clippings; None when neither picture names nor wide gaps part it into articles."""
    lines = [line for line in document.lines if not is_blank(line.text)]
    starts = _after_images(lines)
    if starts:
        starts = sorted({*starts, *_after_gaps(document.lines, lines, only_headlines=True)})
    else:
        starts = _after_gaps(document.lines, lines, only_headlines=False)
        if len(starts) < 2:
            return None
    header = _without_tail_images(lines[: starts[0]])
    publishers = tuple(name for name in (copyright_owner(document.lines), *header_names(header)) if name)
    items = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        headline = lines[start]
        items.append(
            Item(
                document=document.path,
                line=headline.number,
                title=headline.text,
                body=document.lines[headline.number : lines[end - 1].number],
                publishers=publishers,
                lead_is_title=_is_sentence(headline.text),
            )
        )
    return Split("clippings", tuple(items), _notes(document, header))


def _after_images(lines: Sequence[Line]) -> list[int]:
    """The places of the headlines that a picture's name stands directly before.

    A picture in the middle of an article opens none: the line after it must look like a headline with text below, and
    the text before it must have come to an end; for a whole sentence, at a credit or a lost link.
    """
    places = []
    before = ""
    for at, line in enumerate(lines[:-1]):
        if not is_image_file(line.text):
            before = line.text
            continue
        if is_image_file(lines[at + 1].text):
            continue
        goes_on = bool(before) and (breaks_off(before) or ends_in_colon(before) or fold(before).endswith(","))
        ended = not before or is_furniture(before) or is_link_label(before) or _is_credit(before)
        if not goes_on and _opens_article(lines, at + 1, _MOST_HEADLINE_WORDS, sentences=ended):
            places.append(at + 1)
    return places


def _is_credit(text: str) -> bool:
    return find_end_credit(Line(0, text)) is not None


def _after_gaps(all_lines: Sequence[Line], lines: Sequence[Line], *, only_headlines: bool) -> list[int]:
    """The places of the headlines that two or more empty lines stand before (seeds/003_….txt, and only there).

    Lines that hold an NBSP are no empty ones: they part paragraphs within an article (seeds/001_….txt:228).
    `only_headlines` leaves out whole sentences, which open an article only where gaps are the page's sole sign.
    """
    places = []
    gaps = 0
    for at, line in enumerate(lines):
        above = all_lines[max(0, line.number - 3) : line.number - 1]
        if at and not (len(above) == 2 and not above[0].text and not above[1].text):
            continue
        gaps += 1
        most_words = 20 if only_headlines else _MOST_HEADLINE_WORDS
        if (
            at
            and is_headline_like(lines[at - 1].text, 12)
            and not is_furniture(lines[at - 1].text)
            and not is_link_label(lines[at - 1].text)
            and only_headlines
        ):
            continue
        if _opens_article(lines, at, most_words, sentences=not only_headlines):
            places.append(at)
    # Where nearly every paragraph stands after a wide gap, gaps part paragraphs, not articles.
    return places if gaps * 2 <= len(lines) else []


def _opens_article(lines: Sequence[Line], at: int, most_words: int, *, sentences: bool) -> bool:
    """Does a headline stand here, with text of some kind below it?

    `sentences` says that the text above has surely ended: then one whole sentence or a quotation may be the headline.
    """
    text = fold(lines[at].text)
    if is_furniture(lines[at].text) or is_link_label(text) or re.match(r"[a-z][a-z\d -]", text):
        return False
    if not sentences and ((opens_quotation(text) and is_whole_quotation(text)) or _NUMBERED_PART.match(text)):
        return False
    is_sentence = sentences and _is_sentence(text) and _LEAST_SENTENCE_WORDS <= word_count(text) <= most_words
    if not (is_headline_like(text, most_words) or (is_sentence and not _LABEL.match(text))):
        return False
    below = [line for line in lines[at + 1 : at + 8] if not _credits_headline(line)]
    return any(_is_text(line.text) for line in below[:2])


def _credits_headline(line: Line) -> bool:
    """Is this one of the lines between a newspaper's headline and its text: writer, post and paper, day?"""
    plain = fold(line.text)
    return parse_mark(line) is not None or (
        word_count(plain) <= 8 and "," in plain and is_organisation(plain) and not ends_sentence(plain)
    )


def _is_text(text: str) -> bool:
    """Is this a line that articles are made of: a sentence, a lead-in, a list item, a quotation?"""
    return (
        is_prose(text)
        or (ends_sentence(text) and word_count(text) >= _LEAST_TEXT_WORDS)
        or ends_in_colon(text)
        or breaks_off(text)
        or is_list_item(text)
        or opens_quotation(text)
    )


def _is_sentence(text: str) -> bool:
    return fold(text).endswith(".")


def _without_tail_images(header: Sequence[Line]) -> list[Line]:
    kept = list(header)
    while kept and is_image_file(kept[-1].text):
        kept.pop()
    return kept


def _notes(document: Document, header: Sequence[Line]) -> tuple[Note, ...]:
    notes = []
    if header:
        what = f"left out the page's header, {len(header)} lines from {quote(header[0].text)}"
        notes.append(Note(document.path, header[0].number, what))
    notes += [
        Note(
            document.path,
            line.number,
            f"{quote(line.text)} belongs to no article",
            "If it is part of one, add it to that page.",
        )
        for line in header
        if is_prose(line.text)
    ]
    return tuple(notes)
