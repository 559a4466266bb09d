"""The JSON Schema of the header: what it says, and that it judges pages as `bulletin check` does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError

from importer.check import check_pages
from importer.page_keys import KEYS, PAGE_KEYS
from tests.examples import examples
from tests.importer.published_schema import PUBLISHED, render_of
from tests.importer.yaml_core import CoreLoader

PROJECT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 21)

TOPICS = """\
- {slug: courts, label: Courts, description: Cases that came before a court.}
- {slug: schools, label: Schools, description: News for schools.}
- {slug: transport, label: Transport, description: Getting to school.}
- {slug: training, label: Training, description: Courses.}
- {slug: research, label: Research, description: Studies.}
"""
SOURCES = """\
- name: Westmere Council
  spellings: [Borough of Westmere, WBC]
- name: The Harbour’s Gazette (Coast + Sea)
- name: Café Éclair Trust
"""
# Both flag the page that is tried, so that a decision about either settles something
CARE = """\
words:
- {name: flying, means: Flying., phrases: [kites are up]}
rules:
- {name: kites, flags: K, reason: r, law: l, example: Kites are up., decide: d,
   looks_for: [{within: page, all_of: [flying]}]}
- {name: boats, flags: B, reason: r, law: l, example: Kites are up., decide: d,
   looks_for: [{within: page, all_of: [flying]}]}
