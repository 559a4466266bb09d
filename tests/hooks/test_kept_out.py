"""What waits for an editor's decision, and what was withdrawn, is nowhere on the site nor in the offline copy."""

from __future__ import annotations

import gzip
import json
import logging
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import feedparser
import pytest

from hooks.articles import on_pre_build
from hooks.library.bulletin import assemble_bulletin
from hooks.library.bundle import write_bundle
from hooks.library.dead_links import unlink
from hooks.library.feeds import WITHDRAWN, entry_id
from hooks.library.kept_out import keep_apart
from hooks.library.offline_pages import Edition
from hooks.library.read_docs import BadDocs, read_bulletin
from hooks.library.shown import ShownArticle
from importer.care import TEXT_CHANGED, TEXT_TO_COME, UNWRITTEN
from importer.care_rules import read_care_rules
from importer.import_records import FILE_NAME, render_records
from importer.records import Article, Clearance, ImportRecord, Provenance, Withdrawal
from importer.vocabulary import Vocabulary

# What `bulletin serve` builds, without the server
MKDOCS_PREVIEW = """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
config = load_config("mkdocs.yml", docs_dir=sys.argv[1], site_dir=sys.argv[2])
config.plugins.on_startup(command="serve", dirty=False)
build(config, serve_url="http://127.0.0.1:8000/")
"""
REPOSITORY = Path(__file__).resolve().parent.parent.parent
# Each page's words stand on no other: letters that no other text has in this order, whatever stemming does to them.
WAITING = Article(
    "Quillfisher of the waiting page", "Westmere Council", path="articles/2024/waits.md", date="2024-03-04",
    date_basis="stated", topics=("schools",), summary="Summary zorblatt of it.", author="Wending Quorn",
    content_note="Describes vexmoor.", url="https://westmere.example/xylocant",
    body="Jaskolt.\n\n## Heading plimsweb\n\nWren Alder, 48, was jailed for two years. Text with a brakkend.\n\n"
    "![A map](waits.png) ![A map](gone.png) ![A map](shared.png)",
)  # fmt: skip
CLEARED = Article(
    "The cleared page", "Westmere Council", path="articles/2024/cleared.md", date="2024-03-05", date_basis="stated",
    topics=("schools",), related=("waits", "gone"), summary="Summary with a kingfisher.",
    cleared=(Clearance("Safeguarding editor", "2026-11-20", "He is a king of old."),),
    body="Robin Sparrow, 48, was jailed for two years. Read [what came of it](waits.md#heading-plimsweb), the\n"
    "[notice](gone.md), [this](cleared.md) and [that][1].\n\n![A map](shared.png)\n\n[1]: ../2024/waits.md",
)  # fmt: skip
GONE = replace(
    WAITING, path="articles/2024/gone.md", title="Quillfisher of the page that went", date="2024-03-06",
    withdrawn=Withdrawal("2026-11-21", "It named somebody & their street."),
)  # fmt: skip
OTHER = Article(
    "The harmless page", "Westmere Council", path="articles/2023/harmless.md", date="2023-03-07", date_basis="stated",
    topics=("schools",), summary="Kites fly.", body="Kites fly over the harbour. See [it](../2024/waits.md).",
)  # fmt: skip
WAITING, GONE, OTHER = (
    replace(article, publisher="Westmere Council", provenance=Provenance("a.txt", line, "0" * 64, str(line) * 8))
    for line, article in enumerate((WAITING, GONE, OTHER), 3)
)
PAGES = [WAITING, CLEARED, GONE, OTHER]
SECRETS = ("quillf", "zorblat", "wending", "quorn", "vexmoor", "xylocan", "jaskolt", "plimsweb", "alder", "brakk")
REASON = "It named somebody & their street."


def moved_record(article: Article) -> ImportRecord:
    """What the importer remembers of a page that an editor moved to another year."""
    where = article.provenance
    earlier = (f"articles/2022/{article.slug}-earlier.md",)
    return ImportRecord(article.path, where.fingerprint, "", where.document, where.line, "i", "p", was=earlier)


