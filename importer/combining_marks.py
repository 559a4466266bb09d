"""Accents and other marks that stand on the letter before them: no letter of any script needs more than a few.

To normalise a text, Unicode's marks have to be put in order, and the time for that grows with the square of their
number: 400,000 on one letter take two minutes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Literal

from importer.limits import MOST_MARKS

# No character below is a mark: what this does not fit holds no run of them
_PERHAPS_A_RUN = re.compile(rf"[^\x00-\u02ff]{{{MOST_MARKS + 1},}}")


def normalise(form: Literal["NFC", "NFKC", "NFKD"], text: str) -> str:
    """The text in one of Unicode's forms, without the marks that no letter needs.

    >>> normalise("NFC", "e\\u0301")
    'é'
    """
    return unicodedata.normalize(form, drop_surplus_marks(text))


def drop_surplus_marks(text: str) -> str:
    """The text with at most MOST_MARKS combining marks on each letter; nearly every text stays as it is."""
    if text.isascii():
        return text
    return _PERHAPS_A_RUN.sub(lambda run: "".join(_without_surplus(run[0])), text)


def find_surplus_marks(text: str) -> Iterator[int]:
    """Where a letter has more marks than MOST_MARKS: the place of the first one too many, from 0."""
    for run in _PERHAPS_A_RUN.finditer(text):
        marks = 0
        for at, character in enumerate(run[0], run.start()):
            marks = marks + 1 if _is_mark(character) else 0
            if marks == MOST_MARKS + 1:
                yield at


def _without_surplus(run: str) -> Iterator[str]:
    marks = 0
    for character in run:
        marks = marks + 1 if _is_mark(character) else 0
        if marks <= MOST_MARKS:
            yield character


@cache
def _is_mark(character: str) -> bool:
    """Does it go onto the letter before it? Some only do once they are taken apart (U+0F73)."""
    return unicodedata.combining(unicodedata.normalize("NFKD", character)[0]) > 0
