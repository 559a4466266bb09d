"""What git keeps: nothing that ties the project to one machine or one package index, and no broken promise."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE_TEXTS = ("seeds/", "docs/articles/", "tests/golden/")  # may say what they like
README = ROOT / "README.md"

# Written so that the patterns do not find themselves.
PACKAGE_INDEX = re.compile(
    r"""\b(?:(?:files|test|upload)\.)? (?:pypi|pythonhosted|npmjs|yarnpkg) \. (?:org|com|io)\b
    | \b(?:deb|archive|security|ports|ftp) \. (?:\w+\.)? (?:debian|ubuntu) \. (?:org|com)\b
    | https?://\S+/simple\b
    | --(?:extra-)?index-url[= ]\S*: | --find-links[= ]\S
    """,
    re.VERBOSE | re.IGNORECASE,
)
MACHINE_PATH = re.compile(
    r"(?<![\w.~-])/(?:root|work|workspace|opt/(?:pypi|wheels)|Users/\w+|home/\w+)/[\w.]|\b[A-Z]:\\Users\\"
)


def tracked_files() -> list[Path]:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    # A checkout made by one user and tested by another is still this checkout.
    listing = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    names = listing.stdout.decode("utf-8").split("\0")
    return [ROOT / name for name in names if name and not name.startswith(SOURCE_TEXTS)]


def find_in_tracked_files(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in tracked_files():
        data = path.read_bytes() if path.is_file() else b""  # a file may be deleted and the deletion not yet committed
        if b"\0" in data:
            continue
        for number, line in enumerate(data.decode("utf-8", errors="replace").splitlines(), start=1):
            if match := pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {match[0]}")
    return found


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("https://" + "pypi" + ".org/simple", id="the-index"),
        pytest.param("files." + "pythonhosted" + ".org", id="its-files"),
        pytest.param("https://mirror.example/pypi" + "/simple", id="a-mirror"),
        pytest.param("deb http://deb." + "debian.org/debian", id="a-distribution"),
        pytest.param("--find-links" + " /wheels", id="a-folder-of-packages"),
    ],
)
def test_a_package_index_is_recognised(text):
    assert PACKAGE_INDEX.search(text)


@pytest.mark.parametrize(
    "path", ["/" + "root/.cache", "/" + "home/ada/bulletin", "/" + "Users/ada/x", "C:" + r"\Users\x"]
)
def test_the_path_of_somebodys_machine_is_recognised(path):
    assert MACHINE_PATH.search(f'see "{path}"')


@pytest.mark.parametrize("path", ["https://example.org/home/x", "docs/home/x.md", "/usr/bin/chromium", "./home/x"])
def test_other_paths_are_left_alone(path):
    assert not MACHINE_PATH.search(path)


def test_no_tracked_file_names_a_package_index():
    assert find_in_tracked_files(PACKAGE_INDEX) == []


def test_no_tracked_file_names_a_path_of_somebodys_machine():
    assert find_in_tracked_files(MACHINE_PATH) == []


def test_nothing_that_is_built_is_kept():
    built = ("site/", "dist/", "build/", ".venv/", ".cache/")
    assert [path for path in tracked_files() if path.relative_to(ROOT).as_posix().startswith(built)] == []


def test_the_readme_begins_with_the_two_commands():
    first_block = re.search(r"^```\w*\n(.*?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert first_block
    assert [line.split("#")[0].strip() for line in first_block[1].splitlines()] == ["make site", "make test"]


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_every_file_that_a_page_links_to_is_there(page):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (ROOT / page).read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_licence_says_whose_the_texts_are():
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert licence.startswith("MIT License\n")
    assert "seeds/ and docs/articles/" in licence
    assert "belong to the publishers" in licence


def test_the_changelog_has_an_entry_for_this_version():
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert f"## [{version[1]}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
