"""The values of a JSON text with their places, and as much of a broken one as is sound."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from importer.limits import MOST_DEPTH, MOST_ELEMENTS, MOST_ITEMS

_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
# All up to the next bracket outside of a text, to a text without an end, or to the end: a search that finds nothing
# would begin again at each character
_TO_BRACKET = re.compile(r'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+(?P<mark>[\[\]{}"]|\Z)', re.DOTALL)
# What writers of JSON by hand leave: a comma before a closing bracket, a backslash before what needs none
_SLIP = re.compile(r'"(?:[^"\\]++|\\.)*+"|,(?=[ \t\n\r]*+[}\]])', re.DOTALL)
_BAD_ESCAPE = re.compile(r'\\(?:(?P<fine>["\\/bfnrt]|u[0-9a-fA-F]{4})|(?P<bad>.))', re.DOTALL)
_SPACE = re.compile(r"[ \t\n\r]*+")
_LOOSE_COMMA = re.compile(r"[ \t\n\r]*+,?[ \t\n\r]*+")
# Numbers stay as they are printed: an id is a name, and “1e999999” costs nothing so
_DECODER = json.JSONDecoder(strict=False, parse_int=str, parse_float=str, parse_constant=str)


class TooDeepJson(Exception):
    """Lists and objects are nested deeper than any feed needs."""


@dataclass(frozen=True, slots=True)
class JsonPiece:
    """A value, where it begins and ends in the text, and whether it had to be closed because the text breaks off."""

    value: Any
    start: int
    end: int
    breaks_off: bool = False


def is_whole(text: str) -> bool:
    """Is every list, object and text closed? False where the end is missing.

    Raises:
        TooDeepJson: they are nested too deep, or too many.
    """
    depth = number = 0
    for match in _TO_BRACKET.finditer(text):
        mark = match["mark"]
        if mark == '"':
            return False
        if not mark:
            break
        depth += 1 if mark in "[{" else -1
        number += mark in "[{"
        if depth > MOST_DEPTH:
            raise TooDeepJson(f"it is nested more than {MOST_DEPTH} deep")
        if number > MOST_ELEMENTS:
            raise TooDeepJson(f"it has more than {MOST_ELEMENTS:,} lists and objects")
    return depth <= 0


def read_members(text: str) -> Iterator[tuple[str, JsonPiece]]:
    """The keys of the object that the text is, each with its value; of one that is broken, those before the breach.

    The value of “items” is not read: `read_elements` does that from its place on.
    """
    at = _SPACE.match(text, text.find("{") + 1).end()  # type: ignore[union-attr]
    while text[at : at + 1] == '"':
        key = _read(text, at)
        if key is None or not isinstance(key.value, str):
            return
        at = _space(text, key.end)
        if text[at : at + 1] != ":":
            return
        at = _space(text, at + 1)
        if key.value == "items" and text[at : at + 1] == "[":
            yield key.value, JsonPiece(None, at, at)
            end = None
            for element in itertools.islice(read_elements(text, at), MOST_ITEMS + 1):
                end = element.end
            at = _space(text, end if end is not None else at + 1)
            if text[at : at + 1] != "]":
                return
            at += 1
        else:
            value = _read(text, at)
            if value is None:
                return
            yield key.value, value
            at = value.end
        at = _LOOSE_COMMA.match(text, at).end()  # type: ignore[union-attr]


def read_elements(text: str, at: int) -> Iterator[JsonPiece]:
    """The values of the list that begins at a place; where the text breaks off, the last one with its end added."""
    at = _space(text, at + 1)
    while at < len(text) and text[at] != "]":
        value = _read(text, at) or _read_mended(text, at) or _read_cut(text, at)
        if value is None:
            return
        yield value
        at = _LOOSE_COMMA.match(text, value.end).end()  # type: ignore[union-attr]


def _space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _read(text: str, at: int) -> JsonPiece | None:
    try:
        value, end = _DECODER.raw_decode(text, at)
    except ValueError:
        return None
    return JsonPiece(value, at, end)


def _read_mended(text: str, at: int) -> JsonPiece | None:
    """An object with slips in it, read without them; with no value where it has other faults; None if it has no end."""
    depth = 0
    for match in _TO_BRACKET.finditer(text, at):
        mark = match["mark"]
        if mark in {'"', ""}:
            return None
        depth += 1 if mark in "[{" else -1
        if depth <= 0:
            break
    else:
        return None
    if depth < 0:
        return None
    mended = _SLIP.sub(
        lambda slip: _BAD_ESCAPE.sub(_without_slip, slip[0]) if slip[0] != "," else "", text[at : match.end()]
    )
    value = _read(mended, 0)
    return JsonPiece(value.value if value else None, at, match.end())


def _without_slip(escape: re.Match[str]) -> str:
    return escape[0] if escape["fine"] else escape["bad"]


def _read_cut(text: str, at: int) -> JsonPiece | None:
    """A value whose end is missing with the end of the text, closed; None where it is broken otherwise."""
    rest = text[at:]
    open_marks: list[str] = []
    in_string = False
    for match in _TOKEN.finditer(rest):
        mark = match[0]
        if mark in "[{":
            open_marks.append("]" if mark == "[" else "}")
        elif mark in "]}":
            if not open_marks:
                return None
            open_marks.pop()
        else:
            in_string = match.end() == len(rest) and (len(mark) == 1 or not mark.endswith('"') or mark.endswith('\\"'))
    if not open_marks:
        return None
    end = "".join(reversed(open_marks))
    cut = re.sub(r"\\(?:u[0-9a-fA-F]{0,3})?$", "", rest) if in_string else rest
    tries = [f'{cut}"{end}'] if in_string else [f"{cut}{end}"]
    tries += [f'{cut}": null{end}', re.sub(r"(?<![,:\s])[,:\s]++$", "", cut) + end, f"{cut}null{end}"]
    for closed in tries:
        if (value := _read(closed, 0)) and isinstance(value.value, dict):
            return JsonPiece(value.value, at, len(text), breaks_off=True)
    return None
