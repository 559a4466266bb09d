"""What stands in a header or a heading opens no markup, however often somebody decodes it, and reads as before."""

from __future__ import annotations

import html
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.inert_text import inert_headline, inert_name, inert_text
from importer.text import fold
from tests.examples import examples

PIECES = [
    "&", "&amp;", "&AMP", "amp;", "#38;", "&#38;", "&#x26;", "&#0000038;", "&lt;", "&lt", "&LT;", "lt;", "&#60;",
    "&#60", "#60;", "&#x3C;", "&nvlt;", "&gt;", "&gt", "&quot;", "&quot", "&#34;", "<", ">", '"', "script", ";", "#",
    "x", "3", "&#1", "&#49;", "&#0;", "&#8203;", "\u200b", "&shy;", "&am\u00adp;", "p;", "&am&#112;", "&notit;", " ",
    "kites",
]  # fmt: skip
pieces = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join)


def decoded_for_good(text: str) -> str:
    while (plain := html.unescape(text)) != text:
        text = plain
    return text


@given(pieces)
@settings(max_examples=examples(3000))
def test_no_decoding_of_it_gives_markup(text: str) -> None:
    plain = inert_text(text)
    assert not set("<>") & set(decoded_for_good(plain))
    assert not set('<>"') & set(decoded_for_good(inert_headline(text)))
    assert plain == fold(plain)
    assert bool(plain) == bool(fold(text))
    assert len(plain) <= len(fold(text))


@given(pieces)
def test_done_twice_it_changes_nothing_more(text: str) -> None:
    assert inert_text(inert_text(text)) == inert_text(text)
    assert inert_headline(inert_headline(text)) == inert_headline(text)


@given(st.text(st.characters(exclude_characters='<>&"'), max_size=80).map(fold))
def test_other_text_stays_as_it_is(text: str) -> None:
    assert inert_text(text) == inert_headline(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("5 < 6", "5 ‹ 6", id="less"),
        pytest.param("Fish &amp; chips", "Fish & chips", id="entity"),
        pytest.param("Fish & chips, Q&A, AT&T; &nosuchname;", "Fish & chips, Q&A, AT&T; &nosuchname;", id="no-entity"),
        pytest.param("&amp;amp;amp;#60;script&amp;gt;", "‹script›", id="encoded-again-and-again"),
        pytest.param("&am&#112;lt;b&gt;", "‹b›", id="encoded-in-parts"),
        pytest.param("&ltscript&gt", "＆ltscript＆gt", id="without-semicolons"),
        pytest.param("&copyright and &notes", "&copyright and &notes", id="ordinary-words-after-an-ampersand"),
        pytest.param("caf&eacute; &pound;5", "café £5", id="letters"),
        pytest.param("&#8203;&shy;", "＆#8203;＆shy;", id="nothing-that-shows"),
        pytest.param('say "no"', 'say "no"', id="quotation-marks"),
    ],
)
def test_a_line_becomes_this(text: str, expected: str) -> None:
    assert inert_text(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('"Kites" fly', "“Kites” fly", id="at-the-start"),
        pytest.param('The ("big") kite', "The (“big”) kite", id="in-brackets"),
        pytest.param('a 12" ruler', "a 12” ruler", id="inches"),
        pytest.param('She said: "No!"', "She said: “No!”", id="at-the-end"),
        pytest.param('‘"No" it is’', "‘“No” it is’", id="within"),
        pytest.param('kites–"big" ones', "kites–“big” ones", id="after-a-dash"),
        pytest.param('kites" onmouseover="ran()', "kites” onmouseover=”ran()", id="attribute"),
        pytest.param("&quot;No&quot;", "“No”", id="encoded"),
    ],
)
def test_a_headline_has_typographic_quotation_marks(text: str, expected: str) -> None:
    assert inert_headline(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("in/a  b & c.html", "in/a  b & c.html"),
        ("in/<img src=x>.html", "in/‹img src=x›.html"),
        ("in/a\nb\u202ec\udcff.txt", "in/a bc\ufffd.txt"),
    ],
)
def test_the_name_of_a_file_is_repeated_without_what_acts(name: str, expected: str) -> None:
    assert inert_name(name) == expected


@pytest.mark.parametrize("flood", ["&", "&amp;", "&#", "&#0", '"', "<", "&amp;amp", "&#1", "amp;&"])
def test_a_flood_takes_no_time(flood: str) -> None:
    text = flood * (1_000_000 // len(flood))
    start = time.process_time()
    inert_headline(text)
    assert time.process_time() - start < 3


def test_what_is_nested_deeper_than_any_program_writes_is_not_decoded_for_ever() -> None:
    chance = random.Random(7)  # noqa: S311
    text = "<"
    for _ in range(40):
        at = chance.randrange(len(text))
        text = f"{text[:at]}&#{ord(text[at])};{text[at + 1 :]}"
    assert not set("<>") & set(decoded_for_good(inert_text(text)))
