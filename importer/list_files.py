"""Reading the YAML lists that editors own: every fault is told with its line, nothing is passed over.

Each entry becomes the fields of a record: a text, a list of texts, or a list of entries that are records themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import yaml

from importer.limits import MOST_HEADER_DEPTH, MOST_LIST_BYTES
from importer.records import CannotImport, Note
from importer.spelling import find_closest
from importer.yaml_nodes import compose_yaml, find_yaml_mark


class BadList(CannotImport):
    """A list that editors own cannot be used."""


def compose_list(path: Path) -> yaml.Node | None:
    """The list as YAML nodes, which know their lines; None for an empty file.

    Raises:
        BadList: it is not YAML in UTF-8, or asks for more than `importer/limits.py` allows.
    """
    try:
        node = _compose(path)
    except OSError as error:
        what = f"the list cannot be read: {error.strerror or 'it cannot be opened'}"
        raise bad_list(path, 0, what, "Check that it may be opened.") from error
    except RecursionError:
        raise _nested(path, 1) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or "it is not YAML in UTF-8"
        raise bad_list(path, line, f"the list cannot be read: {problem}", "Mend the line.") from error
    if node is not None:
        _refuse_depth(path, node)
    return node


def _compose(path: Path) -> yaml.Node | None:
    if not path.is_file():
        raise bad_list(path, 0, "the list is no file", "Put the list there, or take away what stands in its place.")
    with path.open("rb") as file:
        content = file.read(MOST_LIST_BYTES + 1)
    if len(content) > MOST_LIST_BYTES:
        what = f"the list has more than {MOST_LIST_BYTES:,} bytes; no more are read"
        raise bad_list(path, 0, what, "Take out what nobody needs any more.")
    text = content.decode("utf-8-sig").replace("\r\n", "\n")
    if mark := find_yaml_mark(text):
        what = "a value begins with “&”, “*” or “!”, which YAML does not take for text"
        raise bad_list(path, mark.line + 1, what, "Put the value in double quotes, or write it without that sign.")
    return compose_yaml(text)


def _refuse_depth(path: Path, root: yaml.Node) -> None:
    left = [(root, 1)]
    while left:
        node, depth = left.pop()
        if depth > MOST_HEADER_DEPTH:
            raise _nested(path, line_of(node))
        if isinstance(node, yaml.MappingNode):
            left += [(each, depth + 1) for entry in node.value for each in entry]
        elif isinstance(node, yaml.SequenceNode):
            left += [(each, depth + 1) for each in node.value]


def _nested(path: Path, line: int) -> BadList:
    what = f"the list is nested too deep: more than {MOST_HEADER_DEPTH} lists or entries, one within another"
    return bad_list(path, line, what, "Write each value on the line of its key.")


class EntryReader:
    """Reads the entries of one file.

    `allowed` are the words that a key may hold where only some are, `nested` the records of the entries that stand in
    a key of an entry.
    """

    def __init__(
        self, path: Path, allowed: Mapping[str, tuple[str, ...]], nested: Mapping[str, type] | None = None
    ) -> None:
        self._path, self._allowed, self._nested = path, allowed, nested or {}

    def read_entries(self, node: yaml.Node | None, record: type) -> list[dict[str, Any]]:
        """The entries by their keys, each with the `line` on which it begins, which no editor writes.

        Raises:
            BadList: it is no list, or an entry has a key or value that the record does not provide for.
        """
        if not isinstance(node, yaml.SequenceNode):
            line = line_of(node) if node else 1
            raise bad_list(self._path, line, "the list has no entries", "Begin each entry with “- ”.")
        return [self._entry(each, record) for each in node.value]

    def _entry(self, node: yaml.Node, record: type) -> dict[str, Any]:
        keys = {each.name: each for each in fields(record) if each.name != "line"}
        required = [name for name, each in keys.items() if each.default is MISSING]
        line = line_of(node)
        if not isinstance(node, yaml.MappingNode):
            raise self._bad(line, "an entry is not `key: value` lines", f"Begin it `- {required[0]}: …`.")
        entry: dict[str, Any] = {"line": line}
        for key_node, value in node.value:
            key = str(key_node.value)
            if key not in keys:
                mend = f"{perhaps(key, keys)}Use one of: {', '.join(keys)}."
                raise self._bad(line_of(key_node), f"“{key}” is not a key of this list", mend)
            if key in entry:
                raise self._bad(line_of(key_node), f"“{key}:” stands twice in one entry", "Keep one of the two.")
            if key in self._nested:
                inner = self._nested[key]
                entry[key] = tuple(inner(**each) for each in self.read_entries(value, inner))
            else:
                holds_many = str(keys[key].type).startswith("tuple")
                entry[key] = self._many(key, value) if holds_many else self._one(key, value)
        for key in required:
            if not entry.get(key):
                raise self._bad(line, f"an entry has no “{key}:”", f"Add a line `{key}: …`.")
        return entry

    def _many(self, key: str, node: yaml.Node) -> tuple[str, ...]:
        """The texts of a key that holds a list.

        Raises:
            BadList: it holds one text, or its list holds anything but texts.
        """
        if not (isinstance(node, yaml.SequenceNode) and all(isinstance(each, yaml.ScalarNode) for each in node.value)):
            what = f"“{key}:” is not a list of texts"
            raise self._bad(line_of(node), what, f"Write it as `{key}: [first, second]`.")
        return tuple(str(each.value) for each in node.value)

    def _one(self, key: str, node: yaml.Node) -> str:
        """The text of a key, one of its words where only some are allowed.

        Raises:
            BadList: it holds a list, or another word.
        """
        if not isinstance(node, yaml.ScalarNode):
            mend = "Write one text; quote it if it begins with [ or {."
            raise self._bad(line_of(node), f"“{key}:” holds a list", mend)
        value, allowed = str(node.value), self._allowed.get(key)
        if allowed and value not in allowed:
            what = f"“{key}: {value}” is not allowed" if value else f"“{key}:” is empty"
            raise self._bad(line_of(node), what, f"{perhaps(value, allowed)}Write one of: {', '.join(allowed)}.")
        return value

    def _bad(self, line: int, what: str, mend: str) -> BadList:
        return bad_list(self._path, line, what, mend)


def perhaps(name: str, known: Iterable[str]) -> str:
    """“Did you mean …? ”, where a known name is close; else nothing."""
    close = find_closest(name, known)
    return f"Did you mean “{close}”? " if close else ""


def line_of(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def bad_list(path: Path, line: int, what: str, mend: str) -> BadList:
    return BadList(Note(str(path), line, what, mend))
