"""A cage for documents from strangers: each is taken apart in another process, within limits, and cannot harm this one.

What loops for ever, eats all memory or brings a parser down costs its own document only: the process is ended, a note
says which limit was met, and another process takes the next document. What runs inside is `cage_worker.py`.
"""

from __future__ import annotations

import itertools
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar, cast

from importer import cage_worker
from importer.cage_worker import LENGTH, Task
from importer.limits import MOST_MEMORY_BYTES, MOST_SECONDS, MOST_WAIT_SECONDS
from importer.record_json import BadRecord, parse_record
from importer.records import CannotImport, Note

Described = TypeVar("Described")

_TICK_SECONDS = 0.25
_SPLIT_IT = "Split it, or save its text as a .txt file and import that."
_MEND_IT = "Open it and save it again, or save its text as a .txt file, and import that."


class CannotStart(CannotImport):
    """The process that takes documents apart does not start on this system."""


@dataclass(frozen=True, slots=True)
class CageLimits:
    """What one document may use: processor time, time by the clock until the answer, memory of the whole process."""

    cpu_seconds: float = MOST_SECONDS
    wait_seconds: float = MOST_WAIT_SECONDS
    memory_bytes: int = MOST_MEMORY_BYTES


USUAL_LIMITS = CageLimits()


@contextmanager
def open_cage(
    describe: Callable[[bytes, str], Described], record: type[Described], limits: CageLimits = USUAL_LIMITS
) -> Iterator[Callable[[bytes, str], Described | Note]]:
    """A function that does what `describe` does, in the cage: it gives the same record, or a note instead of raising.

    `describe` takes a document's bytes and name and gives a `record`; it must be one that can be pickled (a function of
    a module, or a `partial` of one). On Windows only the clock limits it, on macOS processor time and clock.

    Raises:
        CannotStart: from the function: no process can be started.
    """
    cage = _Cage(Task(describe, limits.cpu_seconds, limits.memory_bytes), record, limits)
    try:
        yield cage.describe
    finally:
        cage.stop()


class _Cage(Generic[Described]):
    """One process at a time, started when there is something to do."""

    def __init__(self, task: Task, record: type[Described], limits: CageLimits) -> None:
        self._task = pickle.dumps(task)
        self._record = record
        self._limits = limits
        self._worker: _Worker | None = None

    def describe(self, content: bytes, name: str) -> Described | Note:
        worker = self._worker = self._worker or _Worker(self._task, self._limits)
        try:
            answer = worker.ask(name.encode("utf-8", "surrogatepass"), content)
        except (OSError, EOFError):
            what, mend = worker.explain_end()
            self.stop()
            return Note(name, 0, what, mend)
        kind = answer[:1]
        if kind.isupper():
            self.stop()
        try:
            return self._parse_answer(kind.lower(), answer[1:], name)
        except BadRecord:
            self.stop()
            return Note(name, 0, "what was made of the document cannot be read", _MEND_IT)

    def _parse_answer(self, kind: bytes, answer: bytes, name: str) -> Described | Note:
        if kind == cage_worker.RECORD:
            return parse_record(answer, self._record)
        if kind == cage_worker.NOTE:
            return parse_record(answer, Note)
        if kind == cage_worker.TOO_DEEP:
            return Note(name, 0, "its parts are nested too deeply to be taken apart", _SPLIT_IT)
        if kind == cage_worker.FAULT:
            what = f"the importer made a mistake with this document ({answer.decode(errors='replace')[:200]})"
            return Note(name, 0, what, f"Please report this, with the document. {_MEND_IT}")
        raise BadRecord("an answer of no known kind")

    def stop(self) -> None:
        worker, self._worker = self._worker, None
        if worker:
            worker.stop()


