"""The workflows: pinned actions, least permissions, nothing from a fork with rights."""

import re
from pathlib import Path

import pytest
import yaml

WORKFLOWS = sorted((Path(__file__).parents[2] / ".github" / "workflows").glob("*.y*ml"))
PINNED_USE = re.compile(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")

each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


def read_workflow(path: Path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def triggers(path: Path) -> set[str]:
    return set(read_workflow(path)[True])  # YAML 1.1 reads the key `on` as true


def test_there_is_a_workflow_that_checks_and_one_that_deploys():
    assert {"check.yml", "deploy.yml"} <= {path.name for path in WORKFLOWS}


@each_workflow
def test_every_action_is_pinned_by_its_full_sha_with_its_version_beside_it(path):
    uses = [
        line.strip().removeprefix("- ") for line in path.read_text(encoding="utf-8").splitlines() if "uses:" in line
    ]
    assert uses
    assert [use for use in uses if not PINNED_USE.fullmatch(use)] == []


@each_workflow
def test_the_same_action_has_the_same_pin_everywhere(path):
    pins = re.findall(r"uses: (\S+)@(\w+)", "\n".join(other.read_text(encoding="utf-8") for other in WORKFLOWS))
    for action, sha in re.findall(r"uses: (\S+)@(\w+)", path.read_text(encoding="utf-8")):
        assert {other_sha for other, other_sha in pins if other == action} == {sha}


@each_workflow
def test_a_workflow_may_only_read_and_only_publishing_jobs_may_write(path):
    workflow = read_workflow(path)
    assert workflow["permissions"] in ({}, {"contents": "read"})
    for name, job in workflow["jobs"].items():
        may_write = {scope for scope, right in job.get("permissions", {}).items() if right == "write"}
        expected = {"pages", "id-token"} if (path.name, name) == ("deploy.yml", "deploy") else set()
        assert may_write == expected, f"{path.name}, job {name}"


@each_workflow
def test_no_workflow_gives_code_from_a_fork_secrets_or_rights(path):
    assert not triggers(path) & {"pull_request_target", "workflow_run"}
    assert "secrets." not in path.read_text(encoding="utf-8")


@each_workflow
def test_a_checkout_leaves_no_token_behind_for_the_code_that_runs_next(path):
    for job in read_workflow(path)["jobs"].values():
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


@each_workflow
def test_every_job_has_a_time_limit(path):
    assert all("timeout-minutes" in job for job in read_workflow(path)["jobs"].values())


def test_the_job_that_publishes_runs_no_code_of_ours():
    publish = read_workflow(next(path for path in WORKFLOWS if path.name == "deploy.yml"))["jobs"]["deploy"]
    assert all("run" not in step for step in publish["steps"])
    assert not any(step.get("uses", "").startswith("actions/checkout@") for step in publish["steps"])
