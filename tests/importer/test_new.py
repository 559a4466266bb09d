"""`bulletin new`: a page begun by an editor, from answers or from a document."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importer import cli_new
from importer.care import TEXT_TO_COME
from importer.cli import main
from importer.frontmatter import parse_page
from importer.new_answers import (
    BadAnswer,
    find_meant,
    judge_date,
    judge_language,
    judge_source,
    judge_summary,
    judge_title,
    judge_topics,
    judge_url,
)
from importer.new_page import render_new_page, write_new_page
from importer.records import Article
from importer.vocabulary import read_vocabulary
from importer.write import sole_import
from tests.examples import examples
from tests.importer.invented import Story, import_into, prose, read_tree, save
from tests.importer.local_web import LocalWeb, Reply, open_local_web

TODAY = date(2026, 11, 21)
TOPICS = """\
- {slug: courts, label: Courts, description: Cases., phrases: [crown court]}
- {slug: case-reviews, label: Case reviews, description: Reviews.}
- {slug: care-experienced, label: Care, description: Care leavers.}
- {slug: schools, label: Schools, description: Of schools., strong: [head teacher]}
- {slug: transport, label: Transport, description: Getting to school.}
"""
SOURCES = """\
- {name: Greywater Council, spellings: [Borough of Greywater, GC]}
- {name: Cobalt Street CIC}
- {name: Greyhaven Press}
"""
OPTIONS = ("--title", "Safer buses", "--source", "GC", "--topic", "transport")


def write_lists(docs: Path) -> Path:
    docs.mkdir(parents=True)
    (docs / "topics.yml").write_text(TOPICS, encoding="utf-8")
    (docs / "sources.yml").write_text(SOURCES, encoding="utf-8")
    return docs


@pytest.fixture(autouse=True)
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_lists(tmp_path / "docs")


def bulletin(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def said_wrong(*arguments: str) -> str:
    """What a command says that was used wrongly; nothing is written then."""
    before = read_tree(Path("docs"))
    result = bulletin("new", *arguments)
    assert (result.exit_code, read_tree(Path("docs")), result.stdout) == (2, before, "")
    return result.stderr


# --- From options


def test_page_from_options_passes_check_and_the_next_command_is_named() -> None:
    result = bulletin(
        "new", *OPTIONS, "--date", "12 March 2024", "--url", "https://greywater.example/buses?utm_source=x"
    )
    path = "docs/articles/2024/safer-buses.md"
    assert result.exit_code == 0
    assert result.stdout == (
        f"{path}\nWrite the text below the header and take its note out; then run\n    bulletin check {path}\n"
    )
    text = Path(path).read_text(encoding="utf-8")
    assert parse_page(text, "") == Article(
        title="Safer buses", date="2024-03-12", date_basis="stated", source="Greywater Council", topics=("transport",),
        url="https://greywater.example/buses", notes=(TEXT_TO_COME,),
    )  # fmt: skip
    assert bulletin(*result.stdout.splitlines()[-1].split()[1:]).exit_code == 0


@pytest.mark.parametrize(
    ("typed", "on_path", "named"),
    [
        pytest.param(".venv/bin/bulletin", None, ".venv/bin/bulletin", id="only in its folder"),
        pytest.param("bulletin-here/bulletin", "bulletin-here/bulletin", "bulletin", id="found by its name"),
        pytest.param("old copy/bulletin", "new/bulletin", '"old copy/bulletin"', id="another one is found by its name"),
        pytest.param("a.py", None, "bulletin", id="as a part of another program"),
    ],
)
def test_next_command_is_one_that_can_be_typed_here(
    monkeypatch: pytest.MonkeyPatch, typed: str, on_path: str | None, named: str
) -> None:
    monkeypatch.setattr("sys.argv", [typed, "new"])
    monkeypatch.setattr(cli_new.shutil, "which", lambda _: on_path)
    assert f"\n    {named} check docs/articles/undated/" in bulletin("new", *OPTIONS).stdout


def test_every_option_stands_in_the_page() -> None:
    words = ("--date", "2024-03", "--date-inferred", "--date-evidence", "in the spring of 2024", "--lang", "cy")
    more = ("--publisher", "greyhaven-press", "--summary", "Buses  are safer.", "--topic", "Schools")
    assert bulletin("new", *OPTIONS, *words, *more).exit_code == 0
    page = parse_page(Path("docs/articles/2024/safer-buses.md").read_text(encoding="utf-8"), "")
    assert page == Article(
        title="Safer buses", date="2024-03", date_basis="inferred", date_evidence="in the spring of 2024",
        source="Greywater Council", publisher="Greyhaven Press", topics=("transport", "schools"), lang="cy",
        summary="Buses are safer.", notes=(TEXT_TO_COME,),
    )  # fmt: skip
    assert bulletin("check").exit_code == 0


def test_page_without_a_date_goes_to_the_undated_ones_and_claims_none() -> None:
    assert bulletin("new", *OPTIONS).exit_code == 0
    text = Path("docs/articles/undated/safer-buses.md").read_text(encoding="utf-8")
    assert "date" not in text.replace("updated", "")


def test_topic_may_be_left_open() -> None:
    assert bulletin("new", "--title", "Buses", "--source", "GC", "--topic", "none").exit_code == 0
    assert "topics: []" in Path("docs/articles/undated/buses.md").read_text(encoding="utf-8")


def test_guiding_comments_are_no_part_of_the_page_even_without_their_mark() -> None:
    """An editor may take the mark away and forget to write: the guidance is then still a comment."""
    text = render_new_page(Article(title="Buses", source="GC", date="2024", date_basis="stated"))
    assert text.split("---\n")[2] == ""
    bare = re.sub(r"^# ", "", text, flags=re.MULTILINE)
    assert bare.count("\n") == text.count("\n") >= 8
    assert parse_page(bare, "") == parse_page(text, "")


def test_missing_options_are_all_named_where_nobody_can_be_asked() -> None:
    assert "Missing: --title, --source, --topic. Nobody is there to ask" in said_wrong()
    assert "Missing: --source." in said_wrong("--title", "Buses", "--topic", "schools")


def test_everything_that_is_wrong_is_said_at_once() -> None:
    told = said_wrong("--title", "Buses", "--date", "31/02/2024", "--source", "Greywater Concil", "--topic", "skools")
    assert "--date: “31/02/2024” is in no calendar" in told
    assert "--source: “Greywater Concil” is not in docs/sources.yml. Did you mean “Greywater Council”?" in told
    assert "--topic: “skools” is not one of the topics of docs/topics.yml. Did you mean “schools”?" in told


@pytest.mark.parametrize(
    ("more", "told"),
    [
        pytest.param(("--date-evidence", "in July"), "give it with --date", id="evidence without a date"),
        pytest.param(("--date-inferred", "--date", "2024"), "Quote the words", id="inferred without evidence"),
        pytest.param(("--number", "2"), "belong to --from", id="a number without a document"),
        pytest.param(("--docs", "elsewhere"), "there is no such folder", id="another folder"),
        pytest.param(("--from", "a.txt"), "leave out --title, --source, --topic", id="both ways at once"),
    ],
)
def test_options_that_do_not_fit_are_refused(more: tuple[str, ...], told: str) -> None:
    assert told in said_wrong(*OPTIONS, *more)


def test_name_is_one_that_no_page_has_or_had(docs: Path) -> None:
    import_into(docs, save(Path("news/a.txt"), Story("Safer buses", prose(1))))
    (imported,) = docs.glob("articles/2023/*.md")
    moved = docs / "articles/2023/Buses-At-Last.md"
    imported.rename(moved)
    import_into(docs, Path("news/a.txt"))  # remembers where the page was
    for number, title in enumerate(("Safer buses!", "Safer buses …"), 2):
        assert bulletin("new", "--title", title, *OPTIONS[2:]).stdout.startswith(
            f"docs/articles/undated/safer-buses-{number}.md\n"
        )
    moved.unlink()  # an editor deleted it: its name stays its own
    assert bulletin("new", *OPTIONS).stdout.startswith("docs/articles/undated/safer-buses-4.md\n")
    assert bulletin("new", "--title", "Buses at last", *OPTIONS[2:]).stdout.startswith(
        "docs/articles/undated/buses-at-last-2.md\n"
    )


def test_second_page_of_a_title_has_to_name_the_first() -> None:
    bulletin("new", "--title", "Safer: buses", *OPTIONS[2:])
    told = said_wrong("--title", "safer:  Buses", *OPTIONS[2:])
    assert told.startswith("docs/articles/undated/safer-buses.md:1: this page has the same title already")
    assert "--related safer-buses\n" in told
    assert "Did you mean “safer-buses”?" in said_wrong(
        "--title", "Safer: buses", *OPTIONS[2:], "--related", "safer-bus"
    )
    result = bulletin("new", "--title", "Safer: buses", *OPTIONS[2:], "--related", "articles/undated/safer-buses.md")
    page = parse_page(Path(result.stdout.splitlines()[0]).read_text(encoding="utf-8"), "")
    assert (result.exit_code, page.related) == (0, ("safer-buses",))
    assert bulletin("check").exit_code == 0


def test_page_with_the_same_address_is_named_instead() -> None:
    bulletin("new", *OPTIONS, "--url", "https://www.greywater.example/buses/")
    told = said_wrong("--title", "Other", *OPTIONS[2:], "--url", "http://greywater.example/buses?utm_medium=a")
    assert told.startswith("docs/articles/undated/safer-buses.md:1: this page has the same address already")


def test_nothing_is_written_while_an_import_is_at_work(docs: Path) -> None:
    with sole_import(docs):
        before = read_tree(docs)
        result = bulletin("new", *OPTIONS)
        assert (result.exit_code, read_tree(docs)) == (2, before)
        assert "another import is at work" in result.stderr


def test_file_that_appears_in_the_meantime_is_left_alone(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a page that a listing shows: what takes the name just before the writing."""
    page = docs / "articles/undated/safer-buses.md"

    def slow(article: Article) -> str:
        page.parent.mkdir(parents=True)
        page.write_text("An editor's own.", encoding="utf-8")
        return render_new_page(article)

    monkeypatch.setattr("importer.new_page.render_new_page", slow)
    result = bulletin("new", *OPTIONS)
    assert (result.exit_code, page.read_text(encoding="utf-8")) == (2, "An editor's own.")
    assert "there is a file of this name already" in result.stderr


