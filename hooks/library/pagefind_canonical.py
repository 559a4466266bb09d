"""One form for Pagefind's search index, so that the same pages give the same bytes.

Pagefind 1.5.2 writes what its hash maps hold in an order that differs from run to run: the values of each filter, the
filters and sort keys in the list of contents, and the languages in the entry file (Pagefind's #1124 mends that in a
later release). Only these few files are written anew, sorted and named by a hash of what they hold. The index of words
and the articles' texts follow the order in which the pages were handed in: they stay byte for byte as Pagefind wrote
them.

Its own format: gzip around the letters `pagefind_dcd` and CBOR (RFC 8949), of which it uses three kinds of value.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

ENTRY = "pagefind-entry.json"
SIGNATURE = b"pagefind_dcd"
HASH_LETTERS = 10
# Neither time, nor name, nor system: `gzip.compress` lets the last depend on the machine.
GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
_NUMBER, _TEXT, _LIST = 0, 3, 4  # CBOR's “major types”
_LENGTHS = {24: 1, 25: 2, 26: 4, 27: 8}  # how many bytes a number takes that does not fit beside its type

Value = int | str | list["Value"]


class UnknownIndex(Exception):
    """The index is not in the form that this version of Pagefind writes."""


def canonical_index(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same index, sorted where order means nothing: files by their paths below `site/pagefind/`.

    Raises:
        UnknownIndex: a part is missing or has another form; the message says which.
    """
    entry, hashes = _read_entry(files)
    sorted_files = {name: content for name, content in files.items() if not name.endswith((".pf_meta", ".pf_filter"))}
    for language, old_meta in hashes.items():
        version, pages, words, filters, sorts, fields = _unpack(files, f"pagefind.{old_meta}.pf_meta", 6)
        renamed: list[Value] = []
        for name, old_hash in sorted(_pairs(filters)):
            _, values = _unpack(files, f"filter/{old_hash}.pf_filter", 2)
            filter_part = encode([name, [[value, pages_of] for value, pages_of in sorted(_pairs(values))]])
            new_hash = _hash(language, filter_part)
            sorted_files[f"filter/{new_hash}.pf_filter"] = pack(filter_part)
            renamed.append([name, new_hash])
        by_key: list[Value] = [[key, pages_in_order] for key, pages_in_order in sorted(_pairs(sorts))]
        contents = encode([version, pages, words, renamed, by_key, fields])
        new_meta = _hash(language, contents)
        sorted_files[f"pagefind.{new_meta}.pf_meta"] = pack(contents)
        entry["languages"][language]["hash"] = new_meta
    sorted_files[ENTRY] = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return sorted_files


def pack(content: bytes) -> bytes:
    """A part as Pagefind's search reads it. The same zlib gives the same bytes; another may pack a little tighter."""
    signed = SIGNATURE + content
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    checks = zlib.crc32(signed).to_bytes(4, "little") + (len(signed) % 2**32).to_bytes(4, "little")
    return GZIP_HEADER + deflate.compress(signed) + deflate.flush() + checks


def unpack(packed: bytes) -> bytes:
    """What a part holds.

    Raises:
        UnknownIndex: it is not packed as Pagefind does.
    """
    try:
        signed = gzip.decompress(packed)
    except (OSError, EOFError, zlib.error) as error:
        raise UnknownIndex("is damaged") from error
    if not signed.startswith(SIGNATURE):
        raise UnknownIndex(f"does not begin with {SIGNATURE.decode('ascii')}")
    return signed.removeprefix(SIGNATURE)


def decode(content: bytes) -> Value:
    """The value that some CBOR stands for.

    Raises:
        UnknownIndex: it holds a kind of value that the index has no use for, or is not whole.
    """
    value, end = _decode_at(content, 0)
    if end != len(content):
        raise UnknownIndex(f"goes on after its end, from byte {end}")
    return value


def encode(value: Value) -> bytes:
    """CBOR in its shortest form, as Pagefind writes it."""
    if isinstance(value, int):
        return _head(_NUMBER, value)
    if isinstance(value, str):
        text = value.encode()
        return _head(_TEXT, len(text)) + text
    return _head(_LIST, len(value)) + b"".join(map(encode, value))


def _head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    mark, length = next((mark, length) for mark, length in _LENGTHS.items() if number < 1 << 8 * length)
    return bytes([kind << 5 | mark]) + number.to_bytes(length, "big")


def _decode_at(content: bytes, at: int) -> tuple[Value, int]:
    """The value that begins at a place, and where it ends."""
    if at >= len(content):
        raise UnknownIndex("is not whole")
    kind, number, at = content[at] >> 5, content[at] & 0b11111, at + 1
    if number in _LENGTHS:
        length = _LENGTHS[number]
        number, at = int.from_bytes(content[at : at + length], "big"), at + length
    elif number > max(_LENGTHS):
        raise UnknownIndex(f"has a length of an unknown form at byte {at - 1}")
    if kind == _NUMBER:
        return number, at
    if kind == _TEXT and at + number <= len(content):
        return content[at : at + number].decode(), at + number
    if kind != _LIST:
        raise UnknownIndex(f"has a value of an unknown kind at byte {at}")
    values: list[Value] = []
    for _ in range(number):
        value, at = _decode_at(content, at)
        values.append(value)
    return values, at


def _part(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise UnknownIndex(f"the search index has no {name}")
    return files[name]


def _read_entry(files: Mapping[str, bytes]) -> tuple[dict[str, Any], dict[str, str]]:
    """The entry file, and from it the hash of each language's list of contents."""
    try:
        entry = json.loads(_part(files, ENTRY))
        return entry, {language: str(told["hash"]) for language, told in entry["languages"].items()}
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise UnknownIndex(f"{ENTRY}: is not in the form of Pagefind 1.5.2") from error


def _unpack(files: Mapping[str, bytes], name: str, length: int) -> list[Value]:
    """The list that a part holds, which must have so many members and be written as we would write it."""
    try:
        content = unpack(_part(files, name))
        value = decode(content)
    except (UnknownIndex, UnicodeDecodeError) as error:
        raise UnknownIndex(f"{name}: {error}") from error
    if not isinstance(value, list) or len(value) != length or encode(value) != content:
        raise UnknownIndex(f"{name}: is not in the form of Pagefind 1.5.2")
    return value


def _pairs(values: Value) -> Iterable[tuple[str, Value]]:
    """Named members of a list, such as each filter and the hash of its file."""
    for member in values if isinstance(values, list) else ():
        name, held = member if isinstance(member, list) and len(member) == 2 else (None, 0)
        if not isinstance(name, str):
            raise UnknownIndex("a list of the search index has a member without a name")
        yield name, held


def _hash(language: str, content: bytes) -> str:
    return f"{language}_{hashlib.sha256(content).hexdigest()[:HASH_LETTERS]}"