class _Worker:
    """A running process, its two pipes, and the watch that ends it when it does not answer in time."""

    def __init__(self, task: bytes, limits: CageLimits) -> None:
        self._process = _start_process()
        self._requests = cast(BinaryIO, self._process.stdin)
        self._answers = cast(BinaryIO, self._process.stdout)
        self._limits = limits
        self._questions = itertools.count(1)
        self._open_question = 0
        self._seconds_allowed: float = MOST_WAIT_SECONDS  # to start in; a busy machine may need long
        self._is_late = False
        self._lock = threading.Lock()
        self._is_stopped = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()
        try:
            self._exchange(task)  # it answers that it is ready
        except (OSError, EOFError) as error:
            self.stop()
            raise _cannot_start("it ended at once") from error
        except BaseException:  # Ctrl-C
            self.stop()
            raise
        self._seconds_allowed = limits.wait_seconds

    def ask(self, name: bytes, content: bytes) -> bytes:
        """The answer to a document.

        Raises:
            EOFError, OSError: the process ended before it answered.
        """
        return self._exchange(name, content)

    def _exchange(self, *frames: bytes) -> bytes:
        self._open_question = next(self._questions)
        for frame in frames:
            self._requests.write(LENGTH.pack(len(frame)))
            self._requests.write(frame)
        self._requests.flush()
        (length,) = LENGTH.unpack(self._read(LENGTH.size))
        if length > self._limits.memory_bytes:
            raise EOFError("an answer larger than the memory it was made in")
        answer = self._read(length)
        with self._lock:
            self._open_question = 0
            if self._is_late:
                raise EOFError("the process is being ended")
        return answer

    def _read(self, length: int) -> bytes:
        content = self._answers.read(length)
        if len(content) < length:
            raise EOFError("the process ended")
        return content

    def _watch(self) -> None:
        """End the process when it takes too long over one question.

        Ticks are counted, not hours: the time in which a computer sleeps or Ctrl-Z halts the import does not count.
        """
        ticks = question = 0
        while not self._is_stopped.wait(_TICK_SECONDS):
            ticks = ticks + 1 if self._open_question == question else 0
            question = self._open_question
            if question and ticks * _TICK_SECONDS > self._seconds_allowed:
                with self._lock:
                    self._is_late = self._open_question == question
                if self._is_late:
                    self._process.kill()
                    return

    def stop(self) -> None:
        """End the process, whatever it is at, and wait until it is gone."""
        self._is_stopped.set()
        self._process.kill()
        self._process.wait()
        for pipe in (self._requests, self._answers):
            with suppress(OSError):  # what was not sent yet has nowhere to go
                pipe.close()

    def explain_end(self) -> tuple[str, str]:
        """Why the process did not answer: what, and how to mend it."""
        with suppress(subprocess.TimeoutExpired):  # the pipe may close a moment before the process ends
            self._process.wait(1)
        code = self._process.poll()
        if self._is_late:
            return f"taking it apart is not done after {self._limits.wait_seconds:g} seconds", _SPLIT_IT
        if code == cage_worker.OUT_OF_MEMORY or code == -_signal_number("SIGKILL"):
            return f"taking it apart needs more than {_megabytes(self._limits.memory_bytes)} of memory", _SPLIT_IT
        if code == -_signal_number("SIGPROF"):
            seconds = f"{self._limits.cpu_seconds:g} seconds"
            return f"taking it apart needs more than {seconds} of processor time", _SPLIT_IT
        if code == -_signal_number("SIGABRT"):  # how libraries of C give up when they are given no more memory
            memory = _megabytes(self._limits.memory_bytes)
            return (
                f"the reader of its format broke down over it: it needs more than {memory} of memory, or is forged",
                _MEND_IT,
            )
        end = "wrong answer" if code is None else f"exit code {code}"
        return f"the reader of its format broke down over it ({end})", _MEND_IT


def _signal_number(name: str) -> int:
    """The number of a signal; one that no process ends with where the system does not know it."""
    return int(getattr(signal, name, 0)) or sys.maxsize


def _megabytes(size_bytes: int) -> str:
    return f"{size_bytes // (1024 * 1024)} MB"


def _cannot_start(reason: str) -> CannotStart:
    mend = "Check that Python may start other programs here and that there is memory left, then import again."
    return CannotStart(Note("bulletin import", 0, f"the process that reads documents does not start: {reason}", mend))


def _start_process() -> subprocess.Popen[bytes]:
    # Found as this process found it, and never in the folder that the command is run in (-P): that may hold anything.
    ours = str(Path(__file__).resolve().parent.parent)
    path = os.pathsep.join(filter(None, [ours, os.environ.get("PYTHONPATH", "")]))
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "importer.cage_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,  # Ctrl-C reaches this process alone, which then ends the other
        )
    except OSError as error:
        raise _cannot_start(error.strerror or "the system refuses") from error
