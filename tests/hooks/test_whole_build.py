"""A whole site, built by plain `mkdocs build --strict` from invented articles."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

OWN_ASSETS = Path(__file__).resolve().parent.parent.parent / "hooks" / "theme" / "assets"
SCRIPTS = sorted(OWN_ASSETS.glob("*.js"))


def text_of(page: str) -> str:
    """What a reader sees of a page: its words, white space folded."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1].split(">", 1)[1])).split())


class TagList(HTMLParser):
    """Every tag of a page with its attributes, as a browser would find them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def read(invented_site):
    return lambda name: (invented_site / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "sentences"),
    [
        pytest.param(
            "articles/2023/kite-club-warning.html",
            [
                "5 December 2023 · Westmere Council , updated 9 January 2024 Content note: Describes how a child was "
                "threatened online. Skip past the text to where to get help",
                "Written by Robin Sparrow",
                "Original Read it on westmere.example https://westmere.example/kites?year=2023&page=1",
                "Found on the website of Fernhill Notes",
                "Topics Online safety , Schools",
                "The kite club of Westmere warned",
                "Where to get help Childline 0800 1111 For anyone under 19.",
                "The same story elsewhere Second report on the kite club "
                "(The Harbour Gazette, December 2023 (inferred))",
                "The same text: The Harbour Gazette.",
                "Earlier on Online safety Second report on the kite club December 2023 (inferred)",
                "Robin Sparrow, “Kite club warns schools about a fake app”, Westmere Council, 5 December 2023, "
                "updated 9 January 2024.",
                "It was imported from the document seeds/invented.txt, line 3. "
                "The words that are left are those of the document.",
                "Date As printed: “published on this website Tuesday 5 December 2023”",
                "Found again The Harbour Gazette: seeds/invented.txt, line 4",
                "Doubts The weekday of the by-line is doubtful.",
                "Report a mistake",
            ],
            id="every-fact",
        ),
        pytest.param(
            "articles/2023/kite-club-second-report.html",
            [
                "December 2023 (inferred) · The Harbour Gazette",
                "Date We worked it out from the text: “in the first week of December 2023”",
                "The same text: The Harbour Gazette, on another page.",
            ],
            id="inferred-date",
        ),
        pytest.param(
            "articles/2020/bus-plan.html",
            ["Original westmere.example (only the home page is known)", "An editor of the bulletin wrote it."],
            id="home-page-of-the-original",
        ),
        pytest.param(
            "articles/undated/harbour-swimming.html",
            ["Date not known · An Unlisted Bulletin", "The document does not say when this was published"],
            id="no-date",
        ),
        pytest.param("timeline/undated.html", ["1 article, in alphabetical order."], id="undated"),
        pytest.param("topics/index.html", ["Courts 26 articles", "Transport 1 article Getting to"], id="topic-counts"),
        pytest.param(
            "topics/courts.html",
            [
                "26 articles, from 13 January 2021 to 1 March 2022.",
                "Latest",
                "From the first to the latest 13 January 2021 Court notice number 12 Westmere Council",
                "Who writes about it Westmere Council 25",
                "Follow this topic Feed of this topic",
            ],
            id="topic",
        ),
        pytest.param(
            "digest/2023-12.html",
            [
                "2 articles of December 2023 from 2 sources",
                "5 December 2023 , updated 9 January 2024 , Westmere Council. Topics: Online safety, Schools",
                "Original: https://westmere.example/kites?year=2023&page=1",
                "I have read and understood the safeguarding digest of December 2023",
                "Name Role Signature Date",
            ],
            id="digest",
        ),
        pytest.param(
            "digest/index.html",
            ["January 2024 0 articles, 1 revised", "2 articles whose month is not known"],
            id="digests",
        ),
        pytest.param(
            "timeline/index.html", ["2023 2 articles December 2023 2", "Date not known 1 article"], id="timeline"
        ),
        pytest.param("timeline/2020.html", ["Month not known 2020 1 article Westmere plans"], id="year-without-months"),
        pytest.param(
            "sources/index.html",
            ["Westmere Council 27 articles", "Fernhill Notes 1 passed on from others"],
            id="sources",
        ),
        pytest.param(
            "sources/westmere-council.html",
            ["The council of an invented town.", "Published under the Open Government Licence"],
            id="source",
        ),
        pytest.param("help.html", ["call 999", "Childline 0800 1111", "Last checked on 1 November 2026."], id="help"),
        pytest.param("404.html", ["We cannot find that page"], id="not-found"),
    ],
)
def test_a_page_says(read, name, sentences):
    text = text_of(read(name))
    assert [sentence for sentence in sentences if sentence not in text] == []


def test_the_date_is_machine_readable_at_its_true_precision(read):
    assert '<time datetime="2023-12">December 2023</time>' in read("articles/2023/kite-club-second-report.html")


def test_the_original_is_linked_without_passing_anything_on(read):
    page = read("articles/2023/kite-club-warning.html")
    assert '<a href="https://westmere.example/kites?year=2023&amp;page=1" rel="nofollow noopener noreferrer">' in page


def test_no_page_holds_a_script_link_or_markup_from_a_header(invented_site):
    for path in invented_site.glob("**/*.html"):
        page = path.read_text(encoding="utf-8")
        tags = TagList()
        tags.feed(page)
        own_style = {"style"} if path.name.endswith("-mail.html") else set()  # one file, with a policy for that style
        foreign = [tag for tag, _ in tags.found if tag in {"i", "b", "iframe", "style"} - own_style]
        running = [(tag, values) for tag, values in tags.found if any(name.startswith("on") for name in values)]
        links = [values.get("href") or values.get("src") or "" for _, values in tags.found]
        elsewhere = [
            link for link in links if re.match(r"(?!https?:|tel:|mailto:\?)[a-z]+:", link.strip(), re.IGNORECASE)
        ]
        # A block of data does not run, whatever stands in it: see test_structured_data.py
        data_block = ("script", {"type": "application/ld+json"})
        scripts = [found[1].get("src") for found in tags.found if found[0] in {"script", "img"} and found != data_block]
        ours = {"mark.svg", *(path.name for path in SCRIPTS)}
        strange = [script for script in scripts if (script or "").rsplit("/", 1)[-1] not in ours]
        assert (foreign, running, elsewhere, strange) == ([], [], [], []), path


def test_an_editors_doubts_stand_only_where_a_page_tells_how_it_came_here(invented_site):
    pages = [path.name for path in invented_site.glob("**/*.html") if "doubtful" in path.read_text(encoding="utf-8")]
    assert pages == ["kite-club-warning.html"]


def test_only_an_articles_text_is_indexed(invented_site):
    for path in invented_site.glob("**/*.html"):
        is_article = path.relative_to(invented_site).parts[0] == "articles"
        assert path.read_text(encoding="utf-8").count("data-pagefind-body") == (1 if is_article else 0), path
    entry = json.loads((invented_site / "pagefind" / "pagefind-entry.json").read_text(encoding="utf-8"))
    assert {language: counts["page_count"] for language, counts in entry["languages"].items()} == {"en": 30}


def test_nothing_of_materials_own_pages_is_in_the_site(invented_site):
    ours = {path.name for path in OWN_ASSETS.iterdir()} | {"social-card.png"}
    assert {path.name for path in (invented_site / "assets").iterdir()} <= ours


def test_a_table_is_aligned_without_an_inline_style(read):
    page = read("articles/2023/kite-club-warning.html")
    assert '<th align="center">a</th>' in page
    assert "style=" not in page


def test_a_broken_header_stops_the_build_and_spares_the_last_good_site(tmp_path, write_docs, run_mkdocs):
    docs = write_docs(tmp_path / "docs", [])
    site = tmp_path / "site"
    assert run_mkdocs(docs, site).returncode == 0
    page = docs / "articles" / "2023" / "broken.md"
    page.parent.mkdir(parents=True)
    page.write_text("---\ntitle: one\ntitle: two\n---\n\nText\n", encoding="utf-8")
    done = run_mkdocs(docs, site)
    assert done.returncode != 0
    assert f"{page.as_posix()}:3: “title:” stands twice, first on line 2" in done.stderr
    assert "Traceback" not in done.stderr
    assert (site / "index.html").is_file()


def test_a_bulletin_without_articles_builds(build):
    site = build([])
    assert "There are no articles yet." in (site / "index.html").read_text(encoding="utf-8")
    assert not (site / "pagefind").exists()


def test_a_header_cannot_choose_its_template_or_swallow_its_text(tmp_path, write_docs, run_mkdocs, articles):
    first = replace(articles[0], body="Source: this line is text, no metadata\n\nAnd so on.")
    docs = write_docs(tmp_path / "docs", [first])
    page = docs / first.path
    page.write_text(page.read_text(encoding="utf-8").replace("---\n", "---\ntemplate: 404.html\n", 1), encoding="utf-8")
    done = run_mkdocs(docs, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    text = text_of((tmp_path / "site" / first.path).with_suffix(".html").read_text(encoding="utf-8"))
    assert "Source: this line is text, no metadata" in text
    assert "5 December 2023 · Westmere Council" in text


def test_two_builds_of_the_same_pages_give_the_same_html(build, invented_site, articles):
    again = build(articles)
    pages = {path.relative_to(invented_site) for path in invented_site.glob("**/*.html")}
    assert pages == {path.relative_to(again) for path in again.glob("**/*.html")}
    assert [name for name in pages if (again / name).read_bytes() != (invented_site / name).read_bytes()] == []


def test_every_page_tells_the_browser_what_it_may_do(invented_site):
    for path in invented_site.glob("**/*.html"):
        page = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
        assert policy.startswith("default-src 'none'; "), path
        assert "unsafe-inline" not in policy, path
        assert re.findall(r"'unsafe-[^']*'|'wasm-unsafe-eval'", policy) in ([], ["'wasm-unsafe-eval'"]), path
