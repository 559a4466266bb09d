"""Reading the disk: source documents as numbered lines, and pages as Articles."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from importer.frontmatter import BadPage, parse_page
from importer.import_records import FILE_NAME, INTENDED_FILE_NAME, parse_records, settle_records
from importer.records import Article, CannotImport, Document, ImportRecord, Line, Note
from importer.text import is_blank

MOST_BYTES = 20 * 1024 * 1024  # HOSTILE.md, point 9
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MARKUP = re.compile(r"[\ufeff\s]*<(?:\?xml|!doctype|html|head|body|rss|feed|rdf)\b", re.IGNORECASE)


class CannotRead(CannotImport):
    """A document that cannot be read as text."""


def find_documents(sources: Iterable[Path]) -> tuple[Path, ...]:
    """The files that the sources name: a file is itself, a folder all files below it in sorted order, hidden ones not.

    Raises:
        CannotRead: a source is not there, or a folder holds nothing to read.
    """
    found: list[Path] = []
    for source in sources:
        if source.is_dir():
            below = sorted(
                path
                for path in source.rglob("*")
                if path.is_file() and not any(part.startswith(".") for part in path.relative_to(source).parts)
            )
            if not below:
                raise _unreadable(str(source), "the folder holds no documents", "Name a folder with documents in it.")
            found += below
        elif source.exists():
            found.append(source)
        else:
            raise _unreadable(str(source), "there is no such file or folder", "Check the path.")
    return tuple(dict.fromkeys(found))


def read_document(path: Path) -> Document:
    """Read a source document: its bytes' SHA-256 and its lines, whatever its encoding and line ends.

    `path` in the record is as given, with forward slashes, relative to the working folder where it lies below it.

    Raises:
        CannotRead: the file is empty, too large, binary or cannot be opened.
    """
    name = document_name(path)
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise _unreadable(name, f"the file has {size:,} bytes; at most {MOST_BYTES:,} are read", "Split the file.")
        content = path.read_bytes()
    except OSError as error:
        raise _unreadable(name, f"the file cannot be read: {_reason(error)}", "Check that it may be opened.") from error
    return parse_document(content, name)


def document_name(path: Path) -> str:
    """The path as messages and pages name it: forward slashes, relative where it lies below the working folder.

    Of any other only the folder and the file are named: pages are public, and their makers' folders are not.
    """
    absolute = path.absolute()
    if absolute.is_relative_to(Path.cwd()):
        return absolute.relative_to(Path.cwd()).as_posix()
    return "/".join(absolute.parts[-2:])


def parse_document(content: bytes, name: str) -> Document:
    """The bytes of a document as numbered lines; `name` is what messages and pages call it.

    Raises:
        CannotRead: there is no text in it.
    """
    if len(content) > MOST_BYTES:
        raise _unreadable(name, f"the document has more than {MOST_BYTES:,} bytes", "Split it.")
    text = _decode(content, name)
    if _MARKUP.match(text[:1000]):
        mend = "Open it in a browser, save its text as a .txt file and import that."
        raise _unreadable(name, "this is a web page or a feed in markup, which cannot be read yet", mend)
    if is_blank(text):
        raise _unreadable(name, "the file is empty", "Leave it out, or save the document again.")
    # Lines are counted as editors' tools count them: other line ends (NEL, LS, form feed) are white space in a line.
    text = text.replace("\r\n", "\n")
    if "\n" not in text:
        text = text.replace("\r", "\n")
    lines = tuple(Line(number, line) for number, line in enumerate(text.split("\n"), 1))
    return Document(name, hashlib.sha256(content).hexdigest(), lines)


def _decode(content: bytes, name: str) -> str:
    """By byte-order mark, then by the pattern of zero bytes, then strict UTF-8, then Windows-1252 (LIBRARIES.md)."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _decode_as(content, encoding, name).removeprefix("\ufeff")
    head = content[:4096]
    if b"\0" in head:
        if len(head) >= 4 and head[1::2].count(0) * 10 >= len(head[1::2]) * 6 and not head[::2].count(0):
            return _decode_as(content, "utf-16-le", name)
        if len(head) >= 4 and head[::2].count(0) * 10 >= len(head[::2]) * 6 and not head[1::2].count(0):
            return _decode_as(content, "utf-16-be", name)
        raise _binary(name)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = _decode_as(content, "cp1252", name)
    controls = sum(
        ord(character) < 32 and character not in "\t\n\r\f\v\x1b\x1c\x1d\x1e\x1f" for character in text[:65536]
    )
    if controls * 50 > len(text[:65536]):
        raise _binary(name)
    return text


