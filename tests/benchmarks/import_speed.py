"""How an import grows with the number of articles: processor time and memory for 1,000, 10,000 and more.

    python -m tests.benchmarks.import_speed [COUNT ...]

Absolute figures are the machine's; the ratios are what to watch: time should grow as the count does, memory hardly.
Memory is looked at on Linux only.
Each count is measured in a process of its own. pytest does not run this: 100,000 articles take ten minutes.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from importer.describe import make_describer
from importer.pipeline import describe_documents, plan_import
from importer.read import parse_document
from importer.records import Document, Plan
from importer.similar import find_similar
from importer.vocabulary import read_vocabulary
from importer.write import write_plan

TODAY = date(2026, 11, 21)
ARTICLES_A_DOCUMENT = 20
WORDS_AN_ARTICLE = 300
WORDS = [f"{start}{middle}{end}" for start in "bdfglmnprst" for middle in ("a", "ei", "o", "u") for end in "dklmnrst"]


def invented_article(number: int) -> tuple[str, str]:
    """A headline and a text; every tenth tells the story of the one before in other words."""
    chance = random.Random(number - 1 if number % 10 == 9 else number)  # noqa: S311
    words = [chance.choice(WORDS) for _ in range(WORDS_AN_ARTICLE)]
    if number % 10 == 9:
        words[150:] = [random.Random(number).choice(WORDS) for _ in range(150)]  # noqa: S311
    sentences = [" ".join(words[at : at + 15]).capitalize() + "." for at in range(0, WORDS_AN_ARTICLE, 15)]
    paragraphs = [" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4)]
    return f"{' '.join(words[:6]).capitalize()} {number}", "\n\n".join(paragraphs)


def invented_documents(count: int) -> Iterator[Document]:
    """Newsfeed pages that hold `count` articles together."""
    for first in range(0, count, ARTICLES_A_DOCUMENT):
        parts = ["Cobalt Street CIC", "Cobalt Street Newsfeed"]
        for number in range(first, first + ARTICLES_A_DOCUMENT):
            title, text = invented_article(number)
            day = date(2010, 1, 1) + timedelta(days=number % 5000)
            parts += [
                title,
                f"Source: Ofsted published on this website {day:%A} {day.day} {day:%B %Y} by R. Sparrow",
                text,
            ]
        yield parse_document("\n\n".join(parts).encode(), f"bench/{first:06}.txt")


def invented_feeds(count: int) -> Iterator[Document]:
    """RSS feeds that hold `count` articles together, their texts as HTML."""
    for first in range(0, count, ARTICLES_A_DOCUMENT):
        items = []
        for number in range(first, first + ARTICLES_A_DOCUMENT):
            title, text = invented_article(number)
            paragraphs = "".join(f"<p>{part}</p>\n" for part in text.split("\n\n"))
            day = datetime(2010, 1, 1, 9, tzinfo=UTC) + timedelta(days=number % 5000)
            items.append(
                f"<item><title>{title}</title><link>https://bench.example/{number}/</link>"
                f"<guid>https://bench.example/?p={number}</guid><pubDate>{day:%a, %d %b %Y %H:%M:%S +0000}</pubDate>"
                f"<content:encoded><![CDATA[{paragraphs}]]></content:encoded></item>"
            )
        feed = (
            '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"<title>Cobalt Street News</title><link>https://bench.example/</link>{''.join(items)}</channel></rss>"
        )
        yield parse_document(feed.encode(), f"bench/{first:06}.xml")


def seconds(work: Callable[[], object]) -> float:
    """Processor time: what else the machine is doing does not matter."""
    start = time.process_time()
    work()
    return time.process_time() - start


def write_pages(plan: Plan, docs: Path) -> None:
    """Put the pages there plainly: what it costs to force each to disk says nothing about the importer."""
    for page in plan.pages:
        path = docs / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.text, encoding="utf-8")
    write_plan(replace(plan, pages=()), docs)


def plan(documents: Iterable[Document], docs: Path) -> Plan:
    return plan_import(describe_documents(documents, make_describer(read_vocabulary(docs), TODAY)), docs)


def plan_watching_memory(documents: Iterable[Document], docs: Path) -> tuple[Plan, float]:
    """The plan, and the most memory that making it took, looked at with every document and at the end."""
    most = 0.0

    def watched() -> Iterator[Document]:
        nonlocal most
        for document in documents:
            yield document
            most = max(most, memory())

    before = memory()
    made = plan(watched(), docs)
    return made, max(most, memory()) - before


def measure_search(count: int) -> dict[str, float]:
    """Near-duplicate search alone."""
    texts = [(str(number), "\n".join(invented_article(number))) for number in range(count)]
    before = memory()
    most = 0.0

    def search() -> None:
        nonlocal most
        for _ in find_similar(texts):
            most = max(most, memory() - before)

    return {"find similar texts": seconds(search), "… MB for it": most}


def measure_import(documents: Callable[[int], Iterator[Document]], count: int) -> dict[str, float]:
    """A first import, the same again, and one document more, each planned; documents are made on the way."""
    making = seconds(lambda: deque(documents(count), maxlen=0))
    with tempfile.TemporaryDirectory() as folder:
        docs = Path(folder)
        plans: list[tuple[Plan, float]] = []
        figures = {"first import": seconds(lambda: plans.append(plan_watching_memory(documents(count), docs))) - making}
        first, figures["… MB for it"] = plans.pop()
        assert sum(page.action == "created" for page in first.pages) == count
        write_pages(first, docs)
        again = seconds(lambda: plans.append(plan_watching_memory(documents(count), docs))) - making
        second, needed = plans.pop()
        figures |= {"same import again": again, "… MB for that": needed}
        assert not any(page.new_text for page in second.pages)
        further = list(documents(count + ARTICLES_A_DOCUMENT))[-1:]
        figures["one further document"] = seconds(lambda: plan(further, docs))
    return figures


def memory() -> float:
    """The memory that this process has now, in MB, without files that the system keeps there while there is room."""
    found = re.search(r"^RssAnon:\s+(\d+) kB$", Path("/proc/self/status").read_text(encoding="ascii"), re.MULTILINE)
    return int(found[1]) / 1024 if found else float("nan")


def main() -> None:
    counts = [int(argument) for argument in sys.argv[1:]] or [1_000, 10_000]
    kinds: dict[str, Callable[[int], dict[str, float]]] = {
        "text": partial(measure_import, invented_documents),
        "feeds": partial(measure_import, invented_feeds),
        "search": measure_search,
    }
    heads = "".join(f"{f'{count:,}':>10}" for count in counts)
    sys.stdout.write(f"{'processor seconds for … articles':<34}{heads}{'ratio':>8}{'a second':>10}\n")
    for kind, work in kinds.items():
        results = []
        for count in counts:
            with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as alone:
                results.append(alone.submit(work, count).result())
        for name in results[0]:
            figures = [result[name] for result in results]
            cells = "".join(f"{each:>10.2f}" for each in figures)
            rate = "" if name.startswith("…") else f"{counts[-1] / figures[-1]:>10.0f}"
            sys.stdout.write(f"{kind + ': ' + name:<34}{cells}{figures[-1] / figures[0]:>8.1f}{rate}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
