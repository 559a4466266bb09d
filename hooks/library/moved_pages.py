"""The addresses that pages had before an editor moved or renamed them: each leads on to where its article is now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from hooks.library.generated_page import GeneratedPage
from importer.records import Article, ImportRecord

if TYPE_CHECKING:  # which needs what stands here
    from hooks.library.bulletin import Bulletin

# Pages and records come with a pull request like any file: nothing in them may name a page outside the articles
_ARTICLE_PATH = re.compile(r"articles/[\w-][\w.-]*/[\w-][\w.-]*\.md")


def find_moves(records: Iterable[ImportRecord], pages: Mapping[str, Article]) -> dict[str, str]:
    """The present page of each path that a page had earlier; a path that has a page of its own again leads nowhere.

    The import records know where imported pages were. What an editor says in a page (`moved_from:`) comes first.
    """
    taken = {path.casefold() for path in pages}
    recorded = ((old, record.page) for record in records if record.page in pages for old in record.was)
    said = ((f"{old}.md", path) for path, article in sorted(pages.items(), reverse=True) for old in article.moved_from)
    return {old: now for old, now in (*recorded, *said) if _ARTICLE_PATH.fullmatch(old) and old.casefold() not in taken}


def moved_pages(bulletin: Bulletin) -> list[GeneratedPage]:
    """A page at each earlier address, which only leads on."""
    return [
        GeneratedPage(
            old,
            "moved.html",
            "This page has moved",
            MappingProxyType({"moved_to": bulletin.by_path[new]}),
            robots="noindex",
        )
        for old, new in sorted(bulletin.moves.items())
        if new in bulletin.by_path
    ]
