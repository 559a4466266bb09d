"""The fragments of a page in the order in which people read them: column by column, row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from importer.formats.pdf_letters import Fragment
from importer.limits import MOST_FRAGMENTS
from importer.shapes import bullet_text, number_text

_LEAST_ROWS = 3  # of a column
_LEAST_LETTERS = 16  # of a column's lines, on average: shorter ones are the cells of a table
_LEAST_STARTS = 3  # lines that begin at the same place
_MOST_COLUMNS_DEEP = 4
_SHELF = 20.0  # points
_CELL_GAP = 1.2  # between cells of a table; in ems


@dataclass(frozen=True, slots=True)
class Row:
    """One line of print: its fragments from left to right."""

    fragments: tuple[Fragment, ...]

    @property
    def text(self) -> str:
        return " ".join(fragment.text for fragment in self.fragments)

    @property
    def left(self) -> float:
        return self.fragments[0].left

    @property
    def right(self) -> float:
        return max(fragment.right for fragment in self.fragments)

    @property
    def base(self) -> float:
        return max(self.fragments, key=lambda fragment: len(fragment.text)).base

    @property
    def size(self) -> float:
        return max(self.fragments, key=lambda fragment: len(fragment.text)).size

    @property
    def is_bold(self) -> bool:
        return all(fragment.is_bold for fragment in self.fragments if any(map(str.isalnum, fragment.text)))

    @property
    def spans(self) -> tuple[tuple[int, int, str], ...]:
        """The links in the row's text."""
        found = []
        offset = 0
        for fragment in self.fragments:
            found += [(start + offset, end + offset, url) for start, end, url in fragment.spans]
            offset += len(fragment.text) + 1
        return tuple(found)

    @property
    def is_marked(self) -> bool:
        """Do the first fragments only mark the text, as a bullet or a number does?"""
        first = self.fragments[0].text
        return len(self.fragments) == 2 and (
            bullet_text(f"{first} x") is not None or number_text(f"{first} x") is not None or first in set("-–—o*+·")
        )

    @property
    def has_cells(self) -> bool:
        """Do wide gaps part the row like the cells of a table?"""
        return len(self.fragments) > 1 and not self.is_marked and all(gap > _CELL_GAP for gap in self.gaps)

    @property
    def gaps(self) -> list[float]:
        """The gaps between the fragments, in ems."""
        return [
            (after.left - before.right) / max(before.size, after.size) for before, after in pairwise(self.fragments)
        ]


