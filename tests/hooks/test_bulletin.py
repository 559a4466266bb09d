from __future__ import annotations

import random

import pytest

from hooks.library.bulletin import assemble_bulletin
from importer.records import Article
from importer.vocabulary import Helpline, Source, Topic, Vocabulary

VOCABULARY = Vocabulary(
    topics=(
        Topic("schools", "Schools", "News for schools.", helplines=("fernhill-line", "gone")),
        Topic("courts", "Courts", "Cases.", helplines=("fernhill-line",)),
    ),
    sources=(Source("Westmere Council", spellings=("Westmere",), home="https://westmere.example", licence="own"),),
    helplines=(Helpline("fernhill-line", "Fernhill Line", "For anyone.", phone="0000 111"),),
)


def article(slug: str, date: str = "", **fields: object) -> Article:
    values = {"source": "Westmere Council", **fields}
    return Article(title=slug, date=date, path=f"articles/{date[:4] or 'undated'}/{slug}.md", **values)


def test_articles_come_newest_first_less_exact_dates_later_and_undated_ones_last():
    articles = [
        article("undated"),
        article("year", "2023"),
        article("month", "2023-07"),
        article("day", "2023-07-02"),
        article("later-day", "2023-07-19"),
        article("same-day-b", "2020-01-01"),
        article("same-day-a", "2020-01-01"),
    ]
    random.Random(1).shuffle(articles)  # noqa: S311 - nothing secret
    assert [shown.title for shown in assemble_bulletin(articles, VOCABULARY).articles] == [
        "later-day", "day", "month", "year", "same-day-a", "same-day-b", "undated",
    ]  # fmt: skip


@pytest.mark.parametrize("spelling", ["Westmere", "the WESTMERE council", "Westmere  Council (WC)"])
def test_every_spelling_of_a_source_leads_to_its_one_page(spelling):
    (shown,) = assemble_bulletin([article("a", source=spelling)], VOCABULARY).articles
    assert (shown.source.name, shown.source.url) == ("Westmere Council", "sources/westmere-council.html")
    assert shown.source.listed


def test_a_source_that_no_list_knows_gets_a_page_of_its_own():
    bulletin = assemble_bulletin([article("a", source="New Weekly"), article("b", source="the new weekly")], VOCABULARY)
    assert [(source.name, source.listed) for source in bulletin.sources] == [("New Weekly", False)]


def test_a_topic_that_no_list_knows_gets_a_page_whose_name_cannot_leave_its_folder():
    (shown,) = assemble_bulletin([article("a", topics=("../../new-topic",))], VOCABULARY).articles
    assert [(topic.label, topic.url) for topic in shown.topics] == [("New topic", "topics/new-topic.html")]


def test_an_article_shows_each_help_line_of_its_topics_once():
    (shown,) = assemble_bulletin([article("a", topics=("courts", "schools"))], VOCABULARY).articles
    assert [helpline.name for helpline in shown.helplines] == ["Fernhill Line"]


@pytest.mark.parametrize(
    ("evidence", "shown"),
    [
        pytest.param("the 2020 edition", "“the 2020 edition”", id="bare"),
        pytest.param("“today (Monday)”; the text names 2023", "“today (Monday)”; the text names 2023", id="quoted"),
    ],
)
def test_evidence_is_quoted_once(evidence, shown):
    (article_shown,) = assemble_bulletin([article("a", date_evidence=evidence)], VOCABULARY).articles
    assert article_shown.quoted_evidence == shown


def test_only_a_web_address_is_offered_as_the_original():
    bulletin = assemble_bulletin(
        [article("a", url="javascript:run()"), article("b", url="https://westmere.example/b")], VOCABULARY
    )
    assert [shown.original for shown in bulletin.articles] == ["", "https://westmere.example/b"]


def test_related_pages_that_are_gone_are_passed_over():
    bulletin = assemble_bulletin([article("a", related=("gone", "b")), article("b")], VOCABULARY)
    assert [shown.title for shown in bulletin.related_to(bulletin.by_slug["a"])] == ["b"]
