"""The table of contents of a PDF: lines that dots lead to the number of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from importer.formats.pdf_paragraphs import Paragraph
from importer.text import fold

_CONTENTS = re.compile(r"(?:contents|table of contents|in this issue|index)\s*:?", re.IGNORECASE)
_LEADERS = re.compile(r".*?(?:\s?[.…·]){4,}\s*(?:\d{1,4}|[ivxl]{1,6})\s*$")
_LEAST_CONTENTS = 3
_MOST_ENTRY = 400  # characters, dots included


def take_out_contents(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], list[str]]:
    """The paragraphs without the table of contents, and the entries of it."""
    lines = [each for each in paragraphs if _is_entry(fold(each.rows[-1].text))]
    if len(lines) < _LEAST_CONTENTS:
        return list(paragraphs), []
    gone = {id(each) for each in lines}
    for each, below in pairwise(paragraphs):
        if id(below) in gone and _CONTENTS.fullmatch(fold(each.text)):
            gone.add(id(each))
    return [each for each in paragraphs if id(each) not in gone], [each.text for each in lines]


def _is_entry(text: str) -> bool:
    return len(text) < _MOST_ENTRY and _LEADERS.fullmatch(text) is not None
