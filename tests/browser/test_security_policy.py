"""Each page's security policy: no page does what it forbids, and what it forbids does not happen."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler
from itertools import cycle
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LOCAL, Server
from tests.browser.page_types import OWN_PAGE_TYPES, PAGE_TYPES, visit

pytestmark = pytest.mark.browser

WATCH = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.effectiveDirective}: ${event.blockedURI}`));
"""
# What each page of a copy is opened for, besides the page itself
PAGES_OF_A_COPY = (
    "START-HERE.html", "index.html", "search.html?q=sextortion", "search.html?topic=sextortion", "help.html",
    "offline.html", "about.html", "timeline/index.html?topic=sextortion", "timeline/2024.html", "timeline/undated.html",
    "topics/index.html", "topics/sextortion.html", "sources/index.html", "digest/index.html", "digest/2024-03.html",
    "digest/2024-03-mail.html", "times-tables.html", "local/contacts.html",
    "articles/2024/nca-issues-urgent-warning-about-sextortion.html",
)  # fmt: skip
WICKED = (
    "javascript:document.title='ran'",
    "//evil.example/a",
    "https://evil.example/a",
    "/../../a",
    "data:text/html,a",
)
POSITION = "paragraph => getComputedStyle(paragraph).position"
# A script, a picture of another website, a style, a frame and a picture that runs: none of them may do anything
PLANTED = (
    '<script>document.title = "ran"</script><img src="{elsewhere}/a.png" alt="">'
    '<p id="styled" style="position:fixed">a</p>'
    '<iframe src="{elsewhere}/frame.html"></iframe><link rel="stylesheet" href="{elsewhere}/a.css">'
    '<img src="data:image/gif;base64,AAAA" alt="" onerror="document.title = \'ran\'">'
)


class _Elsewhere(BaseHTTPRequestHandler):
    """Another website, which remembers what it was asked for."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a test's output is about the test."""


class _Quiet(SimpleHTTPRequestHandler):
    """A host that sends no policy of its own: the page's must do."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a test's output is about the test."""


