"""Which tables of a page hold facts, and their rows; the others only lay a page out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import lxml.html

from importer.limits import MOST_COLUMNS, MOST_SPAN
from importer.records import Cell
from importer.text import fold, is_blank, word_count

_MOST_PLAIN_WORDS = 40  # of a cell in a table without any head
_PARTS = frozenset({"thead", "tbody", "tfoot"})
_EMPTY = Cell("")
_CELLS = frozenset({"td", "th"})


def find_layout_tables(root: lxml.html.HtmlElement) -> frozenset[lxml.html.HtmlElement]:
    """The tables that hold more than facts: other tables, headlines, quotations, whole articles, forms."""
    found = set()
    for element in root.iter("table", "h1", "h2", "article", "main", "section", "blockquote", "form", "dl", "figure"):
        table = next(element.iterancestors("table"), None)
        if table is not None:
            found.add(table)
    return frozenset(found)


def read_rows(
    table: lxml.html.HtmlElement, write_cell: Callable[[lxml.html.HtmlElement], Cell]
) -> tuple[tuple[Cell, ...], ...]:
    """The rows of a table of facts, the first its head; none for one that only lays out a page, or of one column.

    A cell that reaches over several columns or rows stands in the first of them, and the others are empty.
    """
    if table.get("role") in {"presentation", "none"} or _has_stray_text(table):
        return ()
    rows = [[cell for cell in row if cell.tag in _CELLS] for row in _rows(table)]
    if max((sum(map(_columns, row)) for row in rows), default=0) < 2:
        return ()
    has_head = any(cell.tag == "th" for row in rows for cell in row) or table.find("thead") is not None
    if not has_head and (len(rows) < 2 or not all(_is_fact(cell) for row in rows for cell in row)):
        return ()
    grid = _grid(rows, write_cell)
    filled = [row for row in grid if any(cell.text for cell in row)]
    width = max((at for row in filled for at, cell in enumerate(row, 1) if cell.text), default=0)
    if width < 2 or (len(filled) < 2 and not has_head):
        return ()
    return tuple(tuple(row[:width]) for row in filled)


def _rows(table: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in _PARTS:
            yield from (row for row in child if row.tag == "tr")


def _has_stray_text(table: lxml.html.HtmlElement) -> bool:
    """Does text stand between the cells? Browsers show it, and no cell has it."""
    frames = [table, *(part for part in table if part.tag in _PARTS), *_rows(table)]
    for frame in frames:
        if not is_blank(frame.text or "") or any(not is_blank(child.tail or "") for child in frame):
            return True
        allowed = _CELLS if frame.tag == "tr" else {*_PARTS, "tr", "caption", "colgroup", "col", "tbody"}
        if any(child.tag not in allowed and not is_blank(child.text_content()) for child in frame):
            return True
    return False


def _is_fact(cell: lxml.html.HtmlElement) -> bool:
    """Could this be a cell of a table that has no head: a few words, no list, no pictures?"""
    return (
        word_count(cell.text_content()) <= _MOST_PLAIN_WORDS
        and next(cell.iter("ul", "ol", "img", "h3", "h4", "h5", "h6"), None) is None
        and sum(1 for _ in cell.iter("p")) <= 2
    )


def _grid(
    rows: Sequence[Sequence[lxml.html.HtmlElement]], write_cell: Callable[[lxml.html.HtmlElement], Cell]
) -> list[list[Cell]]:
    grid: list[list[Cell]] = []
    below: dict[int, int] = {}  # columns that a cell further up reaches into, and for how many rows more
    for row in rows:
        made: list[Cell] = []
        reaching: dict[int, int] = {}
        for element in row:
            while len(made) < MOST_COLUMNS and below.get(len(made), 0):
                made.append(_EMPTY)
            start, columns = len(made), _columns(element)
            made.append(write_cell(element))
            made += [_EMPTY] * (min(columns, max(MOST_COLUMNS - len(made), 0) + 1) - 1)
            rows_more = _span(element, "rowspan", len(rows)) - 1
            if rows_more:
                reaching |= dict.fromkeys(range(start, min(len(made), MOST_COLUMNS)), rows_more)
        below = {column: left - 1 for column, left in below.items() if left > 1} | reaching
        grid.append(made)
    return grid


def _columns(cell: lxml.html.HtmlElement) -> int:
    return _span(cell, "colspan", MOST_SPAN)


def _span(cell: lxml.html.HtmlElement, name: str, most: int) -> int:
    value = fold(cell.get(name) or "")
    return max(1, min(int(value), most)) if value.isascii() and value.isdigit() and len(value) < 7 else 1
