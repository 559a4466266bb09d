"""Pages that the site does not show: those that wait for an editor's decision, and those that were withdrawn."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from hooks.library.addresses import article_url, make_slug
from hooks.library.british_dates import render_date
from hooks.library.moved_pages import find_moves
from importer.care import TEXT_TO_COME, UNWRITTEN, find_open_flags
from importer.care_rules import CareRules
from importer.records import Article, ImportRecord
from importer.references import decode_references

# “[words](target)”, “![words](<target> "title")”, “[name]: target”
_TARGET = re.compile(r"\](?:\(|:[ \t]{1,8})[ \t]{0,8}<?([^()<>\s]{1,500})")


@dataclass(frozen=True, slots=True)
class WithdrawnPage:
    """An address at which an article stood: when it was withdrawn, and what readers are told. Nothing of its text.

    `topics` are those whose feeds had it.
    """

    path: str
    on: str
    reason: str
    topics: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return article_url(self.path)

    @property
    def slug(self) -> str:
        return self.path.rsplit("/", 1)[-1].removesuffix(".md")

    @property
    def sentence(self) -> str:
        """“This article was withdrawn on 21 November 2026.”"""
        return f"This article was withdrawn on {render_date(self.on)}."

    @property
    def told(self) -> str:
        """The sentence, and the reason where it may be told."""
        return f"{self.sentence} {self.reason}".strip()


@dataclass(frozen=True, slots=True)
class KeptApart:
    """The articles of the docs folder: those to show, those that wait for an editor, and the addresses of the rest.

    `open_rules` has for each waiting article, by its path, the rules of docs/care.yml that are still open. `files` are
    pictures and the like, by their paths in the docs folder, that only articles which are kept out name.
    """

    shown: tuple[Article, ...]
    waiting: tuple[Article, ...]
    open_rules: Mapping[str, tuple[str, ...]]
    withdrawn: tuple[WithdrawnPage, ...]
    files: frozenset[str] = frozenset()


def keep_apart(articles: Iterable[Article], care: CareRules, records: Iterable[ImportRecord]) -> KeptApart:
    """Part what may be shown from what may not. A withdrawn article's earlier addresses say the same as its last."""
    shown: list[Article] = []
    waiting: list[Article] = []
    open_rules: dict[str, tuple[str, ...]] = {}
    withdrawn: dict[str, WithdrawnPage] = {}
    away_articles: dict[str, Article] = {}
    files_shown: set[str] = set()
    files_kept: set[str] = set()
    for article in articles:
        if away := article.withdrawn:
            # A reason that itself tells what must not be told is left out until an editor has mended it.
            reason = "" if find_open_flags(article, care) else away.reason
            topics = tuple(dict.fromkeys(make_slug(topic) for topic in article.topics))
            away_articles[article.path] = article
            withdrawn[article.path] = WithdrawnPage(article.path, away.on, reason, topics)
        elif flags := find_open_flags(article, care):
            waiting.append(article)
            open_rules[article.path] = tuple(dict.fromkeys(flag.rule.name for flag in flags))
        elif TEXT_TO_COME in article.notes:
            waiting.append(article)
            open_rules[article.path] = (UNWRITTEN,)
        else:
            shown.append(article)
        is_kept = article.path in withdrawn or article.path in open_rules
        (files_kept if is_kept else files_shown).update(_files_named_in(article))
    taken = {article.path.casefold() for article in (*shown, *waiting)}
    for old, page in find_moves(records, away_articles).items():
        if old.casefold() not in taken:
            last = withdrawn[page]
            withdrawn[old] = WithdrawnPage(old, last.on, last.reason, last.topics)
    pages = tuple(withdrawn[path] for path in sorted(withdrawn))
    return KeptApart(tuple(shown), tuple(waiting), open_rules, pages, frozenset(files_kept - files_shown))


def _files_named_in(article: Article) -> Iterator[str]:
    """The files that its text leads to or shows, by their paths in the docs folder."""
    folder = posixpath.dirname(article.path)
    for found in _TARGET.finditer(article.body):
        target = decode_references(found[1])
        if "://" not in target:
            yield posixpath.normpath(posixpath.join(folder, unquote(target.split("#")[0].split("?")[0])))
