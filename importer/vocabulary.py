"""The lists that editors own, read from the docs folder: topics, sources and helplines."""

from __future__ import annotations

import re
from dataclasses import MISSING, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from importer.records import CannotImport, Note

LICENCES = ("OGL-3.0", "all-rights-reserved", "own")
SHOWN = ("full", "excerpt", "link")
PROJECT_DOCS = Path(__file__).resolve().parent.parent / "docs"


class BadList(CannotImport):
    """A list that editors own cannot be used."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic and the rules that suggest it.

    A phrase counts once for each place it stands in, double in a headline or a section heading, half as much again in
    the first paragraph; `strong` phrases count double again. An occurrence inside an `unless` phrase does not count.
    """

    slug: str
    label: str
    description: str
    phrases: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    helplines: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher or source: its canonical name, other spellings, home page, licence and what may be shown of it."""

    name: str
    spellings: tuple[str, ...] = ()
    home: str = ""
    licence: str = "all-rights-reserved"
    show: str = "full"
    description: str = ""
    line: int = field(default=0, compare=False)


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
    """All the lists together."""

    topics: tuple[Topic, ...]
    sources: tuple[Source, ...]
    helplines: tuple[Helpline, ...]
    content_warnings: tuple[ContentWarning, ...] = ()

    def find_source(self, name: str) -> Source | None:
        """The source that goes by this name, whatever its case, spacing, leading “the” or bracketed initials."""
        wanted = source_key(name)
        for source in self.sources:
            if wanted in {source_key(known) for known in (source.name, *source.spellings)}:
                return source
        return None

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
            ContentWarning(**{**entry, "least": _whole_number(entry["least"], warnings)})
            for entry in _entries(warnings, ContentWarning)
        ),
    )


def _list_path(docs: Path, name: str) -> Path:
    own = docs / name
    return own if own.is_file() else PROJECT_DOCS / name


def _whole_number(text: str, path: Path) -> int:
    if not text.isdigit():
        raise BadList(Note(str(path), 1, f"“least: {text}” is not a whole number", "Write it as `least: 3`."))
    return int(text)


def _entries(path: Path, record: type[Topic | Source | Helpline | ContentWarning]) -> list[dict[str, Any]]:
    """The entries of a list by their keys, each with the `line` on which it begins, which no editor writes."""
    fields = {name: each for name, each in record.__dataclass_fields__.items() if name != "line"}
    required = [name for name, each in fields.items() if each.default is MISSING]
    many = {name for name, each in fields.items() if str(each.type).startswith("tuple")}
    try:
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.BaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or "it is not YAML in UTF-8"
        raise BadList(Note(str(path), line, f"the list cannot be read: {problem}", "Mend the line.")) from error
    if not isinstance(root, yaml.SequenceNode):
        raise BadList(Note(str(path), 1, "the list has no entries", "Begin each entry with “- ”."))
    loader = yaml.BaseLoader("")
    entries: list[dict[str, Any]] = []
    for node in root.value:
        line = node.start_mark.line + 1
        entry = loader.construct_object(node, deep=True)
        if not isinstance(entry, dict):
            raise BadList(
                Note(str(path), line, "an entry is not `key: value` lines", f"Begin it `- {required[0]}: …`.")
            )
        for key in entry:
            if key not in fields:
                mend = f"Use one of: {', '.join(fields)}."
                raise BadList(Note(str(path), line, f"“{key}” is not a key of this list", mend))
        for key in required:
            if not entry.get(key):
                raise BadList(Note(str(path), line, f"an entry has no “{key}:”", f"Add a line `{key}: …`."))
        for key in many & entry.keys():
            if not isinstance(entry[key], list):
                raise BadList(
                    Note(str(path), line, f"“{key}:” is not a list", f"Write it as `{key}: [first, second]`.")
                )
        values = {key: tuple(value) if key in many else str(value) for key, value in entry.items()}
        entries.append({**values, "line": line})
    return entries
