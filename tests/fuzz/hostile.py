"""Hand every hostile document, at its full size, to the cage that the import command uses, and print what each costs.

    python -m tests.fuzz.hostile             # all of them, about three minutes
    python -m tests.fuzz.hostile feed pdf    # only those whose names begin so

A line begins with “!” where the cage had to end the process, and with “*” where more than half of a limit was used.
"""

from __future__ import annotations

import sys
from datetime import date
from functools import partial
from pathlib import Path

from importer.cage import open_cage
from importer.describe import make_describer
from importer.limits import MOST_MEMORY_BYTES, MOST_SECONDS
from importer.records import Note
from importer.vocabulary import read_vocabulary
from tests.fuzz.measured import Measured, describe_measured
from tests.importer.hostile_files import HOSTILE, MEGABYTE


def main() -> None:
    """Measure the documents whose names begin as the command line says."""
    wanted = tuple(sys.argv[1:]) or ("",)
    describer = make_describer(read_vocabulary(Path("docs")), date(2026, 11, 21))
    with open_cage(partial(describe_measured, describer=describer), Measured) as caged:
        for name, file in HOSTILE.items():
            if name.startswith(wanted):
                content = file.build()
                print(_line(name, len(content), caged(content, file.name)), flush=True)  # noqa: T201


def _line(name: str, size: int, result: Measured | Note) -> str:
    start = f"{name:34} {size / MEGABYTE:6.2f} MB"
    if isinstance(result, Note):
        return f"! {start}  ended: {result.what}"
    is_costly = result.cpu_seconds > MOST_SECONDS / 2 or result.peak_bytes > MOST_MEMORY_BYTES / 2
    cost = f"{result.cpu_seconds:6.2f} s {result.peak_bytes / MEGABYTE:5.0f} MB"
    if result.refusal:
        return f"{'*' if is_costly else ' '} {start} {cost}  refused: {result.refusal.what}"
    articles = result.described.report.articles if result.described else 0
    return f"{'*' if is_costly else ' '} {start} {cost}  {articles:,} articles"


if __name__ == "__main__":
    main()
