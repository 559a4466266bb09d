"""What the elements of HTML are to a reader: blocks, lists, pictures, bold type, what shows nothing of the article."""

from __future__ import annotations

import re

import lxml.html

# What shows no text of the article: programs, styles, controls, and what is shown only where something else fails
SILENT = frozenset(
    """
    script style template head title meta link iframe object embed applet svg canvas audio video map area
    input select option optgroup textarea datalist progress meter noframes frameset frame annotation annotation-xml
    """.split()
)
BLOCKS = frozenset(
    """
    address article aside body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form
    header hgroup html legend main nav p search section summary table tbody td tfoot th thead tr
    """.split()
)
LISTS = frozenset({"ul", "ol", "menu", "dir"})
PICTURES = frozenset({"img", "amp-img", "amp-anim"})
INLINE = frozenset("abbr cite em i small span strong b time label".split())
RANKS = {f"h{rank}": rank for rank in range(1, 7)}
_LOUD = frozenset({"b", "strong", "summary"})  # what opens an answer stands above it as a heading does
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_MOST_HEADING_WORDS = 40  # a heading that was never closed holds the whole page


def is_loud(element: lxml.html.HtmlElement) -> bool:
    """Does it set its text in bold, or as loudly?"""
    return element.tag in _LOUD or (
        element.tag in {"span", "p", "font", "div"} and _BOLD_STYLE.search(element.get("style") or "") is not None
    )


def is_long_heading(heading: lxml.html.HtmlElement) -> bool:
    """Does a heading hold more words than any has?"""
    count = 0
    for text in heading.itertext():
        count += len(text.split())
        if count > _MOST_HEADING_WORDS:
            return True
    return False


def opens_text(button: lxml.html.HtmlElement) -> bool:
    """Is this a question whose answer opens below it? Other buttons do something."""
    inside = {element.tag for element in button.iterancestors()} & {*RANKS, "summary", "dt"}
    opens = button.get("aria-expanded") is not None and button.get("aria-controls") is not None
    named = re.search(r"accordion|collapsible", button.get("class") or "", re.IGNORECASE) is not None
    return bool(inside) or opens or named


def counts_readers(picture: lxml.html.HtmlElement) -> bool:
    """Is this one of the pictures that only count readers?"""
    return picture.get("width") in {"0", "1"} or picture.get("height") in {"0", "1"}


def decode_email(code: str) -> str:
    """An address that a page hides from programs that collect them; its first byte is the key to the others."""
    if len(code) > 500 or not re.fullmatch(r"(?:[0-9a-fA-F]{2}){2,}", code):
        return ""
    key, *rest = bytes.fromhex(code)
    return bytes(byte ^ key for byte in rest).decode("utf-8", errors="replace")
