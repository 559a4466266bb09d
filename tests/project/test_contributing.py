"""CONTRIBUTING.md: its pictures are there and described, and what it quotes is what people meet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from importer.cli import main
from importer.vocabulary import read_vocabulary

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PICTURES = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", TEXT)
THEME = ROOT / "hooks" / "theme"
MOST_BYTES = 60 * 1024

each_picture = pytest.mark.parametrize(("words", "name"), PICTURES, ids=[Path(name).stem for _, name in PICTURES])


def test_every_picture_is_shown_and_every_picture_shown_is_there():
    assert {ROOT / name for _, name in PICTURES} == set((ROOT / ".github" / "pictures").iterdir())


@each_picture
def test_a_picture_is_small_and_told_in_words(words, name):
    assert (ROOT / name).stat().st_size <= MOST_BYTES
    with Image.open(ROOT / name) as picture:
        assert picture.width <= 1000
    assert 40 <= len(words) <= 200
    assert not words.lower().startswith(("picture", "image", "screenshot"))


@each_picture
def test_what_a_picture_is_said_to_show_is_on_our_pages(words, name):
    ours = "".join(path.read_text(encoding="utf-8") for path in THEME.rglob("*.html"))
    ours += (ROOT / "hooks" / "offline_copy" / "START-HERE.html").read_text(encoding="utf-8")
    assert [label for label in re.findall("“([^”]+)”", words) if label not in ours] == []


@each_picture
def test_no_picture_gets_into_the_site(words, name):
    assert not (ROOT / name).is_relative_to(ROOT / "docs")


def test_it_says_that_github_itself_is_not_pictured():
    assert "GitHub's own pages are not pictured but described" in TEXT


@pytest.mark.parametrize("label", ["Edit this page", "Suggest an article", "Report a mistake", "Open the bulletin"])
def test_the_links_of_ours_that_it_names_have_these_names(label):
    assert f"“{label}”" in TEXT
    where = [*THEME.rglob("*.html"), ROOT / "hooks" / "offline_copy" / "START-HERE.html"]
    assert any(label in path.read_text(encoding="utf-8") for path in where)


def test_the_complaint_that_it_shows_is_what_the_check_says(tmp_path, monkeypatch):
    shown = re.search(
        r"```text\n(?P<path>\S+), line (?P<line>\d+)\n(?P<what>.+)\nHow to mend it: (?P<mend>.+)\n```", TEXT
    )
    assert shown
    page = tmp_path / shown["path"]
    page.parent.mkdir(parents=True)
    page.write_text(
        "---\ntitle: A guide\nsource: Department for Education\nsummary: What parents should know.\n"
        "topics: [home-schooling]\n---\n\nText.\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["check", "--format", "github", shown["path"]])
    assert f"file={shown['path']},line={shown['line']}" in done.output
    assert f"{shown['what']}. {shown['mend']}" in done.output


def test_the_comment_that_it_describes_has_these_headings():
    summary = (ROOT / "importer" / "desk" / "summary.py").read_text(encoding="utf-8")
    told = ["What the checks say", "Nothing to complain about", "Waiting for an editor's decision"]
    for words in (*told, "Due for another look", "The site could not be built", "Download the preview"):
        assert words in TEXT
        assert words in summary


def test_it_begins_with_whom_to_call_as_the_list_of_help_lines_has_it():
    beginning = TEXT[: TEXT.index("\n## ")]
    numbers = {line.slug: line.phone for line in read_vocabulary(ROOT / "docs").helplines}
    assert all(numbers[slug] in beginning for slug in ("emergency", "nspcc", "childline"))
    assert "Never name a child, a victim or a family" in beginning


def test_the_checks_that_a_branch_may_ask_for_have_these_names():
    workflows = "".join(path.read_text(encoding="utf-8") for path in (ROOT / ".github" / "workflows").glob("*.yml"))
    named = re.search(r"asks for the checks (.+), and for a review", TEXT.replace("\n", " "))
    assert named
    assert all(f"name: {name}\n" in workflows for name in re.findall("“([^”]+)”", named[1]))
