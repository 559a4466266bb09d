"""The same pages give the same site and the same zip, to the byte, wherever and whenever they are built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser import varied_site
from tests.other_machines import BULLETIN, DAYS_AHEAD, OURS, REPOSITORY, THEIRS, Machine, differences, read_tree

MEMORY_DISK = Path("/dev/shm")  # noqa: S108 - lists names in the order of their creation, other disks by their hashes
WHAT_DAY = "import datetime, os, time; print(datetime.date.today().toordinal(), time.time() // 86400, os.listdir('.'))"


def take_project(folder: Path, write_docs: Callable[[Path], object], *, backwards: bool) -> Path:
    """The project in a folder of its own, its files written in one order or the other."""
    (folder / "made").mkdir(parents=True)
    write_docs(folder / "made" / "docs")
    for part in ("hooks", "importer"):
        shutil.copytree(REPOSITORY / part, folder / "made" / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(REPOSITORY / "mkdocs.yml", folder / "made" / "mkdocs.yml")
    project = folder / "project"
    for path in sorted((path for path in (folder / "made").rglob("*") if path.is_file()), reverse=backwards):
        copy = project / path.relative_to(folder / "made")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
        if backwards:
            os.utime(copy, (86_400, 86_400))
    shutil.rmtree(folder / "made")
    return project


def build(machine: Machine, project: Path, started_in: Path, **settings: str) -> None:
    """`bulletin build` and `bulletin bundle`, started in a folder."""
    for command in ("build", "bundle"):
        done = machine.run_python(BULLETIN, command, project=project, folder=started_in, **settings)
        assert done.returncode == 0, done.stderr


@pytest.fixture
def far_folder(tmp_path: Path):
    """A folder with a long name that is no plain ASCII, on another kind of disk where there is one."""
    place = MEMORY_DISK if os.access(MEMORY_DISK, os.W_OK) else tmp_path
    folder = place / f"safeguarding-bulletin-{os.getpid()}" / "Ein Ordner – ein “Überbleibsel” & mehr" / ("lang" * 20)
    folder.mkdir(parents=True)
    yield folder
    shutil.rmtree(place / f"safeguarding-bulletin-{os.getpid()}")


def make_varied_docs(write_docs, articles) -> Callable[[Path], None]:
    """The varied site, and 25 articles of which several are of one day."""

    def make(docs: Path) -> None:
        shutil.copytree(REPOSITORY / "docs", docs, ignore=shutil.ignore_patterns("articles"))
        write_docs(docs, [*varied_site.ARTICLES, *articles[5:]])
        varied_site.write_lists(docs)

    return make


def test_the_other_machine_has_another_day_and_lists_folders_otherwise(tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / name).touch()
    ours, theirs = (
        each.run_python(WHAT_DAY, project=REPOSITORY, folder=tmp_path).stdout.split(maxsplit=2)
        for each in (OURS, THEIRS)
    )
    assert float(theirs[1]) - float(ours[1]) in {DAYS_AHEAD, DAYS_AHEAD + 1}
    assert int(theirs[0]) - int(ours[0]) in range(DAYS_AHEAD - 2, DAYS_AHEAD + 2)
    assert theirs[2].strip() == "['c', 'b', 'a']"


def test_two_builds_that_share_nothing_but_the_pages_differ_in_no_byte(tmp_path, far_folder, write_docs, articles):
    make_docs = make_varied_docs(write_docs, articles)
    near = take_project(tmp_path / "near", make_docs, backwards=False)
    far = take_project(far_folder, make_docs, backwards=True)
    build(OURS, near, near, **varied_site.SETTINGS)
    build(THEIRS, far, tmp_path, **varied_site.SETTINGS)
    assert differences(near / "site", far / "site") == []
    assert {name: held for name, (_, held) in read_tree(near / "dist").items()} == {
        name: held for name, (_, held) in read_tree(far / "dist").items()
    }
    assert [path.name for path in sorted((near / "dist").iterdir())] == [
        "SHA256SUMS", "safeguarding-bulletin-2026-11-02.zip",
    ]  # fmt: skip
    said = {path.as_posix() for path in (near / "site").rglob("*") if path.is_file() and says(path, near, far)}
    assert said == set()


def says(path: Path, *places: Path) -> bool:
    """Does a file name the folder, or the user, of the machine on which it was made?"""
    held = path.read_bytes()
    return any(str(place).encode() in held for place in (*places, REPOSITORY, Path.home(), Path(sys.prefix)))


@pytest.mark.long
@pytest.mark.parametrize("of_git", [False, True])
def test_the_projects_own_pages_give_the_same_bytes_twice(tmp_path, far_folder, of_git):
    def copy_docs(docs: Path) -> None:
        shutil.copytree(REPOSITORY / "docs", docs)

    near = take_project(tmp_path / "near", copy_docs, backwards=False)
    far = take_project(far_folder, copy_docs, backwards=True)
    if of_git:
        for project, name in ((near, "main"), (far, "elsewhere")):
            commit_all(project, name)
    build(OURS, near, near)
    build(THEIRS, far, tmp_path)
    assert differences(near / "site", far / "site") == []
    day = "2026-03-04" if of_git else "2026-"
    assert [path.name.startswith(f"safeguarding-bulletin-{day}") for path in (near / "dist").glob("*.zip")] == [True]
    assert {path.name: path.read_bytes() for path in (near / "dist").iterdir()} == {
        path.name: path.read_bytes() for path in (far / "dist").iterdir()
    }


def commit_all(project: Path, branch: str) -> None:
    """Put a project into git, by somebody in a time zone where it was still 4 March 2026."""
    moment = {"GIT_AUTHOR_DATE": "2026-03-04T23:30:00-1100", "GIT_COMMITTER_DATE": "2026-03-04T23:30:00-1100"}
    who = ["-c", "user.name=Robin Sparrow", "-c", "user.email=robin@sparrow.example", "-c", "commit.gpgsign=false"]
    for command in (["init", "--quiet", f"--initial-branch={branch}"], ["add", "."], ["commit", "--quiet", "-m", "A"]):
        subprocess.run(["git", *who, *command], cwd=project, env={**os.environ, **moment}, check=True)
