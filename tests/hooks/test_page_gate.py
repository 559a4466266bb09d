"""No build, by whichever command, holds what a page may not, and the last good site stays as it was."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from importer.frontmatter import render_page
from importer.records import Article

REPOSITORY = Path(__file__).resolve().parents[2]
HIDDEN = "\u200b"
GOOD = Article(
    title="Kite club warns schools",
    date="2023-12-05",
    date_basis="stated",
    source="Westmere Council",
    topics=("schools",),
    body="The kite club warned schools.",
    path="articles/2023/kites.md",
)


@pytest.fixture(scope="module")
def good_site(tmp_path_factory, write_docs, run_mkdocs):
    """A docs folder with one good page, and the site built from it."""
    folder = tmp_path_factory.mktemp("gate")
    docs = write_docs(folder / "docs", [GOOD])
    done = run_mkdocs(docs, folder / "site")
    assert done.returncode == 0, done.stderr
    return docs, folder / "site"


def test_plain_mkdocs_refuses_at_once_all_that_no_page_may_hold_and_spares_the_last_site(good_site, run_mkdocs):
    docs, site = good_site
    bad = {
        "articles/2023/kites.md": render_page(replace(GOOD, path="", body="[Kites](javascript:alert(1))")),
        "articles/2023/boats.md": render_page(replace(GOOD, path="", title="Boats <b>sail</b>", body="Far \u202eoff.")),
        "about.md": "---\ntitle: About\n---\n\n<iframe src='https://kites.example'></iframe>\n",
        "topics.yml": (docs / "topics.yml").read_text(encoding="utf-8").replace("Schools", f"Sch{HIDDEN}ools", 1),
    }
    kept = {name: (docs / name).read_bytes() for name in bad if (docs / name).is_file()}
    before = (site / "index.html").read_bytes()
    try:
        for name, text in bad.items():
            (docs / name).write_text(text, encoding="utf-8")
        done = run_mkdocs(docs, site)
    finally:
        for name in bad:
            (docs / name).unlink()
        for name, content in kept.items():
            (docs / name).write_bytes(content)
    assert done.returncode != 0
    assert "5 faults to mend before the site can be built:" in done.stderr
    for told in (
        "about.md:5: the text becomes HTML that no page may have: “<iframe>”",
        "articles/2023/boats.md:2: “title:” holds “<”",
        "articles/2023/boats.md:9: a right-to-left override, which turns the reading direction, (U+202E) stands here",
        "articles/2023/kites.md:9: a link leads to “javascript:alert(1)”",
        f"topics.yml:{bad['topics.yml'].partition(HIDDEN)[0].count(chr(10)) + 1}: a zero width space (U+200B) stands",
    ):
        assert told in done.stderr
    assert "Write it as Markdown" in done.stderr
    assert "Traceback" not in done.stderr
    assert (site / "index.html").read_bytes() == before


def test_bulletin_build_refuses_the_same(tmp_path, write_docs):
    write_docs(tmp_path / "docs", [replace(GOOD, body="Kites <script>fly()</script>.")])
    config = (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8")
    config = re.sub(r"(?<= )hooks(?=/|$)", f"{REPOSITORY.as_posix()}/hooks", config, flags=re.MULTILINE)
    (tmp_path / "mkdocs.yml").write_text(config, encoding="utf-8")
    program = "from importer.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "build"], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "docs/articles/2023/kites.md:9: the text becomes HTML that no page may have: “<script>”" in done.stderr
    assert not (tmp_path / "site").exists()


def test_the_bulletins_own_pages_pass(own_site):
    assert (own_site / "index.html").is_file()


def test_nothing_in_a_folder_whose_name_begins_with_a_dot_is_published(tmp_path, write_docs, run_mkdocs):
    docs = write_docs(tmp_path / "docs", [GOOD])
    for name in (".notes/kites.md", "more/.old/kites.md", "articles/.incoming/kites.md", ".notes/a/kites.md"):
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text("---\ntitle: Kites\n---\n\nNobody is to read this.\n", encoding="utf-8")
    picture = b"\x89PNG\r\n\x1a\n"
    (docs / "articles/.incoming/kites.png").write_bytes(picture)
    (docs / ".notes/kites.png").write_bytes(picture)
    done = run_mkdocs(docs, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    published = {path.relative_to(tmp_path / "site") for path in (tmp_path / "site").rglob("*") if path.is_file()}
    assert [path for path in published if any(part.startswith(".") for part in path.parts)] == []


def test_mkdocs_is_given_of_a_page_what_was_checked(tmp_path, write_docs, run_ungated):
    docs = write_docs(tmp_path / "docs", [GOOD])
    text = "---\ntitle: Kites\n...\n# <b>Above</b>\n---\n\nKites fly.\n"
    (docs / "kites.md").write_text(text, encoding="utf-8")
    (docs / "boats.md").write_text("template: withdrawn.html\n\nBoats sail.\n", encoding="utf-8")
    done = run_ungated(docs, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "site" / "kites.html").read_text(encoding="utf-8")
    assert ("Kites fly." in page, "Above" in page) == (True, False)
    assert "template: withdrawn.html" in (tmp_path / "site" / "boats.html").read_text(encoding="utf-8")
