"""Cleaned lines to blocks: which line is a heading, a list item, a quotation, a reference, and which is a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from importer.headings import is_heading
from importer.marked_blocks import to_marked_blocks
from importer.records import Block, BlockKind, Piece
from importer.shapes import (
    bullet_text,
    is_attribution,
    is_list_item,
    is_whole_quotation,
    number_text,
    weak_bullet_text,
)
from importer.text import ends_sentence, fold

_REFERENCES = re.compile(r"(?:references?|bibliography|further reading|works cited|reference list)\s*:?", re.IGNORECASE)


def to_blocks(pieces: Sequence[Piece]) -> tuple[Block, ...]:
    """The blocks of a text in order; every line's words are in exactly one of them.

    Where the source marked its lines up, its markup is believed: see `to_marked_blocks`.
    """
    if any(piece.markup for piece in pieces):
        return to_marked_blocks(pieces)
    listed = _list_items(pieces)
    blocks: list[Block] = []
    texts: list[list[str]] = []
    in_references = False
    for at, piece in enumerate(pieces):
        text = fold(piece.text)
        if _continues_item(pieces, at, listed) or (blocks and _continues_paragraph(pieces, at, blocks[-1])):
            texts[-1].append(text)
            continue
        if at in listed:
            block = listed[at]
        elif in_references and (not is_heading(pieces, at, listed) or not piece.gap):
            block = Block("reference", text, piece.line, level=0 if piece.gap else 1)
        elif is_heading(pieces, at, listed):
            in_references = _REFERENCES.fullmatch(text) is not None
            block = Block("heading", text, piece.line)
        else:
            block = Block("paragraph", text, piece.line)
        blocks.append(block)
        texts.append([block.text])
    return _with_quotations([replace(block, text=" ".join(parts)) for block, parts in zip(blocks, texts, strict=True)])


def _continues_paragraph(pieces: Sequence[Piece], at: int, block: Block) -> bool:
    """Does this line go on in lower case, with no empty line above, where the paragraph's sentence did not end?"""
    if pieces[at].gap or at == 0 or block.kind != "paragraph":
        return False
    return (
        fold(pieces[at].text)[:1].islower()
        and not ends_sentence(pieces[at - 1].text)
        and not is_list_item(pieces[at].text)
    )


def _list_items(pieces: Sequence[Piece]) -> dict[int, Block]:
    """The places that hold list items. Weak marks (dashes, stars, letters, a lone number) count only in company."""
    found: dict[int, tuple[int, str, int]] = {}
    for at, piece in enumerate(pieces):
        if (item := bullet_text(piece.text)) or (_has_company(pieces, at) and (item := weak_bullet_text(piece.text))):
            found[at] = (*item, 0)
        elif (counted := number_text(piece.text)) and _numbers_run(pieces, at):
            indent, mark, text = counted
            # “(a)” has no list of its own in Markdown: it stays in front of its text, and so does “0.”
            number = int(mark) if mark.isdigit() else 0
            found[at] = (indent, text if number else piece.text, number)
    items: dict[int, Block] = {}
    indents: list[int] = []
    for at in sorted(found):
        indent, text, number = found[at]
        if at - 1 not in found:
            indents = []
        while indents and indent < indents[-1]:
            indents.pop()
        if not indents or indent > indents[-1] + 1:
            indents.append(indent)
        level = len(indents) - 1
        items[at] = Block("number" if number else "bullet", fold(text), pieces[at].line, level, number)
    return items


def _has_company(pieces: Sequence[Piece], at: int) -> bool:
    """Does a neighbour open with the same weak mark?"""
    if weak_bullet_text(pieces[at].text) is None:
        return False
    mark = pieces[at].text.strip()[0]
    return any(
        0 <= near < len(pieces)
        and weak_bullet_text(pieces[near].text) is not None
        and pieces[near].text.strip()[0] == mark
        for near in (at - 1, at + 1)
    )


def _numbers_run(pieces: Sequence[Piece], at: int) -> bool:
    """Is this number part of a run that counts up by one? “1986. A great year” stands alone."""
    own = number_text(pieces[at].text)
    if own is None:
        return False
    for step in (-1, 1):
        near = at + step
        other = number_text(pieces[near].text) if 0 <= near < len(pieces) else None
        if other and _ordinal(other[1]) is not None and _ordinal(own[1]) is not None:
            there, here = _ordinal(other[1]), _ordinal(own[1])
            if there is not None and here is not None and there - here == step:
                return True
    return False


def _ordinal(mark: str) -> int | None:
    roman = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
    if mark.isdigit():
        return int(mark)
    if len(mark) == 1 and mark not in {"i", "v", "x"}:
        return ord(mark) - ord("a") + 1
    return roman.index(mark) + 1 if mark in roman else None


def _continues_item(pieces: Sequence[Piece], at: int, listed: dict[int, Block]) -> bool:
    """Is this indented line, with no empty line above, the rest of the list item before it?"""
    piece = pieces[at]
    if piece.gap or at == 0 or at in listed or at - 1 not in listed:
        return False
    return piece.text[:2].strip() == "" and not ends_sentence(pieces[at - 1].text)


def _with_quotations(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Mark as quotations: paragraphs in quotation marks below a lead-in, and pull quotes with their attribution."""
    kinds: list[BlockKind] = [block.kind for block in blocks]
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if block.kind != "paragraph":
            at += 1
            continue
        led_in = (
            at > 0
            and blocks[at - 1].kind == "paragraph"
            and blocks[at - 1].text.endswith(":")
            and kinds[at - 1] != "quote"
        )
        attributed = (
            at + 1 < len(blocks)
            and blocks[at + 1].kind == "paragraph"
            and is_whole_quotation(block.text)
            and is_attribution(blocks[at + 1].text)
        )
        if attributed:
            kinds[at] = kinds[at + 1] = "quote"
            at += 2
        elif led_in and block.text[0] in '“"‘':
            at = _quote_until_closed(blocks, kinds, at)
        else:
            at += 1
    return tuple(replace(block, kind=kind) for kind, block in zip(kinds, blocks, strict=True))


def _quote_until_closed(blocks: Sequence[Block], kinds: list[BlockKind], at: int) -> int:
    """Mark paragraphs as one quotation while each opens with a quotation mark and the one before did not close it."""
    opening = blocks[at].text[0]
    closing = {"“": "”", '"': '"', "‘": "’"}[opening]
    while at < len(blocks) and blocks[at].kind == "paragraph" and blocks[at].text[0] == opening:
        text = blocks[at].text
        closes = text[1:].rstrip(" *").endswith(closing)
        if closing in text[1:-1].rstrip(closing) and not closes and opening == "“":
            # “… ,” she said. The words of the article go on in the same paragraph: no block quotation.
            return at + 1
        kinds[at] = "quote"
        at += 1
        if closes:
            break
    return at
