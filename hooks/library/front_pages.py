"""What the pages with a file of their own show besides their text: home, search and help."""

from __future__ import annotations

from collections import Counter

from hooks.library.british_dates import NOT_KNOWN
from hooks.library.bulletin import Bulletin, count_topics
from hooks.library.shown import UNDATED

LATEST = 15
MOST_USED_TOPICS = 8


def home_shows(bulletin: Bulletin) -> dict[str, object]:
    """The latest articles, and the topics that have the most."""
    counts = count_topics(bulletin)
    busiest = sorted((topic for topic in bulletin.topics if counts[topic.slug]), key=lambda topic: -counts[topic.slug])
    return {
        "articles": bulletin.articles[:LATEST],
        "count": len(bulletin.articles),
        "busiest_topics": [(topic, counts[topic.slug]) for topic in busiest[:MOST_USED_TOPICS]],
    }


def search_shows(bulletin: Bulletin) -> dict[str, object]:
    """What a reader can filter by: for each filter its legend and its choices, as pairs of value and label."""
    topics = count_topics(bulletin)
    sources = Counter(shown.source.slug for shown in bulletin.articles)
    years = sorted({shown.year for shown in bulletin.articles if shown.date}, reverse=True)
    return {
        "count": len(bulletin.articles),
        "filters": [
            ("topic", "Topic", [(topic.slug, topic.label) for topic in bulletin.topics if topics[topic.slug]]),
            ("source", "Source", [(one.slug, one.name) for one in bulletin.sources if sources[one.slug]]),
            (
                "year",
                "Year",
                [(year, year) for year in years] + ([(UNDATED, NOT_KNOWN)] if bulletin.undated else []),
            ),
        ],
    }


def help_shows(bulletin: Bulletin) -> dict[str, object]:
    return {"helplines": bulletin.helplines}


def article_shows(bulletin: Bulletin, path: str) -> dict[str, object]:
    """An article with the other versions of its story."""
    shown = bulletin.by_path[path]
    return {"shown": shown, "related": bulletin.related_to(shown)}


FRONT_PAGES = {"index.md": home_shows, "search.md": search_shows, "help.md": help_shows}
