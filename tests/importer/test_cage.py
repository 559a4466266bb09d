"""The cage: what a document does to the process that takes it apart costs that document only, and editors are told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from importer.cage import CageLimits, CannotStart, open_cage
from importer.describe import make_describer
from importer.pipeline import DescribedDocument, describe_content, describe_documents
from importer.read import read_document
from importer.records import Note
from importer.vocabulary import read_vocabulary
from tests.importer.invented import Story, newsfeed, prose
from tests.importer.misbehaving import Told, describe

PROJECT = Path(__file__).resolve().parents[2]
BULLETIN = Path(sys.executable).with_name("bulletin")
SEEDS = sorted((PROJECT / "seeds").glob("*.txt"))
TODAY = date(2026, 11, 21)
MEGABYTE = 1024 * 1024
TIGHT = CageLimits(cpu_seconds=0.5, wait_seconds=8, memory_bytes=150 * MEGABYTE)
IMPATIENT = CageLimits(cpu_seconds=0.5, wait_seconds=1, memory_bytes=150 * MEGABYTE)
Ask = Callable[[str], Told | Note]

needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="this system counts no processor time")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="this system limits no memory")


def asking(caged: Callable[[bytes, str], Told | Note]) -> Ask:
    return lambda text: caged(text.encode(), "news.txt")


@pytest.fixture
def ask() -> Iterator[Ask]:
    """Asks about a text, within tight limits."""
    with open_cage(describe, Told, TIGHT) as caged:
        yield asking(caged)


def processes_with(setting: str) -> list[int]:
    """The numbers of the processes in whose environment a setting stands."""
    return [
        int(folder.name)
        for folder in Path("/proc").iterdir()
        if folder.name.isdecimal() and setting.encode() in _environment(folder)
    ]


def _environment(folder: Path) -> bytes:
    try:
        return (folder / "environ").read_bytes()
    except OSError:
        return b""


def is_running(process: int) -> bool:
    try:
        state = (Path("/proc") / str(process) / "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_until(true: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return true()


# --- What comes back


def test_a_document_comes_back_described(ask: Ask) -> None:
    assert ask("Kites are up") == Told("news.txt", ("Kites", "are", "up"))


def test_a_refusal_comes_back_as_its_note(ask: Ask) -> None:
    assert ask("refuse") == Note("news.txt", 3, "the third line is wrong", "Correct it.")


@pytest.mark.parametrize("name", ["Gŵyl – “Straße”.txt", "a\nb\x00c", "broken-\udcff.txt", ""])
def test_any_name_comes_back_as_it_is(name: str) -> None:
    with open_cage(describe, Told, TIGHT) as caged:
        assert caged(b"Kites", name) == Told(name, ("Kites",))


def test_an_empty_document_is_no_end_of_the_conversation(ask: Ask) -> None:
    assert ask("") == Told("news.txt", ())
    assert ask("Kites") == Told("news.txt", ("Kites",))


def test_a_large_document_goes_both_ways() -> None:
    text = "kite " * 400_000
    with open_cage(describe, Told) as caged:
        told = asking(caged)(text)
    assert isinstance(told, Told)
    assert len(told.words) == 400_000


def test_the_same_process_takes_one_document_after_another(ask: Ask) -> None:
    assert ask("name-process") == ask("name-process")


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_a_seed_described_in_the_cage_is_the_same_as_without(path: Path) -> None:
    describer = make_describer(read_vocabulary(PROJECT / "docs"), TODAY)
    (free,) = describe_documents([read_document(path)], describer)
    assert isinstance(free, DescribedDocument)
    with open_cage(partial(describe_content, describer=describer), DescribedDocument) as caged:
        assert caged(path.read_bytes(), free.report.path) == free


# --- What goes wrong inside


@pytest.mark.parametrize(
    ("text", "what"),
    [
        pytest.param("loop-in-python", "needs more than 0.5 seconds of processor time", marks=needs_signals),
        pytest.param("loop-in-c", "needs more than 0.5 seconds of processor time", marks=needs_signals),
        pytest.param("eat-memory", "needs more than 150 MB of memory", marks=on_linux),
        pytest.param("eat-memory-at-once", "needs more than 150 MB of memory", marks=on_linux),
        pytest.param("exit-at-once", "broke down over it (exit code 0)"),
        pytest.param("exit-as-programs-do", "made a mistake with this document (SystemExit"),
        pytest.param("crash", "broke down over it (exit code "),
        pytest.param("dive", "nested too deeply"),
        pytest.param("err", "made a mistake with this document (KeyError"),
        pytest.param("forge", "cannot be read"),
        pytest.param("forge-huge", "broke down over it (wrong answer)"),
    ],
)
def test_a_bad_document_becomes_a_note_and_the_next_is_described(ask: Ask, text: str, what: str) -> None:
    note = ask(text)
    assert isinstance(note, Note)
    assert (note.path, note.line) == ("news.txt", 0)
    assert what in note.what
    assert note.is_doubt
    assert ask("Kites are up") == Told("news.txt", ("Kites", "are", "up"))


@pytest.mark.parametrize("text", ["sleep", "loop-in-c"])
def test_what_uses_no_processor_time_or_is_not_stopped_by_it_is_ended_by_the_clock(text: str) -> None:
    with open_cage(describe, Told, CageLimits(cpu_seconds=60, wait_seconds=1)) as caged:
        start = time.monotonic()
        note = asking(caged)(text)
        assert 1 <= time.monotonic() - start < 8
        assert isinstance(note, Note)
        assert note.what == "taking it apart is not done after 1 seconds"
        assert asking(caged)("Kites") == Told("news.txt", ("Kites",))


@needs_signals
def test_processor_time_is_counted_for_each_document_anew() -> None:
    with open_cage(_think, Told, CageLimits(cpu_seconds=1.5)) as caged:
        assert [caged(b"", str(number)) for number in range(6)] == [Told(str(number), ()) for number in range(6)]


def _think(content: bytes, name: str) -> Told:
    end = time.process_time() + 0.4
    while time.process_time() < end:
        pass
    return Told(name, ())


def test_an_idle_cage_is_not_ended_by_its_clock() -> None:
    with open_cage(describe, Told, IMPATIENT) as caged:
        before = asking(caged)("name-process")
        time.sleep(2.5)
        assert asking(caged)("name-process") == before


def test_a_mistake_of_ours_is_told_without_the_words_of_the_document(ask: Ask) -> None:
    note = ask("err")
    assert isinstance(note, Note)
    assert "secret" not in str(note)


def test_nothing_that_a_parser_prints_is_seen_or_taken_for_an_answer(
    ask: Ask, capfd: pytest.CaptureFixture[str]
) -> None:
    assert ask("print") == Told("news.txt", ("print",))
    assert capfd.readouterr() == ("", "")


@on_linux
def test_a_process_that_keeps_memory_is_replaced_before_it_is_short_of_it(ask: Ask) -> None:
    first = ask("name-process")
    for _ in range(12):
        assert isinstance(ask("leave-memory-behind"), Told)
    assert ask("name-process") != first


def test_many_bad_documents_in_a_row_are_told_one_by_one(ask: Ask) -> None:
    notes = [ask("exit-at-once") for _ in range(5)]
    assert all(isinstance(note, Note) and "broke down" in note.what for note in notes)


def test_a_process_that_cannot_start_ends_the_import_with_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(PROJECT / "no-such-program"))
    with open_cage(describe, Told) as caged, pytest.raises(CannotStart, match="does not start"):
        caged(b"Kites", "news.txt")


def test_a_process_that_ends_at_its_start_ends_the_import_with_a_note(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "python"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    with open_cage(describe, Told) as caged, pytest.raises(CannotStart, match="it ended at once"):
        caged(b"Kites", "news.txt")


def test_no_module_in_the_working_folder_is_taken_for_one_of_ours(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("json", "importer", "struct", "lxml"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('planted')\n")
    monkeypatch.chdir(tmp_path)
    with open_cage(describe, Told) as caged:
        assert caged(b"Kites", "news.txt") == Told("news.txt", ("Kites",))


# --- Nothing reaches out of it


@pytest.mark.parametrize(
    "deed", ["ask-another-computer", "ask-for-a-name", "run-a-program", "write-a-file", "remove-a-file"]
)
def test_whatever_a_parser_is_made_to_do_nothing_is_asked_run_or_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "keep.txt").write_text("kites", encoding="utf-8")
    with open_cage(describe, Told, TIGHT) as caged:
        note = asking(caged)(deed)
        assert isinstance(note, Note)
        assert "(PermissionError" in note.what
        assert asking(caged)("Kites") == Told("news.txt", ("Kites",))
    assert [path.name for path in tmp_path.iterdir()] == ["keep.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="this system has no such limit")
def test_not_even_a_library_of_c_can_fill_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with open_cage(describe, Told, TIGHT) as caged:
        note = asking(caged)("write-a-file-in-c")
    assert isinstance(note, Note)
    assert note.what == "it could not be written"
    assert all(path.stat().st_size == 0 for path in tmp_path.iterdir())


def _may_leave_the_network() -> bool:
    """Does this system let a process go where there is no network?"""
    ask = "import ctypes, sys; c = ctypes.CDLL(None); sys.exit(bool(c.unshare(1 << 30) and c.unshare(5 << 28)))"
    return sys.platform == "linux" and subprocess.run([sys.executable, "-c", ask], check=False).returncode == 0


@pytest.mark.skipif(not _may_leave_the_network(), reason="this system lets nobody leave its network")
def test_there_is_no_network_where_documents_are_taken_apart(ask: Ask) -> None:
    note = ask("name-network")
    assert isinstance(note, Note)
    assert note.what.startswith("net:")
    assert note.what != str(Path("/proc/self/ns/net").readlink())


# --- Nobody is left behind


@on_linux
def test_no_process_is_left_when_the_cage_is_closed() -> None:
    with open_cage(describe, Told) as caged:
        note = asking(caged)("name-process")
        assert isinstance(note, Note)
        assert is_running(note.line)
    assert not (Path("/proc") / str(note.line)).exists()


PARENT = """
import sys
from importer.cage import CageLimits, open_cage
from tests.importer.misbehaving import Told, describe
with open_cage(describe, Told, CageLimits(cpu_seconds=float(sys.argv[2]))) as caged:
    print(caged(b"name-process", "news.txt").line, flush=True)
    caged(sys.argv[1].encode(), "news.txt")
    sys.stdin.read()
