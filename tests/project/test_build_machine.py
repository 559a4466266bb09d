"""What a build machine runs: it installs only what is missing, says what it cannot get, and ends with the tests."""

import shutil
import stat
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / ".ci" / "run"
# What the script stands on, and what it looks for and may install
SYSTEM = ("bash", "dirname", "env", "grep")
ALL_THERE = ("git", "make", "python3", "openssl", "npm", "chromium", "firefox-esr", "fc-list")
APT_ON_DEBIAN = {"apt-get": 'echo "apt-get $*"', "apt-cache": "exit 0"}
APT_ON_UBUNTU = {"apt-get": 'echo "apt-get $*"', "apt-cache": 'case "$2" in chromium|firefox-esr) exit 100;; esac'}

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed here")


@pytest.fixture
def run_on(tmp_path):
    """Runs the script on a machine of which we say what is installed; its make only says that it was called."""

    def run(programs, apt=None, asked=()):
        root, bin_folder = tmp_path / "checkout", tmp_path / "bin"
        (root / ".ci").mkdir(parents=True)
        bin_folder.mkdir()
        shutil.copy(SCRIPT, root / ".ci" / "run")
        for name in SYSTEM:
            (bin_folder / name).symlink_to(shutil.which(name))
        answers = {"id": "echo 0", **dict.fromkeys(programs, "exit 0"), **(apt or {})}
        answers |= {"make": 'echo "make $* with CI=$CI"'} if "make" in programs else {}
        answers |= {"fc-list": "echo DejaVu Sans"} if "fc-list" in programs else {}
        for name, script in answers.items():
            (bin_folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            (bin_folder / name).chmod(0o755)
        return subprocess.run(
            [bin_folder / "bash", root / ".ci" / "run", *asked],
            env={"PATH": str(bin_folder)}, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip

    return run


def without(*names: str) -> list[str]:
    return [name for name in ALL_THERE if name not in names]


def test_it_can_be_run_as_it_is():
    assert subprocess.run(["bash", "-n", SCRIPT], check=False).returncode == 0
    assert SCRIPT.stat().st_mode & stat.S_IXUSR
    assert "set -euo pipefail" in SCRIPT.read_text(encoding="utf-8")
    assert SCRIPT.read_text(encoding="utf-8").rstrip().endswith('\nexec make "${1:-test}"')


@pytest.mark.parametrize(
    "programs",
    [
        pytest.param(ALL_THERE, id="debian"),
        pytest.param([*without("chromium", "firefox-esr"), "google-chrome", "firefox"], id="other-browsers"),
        pytest.param([*without("chromium"), "microsoft-edge"], id="edge"),
    ],
)
def test_where_all_is_there_it_only_runs_the_tests(run_on, programs):
    done = run_on(programs)
    assert (done.returncode, done.stdout, done.stderr) == (0, "make test with CI=true\n", "")


def test_it_runs_the_tests_that_it_is_asked_for(run_on):
    assert run_on(ALL_THERE, asked=["test-long"]).stdout == "make test-long with CI=true\n"


@pytest.mark.parametrize(
    ("missing", "packages"),
    [
        pytest.param(["chromium"], "chromium", id="chromium"),
        pytest.param(["firefox-esr"], "firefox-esr", id="firefox"),
        pytest.param(["git", "chromium", "firefox-esr"], "git chromium firefox-esr", id="several"),
        pytest.param(["fc-list"], "fontconfig fonts-dejavu-core", id="fonts"),
    ],
)
def test_it_installs_what_is_missing_and_only_that(run_on, missing, packages):
    done = run_on(without(*missing), APT_ON_DEBIAN)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == f"Installing: {packages}"
    assert f"--no-install-recommends {packages}\n" in done.stdout
    assert done.stdout.endswith("make test with CI=true\n")


def test_where_it_can_install_nothing_it_says_what_is_missing(run_on):
    done = run_on(without("firefox-esr"))
    assert (done.returncode, done.stdout) == (1, "")
    assert ".ci/run: missing here: firefox-esr\n" in done.stderr


def test_on_ubuntu_it_says_where_to_get_a_browser_that_is_no_snap(run_on):
    done = run_on(without("git", "firefox-esr"), APT_ON_UBUNTU)
    assert done.returncode == 1
    assert ".ci/run: no such package here: firefox-esr\n" in done.stderr
    assert "Mozilla's own package of Firefox" in done.stderr
    assert "install -y" not in done.stdout
