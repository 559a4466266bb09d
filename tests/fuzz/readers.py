"""Hand every reader thousands of broken documents, and keep those that one breaks down over, loops over or misreads.

    python -m tests.fuzz.readers --inputs 50000                  # every reader
    python -m tests.fuzz.readers --inputs 50000 --reader feed    # one; may be given several times
    python -m tests.fuzz.readers --inputs 1000 --seed 2          # others than those of seed 1

Inputs are numbered, and the same for the same reader, seed and number. They run in a process of their own, a batch at a
time, so that a reader that brings its process down, or never ends, is found too. What is found is written to the folder
`--finds`, under the reader's name and the number; the text beside it says what went wrong. What was mended belongs into
`tests/importer/finds/`, from where every test run tries it again.
"""

from __future__ import annotations

import argparse
import re
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import get_args

from importer.records import Format
from tests.fuzz.mutations import mutated
from tests.fuzz.properties import Verdict, judge

READERS: tuple[Format, ...] = get_args(Format)
_BATCH = 500
_EVERY = 4  # input is looked at thoroughly
_HANGS_AFTER_SECONDS = 20
_OURS = "importer"
_READ = "gave articles"


def main() -> None:
    """Run what the command line asks for; end with 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=1_000, help="how many for each reader")
    parser.add_argument("--reader", action="append", choices=READERS, help="only this one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first input")
    parser.add_argument("--finds", type=Path, default=Path("/tmp/bulletin-finds"))  # noqa: S108
    parser.add_argument("--batch", action="store_true", help="run in this process (used by the program itself)")
    options = parser.parse_args()
    options.finds.mkdir(parents=True, exist_ok=True)
    readers = options.reader or list(READERS)
    if options.batch:
        _run_batch(readers[0], options.first, options.inputs, options.seed, options.finds)
        return
    found = {reader: _fuzz(reader, options) for reader in readers}
    sys.exit(1 if any(found.values()) else 0)


def _fuzz(reader: Format, options: argparse.Namespace) -> int:
    """Try one reader; how many different faults were found."""
    start = time.monotonic()
    kinds: Counter[str] = Counter()
    number, end = options.first, options.first + options.inputs
    while number < end:
        count = min(_BATCH, end - number)
        done = _batch_in_child(reader, number, count, options, kinds)
        number += done
    seconds = time.monotonic() - start
    read = kinds.pop(_READ, 0)
    told = f"{options.inputs:,} inputs, {read:,} gave articles, {len(kinds)} kinds of faults, {seconds:,.0f} s"
    print(f"{reader}: {told}", flush=True)  # noqa: T201
    for kind, times in kinds.most_common():
        print(f"    {times:>6}  {kind}", flush=True)  # noqa: T201
    return len(kinds)


def _batch_in_child(reader: Format, first: int, count: int, options: argparse.Namespace, kinds: Counter[str]) -> int:
    """Run a batch in a process of its own; how many inputs it got through, the one that ended it included."""
    command = [
        sys.executable, "-m", "tests.fuzz.readers", "--batch", "--reader", reader, "--first", str(first),
        "--inputs", str(count), "--seed", str(options.seed), "--finds", str(options.finds),
    ]  # fmt: skip
    child = subprocess.run(command, capture_output=True, text=True, check=False)
    last = first - 1
    for line in child.stdout.splitlines():
        number, articles, fault = line.split("\t", 2)
        last = int(number)
        kinds[_READ] += articles != "0"
        if fault:
            kinds[fault] += 1
    if child.returncode == 0:
        return count
    at = last + 1
    fault = f"its process ended with {child.returncode}"
    if child.returncode == 1:
        raise RuntimeError(child.stderr)
    _keep(options.finds, reader, at, mutated(reader, at, options.seed), fault)
    kinds[fault] += 1
    return at - first + 1


def _run_batch(reader: Format, first: int, count: int, seed: int, finds: Path) -> None:
    """Try inputs one after another; a line of the number, and what is wrong, for each."""
    for number in range(first, first + count):
        content = mutated(reader, number, seed)
        signal.setitimer(signal.ITIMER_PROF, _HANGS_AFTER_SECONDS)  # ends this process
        try:
            verdict = judge(reader, content, thoroughly=number % _EVERY == 0)
            details = verdict.fault
        except Exception as error:  # noqa: BLE001 - what is looked for
            verdict, details = Verdict(_kind(error)), traceback.format_exc()
        signal.setitimer(signal.ITIMER_PROF, 0)
        if verdict.fault:
            _keep(finds, reader, number, content, details)
        print(f"{number}\t{verdict.articles}\t{_short(verdict.fault)}", flush=True)  # noqa: T201


def _kind(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if f"/{_OURS}/" in frame.filename] or frames
    return f"{type(error).__name__} at {Path(ours[-1].filename).name}:{ours[-1].lineno}"


def _short(fault: str) -> str:
    """The fault without what is different each time."""
    return " ".join(fault.split(":")[0].split())[:80] if not re.match(r"\w+ at ", fault) else fault


def _keep(finds: Path, reader: Format, number: int, content: bytes, fault: str) -> None:
    (finds / f"{reader}-{number}").write_bytes(content)
    (finds / f"{reader}-{number}.txt").write_text(fault, encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    main()