@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=st.text(min_size=1, max_size=320),
    evidence=st.text(max_size=40),
    day=st.dates(date(1990, 1, 1), TODAY),
)
def test_any_title_gives_a_page_that_passes_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, title: str, evidence: str, day: date
) -> None:
    docs = write_lists(tmp_path_factory.mktemp("any") / "docs")
    try:
        title = judge_title(title)
    except BadAnswer:
        return
    article = Article(
        title=title, source="Greywater Council", topics=("courts",), date=day.isoformat(), date_basis="stated",
        date_evidence=" ".join(evidence.split()).replace("\x00", ""),
    )  # fmt: skip
    first = write_new_page(article, docs)
    other = replace(article, related=(first.rsplit("/", 1)[-1].removesuffix(".md"),))
    paths = [first, write_new_page(other, docs)]
    assert len({path.casefold() for path in paths}) == 2
    for path in paths:
        assert parse_page((docs / path).read_text(encoding="utf-8"), "").title == title
    if evidence.isprintable():
        assert bulletin("check", str(docs / "articles"), "--docs", str(docs)).exit_code == 0


# --- Answers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2024-03-12", "2024-03-12", id="as in the header"),
        pytest.param(" 2024-03 ", "2024-03", id="a month"),
        pytest.param("2024", "2024", id="a year"),
        pytest.param("12 March 2024", "2024-03-12", id="as we say it"),
        pytest.param("Tuesday 12th March 2024", "2024-03-12", id="with its weekday"),
        pytest.param("12/3/2024", "2024-03-12", id="in figures, day first"),
        pytest.param("March 2024", "2024-03", id="a month in words"),
        pytest.param("3/25/2024", "“3/25/2024” could be two days", id="month first"),
        pytest.param("Monday 12 March 2024", "12 March 2024 was another day of the week", id="wrong weekday"),
        pytest.param("31 June 2023", "“31 June 2023” is in no calendar", id="no such day"),
        pytest.param("2026-02-31", "“2026-02-31” is in no calendar", id="no such day in figures"),
        pytest.param("2024-3-1", "2024-03-01", id="figures of one digit"),
        pytest.param("22 November 2026", "“22 November 2026” is in the future", id="tomorrow"),
        pytest.param("1989", "“1989” is before 1990", id="too early"),
        pytest.param("last Tuesday", "“last Tuesday” is not a date", id="words"),
    ],
)
def test_judge_date(text: str, expected: str) -> None:
    try:
        assert judge_date(text, TODAY) == expected
    except BadAnswer as error:
        assert str(error).startswith(f"{expected}. ")  # noqa: PT017


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Greywater Council", "Greywater Council", id="its name"),
        pytest.param("the BOROUGH of Greywater", "Greywater Council", id="another spelling"),
        pytest.param("cobalt-street-cic", "Cobalt Street CIC", id="its short form"),
        pytest.param("Cobalt Stret CIC", "Did you mean “Cobalt Street CIC”?", id="a slip"),
        pytest.param("Fernhill", "If the name is right, add it to that list first.", id="unknown"),
        pytest.param("  ", "The page needs a source", id="nothing"),
    ],
)
def test_judge_source(docs: Path, text: str, expected: str) -> None:
    try:
        assert judge_source(text, read_vocabulary(docs)) == expected
    except BadAnswer as error:
        assert expected in str(error)  # noqa: PT017


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(["courts", "schools", "courts"], ("courts", "schools"), id="twice"),
        pytest.param(["Case Reviews"], ("case-reviews",), id="by its label"),
        pytest.param(["none"], (), id="none"),
        pytest.param(["headteacher"], "Did you mean “schools”?", id="a phrase of a topic"),
        pytest.param(["kites"], "They are: courts, case-reviews", id="nothing like it"),
        pytest.param(["courts", "none"], "“none” is not one of the topics", id="one and none"),
        pytest.param(
            ["courts", "schools", "transport", "case-reviews", "care-experienced"], "5 topics are too many", id="five"
        ),
    ],
)
def test_judge_topics(docs: Path, texts: list[str], expected: object) -> None:
    try:
        assert judge_topics(texts, read_vocabulary(docs)) == expected
    except BadAnswer as error:
        assert str(expected) in str(error)  # noqa: PT017


