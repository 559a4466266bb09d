"""The offline copy in real browsers, opened from a disk with their default rules for files."""

from __future__ import annotations

import itertools
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from hooks.library.read_docs import read_bulletin
from tests.browser.conftest import unpack

pytestmark = pytest.mark.browser

REPOSITORY = Path(__file__).resolve().parent.parent.parent
TIMEOUT_MS = 20_000
QUERIES = [
    "", "abuse", "children", "reporting", "mandatory reporting", "sextortion", "Ofsted", "county lines",
    "home education", "grooming", "law", "schools", "duty to report", "trauma", "care leavers", "inquiry",
    "domestic abuse", "police",
    '"online safety"', "zzyzx",
]  # fmt: skip
FILTERS = [
    {},
    {"topic": {"any": ["law-and-policy", "online-safety"]}},
    {"source": {"any": ["community-care"]}, "year": {"any": ["2024", "2025"]}},
]
SORTS = [None, {"date": "desc"}]
# Asks Pagefind itself, so that order, counts and excerpts are compared as they come.
ASK_ALL = """
(async () => {
  const pagefind = await window.bulletin.loadPagefind();
  const answers = [];
  for (const [query, filters, sort] of CASES) {
    const found = await pagefind.search(query || null, { filters, ...(sort && { sort }) });
    const shown = await Promise.all(found.results.slice(0, 10).map((result) => result.data()));
    answers.push({
      case: [query, filters, sort],
      ids: found.results.map((result) => result.id),
      counts: found.filters,
      shown: shown.map(({ raw_url, excerpt, meta }) => [raw_url, excerpt, meta]),
    });
  }
  return JSON.stringify(answers);
})()
""".replace("CASES", json.dumps([[query, filters, sort] for query in QUERIES for filters in FILTERS for sort in SORTS]))


