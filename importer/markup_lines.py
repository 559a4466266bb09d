"""HTML to the lines of its text: what is a heading, a list item, a quotation or a table, and where its links lead.

Nothing of the markup itself is kept, nothing is loaded and nothing runs; pictures become the text that stands for them.
What a browser would not show is left out and told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import lxml.html
from lxml import etree

from importer.bold_headings import BOLD_RANK, settle_bold_headings
from importer.hidden_text import Hiding, find_hiding, holds_sentences
from importer.html_tree import TooDeep, parse_html
from importer.limits import MOST_ITEM_CHARACTERS
from importer.markup_tables import find_layout_tables, read_rows
from importer.records import BlockKind, Cell, Line, Link, Markup, Note
from importer.shapes import is_image_file
from importer.text import ends_sentence, fold, is_blank, quote, word_count
from importer.urls import resolve_link

__all__ = ["LeftOut", "MarkedText", "TooDeep", "fragment_lines", "fragment_text", "markup_lines", "parse_html"]

# What shows no text of the article: programs, styles, controls, and what is shown only where something else fails
_SILENT = frozenset(
    """
    script style template head title meta link iframe object embed applet svg canvas audio video map area
    input select option optgroup textarea datalist progress meter noframes frameset frame annotation annotation-xml
    """.split()
)
_BLOCKS = frozenset(
    """
    address article aside body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form
    header hgroup html legend main nav p search section summary table tbody td tfoot th thead tr
    """.split()
)
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_PICTURES = frozenset({"img", "amp-img", "amp-anim"})
_INLINE = frozenset("abbr cite em i small span strong b time label".split())
_RANKS = {f"h{rank}": rank for rank in range(1, 7)}
_LOUD = frozenset({"b", "strong", "summary"})  # what opens an answer stands above it as a heading does
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_MOST_HEADING_WORDS = 40  # a heading that was never closed holds the whole page
_MOST_LINKS = 1_000  # of one line
_MOST_TOLD = 20  # hidden texts that are told one by one
_WRAPPED_WORDS = 6  # a line as long as this that stops in mid-sentence was only wrapped
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LETTERED = {"a": "a", "A": "A", "i": "i", "I": "I"}
# Word and Outlook write lists as paragraphs: “mso-list: l0 level2 lfo1”, the mark itself in a span of its own
_WORD_LIST = re.compile(r"mso-list\s*:\s*l\d+\s+level(?P<level>\d)", re.IGNORECASE)
_WORD_MARK = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
# “IMG_2034”, “DSC00123”, “Screenshot 2023-05-06 at 10.11”, “image001”: names that cameras and programs give
_MADE_NAME = re.compile(
    r"(?:img|dsc[nf]?|pxl|image|photo|picture|screen ?shot|unnamed|untitled|download|whatsapp image)?"
    r"[\s_-]*[\d_.:\s-]*(?:at)?[\s_-]*[\d_.:\s()-]*(?:edited|copy|final|scaled|\d+x\d+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Text that the lines do not have: the number of the line where it stood, what it was, and its words.

    `may_matter` says that it holds sentences: an editor should see whether they are the article's.
    """

    line: int
    what: str
    text: str
    count: int = 1
    may_matter: bool = False

    def note(self, path: str) -> Note:
        """What editors are told of it."""
        more = f" and {self.count - 1} more of the kind" if self.count > 1 else ""
        mend = "If it is part of the article, add it to the page." if self.may_matter else ""
        return Note(path, self.line, f"left out {self.what} {quote(self.text)}{more}", mend)


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line with the element in which it begins, the region of the page it is in, and the share of it that is links.

    The region is empty outside those that were asked for.
    """

    line: Line
    element: lxml.html.HtmlElement
    region: lxml.html.HtmlElement | None = None
    linked: float = 0.0


@dataclass(frozen=True, slots=True)
class MarkedText:
    """The lines of a piece of HTML, with an empty one between paragraphs, and what was left out of them."""

    placed: tuple[PlacedLine, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def lines(self) -> list[Line]:
        """The lines alone."""
        return [each.line for each in self.placed]

    def notes(self, path: str) -> tuple[Note, ...]:
        """What editors are told of all that was left out."""
        return tuple(each.note(path) for each in self.left_out)


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
    page = _Page(base, hiding or find_hiding(root), find_layout_tables(root), frozenset(regions))
    writer = _Writer(page)
    writer.write(root)
    numbered = [replace(each.line, number=number) for number, each in enumerate(writer.placed, 1)]
    lines = settle_bold_headings(numbered, [each.linked for each in writer.placed])
    placed = (replace(each, line=line) for each, line in zip(writer.placed, lines, strict=True))
    return MarkedText(tuple(placed), tuple(writer.all_left_out()))


@dataclass(frozen=True, slots=True)
class _Page:
    """What holds for the whole page: where links are reckoned from, what is hidden, which tables hold no facts."""

    base: str
    hiding: Hiding
    layout_tables: frozenset[lxml.html.HtmlElement]
    regions: frozenset[lxml.html.HtmlElement] = frozenset()


@dataclass(slots=True)
class _Run:
    """Words that stand together in one paragraph, with the address they lead to and whether they are bold."""

    text: str
    element: lxml.html.HtmlElement
    url: str = ""
    is_bold: bool = False
    is_link: bool = False


@dataclass(slots=True)
class _List:
    """A list that is open: its kind, the number of its next item and the step to the one after.

    An item that has shown no text yet is fresh; one that a heading broke holds paragraphs of its own.
    """

    kind: BlockKind
    next_number: int = 1
    step: int = 1
    letters: str = ""
    is_fresh: bool = False
    is_broken: bool = False


@dataclass(slots=True)
class _Writer:
    """The lines written so far, and the paragraph in hand."""

    page: _Page
    placed: list[PlacedLine] = field(default_factory=list)
    left_out: list[tuple[int, str, str]] = field(default_factory=list)
    runs: list[_Run] = field(default_factory=list)
    pictures: list[tuple[str, str, lxml.html.HtmlElement]] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    regions: list[lxml.html.HtmlElement] = field(default_factory=list)
    quotes: int = 0
    rank: int = 0
    bold: int = 0
    links: int = 0
    preformatted: int = 0
    word_item: tuple[int, str] | None = None
    line_breaks: bool = False

    # --- Elements

    def write(self, root: lxml.html.HtmlElement) -> None:
        """Write the text of an element and of all that is in it."""
        walk = etree.iterwalk(root, events=("start", "end"))
        opened: list[bool] = []
        for event, element in walk:
            if event == "start":
                if element in self.page.regions:
                    self.flush()
                    self.regions.append(element)
                opened.append(self._open(element))
                if opened[-1]:
                    self._add_text(element.text, element)
                else:
                    walk.skip_subtree()
                continue
            if opened.pop():
                self._close(element)
            if self.regions and self.regions[-1] is element:
                self.flush()
                self.regions.pop()
            if element is not root:
                parent = element.getparent()
                self._add_text(element.tail, element if parent is None else parent)
        self.flush()

    def _open(self, element: lxml.html.HtmlElement) -> bool:
        """Begin an element; False where nothing of what is in it is to be written here."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _SILENT:
            return False
        if reason := self.page.hiding.reason(element):
            self._leave_out(reason, element)
            return False
        if tag == "noscript" or (tag == "button" and not _opens_text(element)):
            if holds_sentences(element.text_content()) and tag == "noscript":
                self._leave_out("text for browsers without scripts", element)
            return False
        if tag == "br":
            self.flush(is_break=True)
        elif tag in _PICTURES:
            self._add_picture(element)
        elif tag == "table":
            return not self._write_table(element)
        elif email := element.get("data-cfemail"):
            self._add_text(_decode_email(email), element)
            return False
        elif tag in _RANKS:
            self.flush()
            self.rank = _RANKS[tag] if not _is_long(element) else 0
        elif tag in _LISTS:
            self._open_list(element)
        elif tag in {"li", "dt", "dd"}:
            self._open_item(element, tag)
        elif tag == "dl":
            self.flush()
            self.lists.append(_List("bullet", is_broken=True))
        elif tag in {"blockquote", "pre"}:
            self.flush()
            self.quotes += tag == "blockquote"
            self.preformatted += tag == "pre"
        elif tag == "a":
            self._open_link(element)
        elif tag == "q":
            self._add_text("“", element)
        elif tag == "sup" and fold(element.text_content()).isdigit():
            # “the 1989 Act³” must not read as “Act3”
            self._add_text(fold(element.text_content()).translate(_SUPERSCRIPTS), element)
            return False
        elif _WORD_MARK.search(element.get("style") or "") and self.word_item:
            self.word_item = (self.word_item[0], fold(element.text_content()))
            return False
        elif tag in _BLOCKS or tag in {"hr", "button"}:
            self.flush()
            if tag == "p" and (word_list := _WORD_LIST.search(element.get("style") or "")):
                self.word_item = (max(int(word_list["level"]) - 1, 0), "")
        elif tag in _INLINE:
            self._part_from_neighbour(element)
        self.bold += _is_bold(element)
        return True

    def _part_from_neighbour(self, element: lxml.html.HtmlElement) -> None:
        """A space between elements that only their style sets apart: “9 August 2021” and “A. Writer” in two boxes."""
        before = element.getprevious()
        if before is None or before.tail or not self.runs or before.tag not in _INLINE | {"a"}:
            return
        last, first = self.runs[-1].text[-1:], (element.text or "")[:1]
        if ((last.islower() or last.isdigit()) and first.isupper()) or (last.isalpha() and first.isdigit()):
            self._add_text(" ", element)

    def _close(self, element: lxml.html.HtmlElement) -> None:
        tag = element.tag
        self.bold -= _is_bold(element)
        if tag in _RANKS:
            self.flush()
            self.rank = 0
        elif tag in _LISTS or tag == "dl":
            self.flush()
            self.lists.pop()
        elif tag in {"li", "dt", "dd"}:
            self._close_item(element)
        elif tag in {"blockquote", "pre"}:
            self.flush()
            self.quotes -= tag == "blockquote"
            self.preformatted -= tag == "pre"
        elif tag == "a" and element.get("href") is not None:
            self.urls.pop()
            self.links -= 1
        elif tag == "q":
            self._add_text("”", element)
        elif tag in _BLOCKS or tag in {"hr", "button"}:
            self.flush()
            if tag == "p":
                self.word_item = None

    def _open_link(self, element: lxml.html.HtmlElement) -> None:
        if element.get("href") is None:
            return
        before = self.runs[-1] if self.runs else None
        url = resolve_link(element.get("href"), self.page.base)
        if before and before.is_link and before.url != url and not is_blank(before.text[-1:]):
            self._add_text(" ", element)  # links that only their style sets apart: “HomeNewsAbout”
        else:
            self._part_from_neighbour(element)
        self.urls.append(url)
        self.links += 1

    def _open_list(self, element: lxml.html.HtmlElement) -> None:
        self.flush()
        count = sum(1 for child in element if child.tag == "li")
        step = -1 if element.get("reversed") is not None else 1
        start = _whole_number(element.get("start"), 1 if step > 0 else max(count, 1))
        kind: BlockKind = "number" if element.tag == "ol" else "bullet"
        letters = _LETTERED.get(element.get("type") or "", "") if kind == "number" else ""
        self.lists.append(_List(kind, start, step, letters))

    def _open_item(self, element: lxml.html.HtmlElement, tag: str) -> None:
        """A list item; of a list of terms the term is the item and what it means stands under it."""
        self.flush()
        if not self.lists:  # an item that lost its list
            self.lists.append(_List("bullet"))
        inner = self.lists[-1]
        if tag == "dd" and not inner.is_broken:
            inner.is_fresh = False
            return
        inner.is_fresh, inner.is_broken = tag != "dd", tag == "dd"
        inner.next_number = _whole_number(element.get("value"), inner.next_number)

    def _close_item(self, element: lxml.html.HtmlElement) -> None:
        self.flush()
        if self.lists:
            self.lists[-1].is_fresh = False
        parent = element.getparent()
        is_lost = parent is None or (
            parent.tag not in _LISTS and not any(e.tag in {*_LISTS, "dl"} for e in element.iterancestors())
        )
        if is_lost and self.lists:
            self.lists.pop()

    def _write_table(self, table: lxml.html.HtmlElement) -> bool:
        """Write a table of facts as one line, its caption above it; False for a table that lays out a page."""
        rows = () if table in self.page.layout_tables else read_rows(table, self._write_cell)
        self.flush()
        if not rows:
            return False
        for caption in table.iterchildren("caption"):
            self._write_apart(caption)
        text = fold(" ".join(cell.text for row in rows for cell in row))
        linked = sum(len(link.words) for row in rows for cell in row for link in cell.links) / max(len(text), 1)
        self._add_line(Line(0, text, Markup("table", rows=rows)), table, linked)
        return True

    def _write_apart(self, element: lxml.html.HtmlElement) -> None:
        inner = _Writer(self.page)
        inner.write(element)
        for placed in inner.placed:
            if placed.line.text:
                self._add_line(placed.line, placed.element, placed.linked)
        self.left_out += [(len(self.placed), what, text) for _, what, text in inner.left_out]

    def _write_cell(self, element: lxml.html.HtmlElement) -> Cell:
        inner = _Writer(self.page)
        inner.write(element)
        self.left_out += [(len(self.placed), what, text) for _, what, text in inner.left_out]
        text = ""
        links: list[Link] = []
        for placed in inner.placed:
            markup = placed.line.markup
            if not placed.line.text or markup is None:
                continue
            mark = _mark(markup) if markup.kind in {"bullet", "number"} else ""
            text, moved = _append(text, mark + placed.line.text, markup.links, len(mark))
            links += moved
        return Cell(text, tuple(links))

    def _leave_out(self, what: str, element: lxml.html.HtmlElement) -> None:
        if text := fold(" ".join(element.itertext())):
            self.left_out.append((len(self.placed), what, text))

    # --- Text

    def _add_text(self, text: str | None, element: lxml.html.HtmlElement) -> None:
        if not text:
            return
        url = next((url for url in reversed(self.urls) if url), "")
        parts = text.split("\n") if self.preformatted else [text]
        for number, part in enumerate(parts):
            if number:
                self.flush(is_break=True)
            if part:
                self.runs.append(_Run(part, element, url, self.bold > 0, self.links > 0))

    def _add_picture(self, element: lxml.html.HtmlElement) -> None:
        alternative = fold(element.get("alt") or "")
        is_emoji = re.search(r"emoji|smiley", element.get("class") or "", re.IGNORECASE)
        if is_emoji or not any(character.isalpha() for character in alternative):
            self._add_text(alternative, element)  # an emoji, as feeds of WordPress have them
        elif not is_image_file(alternative) and not _MADE_NAME.fullmatch(alternative) and not _is_dot(element):
            self.pictures.append((alternative, next((url for url in reversed(self.urls) if url), ""), element))

    def flush(self, *, is_break: bool = False) -> None:
        """End the paragraph in hand; a mere line break leaves no empty line below it, two of them do."""
        if is_break and self.rank:
            if self.runs:
                self.runs.append(_Run(" ", self.runs[-1].element))
            return
        text, links, linked = _join(self.runs)
        if text:
            first = next(run.element for run in self.runs if not is_blank(run.text))
            is_bold = all(run.is_bold for run in self.runs if any(map(str.isalnum, run.text)))
            self._add_paragraph(text, links, linked, first, is_bold=is_bold, is_break=is_break)
        elif is_break:
            self.line_breaks = False
        self.runs.clear()
        for picture, url, element in self.pictures:
            links = (Link(picture, url),) if url else ()
            self._add_line(Line(0, picture, Markup("picture", links=links)), element, float(bool(url)))
        self.pictures.clear()
        if not is_break:
            self.line_breaks = False

    def _add_paragraph(
        self,
        text: str,
        links: tuple[Link, ...],
        linked: float,
        element: lxml.html.HtmlElement,
        *,
        is_bold: bool,
        is_break: bool,
    ) -> None:
        if self._was_wrapped(text):
            before = self.placed.pop()
            markup = before.line.markup or Markup("paragraph")
            joined, moved = _append(before.line.text, text, links)
            line = Line(0, joined, replace(markup, links=(*markup.links, *moved)))
            share = (before.linked * len(before.line.text) + linked * len(text)) / len(joined)
            self.placed.append(replace(before, line=line, linked=share))
            self.line_breaks = is_break
            return
        self._add_line(self._marked(text, links, is_bold=is_bold), element, linked, is_break=is_break)

    def _was_wrapped(self, text: str) -> bool:
        """Does this go on with the line above, which only a line break in mid-sentence ended?"""
        before = self.placed[-1].line if self.placed and self.line_breaks else None
        if before is None or before.markup is None or before.markup.kind in {"heading", "table", "picture"}:
            return False
        return (
            text[0].islower()
            and word_count(before.text) >= _WRAPPED_WORDS
            and (before.text[-1].isalnum() or before.text[-1] in ",’'")
            and not ends_sentence(before.text)
        )

    def _marked(self, text: str, links: tuple[Link, ...], *, is_bold: bool) -> Line:
        if self.rank:
            if self.lists:
                self.lists[-1].is_fresh, self.lists[-1].is_broken = False, True
            return Line(0, text, Markup("heading", self.rank, links=links))
        if self.word_item:
            level, mark = self.word_item
            self.word_item = None
            number = _whole_number(mark.strip("().:"), 0)
            if number or not any(character.isalnum() for character in mark) or mark in {"o", "§"}:
                return Line(0, text, Markup("number" if number else "bullet", level, number, links))
            text, links = _append("", f"{mark} {text}", links, len(mark) + 1)
            return Line(0, text, Markup("bullet", level, links=links))
        item = self._list_markup()
        if self.quotes:
            # Blocks have one kind: who is quoted matters more than the list, whose marks stay as characters
            mark = _mark(item) if item and item.kind in {"bullet", "number"} else ""
            text, links = _append("", mark + text, links, len(mark))
            return Line(0, text, Markup("quote", links=links))
        if item:
            if self.lists[-1].letters and item.kind == "number":
                mark = f"{_letter(item.number, self.lists[-1].letters)}. "
                text, links = _append("", mark + text, links, len(mark))
                return Line(0, text, Markup("bullet", item.level, links=links))
            return Line(0, text, replace(item, links=links))
        if is_bold and not self.line_breaks and not self.lists:
            return Line(0, text, Markup("heading", BOLD_RANK, links=links))
        return Line(0, text, Markup("paragraph", links=links))

    def _list_markup(self) -> Markup | None:
        """What the lists that are open make of the next paragraph; None where it stands in no item."""
        if not self.lists or self.lists[-1].is_broken:
            return None
        level, inner = len(self.lists) - 1, self.lists[-1]
        if not inner.is_fresh:
            return Markup("continuation", level)
        inner.is_fresh = False
        number = inner.next_number if inner.kind == "number" else 0
        inner.next_number += inner.step
        return Markup(inner.kind, level, max(number, 0))

    def _add_line(
        self, line: Line, element: lxml.html.HtmlElement, linked: float = 0.0, *, is_break: bool = False
    ) -> None:
        in_list = line.markup is not None and line.markup.kind in {"bullet", "number"} and self.lists
        region = self.regions[-1] if self.regions else None
        if self.placed and not self.line_breaks and not (in_list and self.placed[-1].line.text):
            self.placed.append(PlacedLine(Line(0, ""), element, region))
        self.placed.append(PlacedLine(line, element, region, linked))
        self.line_breaks = is_break

    # --- What came of it

    def all_left_out(self) -> list[LeftOut]:
        """What was left out, in order: texts that hold sentences one by one, the others of a kind together."""
        told: list[LeftOut] = []
        others: dict[str, LeftOut] = {}
        for at, what, text in self.left_out:
            line = min(at + 1 + (at < len(self.placed) and not self.placed[at].line.text), max(len(self.placed), 1))
            if holds_sentences(text) and len(told) < _MOST_TOLD:
                told.append(LeftOut(line, what, text, may_matter=True))
            elif what in others:
                others[what] = replace(others[what], count=others[what].count + 1)
            else:
                others[what] = LeftOut(line, what, text)
        return sorted((*told, *others.values()), key=lambda each: each.line)


