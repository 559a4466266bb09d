"""The rows of a PDF's pages put together to paragraphs, list items, tables and footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from importer.formats.pdf_layout import Row, find_columns
from importer.formats.pdf_letters import SOFT_HYPHEN, Fragment, PageText
from importer.formats.pdf_tables import Table, find_table
from importer.formats.pdf_type import LARGER, SMALLER, BodyType
from importer.records import BlockKind, Markup
from importer.shapes import breaks_off, bullet_text, is_headline_like, is_prose, number_text, weak_bullet_text
from importer.text import ends_sentence, fold, stops

_LONGEST_WORD = 60  # letters
_HYPHENATED = re.compile(rf"(?P<head>[^\W\d_]+)(?P<mark>[-\u2010{SOFT_HYPHEN}])$")
_CITING = re.compile(r"(?<=[.!?:”’])\s?(?:\d{1,3}|\[\d{1,3}\]|[*†‡§]+)$")
_FOOTNOTE = re.compile(r"\d{1,3}(?=\D)|[*†‡§]+")


@dataclass(slots=True)
class Paragraph:
    """Rows that make one paragraph, with what was found out of it."""

    rows: list[Row]
    page: int
    text: str
    spans: list[tuple[int, int, str]]
    kind: BlockKind = "paragraph"
    level: int = 0
    number: int = 0
    markup: Markup | None = None
    table: list[list[list[Fragment]]] = field(default_factory=list)
    is_note: bool = False

    @property
    def size(self) -> float:
        """The size of its longest row's type, in points."""
        return max(self.rows, key=lambda row: len(row.text)).size

    @property
    def is_bold(self) -> bool:
        """Is all of it in bold type?"""
        return all(row.is_bold for row in self.rows)

    @property
    def left(self) -> float:
        """Where its first row begins on the page."""
        return self.rows[0].left


