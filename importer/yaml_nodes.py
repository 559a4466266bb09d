"""YAML as nodes with the place of each: read by libyaml, ten times as fast, wherever both readers surely agree.

Whoever reads YAML that others wrote asks for its marks too (`find_yaml_mark`): an alias of an alias of an alias grows
without an end, and a tag gives a value that is not what stands there.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

# Where libyaml and the reader written in Python differ, or may: tabs, controls, other line ends; directives, documents;
# text in several lines behind `|` or `>`, and tags
_UNUSUAL = re.compile(
    r"[^\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufdff\ufe00-\ufefe\uff00-\uffef\U00010000-\U0010ffff]"
    r"|^[%?]|^\.\.\.|^---|(?:^|[ ])[|>][^ \n]{0,3}[ ]*(?:#.*)?$|(?<![^\s\[\]{},:?-])!",
    re.MULTILINE,
)
# libyaml's nodes are built by recursion without a limit: 400,000 brackets end the process
_DEEP = re.compile(r"^(?:[ ]|- ){100}", re.MULTILINE)
_MOST_FLOW = 1_000
_MOST_CHARACTERS = 1 << 18
_BRACKET_OR_QUESTION = re.compile(r"[\[\]{}?]")
# `&name`, `*name` and `!name` at the start of a value: YAML takes the word away, or puts another text in its place
_PERHAPS_A_MARK = re.compile(r"(?:^|[ \t\[{,])[&*!](?=[^\s,\[\]{}])", re.MULTILINE)
_FAST = getattr(yaml, "CBaseLoader", None)


def compose_yaml(text: str) -> yaml.Node | None:
    """The one document of a text as nodes, every scalar as text; None for a text without any.

    The result is the same whichever reader gave it, but for the place of a value that is not there. What libyaml
    refuses is read again by the other, whose words and places are the ones that messages rely on.

    Raises:
        yaml.YAMLError: it is not YAML.
        RecursionError: it is nested too deep.
    """
    if _FAST and _is_usual(text):
        try:
            return _compose_with(_FAST, text)
        except yaml.YAMLError:
            pass  # not passed over: the careful reader below has the last word
    _refuse_depth(text)
    return _compose_with(yaml.BaseLoader, text)


def find_yaml_mark(text: str) -> Any:
    """The place of the first anchor, alias or tag; None where there is none, or YAML refuses the text anyway."""
    if not _PERHAPS_A_MARK.search(text):
        return None
    try:
        _refuse_depth(text)
        for event in yaml.parse(text, Loader=yaml.BaseLoader):
            if getattr(event, "anchor", None) or getattr(event, "tag", None):
                return event.start_mark
    except (yaml.YAMLError, RecursionError):
        return None
    return None


def _refuse_depth(text: str) -> None:
    """Do not begin with what the careful reader gives up in the end: each bracket costs it a look at all open ones.

    Raises:
        RecursionError: more brackets are open, one within another, than it can follow.
    """
    depth = 0
    for found in _BRACKET_OR_QUESTION.finditer(text):
        depth += (found[0] in "[{") - (found[0] in "]}")
        if depth > _MOST_FLOW:
            raise RecursionError


def _is_usual(text: str) -> bool:
    return (
        len(text) <= _MOST_CHARACTERS
        and not _UNUSUAL.search(text)
        and not _DEEP.search(text)
        and text.count("[") + text.count("{") <= _MOST_FLOW
        and not ("?" in text and _has_question_in_flow(text))
    )


def _has_question_in_flow(text: str) -> bool:
    """Does a question mark stand within brackets, where only one of the two readers minds it?"""
    depth = 0
    for found in _BRACKET_OR_QUESTION.finditer(text):
        if found[0] == "?":
            if depth:
                return True
        else:
            depth = max(0, depth + (1 if found[0] in "[{" else -1))
    return False


def _compose_with(loader: Any, text: str) -> yaml.Node | None:
    reader = loader(text)
    try:
        node: yaml.Node | None = reader.get_single_node()
        return node
    finally:
        reader.dispose()