@pytest.mark.parametrize(
    ("judge", "text", "told"),
    [
        pytest.param(judge_title, " ", "needs a title", id="no title"),
        pytest.param(judge_title, "a" * 301, "has 301 characters", id="a long title"),
        pytest.param(judge_title, "<b>Buses</b>", "no < or >", id="a title with markup"),
        pytest.param(judge_url, "www.greywater.example", "Did you mean https://www.greywater.example?", id="no https"),
        pytest.param(judge_url, "javascript:alert(1)", "is not a web address. Copy the whole", id="a script"),
        pytest.param(judge_summary, "a" * 301, "has 301 characters", id="a long summary"),
        pytest.param(judge_language, "Welsh", "Write cy for Welsh", id="a language in words"),
    ],
)
def test_answers_that_no_header_can_have_are_refused(judge: object, text: str, told: str) -> None:
    with pytest.raises(BadAnswer, match=re.escape(told)):
        judge(text)  # type: ignore[operator]


def test_english_is_not_named() -> None:
    assert (judge_language("en"), judge_language("cy")) == ("", "cy")


NAMES = ["courts", "case-reviews", "care-experienced", "care"]


@pytest.mark.parametrize(
    ("answer", "meant"),
    [
        pytest.param("2", "case-reviews", id="its number"),
        pytest.param("cou", "courts", id="its beginning"),
        pytest.param("Case", "case-reviews", id="its beginning in capitals"),
        pytest.param("care", "care", id="a whole name that begins another"),
        pytest.param("kites", "kites", id="none of them"),
    ],
)
def test_answer_at_a_prompt_is_found_in_the_list(answer: str, meant: str) -> None:
    assert find_meant(answer, NAMES) == meant


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        pytest.param("ca", "“ca” could be “case-reviews”, “care-experienced” or “care”", id="several"),
        pytest.param("9", "The list ends at 4", id="a number too high"),
        pytest.param("0", "The list ends at 4", id="nought"),
    ],
)
def test_answer_that_could_mean_several_is_asked_again(answer: str, told: str) -> None:
    with pytest.raises(BadAnswer, match=re.escape(told)):
        find_meant(answer, NAMES)


