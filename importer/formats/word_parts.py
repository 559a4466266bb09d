"""A Word file made safe and plain before it is converted: only the parts that hold text, each parsed and checked.

What a reader of the document sees is kept: tracked insertions, text boxes, fields as they stand. What no reader sees
goes: tracked deletions, comments, hidden words, the instructions of fields. Styles are replaced by the few names that
matter here (a title, headings, quotations), whatever the document calls them and in whatever language.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from importer.formats.word_numbering import Numbering, plain_numbering, read_numbering
from importer.formats.word_package import (
    BrokenPart,
    Relationship,
    WordPackage,
    find_property_title,
    linked_addresses,
    open_word_package,
    refuse_word_file,
)
from importer.formats.word_paragraphs import settle_paragraph
from importer.formats.word_repack import pack_word_parts
from importer.formats.word_seen import LeftOut, keep_what_shows
from importer.formats.word_styles import Styles, read_styles
from importer.formats.word_xml import R, W, whole_number
from importer.records import Document, Note
from importer.text import is_blank, quote


@dataclass(frozen=True, slots=True)
class WordParts:
    """A Word file made plain: `package` for the converter, its text as a witness, its numbers, its own title."""

    package: bytes
    text: str
    numbers: tuple[int, ...]
    property_title: str
    notes: tuple[Note, ...]


@dataclass(slots=True)
class _Settler:
    """What is needed while the parts are made plain, and what was found."""

    package: WordPackage
    styles: Styles
    numbering: Numbering
    left_out: LeftOut = field(default_factory=LeftOut)
    texts: list[str] = field(default_factory=list)
    body_size: int = 0


def settle_word_parts(document: Document) -> WordParts:
    """The parts of a Word file that hold its text, checked and made plain.

    Raises:
        CannotRead: the file is broken, locked, hostile, or larger than `importer/limits.py` allows.
    """
    package = open_word_package(document)
    notes: list[Note] = []
    parts = package.relationships("")
    main = package.find_target(parts, "officeDocument", "word/document.xml")
    root = package.parse_part(main)
    if root is None or root.find(f"{W}body") is None:
        raise refuse_word_file(document.path, "the Word file holds no text: its main part is missing")
    related = package.relationships(main)

    def part(kind: str) -> etree._Element | None:
        name = package.find_target(related, kind, f"{posixpath.dirname(main)}/{kind}.xml")
        try:
            return package.parse_part(name)
        except BrokenPart:
            what = f"a part of the Word file is damaged ({kind}) and was left out"
            notes.append(Note(document.path, 0, what, "Open it in Word, save it again, and import that."))
            return None

    styles, numbering = part("styles"), part("numbering")
    settler = _Settler(package, read_styles(styles), read_numbering(numbering))
    written = {"word/document.xml": _settle(root, settler, linked_addresses(related))}
    for kind in ("footnotes", "endnotes"):
        notes_root = part(kind)
        if notes_root is not None:
            links = package.relationships(package.find_target(related, kind, ""))
            written[f"word/{kind}.xml"] = _settle(notes_root, settler, linked_addresses(links))
    if numbering is not None:
        written["word/numbering.xml"] = plain_numbering()
    notes += _notes(package, settler.left_out, related)
    title = package.parse_part(package.find_target(parts, "core-properties", "docProps/core.xml"), lax=True)
    text = "\n".join(settler.texts)
    return WordParts(
        pack_word_parts(written), text, tuple(settler.numbering.printed), find_property_title(title), tuple(notes)
    )


def _settle(root: etree._Element, settler: _Settler, hyperlinks: Mapping[str, str]) -> bytes:
    """A part made plain, as XML."""
    keep_what_shows(root, settler.styles, settler.left_out)
    settler.package.check_size(root)
    paragraphs = list(root.iter(f"{W}p"))
    sizes: Counter[int] = Counter()
    for paragraph in paragraphs:
        for size, letters in settler.styles.sizes(paragraph):
            sizes[size] += letters
    settler.body_size = settler.body_size or max(sizes, key=lambda size: (sizes[size], -size), default=0)
    for paragraph in paragraphs:
        settle_paragraph(paragraph, settler.styles, settler.numbering, settler.body_size)
    for link in root.iter(f"{W}hyperlink"):
        address = hyperlinks.get(link.get(f"{R}id") or "")
        anchor = link.get(f"{W}anchor")
        link.attrib.clear()
        if address is not None:
            link.set(f"{R}id", f"link-{address}#{anchor}" if anchor and "#" not in address else f"link-{address}")
    for cell in root.iter(f"{W}gridSpan"):
        cell.set(f"{W}val", str(max(1, min(100, whole_number(cell.get(f"{W}val"), 1)))))
    for symbol in root.iter(f"{W}sym"):
        if not re.fullmatch("[0-9A-Fa-f]{1,6}", symbol.get(f"{W}char") or ""):
            symbol.set(f"{W}char", "F0B7")
            symbol.set(f"{W}font", "Symbol")
    settler.texts += [_spelt_out(paragraph) for paragraph in root.iter(f"{W}p")]
    for note in (*root.iter(f"{W}footnoteReference"), *root.iter(f"{W}endnoteReference")):
        note.set(f"{W}id", note.get(f"{W}id") or "")
    return bytes(etree.tostring(root, encoding="utf-8"))


def _spelt_out(paragraph: etree._Element) -> str:
    """A paragraph's words, with a gap where a tab or a break stands."""
    parts = []
    for element in paragraph.iter(*(f"{W}{name}" for name in ("t", "tab", "br", "cr", "noBreakHyphen"))):
        parts.append((element.text or "") if element.tag == f"{W}t" else " ")
    return "".join(parts)


def _notes(package: WordPackage, left_out: LeftOut, related: Mapping[str, Relationship]) -> Iterator[Note]:
    """What was left out of the file, and what in it cannot be read."""
    contents = [line for line in left_out.contents if line]
    if contents:
        yield Note(package.path, 0, f"left out the table of contents, {len(contents)} lines from {quote(contents[0])}")
    hidden = [text for text in left_out.hidden if not is_blank(text)]
    if hidden:
        yield Note(package.path, 0, f"left out hidden text, {len(hidden)} pieces")
    kinds = {each.kind for each in related.values()}
    if "vbaProject" in kinds or any("vba" in name.casefold() for name in package.members):
        yield Note(package.path, 0, "the file holds macros; they were left alone and never run")
    if left_out.objects or kinds & {"oleObject", "package"}:
        what = "the file has another document embedded in it, which was not opened"
        yield Note(package.path, 0, what, "If it belongs to the article, save it by itself and import that.")
    if "aFChunk" in kinds:
        what = "a part of the text is another document inserted in this one, and was not read"
        yield Note(package.path, 0, what, "Open the file in Word, save it again, and import that.")
    if left_out.charts:
        what = "the file has a chart or diagram, whose words were not read"
        yield Note(package.path, 0, what, "If the article needs them, write them into the page.")
