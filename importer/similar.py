"""The same story in other words: near-duplicate texts found by the runs of five words that they share.

Only a quarter of the runs is kept, chosen by their hash, and a run that stands in many texts is remembered for the
first of them only, so the work grows with the number of texts, not with its square (tests/benchmarks).
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from importer.text import words

RUN_WORDS = 5
SAMPLE = 4
SAME_STORY = 0.35  # share of the shorter text's runs that stand in the longer one
PERHAPS_SAME_STORY = 0.2
_MOST_TEXTS_A_RUN = 50
_LEAST_SHARED = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, by their names, and the share of the shorter one's runs that the other holds."""

    first: str
    second: str
    share: float


@dataclass(frozen=True, slots=True)
class TextIndex:
    """The sampled runs of many texts, ready to tell which of them a further text resembles."""

    runs_of: dict[str, frozenset[int]] = field(default_factory=dict)
    names_with: dict[int, dict[str, None]] = field(default_factory=dict)

    def put(self, name: str, text: str) -> None:
        """Take in a text, in place of what stood under its name."""
        for run in self.runs_of.get(name, ()):
            self.names_with[run].pop(name, None)
        self.runs_of[name] = sample_runs(text)
        for run in self.runs_of[name]:
            names = self.names_with.setdefault(run, {})
            if len(names) < _MOST_TEXTS_A_RUN:
                names[name] = None

    def find_similar(self, name: str) -> Iterator[Pair]:
        """The other texts that share at least a fifth of their runs with this one, in the order of their names."""
        runs = self.runs_of[name]
        shared: Counter[str] = Counter()
        for run in runs:
            shared.update(self.names_with[run].keys())
        for other, count in sorted(shared.items()):
            share = count / min(len(runs), len(self.runs_of[other]))
            if other != name and count >= _LEAST_SHARED and share >= PERHAPS_SAME_STORY:
                yield Pair(other, name, share)


def find_similar(texts: Iterable[tuple[str, str]]) -> Iterator[Pair]:
    """Every pair of texts that share at least a fifth of their runs; `texts` are names and texts, in any order."""
    index = TextIndex()
    for name, text in texts:
        index.put(name, text)
        yield from index.find_similar(name)


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
