"""The lists that editors own, read from the docs folder: topics, sources and helplines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from importer.records import CannotImport, Note
from importer.spelling import find_closest
from importer.yaml_nodes import compose_yaml

LICENCES = ("OGL-3.0", "all-rights-reserved", "own")
SHOWN = ("full", "excerpt", "link")
YES_OR_NO = ("yes", "no")
# A misspelt word here must not pass for the usual one: `show: exerpt` would show the whole text, against its licence.
_ALLOWED = {"licence": LICENCES, "show": SHOWN, "exit": YES_OR_NO}
PROJECT_DOCS = Path(__file__).resolve().parent.parent / "docs"


class BadList(CannotImport):
    """A list that editors own cannot be used."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic and the rules that suggest it.

    A phrase counts once for each place it stands in, double in a headline or a section heading, half as much again in
    the first paragraph; `strong` phrases count double again. An occurrence inside an `unless` phrase does not count.
    `exit` is `yes` where readers may have to leave fast, because who harms them may look over their shoulder.
    """

    slug: str
    label: str
    description: str
    phrases: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    helplines: tuple[str, ...] = ()
    exit: str = "no"
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher or source: its canonical name, other spellings, home page, licence and what may be shown of it.

    `permission` says in one sentence why we may show its texts as we do. `checked` is the ISO day when somebody last
    saw that it holds; empty if nobody did. `feeds` are the addresses that `bulletin fetch` may ask for news.
    """

    name: str
    spellings: tuple[str, ...] = ()
    home: str = ""
    licence: str = "all-rights-reserved"
    show: str = "full"
    description: str = ""
    permission: str = ""
    checked: str = ""
    feeds: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling, the canonical one first."""
        return (self.name, *self.spellings)


@dataclass(frozen=True, slots=True)
class Helpline:
    """Somewhere to turn to: what it is for, in one short sentence, its telephone number and its web address.

    `checked` is the ISO day when somebody last compared the entry with the service's own page; empty if nobody did.
    """

    slug: str
    name: str
    purpose: str
    phone: str = ""
    url: str = ""
    checked: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ContentWarning:
    """What a text may describe in detail, and the phrases that show it; `least` different ones must stand in it."""

    note: str
    least: int
    phrases: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All the lists together; `source_names` are all spellings of all sources."""

    topics: tuple[Topic, ...]
    sources: tuple[Source, ...]
    helplines: tuple[Helpline, ...]
    content_warnings: tuple[ContentWarning, ...] = ()
    source_names: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _by_key: Mapping[str, Source] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_key: dict[str, Source] = {}
        for source in self.sources:
            for known in source.names:
                by_key.setdefault(source_key(known), source)
        object.__setattr__(self, "_by_key", by_key)
        object.__setattr__(self, "source_names", tuple(name for source in self.sources for name in source.names))

    def find_source(self, name: str) -> Source | None:
        """The source that goes by this name, whatever its case, spacing, leading “the” or bracketed initials."""
        return self._by_key.get(source_key(name))

    def find_topic(self, slug: str) -> Topic | None:
        """The topic with this slug."""
        return next((topic for topic in self.topics if topic.slug == slug), None)


@lru_cache(maxsize=8192)
def source_key(name: str) -> str:
    """What two spellings of one organisation share: no case, no “the”, no initials in brackets, plain spaces."""
    folded = re.sub(r"\s*\([^()]*\)\s*$", "", " ".join(name.split())).casefold().replace("’", "'")
    return folded.removeprefix("the ").strip(" .,:;-–")


def read_vocabulary(docs: Path) -> Vocabulary:
    """Read the lists of a docs folder: `topics.yml`, `sources.yml`, `helplines.yml` and `content_notes.yml`.

    For a file that the folder lacks, the project's own is read.

    Raises:
        BadList: a list is not what it should be; the note names file, line and mend.
    """
    warnings = _list_path(docs, "content_notes.yml")
    return Vocabulary(
        topics=tuple(Topic(**entry) for entry in _entries(_list_path(docs, "topics.yml"), Topic)),
        sources=tuple(Source(**entry) for entry in _entries(_list_path(docs, "sources.yml"), Source)),
        helplines=tuple(Helpline(**entry) for entry in _entries(_list_path(docs, "helplines.yml"), Helpline)),
        content_warnings=tuple(
            ContentWarning(**{**entry, "least": _whole_number(entry, "least", warnings)})
            for entry in _entries(warnings, ContentWarning)
        ),
    )


