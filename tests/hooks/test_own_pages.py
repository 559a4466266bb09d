"""The bulletin's own pages, as they stand in the repository, become a sound site."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from hooks.library.read_docs import read_bulletin

REPOSITORY = Path(__file__).resolve().parent.parent.parent
# Those that wait for an editor's decision are not on the site; tests/hooks/test_kept_out.py looks after them.
ARTICLES = [REPOSITORY / "docs" / path for path in sorted(read_bulletin(REPOSITORY / "docs").by_path)]
SITE_ROOT = "http://bulletin.example/"


class Addresses(HTMLParser):
    """The places a page leads to and takes things from, and the anchors it offers."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        values = dict(attrs)
        self.links += [values[name] or "" for name in ("href", "src", "action") if name in values]
        if values.get("id"):
            assert values["id"] not in self.anchors, f"the id {values['id']} stands twice"
            self.anchors.add(values["id"] or "")


def addresses_of(path: Path) -> Addresses:
    addresses = Addresses()
    addresses.feed(path.read_text(encoding="utf-8"))
    return addresses


def test_every_article_has_its_page_and_is_in_the_index(own_site):
    missing = [
        path.name
        for path in ARTICLES
        if not (own_site / path.relative_to(REPOSITORY / "docs")).with_suffix(".html").is_file()
    ]
    assert missing == []
    entry = json.loads((own_site / "pagefind" / "pagefind-entry.json").read_text(encoding="utf-8"))
    assert sum(language["page_count"] for language in entry["languages"].values()) == len(ARTICLES)


def test_every_link_within_the_site_leads_somewhere(own_site):
    pages = {path.relative_to(own_site).as_posix(): addresses_of(path) for path in own_site.glob("**/*.html")}
    dead = []
    for name, page in pages.items():
        for link in page.links:
            target = urlsplit(urljoin(SITE_ROOT + name, link))
            if target.netloc != urlsplit(SITE_ROOT).netloc:
                continue
            place = unquote(target.path.lstrip("/"))
            if not (own_site / place).is_file() or (target.fragment and target.fragment not in pages[place].anchors):
                dead.append(f"{name}: {link}")
    assert dead == []


def test_nothing_but_pages_their_style_and_the_index_is_published(own_site):
    names = {path.relative_to(own_site).as_posix() for path in own_site.glob("**/*") if path.is_file()}
    strange = {
        name
        for name in names
        if not re.match(
            r"_headers$|pagefind/|assets/|article\.schema\.json$|feed\.(xml|json)$|topics/[a-z-]+\.xml$|robots\.txt$|sitemap\.xml(\.gz)?$|.*\.html$",
            name,
        )
    }
    assert strange == set()


@pytest.mark.skipif(not ARTICLES, reason="no articles yet")
def test_the_home_page_lists_the_latest_article_first(own_site):
    home = (own_site / "index.html").read_text(encoding="utf-8")
    latest = home.split('id="bulletin-latest"', 1)[1].split("</section>", 1)[0]
    dates = re.findall(r'<p class="byline"><time datetime="([\d-]+)">', latest)
    assert dates == sorted(dates, reverse=True)
    assert len(dates) > 1
