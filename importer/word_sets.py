"""Which of many sets of words stand wholly in a text, without trying each: most sets are ruled out by one word."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TypeVar

from importer.combining_marks import normalise
from importer.references import decode_references
from importer.topics import APOSTROPHES, INVISIBLE

_WORD = re.compile(r"[^\W_]+")
_NO_SIGN = re.compile(f"[{APOSTROPHES}{INVISIBLE}]")

Name = TypeVar("Name")
WordSets = Mapping[str, tuple[tuple[Name, frozenset[str]], ...]]


@lru_cache(maxsize=4)  # the rules of care and the content notes ask for the same page
def words_in(text: str) -> frozenset[str]:
    """Every word that may stand in a text, as phrases are found: small letters, no apostrophes, “and” for “&”."""
    plain = normalise("NFKC", decode_references(text))
    words = frozenset(_WORD.findall(_NO_SIGN.sub("", plain).casefold()))
    return words | {"and"} if "&" in plain else words


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
