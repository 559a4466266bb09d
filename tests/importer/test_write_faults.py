"""Faults at every change that an import asks of the disk: nothing is half written or lost."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from importer.import_records import FILE_NAME
from importer.pipeline import import_documents
from importer.records import CannotImport
from importer.write import replace_file, sole_import, write_plan
from tests.importer.disk_faults import FAULTS, KILLING, Disk, Fault, Killed
from tests.importer.invented import TODAY, Story, import_into, prose, read_tree, save
from tests.importer.test_write import (
    BOATS,
    KITES,
    LANTERNS,
    WAGONS,
    assert_wholly_old_or_new,
    before_and_after,
    write_short_lists,
)

Prepared = tuple[Path, Path, Path]
_UNFINISHED = ".writing-*"


def before_and_after_the_first(folder: Path) -> Prepared:
    """Docs without any page, docs after a first import, and its documents."""
    before, after, sources = folder / "before", folder / "after", folder / "news"
    save(sources / "a.txt", KITES, BOATS, LANTERNS, *(Story(title, prose(seed)) for title, seed in WAGONS.items()))
    write_short_lists(before)
    shutil.copytree(before, after)
    import_into(after, sources)
    return before, after, sources


IMPORTS = {"first": before_and_after_the_first, "second": before_and_after}
# What each of the two asks of the disk at least
LEAST_CHANGES = {"first": 80, "second": 100}


def run_import(docs: Path, sources: Path) -> None:
    """The import as the command runs it, in one process."""
    with sole_import(docs):
        write_plan(import_documents([sources], docs, TODAY), docs)


def changes_of(before: Path, sources: Path, folder: Path) -> list[str]:
    """The changes that an undisturbed import asks of the disk, by name and in order."""
    docs = Path(shutil.copytree(before, folder / "counted"))
    with pytest.MonkeyPatch.context() as patch:
        disk = Disk(patch)
        run_import(docs, sources)
        return disk.names


def break_off(docs: Path, sources: Path, moment: int, fault: Fault) -> None:
    """Run the import into a fault, which ends it in a way that the command knows."""
    expected = Killed if fault in KILLING else KeyboardInterrupt if fault == "interrupted" else CannotImport
    with pytest.MonkeyPatch.context() as patch:
        disk = Disk(patch, moment, fault)
        try:
            run_import(docs, sources)
        except expected:
            return
    # A lock that is not let go, or whose file stays, does no harm; a temporary file is opened in another way then
    assert disk.names[moment - 1] in {"unlink", "flock", "open"}
    assert fault not in KILLING


def assert_all_faults_are_survived(prepared: Prepared, folder: Path, faults: Iterator[tuple[int, Fault]]) -> None:
    before, after, sources = prepared
    whole = read_tree(after)
    for moment, fault in faults:
        docs = Path(shutil.copytree(before, folder / "stopped"))
        break_off(docs, sources, moment, fault)
        assert_wholly_old_or_new(docs, before, after)
        if fault not in KILLING:
            assert not list(docs.rglob(_UNFINISHED)), (moment, fault)
        import_into(docs, sources)
        found = {name: content for name, content in read_tree(docs).items() if not name.endswith(".lock")}
        assert found == whole, (moment, fault)
        shutil.rmtree(docs)


def all_faults(names: list[str]) -> Iterator[tuple[int, Fault]]:
    """Every fault at every change; only a write can be torn."""
    for moment, name in enumerate(names, 1):
        for fault in FAULTS:
            if name == "write" or not fault.startswith("torn"):
                yield moment, fault


@pytest.mark.parametrize("which", IMPORTS)
def test_every_change_is_counted(tmp_path: Path, which: str) -> None:
    before, _, sources = IMPORTS[which](tmp_path)
    names = changes_of(before, sources, tmp_path)
    assert len(names) >= LEAST_CHANGES[which]
    wanted = {
        "mkdir",
        "mkstemp",
        "fdopen",
        "write",
        "flush",
        "fsync",
        "close",
        "chmod",
        "replace",
        "open",
        "flock",
        "unlink",
    }
    assert wanted - ({"flock"} if sys.platform == "win32" else set()) <= set(names)


@pytest.mark.parametrize("which", IMPORTS)
def test_at_whatever_moment_a_fault_comes_the_next_run_completes_the_import(tmp_path: Path, which: str) -> None:
    # Every second moment meets one fault, one after the other; `make test-long` has all at each
    prepared = IMPORTS[which](tmp_path)
    names = changes_of(prepared[0], prepared[2], tmp_path)
    turns: dict[str, int] = {}

    def one_each() -> Iterator[tuple[int, Fault]]:
        for moment, name in enumerate(names, 1):
            possible = [fault for fault in FAULTS if name == "write" or not fault.startswith("torn")]
            turns[name] = turns.get(name, -1) + 1
            if moment % 2:
                yield moment, possible[turns[name] % len(possible)]

    assert_all_faults_are_survived(prepared, tmp_path, one_each())


@pytest.mark.long
@pytest.mark.parametrize("which", IMPORTS)
def test_every_fault_at_every_moment_is_survived(tmp_path: Path, which: str) -> None:
    prepared = IMPORTS[which](tmp_path)
    faults = list(all_faults(changes_of(prepared[0], prepared[2], tmp_path)))
    assert len(faults) >= 5 * LEAST_CHANGES[which]
    assert_all_faults_are_survived(prepared, tmp_path, iter(faults))


# --- The command, on a disk that is really full

SMALL_DISK = """
import resource, sys
from importer.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
main(sys.argv[2:])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no such limit")
@pytest.mark.parametrize("size", [0, 100, 700, 2_000])
def test_the_command_says_in_words_that_a_file_does_not_fit(tmp_path: Path, size: int) -> None:
    docs, sources = tmp_path / "docs", save(tmp_path / "news" / "a.txt", KITES, BOATS)
    write_short_lists(docs)
    before = read_tree(docs)
    arguments = ["import", str(sources), "--docs", str(docs)]
    command = [sys.executable, "-c", SMALL_DISK, str(size), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
    assert "run the import again" in done.stderr
    assert not list(docs.rglob(_UNFINISHED))
    assert not (docs / FILE_NAME).exists()
    whole = tmp_path / "whole"
    shutil.copytree(docs, whole, dirs_exist_ok=True)
    import_into(whole, sources)
    import_into(docs, sources)
    assert read_tree(docs) == read_tree(whole)
    assert before.items() <= read_tree(docs).items()


def test_a_file_is_replaced_wholly_or_not_at_all_whatever_the_fault(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    for fault in FAULTS:
        for moment in range(1, 20):
            path.write_bytes(b"old" * 100)
            with pytest.MonkeyPatch.context() as patch:
                disk = Disk(patch, moment, fault)
                with suppress(CannotImport, Killed, KeyboardInterrupt):
                    replace_file(path, [b"new", b"er" * 200])
                asked = disk.asked
            assert path.read_bytes() in {b"old" * 100, b"new" + b"er" * 200}
            if asked < moment:
                break
        assert 8 < moment < 19
