"""What a reader can filter articles by, on the search page and in the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hooks.library.bulletin import Bulletin
from hooks.library.shown import ShownArticle


@dataclass(frozen=True, slots=True)
class Filter:
    """A group of choices: its name in addresses, its legend, and each choice's value and label."""

    name: str
    legend: str
    choices: tuple[tuple[str, str], ...]


def topic_filter(bulletin: Bulletin) -> Filter:
    """The topics that some article has."""
    chosen = (topic for topic in bulletin.topics if bulletin.by_topic[topic.slug])
    return Filter("topic", "Topic", tuple((topic.slug, topic.label) for topic in chosen))


def source_filter(bulletin: Bulletin) -> Filter:
    """The sources that some article is from."""
    used = {shown.source.slug for shown in bulletin.articles}
    return Filter("source", "Source", tuple((one.slug, one.name) for one in bulletin.sources if one.slug in used))


def entries_of(articles: Sequence[ShownArticle], topics: Filter, sources: Filter) -> dict[str, str]:
    """For each article's address what a script needs in order to filter it: `4.7:2` for the fifth and the eighth topic
    and the third source, counted from nought in the order of the choices. Ten thousand of them take 70 KB.
    """
    topic_index = {value: index for index, (value, _) in enumerate(topics.choices)}
    source_index = {value: index for index, (value, _) in enumerate(sources.choices)}
    return {
        shown.url: ".".join(str(topic_index[topic.slug]) for topic in shown.topics)
        + f":{source_index[shown.source.slug]}"
        for shown in articles
    }
