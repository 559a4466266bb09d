"""Faults to plant in a built site, one at a time: what is put where, and words of what must be told of it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping

from tests.hooks.conftest import SITE_ADDRESS

ARTICLE = "articles/2023/kite-club-warning.html"
# Places in the article's page: a paragraph of its text, a heading of it, what its head begins and goes on with
TEXT = "<p>The kite club of Westmere warned parents about a fake app.</p>"
HEADING = '<h2 id="what-to-do">What to do</h2>'
CHARSET = '<meta charset="utf-8">'
REFERRER = '<meta name="referrer" content="no-referrer">'
ICON = '<link rel="icon" type="image/svg+xml" href="../../assets/mark.svg">'
STYLE = '<link rel="stylesheet" href="../../assets/bulletin.css">'
SCRIPT = '<script src="../../assets/reading.js" defer></script>'
DATA = '<script type="application/ld+json">'
POLICY = "default-src 'none'; script-src 'self';"
REL = ' rel="nofollow noopener noreferrer"'


def in_text(html: str) -> tuple[str, str]:
    """Something planted in the article's text, after a paragraph of it."""
    return TEXT, f"{TEXT}\n{html}"


def link(address: str) -> tuple[str, str]:
    return in_text(f'<p><a href="{address}"{REL}>a</a></p>')


def in_head(html: str) -> tuple[str, str]:
    return ICON, f"{ICON}\n{html}"


