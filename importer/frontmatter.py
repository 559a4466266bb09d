"""A page's text to an Article and back: the one home of the header's rules.

Scalars are read as the text they are (`NO`, `12:30` and `2026-02-31` stay as typed), because YAML's guesses are what
editors trip over; the rules for dates and lists are ours. Keys that the rules do not know are kept out of the Article
and left for `bulletin check` to report.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from importer.date_hints import date_hint
from importer.dates import is_iso_date
from importer.header import Header, Where, read_header
from importer.header_slips import closest_key
from importer.hidden_characters import drop_hidden
from importer.limits import MOST_HEADER_CHARACTERS
from importer.page_keys import KEYS, PAGE_KEYS, Key
from importer.records import AlsoIn, Article, CannotImport, Clearance, Note, Provenance, Withdrawal
from importer.text import fold, quote

_TEXT_KEYS = tuple(key.name for key in PAGE_KEYS if key.kind not in {"list", "record", "records"})
_EXAMPLE_DAY = "2026-11-21"
_MOST_DIGITS = 9  # of the number of a line
_SHORT = 60  # characters of a value that a mend may repeat
# A language as web pages name it: `cy`, `pl`, `pt-BR`
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
# A scalar that YAML 1.1 and 1.2 both read as this very text, so that editors meet no needless quotation marks
_PLAIN = re.compile(r"[A-Za-z‘“][\w ’‘“”–—£().,/+?!;-]*|https?://[\w./?=&%~+-]+")
# What YAML 1.1 takes for true, false or nothing; no other text that _PLAIN fits is anything but text
_YAML_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


class BadPage(CannotImport):
    """A page whose header cannot be used; `notes` holds every complaint, in the order of the lines."""

    def __init__(self, notes: tuple[Note, ...]) -> None:
        super().__init__(notes[0])
        self.notes = notes

    def __str__(self) -> str:
        return "\n".join(str(note) for note in self.notes)


def parse_header(text: str, path: str) -> Header:
    """Take a page's text apart into its header and its body, without judging the values.

    Raises:
        BadPage: there is no header, it does not end, or it is not YAML of `key: value` lines.
    """
    header = read_header(text, path)
    if header.faults:
        raise BadPage(tuple(header.faults))
    return header


def parse_page(text: str, path: str) -> Article:
    """Read a page; `path` is relative to the docs folder and names the page in complaints.

    Raises:
        BadPage: the header breaks a rule; every complaint of the page at once.
    """
    header = read_header(text, path)
    notes = (*header.faults, *header_complaints(header)) or tuple(_unread_complaints(header))
    if notes:
        raise BadPage(tuple(sorted(notes, key=lambda note: (note.line, note.column))))
    values = header.values
    source, withdrawn = values.get("import"), values.get("withdrawn")
    return Article(
        **{key: str(values.get(key, "")) for key in _TEXT_KEYS},
        body=header.body,
        topics=tuple(values.get("topics") or ()),
        also_in=tuple(
            AlsoIn(entry["publisher"], entry["document"], int(entry["line"])) for entry in values.get("also_in") or ()
        ),
        related=tuple(values.get("related") or ()),
        moved_from=tuple(values.get("moved_from") or ()),
        notes=tuple(values.get("notes") or ()),
        provenance=Provenance(source["document"], int(source["line"]), source["sha256"], source["fingerprint"])
        if source
        else None,
        cleared=tuple(
            Clearance(each["by"], each["on"], each["reason"], tuple(each.get("rules") or ()))
            for each in _records(values.get("cleared"))
        ),
        withdrawn=Withdrawal(withdrawn["on"], withdrawn["reason"]) if withdrawn else None,
        path=path,
    )


def header_complaints(header: Header) -> tuple[Note, ...]:
    """Every rule of the header that does not hold, where its value stands; empty when the page can be used.

    The rules are CONTRACT's, “A page”; lists that editors own (topics, sources) are judged elsewhere. Keys that could
    not be read at all are among the header's faults.
    """
    if not header.is_there:
        return ()
    found = [*_missing_key_complaints(header)]
    for key in PAGE_KEYS:
        if key.name in header.values:
            found += _value_complaints(header, (key.name,), key, header.values[key.name])
    return tuple(sorted(found, key=lambda note: (note.line, note.column)))


def _missing_key_complaints(header: Header) -> Iterator[Note]:
    """A required key that is not there, unless a slip in the header hides it or it stands there in other letters."""
    for key in ("title", "source"):
        if not header.has(key) or _is_blank(header.values.get(key)):
            yield header.note_at_key((key,), f"“{key}:” is missing or empty", f"Add a line `{key}: …` to the header.")
    if not header.has("topics"):
        mend = "Add `topics: [online-safety]`, or `topics: []` if you cannot tell."
        yield header.note_at_key(("topics",), "“topics:” is missing", mend)
    if "import" in header.values and (not header.has("publisher") or _is_blank(header.values.get("publisher"))):
        what = "“publisher:” is missing on an imported page"
        yield header.note_at_key(("publisher",), what, "Say on whose page the text was found.")


def _unread_complaints(header: Header) -> Iterator[Note]:
    """What the page cannot be read without; `check` tells rather of the misspelt key that hides it.

    A misspelt `withdrawn:` would publish what is not to be read any more.
    """
    for name in header.values:
        if name not in KEYS and closest_key(drop_hidden(name), KEYS) == "withdrawn":
            what = f"{quote(fold(name))} is not a key of the header, so the page would be published"
            yield header.note_at_key((name,), what, "Write `withdrawn:`, or take the line out.")
    for key in PAGE_KEYS:
        value = header.values.get(key.name)
        if key.is_required and key.name not in header.values:
            mend = f"Add a line `{key.name}: …` to the header."
            yield header.note_at_key((key.name,), f"“{key.name}:” is missing", mend)
        for record in _records(value) if key.kind in {"record", "records"} else ():
            for part in key.keys:
                if part.is_required and part.name not in record:
                    what = f"“{key.name}:” has no “{part.name}:”"
                    yield header.note_at_key((key.name,), what, f"Add `{part.name}: …` to it.")


def _is_blank(value: object) -> bool:
    return isinstance(value, str) and not value.strip()


def _value_complaints(header: Header, where: Where, key: Key, value: object) -> Iterator[Note]:
    """What is wrong with the form of one value, by the kind that its key has in the model."""
    name = key.name
    if key.kind in {"record", "records"}:
        yield from _record_complaints(header, where, key, value)
    elif key.kind == "list":
        if value and not (isinstance(value, list) and all(isinstance(entry, str) for entry in value)):
            mend = f"Write it as `{name}: {_example_list(value)}`."
            yield header.note_at(where, f"“{name}:” is not a list of texts", mend)
    elif not isinstance(value, str):
        what = f"“{name}:” holds a {'list' if isinstance(value, list) else 'record'}"
        yield header.note_at(where, what, _one_text_mend(value))
    elif value:
        yield from _text_complaints(header, where, key, value)


def _text_complaints(header: Header, where: Where, key: Key, value: str) -> Iterator[Note]:
    plain = value.strip("“”„‘’")
    if plain != value and key.kind in {"date", "choice", "language"}:
        mend = f"Take them out: `{key.name}: {quote(plain)[1:-1]}`."
        yield header.note_at(where, f"“{key.name}:” stands in typographic quotation marks", mend)
    elif key.kind == "date" and key.is_whole_day and not is_whole_day(value):
        mend = f"Write it like this: `{key.name}: {_EXAMPLE_DAY}`."
        hint = date_hint(value)
        yield header.note_at(where, f"{quote(value)} is not a day", f"{hint if '(' in hint else ''}{mend}")
    elif key.kind == "date" and not is_iso_date(value):
        mend = "Write it as 2023-07-19, 2023-07 or 2023."
        yield header.note_at(where, f"{quote(value)} is not a date", f"{date_hint(value)}{mend}")
    elif key.kind == "choice" and value not in key.choices:
        mend = f"Write {' or '.join(f'`{choice}`' for choice in key.choices)}."
        yield header.note_at(where, f"{quote(value)} is not a basis for a date", mend)
    elif key.kind == "language" and not _LANGUAGE.fullmatch(value):
        mend = "Write its short name, `lang: cy` for Welsh, or leave the line out if the text is English."
        yield header.note_at(where, f"{quote(value)} is not the short name of a language", mend)


def _record_complaints(header: Header, where: Where, key: Key, value: object) -> Iterator[Note]:
    """What is wrong with a key that holds a record or several; `cleared:` may hold one or several."""
    if key.written_by == "importer":
        yield from _importer_complaints(header, where, key, value)
    elif not value:
        # Whoever writes only the key believes that it holds
        yield _says_nothing(header, where, key)
    elif isinstance(value, list) and key.kind == "record":
        listed = " and ".join(f"`{each.name}:`" for each in key.keys if each.is_required)
        yield header.note_at(where, f"“{key.name}:” holds a list", f"Write it once, with {listed}.")
    elif isinstance(value, list):
        for number, record in enumerate(value):
            yield from _decision_complaints(header, (*where, number), key, record)
    else:
        yield from _decision_complaints(header, where, key, value)


def _importer_complaints(header: Header, where: Where, key: Key, value: object) -> Iterator[Note]:
    """What is wrong with what only the importer writes."""
    if key.kind == "records":
        records = value or []
        if not (isinstance(records, list) and all(_is_complete(record, key) for record in records)):
            needed = [f"`{each.name}`" for each in key.keys if each.is_required]
            mend = f"Each needs {', '.join(needed[:-1])} and {needed[-1]}."
            yield header.note_at(where, f"“{key.name}:” is not a list of places", mend)
    elif not _is_complete(value, key):
        yield header.note_at_key(where, f"“{key.name}:” is not complete", "Leave this block as the importer wrote it.")


def _is_complete(record: object, key: Key) -> bool:
    return isinstance(record, dict) and all(
        isinstance(value := record.get(part.name), str) and (part.kind != "number" or _is_number(value))
        for part in key.keys
        if part.is_required
    )


def _is_number(text: str) -> bool:
    """Is it the number of a line? None has as many digits as Python refuses to read."""
    return text.isdecimal() and len(text) <= _MOST_DIGITS


def _decision_complaints(header: Header, where: Where, key: Key, record: object) -> Iterator[Note]:
    """What is wrong with an editor's decision, `cleared:` or `withdrawn:`."""
    if not isinstance(record, dict) or not record:
        yield _says_nothing(header, where, key)
        return
    meant = {closest_key(name, tuple(each.name for each in key.keys)) for name in record}
    for part in key.keys:
        here, value = (*where, part.name), record.get(part.name, "")
        if (
            part.is_required
            and isinstance(value, str)
            and not _says_something(value)
            and not (here not in header.keys and part.name in meant)
        ):
            place = header.keys.get(here) or header.place_of(*where)
            what = f"“{key.name}:” has no “{part.name}:”"
            yield Note(header.path, place.line, what, f"Add `{part.name}: …` to it.", place.column)
        elif value:
            yield from _value_complaints(header, here, part, value)
        elif part.kind == "list" and part.name in record:
            mend = f"Name them, or take `{part.name}:` out: then it settles all."
            yield header.note_at_key(here, f"“{part.name}:” of “{key.name}:” names none", mend)


