"""Whatever a source calls itself and says: its text stays text, its titles name no other place, and pages read back."""

# ruff: noqa: E501 - lists of titles are easier to read than columns of them
from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path

import pytest

from importer.frontmatter import parse_page
from importer.pipeline import describe_content
from importer.records import Article
from importer.slugs import DEVICE_NAMES
from importer.text import fold
from tests.fuzz.properties import NAME, article_faults, describer
from tests.importer.hostile_files import item, json_feed, mail, page, rss
from tests.importer.invented import import_into, read_tree
from tests.importer.office_files import docx, par, run
from tests.importer.rendered import OUR_TAGS, render

NASTY = [
    line
    for line in (Path(__file__).parent / "nasty.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("# ")
] + [
    "{{ 7 * 7 }}", "{% include 'x' %}", "{: onclick=alert(1)}", '--8<-- "/etc/passwd"', "[TOC]", "title: x", "key: [a, b]",
    "!!python/object:os.system", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a]: https://x.example",
    "[^1]: note", "{--gone--}",
]  # fmt: skip
# Double entities are decoded, and told; ends of CDATA go; “© 2023 …” is page furniture, and told
_DECODED = re.compile(r"&#?\w+;|\]\]>|^(?:©|\(c\))")
# What plain text means as the mark of a list item or a quotation, and what markup shows as a bullet
_MARK = re.compile(r"^(?:[-*+>•·–—]|\d+[.)]|[a-z][.)])")
_SAID = [
    fold(text)
    for line in NASTY
    for text in (f"Kites {line} over the harbour and the town.", f"{line} is what Robin Sparrow wrote that day.")
    if not _DECODED.search(line)
]
_HTML = "".join(f"<p>{escape(text)}</p>" for text in _SAID)
_HEAD = "A room for all"


def _articles(content: bytes) -> list[Article]:
    return [each.article for each in describe_content(content, NAME, describer()).descriptions]


def _json_item(**fields: str) -> bytes:
    return json_feed(json.dumps({"id": "1", "title": _HEAD, **fields}))


SAYING: dict[str, bytes] = {
    "feed": rss(item(escape(_HTML), title=_HEAD)),
    "feed-cdata": rss(item(f"<![CDATA[{_HTML}]]>", title=_HEAD)),
    "json_feed-html": _json_item(content_html=_HTML),
    "json_feed-text": _json_item(content_text="\n\n".join(_SAID)),
    "web_page": page(f"<article><h1>{_HEAD}</h1>{_HTML}</article>"),
    "word": docx(par(_HEAD, style="Title"), *(par(run(text)) for text in _SAID)),
    "mail-html": mail(f"<html><body>{_HTML}</body></html>", kind="text/html; charset=utf-8"),
    "mail-text": mail("\n\n".join(_SAID)),
    "text": "\n\n".join(
        [_HEAD, "Source: Harbour News published on this website Monday 1 May 2023 by R. Sparrow", *_SAID]
    ).encode(),
}


@pytest.mark.parametrize("content", SAYING.values(), ids=SAYING)
def test_text_that_markdown_html_yaml_or_templates_act_on_shows_as_it_is(content: bytes) -> None:
    (article,) = _articles(content)
    shown = render(article.body)
    assert shown.tags <= OUR_TAGS
    assert not [url for _, url in shown.links if not url.startswith(("http://", "https://", "mailto:"))]
    texts = [text for _, text in shown.blocks]
    said = {text for text in _SAID if not _MARK.match(text)}
    assert [text for text in texts if text in said] == [text for text in _SAID if text in said]
    # A list item has lost its mark, and nothing else
    assert len(texts) == len(_SAID)


TITLES = [
    "", "   ", "!!!", "…", "🪁🪁", "../../etc/passwd", "C:\\CON", "con", "NUL.txt", "COM1", "LPT9.md", "index", "a" * 300,
    "kite " * 60, "\x1b[31mkites", "kites\u200b\u202e\u2066 hidden", "---", "title: x\ndate: y", "- a", "[a](javascript:alert(1))",
    "{{ 7 * 7 }}", "<script>alert(1)</script>", "a < b > c", "'quoted'", '"quoted"', "NO", "null", "12:30", "2026-02-31", "~",
    "!!python/object:os.system", "&anchor kites", "*alias", "# heading", "| pipe", "> fold", "%TAG", "@at", "`tick`", "кириллица",
    "中文", "ﷺ" * 50, "a" + "\u0301" * 500, "kites\u2028over", "Kites \ufffe over", "\u200d", "K\u00adite", "kites: 'over' \"it\" #x",
]  # fmt: skip
_PLACE = re.compile(r"articles/(?:\d{4}|undated)/[a-z0-9-]{1,60}\.md")


def _titled(title: str, at: int) -> dict[str, bytes]:
    """Documents with this title, and with it in every other field that is told on a page."""
    told = f"<p>The harbour council has opened meeting room {at} for all pupils of the town and their teachers.</p>"
    inside, plain = escape(title), escape(_NOT_IN_XML.sub("", title))
    fields = {"id": title, "url": title, "tags": [title], "authors": [{"name": title}], "external_url": title}
    return {
        "feed.xml": rss(
            item(
                escape(told),
                title=plain,
                more=f"<guid>{plain}</guid><author>{plain}</author><category>{plain}</category><link>{plain}</link>"
                f"<source url='{plain}'>{plain}</source><pubDate>{plain}</pubDate>",
            ),
            channel=f"<title>{plain}</title>",
        ),
        "feed.json": json_feed(json.dumps({"title": title, "content_html": told, **fields})),
        "page.html": f"<title>{inside}</title><meta name=author content='{inside}'><meta property='og:site_name'"
        f" content='{inside}'><link rel=canonical href='{inside}'><article><h1>{inside}</h1>{told}</article>".encode(),
        "a.docx": docx(par(run(_NOT_IN_XML.sub("", title)), style="Title"), par(fold(told[3:-4]))),
        "a.eml": mail(told, kind="text/html; charset=utf-8").replace(
            b"A new meeting room", title.replace("\n", " ").encode()
        ),
        "a.txt": f"{title}\n\nSource: {title} published on this website 1 May 2023 by {title}\n\n{told}".encode(),
    }


_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@pytest.mark.parametrize("title", TITLES, ids=[str(at) for at in range(len(TITLES))])
def test_any_title_source_or_address_gives_a_page_that_is_read_again_as_it_is(title: str) -> None:
    for content in _titled(title, 7).values():
        for each in _articles(content):
            assert list(article_faults(each)) == []
            assert render(each.body).tags <= OUR_TAGS


def test_pages_of_any_title_have_names_that_every_system_takes(tmp_path: Path) -> None:
    for at, title in enumerate(TITLES):
        for name, content in _titled(title, at).items():
            (tmp_path / "in").mkdir(exist_ok=True)
            (tmp_path / "in" / f"{at}-{name}").write_bytes(content)
    docs = tmp_path / "docs"
    import_into(docs, tmp_path / "in")
    pages = [name for name in read_tree(docs) if name.endswith(".md")]
    assert len(pages) > len(TITLES)
    for name in pages:
        assert _PLACE.fullmatch(name), name
        assert Path(name).stem not in DEVICE_NAMES
        parse_page((docs / name).read_text(encoding="utf-8"), name)
    assert len({name.casefold() for name in pages}) == len(pages)
    assert not [
        path
        for path in tmp_path.rglob("*")
        if path.is_file() and not path.is_relative_to(docs / "articles") and not path.is_relative_to(tmp_path / "in")
    ]
