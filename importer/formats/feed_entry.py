"""What RSS, Atom, WordPress exports and JSON Feed say of one article, in one form for all of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeedText:
    """A text of an entry, the address that its links are reckoned from, and whether the feed says it is the whole.

    `is_certain` says that what is no HTML is text throughout: “<b>” in it is what its writer wants to be read.
    """

    text: str
    is_html: bool
    base: str = ""
    is_full: bool = False
    is_certain: bool = False


@dataclass(frozen=True, slots=True)
class FeedDate:
    """A date as printed, and what the feed calls it: `pubDate`, `updated`."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed as it stands there, nothing of it judged yet.

    `texts` are the same article's, the fullest first: what the others say as well is looked for in it. `source` is the
    name of the body that the feed took the entry from, `see_also` an address that the entry is about. `piece` is the
    part of the document that it stands in, from `line` on.
    """

    line: int
    title: str = ""
    texts: tuple[FeedText, ...] = ()
    url: str = ""
    guid: str = ""
    categories: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: FeedDate | None = None
    updated: FeedDate | None = None
    source: str = ""
    see_also: str = ""
    publishers: tuple[str, ...] = ()
    piece: str = ""
