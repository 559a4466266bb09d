"""A page's text to an Article and back: the one home of the header's rules.

Scalars are read as the text they are (`NO`, `12:30` and `2026-02-31` stay as typed), because YAML's guesses are what
editors trip over; the rules for dates and lists are ours. Keys that the rules do not know are kept out of the Article
and left for `bulletin check` to report.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler

from importer.dates import is_iso_date
from importer.page_keys import DATE_BASES, KEYS, PAGE_KEYS
from importer.records import AlsoIn, Article, CannotImport, Clearance, Note, Provenance, Withdrawal

_TEXT_KEYS = tuple(key.name for key in PAGE_KEYS if key.kind not in {"list", "record", "records"})
_EXAMPLE_DAY = "2026-11-21"
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


@dataclass(frozen=True, slots=True)
class Header:
    """A page's header as written: values of text, lists and mappings, and the page lines of each key and list entry."""

    values: dict[str, Any]
    lines: dict[str, int]
    entry_lines: dict[str, tuple[int, ...]]
    body: str


class _LineKeepingHandler(BaseHandler):
    """YAML between `---` lines, every scalar as text, each top key with its line, no key twice."""

    FM_BOUNDARY = re.compile(r"^-{3}\s*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.lines: dict[str, int] = {}
        self.entry_lines: dict[str, tuple[int, ...]] = {}

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        try:
            loader = yaml.BaseLoader(fm)
        except yaml.reader.ReaderError as error:
            line = fm.count("\n", 0, error.position) + 1
            what = f"the header holds the character U+{ord(fm[error.position]):04X}, which no text needs"
            raise self._bad(line, what, "Delete it, or type the line anew.") from error
        try:
            node = loader.get_single_node()
            if node is None:
                raise self._bad(1, "the header is empty", "Write at least `title:`, `source:` and `topics:` in it.")
            if not isinstance(node, yaml.MappingNode):
                raise self._bad(1, "the header is not a list of `key: value` lines", "Start each line with a key.")
            for key, value in node.value:
                line = key.start_mark.line + 1
                if not isinstance(key, yaml.ScalarNode):
                    what = "a key of the header begins with [ or {"
                    raise self._bad(line, what, "Begin the line with one of the keys, such as `title:`.")
                if key.value in self.lines:
                    first = self.lines[key.value]
                    raise self._bad(line, f"“{key.value}:” stands twice, first on line {first}", "Keep one of the two.")
                self.lines[str(key.value)] = line
                if isinstance(value, yaml.SequenceNode):
                    self.entry_lines[str(key.value)] = tuple(entry.start_mark.line + 1 for entry in value.value)
            values: dict[str, Any] = loader.construct_document(node)
        except yaml.MarkedYAMLError as error:
            # What was opened and never closed is told where it opens, not where YAML gave up
            left_open = error.context and ("flow" in error.context or "quoted" in error.context)
            mark = (error.context_mark if left_open else None) or error.problem_mark
            line = mark.line + 1 if mark else 1
            raise self._bad(
                line,
                f"the header cannot be read: {error.problem or 'not valid YAML'}",
                'Put a value with a colon, `#` or quotation marks in double quotes: title: "KCSIE: what changed"',
            ) from error
        except yaml.YAMLError as error:
            raise self._bad(1, f"the header cannot be read: {error}", "Remove the characters it names.") from error
        except RecursionError as error:
            raise self._bad(1, "the header is nested too deep", "Write each value on the line of its key.") from error
        finally:
            loader.dispose()
        return values

    def _bad(self, line: int, what: str, mend: str) -> BadPage:
        return BadPage((Note(self.path, line, what, mend),))


def parse_header(text: str, path: str) -> Header:
    """Take a page's text apart into its header and its body, without judging the values.

    Raises:
        BadPage: there is no header, it does not end, or it is not YAML of `key: value` lines.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if not re.match(r"---[ \t]*\n", text):
        raise BadPage(
            (Note(path, 1, "the page has no header", "Begin the page with a line `---`, the header and `---`."),)
        )
    end = re.search(r"^---[ \t]*$", text[4:], re.MULTILINE)
    if end is None:
        raise BadPage((Note(path, 1, "the header does not end", "Put a line `---` under its last key."),))
    # The boundary line itself is line 1, and python-frontmatter hands the handler what follows it on the same line.
    handler = _LineKeepingHandler(path)
    values, body = frontmatter.parse(text, handler=handler)
    if not isinstance(values, dict) or not handler.lines:
        raise BadPage((Note(path, 1, "the header is empty", "Write at least `title:`, `source:` and `topics:`."),))
    return Header(values, handler.lines, handler.entry_lines, body.strip("\n"))


def parse_page(text: str, path: str) -> Article:
    """Read a page; `path` is relative to the docs folder and names the page in complaints.

    Raises:
        BadPage: the header breaks a rule; every complaint of the page at once.
    """
    header = parse_header(text, path)
    notes = header_complaints(header, path)
    if notes:
        raise BadPage(notes)
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


def header_complaints(header: Header, path: str) -> tuple[Note, ...]:
    """Every rule of the header that does not hold, at the line of its key; empty when the page can be used.

    The rules are CONTRACT's, “A page”; lists that editors own (topics, sources) are judged elsewhere.
    """
    found: list[Note] = []
    values = header.values

    def complain(key: str, what: str, mend: str) -> None:
        found.append(Note(path, header.lines.get(key, 1), what, mend))

    for key in _TEXT_KEYS:
        if key in values and not isinstance(values[key], str):
            complain(key, f"“{key}:” holds a list", "Write one text; quote it if it begins with [ or {.")
    for key in ("title", "source"):
        if not str(values.get(key) or "").strip():
            complain(key, f"“{key}:” is missing or empty", f"Add a line `{key}: …` to the header.")
    if "topics" not in values:
        complain("topics", "“topics:” is missing", "Add `topics: [online-safety]`, or `topics: []` if you cannot tell.")
    for key in ("topics", "related", "notes"):
        entries = values.get(key) or []
        if not (isinstance(entries, list) and all(isinstance(entry, str) for entry in entries)):
            complain(key, f"“{key}:” is not a list of texts", f"Write it as `{key}: [first, second]`.")
    for key in ("date", "updated"):
        text = values.get(key, "")
        if isinstance(text, str) and text and not is_iso_date(text):
            complain(key, f"“{text}” is not a date", "Write it as 2023-07-19, 2023-07 or 2023.")
    basis = values.get("date_basis", "")
    if basis and basis not in DATE_BASES:
        complain("date_basis", f"“{basis}” is not a basis for a date", "Write `stated` or `inferred`.")
    lang = values.get("lang", "")
    if isinstance(lang, str) and lang and not _LANGUAGE.fullmatch(lang):
        mend = "Write its short name, `lang: cy` for Welsh, or leave the line out if the text is English."
        complain("lang", f"“{lang}” is not the short name of a language", mend)
    review_by = values.get("review_by", "")
    if isinstance(review_by, str) and review_by and not is_whole_day(review_by):
        complain("review_by", f"“{review_by}” is not a day", f"Write it like this: `review_by: {_EXAMPLE_DAY}`.")
    for key, needed in (("cleared", "by, on, reason"), ("withdrawn", "on, reason")):
        for record in _records(values.get(key)):
            for what, mend in _decision_complaints(key, record, needed.split(", ")):
                complain(key, what, mend)
    if isinstance(values.get("withdrawn"), list):
        complain("withdrawn", "“withdrawn:” holds a list", "Write it once, with `on:` and `reason:`.")
    also_in = values.get("also_in") or []
    if not (
        isinstance(also_in, list) and all(_has_keys(entry, ("publisher", "document", "line")) for entry in also_in)
    ):
        complain("also_in", "“also_in:” is not a list of places", "Each needs `publisher`, `document` and `line`.")
    source = values.get("import")
    if source is not None and not _has_keys(source, ("document", "line", "sha256", "fingerprint")):
        complain("import", "“import:” is not complete", "Leave this block as the importer wrote it.")
    if source is not None and not str(values.get("publisher") or "").strip():
        complain("publisher", "“publisher:” is missing on an imported page", "Say on whose page the text was found.")
    return tuple(sorted(found, key=lambda note: note.line))


def _records(value: object) -> list[Any]:
    """The records of a key that may have one or a list of them."""
    if not value:
        return []
    return value if isinstance(value, list) else [value]


def _decision_complaints(key: str, record: object, needed: list[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with an editor's decision, `cleared:` or `withdrawn:`, each with its mend."""
    if not isinstance(record, dict):
        yield f"“{key}:” does not say {' and '.join(needed)}", f"Write it as `{key}: {{{': …, '.join(needed)}: …}}`."
        return
    for part in needed:
        if not str(record.get(part) or "").strip() or not isinstance(record[part], str):
            yield f"“{key}:” has no “{part}:”", f"Add `{part}: …` to it."
    day = record.get("on")
    if isinstance(day, str) and day.strip() and not is_whole_day(day):
        yield f"“{day}” is not a day", f"Write it like this: `on: {_EXAMPLE_DAY}`."
    rules = record.get("rules") or []
    if not (isinstance(rules, list) and all(isinstance(rule, str) for rule in rules)):
        yield "“rules:” is not a list of texts", "Write it as `rules: [first, second]`."


def is_whole_day(text: str) -> bool:
    """Is it a day of the calendar, 2023-07-19?"""
    return len(text) == len(_EXAMPLE_DAY) and is_iso_date(text)


def _has_keys(entry: object, keys: tuple[str, ...]) -> bool:
    if not (isinstance(entry, dict) and all(isinstance(entry.get(key), str) for key in keys)):
        return False
    return "line" not in keys or entry["line"].isdigit()


def render_page(article: Article) -> str:
    """Write an Article as the text of its page: keys in the contract's order, empty ones left out, body below."""
    lines = ["---", *(line for key in KEYS for line in render_field(article, key)), "---"]
    body = article.body.strip("\n")
    return "\n".join(lines) + "\n" + (f"\n{body}\n" if body else "")


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
