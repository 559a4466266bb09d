from __future__ import annotations

import sys

import pytest

from hooks.library.pagefind import CannotIndex, index_site


def test_a_site_without_articles_to_index_is_told_apart_from_success(tmp_path):
    (tmp_path / "index.html").write_text("<h1>Home</h1>", encoding="utf-8")
    with pytest.raises(CannotIndex, match=r"(?s)the search index could not be made: .+\n    Install"):
        index_site(tmp_path)


def test_a_missing_pagefind_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    with pytest.raises(CannotIndex, match="no-python"):
        index_site(tmp_path)
