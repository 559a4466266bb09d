"""Cleaned lines to blocks: which line is a heading, a list item, a quotation, a reference, and which is a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from importer.credits import parse_mark
from importer.dates import WEEKDAYS, find_dates, parse_date
from importer.records import Block, BlockKind, Line
from importer.shapes import (
    bullet_text,
    ends_in_colon,
    is_colon_heading,
    is_link_label,
    is_list_item,
    is_name,
    is_whole_quotation,
    name_before_role,
    number_text,
    opens_quotation,
    weak_bullet_text,
)
from importer.text import ends_sentence, fold, matches_list, stops, word_count, word_list, words

_MOST_HEADING_WORDS = 15
_TABLE_CELLS = 3
_LEAST_TITLE_WORDS = 2
_MOST_CITED_WORDS = 4
_ROLE = frozenset(word_list("role_words")) | {"aged", "leaver", "now"} | {str(age) for age in range(5, 100)}
_LETTERS = re.compile(r"[^\W\d_]{2}")
# “ENDS” closes a press release; “He has 28 days to appeal” is a sentence without its full stop
_ENDS = re.compile(r"-?\s*ends?\s*-?|(?:dear|yours)\s.*", re.IGNORECASE)
_CLAUSE = re.compile(
    r"(?:He|She|It|They|There|This|We|You|I)\s+(?:is|are|was|were|has|have|had|will|would|can|could|must|should)\b"
)
_DAY_FIRST = re.compile(rf"(?:{'|'.join(WEEKDAYS)}),?\s+\d{{1,2}}", re.IGNORECASE)
_LABELLED = re.compile(r"[\w ’'()-]{1,40}:\s+\S")
_TELEPHONE = re.compile(r"\d{3,}[\d ]{4,}")
# “The following charges were left to lie on file” above a list leads into it
_FOLLOWING = re.compile(r"\b(?:following|these|as follows|such as|includes?|including)\b", re.IGNORECASE)
_CITED_YEAR = re.compile(r"\((?:c\.? ?)?(?:19|20)\d\d[a-z]?\)[.:]?$")
_REFERENCES = re.compile(r"(?:references?|bibliography|further reading|works cited|reference list)\s*:?", re.IGNORECASE)
_ATTRIBUTION_DASH = re.compile(r"[-–—]\s*[A-Z]")
_CONTACT = re.compile(
    r"(?:tel|telephone|phone|e-?mail|web(?:site)?|address|fax|contact|date|time|venue|cost|price)\s*:", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A filled line on its way to a block: `gap` lines that show nothing stood before it, `strict_gap` empty ones."""

    line: int
    text: str
    gap: int = 0
    strict_gap: int = 0


def to_blocks(pieces: Sequence[Piece]) -> tuple[Block, ...]:
    """The blocks of a text in order; every line's words are in exactly one of them."""
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
        elif in_references and (not _is_heading(pieces, at, listed) or not piece.gap):
            block = Block("reference", text, piece.line, level=0 if piece.gap else 1)
        elif _is_heading(pieces, at, listed):
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


def _is_heading(pieces: Sequence[Piece], at: int, listed: dict[int, Block]) -> bool:
    """Is this line a section heading: short, no end of a sentence, alone on its line, with text of its own below?

    Not headings: attributions under a quotation, call-outs, lead-ins (“…, said:”), authors of references, and the
    publisher's own label of a section in front of the text (“Court News”, seeds/000_….txt:12).
    """
    piece = pieces[at]
    text = fold(piece.text)
    if at + 1 >= len(pieces) or not piece.gap or (not pieces[at + 1].gap and at + 1 not in listed):
        return False
    if any(found.day and found.year and found.end == len(text) for found in find_dates(text)):
        return False
    if _is_period(text):
        return ends_sentence(pieces[at + 1].text) and (at == 0 or ends_sentence(pieces[at - 1].text))
    if word_count(text) > _MOST_HEADING_WORDS or len(text) > 120 or not _LETTERS.search(text) or stops(text):
        return False
    if _reports_speech(text) or _TELEPHONE.search(text):
        return False
    if _in_table(pieces, at, listed) and not _REFERENCES.fullmatch(text):
        return False
    if (
        text[0].islower()
        or text[0] in '*(“"«'
        or _is_citation(text, below_glued=not pieces[at + 1].gap)
        or _CONTACT.match(text)
    ):
        return False
    if parse_mark(Line(piece.line, text)) or parse_date(text.rpartition(":")[2]):
        return False
    if (at == 0 and matches_list(text, "section_labels")) or _ENDS.fullmatch(text) or _CLAUSE.match(text):
        return False
    if _DAY_FIRST.match(text) or (_LABELLED.match(text) and at and _LABELLED.match(fold(pieces[at - 1].text))):
        return False
    if "@" in text or "://" in text or is_link_label(text):
        return False
    below = pieces[at + 1]
    if ends_in_colon(text):
        return is_colon_heading(text) and at + 1 not in listed and not opens_quotation(below.text)
    if name_before_role(text) or (at and is_whole_quotation(pieces[at - 1].text) and _is_attribution(text)):
        return False
    if at + 1 in listed and _FOLLOWING.search(text):
        return False
    if at and fold(pieces[at - 1].text).endswith(":") and at - 1 not in listed and _is_plain_list(pieces, at):
        return False
    return not fold(below.text)[:1].islower()