def add_pictures(docs: Path) -> None:
    for name in ("waits", "gone", "shared"):
        (docs / "articles/2024" / f"{name}.png").write_bytes(b"\x89PNG\r\n\x1a\n picture")


@pytest.fixture(scope="module")
def built(tmp_path_factory, write_docs, run_mkdocs):
    folder = tmp_path_factory.mktemp("kept-out")
    docs = write_docs(folder / "docs", PAGES)
    add_pictures(docs)
    (docs / FILE_NAME).write_text("".join(render_records(map(moved_record, (WAITING, GONE, OTHER)))), encoding="utf-8")
    done = run_mkdocs(docs, folder / "site")
    assert (done.returncode, "WARNING" in done.stderr) == (0, False), done.stderr
    return folder


@pytest.fixture(scope="module")
def site(built):
    return built / "site"


def found_in(content: bytes) -> list[str]:
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    text = content.decode("utf-8", errors="replace").casefold()
    return [secret for secret in SECRETS if secret in text]


def test_no_word_of_either_is_anywhere_on_the_site_not_in_the_packed_index_either(site):
    files = [path for path in site.rglob("*") if path.is_file()]
    assert any(path.suffix == ".pf_fragment" for path in files)
    assert {path.name: found for path in files if (found := found_in(path.read_bytes()))} == {}


def test_the_words_would_be_found_if_they_were_there(tmp_path, write_docs, run_mkdocs):
    """The search for them is a true one: of the same article, once cleared, every secret is on the site."""
    plain = replace(WAITING, cleared=CLEARED.cleared)
    docs = write_docs(tmp_path / "docs", [plain])
    add_pictures(docs)
    assert run_mkdocs(docs, tmp_path / "site").returncode == 0
    found = {each for path in (tmp_path / "site").rglob("*") if path.is_file() for each in found_in(path.read_bytes())}
    assert found == set(SECRETS)


def test_no_word_of_either_is_in_the_offline_copy(built, site):
    edition = Edition(date(2026, 11, 21), "The Bulletin")
    bundle = write_bundle(site, read_bulletin(built / "docs"), edition, built / "dist" / "copy.zip")
    with zipfile.ZipFile(bundle.path) as archive:
        names = archive.namelist()
        assert {name: found for name in names if (found := found_in(archive.read(name)))} == {}
    assert "bulletin/articles/2024/gone.html" in names
    assert "bulletin/articles/2024/waits.html" not in names


def test_a_waiting_page_has_no_address_and_the_cleared_one_has(site):
    names = {path.relative_to(site).as_posix() for path in site.glob("articles/**/*.html")}
    earlier = {"articles/2022/gone-earlier.html", "articles/2022/harmless-earlier.html"}
    assert names == earlier | {f"articles/{name}.html" for name in ("2024/cleared", "2024/gone", "2023/harmless")}
    assert "was jailed for two years" in (site / "articles/2024/cleared.html").read_text(encoding="utf-8")


def test_links_to_a_waiting_page_become_words_and_others_stay(site):
    text = (site / "articles/2024/cleared.html").read_text(encoding="utf-8")
    prose = re.search(r'<div class="prose".*?</div>', text, re.DOTALL)[0]
    assert "Read what came of it, the" in prose
    assert re.findall(r'href="([^"]*)"', prose) == ["gone.html", "cleared.html"]
    assert "and that.</p>" in prose


def test_a_withdrawn_page_says_so_and_nothing_else(site):
    text = (site / "articles/2024/gone.html").read_text(encoding="utf-8")
    main = text.split("<main", 1)[1].split("</main>", 1)[0]
    assert "<h1>This article was withdrawn</h1>" in main
    assert "This article was withdrawn on 21 November 2026." in main
    assert "It named somebody &amp; their street." in main
    assert '<meta name="robots" content="noindex">' in text
    assert "data-pagefind-body" not in text
    assert re.findall(r'href="\.\./\.\./(search|index)\.html"', main) == ["search", "index"]
    assert "application/ld+json" not in text


def test_pictures_that_only_such_pages_show_are_not_there(site):
    assert [path.name for path in site.glob("articles/**/*.png")] == ["shared.png"]


