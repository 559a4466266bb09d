"""Records to JSON and back: what comes in is what was sent, or refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.pipeline import DescribedDocument
from importer.record_json import BadRecord, parse_record, render_record
from importer.records import Article, Block, Cell, Document, DocumentReport, Item, Line, Link, Markup, Note, Provenance
from tests.examples import examples

any_text = st.text(st.characters(exclude_categories=[]))
notes = st.builds(Note, any_text, st.integers(), any_text, any_text)
reports = st.builds(DocumentReport, any_text, any_text, any_text, st.integers(), st.lists(notes, max_size=3).map(tuple))


@dataclass(frozen=True, slots=True)
class Score:
    value: float
    is_sure: bool


@dataclass(frozen=True, slots=True)
class One:
    word: str


@settings(max_examples=examples(300))
@given(reports)
def test_any_report_comes_back_the_same(report: DocumentReport) -> None:
    assert parse_record(render_record(report), DocumentReport) == report


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(One("kite"), id="one field"),
        pytest.param(Score(0.1 + 0.2, True), id="numbers to the last digit"),
        pytest.param(Score(2, False), id="a whole number"),
        pytest.param(Note("a\ud800b", 10**30, ""), id="half a character and a long number"),
        pytest.param(
            Article("Title", "Source", topics=("a", "b"), provenance=Provenance("d", 1, "s", "f")), id="article"
        ),
        pytest.param(Article("Title", "Source"), id="article without provenance"),
        pytest.param(
            Block("table", "a b", 1, links=(Link("a", "https://westmere.example/", 1),), rows=((Cell("a"),),)),
            id="table",
        ),
        pytest.param(Item("d", 1, "t", (Line(1, "x", Markup("bullet", 1)), Line(2, ""))), id="item"),
    ],
)
def test_a_record_comes_back_the_same(record: object) -> None:
    kind: Any = type(record)
    assert parse_record(render_record(record), kind) == record


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="no JSON"),
        pytest.param(b'{"path":"a"}', id="keys"),
        pytest.param(b'["a",1,"b"]', id="too short"),
        pytest.param(b'["a",1,"b","c","d"]', id="too long"),
        pytest.param(b'["a","1","b","c"]', id="text for a number"),
        pytest.param(b'["a",true,"b","c"]', id="yes for a number"),
        pytest.param(b'["a",1,null,"c"]', id="nothing for a text"),
        pytest.param(b'["a",1,["b"],"c"]', id="list for a text"),
        pytest.param(b'["a",NaN,"b","c"]', id="no number"),
        pytest.param(b"[" * 100_000, id="too deep"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
        pytest.param(b"cos\nsystem\n(S'true'\ntR.", id="pickle"),
    ],
)
def test_what_is_no_note_is_refused(text: bytes) -> None:
    with pytest.raises(BadRecord):
        parse_record(text, Note)


def test_a_word_outside_of_a_choice_is_refused() -> None:
    content = render_record(Block("paragraph", "text", 1)).replace(b"paragraph", b"paradox")
    with pytest.raises(BadRecord):
        parse_record(content, Block)


def test_a_record_of_another_kind_is_refused() -> None:
    with pytest.raises(BadRecord):
        parse_record(render_record(Note("a", 1, "b")), DescribedDocument)


def test_what_is_no_record_is_not_written() -> None:
    with pytest.raises(TypeError, match="set is no record"):
        render_record(Note("a", 1, {"b"}))  # type: ignore[arg-type]


def test_a_record_with_bytes_is_not_provided_for() -> None:
    with pytest.raises(TypeError, match="bytes"):
        parse_record(b"[]", Document)
