"""Each faulty page gets exactly the complaints that its file asks for; the bulletin's own pages get none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from importer.check import check_pages
from tests.importer.faulty_pages import FaultyPage, read_faulty_pages, save_with_neighbours

PROJECT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 21)
PAGES = read_faulty_pages()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_faulty_page_gets_exactly_these_complaints(
    page: FaultyPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = save_with_neighbours(page, Path("docs"))
    notes = check_pages([path], Path("docs"), TODAY)
    assert [(note.line, note.column, note.what) for note in notes] == [
        (each.line, each.column, each.what) for each in page.complaints
    ]
    for note, each in zip(notes, page.complaints, strict=True):
        assert each.mend in note.mend
        assert note.path == "docs/articles/2023/kites.md"


def test_there_are_many_faulty_pages_and_each_has_a_fault() -> None:
    assert len(PAGES) >= 60
    assert [page.name for page in PAGES if not page.complaints] == []


@pytest.mark.parametrize("page", PAGES[::3], ids=lambda page: page.name)
def test_faulty_page_with_windows_line_ends_gets_the_same_complaints(
    page: FaultyPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = save_with_neighbours(page, Path("docs"))
    path.write_bytes(page.text.replace("\n", "\r\n").encode())
    notes = check_pages([path], Path("docs"), TODAY)
    assert [(note.line, note.column) for note in notes] == [(each.line, each.column) for each in page.complaints]


def test_the_bulletins_own_pages_and_lists_are_not_complained_of() -> None:
    docs = PROJECT / "docs"
    complaints = [note for note in check_pages([docs / "articles"], docs, TODAY) if not note.care_rule]
    assert complaints == []
