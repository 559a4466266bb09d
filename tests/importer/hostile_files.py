"""Documents that mean harm, or that a clumsy program wrote: built here, because no repository should hold them.

Each is a little larger than what our limits allow, or large enough to hurt a reader that takes more than linear time.
"""

# ruff: noqa: E501 - rows of data are easier to compare than the lines of each
from __future__ import annotations

import base64
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from tests.importer.office_files import Print as PrintedWords
from tests.importer.office_files import W, docx, packed, par, pdf, table

MEGABYTE = 1024 * 1024
PROSE = "The harbour council opened its new meeting room for pupils and their teachers on Monday. "
_LOCAL_FILE = "file:///etc/passwd"


@dataclass(frozen=True)
class HostileFile:
    """A document under the name that it comes by, how it is built, and what editors must be told of it.

    `told` stands in the note that refuses it, or in one on what was made of it; empty where nothing has to be told.
    """

    name: str
    build: Callable[[], bytes]
    told: str = ""


# --- Feeds


def rss(*items: str, channel: str = "", before: str = "") -> bytes:
    """A feed of RSS 2.0."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{before}<rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour News</title>'
        f"<link>https://harbour.example/</link>{channel}{''.join(items)}</channel></rss>"
    ).encode("utf-8", "surrogatepass")


def item(text: str, title: str = "A new meeting room", more: str = "") -> str:
    """An item of RSS whose text is given as it stands in the XML."""
    return f"<item><title>{title}</title><description>{text}</description>{more}</item>"


def atom(*entries: str) -> bytes:
    """A feed of Atom."""
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour News</title><id>urn:harbour</id>'
        f"{''.join(entries)}</feed>"
    ).encode()


def _laughs() -> bytes:
    entities = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 12))
    return rss(item("&l11;"), before=f"<!DOCTYPE rss [{entities}]>")


def _quadratic_entity() -> bytes:
    return rss(item("&long;" * 50_000), before=f'<!DOCTYPE rss [<!ENTITY long "{"ha" * 50_000}">]>')


def _external_entity(address: str) -> bytes:
    return rss(item("&secret;"), before=f'<!DOCTYPE rss [<!ENTITY secret SYSTEM "{address}">]>')


FEEDS = {
    "feed-billion-laughs": HostileFile("f.xml", _laughs, "entities"),
    "feed-quadratic-entity": HostileFile("f.xml", _quadratic_entity, "XML without an element"),
    "feed-entity-in-a-file": HostileFile("f.xml", lambda: _external_entity(_LOCAL_FILE), "entities"),
    "feed-entity-on-a-server": HostileFile("f.xml", lambda: _external_entity("http://127.0.0.1:9/x"), "entities"),
    "feed-parameter-entity": HostileFile(
        "f.xml",
        lambda: rss(item("x"), before='<!DOCTYPE rss [<!ENTITY % a SYSTEM "file:///etc/hostname"> %a;]>'),
        "entities",
    ),
    "feed-document-type-elsewhere": HostileFile(
        "f.xml", lambda: rss(item(PROSE * 3), before='<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd">')
    ),
    "feed-included-file": HostileFile(
        "f.xml",
        lambda: rss(
            item(f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{_LOCAL_FILE}" parse="text"/>{PROSE}')
        ),
    ),
    "feed-style-sheet": HostileFile(
        "f.xml", lambda: rss(item(PROSE * 3), before=f'<?xml-stylesheet href="{_LOCAL_FILE}" type="text/xsl"?>')
    ),
    "feed-deep": HostileFile("f.xml", lambda: rss(item("<b>" * 200_000)), "deep"),
    "feed-deep-and-closed": HostileFile("f.xml", lambda: rss(item("<b>" * 200_000 + "x" + "</b>" * 200_000)), "deep"),
    "feed-deep-channels": HostileFile("f.xml", lambda: b"<rss>" + b"<channel><item>" * 100_000, "deep"),
    "feed-deep-escaped-html": HostileFile("f.xml", lambda: rss(item("&lt;div>" * 60_000 + PROSE)), "deep"),
    "feed-comment-flood": HostileFile("f.xml", lambda: rss("<!-- a -->" * 1_500_000, item(PROSE * 3))),
    "feed-open-comment-flood": HostileFile("f.xml", lambda: rss("<!-- a " * 1_000_000, item(PROSE * 3))),
    "feed-comments-above": HostileFile("f.xml", lambda: rss(item(PROSE), before="<!-- a -->" * 1_000_000)),
    "feed-open-comments-above": HostileFile("f.xml", lambda: rss(item(PROSE), before="<!--" * 1_000_000)),
    "feed-declarations-above": HostileFile("f.xml", lambda: rss(item(PROSE), before="<!a <b" * 1_000_000)),
    "feed-instruction-flood": HostileFile("f.xml", lambda: rss("<?a b?>" * 1_500_000, item(PROSE * 3))),
    "feed-open-instructions": HostileFile("f.xml", lambda: rss("<?a " * 1_500_000, item(PROSE * 3))),
    "feed-attribute-flood": HostileFile(
        "f.xml",
        lambda: rss("<item " + "".join(f"a{at}='1' " for at in range(200_000)) + "><title>x</title></item>"),
        "attributes",
    ),
    "feed-twin-attributes": HostileFile(
        "f.xml", lambda: rss("<item " + "a='1' " * 500_000 + "><title>x</title></item>"), "broken in more than"
    ),
    "feed-namespace-flood": HostileFile(
        "f.xml",
        lambda: rss("<item " + "".join(f"xmlns:a{at}='b{at}' " for at in range(100_000)) + "><title>x</title></item>"),
    ),
    "feed-undeclared-prefixes": HostileFile(
        "f.xml", lambda: rss("<item>", *(f"<a{at}:b>x</a{at}:b>" for at in range(200_000)), "</item>")
    ),
    "feed-million-empty-items": HostileFile("f.xml", lambda: rss("<item/>" * 1_000_000), "more than"),
    "feed-many-items": HostileFile(
        "f.xml", lambda: rss(*(item(f"{at} {PROSE * 40}", f"Room {at}") for at in range(2_100))), "more than 2,000"
    ),
    "feed-items-in-items": HostileFile("f.xml", lambda: rss("<item><title>x</title>" * 200), "without an end"),
    "feed-20-MB-item": HostileFile("f.xml", lambda: rss(item(PROSE * 220_000)), "character"),
    "feed-9-MB-item": HostileFile("f.xml", lambda: rss(item(PROSE * 100_000)), "characters"),
    "feed-20-MB-attribute": HostileFile(
        "f.xml", lambda: rss(f'<item a="{"b" * 19_000_000}"><title>x</title></item>'), "ten million"
    ),
    "feed-9-MB-attribute": HostileFile("f.xml", lambda: rss(f'<item a="{"b" * 9_000_000}"><title>x</title></item>')),
    "feed-long-name": HostileFile("f.xml", lambda: rss(f"<{'a' * 9_000_000}>x</{'a' * 9_000_000}>", item(PROSE))),
    "feed-NUL-bytes": HostileFile("f.xml", lambda: rss(item(PROSE + "\0" * 100_000 + PROSE))),
    "feed-lone-surrogates": HostileFile("f.xml", lambda: rss(item(PROSE + "\ud800\udc00 &#xD800; &#55296; " * 10_000))),
    "feed-utf-7": HostileFile(
        "f.xml", lambda: rss(item("+ADw-script+AD4-alert(1)+ADw-/script+AD4- " + PROSE)).replace(b"utf-8", b"utf-7", 1)
    ),
    "feed-codec-zip": HostileFile("f.xml", lambda: rss(item(PROSE)).replace(b"utf-8", b"zlib_codec", 1)),
    "feed-utf-16-cut": HostileFile("f.xml", lambda: rss(item(PROSE * 3)).decode().encode("utf-16")[:-7]),
    "feed-cdata-nesting": HostileFile("f.xml", lambda: rss(item("<![CDATA[" * 500_000 + PROSE))),
    "feed-cdata-ends": HostileFile("f.xml", lambda: rss(item("]]>" * 2_000_000 + PROSE))),
    "feed-open-tags": HostileFile("f.xml", lambda: rss(item("<a" * 2_000_000 + PROSE))),
    "feed-open-quotation-marks": HostileFile("f.xml", lambda: rss(item('<a b="' * 1_000_000 + PROSE))),
    "feed-ampersands": HostileFile("f.xml", lambda: rss(item("&" * 4_000_000 + PROSE))),
    "feed-entities-unknown": HostileFile("f.xml", lambda: rss(item("&nosuch;" * 1_000_000 + PROSE))),
    "feed-end-tags": HostileFile("f.xml", lambda: rss("</a></b>" * 600_000, item(PROSE))),
    "feed-mixed-letters": HostileFile("f.xml", lambda: rss(item("é" + PROSE)) + b"\xff" * 3_000_000),
    "feed-many-titles": HostileFile("f.xml", lambda: rss("<item>" + "<title>a b</title>" * 150_000 + "</item>")),
    "feed-many-authors": HostileFile(
        "f.xml", lambda: rss(item(PROSE, more="<author>R. Sparrow</author><category>a</category>" * 60_000))
    ),
    "feed-many-guids-alike": HostileFile(
        "f.xml", lambda: rss(*(item(f"Text {at}", more="<guid>a</guid>") for at in range(1_999)))
    ),
    "feed-many-links": HostileFile("f.xml", lambda: rss(item("&lt;a href='/x'>a&lt;/a> " * 20_000))),
    "feed-data-pictures": HostileFile(
        "f.xml", lambda: rss(item(f"&lt;img src='data:image/png;base64,{'A' * 8_000_000}'>{PROSE}"))
    ),
    "feed-data-without-end": HostileFile("f.xml", lambda: rss(item("data:image/png;base64," * 200_000))),
    "feed-shortcodes": HostileFile(
        "f.xml",
        lambda: rss(
            "<item><title>x</title><wp:post_type>post</wp:post_type><wp:status>publish</wp:status><content:encoded><![CDATA["
            + "[caption]" * 25_000
            + '[a b="c"' * 20_000
            + "]]></content:encoded></item>"
        ),
    ),
    "feed-dates": HostileFile("f.xml", lambda: rss(item(PROSE, more=f"<pubDate>{'1 May ' * 100_000}</pubDate>"))),
    "feed-long-title": HostileFile("f.xml", lambda: rss(item(PROSE, title="A room - " * 400_000))),
    "feed-channel-title": HostileFile(
        "f.xml",
        lambda: (
            b"<rss><channel><title>"
            + b" - a |" * 300_000
            + b"</title><item><title>a b c</title><link>https://h.example/a</link><description>"
            + PROSE.encode()
            + b"</description></item></channel></rss>"
        ),
    ),
    "feed-atom-xhtml-deep": HostileFile(
        "f.xml",
        lambda: atom(
            '<entry><title>x</title><content type="xhtml">'
            + "<div>" * 240
            + PROSE
            + "</div>" * 240
            + "</content></entry>"
        ),
    ),
    "feed-sources-nested": HostileFile("f.xml", lambda: atom("<entry><source>" * 120 + "<title>x</title>")),
}


# --- JSON feeds


def json_feed(items: str, more: str = "") -> bytes:
    """A JSON feed whose items are given as they stand in the JSON."""
    text = f'{{"version": "https://jsonfeed.org/version/1.1", "title": "Harbour News", {more}"items": [{items}]}}'
    return text.encode("utf-8", "surrogatepass")


def json_item(text: str = PROSE, **more: object) -> str:
    """An item of a JSON feed."""
    return json.dumps({"id": "1", "title": "A new meeting room", "content_html": text, **more})


JSON_FEEDS = {
    "json-deep-lists": HostileFile("f.json", lambda: json_feed("[" * 500_000), "deep"),
    "json-deep-objects": HostileFile("f.json", lambda: json_feed('{"a":' * 300_000), "deep"),
    "json-deep-before-items": HostileFile(
        "f.json", lambda: json_feed(json_item(), '"a": ' + "[" * 300_000 + ","), "deep"
    ),
    "json-many-empty-items": HostileFile("f.json", lambda: json_feed(",".join(["{}"] * 500_000)), "more than"),
    "json-many-numbers": HostileFile(
        "f.json", lambda: json_feed(",".join(["1"] * 2_000_000)), "cannot be read as JSON"
    ),
    "json-huge-number": HostileFile(
        "f.json", lambda: json_feed('{"id": ' + "9" * 5_000_000 + ', "content_text": "a b c"}')
    ),
    "json-huge-exponent": HostileFile("f.json", lambda: json_feed('{"id": 1e999999999, "content_text": "a b c"}')),
    "json-twin-keys": HostileFile("f.json", lambda: json_feed("{" + '"id": "1",' * 500_000 + '"content_text": "a b"}')),
    "json-twin-items": HostileFile("f.json", lambda: json_feed(json_item(), '"items": [], ' * 100_000)),
    "json-not-a-number": HostileFile(
        "f.json", lambda: json_feed('{"id": NaN, "date_published": -Infinity, "content_text": "a b"}')
    ),
    "json-lone-surrogates": HostileFile(
        "f.json",
        lambda: json_feed('{"id": "\\ud800", "title": "\\udfff a", "content_text": "' + "\\ud83d" * 50_000 + ' b"}'),
    ),
    "json-backslashes": HostileFile("f.json", lambda: json_feed('{"id": "' + "\\" * 3_000_001)),
    "json-open-quotation-marks": HostileFile("f.json", lambda: json_feed('"' * 3_000_001)),
    "json-slips": HostileFile("f.json", lambda: json_feed('{"id": "1", "title": "\\a' + "\\x" * 1_000_000 + '",}')),
    "json-commas": HostileFile("f.json", lambda: json_feed('{"id": "1"' + "," * 3_000_000 + "}")),
    "json-spaces": HostileFile("f.json", lambda: json_feed(" " * 8_000_000 + "," + " " * 8_000_000)),
    "json-broken-items": HostileFile("f.json", lambda: json_feed(",".join(["{a}"] * 60_000)), "cannot be read as JSON"),
    "json-cut-items": HostileFile("f.json", lambda: json_feed('{"id": "1", "x": [1, ' * 120)),
    "json-nulls-of-every-kind": HostileFile(
        "f.json",
        lambda: json_feed(
            ",".join(
                json.dumps({key: value})
                for key in ("id", "title", "content_html", "url", "tags", "authors")
                for value in (None, 1, [], {}, [[]], [None], True)
            )
        ),
    ),
    "json-large-text": HostileFile("f.json", lambda: json_feed(json_item(PROSE * 100_000)), "characters"),
    "json-deep-html": HostileFile("f.json", lambda: json_feed(json_item("<div>" * 90_000)), "deep"),
}


# --- Web pages


def page(body: str, head: str = "") -> bytes:
    """A web page."""
    return f"<!doctype html><html><head><title>Harbour</title>{head}</head><body>{body}</body></html>".encode()


def article(body: str) -> bytes:
    """A web page with an article in it."""
    return page(f"<article><h1>A new meeting room</h1><p>{PROSE * 3}</p>{body}</article>")


def _json_ld(text: str) -> bytes:
    return page(f"<h1>A room</h1><p>{PROSE * 3}</p>", f'<script type="application/ld+json">{text}</script>')


PAGES = {
    "page-deep": HostileFile("p.html", lambda: page("<div>" * 100_000 + PROSE + "</div>" * 100_000), "deep"),
    "page-unclosed": HostileFile("p.html", lambda: page("<b><i>" * 100_000 + PROSE), "deep"),
    "page-unclosed-paragraphs": HostileFile("p.html", lambda: page(f"<p>{PROSE}" * 40_000)),
    "page-attributes": HostileFile(
        "p.html", lambda: page(f"<p {' '.join(f'a{at}' for at in range(600_000))}>{PROSE}</p>"), "attributes"
    ),
    "page-many-attributes": HostileFile(
        "p.html", lambda: page(f"<p {' '.join(f'a{at}' for at in range(99))}>a</p>" * 12_000)
    ),
    "page-one-text": HostileFile("p.html", lambda: page(f"<p>{PROSE * 58_000}</p>")),
    "page-one-word": HostileFile("p.html", lambda: page(f"<p>{'a' * 5_000_000}</p>")),
    "page-too-large": HostileFile("p.html", lambda: page(f"<p>{PROSE * 70_000}</p>"), "bytes"),
    "page-line-breaks": HostileFile("p.html", lambda: page("a<br>" * 1_000_000)),
    "page-empty-line-breaks": HostileFile("p.html", lambda: page(f"<p>{PROSE * 2}</p>" + "<br>" * 190_000)),
    "page-large-table": HostileFile("p.html", lambda: article(f"<table>{('<tr>' + '<td>a' * 1_000) * 1_000}</table>")),
    "page-wide-table": HostileFile(
        "p.html", lambda: article(f"<table><tr>{'<th>a' * 90_000}<tr>{'<td>b' * 90_000}</table>")
    ),
    "page-long-table": HostileFile("p.html", lambda: article(f"<table>{'<tr><td>a<td>b' * 60_000}</table>")),
    "page-spans": HostileFile(
        "p.html", lambda: article(f"<table>{'<tr><td colspan=1000 rowspan=65534>a<td colspan=1000>b' * 30_000}</table>")
    ),
    "page-nested-tables": HostileFile("p.html", lambda: article("<table><tr><td>a<td>" * 60 + PROSE)),
    "page-nested-lists": HostileFile("p.html", lambda: article("<ul><li>a " * 100)),
    "page-nested-quotations": HostileFile("p.html", lambda: article("<blockquote>a " * 200)),
    "page-nested-terms": HostileFile("p.html", lambda: article("<dl><dt>a<dd>" * 80)),
    "page-nested-hidden": HostileFile("p.html", lambda: article(("<div hidden>" + PROSE) * 200)),
    "page-nested-links": HostileFile("p.html", lambda: article("<a href='/x'>a " * 50_000)),
    "page-many-lists": HostileFile("p.html", lambda: article("<ul><li>a</ul>" * 60_000)),
    "page-many-items": HostileFile("p.html", lambda: article(f"<ul>{'<li>a' * 150_000}</ul>")),
    "page-lost-items": HostileFile("p.html", lambda: article("<li>a" * 150_000)),
    "page-many-headings": HostileFile("p.html", lambda: article("<h2>a b</h2>" * 90_000)),
    "page-many-links": HostileFile("p.html", lambda: article("<a href='/x'>a</a> " * 150_000)),
    "page-many-pictures": HostileFile(
        "p.html", lambda: article("<img alt='a kite over the harbour' src='/x'>" * 100_000)
    ),
    "page-many-hidden": HostileFile("p.html", lambda: article("<p style='display:none'>a b</p>" * 90_000)),
    "page-many-tiny": HostileFile(
        "p.html", lambda: article("<div style='font-size:0'>" * 100 + "<p style='font-size:0'>a</p>" * 40_000)
    ),
    "page-many-styles": HostileFile(
        "p.html", lambda: article("").replace(b"</head>", b"<style>" + b".a,b{" * 40_000 + b"</style></head>")
    ),
    "page-many-style-sheets": HostileFile(
        "p.html", lambda: article("").replace(b"</head>", b"<style>.a{display:none}</style>" * 60_000 + b"</head>")
    ),
    "page-long-style": HostileFile("p.html", lambda: article(f"<p style='{'left:-' * 600_000}'>a</p>")),
    "page-long-class": HostileFile("p.html", lambda: article(f"<p class='{'a ' * 2_000_000}'>a</p>")),
    "page-class-floods": HostileFile(
        "p.html", lambda: article(f"<div class='{'visually ' * 400}'>a b c</div>" * 1_200)
    ),
    "page-long-address": HostileFile(
        "p.html", lambda: article(f"<a href='https://h.example/{'a/../' * 800_000}'>a</a>")
    ),
    "page-bad-addresses": HostileFile(
        "p.html",
        lambda: article(
            "<a href='https://[::1'>a</a><a href='//:99999'>b</a><a href='http://\u2100.example'>c</a>" * 20_000
        ),
    ),
    "page-meta-flood": HostileFile(
        "p.html",
        lambda: page(f"<h1>A room</h1><p>{PROSE * 3}</p>", "<meta name='author' content='R. Sparrow'>" * 90_000),
    ),
    "page-meta-length": HostileFile(
        "p.html",
        lambda: page(
            f"<h1>A room</h1><p>{PROSE * 3}</p>", f"<meta name='author' content='{'By R. Sparrow and ' * 250_000}'>"
        ),
    ),
    "page-title-length": HostileFile("p.html", lambda: f"<title>{'a | ' * 1_200_000}</title><p>{PROSE * 3}".encode()),
    "page-json-ld-brackets": HostileFile("p.html", lambda: _json_ld("[" * 100_000)),
    "page-json-ld-objects": HostileFile("p.html", lambda: _json_ld('{"a":' * 100_000)),
    "page-json-ld-graph": HostileFile(
        "p.html", lambda: _json_ld('{"@graph":[' + '{"@type":"Article","headline":"a"},' * 100_000 + "{}]}")
    ),
    "page-json-ld-flood": HostileFile(
        "p.html",
        lambda: page(f"<p>{PROSE * 3}", '<script type="application/ld+json">{"@type":"Article"}</script>' * 60_000),
    ),
    "page-json-ld-numbers": HostileFile(
        "p.html", lambda: _json_ld('{"@type":"Article","datePublished":' + "9" * 1_000_000 + "}")
    ),
    "page-microdata": HostileFile(
        "p.html", lambda: article("<span itemscope itemtype='https://schema.org/Article' itemprop='author'>a" * 150)
    ),
    "page-microdata-flood": HostileFile(
        "p.html",
        lambda: article("<i itemscope itemtype='https://schema.org/Article'><b itemprop='headline'>a</b></i>" * 50_000),
    ),
    "page-times": HostileFile("p.html", lambda: article("<time datetime='2023-05-01'>1 May 2023</time> " * 60_000)),
    "page-articles": HostileFile("p.html", lambda: page(f"<article><h2>A room</h2><p>{PROSE}</p></article>" * 20_000)),
    "page-entries": HostileFile(
        "p.html",
        lambda: page(
            "<div class=post><h2><a href='/a'>A room for all</a></h2><time>1 May 2023</time><p>Short text.</p></div>"
            * 18_000
        ),
    ),
    "page-navigation": HostileFile("p.html", lambda: article("<nav><ul><li><a href='/'>Home</a></ul></nav>" * 30_000)),
    "page-comments": HostileFile("p.html", lambda: article("<!-- a -->" * 450_000)),
    "page-open-comments": HostileFile("p.html", lambda: article("<!--" * 1_000_000)),
    "page-open-tags": HostileFile("p.html", lambda: article("<a" * 1_500_000)),
    "page-entities": HostileFile("p.html", lambda: article("&#0;&#xD800;&#x110000;&amp;amp;" * 150_000)),
    "page-script-text": HostileFile("p.html", lambda: article("<script>" * 300_000)),
    "page-forms": HostileFile("p.html", lambda: article("<form><table>" * 60 + "<select><option>" * 20_000)),
    "page-misnested": HostileFile("p.html", lambda: article("<b><p></b></p><table><a>" * 80)),
    "page-end-of-page-flood": HostileFile("p.html", lambda: article("</body></html>" * 300_000)),
    "page-cloudflare-mail": HostileFile("p.html", lambda: article("<a data-cfemail='" + "a0" * 1_000_000 + "'>x</a>")),
    "page-one-paragraph-of-spans": HostileFile("p.html", lambda: article("<p>" + "<span>a </span>" * 150_000)),
    "page-pre": HostileFile("p.html", lambda: article("<pre>" + "a\n" * 2_000_000)),
    "page-word-lists": HostileFile(
        "p.html",
        lambda: article("<p style='mso-list:l0 level9 lfo1'><span style='mso-list:Ignore'>1.</span>a</p>" * 40_000),
    ),
}


# --- Word files


def docx_of(document: bytes, **members: bytes) -> bytes:
    """A Word file whose main part is given."""
    return docx(
        replaced={"word/document.xml": document},
        members={name.replace("__", "/"): text for name, text in members.items()},
    )


def document_xml(body: str) -> bytes:
    """The main part of a Word file."""
    return f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()


def _zip_bomb() -> bytes:
    return docx_of(document_xml(par("a" * 49 * MEGABYTE)))


def _large_part() -> bytes:
    chance = Random(1)  # noqa: S311
    text = "".join(par(f"{chance.randbytes(24).hex()} kite") for _ in range(250_000))
    return docx_of(document_xml(text))


def _overlapping() -> bytes:
    """Members that all unpack the same bytes: a small file with a large sum."""
    inside = zlib.compressobj(9, zlib.DEFLATED, -15)
    text = document_xml(par(PROSE * 60_000))
    squeezed = inside.compress(text) + inside.flush()
    names = ["word/document.xml", *(f"word/part{at}.xml" for at in range(500))]
    local = struct.pack(
        "<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, zlib.crc32(text), len(squeezed), len(text), len(names[0]), 0
    )
    out = local + names[0].encode() + squeezed
    entries = b"".join(
        struct.pack(
            "<4s6H3I5H2I",
            b"PK\x01\x02",
            20,
            20,
            0,
            8,
            0,
            0,
            zlib.crc32(text),
            len(squeezed),
            len(text),
            len(name),
            0,
            0,
            0,
            0,
            0,
            0,
        )
        + name.encode()
        for name in names
    )
    return (
        out + entries + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, len(names), len(names), len(entries), len(out), 0)
    )


def _twins() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in [
            ("word/document.xml", document_xml(par(PROSE))),
            ("word/document2.xml", document_xml(par("Other text."))),
        ]:
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue().replace(b"document2.xml", b"document.xml\0")


def _locked() -> bytes:
    content = bytearray(docx(par(PROSE)))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(sign)
        while place >= 0:
            content[place + at] |= 1
            place = content.find(sign, place + 4)
    return bytes(content)


def _lying_sizes() -> bytes:
    """A zip whose list of contents says that everything is small."""
    content = bytearray(docx_of(document_xml(par(PROSE * 300_000))))
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        content[place + 24 : place + 28] = b"\x10\0\0\0"
        place = content.find(b"PK\x01\x02", place + 4)
    return bytes(content)


WORD_FILES = {
    "word-zip-bomb": HostileFile("w.docx", _zip_bomb, "times its size"),
    "word-zip-bomb-in-styles": HostileFile(
        "w.docx", lambda: docx(par(PROSE), replaced={"word/styles.xml": b" " * 60 * MEGABYTE}), "times its size"
    ),
    "word-large-part": HostileFile("w.docx", _large_part),
    "word-large-unpacked": HostileFile(
        "w.docx",
        lambda: docx_of(
            document_xml(par(PROSE)),
            **{f"word__p{at}.xml": Random(at).randbytes(10_000).hex().encode() * 40 for at in range(70)},  # noqa: S311
        ),
        "bytes",
    ),
    "word-overlapping": HostileFile("w.docx", _overlapping, "times its size"),
    "word-many-members": HostileFile(
        "w.docx", lambda: docx(par(PROSE), members={f"word/a{at}.xml": b"" for at in range(10_000)}), "files"
    ),
    "word-names-outside": HostileFile(
        "w.docx",
        lambda: docx(
            par(PROSE),
            members={
                "/etc/a.xml": b"<a/>",
                "../../a.xml": b"<a/>",
                "C:\\a.xml": b"<a/>",
                "..\\a.xml": b"<a/>",
                "word/../../b.xml": b"<a/>",
            },
        ),
    ),
    "word-parts-outside": HostileFile(
        "w.docx",
        lambda: docx(
            par(PROSE),
            replaced={
                "word/_rels/document.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                b'<Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="../../../../etc/passwd"/>'
                b'<Relationship Id="b" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="file:///etc/passwd"/>'
                b'<Relationship Id="c" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://127.0.0.1:9/t.dotm" TargetMode="External"/>'
                b"</Relationships>"
            },
        ),
    ),
    "word-document-type": HostileFile(
        "w.docx", lambda: docx_of(b'<!DOCTYPE a [<!ENTITY b "c">]>' + document_xml(par("&b;"))), "document type"
    ),
    "word-document-type-in-utf-16": HostileFile(
        "w.docx",
        lambda: docx_of(
            (
                '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
                + document_xml(par("&b;")).decode()
            ).encode("utf-16")
        ),
        "document type",
    ),
    "word-deep": HostileFile(
        "w.docx", lambda: docx_of(document_xml("<w:sdt><w:sdtContent>" * 100_000)), "times its size"
    ),
    "word-deep-closed": HostileFile(
        "w.docx",
        lambda: docx_of(document_xml("<w:sdt><w:sdtContent>" * 120 + par(PROSE) + "</w:sdtContent></w:sdt>" * 120)),
        "deep",
    ),
    "word-nested-tables": HostileFile(
        "w.docx", lambda: docx("<w:tbl><w:tr><w:tc>" * 60 + par(PROSE) + "</w:tc></w:tr></w:tbl>" * 60), "deep"
    ),
    "word-locked": HostileFile("w.docx", _locked, "password"),
    "word-cut": HostileFile("w.docx", lambda: docx(par(PROSE * 50))[:-300], "damaged"),
    "word-cut-in-the-middle": HostileFile("w.docx", lambda: docx(par(PROSE * 50))[:600], "damaged"),
    "word-twin-names": HostileFile("w.docx", _twins),
    "word-lying-sizes": HostileFile("w.docx", _lying_sizes),
    "word-many-paragraphs": HostileFile("w.docx", lambda: docx(*(par("Kite.") for _ in range(60_000)))),
    "word-many-runs": HostileFile("w.docx", lambda: docx("<w:p>" + "<w:r><w:t>a </w:t></w:r>" * 150_000 + "</w:p>")),
    "word-large-table": HostileFile("w.docx", lambda: docx(par(PROSE), table(*[["a"] * 100] * 600))),
    "word-style-loop": HostileFile(
        "w.docx",
        lambda: docx(
            par(PROSE, style="A"),
            replaced={
                "word/styles.xml": f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="B"/></w:style><w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style></w:styles>'.encode()
            },
        ),
    ),
    "word-style-chain": HostileFile(
        "w.docx",
        lambda: docx(
            *[par(PROSE, style="S0")] * 50,
            replaced={
                "word/styles.xml": f'<w:styles xmlns:w="{W}">{"".join(f"""<w:style w:type="paragraph" w:styleId="S{at}"><w:name w:val="S{at}"/><w:basedOn w:val="S{at + 1}"/></w:style>""" for at in range(8_000))}</w:styles>'.encode()
            },
        ),
    ),
    "word-field-flood": HostileFile(
        "w.docx",
        lambda: docx(
            "<w:p>"
            + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "a</w:instrText></w:r>' * 20_000
            + "</w:p>"
            + par(PROSE)
        ),
    ),
    "word-numbers": HostileFile(
        "w.docx", lambda: docx(*(par("Kite", number="2", level=at % 9) for at in range(8_000)))
    ),
    "word-huge-numbers": HostileFile(
        "w.docx",
        lambda: docx(
            f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{"9" * 5000}"/><w:numId w:val="2"/></w:numPr></w:pPr><w:r><w:t>Kite</w:t></w:r></w:p>',
            par(PROSE),
        ),
    ),
    "word-footnotes": HostileFile(
        "w.docx",
        lambda: docx(
            *(
                f'<w:p><w:r><w:t>Kite</w:t></w:r><w:r><w:footnoteReference w:id="{at}"/></w:r></w:p>'
                for at in range(600)
            ),
            footnotes={str(at): par("A note.") for at in range(600)},
        ),
    ),
    "word-footnotes-in-a-circle": HostileFile(
        "w.docx",
        lambda: docx(
            '<w:p><w:r><w:t>Kite</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>',
            footnotes={
                "1": '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
                "2": '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>',
            },
        ),
    ),
    "word-zip-of-nothing": HostileFile("w.docx", lambda: b"PK\x05\x06word/document" + b"\0" * 18, "damaged"),
    "word-wrong-member": HostileFile("w.docx", lambda: packed({"word/document.xml": b"\x89PNG\r\n"}), "damaged"),
}


# --- PDFs


def pdf_objects(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of these objects, numbered from 1."""
    content = b"%PDF-1.5\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    listed = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return content + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF" % (
        size,
        listed,
        size,
        trailer,
        len(content),
    )


