from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hooks.library.bulletin import assemble_bulletin
from hooks.library.month_chart import MonthChart, count_months
from importer.records import Article
from importer.vocabulary import Vocabulary

NO_LISTS = Vocabulary(topics=(), sources=(), helplines=())
MARCH = 2


def chart_of(*dates: str) -> MonthChart:
    """The chart of articles of these dates; a date with a `~` before it was worked out from the text."""
    articles = [
        Article(
            f"Article {number}",
            "Westmere Council",
            date=date.removeprefix("~"),
            date_basis="inferred" if date.startswith("~") else "stated" if date else "",
            path=f"articles/any/{number}.md",
        )
        for number, date in enumerate(dates)
    ]
    return count_months(assemble_bulletin(articles, NO_LISTS).articles)


def test_a_month_counts_its_articles_and_those_whose_date_was_worked_out():
    (row,) = chart_of("2024-03-01", "2024-03-28", "~2024-03", "2024-04-01").rows
    march, april = row.cells[MARCH : MARCH + 2]
    assert (march.column, march.label, march.stated, march.inferred) == (MARCH, "March", 2, 1)
    assert (april.stated, april.inferred) == (1, 0)
    assert row.count == 4


def test_articles_of_which_only_the_year_is_known_stand_apart_from_its_months():
    chart = chart_of("~2024", "2024-01-09")
    (row,) = chart.rows
    assert [(cell.label, cell.count) for cell in row.cells if cell.count] == [("January", 1), ("Month not known", 1)]
    assert chart.has_bare_years
    assert not chart_of("2024-01-09").has_bare_years


def test_undated_articles_are_not_counted():
    assert chart_of("2024-03-01", "").count == 1


@pytest.mark.parametrize(
    ("dates", "labels"),
    [
        pytest.param(["2024", "2023"], ["2024", "2023"], id="none"),
        pytest.param(["2024", "2022"], ["2024", "2023", "2022"], id="one-year"),
        pytest.param(["2024", "2021"], ["2024", "2023", "2022", "2021"], id="two-years"),
        pytest.param(["2024", "2020"], ["2024", "2021–2023", "2020"], id="three-years"),
        pytest.param(["2025", "2015", "2008"], ["2025", "2016–2024", "2015", "2009–2014", "2008"], id="two-gaps"),
    ],
)
def test_years_without_articles(dates, labels):
    rows = chart_of(*dates).rows
    assert [row.label for row in rows] == labels
    assert [row.label for row in rows if row.cells] == dates


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        pytest.param(
            ["2024-03-01", "2024-03-02", "2020-06", "2025"],
            "Articles by month: 4 from 2020 to 2025, most in March 2024 (2)",
            id="years",
        ),
        pytest.param(
            ["2024-03-01", "2024-03-02", "2024-05"],
            "Articles by month: 3 in 2024, most in March 2024 (2)",
            id="one-year",
        ),
        pytest.param(
            ["2024-03-01", "2024-03-02", "2024-05", "2024-05-01", "2024-01"],
            "Articles by month: 5 in 2024, most in May 2024 and another month (2 each)",
            id="two-months-alike",
        ),
        pytest.param(["2024-03", "2024-05", "2024-06"], "Articles by month: 3 in 2024", id="all-months-alike"),
        pytest.param(["2024", "2023"], "Articles by month: 2 from 2023 to 2024", id="no-month-known"),
        pytest.param(["2024-03"], "Articles by month: 1 in 2024, most in March 2024 (1)", id="one-article"),
    ],
)
def test_the_picture_in_one_sentence(dates, sentence):
    assert chart_of(*dates).sentence == sentence


def test_a_bulletin_without_articles_has_no_rows():
    chart = chart_of()
    assert (chart.rows, chart.count, chart.most) == ((), 0, 0)
    assert chart_of("", "").rows == ()


@given(st.lists(st.dates().map(lambda day: day.isoformat()[:7]) | st.sampled_from(["", "2020", "~2021-05"])))
def test_every_dated_article_is_counted_once(dates):
    chart = chart_of(*dates)
    assert chart.count == sum(1 for date in dates if date)
    assert chart.most <= chart.count
    assert all(len(row.cells) in {0, 13} for row in chart.rows)
