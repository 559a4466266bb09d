"""Frozen records to JSON and back: how a caged process hands over what it made of a document.

Nothing in the text can run or name a class: the reader knows which record it expects, and believes no value that is not
of the type the record asks for.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")
_Parse = Callable[[Any], Any]


class BadRecord(ValueError):
    """A text that is not the record it should be."""


def render_record(record: object) -> bytes:
    """The record as JSON: the values of its fields in their order, records within it likewise."""
    return json.dumps(record, default=_values, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def _values(record: Any) -> Any:
    return _reader_of_values(record.__class__)(record)


@cache
def _reader_of_values(kind: Any) -> Callable[[object], Any]:
    if not is_dataclass(kind):
        raise TypeError(f"{kind.__name__} is no record")
    names = [field.name for field in fields(kind)]
    read = attrgetter(*names)
    return read if len(names) > 1 else lambda record: (read(record),)


def parse_record(content: bytes, kind: type[Record]) -> Record:
    """The record that `render_record` wrote.

    Raises:
        BadRecord: it is no JSON, or a value in it is not what `kind` says.
        TypeError: `kind` has a field of a type that is not provided for.
    """
    expected: Any = kind
    parse = _parser(expected)
    try:
        record: Record = parse(json.loads(content))
    except (ValueError, RecursionError) as error:
        raise BadRecord(f"no {kind.__name__}: {error}") from error
    return record


@cache
def _parser(kind: Any) -> _Parse:
    """What reads one value of this type from what `json.loads` gives."""
    if kind in (str, int, bool, float):
        return _plain_parser(kind)
    if get_origin(kind) is tuple:
        return _tuple_parser(get_args(kind))
    if get_origin(kind) is Mapping and get_args(kind) == (str, str):
        return _parse_texts_by_name
    if get_origin(kind) is Literal:
        return _choice_parser(frozenset(get_args(kind)))
    if get_origin(kind) in (Union, types.UnionType):
        (parse,) = (_parser(one) for one in get_args(kind) if one is not types.NoneType)
        return lambda value: None if value is None else parse(value)
    if is_dataclass(kind) and isinstance(kind, type):
        return _record_parser(kind)
    raise TypeError(f"no record can hold a {kind}")


def _plain_parser(kind: type) -> _Parse:
    # A score may be a whole number; a yes or no is never one.
    allowed = (float, int) if kind is float else (kind,)

    def parse(value: object) -> object:
        if type(value) not in allowed:
            raise BadRecord(f"{type(value).__name__} instead of {kind.__name__}")
        return value

    return parse


def _parse_texts_by_name(values: object) -> object:
    if type(values) is not dict or any(type(value) is not str for value in values.values()):
        raise BadRecord("no texts by name")
    return values


def _choice_parser(allowed: frozenset[object]) -> _Parse:
    def parse(value: object) -> object:
        if type(value) is not str or value not in allowed:
            raise BadRecord("a word that is not provided for")
        return value

    return parse


def _tuple_parser(kinds: tuple[Any, ...]) -> _Parse:
    if len(kinds) != 2 or kinds[1] is not Ellipsis:
        raise TypeError("only tuples of any length are provided for")
    parse_one = _parser(kinds[0])

    def parse(values: object) -> object:
        if type(values) is not list:
            raise BadRecord(f"{type(values).__name__} instead of a list")
        return tuple([parse_one(value) for value in values])

    return parse


def _record_parser(kind: type) -> _Parse:
    hints = get_type_hints(kind)
    parsers = [_parser(hints[field.name]) for field in fields(kind)]

    def parse(values: object) -> object:
        if type(values) is not list or len(values) != len(parsers):
            raise BadRecord(f"not the fields of {kind.__name__}")
        return kind(*[parse_one(value) for parse_one, value in zip(parsers, values, strict=True)])

    return parse
