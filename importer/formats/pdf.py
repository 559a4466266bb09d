"""A PDF with text: lines of print put together to paragraphs, headings, lists and tables, one article or several.

A PDF says where letters stand and how large they are, and nothing of what they mean: size, weight and place tell
headings, paragraphs and the frame that every page repeats. Its properties are believed in nothing but a title whose
words stand on the first page.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from importer.encoding import CannotRead
from importer.formats.marked_stories import Origin, find_stories
from importer.formats.pdf_layout import Row, find_columns, find_rows
from importer.formats.pdf_letters import SOFT_HYPHEN, Fragment, PageText, PdfText, read_pdf_pages
from importer.records import BlockKind, Cell, Document, Line, Link, Markup, Note, Split
from importer.shapes import breaks_off, bullet_text, is_headline_like, is_prose, number_text, weak_bullet_text
from importer.text import ends_sentence, fold, is_blank, quote, stops, word_count, words

_MARGIN = 0.13  # of a page's height, above and below, in which running headers and footers stand
_EDGE = 0.045  # of a page's height: here only printing programs write
_LARGER = 1.13  # type this much larger than the text's is a heading's
_SMALLER = 0.92  # and this much smaller a footnote's
_MOST_HEADING_WORDS = 30
_DROP_CAP = 3  # letters: so few in large type open a paragraph
_BOLD_RANK = 7
_LEAST_CELL_GAP = 0.45  # between cells that stand exactly under each other; in ems
_CONTENTS = re.compile(r"(?:contents|table of contents|in this issue|index)\s*:?", re.IGNORECASE)
_LEADERS = re.compile(r".*?(?:\s?[.…·]){4,}\s*(?:\d{1,4}|[ivxl]{1,6})\s*$")
_LEAST_CONTENTS = 3
_MOST_ENTRY = 400  # characters, dots included
_LONGEST_WORD = 60  # letters
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.?|seite)?\s*[-–—|•]?\s*\d{1,4}\s*(?:(?:of|/|\|)\s*\d{1,4})?\s*[-–—|•]?|[ivxl]{1,6}", re.IGNORECASE
)
_HYPHENATED = re.compile(rf"(?P<head>[^\W\d_]+)(?P<mark>[-\u2010{SOFT_HYPHEN}])$")
_CITING = re.compile(r"(?<=[.!?:”’])\s?(?:\d{1,3}|\[\d{1,3}\]|[*†‡§]+)$")
_FOOTNOTE = re.compile(r"\d{1,3}(?=\D)|[*†‡§]+")


def find_items(document: Document) -> Split:
    """The items of a PDF.

    Raises:
        CannotRead: it is broken or locked, holds no text, or asks for more than `importer/limits.py` allows.
    """
    pdf = read_pdf_pages(document)
    if not any(page.fragments for page in pdf.pages):
        if any(page.has_pictures for page in pdf.pages):
            what = "the PDF holds pictures of pages, no text"
            mend = "Have its text recognised (OCR), or type it into a .txt file, and import that."
        else:
            what, mend = "there is no text in the PDF", "Check that it is the right file."
        raise CannotRead(Note(document.path, 0, what, mend))
    body_size = _body_size(pdf)
    frames = _frame_rows(pdf.pages, body_size)
    composer = _Composer(body_size, _body_is_bold(pdf), Counter(_all_words(pdf)))
    for page in pdf.pages:
        composer.add_page(page, frames[page.number])
    paragraphs, contents = _without_contents(composer.finished())
    headline, paragraphs = _mark_headings(paragraphs, composer, pdf)
    lines = _to_lines(paragraphs)
    title_line = next((line for line in lines if headline and line.markup and line.markup is headline.markup), None)
    split = find_stories(document, lines, Origin("pdf"), title_line)
    return replace(
        split, notes=(*_notes(document, pdf, frames, composer), *_contents_note(document, contents), *split.notes)
    )


def _body_size(pdf: PdfText) -> float:
    sizes: Counter[float] = Counter()
    for page in pdf.pages:
        for fragment in page.fragments:
            sizes[round(fragment.size * 2) / 2] += len(fragment.text)
    return sizes.most_common(1)[0][0] or 1.0


def _body_is_bold(pdf: PdfText) -> bool:
    letters: Counter[bool] = Counter()
    for page in pdf.pages:
        for fragment in page.fragments:
            letters[fragment.is_bold] += len(fragment.text)
    return letters[True] > letters[False]


def _all_words(pdf: PdfText) -> Iterator[str]:
    """Every word of the PDF, those with hyphens whole: what proves how a word at the end of a line is spelt."""
    for page in pdf.pages:
        for fragment in page.fragments:
            for word in re.findall(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*", fragment.text):
                yield word.casefold().replace("\u2010", "-")


def _frame_rows(pages: Sequence[PageText], body_size: float) -> dict[int, list[Row]]:
    """The running headers, footers and page numbers of each page."""
    found: dict[int, list[Row]] = {page.number: [] for page in pages}
    seen: defaultdict[tuple[str, int], list[tuple[int, Row]]] = defaultdict(list)
    for page in pages:
        height = page.top - page.bottom
        rows = find_rows(page.fragments)
        for row in rows:
            share = (row.base - page.bottom) / height if height > 0 else 0.5
            if not (share < _MARGIN or share > 1 - _MARGIN):
                continue
            text = fold(row.text)
            at_edge = (share < _EDGE or share > 1 - _EDGE) and len(rows) > 1
            if at_edge or (_PAGE_NUMBER.fullmatch(text) and _is_outermost(row, rows)):
                found[page.number].append(row)
            else:
                key = re.sub(r"\d+", "#", text).casefold()
                seen[key, round(share * 60)].append((page.number, row))
    for number, row in _numbered_rows(pages):
        found[number].append(row)
    enough = max(2, round(len(pages) * 0.4))
    for (key, place), rows_of_text in seen.items():
        near = [each for shift in (-1, 0, 1) for each in seen.get((key, place + shift), ())]
        if len({number for number, _ in near}) >= enough:
            for number, row in rows_of_text:
                found[number].append(row)
    for page in pages:
        found[page.number] = _at_the_edges(find_rows(page.fragments), found[page.number], body_size)
    return found


def _numbered_rows(pages: Sequence[PageText]) -> Iterator[tuple[int, Row]]:
    """The outermost rows that begin or end with a number which counts the pages (“Chapter 2: Boats 14”)."""
    counted: defaultdict[int, list[tuple[int, Row]]] = defaultdict(list)
    for page in pages:
        rows = find_rows(page.fragments)
        for row in (rows[0], rows[-1]) if len(rows) > 2 else ():
            share = (row.base - page.bottom) / max(1.0, page.top - page.bottom)
            text = fold(row.text)
            match = re.match(r"(\d{1,4})\b", text) or re.search(r"\b(\d{1,4})$", text)
            if match and (share < _MARGIN or share > 1 - _MARGIN) and word_count(text) <= 12:
                counted[int(match[1]) - page.number].append((page.number, row))
    for rows_of_offset in counted.values():
        if len({number for number, _ in rows_of_offset}) >= max(3, len(pages) * 0.5):
            yield from rows_of_offset


def _at_the_edges(rows: Sequence[Row], repeated: Sequence[Row], body_size: float) -> list[Row]:
    """Of the rows that pages repeat, those at the edge: only their like stands outside them, and a gap inside.

    The first line of a text may be that of another page's text too.
    """
    heights = {row.base for row in repeated}
    kept: list[Row] = []
    for ordered in (list(rows), list(reversed(rows))):
        run = 0
        while run < len(ordered) and ordered[run].base in heights:
            run += 1
        while run and run < len(ordered) and _is_near(ordered[run - 1], ordered[run]):
            run -= 1
        if is_prose(" ".join(row.text for row in ordered[:run])) and ordered[0].size >= _SMALLER * body_size:
            continue
        kept += [row for row in ordered[:run] if row not in kept]
    return kept if len(kept) < len(rows) else []


def _is_near(row: Row, other: Row) -> bool:
    return abs(row.base - other.base) < 1.5 * min(row.size, other.size)


def _is_outermost(row: Row, rows: Sequence[Row]) -> bool:
    return row.base in {rows[0].base, rows[-1].base}


@dataclass(slots=True)
class _Paragraph:
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
        return max(self.rows, key=lambda row: len(row.text)).size

    @property
    def is_bold(self) -> bool:
        return all(row.is_bold for row in self.rows)

    @property
    def left(self) -> float:
        return self.rows[0].left


@dataclass(slots=True)
class _Composer:
    """Puts rows together to paragraphs, page after page."""

    body_size: float
    body_is_bold: bool
    known_words: Counter[str]
    paragraphs: list[_Paragraph] = field(default_factory=list)
    footnotes: list[_Paragraph] = field(default_factory=list)

    def add_page(self, page: PageText, frame: Sequence[Row]) -> None:
        """Add the paragraphs of a page, its frame left out."""
        framed = {id(fragment) for row in frame for fragment in row.fragments}
        fragments = [each for each in page.fragments if id(each) not in framed]
        made: list[_Paragraph] = []
        for rows in find_columns(fragments):
            stretch = self._paragraphs_of(rows, page)
            if made and stretch and self._goes_on(made[-1], stretch[0]):
                self._append(made[-1], stretch.pop(0))
            made += stretch
        footnotes = _take_footnotes(made, page, self.body_size)
        if made and self.paragraphs and self._goes_on(self.paragraphs[-1], made[0]):
            self._append(self.paragraphs[-1], made.pop(0))
        self.paragraphs += made
        self.footnotes += footnotes

    def finished(self) -> list[_Paragraph]:
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

    def _paragraphs_of(self, rows: Sequence[Row], page: PageText) -> list[_Paragraph]:
        """The paragraphs of one stretch of text; a paragraph may go on from the stretch before it on the page."""
        made: list[_Paragraph] = []
        right = max((row.right for row in rows), default=0.0)
        step = _usual_step(rows)
        at = 0
        above: Row | None = None
        while at < len(rows):
            row = rows[at]
            if table := _find_table(rows, at):
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

    def _open(self, row: Row, page: PageText) -> _Paragraph:
        """A new paragraph; a mark before its text makes it a list item."""
        text = row.text
        paragraph = _Paragraph([row], page.number, text, list(row.spans))
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

    def _continues(
        self, paragraph: _Paragraph, above: Row, row: Row, right: float, step: float, page: PageText
    ) -> bool:
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
        is_large = size > _LARGER * self.body_size
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

    def _goes_on(self, before: _Paragraph, after: _Paragraph) -> bool:
        """Does a paragraph go on over a column's or page's end?"""
        if before.kind == "table" or after.kind not in {"paragraph"} or after.rows[0].has_cells:
            return False
        if abs(before.size - after.size) > 0.08 * after.size or before.is_bold != after.is_bold:
            return False
        if before.size > _LARGER * self.body_size or _has_ended(before.text):
            return False
        opens = fold(after.text)[:1]
        return (
            opens.islower()
            or breaks_off(before.text)
            or (not stops(before.text) and is_prose(before.text))
            or (before.text.endswith((",", "-", "–", ";")))
        )

    def _append(self, before: _Paragraph, after: _Paragraph) -> None:
        for row in after.rows:
            self._join(before, row)

    def _join(self, paragraph: _Paragraph, row: Row) -> None:
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


def _take_footnotes(made: list[_Paragraph], page: PageText, body_size: float) -> list[_Paragraph]:
    """Take off a page's footnotes: small type below its middle, under marks that the text cites."""
    small: list[_Paragraph] = []
    middle = (page.top + page.bottom) / 2
    while made and made[-1].size < _SMALLER * body_size and made[-1].kind != "table" and made[-1].rows[0].base < middle:
        small.insert(0, made.pop())
    text = " ".join(paragraph.text for paragraph in made)
    opening = next((at for at, each in enumerate(small) if _is_cited(each, text)), len(small))
    made += small[:opening]
    return small[opening:]


