"""The day of what the bulletin holds: an offline copy is dated by it, so that the same contents give the same copy."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from importer.read import read_pages
from importer.vocabulary import read_vocabulary


def find_day(docs: Path, epoch: str = "") -> date | None:
    """The day of the last change to the docs folder; None if nothing tells it. The clock is never asked.

    As told by `epoch`, which is the caller's SOURCE_DATE_EPOCH (reproducible-builds.org), else by git. Without
    git, or with no more of its history than the last commits, it is the latest day that pages and lists name: that of
    an article, of its revision, of a look at a help line or at a source's permission.

    Raises:
        ValueError: `epoch` is no number of seconds.
        CannotImport: without git, a page or list cannot be read.
    """
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), tz=UTC).date()
        except (OverflowError, OSError) as error:
            raise ValueError(epoch) from error
    return _last_commit(docs) or max(_days_told(docs), default=None)


def _last_commit(docs: Path) -> date | None:
    """The day on which the folder was last changed by a commit, as the one who made it wrote it.

    None where the history is cut off there: to git the first commit of such a clone seems to have changed every file.
    """
    git = ["git", "-C", str(docs)]
    try:
        told = _ask([*git, "log", "-1", "--no-show-signature", "--format=%cs %P", "--", "."])
        day, _, parents = told.partition(" ")
        if told and not parents and _ask([*git, "rev-parse", "--is-shallow-repository"]) == "true":
            return None
        return date.fromisoformat(day)
    except (OSError, ValueError):
        return None


def _ask(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603


def _days_told(docs: Path) -> Iterable[date]:
    lists = read_vocabulary(docs)
    told = [day for article in read_pages(docs) for day in (article.date, article.updated)]
    told += [helpline.checked for helpline in lists.helplines] + [source.checked for source in lists.sources]
    return (date.fromisoformat(day) for day in told if len(day) == len("2024-01-09"))