def _says_nothing(header: Header, where: Where, key: Key) -> Note:
    needed = [each.name for each in key.keys if each.is_required]
    mend = f"Write it as `{key.name}: {{{': …, '.join(needed)}: …}}`, with your own words for “…”."
    return header.note_at(where, f"“{key.name}:” does not say {' and '.join(needed)}", mend)


def _says_something(value: str) -> bool:
    """Is there a letter or a digit in it? “…” out of an example is none."""
    return any(each.isalnum() for each in value)


def _example_list(value: object) -> str:
    """How a text would look as a list: “schools, courts” as [schools, courts]."""
    entries = [entry.strip(" []\"'“”") for entry in value.split(",")] if isinstance(value, str) else []
    text = ", ".join(entry for entry in entries if entry)
    return f"[{text}]" if text and len(text) <= _SHORT else "[first, second]"


def _one_text_mend(value: object) -> str:
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str) and len(value[0]) <= _SHORT:
        return f'Write one text; put it in double quotes if it begins with a bracket: "[{value[0]}]".'
    return "Write one text; put it in double quotes if it begins with [ or {."


def _records(value: Any) -> list[dict[str, Any]]:
    """The records of a key that may have one or a list of them."""
    return value if isinstance(value, list) else [value] if value else []


def is_whole_day(text: str) -> bool:
    """Is it a day of the calendar, 2023-07-19?"""
    return len(text) == len(_EXAMPLE_DAY) and is_iso_date(text)


