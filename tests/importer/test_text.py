"""White space, words and sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.text import (
    ends_sentence,
    fingerprint,
    fold,
    is_blank,
    line_patterns,
    matches_list,
    quote,
    word_count,
    word_list,
    words,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("  A \u00a0 school\t\tbus ", "A school bus", id="spaces-tabs-and-nbsp"),
        pytest.param(
            "one\u2028two\u2029three\u0085four\x0bfive\x0csix\x1cseven\x1feight",
            "one two three four five six seven eight",
            id="every-line-end-parts-words",
        ),
        pytest.param("\ufeffTitle", "Title", id="byte-order-mark"),
        pytest.param("safe\u00adguard\u200bing", "safeguarding", id="soft-hyphen-and-zero-width-space"),
        pytest.param("\u202eevil\u202c \u2066x\u2069 \u061cy \u200fz", "evil x y z", id="direction-turners"),
        pytest.param("a\x00b\x07c\x7fd\x9be", "abcde", id="controls"),
        pytest.param("می\u200cروم 👩\u200d👧", "می\u200cروم 👩\u200d👧", id="joiners-stay"),
        pytest.param("a \u200b b", "a b", id="invisible-between-spaces"),
        pytest.param("\u00a0\u200b\n", "", id="nothing-shows"),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected
    assert is_blank(text) == (not expected)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folded_text_is_one_line_without_edges(text: str) -> None:
    folded = fold(text)
    assert len(folded.splitlines()) <= 1
    assert folded == folded.strip()
    assert "  " not in folded


@given(
    st.lists(st.text(st.characters(categories=["L", "Nd"]), min_size=1)), st.text(st.sampled_from(" \n\t\u00a0\u0085"))
)
def test_folding_keeps_every_word_apart(parts: list[str], space: str) -> None:
    gap = space or " "
    assert fold(gap.join(parts)).split(" ") == (parts or [""])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("It’s the children's", ["it's", "the", "children's"], id="apostrophes"),
        pytest.param("snake_case – 1,000 £5", ["snake", "case", "1", "000", "5"], id="marks-part-words"),
        pytest.param("Ysgol Gŵyr, Łódź", ["ysgol", "gŵyr", "łódź"], id="other-letters"),
        pytest.param("…", [], id="none"),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One two  three", 3, id="english"),
        pytest.param("", 0, id="empty"),
        pytest.param("保護兒童安全", 4, id="chinese-counts-by-two"),
    ],
)
def test_word_count(text: str, expected: int) -> None:
    assert word_count(text) == expected


@pytest.mark.parametrize(
    "text",
    ["It ended.", "Did it?", "“It ended.”", "It ended.)", "It ended.* ", "It ended… ", "结束了。", "هل انتهى؟", "अंत।"],
)
def test_these_end_a_sentence(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["", "It ended", "These are:", "soap,", "“It ended”", "(2019)"])
def test_these_do_not_end_a_sentence(text: str) -> None:
    assert not ends_sentence(text)


def test_a_fingerprint_is_of_the_words_alone() -> None:
    assert fingerprint("The ‘Harbour’ School’s bus.") == fingerprint("the  harbour\nSchool's BUS!")
    assert fingerprint("ﬁne") == fingerprint("fine")
    assert fingerprint("The Harbour School") != fingerprint("The School Harbour")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("A short line", "“A short line”", id="whole"),
        pytest.param("one two three four five six seven", "“one two three four five six…”", id="six-words"),
        pytest.param("x" * 100, f"“{'x' * 80}…”", id="one-long-word"),
    ],
)
def test_a_quotation_is_never_a_paragraph(text: str, expected: str) -> None:
    assert quote(text) == expected


@given(st.text())
def test_a_quotation_is_short(text: str) -> None:
    assert len(quote(text)) <= 83


def test_a_star_in_a_list_stands_for_any_text() -> None:
    assert matches_list("© 2019 Harbour Trust", "furniture")
    assert matches_list("LOG\u00a0IN", "furniture")
    assert not matches_list("Log in to the service before noon.", "furniture")


@pytest.mark.parametrize(
    "name", ["furniture", "lead_in_words", "link_labels", "link_verbs", "promotions", "section_labels", "spam_phrases"]
)
def test_a_list_holds_entries_and_no_comments(name: str) -> None:
    entries = word_list(name)
    assert entries
    assert not [entry for entry in entries if "# " in entry or entry != entry.strip()]
    assert line_patterns(name).fullmatch("") is None