def _list_path(docs: Path, name: str) -> Path:
    own = docs / name
    return own if own.is_file() else PROJECT_DOCS / name


def _whole_number(entry: Mapping[str, Any], key: str, path: Path) -> int:
    text = entry[key]
    if not text.isdecimal():
        raise _bad(path, entry["line"], f"“{key}: {text}” is not a whole number", f"Write it as `{key}: 3`.")
    return int(text)


def _entries(path: Path, record: type[Topic | Source | Helpline | ContentWarning]) -> list[dict[str, Any]]:
    """The entries of a list by their keys, each with the `line` on which it begins, which no editor writes."""
    try:
        root = compose_yaml(path.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or "it is not YAML in UTF-8"
        raise _bad(path, line, f"the list cannot be read: {problem}", "Mend the line.") from error
    if not isinstance(root, yaml.SequenceNode):
        raise _bad(path, 1, "the list has no entries", "Begin each entry with “- ”.")
    return [_entry(node, path, record) for node in root.value]


def _entry(node: yaml.Node, path: Path, record: type[Topic | Source | Helpline | ContentWarning]) -> dict[str, Any]:
    """One entry; every key and value that the list does not provide for is refused, none is passed over."""
    keys = {each.name: each for each in fields(record) if each.name != "line"}
    required = [name for name, each in keys.items() if each.default is MISSING]
    line = _line(node)
    if not isinstance(node, yaml.MappingNode):
        raise _bad(path, line, "an entry is not `key: value` lines", f"Begin it `- {required[0]}: …`.")
    entry: dict[str, Any] = {"line": line}
    for key_node, value in node.value:
        key = str(key_node.value)
        if key not in keys:
            mend = f"{_perhaps(key, keys)}Use one of: {', '.join(keys)}."
            raise _bad(path, _line(key_node), f"“{key}” is not a key of this list", mend)
        if key in entry:
            raise _bad(path, _line(key_node), f"“{key}:” stands twice in one entry", "Keep one of the two.")
        holds_many = str(keys[key].type).startswith("tuple")
        entry[key] = _many(key, value, path) if holds_many else _one(key, value, path)
    for key in required:
        if not entry.get(key):
            raise _bad(path, line, f"an entry has no “{key}:”", f"Add a line `{key}: …`.")
    return entry


def _many(key: str, node: yaml.Node, path: Path) -> tuple[str, ...]:
    """The texts of a key that holds a list.

    Raises:
        BadList: it holds one text, or its list holds anything but texts.
    """
    if not (isinstance(node, yaml.SequenceNode) and all(isinstance(each, yaml.ScalarNode) for each in node.value)):
        raise _bad(path, _line(node), f"“{key}:” is not a list of texts", f"Write it as `{key}: [first, second]`.")
    return tuple(str(each.value) for each in node.value)


def _one(key: str, node: yaml.Node, path: Path) -> str:
    """The text of a key, one of its words where only some are allowed.

    Raises:
        BadList: it holds a list, or another word.
    """
    if not isinstance(node, yaml.ScalarNode):
        raise _bad(path, _line(node), f"“{key}:” holds a list", "Write one text; quote it if it begins with [ or {.")
    value, allowed = str(node.value), _ALLOWED.get(key)
    if allowed and value not in allowed:
        what = f"“{key}: {value}” is not allowed" if value else f"“{key}:” is empty"
        raise _bad(path, _line(node), what, f"{_perhaps(value, allowed)}Write one of: {', '.join(allowed)}.")
    return value


def _perhaps(name: str, known: Iterable[str]) -> str:
    close = find_closest(name, known)
    return f"Did you mean “{close}”? " if close else ""


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _bad(path: Path, line: int, what: str, mend: str) -> BadList:
    return BadList(Note(str(path), line, what, mend))
