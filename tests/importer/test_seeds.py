"""The seeds against the labels that were made by reading them: every line, every fact (tests/labels)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from importer.pipeline import import_documents
from importer.records import Article, Plan
from importer.text import fold, words
from tests.importer.rendered import OUR_TAGS, render

PROJECT = Path(__file__).resolve().parents[2]
LABELS = PROJECT / "tests" / "labels"
FACTS: list[dict[str, Any]] = json.loads((LABELS / "articles.json").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 21)
ON_THE_PAGE = {"lead", "heading", "para", "bullet", "number", "quote", "ref"}


class Labelled(NamedTuple):
    document: str
    line: int
    item: int
    label: str
    text: str


def labelled_lines() -> list[Labelled]:
    rows = []
    for path in sorted(LABELS.glob("*.tsv")):
        document = f"seeds/{path.stem}.txt"
        lines = (PROJECT / document).read_text(encoding="utf-8").split("\n")
        for row in path.read_text(encoding="utf-8").splitlines():
            line, item, label = row.split("\t")
            rows.append(Labelled(document, int(line), int(item), label, fold(lines[int(line) - 1]).removesuffix("]]>")))
    return rows


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(PROJECT)
        return import_documents([Path("seeds")], tmp_path_factory.mktemp("docs"), TODAY)


@pytest.fixture(scope="module")
def articles(plan: Plan) -> dict[tuple[str, int], Article]:
    """Every article by document and headline line; the same text again under its own place too."""
    return {(page.document, page.line): page.article for page in plan.pages}


def key(fact: dict[str, Any]) -> tuple[str, int]:
    return fact["document"], fact["line"]


def item_articles(articles: dict[tuple[str, int], Article]) -> dict[tuple[str, int], Article]:
    """Articles by document and number of the item on its page."""
    numbered: dict[tuple[str, int], Article] = {}
    for fact in FACTS:
        number = 1 + sum(other["document"] == fact["document"] and other["line"] < fact["line"] for other in FACTS)
        numbered[fact["document"], number] = articles[key(fact)]
    return numbered


def test_thirty_articles_become_twenty_nine_pages(plan: Plan) -> None:
    actions = [page.action for page in plan.pages]
    assert (actions.count("created"), actions.count("duplicate"), len(actions)) == (29, 1, 30)


def test_each_document_is_recognised_by_its_layout(plan: Plan) -> None:
    layouts = [document.layout for document in plan.documents]
    assert layouts == ["newsfeed", "clippings", "newsfeed", "clippings", "wordpress_feed"]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact['document'][6:9]}:{fact['line']}")
@pytest.mark.parametrize(
    "field", ["title", "date", "date_basis", "updated", "source", "publisher", "author", "url"], ids=str
)
def test_fact_is_the_labelled_one(articles: dict[tuple[str, int], Article], fact: dict[str, Any], field: str) -> None:
    assert getattr(articles[key(fact)], field) == (fact[field] or "")


def test_every_body_line_reaches_its_page(articles: dict[tuple[str, int], Article]) -> None:
    pages = {
        item: " ".join(words(" ".join(text for _, text in render(article.body).blocks)))
        for item, article in item_articles(articles).items()
    }
    lost = [
        row
        for row in labelled_lines()
        if row.label in ON_THE_PAGE and " ".join(words(without_mark(row))) not in pages[row.document, row.item]
    ]
    assert lost == []


def without_mark(row: Labelled) -> str:
    return row.text.split(" ", 1)[1] if row.label in {"bullet", "number"} else row.text


def test_no_noise_line_reaches_any_page(articles: dict[tuple[str, int], Article]) -> None:
    blocks = {text for article in articles.values() for _, text in render(article.body).blocks}
    noise = [row for row in labelled_lines() if row.label in {"noise", "credit"} and row.text]
    assert [row for row in noise if row.text in blocks] == []
    shown = "\n".join([*blocks, *(f"{article.title}\n{article.summary}" for article in articles.values())])
    assert [row for row in noise if len(row.text) > 20 and row.text in shown] == []
    for string in ("极速赛车", "]]>", ".png", ".jpg", "#comments", "/feed/", "?p=", "log reg", "poll", "AdobeStock"):
        assert string not in shown, string


def test_headings_are_found_and_none_is_false(articles: dict[tuple[str, int], Article]) -> None:
    numbered = item_articles(articles)
    found = {(*item, text) for item, article in numbered.items() for text in render(article.body).texts("heading")}
    labelled = {(row.document, row.item, row.text) for row in labelled_lines() if row.label == "heading"}
    assert found - labelled == set()
    assert len(found & labelled) / len(labelled) >= 0.97


@pytest.mark.parametrize("label", ["bullet", "number"])
def test_list_items_are_the_labelled_ones(articles: dict[tuple[str, int], Article], label: str) -> None:
    numbered = item_articles(articles)
    found = [(*item, text) for item, article in sorted(numbered.items()) for text in render(article.body).texts(label)]
    labelled = [(row.document, row.item, without_mark(row)) for row in labelled_lines() if row.label == label]
    assert found == labelled


def test_pages_hold_only_the_tags_that_we_wrote(articles: dict[tuple[str, int], Article]) -> None:
    assert {tag for article in articles.values() for tag in render(article.body).tags} <= OUR_TAGS


def test_two_versions_of_a_story_name_each_other(articles: dict[tuple[str, int], Article]) -> None:
    pairs = [fact for fact in FACTS if fact["related_to"]]
    assert len(pairs) == 2
    for fact in pairs:
        own, other = articles[key(fact)], articles[tuple(fact["related_to"])]
        assert own.related == (other.slug,)


def test_same_text_names_the_second_place(articles: dict[tuple[str, int], Article]) -> None:
    first, second = (fact for fact in FACTS if fact["same_text_as"])
    places = [(place.document, place.line, place.publisher) for place in articles[key(first)].also_in]
    assert places == [(second["document"], second["line"], second["publisher"])]


@pytest.mark.parametrize(
    ("document", "line", "words_of_it"),
    [
        pytest.param("000", 40, "Monday 24 September 2023, which was a Sunday", id="wrong weekday"),
        pytest.param("000", 80, "Tuesday 19 July 2023, which was a Wednesday", id="another wrong weekday"),
        pytest.param("000", 60, "“Yesterday (14 September)” does not fit", id="yesterday of the first release"),
        pytest.param("000", 123, "Out of order", id="out of order"),
        pytest.param("002", 73, "“today” speaks of the day of the original story", id="today of the first release"),
        pytest.param("004", 190, "“yesterday (8 January 2024)” does not fit", id="year slipped"),
    ],
)
def test_contradiction_is_a_doubt_at_its_line(plan: Plan, document: str, line: int, words_of_it: str) -> None:
    notes = [note for each in plan.documents if each.path[6:9] == document for note in each.notes if note.line == line]
    assert any(words_of_it in note.what and note.mend for note in notes)


def test_every_removed_line_is_reported(plan: Plan) -> None:
    reported = {(note.path, note.line) for document in plan.documents for note in document.notes}
    first_items = {
        fact["document"]: min(f["line"] for f in FACTS if f["document"] == fact["document"]) for fact in FACTS
    }
    silent = [
        row
        for row in labelled_lines()
        if row.label == "noise"
        and row.text.strip()
        and (row.document, row.line) not in reported
        and row.line > first_items[row.document]
    ]
    assert silent == []


def test_what_readers_are_told_of_removals_quotes_no_document(plan: Plan) -> None:
    told = {what.split(": ", 1)[1] for record in plan.records for what in record.left_out}
    assert told == {
        "left out a picture's alternative text",
        "left out a picture's caption",
        "left out a picture's credit",
        "left out an advertisement",
        "left out page furniture",
        "left out the label of a lost link",
        "left out the name of a picture",
        "read as the article's credit",
        "took injected text out of the headline",
    }


def test_record_tells_what_was_left_out_of_its_page(plan: Plan) -> None:
    by_place = {(record.document[6:9], record.line): record.left_out for record in plan.records}
    assert by_place["004", 1] == (
        "line 1: took injected text out of the headline",
        "line 23: left out a picture's caption",
        "line 41: left out a picture's caption",
        "line 97: left out an advertisement",
        "line 99: left out an advertisement",
        "line 101: left out page furniture",
    )


def test_summaries_are_whole_sentences_of_the_text(articles: dict[tuple[str, int], Article]) -> None:
    for article in articles.values():
        assert len(article.summary) <= 300
        assert not article.summary.endswith("…")
