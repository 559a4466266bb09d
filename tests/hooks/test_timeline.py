from __future__ import annotations

import re

import pytest

from hooks.library.bulletin import assemble_bulletin
from hooks.library.filters import entries_of, source_filter, topic_filter
from hooks.library.timeline import timeline_pages
from importer.records import Article
from importer.vocabulary import Source, Topic, Vocabulary

VOCABULARY = Vocabulary(
    topics=(Topic("schools", "Schools", ""), Topic("courts", "Courts", ""), Topic("unused", "Unused", "")),
    sources=(Source("Westmere Council"), Source("Unused Gazette")),
    helplines=(),
)
BULLETIN = assemble_bulletin(
    [
        Article(
            "One", "Westmere Council", date="2023-12-05", topics=("schools", "courts"), path="articles/2023/one.md"
        ),
        Article("Two", "A Newspaper", date="2021", topics=("courts",), path="articles/2021/two.md"),
        Article("Three", "Westmere Council", path="articles/undated/three.md"),
    ],
    VOCABULARY,
)


def test_only_topics_and_sources_that_some_article_has_can_be_chosen():
    assert topic_filter(BULLETIN).choices == (("courts", "Courts"), ("schools", "Schools"))
    assert source_filter(BULLETIN).choices == (
        ("a-newspaper", "A Newspaper"),
        ("westmere-council", "Westmere Council"),
    )


def test_an_article_tells_the_script_its_topics_and_source_by_their_numbers():
    assert entries_of(BULLETIN.articles, topic_filter(BULLETIN), source_filter(BULLETIN)) == {
        "articles/2023/one.html": "1.0:1",
        "articles/2021/two.html": "0:0",
        "articles/undated/three.html": ":1",
    }


def test_every_page_of_the_timeline_has_the_same_filters():
    pages = timeline_pages(BULLETIN)
    assert [page.path for page in pages] == [
        "timeline/index.md", "timeline/2023.md", "timeline/2021.md", "timeline/undated.md",
    ]  # fmt: skip
    filters = (topic_filter(BULLETIN), source_filter(BULLETIN))
    assert [page.shows["filters"] == filters for page in pages] == [True] * 4


@pytest.fixture(scope="module")
def read(invented_site):
    return lambda name: (invented_site / name).read_text(encoding="utf-8")


def words_of(page: str) -> str:
    """What a reader is told by a page's main part, white space folded."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1].split("</main>", 1)[0]).split())


@pytest.mark.parametrize(
    ("name", "sentences"),
    [
        pytest.param(
            "timeline/index.html",
            [
                "All 29 articles with a known year. Hollow: we worked the date out from the text. "
                "“?”: we know the year, but not the month. 1 article with no known date is not in this picture.",
                "2023 0 0 0 0 0 0 0 0 0 0 0 2 (1 inferred) 0 2",
                "30 articles. 2023 2 articles December 2023 2 2022 1 article March 2022 1",
                "2020 1 article Month not known 2020 1 Date not known 1 article",
            ],
            id="index",
        ),
        pytest.param(
            "timeline/2020.html", ["1 article, newest first. Month not known 2020 1 article Westmere plans"], id="year"
        ),
        pytest.param("timeline/undated.html", ["1 article, in alphabetical order. Swimming lessons"], id="undated"),
    ],
)
def test_a_page_of_the_timeline_says(read, name, sentences):
    text = words_of(read(name))
    assert [sentence for sentence in sentences if sentence not in text] == []


def test_the_picture_has_a_sentence_for_those_who_do_not_see_it(read):
    page = read("timeline/index.html")
    assert 'role="img" aria-label="Articles by month: 29 from 2020 to 2023, most in February 2021 (3)"' in page
    assert page.count('role="img"') == 1


def test_the_index_lists_no_articles_but_says_of_each_what_it_is_about(read):
    page = read("timeline/index.html")
    assert "Court notice number" not in page
    assert sum(len(entries.split()) for entries in re.findall(r'data-entries="([^"]*)"', page)) == 30


def test_a_bulletin_without_articles_has_no_picture_and_nothing_to_filter(build):
    page = (build([]) / "timeline" / "index.html").read_text(encoding="utf-8")
    assert "There are no articles yet." in page
    assert not any(mark in page for mark in ("<figure", "<form id=", "timeline.js", "filters.js"))


def test_a_bulletin_of_undated_articles_alone_has_no_picture_but_its_filters(build, articles):
    undated = next(article for article in articles if not article.date)
    page = (build([undated]) / "timeline" / "index.html").read_text(encoding="utf-8")
    assert "<figure" not in page
    assert "Date not known</a>" in page
    assert 'id="bulletin-filter"' in page
