"""The headings among a PDF's paragraphs, told by larger or bolder type, and the headline among them."""

from __future__ import annotations

from collections.abc import Sequence

from importer.formats.pdf_paragraphs import Paragraph
from importer.formats.pdf_tables import LEAST_CELL_GAP
from importer.formats.pdf_type import LARGER, BodyType
from importer.shapes import is_headline_like, is_prose
from importer.text import ends_sentence, word_count, words

_MOST_HEADING_WORDS = 30
_DROP_CAP = 3  # letters: so few in large type open a paragraph
_BOLD_RANK = 7


def mark_headings(
    paragraphs: Sequence[Paragraph], body: BodyType, property_title: str
) -> tuple[Paragraph | None, list[Paragraph]]:
    """Tell headings by larger or bolder type, and the headline among them."""
    headline = _find_headline(paragraphs, body.size, property_title)
    sizes = sorted(
        {round(each.size, 1) for each in paragraphs if each.size > LARGER * body.size and _could_head(each)},
        reverse=True,
    )
    settled: list[Paragraph] = []
    for at, each in enumerate(paragraphs):
        below = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
        if each is headline:
            each.kind, each.level = "heading", 1
        elif each.size > LARGER * body.size and _could_head(each):
            each.kind, each.level = "heading", 2 + sizes.index(round(each.size, 1))
        elif (
            each.is_bold
            and not body.is_bold
            and _could_head(each)
            and is_headline_like(each.text, 15)
            and below is not None
            and not (below.is_bold and below.kind == "paragraph" and is_headline_like(below.text, 15))
            and not each.text.endswith(",")
        ):
            each.kind, each.level = "heading", _BOLD_RANK + len(sizes)
        settled.append(each)
    return headline, settled


def _could_head(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return (
        paragraph.kind in {"paragraph", "number"}
        and not paragraph.is_note
        and not any(len(row.fragments) > 1 and min(row.gaps) > LEAST_CELL_GAP for row in paragraph.rows)
        and word_count(text) <= _MOST_HEADING_WORDS
        and not (ends_sentence(text) and word_count(text) > 12 and not text.endswith("?"))
        and any(character.isalpha() for character in text)
        and (paragraph.kind == "paragraph" or len(paragraph.rows) <= 2)
    )


def _find_headline(paragraphs: Sequence[Paragraph], body: float, title: str) -> Paragraph | None:
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
        if each.size > LARGER * body and _could_head(each) and each.kind == "paragraph" and len(each.text) > _DROP_CAP
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