def _join(runs: Sequence[_Run]) -> tuple[str, tuple[Link, ...], float]:
    """The text of runs that stand together, white space folded, the links in it, and the share of it that is links."""
    parts: list[str] = []
    spans: list[tuple[int, int, str, bool]] = []
    length, ends_in_space = 0, True
    for run in runs:
        inner = fold(f"x{run.text}x")[1:-1]  # white space at the ends is one space
        part = inner[1:] if ends_in_space and inner.startswith(" ") else inner
        if not part:
            continue
        if run.is_link and spans and spans[-1][1:] == (length, run.url, True):
            spans[-1] = (spans[-1][0], length + len(part), run.url, True)
        elif run.is_link:
            spans.append((length, length + len(part), run.url, True))
        parts.append(part)
        length += len(part)
        ends_in_space = part.endswith(" ")
    text = "".join(parts).rstrip(" ")
    links: list[Link] = []
    reached: dict[str, tuple[int, int]] = {}
    linked = 0
    for start, end, url, _ in spans:
        words = text[start:end].strip(" ")
        linked += len(words)
        if not words or not url or len(links) >= _MOST_LINKS or len(text) > MOST_ITEM_CHARACTERS:
            continue
        at = text.index(words, start)
        count, counted = reached.get(words, (0, 0))
        count += _count(words, text, counted, at)
        reached[words] = (count, at)
        links.append(Link(words, url, count))
    return text, tuple(links), linked / max(len(text), 1)


