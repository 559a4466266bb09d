from __future__ import annotations

from hooks.library.bulletin import assemble_bulletin
from hooks.library.digest import digest_pages, digests, latest_digest
from importer.records import Article
from importer.vocabulary import Topic, Vocabulary

VOCABULARY = Vocabulary(topics=(Topic("law-and-policy", "Law and policy", "Law."),), sources=(), helplines=())
BULLETIN = assemble_bulletin(
    [
        Article("Late", "Gazette", date="2024-03-20", path="articles/2024/late.md"),
        Article("Early", "Herald", date="2024-03-01", path="articles/2024/early.md"),
        Article("Some day", "Gazette", date="2024-03", path="articles/2024/some-day.md"),
        Article("New law", "Gazette", date="2024-03-11", topics=("law-and-policy",), path="articles/2024/new-law.md"),
        Article("Old", "Gazette", date="2023-01-05", updated="2024-05-01", path="articles/2023/old.md"),
        Article("Same month", "Gazette", date="2023-01-07", updated="2023-01-09", path="articles/2023/same-month.md"),
        Article("Year only", "Gazette", date="2024", path="articles/2024/year-only.md"),
        Article("Undated", "Gazette", path="articles/undated/undated.md"),
    ],
    VOCABULARY,
)


def titles(articles):
    return [shown.title for shown in articles]


def test_each_month_has_its_articles_in_order_with_changes_in_law_apart():
    assert [
        (each.month, titles(each.changes), titles(each.others), titles(each.revised)) for each in digests(BULLETIN)
    ] == [
        ("2024-05", [], [], ["Old"]),
        ("2024-03", ["New law"], ["Some day", "Early", "Late"], []),
        ("2023-01", [], ["Old", "Same month"], []),
    ]


def test_the_digest_for_the_staff_meeting_is_of_the_latest_month_with_news():
    assert latest_digest(BULLETIN).month == "2024-03"
    assert latest_digest(assemble_bulletin([], VOCABULARY)) is None


def test_a_digest_counts_its_articles_and_sources():
    digest = latest_digest(BULLETIN)
    assert (digest.label, digest.url, digest.count, digest.source_count) == (
        "March 2024",
        "digest/2024-03.html",
        4,
        2,
    )


def test_every_month_has_a_page_that_knows_its_neighbours_and_the_list_owns_up_to_the_rest():
    index, *pages = digest_pages(BULLETIN)
    assert [page.path for page in pages] == ["digest/2024-05.md", "digest/2024-03.md", "digest/2023-01.md"]
    assert index.shows["undated_count"] == 2
    march = pages[1].shows
    assert (march["later"].month, march["earlier"].month) == ("2024-05", "2023-01")
