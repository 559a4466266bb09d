"""The importer's memory: one JSON line for each page it wrote, kept beside the pages in `docs/articles/.imports.jsonl`.

It tells a page as we wrote it from one that an editor has mended, and a page that an editor deleted from one that was
never there. The file is sorted and has one line a page, so that two branches merge.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, fields

from importer.records import CannotImport, ImportRecord, Note

FILE_NAME = "articles/.imports.jsonl"


class BadRecords(CannotImport):
    """The importer's memory cannot be read."""


def page_sha256(text: str) -> str:
    """The hash by which a page's text is known again, whatever line ends git checked it out with."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def parse_records(text: str) -> tuple[ImportRecord, ...]:
    """Read the file's text.

    Raises:
        BadRecords: a line is no record; the note names it.
    """
    records = []
    names = {field.name for field in fields(ImportRecord)}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except ValueError:
            entry = None
        if not isinstance(entry, dict) or set(entry) != names:
            mend = "Take the file as it stands in the last commit: git checkout -- docs/articles/.imports.jsonl"
            raise BadRecords(Note(f"docs/{FILE_NAME}", number, "this line is no record of an import", mend))
        records.append(ImportRecord(**entry))
    return tuple(records)


def render_records(records: Iterable[ImportRecord]) -> str:
    """The file's text: sorted by page, keys in one order, one line each."""
    ordered = sorted(records, key=lambda record: (record.page, record.fingerprint))
    return "".join(json.dumps(asdict(record), ensure_ascii=False, sort_keys=True) + "\n" for record in ordered)
