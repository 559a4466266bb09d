"""What an import has to remember of every document and article, on disk, so that memory does not grow with them.

Each collection is a table of SQLite's in a file without a name, which belongs to this process alone and is gone with
it. SQLite keeps the pages in use at hand within `_CACHE_KIB`; nothing is forced to disk, since nothing must last.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar, overload

from importer.record_json import parse_record, render_record
from importer.records import CannotImport, Note

Record = TypeVar("Record")
_CACHE_KIB = 4096
_BATCH = 200


class NoRoom(CannotImport):
    """The folder for temporary files is full, or refuses."""


@contextmanager
def telling_no_room() -> Iterator[None]:
    """Say what is to be done where the disk refuses what lies in temporary files.

    Raises:
        NoRoom: it does.
    """
    try:
        yield
    except OSError as error:
        raise no_room(error) from error


def no_room(error: Exception) -> NoRoom:
    """What to tell where SQLite's tables, or a file, could not be written."""
    reason = error.strerror if isinstance(error, OSError) else str(error)
    what = f"the import cannot keep here what it has to remember on the way: {reason}"
    mend = "Make room in this folder for temporary files, then run the import again."
    try:
        folder = tempfile.gettempdir()
    except OSError:  # no folder at all takes a file; which ones were tried stands in the reason
        folder = "temporary files"
    return NoRoom(Note(folder, 0, what, mend))


class _Table(sqlite3.Connection):
    """A database that is closed when nobody uses it any more."""

    def __del__(self) -> None:
        self.close()


def open_table(*statements: str) -> sqlite3.Connection:
    """A database of this process alone, with the tables that the statements create."""
    # One thread uses it; but whichever runs when Python collects what is no longer used has to close it.
    table = sqlite3.connect("", isolation_level=None, check_same_thread=False, factory=_Table)
    for setting in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "temp_store = FILE"):
        table.execute(f"PRAGMA {setting}")
    table.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    for statement in statements:
        table.execute(statement)
    table.execute("BEGIN")
    return table


def as_key(text: str) -> bytes:
    """A text as tables compare it: in the order of its characters, halves of characters included."""
    return text.encode("utf-8", "surrogatepass")


def rows_after(table: sqlite3.Connection, query: str) -> Iterator[tuple[Any, ...]]:
    """What a query finds, a batch at a time and each after the last one: more may be put in meanwhile.

    The query's first column is what it orders by, its first parameter where to go on; numbers come before any key.
    """
    last: Any = -1
    while found := table.execute(query, (last, _BATCH)).fetchall():
        yield from found
        last = found[-1][0]


class Rows(Sequence[Record]):
    """Records of one kind, in the order in which they were added."""

    def __init__(self, kind: type[Record]) -> None:
        self._kind = kind
        self._table = open_table("CREATE TABLE rows (number INTEGER PRIMARY KEY, content BLOB)")
        self._count = 0

    def append(self, record: Record) -> None:
        """Add a record behind the others."""
        self._table.execute("INSERT INTO rows VALUES (?, ?)", (self._count, render_record(record)))
        self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Record]:
        query = "SELECT number, content FROM rows WHERE number > ? ORDER BY number LIMIT ?"
        yield from (parse_record(content, self._kind) for _, content in rows_after(self._table, query))

    @overload
    def __getitem__(self, at: int) -> Record: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Record]: ...
    def __getitem__(self, at: int | slice) -> Record | Sequence[Record]:
        numbers = range(self._count)[at]
        if not isinstance(numbers, int):
            return [self[number] for number in numbers]
        (content,) = self._table.execute("SELECT content FROM rows WHERE number = ?", (numbers,)).fetchone()
        return parse_record(content, self._kind)


class KeyedRows(Collection[Record]):
    """Records of one kind, one for each key, in the order of their keys."""

    def __init__(self, kind: type[Record]) -> None:
        self._kind = kind
        self._table = open_table("CREATE TABLE rows (key BLOB PRIMARY KEY, content BLOB) WITHOUT ROWID")

    def put(self, key: str, record: Record) -> None:
        """Put a record in, in place of the one with this key."""
        self._table.execute("INSERT OR REPLACE INTO rows VALUES (?, ?)", (as_key(key), render_record(record)))

    def __iter__(self) -> Iterator[Record]:
        query = "SELECT key, content FROM rows WHERE key > ? ORDER BY key LIMIT ?"
        yield from (parse_record(content, self._kind) for _, content in rows_after(self._table, query))

    def __contains__(self, record: object) -> bool:
        return any(record == each for each in self)

    def __len__(self) -> int:
        (number,) = self._table.execute("SELECT count(*) FROM rows").fetchone()
        return int(number)


class Names(Collection[str]):
    """Texts, each once, in the order in which they came first."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._table = open_table("CREATE TABLE names (number INTEGER PRIMARY KEY, name BLOB UNIQUE)")
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Take a text in."""
        self._table.execute("INSERT OR IGNORE INTO names (name) VALUES (?)", (as_key(name),))

    def __contains__(self, name: object) -> bool:
        found = self._table.execute("SELECT 1 FROM names WHERE name = ?", (as_key(str(name)),))
        return found.fetchone() is not None

    def __iter__(self) -> Iterator[str]:
        query = "SELECT number, name FROM names WHERE number > ? ORDER BY number LIMIT ?"
        yield from (name.decode("utf-8", "surrogatepass") for _, name in rows_after(self._table, query))

    def __len__(self) -> int:
        (number,) = self._table.execute("SELECT count(*) FROM names").fetchone()
        return int(number)
