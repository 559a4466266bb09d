"""How large and how bold the running text of a PDF is: what tells its headings and footnotes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from importer.formats.pdf_letters import PdfText

LARGER = 1.13  # type this much larger than the text's is a heading's
SMALLER = 0.92  # and this much smaller a footnote's


@dataclass(frozen=True, slots=True)
class BodyType:
    """The type of the running text: its size in points, and whether most of it is bold."""

    size: float
    is_bold: bool


def find_body_type(pdf: PdfText) -> BodyType:
    """The type in which most letters of a PDF are set."""
    return BodyType(_body_size(pdf), _is_body_bold(pdf))


def _body_size(pdf: PdfText) -> float:
    sizes: Counter[float] = Counter()
    for page in pdf.pages:
        for fragment in page.fragments:
            sizes[round(fragment.size * 2) / 2] += len(fragment.text)
    return sizes.most_common(1)[0][0] or 1.0


def _is_body_bold(pdf: PdfText) -> bool:
    letters: Counter[bool] = Counter()
    for page in pdf.pages:
        for fragment in page.fragments:
            letters[fragment.is_bold] += len(fragment.text)
    return letters[True] > letters[False]
