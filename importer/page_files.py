"""Reading the file of a page: no link or pipe is followed, and no more is read than a page may have."""

from __future__ import annotations

import stat
from pathlib import Path

from importer.encoding import CannotRead
from importer.limits import MOST_PAGE_BYTES
from importer.records import Note


def read_page_content(path: Path, name: str) -> bytes:
    """The bytes of a page, which messages call `name`; links and pipes are not followed: they may lead anywhere.

    Raises:
        CannotRead: it is no file, too large or cannot be opened.
    """
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            raise _refusal(name, "the page is a link to another file", "Put the file itself there.")
        if not stat.S_ISREG(status.st_mode):
            raise _refusal(name, "the page is no file", "Take it away: pages are files of text.")
        with path.open("rb") as file:
            content = file.read(MOST_PAGE_BYTES + 1)
    except OSError as error:
        mend = "Check that it may be opened."
        raise _refusal(name, f"the page cannot be read: {error.strerror or 'it cannot be opened'}", mend) from error
    if len(content) > MOST_PAGE_BYTES:
        what = f"the page has more than {MOST_PAGE_BYTES:,} bytes; no more are read"
        raise _refusal(name, what, "Split it into several pages, or take out what is no text.")
    return content


def _refusal(name: str, what: str, mend: str) -> CannotRead:
    return CannotRead(Note(name, 0, what, mend))
