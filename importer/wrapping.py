"""Plain-text e-mail wraps its paragraphs at a fixed width; this puts them together again before anything is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from importer.records import Document, Line
from importer.shapes import is_list_item, weak_bullet_text
from importer.text import is_blank

NARROWEST, WIDEST = 40, 100  # characters a line
_LEAST_GROUPS = 2
_SLACK = 6
# In place of a line that went up into its paragraph: it shows nothing, and it is not an empty line either.
_GONE = "\u00a0"


def unwrap_lines(document: Document) -> Document:
    """The document with wrapped paragraphs on one line each, every line still under its own number.

    A document is wrapped when no line is longer than 100 characters and several groups of lines break where the first
    word of the next line had no room; in every other document a line is a paragraph, and nothing is changed.
    """
    width = max((len(line.text.rstrip()) for line in document.lines), default=0)
    if not NARROWEST <= width <= WIDEST:
        return document
    groups = [group for group in _groups(document.lines) if len(group) > 1 and _is_wrapped(group, width)]
    if len(groups) < _LEAST_GROUPS:
        return document
    lines = list(document.lines)
    for group in groups:
        first = group[0]
        indent = first.text[: len(first.text) - len(first.text.lstrip())]
        lines[first.number - 1] = replace(first, text=indent + " ".join(line.text.strip() for line in group))
        for line in group[1:]:
            lines[line.number - 1] = replace(line, text=_GONE)
    return replace(document, lines=tuple(lines))


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    """The runs of lines without an empty line or a new list item between them."""
    groups: list[list[Line]] = []
    open_group = False
    for line in lines:
        if is_blank(line.text):
            open_group = False
            continue
        opens_item = is_list_item(line.text) or weak_bullet_text(line.text) is not None
        if open_group and not opens_item:
            groups[-1].append(line)
        else:
            groups.append([line])
        open_group = True
    return groups


def _is_wrapped(group: Sequence[Line], width: int) -> bool:
    """Had none of these lines room for the first word of the next?"""
    return all(
        len(line.text.rstrip()) + 1 + len(following.text.split()[0]) > width - _SLACK
        for line, following in pairwise(group)
    )