def _count(words: str, text: str, start: int, end: int) -> int:
    """How often the words begin in the text from one place up to another, overlaps counted."""
    count, at = 0, text.find(words, start)
    while 0 <= at < end:
        count += 1
        at = text.find(words, at + 1)
    return count


def _append(text: str, more: str, links: Sequence[Link], mark: int = 0) -> tuple[str, tuple[Link, ...]]:
    """A text with another behind it, and the other's links as they stand in both; `mark` letters of it were added."""
    both = f"{text} {more}" if text else more
    start = len(both) - len(more) + mark
    return both, tuple(replace(link, nth=link.nth + _count(link.words, both, 0, start)) for link in links)


def _mark(markup: Markup) -> str:
    """A list item's mark as characters, for where the list itself cannot be shown."""
    return f"{markup.number}. " if markup.kind == "number" and markup.number else "• "


def _letter(number: int, kind: str) -> str:
    """The mark of a lettered list: a, b, … or i, ii, …; beyond what a list can hold the number itself."""
    if kind in "aA":
        mark = chr(ord("a") + number - 1) if 1 <= number <= 26 else str(number)
    else:
        units = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
        mark = f"{'x' * (number // 10)}{units[number % 10]}" if 1 <= number < 40 else str(number)
    return mark.upper() if kind.isupper() else mark