# --- At a terminal


def talk(answers: list[tuple[str, str]], *arguments: str) -> tuple[int, str]:
    """Run the command at a terminal of its own; answer each question when it is asked."""
    pty = pytest.importorskip("pty", reason="this system has no such terminals")
    own, theirs = pty.openpty()
    run = "import sys; from importer.cli import main; main(prog_name='bulletin')"
    process = subprocess.Popen(
        [sys.executable, "-c", run, "new", *arguments], stdin=theirs, stdout=theirs, stderr=theirs,
        env={**os.environ, "TERM": "dumb", "PYTHONUTF8": "1"},
    )  # fmt: skip
    os.close(theirs)
    seen, left, give_up = "", list(answers), time.monotonic() + 60
    asked_from = 0
    while time.monotonic() < give_up:
        if select.select([own], [], [], 0.2)[0]:
            try:
                seen += os.read(own, 4096).decode(errors="replace")
            except OSError:  # the other side has hung up
                break
        if left and left[0][0] in seen[asked_from:]:
            question, answer = left.pop(0)
            asked_from = seen.index(question, asked_from) + len(question)
            os.write(own, answer.encode())
    os.close(own)
    assert not left, seen
    return process.wait(timeout=30), seen.replace("\r\n", "\n")


def test_what_is_missing_is_asked_for_at_a_terminal() -> None:
    code, seen = talk(
        [
            ("Title, as the source prints it:", "Safer buses\n"),
            ("not known):", "31 June 2024\n"),
            ("is in no calendar", ""),
            ("not known):", "12 March 2024\n"),
            ("print this date? [Y/n]:", "n\n"),
            ("prove it?:", "the week before Easter 2024\n"),
            ("   1  Greywater Council", ""),
            ("beginning):", "grey\n"),
            ("could be “Greywater Council” or “Greyhaven Press”", ""),
            ("beginning):", "greyw\n"),
            ("none):", "\n"),
            ("   5  transport", ""),
            ("unsure):", "5, sch\n"),
        ]
    )
    assert code == 0, seen
    page = parse_page(Path("docs/articles/2024/safer-buses.md").read_text(encoding="utf-8"), "")
    assert page == Article(
        title="Safer buses", date="2024-03-12", date_basis="inferred", date_evidence="the week before Easter 2024",
        source="Greywater Council", topics=("transport", "schools"), notes=(TEXT_TO_COME,),
    )  # fmt: skip


