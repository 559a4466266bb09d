"""The six stages of an import, in order: read, split, clean, describe, reconcile, write. Read this file first.

    Document ──split──▶ Items ──clean──▶ CleanItems ──describe──▶ Articles ──reconcile──▶ Plan ──write──▶ pages

Items are repaired before they are cleaned (`repair_item`), so that all is judged on whole words. Everything up to
the plan only reads; nothing is written before the whole plan stands.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path

from importer.clean import clean_item
from importer.describe import Describer, Description, describe_item, make_describer, note_disorder
from importer.disk_rows import Rows, no_room
from importer.read import (
    find_aside,
    find_documents,
    parse_document,
    read_document,
    read_page_texts,
    read_records,
    read_withdrawn,
)
from importer.reconcile import reconcile
from importer.records import CannotImport, Document, DocumentReport, Item, Note, Plan, PlannedPage
from importer.repair_item import repair_item
from importer.spam import find_injections
from importer.split import split_document
from importer.standing import find_standing_lines
from importer.vocabulary import read_vocabulary


@dataclass(frozen=True, slots=True)
class DescribedDocument:
    """What one document gave: the report on it, and its articles in their order."""

    report: DocumentReport
    descriptions: tuple[Description, ...]


def import_documents(sources: Iterable[Path], docs: Path, today: date) -> Plan:
    """Work out which pages to add, change or leave alone; write nothing. See `write_plan` for the rest.

    A document that cannot be read becomes an error in the plan, and the others are imported.

    Raises:
        CannotImport: a source does not exist, or the editors' lists or the import records are broken.
    """
    describer = make_describer(read_vocabulary(docs), today)
    documents = (read_document_or_note(path) for path in find_documents(sources))
    return plan_import(describe_documents(documents, describer), docs)


def read_document_or_note(path: Path) -> Document | Note:
    """The document, or the note that says why it cannot be read."""
    try:
        return read_document(path)
    except CannotImport as error:
        return error.note


def describe_documents(
    documents: Iterable[Document | Note], describer: Describer
) -> Iterator[DescribedDocument | Note]:
    """Each document described, or the note that says why it cannot be; `open_cage` does the same in a cage."""
    for document in documents:
        if isinstance(document, Note):
            yield document
            continue
        try:
            yield describe_document(document, describer)
        except CannotImport as error:
            yield error.note


def describe_content(content: bytes, name: str, describer: Describer) -> DescribedDocument:
    """Everything that is done to one document alone, from its bytes on.

    Raises:
        CannotImport: the document is broken beyond reading, or asks for more than `importer/limits.py` allows.
    """
    return describe_document(parse_document(content, name), describer)


def plan_import(described: Iterable[DescribedDocument | Note], docs: Path) -> Plan:
    """The plan for documents that are described already, or could not be.

    Raises:
        CannotImport: the import records are broken, or there is no room for what has to be remembered on the way.
    """
    found, errors = Rows(DocumentReport), Rows(Note)

    def descriptions() -> Iterator[Description]:
        """One document after the other: the articles of all together may not fit into memory."""
        for each in described:
            if isinstance(each, Note):
                errors.append(each)
                continue
            found.append(each.report)
            yield from each.descriptions

    try:
        texts = read_page_texts(docs)
        reconciled = reconcile(descriptions(), texts, read_records(docs, texts), find_aside(docs), read_withdrawn(docs))
        reports = Rows(DocumentReport)
        for report in _add_page_notes(found, reconciled.pages):
            reports.append(report)
    except sqlite3.Error as error:
        raise no_room(error) from error
    return Plan(reports, reconciled.pages, reconciled.records, errors, reconciled.aside)


def describe_document(document: Document, describer: Describer) -> DescribedDocument:
    """One document to Articles, without regard to any other.

    Raises:
        CannotImport: the document is broken beyond reading, or asks for more than `importer/limits.py` allows.
    """
    split = split_document(document)
    repaired = [repair_item(item) for item in split.items]
    items = [each.item for each in repaired]
    injections, standing = find_injections(items), find_standing_lines(items)
    described = note_disorder(
        [
            describe_item(clean_item(item, injections, standing), document.sha256, _item_sha256(item), describer)
            for item in items
        ]
    )
    notes = [*document.notes, *split.notes, *(note for each in repaired for note in each.notes)]
    for each in described:
        notes += [*(removal.note for removal in each.removed), *each.doubts]
    ordered = tuple(sorted(notes, key=lambda note: note.line))
    report = DocumentReport(document.path, document.sha256, split.layout, len(split.items), ordered)
    return DescribedDocument(report, described)


def _item_sha256(item: Item) -> str:
    """The hash of an item's own lines, and of nothing else on its page."""
    parts = [
        item.title,
        *(credit.text for credit in item.credits),
        item.url,
        item.excerpt,
        *(line.text for line in item.body),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _add_page_notes(reports: Iterable[DocumentReport], pages: Iterable[PlannedPage]) -> Iterator[DocumentReport]:
    """Each report with what came out only when its articles were held against the pages; both in the same order."""
    of_documents = groupby(pages, key=lambda page: page.document)
    name, planned = next(of_documents, ("", iter(())))
    for report in reports:
        notes = dict.fromkeys(report.notes)
        if name == report.path:
            for page in planned:
                for hushed in page.hushed:
                    notes.pop(hushed, None)
                notes |= dict.fromkeys(page.notes)
            name, planned = next(of_documents, ("", iter(())))
        yield replace(report, notes=tuple(sorted(notes, key=lambda note: note.line)))
