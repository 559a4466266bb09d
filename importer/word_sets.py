"""Which of many sets of words stand wholly in a text, without trying each: most sets are ruled out by one word."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeVar

Name = TypeVar("Name")
WordSets = Mapping[str, tuple[tuple[Name, frozenset[str]], ...]]


def index_word_sets(named: Iterable[tuple[Name, frozenset[str]]]) -> WordSets[Name]:
    """The sets with their names, each under its longest word: the rarer a word, the fewer texts ask for its sets."""
    index: dict[str, list[tuple[Name, frozenset[str]]]] = {}
    for name, words in named:
        longest = max(words, key=lambda word: (len(word), word), default="")
        index.setdefault(longest, []).append((name, words))
    return {word: tuple(sets) for word, sets in index.items()}


def find_word_sets(index: WordSets[Name], words: Collection[str]) -> Iterator[Name]:
    """The names of the sets whose words are all among these; a name comes as often as it has such sets."""
    words = frozenset(words)
    for word in (words | {""}) & index.keys():
        yield from (name for name, needed in index[word] if needed <= words)
