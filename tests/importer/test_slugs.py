"""File names made from headlines."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.slugs import DEVICE_NAMES, MOST_CHARACTERS, make_slug


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("Taxi rules: what changed?", "taxi-rules-what-changed", id="words"),
        pytest.param("It’s the ‘harbour’", "its-the-harbour", id="curly-quotes"),
        pytest.param("It's the 'harbour'", "its-the-harbour", id="straight-quotes"),
        pytest.param("£5 boats", "5-boats", id="pound"),
        pytest.param("Ysgol Gŵyr, Łódź", "ysgol-gwyr-lodz", id="other-letters"),
        pytest.param("😀 !?", "article", id="nothing-to-spell"),
        pytest.param("", "article", id="empty"),
        pytest.param("CON", "con-article", id="device"),
        pytest.param("COM1", "com1-article", id="port"),
        pytest.param("../../etc/passwd", "etc-passwd", id="path"),
    ],
)
def test_make_slug(title: str, expected: str) -> None:
    assert make_slug(title, set(), "article") == expected


def test_a_long_headline_is_cut_between_words() -> None:
    assert make_slug("boats " * 20, set(), "article") == "-".join(["boats"] * 10)


def test_a_taken_name_is_numbered() -> None:
    assert make_slug("Boats", {"boats", "boats-2"}, "article") == "boats-3"


@given(st.text(), st.lists(st.text(max_size=8)))
def test_a_name_is_short_plain_and_free(title: str, others: list[str]) -> None:
    taken = {make_slug(other, set(), "article") for other in [*others, title]}
    slug = make_slug(title, taken, "article")
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= MOST_CHARACTERS
    assert slug not in taken | DEVICE_NAMES
    assert make_slug(title, taken, "article") == slug
