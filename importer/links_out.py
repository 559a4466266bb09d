"""What lies in the docs folder but is no file of it: links that lead elsewhere, pipes and devices.

The site is made of whatever stands in the folder. A link could put any file of the computer that builds it on the web.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from importer.read import document_name
from importer.records import Note


def find_links_out(docs: Path) -> Iterator[Note]:
    """A complaint for each link that leads out of the docs folder, and for each thing that is neither file nor folder.

    Raises:
        OSError: a folder cannot be read.
    """
    home = docs.resolve()
    for path in sorted(docs.rglob("*")):
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            if not path.resolve().is_relative_to(home):
                what = "this is a link that leads out of the docs folder"
                yield Note(document_name(path), 0, what, "Put the file itself there, or take the link away.")
        elif not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            yield Note(document_name(path), 0, "this is no file but a pipe or a device", "Take it away.")
