"""Files of the docs folder that the site would publish, or make a page of, though they are neither page nor picture.

What mkdocs.yml lets through by a file's place or name is looked at here: all of `assets/`, and pictures anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from importer.check_links import PICTURE_KINDS
from importer.read import document_name, is_hidden
from importer.records import Note

_ASSETS = "assets"
_STARTS = {
    ".png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    ".jpg": re.compile(rb"\xff\xd8\xff"),
    ".webp": re.compile(rb"RIFF....WEBPVP8", re.DOTALL),
}
_START_LENGTH = 16
_SAVE_ANEW = "Save it as PNG, JPEG or WebP, with the ending `.png`, `.jpg` or `.webp`, or take it away."


def find_odd_files(docs: Path) -> Iterator[Note]:
    """A complaint for each file below `assets/` that is no picture by its name, and each picture by its name alone."""
    for path in sorted(docs.rglob("*")):
        if path.suffix == ".md":
            continue
        own = path.relative_to(docs)
        if is_hidden(own) or path.is_symlink() or not path.is_file():
            continue
        if own.parts[0] == _ASSETS and path.suffix not in PICTURE_KINDS:
            what = "the file is of a kind that the site does not publish"
            yield Note(document_name(path), 0, what, _SAVE_ANEW)
        elif path.suffix in _STARTS and not _STARTS[path.suffix].match(_read_start(path)):
            yield Note(document_name(path), 0, "this is no picture of the kind that its name says", _SAVE_ANEW)


def _read_start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_START_LENGTH)
    except OSError:
        return b""
