"""The list of topics and a page for each: what it is about, where to turn, and its story from first to latest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hooks.library.bulletin import Bulletin
from hooks.library.generated_page import GeneratedPage
from hooks.library.shown import ShownArticle, ShownSource, ShownTopic

LATEST = 3  # with their summaries above the story; a topic of no more needs only the story


def topic_pages(bulletin: Bulletin) -> list[GeneratedPage]:
    """The topic index with its counts, then one page a topic."""
    index = GeneratedPage(
        "topics/index.md",
        "topics.html",
        "Topics",
        {"topics": [(topic, len(bulletin.by_topic[topic.slug])) for topic in bulletin.topics]},
        "Every topic of the bulletin, with the number of its articles.",
    )
    return [index, *(_topic_page(topic, bulletin.by_topic[topic.slug]) for topic in bulletin.topics)]


def _topic_page(topic: ShownTopic, articles: Sequence[ShownArticle]) -> GeneratedPage:
    dated = [shown for shown in articles if shown.date]
    return GeneratedPage(
        topic.url.removesuffix(".html") + ".md",
        "topic.html",
        topic.label,
        {
            "topic": topic,
            "count": len(articles),
            "latest": articles[:LATEST] if len(articles) > LATEST else (),
            "story": dated[::-1],
            "undated": articles[len(dated) :],
            "sources": count_sources(articles),
            "exit_here": topic.exit,
        },
        topic.description or f"Every article of the bulletin on the topic “{topic.label}”.",
    )


def count_sources(articles: Sequence[ShownArticle]) -> list[tuple[ShownSource, int]]:
    """The sources of some articles with how many each has, the most first."""
    counts = Counter(shown.source for shown in articles)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].name.casefold()))
