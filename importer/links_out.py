"""What lies in the docs folder but is no file of it: links, pipes and devices.

The site is made of whatever stands in the folder. A link could put any file of the computer that builds it on the web,
or, under another name, what was put aside in a folder that is never published.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from importer.read import document_name
from importer.records import Note

_MEND = "Put the file itself there, or take the link away."


def find_links_out(docs: Path) -> Iterator[Note]:
    """A complaint for each link, wherever it leads, and for each thing that is neither file nor folder.

    Raises:
        OSError: a folder cannot be read.
    """
    home = docs.resolve()
    for path in sorted(docs.rglob("*")):
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            is_within = _leads_into(path, home)
            what = "to another place of the docs folder" if is_within else "that leads out of the docs folder"
            yield Note(document_name(path), 0, f"this is a link {what}", _MEND)
        elif not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            yield Note(document_name(path), 0, "this is no file but a pipe or a device", "Take it away.")


def _leads_into(link: Path, home: Path) -> bool:
    try:
        return link.resolve().is_relative_to(home)
    except (OSError, RuntimeError):  # a link to itself
        return True
