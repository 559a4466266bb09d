"""The docs folder read for a build, and every complaint about it worded so that an editor can jump to the line."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from hooks.library.bulletin import Bulletin, assemble_bulletin
from hooks.library.kept_out import keep_apart
from hooks.library.moved_pages import find_moves
from importer.care_rules import read_care_rules
from importer.costly_text import find_costly_text
from importer.encoding import CannotRead
from importer.frontmatter import BadPage, parse_header
from importer.incoming import FOLDER
from importer.links_out import find_links_out
from importer.page_files import read_page_content
from importer.read import read_pages, read_records_by_page
from importer.records import CannotImport, Note
from importer.stray_articles import find_stray_articles
from importer.vocabulary import read_vocabulary


class BadDocs(Exception):
    """Pages or lists that must be mended before the site can be built; its text holds every complaint."""

    def __init__(self, notes: Iterable[Note]) -> None:
        self.notes = tuple(notes)
        many = len(self.notes) > 1
        first = f"{len(self.notes)} faults to mend before the site can be built:" if many else "Mend this first:"
        super().__init__("\n".join([first, *(str(note) for note in self.notes)]))


def read_bulletin(docs_dir: str | Path, since: str = "") -> Bulletin:
    """Everything that the pages of a build show. With a month (`2025-01`), only articles known to be of then or later.

    What waits for an editor's decision (docs/care.yml) and what was withdrawn is kept apart.

    Raises:
        BadDocs: a page's header or a list cannot be used; all complaints about pages at once.
    """
    docs = Path(docs_dir)
    if leading_out := tuple(find_links_out(docs)):
        raise BadDocs(leading_out)
    notes = [replace(note, path=as_typed(docs / note.path)) for note in _broken_other_pages(docs)]
    notes += find_stray_articles(docs)
    try:
        articles = read_pages(docs)
    except BadPage as error:
        notes = [*(replace(note, path=as_typed(docs / note.path)) for note in error.notes), *notes]
    if notes:
        raise BadDocs(notes)
    try:
        vocabulary = read_vocabulary(docs)
        care = read_care_rules(docs)
        records = read_records_by_page(docs)
    except CannotImport as error:
        raise BadDocs([replace(error.note, path=as_typed(Path(error.note.path)))]) from error
    apart = keep_apart((each for each in articles if _is_since(each.date, since)), care, records.values())
    left_out = {page: record.left_out for page, record in records.items()}
    bulletin = assemble_bulletin(apart.shown, vocabulary, left_out)
    return replace(
        bulletin,
        moves=find_moves(records.values(), {path: each.article for path, each in bulletin.by_path.items()}),
        version=_version_of(docs, since),
        withdrawn=apart.withdrawn,
        waiting=assemble_bulletin(apart.waiting, vocabulary, left_out).by_path,
        open_rules=apart.open_rules,
        files_kept_out=apart.files,
    )


def _version_of(docs: Path, since: str) -> str:
    """A hash of every page and list, and of how far back the edition goes: tells whether a built site is of these."""
    version = hashlib.sha256(since.encode())
    aside = docs / FOLDER
    for path in sorted(path for path in docs.rglob("*") if path.suffix in {".md", ".yml", ".jsonl"}):
        if path.parent == aside:
            continue
        version.update(f"\n{path.relative_to(docs).as_posix()}\n".encode())
        version.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return version.hexdigest()[:16]


def _is_since(day: str, month: str) -> bool:
    """Is a date as the header has it surely not before a month? A bare year begins in January; no month is any date."""
    return not month or (bool(day) and f"{day}-01"[: len(month)] >= month)


def _broken_other_pages(docs: Path) -> list[Note]:
    """Complaints about pages that are no articles: they may do without a header, but not have a broken one."""
    notes: list[Note] = []
    for path in sorted(docs.glob("**/*.md")):
        name = path.relative_to(docs).as_posix()
        if name.startswith("articles/"):
            continue
        try:
            text = read_page_content(path, name).decode("utf-8-sig").replace("\r\n", "\n")
            notes += find_costly_text(text, name)
            if text.startswith("---"):
                parse_header(text, name)
        except CannotRead as error:
            notes.append(error.note)
        except UnicodeDecodeError:
            notes.append(Note(name, 1, "the page is not in UTF-8", "Save it again with the encoding UTF-8."))
        except BadPage as error:
            notes += error.notes
    return notes


def as_typed(path: Path) -> str:
    """The path as an editor would type it: from the folder the build was started in, where it lies below that."""
    here = Path(os.path.relpath(path)) if path.is_absolute() else path
    return path.as_posix() if here.parts[:1] == ("..",) else here.as_posix()
