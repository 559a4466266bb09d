"""The pages of tests/faulty_pages, each with the complaints that it must get: see the README there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "faulty_pages"
FORMS = ("yaml", "schema", "list", "check")
_PAGE = "=== the page ===\n"
_COMPLAINT = re.compile(r"(?P<line>\d+):(?P<column>\d+) (?P<form>[a-z]+) (?P<what>.+)\n    (?P<mend>.+)\n")

NEIGHBOUR = """\
---
title: Boats
date: 2023-12-05
date_basis: stated
source: Ofsted
topics: [schools]
summary: Kites.
---

Boats sail.

## Sails

They are white.
"""


@dataclass(frozen=True)
class Complaint:
    """A complaint to be made; `form` says who else can see the fault, `mend` is a part of its mend."""

    line: int
    column: int
    form: str
    what: str
    mend: str


@dataclass(frozen=True)
class FaultyPage:
    """A page, and everything that is to be complained of, in order."""

    name: str
    text: str
    complaints: tuple[Complaint, ...]


def read_faulty_pages() -> list[FaultyPage]:
    """Every faulty page, in the order of the names."""
    return [_parse(path) for path in sorted(FOLDER.glob("*.txt"))]


def save_with_neighbours(page: FaultyPage, docs: Path) -> Path:
    """The page in a docs folder, with the page and the pictures that it may lead to."""
    folder = docs / "articles" / "2023"
    folder.mkdir(parents=True)
    (folder / "boats.md").write_text(NEIGHBOUR, encoding="utf-8")
    for picture in ("chart.png", "kite.gif"):
        (folder / picture).write_bytes(b"")
    path = folder / "kites.md"
    path.write_text(page.text, encoding="utf-8")
    return path


def _parse(path: Path) -> FaultyPage:
    told, mark, text = path.read_bytes().decode("utf-8").partition(_PAGE)
    assert mark, f"{path.name}: there is no line “{_PAGE.strip()}”"
    complaints = tuple(
        Complaint(int(each["line"]), int(each["column"]), each["form"], each["what"], each["mend"])
        for each in _COMPLAINT.finditer(told)
    )
    assert _COMPLAINT.sub("", told) == "", f"{path.name}: this is no complaint: {_COMPLAINT.sub('', told)!r}"
    assert {each.form for each in complaints} <= set(FORMS), path.name
    return FaultyPage(path.stem, text, complaints)