# What is put into the article's page in the place of what
FAULTS_OF_PAGES = {
    # what runs
    "script": (in_text("<script>ran=1</script>"), "script"),
    "script-of-another-website": (in_text('<script src="https://evil.example/a.js"></script>'), "script"),
    "script-of-ours-in-a-text": (in_text('<script src="../../assets/search.js"></script>'), "script"),
    "script-of-a-picture": (in_head('<script src="../../assets/mark.svg" defer></script>'), "mark.svg"),
    "script-in-the-head": (in_head("<script>ran=1</script>"), "script"),
    "script-with-a-file-and-words": ((SCRIPT, SCRIPT.replace("></", ">ran=1</")), "words stand in a script"),
    "module": ((SCRIPT, SCRIPT.replace("<script ", '<script type="module" ')), "type"),
    "import-map": (in_head('<script type="importmap">{}</script>'), "type"),
    "rules-to-load-ahead": (in_head('<script type="speculationrules">{}</script>'), "type"),
    "onerror": (in_text('<img src="../../assets/mark.svg" alt="" onerror="ran=1">'), "onerror"),
    "onclick-of-our-own-part": (('<article class="article">', '<article class="article" onclick="ran=1">'), "onclick"),
    "onload-of-the-page": (("<body>", '<body onload="ran=1">'), "onload"),
    "onfocus": (in_text('<a href="../../help.html" onfocus="ran=1" autofocus>a</a>'), "onfocus"),
    "ontoggle": (in_text('<details open ontoggle="ran=1">a</details>'), "ontoggle"),
    "drawing-that-runs": (in_text('<svg onload="ran=1"></svg>'), "onload"),
    "drawing-in-a-text": (in_text('<svg role="img"></svg>'), "only Markdown's elements"),
    "animated-link": (
        in_text('<svg><a><animate attributeName="href" values="javascript:ran=1"/></a></svg>'),
        "animate",
    ),
    "html-in-a-drawing": (in_text("<svg><foreignObject><p>a</p></foreignObject></svg>"), "foreignObject"),
    "formula": (in_text('<math href="javascript:ran=1">a</math>'), "math"),
    "template": (in_text("<template><p>a</p></template>"), "template"),
    "element-of-somebody": (in_text("<x-evil>a</x-evil>"), "x-evil"),
    "element-that-is-another": (in_text('<p is="x-evil">a</p>'), "is"),
    # what shows something else
    "frame": (in_text('<iframe src="https://evil.example/"></iframe>'), "iframe"),
    "frame-of-the-contacts-online": (
        in_text('<iframe src="local/contacts.html" title="Contacts of this school"></iframe>'),
        "iframe",
    ),
    "frame-with-its-own-text": (in_text('<iframe srcdoc="&lt;script&gt;ran=1&lt;/script&gt;"></iframe>'), "srcdoc"),
    "object": (in_text('<object data="a.svg"></object>'), "object"),
    "embed": (in_text('<embed src="a.svg">'), "embed"),
    "frameset": (in_text('<frameset><frame src="a.html"></frameset>'), "frameset"),
    "base": (in_head('<base href="https://evil.example/">'), "base"),
    "style": (in_text("<style>*{display:none}</style>"), "style"),
    "style-attribute": (in_text('<p style="position:fixed">a</p>'), "style"),
    "style-of-another-website": (in_head('<link rel="stylesheet" href="https://evil.example/a.css">'), "stylesheet"),
    "style-that-is-not-ours": (in_head('<link rel="stylesheet" href="../../feed.xml">'), "stylesheet"),
    "link-that-loads-ahead": (in_head('<link rel="preload" href="../../help.html">'), "preload"),
    "link-that-asks-for-a-name": (in_head('<link rel="dns-prefetch" href="https://evil.example">'), "dns-prefetch"),
    "icon-of-another-website": ((ICON, ICON.replace("../../assets/", "https://evil.example/")), "icon"),
    "manifest": (in_head('<link rel="manifest" href="../../feed.json">'), "manifest"),
    "class-that-hides": (in_text('<p class="unseen">a</p>'), "class"),
    "class-that-covers-the-page": (('<article class="article">', '<article class="exit-cover">'), "exit-cover"),
    "hidden-paragraph": (in_text("<p hidden>a</p>"), "hidden"),
    "box-that-is-no-table": (in_text('<div class="wide" role="group" aria-label="Help" tabindex="0">a</div>'), "box"),
    "text-that-can-be-edited": (in_text("<p contenteditable>a</p>"), "contenteditable"),
    # what asks others for something, or tells them something
    "picture-of-another-website": (in_text('<p><img src="https://evil.example/a.png" alt=""></p>'), "another website"),
    "picture-without-a-scheme": (in_text('<p><img src="//evil.example/a.png" alt=""></p>'), "//"),
    "picture-as-data": (in_text('<p><img src="data:image/png;base64,AA" alt=""></p>'), "data:"),
    "picture-that-is-not-there": (in_text('<p><img src="gone.png" alt=""></p>'), "gone.png"),
    "pictures-to-choose-from": (
        in_text('<p><img src="../../assets/mark.svg" alt="" srcset="//a.example/ 2x"></p>'),
        "srcset",
    ),
    "film": (in_text('<video poster="https://evil.example/a.png"></video>'), "video"),
    "sound": (in_text('<audio src="a.mp3"></audio>'), "audio"),
    "ping": (in_text('<p><a href="../../help.html" ping="https://evil.example/">a</a></p>'), "ping"),
    "form-to-another-website": (('action="../../search.html"', 'action="https://evil.example/"'), "another website"),
    "form-that-posts": (('method="get"', 'method="post"'), "method"),
    "form-without-a-place": ((' action="../../search.html"', ""), "form"),
    "button-that-sends-elsewhere": (
        ('<button type="submit">', '<button type="submit" formaction="//evil.example">'),
        "formaction",
    ),
    "field-for-a-password": (
        ('<input id="bulletin-search-all" type="search"', '<input id="bulletin-search-all" type="password"'),
        "type",
    ),
    "field-that-hides-what-scripts-ask-for": (('type="search" name="q"', 'type="search" name="elements"'), "name"),
    "field-in-a-text": (in_text('<p><input type="search" name="q"></p>'), "only Markdown's elements"),
    "text-area": (in_text("<textarea>a</textarea>"), "textarea"),
    "referrer-told": ((REFERRER, REFERRER.replace("no-referrer", "unsafe-url")), "which page a reader came from"),
    "referrer-not-forbidden": ((REFERRER, ""), "referrer"),
    "card-of-another-website": (
        (
            f'<meta property="og:image" content="{SITE_ADDRESS}',
            '<meta property="og:image" content="https://evil.example/',
        ),
        "og:image",
    ),
    # where links lead
    "javascript": (link("javascript:ran=1"), "javascript:"),
    "javascript-in-odd-letters": (link("JaVaScRiPt:ran=1"), "javascript:"),
    "javascript-by-references": (link("&#106;avascript&colon;ran=1"), "javascript:"),
    "javascript-with-a-line-end": (link("java&#10;script:ran=1"), "characters that none may hold"),
    "javascript-behind-a-control": (link("&#1;javascript:ran=1"), "a reference that is none"),
    "vbscript": (link("vbscript:ran"), "vbscript:"),
    "data-address": (link("data:text/html,a"), "data:"),
    "file-address": (link("file:///etc/passwd"), "file:"),
    "blob-address": (link("blob:https://evil.example/a"), "blob:"),
    "program-address": (link("ms-word:ofe|u|https://evil.example/a.docx"), "characters"),
    "intent-address": (link("intent://evil.example#Intent;end"), "intent:"),
    "view-source": (link("view-source:https://evil.example"), "view-source:"),
    "no-scheme": (link("//evil.example/"), "//"),
    "backslashes": (link("\\\\evil.example\\a"), "characters"),
    "slash-and-backslash": (link("/\\evil.example/"), "characters"),
    "root-of-the-server": (link("/admin/"), "begins with “/”"),
    "out-of-the-site": (link("../../../a.html"), "out of the site"),
    "out-of-the-site-by-references": (link("../../%2e%2e/a.html"), "out of the site"),
    "user-name": (link("https://gov.uk@evil.example/"), "user name"),
    "host-that-is-none": (link("https://evil.example%2f.gov.uk/"), "host"),
    "host-with-letters-of-two-scripts": (link("https://g\u043ev.example/"), "than it seems"),
    "host-in-letters-that-browsers-replace": (link("https://\uff47ov.example/"), "than it seems"),
    "web-address-without-slashes": (link("https:evil.example"), "without a host"),
    "mail-with-a-hidden-copy": (link("mailto:a@b.example?bcc=c@d.example"), "mail address"),
    "telephone-that-is-none": (link("tel:*21*0123#"), "telephone"),
    "link-that-passes-something-on": (in_text('<p><a href="https://evil.example/">a</a></p>'), "rel="),
    "link-of-a-text-that-is-followed": (
        in_text('<p><a href="https://evil.example/" rel="noopener noreferrer">a</a></p>'),
        "nofollow",
    ),
    "link-that-shows-another-address": (
        in_text(
            '<p><a href="https://evil.example/" rel="nofollow noopener noreferrer">www.<em>gov</em>&#46;uk/a</a></p>'
        ),
        "another address",
    ),
    "link-that-opens-a-window": (in_text('<p><a href="../../help.html" target="_blank">a</a></p>'), "target"),
    "download-from-elsewhere": (
        ('<a href="../../about.html">', f'<a href="https://evil.example/a.exe" download{REL}>'),
        "offers a file",
    ),
    "way-out-that-is-none": (in_text(f'<p><a href="https://evil.example/"{REL} data-exit>a</a></p>'), "data-exit"),
    # names
    "id-of-a-part-of-ours": ((HEADING, HEADING.replace("what-to-do", "bulletin-citation")), "bulletin-citation"),
    "id-of-our-scripts": ((HEADING, HEADING.replace("what-to-do", "bulletin")), "of our own"),
    "id-twice": ((HEADING, f"{HEADING}\n{HEADING}"), "again"),
    "id-at-a-paragraph": (in_text('<p id="location">a</p>'), "id"),
    "picture-with-a-name": (in_text('<p><img src="../../assets/mark.svg" alt="" name="body"></p>'), "name"),
    # the head
    "no-policy": (
        ('<!--online--><meta http-equiv="Content-Security-Policy"', '<!--online--><meta name="description"'),
        "policy",
    ),
    "wider-policy": ((POLICY, f"{POLICY} object-src *;"), "policy"),
    "policy-with-a-hash": ((POLICY, POLICY.replace("'self'", "'self' 'sha256-AAAA'")), "policy"),
    "policy-of-the-copy-widened": (("form-action 'self' file:", "form-action *"), "policy"),
    "second-policy": (
        in_head('<meta http-equiv="Content-Security-Policy" content="script-src *">'),
        "second security policy",
    ),
    "policy-after-a-script": ((REFERRER, f"{REFERRER}\n{STYLE}"), "before the security policy"),
    "refresh": (in_head('<meta http-equiv="refresh" content="0; url=https://evil.example/">'), "refresh"),
    "refresh-within-the-site": (in_head('<meta http-equiv="refresh" content="0; url=../../help.html">'), "refresh"),
    "cookie": (in_head('<meta http-equiv="set-cookie" content="a=b">'), "http-equiv"),
    "meta-that-is-not-ours": (in_head('<meta name="google-site-verification" content="a">'), "name"),
    "meta-of-two-kinds": (in_head('<meta name="description" property="og:title" content="a">'), "kind"),
    "copy-that-is-none": (in_head('<meta name="bulletin-copy" content="2026-11-05">'), "offline copy"),
    "encoding-late": ((CHARSET, f"{REFERRER}\n{CHARSET}"), "encoding"),
    "encoding-other": ((CHARSET, '<meta charset="utf-7">'), "charset"),
    "encoding-not-told": ((CHARSET, ""), "utf-8"),
    "body-twice": (("</body>", "</body>\n<body></body>"), "<body>"),
    "head-twice": (("</body>", "</body>\n<head></head>"), "<head>"),
    "title-twice": (("<title>", "<title></title><title>"), "title"),
    "title-blank": (("<title>Kite club warns schools about a fake app – Safeguarding Bulletin", "<title> "), "title"),
    "markup-in-the-title": (("<title>", "<title><b></b>"), "“<b>”"),
    "page-of-another-address": (
        (
            f'<link rel="canonical" href="{SITE_ADDRESS}{ARTICLE}',
            f'<link rel="canonical" href="{SITE_ADDRESS}about.html',
        ),
        "canonical",
    ),
    "data-that-ends-early": ((DATA, f"{DATA}</script><script>ran=1</script>{DATA}"), "script"),
    "data-that-is-none": ((DATA, f"{DATA}{{"), "JSON"),
    "data-with-an-address-that-runs": (('"isBasedOn": "https:', '"isBasedOn": "javascript:'), "isBasedOn"),
    "no-doctype": (("<!doctype html>\n", ""), "doctype"),
    "other-doctype": (("<!doctype html>", '<!DOCTYPE html PUBLIC "a">'), "doctype"),
    # odd markup, of which browsers make something of their own
    "comment": (in_text("<!-- a -->"), "comment"),
    "comment-for-an-old-browser": (in_text("<!--[if IE]><script>ran=1</script><![endif]-->"), "comment"),
    "comment-that-ends-oddly": (in_text("<!--><img src=x onerror=ran=1>-->"), "comment"),
    "mark-of-ours-in-a-text": (in_text("<!--online--><p>a</p><!--/online-->"), "no business here"),
    "mark-not-closed": (("<!--/online-->", ""), "not closed"),
    "part-of-the-copy-that-runs": (in_text("<!--offline:<script>ran=1</script>-->"), "no business here"),
    "script-in-a-part-of-the-copy": (("<!--offline:", "<!--offline:<script>ran=1</script>"), "script"),
    "part-of-the-copy-that-ends-early": (
        ("<!--offline:", "<!--offline:--!><script>ran=1</script>"),
        "belongs to no tag",
    ),
    "cdata": (in_text("<![CDATA[<script>ran=1</script>]]>"), "belongs to no tag"),
    "instruction": (in_text("<?php ran ?>"), "not written as our tags are"),
    "capitals": (in_text("<P>a</P>"), "not written as our tags are"),
    "single-quotes": (in_text("<p><a href='../../help.html'>a</a></p>"), "not written as our tags are"),
    "no-quotes": (in_text("<p><a href=../../help.html>a</a></p>"), "not written as our tags are"),
    "quote-not-closed": (in_text('<p><a href="../../help.html>a</a></p>'), "not written as our tags are"),
    "slash-between-attributes": (in_text('<img/src="../../assets/mark.svg"/alt="">'), "not written as our tags are"),
    "attribute-twice": (in_text('<p><a href="../../help.html" href="javascript:ran=1">a</a></p>'), "twice"),
    "tag-not-closed": (in_text("<p>a <b"), "belongs to no tag"),
    "angle-bracket": (in_text("<p>5 < 6</p>"), "belongs to no tag"),
    "element-not-closed": (in_text("<blockquote>"), "closes what is not open"),
    "text-that-ends-our-part": (in_text("</div></article></main><p>Call 0900 000000</p>"), "closes what is not open"),
    "text-that-ends-our-part-and-opens-others": (
        in_text('</div><div class="prose" lang="cy"><p>a</p>'),
        "the text has ended its box",
    ),
    "noscript-that-browsers-read-twice": (
        in_text('<noscript><p title="</noscript><img src=x onerror=ran=1>">'),
        "noscript",
    ),
    "plain-text": (in_text("<plaintext>"), "plaintext"),
    "words-in-a-table": (in_text("<table>a<tbody></tbody></table>"), "browsers move them"),
    "paragraph-in-a-paragraph": (in_text("<p><blockquote>a</blockquote></p>"), "may not stand in"),
    "link-in-a-link": (in_text('<p><a href="#a">a <em><a href="#b">b</a></em></a></p>'), "another of its kind"),
    "reference-that-browsers-differ-on": (link("https://a.example/?a=1&notit;=2"), "&amp;"),
    "ampersand-in-an-address": (link("https://a.example/?a=1&b=2"), "&amp;"),
    # characters that do not show
    "reading-direction-turned": (in_text("<p>a\u202eb</p>"), "U+202E"),
    "zero-width": (in_text("<p>a\u200bb</p>"), "U+200B"),
    "zero-width-by-reference": (in_text("<p>a&#8203;b</p>"), "U+200B"),
    "soft-hyphen-by-name": (in_text("<p>a&shy;b</p>"), "U+00AD"),
    "control-by-reference": (in_text("<p>a&#1;b</p>"), "&#1;"),
    "number-beyond-all-characters": (in_text("<p>a&#x110000;b</p>"), "&#x110000;"),
    "nul": (in_text("<p>a\0b</p>"), "U+0000"),
    "line-end-of-another-kind": (in_text("<p>a\u2028b</p>"), "U+2028"),
    "mark-of-the-byte-order": (("<!doctype html>", "\ufeff<!doctype html>"), "U+FEFF"),
}


