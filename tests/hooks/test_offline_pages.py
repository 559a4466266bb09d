from __future__ import annotations

from datetime import date

import pytest

from hooks.library.offline_pages import Edition, fill_in, render_offline_page

EDITION = Edition(date(2026, 11, 5), "The <Bulletin>", "https://bulletin.example/", "2025-01")


@pytest.mark.parametrize(
    ("page", "offline"),
    [
        pytest.param("a<!--online--><b>feed</b><!--/online-->b", "ab", id="online-part"),
        pytest.param("a<!--online-->\n<b>\n<!--/online-->b<!--online-->x<!--/online-->c", "abc", id="several"),
        pytest.param("<!--offline:<p>copy</p>-->", "<p>copy</p>", id="offline-part"),
        pytest.param("<!-- a comment -->", "<!-- a comment -->", id="another-comment"),
        pytest.param(
            '<a class="exit" href="https://elsewhere.example/" rel="x" data-exit data-exit-offline="../t.html">Go</a>',
            '<a class="exit" href="../t.html" rel="x" data-exit data-exit-offline="../t.html">Go</a>',
            id="exit",
        ),
        pytest.param("text with {copy-day}", "text with {copy-day}", id="an-articles-own-words"),
    ],
)
def test_a_page_shows_what_belongs_offline(page, offline):
    assert render_offline_page(page, EDITION) == offline


def test_a_copy_says_its_day_in_words_and_for_scripts_and_escapes_names():
    text = fill_in("{copy-day}|{copy-date}|{contents}|{site-name}|{website}", EDITION)
    assert text == (
        "2026-11-05|5 November 2026|the articles since January 2025|The &lt;Bulletin&gt;|https://bulletin.example/"
    )


def test_a_whole_copy_without_an_address_says_so_plainly():
    whole = Edition(date(2026, 11, 5), "The Bulletin")
    assert fill_in("{contents} – {website}", whole) == "all articles – the website of this bulletin"
