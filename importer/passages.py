"""Where words of an article stand in other texts: every run of eight words of it, and its headline."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from importer.references import decode_references
from importer.text import words

RUN_WORDS = 8
_LEAST_HEADLINE_WORDS = 4
_MARKUP = re.compile(r"<[^<>]{0,2000}>")


@dataclass(frozen=True, slots=True)
class Found:
    """What a text has of an article: the line of the first run, and how many different runs."""

    line: int
    count: int


class Passages:
    """The runs of some texts and of headlines, ready to be looked for in other texts."""

    def __init__(self, texts: Iterable[str], headlines: Iterable[str]) -> None:
        # By their first two words: few runs begin with the same two
        self._by_start: defaultdict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
        self._count = 0
        for text in texts:
            tokens = words(text)
            for at in range(len(tokens) - RUN_WORDS + 1):
                self._add(tuple(tokens[at : at + RUN_WORDS]))
        for headline in headlines:
            tokens = words(headline)
            if len(tokens) >= _LEAST_HEADLINE_WORDS:
                self._add(tuple(tokens))

    def _add(self, run: tuple[str, ...]) -> None:
        if run not in self._by_start[run[:2]]:
            self._by_start[run[:2]].add(run)
            self._count += 1

    def __len__(self) -> int:
        return self._count

    def find_in(self, text: str) -> Found | None:
        """What a text has of them, whatever its case, punctuation, line ends and markup; None if nothing."""
        return self._find(text) or (self._find(without_markup(text)) if "<" in text or "&" in text else None)

    def _find(self, text: str) -> Found | None:
        tokens = words(text)
        met: set[tuple[str, ...]] = set()
        first = -1
        for at, start in enumerate(pairwise(tokens)):
            for run in self._by_start.get(start, ()):
                if run not in met and tuple(tokens[at : at + len(run)]) == run:
                    met.add(run)
                    first = at if first < 0 else first
        return Found(_line_of_word(text, first), len(met)) if met else None


def without_markup(text: str) -> str:
    """The text of HTML or XML, also where it is packed into one another as in feeds; its lines stay lines."""

    def blank(found: re.Match[str]) -> str:
        return "".join("\n" if each == "\n" else " " for each in found[0])

    plain = text
    for _ in range(2):
        plain = decode_references(_MARKUP.sub(blank, plain.replace("<![CDATA[", " ").replace("]]>", " ")))
    return _MARKUP.sub(blank, plain)


def _line_of_word(text: str, number: int) -> int:
    """The line, from 1, on which the word with this number (from 0) stands."""
    passed = 0
    for line_number, line in enumerate(text.split("\n"), 1):
        passed += len(words(line))
        if passed > number:
            return line_number
    return 1