# --- other files


def changed(name: str, before: str, after: str) -> tuple[str, Callable[[Mapping[str, bytes]], bytes]]:
    def change(files: Mapping[str, bytes]) -> bytes:
        assert before.encode() in files[name]
        return files[name].replace(before.encode(), after.encode(), 1)

    return name, change


def new(name: str, content: bytes) -> tuple[str, Callable[[Mapping[str, bytes]], bytes]]:
    return name, lambda _: content


def fragment(data: object) -> bytes:
    return gzip.compress(b"pagefind_dcd" + json.dumps(data).encode(), mtime=0)


FEED = "feed.xml"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" onload="ran=1"/>'
FAULTS_OF_FILES = {
    "page-in-assets": (new("assets/a.html", b"<h1>a</h1>"), "doctype"),
    "page-that-pagefind-does-not-make": (new("pagefind/a.html", b"<h1>a</h1>"), "no file of Pagefind's"),
    "drawing": (new("assets/evil.svg", DRAWING), "kind that we do not publish"),
    "drawing-beside-an-article": (new("articles/2023/evil.svg", DRAWING), "kind that we do not publish"),
    "script": (new("assets/evil.js", b"ran=1"), "kind that we do not publish"),
    "worker-at-the-root": (new("sw.js", b"ran=1"), "kind that we do not publish"),
    "style": (new("assets/evil.css", b"*{}"), "kind that we do not publish"),
    "page-of-another-ending": (new("assets/a.htm", b"<script>ran=1</script>"), "kind that we do not publish"),
    "page-in-xml": (new("assets/a.xhtml", b"<html/>"), "kind that we do not publish"),
    "xml": (new("assets/a.xml", b"<a/>"), "kind that we do not publish"),
    "program": (new("assets/a.exe", b"MZ"), "kind that we do not publish"),
    "pdf": (new("assets/a.pdf", b"%PDF-1.7"), "kind that we do not publish"),
    "settings-of-the-server": (new(".htaccess", b"a"), "kind that we do not publish"),
    "source-page": (new("articles/2023/a.md", b"# a"), "kind that we do not publish"),
    "list-of-editors": (new("sources.yml", b"- a"), "kind that we do not publish"),
    "zip-outside-the-downloads": (new("assets/a.zip", b"PK"), "kind that we do not publish"),
    "our-script-altered": (changed("assets/search.js", '"use strict";', '"use strict";ran=1;'), "hooks/theme/assets/"),
    "our-style-altered": (changed("assets/bulletin.css", "{", "{color:red;"), "hooks/theme/assets/"),
    "our-drawing-altered": (changed("assets/mark.svg", "<svg", '<svg onload="ran=1"'), "hooks/theme/assets/"),
    "png-that-is-a-page": (new("articles/2023/a.png", b"<script>ran=1</script>"), "no picture"),
    "jpeg-that-is-a-drawing": (new("assets/a.jpg", DRAWING), "no picture"),
    "webp-that-is-another": (new("assets/a.webp", b"RIFF0000WAVE"), "no picture"),
    "our-card-that-is-a-page": (new("assets/social-card.png", b"<p>"), "no picture"),
    "pagefind-altered": (changed("pagefind/pagefind.js", "const", "ran=1;const"), "Pagefind that is installed"),
    "worker-of-pagefind-altered": (
        changed("pagefind/pagefind-worker.js", "const", "ran=1;const"),
        "Pagefind that is installed",
    ),
    "engine-altered": (new("pagefind/wasm.en.pagefind", b"\0asm"), "Pagefind that is installed"),
    "script-beside-pagefind": (new("pagefind/pagefind-ui.js", b"ran=1"), "no file of Pagefind's"),
    "entry-that-is-no-json": (new("pagefind/pagefind-entry.json", b"ran=1"), "no JSON"),
    "index-that-is-none": (new("pagefind/index/en_1.pf_index", b"ran=1"), "not what Pagefind writes"),
    "result-that-runs": (
        new("pagefind/fragment/en_1.pf_fragment", fragment({"url": "javascript:ran=1"})),
        "leads a search",
    ),
    "result-elsewhere": (
        new("pagefind/fragment/en_1.pf_fragment", fragment({"url": "//evil.example/"})),
        "leads a search",
    ),
    "result-that-is-none": (new("pagefind/fragment/en_1.pf_fragment", fragment([])), "not what Pagefind writes"),
    "result-that-swells": (
        new("pagefind/fragment/en_1.pf_fragment", gzip.compress(bytes(60_000_000), mtime=0)),
        "not what Pagefind writes",
    ),
    "feed-with-a-style": (changed(FEED, "<feed", '<?xml-stylesheet href="a.xsl"?><feed'), "stylesheet"),
    "feed-with-an-entity": (changed(FEED, "<feed", '<!DOCTYPE feed [<!ENTITY a "b">]><feed'), "declaration"),
    "feed-with-a-comment": (changed(FEED, "<entry>", "<!-- a --><entry>"), "comment"),
    "feed-with-a-script": (
        changed(FEED, "<entry>", '<script xmlns="http://www.w3.org/1999/xhtml">ran=1</script><entry>'),
        "element",
    ),
    "feed-with-an-element": (changed(FEED, "<entry>", "<entry><icon>a</icon>"), "element"),
    "feed-with-an-attribute": (changed(FEED, "<feed ", '<feed xml:base="https://evil.example/" '), "“base”"),
    "feed-with-a-link-that-runs": (
        changed(
            FEED,
            '<link rel="alternate" type="text/html" href="https://bulletin.example/kites/index.html',
            '<link rel="alternate" type="text/html" href="javascript:ran=1',
        ),
        "javascript:",
    ),
    "feed-with-content-of-another-kind": (changed(FEED, '<content type="html">', '<content type="xhtml">'), "kind"),
    "feed-with-a-text-that-runs": (
        changed(FEED, '<content type="html">', '<content type="html">&lt;img src=x onerror=ran=1&gt;'),
        "not written as our tags are",
    ),
    "feed-with-a-picture-of-others": (
        changed(
            FEED,
            '<content type="html">',
            '<content type="html">&lt;p&gt;&lt;img src="https://evil.example/a.png" alt=""&gt;&lt;/p&gt;',
        ),
        "another website",
    ),
    "feed-with-a-text-left-open": (changed(FEED, "</content>", "&lt;blockquote&gt;</content>"), "not closed"),
    "feed-with-a-hidden-character": (changed(FEED, "<entry>", "<entry><title>a&#8238;b</title>"), "U+202E"),
    "feed-that-is-no-xml": (changed(FEED, "</feed>", ""), "no sound XML"),
    "feed-in-another-encoding": (changed(FEED, "encoding='utf-8'", "encoding='utf-7'"), "does not begin as XML"),
    "feed-of-a-topic-with-a-style": (
        changed("topics/courts.xml", "<feed", '<?xml-stylesheet href="a.xsl"?><feed'),
        "stylesheet",
    ),
    "json-feed-with-a-text-that-runs": (
        changed("feed.json", '"content_html": "', '"content_html": "<script>ran=1</script>'),
        "script",
    ),
    "json-feed-with-a-link-that-runs": (
        changed("feed.json", '"external_url": "https:', '"external_url": "javascript:'),
        "javascript:",
    ),
    "json-feed-with-a-key": (changed("feed.json", '"version"', '"icon": "a", "version"'), "“icon”"),
    "json-feed-that-is-none": (new("feed.json", b"[]"), "JSON Feed"),
    "map-with-a-style": (changed("sitemap.xml", "<urlset", '<?xml-stylesheet href="a.xsl"?><urlset'), "stylesheet"),
    "map-of-another-website": (
        changed("sitemap.xml", "<loc>https://bulletin.example/", "<loc>https://evil.example/"),
        "no page of this site",
    ),
    "map-with-an-element": (changed("sitemap.xml", "<url>", "<url><script>a</script>"), "element"),
    "robots-that-hide-the-site": (new("robots.txt", b"User-agent: *\nDisallow: /\n"), "robots.txt"),
    "robots-with-another-map": (
        changed("robots.txt", "https://bulletin.example/kites", "https://evil.example"),
        "robots.txt",
    ),
    "schema-that-is-no-json": (new("article.schema.json", b"ran=1"), "no JSON"),
    "headers-that-allow-more": (changed("_headers", "script-src 'self'", "script-src *"), "not the file that we wrote"),
}


