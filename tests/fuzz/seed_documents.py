"""Sound documents of every format, small enough to be read thousands of times: what the fuzzer changes."""

# ruff: noqa: E501 - rows of data are easier to compare than the lines of each
from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from importer.formats.recognise import recognise
from importer.records import Format
from tests.importer import hostile_files
from tests.importer.invented import Story, newsfeed, prose
from tests.importer.office_files import Print, column, docx, par, pdf, run, table

_TESTS = Path(__file__).resolve().parents[1]
_MOST_BYTES = 9_000
_LONGEST_HOSTILE = 3_000
_LEAD = "The harbour council has opened a new meeting room, which pupils and teachers may use on Mondays from May on."
_MORE = "“It is a room for everybody,” said Robin Sparrow, who leads the council. The old room will close next year."


@cache
def seed_documents(reader: Format) -> tuple[bytes, ...]:
    """Documents for one reader: those of the golden tests, some made here, and the small ones among the hostile."""
    golden = (path.read_bytes()[:_MOST_BYTES] for path in sorted((_TESTS / "golden").glob("*/source.*")))
    hostile = (
        content
        for name, file in hostile_files.HOSTILE.items()
        if name.startswith(_HOSTILE[reader]) and name not in _SLOW_TO_BUILD
        if len(content := file.build()) <= _LONGEST_HOSTILE
    )
    found = [content for content in golden if recognise(content) == reader]
    hostile_ones = [*hostile]
    sound = [*_MADE[reader](), *found]
    return (*sound * (3 * len(hostile_ones) // len(sound) + 1), *hostile_ones)  # three of four are sound


_HOSTILE: Mapping[Format, str] = {
    "feed": "feed-", "json_feed": "json-", "web_page": "page-", "word": "word-", "pdf": "pdf-", "mail": "mail",
    "text": "no such",
}  # fmt: skip
_SLOW_TO_BUILD = {"pdf-page-tree-deep", "pdf-double-flate-bomb", "pdf-flate-bomb", "pdf-zeros", "pdf-run-length-bomb", "pdf-forms-laughing", "pdf-form-loop"}  # fmt: skip


def _feeds() -> Sequence[bytes]:
    rss = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"'
        ' xmlns:media="http://search.yahoo.com/mrss/"><channel><title>News &#8211; Harbour</title>'
        "<link>https://harbour.example/</link>\n"
        "<item><title>A room for all</title><link>https://harbour.example/room?utm_source=a</link>"
        "<pubDate>Mon, 01 May 2023 10:00:00 +0100</pubDate><dc:creator><![CDATA[Robin Sparrow]]></dc:creator>"
        '<category>Rooms</category><guid isPermaLink="false">https://harbour.example/?p=7</guid>'
        f"<description><![CDATA[<p>{_LEAD} [&#8230;]</p>]]></description><content:encoded><![CDATA[<p>{_LEAD}</p>\n"
        f"<h2>Who may come?</h2><ul><li>Pupils<ul><li>of <a href='/x'>the harbour</a></li></ul></li></ul><blockquote><p>"
        f"{_MORE}</p></blockquote><table><tr><th>Day</th><th>Room</th></tr><tr><td>Monday</td><td>1</td></tr></table>"
        "<img src='a.png' alt='The new room'/><p>The post <a href='#'>A room</a> appeared first on <a href='/'>Harbour"
        "</a>.</p>]]></content:encoded></item>\n<item><title>Boats &amp; kites</title><description>"
        f"&lt;p&gt;{_MORE}&lt;/p&gt;</description><media:description>Kites</media:description></item>"
        "<item><title>Draft</title><wp:post_type>post</wp:post_type><wp:status>publish</wp:status>"
        f"<wp:post_date>2023-05-01 10:00:00</wp:post_date><content:encoded><![CDATA[{_LEAD}\n\n[caption id='a']<img"
        f" src='a'/> Kites[/caption]\n\n{_MORE}]]></content:encoded></item></channel></rss>"
    )
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://harbour.example/a/"><title>Harbour</title>'
        '<author><name>Robin Sparrow</name></author><link rel="self" href="feed"/><entry><title type="html">A &lt;b&gt;'
        'room&lt;/b&gt;</title><id>tag:harbour.example,2023:1</id><link href="room"/><published>2023-05-01T10:00:00Z'
        "</published><updated>2023-06-01T10:00:00Z</updated><category term='rooms'/><summary>A room.</summary>"
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{_LEAD}</p><p>{_MORE}</p></div></content>'
        '<source><title>Other news</title></source></entry><entry><title>Boats</title><content type="html">'
        f"&lt;p&gt;{_MORE}&lt;/p&gt;</content><updated>1 May 2023</updated></entry></feed>"
    )
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://harbour.example/"><title>Harbour'
        '</title></channel><item rdf:about="https://harbour.example/1"><title>A room</title><dc:date>2023-05-01</dc:date>'
        f"<description>{_LEAD} {_MORE}</description></item></rdf:RDF>"
    )
    return [rss.encode(), atom.encode(), rdf.encode(), rss.replace("UTF-8", "utf-16").encode("utf-16")]


