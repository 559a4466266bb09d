"""What the record of a page remembers: the version it has, and those of it that came before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from importer.arrivals import Arrival
from importer.merge import hash_fields
from importer.records import ImportRecord
from importer.shelf import Held

MOST_SEEN = 100  # versions of one article that its record remembers


def make_record(arrival: Arrival, held: Held) -> ImportRecord:
    """The record of a page that has yet to be rendered; the plan puts in its hash."""
    where = arrival.where
    return ImportRecord(
        page=held.path,
        fingerprint=where.fingerprint,
        url=arrival.article.url,
        document=where.document,
        line=where.line,
        item_sha256=arrival.item_sha256,
        page_sha256="",
        left_out=arrival.left_out,
        keys=arrival.keys,
        base=hash_fields(arrival.article),
    )


def note_left_out(arrival: Arrival, record: ImportRecord) -> ImportRecord:
    """The record with what was left out of the very text that its page has; the lines are of the place it names."""
    is_same = (record.fingerprint, record.line) == (arrival.where.fingerprint, arrival.where.line)
    return replace(record, left_out=arrival.left_out) if is_same else record


def versions_seen(record: ImportRecord, arrival: Arrival) -> tuple[str, ...]:
    """The earlier texts, and of items that come again in other documents the earlier items, without what comes now."""
    now = {arrival.where.fingerprint, arrival.item_sha256}
    items = [record.item_sha256] if arrival.keys else []
    return tuple(each for each in remember_versions(record.seen, record.fingerprint, *items) if each not in now)


def remember_versions(seen: Sequence[str], *more: str) -> tuple[str, ...]:
    """The versions seen, each once and the latest last; of a page that changes every day only the latest ones."""
    known = dict.fromkeys(seen)
    for each in more:
        known.pop(each, None)
        known[each] = None
    return tuple(known)[-MOST_SEEN:]
