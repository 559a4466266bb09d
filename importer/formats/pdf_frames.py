"""The frame that the pages of a PDF repeat: running headers and footers, and the numbers of the pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from importer.formats.pdf_layout import Row, find_rows
from importer.formats.pdf_letters import PageText
from importer.formats.pdf_type import SMALLER
from importer.shapes import is_prose
from importer.text import fold, word_count

_MARGIN = 0.13  # of a page's height, above and below, in which running headers and footers stand
_EDGE = 0.045  # of a page's height: here only printing programs write
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.?|seite)?\s*[-–—|•]?\s*\d{1,4}\s*(?:(?:of|/|\|)\s*\d{1,4})?\s*[-–—|•]?|[ivxl]{1,6}", re.IGNORECASE
)


def find_frames(pages: Sequence[PageText], body_size: float) -> dict[int, list[Row]]:
    """The running headers, footers and page numbers of each page."""
    found: dict[int, list[Row]] = {page.number: [] for page in pages}
    seen: defaultdict[tuple[str, int], list[tuple[int, Row]]] = defaultdict(list)
    for page in pages:
        height = page.top - page.bottom
        rows = find_rows(page.fragments)
        for row in rows:
            share = (row.base - page.bottom) / height if height > 0 else 0.5
            if not (share < _MARGIN or share > 1 - _MARGIN):
                continue
            text = fold(row.text)
            at_edge = (share < _EDGE or share > 1 - _EDGE) and len(rows) > 1
            if at_edge or (_PAGE_NUMBER.fullmatch(text) and _is_outermost(row, rows)):
                found[page.number].append(row)
            else:
                key = re.sub(r"\d+", "#", text).casefold()
                seen[key, round(share * 60)].append((page.number, row))
    for number, row in _numbered_rows(pages):
        found[number].append(row)
    enough = max(2, round(len(pages) * 0.4))
    for (key, place), rows_of_text in seen.items():
        near = [each for shift in (-1, 0, 1) for each in seen.get((key, place + shift), ())]
        if len({number for number, _ in near}) >= enough:
            for number, row in rows_of_text:
                found[number].append(row)
    for page in pages:
        found[page.number] = _at_the_edges(find_rows(page.fragments), found[page.number], body_size)
    return found


def _numbered_rows(pages: Sequence[PageText]) -> Iterator[tuple[int, Row]]:
    """The outermost rows that begin or end with a number which counts the pages (“Chapter 2: Boats 14”)."""
    counted: defaultdict[int, list[tuple[int, Row]]] = defaultdict(list)
    for page in pages:
        rows = find_rows(page.fragments)
        for row in (rows[0], rows[-1]) if len(rows) > 2 else ():
            share = (row.base - page.bottom) / max(1.0, page.top - page.bottom)
            text = fold(row.text)
            match = re.match(r"(\d{1,4})\b", text) or re.search(r"\b(\d{1,4})$", text)
            if match and (share < _MARGIN or share > 1 - _MARGIN) and word_count(text) <= 12:
                counted[int(match[1]) - page.number].append((page.number, row))
    for rows_of_offset in counted.values():
        if len({number for number, _ in rows_of_offset}) >= max(3, len(pages) * 0.5):
            yield from rows_of_offset


def _at_the_edges(rows: Sequence[Row], repeated: Sequence[Row], body_size: float) -> list[Row]:
    """Of the rows that pages repeat, those at the edge: only their like stands outside them, and a gap inside.

    The first line of a text may be that of another page's text too.
    """
    heights = {row.base for row in repeated}
    kept: list[Row] = []
    for ordered in (list(rows), list(reversed(rows))):
        run = 0
        while run < len(ordered) and ordered[run].base in heights:
            run += 1
        while run and run < len(ordered) and _is_near(ordered[run - 1], ordered[run]):
            run -= 1
        if is_prose(" ".join(row.text for row in ordered[:run])) and ordered[0].size >= SMALLER * body_size:
            continue
        kept += [row for row in ordered[:run] if row not in kept]
    return kept if len(kept) < len(rows) else []


def _is_near(row: Row, other: Row) -> bool:
    return abs(row.base - other.base) < 1.5 * min(row.size, other.size)


def _is_outermost(row: Row, rows: Sequence[Row]) -> bool:
    return row.base in {rows[0].base, rows[-1].base}
