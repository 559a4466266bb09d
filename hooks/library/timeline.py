"""The timeline: years and months with their counts, and a page for each year."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from hooks.library.addresses import month_anchor, year_url
from hooks.library.british_dates import NOT_KNOWN, render_month
from hooks.library.bulletin import Bulletin
from hooks.library.filters import entries_of, source_filter, topic_filter
from hooks.library.generated_page import GeneratedPage
from hooks.library.month_chart import MONTH_NOT_KNOWN, count_months
from hooks.library.shown import UNDATED, ShownArticle


@dataclass(frozen=True, slots=True)
class Month:
    """A month's articles, newest first. Those of which only the year is known share a “month” of their own."""

    key: str
    label: str
    articles: tuple[ShownArticle, ...]

    @property
    def anchor(self) -> str:
        return month_anchor(self.key)


@dataclass(frozen=True, slots=True)
class Year:
    """A year's months, the latest first."""

    year: str
    months: tuple[Month, ...]

    @property
    def url(self) -> str:
        return year_url(self.year)

    @property
    def count(self) -> int:
        return sum(len(month.articles) for month in self.months)


def timeline_pages(bulletin: Bulletin) -> list[GeneratedPage]:
    """The timeline's index, one page a year, and one for the articles without a date if there are any."""
    years = years_of(bulletin.articles)
    undated = bulletin.undated
    filters = (topic_filter(bulletin), source_filter(bulletin))
    shows = {
        "years": years,
        "undated": undated,
        "undated_url": year_url(UNDATED),
        "filters": filters,
        "entries": entries_of(bulletin.articles, *filters),
    }
    pages = [
        GeneratedPage(
            "timeline/index.md",
            "timeline.html",
            "Timeline",
            {**shows, "count": len(bulletin.articles), "chart": count_months(bulletin.articles)},
            "Every article by year and month.",
        )
    ]
    for later, year, earlier in zip([None, *years], years, [*years[1:], None], strict=False):
        pages.append(
            GeneratedPage(
                f"timeline/{year.year}.md",
                "year.html",
                year.year,
                {**shows, "year": year, "later": later, "earlier": earlier},
                f"The bulletin’s articles of {year.year}, by month.",
            )
        )
    if undated:
        pages.append(
            GeneratedPage(
                f"timeline/{UNDATED}.md",
                "undated.html",
                NOT_KNOWN,
                {**shows, "articles": undated},
                "Articles whose date is not known.",
            )
        )
    return pages


def years_of(articles: tuple[ShownArticle, ...]) -> list[Year]:
    """The dated articles, which must come newest first, by year and month."""
    dated = [shown for shown in articles if shown.date]
    return [
        Year(
            year,
            tuple(
                Month(key, _month_label(key), tuple(of_month))
                for key, of_month in groupby(of_year, key=lambda shown: shown.month)
            ),
        )
        for year, of_year in groupby(dated, key=lambda shown: shown.year)
    ]


def _month_label(key: str) -> str:
    return render_month(key[5:]) if len(key) > len("2023") else MONTH_NOT_KNOWN
