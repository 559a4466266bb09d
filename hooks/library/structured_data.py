"""What a page says of itself to search engines and to sites that show a card of it: JSON-LD and OpenGraph."""

from __future__ import annotations

import json
import re

from hooks.library.addresses import clean_address
from hooks.library.known_days import published_day, revised_day
from hooks.library.shown import ShownArticle
from hooks.library.whole_site import SOCIAL_CARD, SOCIAL_CARD_SIZE, Site

LANGUAGE = "en-GB"
# The country that OpenGraph wants beside a language, for those of our texts that do not name one
COUNTRIES = {"cy": "GB", "en": "GB", "ga": "IE", "gd": "GB", "pl": "PL"}

# Within <script> only these can end it or begin a comment; the last two end a line for old readers of JavaScript
_UNSAFE_IN_SCRIPT = re.compile("[<>&\u2028\u2029]")


def render_article_data(shown: ShownArticle, site: Site) -> str:
    """An article as JSON-LD, ready to stand within `<script type="application/ld+json">`.

    What is not known is left out. Dates are as exact as they are known: `2023-12` is a date too.
    """
    page = site.in_full(shown.url)
    source = {"@type": "Organization", "name": shown.source.name, "url": clean_address(shown.source.home)}
    values: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": shown.title,
        "description": shown.description,
        "datePublished": shown.date,
        "dateModified": shown.article.updated,
        "author": {"@type": "Person", "name": shown.article.author} if shown.article.author else source,
        "publisher": {"@type": "Organization", "name": site.name, "url": site.address},
        "sourceOrganization": source,
        "isBasedOn": _original(shown),
        "inLanguage": shown.lang or LANGUAGE,
        "keywords": [topic.label for topic in shown.topics],
        "isAccessibleForFree": True,
        "url": page,
        "mainEntityOfPage": page,
        "image": site.in_full(SOCIAL_CARD),
    }
    return escape_for_script(json.dumps(_without_empty(values), ensure_ascii=False))


def escape_for_script(json_text: str) -> str:
    """JSON that no title in it can break out of: `<`, `>`, `&` and two odd line ends become `\\u003c` and so on.

    They stand only within JSON's strings, where the reader turns them back.
    """
    return _UNSAFE_IN_SCRIPT.sub(lambda found: f"\\u{ord(found[0]):04x}", json_text)


def describe_page(title: str, description: str, site: Site, page: str) -> list[tuple[str, str]]:
    """The OpenGraph properties of any page, in order. `page` is its full address, or empty.

    OpenGraph wants full addresses, so without the site's there is neither address nor picture.
    """
    return [*_describe(title, description, site, page), ("og:type", "website"), ("og:locale", "en_GB")]


def describe_article(shown: ShownArticle, site: Site) -> list[tuple[str, str]]:
    """The OpenGraph properties of an article's page, in order. Times want a day here, so a bare month is left out."""
    pairs = [
        *_describe(shown.title, shown.description, site, site.in_full(shown.url)),
        ("og:type", "article"),
        ("og:locale", _locale(shown.lang or LANGUAGE)),
        ("article:published_time", published_day(shown)),
        ("article:modified_time", revised_day(shown)),
        *(("article:tag", topic.label) for topic in shown.topics),
    ]
    return [(name, value) for name, value in pairs if value]


def _describe(title: str, description: str, site: Site, page: str) -> list[tuple[str, str]]:
    pairs = [
        ("og:title", title),
        ("og:description", description or site.description),
        ("og:site_name", site.name),
        ("og:url", page),
    ]
    if card := site.in_full(SOCIAL_CARD):
        width, height = SOCIAL_CARD_SIZE
        pairs += [
            ("og:image", card),
            ("og:image:type", "image/png"),
            ("og:image:width", str(width)),
            ("og:image:height", str(height)),
            ("og:image:alt", ". ".join(text for text in (site.name, site.description) if text)),
        ]
    return [(name, value) for name, value in pairs if value]


def _locale(lang: str) -> str:
    """A language as OpenGraph writes it, `cy_GB` for `cy`; empty where we do not know the country."""
    language, _, country = lang.partition("-")
    country = country or COUNTRIES.get(language, "")
    return f"{language}_{country}" if country else ""


def _original(shown: ShownArticle) -> object:
    """What our page is based on: the original's address or, where only its website is known, some work on that website.

    The home page itself is not what an article was made from, and saying so would send readers and machines astray.
    """
    address = clean_address(shown.original)
    if not shown.is_original_home_page:
        return address
    return {"@type": "CreativeWork", "isPartOf": {"@type": "WebSite", "url": address}} if address else ""


def _without_empty(values: dict[str, object]) -> dict[str, object]:
    """The values that are known, in records within them as well."""
    known = {name: _without_empty(value) if isinstance(value, dict) else value for name, value in values.items()}
    return {name: value for name, value in known.items() if value not in ("", [])}
