"""A text of any length becomes paragraphs that are rendered in no time, and keeps every word and every link."""

from __future__ import annotations

import time

import pytest

from importer.limits import MOST_BLOCK_CHARACTERS
from importer.long_blocks import split_long_block
from importer.markdown import render_blocks
from importer.records import Block, Cell, Link
from tests.importer.rendered import OUR_TAGS, render

SENTENCE = "The *harbour* council said “Mind the [edge]!” <b>twice</b> & went home. "
LONG = (SENTENCE * 900).strip()
ADDRESS = "https://westmere.example/edge"


@pytest.mark.parametrize("kind", ["paragraph", "bullet", "number", "quote", "reference", "picture"])
def test_a_long_block_becomes_short_ones_at_the_ends_of_its_sentences(kind: str) -> None:
    parts = split_long_block(Block(kind, LONG, 3, number=1 if kind == "number" else 0))
    assert len(parts) > 1
    assert max(len(part.text) for part in parts) <= MOST_BLOCK_CHARACTERS
    assert " ".join(part.text for part in parts) == LONG
    assert all(part.text.endswith(("home.", "edge]!”")) for part in parts)
    page = render(render_blocks(parts))
    assert " ".join(text for _, text in page.blocks) == LONG
    assert page.tags <= OUR_TAGS
    assert len(page.list_items) == (kind in {"bullet", "number"})


def test_a_heading_of_such_a_length_is_none() -> None:
    page = render(render_blocks([Block("heading", "Kites. " * 5000, 1)]))
    assert {kind for kind, _ in page.blocks} == {"paragraph"}


@pytest.mark.parametrize("text", ["x" * 70_000, "kites " * 20_000, "a. " + "x " * 30_000, ". " * 30_000])
def test_a_text_without_sentences_is_parted_between_words_or_within_one(text: str) -> None:
    parts = split_long_block(Block("paragraph", text.strip(), 1))
    assert max(len(part.text) for part in parts) <= MOST_BLOCK_CHARACTERS
    assert "".join("".join(part.text.split()) for part in parts) == "".join(text.split())
    assert all(part.text for part in parts)


def test_links_lead_from_the_same_words_after_the_split() -> None:
    text = ("Mind the edge. " * 4000).strip()
    links = tuple(Link("edge", f"{ADDRESS}/{nth}", nth) for nth in (0, 7, 1999, 3999))
    across = Link(text[MOST_BLOCK_CHARACTERS - 40 : MOST_BLOCK_CHARACTERS + 40], f"{ADDRESS}/across")
    parts = split_long_block(Block("paragraph", text, 1, links=links))
    assert [link.url for part in parts for link in part.links] == [link.url for link in links]
    shown = render(render_blocks(parts))
    assert shown.links == [("edge", link.url) for link in links]
    split = split_long_block(Block("paragraph", text, 1, links=(across,)))
    assert [link.url for part in split for link in part.links] == [across.url]


def test_a_table_with_such_a_cell_becomes_paragraphs() -> None:
    rows = ((Cell("Name"), Cell("Age")), (Cell(LONG), Cell("7", (Link("7", ADDRESS),))))
    page = render(render_blocks([Block("table", "x", 1, rows=rows)]))
    assert " ".join(text for _, text in page.blocks) == f"Name Age {LONG} 7"
    assert page.links == [("7", ADDRESS)]
    assert "table" not in page.tags


@pytest.mark.parametrize("kind", ["paragraph", "heading", "table"])
def test_the_longest_article_in_one_line_is_rendered_in_seconds(kind: str) -> None:
    text = SENTENCE * (512 * 1024 // len(SENTENCE))
    rows = ((Cell("a"), Cell("b")), (Cell(text), Cell("c")))
    body = render_blocks([Block(kind, text.strip(), 1, rows=rows if kind == "table" else ())])
    start = time.process_time()
    render(body)
    assert time.process_time() - start < 10
