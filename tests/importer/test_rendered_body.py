"""What a page's text becomes is held against what the site may hold, whether it is rendered whole or in part."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.read import read_page_texts
from importer.rendered_body import (
    EXTENSION_SETTINGS,
    EXTENSIONS,
    find_rendering_faults,
    is_allowed_target,
    is_within_site,
)
from tests.examples import examples
from tests.importer.rendered import OUR_TAGS, extensions, render

PROJECT = Path(__file__).resolve().parents[2]

REFUSED = {
    "script": ("<script>alert(1)</script>", "tag", "script"),
    "script-in-a-line": ("Kites <script>fly</script>.", "tag", "script"),
    "picture-tag": ("<img src=x onerror=alert(1)>", "tag", "img"),
    "unquoted-link": ("Kites <a href=javascript:alert(1)>fly</a>.", "tag", "a"),
    "capitals": ("Kites <IFRAME SRC='//x.example'></IFRAME>.", "tag", "iframe"),
    "vector": ("Kites <svg/onload=alert(1)>.", "tag", "svg"),
    "end-alone": ("Kites fly.\n\n</main>\n\nFar.", "tag", "main"),
    "end-of-a-known-element": ("Kites </p> fly.", "tag", "/p"),
    "known-element-left-open": ("Kites <em>fly.", "tag", "em"),
    "comment": ("Kites <!-- fly -->.", "tag", "<!"),
    "declaration": ("<!doctype html>", "tag", "<!"),
    "instruction": ("<?php fly() ?>", "tag", "<?"),
    "tag-across-an-empty-line": ("Kites <a\n\nhref='x'>fly</a>.", "tag", "/a"),
    "script-as-a-link": ("[fly](javascript:alert(1))", "link", "javascript:alert(1)"),
    "script-in-entities": ("[fly](&#106;avascript&colon;alert(1))", "link", "javascript:alert(1)"),
    "script-in-capitals": ("[fly](JaVaScRiPt:alert(1))", "link", "JaVaScRiPt:alert(1)"),
    "data": ("[fly](data:text/html,x)", "link", "data:text/html,x"),
    "file": ("[fly](file:///etc/passwd)", "link", "file:///etc/passwd"),
    "other-host": ("[fly](//kites.example/x)", "link", "//kites.example/x"),
    "backslashes": ("[fly](\\\\\\\\kites.example/x)", "link", "\\\\kites.example/x"),
    "user-name": ("[fly](https://kites@town.example/)", "link", "https://kites@town.example/"),
    "by-name": ("[fly][k]\n\n[k]: javascript:alert(1)", "link", "javascript:alert(1)"),
    "in-a-list": ("- kites\n\n    [fly](javascript:alert(1))", "link", "javascript:alert(1)"),
    "in-a-quotation": ("> [fly](javascript:alert(1))", "link", "javascript:alert(1)"),
    "in-a-table": ("| a | b |\n| --- | --- |\n| [fly](data:x) | c |", "link", "data:x"),
    "in-a-heading": ("## [fly](data:x)", "link", "data:x"),
    "within-another-link": ("[fly [far](https://kites.example/x) away](data:x)", "link", "data:x"),
    "autolink": ("<ftp://kites.example/x>", "link", "ftp://kites.example/x"),
    "picture-from-elsewhere": ("![kites](https://kites.example/x.png)", "picture", "https://kites.example/x.png"),
    "picture-by-name": ("![kites][k]\n\n[k]: //kites.example/x.png", "picture", "//kites.example/x.png"),
    "picture-of-data": ("![kites](data:image/png;base64,x)", "picture", "data:image/png;base64,x"),
    "name-for-a-script": ("```{#kites}\nfly\n```", "attribute", "id"),
    "class": ("``` { .language-js .bulletin-search }\nfly\n```", "attribute", "class"),
}
REFUSED |= {
    "disguise": ("[www.kites.example](https://boats.example/)", "disguise", "https://boats.example/"),
    "disguise-in-emphasis": ("[www.**kites**.example](https://boats.example/)", "disguise", "https://boats.example/"),
    "disguise-by-reference": ("[www&#46;kites.example](https://boats.example)", "disguise", "https://boats.example"),
    "disguise-by-name": (
        "[https://kites.example/a][k]\n\n[k]: https://boats.example/", "disguise", "https://boats.example/"
    ),
    "disguise-of-mail": ("[a@kites.example](mailto:a@boats.example)", "disguise", "mailto:a@boats.example"),
}  # fmt: skip
TAKEN = {
    "words": "Kites fly & fall, 3 < 4 > 2.",
    "emphasis": "*Kites* fly **far**, and `<script>` is code.",
    "lists": "1. Kites\n2. Boats\n\n- a\n- b\n    - c",
    "started-list": "3. Kites\n4. Boats",
    "table": "| a | b |\n| :-- | --: |\n| 1 | 2 |",
    "quotation": "> Kites\n>\n> fly",
    "headings": "## Kites\n\n### Fly",
    "code": "```html\n<script>alert(1)</script>\n```",
    "indented-code": "Kites:\n\n    [fly](javascript:alert(1))",
    "rule": "Kites\n\n---\n\nBoats",
    "link": "[Kites](https://kites.example/a?b=1&c=2#d)",
    "link-in-brackets": "[Kites](https://kites.example/a_%28b%29)",
    "link-to-a-page": "[Kites](../2023/kites.md#fly) and [boats](boats.md)",
    "shown-address": "[www.kites.example/a](https://kites.example/a) and <a@kites.example>",
    "mail": "[Write](mailto:kites@town.example)",
    "title": '[Kites](https://kites.example/ "The kite club")',
    "autolink": "<https://kites.example/x>",
    "picture": "![A kite](kite.png)",
    "square-brackets": "Kites [sic] fly [1].",
    "references": "Kites &#60;script&#62; &lt;b&gt; &amp;",
    "escaped": r"\[fly](javascript:alert(1))",
}  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "subject"), REFUSED.values(), ids=REFUSED)
def test_what_the_site_may_not_hold_is_found(text: str, kind: str, subject: str) -> None:
    faults = find_rendering_faults(text)
    assert (kind, subject) in [(fault.kind, fault.subject) for fault in faults]
    among_others = f"Kites fly.\n\n{text}\n\nBoats [sail](https://boats.example/)."
    assert (kind, subject) in [(fault.kind, fault.subject) for fault in find_rendering_faults(among_others)]


@pytest.mark.parametrize("text", TAKEN.values(), ids=TAKEN)
def test_what_markdown_has_is_taken(text: str) -> None:
    assert find_rendering_faults(text) == ()


DEEP_LISTS = "<b>\n\n" + "".join(f"{'    ' * depth}- a\n" for depth in range(300))
COSTLY = {
    "brackets": "[" * 16_000,
    "brackets-among-words": "[a kite over the harbour " * 4_000,
    "open-tags": "<a " * 16_000,
    "equal-headings": "# a\n" * 20_000 + "[",
    "underlined-headings": "a\n=\n" * 20_000,
    "fences": "```a\n" * 20_000,
    "deep-lists": DEEP_LISTS,
}


@pytest.mark.parametrize("text", COSTLY.values(), ids=COSTLY)
def test_what_would_take_very_long_is_refused_at_once(text: str) -> None:
    start = time.process_time()
    (fault,) = find_rendering_faults(text)
    assert fault.kind == "broken"
    assert time.process_time() - start < 5


def test_many_links_are_no_load() -> None:
    text = "[The kite club](https://kites.example/a?b=1) and " * 4_000
    assert find_rendering_faults(text) == ()


def test_after_a_text_that_cannot_be_shown_the_next_is_looked_at_as_ever() -> None:
    assert find_rendering_faults(DEEP_LISTS)[0].kind == "broken"
    assert [fault.subject for fault in find_rendering_faults("<b>")] == ["b"]


def test_the_text_is_rendered_as_the_site_renders_it() -> None:
    names, configs = extensions()
    assert sorted(EXTENSIONS) == sorted(names)
    assert {name: values for name, values in configs.items() if values} == EXTENSION_SETTINGS


def test_no_page_of_the_bulletin_holds_what_it_may_not() -> None:
    for path, text in read_page_texts(PROJECT / "docs").items():
        assert find_rendering_faults(text) == (), path


PIECES = [
    "[", "]", "(", ")", "!", "<", ">", "a", "/", "javascript:", "https://x.example", "`", "```", "\n", "\n\n",
    "    ", "- ", "> ", "1. ", "| ", " | ", "|---|---|", "[k]: ", "[k]", "# ", "&#60;", "&lt;", "&colon;", "\\", "*",
    "_", "~~~", "{", "}", "\t", '"', "'", "//", "mailto:a@b.example", "data:", " ", "=", "-", "--", "script", "](",
    "![", "x.md", ".", "é", "\xa0", "[w](https://x.example/)", "[w](x.md#y)", "<b>", "</b>", "<!--", "-->", "\x02",
    "\r",
]  # fmt: skip
markdown_text = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
_HREF = re.compile(r'(?:href|src)="([^"]*)"')


@given(markdown_text)
@settings(max_examples=examples(2000))
def test_looking_at_what_may_act_alone_finds_what_the_whole_has(text: str) -> None:
    whole = find_rendering_faults(f"```\nx\n```\n\n{text}")  # a fence has the whole rendered
    assert find_rendering_faults(text) == whole


@given(markdown_text)
@settings(max_examples=examples(1000))
def test_what_is_taken_becomes_only_the_elements_and_addresses_that_pages_may_have(text: str) -> None:
    if find_rendering_faults(text):
        return
    page = render(text)
    assert page.tags <= {*OUR_TAGS, "h1", "em", "strong", "code", "pre", "hr", "br", "img"}
    assert all(is_allowed_target(url) for _, url in page.links)


@pytest.mark.parametrize(
    "target",
    ["", "#kites", "kites.md", "../2023/kites.md", "/kites.html", "?q=kites", "kites%20fly.md", "mailto-kites.md"],
)
def test_addresses_within_the_site_are_told(target: str) -> None:
    assert is_within_site(target)
    assert is_allowed_target(target)


@pytest.mark.parametrize(
    "target",
    [
        "//kites.example", "\\\\kites.example", "/\\kites.example", "java\tscript:x", "\x01javascript:x",
        " javascript:x", "javascript:x", "a\nb", "kites\u200b.md", "kites\u202e.md", "vbscript:x", "blob:x",
        "x-kites:y",
    ],
)  # fmt: skip
def test_addresses_that_browsers_read_otherwise_are_refused(target: str) -> None:
    assert not is_within_site(target)
    assert not is_allowed_target(target)
