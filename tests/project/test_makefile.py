"""The Makefile: what it promises, what it says when it cannot, and that nothing is installed twice."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TARGETS = ("help", "site", "serve", "check", "test", "sbom", "test-long", "requirements", "clean", "distclean")

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed here")


def run_make(*arguments: str) -> subprocess.CompletedProcess[str]:
    # Without the flags of the make that may be running these tests: `make -s` or `make -j` would change the output.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        ["make", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def make_program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def environment(tmp_path):
    """An environment in which everything is installed, as far as make can tell."""
    venv = tmp_path / "venv"
    make_program(venv / "bin" / "python", "exit 0")
    (venv / ".made-in").write_text(f"{ROOT.resolve()}\n", encoding="utf-8")
    (venv / ".site-installed").touch()
    (venv / ".tests-installed").touch()
    return venv


def test_make_alone_lists_every_target_with_what_it_does():
    listing = run_make()
    assert listing.returncode == 0, listing.stderr
    assert set(re.findall(r"^  make ([a-z-]+) +\S", listing.stdout, re.MULTILINE)) == set(TARGETS)
    assert run_make("help").stdout == listing.stdout


@pytest.mark.parametrize(
    ("script", "complaint", "mend"),
    [
        pytest.param(None, "there is no", "Install Python 3.11 or newer", id="missing"),
        pytest.param(
            'case "$2" in *print*) echo 3.9.6;; *) exit 1;; esac', "is Python 3.9.6, too old", "3.12", id="too-old"
        ),
        pytest.param(
            'case "$2" in *ensurepip*) exit 1;; esac', "cannot make virtual environments", "python3-venv", id="no-venv"
        ),
    ],
)
def test_a_python_that_will_not_do_is_named_with_the_mend(tmp_path, script, complaint, mend):
    python = tmp_path / "python-of-this-test"
    if script:
        make_program(python, script)
    stamp = tmp_path / "venv" / ".made-in"
    refused = run_make(str(stamp), f"VENV={stamp.parent}", f"PYTHON={python}")
    assert refused.returncode != 0
    assert f"make: {'there is no ' if not script else ''}“{python}”" in refused.stderr
    assert complaint in refused.stderr
    assert mend in refused.stderr
    assert not stamp.exists()


def test_a_second_run_installs_nothing_and_so_needs_no_network(environment):
    planned = run_make("--dry-run", "check", "test", f"VENV={environment}")
    assert planned.returncode == 0, planned.stderr
    assert "bulletin check" in planned.stdout
    assert "pytest" in planned.stdout
    assert " install " not in planned.stdout


def test_changed_requirements_are_installed_again_in_the_same_environment(environment):
    planned = run_make("--dry-run", "--what-if=requirements.txt", "check", f"VENV={environment}")
    assert "install --quiet" in planned.stdout
    assert "-m venv" not in planned.stdout


@pytest.mark.parametrize("fault", ["moved", "python-gone"])
def test_an_environment_that_cannot_work_any_more_is_made_anew(environment, fault):
    if fault == "moved":
        (environment / ".made-in").write_text("/somewhere/else\n", encoding="utf-8")
    else:
        (environment / "bin" / "python").unlink()
    planned = run_make("--dry-run", "check", f"VENV={environment}")
    assert "-m venv --clear" in planned.stdout
    assert "--require-hashes --only-binary :all: -r requirements.txt" in planned.stdout


def test_everything_is_installed_with_hashes_and_the_project_fetches_nothing(environment):
    shutil.rmtree(environment)
    planned = run_make("--dry-run", "test", f"VENV={environment}")
    installs = [line for line in planned.stdout.splitlines() if "pip install" in line]
    assert len(installs) == 3
    assert all("--require-hashes" in line or "--no-deps --no-build-isolation" in line for line in installs)