def test_lists_count_neither(site):
    topic = (site / "topics/schools.html").read_text(encoding="utf-8")
    assert topic.count("articles/2024/") == topic.count("articles/2024/cleared.html")
    index = json.loads((site / "pagefind/pagefind-entry.json").read_text(encoding="utf-8"))
    assert sum(language["page_count"] for language in index["languages"].values()) == 2


@pytest.mark.parametrize("name", ["feed.xml", "topics/schools.xml", "feed.json"])
def test_feeds_have_a_line_with_the_same_id_that_says_so(site, name):
    content = (site / name).read_bytes()
    wanted = entry_id(read_shown(GONE))
    if name.endswith(".json"):
        (item,) = [each for each in json.loads(content)["items"] if each["id"] == wanted]
        told, title, changed = item["content_text"], item["title"], item["date_modified"]
        assert set(item) == {"id", "url", "title", "summary", "content_text", "date_modified"}
    else:
        parsed = feedparser.parse(content)
        assert not parsed.bozo
        (entry,) = [each for each in parsed.entries if each.id == wanted]
        told, title, changed = entry.content[0].value, entry.title, entry.updated
        assert parsed.feed.updated == "2026-11-21T00:00:00Z"
        assert not entry.get("tags")
    assert told == f"This article was withdrawn on 21 November 2026. {REASON}"
    assert (title, changed) == (WITHDRAWN, "2026-11-21T00:00:00Z")


def read_shown(article: Article) -> ShownArticle:
    """The article as it was shown before it was withdrawn: that gave its entry its id."""
    return assemble_bulletin([replace(article, withdrawn=None)], Vocabulary((), (), ())).articles[0]


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        pytest.param(PAGES, ["1 page waits for an editor's decision and is left out:"], id="one"),
        pytest.param(
            [WAITING, replace(WAITING, path="articles/2024/also.md")],
            ["2 pages wait for an editor's decision and are left out:"],
            id="two",
        ),
        pytest.param([OTHER], [], id="none"),
    ],
)
def test_a_build_says_in_one_line_how_many_pages_wait_and_where_to_see_them(tmp_path, write_docs, caplog, pages, said):
    config = SimpleNamespace(docs_dir=str(write_docs(tmp_path, pages)), extra={"since": ""})
    with caplog.at_level(logging.INFO, logger="mkdocs"):
        on_pre_build(config)
    assert caplog.messages == [f"{each} see them with `bulletin check --publish`" for each in said]


def test_the_bulletins_own_pages_that_wait_are_not_on_its_site(own_site):
    bulletin = read_bulletin(REPOSITORY / "docs")
    for path, shown in bulletin.waiting.items():
        assert not (own_site / path).with_suffix(".html").exists()
        sentence = max(shown.article.body.split("\n"), key=len)[:60].encode()
        assert [file.name for file in own_site.rglob("*") if file.is_file() and sentence in file.read_bytes()] == []


@pytest.mark.parametrize(
    ("fields", "waits"),
    [
        pytest.param({}, True, id="flagged"),
        pytest.param({"cleared": CLEARED.cleared}, False, id="cleared"),
        pytest.param({"cleared": (replace(CLEARED.cleared[0], rules=("home-address",)),)}, True, id="another rule"),
        pytest.param({"cleared": CLEARED.cleared, "notes": (f"{TEXT_CHANGED}: read it.",)}, True, id="text changed"),
        pytest.param({"review_by": "2030-01-01"}, False, id="with a day of review"),
    ],
)
def test_a_page_waits_as_long_as_a_rule_is_open(tmp_path, write_docs, fields, waits):
    bulletin = read_bulletin(write_docs(tmp_path, [replace(WAITING, **fields)]))
    assert (list(bulletin.waiting), len(bulletin.articles)) == ([WAITING.path] if waits else [], int(not waits))


def test_the_folders_own_rules_hold(tmp_path, write_docs):
    docs = write_docs(tmp_path, [OTHER, WAITING])
    rule = "{name: kites, flags: A, reason: B, law: C, example: D, decide: E, looks_for: [{within: page, all_of: [k]}]}"
    text = f"words: [{{name: k, means: Kites., phrases: [kite]}}]\nrules: [{rule}]\n"
    (docs / "care.yml").write_text(text, encoding="utf-8")
    assert dict(read_bulletin(docs).open_rules) == {OTHER.path: ("kites",)}


