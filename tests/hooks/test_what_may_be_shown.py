"""What a source allows to be shown reaches everything that the build makes: pages, lists, digest, feeds and index."""

from __future__ import annotations

import gzip
import html
import re
from pathlib import Path

import pytest

from importer.records import Article

SOURCES = """\
- name: Open Weekly
  show: full
- name: Brief Herald
  home: https://herald.example/
  show: excerpt
- name: Closed Times
  home: https://closed.example/
  show: link
"""
# Each text has a word of its own that stands nowhere else.
WHOLE = Article(
    "The open story", "Open Weekly", path="articles/2024/open-story.md", date="2024-03-04", date_basis="stated",
    topics=("schools",), summary="Summary with a kingfisher.", body="Text with a nightingale.",
)  # fmt: skip
EXCERPT = Article(
    "The brief story", "Brief Herald", path="articles/2024/brief-story.md", date="2024-03-05", date_basis="stated",
    url="https://herald.example/brief", topics=("schools",), summary="Summary with a cormorant.",
    body="Text with an oystercatcher.",
)  # fmt: skip
LINK = Article(
    "The closed story", "Closed Times", path="articles/2024/closed-story.md", date="2024-03-06", date_basis="stated",
    url="https://closed.example/story", topics=("schools",), summary="Summary with a bittern.",
    body="Text with a sandpiper.",
)  # fmt: skip
STRICTER_PUBLISHER = Article(
    "The passed on story", "Open Weekly", publisher="Closed Times", path="articles/2024/passed-on.md",
    date="2024-03-07", date_basis="stated", topics=("schools",), summary="Summary with a fieldfare.",
    body="Text with a yellowhammer.",
)  # fmt: skip
ARTICLES = [WHOLE, EXCERPT, LINK, STRICTER_PUBLISHER]


@pytest.fixture(scope="module")
def guarded_site(tmp_path_factory, write_docs, run_mkdocs):
    folder = tmp_path_factory.mktemp("shown")
    docs = write_docs(folder / "docs", ARTICLES)
    (docs / "sources.yml").write_text(SOURCES, encoding="utf-8")
    done = run_mkdocs(docs, folder / "site")
    assert done.returncode == 0, done.stderr
    return folder / "site"


def places_of(word: str, site: Path) -> set[str]:
    """The kinds of file in which a word stands, Pagefind's packed ones unpacked."""
    found = set()
    for path in site.glob("**/*"):
        if not path.is_file():
            continue
        content = path.read_bytes()
        if content.startswith(b"\x1f\x8b"):
            content = gzip.decompress(content)
        if word.encode() in content:
            name = path.relative_to(site).as_posix()
            found.add("index" if name.startswith("pagefind/") else re.sub(r"/[^/]+\.html$", "", name))
    return found


def text_of(path: Path) -> str:
    main = path.read_text(encoding="utf-8").split("<main", 1)[1].split(">", 1)[1]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def test_a_whole_text_is_on_its_page_in_the_index_and_in_the_feeds(guarded_site):
    assert places_of("nightingale", guarded_site) == {
        "articles/2024", "index", "feed.xml", "feed.json", "topics/schools.xml",
    }  # fmt: skip
    assert {"articles/2024", "digest", "timeline"} <= places_of("kingfisher", guarded_site)


@pytest.mark.parametrize("word", ["oystercatcher", "sandpiper", "yellowhammer"])
def test_a_text_that_may_not_be_shown_whole_is_nowhere_in_the_site(guarded_site, word):
    assert places_of(word, guarded_site) == set()


def test_an_excerpt_is_on_its_page_in_lists_index_digest_and_feeds(guarded_site):
    assert {"articles/2024", "index", "digest", "topics", "feed.xml", "feed.json"} <= places_of(
        "cormorant", guarded_site
    )


@pytest.mark.parametrize("word", ["bittern", "fieldfare"])
def test_of_an_article_that_is_only_linked_not_even_the_summary_is_shown(guarded_site, word):
    assert places_of(word, guarded_site) == set()


def test_its_headline_is_still_found_everywhere(guarded_site):
    assert {"articles/2024", "index", "digest", "topics", "timeline", "sources", "feed.xml", "feed.json"} <= places_of(
        "The closed story", guarded_site
    )


@pytest.mark.parametrize(
    ("name", "sentences"),
    [
        pytest.param(
            "articles/2024/brief-story.html",
            [
                "Summary with a cormorant.",
                "This is an excerpt. The text belongs to Brief Herald. Read the whole text on herald.example",
            ],
            id="excerpt",
        ),
        pytest.param(
            "articles/2024/closed-story.html",
            ["We show the headline only. The text belongs to Closed Times. Read the whole text on closed.example"],
            id="link",
        ),
        pytest.param(
            "articles/2024/passed-on.html",
            ["We show the headline only. The text belongs to Open Weekly. We do not know its address."],
            id="no-address",
        ),
        pytest.param(
            "sources/closed-times.html", ["We show the headlines of its articles only"], id="page-of-the-source"
        ),
        pytest.param("sources/index.html", ["Editors change this in the file docs/sources.yml"], id="how-to-change"),
    ],
)
def test_every_page_says_whose_text_it_is_and_where_to_read_it(guarded_site, name, sentences):
    text = text_of(guarded_site / name)
    assert [sentence for sentence in sentences if sentence not in text] == []


def test_the_bulletins_own_publishers_stand_at_full_and_the_page_says_why(own_site):
    text = text_of(own_site / "sources" / "index.html")
    for name in ("SAFE CIC", "Independent Safeguarding Service", "Community Care"):
        assert f"{name} : The bulletin’s owner supplied its documents, so its articles are shown in full." in text