def _decode_as(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        is_guess = encoding == "cp1252"
        what = (
            "the text is neither UTF-8 nor Windows-1252"
            if is_guess
            else f"the text is not {encoding.upper()} throughout"
        )
        raise CannotRead(Note(name, line, what, "Save the document again as UTF-8.")) from error


def _binary(name: str) -> CannotRead:
    return _unreadable(name, "this is no text document", "Save its text as a .txt file and import that.")


def _unreadable(name: str, what: str, mend: str) -> CannotRead:
    return CannotRead(Note(name, 0, what, mend))


def read_page_texts(docs: Path) -> dict[str, str]:
    """The text of every article page below `docs/articles`, by its path relative to `docs`, in the order of the paths.

    Bytes that are not UTF-8 are read as the replacement character: such a page is seen, and seen to be edited.

    Raises:
        CannotRead: a page cannot be opened.
    """
    texts: dict[str, str] = {}
    for path in sorted((docs / "articles").glob("**/*.md")):
        if path.is_dir():
            continue
        try:
            text = path.read_bytes().decode("utf-8", errors="replace")
        except OSError as error:
            mend = "Check that it may be opened."
            raise _unreadable(str(path), f"the page cannot be read: {_reason(error)}", mend) from error
        texts[path.relative_to(docs).as_posix()] = text.replace("\r\n", "\n")
    return texts


def read_pages(docs: Path) -> tuple[Article, ...]:
    """Every article page below `docs/articles`, in the order of their paths.

    Raises:
        BadPage: some headers cannot be used; every complaint of every page at once.
    """
    articles: list[Article] = []
    complaints: list[Note] = []
    for name, text in read_page_texts(docs).items():
        if "\N{REPLACEMENT CHARACTER}" in text and _is_not_utf8(docs / name):
            complaints.append(Note(name, 1, "the page is not in UTF-8", "Save it again with the encoding UTF-8."))
            continue
        try:
            articles.append(parse_page(text, name))
        except BadPage as error:
            complaints += error.notes
    if complaints:
        raise BadPage(tuple(complaints))
    return tuple(articles)


def _is_not_utf8(path: Path) -> bool:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def read_records(docs: Path, texts: Mapping[str, str]) -> tuple[ImportRecord, ...]:
    """What the importer remembers of earlier imports, one that broke off included; nothing where it never ran.

    `texts` are the pages that are there, by path.

    Raises:
        BadRecords: the file is damaged.
        CannotRead: it cannot be opened.
    """
    records, intended = (_read_record_file(docs, name) for name in (FILE_NAME, INTENDED_FILE_NAME))
    return settle_records(records, intended, texts) if intended else records


def read_records_by_page(docs: Path) -> dict[str, ImportRecord]:
    """What the importer remembers of each page, by the page's path when it last wrote it; empty where it never ran.

    Raises:
        BadRecords: the file is damaged.
        CannotRead: it cannot be opened.
    """
    # Only after an import that broke off do the pages say which records hold.
    texts = read_page_texts(docs) if (docs / INTENDED_FILE_NAME).exists() else {}
    return {record.page: record for record in read_records(docs, texts)}


def _read_record_file(docs: Path, name: str) -> tuple[ImportRecord, ...]:
    path = docs / name
    try:
        return parse_records(path.read_bytes().decode("utf-8", errors="replace"), name) if path.exists() else ()
    except OSError as error:
        raise _unreadable(
            str(path), f"the file cannot be read: {_reason(error)}", "Check that it may be opened."
        ) from error


def _reason(error: OSError) -> str:
    return error.strerror or "it cannot be opened"
