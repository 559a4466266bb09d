"""The one module that writes: every file wholly old or wholly new, pages before the records that vouch for them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from importer.import_records import FILE_NAME, render_records
from importer.records import CannotImport, Note, Plan


class CannotWrite(CannotImport):
    """A file could not be written; what was written before it stays, and the next run completes the import."""


def write_plan(plan: Plan, docs: Path) -> None:
    """Write the pages of a plan below `docs`, then the import records; a file whose text is the same is not touched.

    Raises:
        CannotWrite: the folder or a file in it refuses; the note names it.
    """
    for page in plan.pages:
        if page.text:
            write_text(docs / page.article.path, page.text)
    records = render_records(plan.records)
    if records or (docs / FILE_NAME).exists():
        write_text(docs / FILE_NAME, records)


def write_text(path: Path, text: str) -> bool:
    """Put a text in place of a file in one step, and say whether anything changed (UTF-8, LF line ends).

    The new text goes to a temporary file in the same folder, is forced to disk, then takes the old one's name.

    Raises:
        CannotWrite: the folder or the file refuses.
    """
    content = text.encode()
    try:
        if path.is_file() and path.read_bytes() == content:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    except OSError as error:
        reason = error.strerror or "the disk refused"
        mend = "Check that the folder may be written to and has room, then run the import again."
        raise CannotWrite(Note(str(path), 0, f"the page cannot be written: {reason}", mend)) from error
    return True


def _sync_folder(folder: Path) -> None:
    """Force the new name to disk, where the system lets folders be opened (Windows does not)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
