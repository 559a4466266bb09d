"""On paper: what an article says and where it came from, a digest for the staff meeting and its sheet to sign."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import varied_site
from tests.browser.conftest import TIMEOUT_MS
from tests.browser.page_types import BY_NAME, PageType, visit

pytestmark = pytest.mark.browser

SHEET = {"width": 718, "height": 1047}  # A4 within the margins that Chromium leaves
LEAST_TYPE_POINTS = 11
WORDS_OF_TWO_SHEETS = 400
PRINTED = ["article", "article-with-contents", "article-with-everything", "article-in-welsh", "article-excerpt"]
PRINTED += ["article-headline-only", "topic-with-help", "year", "digest", "help", "sources"]


@pytest.fixture(scope="module")
def only_page(browser: Browser) -> Iterator[Page]:
    """A printer's view on a computer that is set to dark colours."""
    context = browser.new_context(locale="en-GB", color_scheme="dark", viewport=SHEET)
    context.set_default_timeout(TIMEOUT_MS)
    page = context.new_page()
    page.emulate_media(media="print", color_scheme="dark")
    yield page
    context.close()


@pytest.fixture
def show(only_page: Page, request: pytest.FixtureRequest) -> Callable[[PageType], Page]:
    """Shows a page of a type as it is printed."""

    def show_page(page_type: PageType) -> Page:
        visit(only_page, request.getfixturevalue(page_type.served_by).url, page_type)
        return only_page

    return show_page


def sheets(page: Page) -> int:
    return len(re.findall(rb"/Type /Page\b", page.pdf(format="A4")))


@pytest.mark.parametrize("name", PRINTED)
def test_print_is_dark_on_white_no_smaller_than_11_points_and_within_the_sheet(show, name):
    page = show(BY_NAME[name])
    assert page.evaluate(f"checks.printFaults({LEAST_TYPE_POINTS})") == []
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("checks.sidewaysScroll()") == []


def test_a_printed_article_says_its_date_its_source_and_where_it_came_from(show):
    page = show(BY_NAME["article-with-contents"])
    article = page.get_by_role("article")
    for words in ("4 March 2024", "Open Weekly", "updated 1 May 2024", "Robin Sparrow"):
        expect(article.get_by_text(words).first).to_be_visible()
    expect(page.locator(".address")).to_have_text("https://open.example/guidance/2024/how-schools-pass-a-worry-on")
    expect(page.locator(".address")).to_be_visible()
    expect(page.locator("#bulletin-citation")).to_contain_text(varied_site.ADDRESS + "articles/2024/long-guidance.html")
    expect(page.locator("#bulletin-citation")).to_be_visible()


def test_printed_links_in_a_text_say_where_they_lead(show):
    page = show(BY_NAME["article-with-contents"])
    links = page.locator(".prose a[href^=http]")
    added = links.evaluate_all("links => links.map(link => getComputedStyle(link, '::after').content)")
    assert added == ['" (https://westmere.example/guidance)"', '" (https://westmere.example/form)"']


@pytest.mark.parametrize("name", [*PRINTED, "timeline"])
def test_what_paper_cannot_do_is_not_printed(show, name):
    page = show(BY_NAME[name])
    assert page.locator("button:visible, input:visible, summary:visible, .help-strip:visible, nav:visible").count() == 0


def test_an_article_of_400_words_fits_two_sheets(show):
    page = show(BY_NAME["article-with-contents"])
    words = len(page.locator(".prose").inner_text().split())
    assert abs(words - WORDS_OF_TWO_SHEETS) < WORDS_OF_TWO_SHEETS / 20
    assert sheets(page) <= 2


def test_each_of_our_own_articles_of_400_words_fits_two_sheets(only_page, own_bulletin):
    tried = 0
    for path in sorted(own_bulletin.folder.glob("articles/**/*.html")):
        only_page.goto(own_bulletin.url + path.relative_to(own_bulletin.folder).as_posix())
        if len(only_page.locator(".prose").inner_text().split()) <= WORDS_OF_TWO_SHEETS:
            tried += 1
            assert sheets(only_page) <= 2, path.name
    assert tried


def test_a_printed_digest_says_what_happened_with_dates_sources_and_addresses(show):
    page = show(BY_NAME["digest"])
    digest = page.locator(".digest")
    for words in (
        "4 March 2024, updated 1 May 2024, Open Weekly",
        "https://herald.example/brief",
        "Canllawiau newydd i ysgolion",
    ):
        expect(digest.get_by_text(words).first).to_be_visible()
    expect(digest).to_contain_text("If a child is in danger now, call 999.")


def test_the_sheet_to_sign_has_a_page_of_its_own(show):
    page = show(BY_NAME["digest"])
    together = sheets(page)
    page.evaluate("document.querySelectorAll('.sign-off tbody tr:nth-child(n + 4)').forEach(row => row.remove())")
    assert sheets(page) == together  # the sheet, now short, does not move up to the text
    page.evaluate("document.querySelector('.sign-off').remove()")
    assert sheets(page) == together - 1


def test_the_sheet_to_sign_is_full_and_fits_one_page(show):
    page = show(BY_NAME["digest"])
    page.evaluate("document.body.replaceChildren(document.querySelector('.sign-off'))")
    assert sheets(page) == 1
    expect(page.locator(".sign-off tbody tr")).to_have_count(14)
    expect(page.locator(".sign-off")).to_contain_text("digest of March 2024")


def test_the_printed_help_page_has_every_number_and_address_on_two_sheets(only_page, own_bulletin):
    only_page.goto(own_bulletin.url + "help.html")
    for number in ("999", "101", "0800 1111", "0808 800 5000"):
        expect(only_page.locator(".helplines").get_by_text(number).first).to_be_visible()
    websites = only_page.locator(".helplines .website")
    added = websites.evaluate_all("links => links.map(link => getComputedStyle(link, '::after').content)")
    assert added
    assert all(words.startswith('" (https://') for words in added)
    expect(only_page.get_by_text("Last checked on")).to_be_visible()
    assert sheets(only_page) <= 2
