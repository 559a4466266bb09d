"""A Word file: its text with headings, lists, tables, links and quotations, one article or the stories of a newsletter.

The file's properties say who typed it and when, not who published it: they are believed in nothing but a title, and
only where the text has none.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import lxml.html
import mammoth

from importer.credits import find_end_credit
from importer.encoding import CannotRead
from importer.formats.marked_stories import Origin, find_stories
from importer.formats.word_parts import WordParts, settle_word_parts
from importer.markup_lines import TooDeep, markup_lines, parse_html
from importer.records import Document, Item, Line, Note, Split
from importer.shapes import is_headline_like, is_prose
from importer.text import fold, is_blank, words

_STYLE_MAP = """
p[style-name='Title'] => p.title:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Picture'] => p.picture:fresh
"""
# What the converter trips over in forged files; each is told as a damaged file
_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError)
_NOTE_ID = re.compile(r"(?:footnote|endnote)-(?!ref-)")
_BACK_LINK = re.compile(r"#(?:footnote|endnote)-ref-")
_NOTE_MARK = re.compile(r"\[(\d{1,4})\]")
# “Microsoft Word - report v3 FINAL.docx”, “Document1”: programs name files so, not people articles
_NO_TITLE = re.compile(
    r"microsoft word\b.*|(?:document|untitled|doc|new document|power ?point presentation|slide)\s*\d*"
    r"|.*\.(?:docx?|rtf|odt|pdf|dotx?)|[^\s_\d]*+[_\d]\S*+",
    re.IGNORECASE,
)


def find_items(document: Document) -> Split:
    """The items of a Word file.

    Raises:
        CannotRead: it is broken, locked or hostile, holds no text, or asks for more than `importer/limits.py` allows.
    """
    parts = settle_word_parts(document)
    root = _convert(document, parts)
    if is_blank(root.text_content()):
        what = "there is no text in the Word file"
        raise CannotRead(Note(document.path, 0, what, "If it holds pictures of pages, type their text."))
    notes_list = _take_notes(root)
    titles = root.find_class("title")
    for title in titles:
        title.tag = "h1"
    for picture in root.find_class("picture"):
        alternative = fold(picture.text_content())
        picture.clear()
        picture.append(lxml.html.Element("img", alt=alternative))
    for table in root.iter("table"):
        if _lays_out(table):
            table.set("role", "presentation")
    lines = _numbered_as_printed(markup_lines(root), parts.numbers)
    note_lines = markup_lines(notes_list) if notes_list is not None and notes_list.text_content().strip() else []
    headline = _find_headline(lines, is_titled=bool(titles))
    title = "" if headline else _own_title(parts.property_title)
    split = find_stories(document, lines, Origin("word", title=title, is_titled=bool(titles)), headline)
    items = _with_notes(split.items, note_lines, len(lines))
    lost = _lost_words(document, parts, (*lines, *note_lines))
    return replace(split, items=items, notes=(*parts.notes, *split.notes, *lost))


def _convert(document: Document, parts: WordParts) -> lxml.html.HtmlElement:
    try:
        result = mammoth.convert_to_html(
            io.BytesIO(parts.package), style_map=_STYLE_MAP, include_embedded_style_map=False
        )
    except _FAULTS as error:
        what, mend = "the Word file is damaged", "Open it in Word, save it again as .docx, and import that."
        raise CannotRead(Note(document.path, 0, what, mend)) from error
    try:
        root = parse_html(result.value).body
    except TooDeep as error:
        mend = "Copy its text into a new document and import that."
        raise CannotRead(Note(document.path, 0, f"the Word file cannot be read: {error}", mend)) from error
    for link in root.iter("a"):
        # The address of a field has its other parameters behind it: HYPERLINK "https://…" \o "a tip"
        link.set("href", (link.get("href") or "").split('"')[0].strip())
    return root


def _take_notes(root: lxml.html.HtmlElement) -> lxml.html.HtmlElement | None:
    """The list of footnotes and endnotes, taken out of the text; the arrows that lead back up go."""
    for link in list(root.iter("a")):
        if _BACK_LINK.match(link.get("href") or ""):
            link.drop_tree()
    for item in root.iter("li"):
        if _NOTE_ID.match(item.get("id") or ""):
            listed = item.getparent()
            listed.getparent().remove(listed)
            return listed
    return None


def _lays_out(table: lxml.html.HtmlElement) -> bool:
    """Does the table only lay out the page, with paragraphs of text in its cells?"""
    return any(sum(is_prose(paragraph.text_content()) for paragraph in cell.iter("p")) > 1 for cell in table.iter("td"))


def _numbered_as_printed(lines: Sequence[Line], numbers: Sequence[int]) -> list[Line]:
    """The lines with the numbers that Word prints: a list goes on counting below a paragraph that parts it."""
    places = [at for at, line in enumerate(lines) if line.markup and line.markup.kind == "number"]
    renumbered = list(lines)
    if len(places) == len(numbers):
        for at, number in zip(places, numbers, strict=True):
            if (markup := lines[at].markup) and number > 0:
                renumbered[at] = replace(lines[at], markup=replace(markup, number=number))
    return renumbered


def _find_headline(lines: Sequence[Line], *, is_titled: bool) -> Line | None:
    """The line in the style “Title”, else the first heading that no paragraph stands above."""
    for line in lines:
        if line.markup and line.markup.kind == "heading" and (not is_titled or line.markup.level == 1):
            return line
        if is_prose(line.text) and not is_titled:
            return None
    return None


def _own_title(title: str) -> str:
    """The title of the file's properties, unless a program put it there."""
    return title if is_headline_like(title) and len(title.split()) > 1 and not _NO_TITLE.fullmatch(title) else ""


