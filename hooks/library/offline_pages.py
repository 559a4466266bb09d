"""A page of the site as it stands in an offline copy.

Templates hold both: what only makes sense online between `<!--online-->` and `<!--/online-->`, and what only an offline
copy shows as a comment, `<!--offline:…-->`, which no reader of the site sees. Within the latter, `{copy-day}`,
`{copy-date}`, `{contents}`, `{site-name}` and `{website}` stand for what `fill_in` knows of the copy.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import date

from hooks.library.british_dates import render_date

_ONLINE = re.compile(r"<!--online-->(?:(?!<!--/?online-->).)*+<!--/online-->", re.DOTALL)
_OFFLINE = re.compile(r"<!--offline:((?:(?!<!--offline:|-->).)*+)-->", re.DOTALL)
# “Exit this page” goes to a page of the copy, script or no script.
_EXIT = re.compile(r'(<a\b[^>]*?\bhref=")[^"]*("[^>]*\bdata-exit-offline="([^"]*)")')


@dataclass(frozen=True, slots=True)
class Edition:
    """Which copy this is: its day, the address of the site if it has one, and since when (`2025-01`) if not whole."""

    day: date
    site_name: str
    website: str = ""
    since: str = ""

    @property
    def contents(self) -> str:
        return f"the articles since {render_date(self.since)}" if self.since else "all articles"


def render_offline_page(page: str, edition: Edition) -> str:
    """The page's HTML for the copy: the online parts taken out, the offline parts put in, the exit led to the copy."""

    offline = _OFFLINE.sub(lambda part: fill_in(part[1], edition), _ONLINE.sub("", page))
    return _EXIT.sub(r"\1\3\2", offline)


def as_online(page: str) -> str:
    """The page's HTML as a reader of the website gets it, without what only a copy shows."""
    return _OFFLINE.sub("", page)


def as_offline(page: str) -> str:
    """The same for a copy, with the names of what is known of it still in their places."""
    return _OFFLINE.sub(r"\1", _ONLINE.sub("", page))


def fill_in(text: str, edition: Edition) -> str:
    """HTML with what is known of the copy in place of `{copy-day}` and the other names."""
    words = {
        "{copy-day}": edition.day.isoformat(),
        "{copy-date}": render_date(edition.day.isoformat()),
        "{contents}": edition.contents,
        "{site-name}": edition.site_name,
        "{website}": edition.website or "the website of this bulletin",
    }
    return re.sub("|".join(map(re.escape, words)), lambda name: html.escape(words[name[0]]), text)
