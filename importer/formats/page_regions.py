"""The parts of a web page that say of themselves that they are no part of its article: menus, share bars, comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

import lxml.html

from importer.hidden_text import holds_sentences
from importer.text import fold, is_blank, word_count, word_list, words

# What each kind of region is called in a note
KINDS: Mapping[str, str] = {
    "navigation": "the page's navigation",
    "header": "the page's header",
    "footer": "the page's footer",
    "sidebar": "the page's side column",
    "cookies": "the notice about cookies",
    "share": "the share bar",
    "related": "a box of other articles",
    "comments": "the readers' comments",
    "newsletter": "the sign-up for a newsletter",
    "breadcrumb": "the page's trail of links",
    "advert": "an advertisement",
    "promotion": "the publisher's appeal",
    "form": "a form",
    "feedback": "the box that asks for feedback",
    "contents": "the page's list of contents",
    "history": "the page's history of changes",
    "details": "the article's details",
    "tags": "the article's tags",
    "author": "the box about the author",
    "tools": "the page's tools",
}
# These hold no sentence of an article, whatever they hold; the others stay where they hold sentences of their own
_SURE = frozenset(
    {"navigation", "cookies", "share", "related", "comments", "newsletter", "breadcrumb", "advert", "feedback"}
    | {"history"}
)
_ROLES = {
    "navigation": "navigation",
    "menu": "navigation",
    "menubar": "navigation",
    "banner": "header",
    "contentinfo": "footer",
    "search": "form",
    "complementary": "sidebar",
    "dialog": "cookies",
    "alertdialog": "cookies",
}
_TAGS = {"nav": "navigation", "header": "header", "footer": "footer", "aside": "sidebar", "form": "form"}
_ITEM_TYPES = {
    "sitenavigationelement": "navigation",
    "wpheader": "header",
    "wpfooter": "footer",
    "wpsidebar": "sidebar",
    "wpadblock": "advert",
    "comment": "comments",
    "usercomments": "comments",
    "breadcrumblist": "breadcrumb",
}
_FILED_UNDER = frozenset({"category", "tag", "term", "topic", "subject"})
_ABOUT_COOKIES = re.compile(
    r"cookie|cwci|consent|gdpr|privacy|personal data|your data|our partners|tracking", re.IGNORECASE
)
_PLACES = frozenset({"header", "footer", "sidebar"})
# Names that speak of the page as a whole: “has-sidebar”, “no-comments”, “with-navigation”, “js-cookies”
_ABOUT_OTHERS = frozenset(
    {
        "has",
        "have",
        "no",
        "not",
        "with",
        "without",
        "is",
        "hide",
        "hidden",
        "show",
        "enable",
        "disable",
        "layout",
        "page",
    }
)
_NAME_WORDS = re.compile(r"[A-Z]?[a-z\d]+|[A-Z]+(?![a-z])")
_MOST_NAME_WORDS = 7
_MOST_FORM_WORDS = 80
_HEADINGS = ("h2", "h3", "h4", "h5", "h6", "legend", "strong", "b", "p", "div", "span", "summary", "dt")
_INLINE = frozenset({"strong", "b", "span"})
_PHRASES = frozenset("abbr b cite em font i label small span strong sub sup time u".split())
_MOST_BELOW = 40
_RANKED = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INPUTS = frozenset({"text", "email", "search", "password", "tel", "checkbox", "submit", "radio"})


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the page, the kind of part it says it is, and whether that alone decides."""

    element: lxml.html.HtmlElement
    kind: str
    is_sure: bool


