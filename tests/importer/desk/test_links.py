"""The links that lead out: found in pages and lists, each at its line."""

from __future__ import annotations

from pathlib import Path

from importer.desk.links import Link, find_links
from tests.conftest import HELPLINES, SOURCES, TOPICS

PAGE = """\
---
title: Kites
source: Fernhill Notes
url: https://westmere.example/kites
topics: []
---

Read [the guidance](https://westmere.example/a\\_b?x=1&amp;y=2) and <https://harbour.example/>.

[form]: https://westmere.example/form
[mail](mailto:desk@westmere.example) and [a page](../2023/boats.md) and https://words.example/ lead nowhere.
[bad](https://user@evil.example/)
"""


def write_docs(folder: Path) -> Path:
    docs = folder / "docs"
    (docs / "articles" / "2024").mkdir(parents=True)
    for name, text in (("topics.yml", TOPICS), ("sources.yml", SOURCES), ("helplines.yml", HELPLINES)):
        (docs / name).write_text(text, encoding="utf-8")
    return docs


def test_links_are_found_in_pages_and_lists_at_their_lines(tmp_path: Path, monkeypatch) -> None:
    docs = write_docs(tmp_path)
    (docs / "articles" / "2024" / "kites.md").write_text(PAGE, encoding="utf-8")
    (docs / "about.md").write_text("---\ntitle: About\n---\n\n[Who we are](https://about.example/)\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    page = "docs/articles/2024/kites.md"
    found = find_links(docs)
    assert [link for link in found if link.place != "list"] == [
        Link("docs/about.md", 5, "https://about.example/", "text"),
        Link(page, 4, "https://westmere.example/kites", "original"),
        Link(page, 8, "https://harbour.example/", "text"),
        Link(page, 8, "https://westmere.example/a_b?x=1&y=2", "text"),
        Link(page, 10, "https://westmere.example/form", "text"),
    ]
    lists = {(link.path, link.url): link.line for link in found if link.place == "list"}
    lines = HELPLINES.splitlines()
    assert (
        lists["docs/helplines.yml", "https://childline.example/"]
        == lines.index("  url: https://childline.example/") + 1
    )
    assert all(link.url.startswith("http") for link in found)


def test_a_withdrawn_page_has_no_links_and_a_broken_one_is_left_to_the_check(tmp_path: Path) -> None:
    docs = write_docs(tmp_path)
    withdrawn = PAGE.replace("topics: []", 'topics: []\nwithdrawn: {on: 2026-11-21, reason: "It was wrong."}')
    (docs / "articles" / "2024" / "kites.md").write_text(withdrawn, encoding="utf-8")
    (docs / "articles" / "2024" / "boats.md").write_text(PAGE.replace("---", "", 1), encoding="utf-8")
    assert [link for link in find_links(docs) if link.place != "list"] == []
