"""What `bulletin check` tells of pages that wait for an editor, and what it says of decisions that settle nothing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from importer.care import TEXT_CHANGED, TEXT_TO_COME, UNWRITTEN
from importer.check import check_pages
from importer.cli import main
from importer.frontmatter import parse_page
from importer.records import Note
from tests.importer.invented import Story, find_page, import_into, prose, save

TODAY = date(2026, 11, 21)
DOCS = Path("docs")
SCHOOL = "Police say that girls as young as 13 at Fernhill Academy were groomed by older men."
JAILED = "Robin Sparrow, 48, was jailed for two years."
CLEARED = 'cleared: {by: Safeguarding editor, on: 2026-11-20, reason: "The school closed in 1950."'


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def save_page(text: str, *header: str, name: str = "kites") -> None:
    path = DOCS / "articles" / "2023" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        "---",
        "title: Kite club warns schools",
        "source: Ofsted",
        "topics: [schools]",
        *header,
        "---",
        "",
        text,
        "",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")


def notes() -> list[Note]:
    return list(check_pages([DOCS / "articles"], DOCS, TODAY))


def waiting() -> list[Note]:
    return [note for note in notes() if note.care_rule]


def bulletin(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_a_flag_is_told_at_the_line_of_the_page_with_its_rule_and_what_to_decide() -> None:
    save_page(f"Kites fly.\n\n{SCHOOL}", f"summary: {JAILED}")
    first, second = notes()
    assert (first.line, first.care_rule) == (5, "court-report-without-review")
    assert (second.path, second.line, second.care_rule) == ("docs/articles/2023/kites.md", 10, "school-of-a-child")
    assert second.what == "to decide, by the rule “school-of-a-child”: a school’s name, a child’s age, “groomed”"
    assert "docs/care.yml says why" in second.mend
    assert not any(word in str(note) for note in (first, second) for word in ("Fernhill", "13", "Sparrow", "48"))


@pytest.mark.parametrize(
    ("text", "header", "what", "mend"),
    [
        pytest.param(
            SCHOOL, f"{CLEARED}, rules: [school-of-child]}}", "names the rule “school-of-child”, which docs/care",
            "Did you mean “school-of-a-child”?", id="misspelt",
        ),
        pytest.param(
            SCHOOL, f"{CLEARED}, rules: [qqqq]}}", "names the rule “qqqq”", "The rules are: school-of-a-child,",
            id="unknown",
        ),
        pytest.param(
            "Kites fly.", f"{CLEARED}}}", "settles nothing: no rule flags this page", "Take it out",
            id="nothing to settle",
        ),
        pytest.param(
            JAILED, f"{CLEARED}, rules: [home-address]}}", "“home-address”, which flags nothing here",
            "Take the rule out", id="rule that does not flag",
        ),
    ],
)  # fmt: skip
def test_decisions_that_settle_nothing_are_complaints(text: str, header: str, what: str, mend: str) -> None:
    save_page(text, header)
    (note,) = [note for note in notes() if not note.care_rule]
    assert (note.line, what in note.what, note.mend.startswith(mend)) == (5, True, True), str(note)


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(f"{CLEARED}}}", id="all rules"),
        pytest.param(f"{CLEARED}, rules: [school-of-a-child]}}", id="this rule"),
        pytest.param(f"{CLEARED}, rules: [school-of-a-child, content-note]}}", id="this rule and the content note"),
        pytest.param("withdrawn: {on: 2026-11-20, reason: It named a child.}", id="withdrawn"),
    ],
)
def test_a_settled_page_is_told_no_more(header: str) -> None:
    save_page(SCHOOL, header)
    assert notes() == []


def test_a_page_with_a_broken_header_has_its_complaints_only() -> None:
    save_page(SCHOOL, "date: 2023-02-31")
    assert {note.care_rule for note in notes()} == {""}


def test_a_rule_that_does_not_flag_its_own_example_is_told_at_its_line() -> None:
    save_page("Text.")
    rule = (
        "- {name: kites, flags: A, reason: B, law: C, example: D, decide: E, looks_for: [{within: page, all_of: [k]}]}"
    )
    text = f"words: [{{name: k, means: Boats., phrases: [boat]}}]\nrules:\n{rule}\n"
    (DOCS / "care.yml").write_text(text, encoding="utf-8")
    (note,) = notes()
    assert (note.path, note.line, note.what) == ("docs/care.yml", 3, "rule “kites” does not flag its own example")


def test_a_list_that_cannot_be_read_is_one_complaint_and_the_pages_are_checked_all_the_same() -> None:
    save_page("Text.", "dat: 2023")
    (DOCS / "care.yml").write_text("words: [\n", encoding="utf-8")
    assert [(note.path, note.line) for note in notes()] == [("docs/articles/2023/kites.md", 5), ("docs/care.yml", 2)]


# --- the command


def test_waiting_pages_do_not_fail_a_check_but_fail_one_before_publication() -> None:
    save_page(SCHOOL)
    plain, publish = bulletin("check"), bulletin("check", "--publish")
    assert (plain.exit_code, publish.exit_code) == (0, 1)
    assert plain.stdout == publish.stdout
    assert plain.stderr == "Nothing to complain about. 1 page waits for an editor's decision.\n"


def test_they_are_one_list_at_the_end_with_page_line_and_rule_and_each_rule_is_explained_once() -> None:
    save_page(f"{SCHOOL}\n\n{JAILED}", "dat: 2023")
    save_page(SCHOOL, name="boats")
    result = bulletin("check", "--publish")
    complaint, waiting = result.stdout.split("\nWaiting for an editor's decision;")
    assert "docs/articles/2023/kites.md:5: “dat:” is not a key" in complaint
    lines = [line for line in waiting.splitlines() if line.startswith("docs/")]
    assert [line.split(": to decide, by the rule ")[0] for line in lines] == [
        "docs/articles/2023/boats.md:7",
        "docs/articles/2023/kites.md:8",
        "docs/articles/2023/kites.md:10",
    ]
    assert waiting.count("\nschool-of-a-child:\n") == waiting.count("\ncourt-report-without-review:\n") == 1
    assert result.stderr == "2 complaints. 2 pages wait for an editor's decision.\n"


@pytest.mark.parametrize(("option", "level"), [((), "warning"), (("--publish",), "error")])
def test_on_github_they_are_warnings_and_errors_before_publication(option: tuple[str, ...], level: str) -> None:
    save_page(SCHOOL, "dat: 2023")
    lines = bulletin("check", "--format", "github", *option).stdout.splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error", f"::{level}"]


def test_as_json_a_field_tells_them_from_complaints() -> None:
    save_page(SCHOOL, "dat: 2023")
    complaint, decision = json.loads(bulletin("check", "--format", "json").stdout)
    assert complaint["kind"] == "complaint"
    assert "rule" not in complaint
    assert (decision["kind"], decision["rule"]) == ("decision", "school-of-a-child")


# --- imports


def test_an_import_that_changes_a_cleared_text_opens_its_flags_again(tmp_path: Path) -> None:
    story = Story("Kite club warns schools", f"{prose(1)}\n\n{SCHOOL}")
    import_into(DOCS, save(tmp_path / "a.txt", story))
    page = find_page(DOCS, "kite")
    assert {note.care_rule for note in waiting()} == {"school-of-a-child"}
    page.write_text(page.read_text(encoding="utf-8").replace("\nimport:", f"\n{CLEARED}}}\nimport:"), encoding="utf-8")
    assert waiting() == []
    import_into(DOCS, tmp_path / "a.txt")
    assert waiting() == []

    changed = Story("Kite club warns schools", f"{prose(1)}\n\n{SCHOOL}\n\n{prose(2)}")
    for _ in range(2):
        import_into(DOCS, save(tmp_path / "a.txt", changed))
        article = parse_page(page.read_text(encoding="utf-8"), "kites.md")
        assert [note.startswith(TEXT_CHANGED) for note in article.notes].count(True) == 1
        assert article.cleared[0].reason == "The school closed in 1950."
        (note,) = waiting()
        assert "It was cleared, but an import has changed the text since" in note.what

    lines = [line for line in page.read_text(encoding="utf-8").splitlines() if TEXT_CHANGED not in line]
    page.write_text("\n".join(lines).replace("\nnotes:\n", "\n") + "\n", encoding="utf-8")
    assert waiting() == []
    import_into(DOCS, tmp_path / "a.txt")
    assert waiting() == []


# --- Whatever else readers see of a page


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(f'notes: ["{SCHOOL}"]', id="notes"),
        pytest.param(f'date_evidence: "{SCHOOL}"', id="date_evidence"),
        pytest.param(f'content_note: "{SCHOOL}"', id="content_note"),
        pytest.param(f'withdrawn: {{on: 2026-11-20, reason: "{SCHOOL}"}}', id="reason of a withdrawal"),
    ],
)
def test_what_the_header_tells_readers_is_looked_at_too(header: str) -> None:
    save_page("Kites fly.", header)
    (note,) = [note for note in notes() if note.care_rule]
    assert (note.line, note.care_rule) == (5, "school-of-a-child")


def test_the_text_of_a_withdrawn_page_is_no_more_to_be_decided() -> None:
    save_page(SCHOOL, "withdrawn: {on: 2026-11-20, reason: It was asked for.}")
    assert [note for note in notes() if note.care_rule] == []


def test_a_page_that_was_only_begun_waits_for_its_text() -> None:
    save_page("", f'notes: ["{TEXT_TO_COME}"]')
    (note,) = notes()
    assert (note.line, note.what, note.care_rule) == (5, "the text is still to be written", UNWRITTEN)
    assert (bulletin("check").exit_code, bulletin("check", "--publish").exit_code) == (0, 1)
