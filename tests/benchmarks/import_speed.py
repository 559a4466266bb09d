"""How an import grows with the number of articles: time for 1,000 and 10,000, and the ratio, which should be near 10.

    python tests/benchmarks/import_speed.py [COUNT ...]

Absolute times are the machine's; the ratios are what to watch. pytest does not run this.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
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


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def write_pages(plan: Plan, docs: Path) -> None:
    """Put the pages there plainly: what it costs to force each to disk says nothing about the importer."""
    for page in plan.pages:
        path = docs / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.text, encoding="utf-8")
    write_plan(replace(plan, pages=()), docs)


def plan(documents: Iterable[Document], docs: Path) -> Plan:
    return plan_import(describe_documents(documents, make_describer(read_vocabulary(docs), TODAY)), docs)


def measure(count: int) -> dict[str, float]:
    """Seconds for each part of the work on so many articles."""
    texts = [(str(number), "\n".join(invented_article(number))) for number in range(count)]
    figures = {"find_similar": seconds(lambda: list(find_similar(texts)))}
    documents = list(invented_documents(count))
    with tempfile.TemporaryDirectory() as folder:
        docs = Path(folder)
        plans: list[Plan] = []
        figures["first import (plan)"] = seconds(lambda: plans.append(plan(documents, docs)))
        assert sum(page.action == "created" for page in plans[0].pages) == count
        write_pages(plans[0], docs)
        figures["same import again (plan)"] = seconds(lambda: plans.append(plan(documents, docs)))
        assert not any(page.text for page in plans[1].pages)
        further = list(invented_documents(count + ARTICLES_A_DOCUMENT))[-1:]
        figures["one further document (plan)"] = seconds(lambda: plan(further, docs))
    return figures


def main() -> None:
    counts = [int(argument) for argument in sys.argv[1:]] or [1_000, 10_000]
    results = [measure(count) for count in counts]
    heads = "".join(f"{f'{count:,}':>10}" for count in counts)
    sys.stdout.write(f"{'seconds for … articles':<30}{heads}{'ratio':>8}{'a second':>10}\n")
    for name in results[0]:
        times = [result[name] for result in results]
        ratio, rate = times[-1] / times[0], counts[-1] / times[-1]
        sys.stdout.write(f"{name:<30}{''.join(f'{each:>10.2f}' for each in times)}{ratio:>8.1f}{rate:>10.0f}\n")


if __name__ == "__main__":
    main()
