"""Writes the committed copy of the schema anew: `python -m tests.importer.published_schema`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from importer.care_rules import read_care_rules
from importer.schema import render_schema
from importer.vocabulary import read_vocabulary

PROJECT = Path(__file__).resolve().parents[2]
PUBLISHED = PROJECT / ".vscode" / "article.schema.json"


def render_of(docs: Path) -> str:
    """The schema of a docs folder."""
    return render_schema(read_vocabulary(docs), read_care_rules(docs).names)


def read_published() -> dict[str, Any]:
    """The committed schema."""
    rules: dict[str, Any] = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    return rules


if __name__ == "__main__":
    PUBLISHED.write_text(render_of(PROJECT / "docs"), encoding="utf-8")