@pytest.fixture
def copy_page(browser: Browser) -> Iterator[Page]:
    """A page that may ask for files of this disk and for nothing else, and must not complain."""
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(TIMEOUT_MS)
    page = context.new_page()
    foreign: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: request.url.startswith(("file:", "blob:")) or foreign.append(request.url))
    page.on("console", lambda message: message.type in {"error", "warning"} and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert foreign == []
    assert complaints == []


@pytest.fixture(scope="session")
def online_answers(browser: Browser, own_bulletin) -> list[dict[str, object]]:
    """What the same index answers over http."""
    page = browser.new_page()
    page.goto(own_bulletin.url + "search.html")
    answers = json.loads(page.evaluate(ASK_ALL))
    page.close()
    return answers


def test_every_answer_from_the_disk_is_that_of_the_website(copy_page, copy, online_answers):
    copy_page.goto((copy / "search.html").as_uri())
    answers = json.loads(copy_page.evaluate(ASK_ALL))
    assert len(answers) == len(QUERIES) * len(FILTERS) * len(SORTS)
    assert sum(len(answer["ids"]) for answer in answers) > 100
    assert answers == online_answers


def test_firefox_gives_the_same_answers_from_the_disk(firefox, copy, online_answers):
    firefox.open((copy / "search.html").as_uri())
    assert json.loads(firefox.evaluate(ASK_ALL)) == online_answers
    assert firefox.foreign_requests() == []
    assert firefox.console == []


def test_a_reader_searches_filters_and_opens_an_article_from_the_disk(copy_page, copy):
    copy_page.goto((copy / "START-HERE.html").as_uri())
    copy_page.get_by_role("link", name="Open the bulletin").click()
    copy_page.get_by_role("searchbox").fill("reporting")
    copy_page.get_by_role("searchbox").press("Enter")
    expect(copy_page.locator("#bulletin-status")).to_contain_text("found for “reporting”")
    copy_page.get_by_role("group", name="Topic", exact=True).get_by_label("Duty to report abuse").check()
    expect(copy_page.locator("#bulletin-status")).to_contain_text("3 articles found")
    first = copy_page.locator("#bulletin-results").get_by_role("link").first
    headline = first.inner_text()
    first.click()
    expect(copy_page.get_by_role("heading", level=1)).to_have_text(headline)


def test_firefox_searches_from_the_box_in_the_head_and_opens_a_result(firefox, copy):
    firefox.open((copy / "about.html").as_uri())
    firefox.type("#bulletin-search-all", "sextortion")
    firefox.click(".masthead button[type=submit]")
    firefox.wait_until("document.querySelectorAll('#bulletin-results a').length > 0")
    headline = firefox.evaluate("document.querySelector('#bulletin-results a').textContent")
    firefox.click("#bulletin-results li:first-child h3 a")
    firefox.wait_until(f"document.querySelector('h1').textContent === {json.dumps(headline)}")
    assert firefox.foreign_requests() == []
    assert firefox.console == []


def test_the_timeline_filters_and_the_schools_contacts_show_from_the_disk(copy_page, copy):
    copy_page.goto((copy / "timeline" / "index.html").as_uri() + "?topic=sextortion")
    shown = read_bulletin(REPOSITORY / "docs")
    counts = f"{len(shown.by_topic['sextortion'])} of {len(shown.articles)} articles"
    expect(copy_page.locator("#bulletin-status")).to_contain_text(counts)
    copy_page.goto((copy / "help.html").as_uri())
    expect(copy_page.frame_locator("iframe").get_by_text("has not added its own contacts yet")).to_be_visible()


def test_firefox_shows_the_schools_contacts(firefox, copy):
    firefox.open((copy / "help.html").as_uri())
    assert firefox.console == []
    firefox.open((copy / "local" / "contacts.html").as_uri())
    assert "has not added" in firefox.evaluate("document.body.textContent")
    assert firefox.console == []


@pytest.mark.parametrize(
    ("today", "is_old"),
    [pytest.param("2026-12-24", False, id="seven-weeks"), pytest.param("2027-02-04", True, id="91-days")],
)
def test_a_copy_of_more_than_90_days_says_so_by_the_readers_clock(copy_page, copy, today, is_old):
    copy_page.clock.set_fixed_time(f"{today}T12:00:00Z")
    copy_page.goto((copy / "index.html").as_uri())
    expect(copy_page.get_by_text("This copy is from 5 November 2026")).to_be_visible()
    expect(copy_page.get_by_text("It is more than 90 days old")).to_be_visible(visible=is_old)


def test_the_way_out_stays_on_the_disk(copy_page, copy):
    copy_page.goto((copy / "help.html").as_uri())
    copy_page.get_by_role("link", name="Exit this page").last.click()
    expect(copy_page).to_have_url((copy / "times-tables.html").as_uri())


def test_links_that_need_the_internet_say_so(copy_page, copy):
    copy_page.goto((copy / "help.html").as_uri())
    said = "link => getComputedStyle(link, '::after').content"
    assert copy_page.get_by_role("link", name="Childline: website").evaluate(said) == '" (needs the internet)"'
    assert copy_page.get_by_role("link", name="Timeline", exact=True).evaluate(said) == "none"
    assert copy_page.locator("a.exit").evaluate(said) == "none"


def test_without_its_styles_a_page_says_to_unpack_first(browser, tmp_path, copy):
    lone = tmp_path / "index.html"  # all that a zip viewer hands to the browser
    shutil.copyfile(copy / "index.html", lone)
    context = browser.new_context()
    page = context.new_page()
    page.goto(lone.as_uri())
    expect(page.get_by_text("First unpack the whole zip.")).to_be_visible()
    page.goto((copy / "index.html").as_uri())
    expect(page.get_by_text("First unpack the whole zip.")).to_be_hidden()
    context.close()


@pytest.mark.parametrize(
    ("address", "script"),
    [
        pytest.param("search.html?q=abuse", "search.js", id="search"),
        pytest.param("search.html?q=abuse", "pagefind-loader.js", id="loader"),
        pytest.param("timeline/index.html?topic=sextortion", "filters.js", id="filters"),
        pytest.param("timeline/index.html?topic=sextortion", "timeline.js", id="timeline"),
    ],
)
def test_a_lost_script_is_noticed(browser, tmp_path, zip_path, address, script):
    whole = unpack(zip_path, tmp_path)
    page = browser.new_page()
    notice = page.locator(".script-missing")
    page.goto(whole.as_uri() + "/" + address)
    expect(page.locator("#bulletin-status")).to_be_visible()
    expect(notice).to_have_count(0)
    (whole / "assets" / script).unlink()
    page.context.new_cdp_session(page).send("Animation.setPlaybackRate", {"playbackRate": 20})  # it waits for seconds
    page.goto(whole.as_uri() + "/" + address)
    page.wait_for_function("() => document.querySelector('.script-missing')?.offsetHeight > 20", timeout=TIMEOUT_MS)
    expect(notice).to_contain_text("This copy is incomplete: unzip it again.")
    page.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a test's output is about the test."""


def test_a_copy_on_a_schools_own_web_server_searches_too(open_page, copy):
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(copy))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page, watched = open_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/search.html?q=sextortion")
        expect(page.locator("#bulletin-status")).to_contain_text("found for “sextortion”")
        assert (watched.foreign_requests, watched.complaints) == ([], [])
        server.shutdown()