def test_only_what_no_option_says_is_asked_for() -> None:
    code, seen = talk([("unsure):", "\n")], *OPTIONS[:4], "--date", "2024", "--url", "https://greywater.example/a")
    assert code == 0, seen
    assert "Title" not in seen
    assert "topics: []" in Path("docs/articles/2024/safer-buses.md").read_text(encoding="utf-8")


def test_nothing_is_asked_at_a_terminal_when_the_options_are_enough() -> None:
    code, seen = talk([], *OPTIONS)
    assert (code, seen.splitlines()[0]) == (0, "docs/articles/undated/safer-buses.md")


def test_whoever_stops_leaves_no_page() -> None:
    code, seen = talk([("prints it:", "Safer buses\n"), ("not known):", "\x04")])
    assert code == 2
    assert "Stopped; no page was written." in seen
    assert not Path("docs/articles").exists()


# --- Completion


def completions(*words: str, of: str = "bash") -> list[str]:
    """What a shell is told while somebody types a command."""
    run = "from importer.cli import main; main(prog_name='bulletin')"
    line = ["bulletin", *words]
    done = subprocess.run(
        [sys.executable, "-c", run], capture_output=True, text=True, encoding="utf-8", check=False,
        env={
            **os.environ, "PYTHONUTF8": "1", "_BULLETIN_COMPLETE": f"{of}_complete", "COMP_WORDS": " ".join(line),
            "COMP_CWORD": str(len(line) - 1),
        },
    )  # fmt: skip
    return done.stdout.split()