def _is_cited(note: _Paragraph, text: str) -> bool:
    """Does the text above hold the mark of a footnote, set behind a word (“… as the court heard.3”)?"""
    mark = str(note.number) if note.kind == "number" else (match[0] if (match := _FOOTNOTE.match(note.text)) else "")
    return bool(mark) and re.search(rf"[^\W\d_][.,;:!?”’\"')]*\s?{re.escape(mark)}(?!\w)", text) is not None


def _has_ended(text: str) -> bool:
    """Does a line end a sentence or lead into a list? The mark of a footnote may stand behind its end (“… again.3”)."""
    plain = _CITING.sub("", fold(text))
    return ends_sentence(plain) or plain.endswith(":")


def _is_in_sentence(paragraph: _Paragraph, row: Row) -> bool:
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


@dataclass(frozen=True, slots=True)
class _Table:
    """A table found among rows: how many of them it takes, and the fragments of each cell, row by row."""

    rows: int
    cells: tuple[tuple[tuple[Fragment, ...], ...], ...]


def _find_table(rows: Sequence[Row], at: int) -> _Table | None:
    """The table that begins at a row: rows of as many cells each, standing under each other; else None.

    A line that only goes on below a cell belongs to that cell. Three rows make a table, or two with wide gaps.
    """
    head = rows[at]
    if len(head.fragments) < 2 or head.is_marked or min(head.gaps) < _LEAST_CELL_GAP:
        return None
    cells: list[list[list[Fragment]]] = [[[each] for each in head.fragments]]
    last = head
    end = at + 1
    while end < len(rows):
        row = rows[end]
        near = last.base - row.base <= 4 * head.size and abs(row.size - head.size) < 0.3 * head.size
        if (
            near
            and len(row.fragments) == len(head.fragments)
            and not row.is_marked
            and (_in_line(last, row) or (last is head and _is_under(head, row)))
        ):
            cells.append([[each] for each in row.fragments])
            last = row
        elif near and rows[end - 1].base - row.base <= 1.4 * row.size and (places := _places_below(last, row)):
            for place, each in zip(places, row.fragments, strict=True):
                cells[-1][place].append(each)
        else:
            break
        end += 1
    if len(cells) < 2 or (len(cells) < 3 and not (head.has_cells and last.has_cells)):
        return None
    return _Table(end - at, tuple(tuple(tuple(cell) for cell in row) for row in cells))


