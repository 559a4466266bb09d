"""The schema against the pages of tests/faulty_pages: it sees what it is said to see there, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from tests.importer.published_schema import read_published
from tests.importer.yaml_core import CoreLoader

FOLDER = Path(__file__).resolve().parents[1] / "faulty_pages"
# Who else can see the fault, see the README there
_FORM = re.compile(r"^\d+:\d+ (yaml|schema|list|check) ", re.MULTILINE)
# What a schema can say of one key by another, and of the calendar, without knowing leap years
SEEN_BESIDES = {
    "basis-without-a-date", "date-long-ago", "date-without-a-basis", "day-not-in-the-calendar",
    "inferred-without-evidence", "thirteenth-month",
}  # fmt: skip
_MARK = "=== the page ===\n"
_HEADER = re.compile(r"---[ \t]*\n(.*?\n)---[ \t]*\n", re.DOTALL)


def find_pages(folder: Path) -> dict[str, tuple[set[str], str]]:
    """The pages by name: the forms of their faults, and the page."""
    pages = {}
    for path in sorted(folder.glob("*.txt")):
        told, _, page = path.read_bytes().decode("utf-8").partition(_MARK)
        pages[path.stem] = set(_FORM.findall(told)), page
    return pages


PAGES = find_pages(FOLDER)


def read_header(page: str) -> Any:
    """What other programs read: None where there is no header, or where it is broken."""
    found = _HEADER.match(page)
    try:
        return yaml.load(found[1], CoreLoader) if found else None  # noqa: S506 - a safe loader
    except yaml.YAMLError:
        return None


def test_schema_sees_the_form_of_a_value() -> None:
    """A header that other programs cannot read at all is beyond it."""
    schema = Draft202012Validator(read_published())
    headers = {name: read_header(page) for name, (forms, page) in PAGES.items() if forms & {"schema", "list"}}
    assert [name for name, header in headers.items() if header and schema.is_valid(header)] == []


def test_schema_sees_little_of_what_only_check_is_said_to_see() -> None:
    schema = Draft202012Validator(read_published())
    headers = {name: read_header(page) for name, (forms, page) in PAGES.items() if forms == {"check"}}
    assert {name for name, header in headers.items() if header and not schema.is_valid(header)} <= SEEN_BESIDES
