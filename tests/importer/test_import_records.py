"""The importer's memory: what its file says, and what an import that broke off leaves behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.import_records import BadRecords, page_sha256, settle_records
from importer.import_records import parse_records as parse_lines
from importer.import_records import render_records as render_lines
from importer.records import ImportRecord

KITES = ImportRecord("articles/2023/kites.md", "f1", "https://a.example/1", "a.txt", 5, "i1", page_sha256("kites"))
BOATS = ImportRecord(
    "articles/2023/boats.md", "f2", "", "a.txt", 50, "i2", page_sha256("boats"), ("f0", "f9"),
    ("line 52: left out a picture's credit",),
)  # fmt: skip


def render_records(records: Iterable[ImportRecord]) -> str:
    return "".join(render_lines(records))


def parse_records(text: str) -> tuple[ImportRecord, ...]:
    return tuple(parse_lines(text.split("\n")))


TEXT = st.text(max_size=20)
TEXTS = st.lists(TEXT).map(tuple)
NAMES = st.text(st.characters(exclude_characters="/\\", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20)
PATHS = NAMES.map(lambda name: f"articles/2023/{name}.md")
RECORDS = st.lists(
    st.builds(ImportRecord, PATHS, TEXT, TEXT, TEXT, st.integers(0), TEXT, TEXT, TEXTS, TEXTS),
    unique_by=lambda record: record.page,
)


@given(RECORDS)
def test_what_is_rendered_is_read_again(records: list[ImportRecord]) -> None:
    assert sorted(parse_records(render_records(records)), key=str) == sorted(records, key=str)


@given(RECORDS)
def test_the_records_read_are_the_same_whatever_the_order(records: list[ImportRecord]) -> None:
    assert parse_records(render_records(records)) == parse_records(render_records(reversed(records)))


def test_one_line_a_page() -> None:
    lines = render_records([BOATS, KITES]).splitlines()
    assert [line.count('"page"') for line in lines] == [1, 1]
    assert ["boats" in lines[0], "kites" in lines[1]] == [True, True]
    assert ('"seen": ["f0", "f9"]' in lines[0], "seen" in lines[1]) == (True, False)
    left_out = '"left_out": ["line 52: left out a picture\'s credit"]'
    assert (left_out in lines[0], "left_out" in lines[1]) == (True, False)


def test_line_of_the_days_before_lists_is_read() -> None:
    line = (
        '{"document": "a.txt", "fingerprint": "f1", "item_sha256": "i1", "line": 5, '
        f'"page": "articles/2023/kites.md", "page_sha256": "{KITES.page_sha256}", "url": "https://a.example/1"}}\n'
    )
    assert parse_records(line) == (KITES,)
    assert render_records([KITES]) == line


def test_a_page_has_one_hash_whatever_its_line_ends() -> None:
    assert page_sha256("one\r\ntwo\r\n") == page_sha256("one\ntwo\n") != page_sha256("one\ntwo")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("not JSON", id="not JSON"),
        pytest.param("[1, 2]", id="a list"),
        pytest.param("null", id="null"),
        pytest.param('{"page": "a"}', id="keys missing"),
        pytest.param(render_records([KITES]).strip().replace("}", ', "more": 1}'), id="one key too many"),
        pytest.param(render_records([KITES]).strip().replace('"line": 5', '"line": "5"'), id="line as text"),
        pytest.param(render_records([KITES]).strip().replace('"line": 5', '"line": true'), id="line as yes or no"),
        pytest.param(render_records([BOATS]).strip().replace('["f0", "f9"]', '"f0"'), id="seen not a list"),
        pytest.param(render_records([BOATS]).strip().replace('["line 52', '[52, "line 52'), id="left_out not texts"),
        pytest.param("=======", id="conflict mark"),
    ],
)
def test_line_that_is_no_record_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(BadRecords) as refused:
        parse_records(f"{render_records([KITES])}\n{line}\n")
    assert (refused.value.note.line, "git checkout" in refused.value.note.mend) == (3, True)


def test_line_ends_inside_a_text_do_not_end_a_record() -> None:
    record = replace(KITES, url="https://a.example/\u2028\x85x")
    assert parse_records(render_records([record])) == (record,)


def test_of_two_lines_about_one_page_the_later_counts() -> None:
    later = replace(KITES, page_sha256="later")
    assert parse_records(render_records([KITES]) + render_records([later])) == (later,)


@pytest.mark.parametrize(
    ("old", "intended", "texts", "settled"),
    [
        pytest.param([], [KITES], {KITES.page: "kites"}, [KITES], id="the page was written"),
        pytest.param([], [KITES], {}, [], id="the page was not written"),
        pytest.param([BOATS], [BOATS, KITES], {BOATS.page: "boats"}, [BOATS], id="only the old page is there"),
        pytest.param([BOATS], [replace(BOATS, page_sha256="x")], {BOATS.page: "boats"}, [BOATS], id="not rewritten"),
        pytest.param([BOATS], [BOATS], {}, [BOATS], id="deleted long ago"),
        pytest.param(
            [KITES], [replace(KITES, page="articles/2024/k.md")], {"articles/2024/k.md": "kites"},
            [replace(KITES, page="articles/2024/k.md")], id="moved by an editor",
        ),
    ],
)  # fmt: skip
def test_import_that_broke_off_is_settled_by_the_pages(
    old: list[ImportRecord], intended: list[ImportRecord], texts: dict[str, str], settled: list[ImportRecord]
) -> None:
    assert list(settle_records(old, intended, texts)) == settled
