"""Where each page of the site stands, relative to the site's root."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from slugify import slugify

# Windows cannot hold a file of these names, whatever its ending
DEVICE_NAMES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
LONGEST_SLUG = 60
# RFC 3987, section 2.2; browsers mend such addresses, other programs refuse them
NOT_IN_ADDRESSES = re.compile(r"""[\x00-\x20\x7f<>"{}|\\^`]""")


def article_url(path: str) -> str:
    """The address of an article's page: `articles/2023/some-slug.html` for `articles/2023/some-slug.md`."""
    return quote(path.removesuffix(".md") + ".html")


def topic_url(slug: str) -> str:
    return f"topics/{slug}.html"


def topic_feed_url(slug: str) -> str:
    return f"topics/{slug}.xml"


def source_url(slug: str) -> str:
    return f"sources/{slug}.html"


def year_url(year: str) -> str:
    """The address of a year's page; the year `undated` holds the articles without a date."""
    return f"timeline/{year}.html"


def digest_url(month: str) -> str:
    """The address of a month's digest: `digest/2024-03.html`."""
    return f"digest/{month}.html"


def month_anchor(month: str) -> str:
    """The place of a month on its year's page: `month-2023-12`; `month-2023` where only the year is known."""
    return f"month-{month}"


def make_slug(name: str) -> str:
    """A file name for a topic or source that comes from a page's header: ASCII, short, safe on every disk."""
    slug = slugify(re.sub("['’‘]", "", name), max_length=LONGEST_SLUG, word_boundary=True) or "unnamed"
    return f"{slug}-page" if slug in DEVICE_NAMES or slug == "index" else slug


def make_unique_slugs(names: Iterable[str]) -> dict[str, str]:
    """A slug for each name; where two names would share one, the later in alphabetical order gets a number."""
    slugs: dict[str, str] = {}
    taken: set[str] = set()
    for name in sorted(set(names)):
        slug, number = make_slug(name), 2
        while slug in taken:
            slug, number = f"{make_slug(name)}-{number}", number + 1
        taken.add(slug)
        slugs[name] = slug
    return slugs


def is_web_address(text: str) -> bool:
    """May this become a link? Only `https://…` and `http://…`; a header can hold `javascript:…` as well."""
    if re.fullmatch(r"https?://[^\s/?#\\]+([/?#]\S*)?", text, re.IGNORECASE) is None:
        return False
    try:
        return bool(urlsplit(text).hostname)
    except ValueError:  # “https://[x”
        return False


def clean_address(address: str) -> str:
    """A web address without what none may hold: `<`, `>`, `"` and the like become `%3C` and so on."""
    return NOT_IN_ADDRESSES.sub(lambda found: quote(found[0], safe=""), address)


def website_of(address: str) -> str:
    """The website that a web address leads to, as readers know it: `ofsted.example` for `https://www.ofsted.example/a`."""
    name = urlsplit(address).hostname or ""
    return name.removeprefix("www.") or name


def is_home_page(address: str) -> bool:
    """Does a web address name a website as a whole, and no page of it?"""
    parts = urlsplit(address)
    return parts.path in {"", "/"} and not parts.query
