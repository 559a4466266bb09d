"""What a web page says of its article in data meant for machines: headline, days, writer, address, site.

The order of trust is JSON-LD, then `<meta>`, then microdata and `<time>`. Nothing is taken from an address, and nothing
is the day of the import.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html

from importer.dates import PrintedDate, find_dates, parse_date
from importer.formats.json_ld import LinkedData, address_of, bodies_of, names_of, read_linked_data, text_of
from importer.shapes import is_list_name
from importer.text import fold, word_count, words
from importer.urls import resolve_link, web_address

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.issued", "govuk:first-published-at", "dc.date.published",
    "citation_publication_date", "citation_date", "cxenseparse:recs:publishtime", "publish-date", "publish_date",
    "publication_date", "publicationdate", "pubdate", "dc.date", "dcterms.date", "dc.date.created", "dcterms.created",
    "date",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "govuk:public-updated-at",
    "dc.date.modified", "dcterms.modified", "last-modified", "lastmod", "revised",
)  # fmt: skip
_AUTHORS = (
    "author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "citation_author",
    "byl", "twitter:creator_name",
)  # fmt: skip
_TITLES = (
    "og:title",
    "parsely-title",
    "sailthru.title",
    "dc.title",
    "dcterms.title",
    "citation_title",
    "twitter:title",
)
_SITES = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "citation_publisher", "copyright")
_ADDRESSES = ("og:url", "parsely-link", "twitter:url")
_DESCRIPTIONS = ("og:description", "description", "dc.description", "dcterms.description", "twitter:description")
# “<!-- saved from url=(0042)https://… -->”, as browsers write it
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,6}\)\s*(?P<url>\S{1,2000}?)\s*-->", re.IGNORECASE)
_TITLE_JOINT = re.compile(r"(?<!\s)\s++(?:[-–—|»«·•:/]+\s+|[|»]\s*)|[|»]\s*")
_LOOSE_JOINT = re.compile(r"(?<!\s)\s++[-–—|»«·•/]+\s+|(?:(?<!\s)\s++)?[|»:]\s+|(?<!\s)\s++::\s+")
# What content systems write where a day was never set
_NO_DAY = frozenset({"1970-01-01", "1900-01-01"})
_NOBODY = frozenset(
    "admin administrator author editor guest staff webmaster webteam web team root user unknown anonymous".split()
)
_PUBLISHED_CLASSES = frozenset({"published", "entry-date", "dt-published", "post-date"})
_MOST_TEXT = 2_000


@dataclass(frozen=True, slots=True)
class Stated:
    """Something a page says, and where it says it: `2024-05-01T09:00:00Z`, `datePublished`."""

    text: str
    name: str
    kind: str

    @property
    def date(self) -> PrintedDate | None:
        """The day it names, the time of day and its zone apart."""
        return read_day(self.text)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says of itself, each kind of fact in the order of trust.

    `base` is the address that relative links are reckoned from, empty where none is known. `bodies` are organisations
    that its data names as the article's author: whose document it is.
    """

    titles: tuple[str, ...] = ()
    page_title: str = ""
    published: tuple[Stated, ...] = ()
    updated: tuple[Stated, ...] = ()
    authors: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    url: str = ""
    base: str = ""
    sites: tuple[str, ...] = ()
    description: str = ""
    articles: int = 0
    is_article: bool = False
    is_paid: bool = False
    problems: tuple[str, ...] = ()


def read_page_facts(root: lxml.html.HtmlElement, text: str) -> PageFacts:
    """What the page's own data says; `text` is its source, in which a browser may have written where it was saved."""
    linked = read_linked_data(root)
    metas = _read_metas(root)
    saved = _saved_from(text)
    url = _own_address(root, linked, metas, saved)
    base_element = next((found for each in root.iter("base") if (found := each.get("href"))), "")
    # A page that was saved lay at the address it was saved from; others lie where they say
    lies_at = saved or url
    base = web_address(urljoin(lies_at, base_element.strip())) if base_element else lies_at
    article = _article_of(linked, url, metas)
    titles = [text_of(article.get("headline")) or text_of(article.get("name"))] if article else []
    titles += [value for name in _TITLES for value in metas.get(name, ())]
    page_title = next((fold(each.text_content()) for each in root.iter("title")), "")
    published = [*_stated(_values(article, linked, "datePublished"), "JSON-LD"), *_meta_days(metas, _PUBLISHED)]
    updated = [*_stated(_values(article, linked, "dateModified"), "JSON-LD"), *_meta_days(metas, _UPDATED)]
    sites = [
        *(names_of(article.get("publisher")) if article else ()),
        *(value for name in _SITES[:1] for value in metas.get(name, ())),
        *(text_of(site.get("name")) for site in linked.sites),
        *(value for name in _SITES[1:] for value in metas.get(name, ())),
    ]
    sites = sites or _site_above_list(root, page_title)
    authors = names_of(article.get("author")) or names_of(article.get("creator")) if article else ()
    bodies = bodies_of(article.get("author")) if article else ()
    if not any(map(is_writer, authors)):
        authors = tuple(value for name in _AUTHORS for value in metas.get(name, ()))
    problems = [f"the page's JSON-LD cannot be read ({linked.broken} of its texts)"] if linked.broken else []
    descriptions = [text_of(article.get("description"))] if article else []
    descriptions += [value for name in _DESCRIPTIONS for value in metas.get(name, ())]
    return PageFacts(
        titles=tuple(dict.fromkeys(filter(None, titles))),
        page_title=page_title[:_MOST_TEXT],
        published=tuple(published),
        updated=tuple(updated),
        authors=tuple(dict.fromkeys(_writer(name) for name in authors if is_writer(name) and name not in bodies))[:5],
        bodies=tuple(name for name in bodies if is_writer(name))[:5],
        url=url,
        base=base,
        sites=tuple(dict.fromkeys(site[:200] for site in sites if site and not site.startswith("http"))),
        description=next(filter(None, descriptions), ""),
        articles=len(linked.articles),
        is_article=bool(linked.articles) or any("article" in value for value in metas.get("og:type", ())),
        is_paid=any(_is_false(each.get("isAccessibleForFree")) for each in (*linked.articles, *linked.pages)),
        problems=tuple(problems),
    )


