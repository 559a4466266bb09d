"""What the pages with a file of their own show besides their text: home, search and help, and the articles."""

from __future__ import annotations

from hooks.library.bulletin import Bulletin
from hooks.library.digest import latest_digest
from hooks.library.filters import source_filter, topic_filter, year_filter
from hooks.library.shown import CHANGE_TOPICS, FIRST_HELPLINES

LATEST = 10
CHANGES = 6
MOST_USED_TOPICS = 10


def home_shows(bulletin: Bulletin) -> dict[str, object]:
    """The latest articles, what changed in law and guidance, the busiest topics, and the first help lines."""
    busiest = sorted(bulletin.topics, key=lambda topic: -len(bulletin.by_topic[topic.slug]))
    changes = [shown for shown in bulletin.articles if shown.date and shown.is_change]
    return {
        "articles": bulletin.articles[:LATEST],
        "count": len(bulletin.articles),
        "changes": changes[:CHANGES],
        "undated_changes": sum(not shown.date and shown.is_change for shown in bulletin.articles),
        "change_topics": [topic for topic in bulletin.topics if topic.slug in CHANGE_TOPICS],
        "busiest_topics": [
            (topic, len(bulletin.by_topic[topic.slug]))
            for topic in busiest[:MOST_USED_TOPICS]
            if bulletin.by_topic[topic.slug]
        ],
        "helplines": bulletin.helplines[:FIRST_HELPLINES],
        "digest": latest_digest(bulletin),
    }


def search_shows(bulletin: Bulletin) -> dict[str, object]:
    """What a reader can filter the articles by."""
    return {
        "count": len(bulletin.articles),
        "filters": [topic_filter(bulletin), source_filter(bulletin), year_filter(bulletin)],
    }


def help_shows(bulletin: Bulletin) -> dict[str, object]:
    """Every help line, and the day on which the first of them fell due for another look."""
    checked = [helpline.checked for helpline in bulletin.helplines]
    return {"helplines": bulletin.helplines, "checked": min(checked, default="")}


def offline_shows(bulletin: Bulletin) -> dict[str, object]:
    """Which contents the site was built from: `bulletin bundle` packs no site that is older than the pages."""
    return {"version": bulletin.version}


FRONT_PAGES = {
    "index.md": home_shows,
    "search.md": search_shows,
    "help.md": help_shows,
    "offline.md": offline_shows,
}
