"""The schema of a page's header, as the site publishes it."""

from __future__ import annotations

from pathlib import Path

from importer.care_rules import read_care_rules
from importer.schema import render_schema
from importer.vocabulary import read_vocabulary

PROJECT = Path(__file__).resolve().parents[2]


def test_site_has_the_schema_at_its_fixed_address(own_site: Path) -> None:
    docs = PROJECT / "docs"
    text = (own_site / "article.schema.json").read_text(encoding="utf-8")
    assert text == render_schema(read_vocabulary(docs), read_care_rules(docs).names)


def test_schema_is_of_the_lists_that_the_site_was_built_from(invented_site: Path) -> None:
    text = (invented_site / "article.schema.json").read_text(encoding="utf-8")
    assert "Westmere Council" in text
    assert "Community Care" not in text
