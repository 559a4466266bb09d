"""The tables among the rows of a PDF's page: cells that stand under each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from importer.formats.pdf_layout import Row
from importer.formats.pdf_letters import Fragment

LEAST_CELL_GAP = 0.45  # between cells that stand exactly under each other; in ems


@dataclass(frozen=True, slots=True)
class Table:
    """A table found among rows: how many of them it takes, and the fragments of each cell, row by row."""

    rows: int
    cells: tuple[tuple[tuple[Fragment, ...], ...], ...]


def find_table(rows: Sequence[Row], at: int) -> Table | None:
    """The table that begins at a row: rows of as many cells each, standing under each other; else None.

    A line that only goes on below a cell belongs to that cell. Three rows make a table, or two with wide gaps.
    """
    head = rows[at]
    if len(head.fragments) < 2 or head.is_marked or min(head.gaps) < LEAST_CELL_GAP:
        return None
    cells: list[list[list[Fragment]]] = [[[each] for each in head.fragments]]
    last = head
    end = at + 1
    while end < len(rows):
        row = rows[end]
        near = last.base - row.base <= 4 * head.size and abs(row.size - head.size) < 0.3 * head.size
        if (
            near
            and len(row.fragments) == len(head.fragments)
            and not row.is_marked
            and (_in_line(last, row) or (last is head and _is_under(head, row)))
        ):
            cells.append([[each] for each in row.fragments])
            last = row
        elif near and rows[end - 1].base - row.base <= 1.4 * row.size and (places := _places_below(last, row)):
            for place, each in zip(places, row.fragments, strict=True):
                cells[-1][place].append(each)
        else:
            break
        end += 1
    if len(cells) < 2 or (len(cells) < 3 and not (head.has_cells and last.has_cells)):
        return None
    return Table(end - at, tuple(tuple(tuple(cell) for cell in row) for row in cells))


def _places_below(row: Row, below: Row) -> list[int]:
    """Which cells of a row the fragments of the line below it go on, by their left edges; none unless all do."""
    places = []
    for each in below.fragments:
        place = next((at for at, cell in enumerate(row.fragments) if abs(cell.left - each.left) < 2), None)
        if place is None:
            return []
        places.append(place)
    # A line that begins at the table's own left edge alone is the text below it
    return [] if places == [0] else places


def _in_line(above: Row, below: Row) -> bool:
    """Do the cells of two rows stand under each other, by their left or right edges or their middles?"""
    return all(
        min(
            abs(one.left - other.left),
            abs(one.right - other.right),
            abs(one.left + one.right - other.left - other.right) / 2,
        )
        < 0.4 * above.size
        for one, other in zip(above.fragments, below.fragments, strict=True)
    )


def _is_under(head: Row, row: Row) -> bool:
    """Does each cell of a row stand under one of the head's, set in the middle of its column?"""
    return head.is_bold != row.is_bold and all(
        one.left < other.right and other.left < one.right
        for one, other in zip(head.fragments, row.fragments, strict=True)
    )
