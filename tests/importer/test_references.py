"""Character references are decoded as browsers do it, and none of any length stops a program."""

from __future__ import annotations

import html

import pytest

from importer.references import decode_references


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("&#" + "0" * 5000 + "60;b", "<b", id="thousands of noughts"),
        pytest.param("&#" + "9" * 5000 + ";", "\ufffd", id="thousands of digits"),
        pytest.param("&#x" + "0" * 5000 + "3c;", "<", id="thousands of noughts in hexadecimal"),
        pytest.param("&#" + "0" * 5000 + ";", "\ufffd", id="nothing but noughts"),
        pytest.param("fish & chips, 5 &lt; 6", "fish & chips, 5 < 6", id="by name"),
    ],
)
def test_a_reference_is_decoded_however_long_it_is(text: str, expected: str) -> None:
    assert decode_references(text) == expected


@pytest.mark.parametrize("digits", range(1, 20))
def test_the_usual_ones_become_what_python_makes_of_them(digits: int) -> None:
    for number in ("1" * digits, "60".zfill(digits), "1114112".zfill(digits), "128".zfill(digits)):
        assert decode_references(f"a &#{number}; b &#{number} c") == html.unescape(f"a &#{number}; b &#{number} c")
