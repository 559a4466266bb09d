"""What a page may do follows from the page, and nothing that was planted in it gets leave."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from hooks.gate.own import read_own_files
from hooks.library.security_policy import (
    OFFLINE_PLACE,
    ONLINE_PLACE,
    offline_policy,
    online_policy,
    render_headers,
    write_policies,
)

NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'"
SCRIPT, STYLE = "console.log(1)", "p{color:red}"
OWN = {SCRIPT: "script", STYLE: "style"}


def hash_of(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize(
    ("html", "online", "offline"),
    [
        pytest.param("<p>a</p>", NOTHING, NOTHING, id="words"),
        pytest.param(
            '<script src="../assets/reading.js" defer></script>',
            "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'",
            "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'",
            id="script",
        ),
        pytest.param(
            '<script src="assets/pagefind-loader.js" defer></script>',
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; "
            "base-uri 'none'; form-action 'none'",
            "default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval'; base-uri 'none'; form-action 'none'",
            id="search",
        ),
        pytest.param(
            '<link rel="stylesheet" href="a.css"><link rel="icon" href="a.svg"><form action="search.html"></form>',
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'",
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self' file:",
            id="form",
        ),
        pytest.param(
            '<!--online--><img src="a.png" alt=""><!--/online--><!--offline:<iframe src="a.html"></iframe>-->',
            "default-src 'none'; img-src 'self'; base-uri 'none'; form-action 'none'",
            "default-src 'none'; frame-src 'self' file:; base-uri 'none'; form-action 'none'",
            id="online-and-offline-parts",
        ),
        pytest.param(
            f"<script>{SCRIPT}</script><style>{STYLE}</style>",
            f"default-src 'none'; script-src {hash_of(SCRIPT)}; style-src {hash_of(STYLE)}; base-uri 'none'; "
            "form-action 'none'",
            f"default-src 'none'; script-src {hash_of(SCRIPT)}; style-src {hash_of(STYLE)}; base-uri 'none'; "
            "form-action 'none'",
            id="inline-of-ours",
        ),
        pytest.param(f"<script>{SCRIPT};ran=1</script><style>*{{}}</style>", NOTHING, NOTHING, id="inline-planted"),
        pytest.param(f"<style>{SCRIPT}</style><script>{STYLE}</script>", NOTHING, NOTHING, id="inline-elsewhere"),
        pytest.param(f'<script type="application/ld+json">{SCRIPT}</script>', NOTHING, NOTHING, id="data"),
        pytest.param(f"<p>&lt;script&gt;{SCRIPT}&lt;/script&gt;</p>", NOTHING, NOTHING, id="words-about-scripts"),
    ],
)
def test_a_page_may_do_what_it_needs_and_no_more(html, online, offline):
    assert online_policy(html, OWN) == online
    assert offline_policy(html, OWN) == offline


def test_an_inline_script_of_a_template_is_known_and_one_that_is_filled_in_is_not(tmp_path):
    theme = tmp_path / "theme"
    (theme / "parts").mkdir(parents=True)
    (theme / "digest_mail.css").write_text(STYLE, encoding="utf-8")
    (theme / "parts" / "a.html").write_text(f"<script>{SCRIPT}</script><script>{{{{ a }}}}</script>", encoding="utf-8")
    assert read_own_files(theme, tmp_path / "none").inline == OWN


def test_policies_are_written_where_the_templates_keep_a_place_and_nowhere_else():
    words = "<title>content=&#34;{security-policy}&#34;&gt; {security-policy}</title>"
    page = f"{words}<!--online-->{ONLINE_PLACE}<!--/online--><!--offline:{OFFLINE_PLACE}--><p>{{security-policy}}</p>"
    meta = f'<meta http-equiv="Content-Security-Policy" content="{NOTHING}">'
    written = write_policies(page, OWN)
    assert written == f"{words}<!--online-->{meta}<!--/online--><!--offline:{meta}--><p>{{security-policy}}</p>"
    assert write_policies(written, OWN) == written


def test_the_headers_allow_what_any_page_needs_and_forbid_frames_elsewhere():
    headers = render_headers(OWN)
    assert headers.startswith(
        "/*\n  Content-Security-Policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval' "
    )
    assert "frame-ancestors 'none'" in headers
    assert "unsafe-inline" not in headers
    assert re.findall(r"^  ([A-Z][\w-]+): \S", headers, re.MULTILINE) == [
        "Content-Security-Policy",
        "Cross-Origin-Opener-Policy",
        "Permissions-Policy",
        "Referrer-Policy",
        "X-Content-Type-Options",
        "X-Frame-Options",
    ]


def test_the_headers_are_published_and_hold_for_every_page(invented_site):
    (line,) = re.findall(r"Content-Security-Policy: (.*)", (invented_site / "_headers").read_text(encoding="utf-8"))
    allowed = {directive.split(" ")[0]: set(directive.split(" ")[1:]) for directive in line.split("; ")}
    for path in invented_site.rglob("*.html"):
        page = re.sub(r"<!--offline:.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
        for directive in policy.split("; "):
            name, *values = directive.split(" ")
            assert set(values) <= allowed[name] | {"'none'"}, path
