"""Invented articles and documents for the tests of an import; all people and places in them are invented too."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from importer.pipeline import import_documents
from importer.records import Plan
from importer.write import write_plan

TODAY = date(2026, 11, 21)
WORDS = """
    harbour lantern kettle meadow pupil teacher council report warden bridge market saddle window pepper
    candle orchard violin thunder pocket marble garden ribbon wagon copper basket feather puddle tunnel
    anchor cottage blanket whistle parcel ladder button walnut river pebble compass jacket trumpet needle
    carpet turnip bucket
""".split()


@dataclass(frozen=True)
class Story:
    """One article as a newsfeed page prints it."""

    title: str
    text: str
    day: str = "Tuesday 5 December 2023"
    source: str = "Greywater Council"

    def __str__(self) -> str:
        by_line = f"Source: {self.source} published on this website {self.day} by Robin Sparrow"
        return f"{self.title}\n\n{by_line}\n\n{self.text}"


def prose(seed: int, sentences: int = 6) -> str:
    """A text of its own for each seed: sentences of ten invented words, a paragraph to three of them."""
    chance = random.Random(seed)  # noqa: S311
    said = [
        f"The {' '.join(chance.choice(WORDS) for _ in range(9))} {seed}-{number}." for number in range(1, sentences + 1)
    ]
    return "\n\n".join(" ".join(said[at : at + 3]) for at in range(0, len(said), 3))


def newsfeed(*stories: Story, publisher: str = "Cobalt Street CIC") -> str:
    """A page with by-lines: the layout that needs least."""
    return "\n\n".join([publisher, "Cobalt Street Newsfeed", *map(str, stories)]) + "\n"


def save(path: Path, *stories: Story, publisher: str = "Cobalt Street CIC") -> Path:
    """A newsfeed page as a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(newsfeed(*stories, publisher=publisher), encoding="utf-8")
    return path


def import_into(docs: Path, *sources: Path) -> Plan:
    """Import and write, as the command does."""
    plan = import_documents(sources, docs, TODAY)
    write_plan(plan, docs)
    return plan


def actions(plan: Plan) -> list[str]:
    """What becomes of each article, in the order of the documents."""
    return [page.action for page in plan.pages]


def read_tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def file_times(folder: Path) -> dict[str, int]:
    """When each file below a folder was last written, to the nanosecond."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def find_page(docs: Path, word: str) -> Path:
    """The one page whose file name holds a word, wherever an editor moved it."""
    pages = (path for path in (docs / "articles").rglob("*.md") if ".incoming" not in path.parts)
    (page,) = (path for path in pages if word in path.name)
    return page