def _json_feeds() -> Sequence[bytes]:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour",
        "home_page_url": "https://harbour.example/",
        "authors": [{"name": "Robin Sparrow"}],
        "items": [
            {
                "id": "1", "url": "/room?utm_source=a", "title": "A room for all", "tags": ["rooms", "kites"],
                "content_html": f"<p>{_LEAD}</p><ul><li>Pupils</li></ul><p>{_MORE}</p>",
                "date_published": "2023-05-01T10:00:00+01:00", "date_modified": "2023-06-01",
            },
            {"id": "https://harbour.example/2", "content_text": f"{_LEAD}\n\n{_MORE}", "summary": "A room…", "author": {"name": "A. Wren"}},
            {"id": 3, "title": "Boats", "external_url": "https://other.example/", "content_html": "<b>Boats</b> &amp; kites"},
        ],
    }  # fmt: skip
    return [json.dumps(feed).encode(), json.dumps(feed, indent=1, ensure_ascii=False).encode()]


def _pages() -> Sequence[bytes]:
    data = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": "A room for all", "author": {"name": "Robin Sparrow"},
        "datePublished": "2023-05-01", "publisher": {"@type": "Organization", "name": "Harbour News"},
    }  # fmt: skip
    return [
        (
            "<!doctype html><html lang=en><head><meta charset=utf-8><title>A room for all | Harbour News</title>"
            "<link rel=canonical href='https://harbour.example/room'><meta property='og:site_name' content='Harbour News'>"
            f"<meta name=author content='Robin Sparrow'><script type='application/ld+json'>{json.dumps(data)}</script>"
            "<style>.gone{display:none}</style></head><body><nav><ul><li><a href='/'>Home</a></ul></nav><div class=cookie>"
            "We use cookies</div><main><article><h1>A room for all</h1><p class=byline>By Robin Sparrow <time"
            f" datetime='2023-05-01'>1 May 2023</time></p><p>{_LEAD}</p><h2>Who may come?</h2><ul><li>Pupils<li>Teachers"
            f"</ul><blockquote>{_MORE}</blockquote><p class=gone>{_MORE}</p><ol start=3><li>One<p>more</ol><table><tr><th>"
            f"Day<th>Room<tr><td colspan=2>Monday</table><p>{_LEAD} <a href='/more'>Read more</a></p></article></main>"
            "<aside>Related: <a href='/kites'>Kites</a></aside><footer>© Harbour News 2023</footer></body></html>"
        ).encode(),
        (
            "<html><body>"
            + "".join(
                f"<div class=post><h2><a href='/{name}'>{name} over the harbour</a></h2><p>Posted on 1 May 2023 by R.</p>"
                f"<p>{_LEAD}</p><p>{_MORE}</p></div>"
                for name in ("Kites", "Boats", "Rooms")
            )
            + "</body></html>"
        ).encode(),
    ]


def _word_files() -> Sequence[bytes]:
    return [
        docx(
            par("A room for all", style="Title"), par(_LEAD), par("Who may come?", style="Berschrift1"),
            par("Pupils", number="1"), par("of the harbour", number="1", level=1), par("Teachers", number="2"),
            par(_MORE, style="Quote"), table(["Day", "Room"], ["Monday", "1"]),
            par(run("Kites", "<w:b/>"), run(" over the harbour", "<w:vanish/>"), '<w:hyperlink r:id="l"><w:r><w:t>here</w:t></w:r></w:hyperlink>'),
            par("A note", '<w:r><w:footnoteReference w:id="1"/></w:r>'),
            '<w:p><w:ins w:id="1"><w:r><w:t>in</w:t></w:r></w:ins><w:del w:id="2"><w:r><w:delText>out</w:delText></w:r></w:del></w:p>',
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "https://h.example/"</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>there</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
            par("Source: Harbour News published on this website Monday 1 May 2023 by R. Sparrow"),
            links={"l": "https://harbour.example/"}, footnotes={"1": par("The note.")}, title="A room",
        ),
        docx(par("Kites"), par(_LEAD), par(_MORE)),
    ]  # fmt: skip


