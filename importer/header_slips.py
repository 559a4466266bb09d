"""What slip an editor made where YAML refuses a key of the header, in words that say how to mend it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from importer.page_keys import KEYS, PAGE_KEYS
from importer.spelling import find_closest

_LISTS = frozenset(key.name for key in PAGE_KEYS if key.kind == "list")
_KEY = re.compile(
    r"(?P<key>[\"']?[A-Za-z][\w -]{0,40}?[\"']?)[ \t]*(?P<colon>[:：])(?P<space>[ \t\u00a0\u2007\u202f]*)(?P<value>.*)"
)
_COLON = re.compile(r":(?=\s|$)")
_TYPOGRAPHIC = "“”„‟«»‘’‚‹›"
_SHORT = 60  # characters of a value that a mend may repeat: a phrase, never a paragraph
# Signs that mean something to YAML at the start of a value
_MARKS = "@`%&*!|>?-#,]}"
_ESCAPES = re.compile(r"\\(?![0abt\tnvfre \"/\\N_LPxuU])")

# What other systems call it
_ELSEWHERE = {
    "headline": "title", "name": "title", "tags": "topics", "tag": "topics", "topic": "topics", "categories": "topics",
    "category": "topics", "keywords": "topics", "link": "url", "website": "url", "address": "url", "canonical": "url",
    "description": "summary", "abstract": "summary", "excerpt": "summary", "published": "date", "day": "date",
    "modified": "updated", "last_updated": "updated", "language": "lang", "locale": "lang", "by": "author",
    "authors": "author", "writer": "author", "warning": "content_note", "trigger_warning": "content_note",
    "review": "review_by", "redirect_from": "moved_from", "aliases": "moved_from", "see_also": "related",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong and how to mend it; `line` counts from the key's line, `column` from 1. `key` is the key meant."""

    line: int
    column: int
    what: str
    mend: str
    key: str = ""


def is_known_key(name: str) -> bool:
    """Is this a key of the header, perhaps in capitals or with another joint between its words?"""
    return name.casefold().replace("-", "_").replace(" ", "_") in KEYS


def explain_slip(lines: list[str], error: yaml.YAMLError | None, mark: Any) -> Slip:
    """The slip in one key's lines, which YAML refused; `mark` is where a word stands that YAML takes for a mark."""
    first = lines[0]
    if isinstance(error, yaml.reader.ReaderError):
        return _bad_character(lines, error)
    tabbed = next(
        (number for number, line in enumerate(lines) if line[: len(line) - len(line.lstrip())].count("\t")), None
    )
    if tabbed is not None:
        column = lines[tabbed].index("\t") + 1
        return Slip(tabbed, column, "a tab stands at the start of the line", "Put spaces in its place.")
    found = _KEY.match(first)
    if found is None:
        return _no_key(first)
    key, value, at = found["key"].strip("\"'"), found["value"].rstrip(), found.start("value") + 1
    if found["colon"] == "：":
        mend = f"Write a plain colon and a space: `{key}: …`."
        return Slip(0, found.start("colon") + 1, f"the colon after “{key}” is not the usual one", mend, key)
    if "\t" in found["space"]:
        mend = f"Put a space in its place: `{key}: …`."
        return Slip(0, found.start("space") + 1, f"a tab stands after “{key}:”", mend, key)
    if found["space"] and " " not in found["space"]:
        mend = f"Type a usual space in its place: `{key}: …`."
        return Slip(0, found.start("space") + 1, f"a no-break space stands after “{key}:”", mend, key)
    if not found["space"] and value and not key.startswith(("http", "www")):
        mend = f"Put a space after the colon: `{key}: …`."
        return Slip(0, found.start("colon") + 1, f"“{key}:” has no space after its colon", mend, key)
    if mark is not None and mark.line:
        what = f"the text after “{(lines[mark.line])[mark.column]}” would not be read as it stands"
        return Slip(mark.line, mark.column + 1, what, "Put the whole value in double quotes.", key)
    return _value_slip(lines, key, value, at, error)


def _bad_character(lines: list[str], error: yaml.reader.ReaderError) -> Slip:
    before = ("\n".join(lines) + "\n")[: error.position]
    line = before.count("\n")
    column = error.position - (before.rfind("\n") + 1) + 1
    code = ord(lines[line][column - 1])
    what = f"the header holds the character U+{code:04X}, which no text needs"
    return Slip(line, column, what, "Delete it, or type the line anew.")


def _no_key(line: str) -> Slip:
    word = re.match(r"[A-Za-z_]+", line)
    key = word[0].casefold() if word else ""
    if word and key in KEYS and len(line) > len(word[0]):
        return Slip(0, len(word[0]) + 1, f"there is no colon after “{word[0]}”", f"Write `{key}: …`.", key)
    mend = "Begin it with its key (`title: …`), or with two spaces if it goes on from the line above."
    return Slip(0, 1, "this line of the header has no key", mend)


