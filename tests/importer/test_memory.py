"""An import needs no more memory for many documents than for a few: what it has to remember lies on disk."""

from __future__ import annotations

import gc
import shutil
import sqlite3
import tempfile
import tracemalloc
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from importer import disk_rows
from importer.describe import make_describer
from importer.disk_rows import KeyedRows, Names, Rows, open_table
from importer.pipeline import describe_documents, plan_import
from importer.read import parse_document
from importer.records import CannotImport, Document, Note
from importer.vocabulary import read_vocabulary
from importer.write import write_plan
from tests.importer.invented import prose

TODAY = date(2026, 11, 21)
FIRST, LAST = 280, 480  # by then what is kept at hand of the latest articles is full
# Caches of a fixed size may still fill a little; what grows with the documents took 4,600 to 6,000 bytes for each.
MOST_BYTES_A_DOCUMENT = 1_000


def feed(number: int) -> Document:
    item = (
        f"<item><title>Story {number}: what schools should know</title><link>https://news.example/{number}/</link>"
        f"<guid>https://news.example/?p={number}</guid><pubDate>Tue, 05 Dec 2023 09:00:00 +0000</pubDate>"
        f"<description>{prose(number, 12)}</description></item>"
    )
    text = f'<rss version="2.0"><channel><title>News</title><link>https://news.example/</link>{item}</channel></rss>'
    return parse_document(text.encode(), f"news/{number}.xml")


def growth(docs: Path) -> int:
    """The bytes by which memory grows from the `FIRST` document to the last."""
    used: dict[int, int] = {}

    def documents() -> Iterator[Document]:
        for number in range(LAST):
            yield feed(number)
            if number in (FIRST, LAST - 1):
                gc.collect()
                used[number] = tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        plan = plan_import(describe_documents(documents(), make_describer(read_vocabulary(docs), TODAY)), docs)
    finally:
        tracemalloc.stop()
    assert len(plan.pages) == len(plan.documents) == LAST
    write_plan(plan, docs)
    return used[LAST - 1] - used[FIRST]


def test_memory_does_not_grow_with_the_documents(tmp_path: Path) -> None:
    first, again = growth(tmp_path), growth(tmp_path)
    assert max(first, again) < MOST_BYTES_A_DOCUMENT * (LAST - FIRST)


def test_no_room_for_what_is_to_be_remembered_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(gone))
    shutil.rmtree(gone)
    with pytest.raises(CannotImport, match=rf"{gone}: .*No such file.*\n.*Make room in this folder"):
        plan_import((), tmp_path)


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def open_small_table(*statements: str) -> sqlite3.Connection:
        table = open_table(*statements)
        table.execute("PRAGMA max_page_count = 8")
        return table

    monkeypatch.setattr(disk_rows, "open_table", open_small_table)
    described = describe_documents(map(feed, range(100)), make_describer(read_vocabulary(tmp_path), TODAY))
    with pytest.raises(CannotImport, match=r"database or disk is full\n.*Make room in this folder"):
        plan_import(described, tmp_path)


def test_rows_are_read_as_they_were_added() -> None:
    notes = [Note("a.txt", number, f"what {number}") for number in range(450)]
    rows = Rows(Note)
    for note in notes:
        rows.append(note)
    assert (list(rows), len(rows), rows[0], rows[-1], rows[448:]) == (notes, 450, notes[0], notes[-1], notes[448:])
    with pytest.raises(IndexError):
        rows[450]


def test_rows_may_be_added_while_they_are_read() -> None:
    rows = Rows(Note)
    for number in range(3):
        rows.append(Note("a.txt", number, ""))
    read = []
    for note in rows:
        read.append(note.line)
        if len(rows) < 300:
            rows.append(Note("a.txt", len(rows), ""))
    assert read == sorted(set(read))


def test_keyed_rows_come_in_the_order_of_their_keys_and_each_once() -> None:
    rows = KeyedRows(Note)
    for key in ("b", "é", "", "a\ud800", "a", "b", "𝔞"):
        rows.put(key, Note(key.replace("\ud800", "?"), 1, "first" if key != "b" else f"number {len(rows)}"))
    assert [note.path for note in rows] == ["", "a", "a?", "b", "é", "𝔞"]
    assert [note.what for note in rows if note.path == "b"] == ["number 5"]
    assert (len(rows), Note("a", 1, "first") in rows) == (6, True)


def test_names_are_kept_once_in_the_order_in_which_they_came() -> None:
    names = Names(["b", "a", "b", "half \udcff"])
    names.add("c")
    assert (list(names), len(names)) == (["b", "a", "half \udcff", "c"], 4)
    assert ("a" in names, "A" in names, "half \udcff" in names) == (True, False, True)
