"""Which lines are section headings: short, no end of a sentence, alone on their line, with text of their own below.

A scrape has lost what made them bold, so everything else that is short must be told from them: attributions and
captions, lead-ins, reported speech, dates, cells of tables, contact lines, the publisher's own labels.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from importer.credits import parse_mark
from importer.dates import WEEKDAYS, find_dates, parse_date
from importer.records import Line, Piece
from importer.shapes import (
    ends_in_colon,
    is_attribution,
    is_colon_heading,
    is_link_label,
    is_whole_quotation,
    name_before_role,
    opens_quotation,
)
from importer.text import ends_sentence, fold, matches_list, stops, word_count, word_list, words

_MOST_WORDS = 15
_MOST_CHARACTERS = 120
_TABLE_CELLS = 3
_MOST_CELL_WORDS = 6
_LEAST_TITLE_WORDS = 2
_MOST_CITED_WORDS = 4

_LETTERS = re.compile(r"[^\W\d_]{2}")
_REFERENCES = re.compile(r"references?|bibliography", re.IGNORECASE)
# “ENDS” closes a press release, “Dear colleague” opens a letter
_FRAME = re.compile(r"-?\s*ends?\s*-?|(?:dear|yours)\s.*", re.IGNORECASE)
# “He has 28 days to appeal”: a sentence without its full stop
_CLAUSE = re.compile(
    r"(?:He|She|It|They|There|This|We|You|I)\s+(?:is|are|was|were|has|have|had|will|would|can|could|must|should)\b"
)
_WEEKDAY_FIRST = re.compile(rf"(?:{'|'.join(WEEKDAYS)}),?\s+\d{{1,2}}", re.IGNORECASE)
_LABELLED = re.compile(r"[\w ’'()-]{1,40}:\s+\S")
_TELEPHONE = re.compile(r"\d{3,}[\d ]{4,}")
_CONTACT = re.compile(
    r"(?:tel|telephone|phone|e-?mail|web(?:site)?|address|fax|contact|date|time|venue|cost|price)\s*:", re.IGNORECASE
)
# “The following charges were left to lie on file” above a list leads into it
_FOLLOWING = re.compile(r"\b(?:following|these|as follows|such as|includes?|including)\b", re.IGNORECASE)
_CITED_YEAR = re.compile(r"\((?:c\.? ?)?(?:19|20)\d\d[a-z]?\)[.:]?$")


def is_heading(pieces: Sequence[Piece], at: int, listed: Collection[int]) -> bool:
    """Is the line at this place a section heading? `listed` holds the places of list items."""
    if at + 1 >= len(pieces) or not pieces[at].gap or (not pieces[at + 1].gap and at + 1 not in listed):
        return False
    text = fold(pieces[at].text)
    if _is_period(text):
        return ends_sentence(pieces[at + 1].text) and (at == 0 or ends_sentence(pieces[at - 1].text))
    if not _reads_as_heading(text) or (at == 0 and matches_list(text, "section_labels")):
        return False
    if _in_table(pieces, at, listed) and not _REFERENCES.fullmatch(text):
        return False
    return _fits_above(pieces, at, listed) and _fits_below(text, pieces[at + 1], is_list=at + 1 in listed)


def _reads_as_heading(text: str) -> bool:
    """Could these words be a heading, whatever stands around them?"""
    if word_count(text) > _MOST_WORDS or len(text) > _MOST_CHARACTERS or not _LETTERS.search(text) or stops(text):
        return False
    if text[0].islower() or text[0] in '*(“"«' or "@" in text or "://" in text:
        return False
    if any(shape.match(text) for shape in (_CLAUSE, _WEEKDAY_FIRST, _CONTACT)) or _FRAME.fullmatch(text):
        return False
    if _TELEPHONE.search(text) or _is_citation(text) or _reports_speech(text) or _ends_in_day(text):
        return False
    return not (is_link_label(text) or name_before_role(text) or parse_mark(Line(0, text)))


def _fits_above(pieces: Sequence[Piece], at: int, listed: Collection[int]) -> bool:
    """Does the line above leave room for a heading? A quotation's attribution or a run of facts does not."""
    if at == 0:
        return True
    text, above = fold(pieces[at].text), fold(pieces[at - 1].text)
    if is_whole_quotation(above) and is_attribution(text):
        return False
    if _LABELLED.match(text) and _LABELLED.match(above):
        return False
    return not (above.endswith(":") and at - 1 not in listed and _is_plain_list(pieces, at))