def test_shell_completes_topics_and_sources_from_the_lists() -> None:
    assert completions("new", "--topic", "ca") == ["plain,case-reviews", "plain,care-experienced"]
    assert completions("new", "--source", "grey") == ["plain,greywater-council", "plain,greyhaven-press"]
    assert completions("new", "--publisher", "co") == ["plain,cobalt-street-cic"]
    assert completions("new", "--topic", "cou", of="zsh") == ["plain", "courts", "Courts"]


def test_broken_list_completes_nothing() -> None:
    Path("docs/topics.yml").write_text("- [", encoding="utf-8")
    assert completions("new", "--topic", "c") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_can_be_switched_on(shell: str) -> None:
    run = "from importer.cli import main; main(prog_name='bulletin')"
    environment = {**os.environ, "_BULLETIN_COMPLETE": f"{shell}_source"}
    done = subprocess.run([sys.executable, "-c", run], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "bulletin" in done.stdout


# --- From a document

KITES = Story("Kite club warns schools", prose(1))
BOATS = Story("Boats are to be counted", prose(2), "Monday 4 December 2023")


def test_document_with_one_article_becomes_its_page_as_an_import_writes_it(docs: Path, tmp_path: Path) -> None:
    source = save(Path("news/a.txt"), KITES)
    result = bulletin("new", "--from", "news/a.txt")
    assert result.exit_code == 0, result.stderr
    path = "docs/articles/2023/kite-club-warns-schools.md"
    assert result.stdout.splitlines()[0] == path
    assert result.stdout.splitlines()[-1] == f"    bulletin check {path}"
    other = write_lists(tmp_path / "other")
    import_into(other, source)
    assert read_tree(docs) == read_tree(other)


def test_later_import_of_the_document_knows_the_page_and_adds_the_others(docs: Path) -> None:
    source = save(Path("news/a.txt"), KITES, BOATS)
    assert bulletin("new", "--from", "news/a.txt", "--number", "2").exit_code == 0
    boats = docs / "articles/2023/boats-are-to-be-counted.md"
    edited = boats.read_text(encoding="utf-8").replace("Boats are to be", "Boats will be")
    boats.write_text(edited, encoding="utf-8")
    assert [page.action for page in import_into(docs, source).pages] == ["created", "kept-edited"]
    assert boats.read_text(encoding="utf-8") == edited


def test_articles_of_a_document_are_listed_for_choice() -> None:
    save(Path("news/a.txt"), KITES, BOATS)
    told = said_wrong("--from", "news/a.txt")
    assert "   1  Kite club warns schools (2023-12-05)\n   2  Boats are to be counted (2023-12-04)\n" in told
    assert "Say which one with --number" in told
    assert "news/a.txt has 2 articles" in said_wrong("--from", "news/a.txt", "--number", "3")


def test_article_of_a_document_is_asked_for_at_a_terminal(docs: Path) -> None:
    save(Path("news/a.txt"), KITES, BOATS)
    code, seen = talk([("Which one?:", "2\n")], "--from", "news/a.txt")
    assert code == 0, seen
    assert (docs / "articles/2023/boats-are-to-be-counted.md").exists()


def test_article_that_is_here_already_is_named_and_not_made_again(docs: Path) -> None:
    import_into(docs, save(Path("news/a.txt"), KITES))
    before = read_tree(docs)
    result = bulletin("new", "--from", "news/a.txt")
    assert (result.exit_code, read_tree(docs)) == (0, before)
    assert "has this article already" in result.stderr
    assert result.stdout.startswith("docs/articles/2023/kite-club-warns-schools.md\n")


def test_article_whose_page_was_deleted_does_not_come_back_by_itself(docs: Path) -> None:
    import_into(docs, save(Path("news/a.txt"), KITES))
    next(docs.glob("articles/2023/*.md")).unlink()
    assert "an editor deleted the page of this article" in said_wrong("--from", "news/a.txt")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(None, "news.txt: the file cannot be read: ", id="not there"),
        pytest.param(b"", "the file is empty", id="empty"),
        pytest.param(b"%PDF-1.4 broken", "news.txt: ", id="broken"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "news.txt: ", id="old Word"),
    ],
)
def test_document_that_cannot_be_read_is_explained(content: bytes | None, told: str) -> None:
    if content is not None:
        Path("news.txt").write_bytes(content)
    assert told in said_wrong("--from", "news.txt")


