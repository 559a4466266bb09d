"""A reader who searches for words of a page that waits for an editor or was withdrawn finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from importer.records import Article, Clearance, Withdrawal
from tests.browser.conftest import ServedSite, serve

pytestmark = pytest.mark.browser

JAILED = Article(
    "The lantern thief", "Westmere Council", path="articles/2024/lantern.md", date="2024-03-04", date_basis="stated",
    topics=("courts",), body="Wren Alder, 48, was jailed for two years. He stole a lantern.",
)  # fmt: skip
PAGES = [
    JAILED,
    replace(
        JAILED,
        path="articles/2024/gone.md",
        title="The rowing boat",
        body="Somebody stole a rowing boat.",
        withdrawn=Withdrawal("2026-11-21", "It named the wrong person."),
    ),
    replace(
        JAILED,
        path="articles/2024/kite.md",
        title="The kite thief",
        body=JAILED.body.replace("lantern", "kite"),
        cleared=(Clearance("Safeguarding editor", "2026-11-21", "He is a king of old."),),
    ),
]


@pytest.fixture(scope="module")
def careful_site(build: Callable[[Iterable[Article]], Path]) -> Iterator[ServedSite]:
    with serve(build(PAGES)) as served:
        yield served


def test_search_finds_neither_but_the_page_that_an_editor_cleared(page, careful_site):
    for word in ("lantern", "rowing"):
        page.goto(careful_site.url + f"search.html?q={word}")
        expect(page.locator("#bulletin-status")).to_contain_text("No article")
        expect(page.locator("#bulletin-results h3")).to_have_count(0)
    page.goto(careful_site.url + "search.html?q=kite")
    expect(page.locator("#bulletin-results h3")).to_have_text(["The kite thief"])


def test_the_address_of_a_withdrawn_article_says_so_and_leads_on(page, careful_site):
    page.goto(careful_site.url + "articles/2024/gone.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("This article was withdrawn")
    expect(page.locator("main")).to_contain_text("This article was withdrawn on 21 November 2026.")
    expect(page.locator("main")).to_contain_text("The reason: It named the wrong person.")
    assert "rowing" not in page.content()
    page.locator("main").get_by_role("link", name="search the bulletin").click()
    expect(page).to_have_url(careful_site.url + "search.html")
