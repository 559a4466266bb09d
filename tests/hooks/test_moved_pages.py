"""Earlier addresses lead on to where an editor moved a page, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hooks.library.moved_pages import find_moves, moved_pages
from hooks.library.read_docs import read_bulletin
from importer.records import ImportRecord
from tests.importer.invented import Story, find_page, import_into, prose, save

RECORD = ImportRecord(
    page="articles/2024/new.md",
    fingerprint="f",
    url="",
    document="a.txt",
    line=1,
    item_sha256="i",
    page_sha256="p",
    was=("articles/2023/first.md", "articles/2023/second.md"),
)


def test_every_earlier_path_leads_to_the_present_one():
    assert find_moves([RECORD], {RECORD.page}) == {
        "articles/2023/first.md": RECORD.page,
        "articles/2023/second.md": RECORD.page,
    }


@pytest.mark.parametrize(
    ("record", "pages"),
    [
        pytest.param(RECORD, set(), id="the page was deleted"),
        pytest.param(
            replace(RECORD, was=("articles/2023/First.md",)), {RECORD.page, "articles/2023/first.md"}, id="taken again"
        ),
        pytest.param(replace(RECORD, was=("articles/../../first.md",)), {RECORD.page}, id="out of the folder"),
        pytest.param(replace(RECORD, was=("articles/2023/.first.md",)), {RECORD.page}, id="hidden"),
        pytest.param(replace(RECORD, was=("index.md",)), {RECORD.page}, id="no article"),
        pytest.param(replace(RECORD, was=("articles/2023/<b>.md",)), {RECORD.page}, id="markup"),
    ],
)
def test_no_other_path_leads_anywhere(record, pages):
    assert find_moves([record], pages) == {}


def test_a_page_that_was_moved_is_known_before_the_next_import_with_what_was_left_out(tmp_path: Path):
    docs = tmp_path / "docs"
    story = Story("Kite club warns schools", f"{prose(1)}\n\nkites.jpg")
    import_into(docs, save(tmp_path / "a.txt", story))
    page = find_page(docs, "kite")
    moved = docs / "articles" / "2020" / "kites.md"
    moved.parent.mkdir()
    page.rename(moved)
    bulletin = read_bulletin(docs)
    (shown,) = bulletin.articles
    assert shown.left_out
    assert bulletin.moves == {"articles/2023/kite-club-warns-schools.md": "articles/2020/kites.md"}
    (leading,) = moved_pages(bulletin)
    assert (leading.path, leading.robots) == ("articles/2023/kite-club-warns-schools.md", "noindex")
    assert leading.shows["moved_to"] is shown
