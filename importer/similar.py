"""The same story in other words: near-duplicate texts found by the runs of five words that they share.

Only a quarter of the runs is kept, chosen by their hash, and a run that stands in many texts is remembered for the
first of them only, so the work grows with the number of texts, not with its square (tests/benchmarks).
"""

from __future__ import annotations

import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

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


@dataclass(slots=True)
class TextIndex:
    """The sampled runs of many texts, ready to tell which of them a further text resembles.

    100,000 articles have some ten million runs. So they lie in one open table of numbers (16 bytes a run instead of
    the 250 of nested dictionaries): the run in the upper 32 bits, the text's number in the lower; 0 is a free place.
    """

    _names: list[str] = field(default_factory=list)
    _sizes: array[int] = field(default_factory=lambda: array("L"))
    _numbers: dict[str, int] = field(default_factory=dict)
    _table: array[int] = field(default_factory=lambda: array("Q", bytes(8 * _LEAST_PLACES)))
    _filled: int = 0

    def put(self, name: str, text: str) -> frozenset[int]:
        """Take in a text, in place of what stood under its name; its sampled runs."""
        runs = sample_runs(text)
        self._names.append(name)
        self._sizes.append(len(runs))
        number = self._numbers[name] = len(self._names)
        for run in runs:
            self._add(run, number)
        return runs

    def find_similar(self, name: str, runs: Iterable[int]) -> Iterator[Pair]:
        """The other texts that share at least a fifth of their runs with this one, in the order of their names."""
        runs = frozenset(runs)
        shared: Counter[int] = Counter()
        for run in runs:
            shared.update(self._texts_with(run))
        found = [(self._names[number - 1], number, count) for number, count in shared.items() if count >= _LEAST_SHARED]
        for other, number, count in sorted(found):
            share = count / min(len(runs), self._sizes[number - 1])
            # A text that was put again has a new number; what stood under the old one is no more.
            if other != name and self._numbers[other] == number and share >= PERHAPS_SAME_STORY:
                yield Pair(other, name, share)

    def _texts_with(self, run: int) -> Iterator[int]:
        table, last = self._table, len(self._table) - 1
        place = (run * _SPREAD) & last
        while entry := table[place]:
            if entry >> 32 == run:
                yield entry & 0xFFFFFFFF
            place = (place + 1) & last

    def _add(self, run: int, number: int) -> None:
        table, last = self._table, len(self._table) - 1
        place = (run * _SPREAD) & last
        met = 0
        while entry := table[place]:
            met += entry >> 32 == run
            if met == _MOST_TEXTS_A_RUN:
                return
            place = (place + 1) & last
        table[place] = run << 32 | number
        self._filled += 1
        if self._filled * 2 > len(table):
            self._grow()

    def _grow(self) -> None:
        old, size = self._table, 2 * len(self._table)
        table, last = array("Q", bytes(8 * size)), size - 1
        # Begun behind a free place, entries of one run come in the order in which they were put in.
        free = old.index(0)
        for entry in chain(islice(old, free, None), islice(old, free)):
            if not entry:
                continue
            place = ((entry >> 32) * _SPREAD) & last
            while table[place]:
                place = (place + 1) & last
            table[place] = entry
        self._table = table


def find_similar(texts: Iterable[tuple[str, str]]) -> Iterator[Pair]:
    """Every pair of texts that share at least a fifth of their runs; `texts` are names and texts, in any order."""
    index = TextIndex()
    for name, text in texts:
        yield from index.find_similar(name, index.put(name, text))


def shared_part(first: str, second: str) -> float:
    """The share of the shorter text's runs that stand in the longer one, with no run left out: 0.0 to 1.0."""
    one, other = _runs(first), _runs(second)
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def sample_runs(text: str) -> frozenset[int]:
    """The hashes of a quarter of the text's runs of five words, the same quarter in every text."""
    hashes = (zlib.crc32(run.encode()) for run in _runs(text))
    return frozenset(number for number in hashes if number % SAMPLE == 0)


def _runs(text: str) -> frozenset[str]:
    tokens = words(text)
    return frozenset(" ".join(tokens[at : at + RUN_WORDS]) for at in range(len(tokens) - RUN_WORDS + 1))