def find_regions(root: lxml.html.HtmlElement, protected: frozenset[lxml.html.HtmlElement]) -> tuple[Region, ...]:
    """The parts of a page that say what they are, in its own order; those that hold a `protected` element never do."""
    found: dict[lxml.html.HtmlElement, Region] = {}
    amid_text: dict[lxml.html.HtmlElement, bool] = {}
    for element in root.iterdescendants("*"):
        if (
            element in protected
            or not isinstance(element.tag, str)
            or element.tag in {"a", "br", "img", "html", "body"}
        ):
            continue
        kind = _kind_of(element)
        if kind and not (element.tag in _PHRASES and _is_amid_text(element, amid_text)):
            is_named = element.tag not in {"header", "footer", "aside", "form"} or kind != _TAGS[element.tag]
            is_sure = (kind in _SURE and is_named) or _is_own_form(element, kind)
            named = " ".join(element.get(name) or "" for name in ("id", "class", "aria-label"))
            if kind == "cookies" and not _ABOUT_COOKIES.search(f"{named} {element.text_content()}"):
                is_sure = False  # a dialogue may hold anything
            found[element] = Region(element, kind, is_sure)
    for element, kind in _headed(root, protected):
        found.setdefault(element, Region(element, kind, kind in _SURE))
    for element in root.iterdescendants("ul", "ol"):
        if element not in protected and element not in found and _is_contents(element):
            found[element] = Region(element, "contents", is_sure=True)
    return tuple(found[element] for element in root.iterdescendants("*") if element in found)


def _is_amid_text(element: lxml.html.HtmlElement, known: dict[lxml.html.HtmlElement, bool]) -> bool:
    """Does this piece of a line stand in a paragraph of text (“CAIRO — A man has …”, the place in a box of its own)?"""
    block = next((each for each in element.iterancestors() if each.tag not in _PHRASES), element)
    if block not in known:
        known[block] = block.tag not in {"body", "main", "article"} and holds_sentences(block.text_content())
    return known[block]


def label_kind(text: str) -> str:
    """The kind of region that a heading opens (“Related articles”); empty for a heading of an article."""
    plain = fold(text).casefold().replace("’", "'")
    if not plain or word_count(plain) > 8:
        return ""
    if not _any_label().fullmatch(plain):
        return ""
    return next((kind for pattern, kind in _labels() if pattern.fullmatch(plain)), "")


@cache
def _any_label() -> re.Pattern[str]:
    """All labels as one pattern: most headings are none, and told so at once."""
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in _labels()))


@cache
def _labels() -> tuple[tuple[re.Pattern[str], str], ...]:
    made = []
    for entry in word_list("page_region_headings"):
        label, _, kind = entry.rpartition(" = ")
        pattern = re.escape(label.casefold()).replace(r"\*", ".*").replace("<number>", r"\d+")
        made.append((re.compile(pattern), kind))
    return tuple(made)


@cache
def _names() -> Mapping[tuple[str, ...], str]:
    entries = (entry.rpartition(" = ") for entry in word_list("page_regions"))
    return {tuple(name.split()): kind for name, _, kind in entries}


def _kind_of(element: lxml.html.HtmlElement) -> str:
    """What the element's tag, role, type or name says it is; empty where none says anything."""
    if role := _ROLES.get((element.get("role") or "").strip().casefold()):
        return role
    item_type = re.split(r"[/#]", (element.get("itemtype") or "").strip())[-1].casefold()
    if item_type in _ITEM_TYPES:
        return _ITEM_TYPES[item_type]
    if element.tag == "nav":
        label = fold(element.get("aria-label") or "")
        return label_kind(label) or "navigation"
    for value in (*(element.get("class") or "").split()[:30], element.get("id")):
        if value and (kind := _kind_of_name(value)) and not _is_named_after_heading(element, value):
            return kind
    if element.tag in _TAGS:
        return _TAGS[element.tag]
    label = fold(element.get("aria-label") or "")
    return label_kind(label) if label and element.tag in {"section", "div", "ul"} else ""


def _is_named_after_heading(element: lxml.html.HtmlElement, name: str) -> bool:
    """Is this the name of a section of the text, made from its heading (`id="sharing-with-parents"`)?"""
    if element.get("id") != name:
        return False
    heading = next(element.iter(*sorted(_RANKED)), None)
    said = [part.casefold() for part in _NAME_WORDS.findall(name)]
    if heading is None or label_kind(heading.text_content()):
        return False
    return bool(said) and set(said) <= set(words(heading.text_content()))


