"""The one module that writes: every file wholly old or wholly new, pages before the records that vouch for them.

An import that broke off, at whatever moment, is completed by the next one: the records that it was about to leave are
put aside before the first page is written, and `read_records` settles by them which pages it still wrote.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from importer.import_records import FILE_NAME, INTENDED_FILE_NAME, page_sha256, render_records
from importer.records import CannotImport, ImportRecord, Note, Plan, PlannedPage
from importer.withdraw import PlannedWithdrawal
from importer.withdrawn_marks import FILE_NAME as MARKS_NAME
from importer.withdrawn_marks import render_marks

LOCK_NAME = "articles/.imports.lock"
_UNFINISHED = ".writing-"


class CannotWrite(CannotImport):
    """A file could not be written; what was written before it stays, and the next run completes the import."""


class AlreadyImporting(CannotImport):
    """Another import is at work on the same docs folder."""


@contextmanager
def sole_import(docs: Path) -> Iterator[None]:
    """Hold the docs folder for one import, from reading its pages to writing them; the system frees it after a crash.

    Raises:
        AlreadyImporting: another import holds it.
        CannotWrite: the folder refuses.
    """
    path = docs / LOCK_NAME
    lock = FileLock(path, timeout=0)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        what = "another import is at work on this folder"
        raise AlreadyImporting(Note(str(docs), 0, what, "Wait until it is done, then run the import again.")) from error
    except OSError as error:
        raise _cannot_write(path, error) from error
    try:
        yield
    finally:
        # While it is held: whoever opened this file before gets a file without a name, sees so and opens anew. Windows
        # does not let go of open files, and keeps it; git ignores it. A file that stays does no harm, and what cannot
        # be let go the system frees with the process.
        with suppress(OSError):
            if os.name != "nt":
                path.unlink(missing_ok=True)
        with suppress(OSError):
            lock.release()


def write_plan(plan: Plan, docs: Path) -> None:
    """Write the pages of a plan below `docs`, then the import records; a file whose text is the same is not touched.

    Raises:
        CannotWrite: the folder or a file in it refuses; the note names it.
    """
    _refuse_links_out(docs, [*(file.path for file in plan.aside), *(page.path for page in plan.pages if page.new_text)])
    _remove_unfinished(docs / "articles")
    records, intended = docs / FILE_NAME, docs / INTENDED_FILE_NAME
    is_new = _differs(records, _record_lines(plan.records))
    # What is put aside comes first: a record that names it without a file would say that an editor settled it.
    for file in plan.aside:
        if file.text:
            write_text(docs / file.path, file.text)
    if is_new:
        replace_file(intended, _record_lines(plan.records))
    for page in plan.pages:
        if page.new_text:
            _write_page(page, docs)
    _remove([docs / file.path for file in plan.aside if not file.text])
    try:
        if is_new:
            intended.replace(records)
            _sync_folder(records.parent)
        else:
            intended.unlink(missing_ok=True)
    except OSError as error:
        raise _cannot_write(records, error) from error


def _refuse_links_out(docs: Path, paths: Iterable[str]) -> None:
    """Look at every folder that is to be written to before anything is: one may be a link that leads elsewhere.

    Raises:
        CannotWrite: one is.
    """
    home = docs.resolve()
    for folder in sorted({"articles", *(path.rpartition("/")[0] for path in paths)}):
        if not (docs / folder).resolve().is_relative_to(home):
            what = "the folder leads out of the docs folder; nothing was written"
            raise CannotWrite(Note(str(docs / folder), 0, what, "Take the link away, then run the command again."))


def _record_lines(records: Iterable[ImportRecord]) -> Iterator[bytes]:
    return (line.encode() for line in render_records(records))


def _write_page(page: PlannedPage, docs: Path) -> None:
    """Put the new text in place of the page that the plan was made for, and of no other.

    Raises:
        CannotWrite: an editor saved the page since it was read, or the folder refuses.
    """
    path, text = docs / page.path, page.text
    if _sha256_now(path) not in {page.replaces, page_sha256(text)}:
        what = "the page was changed while the import was at work; it was left as it is now"
        raise CannotWrite(Note(str(path), 0, what, "Run the import again: it takes the change into account."))
    write_text(path, text)


def _sha256_now(path: Path) -> str:
    """The hash of a page as it is now; empty where there is none."""
    try:
        return page_sha256(path.read_bytes().decode("utf-8", errors="replace")) if path.is_file() else ""
    except OSError as error:
        raise _cannot_write(path, error) from error


def write_withdrawal(plan: PlannedWithdrawal, docs: Path) -> None:
    """Take a page out: one that broke off, at whatever moment, is completed by running it again.

    What keeps the article from coming back is written first, and what the page is known by goes last.

    Raises:
        CannotWrite: the folder or a file in it refuses, or an editor saved a page since it was read.
    """
    _refuse_links_out(docs, [*plan.removed, *(page.path for page in (*plan.changed, plan.page))])
    _remove_unfinished(docs / "articles")
    write_text(docs / MARKS_NAME, "".join(map(render_marks, plan.marks)))
    _remove([docs / path for path in plan.removed])
    for page in (*plan.changed, plan.page):
        path = docs / page.path
        if _sha256_now(path) not in {page.replaces, page_sha256(page.text) if page.text else ""}:
            what = "the page was changed while it was being withdrawn; it was left as it is now"
            raise CannotWrite(Note(str(path), 0, what, "Run the command again: it takes the change into account."))
        if page.text:
            write_text(path, page.text)
        else:
            _remove([path])
    records = docs / FILE_NAME
    if records.exists() and _differs(records, _record_lines(plan.records)):
        replace_file(records, _record_lines(plan.records))
    _remove([path for path in [docs / INTENDED_FILE_NAME] if path.exists()])


def write_text(path: Path, text: str) -> bool:
    """Put a text in place of a file in one step, and say whether anything changed (UTF-8, LF line ends).

    Raises:
        CannotWrite: the folder or the file refuses.
    """
    return write_bytes(path, text.encode())


def write_new_text(path: Path, text: str) -> None:
    """Put a text where no file is yet, in one step (UTF-8, LF line ends).

    Raises:
        CannotWrite: there is a file already, or the folder refuses.
    """
    if path.exists():
        what = "there is a file of this name already; it was left as it is"
        raise CannotWrite(Note(str(path), 0, what, "Run the command again: it then takes another name."))
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> bool:
    """Put bytes in place of a file in one step, and say whether anything changed.

    Raises:
        CannotWrite: the folder or the file refuses.
    """
    if not _differs(path, [content]):
        return False
    replace_file(path, [content])
    return True


def replace_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Put bytes, piece by piece, in place of a file: written beside it, forced to disk, then given the old one's name.

    Raises:
        CannotWrite: the folder or the file refuses; the old one is as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=_UNFINISHED, dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(pieces)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    except OSError as error:
        raise _cannot_write(path, error) from error


def _differs(path: Path, pieces: Iterable[bytes]) -> bool:
    """Is there no such file, or does it hold anything else?"""
    try:
        if not path.is_file():
            return any(pieces)
        with path.open("rb") as file:
            return any(file.read(len(piece)) != piece for piece in pieces) or bool(file.read(1))
    except OSError as error:
        raise _cannot_write(path, error) from error


def _remove(paths: Iterable[Path]) -> None:
    """Take files away, and their folder with the last of them."""
    for path in paths:
        try:
            path.unlink(missing_ok=True)
            if not any(path.parent.iterdir()):
                path.parent.rmdir()
        except OSError as error:
            raise _cannot_write(path, error) from error


def _remove_unfinished(folder: Path) -> None:
    """Take away what an import that was killed left half-written under names of its own."""
    try:
        for path in folder.rglob(f"{_UNFINISHED}*"):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise _cannot_write(folder, error) from error


def _cannot_write(path: Path, error: OSError) -> CannotWrite:
    reason = error.strerror or "the disk refused"
    mend = "Check that the folder may be written to and has room, then run the command again."
    return CannotWrite(Note(str(path), 0, f"the file cannot be written: {reason}", mend))


def _sync_folder(folder: Path) -> None:
    """Force the new name to disk, where the system lets folders be opened (Windows does not)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