@dataclass(slots=True)
class Composer:
    """Puts rows together to paragraphs, page after page."""

    body: BodyType
    known_words: Counter[str]
    paragraphs: list[Paragraph] = field(default_factory=list)
    footnotes: list[Paragraph] = field(default_factory=list)

    def add_page(self, page: PageText, frame: Sequence[Row]) -> None:
        """Add the paragraphs of a page, its frame left out."""
        framed = {id(fragment) for row in frame for fragment in row.fragments}
        fragments = [each for each in page.fragments if id(each) not in framed]
        made: list[Paragraph] = []
        for rows in find_columns(fragments):
            stretch = self._paragraphs_of(rows, page)
            if made and stretch and self._goes_on(made[-1], stretch[0]):
                self._append(made[-1], stretch.pop(0))
            made += stretch
        footnotes = _take_footnotes(made, page, self.body.size)
        if made and self.paragraphs and self._goes_on(self.paragraphs[-1], made[0]):
            self._append(self.paragraphs[-1], made.pop(0))
        self.paragraphs += made
        self.footnotes += footnotes

    def finished(self) -> list[Paragraph]:
        """All paragraphs, the footnotes below them; dashes and stars in company open list items."""
        for at, each in enumerate(self.paragraphs):
            item, mark = weak_bullet_text(each.text), each.text.lstrip()[:1]
            near = [self.paragraphs[place] for place in (at - 1, at + 1) if 0 <= place < len(self.paragraphs)]
            if item and any(weak_bullet_text(other.rows[0].text) and other.rows[0].text[0] == mark for other in near):
                cut = len(each.text) - len(item[1])
                each.kind, each.text, each.spans = "bullet", item[1], _moved(each.spans, -cut)
        for note in self.footnotes:
            note.is_note = True
        return [*self.paragraphs, *self.footnotes]

    def _paragraphs_of(self, rows: Sequence[Row], page: PageText) -> list[Paragraph]:
        """The paragraphs of one stretch of text; a paragraph may go on from the stretch before it on the page."""
        made: list[Paragraph] = []
        right = max((row.right for row in rows), default=0.0)
        step = _usual_step(rows)
        at = 0
        above: Row | None = None
        while at < len(rows):
            row = rows[at]
            if table := find_table(rows, at):
                made.append(_table_paragraph(table, rows[at : at + table.rows], page))
                at += table.rows
                above = None
                continue
            if above is not None and self._continues(made[-1], above, row, right, step, page):
                self._join(made[-1], row)
            else:
                made.append(self._open(row, page))
            above = row
            at += 1
        return made

    def _open(self, row: Row, page: PageText) -> Paragraph:
        """A new paragraph; a mark before its text makes it a list item."""
        text = row.text
        paragraph = Paragraph([row], page.number, text, list(row.spans))
        item = bullet_text(text)
        if item is None and weak_bullet_text(text) and len(row.fragments) > 1 and len(row.fragments[0].text) == 1:
            item = weak_bullet_text(text)  # a dash that stands by itself before the text
        if item is not None:
            paragraph.kind, cut = "bullet", len(text) - len(item[1])
            paragraph.text, paragraph.spans = item[1], _moved(row.spans, -cut)
        elif counted := number_text(text):
            if counted[1].isdigit():
                paragraph.kind, paragraph.number, cut = "number", int(counted[1]), len(text) - len(counted[2])
                paragraph.text, paragraph.spans = counted[2], _moved(row.spans, -cut)
        elif any(0 < row.left - x < 3 * row.size and abs(y - row.base) < 0.7 * row.size for x, y in page.dots):
            paragraph.kind = "bullet"
        return paragraph

    def _continues(self, paragraph: Paragraph, above: Row, row: Row, right: float, step: float, page: PageText) -> bool:
        """Does this row belong to the paragraph of the row above it?"""
        if above.has_cells or row.has_cells:
            return False
        size = max(above.size, row.size)
        if abs(above.size - row.size) > 0.08 * size:
            return False
        if above.base - row.base > max(1.35 * step, 1.05 * size) and above.base - row.base > 1.25 * size:
            return False
        if self._open(row, page).kind in {"bullet", "number"} and not _is_in_sentence(paragraph, row):
            return False
        is_large = size > LARGER * self.body.size
        if above.is_bold != row.is_bold and not is_large:
            # A bold opening of a paragraph ends within its line, not with it
            return not is_headline_like(above.text, 15) and not is_headline_like(row.text, 15)
        if is_large:
            return True
        text_left = min(each.left for each in paragraph.rows[1:]) if len(paragraph.rows) > 1 else paragraph.left
        is_indented = row.left > text_left + 0.9 * size and paragraph.kind == "paragraph"
        has_ended = _has_ended(above.text)
        if is_indented and has_ended:
            return False
        if weak_bullet_text(row.text) and (weak_bullet_text(paragraph.rows[0].text) or has_ended):
            return False
        if fold(row.text)[:1].islower() or breaks_off(above.text) or above.text.rstrip().endswith(("-", ",")):
            return True
        room = right - above.right
        first_word = row.right - row.left if " " not in row.text else _width_of_first_word(row)
        return room < first_word + 0.9 * size or (not has_ended and room < 6 * size)

    def _goes_on(self, before: Paragraph, after: Paragraph) -> bool:
        """Does a paragraph go on over a column's or page's end?"""
        if before.kind == "table" or after.kind not in {"paragraph"} or after.rows[0].has_cells:
            return False
        if abs(before.size - after.size) > 0.08 * after.size or before.is_bold != after.is_bold:
            return False
        if before.size > LARGER * self.body.size or _has_ended(before.text):
            return False
        opens = fold(after.text)[:1]
        return (
            opens.islower()
            or breaks_off(before.text)
            or (not stops(before.text) and is_prose(before.text))
            or (before.text.endswith((",", "-", "–", ";")))
        )

    def _append(self, before: Paragraph, after: Paragraph) -> None:
        for row in after.rows:
            self._join(before, row)

    def _join(self, paragraph: Paragraph, row: Row) -> None:
        """Put a row below a paragraph's others; what the end of a line broke is mended where that is certain."""
        paragraph.rows.append(row)
        text, added = paragraph.text.rstrip(), row.text
        joint = " "
        if match := _HYPHENATED.search(text[-_LONGEST_WORD:]):
            first = re.match(r"[^\W\d_]+", added)
            whole = f"{match['head']}{first[0]}".casefold() if first else ""
            parts = f"{match['head']}-{first[0]}".casefold() if first else ""
            is_broken = first is not None and (
                match["mark"] == SOFT_HYPHEN
                or (first[0][0].islower() and self.known_words[whole] > 0 and not self.known_words[parts])
            )
            if is_broken:
                text, joint = text[:-1], ""
            elif first is not None:
                joint = ""
        elif text.endswith(("-", "/")) and not text.endswith((" -", " /")):
            joint = ""
        offset = len(text) + len(joint)
        paragraph.text = f"{text}{joint}{added}"
        for start, end, url in row.spans:
            last = paragraph.spans[-1] if paragraph.spans else None
            if last and last[2] == url and last[1] >= offset - 2 and start == 0:
                paragraph.spans[-1] = (last[0], end + offset, url)
            else:
                paragraph.spans.append((start + offset, end + offset, url))


