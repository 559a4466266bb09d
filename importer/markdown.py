"""Blocks to Markdown in which every character of the source is text: the one place that escapes.

Characters that Markdown or HTML would act on become numeric references (HOSTILE.md, point 3): they mean the same under
every extension, and unlike backslashes there is one for each character. They are written only where they could act, so
that pages stay readable for the people who mend them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from importer.inert_text import inert_text
from importer.limits import MOST_NESTED_LISTS
from importer.long_blocks import split_long_block
from importer.records import Block, Cell, Link
from importer.shown_addresses import shows_another_address
from importer.text import find_nth
from importer.urls import link_target

# Acting wherever they stand: emphasis, code, links and images, attribute lists, tables, HTML, escapes, TeX
_ANYWHERE = re.compile(
    r"[\\`*_\[\]{}<|]|&(?=[#\w])|~(?=~)|(?<=~)~|=(?==)|(?<==)=|\^(?=\^)|(?<=\^)\^|\+(?=\+)|(?<=\+)\+"
)
# Acting at the start of a line: headings, quotations, lists, definitions, admonitions, rules and underlines
_AT_START = re.compile(r"[#>:%;/=~^-]|[+](?=\s|$)|!(?=!)|\?(?=\?)|(?<=\d)[.)](?=\s|$)")
_ORDERED = re.compile(r"(?P<number>\d+|[A-Za-z]{1,4})(?P<mark>[.)])(?=\s|$)")
# A page's headline is its `#`; HTML has six ranks
_FIRST_RANK, _LAST_RANK = 2, 6
_DASH_LIST = re.compile(r"-(?=\s|$|-)")


def escape_text(text: str) -> str:
    """One line of plain text as Markdown that renders as just these characters.

    >>> escape_text("1986. A great year for #MeToo *and* <b>")
    '1986&#46; A great year for #MeToo &#42;and&#42; &#60;b>'
    """
    escaped = _ANYWHERE.sub(_reference, text)
    if match := _ORDERED.match(escaped):
        return f"{match['number']}{_reference_to(match['mark'])}{escaped[match.end() :]}"
    if _AT_START.match(escaped) and not (escaped[0] == "-" and not _DASH_LIST.match(escaped)):
        return _reference_to(escaped[0]) + escaped[1:]
    return escaped


def render_blocks(blocks: Sequence[Block]) -> str:
    """An article's blocks as Markdown: paragraphs, `##` headings, lists nested by four spaces, `>` quotations, tables.

    Lines of one reference stay together in one paragraph. Markdown counts list items itself: one whose printed number
    does not follow the one before it is a paragraph that begins with its number. A further paragraph of a list item is
    indented under it. Whatever is too long to be rendered in time becomes several paragraphs.
    """
    parts: list[str] = []
    lists: list[Block] = []  # the last item of every list that is open, outermost first
    chunk_level = 0  # the level of the first item after the last empty line: Markdown climbs no higher without another
    before: Block | None = None
    for block in chain.from_iterable(map(split_long_block, map(_with_inert_heading, blocks))):
        if not block.text:
            continue
        if block.kind == "continuation" and lists:
            lists = lists[: block.level + 1]
            parts += ["\n\n", "    " * len(lists), _render_block(block)]
            before, chunk_level = block, len(lists) + 1  # whatever follows needs an empty line
            continue
        joint = "\n\n"
        if block.kind in {"bullet", "number"}:
            level = min(block.level, len(lists), MOST_NESTED_LISTS - 1)
            last = lists[level] if level < len(lists) else None
            lists = lists[:level]
            if last and block.kind == last.kind == "number" and block.number != last.number + 1:
                block = replace(block, kind="paragraph", text=f"{block.number}. {block.text}")
                lists = []
            else:
                if lists or last:
                    joint = "\n" if (not last or last.kind == block.kind) and level >= chunk_level else "\n\n"
                chunk_level = chunk_level if joint == "\n" else level
                lists.append(block)
        else:
            lists = []
        if before and block.kind == before.kind == "reference" and block.level:
            joint = "\n"
        elif before and block.kind == before.kind == "quote":
            joint = "\n>\n"
        parts += [joint if parts else "", "    " * (len(lists) - 1), _render_block(block)]
        before = block
    return "".join(parts)


def _render_block(block: Block) -> str:
    text = render_links(block.text, block.links)
    match block.kind:
        case "heading":
            # A closing run of # belongs to the mark, not to the text
            mark = "#" * min(_FIRST_RANK + block.level, _LAST_RANK)
            return f"{mark} {re.sub(r'(?<!#)#++$', lambda run: '&#35;' * len(run[0]), text)}"
        case "table":
            return _render_table(block.rows)
        case "quote":
            return f"> {text}"
        case "bullet":
            return f"- {text}"
        case "number":
            return f"{block.number}. {text}"
        case _:
            return text


def _with_inert_heading(block: Block) -> Block:
    """A heading without `<` and `>`, even escaped: lists of contents take its tags out, and its escaping with them."""
    if block.kind != "heading":
        return block
    links = tuple(replace(link, words=inert_text(link.words)) for link in block.links)
    return replace(block, text=inert_text(block.text), links=links)


def render_links(text: str, links: Sequence[Link]) -> str:
    """One line of plain text as Markdown in which the given words lead to their addresses, wherever they still stand.

    Words that show another address than they lead to stay words.

    >>> render_links("Read it here.", (Link("here", "https://example.org/a_(b)"),))
    'Read it [here](https://example.org/a_%28b%29).'
    """
    parts: list[str] = []
    end = 0
    for start, link in sorted(_find_links(text, links), key=lambda found: found[0]):
        if start < end:
            continue
        before = escape_text(text[end:start])
        # “!” directly before a link would make it a picture
        parts.append(before[:-1] + _reference_to("!") if before.endswith("!") else before)
        end = start + len(link.words)
        parts.append(f"[{escape_text(text[start:end])}]({link_target(link.url)})")
    parts.append(escape_text(text[end:]))
    return "".join(parts)


def _find_links(text: str, links: Sequence[Link]) -> Iterator[tuple[int, Link]]:
    for link in links:
        at = find_nth(text, link.words, link.nth)
        if at >= 0 and link.words.strip() and link_target(link.url) and not shows_another_address(link.words, link.url):
            yield at, link


def _render_table(rows: Sequence[Sequence[Cell]]) -> str:
    """A table of two or more columns, the first row its head; every row is filled up to the same width."""
    width = max(len(row) for row in rows)
    lines = []
    for number, row in enumerate(rows):
        cells = [render_links(cell.text, cell.links) or " " for cell in row] + [" "] * (width - len(row))
        lines.append(f"| {' | '.join(cells)} |")
        if number == 0:
            lines.append(f"|{' --- |' * width}")
    return "\n".join(lines)


def _reference(match: re.Match[str]) -> str:
    return _reference_to(match[0])


def _reference_to(character: str) -> str:
    return f"&#{ord(character)};"
