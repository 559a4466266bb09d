"""What a reader can filter articles by, on the search page and in the timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hooks.library.british_dates import NOT_KNOWN
from hooks.library.bulletin import Bulletin
from hooks.library.shown import UNDATED, ShownArticle


@dataclass(frozen=True, slots=True)
class Filter:
    """A group of choices: name in addresses, legend, each choice's value and label, and how many articles it has."""

    name: str
    legend: str
    choices: tuple[tuple[str, str], ...]
    counts: Mapping[str, int]


def topic_filter(bulletin: Bulletin) -> Filter:
    """The topics that some article has."""
    counts = {slug: len(articles) for slug, articles in bulletin.by_topic.items() if articles}
    choices = tuple((topic.slug, topic.label) for topic in bulletin.topics if topic.slug in counts)
    return Filter("topic", "Topic", choices, counts)


def source_filter(bulletin: Bulletin) -> Filter:
    """The sources that some article is from."""
    counts = Counter(shown.source.slug for shown in bulletin.articles)
    choices = tuple((one.slug, one.name) for one in bulletin.sources if one.slug in counts)
    return Filter("source", "Source", choices, counts)


def year_filter(bulletin: Bulletin) -> Filter:
    """The years that have articles, the latest first, and the articles without a date."""
    counts = Counter(shown.year for shown in bulletin.articles)
    years = sorted(counts.keys() - {UNDATED}, reverse=True)
    undated = [(UNDATED, NOT_KNOWN)] if bulletin.undated else []
    return Filter("year", "Year", (*((year, year) for year in years), *undated), counts)


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
