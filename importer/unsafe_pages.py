"""The files that a site is built from, held against what it may not hold: the gate before every build."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from importer.check_safety import check_safety, hidden_complaints
from importer.costly_text import find_costly_text
from importer.encoding import CannotRead
from importer.page_files import read_page_content
from importer.read import is_hidden
from importer.records import Note


def find_sources_of_site(docs: Path) -> tuple[Path, ...]:
    """Every page below the docs folder and every list in it, in order; what the importer keeps for itself aside."""
    pages = (path for path in docs.glob("**/*.md") if not is_hidden(path.relative_to(docs)))
    return tuple(path for path in sorted([*pages, *docs.glob("*.yml")]) if path.is_file())


def find_unsafe(files: Iterable[Path], name_of: Callable[[Path], str]) -> Iterator[Note]:
    """Every complaint that bars a build, in the order of the files, each named as `name_of` says.

    What cannot be read, or is not in UTF-8, is told by whoever reads it.
    """
    for path in files:
        try:
            text = read_page_content(path, name_of(path)).decode("utf-8", "replace").replace("\r\n", "\n")
        except CannotRead:
            continue
        if path.suffix == ".md" and (costly := tuple(find_costly_text(text, name_of(path)))):
            yield from costly
            continue
        if path.suffix == ".md":
            yield from check_safety(text, name_of(path))
        else:
            yield from hidden_complaints(name_of(path), text)
