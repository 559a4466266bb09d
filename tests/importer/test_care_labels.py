"""The rules of docs/care.yml on invented texts that were judged by reading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from importer.care import find_flags
from importer.care_rules import read_care_rules
from importer.records import Article
from importer.vocabulary import PROJECT_DOCS

LABELS = yaml.safe_load((Path(__file__).parents[1] / "labels" / "care.yml").read_text(encoding="utf-8"))
CARE = read_care_rules(PROJECT_DOCS)


def flagging(entry: dict[str, Any]) -> set[str]:
    article = Article(
        title="News of the week",
        source="The Harbour Gazette",
        body=entry["text"],
        date=entry.get("date", ""),
        review_by=entry.get("review_by", ""),
    )
    return {flag.rule.name for flag in find_flags(article, CARE)}


def cases(*, known: bool) -> list[Any]:
    chosen = [entry for entry in LABELS if ("known" in entry) is known]
    return [pytest.param(entry, id=entry["text"].split("\n")[-1][:60]) for entry in chosen]


@pytest.mark.parametrize("entry", cases(known=False))
def test_text_is_flagged_by_exactly_the_rules_that_a_reader_named(entry: dict[str, Any]) -> None:
    assert flagging(entry) == set(entry["rules"])


@pytest.mark.parametrize("entry", cases(known=True))
def test_text_on_which_the_rules_are_known_to_be_wrong_is_told_once_they_are_not(entry: dict[str, Any]) -> None:
    assert flagging(entry) != set(entry["rules"])


def test_labels_are_enough_to_judge_by() -> None:
    sure = [entry for entry in LABELS if "known" not in entry]
    flagged = [entry for entry in sure if entry["rules"]]
    assert len(flagged) >= 20
    assert len(sure) - len(flagged) >= 20
    assert {name for entry in flagged for name in entry["rules"]} == set(CARE.names)
