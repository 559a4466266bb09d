"""The text of HTML written down line by line, as a reader of the page meets it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import lxml.html
from lxml import etree

from importer.bold_headings import BOLD_RANK
from importer.hidden_text import Hiding, holds_sentences
from importer.markup_elements import (
    BLOCKS,
    INLINE,
    LISTS,
    PICTURES,
    RANKS,
    SILENT,
    counts_readers,
    decode_email,
    is_long_heading,
    is_loud,
    opens_text,
)
from importer.markup_lists import OpenLists, mark_of, whole_number
from importer.markup_runs import Run, append_text, join_runs
from importer.markup_tables import read_rows
from importer.placed_lines import LeftOut, PlacedLine
from importer.records import Cell, Line, Link, Markup
from importer.shapes import is_image_file
from importer.text import ends_sentence, fold, is_blank, word_count
from importer.urls import resolve_link

_MOST_TOLD = 20  # hidden texts that are told one by one
_WRAPPED_WORDS = 6  # a line as long as this that stops in mid-sentence was only wrapped
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Word and Outlook write lists as paragraphs: “mso-list: l0 level2 lfo1”, the mark itself in a span of its own
_WORD_LIST = re.compile(r"mso-list\s*:\s*l\d+\s+level(?P<level>\d)", re.IGNORECASE)
_WORD_MARK = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
# “IMG_2034”, “DSC00123”, “Screenshot 2023-05-06 at 10.11”, “image001”: names that cameras and programs give
_MADE_NAME = re.compile(
    r"(?:img|dsc[nf]?|pxl|image|photo|picture|screen ?shot|unnamed|untitled|download|whatsapp image)?"
    r"[\d_.:\s-]*+(?:at)?[\d_.:\s()-]*+(?:edited|copy|final|scaled|(?<=\d)x\d+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Page:
    """What holds for the whole page: where links are reckoned from, what is hidden, which tables hold no facts."""

    base: str
    hiding: Hiding
    layout_tables: frozenset[lxml.html.HtmlElement]
    regions: frozenset[lxml.html.HtmlElement] = frozenset()


@dataclass(slots=True)
class Writer:
    """The lines written so far, and the paragraph in hand."""

    page: Page
    placed: list[PlacedLine] = field(default_factory=list)
    left_out: list[tuple[int, str, str]] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    pictures: list[tuple[str, str, lxml.html.HtmlElement]] = field(default_factory=list)
    lists: OpenLists = field(default_factory=OpenLists)
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
        if not tag or tag in SILENT:
            return False
        if reason := self.page.hiding.reason(element):
            self._leave_out(reason, element)
            return False
        if tag == "noscript" or (tag == "button" and not opens_text(element)):
            if holds_sentences(element.text_content()) and tag == "noscript":
                self._leave_out("text for browsers without scripts", element)
            return False
        if tag == "br":
            self.flush(is_break=True)
        elif tag in PICTURES:
            self._add_picture(element)
        elif tag == "table":
            return not self._write_table(element)
        elif email := element.get("data-cfemail"):
            self._add_text(decode_email(email), element)
            return False
        elif tag in RANKS:
            self.flush()
            self.rank = RANKS[tag] if not is_long_heading(element) else 0
        elif tag in LISTS:
            self.flush()
            self.lists.open_list(element)
        elif tag in {"li", "dt", "dd"}:
            self.flush()
            self.lists.open_item(element, tag)
        elif tag == "dl":
            self.flush()
            self.lists.open_terms()
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
        elif tag in BLOCKS or tag in {"hr", "button"}:
            self.flush()
            if tag == "p" and (word_list := _WORD_LIST.search(element.get("style") or "")):
                self.word_item = (max(int(word_list["level"]) - 1, 0), "")
        elif tag in INLINE:
            self._part_from_neighbour(element)
        self.bold += is_loud(element)
        return True

    def _part_from_neighbour(self, element: lxml.html.HtmlElement) -> None:
        """A space between elements that only their style sets apart: “9 August 2021” and “A. Writer” in two boxes."""
        before = element.getprevious()
        if before is None or before.tail or not self.runs or before.tag not in INLINE | {"a"}:
            return
        last, first = self.runs[-1].text[-1:], (element.text or "")[:1]
        if ((last.islower() or last.isdigit()) and first.isupper()) or (last.isalpha() and first.isdigit()):
            self._add_text(" ", element)

    def _close(self, element: lxml.html.HtmlElement) -> None:
        tag = element.tag
        self.bold -= is_loud(element)
        if tag in RANKS:
            self.flush()
            self.rank = 0
        elif tag in LISTS or tag == "dl":
            self.flush()
            self.lists.close_list()
        elif tag in {"li", "dt", "dd"}:
            self.flush()
            self.lists.close_item(element)
        elif tag in {"blockquote", "pre"}:
            self.flush()
            self.quotes -= tag == "blockquote"
            self.preformatted -= tag == "pre"
        elif tag == "a" and element.get("href") is not None:
            self.urls.pop()
            self.links -= 1
        elif tag == "q":
            self._add_text("”", element)
        elif tag in BLOCKS or tag in {"hr", "button"}:
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
        inner = Writer(self.page)
        inner.write(element)
        for placed in inner.placed:
            if placed.line.text:
                self._add_line(placed.line, placed.element, placed.linked)
        self.left_out += [(len(self.placed), what, text) for _, what, text in inner.left_out]

    def _write_cell(self, element: lxml.html.HtmlElement) -> Cell:
        inner = Writer(self.page)
        inner.write(element)
        self.left_out += [(len(self.placed), what, text) for _, what, text in inner.left_out]
        text = ""
        links: list[Link] = []
        for placed in inner.placed:
            markup = placed.line.markup
            if not placed.line.text or markup is None:
                continue
            mark = mark_of(markup) if markup.kind in {"bullet", "number"} else ""
            text, moved = append_text(text, mark + placed.line.text, markup.links, len(mark))
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
                self.runs.append(Run(part, element, url, self.bold > 0, self.links > 0))

    def _add_picture(self, element: lxml.html.HtmlElement) -> None:
        alternative = fold(element.get("alt") or "")
        is_emoji = re.search(r"emoji|smiley", element.get("class") or "", re.IGNORECASE)
        if is_emoji or not any(character.isalpha() for character in alternative):
            self._add_text(alternative, element)  # an emoji, as feeds of WordPress have them
        elif not is_image_file(alternative) and not _MADE_NAME.fullmatch(alternative) and not counts_readers(element):
            self.pictures.append((alternative, next((url for url in reversed(self.urls) if url), ""), element))

    def flush(self, *, is_break: bool = False) -> None:
        """End the paragraph in hand; a mere line break leaves no empty line below it, two of them do."""
        if is_break and self.rank:
            if self.runs:
                self.runs.append(Run(" ", self.runs[-1].element))
            return
        text, links, linked = join_runs(self.runs)
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
            joined, moved = append_text(before.line.text, text, links)
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
            self.lists.break_item()
            return Line(0, text, Markup("heading", self.rank, links=links))
        if self.word_item:
            level, mark = self.word_item
            self.word_item = None
            number = whole_number(mark.strip("().:"), 0)
            if number or not any(character.isalnum() for character in mark) or mark in {"o", "§"}:
                return Line(0, text, Markup("number" if number else "bullet", level, number, links))
            text, links = append_text("", f"{mark} {text}", links, len(mark) + 1)
            return Line(0, text, Markup("bullet", level, links=links))
        item = self.lists.next_markup()
        if self.quotes:
            # Blocks have one kind: who is quoted matters more than the list, whose marks stay as characters
            mark = mark_of(item) if item and item.kind in {"bullet", "number"} else ""
            text, links = append_text("", mark + text, links, len(mark))
            return Line(0, text, Markup("quote", links=links))
        if item:
            if mark := self.lists.letter_mark(item):
                text, links = append_text("", mark + text, links, len(mark))
                return Line(0, text, Markup("bullet", item.level, links=links))
            return Line(0, text, replace(item, links=links))
        if is_bold and not self.line_breaks and not self.lists:
            return Line(0, text, Markup("heading", BOLD_RANK, links=links))
        return Line(0, text, Markup("paragraph", links=links))

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
