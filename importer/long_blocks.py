"""Paragraphs that are too long for Python-Markdown, which looks through the whole of one again for every mark in it.

It takes seconds over one of 500 KB, as a file without line ends becomes, and an hour over some; several short ones of
the same words take no time (HOSTILE.md, point 3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from importer.limits import MOST_BLOCK_CHARACTERS, MOST_HEADING_CHARACTERS
from importer.records import Block, BlockKind, Link
from importer.text import find_nth

_SPACE = re.compile(r"\s")
_SENTENCE_END = re.compile(r"[.!?…。！？][”’\"')\]]{0,5}(?=\s)")
# What the further parts are: a second bullet or heading would say that another point begins
_FURTHER: dict[BlockKind, BlockKind] = {"bullet": "continuation", "number": "continuation"}


def split_long_block(block: Block) -> tuple[Block, ...]:
    """The block as one of readable length, or as several that hold the same words in the same order.

    It is parted where a sentence ends, else between words; where there are none, as in what was no text, within one.
    A heading of such a length is none, and so is a table with such a cell: its cells become paragraphs.
    """
    if block.kind == "table":
        return _split_table(block)
    if block.kind == "heading" and len(block.text) > MOST_HEADING_CHARACTERS:
        block = replace(block, kind="paragraph", level=0)
    if len(block.text) <= MOST_BLOCK_CHARACTERS:
        return (block,)
    kind = block.kind
    links = sorted(_placed_links(block), key=lambda placed: placed.start)
    starts = [0]
    while len(block.text) - starts[-1] > MOST_BLOCK_CHARACTERS:
        starts.append(_end_of_part(block.text, starts[-1], links))
    parts = []
    for start, end in zip(starts, [*starts[1:], len(block.text)], strict=True):
        within = tuple(_links_within(block.text, links, start, end))
        parts.append(replace(block, kind=kind, text=block.text[start:end].strip(), links=within))
    further = [replace(part, kind=_FURTHER.get(kind, kind)) for part in parts[1:]]
    return (parts[0], *(replace(part, level=0) if kind == "reference" else part for part in further))


def _split_table(block: Block) -> tuple[Block, ...]:
    cells = [cell for row in block.rows for cell in row]
    if all(len(cell.text) <= MOST_BLOCK_CHARACTERS for cell in cells):
        return (block,)
    paragraphs = (Block("paragraph", cell.text, block.line, links=cell.links) for cell in cells)
    return tuple(chain.from_iterable(map(split_long_block, paragraphs)))


class _Placed(NamedTuple):
    """A link, and where its words stand in the whole text."""

    start: int
    end: int
    link: Link


def _placed_links(block: Block) -> Iterator[_Placed]:
    for link in block.links:
        at = find_nth(block.text, link.words, link.nth)
        if at >= 0:
            yield _Placed(at, at + len(link.words), link)


def _end_of_part(text: str, start: int, links: Sequence[_Placed]) -> int:
    """Where the part that begins at `start` ends: as late as it may, not inside the words of a link."""
    last = start + MOST_BLOCK_CHARACTERS
    near = [link for link in links if link.end > start and link.start < last]
    sentences = (found.end() for found in reversed([*_SENTENCE_END.finditer(text, start, last)]))
    spaces = (found.start() for found in reversed([*_SPACE.finditer(text, start + 1, last)]))
    return next((at for at in chain(sentences, spaces) if not any(link.start < at < link.end for link in near)), last)


def _links_within(text: str, links: Sequence[_Placed], start: int, end: int) -> Iterator[Link]:
    """The links of one part, counted anew: how often the same words stand before them in it."""
    lead = start + len(text[start:end]) - len(text[start:end].lstrip())
    for each in links:
        if lead <= each.start and each.end <= end:
            yield replace(each.link, nth=_count_before(text[lead:end], each.link.words, each.start - lead))


def _count_before(text: str, words: str, at: int) -> int:
    count, found = 0, text.find(words)
    while 0 <= found < at:
        count, found = count + 1, text.find(words, found + 1)
    return count