"""


def start_parent(text: str, cpu_seconds: float = 60) -> tuple[subprocess.Popen[str], int]:
    """A process with a cage in it, and the number of the caged process, which is at work on a text."""
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, text, str(cpu_seconds)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=PROJECT,
    )  # fmt: skip
    assert parent.stdout
    worker = int(parent.stdout.readline())
    assert is_running(worker)
    time.sleep(0.3)
    return parent, worker


def close(parent: subprocess.Popen[str]) -> None:
    parent.kill()
    parent.communicate()


@on_linux
@pytest.mark.parametrize("text", ["Kites", "sleep", "loop-in-python"])
def test_no_process_is_left_when_the_import_is_killed(text: str) -> None:
    parent, worker = start_parent(text)
    try:
        parent.kill()
        assert wait_until(lambda: not is_running(worker), 10)
    finally:
        close(parent)


@on_linux
def test_not_even_a_library_that_never_returns_is_left_when_the_import_is_killed() -> None:
    parent, worker = start_parent("loop-in-c", cpu_seconds=1)
    try:
        parent.kill()
        assert wait_until(lambda: not is_running(worker), 20)  # a second of processor time, on a busy machine
    finally:
        close(parent)


@on_linux
@pytest.mark.parametrize("text", ["Kites", "sleep", "loop-in-c"])
def test_ctrl_c_ends_both_processes_at_once(text: str) -> None:
    parent, worker = start_parent(text)
    try:
        parent.send_signal(signal.SIGINT)
        assert wait_until(lambda: parent.poll() is not None, 5)
        assert not is_running(worker)
    finally:
        close(parent)


# --- The command


def run_import(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(BULLETIN), "import", *arguments], cwd=folder, capture_output=True, text=True,
        encoding="utf-8", env={**os.environ, **settings}, check=False, timeout=60,
    )  # fmt: skip


def test_the_command_imports_the_others_when_a_document_needs_too_much(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(newsfeed(Story("Kite club warns schools", prose(1))))
    (tmp_path / "news" / "b.txt").write_text("[" * 100_000)
    (tmp_path / "news" / "c.txt").write_text(newsfeed(Story("Boats are to be counted", prose(2))))
    done = run_import(tmp_path, "news", "--report", "report.json")
    assert "Traceback" not in done.stderr
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert {page["title"] for page in report["pages"]} >= {"Kite club warns schools", "Boats are to be counted"}


@on_linux
def test_no_process_of_the_command_is_left_when_it_is_done(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(newsfeed(Story("Kite club warns schools", prose(1))))
    assert run_import(tmp_path, "a.txt", OF_THIS_TEST=str(tmp_path)).returncode == 0
    assert not processes_with(f"OF_THIS_TEST={tmp_path}")


@on_linux
def test_ctrl_c_ends_the_command_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    for number in range(40):  # half a minute's work
        text = ("The road is wet and the kites are up today. " * 8 + "\n\n") * 14_000
        (tmp_path / "news" / f"{number}.txt").write_text(text)
    command = subprocess.Popen(
        [str(BULLETIN), "import", "news"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "OF_THIS_TEST": str(tmp_path)},
    )  # fmt: skip
    try:
        assert wait_until(lambda: len(processes_with(f"OF_THIS_TEST={tmp_path}")) == 2)
        time.sleep(0.5)
        command.send_signal(signal.SIGINT)
        _, told = command.communicate(timeout=10)
    finally:
        command.kill()
        command.communicate()
    assert command.returncode == 1
    assert "Traceback" not in told
    assert "Aborted" in told
    assert not processes_with(f"OF_THIS_TEST={tmp_path}")
    assert not list(tmp_path.rglob("*.md"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_the_command_waits_for_no_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "a.txt").write_text(newsfeed(Story("Kite club warns schools", prose(1))))
    done = run_import(tmp_path, "pipe.txt", "a.txt")
    assert done.returncode == 1
    assert "pipe.txt: this is no file but a pipe or a device" in done.stdout
    assert "1 page written" in done.stdout


PEAK = """
import resource, sys
from importer.cli import main
try:
    main(["import", "news", "--dry-run"])
finally:
    # Of the program alone: `ru_maxrss` would count what the process that started it had before
    status = open("/proc/self/status", encoding="ascii").read()
    print("peak", int(status.split("VmHWM:")[1].split()[0]) // 1024, file=sys.stderr)
"""


@on_linux
def test_the_command_never_holds_the_bytes_of_all_documents(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    for number in range(40):
        (tmp_path / "news" / f"{number}.txt").write_bytes(b" \n" * 90_000 + b" " * 5_000_000)
    done = subprocess.run(
        [sys.executable, "-c", PEAK], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(PROJECT)}, check=False, timeout=120,
    )  # fmt: skip
    assert done.stdout.count("the file is empty") == 40
    assert int(done.stderr.rsplit("peak ", 1)[1]) < 120
