"""Documents of the families that nobody saw when the rules were written; see tests/golden/README.md."""

from __future__ import annotations

import json
import shutil
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from importer.pipeline import import_documents
from importer.records import Article, Plan
from importer.text import fold
from tests.importer.rendered import OUR_TAGS, render

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
CASES = sorted(path.parent for path in GOLDEN.glob("*/expected.json"))
TODAY = date(2026, 11, 21)


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[dict[str, Any], Plan]:
    expected = json.loads((request.param / "expected.json").read_text(encoding="utf-8"))
    documents = sorted(path for path in request.param.iterdir() if path.name != "expected.json")
    for document in documents:
        shutil.copy(document, tmp_path)
    monkeypatch.chdir(tmp_path)
    return expected, import_documents([Path(document.name) for document in documents], Path("docs"), TODAY)


def test_document_becomes_the_articles_that_an_editor_expects(case: tuple[dict[str, Any], Plan]) -> None:
    expected, plan = case
    found = {(page.document, page.line): page.article for page in plan.pages}
    if expected.get("layout"):
        assert [document.layout for document in plan.documents] == [expected["layout"]]
    for name, layout in expected.get("layouts", {}).items():
        assert next(document.layout for document in plan.documents if document.path == name) == layout
    titles = [(article["line"], article["title"]) for article in expected["articles"]]
    assert sorted((page.line, page.article.title) for page in plan.pages) == sorted(titles)
    problems: list[str] = []
    for wanted in expected["articles"]:
        article = found[wanted.get("document", "source.txt"), wanted["line"]]
        same = wanted.get("same_as")
        problems += [] if same else _problems(wanted, article, expected.get("publisher"), plan, found)
    for string in expected.get("absent", []):
        problems += [
            f"{page.article.title[:40]}: “{string}” is on the page"
            for page in plan.pages
            if string in f"{page.article.title}\n{page.article.summary}\n{_shown(page.article)}"
        ]
    notes = " ".join(f"{note.what} {note.mend}" for document in plan.documents for note in document.notes)
    problems += [
        f"no note says “{words}”"
        for words in expected.get("document_notes", [])
        if words.casefold() not in notes.casefold()
    ]
    if expected.get("needs_document_note") and not notes:
        problems.append("there is no note on the document")
    assert not problems, "\n".join([expected["why"], *problems])


def _shown(article: Article) -> str:
    return "\n".join(text for _, text in render(article.body).blocks)


def _problems(
    wanted: dict[str, Any], article: Article, publisher: str | None, plan: Plan, found: dict[tuple[str, int], Article]
) -> list[str]:
    problems: list[str] = []
    name = wanted["title"][:40]

    def compare(what: str, has: object, wants: object) -> None:
        if has != wants:
            problems.append(f"{name}: {what} is {has!r}, not {wants!r}")

    for key in ("date", "date_basis", "updated", "author", "url"):
        if key in wanted:
            compare(key, getattr(article, key), wanted[key] or "")
    if wanted.get("source"):
        compare("source", _key(article.source), _key(wanted["source"]))
    if wanted.get("publisher") or publisher:
        compare("publisher", _key(article.publisher), _key(wanted.get("publisher") or publisher or ""))
    page = render(article.body)
    compare("stray tags", page.tags - OUR_TAGS, set())
    also = [fold(text) for text in wanted.get("also_text", [])]
    either = {*also, *(fold(text) for text in wanted.get("either_way", []))}
    if "headings" in wanted:
        compare("headings", page.texts("heading"), wanted["headings"])
    for kind in ("bullets", "numbers"):
        if kind in wanted:
            compare(kind, [" ".join(text.split()[:6]) for text in page.texts(kind[:-1])], wanted[kind])
    if "paragraphs" in wanted:
        has = [
            text for text in page.texts("paragraph") if text not in either and not any(part in text for part in also)
        ]
        wants = [fold(text) for text in wanted["paragraphs"] if fold(text) not in either]
        for own, other in zip_longest(has, wants):
            if own != other:
                problems.append(f"{name}: paragraph is {own!r}, not {other!r}")
                break
    everything = f"{article.summary}\n{_shown(article)}"
    problems += [
        f"{name}: “{text}” is not on the page"
        for text in wanted.get("also_text", [])
        if fold(text) not in fold(everything)
    ]
    notes = " ".join(article.notes) + " ".join(
        note.what for planned in plan.pages if planned.article.path == article.path for note in planned.notes
    )
    for words in wanted.get("has_note_about", []):
        if words.casefold() not in notes.casefold():
            problems.append(f"{name}: no note says “{words}”: {notes}")
    if related := wanted.get("related_to"):
        other = found[tuple(related)]
        compare("related", (other.slug in article.related, article.slug in other.related), (True, True))
    return problems


def _key(name: str) -> str:
    return name.casefold().replace("’", "'").removeprefix("the ")


def test_same_text_in_two_documents_is_one_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = GOLDEN / "duplicates-same-text"
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    for document in sorted(case.glob("*.txt")):
        shutil.copy(document, tmp_path)
    monkeypatch.chdir(tmp_path)
    plan = import_documents(sorted(Path().glob("*.txt")), Path("docs"), TODAY)
    doubles = [wanted for wanted in expected["articles"] if wanted.get("same_as")]
    assert len(doubles) > 0
    assert [page.action for page in plan.pages].count("duplicate") * 2 == len(doubles)
