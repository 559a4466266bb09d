"""The element that prints a page's headline, and the headline's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html

from importer.formats.page_facts import PageFacts, is_about, split_title, title_parts
from importer.shapes import is_furniture
from importer.text import fold, is_blank, word_count, words

_ASIDE = frozenset({"nav", "footer", "aside", "dialog"})
_MOST_WORDS = 60
_MOST_CHARACTERS = 1_000


@dataclass(frozen=True, slots=True)
class Headline:
    """A page's headline; `element` prints it, None where only the page's data has it.

    `is_confirmed` says that the page's data names the same article.
    """

    text: str
    element: lxml.html.HtmlElement | None = None
    is_confirmed: bool = False


def find_headline(root: lxml.html.HtmlElement, facts: PageFacts) -> Headline:
    """The headline as the page prints it, where its data confirms it; else the data's; empty where there is none.

    A page's data may be the site's name on every page, or cut short: the printed headline is the better one.
    """
    sites = {tuple(words(site)) for site in facts.sites}
    if len(sites) > 1:  # some pages give the headline as the site's name too
        sites -= {tuple(words(title)) for title in facts.titles}
    cut, _ = title_parts(facts.page_title, facts.sites)
    titles = [title for title in (*facts.titles, cut) if title and tuple(words(title)) not in sites]
    printed = [each for each in root.body.iter("h1") if _shows(each) and tuple(words(each.text_content())) not in sites]
    for element in (*printed, *_named(root)):
        text = fold(element.text_content())
        if any(is_about(text, title) for title in titles):
            return Headline(text, element, is_confirmed=True)
    wanted = {tuple(words(title)) for title in titles} - {()}
    wanted |= {said for part in split_title(facts.page_title) if len(said := tuple(words(part))) >= 3} - sites
    for element in root.body.iter("h2", "h3", "h4", "b", "strong", "font", "p", "div", "td", "span"):
        if len(element) > 2 or tuple(words(element.text_content()[:_MOST_CHARACTERS])) not in wanted:
            continue
        if _shows(element):
            return Headline(fold(element.text_content()), element, is_confirmed=True)
    if len(printed) == 1:
        element = printed[0]
        title = next(iter(_without_sites(facts.titles, sites)), "")
        return Headline(title or fold(element.text_content()), element, is_confirmed=not title)
    return Headline(titles[0] if titles else "")


def _without_sites(titles: tuple[str, ...], sites: set[tuple[str, ...]]) -> Iterator[str]:
    yield from (title for title in titles if tuple(words(title)) not in sites)


def _named(root: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    """Elements that are named as the headline: `itemprop="headline"`, `class="entry-title"`."""
    for element in root.body.iter("h2", "h3", "div", "p", "span"):
        names = {*(element.get("class") or "").casefold().split(), *(element.get("itemprop") or "").casefold().split()}
        if names & {"entry-title", "headline", "post-title", "article-title", "p-name", "page-title"} and _shows(
            element
        ):
            yield element


def _shows(element: lxml.html.HtmlElement) -> bool:
    text = fold(element.text_content())
    within = any(each.tag in _ASIDE for each in element.iterancestors())
    return not is_blank(text) and word_count(text) <= _MOST_WORDS and not within and not is_furniture(text)