def _fits_below(text: str, below: Piece, *, is_list: bool) -> bool:
    """Does the line below begin a text of its own? A lead-in's does not."""
    if _CITED_YEAR.search(text) and not below.gap:
        return False
    if ends_in_colon(text):
        return is_colon_heading(text) and not is_list and not opens_quotation(below.text)
    if is_list and _FOLLOWING.search(text):
        return False
    return not fold(below.text)[:1].islower()


def _is_citation(text: str) -> bool:
    """“Marsh, A. (2019)” cites; “Working Together to Safeguard Children (2015)” names a document by its year."""
    initials = re.search(r"\b[A-Z]\b|\bet al\b", text) is not None
    return _CITED_YEAR.search(text) is not None and (word_count(text) <= _MOST_CITED_WORDS or initials)


def _is_period(text: str) -> bool:
    """Is this a year or a month of one, as chronologies have for headings? Alone between sentences it is one."""
    found = parse_date(text)
    return found is not None and len(found.iso) in {4, 7}


def _ends_in_day(text: str) -> bool:
    """Does the line end with a day (“Consultation closes 31 December 2018”, “Starts: 5 May”)?"""
    if any(found.day and found.year and found.end == len(text) for found in find_dates(text)):
        return True
    return ":" in text and parse_date(text.rpartition(":")[2]) is not None


def _reports_speech(text: str) -> bool:
    """“The judge told her: “You are brave!””: words of saying, a colon, and a quotation that ends the line."""
    before, colon, after = text.partition(":")
    spoken = after.strip()[:1] in ('"', "“", "‘", "'") and after.strip()[-1:] in ('"', "”", "’", "'")
    return bool(colon) and spoken and bool(set(words(before)) & set(word_list("lead_in_words")))


def _in_table(pieces: Sequence[Piece], at: int, listed: Collection[int]) -> bool:
    """Is this line one of three or more short ones in a row, the cells of a table whose rules were lost?"""
    first = last = at
    while first > 0 and at - first < _TABLE_CELLS and _is_cell(pieces[first - 1]) and first - 1 not in listed:
        first -= 1
    while last + 1 < len(pieces) and last - at < _TABLE_CELLS and _is_cell(pieces[last + 1]) and last + 1 not in listed:
        last += 1
    if last - first + 1 < _TABLE_CELLS:
        return False
    # The heading above a table stands below a finished sentence; the heading of the text after it above one.
    titles_table = first == at and at > 0 and ends_sentence(pieces[at - 1].text)
    titles_text = last == at and at + 1 < len(pieces) and ends_sentence(pieces[at + 1].text)
    return not ((titles_table or titles_text) and not _is_figure(pieces[at]))


def _is_figure(piece: Piece) -> bool:
    """A cell that no heading is: with a figure or a label in it, or one word alone."""
    return re.search(r"\d|:|\s[–-]\s", piece.text) is not None or word_count(piece.text) < _LEAST_TITLE_WORDS


def _is_cell(piece: Piece) -> bool:
    return (
        word_count(piece.text) <= _MOST_CELL_WORDS and not ends_sentence(piece.text) and not ends_in_colon(piece.text)
    )


def _is_plain_list(pieces: Sequence[Piece], at: int) -> bool:
    """Below a lead-in: do short lines without a full stop follow each other, a list whose marks were lost?"""
    run = 0
    for piece in pieces[at : at + 4]:
        if ends_sentence(piece.text) or word_count(piece.text) > _MOST_WORDS:
            break
        run += 1
    return run >= 2
