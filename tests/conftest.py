"""What several tests need: invented articles, and whole sites built from them."""

from __future__ import annotations

import gc
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from importer.frontmatter import render_page
from importer.records import AlsoIn, Article, Provenance
from tests.examples import register_profiles

register_profiles()

REPOSITORY = Path(__file__).resolve().parent.parent
BUILD_TIME_LIMIT_SECONDS = 300

# `mkdocs build --strict` with another docs folder, for which MkDocs has no option, and perhaps with other hooks
MKDOCS_BUILD = """
import logging, sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
logging.basicConfig(format="%(levelname)s %(message)s", level=logging.WARNING)
try:
    hooks = {"hooks": sys.argv[3:]} if sys.argv[3:] else {}
    build(load_config("mkdocs.yml", strict=True, docs_dir=sys.argv[1], site_dir=sys.argv[2], **hooks))
except Abort as error:
    sys.exit(str(error))
"""
PAGE_GATE = "hooks/page_gate.py"
HOSTILE_TITLE = (
    '<script>document.title="ran"</script> & "quoted" <img src=x onerror="document.title=\'ran\'"> {{ 7*7 }} &lt;b&gt;'
)

TOPICS = """\
- slug: online-safety
  label: Online safety
  description: Keeping children safe on the internet.
  helplines: [childline, nspcc]
  exit: yes
- slug: schools
  label: Schools
  description: News for schools & colleges <all of them>.
- slug: courts
  label: Courts
  description: Cases that came before a court.
- slug: transport
  label: Transport
  description: Getting to school safely.
"""
SOURCES = """\
- name: Westmere Council
  spellings: [Westmere, Borough of Westmere]
  home: https://westmere.example/
  licence: OGL-3.0
  description: The council of an invented town.
- name: The Harbour Gazette
  home: "javascript:document.title='ran'"
  description: An invented newspaper <b>of the coast</b>.
- name: Fernhill Notes
  licence: own
  description: An invented newsletter.
"""
HELPLINES = """\
- slug: childline
  name: Childline
  purpose: For anyone under 19.
  phone: 0800 1111
  url: https://childline.example/
  checked: 2026-11-01
- slug: nspcc
  name: NSPCC <b>helpline</b>
  purpose: For adults who worry about a child & need advice.
  phone: 0808 800 5000
  url: "javascript:document.title='ran'"
  checked: 2026-11-02
"""


def pytest_collection_finish() -> None:
    """Seven thousand collected tests are not looked through for garbage over and over: a tenth of the time."""
    gc.collect()
    gc.freeze()


def _provenance(line: int) -> Provenance:
    return Provenance("seeds/invented.txt", line, "0" * 64, "1" * 64)


def invented_articles() -> list[Article]:
    """Articles of every shape that the templates tell apart; all people and places in them are invented."""
    articles = [
        Article(
            path="articles/2023/kite-club-warning.md",
            title="Kite club warns schools about a fake app",
            date="2023-12-05",
            date_basis="stated",
            date_evidence="published on this website Tuesday 5 December 2023",
            updated="2024-01-09",
            source="Borough of Westmere",
            publisher="Fernhill Notes",
            author="Robin Sparrow",
            url="https://westmere.example/kites?year=2023&page=1",
            topics=("online-safety", "schools"),
            summary="A kite club found an app that copies its name.",
            content_note="Describes how a child was threatened online.",
            also_in=(AlsoIn("The Harbour Gazette", "seeds/invented.txt", 4),),
            related=("kite-club-second-report", "hostile-header"),
            notes=("The weekday of the by-line is doubtful.",),
            body="The kite club of Westmere warned parents about a fake app.\n\n## What to do\n\n- Tell a teacher.\n"
            "- Keep the messages.\n\n> Nobody is to blame but the sender.\n\n| a | b |\n|:-:|--:|\n| 1 | 2 |",
            provenance=_provenance(3),
        ),
        Article(
            path="articles/2023/kite-club-second-report.md",
            title="Second report on the kite club",
            date="2023-12",
            date_basis="inferred",
            date_evidence="in the first week of December 2023",
            source="The Harbour Gazette",
            publisher="The Harbour Gazette",
            url="javascript:document.title='ran'",
            topics=("online-safety",),
            also_in=(AlsoIn("The Harbour Gazette", "seeds/invented.txt", 50),),
            summary="The kite club told its story again.",
            body="The fake app was taken down, the kite club said.",
            provenance=_provenance(30),
        ),
        Article(
            path="articles/2020/bus-plan.md",
            title="Westmere plans safer school buses",
            date="2020",
            date_basis="inferred",
            date_evidence="the 2020 edition",
            source="Westmere Council",
            url="https://www.westmere.example/",
            topics=("transport", "schools"),
            summary="Every bus is to have two grown-ups on board.",
            body="Every school bus is to have two grown-ups on board.",
        ),
        Article(
            path="articles/undated/harbour-swimming.md",
            title="Swimming lessons at the harbour",
            source="An Unlisted Bulletin: Nos. 1–3",
            topics=("not-on-the-list",),
            summary="Lessons begin again.",
            body="Lessons at the harbour begin again. The lighthouse is open.",
        ),
        Article(
            path="articles/2022/hostile-header.md",
            title=HOSTILE_TITLE,
            date="2022-03-01",
            date_basis="stated",
            date_evidence="<script>document.title='ran'</script>",
            source='<i onmouseover="x">Markup Press</i> & Sons',
            publisher="</title><script>document.title='ran'</script>",
            author="<script>document.title='ran'</script>",
            url="https://westmere.example/?a=\"><script>document.title='ran'</script>",
            topics=("courts", "../../<script>", "unbreakable" * 9),
            also_in=(AlsoIn("<script>document.title='ran'</script>", "seeds/invented.txt", 60),),
            summary="<script>document.title='ran'</script> lantern summary",
            content_note="<script>document.title='ran'</script>",
            body="The word lantern stands in a body whose header holds 5 &lt; 6 and &lt;b&gt;markup&lt;/b&gt;.",
        ),
    ]
    many = [
        Article(
            path=f"articles/2021/notice-{number:02}.md",
            title=f"Court notice number {number}",
            date=f"2021-{number % 12 + 1:02}-{number % 28 + 1:02}",
            date_basis="stated",
            source="Westmere Council",
            topics=("courts",),
            summary=f"Notice {number} of the invented court.",
            body=f"The invented court gave notice {number} about a puddle.",
        )
        for number in range(1, 26)
    ]
    return articles + many


