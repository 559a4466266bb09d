"""What to look at again: pages past their day, help lines and permissions that nobody has checked for a year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from importer.check_lists import check_lists
from importer.desk import review_reminder
from importer.desk.issue import parse_report
from importer.desk.review_reminder import MOST_SHOWN, make_reminder
from importer.desk.reviews import find_reviews
from importer.vocabulary import Helpline, Source, Vocabulary
from tests.importer.desk.test_links import write_docs

TODAY = date(2026, 11, 21)
DOCS = Path("docs")
NOTHING = Vocabulary((), (), ())


def page(review_by: str, more: str = "") -> str:
    return f"---\ntitle: Kites\nsource: Fernhill Notes\ntopics: []\nreview_by: {review_by}\n{more}---\n\nText.\n"


def days_of(texts: dict[str, str], vocabulary: Vocabulary = NOTHING) -> list[str]:
    return [review.day for review in find_reviews(texts, vocabulary, DOCS, TODAY)]


@pytest.mark.parametrize(
    ("review_by", "is_due"),
    [
        pytest.param("2026-01-31", True, id="long-past"),
        pytest.param("2026-11-21", True, id="today"),
        pytest.param("2027-01-20", True, id="in-60-days"),
        pytest.param("2027-01-21", False, id="in-61-days"),
        pytest.param("soon", False, id="no-day"),
        pytest.param("[2026-01-31]", False, id="a-list"),
    ],
)
def test_a_page_is_due_up_to_sixty_days_before_its_day(review_by: str, is_due: bool) -> None:
    assert bool(days_of({"articles/2024/kites.md": page(review_by)})) is is_due


def test_a_page_is_named_with_the_line_of_its_day() -> None:
    (review,) = find_reviews({"articles/2024/kites.md": page("2026-01-31")}, NOTHING, DOCS, TODAY)
    assert (review.path, review.line, review.name) == ("docs/articles/2024/kites.md", 5, "Kites")


def test_withdrawn_and_broken_pages_are_not_asked_for() -> None:
    withdrawn = page("2026-01-31", 'withdrawn: {on: 2026-11-01, reason: "It was wrong."}\n')
    assert days_of({"articles/a.md": withdrawn, "articles/b.md": "no header"}) == []


@pytest.mark.parametrize(
    ("checked", "day"),
    [
        pytest.param("2025-11-20", "2026-11-20", id="a-year-ago"),
        pytest.param("2026-01-15", "2027-01-15", id="nearly-a-year-ago"),
        pytest.param("2026-06-01", None, id="this-summer"),
        pytest.param("", "", id="never"),
        pytest.param("lately", None, id="no-day"),
    ],
)
def test_help_lines_and_permissions_are_due_a_year_after_the_last_look(checked: str, day: str | None) -> None:
    helpline = Helpline("childline", "Childline", "For anyone.", checked=checked, line=3)
    source = Source("Fernhill Notes", permission="They wrote to us.", checked=checked, line=9)
    found = days_of({}, Vocabulary((), (source,), (helpline,)))
    assert found == ([] if day is None else [day, day])


def test_a_source_whose_texts_need_no_permission_is_not_asked_for() -> None:
    assert days_of({}, Vocabulary((), (Source("Fernhill Notes"),), ())) == []


def test_the_reminder_tells_the_longest_overdue_first_under_its_kind() -> None:
    texts = {"articles/a.md": page("2026-12-24"), "articles/b.md": page("2026-01-31")}
    source = Source("Fernhill Notes", permission="They wrote to us.", line=9)
    reminder = make_reminder(find_reviews(texts, Vocabulary((), (source,), ()), DOCS, TODAY), TODAY)
    assert reminder.count == 3
    assert reminder.text.index(
        "`docs/articles/b.md`, line 5: `Kites`, was due on 31 January 2026"
    ) < reminder.text.index("`docs/articles/a.md`, line 5: `Kites`, due by 24 December 2026")
    assert "- `docs/sources.yml`, line 9: `Fernhill Notes`, with no day on which anybody looked" in reminder.text
    assert "### Help lines" not in reminder.text


def test_the_reminder_is_news_each_month() -> None:
    reviews = find_reviews({"articles/a.md": page("2026-01-31")}, NOTHING, DOCS, TODAY)
    assert make_reminder(reviews, TODAY).state == make_reminder(reviews, date(2026, 11, 1)).state
    assert make_reminder(reviews, TODAY).state != make_reminder(reviews, date(2026, 12, 1)).state


def test_with_nothing_due_the_reminder_says_so() -> None:
    reminder = make_reminder((), TODAY)
    assert (reminder.count, "Nothing is due." in reminder.text) == (0, True)


def test_however_much_is_due_it_fits_into_an_issue() -> None:
    texts = {f"articles/2024/{'k' * 60}-{n}.md": page("2026-01-31").replace("Kites", "K" * 300) for n in range(500)}
    sources = tuple(Source(f"Source {n}", permission="x") for n in range(200))
    reminder = make_reminder(find_reviews(texts, Vocabulary((), sources, ()), DOCS, TODAY), TODAY)
    assert len(reminder.text) < 65_000
    assert f"and {500 - MOST_SHOWN} more" in reminder.text


def test_the_command_writes_the_reminder_for_its_issue(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docs = write_docs(tmp_path)
    (docs / "articles" / "2024" / "kites.md").write_text(page("2020-01-31"), encoding="utf-8")
    out = tmp_path / "reminder.json"
    assert review_reminder.main(["--docs", str(docs), "--out", str(out)]) == 0
    report = parse_report(out.read_text(encoding="utf-8"))
    assert report.text == capsys.readouterr().out
    assert "was due on 31 January 2020" in report.text


@pytest.mark.parametrize(
    ("checked", "what"),
    [
        pytest.param("lately", "source “Fernhill Notes”: “lately” is not a day", id="no-day"),
        pytest.param("2026-11", "source “Fernhill Notes”: “2026-11” is not a day", id="a-month"),
        pytest.param("2026-11-22", "source “Fernhill Notes”: “2026-11-22” is in the future", id="tomorrow"),
        pytest.param("2020-01-01", "", id="long-ago"),
        pytest.param("", "", id="never"),
    ],
)
def test_the_check_complains_only_of_a_day_that_is_none(tmp_path: Path, checked: str, what: str) -> None:
    docs = write_docs(tmp_path)
    source = Source("Fernhill Notes", permission="They wrote to us.", checked=checked, line=9)
    complaints = list(check_lists(Vocabulary((), (source,), ()), docs, TODAY))
    assert [note.what for note in complaints] == ([what] if what else [])


def test_a_list_that_cannot_be_read_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docs = write_docs(tmp_path)
    (docs / "sources.yml").write_text("- name: [\n", encoding="utf-8")
    assert review_reminder.main(["--docs", str(docs)]) == 1
    assert "sources.yml" in capsys.readouterr().err
