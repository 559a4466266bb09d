"""The bulletin as the pages show it: every article with its topics, sources and address looked up once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hooks.library.addresses import is_web_address, make_slug, make_unique_slugs
from hooks.library.kept_out import WithdrawnPage
from hooks.library.shown import ShownArticle, ShownSource, ShownTopic
from importer.records import Article
from importer.topics import compile_warnings, find_phrases
from importer.vocabulary import Helpline, Source, Topic, Vocabulary, source_key


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The articles next to one in time, within its most telling topic."""

    topic: ShownTopic
    later: ShownArticle | None
    earlier: ShownArticle | None


@dataclass(frozen=True, slots=True)
class Bulletin:
    """Everything the pages of one build are made from; articles newest first, undated ones last.

    `by_topic` has every topic's articles by its slug, `neighbours` those next to a dated article by its page's path.
    `moves` has the present page of every path that a page had before an editor moved it. `version` is a hash of all
    that this was read from.

    `withdrawn` are addresses that only say so. `waiting` are the articles that wait for an editor's decision, by their
    pages' paths: only an editor's preview shows them, with `open_rules`, the rules that are open. They are in nothing
    else here. `files_kept_out` are pictures that only they and what was withdrawn show.
    """

    articles: tuple[ShownArticle, ...]
    topics: tuple[ShownTopic, ...]
    sources: tuple[ShownSource, ...]
    helplines: tuple[Helpline, ...]
    by_path: dict[str, ShownArticle] = field(repr=False)
    by_slug: dict[str, ShownArticle] = field(repr=False)
    by_topic: dict[str, tuple[ShownArticle, ...]] = field(repr=False)
    neighbours: dict[str, Neighbours] = field(repr=False)
    moves: Mapping[str, str] = field(default_factory=dict, repr=False)
    version: str = ""
    withdrawn: tuple[WithdrawnPage, ...] = ()
    waiting: Mapping[str, ShownArticle] = field(default_factory=dict, repr=False)
    open_rules: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    files_kept_out: frozenset[str] = frozenset()

    @property
    def undated(self) -> tuple[ShownArticle, ...]:
        return tuple(shown for shown in self.articles if not shown.date)

    def related_to(self, shown: ShownArticle) -> tuple[ShownArticle, ...]:
        """The pages its header calls related; a slug that no page has is passed over."""
        return tuple(self.by_slug[slug] for slug in shown.article.related if slug in self.by_slug)


def assemble_bulletin(
    articles: Iterable[Article], vocabulary: Vocabulary, left_out: Mapping[str, tuple[str, ...]] | None = None
) -> Bulletin:
    """Look up every article's topics and sources. Names that no list knows get a plain page too, so no link is dead.

    `left_out` tells by page path what the import of an article left out.
    """
    articles, left_out = tuple(articles), left_out or {}
    topics = _shown_topics(articles, vocabulary)
    sources = _SourceNames(articles, vocabulary)
    warnings = compile_warnings(vocabulary.content_warnings)
    shown = tuple(
        ShownArticle(
            article,
            source=sources.find(article.source),
            publisher=sources.find(article.publisher) if article.publisher else None,
            topics=tuple(dict.fromkeys(topics[make_slug(slug)] for slug in article.topics)),
            also_in=article.also_in,
            left_out=left_out.get(article.path, ()),
            is_summary_graphic=bool(article.content_note and find_phrases([article.summary], warnings)),
        )
        for article in newest_first(articles)
    )
    by_topic = _by_topic(shown, topics.values())
    return Bulletin(
        articles=shown,
        topics=tuple(sorted(topics.values(), key=lambda topic: topic.label.casefold())),
        sources=sources.in_order(),
        helplines=vocabulary.helplines,
        by_path={one.article.path: one for one in shown},
        by_slug={one.article.slug: one for one in shown},
        by_topic=by_topic,
        neighbours=_neighbours(by_topic),
    )


def newest_first(articles: Iterable[Article]) -> list[Article]:
    """By date, the latest first; less exact dates after exact ones of their month or year, undated ones last."""
    return sorted(sorted(articles, key=lambda article: article.path), key=lambda article: article.date, reverse=True)


def _by_topic(articles: Iterable[ShownArticle], topics: Iterable[ShownTopic]) -> dict[str, tuple[ShownArticle, ...]]:
    found: dict[str, list[ShownArticle]] = {topic.slug: [] for topic in topics}
    for shown in articles:
        for topic in shown.topics:
            found[topic.slug].append(shown)
    return {slug: tuple(of_topic) for slug, of_topic in found.items()}


def _neighbours(by_topic: Mapping[str, tuple[ShownArticle, ...]]) -> dict[str, Neighbours]:
    """For each dated article the ones before and after it in its first topic; none where it stands alone there."""
    neighbours: dict[str, Neighbours] = {}
    for slug, articles in by_topic.items():
        dated = [shown for shown in articles if shown.date]
        for later, shown, earlier in zip([None, *dated], dated, [*dated[1:], None], strict=False):
            if shown.topics[0].slug == slug and (later or earlier):
                neighbours[shown.article.path] = Neighbours(shown.topics[0], later, earlier)
    return neighbours


def _shown_topics(articles: tuple[Article, ...], vocabulary: Vocabulary) -> dict[str, ShownTopic]:
    topics = {make_slug(topic.slug): _listed_topic(topic, vocabulary) for topic in vocabulary.topics}
    for name in sorted({slug for article in articles for slug in article.topics}):
        slug = make_slug(name)
        topics.setdefault(slug, ShownTopic(slug, label=slug.replace("-", " ").capitalize()))
    return topics


def _listed_topic(topic: Topic, vocabulary: Vocabulary) -> ShownTopic:
    by_slug = {helpline.slug: helpline for helpline in vocabulary.helplines}
    helplines = tuple(by_slug[slug] for slug in topic.helplines if slug in by_slug)
    return ShownTopic(make_slug(topic.slug), topic.label, topic.description, helplines, topic.exit == "yes")


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
        return ShownSource(slug, name, listed.description, home, listed.licence, listed.show, listed.permission)
