"""What a page's Markdown becomes, held against what the site may hold: tags, attributes and addresses.

This is the second of three layers (HOSTILE.md, point 2): the importer escapes what documents say, this refuses what a
page says all the same, whoever wrote it, and the built pages are looked at once more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from markdown import Markdown

from importer.hidden_characters import find_hidden
from importer.limits import MOST_BRACKET_STEPS, MOST_FENCES, MOST_HEADINGS
from importer.references import decode_references
from importer.shown_addresses import shows_another_address
from importer.urls import resolve_link, web_address

# Those of mkdocs.yml, with `fenced_code`, which MkDocs adds; a test holds the two together
EXTENSIONS = ("toc", "tables", "fenced_code", "sane_lists")
EXTENSION_SETTINGS: dict[str, dict[str, Any]] = {
    "toc": {"permalink": False},
    "tables": {"use_align_attribute": True},
}
# What Markdown makes of the marks that the site knows, and nothing else
_ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset({"href", "title"}), "img": frozenset({"src", "alt", "title"}), "code": frozenset({"class"}),
    "ol": frozenset({"start"}), "th": frozenset({"align"}), "td": frozenset({"align"}),
    **{f"h{rank}": frozenset({"id"}) for rank in range(1, 7)},
    **dict.fromkeys(("p", "ul", "li", "blockquote", "pre", "em", "strong", "hr", "br", "table", "thead", "tbody", "tr"),
                    frozenset()),
}  # fmt: skip
_EMPTY = frozenset({"img", "hr", "br"})
# A tag as Python-Markdown writes it. Whatever else begins with “<” is not its own, and browsers may read it otherwise.
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]{0,20})(?P<attributes>(?: [a-z]{1,20}=\"[^\"<>]*\")*)(?P<empty> ?/)?>"
)
_ATTRIBUTE = re.compile(r" ([a-z]+)=\"([^\"]*)\"")
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]{0,40})")
_CODE_CLASS = re.compile(r"language-[\w+#.-]{1,30}")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_FENCES = ("```", "~~~")
_GAP = re.compile(r"\n[ \t]*\n")
# Links in the form that most have: to a web address or a page of the site, without brackets or quotation marks
_PLAIN_LINK = re.compile(
    r"(?<![!\\])\[(?P<words>[^\[\]<`\\]{1,300})\]"
    r"\((?:(?P<web>https?://[\w.,:/?&=%~#+;-]{1,500})|(?:\.\./){0,5}[\w-][\w./-]{0,200}(?:#[\w-]{0,100})?)\)",
    re.ASCII,
)
_HEADINGS = re.compile(r"^(?:#|(?:=+|-+)[ ]*$)", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RenderingFault:
    """What a page's text would become and may not: a `tag`, an `attribute`, a link's or a picture's `address`.

    `subject` is the tag's name, the attribute's, or the address; `tag` the element that has the attribute. A `disguise`
    is a link to `subject` whose words, here `tag`, show another address. A text that cannot be rendered at all has the
    kind `broken`.
    """

    kind: Literal["tag", "attribute", "link", "picture", "disguise", "broken"]
    subject: str
    tag: str = ""


def _render(text: str) -> str:
    """Its HTML, by the extensions that the site is built with.

    Each text has a `Markdown` of its own, as in MkDocs: one that broke off over lists nested too deep takes HTML in all
    later texts for words, whatever is reset.
    """
    rendered: str = Markdown(extensions=list(EXTENSIONS), extension_configs=EXTENSION_SETTINGS).convert(text)
    return rendered


def find_rendering_faults(text: str) -> tuple[RenderingFault, ...]:
    """Whatever a page's text becomes that the site may not hold, in order; each once."""
    without_plain_links = _PLAIN_LINK.sub(
        lambda link: "" if _is_harmless(link["words"], link["web"]) else link[0], text
    )
    if reason := _too_costly(without_plain_links):
        return (RenderingFault("broken", reason),)
    if "<" in text or any(fence in text for fence in _FENCES):
        return _faults_of(text)
    # Without “<” and code fences only what has “[” can become more than text; rendered without the rest it becomes at
    # least what it does within it. Only where that finds a fault, the whole has to be rendered.
    if "[" not in without_plain_links:
        return ()
    parts = "\n\n".join(part for part in _GAP.split(text) if "[" in part)
    return _faults_of(text) if _faults_of(_INDENT.sub("", parts)) else ()