def render_page(article: Article) -> str:
    """Write an Article as the text of its page: keys in the contract's order, empty ones left out, body below."""
    lines = ["---", *(line for key in KEYS for line in render_field(article, key)), "---"]
    body = article.body.strip("\n")
    return "\n".join(lines) + "\n" + (f"\n{body}\n" if body else "")


def has_room(article: Article) -> bool:
    """Is the header of an article's page, as the importer writes it, within MOST_HEADER_CHARACTERS?"""
    return sum(len(line) + 1 for key in KEYS for line in render_field(article, key)) <= MOST_HEADER_CHARACTERS


def render_field(article: Article, key: str) -> list[str]:
    """The lines of one key of the header as the importer writes them; none for a key that has nothing to say."""
    match key:
        case "import":
            where = article.provenance
            if where is None:
                return []
            return [
                "import:",
                f"  document: {_scalar(where.document)}",
                f"  line: {where.line}",
                f"  sha256: {_scalar(where.sha256)}",
                f"  fingerprint: {_scalar(where.fingerprint)}",
            ]
        case "topics":
            return [f"topics: [{', '.join(map(_listed, article.topics))}]"]
        case "related":
            return [f"related: [{', '.join(map(_listed, article.related))}]"] if article.related else []
        case "moved_from":
            return [f"moved_from: [{', '.join(map(_listed, article.moved_from))}]"] if article.moved_from else []
        case "notes":
            return ["notes:", *(f"  - {_scalar(note)}" for note in article.notes)] if article.notes else []
        case "cleared":
            decisions = [f"  - {_one_line(_clearance_fields(each))}" for each in article.cleared]
            return ["cleared:", *decisions] if decisions else []
        case "withdrawn":
            away = article.withdrawn
            return [f"withdrawn: {_one_line([('on', away.on), ('reason', _quoted(away.reason))])}"] if away else []
        case "also_in":
            places = [
                f"  - {{publisher: {_quoted(place.publisher)}, document: {_quoted(place.document)}, "
                f"line: {place.line}}}"
                for place in article.also_in
            ]
            return ["also_in:", *places] if places else []
        case _:
            value = getattr(article, key)
            is_date = key in {"date", "updated", "review_by"}
            return [f"{key}: {value if is_date else _scalar(value)}"] if value else []


def _clearance_fields(clearance: Clearance) -> list[tuple[str, str]]:
    fields = [("by", _quoted(clearance.by)), ("on", clearance.on), ("reason", _quoted(clearance.reason))]
    return [*fields, ("rules", f"[{', '.join(map(_listed, clearance.rules))}]")] if clearance.rules else fields


def _one_line(fields: list[tuple[str, str]]) -> str:
    return f"{{{', '.join(f'{name}: {value}' for name, value in fields)}}}"


def _scalar(text: str) -> str:
    """The text as one YAML scalar on one line: plain where no reader of YAML can misread it, else double-quoted."""
    if _PLAIN.fullmatch(text) and not text.endswith(" ") and text.casefold() not in _YAML_WORDS:
        return text
    return _quoted(text)


def _listed(text: str) -> str:
    """The text as an entry of a `[first, second]` list, where a comma would part it."""
    return _quoted(text) if "," in text else _scalar(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).translate(_YAML_UNPRINTABLE)


# JSON's double-quoted form is YAML's, but for characters that YAML calls unprintable and its extra line ends
_YAML_UNPRINTABLE = {
    code: f"\\u{code:04x}"
    for code in (*range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000))
}
