from __future__ import annotations

import pytest

from hooks.library.british_dates import render_date


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        pytest.param("2023-12-05", "5 December 2023", id="day"),
        pytest.param("2023-12", "December 2023", id="month"),
        pytest.param("2023", "2023", id="year"),
        pytest.param("", "Date not known", id="none"),
    ],
)
def test_a_date_is_never_shown_more_exactly_than_it_is_known(iso, words):
    assert render_date(iso) == words
