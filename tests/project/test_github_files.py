"""What GitHub reads: workflows, forms and the rest, judged by its own rules as three programs know them, without it.

actionlint reads workflows as GitHub does (and hands their commands to ShellCheck), check-jsonschema holds every file
against the schemas that it carries, zizmor looks for what a stranger could misuse. None of them asks the network.
"""

from __future__ import annotations

import os
import re
import subprocess
import sysconfig
from pathlib import Path

import pytest
import yaml

from hooks.library.article_page import MISTAKE_FORM, SUGGESTION_FORM, render_report_link
from importer.vocabulary import read_vocabulary

ROOT = Path(__file__).parents[2]
GITHUB = ROOT / ".github"
TOOLS = Path(sysconfig.get_path("scripts"))
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
SCHEMAS = {
    **dict.fromkeys(WORKFLOWS, "vendor.github-workflows"),
    **dict.fromkeys(FORMS, "vendor.github-issue-forms"),
    GITHUB / "ISSUE_TEMPLATE" / "config.yml": "vendor.github-issue-config",
    GITHUB / "dependabot.yml": "vendor.dependabot",
}
each_form = pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
HELP = ("999", "0808 800 5000", "0800 1111")


def run_tool(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """A tool of the tests' own environment, which finds its companions there too."""
    path = os.pathsep.join([str(TOOLS), os.environ.get("PATH", "")])
    return subprocess.run(
        [TOOLS / name, *arguments],
        cwd=ROOT, env={**os.environ, "PATH": path}, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def read(path: Path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


# --- The linters


def test_actionlint_finds_nothing_in_the_workflows():
    done = run_tool("actionlint", "-no-color", *WORKFLOWS)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_actionlint_sees_mistakes_in_workflows_and_in_their_commands(tmp_path):
    faulty = tmp_path / "faulty.yml"
    faulty.write_text(
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n"
        "      - run: echo ${{ github.nonsense }}\n      - run: echo $(ls *.txt) | cat $name\n",
        encoding="utf-8",
    )
    done = run_tool("actionlint", "-no-color", faulty)
    assert done.returncode == 1
    assert "nonsense" in done.stdout
    assert "shellcheck reported issue" in done.stdout


@pytest.mark.parametrize(("path", "schema"), SCHEMAS.items(), ids=[path.name for path in SCHEMAS])
def test_a_file_has_the_form_that_github_asks_for(path, schema):
    done = run_tool("check-jsonschema", "--builtin-schema", schema, path)
    assert done.returncode == 0, done.stdout


def test_nothing_in_the_workflows_can_be_misused():
    done = run_tool("zizmor", "--offline", "--no-progress", "--persona=pedantic", "--quiet", GITHUB)
    assert done.returncode == 0, done.stdout


def test_what_can_be_misused_is_seen(tmp_path):
    faulty = tmp_path / "faulty.yml"
    faulty.write_text(
        "on: pull_request_target\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n"
        "      - run: echo ${{ github.event.pull_request.title }}\n",
        encoding="utf-8",
    )
    done = run_tool("zizmor", "--offline", "--no-progress", "--quiet", faulty)
    assert done.returncode != 0
    assert "template-injection" in done.stdout


# --- The forms, by the rules of GitHub's documentation


def test_there_is_a_form_for_mistakes_and_one_for_articles():
    assert {path.name for path in FORMS} == {MISTAKE_FORM, SUGGESTION_FORM}


@each_form
def test_a_form_says_what_it_is_and_asks_for_something(path):
    form = read(path)
    assert set(form) == {"name", "description", "title", "labels", "body"}
    assert any(field["type"] != "markdown" for field in form["body"])


@each_form
def test_no_two_fields_of_a_form_share_a_name_or_a_label(path):
    fields = [field for field in read(path)["body"] if field["type"] != "markdown"]
    for names in ([field["id"] for field in fields], [field["attributes"]["label"] for field in fields]):
        assert len(names) == len({name.casefold() for name in names})
    for field in fields:
        options = field["attributes"].get("options", [])
        labels = [option if isinstance(option, str) else option["label"] for option in options]
        assert len(labels) == len(set(labels))
        assert "None" not in labels  # GitHub keeps that word of a dropdown for itself


def test_forms_have_names_of_their_own():
    assert len({read(path)["name"] for path in FORMS}) == len(FORMS)


@each_form
def test_a_form_begins_with_whom_to_call_and_whom_not_to_name(path):
    first = read(path)["body"][0]
    assert first["type"] == "markdown"
    text = first["attributes"]["value"]
    assert text.startswith("**This is no place to report a concern about a child.**")
    assert all(number in text for number in HELP)
    assert "Name no child, victim or family" in text
    confirm = read(path)["body"][-1]["attributes"]["options"]
    assert [option["required"] for option in confirm] == [True]


def test_a_suggestion_says_where_the_article_is_whose_and_why_it_matters():
    fields = {field.get("id"): field for field in read(GITHUB / "ISSUE_TEMPLATE" / SUGGESTION_FORM)["body"]}
    assert all(fields[name]["validations"]["required"] for name in ("address", "source", "why"))
    assert not fields["date"].get("validations", {}).get("required")  # nobody is made to guess


def test_the_page_fills_in_a_field_that_the_form_has():
    link = render_report_link("Kites", "kites.html", "", "https://forge.example/x")
    filled = set(re.findall(r"[?&](\w+)=", link)) - {"template", "title"}
    assert filled <= {field.get("id") for field in read(GITHUB / "ISSUE_TEMPLATE" / MISTAKE_FORM)["body"]}


def test_help_stands_above_the_forms_as_the_bulletin_lists_it():
    config = read(GITHUB / "ISSUE_TEMPLATE" / "config.yml")
    assert config["blank_issues_enabled"] is False
    known = {line.url: line for line in read_vocabulary(ROOT / "docs").helplines}
    assert len(config["contact_links"]) == 2
    for link in config["contact_links"]:
        assert known[link["url"]].phone in link["name"]
    about = config["contact_links"][0]["about"]
    assert about.startswith("This is no place to report a concern about a child")
    assert "call 999" in about


def test_the_numbers_in_the_forms_are_those_of_the_list_of_help_lines():
    assert set(HELP) <= {line.phone for line in read_vocabulary(ROOT / "docs").helplines}


# --- The rest


def test_the_pull_request_template_asks_to_name_nobody_and_shows_only_tasks_and_headings():
    text = (GITHUB / "pull_request_template.md").read_text(encoding="utf-8")
    assert "name no child, victim or family" in text
    assert "- [ ] " in text


def test_the_example_of_code_owners_binds_nobody_and_names_files_that_there_are():
    assert not any((ROOT / folder / "CODEOWNERS").exists() for folder in (".", ".github", "docs"))
    lines = (GITHUB / "CODEOWNERS.example").read_text(encoding="utf-8").splitlines()
    rules = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    assert rules[0][0] == "*"
    for pattern, *owners in rules:
        assert owners
        assert all(re.fullmatch(r"@example-owner/[\w-]+", owner) for owner in owners)
        assert list(ROOT.glob(pattern.strip("/"))), pattern


def test_every_label_that_a_form_or_report_uses_is_named_for_whoever_sets_up_the_repository():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    labels = {label for path in FORMS for label in read(path)["labels"]} | {"dead-links", "to-review"}
    assert [label for label in sorted(labels) if f"`{label}`" not in text] == []
