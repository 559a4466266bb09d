"""The settings for VS Code: they name what is there, and find the place of a complaint in what `check` prints."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from importer.records import Note

FOLDER = Path(__file__).resolve().parents[1] / ".vscode"


def read_settings(name: str) -> Any:
    """A file of VS Code's: JSON with comments on lines of their own."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))


@pytest.mark.parametrize("name", ["settings.json", "tasks.json", "extensions.json"])
def test_settings_can_be_read(name: str) -> None:
    assert read_settings(name)


def test_schema_that_the_settings_name_is_there() -> None:
    for place in read_settings("settings.json")["yaml.schemas"]:
        assert (FOLDER.parent / place).is_file()


def test_tasks_find_file_line_and_message_of_every_complaint() -> None:
    note = Note("docs/articles/2023/kites.md", 12, "topic “skools”: not in the list", "Did you mean “schools”?", 9)
    for task in read_settings("tasks.json")["tasks"]:
        pattern = task["problemMatcher"]["pattern"]
        found = [re.search(pattern["regexp"], line) for line in str(note).splitlines()]
        assert [each.groups() for each in found if each] == [
            ("docs/articles/2023/kites.md", "12", "topic “skools”: not in the list (column 9)")
        ]