# --- From an address

WEB_PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Kites are up</title></head>
<body><article><h1>Kites are up</h1>
<p>Published 12 March 2024</p><p>{prose(5)}</p></article></body></html>""".encode()


@pytest.fixture
def web(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalWeb]:
    if not shutil.which("openssl"):
        pytest.skip("openssl makes the certificate of the test server")
    with open_local_web(tmp_path_factory.mktemp("web")) as web:
        web.numbers = {"greywater.example": ["203.0.114.7"], "intranet.example": ["10.0.0.7"]}
        monkeypatch.setattr(cli_new, "open_network", web.network)
        yield web


def test_address_becomes_a_page_with_that_address_and_nothing_else_is_kept(docs: Path, web: LocalWeb) -> None:
    for query in ("id=7", "id=7&utm_source=mail"):
        web.pages[f"greywater.example/kites?{query}"] = Reply(content=WEB_PAGE)
    before = set(Path().rglob("*"))
    result = bulletin("new", "--from", "http://greywater.example/kites?id=7&utm_source=mail#top")
    assert result.exit_code == 0, result.stderr
    page = parse_page((docs.parent / result.stdout.splitlines()[0]).read_text(encoding="utf-8"), "")
    assert (page.title, page.url, page.date) == ("Kites are up", "http://greywater.example/kites?id=7", "2024-03-12")
    assert page.provenance
    assert page.provenance.document == "http://greywater.example/kites?id=7"
    assert {path for path in set(Path().rglob("*")) - before if path.is_file()} == {
        Path("docs/articles/.imports.jsonl"), Path(result.stdout.splitlines()[0]),
    }  # fmt: skip
    assert "greywater.example/robots.txt" in map(str, web.asked)
    again = bulletin("new", "--from", "http://greywater.example/kites?id=7")
    assert (again.exit_code, again.stdout) == (0, result.stdout)
    assert "has this article already" in again.stderr


def test_page_that_was_saved_by_hand_is_known_again(docs: Path, web: LocalWeb) -> None:
    web.pages["greywater.example/kites"] = Reply(content=WEB_PAGE)
    assert bulletin("new", "--from", "http://greywater.example/kites").exit_code == 0
    Path("saved.html").write_bytes(WEB_PAGE)
    import_into(docs, Path("saved.html"))
    assert len(list(docs.glob("articles/*/*.md"))) == 1


@pytest.mark.parametrize(
    ("address", "told"),
    [
        pytest.param("http://greywater.example/gone", "the server answered with 404", id="nothing there"),
        pytest.param("http://greywater.example/private/a", "robots.txt", id="not for programs"),
        pytest.param("http://intranet.example/a", "intranet.example", id="a private network"),
        pytest.param("http://10.0.0.7/a", "10.0.0.7", id="a private number"),
        pytest.param("http://nowhere.example/a", "nowhere.example", id="no such host"),
        pytest.param("http://greywater.example:8080/a", "names port 8080", id="another port"),
        pytest.param("http://greywater.example/inward", "intranet", id="led into a private network"),
        pytest.param("http://greywater.example/empty", "the file is empty", id="an empty answer"),
    ],
)
def test_address_that_may_not_or_cannot_be_read_gives_no_page(web: LocalWeb, address: str, told: str) -> None:
    web.pages["greywater.example/robots.txt"] = Reply(content=b"User-agent: *\nDisallow: /private/\n")
    web.pages["greywater.example/inward"] = Reply(302, headers={"Location": "http://intranet.example/a"})
    web.pages["greywater.example/empty"] = Reply(content=b"")
    message = said_wrong("--from", address)
    assert told in message
    assert ("10.0.0.7", 80) not in web.called


def test_introduction_must_be_an_address(web: LocalWeb) -> None:
    assert "--contact is a web address" in said_wrong("--from", "http://greywater.example/a", "--contact", "me")
