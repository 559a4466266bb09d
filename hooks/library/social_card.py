"""The picture that other sites show beside a link to the bulletin: its mark, its name and what it is about.

Drawn at build time, so that it always bears the name of the site; the same name gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from hooks.library.whole_site import SOCIAL_CARD_SIZE
from importer.combining_marks import normalise

# As in theme/assets/bulletin.css and mark.svg
PAPER, INK, SOFT_INK, LINE, ACCENT, ON_ACCENT = "#fdfcf9", "#1d1c1a", "#55524b", "#cbc6ba", "#0b5560", "#ffffff"
WIDTH, HEIGHT = SOCIAL_CARD_SIZE
MARGIN = 96
BAND = 18  # of the accent, along the foot
MARK = 132
GAPS = (40, 34, 36)  # below the mark, below the name, below the rule
TEXT_WIDTH = WIDTH - 2 * MARGIN
NAME_SIZES, NAME_HEIGHT = (96, 84, 68, 56, 45), 170
ABOUT_SIZES, ABOUT_HEIGHT = (36, 32), 120
LEADING = 1.25  # from line to line, in sizes of the font
ELLIPSIS = "…"
DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
NO_CHARACTER = "\uffff"  # a font draws for it what it draws for every character it lacks
SMOOTHING = 4  # the mark is drawn so many times larger and then reduced, because Pillow's edges are hard

Point = tuple[float, float]

# The mark on its field of 32 × 32: the straight part of the outline, two curves with their handles, lines of text
_TOP = ((28.0, 15.1), (28.0, 6.5), (16.0, 2.0), (4.0, 6.5), (4.0, 15.1))
_CURVES = (
    ((4.0, 15.1), (4.0, 22.4), (9.0, 27.6), (16.0, 30.0)),
    ((16.0, 30.0), (23.0, 27.6), (28.0, 22.4), (28.0, 15.1)),
)
_TEXT_LINES = ((10.0, 22.0, 11.0), (10.0, 22.0, 15.5), (10.0, 17.0, 20.0))  # from, to, how far down
_STROKE = 2.4
_FIELD = 32


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text broken into lines that fit, and the size they are set in; `weight` pixels make its strokes thicker."""

    lines: tuple[str, ...]
    size: int
    weight: int = 0

    @property
    def height(self) -> int:
        return round(len(self.lines) * self.size * LEADING)

    def draw(self, pen: ImageDraw.ImageDraw, top: int, colour: str) -> None:
        font = _font(self.size)
        for number, line in enumerate(self.lines):
            middle = top + (number + 0.5) * self.size * LEADING
            pen.text((MARGIN, middle), line, colour, font, anchor="lm", stroke_width=self.weight)


def draw_social_card(name: str, about: str) -> bytes:
    """The card as a PNG of 1200 × 630. A long name wraps, gets smaller, and ends in “…” where that is not enough.

    Pillow's own font has few letters: accents are left off, and what it cannot draw at all is left out.
    """
    card = Image.new("RGB", SOCIAL_CARD_SIZE, PAPER)
    pen = ImageDraw.Draw(card)
    heading, text = fit(name, NAME_SIZES, NAME_HEIGHT, weight=1), fit(about, ABOUT_SIZES, ABOUT_HEIGHT)
    top = (HEIGHT - BAND - MARK - sum(GAPS) - heading.height - text.height) // 2
    card.paste(_draw_mark(), (MARGIN - MARK * 4 // _FIELD, top))  # its outline meets the margin, not its field
    top += MARK + GAPS[0]
    heading.draw(pen, top, INK)
    top += heading.height + GAPS[1]
    for offset in (0, 6):
        pen.rectangle((MARGIN, top + offset, MARGIN + TEXT_WIDTH - 1, top + offset + 1), LINE)
    text.draw(pen, top + GAPS[2], SOFT_INK)
    pen.rectangle((0, HEIGHT - BAND, WIDTH, HEIGHT), ACCENT)
    data = BytesIO()
    # Half the bytes; the large surfaces keep their colours, only pixels at the edges of letters change a little.
    card.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(data, "PNG", optimize=True)
    return data.getvalue()


def fit(text: str, sizes: Sequence[int], height: int, weight: int = 0) -> Paragraph:
    """The text in the largest of these sizes in which its lines take no more than this height, or else cut short."""
    for size in sizes:
        font = _font(size)
        most = int(height / (size * LEADING))
        lines = _break_lines(_drawable(text, font), font, TEXT_WIDTH - 2 * weight)
        if len(lines) <= most:
            return Paragraph(tuple(lines), size, weight)
    last = lines[most - 1]
    while last and font.getlength(last + ELLIPSIS) > TEXT_WIDTH - 2 * weight:
        last = last[:-1]
    return Paragraph((*lines[: most - 1], last.rstrip(" ,;:-") + ELLIPSIS), size, weight)


def _break_lines(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """The text's words on lines of at most this width; a word that is too long for one is broken where it must be."""
    lines: list[str] = []
    for word in text.split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
            continue
        lines.append("")
        for letter in word:
            if font.getlength(lines[-1] + letter) > width:
                lines.append("")
            lines[-1] += letter
    return lines


def _drawable(text: str, font: ImageFont.FreeTypeFont) -> str:
    """The text as the font can draw it: `ŵ` as `w`, a dash as a hyphen, and without what would show as an empty box."""
    missing = bytes(font.getmask(NO_CHARACTER))
    letters = normalise("NFKD", text.translate(DASHES))
    return "".join(letter for letter in letters if letter.isspace() or bytes(font.getmask(letter)) != missing)


def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)  # noqa: S101 - every wheel of Pillow has FreeType
    return font


def _draw_mark() -> Image.Image:
    """The mark on paper, drawn larger and then reduced."""
    scale = SMOOTHING * MARK / _FIELD
    large = Image.new("RGB", (SMOOTHING * MARK,) * 2, PAPER)
    pen = ImageDraw.Draw(large)
    outline = [*_TOP, *(point for curve in _CURVES for point in _points_of(*curve))]
    pen.polygon([(x * scale, y * scale) for x, y in outline], ACCENT)
    radius = _STROKE / 2
    for left, right, middle in _TEXT_LINES:
        box = (left - radius, middle - radius, right + radius, middle + radius)
        pen.rounded_rectangle(tuple(round(edge * scale) for edge in box), radius * scale, ON_ACCENT)
    return large.reduce(SMOOTHING)


def _points_of(start: Point, first: Point, second: Point, end: Point, steps: int = 48) -> list[Point]:
    """Points along a cubic Bézier curve, close enough to look like one."""

    def at(share: float, axis: int) -> float:
        rest = 1 - share
        return (
            rest**3 * start[axis]
            + 3 * rest**2 * share * first[axis]
            + 3 * rest * share**2 * second[axis]
            + share**3 * end[axis]
        )

    return [(at(step / steps, 0), at(step / steps, 1)) for step in range(steps + 1)]
