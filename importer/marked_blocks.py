"""Lines whose source marked them up to blocks: the markup says what each is, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Sequence

from importer.records import Block, Markup, Piece
from importer.shapes import bullet_text
from importer.text import fold

# A headline is the page's own; the first rank of headings in a text is `##`, and none is left out on the way down
_PARAGRAPH = Markup("paragraph")


def to_marked_blocks(pieces: Sequence[Piece]) -> tuple[Block, ...]:
    """The blocks of a text whose lines carry markup, in order; every line's words are in exactly one of them.

    One thing is mended: a paragraph that a bullet opens is the list item that its writer meant.
    """
    blocks: list[Block] = []
    open_ranks: list[int] = []  # of the headings above, outermost first
    for piece in pieces:
        markup, text = piece.markup or _PARAGRAPH, fold(piece.text)
        level, kind = markup.level, markup.kind
        if kind == "heading":
            while open_ranks and open_ranks[-1] >= markup.level:
                open_ranks.pop()
            open_ranks.append(markup.level)
            level = len(open_ranks) - 1
        elif kind == "paragraph" and (item := bullet_text(piece.text)):
            kind, level, text = "bullet", 0, fold(item[1])
        blocks.append(Block(kind, text, piece.line, level, markup.number, markup.links, markup.rows))
    return tuple(blocks)
