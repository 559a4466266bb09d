"""Articles and texts put aside on disk while an import is planned, so that memory does not grow with them.

The file has no name, belongs to this process alone, and is gone with it, however that ends.
"""

from __future__ import annotations

import tempfile
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import IO

from importer.disk_rows import telling_no_room
from importer.record_json import parse_record, render_record
from importer.records import Article

_MOST_AT_HAND = 256  # articles that are looked at again and again while their document is planned


@dataclass(frozen=True, slots=True)
class Place:
    """Where something lies in a spool, in bytes."""

    start: int
    length: int


def _open_file() -> IO[bytes]:
    with telling_no_room():
        return tempfile.TemporaryFile()


@dataclass(slots=True, eq=False)
class Spool:
    """A heap on disk: what is put in can be read again at the place that comes back."""

    _file: IO[bytes] = field(default_factory=_open_file)
    _end: int = 0
    _at_hand: OrderedDict[int, Article] = field(default_factory=OrderedDict)

    def __del__(self) -> None:
        if hasattr(self, "_file"):  # it could be opened
            with suppress(OSError):  # what a full disk did not take is not needed any more, and was told
                self._file.close()

    def put_article(self, article: Article) -> Place:
        """Put an article aside; the latest stay at hand."""
        place = self._write(render_record(article))
        self._keep_at_hand(place.start, article)
        return place

    def put_text(self, text: str) -> Place:
        """Put a text aside."""
        return self._write(text.encode("utf-8", "surrogatepass"))

    def read_article(self, place: Place) -> Article:
        """The article that was put aside there."""
        article = self._at_hand.get(place.start)
        if article is None:
            article = parse_record(self._read(place), Article)
            self._keep_at_hand(place.start, article)
        return article

    def read_text(self, place: Place) -> str:
        """The text that was put aside there."""
        return self._read(place).decode("utf-8", "surrogatepass")

    def _write(self, content: bytes) -> Place:
        with telling_no_room():
            self._file.seek(self._end)
            self._file.write(content)
        place = Place(self._end, len(content))
        self._end += len(content)
        return place

    def _read(self, place: Place) -> bytes:
        with telling_no_room():  # what was written last is only now on its way to the disk
            self._file.seek(place.start)
        return self._file.read(place.length)

    def _keep_at_hand(self, start: int, article: Article) -> None:
        self._at_hand[start] = article
        if len(self._at_hand) > _MOST_AT_HAND:
            self._at_hand.popitem(last=False)


@dataclass(frozen=True, slots=True)
class SpooledArticle:
    """An article that lies in a spool, and the path of its page."""

    spool: Spool
    place: Place
    path: str

    def read(self) -> Article:
        """The article."""
        return replace(self.spool.read_article(self.place), path=self.path)


@dataclass(frozen=True, slots=True)
class SpooledText:
    """A text that lies in a spool."""

    spool: Spool
    place: Place

    def read(self) -> str:
        """The text."""
        return self.spool.read_text(self.place)
