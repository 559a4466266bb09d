"""What is found in a page's Markdown without rendering it agrees with what Python-Markdown makes of it."""

from __future__ import annotations

import html
import re
from pathlib import Path

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.body import Body, make_anchor
from importer.content_notes import find_content_notes, make_warning_rules
from importer.topics import compile_warnings, find_phrases
from importer.vocabulary import PROJECT_DOCS, read_vocabulary
from tests.importer.rendered import extensions

VOCABULARY = read_vocabulary(PROJECT_DOCS)
RULES = make_warning_rules(VOCABULARY.content_warnings)
NAMES, SETTINGS = extensions()


def rendered(text: str) -> str:
    return markdown.markdown(text, extensions=NAMES, extension_configs=SETTINGS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("`<b>` and ``a ` <i>``", [], id="in code"),
        pytest.param("```\n<b>\n# no heading\n```\n\n<i>", [("i", 6, 1)], id="in a fenced block"),
        pytest.param("Text.\n\n    <b>\n\nText <i>.", [("i", 5, 6)], id="in an indented block"),
        pytest.param("- a\n\n    <b>", [("b", 3, 5)], id="in a list item, which is no code"),
        pytest.param("5 < 6 and 7<8", [], id="smaller than"),
        pytest.param("<https://kites.example/> <kites@kites.example>", [], id="addresses"),
        pytest.param("&lt;b&gt; and &#60;i>", [], id="escaped"),
        pytest.param("\\<b>", [("b", 1, 2)], id="a backslash escapes no HTML"),
        pytest.param("a\n<!-- b -->", [("!--", 2, 1)], id="a comment"),
        pytest.param("<?php a ?> <!DOCTYPE b>", [("?", 1, 1), ("!", 1, 12)], id="declarations"),
        pytest.param("``` <b>", [("b", 1, 5)], id="a fence that is never closed"),
    ],
)
def test_raw_html_is_found_where_it_stands(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert [(tag.name, tag.line, tag.column) for tag in Body(text, 1).tags()] == expected


@pytest.mark.parametrize(
    ("text", "target"),
    [
        pytest.param("[a](b.md)", "b.md", id="plain"),
        pytest.param("[a [b] c](d.md)", "d.md", id="brackets in its words"),
        pytest.param("[a](b_(c).md)", "b_(c).md", id="brackets in its address"),
        pytest.param('[a](b.md "A title")', "b.md", id="with a title"),
        pytest.param("[a](<b c.md>)", "b c.md", id="in angle brackets"),
        pytest.param("[a][1]\n\n[1]: b.md", "b.md", id="by name"),
        pytest.param("<https://kites.example/a>", "https://kites.example/a", id="an address alone"),
        pytest.param("> - [a](b.md)", "b.md", id="in a list in a quotation"),
        pytest.param("| a | b |\n| --- | --- |\n| [a](b.md) | c |", "b.md", id="in a table"),
    ],
)
def test_links_are_found_as_markdown_makes_them(text: str, target: str) -> None:
    assert [link.target for link in Body(text, 1).links()] == [target]
    assert f'href="{html.escape(target)}"' in rendered(text)


@pytest.mark.parametrize("text", ["\\[a](b.md)", "`[a](b.md)`", "[a] (b.md)", "a](b.md)", "    [a](b.md)"])
def test_what_markdown_makes_no_link_of_is_none(text: str) -> None:
    assert list(Body(text, 1).links()) == []
    assert "href" not in rendered(text)


words = st.sampled_from(
    ["Kites", "fly", "É. Café", "5–6", "&amp;", "*high*", "a_b", "A & B", "“quoted”", "KCSIE:", "(2023)", "/", "日本"]
)
headings = st.lists(st.lists(words, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=4)


@given(headings)
def test_headings_have_the_anchors_that_the_site_gives_them(texts: list[str]) -> None:
    text = "\n\n".join(f"## {each}" for each in texts)
    assert Body(text, 1).anchors == set(re.findall(r'id="([^"]*)"', rendered(text)))


@pytest.mark.parametrize(
    ("text", "ranks"),
    [
        pytest.param("# a\n\n## b\n\n### c ###", [1, 2, 3], id="marks"),
        pytest.param("a\n===\n\nb\n---\n\nText\n\n---", [1, 2], id="underlined, and a rule"),
        pytest.param("#a\nText\n##b", [1, 2], id="without a space, within a paragraph"),
        pytest.param("- a\n- b\n\nText\n\n---\n\n- c", [], id="lists and a rule"),
        pytest.param("| a | b |\n|---|---|\n| c | d |", [], id="a table"),
    ],
)
def test_headings_are_those_that_markdown_makes(text: str, ranks: list[int]) -> None:
    assert [heading.rank for heading in Body(text, 1).headings()] == ranks
    assert [int(rank) for rank in re.findall(r"<h(\d)", rendered(text))] == ranks


# --- Content notes

graphic = st.sampled_from(
    [phrase for warning in VOCABULARY.content_warnings for phrase in warning.phrases]
    + [
        "RAPE",
        "self-harm",
        "babies' deaths",
        "baby’s death",
        "sexual\u00adact",
        "burn & bruise",
        "kites",
        ".",
        ",",
        "-",
    ]
)


@given(st.lists(graphic, max_size=8))
def test_the_glance_at_a_text_passes_over_none_that_needs_a_note(phrases: list[str]) -> None:
    text = " ".join(phrases)
    found = find_phrases([f"T ¶ {text}"], compile_warnings(VOCABULARY.content_warnings))
    needed = [each.note for each in VOCABULARY.content_warnings if len(found.get(each.note, ())) >= each.least]
    assert find_content_notes("T", text, RULES) == needed


def test_phrases_of_different_paragraphs_make_no_phrase_together() -> None:
    text = "He was sexually\n\nassaulted. Sexual\n\nact. It was a child\n\nrape case."
    assert find_content_notes("", text, RULES) == []


def test_the_committed_pages_have_the_notes_that_their_text_asks_for() -> None:
    for path in sorted((PROJECT_DOCS / "articles").glob("*/*.md")):
        _, header, body = Path(path).read_text(encoding="utf-8").split("---\n", 2)
        if find_content_notes("", body, RULES):
            assert "content_note:" in header, path.name


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("– What next?", "what-next"),
        ("- kites", "kites"),
        ("‹ kites ›", "kites"),
        ("-bulletin", "text-bulletin"),
        ("…", ""),
    ],
)
def test_no_name_of_a_heading_begins_with_a_hyphen(heading: str, name: str) -> None:
    assert make_anchor(heading) == name