def _whole_number(text: str | None, otherwise: int) -> int:
    plain = (text or "").strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 7 else otherwise


def _is_bold(element: lxml.html.HtmlElement) -> bool:
    return element.tag in _LOUD or (
        element.tag in {"span", "p", "font", "div"} and _BOLD_STYLE.search(element.get("style") or "") is not None
    )


def _is_long(heading: lxml.html.HtmlElement) -> bool:
    count = 0
    for text in heading.itertext():
        count += len(text.split())
        if count > _MOST_HEADING_WORDS:
            return True
    return False


def _opens_text(button: lxml.html.HtmlElement) -> bool:
    """Is this a question whose answer opens below it? Other buttons do something."""
    inside = {element.tag for element in button.iterancestors()} & {*_RANKS, "summary", "dt"}
    opens = button.get("aria-expanded") is not None and button.get("aria-controls") is not None
    named = re.search(r"accordion|collapsible", button.get("class") or "", re.IGNORECASE) is not None
    return bool(inside) or opens or named


def _is_dot(picture: lxml.html.HtmlElement) -> bool:
    """Is this one of the pictures that only count readers?"""
    return picture.get("width") in {"0", "1"} or picture.get("height") in {"0", "1"}


def _decode_email(code: str) -> str:
    """An address that a page hides from programs that collect them; its first byte is the key to the others."""
    if len(code) > 500 or not re.fullmatch(r"(?:[0-9a-fA-F]{2}){2,}", code):
        return ""
    key, *rest = bytes.fromhex(code)
    return bytes(byte ^ key for byte in rest).decode("utf-8", errors="replace")