"""


@dataclass(frozen=True)
class Judge:
    """The schema as a judge; without its rules in the reports of tests, for which they are too long."""

    schema: dict[str, Any] = field(repr=False)

    def iter_errors(self, header: Any) -> Iterator[ValidationError]:
        return Draft202012Validator(self.schema).iter_errors(header)

    def is_valid(self, header: Any) -> bool:
        return Draft202012Validator(self.schema).is_valid(header)


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("schema") / "docs"
    (folder / "articles/2023").mkdir(parents=True)
    (folder / "articles/2023/kites.md").write_text(
        "---\ntitle: Kites\nsource: WBC\ntopics: [courts]\n---\n\nKites.\n", encoding="utf-8"
    )
    (folder / "topics.yml").write_text(TOPICS, encoding="utf-8")
    (folder / "sources.yml").write_text(SOURCES, encoding="utf-8")
    (folder / "care.yml").write_text(CARE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def schema(docs: Path) -> Judge:
    rules = json.loads(render_of(docs))
    Draft202012Validator.check_schema(rules)
    return Judge(rules)


def read_both_ways(header: str) -> Iterator[Any]:
    """The header as our reader has it, all text, and as an editor's program may."""
    yield yaml.load(header, yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts
    yield yaml.load(header, CoreLoader)  # noqa: S506 - a safe loader


def refusals(schema: Judge, header: str) -> list[list[str]]:
    return [[error.message[:80] for error in schema.iter_errors(values)] for values in read_both_ways(header)]


def complaints(docs: Path, header: str) -> list[str]:
    """What `check` complains of. That a rule of care flags the page is no complaint."""
    page = docs / "articles/2023/page.md"
    page.write_text(f"---\n{header}---\n\nKites are up.\n", encoding="utf-8")
    try:
        return [note.what for note in check_pages([page], docs, TODAY) if not note.care_rule]
    finally:
        page.unlink()


GOOD = "title: Kites\nsource: Westmere Council\ntopics: [courts]\n"
IMPORT = "import:\n  document: seeds/a.txt\n  line: 79\n  sha256: abc\n  fingerprint: def\n"


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(GOOD, id="the least"),
        pytest.param(f"# yaml-language-server: $schema=../article.schema.json\n{GOOD}", id="the schema's own line"),
        pytest.param("title: 'KCSIE: what changed'\nsource: WBC\ntopics: []\n", id="no topic yet"),
        pytest.param("title: Kites\nsource: the westmere council (WMC)\ntopics:\n- courts\n", id="another spelling"),
        pytest.param("title: Kites\nsource: Harbour's  GAZETTE\ntopics: []\n", id="straight apostrophe and capitals"),
        pytest.param("title: Kites\nsource: CAFÉ ÉCLAIR TRUST.\ntopics: []\n", id="accents in capitals"),
        pytest.param("title: '1984'\nsource: WBC\ntopics: [courts]\n", id="a title in figures"),
        pytest.param(f"{GOOD}date: 2023\ndate_basis: stated\n", id="a year"),
        pytest.param(f"{GOOD}date: 2023-07\ndate_basis: stated\n", id="a month"),
        pytest.param(f"{GOOD}date: 2024-02-29\ndate_basis: stated\n", id="a leap day"),
        pytest.param(f"{GOOD}date: 2023\ndate_basis: inferred\ndate_evidence: the 2023 edition\n", id="inferred"),
        pytest.param(f"{GOOD}date:\nurl:\nnotes:\nrelated:\nlang:\nreview_by:\n", id="keys left empty"),
        pytest.param(f"{GOOD}url: https://westmere.example/a?b=1#c\n", id="an address"),
        pytest.param(f"{GOOD}lang: cy\n", id="Welsh"),
        pytest.param(f"{GOOD}lang: pt-BR\n", id="a language of a country"),
        pytest.param(f"{GOOD}review_by: 2031-12-31\n", id="a review in years to come"),
        pytest.param(f"{GOOD}cleared: {{by: Editor, on: 2026-11-21, reason: Named by nobody}}\n", id="one decision"),
        pytest.param(f"{GOOD}cleared:\n- {{by: Editor, on: 2026-11-20, reason: r, rules: [kites]}}\n", id="decisions"),
        pytest.param(f"{GOOD}withdrawn: {{on: 2026-11-21, reason: The source took it back}}\n", id="withdrawn"),
        pytest.param(
            f"{GOOD}publisher: WBC\n{IMPORT}also_in:\n- {{publisher: a, document: b, line: 3}}\n", id="import"
        ),
        pytest.param(f"{GOOD}related: [kites]\nnotes: [A doubt.]\n", id="lists"),
    ],
)
def test_good_header_is_good_to_both(docs: Path, schema: Judge, header: str) -> None:
    assert complaints(docs, header) == []
    assert refusals(schema, header) == [[], []]


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("source: WBC\ntopics: []\n", id="no title"),
        pytest.param("title: ''\nsource: WBC\ntopics: []\n", id="an empty title"),
        pytest.param("title: Kites\nsource:\ntopics: []\n", id="nothing behind source"),
        pytest.param("title: Kites\ntopics: []\n", id="no source"),
        pytest.param("title: Kites\nsource: WBC\n", id="no topics"),
        pytest.param("title: Kites\nsource: WBC\ntopics: courts\n", id="one topic without brackets"),
        pytest.param("title: [Draft]\nsource: WBC\ntopics: []\n", id="a list for a title"),
        pytest.param("title: Kites\nsource: WBC\ntopics: [court]\n", id="an unknown topic"),
        pytest.param("title: Kites\nsource: WBC\ntopics: [Courts]\n", id="a topic in capitals"),
        pytest.param("title: Kites\nsource: Westmere\ntopics: []\n", id="an unknown source"),
        pytest.param(f"{GOOD}publisher: Nobody\n", id="an unknown publisher"),
        pytest.param(
            "title: Kites\nsource: WBC\ntopics: [courts, schools, transport, training, research]\n", id="five topics"
        ),
        pytest.param(f"{GOOD}tags: [a]\n", id="an unknown key"),
        pytest.param(f"{GOOD}Date: 2023\n", id="a key in capitals"),
        pytest.param(f"{GOOD}date: 2023-07-19\n", id="a date without a basis"),
        pytest.param(f"{GOOD}date_basis: stated\n", id="a basis without a date"),
        pytest.param(f"{GOOD}date: 2023\ndate_basis: guessed\n", id="an unknown basis"),
        pytest.param(f"{GOOD}date: 2023\ndate_basis: inferred\n", id="inferred without evidence"),
        pytest.param(f"{GOOD}date: 19/07/2023\ndate_basis: stated\n", id="a date as we say it"),
        pytest.param(f"{GOOD}date: 2023-7-19\ndate_basis: stated\n", id="a month of one digit"),
        pytest.param(f"{GOOD}date: 2026-02-31\ndate_basis: stated\n", id="31 February"),
        pytest.param(f"{GOOD}date: 2023-04-31\ndate_basis: stated\n", id="31 April"),
        pytest.param(f"{GOOD}date: 2023-13\ndate_basis: stated\n", id="month 13"),
        pytest.param(f"{GOOD}date: 1989-12-31\ndate_basis: stated\n", id="before 1990"),
        pytest.param(f"{GOOD}updated: yesterday\n", id="a word for a date"),
        pytest.param(f"{GOOD}url: www.westmere.example\n", id="an address without https"),
        pytest.param(f"{GOOD}url: javascript:alert(1)\n", id="a script for an address"),
        pytest.param(f"{GOOD}url: https://westmere/\n", id="a host without a dot"),
        pytest.param(f"{GOOD}url: https://u@westmere.example/\n", id="an address with a name"),
        pytest.param(f"{GOOD}summary: {'a' * 301}\n", id="a summary too long"),
        pytest.param(f"{GOOD}lang: Welsh\n", id="a language in words"),
        pytest.param(f"{GOOD}review_by: 2027-07\n", id="a month to review"),
        pytest.param(f"{GOOD}cleared: yes\n", id="a decision without reasons"),
        pytest.param(f"{GOOD}cleared: {{by: Editor, on: 2026-11-21}}\n", id="a decision without its reason"),
        pytest.param(f"{GOOD}cleared: [{{by: Editor, on: soon, reason: r}}]\n", id="a decision without a day"),
        pytest.param(f"{GOOD}cleared: {{by: E, on: 2026-11-21, reason: r, rules: [a]}}\n", id="an unknown rule"),
        pytest.param(f"{GOOD}withdrawn: {{on: 2026-11-21}}\n", id="withdrawn without a reason"),
        pytest.param(f"{GOOD}withdrawn: [{{on: 2026-11-21, reason: r}}]\n", id="withdrawn in a list"),
        pytest.param(f"{GOOD}notes: A doubt\n", id="a note without a list"),
        pytest.param(f"{GOOD}also_in: {{publisher: a, document: b, line: 3}}\n", id="a place without a list"),
        pytest.param(f"{GOOD}publisher: WBC\nalso_in: [{{publisher: a, document: b, line: top}}]\n", id="no line"),
        pytest.param(f"{GOOD}{IMPORT}", id="an import without a publisher"),
        pytest.param(f"{GOOD}publisher: WBC\nimport: {{document: a}}\n", id="half an import block"),
        pytest.param(f"{GOOD}publisher: WBC\nimport:\n", id="an empty import block"),
    ],
)
def test_bad_header_is_bad_to_both(docs: Path, schema: Judge, header: str) -> None:
    assert complaints(docs, header)
    assert all(refusals(schema, header))


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(f"{GOOD}date: 2026-12-01\ndate_basis: stated\n", id="a day to come"),
        pytest.param(f"{GOOD}date: 2023-02-29\ndate_basis: stated\n", id="29 February of a common year"),
        pytest.param(f"{GOOD}related: [boats]\n", id="a page that is not there"),
        pytest.param(f"{GOOD}url: https://westmere.example:99999/\n", id="a port that cannot be"),
    ],
)
def test_what_the_schema_cannot_see_check_does(docs: Path, schema: Judge, header: str) -> None:
    assert complaints(docs, header)
    assert refusals(schema, header) == [[], []]


