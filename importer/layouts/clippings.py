"""Pages of clippings: no by-lines and no dates; a lost picture's file name or a wide gap stands before each headline.

alert.png

Agency issues warning

The agency has …
"""

from __future__ import annotations

from collections.abc import Sequence

from importer.layouts.page_frame import copyright_owner, header_names
from importer.records import Document, Item, Line, Note, Split
from importer.shapes import (
    breaks_off,
    ends_in_colon,
    is_furniture,
    is_headline_like,
    is_image_file,
    is_link_label,
    is_prose,
    opens_quotation,
)
from importer.text import fold, is_blank, quote, word_count

_MOST_HEADLINE_WORDS = 30


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
    the text before it must have come to an end.
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
        if not goes_on and _opens_article(lines, at + 1, _MOST_HEADLINE_WORDS):
            places.append(at + 1)
    return places


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
        if only_headlines and _is_sentence(line.text):
            continue
        if (
            at
            and is_headline_like(lines[at - 1].text, 12)
            and not is_furniture(lines[at - 1].text)
            and not is_link_label(lines[at - 1].text)
            and only_headlines
        ):
            continue
        if _opens_article(lines, at, most_words):
            places.append(at)
    # Where nearly every paragraph stands after a wide gap, gaps part paragraphs, not articles.
    return places if gaps * 2 <= len(lines) else []


def _opens_article(lines: Sequence[Line], at: int, most_words: int) -> bool:
    """Does a headline stand here, short or one whole sentence, with at least one line of text below it?"""
    text = lines[at].text
    if is_furniture(text) or is_link_label(text) or opens_quotation(text) or fold(text)[0].islower():
        return False
    if not (is_headline_like(text, most_words) or (_is_sentence(text) and word_count(text) <= most_words)):
        return False
    return any(is_prose(line.text) or breaks_off(line.text) for line in lines[at + 1 : at + 3])


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
