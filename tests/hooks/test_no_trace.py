"""After `bulletin withdraw` nothing of the article is anywhere: not in docs/, on the site, or in the offline copy."""

from __future__ import annotations

import html
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from hooks.library.bundle import publish_bundle, write_bundle
from hooks.library.offline_pages import Edition
from hooks.library.read_docs import read_bulletin
from importer.cli import main
from importer.frontmatter import parse_page, render_page
from importer.passages import Passages
from importer.records import Article
from tests.importer.invented import Story, import_into, prose, save
from tests.importer.office_files import docx, par
from tests.traces import find_traces, texts_below

# The address has the first words of the headline, which other headlines might have; the rest stands nowhere else
TITLE = "Extraordinary neighbourhood safeguarding correspondence on zorblatt lanterns at the plimsweb jetty at night"
SLUG = "extraordinary-neighbourhood-safeguarding-correspondence-on"
SUMMARY = "A grennick summary that an editor wrote and that stands nowhere in the text of the article itself at all."
AUTHOR = "Ottoline Wrexbury"
EVIDENCE = "in the first week of the month before the snarvel desk closed for ever"
BODY = (
    "The vexmoor kettle was found by nine pupils behind the old market hall on a cold morning. Their teacher told the "
    "warden at once and wrote down what each of them had seen there. Nobody asked the children twice about it.\n\n"
    "The council said that a kettle of that kind must never again be left where a child can reach it. The market will "
    "be locked after dusk from the first of May, and the jaskolt committee will meet once a month until its report is "
    "out."
)
UNHEARD_OF = ("zorblat", "plimsweb", "grennick", "wrexbury", "snarvel", "vexmoor", "jaskolt", "brandelow")
PASSAGES = Passages([BODY, SUMMARY, EVIDENCE], [TITLE])
ADDRESS = "https://fernhill.example/2023/zorblatt-lanterns-at-the-plimsweb-jetty"
PAGE = (
    "<!doctype html><html lang=en><head><title>Bells of the school</title></head><body><main><article>"
    f"<h1>Bells of the school</h1><p>Published 3 December 2023</p><p>{prose(6)}</p></article></main></body></html>"
)


def feed(text: str) -> str:
    said = "".join(f"<p>{each}</p>" for each in text.split("\n\n"))
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Fernhill Notes</title>'
        "<item><title>Ducks return to the pond</title><link>https://fernhill.example/ducks</link><guid>1</guid>"
        f"<pubDate>Mon, 04 Dec 2023 09:00:00 GMT</pubDate><description>{html.escape(prose(5))}</description></item>"
        f"<item><title>{TITLE}</title><link>{ADDRESS}</link><guid>urn:zorblatt</guid>"
        f"<pubDate>Tue, 05 Dec 2023 09:00:00 GMT</pubDate><description>{html.escape(said)}</description></item>"
        "</channel></rss>"
    )


def fill(folder: Path, write_docs) -> Path:
    """A docs folder with articles of several formats; one was edited, has a picture, and a version put aside."""
    docs = write_docs(folder / "docs", [])
    news = folder / "news"
    save(news / "a.txt", Story("Boats are to be counted", prose(2)), publisher="Fernhill Notes")
    (news / "b.xml").write_text(feed(BODY), encoding="utf-8")
    (news / "c.html").write_text(PAGE, encoding="utf-8")
    (news / "d.docx").write_bytes(docx(par("Carpets for all", style="Heading1"), par(prose(7))))
    import_into(docs, news)
    path = docs / "articles/2023" / f"{SLUG}.md"
    page = parse_page(path.read_text(encoding="utf-8"), "")
    edited = {"topics": ("schools", "courts"), "summary": SUMMARY, "author": AUTHOR, "date_evidence": EVIDENCE}
    fields = {name: getattr(page, name) for name in page.__dataclass_fields__} | edited
    fields |= {"notes": ("Ask brandelow.",), "related": ("later",)}
    fields["body"] = f"{page.body}\n\nAn editor added this. ![The vexmoor kettle](kettle.png)"
    path.write_text(render_page(Article(**fields)), encoding="utf-8")
    (path.parent / "kettle.png").write_bytes(b"\x89PNG\r\n\x1a\n a picture of the vexmoor kettle")
    (news / "b.xml").write_text(feed(f"{BODY} The vexmoor kettle is in a museum."), encoding="utf-8")
    import_into(docs, news)
    assert (docs / "articles/.incoming" / path.name).exists()
    later = Article(
        title="What came of it", source="Westmere Council", date="2023-12-20", date_basis="stated", topics=("schools",),
        related=(SLUG,), body=f"See [{TITLE}](../2023/{SLUG}.md), and [the boats](boats-are-to-be-counted.md).",
    )  # fmt: skip
    (path.parent / "later.md").write_text(render_page(later), encoding="utf-8")
    return docs


