"""Words of a page in a comment: shown, and nothing more."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.desk.inert import MOST_CHARACTERS, render_inert

SPAN = re.compile(r"(?P<fence>`+)(?P<text>.*?[^`])(?P=fence)")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("a plain sentence", "`a plain sentence`", id="plain"),
        pytest.param("@everyone and @kites/editors", "`@everyone and @kites/editors`", id="mention"),
        pytest.param("<img src=//x.example onerror=run()>", "`<img src=//x.example onerror=run()>`", id="markup"),
        pytest.param("[help](https://x.example) #7", "`[help](https://x.example) #7`", id="link"),
        pytest.param("a ` b", "``a ` b``", id="one-backtick"),
        pytest.param("`` a", "``` `` a ```", id="backticks-at-the-edge"),
        pytest.param("one\ntwo\r\n\n# three\t---", "`one two # three ---`", id="lines"),
        pytest.param("a\u202eb\u200bc\x00d", "`a b c d`", id="invisible"),
        pytest.param(" \u200b ", "–", id="nothing"),
    ],
)
def test_text_is_shown_as_a_code_span(text: str, shown: str) -> None:
    assert render_inert(text) == shown


def test_long_text_is_cut() -> None:
    assert len(render_inert("kite " * 1000)) <= MOST_CHARACTERS + 2
    assert render_inert("kite " * 1000).endswith("…`")


@given(st.text(st.sampled_from("`` @#<>[]()!\\\n\r\t|*_~$:/ab1\u202e\u200b"), max_size=60) | st.text())
def test_any_text_is_one_code_span_on_one_line(text: str) -> None:
    shown = render_inert(text)
    assert not any(unicodedata.category(character)[0] == "C" for character in shown)
    if shown != "–":
        span = SPAN.fullmatch(shown)
        assert span
        # nothing in it ends the span before its end (CommonMark, 6.1)
        assert all(
            len(run) != len(span["fence"]) for run in re.findall("`+", shown[len(span["fence"]) : -len(span["fence"])])
        )
