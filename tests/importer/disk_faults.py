"""A disk that fails at a chosen moment, in one of the ways in which disks and processes do."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Literal

import pytest

Fault = Literal["full", "refused", "broken", "torn", "torn and killed", "killed", "interrupted"]
FAULTS: tuple[Fault, ...] = ("full", "refused", "broken", "torn", "torn and killed", "killed", "interrupted")
KILLING = frozenset({"killed", "torn and killed"})
_ERRORS = {
    "full": (errno.ENOSPC, "No space left on device"),
    "refused": (errno.EACCES, "Permission denied"),
    "broken": (errno.EIO, "Input/output error"),
    "torn": (errno.ENOSPC, "No space left on device"),
}


class Killed(BaseException):
    """Stands for the end of the process: nothing that comes after it reaches the disk."""


class Disk:
    """Counts the changes that are asked of the disk, and fails at the one with the number `fail_at`.

    A write that is torn leaves half of its bytes; at any other change it fails as a full disk does, or the process is
    killed before it.
    """

    def __init__(self, patch: pytest.MonkeyPatch, fail_at: int = 0, fault: Fault = "full") -> None:
        self.asked, self.fail_at, self.fault = 0, fail_at, fault
        self.names: list[str] = []
        changes: list[tuple[Any, str]] = [
            (Path, "mkdir"), (Path, "chmod"), (Path, "replace"), (Path, "rmdir"), (Path, "unlink"),
            (tempfile, "mkstemp"), (os, "open"), (os, "fsync"), (os, "ftruncate"),
        ]  # fmt: skip
        if sys.platform != "win32":
            import fcntl

            changes.append((fcntl, "flock"))
        for owner, name in changes:
            patch.setattr(owner, name, self._guard(name, getattr(owner, name)))
        fdopen = os.fdopen
        patch.setattr(os, "fdopen", self._guard("fdopen", lambda *given, **named: _File(self, fdopen(*given, **named))))

    def _guard(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*arguments: object, **named: object) -> Any:
            self.ask(name)
            return call(*arguments, **named)

        return guarded

    def ask(self, name: str, tear: Callable[[], None] = lambda: None) -> None:
        """Count a change and fail if it is its turn; `tear` does half of it."""
        self.asked += 1
        self.names.append(name)
        # What a process holds is let go with it
        is_over = 0 < self.fail_at < self.asked and self.fault in KILLING and name != "flock"
        if self.asked != self.fail_at and not is_over:
            return
        if not is_over and self.fault.startswith("torn"):
            tear()
        if self.fault in KILLING:
            raise Killed
        if self.fault == "interrupted":
            raise KeyboardInterrupt
        raise OSError(*_ERRORS[self.fault])


class _File:
    """A file opened for writing, each of whose changes is asked for."""

    def __init__(self, disk: Disk, file: Any) -> None:
        self._disk, self._file = disk, file

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._disk.ask("close")
        finally:
            self._file.close()

    def writelines(self, pieces: Iterable[bytes]) -> None:
        content = b"".join(pieces)
        self._disk.ask("write", lambda: self._tear(content))
        self._file.write(content)

    def _tear(self, content: bytes) -> None:
        self._file.write(content[: len(content) // 2])
        self._file.flush()

    def flush(self) -> None:
        self._disk.ask("flush")
        self._file.flush()

    def fileno(self) -> int:
        return int(self._file.fileno())
