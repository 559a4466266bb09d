"""The day of an offline copy: told by what it holds, never by the clock."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from importer.cli import main
from importer.day_of_contents import find_day
from importer.frontmatter import BadPage, render_page
from importer.records import Article

LISTS = {"topics.yml": "[]\n", "sources.yml": "[]\n", "helplines.yml": "[]\n"}
HELPLINE = "- slug: kite-line\n  name: Kite line\n  purpose: For anyone.\n  phone: 0800 0\n  checked: {}\n"
SOURCE = "- name: Westmere Council\n  home: https://westmere.example/\n  checked: {}\n"


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A docs folder with empty lists, in no repository."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    folder = tmp_path / "docs"
    folder.mkdir()
    for name, text in LISTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def add_article(docs: Path, name: str, day: str, updated: str = "") -> None:
    path = docs / "articles" / "2024" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    article = Article(
        title=name, source="Westmere Council", date=day, date_basis="stated" if day else "", updated=updated, body="A."
    )
    path.write_text(render_page(article), encoding="utf-8")


def git(folder: Path, *arguments: str, day: str = "2026-03-04") -> None:
    moment = f"{day}T23:30:00-1100"  # already the next day in Greenwich
    who = ["-c", "user.name=Robin Sparrow", "-c", "user.email=robin@sparrow.example", "-c", "commit.gpgsign=false"]
    environment = {**os.environ, "GIT_AUTHOR_DATE": "2020-01-01T00:00:00Z", "GIT_COMMITTER_DATE": moment}
    subprocess.run(["git", *who, *arguments], cwd=folder, env=environment, check=True, capture_output=True)


@pytest.mark.parametrize(
    ("epoch", "day"),
    [("0", date(1970, 1, 1)), ("86399", date(1970, 1, 1)), ("1772668799", date(2026, 3, 4))],
)
def test_the_callers_moment_comes_before_all_else(docs, epoch, day):
    add_article(docs, "kites", "2024-02-03")
    assert find_day(docs, epoch) == day


@pytest.mark.parametrize("epoch", ["yesterday", "1e3", "9" * 30])
def test_a_moment_that_is_none_is_refused(docs, epoch, monkeypatch):
    with pytest.raises(ValueError, match=epoch):
        find_day(docs, epoch)
    monkeypatch.chdir(docs.parent)
    (docs.parent / "mkdocs.yml").write_text("site_name: Kites\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["bundle"], env={"SOURCE_DATE_EPOCH": epoch})
    assert (done.exit_code, "SOURCE_DATE_EPOCH is no number of seconds" in done.output) == (2, True)


def test_else_the_last_commit_that_changed_the_docs_tells(docs):
    add_article(docs, "kites", "2024-02-03")
    git(docs.parent, "init", "--quiet")
    git(docs.parent, "add", ".")
    git(docs.parent, "commit", "--quiet", "-m", "A", day="2026-03-04")
    (docs.parent / "README.md").write_text("Kites", encoding="utf-8")
    git(docs.parent, "add", ".")
    git(docs.parent, "commit", "--quiet", "-m", "B", day="2026-05-06")
    assert find_day(docs) == date(2026, 3, 4)


@pytest.mark.parametrize(("depth", "day"), [("1", date(2024, 2, 3)), ("2", date(2024, 2, 3)), ("3", date(2026, 3, 4))])
def test_a_clone_whose_history_is_cut_off_does_not_take_its_first_commit_for_the_change(docs, tmp_path, depth, day):
    add_article(docs, "kites", "2024-02-03")
    git(docs.parent, "init", "--quiet")
    git(docs.parent, "commit", "--quiet", "-m", "A", "--allow-empty", day="2025-01-01")
    git(docs.parent, "add", ".")
    git(docs.parent, "commit", "--quiet", "-m", "B", day="2026-03-04")
    git(docs.parent, "commit", "--quiet", "-m", "C", "--allow-empty", day="2026-05-06")
    git(tmp_path, "clone", "--quiet", "--depth", depth, docs.parent.as_uri(), "clone")
    assert find_day(tmp_path / "clone" / "docs") == day


def test_without_git_the_latest_day_that_a_page_names_tells(docs):
    add_article(docs, "kites", "2024-02-03")
    add_article(docs, "boats", "2023-12-05", updated="2024-07-01")
    add_article(docs, "years", "2025")
    add_article(docs, "no-day", "")
    assert find_day(docs) == date(2024, 7, 1)


@pytest.mark.parametrize(("name", "entry"), [("helplines.yml", HELPLINE), ("sources.yml", SOURCE)])
def test_a_look_at_a_help_line_or_a_permission_is_news_too(docs, name, entry):
    add_article(docs, "kites", "2024-02-03")
    (docs / name).write_text(entry.format("2024-03-01"), encoding="utf-8")
    assert find_day(docs) == date(2024, 3, 1)


def test_a_git_that_cannot_be_run_is_as_none(docs, monkeypatch):
    add_article(docs, "kites", "2024-02-03")
    monkeypatch.setenv("PATH", "")
    assert find_day(docs) == date(2024, 2, 3)


def test_where_nothing_tells_the_day_it_is_asked_for(docs, monkeypatch):
    assert find_day(docs) is None
    monkeypatch.chdir(docs.parent)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    (docs.parent / "mkdocs.yml").write_text("site_name: Kites\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["bundle"])
    assert (done.exit_code, "neither git nor any page tells the day of the contents: give --date" in done.output) == (
        2,
        True,
    )


def test_a_page_that_cannot_be_read_is_told(docs, monkeypatch):
    add_article(docs, "kites", "2024-02-03")
    (docs / "articles" / "2024" / "kites.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    with pytest.raises(BadPage):
        find_day(docs)
    monkeypatch.chdir(docs.parent)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    (docs.parent / "mkdocs.yml").write_text("site_name: Kites\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["bundle"])
    assert (done.exit_code, "articles/2024/kites.md:2: " in done.output) == (1, True)