def _places_below(row: Row, below: Row) -> list[int]:
    """Which cells of a row the fragments of the line below it go on, by their left edges; none unless all do."""
    places = []
    for each in below.fragments:
        place = next((at for at, cell in enumerate(row.fragments) if abs(cell.left - each.left) < 2), None)
        if place is None:
            return []
        places.append(place)
    # A line that begins at the table's own left edge alone is the text below it
    return [] if places == [0] else places


def _in_line(above: Row, below: Row) -> bool:
    """Do the cells of two rows stand under each other, by their left or right edges or their middles?"""
    return all(
        min(
            abs(one.left - other.left),
            abs(one.right - other.right),
            abs(one.left + one.right - other.left - other.right) / 2,
        )
        < 0.4 * above.size
        for one, other in zip(above.fragments, below.fragments, strict=True)
    )


def _is_under(head: Row, row: Row) -> bool:
    """Does each cell of a row stand under one of the head's, set in the middle of its column?"""
    return head.is_bold != row.is_bold and all(
        one.left < other.right and other.left < one.right
        for one, other in zip(head.fragments, row.fragments, strict=True)
    )


def _table_paragraph(table: _Table, rows: Sequence[Row], page: PageText) -> _Paragraph:
    text = " ".join(row.text for row in rows)
    cells = [[list(cell) for cell in row] for row in table.cells]
    return _Paragraph(list(rows), page.number, text, [], "table", table=cells)