def _is_citation(text: str, *, below_glued: bool) -> bool:
    """“Marsh, A. (2019)” cites; “Working Together to Safeguard Children (2015)” names a document by its year."""
    if not _CITED_YEAR.search(text):
        return False
    return below_glued or word_count(text) <= _MOST_CITED_WORDS or re.search(r"\b[A-Z]\b|\bet al\b", text) is not None


def _is_period(text: str) -> bool:
    """Is this a year or a month of one, as chronologies have for headings? Alone between sentences it is one."""
    found = parse_date(text)
    return found is not None and len(found.iso) in {4, 7}


def _reports_speech(text: str) -> bool:
    """“The judge told her: “You are brave!””: words of saying, a colon, and a quotation that ends the line."""
    before, colon, after = text.partition(":")
    spoken = after.strip()[:1] in ('"', "“", "‘", "'") and after.strip()[-1:] in ('"', "”", "’", "'")
    return bool(colon) and spoken and bool(set(words(before)) & set(word_list("lead_in_words")))


def _in_table(pieces: Sequence[Piece], at: int, listed: dict[int, Block]) -> bool:
    """Is this line one of three or more short ones in a row, the cells of a table whose rules were lost?"""
    first = last = at
    while first > 0 and at - first < _TABLE_CELLS and _is_cell(pieces[first - 1]) and first - 1 not in listed:
        first -= 1
    while last + 1 < len(pieces) and last - at < _TABLE_CELLS and _is_cell(pieces[last + 1]) and last + 1 not in listed:
        last += 1
    if last - first + 1 < _TABLE_CELLS:
        return False
    # The heading above a table stands below a finished sentence; the heading of the text after it above one.
    titles_table = first == at and at > 0 and ends_sentence(pieces[at - 1].text)
    titles_text = last == at and at + 1 < len(pieces) and ends_sentence(pieces[at + 1].text)
    return not ((titles_table or titles_text) and not _is_figure(pieces[at]))


def _is_figure(piece: Piece) -> bool:
    """A cell that no heading is: with a figure or a label in it, or one word alone."""
    return re.search(r"\d|:|\s[–-]\s", piece.text) is not None or word_count(piece.text) < _LEAST_TITLE_WORDS


def _is_cell(piece: Piece) -> bool:
    return word_count(piece.text) <= 6 and not ends_sentence(piece.text) and not ends_in_colon(piece.text)


def _is_plain_list(pieces: Sequence[Piece], at: int) -> bool:
    """Below a lead-in: do short lines without a full stop follow each other, a list whose marks were lost?"""
    run = 0
    for piece in pieces[at : at + 4]:
        if ends_sentence(piece.text) or word_count(piece.text) > _MOST_HEADING_WORDS:
            break
        run += 1
    return run >= 2


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
            and _is_attribution(blocks[at + 1].text)
        )
        if attributed:
            kinds[at] = kinds[at + 1] = "quote"
            at += 2
        elif led_in and block.text[0] in '“"‘':
            at = _quote_until_closed(blocks, kinds, at)
        else:
            at += 1
    return tuple(replace(block, kind=kind) for kind, block in zip(kinds, blocks, strict=True))


def _is_attribution(text: str) -> bool:
    has_role = "," in text and word_count(text) <= 6 and bool(_ROLE & set(words(text.replace("-", " "))))
    return (
        has_role
        or name_before_role(text) is not None
        or is_name(text)
        or (_ATTRIBUTION_DASH.match(text) is not None and word_count(text) <= 14)
    )


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