def _site_above_list(root: lxml.html.HtmlElement, page_title: str) -> list[str]:
    """The site in “Harbour School - Safeguarding Bulletin” where the page prints both, one heading upon the other.

    There the first heading is the site's name on every page, and no headline.
    """
    parts = [part for part in _TITLE_JOINT.split(page_title[:_MOST_TEXT]) if part]
    lists = [part for part in parts if is_list_name(part)]
    if len(parts) != 2 or len(lists) != 1:
        return []
    site = next(part for part in parts if part not in lists)
    headings = list(islice(root.iter("h1", "h2", "h3"), 2))
    if len(headings) < 2 or _key(headings[0].text_content()) != _key(site) or headings[0].getnext() is not headings[1]:
        return []
    below = fold(headings[1].text_content())
    return [site] if not fold(headings[0].tail or "") and is_about(below, lists[0]) else []


def add_microdata(facts: PageFacts, elements: Iterable[lxml.html.HtmlElement]) -> PageFacts:
    """The facts with what the article's own elements say: `itemprop="datePublished"`, `<time class="published">`."""
    published, updated, authors = list(facts.published), list(facts.updated), list(facts.authors)
    for element in elements:
        if found := _day_of(element):
            (published if found[0] == "published" else updated).append(found[1])
        elif not facts.authors and (name := _author_of(element)) and is_writer(name):
            authors.append(_writer(name))
    authors = list(dict.fromkeys(authors))[:5]
    return replace(facts, published=tuple(published), updated=tuple(updated), authors=tuple(authors))


def read_day(text: str) -> PrintedDate | None:
    """The day that a page's data gives, time and zone left aside; None for one that was never set or cannot be read."""
    plain = text.strip()
    if re.fullmatch(r"(?:19|20)\d{6}(?:T\d{4,6}.*)?", plain):  # 20240501T090000Z
        plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:8]}"
    found = parse_date(plain) or next(find_dates(plain), None)
    return found if found and found.iso and found.iso not in _NO_DAY else None


def title_parts(page_title: str, sites: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """A page's title without the site's name at either end, and the parts that may be the site's name."""
    parts = [part for part in _TITLE_JOINT.split(page_title) if part]
    joints = _TITLE_JOINT.findall(page_title)
    known = {_key(site) for site in sites}
    cut = page_title
    names: list[str] = []
    if len(parts) > 1 and _key(parts[0]) in known:
        return page_title[page_title.index(parts[0]) + len(parts[0]) + len(joints[0]) :].strip(), (parts[0],)
    while len(parts) > 1 and (_key(parts[-1]) in known or not names):
        names.append(parts[-1])
        if _key(parts[-1]) in known or word_count(parts[-1]) <= 5:
            cut = cut[: cut.rindex(parts[-1])].rstrip()
            cut = re.sub(r"(?:(?<!\s)\s++|(?<![-–—|»«·•:/\s]))[-–—|»«·•:/]++$", "", cut)
        parts.pop()
    return cut.strip(), tuple(names)


def split_title(page_title: str) -> list[str]:
    """The parts of a page's title, between bars, dashes or colons: one is the headline, another the site's name."""
    return [part for part in _LOOSE_JOINT.split(page_title) if part.strip()]


def is_writer(name: str) -> bool:
    """Is this the name of somebody, not an address, a login or a post?"""
    plain = fold(name)
    if not plain or len(plain) > 120 or "://" in plain or "@" in plain or word_count(plain) > 12:
        return False
    said = words(plain)
    return bool(said) and not set(said) <= _NOBODY and not (len(said) == 1 and plain.islower())


def is_about(headline: str, title: str) -> bool:
    """Do a headline on the page and a title in its data name the same article?"""
    own, other = _telling_words(headline), _telling_words(title.removesuffix("…").removesuffix("..."))
    if not own or not other:
        return False
    shared = len(set(own) & set(other))
    return shared * 10 >= 6 * min(len(set(own)), len(set(other))) and shared * 10 >= 4 * max(1, len(set(own)))


def _telling_words(text: str) -> list[str]:
    said = words(text)
    return [word for word in said if len(word) > 3] or said


def _writer(name: str) -> str:
    return re.sub(r"^(?:written\s+)?by:?\s+", "", fold(name), flags=re.IGNORECASE)


def _key(name: str) -> str:
    return " ".join(words(name)).removeprefix("the ")


def _read_metas(root: lxml.html.HtmlElement) -> Mapping[str, tuple[str, ...]]:
    """The page's `<meta>` values by name, lower case; names with colons, dots or hyphens as they are."""
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        value = fold((meta.get("content") or "")[:_MOST_TEXT])
        names = (meta.get("property"), meta.get("name"), meta.get("itemprop"), meta.get("http-equiv"))
        name = next((each.strip().casefold() for each in names if each), "")
        if name and value:
            found.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in found.items()}


