"""The texts of this folder, with the characters that do not show put in."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
ADDRESSES = "addresses"
_CHARACTER = re.compile(r"\{U\+([0-9A-F]{4,6})\}")


@cache
def payloads() -> dict[str, tuple[str, ...]]:
    """The texts of each class, by the name of its file."""
    return {path.stem: tuple(map(_with_characters, _lines(path))) for path in sorted(FOLDER.glob("*.txt"))}


def all_payloads() -> list[str]:
    """Every text of every class, in order."""
    return [text for texts in payloads().values() for text in texts]


def some_payloads(of_each: int) -> list[str]:
    """So many of each class, spread over its file: the same ones every time."""
    return [texts[len(texts) * number // of_each] for texts in payloads().values() for number in range(of_each)]


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [line for line in lines if line and not line.startswith("# ")]


def _with_characters(line: str) -> str:
    return _CHARACTER.sub(lambda found: chr(int(found[1], 16)), line)
