"""The pinned requirements: only names, versions and hashes, for everything that pyproject.toml asks for."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = ("requirements.txt", "tests/requirements.txt")

# "pymdown-extensions==13.1 ; python_full_version >= '3.11.5' \", then one "    --hash=sha256:… \" a line
PIN = re.compile(r"(?P<name>[a-z0-9][a-z0-9.-]*)==(?P<version>[\w.!+]+)(?: ; (?P<marker>[\w .'<>=!()]+))?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def read_requirements(file: str) -> list[str]:
    """One requirement to an entry, continuation lines joined."""
    return (ROOT / file).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()


def pinned_names(file: str) -> set[str]:
    return {re.split("==", requirement)[0].strip() for requirement in read_requirements(file)}


def asked_names(requirements: list[str]) -> set[str]:
    """Names as the requirement files spell them: lower case, runs of `-`, `_` and `.` as one `-`."""
    return {re.sub(r"[-_.]+", "-", NAME.match(requirement)[0]).lower() for requirement in requirements}


@pytest.fixture(scope="module")
def pyproject():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", FILES)
def test_every_requirement_is_one_version_with_its_hashes_and_nothing_else(file):
    assert read_requirements(file)
    for requirement in read_requirements(file):
        pin, *hashes = (part.strip() for part in re.split(r"\s(?=--)", requirement))
        assert PIN.fullmatch(pin), f"{file}: “{pin}” is not NAME==VERSION"
        assert hashes, f"{file}: “{pin}” has no hash"
        assert all(HASH.fullmatch(part) for part in hashes), f"{file}: “{pin}” has more than SHA-256 hashes"


def test_every_dependency_of_the_project_is_pinned(pyproject):
    asked = asked_names(pyproject["project"]["dependencies"] + pyproject["build-system"]["requires"])
    assert asked <= pinned_names("requirements.txt")


def test_every_tool_of_the_tests_is_pinned(pyproject):
    assert asked_names(pyproject["dependency-groups"]["test"]) <= pinned_names("tests/requirements.txt")


def test_site_and_tests_never_ask_for_two_versions_of_one_package():
    def versions(file):
        return {
            (match["name"], match["version"])
            for match in (PIN.match(requirement.strip()) for requirement in read_requirements(file))
        }

    site, tests = versions("requirements.txt"), versions("tests/requirements.txt")
    shared = {name for name, _ in site} & {name for name, _ in tests}
    assert {pin for pin in tests if pin[0] in shared} <= site