def _without_contents(paragraphs: Sequence[_Paragraph]) -> tuple[list[_Paragraph], list[str]]:
    """The paragraphs without a table of contents: lines that dots lead to the number of a page."""
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


def _contents_note(document: Document, contents: Sequence[str]) -> Iterator[Note]:
    if contents:
        what = f"left out the table of contents, {len(contents)} entries from {quote(contents[0])}"
        yield Note(document.path, 0, what)


def _mark_headings(
    paragraphs: Sequence[_Paragraph], composer: _Composer, pdf: PdfText
) -> tuple[_Paragraph | None, list[_Paragraph]]:
    """Tell headings by larger or bolder type, and the headline among them."""
    body = composer.body_size
    headline = _find_headline(paragraphs, body, pdf.property_title)
    sizes = sorted(
        {round(each.size, 1) for each in paragraphs if each.size > _LARGER * body and _could_head(each)}, reverse=True
    )
    settled: list[_Paragraph] = []
    for at, each in enumerate(paragraphs):
        below = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
        if each is headline:
            each.kind, each.level = "heading", 1
        elif each.size > _LARGER * body and _could_head(each):
            each.kind, each.level = "heading", 2 + sizes.index(round(each.size, 1))
        elif (
            each.is_bold
            and not composer.body_is_bold
            and _could_head(each)
            and is_headline_like(each.text, 15)
            and below is not None
            and not (below.is_bold and below.kind == "paragraph" and is_headline_like(below.text, 15))
            and not each.text.endswith(",")
        ):
            each.kind, each.level = "heading", _BOLD_RANK + len(sizes)
        settled.append(each)
    return headline, settled


