"""The form for pages in the web browser: Decap CMS itself, with our settings and its own store in memory.

What it saves must be what an editor may save otherwise: `bulletin check` finds nothing in it, and nothing is lost of a
page that was changed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from importer.care_rules import read_care_rules
from importer.check import check_pages
from importer.frontmatter import parse_page, render_page
from importer.records import AlsoIn, Article, Clearance, Provenance
from importer.vocabulary import read_vocabulary
from importer.web_editor import SCRIPT, render_config
from importer.web_editor import render_page as render_form
from tests.browser.conftest import LOCAL, Server, Watched
from tests.browser.decap import NoDecap, find_decap

TODAY = date(2026, 11, 21)
IN_MEMORY = {"name": "test-repo"}
KITES = Article(
    path="articles/2023/kite-club-warning.md",
    title="Kite club warns schools: a fake app",
    date="2023-12",
    date_basis="inferred",
    date_evidence="in the first week of December 2023",
    updated="2024-01-09",
    source="Westmere Council",
    publisher="Fernhill Notes",
    author="Robin Sparrow",
    url="https://westmere.example/kites?year=2023&page=1",
    topics=("online-safety", "schools"),
    summary="A kite club found an app that copies its name, and has told all schools about it; nobody was harmed: yet.",
    content_note="Describes how a child was threatened online.",
    review_by="2027-01-31",
    cleared=(Clearance("Safeguarding editor", "2026-11-20", "It closed: in 1950.", ("school-of-a-child",)),),
    also_in=(AlsoIn("The Harbour Gazette", "seeds/invented.txt", 4),),
    related=("bus-plan",),
    notes=("The weekday of the by-line is doubtful.", "Two apps, or one?"),
    body="Police say that girls as young as 13 at Fernhill Academy were groomed by older men.\n\n"
    "## What to do\n\n- Tell a teacher.\n"
    "- Keep the messages \\* all of them \\*.\n\n> Nobody is to blame but the sender.\n\n"
    "| a | b |\n|---|---|\n| 1 | 2 |",
    provenance=Provenance("seeds/invented.txt", 3, "12e4" * 16, "0" * 64),
)  # fmt: skip
BUSES = Article(path="articles/2020/bus-plan.md", title="Buses", source="Westmere Council", topics=(), body="Buses.")


@dataclass(frozen=True)
class Form:
    """The form, opened on a store in memory that holds some pages, and the docs folder that these are of."""

    page: Page
    url: str
    docs: Path

    def open_page(self, folder: str, slug: str) -> None:
        self.page.goto(f"{self.url}#/collections/{folder}/entries/{slug}")

    def field(self, label: str) -> Any:
        return self.page.get_by_label(re.compile(rf"^{label}( \(optional\))?$", re.IGNORECASE)).first

    def choose(self, label: str, *options: str) -> None:
        self.field(label).click()
        for option in options:
            self.page.keyboard.type(option)
            self.page.keyboard.press("Enter")

    def save(self) -> None:
        self.page.get_by_role("button", name="Save").click()
        expect(self.page.get_by_text("Entry saved")).to_be_visible()

    def publish(self) -> None:
        """The way that a page goes: saved, ready, published."""
        self.save()
        self.page.get_by_role("button", name="Status: Draft").click()
        self.page.get_by_role("menuitem", name="Ready").click()
        expect(self.page.get_by_role("button", name="Status: Ready")).to_be_visible()
        self.page.once("dialog", lambda dialog: dialog.accept())
        self.page.get_by_role("button", name="Publish", exact=True).click()
        self.page.get_by_role("menuitem", name="Publish now").click()
        expect(self.page.get_by_text("Entry published")).to_be_visible()

    def stored(self) -> dict[str, str]:
        """The published pages of the store, by their paths below docs/articles."""
        tree = self.page.evaluate("() => JSON.parse(JSON.stringify(window.repoFiles.docs.articles))")
        return {f"{folder}/{name}": file["content"] for folder, files in tree.items() for name, file in files.items()}

    def complaints(self) -> list[str]:
        """What `bulletin check` says of the stored pages."""
        for name, text in self.stored().items():
            path = self.docs / "articles" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return [str(note) for note in check_pages((self.docs / "articles",), self.docs, TODAY)]


class _Handler(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
            return
        super().do_GET()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: a test's output is about the test."""


@pytest.fixture(scope="module")
def decap() -> Path:
    try:
        return find_decap()
    except NoDecap as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture
