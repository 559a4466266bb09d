"""File names of pages: fit for every system, unique, and the same on every machine."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.slugs import DEVICE_NAMES, FOLDER_PAGES, MOST_CHARACTERS, make_slug, plain_slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        pytest.param("It’s KCSIE: what changed?", "its-kcsie-what-changed", id="curly apostrophe"),
        pytest.param("It's KCSIE: what changed?", "its-kcsie-what-changed", id="straight apostrophe"),
        pytest.param("£3.000 for pupils", "3-000-for-pupils", id="pounds"),
        pytest.param("Diogelu plant yng Nghŵyl", "diogelu-plant-yng-nghwyl", id="Welsh"),
        pytest.param("CON", "con-article", id="device of Windows"),
        pytest.param("Com1!", "com1-article", id="another device"),
        pytest.param("README", "readme-article", id="front page of a folder"),
        pytest.param("../../etc/passwd", "etc-passwd", id="a path"),
        pytest.param("🎈🎈", "article-1a2b3c4d", id="no letter"),
        pytest.param("", "article-1a2b3c4d", id="empty"),
        pytest.param(f"Kites {'k' * 80}", "kites", id="cut between words"),
        pytest.param("k" * 80, "k" * 60, id="one long word"),
    ],
)
def test_slug_of_a_headline(title: str, slug: str) -> None:
    assert make_slug(title, set(), "article-1a2b3c4d") == slug


@given(st.text(max_size=200), st.sets(st.sampled_from(["kites", "con-article", "a", "article-1"])))
def test_any_headline_gets_a_name_that_every_system_takes_and_nobody_has(title: str, taken: set[str]) -> None:
    slug = make_slug(title, taken, "article-1")
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= MOST_CHARACTERS
    assert slug not in taken | DEVICE_NAMES | FOLDER_PAGES


@pytest.mark.parametrize(
    "title", ["Court News", "k" * 80, "A headline of many short words that is cut where it must be, here"]
)
def test_a_headline_that_comes_again_is_numbered_then_named_by_its_text(title: str) -> None:
    taken: set[str] = set()
    for number in range(150):
        slug = make_slug(title, taken, f"article-{number:08}")
        assert slug not in taken
        assert len(slug) <= MOST_CHARACTERS
        taken.add(slug)
    assert make_slug(title, taken, "article-last") == "article-last"
    assert make_slug(title, taken | {"article-last"}, "article-last") == "article-last-2"


def test_plain_slug_does_not_mind_what_is_taken() -> None:
    assert (plain_slug("Court News"), plain_slug("🎈")) == ("court-news", "")
