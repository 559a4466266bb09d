"""A pdf: not read yet, and told so."""

from __future__ import annotations

from importer.encoding import CannotRead
from importer.records import Document, Note, Split


def find_items(document: Document) -> Split:
    """The items of a PDF.

    Raises:
        CannotRead: always.
    """
    mend = "Open it, save its text as a .txt file and import that."
    raise CannotRead(Note(document.path, 0, "this is a PDF, which cannot be read yet", mend))
