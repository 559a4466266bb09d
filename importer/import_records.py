"""The importer's memory: one JSON line for each page it wrote, kept beside the pages in `docs/articles/.imports.jsonl`.

It tells a page as we wrote it from one that an editor has mended, and a page that an editor deleted from one that was
never there. The file is sorted and has one line a page, so that two branches merge.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from importer.disk_rows import KeyedRows, Names
from importer.records import CannotImport, ImportRecord, Note

FILE_NAME = "articles/.imports.jsonl"
# The records that an import is about to leave; it is there only while pages are written, or after a crash.
INTENDED_FILE_NAME = "articles/.imports.next.jsonl"

# Of these kinds is each key; those that not every line has are absent where they say nothing
_REQUIRED = {"page": str, "fingerprint": str, "url": str, "document": str, "line": int, "item_sha256": str}
_REQUIRED["page_sha256"] = str
_LISTS = ("seen", "left_out", "keys", "was")
_HASHES = ("base", "aside")
_OPTIONAL = {**dict.fromkeys(_LISTS, list), **dict.fromkeys(_HASHES, dict), "edited": bool}
# Without controls, and without the sign that parts folders on Windows
_PAGE_PATH = re.compile(r"articles/(?:[^/\\\x00-\x1f\x7f]+/)*[^/\\\x00-\x1f\x7f]+\.md")
_HALF_CHARACTER = re.compile(r"\\u[Dd][89A-Fa-f]")


class BadRecords(CannotImport):
    """The importer's memory cannot be read."""


def page_sha256(text: str) -> str:
    """The hash by which a page's text is known again, whatever line ends git checked it out with."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def parse_records(lines: Iterable[str], name: str = FILE_NAME) -> KeyedRows[ImportRecord]:
    """Read the file's lines; of two about one page, as a merge may leave them, the later one counts.

    Raises:
        BadRecords: a line is no record; the note names it.
    """
    records = KeyedRows(ImportRecord)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        record = _parse_record(line)
        if record is None:
            mend = f"Take the file as it stands in the last commit: git checkout -- docs/{name}"
            raise BadRecords(Note(f"docs/{name}", number, "this line is no record of an import", mend))
        records.put(record.page, record)
    return records


def _parse_record(line: str) -> ImportRecord | None:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict) or (_HALF_CHARACTER.search(line) and not _is_text(entry)):
        return None
    kinds = {**_REQUIRED, **_OPTIONAL}
    is_record = (
        entry.keys() >= _REQUIRED.keys()
        and entry.keys() <= kinds.keys()
        and all(type(value) is kinds[key] for key, value in entry.items())
        and all(isinstance(each, str) for key in _LISTS for each in entry.get(key, ()))
        and all(isinstance(each, str) for key in _HASHES for each in entry.get(key, {}).values())
        # The file comes with a pull request like any other: what it names may lie nowhere but among the articles
        and all(_is_page_path(path) for path in (entry["page"], *entry.get("was", ())))
    )
    if not is_record:
        return None
    values: dict[str, Any] = {key: tuple(value) if key in _LISTS else value for key, value in entry.items()}
    return ImportRecord(**values)


def _is_page_path(path: str) -> bool:
    """May a page have this path? Whatever editors call their files, it is one below `articles`."""
    return _PAGE_PATH.fullmatch(path) is not None and not {".", ".."} & set(path.split("/"))


def _is_text(entry: object) -> bool:
    """Can it be written again? Half of a character (`\\ud800`) cannot."""
    try:
        json.dumps(entry, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def render_records(records: Iterable[ImportRecord]) -> Iterator[str]:
    """The file's lines for records in the order of their pages: keys in one order; what says nothing is absent."""
    for record in records:
        entry = {key: value for key, value in _read_entry(record) if key not in _OPTIONAL or value}
        yield json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n"


def _read_entry(record: ImportRecord) -> Iterator[tuple[str, object]]:
    yield from ((each.name, getattr(record, each.name)) for each in fields(record))


def settle_records(
    records: Iterable[ImportRecord], intended: Iterable[ImportRecord], texts: Mapping[str, str]
) -> Iterable[ImportRecord]:
    """The records after an import that broke off: the intended one of each page that it still wrote, else the old one.

    `texts` are the pages that are there, by path.
    """
    settled, moved = KeyedRows(ImportRecord), Names()
    for record in records:
        settled.put(record.page, record)
    for record in intended:
        if page_sha256(texts.get(record.page, "")) == record.page_sha256:
            settled.put(record.page, record)
    for record in settled:
        if record.page in texts:
            moved.add(record.fingerprint)
    left = KeyedRows(ImportRecord)
    for record in settled:
        if record.page in texts or record.fingerprint not in moved:
            left.put(record.page, record)
    return left
