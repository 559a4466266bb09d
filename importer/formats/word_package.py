"""The parts of which a Word file is made, each parsed and checked, and how they refer to each other.

A file that is broken, locked, forged or too large is refused here.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from importer.encoding import CannotRead
from importer.formats.word_xml import REL, R, W
from importer.formats.zip_guard import read_members
from importer.limits import MOST_ELEMENTS, MOST_ITEM_CHARACTERS, MOST_NESTED
from importer.records import Document, Note
from importer.text import fold

# Files in the strict form of the standard use other names for the same things
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
)
_SAVE_AGAIN = "Open it in Word, save it again as a Word document (.docx), and import that."


class BrokenPart(CannotRead):
    """A part of the file is no XML."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """What a part refers to: of what kind it is, a member of the package or an address outside of it."""

    kind: str
    target: str
    is_external: bool


@dataclass(frozen=True, slots=True)
class WordPackage:
    """The parts of a Word file that are XML, by their names; `path` is the file's."""

    path: str
    members: Mapping[str, bytes]

    def parse_part(self, name: str, *, lax: bool = False) -> etree._Element | None:
        """A part as a tree; None where there is no such part, or where a `lax` one is broken.

        A part with a document type is refused: no real one has any, and bombs are made of them.

        Raises:
            BrokenPart: it is no XML.
            CannotRead: it has a document type, is nested too deep, or has too many elements.
        """
        content = self.members.get(name.lstrip("/"))
        if content is None:
            return None
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        what = "the Word file declares a document type, as only forged ones do"
        if b"<!DOCTYPE" in content.replace(b"\0", b""):
            raise refuse_word_file(self.path, what, "Do not open it; ask its sender for the text.")
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            if lax:
                return None
            if "Excessive depth" in str(error):
                raise _too_deep(self.path) from error
            raise BrokenPart(Note(self.path, 0, "the Word file is damaged: its text is no XML", _SAVE_AGAIN)) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise refuse_word_file(self.path, what, "Do not open it; ask its sender for the text.")
        for count, _ in enumerate(root.iter(), 1):
            if count > MOST_ELEMENTS * 5:
                raise refuse_word_file(
                    self.path, f"the Word file has more than {MOST_ELEMENTS * 5:,} elements", "Split it."
                )
        return root

    def relationships(self, name: str) -> dict[str, Relationship]:
        """The relationships of a part by their ids, inner targets as names of members; of the package itself for ""."""
        folder, _, base = name.rpartition("/")
        root = self.parse_part(f"{folder}/_rels/{base}.rels")
        found: dict[str, Relationship] = {}
        for element in root.iter(f"{REL}Relationship") if root is not None else ():
            target, is_external = element.get("Target") or "", element.get("TargetMode") == "External"
            if not is_external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[element.get("Id") or ""] = Relationship(
                (element.get("Type") or "").rpartition("/")[2], target, is_external
            )
        return found

    def find_target(self, related: Mapping[str, Relationship], kind: str, usual: str) -> str:
        """The member to which a kind of relationship leads, else the one where it usually lies."""
        targets = (each.target for each in related.values() if each.kind == kind and not each.is_external)
        return next((target for target in targets if target in self.members), usual)

    def check_size(self, root: etree._Element) -> None:
        """Look whether a part has more text or elements, or deeper ones, than any article.

        Raises:
            CannotRead: it has.
        """
        characters = sum(len(text.text or "") for text in root.iter(f"{W}t"))
        if characters > MOST_ITEM_CHARACTERS * 4:
            raise refuse_word_file(
                self.path, f"its text has more than {MOST_ITEM_CHARACTERS * 4:,} characters", "Split it."
            )
        for count, _ in enumerate(root.iter(), 1):
            if count > MOST_ELEMENTS:
                what = f"the Word file has more than {MOST_ELEMENTS:,} pieces of text and formatting"
                raise refuse_word_file(self.path, what, "Split it into several documents.")
        depth = 0
        for event, _ in etree.iterwalk(root, events=("start", "end")):
            depth += 1 if event == "start" else -1
            if depth > MOST_NESTED:
                raise _too_deep(self.path)


def open_word_package(document: Document) -> WordPackage:
    """The parts of a Word file that are XML.

    Raises:
        CannotRead: it is broken, locked, or larger than `importer/limits.py` allows.
    """
    members = read_members(document.content, document.path, lambda name: name.casefold().endswith((".xml", ".rels")))
    return WordPackage(document.path, members)


def refuse_word_file(path: str, what: str, mend: str = _SAVE_AGAIN) -> CannotRead:
    """The error to raise for a file that is not read."""
    return CannotRead(Note(path, 0, what, mend))


def _too_deep(path: str) -> CannotRead:
    what = f"its tables or frames are nested too deep (more than {MOST_NESTED} elements)"
    return refuse_word_file(path, what, "Copy its text into a new document without them.")


def linked_addresses(related: Mapping[str, Relationship]) -> dict[str, str]:
    """The addresses of a part's links, by the ids of their relationships."""
    return {name: each.target for name, each in related.items() if each.kind == "hyperlink" and each.is_external}


def find_property_title(root: etree._Element | None) -> str:
    """The title that the file's properties hold; empty where they hold none."""
    titles = (each.text or "" for each in root.iter() if str(each.tag).endswith("}title")) if root is not None else ()
    return fold(next(iter(titles), ""))
