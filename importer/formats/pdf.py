"""A PDF with text: lines of print put together to paragraphs, headings, lists and tables, one article or several.

A PDF says where letters stand and how large they are, and nothing of what they mean: size, weight and place tell
headings, paragraphs and the frame that every page repeats. Its properties are believed in nothing but a title whose
words stand on the first page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from importer.encoding import CannotRead
from importer.formats.marked_stories import Origin, find_stories
from importer.formats.pdf_contents import take_out_contents
from importer.formats.pdf_frames import find_frames
from importer.formats.pdf_headings import mark_headings
from importer.formats.pdf_layout import Row
from importer.formats.pdf_letters import PdfText, read_pdf_pages
from importer.formats.pdf_lines import to_lines
from importer.formats.pdf_paragraphs import Composer
from importer.formats.pdf_type import find_body_type
from importer.records import Document, Note, Split
from importer.text import fold, quote, word_count


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
    body = find_body_type(pdf)
    frames = find_frames(pdf.pages, body.size)
    composer = Composer(body, Counter(_all_words(pdf)))
    for page in pdf.pages:
        composer.add_page(page, frames[page.number])
    paragraphs, contents = take_out_contents(composer.finished())
    headline, paragraphs = mark_headings(paragraphs, body, pdf.property_title)
    lines = to_lines(paragraphs)
    title_line = next((line for line in lines if headline and line.markup and line.markup is headline.markup), None)
    split = find_stories(document, lines, Origin("pdf"), title_line)
    return replace(
        split, notes=(*_notes(document, pdf, frames, composer), *_contents_note(document, contents), *split.notes)
    )


def _all_words(pdf: PdfText) -> Iterator[str]:
    """Every word of the PDF, those with hyphens whole: what proves how a word at the end of a line is spelt."""
    for page in pdf.pages:
        for fragment in page.fragments:
            for word in re.findall(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*", fragment.text):
                yield word.casefold().replace("\u2010", "-")


def _contents_note(document: Document, contents: Sequence[str]) -> Iterator[Note]:
    if contents:
        what = f"left out the table of contents, {len(contents)} entries from {quote(contents[0])}"
        yield Note(document.path, 0, what)


def _notes(document: Document, pdf: PdfText, frames: dict[int, list[Row]], composer: Composer) -> Iterator[Note]:
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
