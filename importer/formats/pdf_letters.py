"""The pages of a PDF as pieces of text with their places, sizes and links: what stands where, in no order yet."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from importer.encoding import CannotRead
from importer.limits import MOST_ITEM_CHARACTERS, MOST_PAGES, MOST_PDF_LINKS, MOST_SHAPES, MOST_TEXT_PIECES
from importer.records import Document, Note
from importer.text import fold
from importer.urls import resolve_link

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_HYPHENS = frozenset({0x02, 0xFFFE})  # how the reader marks a hyphen at the end of a line
_SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✔", 0xF0E0: "→", 0xF02D: "-"}
_BOLD_NAME = re.compile(r"bold|black|heavy|demi|semibold", re.IGNORECASE)
_WIDE_GAP = 1.0  # parts columns and cells; in ems
_PIECE_GAP = 0.55  # and where the file itself begins a new piece of text
_WORD_GAP = 0.3  # parts words where no space is written; in ems
SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class Fragment:
    """Letters in a row without a wide gap: their text, place on the page, size in points, and the links in them.

    `base` is the height of the line they stand on, counted upwards; `spans` are start, end and address of each link.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    is_bold: bool
    spans: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PageText:
    """One page: its number, its edges, its fragments in the order of the file, and what is told of it.

    `dots` are the places of small drawn marks, as browsers draw bullets. `slanted` are words that stand askew, as
    watermarks do; `unreadable` counts letters that say nothing of what they are.
    """

    number: int
    bottom: float
    top: float
    fragments: tuple[Fragment, ...]
    dots: tuple[tuple[float, float], ...] = ()
    has_pictures: bool = False
    slanted: str = ""
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class PdfText:
    """The pages of a PDF, and the title that its properties hold."""

    pages: tuple[PageText, ...]
    property_title: str


def read_pdf_pages(document: Document) -> PdfText:
    """The text of every page with its places.

    Raises:
        CannotRead: the PDF is broken, locked, or larger than `importer/limits.py` allows.
    """
    try:
        file = pdfium.PdfDocument(document.content)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD:
            mend = "Open it with the password, print it to a new PDF, and import that."
            raise _refusal(document, "the PDF is locked with a password", mend) from error
        mend = "Open it, print it to a new PDF, and import that."
        raise _refusal(document, "the PDF is damaged: it cannot be opened", mend) from error
    try:
        return _read_pages(document, file)
    finally:
        file.close()


def _refusal(document: Document, what: str, mend: str) -> CannotRead:
    return CannotRead(Note(document.path, 0, what, mend))


def _read_pages(document: Document, file: Any) -> PdfText:
    if len(file) > MOST_PAGES:
        raise _refusal(document, f"the PDF has {len(file):,} pages; at most {MOST_PAGES} are read", "Split it.")
    pages: list[PageText] = []
    letters = 0
    for number in range(len(file)):
        try:
            page = file[number]
            if _text_pieces(page) > MOST_TEXT_PIECES:
                what = f"page {number + 1} of the PDF is drawn in more than {MOST_TEXT_PIECES:,} pieces of text"
                raise _refusal(document, what, "Open it, print it to a new PDF, and import that.")
            text = page.get_textpage()
            letters += text.count_chars()
        except pdfium.PdfiumError as error:
            what, mend = f"page {number + 1} of the PDF is damaged", "Open it, print it to a new PDF, and import that."
            raise _refusal(document, what, mend) from error
        if letters > MOST_ITEM_CHARACTERS:
            what = f"the PDF has more than {MOST_ITEM_CHARACTERS:,} letters"
            raise _refusal(document, what, "Split it into several documents.")
        pages.append(_read_page(number + 1, page, text, file))
        text.close()
        page.close()
    try:
        title = fold(file.get_metadata_value("Title"))
    except (pdfium.PdfiumError, UnicodeError):
        title = ""
    return PdfText(tuple(pages), title)


@dataclass(frozen=True, slots=True)
class _Letter:
    """One letter: its character (empty: a space the reader found), its place along and across its line, its looks."""

    character: str
    start: float
    end: float
    base: float
    size: float
    is_bold: bool
    angle: int
    url: str
    piece: int


@dataclass(frozen=True, slots=True)
class _LinkPlace:
    """A rectangle of a page that leads to an address."""

    left: float
    bottom: float
    right: float
    top: float
    url: str

    def holds(self, across: float, up: float) -> bool:
        return self.left <= across <= self.right and self.bottom <= up <= self.top


@dataclass(frozen=True, slots=True)
class _Looks:
    """What all letters of one piece of the file share."""

    size: float
    is_bold: bool
    angle: int  # quarter turns, or -1 for askew