# Together they read every part of the index and every text.
WORDS = ("children", "abuse", "young", "online", "report", "years")


def read_everything(page: Page, copy: Path) -> Iterator[str]:
    """Search until every shard has been asked for; give what the page says after each step."""
    for word in WORDS:
        page.goto((copy / "search.html").as_uri() + f"?q={word}")
        expect(page.locator("#bulletin-status")).to_be_visible()
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        yield page.locator("#bulletin-status").inner_text()
        more = page.get_by_role("button", name="Show more")
        while more.is_visible():
            before = page.locator("#bulletin-results > li").count()
            more.click()
            page.wait_for_function(
                "before => document.querySelectorAll('#bulletin-results > li').length !== before", arg=before
            )
            yield page.locator("#bulletin-status").inner_text()


def break_by_deleting(shard: Path) -> None:
    shard.unlink()


def break_by_cutting(shard: Path) -> None:
    shard.write_bytes(shard.read_bytes()[: shard.stat().st_size // 2])


def break_by_changing(shard: Path) -> None:
    """One character of the data becomes another."""
    content = shard.read_bytes()
    place = len(content) - 40
    shard.write_bytes(content[:place] + (b"A" if content[place : place + 1] != b"A" else b"B") + content[place + 1 :])


WAYS = (break_by_deleting, break_by_cutting, break_by_changing)


@pytest.fixture
def searcher(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    context.set_default_timeout(TIMEOUT_MS)
    yield context.new_page()
    context.close()


def assert_missed(page: Page, whole: Path, shard: Path, break_shard: Callable[[Path], None]) -> None:
    """Once a shard is broken, some search says that the copy is incomplete, and none before that nothing is found."""
    kept = shard.read_bytes()
    break_shard(shard)
    for sentence in read_everything(page, whole):
        assert not sentence.startswith("No article"), shard.name
        if "This copy is incomplete: unzip it again" in sentence:
            break
    else:
        pytest.fail(f"nobody missed {shard.name}")
    shard.write_bytes(kept)


def whole_copy(page: Page, zip_path: Path, folder: Path) -> tuple[Path, list[Path]]:
    """An unpacked copy whose shards are all read without a fault, and these shards."""
    whole = unpack(zip_path, folder)
    assert not [sentence for sentence in read_everything(page, whole) if sentence.startswith("No article")]
    shards = sorted((whole / "pagefind").iterdir())
    assert len(shards) > 10
    return whole, shards


def test_a_broken_shard_brings_the_warning_and_never_a_false_nothing_found(searcher, tmp_path, zip_path):
    whole, shards = whole_copy(searcher, zip_path, tmp_path)
    for shard, break_shard in zip(shards, itertools.cycle(WAYS), strict=False):
        assert_missed(searcher, whole, shard, break_shard)


@pytest.mark.long
@pytest.mark.parametrize("break_shard", WAYS)
def test_any_broken_shard_brings_the_warning_and_never_a_false_nothing_found(
    searcher, tmp_path, zip_path, break_shard: Callable[[Path], None]
):
    whole, shards = whole_copy(searcher, zip_path, tmp_path)
    for shard in shards:
        assert_missed(searcher, whole, shard, break_shard)
