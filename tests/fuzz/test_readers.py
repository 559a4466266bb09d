"""A few broken documents for every reader in each test run; `python -m tests.fuzz.readers` tries thousands."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from importer.records import Format
from tests.fuzz.mutations import mutated
from tests.fuzz.properties import judge
from tests.fuzz.readers import READERS

INPUTS = 25


@pytest.mark.parametrize("reader", READERS)
def test_broken_documents_are_read_or_refused(reader: Format) -> None:
    verdicts = [judge(reader, mutated(reader, number, 3), thoroughly=number % 5 == 0) for number in range(INPUTS)]
    assert {verdict.fault for verdict in verdicts} == {""}
    assert any(verdict.articles for verdict in verdicts)


def test_the_same_number_gives_the_same_document() -> None:
    assert [mutated("feed", at, 1) for at in range(20)] == [mutated("feed", at, 1) for at in range(20)]
    assert mutated("feed", 1, 1) != mutated("feed", 1, 2)


def test_the_program_tells_what_it_tried(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "tests.fuzz.readers",
        "--inputs",
        "10",
        "--reader",
        "json_feed",
        "--finds",
        tmp_path,
    ]
    folder = Path(__file__).resolve().parents[2]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("json_feed: 10 inputs, ")
    assert not list(tmp_path.iterdir())
