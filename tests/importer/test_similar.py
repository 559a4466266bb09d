"""The same story in other words, found without comparing every text with every other."""

from __future__ import annotations

import random

import pytest

from importer.similar import SAME_STORY, TextIndex, find_similar, sample_runs, shared_part

ENDINGS = ("ck", "ll", "nt", "rd", "sh")
WORDS = [f"{start}{middle}{end}" for start in "bdfglmnprst" for middle in "aeiou" for end in ENDINGS]


def make_text(seed: int, length: int = 200) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)  # noqa: S311


def find_one(first: list[str], second: list[str]) -> float:
    return next((pair.share for pair in find_similar([("a", " ".join(first)), ("b", " ".join(second))])), 0.0)


def changed(text: list[str], every: int) -> list[str]:
    return [word if at % every else f"{word}x" for at, word in enumerate(text)]


def test_the_same_text_is_wholly_shared() -> None:
    assert find_one(make_text(1), make_text(1)) == 1.0


def test_a_text_with_every_twentieth_word_changed_is_the_same_story() -> None:
    assert find_one(make_text(1), changed(make_text(1), 20)) >= SAME_STORY


def test_an_extract_is_the_same_story_as_its_whole() -> None:
    assert find_one(make_text(1, 600), make_text(1, 600)[200:320]) >= SAME_STORY


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(make_text(1), make_text(2), id="other-words"),
        pytest.param(make_text(1), sorted(make_text(1)), id="same-words-in-another-order"),
        pytest.param(make_text(1), [*make_text(2), *make_text(1)[:12]], id="one-sentence-shared"),
        pytest.param(make_text(1, 3), make_text(1, 3), id="too-short-to-tell"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_different_texts_are_no_pair(first: list[str], second: list[str]) -> None:
    assert find_one(first, second) == 0.0


def test_spelling_marks_and_case_do_not_matter() -> None:
    text = make_text(1)
    assert find_one(text, [f"{word.upper()}," for word in text]) == 1.0


def test_every_version_of_a_story_is_found_among_others() -> None:
    texts = [(f"other {seed}", " ".join(make_text(seed))) for seed in range(100, 150)]
    versions = [(f"version {every}", " ".join(changed(make_text(1), every))) for every in (25, 50, 75)]
    pairs = {(pair.first, pair.second) for pair in find_similar([*texts, *versions])}
    assert pairs == {("version 25", "version 50"), ("version 25", "version 75"), ("version 50", "version 75")}


def test_a_quarter_of_the_runs_is_kept() -> None:
    assert 0.2 < len(sample_runs(" ".join(make_text(1, 4000)))) / 4000 < 0.3


def meetings(texts: list[list[str]]) -> int:
    """How often one text meets another on a run that both hold: the work that could grow as a square."""
    index = TextIndex()
    total = 0
    for number, text in enumerate(texts):
        index.put(str(number), " ".join(text))
        total += sum(len(index.names_with[run]) for run in index.runs_of[str(number)])
    return total


def test_the_work_grows_with_the_number_of_texts_not_with_its_square() -> None:
    closing = make_text(9, 60)  # the same paragraph under every text, as publishers have it
    texts = [[*make_text(seed, 80), *closing] for seed in range(100, 900)]
    assert 0 < meetings(texts) < 2.3 * meetings(texts[:400])


def test_a_text_put_anew_takes_the_place_of_the_old_one() -> None:
    index = TextIndex()
    for text in (make_text(1), make_text(2)):
        index.put("a", " ".join(text))
    index.put("b", " ".join(make_text(1)))
    index.put("c", " ".join(make_text(2)))
    assert [pair.first for pair in index.find_similar("b")] == []
    assert [pair.first for pair in index.find_similar("c")] == ["a"]


def test_the_shared_part_counts_every_run() -> None:
    text = make_text(1)
    assert shared_part(" ".join(text), " ".join(text[:50])) == 1.0
    assert shared_part(" ".join(text), "too short") == 0.0