def _pdfs() -> Sequence[bytes]:
    title = Print(50, 780, "A room for all", 20, "F2")
    return [
        pdf(
            [title, *column(50, 740, f"{_LEAD} {_MORE}"), Print(50, 600, "Who may come?", 14, "F2"), *column(50, 570, _MORE), Print(50, 30, "Page 1")],
            [*column(50, 780, _LEAD, width=220), *column(310, 780, _MORE, width=220), Print(50, 30, "Page 2")],
            title="A room for all", links=[(50, 730, 200, 745, "https://harbour.example/")],
        ),
        pdf([title, Print(50, 700, "• Pupils"), Print(50, 680, "• Teachers"), Print(50, 640, "Monday"), Print(200, 640, "1"), Print(300, 640, "turned", turn=(0, 1, -1, 0))], picture=True),
    ]  # fmt: skip


def _mails() -> Sequence[bytes]:
    head = (
        "Received: from a.example by b.example; Mon, 1 May 2023 10:00:00 +0100\r\nFrom: =?utf-8?q?Harbour_News?="
        " <news@harbour.example>\r\nTo: Robin Sparrow <robin@sparrow.example>\r\nSubject: Fwd: [News] A room"
        " =?utf-8?b?Zm9yIGFsbA==?=\r\nDate: Mon, 1 May 2023 10:00:00 +0100\r\nMessage-ID: <1@harbour.example>\r\n"
        "List-Id: Harbour <news.harbour.example>\r\nMIME-Version: 1.0\r\n"
    )
    html = f"<html><body><p>View this e-mail in your browser</p><h1>A room</h1><p>{_LEAD}</p><h2>Boats</h2><p>{_MORE}</p><p><a href='https://h.example/u'>Unsubscribe</a></p></body></html>"
    both = (
        f'{head}Content-Type: multipart/alternative; boundary="b1"\r\n\r\n--b1\r\nContent-Type: text/plain; charset='
        f"utf-8; format=flowed\r\n\r\n{_LEAD} \r\n{_MORE}\r\n-- \r\nRobin\r\n--b1\r\nContent-Type: text/html; charset="
        f'"windows-1252"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{html.replace("=", "=3D")}\r\n--b1--\r\n'
    )
    base64_part = base64.encodebytes(html.encode()).decode()
    mixed = (
        f"{head}Content-Type: multipart/mixed; boundary=b2\r\n\r\n--b2\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{base64_part}\r\n--b2\r\nContent-Type: application/pdf; name*=utf-8''a%20b"
        ".pdf\r\nContent-Disposition: attachment\r\n\r\nkite\r\n--b2\r\nContent-Type: message/rfc822\r\n\r\nFrom: a@b.example"
        f"\r\nSubject: Kites\r\n\r\n{_MORE}\r\n--b2--\r\n"
    )
    plain = f"{head}\r\n{_LEAD}\r\n\r\n> {_MORE}\r\n\r\n-----Original Message-----\r\nFrom: Harbour News\r\n{_MORE}\r\n"
    box = "".join(
        f"From a@b.example Mon May  1 10:00:00 2023\n{head}\n{_LEAD}\n{_MORE}\n\n".replace("\r", "") for _ in range(2)
    )
    return [text.encode() for text in (both, mixed, plain, box)]


def _texts() -> Sequence[bytes]:
    stories = [Story("A room for all", f"{_LEAD}\n\n{_MORE}"), Story("Boats", prose(1), day="Monday 1 May 2023")]
    seeds = sorted((_TESTS.parent / "seeds").glob("*.txt"))
    slices = (path.read_bytes()[at : at + 5_000] for path in seeds for at in (0, 20_000))
    nasty = (_TESTS / "importer" / "nasty.txt").read_bytes()
    return [newsfeed(*stories).encode(), *slices, nasty[:6_000]]


_MADE = {
    "feed": _feeds,
    "json_feed": _json_feeds,
    "web_page": _pages,
    "word": _word_files,
    "pdf": _pdfs,
    "mail": _mails,
    "text": _texts,
}
