"""Another machine, for a Python that is started with this folder in PYTHONPATH: another day, another disk.

Python imports a module of this name when it starts, before anything else can ask for the time or for a folder's names.
`OTHER_MACHINE_DAYS` says by how many days the clock is ahead; every listing of a folder comes in reverse order.
`OTHER_MACHINE_CORES` is on how many cores it and what it starts may run.
"""

from __future__ import annotations

import copyreg
import datetime
import os
import time
from collections.abc import Iterator
from typing import Any

SECONDS_AHEAD = int(os.environ.get("OTHER_MACHINE_DAYS", "0")) * 86_400
CORES = int(os.environ.get("OTHER_MACHINE_CORES", "0"))

_real_date, _real_datetime = datetime.date, datetime.datetime
_time, _time_ns, _gmtime, _localtime = time.time, time.time_ns, time.gmtime, time.localtime
_ctime, _strftime, _scandir, _listdir = time.ctime, time.strftime, os.scandir, os.listdir


class _AlsoReal(type):
    """Dates that were made before, or by code in C, are dates too."""

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, cls.__mro__[1])


class _OtherDate(_real_date, metaclass=_AlsoReal):
    @classmethod
    def today(cls) -> datetime.date:
        return _real_date.fromtimestamp(time.time())


class _OtherDatetime(_real_datetime, metaclass=_AlsoReal):
    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:
        return _real_datetime.fromtimestamp(time.time(), tz)

    @classmethod
    def utcnow(cls) -> datetime.datetime:
        return _real_datetime.fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None)

    @classmethod
    def today(cls) -> datetime.datetime:
        return _real_datetime.fromtimestamp(time.time())


class _Reversed:
    """What `os.scandir` gives: to be gone through, closed, or used in a `with` statement."""

    def __init__(self, entries: list[Any]) -> None:
        self._entries = iter(entries)

    def __iter__(self) -> Iterator[Any]:
        return self._entries

    def __next__(self) -> Any:
        return next(self._entries)

    def __enter__(self) -> _Reversed:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._entries = iter(())


def _scandir_reversed(*arguments: Any) -> _Reversed:
    with _scandir(*arguments) as entries:
        return _Reversed(sorted(entries, key=lambda entry: entry.name, reverse=True))


if SECONDS_AHEAD:
    time.time = lambda: _time() + SECONDS_AHEAD
    time.time_ns = lambda: _time_ns() + SECONDS_AHEAD * 1_000_000_000
    time.gmtime = lambda seconds=None: _gmtime(time.time() if seconds is None else seconds)
    time.localtime = lambda seconds=None: _localtime(time.time() if seconds is None else seconds)
    time.ctime = lambda seconds=None: _ctime(time.time() if seconds is None else seconds)
    time.strftime = lambda form, moment=None: _strftime(form, moment or time.localtime())
    datetime.date, datetime.datetime = _OtherDate, _OtherDatetime  # type: ignore[misc]
    # The import hands dates to another process; pickle finds a real one under a name that is no longer its own.
    copyreg.pickle(_real_date, lambda day: (_OtherDate.fromisoformat, (day.isoformat(),)))
    os.scandir = _scandir_reversed  # type: ignore[assignment]
    os.listdir = lambda *arguments: sorted(_listdir(*arguments), reverse=True)
if CORES and hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
