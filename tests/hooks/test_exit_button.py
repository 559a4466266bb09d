"""On which pages “Exit this page” stands, and that one setting puts it on all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent.parent
BUILD_WITH_EXIT_EVERYWHERE = """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
config = load_config("mkdocs.yml", strict=True, docs_dir=sys.argv[1], site_dir=sys.argv[2])
config.extra["exit_everywhere"] = True
config.extra["exit_address"] = "https://neutral.example/"
build(config)
"""


def pages_with_exit(site: Path) -> set[str]:
    return {
        path.relative_to(site).as_posix()
        for path in site.glob("**/*.html")
        if 'class="exit"' in path.read_text(encoding="utf-8")
    }


def test_the_button_stands_where_children_parents_or_victims_may_read(invented_site):
    # one topic asks for it, in tests/conftest.py
    assert pages_with_exit(invented_site) == {
        "help.html", "search.html", "leaving-quickly.html", "topics/online-safety.html",
        "articles/2023/kite-club-warning.html", "articles/2023/kite-club-second-report.html",
    }  # fmt: skip


def test_pages_without_the_button_load_nothing_for_it(invented_site):
    page = (invented_site / "topics" / "courts.html").read_text(encoding="utf-8")
    assert "exit.js" not in page
    assert "exit.css" not in page


@pytest.mark.parametrize("topic", ["domestic-abuse", "sextortion", "grooming", "child-sexual-abuse"])
def test_topics_of_victims_have_it_in_the_bulletin_itself(own_site, topic):
    assert f"topics/{topic}.html" in pages_with_exit(own_site)


def test_one_setting_puts_the_button_on_every_page(tmp_path, write_docs, articles):
    docs = write_docs(tmp_path / "docs", [articles[0], articles[2]])
    command = [sys.executable, "-c", BUILD_WITH_EXIT_EVERYWHERE, str(docs), str(tmp_path / "site")]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    without_shell = {"times-tables.html"}  # the page that it leads to in an offline copy
    pages = {path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").glob("**/*.html")}
    mail = {page for page in pages if page.endswith("-mail.html")}  # no scripts, and no way to press anything
    assert pages_with_exit(tmp_path / "site") == pages - without_shell - mail
    assert 'href="https://neutral.example/"' in (tmp_path / "site" / "404.html").read_text(encoding="utf-8")