# For each key values that pass and values whose fault a schema can see; None leaves the key out
VALUES: dict[str, list[str | None]] = {
    "title": ["Kites", "'1984'", "'A: b'", "[a]", "''", "{a: b}", None],
    "date": [None, None, "2023-07-19", "2023", "2023-02", "", "2023-02-30", "1989", "soon", "[2023]", "20230719"],
    "date_basis": [None, None, "stated", "inferred", "", "perhaps", "[stated]"],
    "date_evidence": [None, "Published in July", "", "[a]"],
    "updated": [None, "2024-01-31", "", "2024-04-31", "2024-00", "{a: b}"],
    "source": ["WBC", "westmere council", "The Borough of Westmere", "Westmere", "", None, "[WBC]"],
    "publisher": [None, "Café Éclair Trust", "", "Nobody"],
    "author": [None, "A. Person", "", "[A, B]"],
    "url": [None, "https://a.example/b", "HTTP://a.example", "", "ftp://a.example", "https://a", "'https://a b.c/'"],
    "topics": ["[courts]", "[]", "", "courts", "[law]", "[courts, schools, research, training]", None, "{courts: 1}"],
    "summary": [None, "Short.", "", "b" * 301, "[a]"],
    "lang": [None, "cy", "en-GB", "", "english", "CY"],
    "content_note": [None, "Describes abuse.", "", "[a]"],
    "review_by": [None, "2027-01-01", "", "2027", "2027-06-31"],
    "cleared": [
        None, None, "{by: E, on: 2026-11-21, reason: r}", "", "[]", "{}", "{by: …, on: 2026-11-21, reason: r}",
        "{by: E, on: 2026-11-21, reason: r, rules: []}",
        "[{by: E, on: 2026-11-21, reason: r, rules: [kites, boats]}]",
        "{by: E, on: 2026-11, reason: r}", "{by: '', on: 2026-11-21, reason: r}", "[E]", "E",
        "{by: E, on: 2026-11-21, reason: r, rules: a}", "{by: E, on: 2026-11-21, reason: r, rules: [kite]}",
    ],
    "withdrawn": [
        None, None, "{on: 2026-11-21, reason: r}", "", "{}", "{on: 2026-11-21, reason: …}", "{on: 2026-11-21}", "r",
        "{on: 2026-11, reason: r}",
    ],
    "also_in": [None, "", "[]", "[{publisher: a, document: b, line: 1}]", "[{publisher: a}]", "a"],
    "related": [None, "", "[kites]", "kites", "[[kites]]"],
    "moved_from": [None, None, "", "[articles/2023/old-name]", "articles/2023/old-name"],
    "notes": [None, "", "[A doubt, Another]", "A doubt", "{a: b}"],
    "import": [None, None, "{document: a, line: 1, sha256: b, fingerprint: c}", "{document: a}", "", "a"],
    "tags": [None] * 9 + ["[a]"],
}  # fmt: skip


