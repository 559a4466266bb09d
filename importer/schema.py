"""The header's rules as a JSON Schema (draft 2020-12), made from `page_keys.py` and the editors' lists, for editors.

A program that knows the schema offers keys, topics and sources while an editor types, and marks slips at once. It sees
the form of the header only: keys, kinds, lengths, patterns, and which key needs which other. What `bulletin check`
knows besides stays with it: the text below the header, other pages, today's date, leap years, how a value is quoted. So
no header that `check` passes is refused by the schema, and of what the schema can see, it refuses what `check` refuses.

A schema judges values as other programs read them, to whom `title: 1984` is a number; only a year may be one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from importer.page_keys import EARLIEST, PAGE_KEYS, Author, Key
from importer.vocabulary import Vocabulary, source_key

Schema = dict[str, Any]

# Whatever YAML makes of a value that the importer wrote: its hash may look like a number to some
_SCALAR = ("string", "number", "boolean")
_DAY_OF_MONTH = (
    "(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-9])|(?:0[13-9]|1[0-2])-30|(?:0[13578]|1[02])-31)"  # 29 February always
)
_MONTH = "(?:0[1-9]|1[0-2])"
_LANGUAGE = "[a-z]{2,3}(?:-[A-Z]{2})?"
# http or https, a host with a dot in it, and none of the characters that `web_address` refuses
_ADDRESS = r"[Hh][Tt][Tt][Pp][Ss]?://[^\s<>\"'`\\{}|^@/?#:.]+(?:\.[^\s<>\"'`\\{}|^@/?#:.]+)+\.?(?::[0-9]*)?(?:[/?#][^\s<>\"'`\\{}|^]*)?"
_FILLED = r"\S"
_SAYS_SOMETHING = r"[^\W_]"  # a letter or a digit: “…” out of an example is none
_EDGES = r"[\s.,:;–-]*"  # what may stand around an organisation's name, see `source_key`


def render_schema(vocabulary: Vocabulary, care_rules: Sequence[str]) -> str:
    """The schema as the text of a file: the same for the same lists, whatever the day and the machine.

    `care_rules` are the names of the rules of docs/care.yml.
    """
    properties = {key.name: _describe(key, _value(key, key.written_by, vocabulary)) for key in PAGE_KEYS}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Header of a page of the bulletin",
        "description": "What stands between the two lines of --- at the top of a page. `bulletin check` knows more.",
        "type": "object",
        "required": [key.name for key in PAGE_KEYS if key.is_required],
        "properties": properties,
        "additionalProperties": False,
        "allOf": [
            _needs("date", "date_basis"),
            _needs("date_basis", "date"),
            {
                "if": {"required": ["date_basis"], "properties": {"date_basis": {"const": "inferred"}}},
                "then": _has("date_evidence"),
            },
            {"if": {"required": ["import"]}, "then": _has("publisher")},
        ],
        "$defs": {
            "topic": {"title": "A topic of docs/topics.yml", "enum": [topic.slug for topic in vocabulary.topics]},
            "organisation": _organisation(vocabulary),
            "care_rule": {"title": "A rule of docs/care.yml", "enum": list(care_rules)},
            "empty": {"title": "Nothing", "type": ["string", "null"], "maxLength": 0},
        },
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _describe(key: Key, value: Schema) -> Schema:
    """The value's rule with what an editor's program shows of its key."""
    told: Schema = {"title": key.name, "description": key.about}
    if key.example:
        is_list = key.kind == "list"
        told["examples"] = [[part.strip() for part in key.example.strip("[]").split(",")] if is_list else key.example]
    return {**told, **value}


def _value(key: Key, author: Author, vocabulary: Vocabulary) -> Schema:
    match key.kind:
        case "line" | "text":
            return _text(key, author)
        case "date":
            return _date(key)
        case "choice":
            return _or_empty({"enum": list(key.choices)}, key)
        case "language":
            return _pattern(key, _LANGUAGE, f"Write its short name, such as {key.example}.")
        case "address":
            return _pattern(key, _ADDRESS, "Write the whole address, beginning https://.")
        case "number":
            # Line numbers in messages are text to our reader; either may stand there.
            return {"type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9]+$"}
        case "list":
            if key.named_in == "topics":
                entries = {"items": {"$ref": "#/$defs/topic"}, "maxItems": key.most, "uniqueItems": True}
            elif key.named_in == "care":
                entries = {"items": {"$ref": "#/$defs/care_rule"}}
            else:
                entries = {"items": {"type": ["string", "null"]}}
            return {"type": ["array", "string", "null"], "maxLength": 0, **entries}
        case "record":
            return _record(key, author, vocabulary)
        case "records":
            record = _record(key, author, vocabulary)
            if author == "importer":
                return {"type": ["array", "string", "null"], "maxLength": 0, "items": record}
            # An editor's only decision may stand without a list around it; an empty one says nothing.
            return {**record, "type": ["array", "object"], "items": record, "minItems": 1}


def _text(key: Key, author: Author) -> Schema:
    if key.named_in == "sources":
        return _or_empty({"$ref": "#/$defs/organisation"}, key)
    most = {"maxLength": key.most} if key.most else {}
    if author == "importer":
        return {"type": list(_SCALAR)}
    return {"type": "string", "pattern": _FILLED, **most} if key.is_required else {"type": ["string", "null"], **most}


def _date(key: Key) -> Schema:
    """A day alone, or a day, month or year from the first year on that a bulletin can have."""
    if key.is_whole_day:
        return _pattern(key, f"[0-9]{{4}}-{_DAY_OF_MONTH}", f"Write a day like this: {key.example}")
    form = f"(?:{_years_from(EARLIEST)})(?:-(?:{_MONTH}|{_DAY_OF_MONTH}))?"
    years = {"minimum": int(EARLIEST), "maximum": 9999}
    dated = _pattern(key, form, f"Write it as 2023-07-19, 2023-07 or 2023, not before {EARLIEST}.")
    return {**dated, "type": [*dated["type"], "integer"], **years}


def _years_from(first: str) -> str:
    """The years from one on, as a pattern: “1990” gives `199[0-9]|[2-9][0-9]{3}`, and so on for any other."""
    forms = [first]
    for at, digit in enumerate(first):
        if digit != "9":
            rest = len(first) - at - 1
            forms.append(f"{first[:at]}[{int(digit) + 1}-9]" + (f"[0-9]{{{rest}}}" if rest else ""))
    return "|".join(forms)


def _pattern(key: Key, form: str, mend: str) -> Schema:
    if key.is_required:
        return {"type": ["string"], "pattern": f"^(?:{form})$", "patternErrorMessage": mend}
    return {"type": ["string", "null"], "pattern": f"^(?:{form})?$", "patternErrorMessage": mend}


def _or_empty(value: Schema, key: Key) -> Schema:
    return value if key.is_required else {"anyOf": [value, {"$ref": "#/$defs/empty"}]}


def _record(key: Key, author: Author, vocabulary: Vocabulary) -> Schema:
    parts = {each.name: _describe(each, _value(each, author, vocabulary)) for each in key.keys}
    if author == "editor":
        for each in key.keys:
            if each.kind == "list":
                parts[each.name] |= {"type": "array", "minItems": 1}
            elif each.kind in {"line", "text"}:
                parts[each.name] |= {"pattern": _SAYS_SOMETHING}
    return {"type": "object", "required": [each.name for each in key.keys if each.is_required], "properties": parts}


def _has(name: str) -> Schema:
    return {"required": [name], "properties": {name: {"type": list(_SCALAR), "pattern": _FILLED}}}


def _needs(name: str, other: str) -> Schema:
    """Where one key says something, another has to."""
    return {"if": _has(name), "then": _has(other)}


def _organisation(vocabulary: Vocabulary) -> Schema:
    """The names to offer, and every spelling by which `check` knows them."""
    names = [source.name for source in vocabulary.sources]
    spellings = "|".join(_in_any_case(key) for key in _keys(vocabulary.source_names))
    form = rf"^\s*(?:[Tt][Hh][Ee]\s+)?{_EDGES}(?:{spellings}){_EDGES}(?:\([^()]*\))?\s*$"
    known: Schema = {
        "type": "string",
        "pattern": form,
        "patternErrorMessage": "This name is not in docs/sources.yml: choose one of its names, or add it there.",
    }
    return {"title": "A name of docs/sources.yml", "anyOf": [{"enum": names}, known]}


def _keys(names: Sequence[str]) -> Iterable[str]:
    return dict.fromkeys(key for name in names if (key := source_key(name)))


def _in_any_case(key: str) -> str:
    """A pattern for a name in capitals or small letters, with either apostrophe, and with any white space in it."""
    return "".join(map(_any_case_of, key))


def _any_case_of(character: str) -> str:
    if character == " ":
        return r"\s+"
    if character == "'":
        return "['’]"
    cases = dict.fromkeys((character.upper(), character.lower()))
    if len(cases) == 2 and all(len(each) == 1 for each in cases):
        return f"[{''.join(cases)}]"
    return "\\" + character if character in r"\^$.|?*+()[]{}/" else character
