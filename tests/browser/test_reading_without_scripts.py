"""Whoever reads without JavaScript gets everything but the search, and finds nothing on a page that does not work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urldefrag, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import TIMEOUT_MS
from tests.browser.page_types import BY_NAME, PAGE_TYPES, PageType, on_every_page_type, visit
from tests.browser.web_host import host_site

pytestmark = pytest.mark.browser

UNLISTED = {"404.html", "times-tables.html"}  # nobody is led there by a link
# What a script adds to a page: forms and buttons, and what says how they fared
TEXT_BUT_FOR_ADDED = """() => {
    for (const each of document.querySelectorAll("form, button, noscript, [role=status]")) each.remove();
    return document.querySelector("main").innerText.split("\\n").map(line => line.trim()).filter(Boolean);
}"""
DEAD_CONTROLS = """() => {
    const controls = document.querySelectorAll("a, button, input, select, textarea, [role=button], [onclick]");
    const isDead = (control) => control.localName === "a"
        ? !control.getAttribute("href") || /^(#|javascript:)$/.test(control.getAttribute("href"))
        : !control.form?.action.endsWith("/search.html");
    const isSeen = (control) => control.checkVisibility({ visibilityProperty: true });
    return [...controls].filter(isSeen).filter(isDead).map((control) => control.outerHTML);
}"""


@pytest.fixture(scope="module")
def only_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB", java_script_enabled=False)
    context.set_default_timeout(TIMEOUT_MS)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def page_with_scripts(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(TIMEOUT_MS)
    yield context.new_page()
    context.close()


@pytest.fixture
def show(only_page: Page, request: pytest.FixtureRequest) -> Callable[[PageType], Page]:
    """Shows a page of a type to a reader without JavaScript."""

    def show_page(page_type: PageType) -> Page:
        only_page.goto(request.getfixturevalue(page_type.served_by).url + page_type.address)
        return only_page

    return show_page


def links_seen(page: Page, site: str) -> set[str]:
    """The pages of the site to which the page leads by a link that can be seen."""
    links = page.eval_on_selector_all(
        "a[href]", "links => links.filter(link => link.checkVisibility()).map(link => link.href)"
    )
    addresses = {urldefrag(link.removeprefix(site)).url.split("?")[0] for link in links if link.startswith(site)}
    return {address for address in addresses if address.endswith(".html")}


def follow_links(page: Page, site: str, start: str, within: tuple[str, ...]) -> set[str]:
    """Every page that is reached from a start page by way of those whose addresses begin like one of `within`."""
    reached, waiting = {start}, [start]
    while waiting:
        page.goto(site + waiting.pop())
        found = links_seen(page, site) - reached
        reached |= found
        waiting += [address for address in found if address.startswith(within)]
    return reached


@pytest.mark.parametrize("way", ["timeline", "sources"])
def test_every_article_is_reached_through(only_page, site, articles, way):
    reached = follow_links(only_page, site.url, f"{way}/index.html", (f"{way}/",))
    assert reached >= {article.path.replace(".md", ".html") for article in articles}


@pytest.mark.parametrize(
    ("way", "has_place"),
    [
        pytest.param("topics", lambda article: article.topics, id="topics"),
        pytest.param("digest", lambda article: len(article.date) > len("2020"), id="digests"),
    ],
)
def test_articles_are_reached_through(only_page, site, articles, way, has_place):
    reached = follow_links(only_page, site.url, f"{way}/index.html", (f"{way}/",))
    assert reached >= {article.path.replace(".md", ".html") for article in articles if has_place(article)}


def test_from_the_home_page_links_lead_to_every_page_of_the_site(only_page, site):
    reached = follow_links(only_page, site.url, "index.html", ("",))
    pages = {path.relative_to(site.folder).as_posix() for path in site.folder.glob("**/*.html")}
    assert reached == pages - UNLISTED


@on_every_page_type
def test_nothing_that_needs_a_script_is_seen(show, page_type):
    page = show(page_type)
    assert page.evaluate(DEAD_CONTROLS) == []


@pytest.mark.parametrize(
    "page_type",
    [page_type for page_type in PAGE_TYPES if not page_type.is_open and "?" not in page_type.address],
    ids=lambda page_type: page_type.name,
)
def test_a_page_says_the_same_as_with_scripts(show, page_type, page_with_scripts, request):
    without = show(page_type).evaluate(TEXT_BUT_FOR_ADDED)
    visit(page_with_scripts, request.getfixturevalue(page_type.served_by).url, page_type)
    assert page_with_scripts.evaluate(TEXT_BUT_FOR_ADDED) == without


def test_the_search_box_leads_to_the_other_ways_and_to_help(show):
    page = show(BY_NAME["topics"])
    page.get_by_role("searchbox").fill("kite")
    page.get_by_role("button", name="Search").click()
    assert urlsplit(page.url).path.endswith("/search.html")
    notice = page.locator(".notice")
    expect(notice).to_contain_text("Search needs JavaScript")
    for name, heading in (
        ("topic", "Topics"),
        ("timeline", "Timeline"),
        ("source", "Sources"),
        ("help", "Get help now"),
    ):
        notice.get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        page.go_back()


@pytest.mark.parametrize("name", ["home", "article", "topic-with-help", "timeline", "year", "digest", "search-empty"])
def test_help_is_in_sight_and_one_link_away(show, name):
    page = show(BY_NAME[name])
    strip = page.get_by_role("region", name="Help now")
    expect(strip.get_by_role("link", name="Call 999")).to_be_visible()
    strip.get_by_role("link", name="Get help now").click()
    expect(page.get_by_role("link", name="0800 1111").first).to_be_visible()


def test_how_a_page_came_here_unfolds(show):
    page = show(BY_NAME["article"])
    expect(page.get_by_text("It was imported from the document")).to_be_hidden()
    page.get_by_text("How this page came here").click()
    expect(page.get_by_text("It was imported from the document")).to_be_visible()


def test_an_address_that_leads_nowhere_gives_a_page_that_leads_on(only_page, invented_site):
    with host_site(invented_site) as host:
        nowhere = "articles/2019/nothing/here.html"
        only_page.goto(host.url + nowhere)
        expect(only_page.get_by_role("heading", level=1)).to_have_text("We cannot find that page")
        assert only_page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
        links = links_seen(only_page, host.url) - {nowhere}  # the skip link stays on the page
        assert {address for address in links if not host.find(address)} == set()
        assert len(links) > 10
        only_page.get_by_role("searchbox").fill("kite")
        only_page.get_by_role("button", name="Search").click()
        expect(only_page).to_have_url(host.url + "search.html?q=kite")
