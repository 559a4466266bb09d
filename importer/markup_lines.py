"""HTML to the lines of its text: what is a heading, a list item, a quotation or a table, and where its links lead.

Nothing of the markup itself is kept, nothing is loaded and nothing runs; pictures become the text that stands for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import lxml.html
from lxml import etree

from importer.limits import MOST_DEPTH, MOST_ELEMENTS
from importer.records import BlockKind, Cell, Line, Link, Markup
from importer.shapes import is_headline_like, is_image_file
from importer.text import fold, is_blank
from importer.urls import resolve_link

# What shows no text of the article: programs, styles, controls, and what is shown only where something else fails
_SILENT = frozenset(
    """
    script style template noscript head title meta link iframe object embed applet svg math canvas audio video map
    input select option textarea button datalist progress meter dialog noframes frameset frame
    """.split()
)
_BLOCKS = frozenset(
    """
    address article aside body caption center dd details div dl dt fieldset figcaption figure footer form header hgroup
    html legend li main nav ol p pre search section summary table tbody td tfoot th thead tr ul
    """.split()
)
_RANKS = {f"h{rank}": rank for rank in range(1, 7)}
_BOLD_RANK = 7  # a paragraph all in bold that heads what follows ranks below every real heading
_BOLD = frozenset({"b", "strong"})
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![\d.])|opacity\s*:\s*0(?![\d.])"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)


class TooDeep(Exception):
    """Elements are nested deeper, or there are more of them, than any page needs."""


def parse_html(text: str) -> lxml.html.HtmlElement:
    """The tree of a page or of a fragment, however broken its markup.

    Raises:
        TooDeep: it is nested too deep, or holds too many elements.
    """
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True)
    # Characters that XML does not allow would cut the text short
    clean = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", text)
    try:
        root = lxml.html.document_fromstring(clean.encode() or b"<p></p>", parser=parser, ensure_head_body=True)
    except etree.ParserError:
        root = lxml.html.document_fromstring(b"<p></p>", parser=parser, ensure_head_body=True)
    if any("Excessive depth" in error.message or "huge" in error.message for error in parser.error_log):
        raise TooDeep(f"elements are nested more than {MOST_DEPTH} deep")
    for number, _ in enumerate(root.iter(), 1):
        if number > MOST_ELEMENTS:
            raise TooDeep(f"it has more than {MOST_ELEMENTS:,} elements")
    return root


def markup_lines(root: lxml.html.HtmlElement, base: str = "") -> list[Line]:
    """The lines of an element's text, numbered from 1, with an empty one between paragraphs.

    `base` is the address from which its links are reckoned.
    """
    writer = _Writer(base)
    writer.walk(root)
    writer.flush()
    return writer.numbered()


def fragment_lines(html: str, base: str = "") -> list[Line]:
    """The lines of a piece of HTML, as feeds and e-mails carry it.

    Raises:
        TooDeep: it is nested too deep, or holds too many elements.
    """
    return markup_lines(parse_html(html).body, base)


def is_hidden(element: lxml.html.HtmlElement) -> bool:
    """Does a browser show nothing of the element? Injected links are hidden so."""
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or _HIDDEN_STYLE.search(element.get("style") or "") is not None
    )


@dataclass(slots=True)
class _Run:
    """Words that stand together in one paragraph, with the address they lead to and whether they are bold."""

    text: str
    url: str = ""
    is_bold: bool = False


@dataclass(slots=True)
class _List:
    """A list that is open: its kind and the number of its next item; an item that has shown no text yet is fresh."""

    kind: BlockKind
    next_number: int = 1
    is_fresh: bool = False


@dataclass(slots=True)
class _Writer:
    """The lines written so far, and the paragraph in hand."""

    base: str
    lines: list[Line] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    quotes: int = 0
    rank: int = 0
    urls: list[str] = field(default_factory=list)
    bold: int = 0
    line_breaks: bool = False

    def walk(self, element: lxml.html.HtmlElement) -> None:
        """Write an element's text, then nothing of what follows it."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _SILENT or is_hidden(element):
            return
        if tag == "br":
            self.flush(is_break=True)
        elif tag == "hr":
            self.flush()
        elif tag == "img":
            self._add_picture(element)
        elif tag == "table" and (rows := _data_rows(element, self.base)):
            self.flush()
            text = fold(" ".join(cell.text for row in rows for cell in row))
            self._add_line(Line(0, text, Markup("table", rows=rows)))
        elif tag == "pre":
            self._walk_preformatted(element)
        elif tag in _RANKS:
            self._walk_heading(element, _RANKS[tag])
        elif tag in {"ul", "ol", "menu", "dir"}:
            self._walk_list(element)
        elif tag == "li":
            self._walk_item(element)
        elif tag == "blockquote":
            self.flush()
            self.quotes += 1
            self._walk_inside(element)
            self.flush()
            self.quotes -= 1
        elif tag == "a" and element.get("href"):
            self.urls.append(resolve_link(element.get("href"), self.base))
            self._walk_inside(element)
            self.urls.pop()
        elif tag in _BOLD:
            self.bold += 1
            self._walk_inside(element)
            self.bold -= 1
        elif tag in _BLOCKS:
            self.flush()
            self._walk_inside(element)
            self.flush()
        else:
            self._walk_inside(element)

    def _walk_inside(self, element: lxml.html.HtmlElement) -> None:
        self._add_text(element.text)
        for child in element:
            self.walk(child)
            self._add_text(child.tail)

    def _walk_preformatted(self, element: lxml.html.HtmlElement) -> None:
        self.flush()
        for line in str(element.text_content()).split("\n"):
            self._add_text(line)
            self.flush(is_break=True)
        self.flush()

    def _walk_heading(self, element: lxml.html.HtmlElement, rank: int) -> None:
        self.flush()
        self.rank = rank
        self._walk_inside(element)
        self.flush()
        self.rank = 0

    def _walk_list(self, element: lxml.html.HtmlElement) -> None:
        self.flush()
        start = element.get("start") or "1"
        kind: BlockKind = "number" if element.tag == "ol" else "bullet"
        self.lists.append(_List(kind, int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1))
        self._walk_inside(element)
        self.flush()
        self.lists.pop()

    def _walk_item(self, element: lxml.html.HtmlElement) -> None:
        self.flush()
        if not self.lists:  # an item that lost its list
            self.lists.append(_List("bullet", is_fresh=True))
            self._walk_inside(element)
            self.flush()
            self.lists.pop()
            return
        self.lists[-1].is_fresh = True
        self._walk_inside(element)
        self.flush()
        self.lists[-1].is_fresh = False

    def _add_text(self, text: str | None) -> None:
        if text:
            self.runs.append(_Run(text, next((url for url in reversed(self.urls) if url), ""), self.bold > 0))

    def _add_picture(self, element: lxml.html.HtmlElement) -> None:
        alternative = fold(element.get("alt") or "")
        if not any(character.isalpha() for character in alternative):
            self._add_text(element.get("alt"))  # an emoji, as feeds of WordPress have them
        elif not is_image_file(alternative):
            self.pictures.append(alternative)

    def flush(self, *, is_break: bool = False) -> None:
        """End the paragraph in hand; a mere line break leaves no empty line below it."""
        text, links = _join(self.runs)
        is_bold = all(run.is_bold for run in self.runs if not is_blank(run.text))
        self.runs.clear()
        if text:
            self._add_line(self._marked(text, links, is_bold=is_bold), is_break=is_break)
        for picture in self.pictures:
            self._add_line(Line(0, picture, Markup("picture")))
        self.pictures.clear()
        if not is_break:
            self.line_breaks = False

    def _marked(self, text: str, links: tuple[Link, ...], *, is_bold: bool) -> Line:
        if self.rank:
            return Line(0, text, Markup("heading", self.rank, links=links))
        if self.quotes:
            return Line(0, text, Markup("quote", links=links))
        if self.lists:
            level, inner = len(self.lists) - 1, self.lists[-1]
            if not inner.is_fresh:
                return Line(0, text, Markup("continuation", level, links=links))
            inner.is_fresh = False
            number = inner.next_number if inner.kind == "number" else 0
            inner.next_number += 1
            return Line(0, text, Markup(inner.kind, level, number, links))
        if is_bold and is_headline_like(text, 15) and not self.line_breaks:
            return Line(0, text, Markup("heading", _BOLD_RANK, links=links))
        return Line(0, text, Markup("paragraph", links=links))

    def _add_line(self, line: Line, *, is_break: bool = False) -> None:
        in_list = line.markup is not None and line.markup.kind in {"bullet", "number"} and self.lists
        if self.lines and not self.line_breaks and not (in_list and self.lines[-1].text):
            self.lines.append(Line(0, ""))
        self.lines.append(line)
        self.line_breaks = is_break

    def numbered(self) -> list[Line]:
        """The lines with their numbers; a bold paragraph with no text of its own below it is a paragraph again."""
        lines = [replace(line, number=number) for number, line in enumerate(self.lines, 1)]
        filled = [at for at, line in enumerate(lines) if line.text]
        for at, below in zip(filled, [*filled[1:], None], strict=True):
            markup = lines[at].markup
            if markup and markup.level == _BOLD_RANK and markup.kind == "heading":
                following = lines[below].markup if below is not None else None
                if following is None or following.kind == "heading":
                    lines[at] = replace(lines[at], markup=replace(markup, kind="paragraph", level=0))
        return lines


