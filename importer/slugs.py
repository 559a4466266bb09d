"""File names for pages: frozen once published, so made with care."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain, count

from slugify import slugify

MOST_CHARACTERS = 60
# Names that Windows keeps for devices, with any ending
DEVICE_NAMES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
# Names that MkDocs takes for the front page of a folder
FOLDER_PAGES = frozenset({"index", "readme"})
_MOST_NUMBERED = 99


def make_slug(title: str, taken: Collection[str], fallback: str) -> str:
    """A page's file name from its headline: ASCII lower case, at most 60 characters cut between words, not yet taken.

    `taken` holds lower-case slugs. `fallback` is a name that no other article has: it is used for a headline without
    letters or digits, and where a headline has come a hundred times.

    >>> make_slug("It’s KCSIE: what changed?", {"its-kcsie-what-changed"}, "article")
    'its-kcsie-what-changed-2'
    """
    slug = plain_slug(title) or fallback
    start = _cut(slug, MOST_CHARACTERS - len("-99"))
    numbered = (f"{start}-{number}" for number in range(2, _MOST_NUMBERED + 1))
    further = (f"{fallback}-{number}" for number in count(2))
    return next(free for free in chain([slug], numbered, [fallback], further) if free not in taken)


def plain_slug(title: str) -> str:
    """The file name that a headline suggests, whether or not it is taken; empty for one without letters or digits."""
    plain = title.replace("’", "'").replace("‘", "'").replace("'", "").replace("£", " ")
    slug = _cut(plain, MOST_CHARACTERS)
    return f"{slug}-article" if slug in DEVICE_NAMES | FOLDER_PAGES else slug


def _cut(text: str, most: int) -> str:
    return slugify(text, max_length=most, word_boundary=True, save_order=True)
