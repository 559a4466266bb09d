"""Nothing that a document says runs in a browser or leads where it must not, on no page, with and without the policy.

The importer must make every text harmless by itself: so the pages are visited without their security policy, and once
more with it, when it must have nothing to report.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser

from hooks.library.bundle import write_bundle
from hooks.library.offline_pages import Edition
from hooks.library.read_docs import read_bulletin
from importer.urls import resolve_link, web_address
from tests.browser.watched_visits import Visits, addresses_of, frames_that_ran, serve_plainly, watched_visits
from tests.importer.invented import import_into
from tests.payloads.corpus import ADDRESSES, all_payloads, payloads, some_payloads
from tests.payloads.documents import write_documents
from tests.payloads.random_texts import random_addresses

pytestmark = pytest.mark.browser

PROJECT_DOCS = Path(__file__).resolve().parents[2] / "docs"
LISTS = ("topics.yml", "sources.yml", "helplines.yml", "content_notes.yml")
NOBODY_WAITS = "words: []\nrules: []\n"  # a page that waits for an editor would be on no site, and not be looked at
SETTINGS = {"BULLETIN_SITE_URL": "https://bulletin.example/", "BULLETIN_REPOSITORY_URL": "https://repository.example/b"}
BASE = "https://westmere.example/news/"
HOW_BROWSERS_READ = """(addresses) => addresses.map((address) => {
    try {
        const url = new URL(address, "about:blank");
        return [url.protocol, url.hostname, url.username + url.password];
    } catch { return ["", "", ""]; }
})"""
COPY_DAY = date(2026, 11, 5)


@dataclass(frozen=True)
class Imported:
    """A site built from documents of payloads, its offline copy, and where a browser finds them."""

    site: Path
    url: str
    copy: Path
    page_count: int


@contextmanager
def imported_site(folder: Path, texts: Sequence[str], run_mkdocs: Callable[..., Any]) -> Iterator[Imported]:
    """Import documents of these texts, build their site and its offline copy, and serve it.

    The gates before and after the build let all of it through: they would stop it, and change nothing.
    """
    docs, site = folder / "docs", folder / "site"
    docs.mkdir()
    for name in LISTS:
        shutil.copy(PROJECT_DOCS / name, docs)
    (docs / "care.yml").write_text(NOBODY_WAITS, encoding="utf-8")
    import_into(docs, write_documents(folder / "in", texts))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SETTINGS.items():
            patch.setenv(name, value)
        done = run_mkdocs(docs, site)
    assert done.returncode == 0, done.stderr
    edition = Edition(COPY_DAY, "Safeguarding Bulletin", SETTINGS["BULLETIN_SITE_URL"])
    packed = write_bundle(site, read_bulletin(docs), edition, folder / "copy.zip")
    with zipfile.ZipFile(packed.path) as archive:
        archive.extractall(folder / "copy")
    with serve_plainly(site) as url:
        yield Imported(site, url, folder / "copy" / "bulletin", len(list((docs / "articles").rglob("*.md"))))


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory, run_mkdocs: Callable[..., Any]) -> Iterator[Imported]:
    """One payload of each class, in every place of every kind of document."""
    with imported_site(tmp_path_factory.mktemp("payloads"), some_payloads(1), run_mkdocs) as site:
        yield site


@pytest.fixture(scope="module")
def all_imported(tmp_path_factory: pytest.TempPathFactory, run_mkdocs: Callable[..., Any]) -> Iterator[Imported]:
    """Every payload, in every place of every kind of document."""
    with imported_site(tmp_path_factory.mktemp("payloads"), all_payloads(), run_mkdocs) as site:
        yield site


def _visit_pages(visits: Visits, folder: Path, each: int = 1) -> None:
    """Open the pages of a site, of its articles and sources only each so many."""
    pages = addresses_of(folder, ".html")
    many = [address for address in pages if address.startswith(("articles/", "sources/", "topics/"))]
    for address in [*(set(pages) - set(many)), *many[::each]]:
        visits.visit(quote(address))


def _open_feeds(visits: Visits, folder: Path) -> None:
    feeds = addresses_of(folder, ".xml", ".json")
    assert {"feed.xml", "feed.json"} <= set(feeds)
    for address in feeds:
        visits.open_file(address)


def test_the_payloads_run_where_nothing_stops_them(browser: Browser, imported: Imported) -> None:
    """Otherwise the tests below would prove nothing."""
    texts = [text for text in some_payloads(8) if text not in payloads()[ADDRESSES]]
    ran = frames_that_ran(browser, imported.url + "times-tables.html", texts)
    assert len(ran) > 25
    assert {"<script>ran()</script>", "<img src=x onerror=ran()>", "<svg onload=ran()>"} <= ran


def test_every_article_that_was_imported_is_on_the_site(imported: Imported) -> None:
    assert len(list((imported.site / "articles").rglob("*.html"))) == imported.page_count > 4 * len(payloads())


def test_no_payload_runs_though_no_policy_forbids_it(browser: Browser, imported: Imported) -> None:
    with watched_visits(browser, imported.url, bypass_csp=True) as visits:
        _visit_pages(visits, imported.site, each=6)  # `make test-long` opens them all
        for query in ("kites", "ran", *some_payloads(1)[:3]):
            visits.search(query)
        _open_feeds(visits, imported.site)
    assert visits.seen.faults == []
    assert len(visits.seen.visited) > imported.page_count / 6


def test_the_policy_has_nothing_to_report(browser: Browser, imported: Imported) -> None:
    with watched_visits(browser, imported.url) as visits:
        _visit_pages(visits, imported.site, each=12)
        visits.search("kites")
        _open_feeds(visits, imported.site)
    assert visits.seen.faults == []


def test_no_payload_runs_in_the_offline_copy(browser: Browser, imported: Imported) -> None:
    with watched_visits(browser, f"{imported.copy.as_uri()}/", bypass_csp=True) as visits:
        _visit_pages(visits, imported.copy, each=12)
        visits.search("kites")
    assert visits.seen.faults == []


def test_a_browser_reads_our_addresses_as_we_do(browser: Browser) -> None:
    texts = [*all_payloads(), *random_addresses(8_000, 20261121)]
    addresses = sorted({url for text in texts for url in (web_address(text), resolve_link(text, BASE)) if url})
    assert len(addresses) > 2_000
    page = browser.new_page()
    read = page.evaluate(HOW_BROWSERS_READ, addresses)
    page.close()
    faults = []
    for address, (protocol, host, user) in zip(addresses, read, strict=True):
        parts = urlsplit(address)
        ours = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
        if protocol != f"{parts.scheme}:" or host != ours or user or parts.scheme not in {"http", "https", "mailto"}:
            faults.append((address, protocol, host, user))
    assert faults == []


@pytest.mark.long
def test_no_payload_of_all_runs_on_any_page(browser: Browser, all_imported: Imported) -> None:
    with watched_visits(browser, all_imported.url, bypass_csp=True) as visits:
        _visit_pages(visits, all_imported.site)
        for query in ("kites", "ran", *some_payloads(10)):
            visits.search(query)
        _open_feeds(visits, all_imported.site)
    assert visits.seen.faults == []
    assert len(visits.seen.visited) > all_imported.page_count > 3000


@pytest.mark.long
def test_the_policy_has_nothing_to_report_of_all_payloads(browser: Browser, all_imported: Imported) -> None:
    with watched_visits(browser, all_imported.url) as visits:
        _visit_pages(visits, all_imported.site, each=5)
        _open_feeds(visits, all_imported.site)
    assert visits.seen.faults == []


@pytest.mark.long
def test_no_payload_of_all_runs_in_the_offline_copy(browser: Browser, all_imported: Imported) -> None:
    with watched_visits(browser, f"{all_imported.copy.as_uri()}/", bypass_csp=True) as visits:
        _visit_pages(visits, all_imported.copy, each=5)
        for query in ("kites", "ran", *some_payloads(3)):
            visits.search(query)
    assert visits.seen.faults == []


@pytest.mark.long
def test_of_all_payloads_many_run_where_nothing_stops_them(browser: Browser, imported: Imported) -> None:
    texts = [text for text in all_payloads() if text not in payloads()[ADDRESSES]]
    assert len(frames_that_ran(browser, imported.url + "times-tables.html", texts)) > 150