def _write_docs(docs: Path, articles: Iterable[Article]) -> Path:
    """A docs folder with these articles and invented lists; the other pages are the project's own."""
    docs.mkdir(parents=True, exist_ok=True)
    for name, text in (("topics.yml", TOPICS), ("sources.yml", SOURCES), ("helplines.yml", HELPLINES)):
        (docs / name).write_text(text, encoding="utf-8")
    for article in articles:
        path = docs / article.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render_page(replace(article, path="")), encoding="utf-8")
    return docs


def _run_mkdocs(docs: Path, site: Path, *hooks: str) -> subprocess.CompletedProcess[str]:
    """Plain `mkdocs build --strict` of the project's mkdocs.yml with another docs folder."""
    return subprocess.run(
        [sys.executable, "-c", MKDOCS_BUILD, str(docs), str(site), *hooks],
        cwd=REPOSITORY, capture_output=True, text=True, encoding="utf-8", timeout=BUILD_TIME_LIMIT_SECONDS, check=False,
    )  # fmt: skip


def _run_ungated(docs: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """The same without the gate before the build: what it would stop is let through, to see what comes after it."""
    hooks = re.findall(r"^  - (hooks/\w+\.py)", (REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    assert PAGE_GATE in hooks
    return _run_mkdocs(docs, site, *(hook for hook in hooks if hook != PAGE_GATE))


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Iterable[Article]], Path]:
    """Builds a whole site from articles, whatever they hold, and gives its folder."""

    def build_site(articles: Iterable[Article]) -> Path:
        folder = tmp_path_factory.mktemp("build")
        done = _run_ungated(_write_docs(folder / "docs", articles), folder / "site")
        assert done.returncode == 0, done.stderr
        assert "WARNING" not in done.stderr
        return folder / "site"

    return build_site


@pytest.fixture(scope="session")
def invented_site(build: Callable[[Iterable[Article]], Path]) -> Path:
    """The folder of a site built from the invented articles."""
    return build(invented_articles())


@pytest.fixture(scope="session")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site built from the repository's own pages."""
    site = tmp_path_factory.mktemp("own") / "site"
    done = _run_mkdocs(REPOSITORY / "docs", site)
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture(scope="session")
def hostile_title() -> str:
    """A headline with markup in it, as one of the invented articles bears it."""
    return HOSTILE_TITLE


@pytest.fixture(scope="session")
def articles() -> list[Article]:
    """The invented articles."""
    return invented_articles()


@pytest.fixture(scope="session")
def write_docs() -> Callable[[Path, Iterable[Article]], Path]:
    return _write_docs


@pytest.fixture(scope="session")
def run_ungated() -> Callable[[Path, Path], subprocess.CompletedProcess[str]]:
    return _run_ungated


@pytest.fixture(scope="session")
def run_mkdocs() -> Callable[[Path, Path], subprocess.CompletedProcess[str]]:
    return _run_mkdocs
