"""The same story in other words: near-duplicate texts found by the runs of five words that they share.

Only a quarter of the runs is kept, chosen by their hash, and a run that stands in many texts is remembered for the
first of them only, so the work grows with the number of texts, not with its square (tests/benchmarks).
"""

from __future__ import annotations

import mmap
import tempfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, chain

from importer.disk_rows import as_key, open_table, telling_no_room
from importer.text import words

RUN_WORDS = 5
SAMPLE = 4
SAME_STORY = 0.35  # share of the shorter text's runs that stand in the longer one
PERHAPS_SAME_STORY = 0.2
_MOST_TEXTS_A_RUN = 50
_LEAST_SHARED = 4
_LEAST_PLACES = 1 << 12
_SPREAD = 0x9E3779B1  # an odd number near 2³² ÷ the golden ratio scatters runs that lie close (Knuth, TAOCP 6.4)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, by their names, and the share of the shorter one's runs that the other holds."""

    first: str
    second: str
    share: float


class TextIndex:
    """The sampled runs of many texts, on disk, ready to tell which of them a further text resembles.

    100,000 articles have some ten million runs. They lie in one open table of numbers: the run in the upper 32 bits,
    the text's number in the lower; 0 is a free place. The table is a file that the system maps into memory and keeps
    there as far as there is room.
    """

    def __init__(self) -> None:
        self._texts = open_table(
            "CREATE TABLE texts (number INTEGER PRIMARY KEY, name BLOB, size INTEGER)",
            "CREATE INDEX by_name ON texts (name)",
        )
        self._places = _open_places(_LEAST_PLACES)
        self._filled = 0

    def put(self, name: str, text: str) -> list[Pair]:
        """Take in a text, in place of what stood under its name.

        You get the other texts that share at least a fifth of their runs with it, in the order of their names.
        """
        runs, key = sample_runs(text), as_key(name)
        self._texts.execute("UPDATE texts SET name = NULL WHERE name = ?", (key,))
        row = self._texts.execute("INSERT INTO texts (name, size) VALUES (?, ?)", (key, len(runs)))
        found: list[tuple[bytes, float]] = []
        for number, count in self._add(runs, row.lastrowid or 0).items():
            if count >= _LEAST_SHARED:
                query = "SELECT name, size FROM texts WHERE number = ?"
                other, size = self._texts.execute(query, (number,)).fetchone()
                # A text that was put again has a new number; what stood under the old one has no name any more.
                if other is not None:
                    found.append((other, count / min(len(runs), size)))
        return [
            Pair(other.decode("utf-8", "surrogatepass"), name, share)
            for other, share in sorted(found)
            if share >= PERHAPS_SAME_STORY
        ]

    def _add(self, runs: Collection[int], number: int) -> dict[int, int]:
        """Put in the runs of a text; how many of them each earlier text has, by the earlier text's number."""
        while (self._filled + len(runs)) * 2 > len(self._places):
            self._grow()
        table, last = self._places, len(self._places) - 1
        shared: dict[int, int] = {}
        for run in runs:
            place = (run * _SPREAD) & last
            met = 0
            while entry := table[place]:
                if entry >> 32 == run:
                    met += 1
                    earlier = entry & 0xFFFFFFFF
                    shared[earlier] = shared.get(earlier, 0) + 1
                place = (place + 1) & last
            if met < _MOST_TEXTS_A_RUN:
                table[place] = run << 32 | number
                self._filled += 1
        return shared

    def _grow(self) -> None:
        old, table = self._places, _open_places(2 * len(self._places))
        last = len(table) - 1
        # Begun behind a free place, entries of one run come in the order in which they were put in.
        free = next(place for place, entry in enumerate(old) if not entry)
        for entry in chain(old[free:], old[:free]):
            if not entry:
                continue
            place = ((entry >> 32) * _SPREAD) & last
            while table[place]:
                place = (place + 1) & last
            table[place] = entry
        self._places = table


def _open_places(count: int) -> memoryview:
    """So many free places of 8 bytes in a file without a name, which is gone with the last use of them."""
    with telling_no_room(), tempfile.TemporaryFile() as file:
        # Written, not only made as long: a full disk is to be told now, not to end the process later.
        for _ in range(count // _LEAST_PLACES):
            file.write(bytes(8 * _LEAST_PLACES))
        file.flush()
        return memoryview(mmap.mmap(file.fileno(), 8 * count)).cast("Q")


def find_similar(texts: Iterable[tuple[str, str]]) -> Iterator[Pair]:
    """Every pair of texts that share at least a fifth of their runs; `texts` are names and texts, in any order."""
    index = TextIndex()
    for name, text in texts:
        yield from index.put(name, text)


def shared_part(first: str, second: str) -> float:
    """The share of the shorter text's runs that stand in the longer one, with no run left out: 0.0 to 1.0."""
    one, other = _runs(first), _runs(second)
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def sample_runs(text: str) -> frozenset[int]:
    """The hashes of a quarter of the text's runs of five words, the same quarter in every text."""
    tokens = words(text)
    joined = " ".join(tokens).encode()
    sizes = map(len, tokens if joined.isascii() else [token.encode() for token in tokens])
    # A run is a slice from the beginning of a word to the end of the fourth after it: cheaper than joining its words
    starts = list(accumulate([size + 1 for size in sizes], initial=0))
    hashes = [zlib.crc32(joined[start : end - 1]) for start, end in zip(starts, starts[RUN_WORDS:], strict=False)]
    return frozenset([number for number in hashes if number % SAMPLE == 0])


def _runs(text: str) -> frozenset[str]:
    tokens = words(text)
    return frozenset(" ".join(tokens[at : at + RUN_WORDS]) for at in range(len(tokens) - RUN_WORDS + 1))
