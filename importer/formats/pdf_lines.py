"""The paragraphs of a PDF as lines with markup: how deep lists are nested, which numbers count, where links lead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from importer.formats.pdf_letters import Fragment
from importer.formats.pdf_paragraphs import Paragraph
from importer.records import Cell, Line, Link, Markup
from importer.text import fold, is_blank


def to_lines(paragraphs: Sequence[Paragraph]) -> list[Line]:
    """The paragraphs as lines with markup, an empty one between them; numbers that do not count up stay in the text."""
    levels = _list_levels(paragraphs)
    lines: list[Line] = []
    for at, each in enumerate(paragraphs):
        text = fold(each.text)
        if is_blank(text):
            continue
        links = tuple(_links(each, text))
        kind, level, number = each.kind, each.level, each.number
        rows: tuple[tuple[Cell, ...], ...] = ()
        if kind == "table":
            rows = tuple(tuple(_cell(cell) for cell in row) for row in each.table)
        elif kind == "number" and not _is_counted(paragraphs, at):
            kind, text = "paragraph", f"{number}. {text}"
        elif kind == "heading" and number:
            text, number = f"{number}. {text}", 0
        elif kind in {"bullet", "number"}:
            level = levels[at]
        if lines:
            lines.append(Line(len(lines) + 1, ""))
        each.markup = Markup(kind, level, number if kind == "number" else 0, links, rows)
        lines.append(Line(len(lines) + 1, text, each.markup))
    return lines


def _is_counted(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """Is this number one of a list that counts up? A lone “7.” is text."""
    own = paragraphs[at]
    for step in (-1, 1):
        near = at + step
        while 0 <= near < len(paragraphs) and abs(near - at) <= 12:
            other = paragraphs[near]
            if other.kind == "number" and other.number == own.number + step and abs(other.left - own.left) < own.size:
                return True
            if other.kind == "heading":
                break
            near += step
    return False


def _list_levels(paragraphs: Sequence[Paragraph]) -> dict[int, int]:
    """How deep each list item is nested, by how far its mark stands in."""
    levels: dict[int, int] = {}
    lefts: list[float] = []
    for at, each in enumerate(paragraphs):
        if each.kind not in {"bullet", "number"}:
            lefts = []
            continue
        slack = 0.6 * each.size
        if lefts and paragraphs[at - 1].page != each.page:
            lefts = [each.left] if abs(lefts[0] - each.left) > 3 * slack else lefts
        while len(lefts) > 1 and each.left < lefts[-1] - slack:
            lefts.pop()
        if not lefts or each.left > lefts[-1] + slack:
            lefts.append(each.left)
        levels[at] = len(lefts) - 1
    return levels


def _links(paragraph: Paragraph, text: str) -> Iterator[Link]:
    for start, end, url in paragraph.spans:
        yield from _link(paragraph.text, start, end, url, text)


def _link(text: str, start: int, end: int, url: str, folded: str) -> Iterator[Link]:
    label = fold(text[start:end])
    if label and label in folded:
        before = fold(text[:start] + "\ufdd0").removesuffix("\ufdd0")
        nth = sum(folded.startswith(label, at) for at in range(len(before)))
        yield Link(label, url, nth)


def _cell(fragments: Sequence[Fragment]) -> Cell:
    text = ""
    spans: list[tuple[int, int, str]] = []
    for each in fragments:
        offset = len(text) + bool(text)
        text = f"{text} {each.text}" if text else each.text
        spans += [(start + offset, end + offset, url) for start, end, url in each.spans]
    folded = fold(text)
    return Cell(folded, tuple(link for start, end, url in spans for link in _link(text, start, end, url, folded)))