def _is_harmless(words: str, web: str | None) -> bool:
    if web is None:
        return True
    address = decode_references(web)
    # Signs of emphasis may part the address that the words show
    return bool(web_address(address)) and not shows_another_address(
        decode_references(words.replace("*", "").replace("_", "")), address
    )


def _too_costly(text: str) -> str:
    """Why rendering would take very long, with the square of some count; empty where it does not.

    Measured with Python-Markdown 3.11: 16,000 times “[” in one paragraph 23 s, 20,000 equal headings 8 s, 20,000 fences
    11 s, 16,000 times “<a ” 12 s.
    """
    if len(_HEADINGS.findall(text)) > MOST_HEADINGS:
        return f"it has more than {MOST_HEADINGS} headings"
    if sum(text.count(fence) for fence in _FENCES) > MOST_FENCES:
        return f"it has more than {MOST_FENCES} marks of code"
    if sum(part.count("[") * len(part) for part in _GAP.split(text)) > MOST_BRACKET_STEPS:
        return "one paragraph has too many square brackets that open no link"
    if text.count("<") * len(text) > MOST_BRACKET_STEPS:
        return "it has too many of the sign “<”"
    return ""


def _faults_of(text: str) -> tuple[RenderingFault, ...]:
    try:
        rendered = _render(text)
    except RecursionError:
        return (RenderingFault("broken", "its marks are nested too deep"),)
    return tuple(dict.fromkeys(_html_faults(rendered)))


def _html_faults(rendered: str) -> Iterator[RenderingFault]:
    opened: list[str] = []
    link = link_at = 0  # where the tag of the last link begins, and where its words do
    at = rendered.find("<")
    while at >= 0:
        tag = _TAG.match(rendered, at)
        if tag is None:
            begun = _NAME.match(rendered, at)
            yield RenderingFault("tag", begun[1].lower() if begun else rendered[at : at + 2])
        elif tag["name"] not in _ATTRIBUTES:
            yield RenderingFault("tag", tag["name"])
        elif tag["end"]:
            if tag["name"] not in opened:
                yield RenderingFault("tag", f"/{tag['name']}")
                opened.append(tag["name"])
            while (last := opened.pop()) != tag["name"]:
                yield RenderingFault("tag", last)
            if last == "a" and link_at:
                yield from _disguise_faults(rendered[link:link_at], rendered[link_at:at])
        else:
            if tag["name"] not in _EMPTY:
                opened.append(tag["name"])
            link, link_at = (at, tag.end()) if tag["name"] == "a" else (link, link_at)
            yield from _attribute_faults(tag["name"], tag["attributes"])
        at = rendered.find("<", at + 1)
    for name in opened:
        yield RenderingFault("tag", name)


def _attribute_faults(name: str, attributes: str) -> Iterator[RenderingFault]:
    for attribute, escaped in _ATTRIBUTE.findall(attributes):
        value = decode_references(escaped)
        if attribute not in _ATTRIBUTES[name] or (attribute == "class" and not _CODE_CLASS.fullmatch(value)):
            yield RenderingFault("attribute", attribute, name)
        elif attribute == "href" and not is_allowed_target(value):
            yield RenderingFault("link", value)
        elif attribute == "src" and not is_within_site(value):
            yield RenderingFault("picture", value)


def _disguise_faults(opening: str, content: str) -> Iterator[RenderingFault]:
    words = decode_references(_TAG.sub("", content))
    for attribute, escaped in _ATTRIBUTE.findall(opening):
        if attribute == "href" and shows_another_address(words, decode_references(escaped)):
            yield RenderingFault("disguise", decode_references(escaped), " ".join(words.split()))


def is_allowed_target(target: str) -> bool:
    """May a link of a page lead there: to a web address, an e-mail address, or within the site?"""
    if _SCHEME.match(target):
        return bool(web_address(target)) or resolve_link(target) == target
    return is_within_site(target)


def is_within_site(target: str) -> bool:
    r"""Is it an address within the site, as every browser reads it?

    Browsers drop tabs and line ends and take `\` for `/` (WHATWG URL, 4.4), so none of these may stand there.
    """
    plain = target.strip()
    return (
        plain == target
        and not _SCHEME.match(target)
        and not target.startswith("//")
        and not re.search(r"[\x00-\x1f\x7f\\]", target)
        and next(find_hidden(target), None) is None
    )
