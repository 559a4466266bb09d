"""The inside of the cage (see `cage.py`): takes documents apart one after another, and never outgrows its limits.

It is a program of its own, `python -m importer.cage_worker`. On standard input it is told once what to do with a
document and within which limits, then it is handed documents; on standard output it answers each. Both are frames: the
length in bytes, then the bytes.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import queue
import signal
import struct
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from importer.record_json import render_record
from importer.records import CannotImport

LENGTH = struct.Struct(">Q")
# How an answer begins; in a capital letter where the worker then ends
READY, RECORD, NOTE, TOO_DEEP, FAULT = b"y", b"r", b"n", b"d", b"f"
OUT_OF_MEMORY = 70  # how the worker ends when it can no longer answer
# What Python calls whatever reaches out of a process (its “audit events”)
_REACHING_OUT = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.spawn", "os.posix_spawn", "os.fork", "os.startfile", "pty.",
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown",
    "os.utime", "os.kill", "os.putenv", "os.chdir", "shutil.", "tempfile.", "webbrowser.", "sqlite3.connect",
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000  # Linux: unshare(2)
# What may stay behind after a document before another process takes over, as a share of the memory allowed
_MOST_LEFT_BEHIND = 0.1


@dataclass(frozen=True, slots=True)
class Task:
    """What the worker is told at its start: what makes a record of bytes and a name, and how much that may use."""

    describe: Callable[[bytes, str], object]
    cpu_seconds: float
    memory_bytes: int


def main() -> None:
    """Answer until standard input ends."""
    _leave_keys_to_parent()
    _leave_the_network()
    answers = _take_standard_output()
    frames = _receive_frames()
    # Whoever starts this process says what it is to do; only documents come from strangers.
    task: Task = pickle.loads(frames.get())  # noqa: S301
    _send(answers, READY)
    _silence()
    _limit_memory(task.memory_bytes)
    _forbid_the_outside()
    resident_at_start = _resident_bytes()
    while True:
        name, content = frames.get().decode("utf-8", "surrogatepass"), frames.get()
        _limit_processor_time(task.cpu_seconds)
        kind, answer = _answer(task, content, name)
        del content
        _limit_processor_time(0)
        is_last = _resident_bytes() - resident_at_start > task.memory_bytes * _MOST_LEFT_BEHIND
        _send(answers, (kind.upper() if is_last else kind) + answer)
        if is_last:
            os._exit(0)


def _answer(task: Task, content: bytes, name: str) -> tuple[bytes, bytes]:
    """The record for a document, the note that says why there is none, or where our own code went wrong."""
    try:
        return RECORD, render_record(task.describe(content, name))
    except CannotImport as error:
        return NOTE, render_record(error.note)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except RecursionError:
        return TOO_DEEP, b""
    except (Exception, SystemExit) as error:  # noqa: BLE001 - told to the editor, and the import goes on
        return FAULT, _where(error).encode()


def _where(error: BaseException) -> str:
    """The kind of an error and the line of ours it came from; its own words may hold the document's."""
    ours = Path(__file__).parent
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if ours in Path(frame.filename).parents]
    place = f" at {Path(frames[-1].filename).relative_to(ours.parent).as_posix()}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"


def _leave_keys_to_parent() -> None:
    """Ctrl-C is the parent's business, which then ends this process; and the clock's signal is to end it plainly."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.signal(signal.SIGPROF, signal.SIG_DFL)


def _take_standard_output() -> BinaryIO:
    """The way back, kept from whatever else writes to standard output."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _send(answers: BinaryIO, content: bytes) -> None:
    answers.write(LENGTH.pack(len(content)))
    answers.write(content)
    answers.flush()


def _receive_frames() -> queue.SimpleQueue[bytes]:
    """The frames of standard input, taken in by a thread of their own: it ends the process when their sender is gone.

    So nobody is left at work for a parent that was killed.
    """
    frames: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def receive() -> None:
        # The file itself, not sys.stdin: its lock would be held while the process ends.
        with os.fdopen(os.dup(0), "rb") as requests:
            try:
                while len(head := requests.read(LENGTH.size)) == LENGTH.size:
                    frames.put(requests.read(*LENGTH.unpack(head)))
            except MemoryError:
                os._exit(OUT_OF_MEMORY)
            os._exit(0)

    threading.Thread(target=receive, daemon=True).start()
    return frames


def _silence() -> None:
    """Let nothing reach the editor's terminal: what parsers print may be the document's own words."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    os.umask(0o077)


def _leave_the_network() -> None:
    """Go where there is no network at all, as Linux lets processes do, though not everywhere.

    It is done before there is a second thread. Who may not do it for the network alone does it as a user of its own.
    """
    if sys.platform != "linux":
        return
    unshare = getattr(ctypes.CDLL(None), "unshare", None)
    if unshare and unshare(_NEW_NETWORK):
        unshare(_NEW_USER | _NEW_NETWORK)


def _forbid_the_outside() -> None:
    """From now on let nothing be written, run or asked for, whatever the libraries are made to do.

    The system refuses to fill any file, and Python tells of what its own code is about to do before it is done.
    """
    sys.dont_write_bytecode = True
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.addaudithook(_refuse_the_outside)


def _refuse_the_outside(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse what reaches out of this process.

    Raises:
        PermissionError: it does.
    """
    if event == "open":
        flags = arguments[2]
        if not (isinstance(flags, int) and flags & _WRITING):
            return
    elif not event.startswith(_REACHING_OUT):
        return
    raise PermissionError(f"{event} is not for what takes documents apart")


def _limit_processor_time(seconds: float) -> None:
    """Have the system end this process once it has used so much more processor time, whatever it is at; 0: never.

    SIGPROF is not handled but left to end the process: no handler of Python's runs while a C library is at work.
    """
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _limit_memory(most_bytes: int) -> None:
    """Have the system refuse what would take the whole process beyond so much memory.

    What can be limited is the address space, of which a process takes much more at its start than it ever fills.
    """
    if sys.platform != "linux":
        return
    import resource

    unfilled = _statm_bytes(0) - _resident_bytes()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = unfilled + most_bytes
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
    # A core file would hold the document, unprotected.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _resident_bytes() -> int:
    """The memory that this process fills; 0 where the system does not say."""
    return _statm_bytes(1) if sys.platform == "linux" else 0


def _statm_bytes(field: int) -> int:
    return int(Path("/proc/self/statm").read_text().split()[field]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
