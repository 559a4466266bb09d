"""What a page costs its reader, on a host that compresses as real ones do: bytes, requests, and jumps of the text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.web_host import Answer, WebHost, host_site

pytestmark = pytest.mark.browser

FIRST_PAGE_BYTES, FIRST_PAGE_REQUESTS = 70_000, 8
NEXT_PAGE_BYTES = 20_000
SCRIPT_BYTES = 10_000
FIRST_RESULT_BYTES = 245_000
LARGEST_SHIFT = 0.01
LARGEST_SHIFT_FILTERED = 0.1  # only the script knows what an address with filters asks for
LATE_SECONDS = 0.15
# The end of a page may be written after the browser has it on the screen
SETTLE = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))"
WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
        const moved = sources.map(({ node }) => node?.nodeName + (node?.id ? "#" + node.id : "." + node?.className));
        if (!hadRecentInput) window.shifts.push([value, moved.join(", ")]);
    }
}).observe({ type: "layout-shift", buffered: true });
"""

FIRST_PAGES = {
    "home": "index.html",
    "article": "articles/2024/nca-issues-urgent-warning-about-sextortion.html",
    "topic": "topics/mandatory-reporting.html",
    "timeline": "timeline/index.html",
}
on_phone_and_at_length_on_desk = pytest.mark.parametrize(
    "width", [pytest.param(1280, id="desk", marks=pytest.mark.long), pytest.param(360, id="phone")]
)
first_pages = pytest.mark.parametrize("address", FIRST_PAGES.values(), ids=FIRST_PAGES.keys())
STILL_PAGES = {
    **FIRST_PAGES,
    "year": "timeline/2024.html",
    "search": "search.html",
    "help": "help.html",
    "digest": "digest/2024-03.html",
    "sources": "sources/index.html",
}
FILTERED_PAGES = {
    "timeline-filtered": "timeline/index.html?topic=sextortion",
    "year-filtered": "timeline/2024.html?topic=sextortion",
    "results": "search.html?q=sextortion",
    "nothing-found": "search.html?q=zzyzx",
}


@pytest.fixture(scope="module")
def hosted(own_site) -> Iterator[WebHost]:
    with host_site(own_site) as host:
        yield host


@pytest.fixture
def host(hosted: WebHost) -> Iterator[WebHost]:
    hosted.take_answers()
    yield hosted
    hosted.late = {}


def open_and_weigh(page: Page, host: WebHost, address: str) -> list[Answer]:
    """What the host had to send for a page."""
    page.goto(host.url + address)
    page.evaluate(SETTLE)
    return host.take_answers()


def weight(answers: list[Answer]) -> int:
    return sum(answer.size_bytes for answer in answers)


@first_pages
def test_the_first_page_that_a_reader_opens_is_light(page, host, address):
    answers = open_and_weigh(page, host, address)
    assert weight(answers) <= FIRST_PAGE_BYTES, answers
    assert len(answers) <= FIRST_PAGE_REQUESTS, answers


def test_each_page_after_the_first_is_lighter_still(page, host):
    open_and_weigh(page, host, "about.html")
    for name, address in FIRST_PAGES.items():
        answers = open_and_weigh(page, host, address)
        assert 0 < weight(answers) <= NEXT_PAGE_BYTES, (name, answers)


def test_an_article_has_few_scripts(page, host):
    answers = open_and_weigh(page, host, FIRST_PAGES["article"])
    scripts = [answer for answer in answers if answer.path.endswith(".js")]
    assert weight(scripts) <= SCRIPT_BYTES, scripts


def test_the_first_result_of_a_search_is_not_long_in_coming(page, host):
    page.goto(host.url + "search.html?q=sextortion")
    expect(page.locator("#bulletin-results h3").first).to_be_visible()
    answers = host.take_answers()
    assert weight(answers) <= FIRST_RESULT_BYTES, answers


def jumps_of(page: Page, host: WebHost, address: str) -> list[tuple[float, str]]:
    """How much of the window moves while a page comes in whose scripts come late, and what it is that moves."""
    host.late = {".js": LATE_SECONDS}
    page.add_init_script(WATCH_SHIFTS)
    page.goto(host.url + address)
    if "search.html" in address:
        expect(page.locator("#bulletin-status")).not_to_be_empty()
    page.evaluate(SETTLE)
    return page.evaluate("shifts")


@on_phone_and_at_length_on_desk
@pytest.mark.parametrize("address", STILL_PAGES.values(), ids=STILL_PAGES.keys())
def test_nothing_jumps_while_a_page_comes_in_not_even_when_scripts_come_late(page, host, address, width):
    page.set_viewport_size({"width": width, "height": 740})
    jumps = jumps_of(page, host, address)
    assert sum(size for size, _ in jumps) <= LARGEST_SHIFT, jumps


@on_phone_and_at_length_on_desk
@pytest.mark.parametrize("address", FILTERED_PAGES.values(), ids=FILTERED_PAGES.keys())
def test_little_jumps_while_a_page_comes_in_whose_address_has_filters(page, host, address, width):
    page.set_viewport_size({"width": width, "height": 740})
    jumps = jumps_of(page, host, address)
    assert sum(size for size, _ in jumps) <= LARGEST_SHIFT_FILTERED, jumps


@first_pages
def test_a_page_stands_though_no_script_ever_comes(page, host, address):
    """Its text, its links and its looks do not wait for any of them."""
    page.route("**/*.js", lambda _: None)  # neither an answer nor a refusal
    page.goto(host.url + address, wait_until="commit")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("body")).not_to_have_css("max-width", "none")