def _saved_from(text: str) -> str:
    match = _SAVED_FROM.search(text[:8_192])
    return web_address(match["url"]) if match else ""


def _own_address(
    root: lxml.html.HtmlElement, linked: LinkedData, metas: Mapping[str, tuple[str, ...]], saved: str
) -> str:
    """The article's own address: the canonical one, unless that is only the site's front page."""
    canonical = [
        link.get("href", "") for link in root.iter("link") if "canonical" in (link.get("rel") or "").casefold().split()
    ]
    data = [address_of(each.get(key)) for each in linked.articles for key in ("mainEntityOfPage", "url")]
    stated = [*canonical, *(value for name in _ADDRESSES for value in metas.get(name, ())), *data]
    absolute = next((found for href in stated if (found := resolve_link(href))), saved)
    addresses = [url for href in (*stated, saved) if href and (url := resolve_link(href, saved or absolute))]
    return next((url for url in addresses if urlsplit(url).path not in {"", "/"}), addresses[0] if addresses else "")


def _article_of(linked: LinkedData, url: str, metas: Mapping[str, tuple[str, ...]]) -> Mapping[str, Any]:
    """The object that describes this page's article: the one at its address or with its title, else the only one."""
    for each in linked.articles:
        own = {resolve_link(address_of(each.get(key)), url) for key in ("mainEntityOfPage", "url", "@id")} - {""}
        if url and any(address.split("#")[0] == url for address in own):
            return each
    titles = metas.get("og:title", ())
    for each in linked.articles:
        if any(is_about(title, text_of(each.get("headline"))) for title in titles):
            return each
    return linked.articles[0] if len(linked.articles) == 1 else {}


def _values(article: Mapping[str, Any], linked: LinkedData, name: str) -> list[tuple[str, str]]:
    """What JSON-LD says of a day: of the article, else of the page, where no list of articles is on it."""
    holders = [article] if article else [] if linked.articles else list(linked.pages[:1])
    return [(value, name) for each in holders if isinstance(value := each.get(name), str)]


def _stated(values: Iterable[tuple[str, str]], kind: str) -> list[Stated]:
    return [Stated(fold(value), name, kind) for value, name in values if read_day(value)]


def _meta_days(metas: Mapping[str, tuple[str, ...]], names: Sequence[str]) -> list[Stated]:
    return _stated(((value, name) for name in names for value in metas.get(name, ())[:1]), "meta")


def _day_of(element: lxml.html.HtmlElement) -> tuple[str, Stated] | None:
    prop, css_class = (element.get("itemprop") or "").casefold(), {*(element.get("class") or "").casefold().split()}
    is_time = element.tag in {"time", "abbr"}
    if "datepublished" in prop or "datecreated" in prop:
        name, said = "published", "datePublished"
    elif "datemodified" in prop:
        name, said = "updated", "dateModified"
    elif is_time and "updated" in css_class and "published" not in css_class:
        name, said = "updated", "time"
    elif is_time and (css_class & _PUBLISHED_CLASSES or element.get("pubdate") is not None):
        name, said = "published", "time"
    else:
        return None
    text = next((v for key in ("datetime", "content", "title") if (v := element.get(key)) and read_day(v)), "")
    text = fold(text or element.text_content()[:100])
    return (name, Stated(text, said, "page")) if read_day(text) else None


def _author_of(element: lxml.html.HtmlElement) -> str:
    marks = {word for key in ("itemprop", "rel") for word in (element.get(key) or "").casefold().split()}
    if "author" not in marks and "p-author" not in (element.get("class") or "").split():
        return ""
    name = next((each.text_content() for each in element.iter() if each.get("itemprop") == "name"), "")
    return fold(name or element.text_content()[:200])[:200]


def _is_false(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.rpartition("/")[2].casefold() == "false")
