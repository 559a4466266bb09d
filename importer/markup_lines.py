"""HTML to the lines of its text: what is a heading, a list item, a quotation or a table, and where its links lead.

Nothing of the markup itself is kept, nothing is loaded and nothing runs; pictures become the text that stands for them.
What a browser would not show is left out and told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import lxml.html

from importer.bold_headings import settle_bold_headings
from importer.hidden_text import Hiding, find_hiding
from importer.html_tree import TooDeep, parse_html
from importer.markup_tables import find_layout_tables
from importer.markup_writer import Page, Writer
from importer.placed_lines import MarkedText
from importer.records import Line

__all__ = ["TooDeep", "fragment_lines", "fragment_text", "mark_text", "markup_lines", "parse_html"]


def markup_lines(root: lxml.html.HtmlElement, base: str = "") -> list[Line]:
    """The lines of an element's text, numbered from 1, with an empty one between paragraphs.

    `base` is the address from which its links are reckoned. See `mark_text` for what they leave out.
    """
    return mark_text(root, base).lines


def fragment_lines(html: str, base: str = "") -> list[Line]:
    """The lines of a piece of HTML, as feeds and e-mails carry it. See `fragment_text` for what they leave out.

    Raises:
        TooDeep: it is nested too deep, or holds too many elements.
    """
    return fragment_text(html, base).lines


def fragment_text(html: str, base: str = "") -> MarkedText:
    """The lines of a piece of HTML, as feeds and e-mails carry it, and what was left out of them.

    Raises:
        TooDeep: it is nested too deep, or holds too many elements.
    """
    root = parse_html(html)
    return mark_text(root.body, base, hiding=find_hiding(root))


def mark_text(
    root: lxml.html.HtmlElement,
    base: str = "",
    regions: Sequence[lxml.html.HtmlElement] = (),
    hiding: Hiding | None = None,
) -> MarkedText:
    """The lines of an element's text with their places, and what was left out.

    No line crosses the edge of one of the `regions`, so that whoever names them can take them out.
    """
    page = Page(base, hiding or find_hiding(root), find_layout_tables(root), frozenset(regions))
    writer = Writer(page)
    writer.write(root)
    numbered = [replace(each.line, number=number) for number, each in enumerate(writer.placed, 1)]
    lines = settle_bold_headings(numbered, [each.linked for each in writer.placed])
    placed = (replace(each, line=line) for each, line in zip(writer.placed, lines, strict=True))
    return MarkedText(tuple(placed), tuple(writer.all_left_out()))