def _join(runs: Sequence[_Run]) -> tuple[str, tuple[Link, ...]]:
    """The text of runs that stand together, white space folded, and the links in it."""
    text = ""
    spans: list[tuple[int, int, str]] = []
    for run in runs:
        start = len(text)
        text += re.sub(r"\s+", " ", run.text)
        if run.url and spans and spans[-1][1:] == (start, run.url):
            spans[-1] = (spans[-1][0], len(text), run.url)
        elif run.url:
            spans.append((start, len(text), run.url))
    folded = fold(text)
    links: list[Link] = []
    for start, end, url in spans:
        words = fold(text[start:end])
        if words and words in folded:
            before = fold(text[:start] + "\ufdd0").removesuffix("\ufdd0")
            links.append(Link(words, url, _count(words, folded, len(before))))
    return folded, tuple(links)


def _count(words: str, text: str, before: int) -> int:
    """How often the words begin in the text before a place, overlaps counted."""
    count, at = 0, text.find(words)
    while 0 <= at < before:
        count += 1
        at = text.find(words, at + 1)
    return count


def _data_rows(table: lxml.html.HtmlElement, base: str) -> tuple[tuple[Cell, ...], ...]:
    """The rows of a table of facts; none for one that only lays out a page, as e-mails have them, or of one column."""
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    cells = [[cell for cell in row if cell.tag in {"td", "th"}] for row in rows]
    if max((len(row) for row in cells), default=0) < 2 or table.get("role") in {"presentation", "none"}:
        return ()
    for row in cells:
        for cell in row:
            if next(cell.iter("table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "article"), None) is not None:
                return ()
    has_head = next(table.iter("th"), None) is not None
    made = tuple(tuple(_cell(cell, base) for cell in row) for row in cells if row)
    filled = tuple(row for row in made if any(cell.text for cell in row))
    if len(filled) < 2 and not has_head:
        return ()
    return filled


def _cell(element: lxml.html.HtmlElement, base: str) -> Cell:
    writer = _Writer(base)
    writer._walk_inside(element)
    writer.flush()
    lines = [line for line in writer.lines if line.text]
    text = fold(" ".join(line.text for line in lines))
    links = tuple(_links_of(lines))
    return Cell(text, links)


def _links_of(lines: Sequence[Line]) -> Iterator[Link]:
    """The links of several lines as they stand when the lines are put on one."""
    before = ""
    for line in lines:
        for link in line.markup.links if line.markup else ():
            yield replace(link, nth=link.nth + _count(link.words, f"{before}{line.text}", len(before)))
        before += f"{line.text} "
