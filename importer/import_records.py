"""The importer's memory: one JSON line for each page it wrote, kept beside the pages in `docs/articles/.imports.jsonl`.

It tells a page as we wrote it from one that an editor has mended, and a page that an editor deleted from one that was
never there. The file is sorted and has one line a page, so that two branches merge.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

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


class BadRecords(CannotImport):
    """The importer's memory cannot be read."""


def page_sha256(text: str) -> str:
    """The hash by which a page's text is known again, whatever line ends git checked it out with."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def parse_records(text: str, name: str = FILE_NAME) -> tuple[ImportRecord, ...]:
    """Read the file's text; of two lines about one page, as a merge may leave them, the later one counts.

    Raises:
        BadRecords: a line is no record; the note names it.
    """
    records: dict[str, ImportRecord] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        record = _parse_record(line)
        if record is None:
            mend = f"Take the file as it stands in the last commit: git checkout -- docs/{name}"
            raise BadRecords(Note(f"docs/{name}", number, "this line is no record of an import", mend))
        records[record.page] = record
    return tuple(records.values())


def _parse_record(line: str) -> ImportRecord | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    if not isinstance(entry, dict):
        return None
    kinds = {**_REQUIRED, **_OPTIONAL}
    is_record = (
        entry.keys() >= _REQUIRED.keys()
        and entry.keys() <= kinds.keys()
        and all(type(value) is kinds[key] for key, value in entry.items())
        and all(isinstance(each, str) for key in _LISTS for each in entry.get(key, ()))
        and all(isinstance(each, str) for key in _HASHES for each in entry.get(key, {}).values())
    )
    if not is_record:
        return None
    values: dict[str, Any] = {key: tuple(value) if key in _LISTS else value for key, value in entry.items()}
    return ImportRecord(**values)


def render_records(records: Iterable[ImportRecord]) -> str:
    """The file's text: sorted by page, keys in one order, one line each; what says nothing is absent."""
    ordered = sorted(records, key=lambda record: (record.page, record.fingerprint))
    return "".join(
        json.dumps(
            {key: value for key, value in asdict(record).items() if key not in _OPTIONAL or value},
            ensure_ascii=False,
            sort_keys=True,
        )
        + "\n"
        for record in ordered
    )


def settle_records(
    records: Iterable[ImportRecord], intended: Iterable[ImportRecord], texts: Mapping[str, str]
) -> tuple[ImportRecord, ...]:
    """The records after an import that broke off: the intended one of each page that it still wrote, else the old one.

    `texts` are the pages that are there, by path.
    """
    settled = {record.page: record for record in records}
    for record in intended:
        if page_sha256(texts.get(record.page, "")) == record.page_sha256:
            settled[record.page] = record
    moved = {record.fingerprint for record in settled.values() if record.page in texts}
    return tuple(record for record in settled.values() if record.page in texts or record.fingerprint not in moved)
