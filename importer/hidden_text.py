"""Which elements of a page a browser does not show: injected links are hidden so, and so are texts for few readers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import lxml.html

from importer.limits import MOST_STYLE_CHARACTERS
from importer.shapes import is_prose
from importer.text import fold, word_count

HIDDEN = "hidden text"
FOR_SCREEN_READERS = "text for screen readers only"
_OFF_SCREEN = (
    r"(?<![-\w])(?:(?:left|right|top|bottom|text-indent)\s*:\s*-\s*\d{3,}|margin-(?:left|top|right)\s*:\s*-\s*\d{4,})"
    r"(?:\.\d+)?(?:px|em|rem|pt|\s*[;!]|\s*$)"
    r"|translate[xy]?\(\s*-\s*\d{4,}px|clip(?:-path)?\s*:\s*(?:rect\(\s*(?:0|1px)[\s,]|inset\(\s*(?:50|100)%)"
)
_ZERO = r"max-(?:height|width)\s*:\s*0(?:px|em|rem|pt|%)?\s*(?:[;!]|$)"
_NO_BOX = r"(?:^|[;\s])(?:height|width)\s*:\s*[01](?:px)?\s*(?:[;!]|$)"
_SURELY_HIDDEN = re.compile(rf"display\s*:\s*none|{_OFF_SCREEN}|{_ZERO}", re.IGNORECASE)
_NO_SIZE = re.compile(r"font-size\s*:\s*(?:0(?:px|em|rem|pt|%)?\s*(?:[;!]|$)|(?:0?\.\d+|1)px)", re.IGNORECASE)
_FONT_SIZE = re.compile(r"font(?:-size)?\s*:", re.IGNORECASE)
_BOX = re.compile(_NO_BOX, re.IGNORECASE)
_CLIPPED = re.compile(r"overflow\s*:\s*hidden", re.IGNORECASE)
# Pages that fade their text in say this of the article too, until a script has run
_PERHAPS_HIDDEN = re.compile(r"visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:[;!]|$)", re.IGNORECASE)
_SHEET_HIDES = re.compile(rf"display\s*:\s*none|visibility\s*:\s*hidden|{_OFF_SCREEN}|font-size\s*:\s*0", re.IGNORECASE)
_RULE = re.compile(r"(?<![^{}])([^{}]++)\{([^{}]*+)\}")
_MOST_SELECTORS, _MOST_RULES = 300, 2_000  # characters
_SELECTOR = re.compile(r"[\w-]*(?P<name>[.#][\w-]+)")
_SCREEN_READERS = re.compile(
    r"(?:^|[\s_-])(?:sr-only|(?:visually|visibly)-?hidden|screen-?reader(?:-text|s?-only|-only)?|element-invisible"
    r"|a11y-hidden|u-hidden-visually|assistive-text|hidden-accessible)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LEAST_LINKED = 0.5


@dataclass(frozen=True, slots=True)
class Hiding:
    """What a page says about showing its elements: the ids that a control can open, the names that its style hides."""

    openable: frozenset[str] = field(default=frozenset())
    styled: frozenset[str] = field(default=frozenset())

    def reason(self, element: lxml.html.HtmlElement) -> str:
        """Why a browser shows nothing of the element; empty where it does, or where a reader can open it."""
        style = element.get("style") or ""
        css_class = element.get("class") or ""
        if element.get("hidden") not in {None, "until-found"} or _is_off(style) or _is_tiny(element, style):
            return "" if self._can_be_opened(element) else HIDDEN
        if element.tag == "dialog" and element.get("open") is None:
            return HIDDEN
        if css_class and _SCREEN_READERS.search(css_class):
            return FOR_SCREEN_READERS
        if (_PERHAPS_HIDDEN.search(style) or self._is_styled_away(element, css_class)) and _is_mostly_links(element):
            return HIDDEN
        return ""

    def _can_be_opened(self, element: lxml.html.HtmlElement) -> bool:
        """Is this a panel behind a tab or a question? What it holds is part of the page."""
        return element.get("id", "") in self.openable or element.get("role") == "tabpanel"

    def _is_styled_away(self, element: lxml.html.HtmlElement, css_class: str) -> bool:
        if not self.styled:
            return False
        names = {f".{name}" for name in css_class.split()} | {f"#{element.get('id', '')}"}
        return not names.isdisjoint(self.styled)


def find_hiding(root: lxml.html.HtmlElement) -> Hiding:
    """What the controls and style sheets of a page say about showing its elements."""
    openable: set[str] = set()
    styled: set[str] = set()
    for element in root.iter("a", "button", "summary", "label", "div", "span", "h2", "h3", "h4", "li", "dt"):
        for name in ("aria-controls", "data-target", "data-bs-target", "for", "href"):
            value = element.get(name)
            if value and (name != "href" or value.startswith("#")):
                openable.update(part.lstrip("#") for part in value.split()[:5])
    for sheet in root.iter("style"):
        for selectors, rules in _RULE.findall((sheet.text or "")[:MOST_STYLE_CHARACTERS]):
            if _SHEET_HIDES.search(rules[:_MOST_RULES]):
                last = selectors[-_MOST_SELECTORS:].split(",")
                found = (_SELECTOR.fullmatch(selector.strip()) for selector in last)
                styled.update(match["name"] for match in found if match)
    return Hiding(frozenset(openable - {""}), frozenset(styled))


def holds_sentences(text: str) -> bool:
    """Is this text of some length? Then an editor should see whether it is the article's."""
    plain = fold(text)
    return is_prose(plain) or word_count(plain) > 25


def _is_off(style: str) -> bool:
    if not style:
        return False
    return bool(_SURELY_HIDDEN.search(style)) or bool(_BOX.search(style) and _CLIPPED.search(style))


def _is_tiny(element: lxml.html.HtmlElement, style: str) -> bool:
    """Is the text of no size? Newsletters set it so on a box, and give the words in it a size of their own."""
    if not _NO_SIZE.search(style):
        return False
    return not any(
        _FONT_SIZE.search(own) and not _NO_SIZE.search(own)
        for inner in element.iterdescendants("*")
        if (own := inner.get("style") or "")
    )


def _is_mostly_links(element: lxml.html.HtmlElement) -> bool:
    text = word_count(element.text_content())
    linked = sum(word_count(link.text_content()) for link in element.iter("a") if link.get("href"))
    return text > 0 and linked >= text * _LEAST_LINKED
