from __future__ import annotations

from hooks.library.bulletin import assemble_bulletin
from hooks.library.front_pages import home_shows, search_shows
from hooks.library.source_pages import LICENCE_NOT_KNOWN, source_pages
from hooks.library.timeline import timeline_pages, years_of
from hooks.library.topic_pages import topic_pages
from importer.records import Article
from importer.vocabulary import Source, Topic, Vocabulary

VOCABULARY = Vocabulary(
    topics=(Topic("schools", "Schools", "News for schools."), Topic("courts", "Courts", "Cases.")),
    sources=(Source("Westmere Council", licence="OGL-3.0"),),
    helplines=(),
)
BULLETIN = assemble_bulletin(
    [
        Article("One", "Westmere Council", date="2023-12-05", topics=("schools",), path="articles/2023/one.md"),
        Article("Two", "Westmere Council", date="2023-12", topics=("schools",), path="articles/2023/two.md"),
        Article("Three", "Gazette", publisher="Westmere Council", date="2021", path="articles/2021/three.md"),
        Article("Four", "Gazette", topics=("new",), path="articles/undated/four.md"),
    ],
    VOCABULARY,
)
EMPTY = assemble_bulletin([], VOCABULARY)


def titles(articles):
    return [shown.title for shown in articles]


def test_the_topic_index_counts_and_every_topic_has_a_page():
    index, *pages = topic_pages(BULLETIN)
    assert [(topic.label, count) for topic, count in index.shows["topics"]] == [
        ("Courts", 0),
        ("New", 1),
        ("Schools", 2),
    ]
    assert {page.path: (titles(page.shows["story"]), titles(page.shows["undated"])) for page in pages} == {
        "topics/courts.md": ([], []),
        "topics/new.md": ([], ["Four"]),
        "topics/schools.md": (["Two", "One"], []),
    }


def test_a_topics_story_goes_from_first_to_latest_with_the_newest_above_it():
    articles = [
        Article(f"Part {year}", "Gazette", date=str(year), topics=("schools",), path=f"articles/{year}/part-{year}.md")
        for year in range(2019, 2024)
    ]
    (page,) = [
        page for page in topic_pages(assemble_bulletin(articles, VOCABULARY)) if page.path == "topics/schools.md"
    ]
    assert titles(page.shows["latest"]) == ["Part 2023", "Part 2022", "Part 2021"]
    assert titles(page.shows["story"]) == ["Part 2019", "Part 2020", "Part 2021", "Part 2022", "Part 2023"]
    assert [(source.name, count) for source, count in page.shows["sources"]] == [("Gazette", 5)]


def test_home_tells_what_changed_in_law_and_guidance_newest_first():
    articles = [
        Article("Act", "Gazette", date="2021-01-01", topics=("law-and-policy",), path="articles/2021/act.md"),
        Article("Duty", "Gazette", date="2023-01-01", topics=("mandatory-reporting",), path="articles/2023/duty.md"),
        Article("Fair", "Gazette", date="2024-01-01", topics=("schools",), path="articles/2024/fair.md"),
        Article("Some day", "Gazette", topics=("law-and-policy",), path="articles/undated/some-day.md"),
    ]
    assert titles(home_shows(assemble_bulletin(articles, VOCABULARY))["changes"]) == ["Duty", "Act"]


def test_the_timeline_has_a_page_for_each_year_and_one_for_the_undated():
    assert [page.path for page in timeline_pages(BULLETIN)] == [
        "timeline/index.md", "timeline/2023.md", "timeline/2021.md", "timeline/undated.md",
    ]  # fmt: skip


def test_a_year_knows_its_neighbours():
    _, first, last, _ = timeline_pages(BULLETIN)
    assert (first.shows["later"], first.shows["earlier"].year) == (None, "2021")
    assert (last.shows["later"].year, last.shows["earlier"]) == ("2023", None)


def test_months_hold_their_articles_and_a_bare_year_is_no_month():
    assert [
        (year.year, year.count, [(month.anchor, month.label, titles(month.articles)) for month in year.months])
        for year in years_of(BULLETIN.articles)
    ] == [
        ("2023", 2, [("month-2023-12", "December", ["One", "Two"])]),
        ("2021", 1, [("month-2021", "Month not known", ["Three"])]),
    ]


def test_a_sources_page_tells_its_own_stories_from_those_it_passed_on():
    index, gazette, westmere = source_pages(BULLETIN)
    assert [(source.name, own, passed) for source, own, passed in index.shows["sources"]] == [
        ("Gazette", 2, 0),
        ("Westmere Council", 2, 1),
    ]
    assert (titles(westmere.shows["own"]), titles(westmere.shows["passed_on"])) == (["One", "Two"], ["Three"])
    assert westmere.shows["licence_words"].startswith("Published under the Open Government Licence")
    assert gazette.shows["licence_words"] == LICENCE_NOT_KNOWN


def test_search_offers_only_choices_that_some_article_has():
    filters = search_shows(BULLETIN)["filters"]
    assert {one.name: list(one.choices) for one in filters} == {
        "topic": [("new", "New"), ("schools", "Schools")],
        "source": [("gazette", "Gazette"), ("westmere-council", "Westmere Council")],
        "year": [("2023", "2023"), ("2021", "2021"), ("undated", "Date not known")],
    }


def test_home_shows_the_busiest_topics_first():
    assert [(topic.label, count) for topic, count in home_shows(BULLETIN)["busiest_topics"]] == [
        ("Schools", 2),
        ("New", 1),
    ]


def test_a_bulletin_without_articles_still_has_its_pages():
    pages = [page.path for page in (*topic_pages(EMPTY), *timeline_pages(EMPTY), *source_pages(EMPTY))]
    assert pages == [
        "topics/index.md",
        "topics/courts.md",
        "topics/schools.md",
        "timeline/index.md",
        "sources/index.md",
    ]
    assert home_shows(EMPTY)["busiest_topics"] == []
