"""The `bulletin` command as people and scripts meet it: exit codes, what is printed where, and the report."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from importer.cli import _month_before, main
from importer.limits import MOST_BYTES
from importer.text import words
from tests.importer.invented import Story, find_page, newsfeed, prose, read_tree, save
from tests.importer.rendered import render

PROJECT = Path(__file__).resolve().parents[2]
BULLETIN = Path(sys.executable).with_name("bulletin")
KITES = Story("Kite club warns schools about online grooming", prose(1))
BOATS = Story("Boats are to be counted", prose(2), "Monday 4 December 2023")


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def bulletin(*arguments: str, given: bytes | None = None) -> Result:
    result = CliRunner().invoke(main, list(arguments), input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def table(result: Result) -> dict[str, int]:
    """The figures of the table at the end."""
    return {name: int(count) for name, count in re.findall(r"^(\S.*?) {2,}(\d+)$", result.stdout, re.MULTILINE)}


# --- import


def test_import_writes_pages_and_says_so() -> None:
    save(Path("news/a.txt"), KITES, BOATS)
    result = bulletin("import", "news")
    assert result.exit_code == 0
    assert "2 pages written below docs/articles." in result.stdout
    assert {name: table(result)[name] for name in ("documents", "articles", "created")} == {
        "documents": 1, "articles": 2, "created": 2,
    }  # fmt: skip
    assert len(read_tree(Path("docs"))) == 3


def test_second_import_says_that_nothing_changed() -> None:
    save(Path("news/a.txt"), KITES, BOATS)
    bulletin("import", "news")
    before = read_tree(Path("docs"))
    result = bulletin("import", "news", "news/a.txt", "./news")
    assert (result.exit_code, table(result)["unchanged"], table(result)["same text again"]) == (0, 2, 0)
    assert "Nothing changed: every page is as it was." in result.stdout
    assert read_tree(Path("docs")) == before


def test_progress_goes_to_standard_error_and_results_to_standard_output() -> None:
    save(Path("news/a.txt"), KITES)
    save(Path("news/b.txt"), BOATS)
    result = bulletin("import", "news")
    assert result.stderr.splitlines() == ["Importing 1 of 2: news/a.txt", "Importing 2 of 2: news/b.txt"]
    assert "Importing" not in result.stdout


def test_dry_run_shows_the_phrases_that_decided_and_writes_nothing() -> None:
    save(Path("news/a.txt"), KITES, BOATS)
    result = bulletin("import", "news", "--dry-run")
    assert result.exit_code == 0
    assert "news/a.txt:5: created → articles/2023/kite-club-warns-schools-about-online-grooming.md" in result.stdout
    assert re.search(r"^    grooming \([\d.]+\): “.*grooming” \d+× in headline", result.stdout, re.MULTILINE)
    assert "This was a dry run: nothing was written." in result.stdout
    assert not Path("docs").exists()


def test_dry_run_promises_what_the_import_then_does() -> None:
    save(Path("news/a.txt"), KITES, BOATS)
    assert table(bulletin("import", "news", "--dry-run")) == table(bulletin("import", "news"))
    assert table(bulletin("import", "news", "--dry-run")) == table(bulletin("import", "news"))


def test_report_has_the_form_that_others_rely_on() -> None:
    save(Path("news/a.txt"), KITES, BOATS)
    save(Path("news/b.txt"), BOATS, publisher="Fernhill Notes")
    Path("news/c.txt").write_bytes(b"")
    result = bulletin("import", "news", "--report", "report.json")
    assert result.exit_code == 1
    report = json.loads(Path("report.json").read_text(encoding="utf-8"))
    assert report.keys() == {"documents", "pages"}
    assert [document.keys() for document in report["documents"]] == [
        {"path", "sha256", "layout", "articles", "notes"}
    ] * 3
    assert {frozenset(note) for document in report["documents"] for note in document["notes"]} == {
        frozenset(("line", "what", "mend"))
    }
    assert [document["articles"] for document in report["documents"]] == [2, 1, 0]
    assert report["documents"][2]["notes"][0]["what"] == "the file is empty"
    assert [page.keys() for page in report["pages"]] == [{"path", "action", "title", "document", "line"}] * 3
    assert [(page["action"], page["document"], page["line"]) for page in report["pages"]] == [
        ("created", "news/a.txt", 5),
        ("created", "news/a.txt", report["pages"][1]["line"]),
        ("duplicate", "news/b.txt", 5),
    ]
    assert all(Path("docs", page["path"]).is_file() for page in report["pages"])


def test_report_of_a_dry_run_is_written_too() -> None:
    save(Path("news/a.txt"), KITES)
    assert bulletin("import", "news", "--dry-run", "--report", "report.json").exit_code == 0
    assert json.loads(Path("report.json").read_text(encoding="utf-8"))["pages"][0]["action"] == "created"


def test_report_that_cannot_be_written_is_named() -> None:
    save(Path("news/a.txt"), KITES)
    result = bulletin("import", "news", "--report", "nowhere/report.json")
    assert (result.exit_code, "nowhere/report.json: the report cannot be written" in result.stderr) == (1, True)


def test_report_names_each_action() -> None:
    source = Path("news/a.txt")
    lanterns = Story("Lanterns for all", prose(3), "Wednesday 6 December 2023")
    save(source, KITES, BOATS, lanterns)
    bulletin("import", "news")
    find_page(Path("docs"), "boats").unlink()
    page = find_page(Path("docs"), "lanterns")
    page.write_text(page.read_text(encoding="utf-8") + "\nAdded.\n", encoding="utf-8")
    save(
        source,
        Story(KITES.title, prose(1) + " And more."),
        BOATS,
        Story(lanterns.title, prose(3) + " So.", lanterns.day),
    )
    result = bulletin("import", "news", "--report", "report.json")
    report = json.loads(Path("report.json").read_text(encoding="utf-8"))
    assert [each["action"] for each in report["pages"]] == ["updated", "removed-by-editor", "kept-edited"]
    (doubt,) = (note for note in report["documents"][0]["notes"] if "was edited" in note["what"])
    assert f"news/a.txt:{doubt['line']}: {doubt['what']}" in result.stdout


def test_standard_input_is_read_for_a_dash() -> None:
    result = bulletin("import", "-", given=newsfeed(KITES).encode())
    assert (result.exit_code, table(result)["created"]) == (0, 1)
    assert "document: standard-input" in find_page(Path("docs"), "kite").read_text(encoding="utf-8")
    assert table(bulletin("import", "-", given=newsfeed(KITES).encode()))["unchanged"] == 1


def test_docs_folder_without_lists_uses_the_projects_own() -> None:
    save(Path("news/a.txt"), KITES)
    assert bulletin("import", "news", "--docs", "elsewhere").exit_code == 0
    assert "grooming" in find_page(Path("elsewhere"), "kite").read_text(encoding="utf-8").split("topics:")[1]
    assert not Path("docs").exists()


def test_docs_folder_with_a_list_of_its_own_uses_that() -> None:
    save(Path("news/a.txt"), KITES)
    Path("docs").mkdir()
    line = "- slug: kites\n  label: Kites\n  description: Of kites.\n  phrases: [kite club]\n  strong: [kite club]\n"
    Path("docs/topics.yml").write_text(line, encoding="utf-8")
    bulletin("import", "news")
    assert "topics: [kites]" in find_page(Path("docs"), "kite").read_text(encoding="utf-8")


def write_huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)


BAD_SOURCES: list[object] = [
    pytest.param(lambda path: path.write_bytes(b""), "the file is empty", id="empty"),
    pytest.param(lambda path: path.write_bytes(b" \n\xc2\xa0\n"), "", id="only white space"),
    pytest.param(lambda path: path.write_bytes(bytes(range(256)) * 40), "", id="binary"),
    pytest.param(lambda path: path.write_bytes(b"caf\x81\x8d bad\n" * 9), "", id="undecodable"),
    pytest.param(write_huge, "at most 20,971,520", id="huge"),
    pytest.param(lambda path: path.mkdir(), "the folder holds no documents", id="empty folder"),
    pytest.param(lambda _: None, "there is no such file or folder", id="missing"),
    pytest.param(lambda path: path.symlink_to("nowhere"), "there is no such file or folder", id="link to nowhere"),
]


@pytest.mark.parametrize(("make", "what"), BAD_SOURCES)
def test_source_that_cannot_be_read_is_named_and_the_others_are_imported(
    make: Callable[[Path], object], what: str
) -> None:
    bad = Path("bad.txt")
    make(bad)
    save(Path("news/a.txt"), KITES)
    result = bulletin("import", "bad.txt", "news")
    assert result.exit_code == 1
    assert re.search(rf"^bad\.txt(?::\d+)?: .*{re.escape(what)}", result.stdout, re.MULTILINE)
    assert (table(result)["created"], table(result)["documents not read"]) == (1, 1)
    assert find_page(Path("docs"), "kite").is_file()


def test_too_much_standard_input_is_refused() -> None:
    result = bulletin("import", "-", given=b"a" * (MOST_BYTES + 1))
    assert (result.exit_code, "standard-input: the document has more than 20,971,520" in result.stdout) == (1, True)


@pytest.mark.parametrize("in_the_way", ["docs/articles", "docs/articles/2023"])
def test_target_that_cannot_be_written_is_named(in_the_way: str) -> None:
    save(Path("news/a.txt"), KITES)
    Path(in_the_way).parent.mkdir(parents=True)
    Path(in_the_way).write_text("in the way\n", encoding="utf-8")
    result = bulletin("import", "news")
    assert (result.exit_code, in_the_way in result.stderr, "Traceback" in result.output) == (1, True, False)


def test_damaged_records_are_named() -> None:
    save(Path("news/a.txt"), KITES)
    bulletin("import", "news")
    Path("docs/articles/.imports.jsonl").write_text("<<<<<<< HEAD\n", encoding="utf-8")
    result = bulletin("import", "news")
    assert (result.exit_code, "docs/articles/.imports.jsonl:1: this line is no record" in result.stderr) == (1, True)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["no-such-command"], id="unknown command"),
        pytest.param(["import"], id="import without a source"),
        pytest.param(["import", "news", "--no-such-option"], id="unknown option"),
        pytest.param(["check", "nowhere.md"], id="check of a missing page"),
        pytest.param(["check", "--format", "xml"], id="unknown format"),
    ],
)
def test_wrong_usage_is_2(arguments: list[str]) -> None:
    result = bulletin(*arguments)
    assert (result.exit_code, "Usage:" in result.stderr, result.stdout) == (2, True, "")


@pytest.mark.parametrize("command", sorted(main.commands))
def test_help_of_each_command_shows_an_example(command: str) -> None:
    result = bulletin(command, "--help")
    assert (result.exit_code, f"Example: bulletin {command}" in result.stdout) == (0, True)


def runs_of_13_words(text: str) -> set[str]:
    tokens = words(text)
    return {" ".join(tokens[at : at + 13]) for at in range(len(tokens) - 12)}


def test_no_line_of_output_quotes_more_than_a_phrase_of_an_article() -> None:
    shutil.copytree(PROJECT / "seeds", "seeds")
    outputs = [
        bulletin("import", "seeds", "--dry-run", "--report", "report.json").output,
        bulletin("import", "seeds", "--report", "report.json").output,
        bulletin("check", "--format", "text").output,
        Path("report.json").read_text(encoding="utf-8"),
    ]
    titles = [" ".join(words(page["title"])) for page in json.loads(outputs[3])["pages"]]
    whole_sentences = [title for title in titles if len(title.split()) > 12]
    runs: set[str] = set()
    for path in Path("docs").rglob("*.md"):
        body = path.read_text(encoding="utf-8").split("\n---\n", 1)[1]
        runs |= {run for _, text in render(body).blocks for run in runs_of_13_words(text)}
    assert len(runs) > 5000
    quoted = [
        line
        for output in outputs
        for line in output.splitlines()
        if not any(title in " ".join(words(line)) for title in whole_sentences)
        and not runs.isdisjoint(runs_of_13_words(line))
    ]
    assert quoted == []


# --- check

PAGE = "---\ntitle: Kites, 100% sure\nsource: Ofsted\ntopics: [shools]\ndate: 2027\n---\n\nText.\n"


@pytest.fixture
def bad_page() -> Path:
    path = Path("docs/articles/2023/kites.md")
    path.parent.mkdir(parents=True)
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_check_says_path_line_what_and_mend(bad_page: Path) -> None:
    result = bulletin("check")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[:2] == [
        "docs/articles/2023/kites.md:4: topic “shools” is not in the topic list (column 10)",
        "    Did you mean “schools”? Use that, or add “shools” to docs/topics.yml.",
    ]
    assert result.stderr == "3 complaints.\n"


def test_check_for_github_is_one_annotation_a_complaint(bad_page: Path) -> None:
    result = bulletin("check", "--format", "github")
    lines = result.stdout.splitlines()
    assert (result.exit_code, result.stderr, len(lines)) == (1, "", 3)
    assert all(line.startswith("::error file=docs/articles/2023/kites.md,line=") for line in lines)


def test_check_as_json_is_a_list_of_complaints(bad_page: Path) -> None:
    result = bulletin("check", str(bad_page), "--format", "json")
    found = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (1, "")
    assert {frozenset(each) for each in found} == {frozenset(("path", "line", "column", "what", "mend", "kind"))}
    assert [(each["line"], each["column"]) for each in found] == [(4, 10), (5, 1), (5, 7)]


def test_check_for_github_names_lines_and_columns_and_escapes_what_would_end_a_property() -> None:
    path = Path("docs/articles/2023/kites, 100%: all.md")
    path.parent.mkdir(parents=True)
    path.write_text(PAGE.replace("date: 2027", "review_by: 2020-01-05"), encoding="utf-8")
    lines = bulletin("check", "--format", "github").stdout.splitlines()
    file = "file=docs/articles/2023/kites%2C 100%25%3A all.md"
    assert lines[0].startswith(f"::error {file},line=1::the file name cannot be")
    assert lines[1].startswith(f"::error {file},line=4,col=10::topic “shools” is not in the topic list. Did you mean")
    assert lines[2].startswith(f"::warning {file},line=5,col=12::the page was to be looked at again by 5 January 2020.")


@pytest.mark.parametrize("form", ["text", "github"])
def test_a_file_name_or_a_value_cannot_make_lines_of_its_own(form: str) -> None:
    path = Path("docs/articles/2023/kites\n::error::x.md")
    path.parent.mkdir(parents=True)
    path.write_text(PAGE.replace("[shools]", '["a\\n::warning::b"]'), encoding="utf-8")
    lines = bulletin("check", "--format", form).stdout.splitlines()
    assert lines
    assert not any(line.startswith(("::error::", "::warning::")) for line in lines)


def test_what_time_alone_brought_is_a_reminder_and_no_complaint() -> None:
    path = Path("docs/articles/2023/kites.md")
    path.parent.mkdir(parents=True)
    text = PAGE.replace("[shools]", "[schools]").replace("date: 2027", "review_by: 2020-01-05")
    path.write_text(text, encoding="utf-8")
    result = bulletin("check")
    assert (result.exit_code, len(result.stdout.splitlines())) == (1, 2)
    assert result.stderr == "Nothing to complain about. 1 reminder of what is due for another look.\n"
    (told,) = json.loads(bulletin("check", "--format", "json").stdout)
    assert (told["kind"], told["line"], told["column"]) == ("reminder", 5, 12)


def test_check_since_a_commit_outside_a_repository_is_wrong_usage(bad_page: Path) -> None:
    result = bulletin("check", "--since", "main")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("docs: there is no git repository with a commit here\n")


@pytest.mark.parametrize(("form", "printed"), [("text", ""), ("github", ""), ("json", "[]\n")])
def test_check_of_clean_pages_is_0(form: str, printed: str) -> None:
    result = bulletin("check", "--docs", str(PROJECT / "docs"), "--format", form, str(Path.cwd()))
    assert (result.exit_code, result.stdout) == (0, printed)


def test_check_finds_nothing_to_mend_in_what_an_import_wrote() -> None:
    shutil.copytree(PROJECT / "seeds", "seeds")
    assert bulletin("import", "seeds").exit_code == 0
    result = bulletin("check")
    assert (result.exit_code, result.stderr.splitlines()[-1][:25]) == (0, "Nothing to complain about")


# --- as a process of its own


def run(*arguments: str, given: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(BULLETIN), *arguments], input=given, env={**os.environ, **settings},
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(["import", "news"], 0, id="done"),
        pytest.param(["import", "news", "nowhere"], 1, id="a source is missing"),
        pytest.param(["import"], 2, id="wrong usage"),
        pytest.param(["no-such-command"], 2, id="unknown command"),
        pytest.param(["check"], 0, id="nothing to complain about"),
        pytest.param(["import", "-"], 0, id="standard input"),
        pytest.param(["--help"], 0, id="help"),
    ],
)
def test_process_ends_with_its_exit_code_and_no_traceback(arguments: list[str], code: int) -> None:
    save(Path("news/a.txt"), KITES)
    done = run(*arguments, given=newsfeed(BOATS))
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.utf8"])
def test_messages_are_utf8_whatever_the_locale(locale: str) -> None:
    save(Path("news/a.txt"), KITES)
    done = run("import", "news", "--dry-run", LC_ALL=locale, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (done.returncode, "created → articles/2023/" in done.stdout, done.stderr.count("Traceback")) == (0, True, 0)


def test_reader_of_the_output_may_close_it_early() -> None:
    save(Path("news/a.txt"), KITES)
    command = [str(BULLETIN), "import", "news", "--dry-run"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as done:
        assert done.stdout
        done.stdout.close()
        _, errors = done.communicate(timeout=60)
    assert b"Traceback" not in errors


@pytest.mark.parametrize(
    ("day", "months", "since"),
    [
        pytest.param("2026-11-21", 12, "2025-12", id="a-year"),
        pytest.param("2026-11-21", 1, "2026-11", id="this-month"),
        pytest.param("2026-01-31", 2, "2025-12", id="over-new-year"),
    ],
)
def test_an_edition_of_some_months_counts_the_month_of_the_copy(day, months, since):
    assert _month_before(date.fromisoformat(day), months) == since


def test_an_edition_that_goes_back_two_ways_is_wrong_usage():
    done = CliRunner().invoke(main, ["bundle", "--since", "2025-01", "--months", "3"])
    assert done.exit_code == 2
    assert "give one of them" in done.output