# The first values pass: so that many headers have one fault, or none
HEADERS = st.fixed_dictionaries(
    {key: st.one_of(st.sampled_from(values[:3]), st.sampled_from(values)) for key, values in VALUES.items()}
)


def test_every_key_of_the_model_is_tried() -> None:
    assert set(KEYS) <= set(VALUES)


def test_number_for_a_text_is_refused_but_a_year_is_a_date(schema: Judge) -> None:
    """As other programs read them; `title: 1984` is text to our own reader."""
    good = {"title": "Kites", "source": "WBC", "topics": []}
    assert schema.is_valid({**good, "date": 2023, "date_basis": "stated"})
    assert not schema.is_valid({**good, "title": 1984})
    assert not schema.is_valid({**good, "notes": [2]})


@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HEADERS)
def test_headers_of_any_kind_are_judged_alike(docs: Path, schema: Judge, chosen: dict[str, str | None]) -> None:
    header = "".join(f"{key}: {value}\n" for key, value in chosen.items() if value is not None)
    found = complaints(docs, header)
    assert [bool(each) for each in refusals(schema, header)] == [bool(found)] * 2, found


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(KEYS), st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=40)
    )
)
def test_no_header_that_check_passes_is_refused(docs: Path, schema: Judge, extra: dict[str, str]) -> None:
    values = {"title": "Kites", "source": "WBC", "topics": [], **extra}
    header = "".join(f"{key}: {json.dumps(value)}\n" for key, value in values.items())
    if not complaints(docs, header):
        assert refusals(schema, header) == [[], []]


# --- The files


def test_committed_schema_is_the_one_of_the_lists() -> None:
    """Made anew by `python -m tests.importer.published_schema`."""
    assert PUBLISHED.read_text(encoding="utf-8") == render_of(PROJECT / "docs")


def test_schema_is_the_same_every_time(docs: Path) -> None:
    assert render_of(docs) == render_of(docs)


def test_every_key_tells_what_it_is(schema: Judge) -> None:
    properties = schema.schema["properties"]
    assert list(properties) == list(KEYS)
    assert {key.name: key.about for key in PAGE_KEYS} == {
        name: each["description"] for name, each in properties.items()
    }


def test_committed_pages_pass() -> None:
    rules = Judge(json.loads(PUBLISHED.read_text(encoding="utf-8")))
    for page in sorted((PROJECT / "docs/articles").glob("*/*.md")):
        header = page.read_text(encoding="utf-8").split("---\n")[1]
        assert refusals(rules, header) == [[], []], page


def test_examples_of_the_schema_pass_it(schema: Judge) -> None:
    for name, each in schema.schema["properties"].items():
        for example in each.get("examples", ()):
            if name not in {"source", "publisher", "topics"}:  # they are of the real lists
                assert Draft202012Validator({**schema.schema, "required": [], "allOf": []}).is_valid({name: example})