def test_rules_that_cannot_be_read_stop_the_build_at_their_line(tmp_path, write_docs):
    docs = write_docs(tmp_path, [OTHER])
    (docs / "care.yml").write_text("words: []\nrules:\n- {name: a}\n", encoding="utf-8")
    with pytest.raises(BadDocs, match=r"care\.yml:3: an entry has no “flags:”"):
        read_bulletin(docs)


def test_earlier_addresses_of_a_withdrawn_page_say_the_same_and_those_of_a_waiting_one_are_gone(built, site):
    bulletin = read_bulletin(built / "docs")
    assert [page.path for page in bulletin.withdrawn] == ["articles/2022/gone-earlier.md", GONE.path]
    assert bulletin.moves == {"articles/2022/harmless-earlier.md": OTHER.path}
    text = (site / "articles/2022/gone-earlier.html").read_text(encoding="utf-8")
    assert "This article was withdrawn on 21 November 2026." in text


def test_a_small_edition_has_the_withdrawn_pages_of_its_months_only(tmp_path, write_docs):
    docs = write_docs(tmp_path, PAGES)
    assert [page.path for page in read_bulletin(docs, "2024-01").withdrawn] == [GONE.path]
    assert read_bulletin(docs, "2025-01").withdrawn == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('<a href="b.html">W <em>x</em></a>', "W <em>x</em>", id="beside it"),
        pytest.param('<a title="t" href="../2024/b.html#c">W</a>', "W", id="from above, with an anchor"),
        pytest.param('<a href="b%2Ehtml">W</a>', "W", id="escaped"),
        pytest.param('<a href="c.html">W</a>', '<a href="c.html">W</a>', id="another page"),
        pytest.param('<a href="https://x.example/articles/2024/b.html">W</a>', None, id="another site"),
        pytest.param('<a href="https://[x">W</a>', None, id="no address"),
        pytest.param('<a id="b.html">W</a>', None, id="no link"),
    ],
)
def test_words_of_a_link_to_a_page_that_is_not_there_stay_without_it(text, expected):
    missing = {"articles/2024/b.html"}
    assert unlink(text, "articles/2024/a.html", missing) == (text if expected is None else expected)


def test_a_preview_shows_a_waiting_page_under_a_notice_and_no_list_leads_there(tmp_path, write_docs):
    docs, site = write_docs(tmp_path / "docs", PAGES), tmp_path / "site"
    add_pictures(docs)
    done = subprocess.run(
        [sys.executable, "-c", MKDOCS_PREVIEW, docs, site], cwd=REPOSITORY, capture_output=True, text=True, check=False,
        encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    text = (site / "articles/2024/waits.html").read_text(encoding="utf-8")
    assert "Only in this preview." in text
    assert "court-report-without-review" in text
    assert "Text with a brakkend." in text
    pages = [path for path in site.rglob("*.html") if path.name != "waits.html"]
    assert [path.name for path in pages if "waits.html" in path.read_text(encoding="utf-8")] == []


def test_a_page_that_was_only_begun_waits_and_a_harmful_reason_is_not_told() -> None:
    begun = replace(OTHER, notes=(TEXT_TO_COME,), body="", path="articles/2023/begun.md")
    told = Withdrawal("2026-11-21", "Girls as young as 13 at Fernhill Academy were groomed by older men.")
    apart = keep_apart([begun, replace(OTHER, withdrawn=told), GONE], read_care_rules(REPOSITORY / "docs"), ())
    assert ([each.path for each in apart.waiting], apart.open_rules) == ([begun.path], {begun.path: (UNWRITTEN,)})
    by_path = {each.path: each for each in apart.withdrawn}
    assert by_path[OTHER.path].told == "This article was withdrawn on 21 November 2026."
    assert by_path[GONE.path].told == f"This article was withdrawn on 21 November 2026. {REASON}"
