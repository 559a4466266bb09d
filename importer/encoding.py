"""Bytes to text, whatever their encoding: the one place that decides which."""

from __future__ import annotations

import codecs
import re

from importer.records import CannotImport, Note

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a]")


class CannotRead(CannotImport):
    """A document that cannot be read as text."""


def head_text(content: bytes) -> str:
    """The first characters of a document, good enough to tell its format by its signs."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content[:8192].decode(encoding, errors="ignore").removeprefix("\ufeff")
    return content[:8192].replace(b"\0", b"").decode("latin-1")


def decode_text(content: bytes, name: str, declared: str = "") -> str:
    """By byte-order mark, then by the pattern of zero bytes, then strict UTF-8, then `declared`, then Windows-1252.

    The order was measured (LIBRARIES.md). `declared` is what the document itself says of its encoding: what is UTF-8
    throughout is hardly ever anything else, and declarations are often wrong.

    Raises:
        CannotRead: it is no text, or in an encoding that we do not know.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _decode_as(content, encoding, name).removeprefix("\ufeff")
    head = content[:4096]
    if b"\0" in head:
        if len(head) >= 4 and head[1::2].count(0) * 10 >= len(head[1::2]) * 6 and not head[::2].count(0):
            return _decode_as(content, "utf-16-le", name)
        if len(head) >= 4 and head[::2].count(0) * 10 >= len(head[::2]) * 6 and not head[1::2].count(0):
            return _decode_as(content, "utf-16-be", name)
        raise CannotRead(Note(name, 0, "this is no text document", "Save its text as a .txt file and import that."))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = _decode_as(content, _known_encoding(declared), name)
    controls = len(_CONTROLS.findall(text[:65536]))
    if controls * 50 > len(text[:65536]):
        raise CannotRead(Note(name, 0, "this is no text document", "Save its text as a .txt file and import that."))
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


def _known_encoding(declared: str) -> str:
    """The declared encoding if Python can read it, as browsers take it: Latin-1 means Windows-1252."""
    try:
        name = codecs.lookup(declared.strip()).name if declared else "cp1252"
        # Not every codec reads text: “zip” and “rot13” are codecs too
        is_text = "a".encode(name).decode(name) == "a" and name not in {"idna", "punycode", "raw-unicode-escape"}
    except (LookupError, UnicodeError, ValueError, TypeError):
        return "cp1252"
    return "cp1252" if name in {"iso8859-1", "ascii", "utf-8"} or not is_text else name
