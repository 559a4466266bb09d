"""Attacks in the headers of hand-written pages do nothing in a browser, even where no check looked at the pages.

`bulletin check` refuses most of these pages, and what is built is looked at again before it is published. Here neither
happens, and no security policy holds: the templates alone must keep every field text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from tests.browser.ungated_build import build_without_gates
from tests.browser.watched_visits import addresses_of, serve_plainly, watched_visits
from tests.payloads.header_attacks import ATTACKS, AttackedPage, attacked_pages, pages_with_many_attacks

pytestmark = pytest.mark.browser

NOBODY_WAITS = "words: []\nrules: []\n"
SETTINGS = {"BULLETIN_SITE_URL": "https://bulletin.example/", "BULLETIN_REPOSITORY_URL": "https://repository.example/b"}


def _write(docs: Path, pages: Iterable[AttackedPage]) -> None:
    (docs / "care.yml").write_text(NOBODY_WAITS, encoding="utf-8")
    for page in pages:
        path = docs / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.text, encoding="utf-8")
    for number, attack in enumerate(ATTACKS):
        text = json.dumps(attack)
        header = f"---\ntitle: {text}\ndescription: {text}\nrobots: {text}\n---\n"
        (docs / f"plain-{number}.md").write_text(f"{header}\nKites flew over the harbour.\n", encoding="utf-8")


@contextmanager
def attacked_site(folder: Path, docs: Path, pages: Iterable[AttackedPage]) -> Iterator[tuple[Path, str]]:
    """The site of these pages and where it is served."""
    _write(docs, pages)
    build_without_gates(docs, folder / "site", SETTINGS)
    with serve_plainly(folder / "site") as url:
        yield folder / "site", url


def _faults_on(browser: Browser, site: Path, url: str) -> list[str]:
    with watched_visits(browser, url, bypass_csp=True) as visits:
        for address in addresses_of(site, ".html"):
            visits.visit(quote(address))
        visits.search("kites")
        for address in addresses_of(site, ".xml", ".json"):
            visits.open_file(address)
    return visits.seen.faults


def _attacked_fields(pages: Iterable[AttackedPage]) -> int:
    return sum(len(page.fields) for page in pages)


def test_no_attack_in_a_header_does_anything(browser: Browser, tmp_path: Path, write_docs: Callable[..., Path]) -> None:
    pages = pages_with_many_attacks()
    assert _attacked_fields(pages) >= 110
    with attacked_site(tmp_path, write_docs(tmp_path / "docs", []), pages) as (site, url):
        built = addresses_of(site / "articles", ".html")
        assert {Path(page.path).stem for page in pages} <= {Path(name).stem for name in built}
        assert _faults_on(browser, site, url) == []


@pytest.mark.long
def test_no_single_attack_in_a_header_does_anything(
    browser: Browser, tmp_path: Path, write_docs: Callable[..., Path]
) -> None:
    pages, refused = attacked_pages()
    assert len(pages) >= 250
    assert refused > 50
    with attacked_site(tmp_path, write_docs(tmp_path / "docs", []), pages) as (site, url):
        assert _faults_on(browser, site, url) == []
