"""SECURITY.md: what it names is there, what it tells people to run exists, and it invents no address to write to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from importer.cli import main
from importer.cli_withdraw import HOW_TO_GO_ON
from importer.withdrawn_marks import FILE_NAME

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED = sorted(
    set(re.findall(r"\]\((?!http)([^)#]+)", TEXT)) | set(re.findall(r"`((?:docs|tests|seeds|\.ci)/[\w./]+)`", TEXT))
)


@pytest.mark.parametrize("name", [name for name in NAMED if name != f"docs/{FILE_NAME}"])
def test_what_it_names_is_there(name):
    assert (ROOT / name).exists()


@pytest.mark.parametrize("file", ["README.md", "CONTRIBUTING.md"])
def test_its_sections_are_linked_by_the_names_that_they_have(file):
    anchors = {
        re.sub(r"[^\w -]", "", title).strip().lower().replace(" ", "-") for title in re.findall("^## (.+)", TEXT, re.M)
    }
    linked = set(re.findall(r"SECURITY\.md#([\w-]+)", (ROOT / file).read_text(encoding="utf-8")))
    assert linked
    assert linked <= anchors


def test_the_withdrawal_sends_people_to_a_section_that_is_there():
    assert HOW_TO_GO_ON == "SECURITY.md, “Take a text out of everything”"
    assert "## Take a text out of everything\n" in TEXT


def test_the_command_that_it_gives_is_one():
    options = set(re.findall(r"`?(--(?:reason|dry-run|without-address))\b", TEXT))
    told = CliRunner().invoke(main, ["withdraw", "--help"]).output
    assert options == {"--reason", "--dry-run", "--without-address"}
    assert all(option in told for option in options)


def test_it_names_the_workflow_and_the_files_of_a_release():
    steps = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8"))["jobs"]["publish"][
        "steps"
    ]
    command = steps[-1]["run"]
    assert all(name in command and f"`{name}`" in TEXT for name in ("SHA256SUMS", "sbom.cdx.json"))
    assert "/.github/workflows/release.yml" in TEXT


def test_it_gives_no_e_mail_address():
    assert "@" not in TEXT


def test_the_hashes_that_are_kept_are_named_by_their_file():
    assert f"`docs/{FILE_NAME}`" in TEXT
