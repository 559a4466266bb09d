"""How the offline copy searches beside the website, with many articles: time until the first answer, and what is read.

    python tests/benchmarks/offline_search.py [COUNT]

The time from disk should be at most twice that over http, and a first query should read at most 1 MB. Absolute times
are the machine's; the ratio is what to watch. pytest does not run this.
"""

from __future__ import annotations

import functools
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from datetime import date, timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page, sync_playwright

from hooks.library.bundle import write_bundle
from hooks.library.offline_pages import Edition
from hooks.library.read_docs import read_bulletin
from importer.frontmatter import render_page
from importer.records import Article

REPOSITORY = Path(__file__).resolve().parent.parent.parent
ARTICLES = 5000
WORDS_AN_ARTICLE = 600
RUNS = 7
TOPICS = ("schools", "courts", "grooming", "research", "training", "law-and-policy", "online-safety")
SOURCES = ("Ofsted", "NSPCC", "Community Care", "ITV")
SYLLABLES = ("ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "wu")
CHROMIUM = "/usr/bin/chromium"
BUILD = (
    "import sys; from mkdocs.commands.build import build; from mkdocs.config import load_config; "
    "build(load_config('mkdocs.yml', docs_dir=sys.argv[1], site_dir=sys.argv[2]))"
)


def invented_article(number: int) -> Article:
    """A text whose words are common or rare as in any language."""
    chance = random.Random(number)  # noqa: S311 - nothing secret
    words = ["".join(chance.choices(SYLLABLES, k=chance.choice((1, 2, 2, 3, 4)))) for _ in range(WORDS_AN_ARTICLE)]
    day = date(2010, 1, 1) + timedelta(days=number % 5800)
    return Article(
        title=" ".join(words[:7]).capitalize(),
        source=chance.choice(SOURCES),
        date=day.isoformat(),
        date_basis="stated",
        topics=tuple(chance.sample(TOPICS, 2)),
        summary=" ".join(words[7:25]).capitalize() + ".",
        body="\n\n".join(" ".join(words[at : at + 60]).capitalize() + "." for at in range(0, len(words), 60)),
        path=f"articles/{day.year}/article-{number:05}.md",
    )


def write_articles(docs: Path, count: int) -> None:
    for number in range(count):
        article = invented_article(number)
        path = docs / article.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render_page(article), encoding="utf-8")


def first_answer_seconds(page: Page, address: str) -> float:
    """From opening the search page with a query to the first result on it."""
    start = time.perf_counter()
    page.goto(address)
    page.locator("#bulletin-results a").first.wait_for()
    return time.perf_counter() - start


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = Path(scratch)
        write_articles(folder / "docs", count)
        command = [sys.executable, "-c", BUILD, str(folder / "docs"), str(folder / "site")]
        subprocess.run(command, cwd=REPOSITORY, check=True)
        edition = Edition(date(2026, 11, 5), "Benchmark")
        bundle = write_bundle(folder / "site", read_bulletin(folder / "docs"), edition, folder / "copy.zip")
        with zipfile.ZipFile(bundle.path) as archive:
            archive.extractall(folder / "copy")
            sys.stdout.write(
                f"{count} articles: zip {bundle.size_bytes / 1e6:.1f} MB, {len(archive.namelist())} files\n"
            )
        handler = functools.partial(SimpleHTTPRequestHandler, directory=str(folder / "site"))
        SimpleHTTPRequestHandler.log_message = lambda *_: None  # type: ignore[method-assign,assignment]
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        query = invented_article(1).title.split()[2]
        places = {
            "http": f"http://127.0.0.1:{server.server_port}/search.html?q={query}",
            "disk": (folder / "copy" / "bulletin" / "search.html").as_uri() + f"?q={query}",
        }
        read: dict[str, int] = {}
        seconds: dict[str, list[float]] = {name: [] for name in places}
        for _ in range(RUNS):
            for name, address in places.items():
                context = browser.new_context()
                page = context.new_page()
                page.on("request", lambda request: read.__setitem__(request.url, _size_on_disk(request.url)))
                seconds[name].append(first_answer_seconds(page, address))
                context.close()
        times = {name: statistics.median(taken) for name, taken in seconds.items()}
        sys.stdout.write(f"first answer for “{query}”: http {times['http']:.2f} s, disk {times['disk']:.2f} s, ")
        sys.stdout.write(f"ratio {times['disk'] / times['http']:.2f} (goal: at most 2)\n")
        sys.stdout.write(f"read from disk until then: {sum(read.values()) / 1e6:.2f} MB (goal: at most 1)\n")
        browser.close()
        server.shutdown()


def _size_on_disk(address: str) -> int:
    parts = urlsplit(address)
    path = Path(unquote(parts.path))
    return path.stat().st_size if parts.scheme == "file" and path.is_file() else 0


if __name__ == "__main__":
    main()
