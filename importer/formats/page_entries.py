"""The entries of a page that lists articles: which elements are one each, and whether all of it stands there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import lxml.html

from importer.dates import find_dates
from importer.formats.page_regions import find_regions
from importer.hidden_text import holds_sentences
from importer.text import fold, is_blank, matches_list, word_count

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ENTRY_NAMES = frozenset({"hentry", "h-entry", "type-post", "blog-post", "post", "news-item", "entry"})
_ENTRY_TYPES = re.compile(r"[/#](?:News|Blog)?(?:Article|Posting|Report)$", re.IGNORECASE)
_LEAST_FULL_WORDS = 60
_LEAST_PARAGRAPHS = 2
_LEAST_ALIKE = 3
_MORE = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|»|›|→|>)\s*$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of a list: its element, its headline's, where the headline leads, and whether all of it is here."""

    element: lxml.html.HtmlElement
    headline: lxml.html.HtmlElement
    href: str
    is_whole: bool


def find_entries(root: lxml.html.HtmlElement, site: str) -> tuple[Entry, ...]:
    """The entries of a page's list of articles, in order; none where the page holds no such list.

    They are `<article>` elements and the like, each with a headline of its own, or boxes that are named alike and whose
    headlines lead to different pages of the same `site` (its host). What stands in menus, comments and boxes of related
    articles is none.
    """
    off = {
        region.element for region in find_regions(root.body, frozenset()) if region.is_sure or region.kind == "footer"
    }
    marked = [each for each in root.body.iterdescendants("*") if _is_marked(each)]
    entries = _outermost([entry for each in marked if (entry := _entry(each, off))])
    if len(entries) >= 2 and _are_apart(entries):
        return tuple(entries)
    return tuple(_alike(root, off, site))


def _is_marked(element: lxml.html.HtmlElement) -> bool:
    names = {*(element.get("class") or "").casefold().split()}
    if any("comment" in name for name in names):
        return False
    return (
        element.tag == "article"
        or element.get("role") == "article"
        or bool(names & _ENTRY_NAMES)
        or _ENTRY_TYPES.search(element.get("itemtype") or "") is not None
    )


def _entry(element: lxml.html.HtmlElement, off: set[lxml.html.HtmlElement]) -> Entry | None:
    if element in off or any(each in off for each in element.iterancestors()):
        return None
    headline = next((each for each in element.iter(*_HEADINGS) if not is_blank(each.text_content())), None)
    if headline is None:
        return None
    links = (each.get("href") or "" for each in (*headline.iter("a"), *headline.iterancestors("a")))
    href = next((each for each in links if each and not each.startswith("#")), "")
    return Entry(element, headline, href, _is_whole(element, headline, href))


def _is_whole(element: lxml.html.HtmlElement, headline: lxml.html.HtmlElement, href: str) -> bool:
    """Does the article stand here in full: sentences of some length, and no link that goes on with them?"""
    for link in element.iter("a"):
        words = fold(link.text_content())
        is_headline = link is headline or headline in link.iterancestors() or headline in link.iter()
        if not is_headline and words and (_goes_on(words) or (href and link.get("href") == href and _is_more(words))):
            return False
    text = fold(element.text_content())
    if re.search(r"(?:…|\[\.\.\.\]|\.\.\.)\s*$", text):
        return False
    blocks = [fold(each.text_content()) for each in element.iter("p", "li", "blockquote")]
    sentences = [block for block in blocks if holds_sentences(block)]
    if len(sentences) >= _LEAST_PARAGRAPHS:
        return True
    return sum(map(word_count, sentences or [text])) >= _LEAST_FULL_WORDS and holds_sentences((sentences or [text])[0])


def _goes_on(words: str) -> bool:
    plain = _MORE.sub("", words.casefold()).strip()
    return matches_list(plain, "entry_continuations")


def _is_more(words: str) -> bool:
    return word_count(words) <= 12


def _outermost(entries: Sequence[Entry]) -> list[Entry]:
    elements = {entry.element for entry in entries}
    return [entry for entry in entries if not any(each in elements for each in entry.element.iterancestors())]


def _are_apart(entries: Sequence[Entry]) -> bool:
    """Are these articles of their own, not the sections of one: headlines that lead elsewhere, or days of their own?"""
    leading = {entry.href for entry in entries if entry.href and not entry.href.startswith("#")}
    dated = sum(1 for entry in entries if _has_day(entry.element))
    return len(leading) * 10 >= len(entries) * 6 or dated * 10 >= len(entries) * 6


def _has_day(element: lxml.html.HtmlElement) -> bool:
    if next(element.iter("time"), None) is not None:
        return True
    lines = (fold(each.text or "") for each in element.iter("p", "span", "div", "small", "em", "li"))
    return any(word_count(line) <= 8 and any(day.iso for day in find_dates(line)) for line in lines if line)


def _alike(root: lxml.html.HtmlElement, off: set[lxml.html.HtmlElement], site: str) -> list[Entry]:
    """The neighbours that are named alike, each under a headline that leads to a page of its own on the same site.

    A round-up links to other sites: its pieces are its own text.
    """
    found: list[Entry] = []
    for parent in root.body.iter(
        "body", "main", "section", "article", "div", "form", "center", "ul", "ol", "td", "tbody"
    ):
        groups: dict[tuple[str, str], list[lxml.html.HtmlElement]] = {}
        for child in parent:
            if isinstance(child.tag, str) and child.tag in {"div", "li", "section", "tr", "article", "a"}:
                groups.setdefault((child.tag, child.get("class") or ""), []).append(child)
        for children in groups.values():
            if len(children) < _LEAST_ALIKE:
                continue
            made = [entry for child in children if (entry := _entry(child, off)) and _is_on(entry.href, site)]
            if len(made) * 10 >= len(children) * 8 and len({entry.href for entry in made}) == len(made):
                found += made
    return _outermost(found)


def _is_on(href: str, site: str) -> bool:
    """Does a link lead to another page of the same site?"""
    host = urlsplit(href).hostname if "://" in href or href.startswith("//") else ""
    return bool(href) and (not host or host.removeprefix("www.") == site.removeprefix("www."))