def _with_notes(items: Sequence[Item], notes: Sequence[Line], last: int) -> tuple[Item, ...]:
    """The items, each with the footnotes whose marks stand in it below its text; the last one with all others."""
    groups: list[list[Line]] = []
    for line in notes:
        if line.markup and line.markup.kind == "number" and line.markup.level == 0:
            groups.append([])
        if groups and line.text:
            groups[-1].append(line)
    placed: dict[int, list[Line]] = {at: [] for at in range(len(items))}
    number_of_line = last + 1
    cited = [{int(mark) for line in (*item.body, Line(0, item.title)) for mark in _marks(line)} for item in items]
    for number, group in enumerate(groups, 1):
        owner = next((at for at, marks in enumerate(cited) if number in marks), len(items) - 1)
        for line in (Line(0, ""), *group):
            markup = line.markup
            if markup and markup.kind == "number" and markup.level == 0:
                markup = replace(markup, number=number)
            placed[owner].append(Line(number_of_line, line.text, markup))
            number_of_line += 1
    return tuple(_above_credits(item, placed[at]) for at, item in enumerate(items))


def _above_credits(item: Item, notes: Sequence[Line]) -> Item:
    """The item with its footnotes below the text, and what credits it below them."""
    end = len(item.body)
    while end and (not item.body[end - 1].text or find_end_credit(item.body[end - 1])):
        end -= 1
    return replace(item, body=(*item.body[:end], *notes, *item.body[end:])) if notes else item


def _marks(line: Line) -> list[str]:
    return _NOTE_MARK.findall(line.text)


def _lost_words(document: Document, parts: WordParts, lines: Sequence[Line]) -> Iterator[Note]:
    """A doubt where words of the file stand in no line: nothing is lost without a word."""
    lost = Counter(words(parts.text))
    lost.subtract(Counter(word for line in lines for word in words(line.text)))
    missing = +lost
    if missing:
        what = f"{missing.total():,} words of the file could not be placed in the text"
        yield Note(document.path, 0, what, "Compare the page with the file.")
