"""Text of HTML to its tree, however broken; what asks for more than any page needs is refused before it costs much."""

from __future__ import annotations

import re
from collections.abc import Mapping

import lxml.html
from lxml import etree

from importer.limits import MOST_ATTRIBUTES, MOST_DEPTH, MOST_HTML_BYTES, MOST_LINES, MOST_PAGE_ELEMENTS

# libxml2 ends the page at the first of these; browsers read on, and so do mail programs that put one page after another
_END_OF_PAGE = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
# Characters that XML does not allow would cut the text short
_NOT_ALLOWED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NO_SPACE = {"\x0b": " ", "\x0c": " ", "\x1c": " ", "\x1d": " ", "\x1e": " ", "\x1f": " "}
# Elements that never hold another: their end tags are mostly left out
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_HEAD = frozenset("base link meta noscript object script style template title".split())


class TooDeep(Exception):
    """The page is larger, its elements are nested deeper, or there are more of them, than any page needs."""


def parse_html(text: str) -> lxml.html.HtmlElement:
    """The tree of a page or of a fragment, however broken its markup; comments are left out.

    Raises:
        TooDeep: it is too large, nested too deep, or holds too many elements or attributes.
    """
    clean = _NOT_ALLOWED.sub(lambda match: _NO_SPACE.get(match[0], ""), _END_OF_PAGE.sub("", text)).encode()
    if len(clean) > MOST_HTML_BYTES:
        raise TooDeep(f"it has {len(clean):,} bytes of HTML; at most {MOST_HTML_BYTES:,} are read")
    if (lines := clean.count(b"\n")) > MOST_LINES:
        raise TooDeep(f"it has {lines:,} lines; at most {MOST_LINES:,} are read")
    # A tree takes time that grows with the square of an element's attributes: 100,000 of them took 40 s
    etree.HTML(clean or b"<p>", etree.HTMLParser(target=_Counter(), encoding="utf-8", no_network=True))
    parser = lxml.html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True, remove_comments=True
    )
    try:
        root = lxml.html.document_fromstring(clean or b"<p></p>", parser=parser, ensure_head_body=True)
    except etree.ParserError:  # nothing but comments
        return lxml.html.document_fromstring(b"<p></p>", ensure_head_body=True)
    # What libxml2 found too much it leaves out with all that follows
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise TooDeep(f"elements are nested more than {MOST_DEPTH} deep, or one of its texts is too long")
    _gather_body(root)
    return root


def _gather_body(root: lxml.html.HtmlElement) -> None:
    """Put what shows into the body: where a page leaves `<body>` out, libxml2 leaves newer elements in the head."""
    body, head = root.find("body"), root.find("head")
    for other in [*root.iter("body", "head")]:
        if other is not body and other is not head:  # one within another: browsers pass over the tag, and so do we
            other.tag = "div"
    at_body = root.index(body)
    beside = [child for child in root if child is not body and child is not head]
    below = [child for child in beside if root.index(child) > at_body]
    first = next((child for child in head if child.tag not in _HEAD or _shows(child.tail)), None)
    text, above = "", [child for child in beside if child not in below]
    if first is not None:
        behind = [*first.itersiblings()]
        if first.tag in _HEAD:  # only the text behind it shows
            text, first.tail = first.tail or "", None
            above = [*behind, *above]
        else:
            above = [first, *behind, *above]
    if above:
        above[-1].tail = _allowed((above[-1].tail or "") + (body.text or ""))
        body.text = _allowed(text)
    else:
        body.text = _allowed(text + (body.text or ""))
    for element in reversed(above):
        body.insert(0, element)
    body.extend(below)


def _allowed(text: str) -> str:
    """The text without what `&#1;` and the like stand for: libxml2 reads it, and lxml does not take it back."""
    return _NOT_ALLOWED.sub("", text)


def _shows(text: str | None) -> bool:
    return bool(text and text.strip())


class _Counter:
    """Counts a page's elements as they come, without keeping any."""

    def __init__(self) -> None:
        self.elements = 0
        self.depth = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.elements += 1
        self.depth += tag not in _VOID
        if self.elements > MOST_PAGE_ELEMENTS:
            raise TooDeep(f"it has more than {MOST_PAGE_ELEMENTS:,} elements")
        if self.depth > MOST_DEPTH:
            raise TooDeep(f"elements are nested more than {MOST_DEPTH} deep")
        if len(attributes) > MOST_ATTRIBUTES:
            raise TooDeep(f"one element has {len(attributes):,} attributes; at most {MOST_ATTRIBUTES} are read")

    def end(self, tag: str) -> None:
        self.depth -= tag not in _VOID

    def close(self) -> None:
        """What the parser asks for at the end; nothing was kept."""
