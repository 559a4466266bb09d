"""The picture beside a link to the bulletin: the right size, our colours, and never a word over its edge."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageColor

from hooks.library.social_card import (
    ABOUT_HEIGHT,
    ABOUT_SIZES,
    ACCENT,
    BAND,
    HEIGHT,
    MARGIN,
    NAME_HEIGHT,
    NAME_SIZES,
    PAPER,
    WIDTH,
    draw_social_card,
    fit,
)
from hooks.library.whole_site import SOCIAL_CARD
from tests.examples import examples

LARGEST_BYTES = 60_000
SMALLEST_MARGIN = 30  # pixels of bare paper above and below the text
THEME = Path(__file__).resolve().parent.parent.parent / "hooks" / "theme" / "assets"
ABOUT = "Safeguarding news and guidance for schools, care settings, parents and the public, in one searchable place."
names = pytest.mark.parametrize(
    "name",
    [
        pytest.param("Safeguarding Bulletin", id="ours"),
        pytest.param("The Safeguarding Children Partnership of Westmere and the Outer Harbour Islands " * 3, id="long"),
        pytest.param("Kinderschutz" * 30, id="one-long-word"),
        pytest.param("W" * 300, id="wide-letters"),
        pytest.param("Bwletin Diogelu Môn – ŵyl", id="accents"),
        pytest.param("公報", id="letters-the-font-lacks"),
        pytest.param("", id="none"),
    ],
)


def read_card(name: str, about: str = ABOUT) -> Image.Image:
    return Image.open(BytesIO(draw_social_card(name, about))).convert("RGB")


def used_box(card: Image.Image) -> tuple[int, int, int, int]:
    """The box around everything that is drawn above the band along the foot."""
    above = card.crop((0, 0, WIDTH, HEIGHT - BAND))
    box = ImageChops.difference(above, Image.new("RGB", above.size, PAPER)).getbbox()
    assert box
    return box


@names
def test_nothing_stands_over_the_margins_whatever_the_name(name):
    card = read_card(name, about=ABOUT * 3)
    left, top, right, bottom = used_box(card)
    assert left >= MARGIN - 1
    assert right <= WIDTH - MARGIN + 1
    assert top >= SMALLEST_MARGIN
    assert bottom <= HEIGHT - BAND - SMALLEST_MARGIN


@names
def test_the_picture_has_the_size_that_pages_tell_and_is_light(name):
    data = draw_social_card(name, ABOUT * 3)
    assert len(data) < LARGEST_BYTES
    assert Image.open(BytesIO(data)).size == (1200, 630)


@names
def test_the_same_name_gives_the_same_bytes(name):
    assert draw_social_card(name, ABOUT) == draw_social_card(name, ABOUT)


def test_it_bears_our_colours():
    card = read_card("Safeguarding Bulletin")
    assert card.getpixel((5, 5)) == ImageColor.getrgb(PAPER)
    assert card.getpixel((5, HEIGHT - 5)) == ImageColor.getrgb(ACCENT)
    assert ACCENT in (THEME / "mark.svg").read_text(encoding="utf-8")
    assert f"--paper: {PAPER}" in (THEME / "bulletin.css").read_text(encoding="utf-8")


def test_another_name_gives_another_picture():
    assert draw_social_card("Kite Bulletin", ABOUT) != draw_social_card("Harbour Bulletin", ABOUT)


def test_a_short_name_stands_large_on_one_line_and_a_long_one_smaller_on_several():
    short, long = (
        fit(name, NAME_SIZES, NAME_HEIGHT)
        for name in ("Safeguarding Bulletin", "The Safeguarding Children Partnership of Westmere and the Islands")
    )
    assert (len(short.lines), short.size) == (1, NAME_SIZES[0])
    assert len(long.lines) > 1
    assert long.size < short.size


def test_what_does_not_fit_in_the_smallest_size_ends_in_an_ellipsis():
    assert fit(ABOUT, ABOUT_SIZES, ABOUT_HEIGHT).lines[-1].endswith("place.")
    assert fit(ABOUT * 5, ABOUT_SIZES, ABOUT_HEIGHT).lines[-1].endswith("…")


def test_letters_that_the_font_lacks_are_drawn_plainly_or_left_out():
    assert fit("Ynys Môn – ŵyl 公報 “50”", ABOUT_SIZES, ABOUT_HEIGHT).lines == ("Ynys Mon - wyl “50”",)


@settings(max_examples=examples(25))
@given(st.text(max_size=400))
def test_any_text_takes_no_more_than_its_room(text):
    assert fit(text, NAME_SIZES, NAME_HEIGHT, weight=1).height <= NAME_HEIGHT + 1


@pytest.mark.parametrize("site", ["invented_site", "own_site", "published_site"])
def test_every_site_has_its_picture(request, site):
    with Image.open(request.getfixturevalue(site) / SOCIAL_CARD) as card:
        assert (card.format, card.size) == ("PNG", (1200, 630))


def test_two_builds_give_the_same_picture(invented_site, published_site):
    assert (invented_site / SOCIAL_CARD).read_bytes() == (published_site / SOCIAL_CARD).read_bytes()


def test_a_picture_that_editors_made_themselves_stays(tmp_path, write_docs, run_mkdocs):
    docs = write_docs(tmp_path / "docs", [])
    own = docs / SOCIAL_CARD
    own.parent.mkdir()
    Image.new("RGB", (1200, 630), "#884422").save(own)
    done = run_mkdocs(docs, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / SOCIAL_CARD).read_bytes() == own.read_bytes()
