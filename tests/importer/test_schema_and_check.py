"""The schema against the pages of tests/faulty_pages: it sees what it is said to see there, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from tests.importer.published_schema import read_published
from tests.importer.yaml_core import CoreLoader

FOLDER = Path(__file__).resolve().parents[1] / "faulty_pages"
# Who else can see the fault, see the README there
_FORM = re.compile(r"^\d+:\d+ (yaml|schema|list|check) ", re.MULTILINE)
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


@pytest.mark.parametrize("name", [name for name, (forms, _) in PAGES.items() if forms & {"schema", "list"}])
def test_schema_sees_the_form_of_a_value(name: str) -> None:
    header = read_header(PAGES[name][1])
    assert header is None or not Draft202012Validator(read_published()).is_valid(header)


@pytest.mark.parametrize("name", [name for name, (forms, _) in PAGES.items() if forms == {"check"}])
def test_schema_refuses_nothing_that_only_check_sees(name: str) -> None:
    header = read_header(PAGES[name][1])
    errors = [] if header is None else list(Draft202012Validator(read_published()).iter_errors(header))
    assert [error.message[:80] for error in errors] == []