def _read_page(number: int, page: Any, text: Any, file: Any) -> PageText:
    left, bottom, right, top = page.get_bbox()
    links = list(_link_places(page, file))
    letters, unreadable = _read_letters(text, links)
    inside = [
        each
        for each in letters
        if each.angle != 0 or (left - 1 <= each.end and each.start <= right + 1 and bottom - 1 <= each.base <= top + 1)
    ]
    angles = Counter(each.angle for each in inside if each.character.strip())
    upright = angles.most_common(1)[0][0] if angles else 0
    if upright == -1:
        upright = 0
    kept = [each for each in inside if each.angle == upright or (not each.character.strip())]
    askew = fold("".join(each.character for each in inside if each.angle != upright))
    if upright == 1:
        bottom, top = -right, -left
    elif upright == 2:
        bottom, top = -top, -bottom
    elif upright == 3:
        bottom, top = left, right
    dots, has_pictures = _shapes(page)
    fragments = tuple(_fragments(kept))
    return PageText(number, bottom, top, fragments, dots if upright == 0 else (), has_pictures, askew, unreadable)


def _read_letters(text: Any, links: Sequence[_LinkPlace]) -> tuple[list[_Letter], int]:
    """The letters of a page in the order of the file, each turned as its line runs."""
    letters: list[_Letter] = []
    looks = _Looks(1.0, is_bold=False, angle=0)
    piece_before: int | None = -1
    unreadable = pieces = 0
    high = 0
    box = pdfium_c.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    for at in range(text.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(text, at)
        if pdfium_c.FPDFText_IsGenerated(text, at) == 1 and code not in _HYPHENS:
            letters.append(
                _Letter("\n" if code in {10, 13} else "", 0, 0, 0, 0, is_bold=False, angle=0, url="", piece=0)
            )
            continue
        piece = pdfium_c.FPDFText_GetTextObject(text, at)
        address = ctypes.cast(piece, ctypes.c_void_p).value if piece else None
        if address != piece_before:
            looks, piece_before = _looks(text, at), address
            pieces += 1
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
        character = _character(code)
        if not character:
            unreadable += code in {0, 0xFFFD}
            continue
        pdfium_c.FPDFText_GetLooseCharBox(text, at, box)
        pdfium_c.FPDFText_GetCharOrigin(text, at, x, y)
        url = ""
        if links:
            across, up = (box.left + box.right) / 2, (box.bottom + box.top) / 2
            url = next((each.url for each in links if each.holds(across, up)), "")
        start, end, base = _along(looks.angle, box, x.value, y.value)
        letters.append(_Letter(character, start, end, base, looks.size, looks.is_bold, looks.angle, url, pieces))
    return letters, unreadable


def _character(code: int) -> str:
    if code in _HYPHENS:
        return "-"
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    if 0xE000 <= code <= 0xF8FF:  # signs of one font alone
        return "•" if 0xF000 <= code <= 0xF0FF else ""
    if code < 32:
        return " " if code in {9, 10, 13} else ""
    return "" if code in {0xFFFD, 0xFFFF} or code > 0x10FFFF or 0xD800 <= code < 0xE000 else chr(code)


def _along(angle: int, box: Any, x: float, y: float) -> tuple[float, float, float]:
    """Where a letter begins and ends along its line, and the height of that line, whichever way the page is turned."""
    if angle == 1:
        return box.bottom, box.top, -x
    if angle == 2:
        return -box.right, -box.left, -y
    if angle == 3:
        return -box.top, -box.bottom, x
    return box.left, box.right, y


def _looks(text: Any, at: int) -> _Looks:
    matrix = pdfium_c.FS_MATRIX()
    size = max(0.1, min(1000.0, pdfium_c.FPDFText_GetFontSize(text, at)))
    angle = 0
    if pdfium_c.FPDFText_GetMatrix(text, at, matrix):
        height = (matrix.c**2 + matrix.d**2) ** 0.5
        if 0.001 < height < 1000:
            size *= height
        along, up = matrix.a, matrix.b
        if abs(up) <= 0.05 * abs(along):
            angle = 0 if along >= 0 else 2
        elif abs(along) <= 0.05 * abs(up):
            angle = 1 if up > 0 else 3
        else:
            angle = -1
    return _Looks(size, _BOLD_NAME.search(_font_name(text, at)) is not None, angle)


def _font_name(text: Any, at: int) -> str:
    flags = ctypes.c_int()
    length = pdfium_c.FPDFText_GetFontInfo(text, at, None, 0, flags)
    if not 0 < length < 1000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium_c.FPDFText_GetFontInfo(text, at, buffer, length, flags)
    return buffer.value.decode("utf-8", errors="replace")


def _fragments(letters: Sequence[_Letter]) -> Iterator[Fragment]:
    """Letters that stand together, as one piece of text each."""
    group: list[_Letter] = []
    shown = Counter(letter.piece for letter in letters if letter.size and letter.character.strip())
    for letter in letters:
        if letter.character == "\n":
            if group:
                yield from _fragment(group)
            group = []
            continue
        last = next((each for each in reversed(group) if each.size), None)
        if letter.size and last:
            size = max(last.size, letter.size)
            gap = letter.start - last.end
            is_one_piece = letter.piece == last.piece or shown[letter.piece] == shown[last.piece] == 1
            wide = _WIDE_GAP if is_one_piece else _PIECE_GAP
            if abs(letter.base - last.base) > 0.45 * size or gap > wide * size or gap < -0.7 * size:
                yield from _fragment(group)
                group = []
        if group or (letter.size and letter.character.strip()):
            group.append(letter)
    if group:
        yield from _fragment(group)


def _fragment(group: Sequence[_Letter]) -> Iterator[Fragment]:
    """One fragment of a group; none where nothing shows in it."""
    seen = [each for each in group if each.size and each.character.strip()]
    if not seen:
        return
    text = ""
    spans: list[tuple[int, int, str]] = []
    spread = _is_spread(group)
    last: _Letter | None = None
    for letter in group:
        if not letter.size or not letter.character.strip():
            if not spread and text and not text.endswith(" "):
                text += " "
            continue
        gap = letter.start - last.end if last else 0.0
        if last and gap > (spread or _WORD_GAP * max(last.size, letter.size)) and not text.endswith(" "):
            text += " "
        start = len(text)
        text += letter.character
        if letter.url and spans and spans[-1][2] == letter.url and not text[spans[-1][1] : start].strip():
            spans[-1] = (spans[-1][0], len(text), letter.url)
        elif letter.url:
            spans.append((start, len(text), letter.url))
        last = letter
    text = text.rstrip()
    sizes = Counter(round(each.size, 1) for each in seen)
    size = max(sizes.items(), key=lambda item: (item[1], item[0]))[0]
    bases = [each.base for each in seen if round(each.size, 1) == size]
    yield Fragment(
        text=text,
        left=min(each.start for each in seen),
        right=max(each.end for each in seen),
        base=median(bases),
        size=size,
        is_bold=all(each.is_bold for each in seen if each.character.isalnum()),
        spans=tuple((start, min(end, len(text)), url) for start, end, url in spans),
    )


def _is_spread(group: Sequence[_Letter]) -> float:
    """The gap that parts the words of a heading whose letters are set apart (“N E W S”); 0 for any other text."""
    seen = [each for each in group if each.size and each.character.strip()]
    gaps = [after.start - before.end for before, after in pairwise(seen)]
    if len(gaps) < 2 or not all(each.character.isalnum() for each in seen):
        return 0.0
    apart = sum(gap > 0.15 * each.size for gap, each in zip(gaps, seen, strict=False))
    return 1.6 * median(gaps) if apart == len(gaps) else 0.0


def _link_places(page: Any, file: Any) -> Iterator[_LinkPlace]:
    """The rectangles of a page that lead to web addresses."""
    position, link = ctypes.c_int(0), pdfium_c.FPDF_LINK()
    rectangle = pdfium_c.FS_RECTF()
    for _ in range(MOST_PDF_LINKS):
        if not pdfium_c.FPDFLink_Enumerate(page, position, link):
            return
        action = pdfium_c.FPDFLink_GetAction(link)
        if not action or pdfium_c.FPDFAction_GetType(action) != pdfium_c.PDFACTION_URI:
            continue
        length = pdfium_c.FPDFAction_GetURIPath(file, action, None, 0)
        if not 0 < length < 4000 or not pdfium_c.FPDFLink_GetAnnotRect(link, rectangle):
            continue
        buffer = ctypes.create_string_buffer(length)
        pdfium_c.FPDFAction_GetURIPath(file, action, buffer, length)
        if url := resolve_link(buffer.value.decode("utf-8", errors="replace")):
            left, right = sorted((rectangle.left, rectangle.right))
            bottom, top = sorted((rectangle.bottom, rectangle.top))
            yield _LinkPlace(left, bottom, right, top, url)


def _text_pieces(page: Any) -> int:
    kinds = (pdfium_c.FPDFPageObj_GetType(pdfium_c.FPDFPage_GetObject(page, at)) for at in range(_pieces(page)))
    return sum(kind == pdfium_c.FPDF_PAGEOBJ_TEXT for kind in kinds)


def _pieces(page: Any) -> int:
    return max(0, int(pdfium_c.FPDFPage_CountObjects(page)))


def _shapes(page: Any) -> tuple[tuple[tuple[float, float], ...], bool]:
    """The places of small drawn marks, and whether pictures stand on the page."""
    dots: list[tuple[float, float]] = []
    has_pictures = False
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for at in range(min(MOST_SHAPES, _pieces(page))):
        shape = pdfium_c.FPDFPage_GetObject(page, at)
        kind = pdfium_c.FPDFPageObj_GetType(shape)
        if kind in {pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_FORM}:
            has_pictures = True
        if kind != pdfium_c.FPDF_PAGEOBJ_PATH:
            continue
        if pdfium_c.FPDFPageObj_GetBounds(shape, left, bottom, right, top):
            width, height = right.value - left.value, top.value - bottom.value
            if 1.5 <= width <= 8 and 1.5 <= height <= 8 and abs(width - height) < 1:
                dots.append(((left.value + right.value) / 2, (bottom.value + top.value) / 2))
    return tuple(dots), has_pictures
