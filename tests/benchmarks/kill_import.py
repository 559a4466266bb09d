"""Kills real imports at random moments and holds what they leave against an undisturbed one.

    python -m tests.benchmarks.kill_import [COUNT]

Half of the moments fall into a first import, half into a second one that merges into edited pages, puts versions aside
and takes one away. After each kill every page must be wholly old or wholly new, and the next import must leave exactly
what an undisturbed one leaves. tests/importer/test_write.py stops the writing itself at every single call; here the
whole command is killed, its worker process included. pytest does not run this: it takes minutes.
"""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.importer.invented import read_tree
from tests.importer.test_write import before_and_after, before_and_after_the_first

COMMAND = [sys.executable, "-c", "from importer.cli import main; main()", "import"]


def start(sources: Path, docs: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, str(sources), "--docs", str(docs)],
        cwd=sources.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def state_of(docs: Path, before: dict[str, bytes], after: dict[str, bytes]) -> str:
    """`as before`, `as after`, `between`, or what is wrong."""
    now = {name: text for name, text in read_tree(docs).items() if name.endswith(".md")}
    for name, text in now.items():
        if text not in {before.get(name), after.get(name)}:
            return f"torn: {name}"
    for name in before.keys() & after.keys():
        if name.endswith(".md") and name not in now:
            return f"lost: {name}"
    pages = {name: text for name, text in after.items() if name.endswith(".md")}
    if now == pages:
        return "as after"
    return "as before" if now == {name: text for name, text in before.items() if name.endswith(".md")} else "between"


def kill_imports(prepare: Callable[[Path], tuple[Path, Path, Path]], count: int, chance: random.Random) -> Counter[str]:
    """How often a killed import left which state; a state that is wrong ends in an exclamation mark."""
    states: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before_docs, after_docs, sources = prepare(folder)
        before = read_tree(before_docs)
        docs = folder / "docs"
        # The command names documents otherwise than the tests do: what it leaves undisturbed is the measure.
        shutil.rmtree(after_docs)
        shutil.copytree(before_docs, after_docs)
        started = time.monotonic()
        assert start(sources, after_docs).wait() == 0
        whole = time.monotonic() - started
        after = read_tree(after_docs)
        for _ in range(count):
            shutil.copytree(before_docs, docs)
            running = start(sources, docs)
            time.sleep(chance.triangular(0, whole * 1.1, whole * 0.95))
            running.send_signal(signal.SIGKILL)
            running.wait()
            state = state_of(docs, before, after)
            assert start(sources, docs).wait() == 0
            if read_tree(docs) != after:
                state += ", then not completed!"
            states[state] += 1
            shutil.rmtree(docs)
    return states


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    chance = random.Random(7)  # noqa: S311
    for name, prepare in (("first import", before_and_after_the_first), ("second import", before_and_after)):
        states = kill_imports(prepare, (count + 1) // 2, chance)
        told = ", ".join(f"{state}: {many}" for state, many in sorted(states.items()))
        sys.stdout.write(f"{name}: {told}\n")


if __name__ == "__main__":
    main()
