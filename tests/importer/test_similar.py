"""Finding the same story in other words."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from importer.similar import SAME_STORY, TextIndex, find_similar, shared_part
from tests.importer.invented import WORDS, prose


def edited(text: str, part: float, seed: int) -> str:
    """The text with so great a part of its words replaced."""
    chance = random.Random(seed)  # noqa: S311
    return " ".join(chance.choice(WORDS) if chance.random() < part else word for word in text.split())


def test_lightly_edited_versions_are_the_same_story_and_others_are_not() -> None:
    originals = {f"original {number}": prose(number, 40) for number in range(100)}
    versions = {f"version {number}": edited(prose(number, 40), 0.05, number) for number in range(100)}
    pairs = {
        (pair.first, pair.second)
        for pair in find_similar([*originals.items(), *versions.items()])
        if pair.share >= SAME_STORY
    }
    assert pairs == {(f"original {number}", f"version {number}") for number in range(100)}


def test_a_summary_is_found_in_the_whole() -> None:
    whole = prose(1, 60)
    (pair,) = find_similar([("whole", whole), ("summary", " ".join(whole.split()[30:130]))])
    assert pair.share > 0.9


def test_text_put_in_again_takes_the_place_of_the_old_one() -> None:
    index = TextIndex()
    for name, text in (("kites", prose(1, 20)), ("boats", prose(2, 20)), ("kites", prose(3, 20))):
        assert index.put(name, text) == []
    assert index.put("new", prose(1, 20)) == []
    assert [pair.first for pair in index.put("kites", prose(1, 20))] == ["new"]
    assert [pair.first for pair in index.put("new", prose(1, 20))] == ["kites"]


@given(st.text(), st.text())
def test_shared_part_is_a_share_and_the_same_both_ways(first: str, second: str) -> None:
    assert 0 <= shared_part(first, second) == shared_part(second, first) <= 1


def test_shared_part_of_a_text_with_itself_is_all_of_it() -> None:
    assert (shared_part(prose(1), prose(1)), shared_part(prose(1), prose(2))) == (1, 0)
    assert shared_part("four words are few", "four words are few") == 0


def test_a_run_that_many_texts_share_is_known_of_the_first_of_them() -> None:
    index = TextIndex()
    for number in range(200):
        found = index.put(f"text {number:03}", f"{prose(1, 20)} {prose(1000 + number, 20)}")
    assert [pair.first for pair in found] == [f"text {number:03}" for number in range(50)]