def _value_slip(lines: list[str], key: str, value: str, at: int, error: yaml.YAMLError | None) -> Slip:
    start = value[:1]
    if start in {'"', "'"}:
        return _quotation_slip(key, value, at)
    if start and start in _TYPOGRAPHIC:
        inner = value.strip(_TYPOGRAPHIC)
        what = f"“{key}:” begins with a typographic quotation mark, which does not quote"
        return Slip(0, at, what, _quoted_mend(key, inner, "Use straight quotation marks"), key)
    if start == "[":
        if "]" not in "".join(lines)[at - 1 :]:
            what = f"the bracket of “{key}:” is not closed"
            return Slip(0, at, what, f"Put `]` at the end{_as_list(key, value)}.", key)
        behind = value.rpartition("]")[2].strip() if "]" in value else ""
        if behind and key not in _LISTS:
            what = f"“{key}:” begins with a bracket, which YAML reads as a list"
            return Slip(0, at, what, _quoted_mend(key, value), key)
        if behind:
            what = f"text stands behind the list of “{key}:”"
            return Slip(0, at + value.rindex("]") + 1, what, "Let the line end with `]`.", key)
        return _inner_slip(lines, key, error, "Put double quotes around an entry with such a sign.")
    if start == "{":
        if "}" not in "".join(lines)[at - 1 :]:
            return Slip(0, at, f"the brace of “{key}:” is not closed", "Put `}` at the end.", key)
        if _is_text_key(key):
            what = f"“{key}:” begins with a brace, which YAML reads as a record"
            return Slip(0, at, what, _quoted_mend(key, value), key)
        return _inner_slip(lines, key, error, "Put double quotes around a value with such a sign.")
    if start and start in _MARKS and not (start in "|>" and len(value) < 3):
        what = f"“{key}:” begins with “{start}”, which YAML takes for a mark of its own"
        return Slip(0, at, what, _quoted_mend(key, value), key)
    if colon := _COLON.search(value):
        what = f"a colon stands in the value of “{key}:”"
        return Slip(0, at + colon.start(), what, _quoted_mend(key, value), key)
    for number, line in enumerate(lines[1:], 1):
        indent = len(line) - len(line.lstrip())
        if value and (colon := _COLON.search(line)):
            what = f"a colon stands in the value of “{key}:”"
            return Slip(number, colon.start() + 1, what, "Put the whole value in double quotes.", key)
        if value and line.strip() and not indent:
            return Slip(
                number, 1, "this line of the header has no key", "Begin it with its key, or with two spaces.", key
            )
    return _inner_slip(lines, key, error, "Let what belongs together begin in the same column, with spaces.")


def _quotation_slip(key: str, value: str, at: int) -> Slip:
    """What is wrong with a value that begins with a straight quotation mark."""
    mark = value[0]
    others = [place for place in range(1, len(value)) if value[place] == mark]
    if mark == '"' and (escape := _ESCAPES.search(value)):
        what = f"a backslash stands in the quotation marks of “{key}:”"
        return Slip(0, at + escape.start(), what, "Write it twice: `\\\\`.", key)
    if not others:
        if value[-1] in _TYPOGRAPHIC and len(value) > 1:
            what = f"“{key}:” is opened with a straight quotation mark and closed with a typographic one"
            return Slip(0, at + len(value) - 1, what, f"End it with {mark} as well.", key)
        return Slip(0, at, f"the quotation mark of “{key}:” is not closed", f"Put {mark} at the end of the value.", key)
    whole = len(value) > 1 and value.endswith(mark)
    what = f"text stands behind a quotation mark within “{key}:”"
    column = at + others[0] + 1
    if mark == "'":
        mend = "Put the whole value in double quotes."
    elif whole:
        mend = "Within the quotation marks use typographic ones: “ and ”."
    elif "'" not in value:
        mend = f"Put single quotes around all of it{_if_short(key, value)}."
    else:
        mend = "Put double quotes around all of it, and typographic ones within: “ and ”."
    return Slip(0, column, what, mend, key)


def _if_short(key: str, value: str) -> str:
    return f": {key}: '{value}'" if len(value) <= _SHORT else ""


def _quoted_mend(key: str, value: str, begin: str = "Put the value in double quotes") -> str:
    """How the line looks in quotation marks; of a long value only what to do."""
    if len(value) > _SHORT or '"' in value or "\\" in value:
        inner = ", and typographic ones for those within" if '"' in value else ""
        return f'{begin}{inner}: {key}: "…"'
    return f'{begin}: {key}: "{value}"'


def _as_list(key: str, value: str) -> str:
    entries = [entry.strip() for entry in value.strip("[").split(",")]
    whole = ", ".join(entry for entry in entries if entry)
    return f": {key}: [{whole}]" if len(whole) <= _SHORT else ""


def _is_text_key(key: str) -> bool:
    kinds = {each.name: each.kind for each in PAGE_KEYS}
    return kinds.get(key, "line") not in {"record", "records"}


def _inner_slip(lines: list[str], key: str, error: yaml.YAMLError | None, mend: str) -> Slip:
    """A slip within a list or a record, where YAML says it noticed it."""
    mark = getattr(error, "problem_mark", None)
    line = min(mark.line, len(lines) - 1) if mark else 0
    column = mark.column + 1 if mark and mark.line == line else 1
    return Slip(line, column, f"“{key}:” cannot be read from here on", mend, key)


def closest_key(name: str, keys: tuple[str, ...]) -> str | None:
    """The key that was perhaps meant: in other letters, as another system calls it, or misspelt."""
    plain = name.casefold().replace("-", "_").replace(" ", "_")
    if plain in keys:
        return plain
    return _ELSEWHERE[plain] if plain in _ELSEWHERE and keys == KEYS else find_closest(plain, keys)
