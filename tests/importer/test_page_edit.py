"""Changing some fields of a page leaves all the rest as an editor wrote it, letter for letter."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.frontmatter import parse_page, render_page
from importer.page_edit import CannotEdit, edit_page
from importer.records import AlsoIn, Article, Provenance

PATH = "articles/2023/kites.md"
EDITED = """\
---
# Looked over by Robin on 3 May
source:   'Greywater Council'   # they wrote it
title: "Kites: a warning"
review_by: 2030-01-01
topics:
  - schools
  - training
date: 2023-12-05  # by telephone

notes:
# settled by telephone
- The by-line names the wrong weekday.   # really?
- Ask again.
publisher: Cobalt Street CIC
import:
    document: news/a.txt
    line: 5  # was 4
    sha256: "aa"
    fingerprint: bb
---


Kites fly.

   A line of the editor's.
"""
PAGE = parse_page(EDITED, PATH)


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        pytest.param({"date": "2024-01-09"}, "date: 2023-12-05  #", "date: 2024-01-09  #", id="date"),
        pytest.param({"title": "Kites"}, 'title: "Kites: a warning"', "title: Kites", id="title"),
        pytest.param({"source": "A: B"}, "source:   'Greywater Council'   #", 'source:   "A: B"   #', id="source"),
        pytest.param(
            {"url": "https://greywater.example/"},
            "publisher: Cobalt Street CIC\n",
            "publisher: Cobalt Street CIC\nurl: https://greywater.example/\n",
            id="a new key in its place",
        ),
        pytest.param({"date": ""}, "date: 2023-12-05  # by telephone\n", "", id="a key that goes"),
        pytest.param(
            {"notes": ("Ask again.",)}, "- The by-line names the wrong weekday.   # really?\n", "", id="an entry goes"
        ),
        pytest.param(
            {"notes": (*PAGE.notes, "Out of order.")},
            "- Ask again.\n",
            "- Ask again.\n- Out of order.\n",
            id="an entry comes",
        ),
        pytest.param(
            {"body": "Kites fly high."},
            "\n\n\nKites fly.\n\n   A line of the editor's.\n",
            "\n\nKites fly high.\n",
            id="text",
        ),
        pytest.param(
            {"provenance": Provenance("news/b.txt", 9, "aa", "cc")},
            'document: news/a.txt\n    line: 5  # was 4\n    sha256: "aa"\n    fingerprint: bb\n',
            'document: news/b.txt\n    line: 9  # was 4\n    sha256: aa\n    fingerprint: cc\n',
            id="provenance",
        ),
    ],
)  # fmt: skip
def test_only_what_changes_changes(change: dict[str, object], old: str, new: str) -> None:
    article = replace(PAGE, **change)  # type: ignore[arg-type]
    edited = edit_page(EDITED, article)
    assert edited == EDITED.replace(old, new)
    assert parse_page(edited, PATH) == article


def test_page_as_the_importer_wrote_it_is_written_again() -> None:
    page = replace(PAGE, also_in=(AlsoIn("Fernhill Notes", "b.txt", 7),))
    article = replace(page, title="Kites", topics=("schools",), notes=())
    assert edit_page(render_page(page), article) == render_page(article)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("---\ntitle: [\n---\n", id="broken"),
        pytest.param("title: Kites\n", id="no header"),
        pytest.param(EDITED.replace("title:", "x: &a 1\ntitle:").replace("2023-12-05", "*a"), id="an anchor"),
        pytest.param("---\n{title: Kites, source: A, topics: []}\n---\n", id="all on one line"),
        pytest.param(
            EDITED.replace("topics:\n  - schools\n  - training", "topics: [schools,  # first\n  training]"),
            id="a comment inside a value",
        ),
    ],
)
def test_page_that_cannot_be_changed_safely_is_refused(text: str) -> None:
    with pytest.raises(CannotEdit):
        edit_page(text, replace(PAGE, topics=("training",), date="2024-01-09"))


WORDS = st.sampled_from(
    ["Kites", "a: b", "# no", "- x", "[a", "“q”", "it's", "2023-01-01", "yes", '"', "é", "a  # b", "%"]
)
FIELDS = st.fixed_dictionaries(
    {
        "title": WORDS, "source": WORDS, "author": WORDS | st.just(""), "summary": WORDS | st.just(""),
        "date": st.sampled_from(["", "2023", "2024-01-09"]),
        "topics": st.lists(WORDS, max_size=3).map(tuple),
        "notes": st.lists(WORDS, max_size=3, unique=True).map(tuple),
        "body": st.sampled_from(["", "Text.", "---\nText.\n---"]),
    }
)  # fmt: skip


@given(FIELDS, FIELDS, st.lists(st.integers(0, 20), min_size=3, max_size=3))
def test_any_change_is_made_whole_and_no_comment_is_lost(
    old: dict[str, Any], new: dict[str, Any], places: list[int]
) -> None:
    page = Article(**old, path=PATH)
    lines = render_page(page).split("\n")
    for number, place in enumerate(places):
        lines.insert(1 + place % lines.index("---", 1), f"# comment {number}")
    text = "\n".join(lines)
    kept = [note for note in old["notes"] if note in new["notes"]]
    notes = (*kept, *(note for note in new["notes"] if note not in kept))  # new doubts come below the old ones
    article = replace(page, **{**new, "notes": notes})
    edited = edit_page(text, article)
    assert parse_page(edited, PATH) == article
    assert all(f"# comment {number}" in edited for number in range(3))
