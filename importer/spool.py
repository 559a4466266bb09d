"""Articles and texts put aside on disk while an import is planned, so that memory does not grow with them.

The file has no name, belongs to this process alone, and is gone with it, however that ends.
"""

from __future__ import annotations

import tempfile
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import IO

from importer.record_json import parse_record, render_record
from importer.records import Article

_MOST_AT_HAND = 256  # articles that are looked at again and again while their document is planned


@dataclass(slots=True, eq=False)
class Spool:
    """A heap on disk: what is put in can be read again by what comes back."""

    _file: IO[bytes] = field(default_factory=tempfile.TemporaryFile)
    _end: int = 0
    _at_hand: OrderedDict[int, Article] = field(default_factory=OrderedDict)

    def __del__(self) -> None:
        self._file.close()

    def put_article(self, article: Article) -> SpooledArticle:
        """Put an article aside; the latest stay at hand."""
        spooled = SpooledArticle(self, self._end, self._write(render_record(article)))
        self._keep_at_hand(spooled.start, article)
        return spooled

    def put_text(self, text: str) -> SpooledText:
        """Put a text aside."""
        return SpooledText(self, self._end, self._write(text.encode("utf-8", "surrogatepass")))

    def _write(self, content: bytes) -> int:
        self._file.seek(self._end)
        self._file.write(content)
        self._end += len(content)
        return len(content)

    def read(self, start: int, length: int) -> bytes:
        """What was put aside there."""
        self._file.seek(start)
        return self._file.read(length)

    def read_article(self, start: int, length: int) -> Article:
        """The article that was put aside there."""
        article = self._at_hand.get(start)
        if article is None:
            article = parse_record(self.read(start, length), Article)
            self._keep_at_hand(start, article)
        return article

    def _keep_at_hand(self, start: int, article: Article) -> None:
        self._at_hand[start] = article
        if len(self._at_hand) > _MOST_AT_HAND:
            self._at_hand.popitem(last=False)


@dataclass(frozen=True, slots=True)
class SpooledArticle:
    """An article that lies in a spool."""

    spool: Spool
    start: int
    length: int

    def read(self) -> Article:
        """The article."""
        return self.spool.read_article(self.start, self.length)


@dataclass(frozen=True, slots=True)
class SpooledText:
    """A text that lies in a spool."""

    spool: Spool
    start: int
    length: int

    def read(self) -> str:
        """The text."""
        return self.spool.read(self.start, self.length).decode("utf-8", "surrogatepass")
