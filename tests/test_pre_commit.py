"""The hook for pre-commit: its definition, and the form of it that the README gives to editors, run by pre-commit."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[1]
MANIFEST = PROJECT / ".pre-commit-hooks.yaml"
PRE_COMMIT = Path(sys.executable).with_name("pre-commit")
GOOD = "---\ntitle: Kites\nsource: Greywater Council\ntopics: [schools]\n---\n\nKites are up.\n"


def run(*command: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    settings = {
        **os.environ, "PRE_COMMIT_HOME": str(home / "pre-commit"), "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "Robin Sparrow", "GIT_AUTHOR_EMAIL": "robin@greywater.example",
        "GIT_COMMITTER_NAME": "Robin Sparrow", "GIT_COMMITTER_EMAIL": "robin@greywater.example",
    }  # fmt: skip
    return subprocess.run(command, cwd=home / "copy", env=settings, capture_output=True, text=True, check=False)


def of_readme() -> str:
    """The settings that the README gives."""
    found = re.search(r"```yaml\n(repos:\n.*?)```", (PROJECT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with an editor's copy: two lists, the settings of the README, and `bulletin` where make puts it."""
    copy = tmp_path / "copy"
    (copy / "docs").mkdir(parents=True)
    (copy / "docs/topics.yml").write_text(
        "- {slug: schools, label: Schools, description: Of them.}\n", encoding="utf-8"
    )
    (copy / "docs/sources.yml").write_text("- {name: Greywater Council}\n", encoding="utf-8")
    (copy / ".pre-commit-config.yaml").write_text(of_readme(), encoding="utf-8")
    command = copy / ".venv/bin/bulletin"
    command.parent.mkdir(parents=True)
    run_it = f"'{sys.executable}' -c 'from importer.cli import main; main()' \"$@\""
    command.write_text(f"#!/bin/sh\nPYTHONPATH='{PROJECT}' exec {run_it}\n", encoding="utf-8")
    command.chmod(0o755)
    assert run("git", "init", "--quiet", home=tmp_path).returncode == 0
    return tmp_path


def commit(home: Path, **pages: str) -> subprocess.CompletedProcess[str]:
    """Put pages into the copy and have pre-commit judge them as a commit would."""
    for name, text in pages.items():
        path = home / f"copy/docs/articles/undated/{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert run("git", "add", "docs", ".pre-commit-config.yaml", home=home).returncode == 0
    return run(PRE_COMMIT, "run", home=home)


def test_definition_of_the_hook_is_one_that_pre_commit_takes(home: Path) -> None:
    done = run(PRE_COMMIT, "validate-manifest", MANIFEST, home=home)
    assert (done.returncode, done.stderr) == (0, "")


def test_good_pages_may_be_committed(home: Path) -> None:
    done = commit(home, kites=GOOD, boats=GOOD.replace("Kites", "Boats"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"bulletin check\.+Passed", done.stdout)


def test_bad_page_stops_the_commit_and_is_explained(home: Path) -> None:
    done = commit(home, kites=GOOD, boats=GOOD.replace("Kites", "Boats").replace("[schools]", "[skools]"))
    assert done.returncode == 1
    assert "docs/articles/undated/boats.md:4: topic “skools” is not in the topic list" in done.stdout
    assert "Did you mean “schools”?" in done.stdout
    assert "kites.md" not in done.stdout


def test_readme_gives_what_the_definition_says() -> None:
    (defined,) = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    ((given,),) = (repository["hooks"] for repository in yaml.safe_load(of_readme())["repos"])
    assert given == {
        **{key: defined[key] for key in ("id", "name", "files", "require_serial")},
        "entry": f".venv/bin/{defined['entry']}", "language": "system",
    }  # fmt: skip


def test_hook_is_about_pages_and_lists_alone() -> None:
    (defined,) = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    asked = [path for path in ("docs/articles/2024/a.md", "docs/topics.yml") if re.search(defined["files"], path)]
    assert asked == ["docs/articles/2024/a.md", "docs/topics.yml"]
    assert not any(re.search(defined["files"], path) for path in ("README.md", "docs/about.md", "mkdocs.yml"))