@contextmanager
def serving(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    server = Server(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"{LOCAL}{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    with serving(_Elsewhere) as address:
        yield address


@pytest.fixture(scope="module")
def planted_site(tmp_path_factory, own_site, elsewhere) -> Iterator[str]:
    """The address of some pages of the website with something planted in each."""
    folder = plant(own_site, tmp_path_factory.mktemp("planted") / "site", elsewhere)
    with serving(partial(_Quiet, directory=str(folder))) as address:
        yield address


@pytest.fixture(scope="module")
def planted_copy(tmp_path_factory, copy, elsewhere) -> str:
    """The same for an offline copy on the disk."""
    return plant(copy, tmp_path_factory.mktemp("planted") / "copy", elsewhere).as_uri()


def plant(folder: Path, planted: Path, elsewhere: str) -> Path:
    shutil.copytree(folder / "assets", planted / "assets")
    for name in ("about.html", "search.html", "help.html"):
        page = (folder / name).read_text(encoding="utf-8")
        assert page.count("</main>") == 1
        html = page.replace("</main>", PLANTED.replace("{elsewhere}", elsewhere) + "</main>")
        (planted / name).write_text(html, encoding="utf-8")
    bare = '<!doctype html><meta charset="utf-8"><title>a</title>' + PLANTED.replace("{elsewhere}", elsewhere)
    (planted / "bare.html").write_text(bare, encoding="utf-8")
    return planted


def test_no_page_of_the_website_does_what_its_policy_forbids(request, open_page):
    page, watched = open_page()
    page.add_init_script(WATCH)
    broken = {}
    for page_type in [*PAGE_TYPES, *OWN_PAGE_TYPES]:
        visit(page, request.getfixturevalue(page_type.served_by).url, page_type)
        if violations := page.evaluate("window.violations"):
            broken[page_type.name] = violations
    assert (broken, watched.foreign_requests, watched.complaints) == ({}, [], [])


def test_no_page_of_a_copy_does_what_its_policy_forbids(browser, copy):
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(WATCH)
    complaints: list[str] = []
    page.on("console", lambda message: message.type in {"error", "warning"} and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    broken = {}
    for address in PAGES_OF_A_COPY:
        page.goto(f"{copy.as_uri()}/{address}")
        if "?" in address:
            expect(page.locator("#bulletin-status")).to_be_visible()
            expect(page.locator("[aria-busy=true]")).to_have_count(0)
        if violations := page.evaluate("window.violations"):
            broken[address] = violations
    context.close()
    assert (broken, complaints) == ({}, [])


def test_firefox_has_nothing_against_the_pages_of_the_website(firefox, request):
    for page_type in [*PAGE_TYPES, *OWN_PAGE_TYPES]:
        served = request.getfixturevalue(page_type.served_by)
        firefox.open(served.url + page_type.address)
        if "search.html?" in page_type.address:
            firefox.wait_until("document.querySelector('#bulletin-status').textContent.includes('found')")
        assert firefox.console == [], page_type.name
    assert firefox.foreign_requests(own=LOCAL) == []


def test_firefox_has_nothing_against_the_pages_of_a_copy(firefox, copy):
    for address in PAGES_OF_A_COPY:
        firefox.open(f"{copy.as_uri()}/{address}")
        if "search.html?" in address:
            firefox.wait_until("document.querySelectorAll('#bulletin-results a').length > 0")
        assert firefox.console == [], address
    assert firefox.foreign_requests() == []


planted_everywhere = pytest.mark.parametrize("where", ["planted_site", "planted_copy"])


@planted_everywhere
def test_without_a_policy_what_is_planted_runs_and_loads(browser, request, where):
    """Else the next tests would prove nothing."""
    _Elsewhere.asked.clear()
    page = browser.new_page()
    page.goto(f"{request.getfixturevalue(where)}/bare.html", wait_until="load")
    assert page.title() == "ran"
    assert page.locator("#styled").evaluate(POSITION) == "fixed"
    assert {"/a.png", "/frame.html", "/a.css"} <= set(_Elsewhere.asked)
    page.close()


@planted_everywhere
@pytest.mark.parametrize("name", ["about.html", "search.html", "help.html"])
def test_nothing_that_is_planted_in_a_page_runs_loads_or_shows(browser, request, where, name):
    _Elsewhere.asked.clear()
    page = browser.new_page()
    page.add_init_script(WATCH)
    page.goto(f"{request.getfixturevalue(where)}/{name}", wait_until="load")
    page.wait_for_function("window.violations.length >= 7")
    refused = {violation.split(":")[0] for violation in page.evaluate("window.violations")}
    assert refused == {
        "script-src-elem", "script-src-attr", "img-src", "style-src-attr", "style-src-elem", "frame-src",
    }  # fmt: skip
    assert page.title() != "ran"
    assert page.locator("#styled").evaluate(POSITION) == "static"
    assert _Elsewhere.asked == []
    page.close()


@planted_everywhere
def test_firefox_too_runs_and_loads_nothing_that_is_planted(firefox, request, where):
    address = request.getfixturevalue(where)
    firefox.open(f"{address}/bare.html")
    assert firefox.evaluate("document.title") == "ran"
    _Elsewhere.asked.clear()
    firefox.open(f"{address}/about.html")
    assert firefox.evaluate("document.title") != "ran"
    assert firefox.evaluate("getComputedStyle(styled).position") == "static"
    assert _Elsewhere.asked == []
    assert "inline script" in "\n".join(firefox.console)


def test_a_result_leads_below_the_sites_root_whatever_the_index_says(browser, own_bulletin):
    """The index is data: an address in it that would run or lead elsewhere does neither."""
    context = browser.new_context()
    page = context.new_page()
    wicked = cycle(WICKED)

    def alter(route):
        data = json.loads(gzip.decompress(route.fetch().body()).removeprefix(b"pagefind_dcd"))
        body = gzip.compress(b"pagefind_dcd" + json.dumps({**data, "url": next(wicked)}).encode())
        route.fulfill(body=body, content_type="application/octet-stream")

    context.route("**/*.pf_fragment", alter)
    page.goto(own_bulletin.url + "search.html?q=children")
    expect(page.locator("#bulletin-results a").first).to_be_visible()
    links = page.locator("#bulletin-results a").evaluate_all("links => links.map(link => link.href)")
    assert len(links) > 4
    assert [link for link in links if not link.startswith(own_bulletin.url)] == []
    context.close()
