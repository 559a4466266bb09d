"""What a parser may do to the process it runs in, for the tests of the cage: no real document has to be found for each.

The cage imports these by name in its own process, so they stand in a module of their own.
"""

from __future__ import annotations

import ctypes
import os
import re
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from importer.records import CannotImport, Note


@dataclass(frozen=True, slots=True)
class Told:
    """What the describer of these tests makes of a document."""

    name: str
    words: tuple[str, ...]


def describe(content: bytes, name: str) -> Told:
    """Do what the first word of the document says; give its words where that is nothing bad."""
    words = content.decode("utf-8", "replace").split()
    misdeed = _MISDEEDS.get(words[0]) if words else None
    if misdeed:
        misdeed()
    return Told(name, tuple(words))


def _refuse() -> None:
    raise CannotImport(Note("news.txt", 3, "the third line is wrong", "Correct it."))


def _loop_in_python() -> None:
    while True:
        pass


def _loop_in_c() -> None:
    # One call of a C function that never gives the interpreter back
    re.fullmatch(r"(a|a)*b", "a" * 200)


def _sleep() -> None:
    time.sleep(600)


def _eat_memory() -> None:
    eaten = []
    while True:
        eaten.append(bytearray(10 * 1024 * 1024))


def _eat_memory_at_once() -> None:
    bytearray(100 * 1024 * 1024 * 1024)


def _leave_memory_behind() -> None:
    _LEFT.append(b"x" * (20 * 1024 * 1024))


def _exit_at_once() -> None:
    os._exit(0)


def _exit_as_programs_do() -> None:
    sys.exit("leaving")


def _crash() -> None:
    ctypes.string_at(0)


def _dive() -> None:
    _dive()


def _err() -> None:
    raise KeyError("a secret of the document")


def _print() -> None:
    print("printed by a parser")  # noqa: T201
    os.write(1, b"written by a library")
    os.write(2, b"\x1b[2Jcomplained by a library")


def _forge_an_answer() -> None:
    """Put something in place of the answer, on every file that may be the way back."""
    forged = b"r[1,2,3]"
    for handle in range(3, 20):
        try:
            os.write(handle, len(forged).to_bytes(8, "big") + forged)
        except OSError:
            continue


def _forge_a_huge_answer() -> None:
    for handle in range(3, 20):
        try:
            os.write(handle, (1 << 60).to_bytes(8, "big"))
        except OSError:
            continue
    time.sleep(600)


def _name_the_process() -> None:
    raise CannotImport(Note("news.txt", os.getpid(), "this process"))


def _ask_another_computer() -> None:
    socket.create_connection(("127.0.0.1", 9), timeout=1)


def _ask_for_a_name() -> None:
    socket.getaddrinfo("kites.example", 80)


def _run_a_program() -> None:
    subprocess.run([sys.executable, "-c", ""], check=True)


def _write_a_file() -> None:
    Path("written-by-a-parser").write_text("a", encoding="utf-8")


def _write_a_file_in_c() -> None:
    """What no line of Python does, and so only the system can refuse."""
    system = ctypes.CDLL(None)
    handle = system.creat(b"written-in-c", 0o600)
    if handle >= 0 and system.write(handle, b"kites", 5) == 5:
        raise KeyError("it could be written")
    raise CannotImport(Note("news.txt", 0, "it could not be written"))


def _remove_a_file() -> None:
    Path("keep.txt").unlink()


def _name_the_network() -> None:
    raise CannotImport(Note("news.txt", 0, str(Path("/proc/self/ns/net").readlink())))


def _name_the_folder() -> None:
    raise CannotImport(Note("news.txt", 0, str(Path.cwd())))


_LEFT: list[bytes] = []
_MISDEEDS = {
    "refuse": _refuse,
    "loop-in-python": _loop_in_python,
    "loop-in-c": _loop_in_c,
    "sleep": _sleep,
    "eat-memory": _eat_memory,
    "eat-memory-at-once": _eat_memory_at_once,
    "leave-memory-behind": _leave_memory_behind,
    "exit-at-once": _exit_at_once,
    "exit-as-programs-do": _exit_as_programs_do,
    "crash": _crash,
    "dive": _dive,
    "err": _err,
    "print": _print,
    "forge": _forge_an_answer,
    "forge-huge": _forge_a_huge_answer,
    "name-process": _name_the_process,
    "name-folder": _name_the_folder,
    "ask-another-computer": _ask_another_computer,
    "ask-for-a-name": _ask_for_a_name,
    "run-a-program": _run_a_program,
    "write-a-file": _write_a_file,
    "write-a-file-in-c": _write_a_file_in_c,
    "remove-a-file": _remove_a_file,
    "name-network": _name_the_network,
}
