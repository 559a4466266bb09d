"""Bytes to text, whatever their encoding: the one place that decides which."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from importer.records import CannotImport, Note
from importer.repair import repair_characters, tell_repair

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# A text in UTF-16 without a mark has a zero byte in most of its characters, or in its spaces and line ends
_MOST_CONTROLS = 50  # one in so many characters
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a]")
_UTF8_LETTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
_UTF8_TEXT = re.compile(rb"(?:[\x00-\x7f]++|" + _UTF8_LETTER.pattern + rb")++")
_AROUND = 200  # bytes, on either side
_CUT_LETTER = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{0,2}")
_PLAIN_BYTES = bytes(range(0x20, 0x7F))
_HIGH_BYTES = bytes(range(0x80, 0x100))
# What programs call an encoding, and the larger one that they in fact write
_LARGER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
}
_SAVE_AS_TEXT = "Save its text as a .txt file and import that."


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document's text, and what editors should know of how it was read."""

    text: str
    notes: tuple[Note, ...] = ()


class CannotRead(CannotImport):
    """A document that cannot be read as text."""


def head_text(content: bytes) -> str:
    """The first characters of a document, good enough to tell its format by its signs."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content[:8192].decode(encoding, errors="ignore").removeprefix("\ufeff")
    return content[:8192].replace(b"\0", b"").decode("latin-1")


def decode_text(content: bytes, name: str, declared: str = "") -> Decoded:
    """By byte-order mark, then by the pattern of zero bytes, then strict UTF-8, then `declared`, then Windows-1252.

    The order was measured (LIBRARIES.md). `declared` is what the document itself says of its encoding: what is UTF-8
    throughout is hardly ever anything else, and declarations are often wrong. UTF-8 with some stray bytes is read as
    UTF-8, and these as Windows-1252; characters that were broken before the document was written are repaired.

    Raises:
        CannotRead: it is no text, or in an encoding that we do not know.
    """
    decoded = _decode(content, name, declared)
    text = decoded.text.lstrip("\ufeff")  # programs that join files leave a mark of each
    if text.isascii():
        return Decoded(text, decoded.notes)
    return repair_lines(Decoded(text, decoded.notes), name)


def _decode(content: bytes, name: str, declared: str) -> Decoded:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            if encoding == "utf-8" and not _is_utf8(content) and _is_mixed(content):
                return _decode_mixed(content, name)
            return Decoded(_decode_as(content, encoding, name))
    if b"\0" in content[:4096]:
        encoding = _wide_encoding(content)
        if not encoding:
            raise CannotRead(Note(name, 0, "this is no text document", _SAVE_AS_TEXT))
        return Decoded(_decode_as(content, encoding, name))
    decoded = _decode_bytes(content, name, _known_encoding(declared))
    if len(_CONTROLS.findall(decoded.text[:65536])) * _MOST_CONTROLS > len(decoded.text[:65536]):
        raise CannotRead(Note(name, 0, "this is no text document", _SAVE_AS_TEXT))
    return decoded


def _decode_bytes(content: bytes, name: str, encoding: str) -> Decoded:
    """A text of single bytes or of UTF-8, whatever it says of itself."""
    try:
        return Decoded(content.decode("utf-8"))
    except UnicodeDecodeError:
        if encoding in {"cp1252", "cp1254", "iso8859-15"} and _is_mixed(content):
            return _decode_mixed(content, name)
    try:
        return Decoded(content.decode(encoding))
    except UnicodeDecodeError as error:
        high = len(content) - len(content.translate(None, _HIGH_BYTES))
        if encoding == "cp1252" or high * 20 > len(content):
            return Decoded(_decode_as(content, encoding, name))
        what = f"the document says that it is in {encoding.upper()}, which is wrong; read it as Windows-1252"
        note = Note(name, content.count(b"\n", 0, error.start) + 1, what, "Check the letters with accents.")
        return Decoded(_decode_as(content, "cp1252", name), (note,))


def _wide_encoding(content: bytes) -> str:
    """The UTF-16 that a text without a mark is in; empty where its zero bytes show none."""
    head = content[:4096]
    if len(head) < 4:
        return ""
    if head[1::2].count(0) * 10 >= len(head[1::2]) * 6 and not head[::2].count(0):
        return "utf-16-le"
    if head[::2].count(0) * 10 >= len(head[::2]) * 6 and not head[1::2].count(0):
        return "utf-16-be"
    # Of Arabic or Chinese only the spaces, full stops and line ends have one; the other way round they are no letters
    plain = len(head) - len(head.translate(None, _PLAIN_BYTES))
    if len(content) % 2 == 0 and plain * 10 < len(head) * 7:
        for encoding in ("utf-16-le", "utf-16-be"):
            text = head[: len(head) // 2 * 2].decode(encoding, errors="replace")[:-1]
            if _is_likely_text(text):
                return encoding
    return ""


def _is_likely_text(text: str) -> bool:
    """Does a text read as UTF-16 hold spaces or line ends, and nothing but characters that people write?"""
    return (
        any(space in text for space in " \n")
        and all(character in "\t\r\n" or unicodedata.category(character)[0] in "LMNPSZ" for character in text)
        and not any(wrong in text for wrong in "\u2000\u0a00\u0d00\ufffd")
    )


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_mixed(content: bytes) -> bool:
    """Is this UTF-8 with some letters in Windows-1252, as texts pasted from elsewhere leave them?

    At least as many letters must be UTF-8 as not, one of them so that nobody can have meant it otherwise: “CAFÉ” and a
    closing quotation mark are a letter of UTF-8 as well.
    """
    while content.startswith(codecs.BOM_UTF8):
        content = content.removeprefix(codecs.BOM_UTF8)
    letters = _UTF8_LETTER.findall(content)
    strays = len(content) - len(content.translate(None, _HIGH_BYTES)) - sum(map(len, letters))
    if not letters or strays > len(letters):
        return False
    around = (content[max(0, at - _AROUND) : at + _AROUND].decode("latin-1") for at in _some_places(content))
    return any(repair_characters(text.translate(_LATIN_AS_WINDOWS)).words for text in around)


def _some_places(content: bytes) -> Iterator[int]:
    """Where letters of UTF-8 stand, no two of them close to each other."""
    at = 0
    while letter := _UTF8_LETTER.search(content, at):
        yield letter.start()
        at = letter.end() + _AROUND // 2


# Where Windows-1252 has no character of its own, the byte is as in Latin-1
_LATIN_AS_WINDOWS = {byte: bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(0x80, 0xA0)}


def _decode_mixed(content: bytes, name: str) -> Decoded:
    parts: list[str] = []
    strays = lost = first = end = 0
    for found in chain(_UTF8_TEXT.finditer(content), (None,)):
        start = found.start() if found else len(content)
        if stray := content[end:start]:
            first = first or end
            is_cut = found is None and _CUT_LETTER.fullmatch(stray) is not None
            read = "\ufffd" if is_cut else stray.decode("cp1252", errors="replace")
            lost += read.count("\ufffd")
            strays += 1 if is_cut else len(stray)
            parts.append(read)
        if found:
            parts.append(found[0].decode("utf-8"))
            end = found.end()
    told = []
    if lost:
        told.append(f"{lost:,} {'character is' if lost == 1 else 'characters are'} cut or damaged")
    if windows := strays - lost:
        are = "letter is" if windows == 1 else "letters are"
        told.append(f"{windows:,} {are} not in UTF-8 as the rest of the text; read as Windows-1252")
    note = Note(
        name, content.count(b"\n", 0, first) + 1, ", ".join(told), "Check the letters with accents on the pages."
    )
    return Decoded("".join(parts), (note,))


def repair_lines(decoded: Decoded, name: str) -> Decoded:
    """The text with every line repaired that was broken before the document was written."""
    lines = decoded.text.split("\n")
    broken: list[tuple[int, str]] = []
    for at, line in enumerate(lines):
        if line.isascii():
            continue
        repair = repair_characters(line)
        if repair.words:
            broken.append((at + 1, repair.words))
            lines[at] = repair.text
    if not broken:
        return decoded
    line_number, words = broken[0]
    note = Note(name, line_number, tell_repair(words, len(broken)))
    return Decoded("\n".join(lines), (*decoded.notes, note))


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
    """The declared encoding if Python can read it, as browsers take it: Latin-1 means Windows-1252.

    UTF-16 is none for a document whose bytes do not show it: we could not have read where it says so.
    """
    try:
        name = codecs.lookup(declared.strip()).name if declared else "cp1252"
        # Not every codec reads text: “zip” and “rot13” are codecs too
        is_text = "a".encode(name).decode(name) == "a" and name not in {"idna", "punycode", "raw-unicode-escape"}
    except (LookupError, UnicodeError, ValueError, TypeError):
        return "cp1252"
    if (
        name in {"iso8859-1", "ascii", "utf-7", "utf-8", "utf-8-sig"}
        or name.startswith(("utf-16", "utf-32"))
        or not is_text
    ):
        return "cp1252"
    return _LARGER.get(name, name)