def find_rows(fragments: Sequence[Fragment]) -> list[Row]:
    """The lines of print of a page or column, from top to bottom; raised and lowered signs belong to their line."""
    rows: list[list[Fragment]] = []
    bases: list[tuple[float, float]] = []  # height and size of each row's largest fragment
    shelves: defaultdict[int, list[int]] = defaultdict(list)  # rows by their height, so that few are looked at
    for fragment in sorted(fragments, key=lambda each: (-each.size, -each.base)):
        shelf = int(fragment.base // _SHELF)
        for at in (*shelves[shelf], *shelves[shelf - 1], *shelves[shelf + 1]):
            base, size = bases[at]
            reach = (0.5 if fragment.size < 0.8 * size else 0.3) * size
            if abs(fragment.base - base) <= min(reach, _SHELF):
                rows[at].append(fragment)
                break
        else:
            shelves[shelf].append(len(rows))
            rows.append([fragment])
            bases.append((fragment.base, fragment.size))
    made = [Row(tuple(sorted(row, key=lambda each: each.left))) for row in rows]
    return sorted(made, key=lambda row: (-row.base, row.left))


def find_columns(fragments: Sequence[Fragment], depth: int = 0) -> list[list[Row]]:
    """The rows of each stretch of text, stretch after stretch as people read them."""
    if not fragments:
        return []
    rows = find_rows(fragments)
    may_have_columns = depth < _MOST_COLUMNS_DEEP and 2 * _LEAST_ROWS <= len(fragments) <= MOST_FRAGMENTS
    edge = _best_edge(fragments, rows) if may_have_columns else None
    if edge is None:
        return [rows]
    blocks: list[list[Row]] = []
    plain: list[Fragment] = []
    for band in _bands(rows, edge):
        if band.is_columns:
            above, left, right, below = band.trimmed()
            plain += above
            if plain:
                blocks += find_columns(plain, depth + 1)
            blocks += find_columns(left, depth + 1) + find_columns(right, depth + 1)
            plain = list(below)
        else:
            plain += band.fragments
    if plain:
        blocks += find_columns(plain, depth + 1)
    return blocks


@dataclass(frozen=True, slots=True)
class _Band:
    """What stands between two lines that cross the gutter, or such lines themselves."""

    fragments: tuple[Fragment, ...]
    edge: float
    is_crossing: bool

    def sides(self) -> tuple[list[Fragment], list[Fragment]]:
        left = [each for each in self.fragments if each.right <= self.edge + 1]
        right = [each for each in self.fragments if each.left >= self.edge - 1]
        return left, right

    @property
    def is_columns(self) -> bool:
        """Do two columns of running text stand side by side here?"""
        if self.is_crossing:
            return False
        left, right = self.sides()
        for side in (left, right):
            if len(side) < _LEAST_ROWS or sum(len(each.text) for each in side) < _LEAST_LETTERS * len(side):
                return False
        lowest = max(min(each.base for each in left), min(each.base for each in right))
        highest = min(max(each.base for each in left), max(each.base for each in right))
        beside = sum(lowest <= each.base <= highest for each in (*left, *right))
        gutter = min(each.left for each in right) - max(each.right for each in left)
        size = median(each.size for each in self.fragments)
        return highest - lowest > 1.5 * size and beside * 3 >= len(self.fragments) and gutter > 0.5 * size

    def trimmed(self) -> tuple[list[Fragment], list[Fragment], list[Fragment], list[Fragment]]:
        """What stands above the columns, the columns, and what stands below them though it crosses no gutter."""
        left, right = self.sides()
        leading = _leading(left)
        lowest_right = min(each.base for each in right)
        below: list[Fragment] = []
        column = sorted(left, key=lambda each: -each.base)
        for before, after in pairwise(column):
            if after.base < lowest_right - 1 and (
                before.base - after.base > 1.6 * leading or after.size > 1.08 * before.size
            ):
                below = [each for each in left if each.base <= after.base]
                break
        below = below or self._small_rows_below(left, right, leading)
        above: list[Fragment] = []
        highest_left, highest_right = max(each.base for each in left), max(each.base for each in right)
        side, highest = (left, highest_right) if highest_left > highest_right else (right, highest_left)
        column = sorted(side, key=lambda each: each.base)
        for before, after in pairwise(column):
            if after.base > highest + 1 and after.base - before.base > 1.3 * leading:
                above = [each for each in side if each.base >= after.base]
                break
        return (
            above,
            [each for each in left if each not in below and each not in above],
            [each for each in right if each not in above and each not in below],
            below,
        )

    def _small_rows_below(self, left: Sequence[Fragment], right: Sequence[Fragment], leading: float) -> list[Fragment]:
        """Short rows across both columns below a gap, as the head of a table has them."""
        for before, after in pairwise(sorted(left, key=lambda each: -each.base)):
            tail = [each for each in (*left, *right) if each.base <= after.base + 1]
            tops = [each.base for each in right if each.base > after.base + 1]
            if (
                before.base - after.base > 1.5 * leading
                and len(tail) < len(left) + len(right)
                and tops
                and min(tops) - after.base > 1.5 * leading
                and any(each in tail for each in right)
                and sum(len(each.text) for each in tail) < _LEAST_LETTERS * len(tail)
            ):
                return tail
        return []


def _leading(fragments: Sequence[Fragment]) -> float:
    bases = sorted({round(each.base, 1) for each in fragments}, reverse=True)
    steps = [above - below for above, below in pairwise(bases)]
    return median(steps) if steps else max(each.size for each in fragments) * 1.2


def _best_edge(fragments: Sequence[Fragment], rows: Sequence[Row]) -> float | None:
    """The left edge of the column that parts most of the text into columns; None for a text of one column."""
    starts: defaultdict[int, list[Fragment]] = defaultdict(list)
    for each in fragments:
        starts[round(each.left / 2)].append(each)
    leftmost = min(each.left for each in fragments)
    best, most = None, 0
    places = sorted(starts, key=lambda place: -len(starts[place]))[:12]
    for place in places:
        edge = min(each.left for each in starts[place])
        if len(starts[place]) < _LEAST_STARTS or edge < leftmost + 40:
            continue
        covered = sum(len(band.fragments) for band in _bands(rows, edge) if band.is_columns)
        if covered > most:
            best, most = edge, covered
    return best


def _bands(rows: Sequence[Row], edge: float) -> Iterator[_Band]:
    """The page cut where lines cross the edge, from top to bottom."""
    inside: list[Fragment] = []
    for row in rows:
        if any(each.left < edge - 2 and each.right > edge + 1 for each in row.fragments):
            if inside:
                yield _Band(tuple(inside), edge - 1, is_crossing=False)
                inside = []
            yield _Band(row.fragments, edge - 1, is_crossing=True)
        else:
            inside += row.fragments
    if inside:
        yield _Band(tuple(inside), edge - 1, is_crossing=False)
