"""What git knows of the docs folder: what changed since a commit, and the pages that are gone.

The one module of the importer that asks git. Like `read` it only looks: nothing is fetched, checked out or written.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from importer.limits import MOST_GIT_SECONDS
from importer.records import CannotImport, Note

# Where branches of a pull request come from; a fresh clone knows it by this name
_MAIN = "origin/HEAD"


class CannotCompare(CannotImport):
    """Git cannot say what changed: no repository, no such commit, no git."""


@dataclass(frozen=True, slots=True)
class History:
    """What became of the docs folder since a commit; paths are relative to it, with forward slashes.

    `changed` are the files that were added or changed, in the working folder too; None where everything is to be
    looked at. `gone` has the earlier text of each article page that is no longer there under its path, and `added` the
    pages that were not there before.
    """

    gone: dict[str, str] = field(repr=False)
    added: frozenset[str] = frozenset()
    changed: frozenset[str] | None = None


def read_changes(docs: Path, since: str) -> History:
    """What changed since the branch left `since`, a branch, tag or commit.

    Raises:
        CannotCompare: git does not know it, or the folder is in no repository.
    """
    if _find_commit(docs, "HEAD") is None:
        what = "there is no git repository with a commit here"
        mend = "Run the command in the folder of the bulletin's repository, or leave out --since."
        raise CannotCompare(Note(docs.as_posix(), 0, what, mend))
    commit = _find_commit(docs, since)
    if commit is None:
        mend = (
            "Name a branch, a tag or a commit. One of another repository has to be fetched first: git fetch origin main"
        )
        raise CannotCompare(Note(docs.as_posix(), 0, f"git knows no branch or commit “{_printable(since)}”", mend))
    base = _merge_base(docs, commit)
    return _read_history(docs, base, is_whole=False)


def read_recent(docs: Path) -> History | None:
    """The pages that are gone since the branch left the main one, or else since the last commit; None without git."""
    try:
        head = _find_commit(docs, "HEAD")
        if head is None:
            return None
        main = _find_commit(docs, _MAIN)
        return _read_history(docs, _merge_base(docs, main) if main else head, is_whole=True)
    except CannotCompare:
        return None


def find_repository(folder: Path) -> Path | None:
    """The folder of the repository that a folder belongs to; None without git."""
    try:
        done = _ask(folder, "rev-parse", "--show-toplevel")
    except CannotCompare:
        return None
    found = os.fsdecode(done.stdout).rstrip("\n")
    return Path(found) if done.returncode == 0 and found else None


def list_files(repository: Path) -> list[Path]:
    """Every file of the working folder that git knows or would take in, and those of the folder `fetched/`, in order.

    Raises:
        CannotCompare: git cannot tell.
    """
    known = _names(_run(repository, "ls-files", "-z", "--cached", "--others", "--exclude-standard"))
    fetched = _names(_run(repository, "ls-files", "-z", "--others", "--", "fetched"))
    paths = (repository / name for name in sorted({*known, *fetched}))
    return [path for path in paths if path.is_file() and not path.is_symlink()]


def _read_history(docs: Path, base: str, *, is_whole: bool) -> History:
    names = _names(
        _run(docs, "diff", "--name-status", "-z", "--no-renames", "--no-ext-diff", "--relative", base, "--", ".")
    )
    new = set(_names(_run(docs, "ls-files", "-z", "--others", "--exclude-standard", "--", ".")))
    states = dict(zip(names[1::2], names[::2], strict=True))
    gone = [name for name, state in states.items() if state == "D" and _is_page(name) and not _exists(docs / name)]
    added = new | {name for name, state in states.items() if state == "A"}
    changed = new | {name for name, state in states.items() if state != "D" or _exists(docs / name)}
    # A list that was taken away changes what pages may say as well
    changed |= {name for name, state in states.items() if state == "D" and name.endswith(".yml")}
    return History(
        gone={name: _read_old(docs, base, name) for name in gone},
        added=frozenset(name for name in added if _is_page(name)),
        changed=None if is_whole else frozenset(changed),
    )


def _is_page(name: str) -> bool:
    return name.startswith("articles/") and name.endswith(".md") and "/." not in name


def _exists(path: Path) -> bool:
    """Is there a file of exactly this name? Some file systems find `Kites.md` as `kites.md` too."""
    try:
        return path in path.parent.iterdir()
    except OSError:
        return False


def _find_commit(docs: Path, name: str) -> str | None:
    """The commit that a name means; None if it means none. A name that begins with a hyphen is no option of git's."""
    if not name or "\0" in name:
        return None
    done = _ask(docs, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return done.stdout.decode("ascii", "replace").strip() if done.returncode == 0 else None


def _merge_base(docs: Path, commit: str) -> str:
    """Where the branch left that commit's; the commit itself where a shallow clone cannot tell."""
    done = _ask(docs, "merge-base", commit, "HEAD")
    found = done.stdout.decode("ascii", "replace").strip()
    return found if done.returncode == 0 and found else commit


def _read_old(docs: Path, base: str, name: str) -> str:
    done = _ask(docs, "show", "--no-ext-diff", "--no-textconv", f"{base}:./{name}")
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def _names(listed: bytes) -> list[str]:
    return [os.fsdecode(name) for name in listed.split(b"\0") if name]


def _run(docs: Path, *arguments: str) -> bytes:
    done = _ask(docs, *arguments)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        what = f"git cannot say what changed: {_printable(said[-1]) if said else 'it gave no reason'}"
        raise CannotCompare(Note(docs.as_posix(), 0, what, "Mend the repository, or leave out --since."))
    return done.stdout


def _ask(docs: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command: Sequence[str] = ["git", "-C", str(docs), *arguments]
    try:
        return subprocess.run(  # noqa: S603
            command, capture_output=True, check=False, timeout=MOST_GIT_SECONDS, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        what = (
            "git did not answer in time" if isinstance(error, subprocess.TimeoutExpired) else "git cannot be run here"
        )
        mend = "Install git, or leave out --since."
        raise CannotCompare(Note(docs.as_posix(), 0, what, mend)) from error


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in text)[:100]