def build(docs: Path, folder: Path, run_mkdocs) -> None:
    """The site and the offline copy, as `bulletin build` and `bulletin bundle` make them."""
    shutil.rmtree(folder / "site", ignore_errors=True)
    shutil.rmtree(folder / "dist", ignore_errors=True)
    done = run_mkdocs(docs, folder / "site")
    assert done.returncode == 0, done.stderr
    edition = Edition(date(2026, 11, 21), "The Bulletin")
    bundle = write_bundle(folder / "site", read_bulletin(docs), edition, folder / "dist" / "copy.zip")
    publish_bundle(folder / "site", bundle, edition)


@pytest.fixture(scope="module")
def withdrawn(tmp_path_factory, write_docs, run_mkdocs) -> tuple[Path, dict[str, list[str]]]:
    """The folder after the withdrawal, built anew; and where traces of the article were before."""
    folder = tmp_path_factory.mktemp("no-trace")
    docs = fill(folder, write_docs)
    build(docs, folder, run_mkdocs)
    before = {each: found for part in ("docs", "site", "dist") for each, found in traces(folder, part).items()}
    command = ["withdraw", SLUG, "--reason", "A family asked for it.", "--on", "2026-11-21", "--docs", str(docs)]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    build(docs, folder, run_mkdocs)
    return folder, before


def traces(folder: Path, part: str) -> dict[str, list[str]]:
    return {f"{part}/{name}": found for name, found in find_traces(folder / part, PASSAGES, UNHEARD_OF).items()}


# Where a reader, a program or a search finds an article that is on the site: a search that misses these proves nothing
PLACES = (
    f"docs/articles/2023/{SLUG}.md", f"docs/articles/.incoming/{SLUG}.md", "docs/articles/.imports.jsonl",
    "docs/articles/2023/later.md", "docs/articles/2023/kettle.png", f"site/articles/2023/{SLUG}.html",
    "site/articles/2023/kettle.png", "site/articles/2023/later.html", "site/topics/schools.html",
    "site/timeline/2023.html", "site/sources/fernhill-notes.html", "site/digest/", "site/feed.xml", "site/feed.json",
    "site/topics/schools.xml", "site/pagefind/fragment/", "site/pagefind/index/", "site/download/",
    "dist/copy.zip → bulletin/articles/2023/", "dist/copy.zip → bulletin/topics/schools.html",
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_before_the_search_for_traces_finds_the_article_here(withdrawn, place):
    _, before = withdrawn
    assert [name for name in before if name.startswith(place)], sorted(before)


def test_before_it_is_in_the_packed_index_of_the_offline_copy_too(withdrawn):
    _, before = withdrawn
    kinds = {
        kind for kind in ("fragment", "index", "filter") for name in before if f"/{kind}-" in name and "shard" in name
    }
    assert {"fragment", "index"} <= kinds, sorted(before)


@pytest.mark.parametrize("part", ["docs", "site", "dist"])
def test_afterwards_no_run_of_words_and_no_word_of_its_own_is_anywhere(withdrawn, part):
    folder, _ = withdrawn
    assert list(texts_below(folder / part))
    assert traces(folder, part) == {}


def test_its_address_says_that_it_was_withdrawn_and_feeds_say_so_too(withdrawn):
    folder, _ = withdrawn
    for place in (f"site/articles/2023/{SLUG}.html", "site/feed.xml", "site/feed.json", "site/topics/courts.xml"):
        text = html.unescape((folder / place).read_text(encoding="utf-8"))
        assert "This article was withdrawn on 21 November 2026." in text
        assert "A family asked for it." in text


def test_importing_the_same_documents_again_changes_nothing(withdrawn):
    folder, _ = withdrawn
    before = {path: path.read_bytes() for path in (folder / "docs").rglob("*") if path.is_file()}
    import_into(folder / "docs", folder / "news")
    assert {path: path.read_bytes() for path in (folder / "docs").rglob("*") if path.is_file()} == before
