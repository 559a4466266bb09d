"""Every type of page, and how to come to it: what must hold of all of them is tested on each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

INVENTED, VARIED, OWN = "site", "varied_bulletin", "own_bulletin"  # the fixtures that serve them


@dataclass(frozen=True)
class PageType:
    """A page of one of the sites; `is_open`: with all that can be unfolded unfolded."""

    name: str
    address: str
    served_by: str = INVENTED
    is_open: bool = False


PAGE_TYPES = [
    PageType("home", "index.html"),
    PageType("article", "articles/2023/kite-club-warning.html"),
    PageType("article-opened", "articles/2023/kite-club-warning.html", is_open=True),
    PageType("article-undated", "articles/undated/harbour-swimming.html"),
    PageType("article-hostile", "articles/2022/hostile-header.html", is_open=True),
    PageType("article-with-contents", "articles/2024/long-guidance.html", VARIED),
    PageType("article-with-everything", "articles/2024/rich-text.html", VARIED, is_open=True),
    PageType("article-in-welsh", "articles/2024/kitemarks-in-welsh.html", VARIED),
    PageType("article-excerpt", "articles/2024/brief-story.html", VARIED),
    PageType("article-headline-only", "articles/2024/closed-story.html", VARIED),
    PageType("article-withdrawn", "articles/2024/withdrawn-story.html", VARIED),
    PageType("topics", "topics/index.html"),
    PageType("topic", "topics/courts.html"),
    PageType("topic-with-help", "topics/online-safety.html"),
    PageType("timeline", "timeline/index.html"),
    PageType("timeline-filtered", "timeline/index.html?topic=schools", is_open=True),
    PageType("year", "timeline/2023.html"),
    PageType("undated", "timeline/undated.html"),
    PageType("sources", "sources/index.html"),
    PageType("source", "sources/the-harbour-gazette.html"),
    PageType("search-empty", "search.html"),
    PageType("search-results", "search.html?q=court&topic=courts&year=2021&year=2022&sort=date", is_open=True),
    PageType("search-nothing-found", "search.html?q=zzyzx"),
    PageType("help", "help.html"),
    PageType("leaving-quickly", "leaving-quickly.html"),
    PageType("about", "about.html"),
    PageType("how-we-choose", "how-we-choose.html"),
    PageType("corrections", "corrections.html"),
    PageType("privacy", "privacy.html"),
    PageType("accessibility", "accessibility.html"),
    PageType("digests", "digest/index.html"),
    PageType("digest", "digest/2024-03.html", VARIED),
    PageType("offline-copy", "offline.html"),
    PageType("not-found", "404.html"),
    PageType("times-tables", "times-tables.html"),
]
OWN_PAGE_TYPES = [
    PageType("own-home", "index.html", OWN),
    PageType("own-article", "articles/2024/nca-issues-urgent-warning-about-sextortion.html", OWN, is_open=True),
    PageType("own-topic", "topics/mandatory-reporting.html", OWN),
    PageType("own-timeline", "timeline/index.html", OWN, is_open=True),
    PageType("own-sources", "sources/index.html", OWN),
    PageType("own-results", "search.html?q=sextortion", OWN, is_open=True),
    PageType("own-help", "help.html", OWN),
    PageType("own-digest", "digest/2024-03.html", OWN),
]
BY_NAME = {page_type.name: page_type for page_type in PAGE_TYPES}
on_every_page_type = pytest.mark.parametrize("page_type", PAGE_TYPES, ids=lambda page_type: page_type.name)
on_own_pages_too = pytest.mark.parametrize(
    "page_type", [*PAGE_TYPES, *OWN_PAGE_TYPES], ids=lambda page_type: page_type.name
)

_CHECKS = Path(__file__).with_name("page_checks.js").read_text(encoding="utf-8")
_UNFOLD = "document.querySelectorAll('main details').forEach(details => { details.open = true })"


def visit(page: Page, url: str, page_type: PageType) -> None:
    """Open a page of the site at `url`, wait until it has come to rest, and give it the checks of page_checks.js."""
    page.goto(url + page_type.address)
    _wait_for_answers(page)
    if page.locator("#bulletin-status:focus").count():  # a search moves the focus to what it found, a reload does not
        page.reload()
        _wait_for_answers(page)
    if page_type.is_open:
        page.evaluate(_UNFOLD)
    page.evaluate(_CHECKS)


def _wait_for_answers(page: Page) -> None:
    """Where a page is a form that answers, wait until it has."""
    if page.locator("#bulletin-status").count():
        expect(page.locator("#bulletin-status")).to_be_visible()
        expect(page.locator("#bulletin-status")).not_to_be_empty()
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
