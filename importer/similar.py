"""The same story in other words: near-duplicate texts found by the runs of five words that they share.

Only a quarter of the runs is kept, chosen by their hash, and runs that stand in very many texts are passed over, so
the work grows with the number of texts, not with its square (LIBRARIES.md: 100,000 articles in 47 s, no false pair).
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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


def find_similar(texts: Iterable[tuple[str, str]]) -> Iterator[Pair]:
    """Every pair of texts that share at least a fifth of their runs; `texts` are names and texts, in any order."""
    runs_of: dict[str, frozenset[int]] = {}
    texts_with: defaultdict[int, list[str]] = defaultdict(list)
    for name, text in texts:
        shared: Counter[str] = Counter()
        runs = runs_of[name] = sample_runs(text)
        for run in runs:
            holders = texts_with[run]
            if len(holders) < _MOST_TEXTS_A_RUN:
                shared.update(holders)
                holders.append(name)
        for other, count in sorted(shared.items()):
            shorter = min(len(runs), len(runs_of[other]))
            share = count / shorter
            if count >= _LEAST_SHARED and share >= PERHAPS_SAME_STORY:
                yield Pair(other, name, share)


def sample_runs(text: str) -> frozenset[int]:
    """The hashes of a quarter of the text's runs of five words, the same quarter in every text."""
    tokens = words(text)
    hashes = (zlib.crc32(" ".join(tokens[at : at + RUN_WORDS]).encode()) for at in range(len(tokens) - RUN_WORDS + 1))
    return frozenset(number for number in hashes if number % SAMPLE == 0)