@lru_cache(maxsize=4096)
def _kind_of_name(name: str) -> str:
    parts = [part.casefold() for part in _NAME_WORDS.findall(name[:100])]
    if not parts or len(parts) > _MOST_NAME_WORDS or _ABOUT_OTHERS & {parts[0], parts[-1]}:
        return ""
    names = _names()
    if parts[0] in _FILED_UNDER:  # WordPress writes the categories of a post on it: “category-social-media”
        return names.get(tuple(parts), "")
    found = [
        kind
        for length in (3, 2, 1)
        for start in range(len(parts) - length, -1, -1)
        if (kind := names.get(tuple(parts[start : start + length])))
    ]
    # “donate-banner”, “article-header-share”: what it is for says more than where it stands
    return next((kind for kind in found if kind not in _PLACES), found[0] if found else "")


def _is_own_form(element: lxml.html.HtmlElement, kind: str) -> bool:
    """Is this a form to fill in? A page-wide one (ASP.NET) holds the page as well."""
    if kind != "form" or element.tag != "form":
        return False
    fields = [each for each in element.iter("input") if (each.get("type") or "text").casefold() in _INPUTS]
    has_fields = bool(fields) or next(element.iter("textarea", "select"), None) is not None
    return has_fields and word_count(element.text_content()) <= _MOST_FORM_WORDS


def _headed(
    root: lxml.html.HtmlElement, protected: frozenset[lxml.html.HtmlElement]
) -> Iterator[tuple[lxml.html.HtmlElement, str]]:
    """The parts that a heading such as “Related articles” opens: the box it stands in, else what follows it."""
    for heading in root.iterdescendants(*_HEADINGS):
        if heading in protected or (len(heading) > 1 and heading.tag not in _RANKED):
            continue
        text = heading.text_content()
        if len(text) > 120 or not (kind := label_kind(text)):
            continue
        box = heading
        while (parent := box.getparent()) is not None and parent not in protected and _opens_with(parent, box):
            if parent.tag in {"body", "main", "article", "td"} or (heading.tag in _INLINE and _goes_on(parent, text)):
                break
            box = parent
        if box is heading and heading.tag in _INLINE:
            continue
        if kind == "comments" and not _takes_comments(box):
            continue
        yield box, kind
        if box is heading:
            yield from ((each, kind) for each in _below(heading, protected))


def _goes_on(parent: lxml.html.HtmlElement, label: str) -> bool:
    """Does a sentence go on behind words in bold (“**Contents** of the bag were …”)?"""
    return holds_sentences(parent.text_content()[len(label) :])


def _takes_comments(box: lxml.html.HtmlElement) -> bool:
    """Can comments be written here, or answered? An article may have a heading “Comments” too."""
    around = box.getparent() if box.tag in _RANKED else box
    if around is None:
        return False
    has_form = next(around.iter("textarea"), None) is not None
    return has_form or any(
        re.search(r"\b(?:repl(?:y|ies)|says:?)\b", link.text_content(), re.I) for link in around.iter("a", "cite")
    )


def _opens_with(parent: lxml.html.HtmlElement, box: lxml.html.HtmlElement) -> bool:
    """Is this the first thing in its parent that shows?"""
    if not is_blank(parent.text or ""):
        return False
    return all(is_blank(each.text_content()) and is_blank(each.tail or "") for each in box.itersiblings(preceding=True))


def _below(
    heading: lxml.html.HtmlElement, protected: frozenset[lxml.html.HtmlElement]
) -> Iterator[lxml.html.HtmlElement]:
    """What a heading without a box of its own stands over: what follows, to the next heading or paragraph of text."""
    most = _MOST_BELOW if heading.tag in _RANKED else 1
    for sibling in islice(heading.itersiblings(), most):
        if sibling in protected or sibling.tag in _RANKED or not is_blank(heading.tail or ""):
            return
        if sibling.tag in {"p", "blockquote", "table"} and holds_sentences(sibling.text_content()):
            return
        yield sibling


def _is_contents(element: lxml.html.HtmlElement) -> bool:
    """Is this a list of links to places of its own page, and nothing else?"""
    links = [link for link in element.iter("a") if link.get("href")]
    if len(links) < 2 or not all("#" in link.get("href")[:1] for link in links):
        return False
    linked: Sequence[str] = [fold(link.text_content()) for link in links]
    shown = fold(element.text_content()).replace(" ", "")
    return sum(len(text.replace(" ", "")) for text in linked) * 10 >= len(shown) * 9 and max(map(len, linked)) > 3
