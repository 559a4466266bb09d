"""Pages opened one after the other by a browser that notes whatever runs on them, asks for, or leads anywhere else."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request, Route, expect
from playwright.sync_api import Error as PlaywrightError

from tests.browser.conftest import LOCAL, Server

TIMEOUT_MS = 15_000
SETTLING_MS = 500
_CHECK = Path(__file__).with_name("acts.js").read_text(encoding="utf-8")
_MAIL_STYLE = (Path(__file__).parents[2] / "hooks/theme/digest_mail.css").read_text(encoding="utf-8").strip()
# Reports of a page's security policy, which say that something was there to be stopped
_REPORT = "addEventListener('securitypolicyviolation', (e) => reported(e.violatedDirective + ' ' + e.blockedURI), true)"


@dataclass
class Seen:
    """What happened on the pages, each thing with the address of its page."""

    visited: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Visits:
    """A browser's window in which pages of one site are opened; `root` is where the site begins."""

    def __init__(self, context: BrowserContext, root: str) -> None:
        self.root, self.seen = root, Seen()
        self._at = ""
        context.set_default_timeout(TIMEOUT_MS)
        context.expose_binding("ran", lambda source, *_: self._note(f"ran in {source['frame'].url[:80]}"))
        context.expose_binding("reported", lambda _, what: self._note(f"a report of the security policy: {what}"))
        context.add_init_script(_REPORT)
        context.route(lambda url: not url.startswith((root, "blob:", "data:")), self._refuse)
        self._page = context.new_page()
        context.on("page", lambda page: self._note(f"another window: {page.url}"))
        self._page.on("dialog", self._dismiss)
        self._page.on("request", self._look_at)
        self._page.on("pageerror", lambda error: self._note(f"an error of a script: {error}"))

    def visit(self, address: str) -> Page:
        """Open a page of the site, and look at everything on it."""
        self._at = address
        self._page.goto(self.root + address)
        self.look()
        self.seen.visited.append(address)
        return self._page

    def search(self, query: str) -> None:
        """Search as a reader does who follows a link to a search, and look at what is found."""
        page = self.visit(f"search.html?q={quote(query)}")
        expect(page.locator("#bulletin-results")).not_to_have_attribute("aria-busy", "true")
        expect(page.locator("#bulletin-status")).to_contain_text("article")
        self.look()

    def open_file(self, address: str) -> None:
        """Open a file that is no page, as a feed: the browser shows it in its own way."""
        self._at = address
        self._page.goto(self.root + address)
        self.seen.visited.append(address)

    def look(self) -> None:
        """Look at what is on the page now."""
        for fault in self._page.evaluate(_CHECK, [self.root, [_MAIL_STYLE]]):
            self._note(fault)
        if not self._page.url.startswith(self.root):
            self._note(f"led to {self._page.url}")

    def _note(self, what: str) -> None:
        self.seen.faults.append(f"{self._at}: {what}")

    def _dismiss(self, dialog: Dialog) -> None:
        self._note(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def _refuse(self, route: Route) -> None:
        self._note(f"asked for {route.request.url[:120]}")
        route.abort()

    def _look_at(self, request: Request) -> None:
        if not request.url.startswith((self.root, "blob:")):
            self._note(f"asked for {request.url[:120]}")


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: a test's output is about the test."""


@contextmanager
def serve_plainly(folder: Path) -> Iterator[str]:
    """The address of a folder on a host that adds no policy of its own to what the pages say."""
    server = Server(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"{LOCAL}{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def watched_visits(browser: Browser, root: str, **settings: Any) -> Iterator[Visits]:
    """A window of its own; with `bypass_csp=True` no page's security policy holds in it."""
    context = browser.new_context(locale="en-GB", service_workers="block", **settings)
    try:
        yield Visits(context, root)
    finally:
        context.close()


def addresses_of(site: Path, *endings: str) -> list[str]:
    """The addresses of all files of these kinds below a built site, in order."""
    found = (path.relative_to(site).as_posix() for path in site.rglob("*") if path.suffix in endings)
    return sorted(found)


def frames_that_ran(browser: Browser, url: str, payloads: Iterable[str]) -> set[str]:
    """The payloads that run where nothing stops them: each is the whole of a frame on a page without a policy."""
    ran: set[str] = set()
    context = browser.new_context(bypass_csp=True)
    try:
        context.route(lambda address: not address.startswith(url), lambda route: route.abort())
        context.expose_binding("ran", lambda source, *_: ran.add(source["frame"].name))
        page = context.new_page()
        page.goto(url)
        named = {f"payload-{number}": text for number, text in enumerate(payloads)}
        page.evaluate(
            """(texts) => { for (const [name, text] of Object.entries(texts)) {
                const frame = document.createElement("iframe");
                frame.name = name; frame.srcdoc = text; document.body.append(frame); } }""",
            named,
        )
        with suppress(PlaywrightError):  # some go on loading for ever
            page.wait_for_load_state("networkidle", timeout=TIMEOUT_MS)
        page.wait_for_timeout(SETTLING_MS)
        return {named[name] for name in ran if name in named}
    finally:
        context.close()
