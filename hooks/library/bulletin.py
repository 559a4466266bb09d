"""The bulletin as the pages show it: every article with its topics, sources and address looked up once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from hooks.library.addresses import (
    article_url,
    is_home_page,
    is_web_address,
    make_slug,
    make_unique_slugs,
    source_url,
    topic_url,
    website_of,
    year_url,
)
from hooks.library.british_dates import render_date
from importer.records import AlsoIn, Article
from importer.vocabulary import Helpline, Source, Topic, Vocabulary, source_key

UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class ShownTopic:
    """A topic with its page's address. One that no list knows has no description."""

    slug: str
    label: str
    description: str = ""
    helplines: tuple[Helpline, ...] = ()

    @property
    def url(self) -> str:
        return topic_url(self.slug)


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A publisher or source with its page's address; `listed` is false where the source list does not know it."""

    slug: str
    name: str
    description: str = ""
    home: str = ""
    licence: str = ""
    show: str = ""
    listed: bool = True

    @property
    def url(self) -> str:
        return source_url(self.slug)


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """An article with what its header's short names stand for."""

    article: Article
    source: ShownSource
    publisher: ShownSource | None
    topics: tuple[ShownTopic, ...]
    also_in: tuple[AlsoIn, ...]

    @property
    def title(self) -> str:
        return self.article.title

    @property
    def url(self) -> str:
        return article_url(self.article.path)

    @property
    def date(self) -> str:
        return self.article.date

    @property
    def date_label(self) -> str:
        return render_date(self.article.date)

    @property
    def is_date_inferred(self) -> bool:
        return self.article.date_basis == "inferred"

    @property
    def quoted_evidence(self) -> str:
        """The words that a worked-out date rests on, in quotation marks unless they bring their own."""
        evidence = self.article.date_evidence
        return evidence if "“" in evidence else f"“{evidence}”"

    @property
    def year(self) -> str:
        """The year as filters name it: `2023`, or `undated`."""
        return self.article.date[:4] or UNDATED

    @property
    def year_url(self) -> str:
        return year_url(self.year)

    @property
    def month(self) -> str:
        """`2023-12`; `2023` where only the year is known."""
        return self.article.date[:7]

    @property
    def original(self) -> str:
        """The address of the original, only if it is a web address."""
        return self.article.url if is_web_address(self.article.url) else ""

    @property
    def original_website(self) -> str:
        return website_of(self.original)

    @property
    def is_original_home_page(self) -> bool:
        """Is only the website of the original known? Many credits name no more."""
        return is_home_page(self.original)

    @property
    def also_reported_by(self) -> tuple[str, ...]:
        """Who else brought the same text, each once. Its own publisher did so on another page."""
        publishers = dict.fromkeys(also.publisher for also in self.also_in)
        own = {self.article.publisher, self.publisher.name if self.publisher else ""}
        return tuple(f"{name}, on another page" if name in own else name for name in publishers)

    @property
    def helplines(self) -> tuple[Helpline, ...]:
        """The help lines of its topics, the most telling topic's first, each once."""
        return tuple(dict.fromkeys(helpline for topic in self.topics for helpline in topic.helplines))


@dataclass(frozen=True, slots=True)
class Bulletin:
    """Everything the pages of one build are made from; articles newest first, undated ones last."""

    articles: tuple[ShownArticle, ...]
    topics: tuple[ShownTopic, ...]
    sources: tuple[ShownSource, ...]
    helplines: tuple[Helpline, ...]
    by_path: dict[str, ShownArticle] = field(repr=False)
    by_slug: dict[str, ShownArticle] = field(repr=False)

    @property
    def undated(self) -> tuple[ShownArticle, ...]:
        return tuple(shown for shown in self.articles if not shown.date)

    def related_to(self, shown: ShownArticle) -> tuple[ShownArticle, ...]:
        """The pages its header calls related; a slug that no page has is passed over."""
        return tuple(self.by_slug[slug] for slug in shown.article.related if slug in self.by_slug)


