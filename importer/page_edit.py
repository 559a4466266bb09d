"""Changing some fields of a page that an editor has worked on: all the rest stays, letter for letter.

Comments, the order of the keys, quotation marks and keys of the editor's own are theirs. A library that reads YAML and
writes it again keeps comments, but sets lines, indents and quotation marks anew; here only the changed values move.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import yaml

from importer.frontmatter import BadPage, parse_page, render_field, render_page
from importer.page_keys import KEYS
from importer.records import Article

_OPENING = re.compile(r"\ufeff?---[ \t]*\n")
_CLOSING = re.compile(r"^---[ \t]*$", re.MULTILINE)


class CannotEdit(Exception):
    """The page is written so that its fields cannot be changed one by one."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One key of a header as written: its place among the lines, and its value as YAML sees it."""

    first: int  # the line of the key, from 0
    last: int  # the last line of its value
    value: yaml.Node


def edit_page(text: str, article: Article) -> str:
    """The page's text with the fields and the body of `article`, and everything else as it stands there.

    A page as the importer wrote it is simply written again. `article.path` names the page.

    Raises:
        CannotEdit: the header is broken, or written in a way (anchors, one long line) that allows no change in it.
    """
    try:
        page = parse_page(text, article.path)
    except BadPage as error:
        raise CannotEdit(str(error)) from error
    if text == render_page(page):
        return render_page(article)
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        raise CannotEdit("the header has no beginning or no end")
    header = text[opening.end() : closing.start()]
    for key in KEYS:
        lines = render_field(article, key)
        if lines != render_field(page, key):
            header = _with_field(header, key, lines, page)
    body = text[closing.end() :]
    if page.body != article.body:
        body = f"\n\n{article.body}\n" if article.body else "\n"
    edited = f"{opening[0]}{header}{closing[0]}{body}"
    _prove(edited, article)
    return edited


def _prove(edited: str, article: Article) -> None:
    """Hold the edited page against what it should say: an anchor or a merge key may have meant something else."""
    try:
        is_right = parse_page(edited, article.path) == replace(article, body=article.body.strip("\n"))
    except BadPage as error:
        raise CannotEdit(str(error)) from error
    if not is_right:
        raise CannotEdit("the header means something else after the change")


def _with_field(header: str, key: str, new: Sequence[str], page: Article) -> str:
    """The header with one key's lines changed, added or taken out."""
    lines = header.split("\n")
    entries = _entries(header)
    if key not in entries:
        at = _place_for(key, entries)
        return "\n".join([*lines[:at], *new, *lines[at:]])
    entry = entries[key]
    old = lines[entry.first : entry.last + 1]
    value = entry.value
    if not new:
        changed = [line for line in old if line.lstrip().startswith("#")]
    elif isinstance(value, yaml.SequenceNode) and not value.flow_style:
        changed = _with_list_entries(old, entry, new, render_field(page, key))
    elif isinstance(value, yaml.MappingNode) and not value.flow_style:
        changed = _with_mapping(old, entry, new)
    elif len(new) == 1 and value.start_mark.line == value.end_mark.line == entry.first:
        start, end = value.start_mark.column, value.end_mark.column
        changed = [old[0][:start] + new[0].split(": ", 1)[1] + old[0][end:], *old[1:]]
    elif any(" #" in line for line in old):
        raise CannotEdit("a comment stands inside a value")
    else:
        changed = list(new)
    return "\n".join([*lines[: entry.first], *changed, *lines[entry.last + 1 :]])


def _entries(header: str) -> dict[str, _Entry]:
    try:
        node = yaml.compose(header, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise CannotEdit(str(error)) from error
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        raise CannotEdit("the header is not one key a line")
    return {
        str(key.value): _Entry(key.start_mark.line, max(key.start_mark.line, _last_line(value)), value)
        for key, value in node.value
    }


def _last_line(node: yaml.Node) -> int:
    """The line on which a value ends; YAML counts the empty and comment lines below a block to the block."""
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1])
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1][1])
    ends_at_next_line = node.end_mark.column == 0 and node.end_mark.line > node.start_mark.line
    return int(node.end_mark.line) - ends_at_next_line


def _place_for(key: str, entries: dict[str, _Entry]) -> int:
    """The line before which a new key goes: below the nearest key that the contract has before it, else on top."""
    before = [entries[each].last for each in KEYS[: KEYS.index(key)] if each in entries]
    return before[-1] + 1 if before else min((entry.first for entry in entries.values()), default=0)


def _with_list_entries(old: Sequence[str], entry: _Entry, new: Sequence[str], was: Sequence[str]) -> list[str]:
    """A list one entry a line: entries that stay keep their lines, others go or are added; comments stay."""
    starts = [node.start_mark.line - entry.first for node in entry.value.value]
    if len(starts) != len(was) - 1:
        raise CannotEdit("the list is not one entry a line")
    ends = [*starts[1:], len(old)]
    chunks = {line: old[start:end] for line, start, end in zip(was[1:], starts, ends, strict=True)}
    indent = old[starts[0]][: len(old[starts[0]]) - len(old[starts[0]].lstrip())]
    kept = [line for line in new[1:] if line in chunks]
    if kept != [line for line in was[1:] if line in kept]:
        raise CannotEdit("the list is in another order")
    made: list[str] = list(old[: starts[0]])
    for line in was[1:]:
        made += chunks[line] if line in kept else [each for each in chunks[line] if each.lstrip().startswith("#")]
    added = [indent + line.strip() for line in new[1:] if line not in chunks]
    return [*made, *added]


def _with_mapping(old: Sequence[str], entry: _Entry, new: Sequence[str]) -> list[str]:
    """The block of `import:`: each of its values changed on its own line."""
    changed = list(old)
    wanted = dict(line.strip().split(": ", 1) for line in new[1:])
    for key, value in entry.value.value:
        at = value.start_mark.line - entry.first
        if key.value not in wanted or value.start_mark.line != value.end_mark.line:
            continue
        line = changed[at]
        changed[at] = line[: value.start_mark.column] + wanted[key.value] + line[value.end_mark.column :]
    return changed
