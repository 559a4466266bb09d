"""The lists that editors own, read from the docs folder: topics, sources and helplines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from importer.list_files import BadList as BadList
from importer.list_files import EntryReader, bad_list, compose_list

# Whose an article is where nothing in its document says so
NOT_STATED = "Not stated"
LICENCES = ("OGL-3.0", "all-rights-reserved", "own")
SHOWN = ("full", "excerpt", "link")
YES_OR_NO = ("yes", "no")
# A misspelt word here must not pass for the usual one: `show: exerpt` would show the whole text, against its licence.
_ALLOWED = {"licence": LICENCES, "show": SHOWN, "exit": YES_OR_NO}
_MOST_DIGITS = 9  # of a number in a list; Python refuses to read thousands
PROJECT_DOCS = Path(__file__).resolve().parent.parent / "docs"


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


def _refuse_doubles(path: Path, names: Iterable[tuple[int, str, str]]) -> None:
    """Of two entries with one name only one would count, and nobody could tell which; `names` are lines, keys, names.

    Raises:
        BadList: a name stands in two entries.
    """
    first: dict[str, int] = {}
    for line, key, name in names:
        if first.setdefault(key, line) != line:
            what = f"“{name}” stands in the entry on line {first[key]} too"
            raise bad_list(path, line, what, "Make one entry of the two, or take the name out of one of them.")


@lru_cache(maxsize=8192)
def source_key(name: str) -> str:
    """What two spellings of one organisation share: no case, no “the”, no initials in brackets, plain spaces."""
    folded = re.sub(r"(?:(?<!\s)\s++)?\([^()]*+\)\s*+$", "", " ".join(name.split())).casefold().replace("’", "'")
    return folded.removeprefix("the ").strip(" .,:;-–")


def read_vocabulary(docs: Path) -> Vocabulary:
    """Read the lists of a docs folder: `topics.yml`, `sources.yml`, `helplines.yml` and `content_notes.yml`.

    For a file that the folder lacks, the project's own is read.

    Raises:
        BadList: a list is not what it should be; the note names file, line and mend.
    """
    paths = {name: find_list(docs, f"{name}.yml") for name in ("topics", "sources", "helplines", "content_notes")}
    warnings = paths["content_notes"]
    topics = tuple(Topic(**entry) for entry in _read(paths["topics"], Topic))
    sources = tuple(Source(**entry) for entry in _read(paths["sources"], Source))
    helplines = tuple(Helpline(**entry) for entry in _read(paths["helplines"], Helpline))
    _refuse_doubles(paths["topics"], ((each.line, each.slug, each.slug) for each in topics))
    _refuse_doubles(paths["helplines"], ((each.line, each.slug, each.slug) for each in helplines))
    spellings = ((each.line, source_key(name), name) for each in sources for name in each.names)
    _refuse_doubles(paths["sources"], spellings)
    return Vocabulary(
        topics=topics,
        sources=sources,
        helplines=helplines,
        content_warnings=tuple(
            ContentWarning(**{**entry, "least": _whole_number(entry, "least", warnings)})
            for entry in _read(warnings, ContentWarning)
        ),
    )


def find_list(docs: Path, name: str) -> Path:
    """The list of this name in the docs folder, or the project's own where that folder has none."""
    own = docs / name
    return own if own.is_file() else PROJECT_DOCS / name


def _whole_number(entry: Mapping[str, Any], key: str, path: Path) -> int:
    text = entry[key]
    if not text.isdecimal() or len(text) > _MOST_DIGITS:
        raise bad_list(path, entry["line"], f"“{key}: {text}” is not a whole number", f"Write it as `{key}: 3`.")
    return int(text)


def _read(path: Path, record: type[Topic | Source | Helpline | ContentWarning]) -> list[dict[str, Any]]:
    return EntryReader(path, _ALLOWED).read_entries(compose_list(path), record)
