"""Two machines that have nothing in common but the project: what they make of the same pages must be the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
DAYS_AHEAD = 400
TIME_LIMIT_SECONDS = 300
BULLETIN = "import sys; from importer.cli import main; main()"


@dataclass(frozen=True)
class Machine:
    """Whose settings a command runs with."""

    umask: int
    settings: Mapping[str, str]

    def run_python(
        self, program: str, *arguments: str, project: Path, folder: Path, **settings: str
    ) -> subprocess.CompletedProcess[str]:
        """A Python program that imports a project's code, run in a folder."""
        paths = [str(REPOSITORY / "tests" / "other_machine"), str(project)]
        return subprocess.run(
            [sys.executable, "-c", program, *arguments],
            cwd=folder,
            env={
                **os.environ, "GIT_CEILING_DIRECTORIES": str(project.parent), **self.settings, **settings,
                "PYTHONPATH": os.pathsep.join(paths),
            },
            umask=self.umask, capture_output=True, text=True, encoding="utf-8", errors="replace",
            timeout=TIME_LIMIT_SECONDS, check=False,
        )  # fmt: skip


OURS = Machine(
    0o022,
    {
        "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "1", "RAYON_NUM_THREADS": "1",
        "OTHER_MACHINE_CORES": "1",
    },
)  # fmt: skip
THEIRS = Machine(
    0o077,
    {
        "TZ": "Pacific/Niue", "LC_ALL": "POSIX", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "4242", "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0", "RAYON_NUM_THREADS": "7", "OTHER_MACHINE_DAYS": str(DAYS_AHEAD),
        "USER": "somebody", "LOGNAME": "somebody", "COLUMNS": "40", "PAGEFIND_FORCE_LANGUAGE": "cy",
    },
)  # fmt: skip


def read_tree(folder: Path) -> dict[str, tuple[str, bytes]]:
    """Every file and folder below one: its mode and, of a file, its bytes, by its path."""
    return {
        path.relative_to(folder).as_posix(): (
            f"{path.stat().st_mode & 0o7777:o}",
            path.read_bytes() if path.is_file() else b"",
        )
        for path in (folder, *folder.rglob("*"))
    }


def differences(first: Path, second: Path) -> list[str]:
    """The paths that only one of two folders has, or that differ in mode or bytes."""
    ours, theirs = read_tree(first), read_tree(second)
    return sorted(
        name if name not in ours or name not in theirs else f"{name} ({ours[name][0]}, {theirs[name][0]})"
        for name in ours.keys() | theirs.keys()
        if ours.get(name) != theirs.get(name)
    )
