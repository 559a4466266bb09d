"""How long `bulletin check` takes for 1,000 and 10,000 pages, and how much memory it needs.

    python -m tests.benchmarks.check_speed [COUNT ...]

Absolute figures are the machine's; the ratio is what to watch: time should grow as the count does. Each count is
measured in a process of its own, on one core. Memory is looked at on Linux only.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path

from importer.check import check_pages
from importer.frontmatter import render_page
from importer.records import Article, Provenance
from tests.benchmarks.import_speed import invented_article

TODAY = date(2026, 11, 21)


def write_bulletin(docs: Path, count: int) -> None:
    """A docs folder with so many pages of 750 words, as ours have, with headings, a list and a link."""
    for number in range(count):
        title, text = invented_article(number)
        paragraphs = "\n\n".join(
            [text, invented_article(count + number)[1], invented_article(2 * count + number)[1]]
        ).split("\n\n")
        paragraphs = paragraphs[: -len(paragraphs) // 6]
        day = date(2010, 1, 1) + timedelta(days=number % 5000)
        path = f"articles/{day.year}/article-{number:06}.md"
        near = "" if number % 10 != 9 else f"article-{number - 1:06}"
        end = f"- [The report](https://bench.example/{number}/report)\n- The kite club of {number} Street"
        body = "\n\n".join([*paragraphs[:2], "## What happened next", *paragraphs[2:], end])
        article = Article(
            title=title,
            date=day.isoformat(),
            date_basis="stated",
            date_evidence=f"published on this website {day:%A} {day.day} {day:%B %Y}",
            source="Ofsted",
            publisher="Community Care",
            url=f"https://bench.example/{number}/",
            topics=("schools", "inspection"),
            summary=paragraphs[0][:200],
            related=(near,) if near else (),
            body=body,
            provenance=Provenance("bench/a.txt", number + 1, f"{number:064x}", f"{number:064x}"),
        )
        file = docs / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(render_page(article), encoding="utf-8")


def measure(docs: Path) -> tuple[float, float, int]:
    """Processor seconds, peak memory in MB, and the number of complaints."""
    start = time.process_time()
    notes = check_pages([docs / "articles"], docs, TODAY)
    seconds = time.process_time() - start
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(notes)


def measure_apart(docs: Path) -> tuple[float, float, int]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(measure, docs).result()


def measure_command(page: Path, docs: Path) -> float:
    """Seconds by the clock of the whole command for one page, start included."""
    start = time.perf_counter()
    program = "from importer.cli import main; main()"
    command = [sys.executable, "-c", program, "check", str(page), "--docs", str(docs)]
    subprocess.run(command, check=False, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    counts = [int(argument) for argument in sys.argv[1:]] or [1_000, 10_000]
    print(f"{'pages':>8} {'seconds':>8} {'a page':>10} {'MB':>6} {'complaints':>10}")  # noqa: T201
    first: tuple[int, float] | None = None
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            docs = Path(folder) / "docs"
            write_bulletin(docs, count)
            seconds, memory, complaints = measure_apart(docs)
            one = measure_command(docs / "articles" / "2010" / "article-000000.md", docs)
        first = first or (count, seconds)
        ratio = f"{count // first[0]} times the pages, {seconds / first[1]:.1f} times as long"
        print(f"{count:>8} {seconds:>8.2f} {seconds / count * 1000:>7.2f} ms {memory:>6.0f} {complaints:>10}  {ratio}")  # noqa: T201
        print(f"         one page of them, whole command: {one:.2f} s by the clock")  # noqa: T201


if __name__ == "__main__":
    main()
