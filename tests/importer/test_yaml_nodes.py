"""The fast reader of YAML and the careful one give the same nodes at the same places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.yaml_nodes import compose_yaml
from tests.examples import examples

PROJECT = Path(__file__).resolve().parents[2]

pieces = st.sampled_from(
    [
        "title", "a", "b c", ":", ": ", "- ", "-", "[", "]", "{", "}", ",", ", ", "'", '"', "\n", "\n  ", "\n    ", " ",
        "#", " # ", "&x", "*x", "!t", "!!str ", "|", ">", "|-", ">2", "?", "? ", "%", "@", "`", "\\", "\\n", "~", "=",
        "---", "...", "<<", "é", "“", "”", "\u00a0", "😀", "\t", "\u0085", "\u2028", "\ufeff", "\x07", "1:2", "'':",
        "\"\":",
        "…",
        "https://kites.example/a?b=1#c", "[a: b]", "{a}", "{a: }", "a:\n  - b\n", "a: 'b\n  c'\n", "a: b\n  c\n",
        "\n\n",
    ]
)  # fmt: skip
texts = st.one_of(st.lists(pieces, max_size=14).map("".join), st.text(max_size=40))


def described(node: yaml.Node | None) -> Any:
    """A node with everything in it that we rely on."""
    if node is None:
        return None
    start, end = node.start_mark, node.end_mark
    place = (start.line, start.column)
    if isinstance(node, yaml.ScalarNode):
        if not (node.value or node.style):
            return node.tag  # nothing stands nowhere
        return place, (end.line, end.column), node.tag, node.value, node.style or ""
    if isinstance(node, yaml.SequenceNode):
        return place, node.tag, [described(entry) for entry in node.value]
    return place, node.tag, [(described(key), described(value)) for key, value in node.value]


def read(compose: Any) -> Any:
    """What a reader makes of a text; what it refuses is an error like any other."""
    try:
        return described(compose())
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return type(error).__name__, getattr(error, "problem", None), mark and (mark.line, mark.column)
    except RecursionError:
        return "too deep"


@given(texts)
@settings(max_examples=examples(3000))
def test_any_text_gives_the_same_nodes_at_the_same_places(text: str) -> None:
    assert read(lambda: compose_yaml(text)) == read(lambda: yaml.compose(text, Loader=yaml.BaseLoader))


@pytest.mark.parametrize("name", ["topics.yml", "sources.yml", "helplines.yml", "content_notes.yml"])
def test_the_editors_lists_give_the_same_nodes_at_the_same_places(name: str) -> None:
    text = (PROJECT / "docs" / name).read_text(encoding="utf-8")
    assert read(lambda: compose_yaml(text)) == read(lambda: yaml.compose(text, Loader=yaml.BaseLoader))


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, "{a: " * 100_000, "a:\n" + " " * 200 + "b: c"])
def test_what_is_nested_deep_ends_no_process(text: str) -> None:
    assert read(lambda: compose_yaml(text)) is not None
