"""Who may read the built site: everybody, whatever the machine that built it lets others see (its umask)."""

from __future__ import annotations

from pathlib import Path

FILE_MODE = 0o644
FOLDER_MODE = 0o755


def let_everybody_read(folder: Path) -> None:
    """Set the modes of a folder and of all that lies in it. Copied to a web server as it is, it can be served."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(FOLDER_MODE if path.is_dir() else FILE_MODE)
