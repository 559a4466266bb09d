"""Earlier addresses lead on to where an editor moved a page, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hooks.library.moved_pages import find_moves, moved_pages
from hooks.library.read_docs import read_bulletin
from importer.records import Article, ImportRecord
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


PAGE = Article(title="Kites", source="Ofsted")


def pages(*paths):
    return {path: replace(PAGE, path=path) for path in paths}


def test_every_earlier_path_leads_to_the_present_one():
    assert find_moves([RECORD], pages(RECORD.page)) == {
        "articles/2023/first.md": RECORD.page,
        "articles/2023/second.md": RECORD.page,
    }


@pytest.mark.parametrize(
    ("record", "there"),
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
def test_no_other_path_leads_anywhere(record, there):
    assert find_moves([record], pages(*there)) == {}


def test_what_an_editor_says_in_a_page_leads_on_before_what_the_records_know():
    here = replace(PAGE, path="articles/2025/kites.md", moved_from=("articles/2023/first", "articles/2022/kites"))
    assert find_moves([RECORD], {**pages(RECORD.page), here.path: here}) == {
        "articles/2022/kites.md": here.path,
        "articles/2023/first.md": here.path,
        "articles/2023/second.md": RECORD.page,
    }


@pytest.mark.parametrize(
    "old",
    [
        "articles/2024/NEW",
        "../first",
        "index",
        "articles/2023/<b>",
        "articles/2023/.first",
        "https://kites.example/a",
        "",
    ],
)
def test_no_other_path_that_an_editor_writes_leads_anywhere(old):
    there = pages("articles/2024/new.md", "articles/2025/kites.md")
    there["articles/2025/kites.md"] = replace(there["articles/2025/kites.md"], moved_from=(old,))
    assert find_moves([], there) == {}


def test_of_two_pages_that_claim_one_address_always_the_same_gets_it():
    claim = ("articles/2023/first",)
    one, two = (replace(PAGE, path=f"articles/2024/{name}.md", moved_from=claim) for name in ("a", "b"))
    assert find_moves([], {one.path: one, two.path: two}) == find_moves([], {two.path: two, one.path: one})


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
