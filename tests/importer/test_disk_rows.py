"""The tables on disk that an import works with."""

from __future__ import annotations

import gc
import sys
import threading
from typing import Any

import pytest

from importer.disk_rows import open_table


class Ring:
    """Something that only Python's collector takes away, in whichever thread that runs."""

    def __init__(self) -> None:
        self.table = open_table("CREATE TABLE kites (number INTEGER)")
        self.itself = self


def test_table_may_be_closed_by_another_thread_than_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server's thread may be the one in which Python clears away."""
    ignored: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", ignored.append)
    gc.disable()
    try:
        Ring()
        thread = threading.Thread(target=gc.collect)
        thread.start()
        thread.join()
    finally:
        gc.enable()
    assert [each.exc_value for each in ignored] == []
