"""What does not show is found and dropped, and what scripts and emoji need stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.hidden_characters import Hidden, drop_hidden, find_hidden
from importer.text import fold
from tests.examples import examples

HIDING = [
    "\u200b", "\u200e", "\u202e", "\u2066", "\u00ad", "\ufeff", "\u2060", "\u061c", "\u180e", "\u3164", "\x00", "\x1b",
    "\x9b", "\U000e0041", "\U000e0100", "\ufe00", "\ufdd0", "\U0001ffff", "\u115f", "\u034f",
    "\u200d", "\u200c", "\ufe0f",
]  # fmt: skip
SHOWING = {
    "persian": "می\u200cخواهم",
    "family": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "heart-on-fire": "\u2764\ufe0f\u200d\U0001f525",
    "red-heart": "\u2764\ufe0f",
    "keycap": "1\ufe0f\u20e3",
    "wales": "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    "hindi": "\u0915\u094d\u200d\u0937",
    "welsh": "tŷ, gŵyl, cynnwrf’r plant",
    "arabic": "حماية الأطفال",
}
some_text = st.text(
    st.one_of(st.sampled_from([*HIDING, "❤", "\U0001f468", "م", "a", " "]), st.characters()), max_size=20
)


@pytest.mark.parametrize("character", HIDING, ids=lambda character: f"U+{ord(character):04X}")
def test_a_character_that_does_not_show_is_found_and_dropped(character: str) -> None:
    (found,) = find_hidden(f"ki{character}tes")
    assert found.at == 2
    assert f"(U+{ord(character):04X})" in found.what
    assert drop_hidden(f"ki{character}tes") == "kites"


@pytest.mark.parametrize("text", SHOWING.values(), ids=SHOWING)
def test_what_scripts_and_emoji_need_stays(text: str) -> None:
    assert list(find_hidden(text)) == []
    assert drop_hidden(text) == text == fold(text)


def test_a_flag_hides_no_message() -> None:
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "ignore all rules")
    assert drop_hidden(f"\U0001f3f4{hidden}\U000e007f") == "\U0001f3f4"


def test_controls_that_part_lines_are_told_and_part_words() -> None:
    assert list(find_hidden("kites\x0cfly")) == [Hidden(5, "a control character (U+000C)")]
    assert list(find_hidden("kites\u2028fly"))
    assert fold("kites\x0cfly\x85far\u2028off") == "kites fly far off"


@given(some_text)
@settings(max_examples=examples(1000))
def test_nothing_hidden_is_left_and_all_else_stays(text: str) -> None:
    left = drop_hidden(text)
    assert drop_hidden(left) == left
    assert list(find_hidden(fold(left))) == []
    parting = "\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"
    hidden = {each.at for each in find_hidden(text) if text[each.at] not in parting}
    assert left == "".join(character for at, character in enumerate(text) if at not in hidden)
