"""A built site to measure: the folder that was named, or the project's own pages built for the purpose."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import MKDOCS_BUILD, REPOSITORY


@contextmanager
def own_pages_built(address: str = "") -> Iterator[Path]:
    """The folder of a site built from docs/, as if it were to be published at an address."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        command = [sys.executable, "-c", MKDOCS_BUILD, str(REPOSITORY / "docs"), str(site)]
        subprocess.run(command, cwd=REPOSITORY, env={**os.environ, "BULLETIN_SITE_URL": address}, check=True)
        yield site


def find_pages(site: Path) -> dict[str, str]:
    """One page of each type, by its address; of several of a type the one whose file is the largest."""

    def largest(pattern: str) -> str:
        pages = [page for page in site.glob(pattern) if page.name not in {"index.html", "undated.html"}]
        return max(pages, key=lambda page: page.stat().st_size).relative_to(site).as_posix()

    return {
        "home": "index.html",
        "article": largest("articles/**/*.html"),
        "topic": largest("topics/*.html"),
        "timeline": "timeline/index.html",
        "search": "search.html",
        "topics": "topics/index.html",
        "year": largest("timeline/*.html"),
        "undated": "timeline/undated.html",
        "sources": "sources/index.html",
        "source": largest("sources/*.html"),
        "digests": "digest/index.html",
        "digest": largest("digest/*.html"),
        "help": "help.html",
        "exit-safety": "leaving-quickly.html",
        "about": "about.html",
        "404": "404.html",
    }