def _table_paragraph(table: Table, rows: Sequence[Row], page: PageText) -> Paragraph:
    text = " ".join(row.text for row in rows)
    cells = [[list(cell) for cell in row] for row in table.cells]
    return Paragraph(list(rows), page.number, text, [], "table", table=cells)


def _take_footnotes(made: list[Paragraph], page: PageText, body_size: float) -> list[Paragraph]:
    """Take off a page's footnotes: small type below its middle, under marks that the text cites."""
    small: list[Paragraph] = []
    middle = (page.top + page.bottom) / 2
    while made and made[-1].size < SMALLER * body_size and made[-1].kind != "table" and made[-1].rows[0].base < middle:
        small.insert(0, made.pop())
    text = " ".join(paragraph.text for paragraph in made)
    opening = next((at for at, each in enumerate(small) if _is_cited(each, text)), len(small))
    made += small[:opening]
    return small[opening:]


def _is_cited(note: Paragraph, text: str) -> bool:
    """Does the text above hold the mark of a footnote, set behind a word (“… as the court heard.3”)?"""
    mark = str(note.number) if note.kind == "number" else (match[0] if (match := _FOOTNOTE.match(note.text)) else "")
    return bool(mark) and re.search(rf"[^\W\d_][.,;:!?”’\"')]*\s?{re.escape(mark)}(?!\w)", text) is not None


def _has_ended(text: str) -> bool:
    """Does a line end a sentence or lead into a list? The mark of a footnote may stand behind its end (“… again.3”)."""
    plain = _CITING.sub("", fold(text))
    return ends_sentence(plain) or plain.endswith(":")


def _is_in_sentence(paragraph: Paragraph, row: Row) -> bool:
    """Is a number at the start of this row part of the sentence above (“… on page” / “12. The …”)?"""
    counted = number_text(row.text)
    if counted is None or bullet_text(row.text) is not None:
        return False
    if paragraph.kind == "number" and counted[1].isdigit() and int(counted[1]) == paragraph.number + 1:
        return False
    return not ends_sentence(paragraph.text) and not paragraph.text.endswith(":") and counted[1] != "1"


def _width_of_first_word(row: Row) -> float:
    first = row.text.split(" ")[0]
    return (row.right - row.left) * len(first) / max(1, len(row.text))


def _usual_step(rows: Sequence[Row]) -> float:
    """The usual distance between the lines of a stretch of text: the smallest that is common."""
    steps = Counter(
        round(above.base - row.base, 0)
        for above, row in pairwise(rows)
        if 0.8 * row.size < above.base - row.base < 2.5 * row.size
    )
    if not steps:
        return rows[0].size * 1.2 if rows else 12.0
    common = steps.most_common(1)[0][1]
    return min(step for step, count in steps.items() if count * 3 >= common)


def _moved(spans: Sequence[tuple[int, int, str]], by: int) -> list[tuple[int, int, str]]:
    return [(max(0, start + by), end + by, url) for start, end, url in spans if end + by > 0]