def assemble_bulletin(articles: Iterable[Article], vocabulary: Vocabulary) -> Bulletin:
    """Look up every article's topics and sources. Names that no list knows get a plain page too, so no link is dead."""
    articles = tuple(articles)
    topics = _shown_topics(articles, vocabulary)
    sources = _SourceNames(articles, vocabulary)
    shown = tuple(
        ShownArticle(
            article,
            source=sources.find(article.source),
            publisher=sources.find(article.publisher) if article.publisher else None,
            topics=tuple(dict.fromkeys(topics[make_slug(slug)] for slug in article.topics)),
            also_in=article.also_in,
        )
        for article in newest_first(articles)
    )
    return Bulletin(
        articles=shown,
        topics=tuple(sorted(topics.values(), key=lambda topic: topic.label.casefold())),
        sources=sources.in_order(),
        helplines=vocabulary.helplines,
        by_path={one.article.path: one for one in shown},
        by_slug={one.article.slug: one for one in shown},
    )


def newest_first(articles: Iterable[Article]) -> list[Article]:
    """By date, the latest first; less exact dates after exact ones of their month or year, undated ones last."""
    return sorted(sorted(articles, key=lambda article: article.path), key=lambda article: article.date, reverse=True)


def count_topics(bulletin: Bulletin) -> Counter[str]:
    """How many articles each topic has, by its slug."""
    return Counter(topic.slug for shown in bulletin.articles for topic in shown.topics)


def _shown_topics(articles: tuple[Article, ...], vocabulary: Vocabulary) -> dict[str, ShownTopic]:
    topics = {make_slug(topic.slug): _listed_topic(topic, vocabulary) for topic in vocabulary.topics}
    for name in sorted({slug for article in articles for slug in article.topics}):
        slug = make_slug(name)
        topics.setdefault(slug, ShownTopic(slug, label=slug.replace("-", " ").capitalize()))
    return topics


def _listed_topic(topic: Topic, vocabulary: Vocabulary) -> ShownTopic:
    by_slug = {helpline.slug: helpline for helpline in vocabulary.helplines}
    helplines = tuple(by_slug[slug] for slug in topic.helplines if slug in by_slug)
    return ShownTopic(make_slug(topic.slug), topic.label, topic.description, helplines)


class _SourceNames:
    """Which source a name stands for, whatever its spelling; names that no list knows stand for themselves."""

    def __init__(self, articles: tuple[Article, ...], vocabulary: Vocabulary) -> None:
        self._listed: dict[str, Source] = {}
        for source in vocabulary.sources:
            for spelling in (source.name, *source.spellings):
                self._listed.setdefault(source_key(spelling), source)
        used = sorted({name for article in articles for name in (article.source, article.publisher) if name})
        canonical: dict[str, str] = {}
        for name in used:
            key = source_key(name)
            listed = self._listed.get(key)
            canonical.setdefault(source_key(listed.name) if listed else key, listed.name if listed else name)
        slugs = make_unique_slugs(canonical.values())
        self._shown = {key: self._show(name, slugs[name]) for key, name in canonical.items()}
        self._found = {name: self._shown[self._key(name)] for name in used}

    def find(self, name: str) -> ShownSource:
        return self._found[name]

    def in_order(self) -> tuple[ShownSource, ...]:
        return tuple(sorted(self._shown.values(), key=lambda source: source_key(source.name)))

    def _key(self, name: str) -> str:
        listed = self._listed.get(source_key(name))
        return source_key(listed.name) if listed else source_key(name)

    def _show(self, name: str, slug: str) -> ShownSource:
        listed = self._listed.get(source_key(name))
        if listed is None:
            return ShownSource(slug, name, listed=False)
        home = listed.home if is_web_address(listed.home) else ""
        return ShownSource(slug, name, listed.description, home, listed.licence, listed.show)
