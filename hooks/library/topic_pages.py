"""The list of topics and a page for each."""

from __future__ import annotations

from collections import defaultdict

from hooks.library.bulletin import Bulletin
from hooks.library.generated_page import GeneratedPage
from hooks.library.shown import ShownArticle


def topic_pages(bulletin: Bulletin) -> list[GeneratedPage]:
    """The topic index with its counts, then one page a topic with its articles, newest first."""
    articles: defaultdict[str, list[ShownArticle]] = defaultdict(list)
    for shown in bulletin.articles:
        for topic in shown.topics:
            articles[topic.slug].append(shown)
    index = GeneratedPage(
        "topics/index.md",
        "topics.html",
        "Topics",
        {"topics": [(topic, len(articles[topic.slug])) for topic in bulletin.topics]},
        "Every topic of the bulletin, with the number of its articles.",
    )
    pages = [
        GeneratedPage(
            topic.url.removesuffix(".html") + ".md",
            "topic.html",
            topic.label,
            {"topic": topic, "articles": articles[topic.slug]},
            topic.description,
        )
        for topic in bulletin.topics
    ]
    return [index, *pages]
