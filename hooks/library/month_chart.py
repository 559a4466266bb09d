"""The picture at the head of the timeline in numbers: how many articles each month of each year has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from hooks.library.british_dates import MONTHS, render_date
from hooks.library.shown import ShownArticle

SHORTEST_GAP = 3  # so many years without an article and more share one row
MONTH_NOT_KNOWN = "Month not known"


@dataclass(frozen=True, slots=True)
class Cell:
    """One month of a year, or the articles of which only the year is known.

    `column` counts from nought; `inferred` of its `count` articles have a date that was worked out from the text.
    """

    column: int
    label: str
    count: int
    inferred: int

    @property
    def stated(self) -> int:
        return self.count - self.inferred


@dataclass(frozen=True, slots=True)
class Row:
    """A year with its thirteen cells, January first and “Month not known” last; years without articles have none."""

    label: str
    cells: tuple[Cell, ...] = ()

    @property
    def count(self) -> int:
        return sum(cell.count for cell in self.cells)


@dataclass(frozen=True, slots=True)
class MonthChart:
    """The rows of the picture, the latest year first; none where no article has a date. `sentence` says it in words."""

    rows: tuple[Row, ...]
    sentence: str

    @property
    def count(self) -> int:
        return sum(row.count for row in self.rows)

    @property
    def most(self) -> int:
        """The number that the tallest bar stands for."""
        return max((cell.count for row in self.rows for cell in row.cells), default=0)

    @property
    def has_inferred(self) -> bool:
        return any(cell.inferred for row in self.rows for cell in row.cells)

    @property
    def has_bare_years(self) -> bool:
        """Are there articles of which only the year is known?"""
        return any(row.cells[-1].count for row in self.rows if row.cells)


def count_months(articles: Iterable[ShownArticle]) -> MonthChart:
    """Count the dated articles by month."""
    dated = [shown for shown in articles if shown.date]
    counts = Counter(shown.month for shown in dated)
    inferred = Counter(shown.month for shown in dated if shown.is_date_inferred)
    used = {int(shown.year) for shown in dated}
    years = range(max(used, default=0), min(used, default=1) - 1, -1)
    rows: list[Row] = []
    for is_used, run in groupby(years, key=used.__contains__):
        of_run = list(run)
        rows += [_used_row(year, counts, inferred) for year in of_run] if is_used else _unused_rows(of_run)
    return MonthChart(tuple(rows), _render_sentence(counts))


def _used_row(year: int, counts: Counter[str], inferred: Counter[str]) -> Row:
    keys = [(f"{year:04}-{number:02}", name) for number, name in enumerate(MONTHS, start=1)]
    keys.append((f"{year:04}", MONTH_NOT_KNOWN))
    cells = (Cell(column, label, counts[key], inferred[key]) for column, (key, label) in enumerate(keys))
    return Row(f"{year:04}", tuple(cells))


def _unused_rows(years: list[int]) -> list[Row]:
    if len(years) < SHORTEST_GAP:
        return [Row(f"{year:04}") for year in years]
    return [Row(f"{years[-1]:04}–{years[0]:04}")]


def _render_sentence(counts: Counter[str]) -> str:
    """“Articles by month: 22 from 2020 to 2025, most in March 2024 (5)”."""
    if not counts:
        return "No article has a date"
    first, last = min(counts)[:4], max(counts)[:4]
    span = f"in {first}" if first == last else f"from {first} to {last}"
    sentence = f"Articles by month: {counts.total()} {span}"
    months = {key: count for key, count in counts.items() if len(key) > len("2024")}
    most = max(months.values(), default=0)
    busiest = sorted(key for key, count in months.items() if count == most)
    if not busiest or len(busiest) == len(months) > 1:
        return sentence
    if len(busiest) == 1:
        return f"{sentence}, most in {render_date(busiest[0])} ({most})"
    others = "another month" if len(busiest) == 2 else f"{len(busiest) - 1} other months"
    return f"{sentence}, most in {render_date(busiest[-1])} and {others} ({most} each)"
