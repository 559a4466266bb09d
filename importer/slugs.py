"""File names for pages: frozen once published, so made with care."""

from __future__ import annotations

from collections.abc import Collection

from slugify import slugify

MOST_CHARACTERS = 60
# Names that Windows keeps for devices, with any ending
DEVICE_NAMES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


def make_slug(title: str, taken: Collection[str], fallback: str) -> str:
    """A page's file name from its headline: ASCII lower case, at most 60 characters cut between words, not yet taken.

    `taken` holds lower-case slugs; `fallback` is used for a headline without letters or digits.

    >>> make_slug("It’s KCSIE: what changed?", {"its-kcsie-what-changed"}, "article")
    'its-kcsie-what-changed-2'
    """
    plain = title.replace("’", "'").replace("‘", "'").replace("'", "").replace("£", " ")
    slug = slugify(plain, max_length=MOST_CHARACTERS, word_boundary=True, save_order=True) or fallback
    if slug in DEVICE_NAMES:
        slug = f"{slug}-article"
    number, free = 1, slug
    while free in taken:
        number += 1
        ending = f"-{number}"
        free = slugify(slug, max_length=MOST_CHARACTERS - len(ending), word_boundary=True, save_order=True) + ending
    return free
