"""A reader goes from page to page; nothing runs that we did not write, and nobody else is asked for anything."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.varied_site import MOVED_FROM, MOVED_TO

pytestmark = pytest.mark.browser

HOSTILE_ARTICLE = "articles/2022/hostile-header.html"
PAGE_TYPES = {
    "home": "index.html",
    "article": "articles/2023/kite-club-warning.html",
    "topics": "topics/index.html",
    "topic": "topics/courts.html",
    "timeline": "timeline/index.html",
    "year": "timeline/2021.html",
    "undated": "timeline/undated.html",
    "sources": "sources/index.html",
    "source": "sources/westmere-council.html",
    "search": "search.html",
    "results": "search.html?q=court&topic=courts",
    "help": "help.html",
    "about": "about.html",
}
page_types = pytest.mark.parametrize("address", PAGE_TYPES.values(), ids=PAGE_TYPES.keys())


def visit(page: Page, url: str) -> None:
    """Open a page and wait until it has come to rest; only the search page does something after it has loaded."""
    page.goto(url)
    if "search.html" in url:
        expect(page.locator("#bulletin-status")).to_be_visible()
        expect(page.locator("[aria-busy=true]")).to_have_count(0)


def test_a_teacher_finds_what_the_bulletin_says_on_sextortion(page, own_bulletin):
    page.goto(own_bulletin.url)
    page.get_by_role("searchbox").fill("sextortion warning")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("group", name="Topic", exact=True).get_by_label("Sextortion").check()
    expect(page.locator("#bulletin-status")).to_contain_text("found for “sextortion warning”")
    first = page.locator("#bulletin-results").get_by_role("link").first
    headline = first.inner_text()
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(headline)
    expect(page.locator(".prose")).to_contain_text("sextortion")


def test_the_timeline_leads_to_a_month_and_an_article_of_it(page, site):
    page.goto(site.url)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Timeline").click()
    page.get_by_role("link", name="December 2023").click()
    expect(page).to_have_url(site.url + "timeline/2023.html#month-2023-12")
    page.get_by_role("link", name="Kite club warns schools about a fake app").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kite club warns schools about a fake app")


@pytest.mark.parametrize(
    "address",
    [
        HOSTILE_ARTICLE,
        "index.html",
        "topics/courts.html",
        "timeline/2022.html",
        "sources/i-onmouseover-x-markup-press-i-sons.html",
        "sources/title-script-document-title-ran-script.html",
        "search.html?q=lantern",
    ],
    ids=["article", "home", "topic", "year", "source", "publisher", "search"],
)
def test_a_title_with_markup_shows_as_text_and_runs_nothing(page, site, hostile_title, address):
    page.goto(site.url + address)
    expect(page.locator("h1, h2, h3").filter(has_text=hostile_title)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.title() != "ran"
    assert page.locator("main img, main script, main i, main b").count() == 0


def test_the_window_title_of_a_hostile_article_is_its_text(page, site, hostile_title):
    page.goto(site.url + HOSTILE_ARTICLE)
    assert page.title() == f"{hostile_title} – Safeguarding Bulletin"


@page_types
def test_a_page_asks_nobody_else_for_anything_and_has_no_inline_script_or_style(page, site, address):
    visit(page, site.url + address)
    running = "script:not([src], [type='application/ld+json'])"  # such a block is data, no script
    assert page.locator(f"style, [style], {running}, iframe").count() == 0
    assert page.get_by_role("heading", level=1).count() == 1


@page_types
def test_a_page_fits_a_narrow_screen(open_page, site, address):
    page, watched = open_page(viewport={"width": 320, "height": 640})
    visit(page, site.url + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert watched.complaints == []


@page_types
def test_every_link_within_the_site_leads_to_a_page(open_page, site, address):
    page, _ = open_page(java_script_enabled=False)
    page.goto(site.url + address)
    links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    targets = {link.split("#")[0].split("?")[0] for link in links if link.startswith(site.url)}
    assert targets
    missing = [target for target in targets if not (site.folder / target.removeprefix(site.url)).is_file()]
    assert missing == []


@page_types
def test_the_skip_link_comes_first_and_leads_to_the_text(page, site, address):
    page.goto(site.url + address)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_earlier_address_of_a_page_leads_on_to_it(open_page, varied_bulletin, scripts):
    page, watched = open_page(java_script_enabled=scripts)
    page.goto(varied_bulletin.url + MOVED_FROM.replace(".md", ".html"))
    expect(page).to_have_url(varied_bulletin.url + MOVED_TO.replace(".md", ".html"))
    # What the page left behind had begun to load is given up; any other complaint counts when the page is closed.
    watched.complaints[:] = [complaint for complaint in watched.complaints if not complaint.startswith("failed:")]


def test_an_earlier_address_is_in_no_list_for_machines(varied_bulletin):
    old = MOVED_FROM.replace(".md", ".html")
    assert "data-pagefind-body" not in (varied_bulletin.folder / old).read_text(encoding="utf-8")
    assert old not in (varied_bulletin.folder / "sitemap.xml").read_text(encoding="utf-8")


def test_what_was_put_aside_for_an_editor_is_published_nowhere(varied_bulletin):
    published = [path for path in varied_bulletin.folder.rglob("*") if path.is_file()]
    assert not any(
        part.startswith(".") for path in published for part in path.relative_to(varied_bulletin.folder).parts
    )
    assert not any(b"quillonquist" in path.read_bytes() for path in published)