def form(
    open_page: Callable[[], tuple[Page, Watched]],
    decap: Path,
    tmp_path: Path,
    write_docs: Callable[[Path, list[Article]], Path],
) -> Iterator[Form]:
    page, watched = open_page()
    docs = write_docs(tmp_path / "docs", [KITES, BUSES])
    folder = tmp_path / "admin"
    folder.mkdir()
    shutil.copy(decap, folder / SCRIPT)
    config = render_config(read_vocabulary(docs), read_care_rules(docs).names, range(2020, TODAY.year + 1), IN_MEMORY)
    (folder / "config.yml").write_text(config, encoding="utf-8")
    (folder / "index.html").write_text(render_form("https://sign-in.example"), encoding="utf-8")
    server = Server(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    store: dict[str, dict[str, dict[str, str]]] = {}
    for article in (KITES, BUSES):
        _, year, name = article.path.split("/")
        content = (docs / article.path).read_text(encoding="utf-8")
        store.setdefault(year, {})[name] = {"content": content, "path": f"docs/{article.path}"}
    page.add_init_script(f"window.repoFiles = {json.dumps({'docs': {'articles': store}})}")
    page.set_viewport_size({"width": 1280, "height": 1000})
    try:
        page.goto(f"{LOCAL}{server.server_port}/index.html")
        page.get_by_role("button", name="Login").click()
        expect(page.get_by_role("link", name="Articles of 2024")).to_be_visible()
        yield Form(page, f"{LOCAL}{server.server_port}/index.html", docs)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert watched.foreign_requests == []
    # Where a field is refused, Decap CMS lets a promise of its own fail, without words.
    assert [each for each in watched.complaints if each != "undefined"] == []


def test_page_that_an_editor_writes_in_the_form_passes_check(form: Form) -> None:
    """With no request to anybody else, and under the policy that the form's page sets: the fixture watches both."""
    form.page.get_by_role("link", name="Articles of 2024").click()
    form.page.get_by_text("＋ page").click()
    form.field("title").fill(
        "The kite club’s “safe” flying: what changed, and what a head teacher in Westmere should know"
    )
    form.field("date").fill("2024-03")
    form.choose("date basis", "stated")
    form.choose("source", "Westmere")
    form.field("url").fill("https://westmere.example/safe-flying")
    form.choose("topics", "Online", "Transport")
    form.field("summary").fill("Kites: what is new. " * 6 + "End.")
    form.page.get_by_role("button", name="Add notes").click()
    form.page.get_by_label("notes").last.fill("Is it March, or April?")
    form.field("text").fill("Kites fly: safely.\n\n## Why\n\n- 1986. A year\n\n> “quoted” --- here\n")
    form.publish()
    written = form.stored()
    (name,) = (each for each in written if each.startswith("2024/the-kite-club"))
    assert form.complaints() == []
    assert parse_page(written[name], "") == Article(
        title="The kite club’s “safe” flying: what changed, and what a head teacher in Westmere should know",
        date="2024-03", date_basis="stated", source="Westmere Council", url="https://westmere.example/safe-flying",
        topics=("online-safety", "transport"), summary="Kites: what is new. " * 6 + "End.",
        notes=("Is it March, or April?",),
        body="Kites fly: safely.\n\n## Why\n\n- 1986. A year\n\n> “quoted” --- here",
    )  # fmt: skip


def test_page_without_a_date_claims_none(form: Form) -> None:
    form.page.get_by_role("link", name="Articles without a date").click()
    form.page.get_by_text("＋ page").click()
    form.field("title").fill("Kites")
    form.choose("source", "Westmere")
    form.choose("topics", "Schools")
    form.field("text").fill("Kites fly.")
    form.publish()
    assert form.complaints() == []
    written = parse_page(form.stored()["undated/kites.md"], "")
    assert written == Article(title="Kites", source="Westmere Council", topics=("schools",), body="Kites fly.")


def test_imported_page_keeps_all_else_when_its_title_is_changed(form: Form) -> None:
    form.open_page("2023", "kite-club-warning")
    expect(form.field("title")).to_have_value(KITES.title)
    form.field("title").fill("Kite club warns all schools")
    form.publish()
    changed = parse_page(form.stored()["2023/kite-club-warning.md"], KITES.path)
    assert changed == replace(KITES, title="Kite club warns all schools")
    assert form.complaints() == []


def test_form_tells_what_check_would(form: Form) -> None:
    form.page.goto(f"{form.url}#/collections/2024/new")
    told_of = {
        ("date", "2023-07-19"): "Pages of another year are in that year's folder.",
        ("url", "www.westmere.example"): "Write the whole address",
        ("summary", "a" * 301): "At most 300 characters",
        ("lang", "Welsh"): "Write its short name",
    }
    for label, value in told_of:
        form.field(label).fill(value)
    form.page.get_by_role("button", name="Save").click()
    for told in told_of.values():
        expect(form.page.get_by_role("listitem").filter(has_text=told)).to_be_visible()
    form.field("date").fill("19 July 2024")
    form.page.get_by_role("button", name="Save").click()
    expect(form.page.get_by_role("listitem").filter(has_text="Write it as 2024-07-19")).to_be_visible()


def test_store_holds_what_the_importer_writes(form: Form) -> None:
    """The control: the pages that the form is opened on are those that `render_page` gives."""
    assert form.stored()["2023/kite-club-warning.md"] == render_page(replace(KITES, path=""))
