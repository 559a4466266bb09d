"""Topics, sources and articles as the pages show them: addresses, names and what may be shown, looked up once."""

from __future__ import annotations

from dataclasses import dataclass

from hooks.library.addresses import (
    article_url,
    clean_address,
    is_home_page,
    is_web_address,
    source_url,
    topic_feed_url,
    topic_url,
    website_of,
    year_url,
)
from hooks.library.british_dates import render_date
from importer.records import AlsoIn, Article
from importer.vocabulary import Helpline

UNDATED = "undated"
# What a school or service must act on (CONTRACT, “Lists that editors own”)
CHANGE_TOPICS = ("law-and-policy", "statutory-guidance", "mandatory-reporting")
# The help lines at the head of docs/helplines.yml stand on the home page and in digests.
FIRST_HELPLINES = 6
_MISFIT = "does not fit the date"  # importer/describe.py words it so
STRICTNESS = ("full", "excerpt", "link")
LANGUAGE_NAMES = {"cy": "Welsh (Cymraeg)", "en": "English", "ga": "Irish", "gd": "Scottish Gaelic", "pl": "Polish"}


@dataclass(frozen=True, slots=True)
class ShownTopic:
    """A topic with its page's address. One that no list knows has no description."""

    slug: str
    label: str
    description: str = ""
    helplines: tuple[Helpline, ...] = ()
    exit: bool = False

    @property
    def url(self) -> str:
        return topic_url(self.slug)

    @property
    def feed_url(self) -> str:
        return topic_feed_url(self.slug)


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A publisher or source with its page's address; `listed` is false where the source list does not know it."""

    slug: str
    name: str
    description: str = ""
    home: str = ""
    licence: str = ""
    show: str = "full"
    permission: str = ""
    listed: bool = True

    @property
    def url(self) -> str:
        return source_url(self.slug)


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """An article with what its header's short names stand for, and only as much of it as may be shown.

    `left_out` says in words what its import left out. `is_summary_graphic` is true where even the summary tells what
    the content note warns of.
    """

    article: Article
    source: ShownSource
    publisher: ShownSource | None
    topics: tuple[ShownTopic, ...]
    also_in: tuple[AlsoIn, ...]
    left_out: tuple[str, ...] = ()
    is_summary_graphic: bool = False

    @property
    def title(self) -> str:
        return self.article.title

    @property
    def url(self) -> str:
        return article_url(self.article.path)

    @property
    def show(self) -> str:
        """`full`, `excerpt` or `link`: the stricter of what its source and its publisher allow."""
        allowed = [self.source.show, self.publisher.show if self.publisher else "full"]
        return max(allowed, key=STRICTNESS.index)

    @property
    def is_whole(self) -> bool:
        """May the whole text be shown?"""
        return self.show == "full"

    @property
    def summary(self) -> str:
        """The summary where anything of the text may be shown at all."""
        return "" if self.show == "link" else self.article.summary

    @property
    def calm_summary(self) -> str:
        """The summary for lists and cards, which nobody chose to read: none where it tells what the note warns of."""
        return "" if self.is_summary_graphic else self.summary

    @property
    def description(self) -> str:
        """One sentence for search engines and for cards of this page elsewhere; never graphic."""
        told = self.calm_summary or self.article.content_note
        return told or f"From {self.source.name}. {self.date_label}."

    @property
    def lang(self) -> str:
        """The language of its text where that is not English: `cy` for Welsh."""
        return self.article.lang

    @property
    def language_name(self) -> str:
        return LANGUAGE_NAMES.get(self.lang[:2], self.lang)

    @property
    def is_change(self) -> bool:
        """Does it tell of a change in law, policy or guidance, by its topics?"""
        return any(topic.slug in CHANGE_TOPICS for topic in self.topics)

    @property
    def exit(self) -> bool:
        """Does its page carry “Exit this page”? It does where one of its topics asks for it."""
        return any(topic.exit for topic in self.topics)

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
    def is_day_known(self) -> bool:
        """Does the source state the day? Machines are told no day that we worked out: they cannot show that."""
        return len(self.article.date) == len("2023-12-05") and not self.is_date_inferred

    @property
    def date_doubts(self) -> tuple[str, ...]:
        """The importer's doubts about the printed date: a weekday or another day in the text that does not fit it."""
        return tuple(note for note in self.article.notes if note.startswith("By-line says") or _MISFIT in note)

    @property
    def date_sign(self) -> str:
        """What stands after its date wherever that is shown: how far it is to be believed."""
        if self.is_date_inferred:
            return " (inferred)"
        return " (in doubt)" if self.date_doubts else ""

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
        """The address of the original, only if it is a web address; without what no address may hold."""
        return clean_address(self.article.url) if is_web_address(self.article.url) else ""

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
