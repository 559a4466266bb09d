"""A real browser on a built site: Debian's Chromium, or the reader's own Chrome or Edge."""

from __future__ import annotations

import os
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from hooks.library.bundle import write_bundle
from hooks.library.offline_pages import Edition
from hooks.library.read_docs import read_bulletin
from tests.browser import varied_site
from tests.browser.firefox import Firefox, running_firefox

CHROMIUM = Path("/usr/bin/chromium")
CHANNELS = ("chrome", "msedge", "chromium")
# No sandbox: build machines run as root. The rest keeps the browser itself from calling out.
BROWSER_OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
TIMEOUT_MS = 15_000
LOCAL = "http://127.0.0.1:"
REPOSITORY = Path(__file__).resolve().parent.parent.parent
AWKWARD_NAME = "Bulletin #3 – 100% (copy) & 'Été'"
COPY_DAY = date(2026, 11, 5)
LEFT_WHILE_LOADING = "net::ERR_ABORTED"
# The strictest policy the site must work under; a page that breaks it complains on the console
SECURITY_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"
)


@dataclass(frozen=True)
class ServedSite:
    """A built site and where a browser finds it."""

    folder: Path
    url: str


@dataclass
class Watched:
    """What a page did that no page of ours may do."""

    foreign_requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


class _Handler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", SECURITY_POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: a test's output is about the test."""


class Server(ThreadingHTTPServer):
    """A server that keeps quiet when a browser goes away in the midst of an answer."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serve(folder: Path) -> Iterator[ServedSite]:
    server = Server(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield ServedSite(folder, f"{LOCAL}{server.server_port}/")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="session")
def site(invented_site: Path) -> Iterator[ServedSite]:
    """The site of invented articles, served on this machine only."""
    with serve(invented_site) as served:
        yield served


@pytest.fixture(scope="session")
def own_bulletin(own_site: Path) -> Iterator[ServedSite]:
    """The site of the repository's own pages, served on this machine only."""
    with serve(own_site) as served:
        yield served


@pytest.fixture(scope="session")
def varied_bulletin(
    tmp_path_factory: pytest.TempPathFactory, write_docs: Callable[..., Path], run_mkdocs: Callable[..., Any]
) -> Iterator[ServedSite]:
    """The site of varied_site.py, built as if published, served on this machine only."""
    folder = tmp_path_factory.mktemp("varied")
    docs = write_docs(folder / "docs", varied_site.ARTICLES)
    varied_site.write_lists(docs)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in varied_site.SETTINGS.items():
            patch.setenv(name, value)
        done = run_mkdocs(docs, folder / "site")
    assert done.returncode == 0, done.stderr
    with serve(folder / "site") as served:
        yield served


@pytest.fixture(scope="session")
def zip_path(tmp_path_factory: pytest.TempPathFactory, own_site: Path) -> Path:
    """The offline copy of the repository's own pages, packed."""
    edition = Edition(COPY_DAY, "Safeguarding Bulletin")
    return write_bundle(
        own_site, read_bulletin(REPOSITORY / "docs"), edition, tmp_path_factory.mktemp("dist") / "copy.zip"
    ).path


def unpack(zip_path: Path, folder: Path) -> Path:
    with zipfile.ZipFile(zip_path) as archive:
        archive.extractall(folder / AWKWARD_NAME)
    return folder / AWKWARD_NAME / "bulletin"


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory, zip_path: Path) -> Path:
    """The copy unpacked into a folder whose name has everything that addresses stumble over."""
    return unpack(zip_path, tmp_path_factory.mktemp("copy"))


def launch_browser(playwright: Playwright) -> Browser | None:
    """Whichever of the browsers this machine has, or none."""
    if CHROMIUM.exists():
        return playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(BROWSER_OPTIONS))
    for channel in CHANNELS:
        try:
            return playwright.chromium.launch(channel=channel, args=list(BROWSER_OPTIONS))
        except PlaywrightError:
            continue
    return None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch_browser(playwright)
        if browser is None:
            missing = "no browser found: install Debian's chromium, or Chrome or Edge"
            if os.environ.get("CI"):
                pytest.fail(missing)
            pytest.skip(missing)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def started_firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with running_firefox(tmp_path_factory.mktemp("firefox")) as firefox:
        yield firefox


@pytest.fixture
def firefox(started_firefox: Firefox) -> Firefox:
    """Firefox with an empty page, nothing asked for and nothing complained of yet."""
    started_firefox.start_afresh()
    return started_firefox


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., tuple[Page, Watched]]]:
    """Opens fresh pages; what each asks for and complains of is watched."""
    contexts: list[BrowserContext] = []

    def open_one(**settings: Any) -> tuple[Page, Watched]:
        context = browser.new_context(locale="en-GB", **settings)
        context.set_default_timeout(TIMEOUT_MS)
        contexts.append(context)
        page = context.new_page()
        watched = Watched()

        def note_request(url: str) -> None:
            if not url.startswith((LOCAL, "data:", "blob:")):
                watched.foreign_requests.append(url)

        page.on("request", lambda request: note_request(request.url))
        # A page left while it loads breaks off what it still asked for: no fault of the page.
        page.on(
            "requestfailed",
            lambda request: (
                request.failure == LEFT_WHILE_LOADING
                or watched.complaints.append(f"failed: {request.url} ({request.failure})")
            ),
        )
        page.on(
            "response",
            lambda answer: answer.status < 400 or watched.complaints.append(f"{answer.status}: {answer.url}"),
        )
        page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: message.type in {"error", "warning"} and watched.complaints.append(message.text),
        )
        return page, watched

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., tuple[Page, Watched]]) -> Iterator[Page]:
    """A page on which anything foreign or faulty fails the test."""
    page, watched = open_page()
    yield page
    assert watched.foreign_requests == []
    assert watched.complaints == []
