"""Templates escape what they show, and our scripts set text, never HTML: held against the files as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

HOOKS = Path(__file__).resolve().parent.parent.parent / "hooks"
THEME = HOOKS / "theme"
TEMPLATES = sorted(path for path in THEME.rglob("*") if path.suffix in {".html", ".xml", ".txt"})
SCRIPTS = sorted([*THEME.rglob("*.js"), *(HOOKS / "offline_copy").rglob("*.js")])
PYTHON = sorted(HOOKS.rglob("*.py"))
# Markdown that is rendered already, our own style, words of the template's own, and the site's address, a setting
KNOWN_SAFE = {
    ("base.html", "page.content"), ("main.html", "page.content"), ("home.html", "page.content"),
    ("help.html", "page.content"), ("offline.html", "page.content"), ("digest_mail.html", "style"),
    ("robots.txt", "config.site_url"), ("parts/month_chart.html", '" fill="none" stroke="currentColor"\''),
    ("parts/lists.html", "content|replace|replace"),
}  # fmt: skip
# What makes HTML, code or an address that runs out of a text
MAKES_MARKUP = re.compile(
    r"\.\s*(?:inner|outer)HTML\s*(?:\+|=(?!=))|\[\s*[\"'`](?:inner|outer)HTML|insertAdjacentHTML|document\s*\.\s*write"
    r"|createContextualFragment|DOMParser|setHTML|parseHTML|srcdoc|\beval\s*\(|\bFunction\s*\("
    r"|set(?:Timeout|Interval)\s*\(\s*[\"'`]|setAttribute\s*\(\s*[\"'`]on|\.\s*on\w+\s*=\s*[\"'`]|javascript:|execCommand"
)
# Where a script gives an address to something: each is named here, with what holds it to our own site
KNOWN_ADDRESSES = {
    "exit.js": ["location.replace(isCopy ? new URL(button.dataset.exitOffline, location.href) : button.href)"],
    "filters.js": ['element("a", { href, className: "chosen" }'],  # always this page with another query
    "pagefind-loader.js": [
        "script.src = `${folder}${name}.js`", "import(URL.createObjectURL(module))", "import(`${folder}pagefind.js`)",
    ],
    "reading.js": ['element.setAttribute("href", addressOf(element))'],  # of what is copied, to other programs
    "search.js": ['element("a", { href: addressOf(article.raw_url) })'],
    "timeline.js": ["link.search = query"],
}  # fmt: skip
GIVES_ADDRESS = re.compile(
    r"\.(?:href|src|action|search|location)\s*=(?!=)|location\s*\.\s*(?:replace|assign)\s*\(|location\s*=(?!=)"
    r"|setAttribute\(\s*[\"'](?:href|src|action)|\{\s*href\b(?!,? protocol)|\bimport\s*\(|window\s*\.\s*open\s*\("
)


def without_comments(script: str) -> str:
    return re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", script, flags=re.DOTALL)


def name_of(path: Path) -> str:
    return path.relative_to(THEME).as_posix()


def parsed(path: Path) -> nodes.Template:
    return Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))  # it runs nothing


def told(node: nodes.Node) -> str:
    """An expression as a template writes it, as far as it matters here."""
    if isinstance(node, nodes.Filter):
        return f"{told(node.node)}|{node.name}"
    if isinstance(node, nodes.Getattr):
        return f"{told(node.node)}.{node.attr}"
    if isinstance(node, nodes.Const):
        return f"\"{node.value}'" if isinstance(node.value, str) else str(node.value)
    return node.name if isinstance(node, nodes.Name) else type(node).__name__


def test_there_are_templates_and_scripts_to_look_at():
    assert len(TEMPLATES) > 25
    assert len(SCRIPTS) > 6


def test_nothing_is_taken_for_safe_but_what_is_known():
    found = {
        (name_of(path), told(each.node))
        for path in TEMPLATES
        for each in parsed(path).find_all(nodes.Filter)
        if each.name == "safe"
    }
    assert found == KNOWN_SAFE


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_template_switches_escaping_off_or_takes_markup_from_elsewhere(path):
    tree = parsed(path)
    assert list(tree.find_all(nodes.ScopedEvalContextModifier)) == []
    assert {each.name for each in tree.find_all(nodes.Filter)} & {"forceescape", "xmlattr", "urlize", "tojson"} == set()


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.suffix == ".html"], ids=name_of)
def test_whatever_a_template_fills_into_a_tag_stands_in_double_quotes(path):
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    marked = re.sub(r"\{\{.*?\}\}", "\x01", re.sub(r"\{%.*?%\}", "\x02", text, flags=re.DOTALL), flags=re.DOTALL)
    for tag in re.findall(r"<[a-zA-Z][^<>]*>", marked):
        outside = re.sub(r'"[^"]*"', '""', tag)
        # month_chart.html fills in attributes of its own, and a heading's rank is a number of the template's
        allowed = path.name == "month_chart.html" or re.match(r"</?h\x01", outside)
        assert "\x01" not in outside or allowed, tag
        assert not re.search(r"=[^\"\x01]", outside), tag


def test_markup_that_python_vouches_for_is_made_in_one_place():
    vouched = [path.relative_to(HOOKS).as_posix() for path in PYTHON if "Markup(" in path.read_text(encoding="utf-8")]
    assert vouched == ["metadata.py"]


def test_the_sitemap_escapes_addresses(build, articles, monkeypatch):
    monkeypatch.setenv("BULLETIN_SITE_URL", "https://bulletin.example/a&b/")
    site = build(articles[2:3])
    text = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert "<loc>https://bulletin.example/a&amp;b/about.html</loc>" in text


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_of_ours_makes_no_markup_and_no_code_of_a_text(path):
    assert MAKES_MARKUP.findall(without_comments(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_each_address_that_a_script_gives_is_known(path):
    script = without_comments(path.read_text(encoding="utf-8"))
    for known in KNOWN_ADDRESSES.get(path.name, []):
        assert known in script
        script = script.replace(known, "")
    assert GIVES_ADDRESS.findall(script) == []


@pytest.mark.parametrize(
    "line",
    [
        "a.innerHTML = b", "a.outerHTML += b", 'a["innerHTML"] = b', "a.insertAdjacentHTML(b, c)", "document.write(a)",
        "eval(a)", "new Function(a)", 'setTimeout("a()", 1)', 'a.setAttribute("onclick", b)', "a.onclick = 'b'",
        'a.href = "javascript:b"', "a.setHTMLUnsafe(b)", "new DOMParser()", "a.srcdoc = b",
    ],
)  # fmt: skip
def test_what_makes_markup_would_be_found(line):
    assert MAKES_MARKUP.search(line)


@pytest.mark.parametrize(
    "line", ["copy.outerHTML;", "if (a.innerHTML === b)", "setTimeout(show, 5)", "a.onload = resolve"]
)
def test_what_makes_none_is_let_be(line):
    assert not MAKES_MARKUP.search(line)