def pdf_stream(content: bytes, about: bytes = b"") -> bytes:
    """An object that holds a stream."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), about, content)


_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
)
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def drawn(content: bytes, about: bytes = b"") -> bytes:
    """A PDF of one page with this drawing on it."""
    return pdf_objects(_CATALOG, _PAGES, _PAGE, pdf_stream(content, about), _FONT)


def _flate_bomb() -> bytes:
    once = zlib.compress(b"BT /F1 11 Tf 50 700 Td (kite) Tj ET\n" * 3_000_000, 9)
    return drawn(once, b"/Filter /FlateDecode")


def _double_flate_bomb() -> bytes:
    twice = zlib.compress(zlib.compress(b" " * 600_000_000, 1), 9)
    return drawn(twice, b"/Filter [/FlateDecode /FlateDecode]")


PDFS = {
    "pdf-page-tree-loop": HostileFile(
        "d.pdf", lambda: pdf_objects(_CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000 >>")
    ),
    "pdf-page-tree-ring": HostileFile(
        "d.pdf",
        lambda: pdf_objects(
            _CATALOG,
            b"<< /Type /Pages /Kids [3 0 R] /Count 9 /Parent 3 0 R >>",
            b"<< /Type /Pages /Kids [2 0 R] /Count 9 /Parent 2 0 R >>",
        ),
    ),
    "pdf-page-tree-deep": HostileFile(
        "d.pdf",
        lambda: pdf_objects(
            _CATALOG, *(b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (at + 3) for at in range(10_000))
        ),
    ),
    "pdf-million-pages": HostileFile(
        "d.pdf",
        lambda: pdf_objects(
            _CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>", _PAGE, pdf_stream(b""), _FONT
        ),
    ),
    "pdf-many-pages": HostileFile(
        "d.pdf",
        lambda: pdf_objects(
            _CATALOG,
            b"<< /Type /Pages /Kids [%s] /Count 100000 >>" % (b"3 0 R " * 100_000),
            _PAGE,
            pdf_stream(b"BT /F1 11 Tf 50 700 Td (Kites over the harbour) Tj ET"),
            _FONT,
        ),
    ),
    "pdf-501-pages": HostileFile(
        "d.pdf", lambda: pdf(*[[PrintedWords(50, 700, "Kites over the harbour.")]] * 501), "pages"
    ),
    "pdf-flate-bomb": HostileFile("d.pdf", _flate_bomb),
    "pdf-double-flate-bomb": HostileFile("d.pdf", _double_flate_bomb),
    "pdf-run-length-bomb": HostileFile(
        "d.pdf", lambda: drawn(zlib.compress(b"\x81 " * 50_000_000, 9), b"/Filter [/FlateDecode /RunLengthDecode]")
    ),
    "pdf-many-filters": HostileFile(
        "d.pdf", lambda: drawn(b"x" * 100, b"/Filter [%s]" % (b"/ASCIIHexDecode " * 100_000))
    ),
    "pdf-xref-loop": HostileFile(
        "d.pdf", lambda: drawn(b"BT /F1 11 Tf 50 700 Td (kite) Tj ET").replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 9")
    ),
    "pdf-xref-to-itself": HostileFile(
        "d.pdf",
        lambda: (
            b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF"
        ),
    ),
    "pdf-xref-size": HostileFile(
        "d.pdf",
        lambda: (
            b"%PDF-1.4\nxref\n0 4294967295\n0000000000 65535 f \ntrailer\n<< /Size 4294967295 /Root 1 0 R >>\nstartxref\n9\n%%EOF"
        ),
    ),
    "pdf-object-loop": HostileFile("d.pdf", lambda: pdf_objects(b"1 0 R", b"2 0 R", trailer=b"/Root 1 0 R")),
    "pdf-length-loop": HostileFile(
        "d.pdf", lambda: pdf_objects(_CATALOG, _PAGES, _PAGE, b"<< /Length 4 0 R >>\nstream\nBT ET\nendstream", _FONT)
    ),
    "pdf-form-loop": HostileFile(
        "d.pdf",
        lambda: pdf_objects(
            _CATALOG,
            _PAGES,
            _PAGE.replace(b"/Font", b"/XObject << /X 6 0 R >> /Font"),
            pdf_stream(b"/X Do " * 100),
            _FONT,
            pdf_stream(
                b"/X Do /X Do BT /F1 11 Tf 50 700 Td (kite) Tj ET",
                b"/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << /XObject << /X 6 0 R >> >>",
            ),
        ),
    ),
    "pdf-forms-laughing": HostileFile(
        "d.pdf",
        lambda: pdf_objects(
            _CATALOG,
            _PAGES,
            _PAGE.replace(b"/Font", b"/XObject << /X 6 0 R >> /Font"),
            pdf_stream(b"/X Do"),
            _FONT,
            *(
                pdf_stream(
                    b"/X Do " * 10,
                    b"/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << /XObject << /X %d 0 R >> >>"
                    % (at + 7),
                )
                for at in range(12)
            ),
            pdf_stream(
                b"BT /F1 11 Tf (kite) Tj ET",
                b"/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << /Font << /F1 5 0 R >> >>",
            ),
        ),
    ),
    "pdf-deep-lists": HostileFile("d.pdf", lambda: pdf_objects(_CATALOG, b"[" * 1_000_000)),
    "pdf-deep-dictionaries": HostileFile("d.pdf", lambda: pdf_objects(_CATALOG, b"<< /A " * 500_000)),
    "pdf-locked": HostileFile(
        "d.pdf", lambda: pdf([PrintedWords(50, 700, "Kites over the harbour.")], locked=True), "password"
    ),
    "pdf-cut": HostileFile("d.pdf", lambda: pdf([PrintedWords(50, 700, "Kites over the harbour.")] * 20)[:900]),
    "pdf-only-a-head": HostileFile("d.pdf", lambda: b"%PDF-1.7\n"),
    "pdf-zeros": HostileFile("d.pdf", lambda: b"%PDF-1.7\n" + b"\0" * 10_000_000),
    "pdf-many-letters": HostileFile(
        "d.pdf",
        lambda: drawn(
            zlib.compress(b"BT /F1 11 Tf 50 700 Td " + b"(kites over the harbour) Tj 0 -1 Td " * 50_000 + b"ET"),
            b"/Filter /FlateDecode",
        ),
    ),
    "pdf-many-rows": HostileFile(
        "d.pdf",
        lambda: drawn(b"".join(b"BT /F1 1 Tf %d %d Td (a) Tj ET\n" % (at % 590, at % 800) for at in range(60_000))),
    ),
    "pdf-all-in-one-place": HostileFile("d.pdf", lambda: drawn(b"BT /F1 11 Tf 50 700 Td (a) Tj ET\n" * 60_000)),
    "pdf-huge-places": HostileFile(
        "d.pdf",
        lambda: drawn(
            b"BT /F1 1e30 Tf 1e38 -1e38 Td (kites fly) Tj ET BT /F1 0 Tf 9999999999 0 Td (kites) Tj ET BT /F1 -11 Tf 0 0 0 0 5 5 Tm (kites) Tj ET"
        ),
    ),
    "pdf-huge-page": HostileFile(
        "d.pdf",
        lambda: pdf_objects(
            _CATALOG,
            _PAGES,
            _PAGE.replace(b"0 0 595 842", b"-1e38 -1e38 1e38 1e38"),
            pdf_stream(b"BT /F1 11 Tf 50 700 Td (kites over the harbour) Tj ET"),
            _FONT,
        ),
    ),
    "pdf-script-and-launch": HostileFile(
        "d.pdf",
        lambda: pdf_objects(
            _CATALOG.replace(
                b">>",
                b"/OpenAction << /S /Launch /F (/bin/sh) >> /AA << /O << /S /JavaScript /JS (app.alert(1)) >> >> >>",
            ),
            _PAGES,
            _PAGE,
            pdf_stream(b"BT /F1 11 Tf 50 700 Td (Kites over the harbour) Tj ET"),
            _FONT,
        ),
    ),
    "pdf-links": HostileFile(
        "d.pdf",
        lambda: pdf(
            [PrintedWords(50, 700, "Kites over the harbour.")],
            links=[(50, 695, 300, 712, "https://h.example/")] * 20_000,
        ),
    ),
}


# --- E-mails and mailboxes


def mail(body: str, headers: str = "", kind: str = "text/plain; charset=utf-8") -> bytes:
    """An e-mail."""
    return (
        f"From: Harbour News <news@harbour.example>\nSubject: A new meeting room\nDate: Mon, 1 May 2023 10:00:00 +0000\n"
        f"MIME-Version: 1.0\nMessage-ID: <1@harbour.example>\n{headers}Content-Type: {kind}\n\n{body}\n"
    ).encode("utf-8", "surrogatepass")


def _nested_parts(depth: int) -> bytes:
    opened = "".join(f"--b{at}\nContent-Type: multipart/mixed; boundary=b{at + 1}\n\n" for at in range(depth))
    return mail(opened + PROSE, kind="multipart/mixed; boundary=b0")


def parts(*inside: str, kind: str = "mixed") -> bytes:
    """An e-mail in parts, each with its own header."""
    return mail("".join(f"--b\n{each}\n" for each in inside) + "--b--\n", kind=f"multipart/{kind}; boundary=b")


_TEXT_PART = f"Content-Type: text/plain\n\n{PROSE * 3}"
_HTML_PART = "Content-Type: text/html\n\n"

MAILS = {
    "mail-nested-parts": HostileFile("m.eml", lambda: _nested_parts(10_000)),
    "mail-nested-messages": HostileFile("m.eml", lambda: mail("Content-Type: message/rfc822\n\n" * 10_000 + PROSE, kind="message/rfc822")),
    "mail-many-parts": HostileFile("m.eml", lambda: parts(*[_TEXT_PART] * 20_000)),
    "mail-empty-parts": HostileFile("m.eml", lambda: mail("--b\n" * 1_000_000, kind="multipart/mixed; boundary=b")),
    "mail-many-headers": HostileFile("m.eml", lambda: mail(PROSE * 3, "X-Kite: a\n" * 1_000_000)),
    "mail-many-received": HostileFile("m.eml", lambda: mail(PROSE * 3, "Received: from a (b) by c; Mon, 1 May 2023\n" * 200_000)),
    "mail-long-header": HostileFile("m.eml", lambda: mail(PROSE * 3, f"X-Kite: {'a' * 15_000_000}\n")),
    "mail-long-subject": HostileFile("m.eml", lambda: mail(PROSE * 3).replace(b"A new meeting room", b"=?utf-8?q?a=20?= " * 200_000)),
    "mail-folded-header": HostileFile("m.eml", lambda: mail(PROSE * 3).replace(b"A new meeting room", b"a\n " * 1_000_000 + b"b")),
    "mail-addresses": HostileFile("m.eml", lambda: mail(PROSE * 3).replace(b"Harbour News <news@harbour.example>", b"(" * 300_000)),
    "mail-address-flood": HostileFile("m.eml", lambda: mail(PROSE * 3).replace(b"Harbour News <news@harbour.example>", b"a@b.example, " * 300_000)),
    "mail-quoted-name": HostileFile("m.eml", lambda: mail(PROSE * 3).replace(b"Harbour News", b'"' + b"\\" * 1_000_000 + b'"')),
    "mail-group-address": HostileFile("m.eml", lambda: mail(PROSE * 3).replace(b"Harbour News <news@harbour.example>", b"a:" * 100_000 + b";")),
    "mail-encoded-words": HostileFile("m.eml", lambda: mail(PROSE * 3).replace(b"A new meeting room", b"=?" * 1_000_000)),
    "mail-continued-parameters": HostileFile("m.eml", lambda: mail(PROSE * 3, kind="text/plain; " + "; ".join(f"charset*{at}*=utf-8" for at in range(20_000)))),
    "mail-parameter-flood": HostileFile("m.eml", lambda: mail(PROSE * 3, kind="text/plain" + "; a=b" * 200_000)),
    "mail-long-boundary": HostileFile("m.eml", lambda: mail(PROSE * 3, kind=f"multipart/mixed; boundary={'b' * 1_000_000}")),
    "mail-boundary-of-spaces": HostileFile("m.eml", lambda: mail("--" + " " * 500_000 + "\n" + PROSE, kind='multipart/mixed; boundary=" "')),
    "mail-boundary-of-signs": HostileFile("m.eml", lambda: mail(f"--(.*)*\n\n{PROSE}", kind='multipart/mixed; boundary="(.*)*"')),
    "mail-empty-boundary": HostileFile("m.eml", lambda: mail("--\n" * 300_000 + PROSE, kind='multipart/mixed; boundary=""')),
    "mail-almost-boundaries": HostileFile("m.eml", lambda: mail(("--" + "b" * 60 + "c\n") * 100_000, kind=f"multipart/mixed; boundary={'b' * 60}")),
    "mail-no-end-of-part": HostileFile("m.eml", lambda: mail(f"--b\n{_TEXT_PART}", kind="multipart/mixed; boundary=b")),
    "mail-base64-bomb": HostileFile("m.eml", lambda: parts("Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(b"<p>" + PROSE.encode() * 150_000).decode())),
    "mail-base64-nonsense": HostileFile("m.eml", lambda: parts("Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n" + "=!=A" * 1_000_000)),
    "mail-quoted-printable": HostileFile("m.eml", lambda: parts("Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n" + "=\n=3D=" * 1_000_000)),
    "mail-uuencoded": HostileFile("m.eml", lambda: parts("Content-Type: text/plain\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n" + "M" * 3_000_000)),
    "mail-charsets": HostileFile("m.eml", lambda: parts(*(f"Content-Type: text/plain; charset={name}\n\n{PROSE}" for name in ("zip", "rot13", "utf-7", "idna", "unicode_escape", "base64", "\u212a", "undefined", "mbcs", "a" * 3_000, "../../x", "")))),
    "mail-charset-of-bytes": HostileFile("m.eml", lambda: mail("", kind="text/plain; charset=utf-16").replace(b"\n\n", b"\n\n" + b"\xd8" * 500_001)),
    "mail-attachment-bomb": HostileFile("m.eml", lambda: parts(_TEXT_PART, "Content-Type: application/zip\nContent-Disposition: attachment; filename=\"../../a.zip\"\nContent-Transfer-Encoding: base64\n\n" + "UEsDB" * 3_000_000)),
    "mail-attachment-names": HostileFile("m.eml", lambda: parts(_TEXT_PART, *(f"Content-Type: text/html; name=\"../../{at}.html\"\nContent-Disposition: attachment; filename*=utf-8''..%2F{at}\n\n<p>x" for at in range(500)))),
    "mail-deep-html": HostileFile("m.eml", lambda: parts(_HTML_PART + "<div>" * 100_000), "deep"),
    "mail-large-html": HostileFile("m.eml", lambda: parts(_HTML_PART + f"<p>{PROSE * 70_000}")),
    "mail-nested-layout": HostileFile("m.eml", lambda: parts(_HTML_PART + "<table><tr><td>" * 70 + PROSE * 3)),
    "mail-newsletter": HostileFile("m.eml", lambda: parts(_HTML_PART + f"<h2>A room</h2><p>{PROSE}</p>" * 15_000)),
    "mail-forwarded": HostileFile("m.eml", lambda: mail("-----Original Message-----\nFrom: a\n" * 50_000 + PROSE)),
    "mail-quoted": HostileFile("m.eml", lambda: mail(">" * 3_000_000 + "\n" + "> a\n" * 150_000)),
    "mail-signature": HostileFile("m.eml", lambda: mail("-- \n" * 150_000 + PROSE)),
    "mail-text-lines": HostileFile("m.eml", lambda: mail("a\n" * 1_000_000)),
    "mail-one-line": HostileFile("m.eml", lambda: mail(PROSE * 200_000)),
    "mail-spaces": HostileFile("m.eml", lambda: mail(" " * 3_000_000 + "a\n" + " \n" * 500_000)),
    "mailbox-of-100,000": HostileFile("m.mbox", lambda: b"From a@b.example Mon May  1 10:00:00 2023\nSubject: a\nDate: x\nMessage-ID: <1>\n\nKite.\n\n" * 100_000, "messages"),
    "mailbox-of-from-lines": HostileFile("m.mbox", lambda: b"From a@b.example Mon May  1 10:00:00 2023\nSubject: a\n\n" + b"From \n" * 1_500_000),
}  # fmt: skip


# --- Plain texts


def text_of(unit: str, size: int) -> Callable[[], bytes]:
    """A text that repeats one thing until it has so many characters."""
    return lambda: (unit * (size // len(unit) + 1)).encode()


def _newsfeed(stories: int, text: str = PROSE) -> Callable[[], bytes]:
    return lambda: "".join(
        f"Kites over harbour {at}\n\nSource: Harbour News published on this website 1 May 2023 by R. Sparrow\n\n{text} {at}\n\n"
        for at in range(stories)
    ).encode()


FLOODS = {
    "spaces": " ",
    "newlines": "\n",
    "carriage-returns": "\r",
    "tabs": "\t",
    "nbsps": "\u00a0",
    "sources": "Source: ",
    "published": "published on this website ",
    "by-lines": "Source: a published on this website 1 May 2023 by b ",
    "by-line-lines": "Source: Harbour News published on this website 1 May 2023 by R. Sparrow\n",
    "hyphens": "a-",
    "quotation-marks": '"',
    "open-quotations": "“",
    "apostrophes": "a'",
    "dots": ".",
    "sentences": "A. ",
    "initials": "A.B",
    "bullets": "• ",
    "bullet-lines": "• a\n",
    "digits": "1",
    "numbers": "1. ",
    "number-lines": "1. a\n",
    "dates": "1 May 2023 ",
    "date-lines": "1 May 2023\n",
    "slashed-dates": "1/2/",
    "months": "May ",
    "weekdays": "Monday ",
    "today": "today (",
    "bars": "|",
    "spaced-bars": "a | ",
    "copyright": "©",
    "credits": "Credit: ",
    "credit-lines": "Credit: R. Sparrow\n",
    "photos": "Photo: (credit: ",
    "brackets": "(",
    "square-brackets": "[",
    "angles": "<",
    "tags": "<p",
    "addresses": "http://",
    "address-list": "www.h.example ",
    "mail-addresses": "a@",
    "ampersands": "&#",
    "amp": "&amp;",
    "stars": "*",
    "underscores": "_",
    "hashes": "#",
    "equals": "=",
    "dashes": "-",
    "dash-words": "a – ",
    "colons": "a: ",
    "commas": "a, ",
    "question-marks": "a? ",
    "updated": "Updated: updated ",
    "read-more": "Read more on ",
    "posted": "Posted on ",
    "image-lines": "kite.jpg\n",
    "image-names": "kite.jpg ",
    "words": "kite ",
    "capitals": "Kite ",
    "short-lines": "a\n",
    "blank-and-word": "Kite over\n\n",
    "three-gaps": "Kite over\n\n\n",
    "feed-items": "A: https://h.example/ Mon, 01 May 2023 10:00:00 +0000\n",
    "feed-glue": "https://h.example/?p=1 Mon, 01 May 2023 10:00:00 +0000 https://h.example/#comments ",
    "chinese": "中文",
    "mixed-scripts": "中a",
    "combining": "e\u0301\u0301\u0301",
    "marks-only": "\u0301",
    "zero-width": "\u200b",
    "bidi": "\u202e",
    "emoji": "🪁",
    "ligatures": "ﷺ",
    "line-separators": "\u2028",
    "cdata-ends": "]]>",
    "contacts": "Tel: 0123 456 789\n",
    "telephone": "0 ",
    "said": "said: “a” ",
    "roles": "Vicky, parent\n",
    "promotions": "Sign up ",
    "mojibake": "â€™",
    "mojibake-of-mojibake": "Ã¢â‚¬â„¢",
}  # fmt: skip

TEXTS = {
    "text-one-line": HostileFile("t.txt", text_of(PROSE, 20_000_000)),
    "text-one-word": HostileFile("t.txt", text_of("a", 20_000_000)),
    "text-too-large": HostileFile("t.txt", text_of(PROSE, 52_000_000), "bytes"),
    "text-200,000-lines": HostileFile("t.txt", lambda: (PROSE + "\n").encode() * 199_999),
    "text-200,000-short-lines": HostileFile("t.txt", lambda: b"a\n" * 199_999),
    "text-million-short-lines": HostileFile("t.txt", lambda: b"a\n" * 1_000_000, "lines"),
    "text-million-newlines": HostileFile("t.txt", lambda: b"a" + b"\n" * 1_000_000, "lines"),
    "text-million-form-feeds": HostileFile("t.txt", lambda: b"a" + b"\f" * 10_000_000 + b"b"),
    "text-many-stories": HostileFile("t.txt", _newsfeed(30_000)),
    "text-many-short-stories": HostileFile("t.txt", _newsfeed(39_000, "a")),
    "text-wordpress-items": HostileFile(
        "t.txt",
        lambda: b"Harbour News archive " + b"".join(b"Kites over %d https://h.example/%d Mon, 01 May 2023 10:00:00 +0000\n%s\n" % (at, at, PROSE.encode()) for at in range(60_000)),
    ),
    "text-long-lines": HostileFile("t.txt", lambda: b"\n\n".join([PROSE.encode() * 1_000] * 200)),
    "text-wrapped": HostileFile("t.txt", lambda: b"The harbour council opened its new meeting room for\n" * 190_000),
    "text-binary": HostileFile("t.txt", lambda: Random(1).randbytes(5_000_000)),  # noqa: S311
    "text-utf-16": HostileFile("t.txt", lambda: (PROSE * 100_000).encode("utf-16")),
    "text-utf-32": HostileFile("t.txt", lambda: (PROSE * 50_000).encode("utf-32")),
    "text-utf-16-with-half-pairs": HostileFile("t.txt", lambda: b"\xff\xfe" + b"\x00\xd8a\x00" * 1_000_000),
    **{f"flood-of-{name}": HostileFile("t.txt", text_of(unit, 500_000)) for name, unit in FLOODS.items()},
}  # fmt: skip

HOSTILE: Mapping[str, HostileFile] = {**FEEDS, **JSON_FEEDS, **PAGES, **WORD_FILES, **PDFS, **MAILS, **TEXTS}