def _could_head(paragraph: _Paragraph) -> bool:
    text = paragraph.text
    return (
        paragraph.kind in {"paragraph", "number"}
        and not paragraph.is_note
        and not any(len(row.fragments) > 1 and min(row.gaps) > _LEAST_CELL_GAP for row in paragraph.rows)
        and word_count(text) <= _MOST_HEADING_WORDS
        and not (ends_sentence(text) and word_count(text) > 12 and not text.endswith("?"))
        and any(character.isalpha() for character in text)
        and (paragraph.kind == "paragraph" or len(paragraph.rows) <= 2)
    )


def _find_headline(paragraphs: Sequence[_Paragraph], body: float, title: str) -> _Paragraph | None:
    """The paragraph of the first page that has the words of the PDF's own title, else the one in the largest type."""
    first = [
        each for each in paragraphs if each.page == paragraphs[0].page and not each.is_note and each.kind != "table"
    ]
    named = words(title)
    for each in first:
        if len(named) > 1 and words(each.text) == named:
            return each
    larger = [
        each
        for each in first
        if each.size > _LARGER * body and _could_head(each) and each.kind == "paragraph" and len(each.text) > _DROP_CAP
    ]
    if larger:
        largest = max(each.size for each in larger)
        return next(each for each in larger if each.size > largest - 0.1)
    for each in first[:6]:
        if each.is_bold and _could_head(each) and is_headline_like(each.text):
            return each
        if is_prose(each.text):
            break
    return None


def _to_lines(paragraphs: Sequence[_Paragraph]) -> list[Line]:
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


def _is_counted(paragraphs: Sequence[_Paragraph], at: int) -> bool:
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


def _list_levels(paragraphs: Sequence[_Paragraph]) -> dict[int, int]:
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


def _links(paragraph: _Paragraph, text: str) -> Iterator[Link]:
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


def _notes(document: Document, pdf: PdfText, frames: dict[int, list[Row]], composer: _Composer) -> Iterator[Note]:
    """What was left out of the pages, and what in them could not be read."""
    running = Counter(re.sub(r"\d+", "#", fold(row.text)) for rows in frames.values() for row in rows)
    first: dict[str, str] = {}
    for rows in frames.values():
        for row in rows:
            first.setdefault(re.sub(r"\d+", "#", fold(row.text)), fold(row.text))
    for key, count in running.items():
        yield Note(document.path, 0, f"left out {quote(first[key])} at the edge of {count} page{'s' * (count > 1)}")
    for page in pdf.pages:
        if page.slanted:
            what = f"left out {quote(page.slanted)} that stands askew on page {page.number}"
            mend = "If it is no watermark but text, add it to the page." if word_count(page.slanted) > 4 else ""
            yield Note(document.path, 0, what, mend)
    if composer.footnotes:
        yield Note(document.path, 0, f"put the footnotes below the text, {len(composer.footnotes)} in all")
    empty = [str(page.number) for page in pdf.pages if not page.fragments and page.has_pictures]
    if empty:
        named = f"page {empty[0]} holds" if len(empty) == 1 else f"pages {', '.join(empty)} hold"
        what = f"{named} a picture and no text"
        yield Note(document.path, 0, what, "If there is text in the picture, type it into the page.")
    unreadable = sum(page.unreadable for page in pdf.pages)
    if unreadable:
        what = f"{unreadable:,} letters of the PDF do not say what they are, and were left out"
        yield Note(document.path, 0, what, "Compare the page with the PDF.")
