"""Paragraphs all in bold: which of them are headings, and which only speak loudly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from importer.credits import parse_mark
from importer.records import Line, Markup
from importer.shapes import (
    ends_in_colon,
    is_colon_heading,
    is_furniture,
    is_headline_like,
    is_link_label,
    is_prose,
    is_whole_quotation,
    name_before_role,
)
from importer.text import fold, word_count

BOLD_RANK = 7  # what a paragraph in bold is marked with until this is settled; it ranks below every real heading
_MOST_WORDS = 15
_LINKED = 0.9  # a line that is all link leads somewhere
_PARAGRAPH = Markup("paragraph")


def settle_bold_headings(lines: Sequence[Line], linked: Sequence[float]) -> list[Line]:
    """The lines, each bold one a heading where it surely is one, else a paragraph; `linked` is the share of links.

    It surely is one where it is short, ends no sentence, names nobody, leads nowhere, and text of its own follows it.
    """
    settled = list(lines)
    filled = [at for at, line in enumerate(lines) if line.text]
    are_rare = sum(_is_bold(lines[at]) for at in filled) * 2 <= len(filled)
    for at, below in zip(filled, [*filled[1:], None], strict=False):
        line = lines[at]
        if not _is_bold(line):
            continue
        following = lines[below] if below is not None else None
        if not (are_rare and following and linked[at] < _LINKED and _is_heading(line.text) and _is_text(following)):
            settled[at] = replace(line, markup=replace(line.markup or _PARAGRAPH, kind="paragraph", level=0))
    return settled


def _is_bold(line: Line) -> bool:
    return line.markup is not None and line.markup.kind == "heading" and line.markup.level == BOLD_RANK


def _is_heading(text: str) -> bool:
    plain = fold(text)
    return (
        is_headline_like(text, _MOST_WORDS)
        and not plain[0].islower()
        and any(character.isalpha() for character in plain)
        and not (ends_in_colon(text) and not is_colon_heading(text))
        and not is_whole_quotation(text)
        and name_before_role(text) is None
        and not is_link_label(text)
        and not is_furniture(text)
        and parse_mark(Line(0, text)) is None
    )


def _is_text(line: Line) -> bool:
    """Is this what stands under a heading: a paragraph of some length, a list, a table, a quotation?"""
    kind = line.markup.kind if line.markup else "paragraph"
    if kind in {"bullet", "number", "table", "quote"}:
        return True
    return kind == "paragraph" and (is_prose(line.text) or (ends_in_colon(line.text) and word_count(line.text) > 3))
