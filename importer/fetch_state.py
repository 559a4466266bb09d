"""What is known of each feed's last answer, kept beside the files: by it a server is asked for news alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from importer.records import Note
from importer.write import write_text

STATE_NAME = ".feeds.json"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a feed's last answer: its file, the hash of that, what the server calls it, and the day."""

    file: str
    sha256: str
    answered_by: str
    etag: str
    last_modified: str
    day: str


def read_state(folder: Path) -> tuple[dict[str, Known], Note | None]:
    """What is known of the feeds by their addresses, and a note where it cannot be read."""
    path = folder / STATE_NAME
    try:
        text = path.read_text(encoding="utf-8") if path.is_file() else "{}"
        entries = json.loads(text)
        state = {url: Known(**entry) for url, entry in entries.items()}
        if all(_is_sound(known) for known in state.values()):
            return state, None
    except (OSError, ValueError, AttributeError, TypeError, RecursionError):
        pass
    what = "the file that remembers the feeds cannot be used; every feed is asked for all it has"
    return {}, Note(path.as_posix(), 0, what)


def _is_sound(known: Known) -> bool:
    """Is every value a text, and the file one of the folder that `import` reads?"""
    if not all(isinstance(getattr(known, each.name), str) for each in fields(known)):
        return False
    return bool(known.file) and not known.file.startswith(".") and Path(known.file).name == known.file


def write_state(folder: Path, state: Mapping[str, Known]) -> None:
    """Keep what is known of the feeds, by their addresses.

    Raises:
        CannotWrite: the folder refuses.
    """
    entries = {url: asdict(known) for url, known in sorted(state.items())}
    write_text(folder / STATE_NAME, json.dumps(entries, ensure_ascii=False, indent=2) + "\n")
