"""What becomes of an article's text between Markdown and the page."""

from __future__ import annotations

import pytest

from hooks.articles import on_page_content


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<p>One<!-- two\nlines --> more</p>", "<p>One more</p>", id="comment"),
        pytest.param("<p>One <!-- never closed</p>", "<p>One &lt;!-- never closed</p>", id="open comment"),
        pytest.param("<th>From</th><th></th>", "<th>From</th><td></td>", id="empty heading"),
        pytest.param('<th align="right"> </th>', '<td align="right"></td>', id="empty heading with alignment"),
        pytest.param("<thead></thead>", "<thead></thead>", id="no cell"),
    ],
)
def test_text_of_a_page(html: str, expected: str) -> None:
    assert on_page_content(html) == expected