FAULTS_OF_COPIES = {
    "script": (changed(ARTICLE, TEXT, f"{TEXT}<script>ran=1</script>"), "script"),
    "comment": (changed(ARTICLE, TEXT, f"{TEXT}<!--offline:<p>a</p>-->"), "no business here"),
    "mark-of-the-website": (changed(ARTICLE, TEXT, f"{TEXT}<!--online-->"), "no business here"),
    "policy-of-the-website": (
        changed("search.html", "form-action 'self' file:", "form-action 'self'; connect-src 'self'"),
        "policy",
    ),
    "other-frame": (changed("help.html", '<iframe src="local/contacts.html"', '<iframe src="about.html"'), "iframe"),
    "script-among-the-index": (new("pagefind/evil.js", b"ran=1"), "no part of the search index"),
    "index-that-runs": (
        new("pagefind/core.js", b'bulletin.shard("core","' + b"0" * 64 + b'",{});ran=1;\n'),
        "no part of",
    ),
    "start-altered": (changed("START-HERE.html", "Open the bulletin", "Open it"), "not the file that we wrote"),
    "contacts-altered": (changed("local/contacts.html", "<p>", "<p>a"), "not the file that we wrote"),
    "script-of-the-copy-altered": (changed("assets/offline.js", "90", "91"), "not the file that we wrote"),
    "feed": (new("feed.xml", b"<feed/>"), "kind that we do not publish"),
    "headers": (new("_headers", b"/*"), "kind that we do not publish"),
    "program": (new("bulletin.exe", b"MZ"), "kind that we do not publish"),
}
