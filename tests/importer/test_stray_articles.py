"""Articles outside docs/articles, where no decision about them would hold."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hooks.library.read_docs import BadDocs, read_bulletin
from importer.check import check_pages
from importer.stray_articles import find_stray_articles

ARTICLE = (
    "---\ntitle: Kites\nsource: Ofsted\ntopics: [schools]\nwithdrawn: {on: 2026-01-05, reason: Wrong.}\n---\n\nText.\n"
)
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("name", ["drafts/kites.md", "kites.md"])
def test_it_is_told_and_the_site_is_not_built_with_it(tmp_path: Path, name: str) -> None:
    docs = tmp_path / "docs"
    (docs / "articles").mkdir(parents=True)
    (docs / name).parent.mkdir(exist_ok=True)
    (docs / name).write_text(ARTICLE, encoding="utf-8")
    (note,) = check_pages([docs / "articles"], docs, TODAY)
    assert (note.path.endswith(name), note.line, "not in docs/articles" in note.what) == (True, 3, True)
    with pytest.raises(BadDocs, match="not in docs/articles"):
        read_bulletin(docs)


def test_the_sites_own_pages_are_none() -> None:
    assert list(find_stray_articles(Path(__file__).resolve().parents[2] / "docs")) == []


@pytest.mark.parametrize("name", ["kites.md.txt", "kites.markdown", "kites.MD", "kites.docx"])
def test_a_file_among_the_articles_that_is_no_page_is_told(tmp_path: Path, name: str) -> None:
    docs = tmp_path / "docs"
    (docs / "articles/2024").mkdir(parents=True)
    (docs / "articles/2024" / name).write_text(ARTICLE, encoding="utf-8")
    (docs / "articles/2024/chart.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (note,) = check_pages([docs / "articles"], docs, TODAY)
    assert (note.path.endswith(name), note.line, "so it is no page" in note.what) == (True, 1, True)


def test_two_pages_that_say_that_they_came_from_the_same_words_are_told(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    (docs / "articles/2024").mkdir(parents=True)
    block = "publisher: Ofsted\nimport: {document: a.txt, line: 3, sha256: aa, fingerprint: bb}\n"
    for name in ("boats", "kites"):
        header = f"title: All about {name}\nsource: Ofsted\ntopics: [schools]\nsummary: New.\nrelated: []\n{block}"
        (docs / f"articles/2024/{name}.md").write_text(f"---\n{header}---\n\nThe {name} are here.\n", encoding="utf-8")
    (note,) = check_pages([docs / "articles"], docs, TODAY)
    assert (note.path.endswith("kites.md"), note.line, note.what.endswith("boats.md has the same `import:`")) == (
        True, 8, True,
    )  # fmt: skip
