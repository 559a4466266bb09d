"""The program that runs the workflows' steps here knows every action and every condition in them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.importer.desk.local_github import LocalGitHub
from tests.workflow_steps import ORDER, Run, run_workflow

WORKFLOWS = Path(__file__).parents[2] / ".github" / "workflows"
STEPS = [
    pytest.param(step, id=f"{path.stem}-{name}-{number}")
    for path in sorted(WORKFLOWS.glob("*.yml"))
    for name, job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].items()
    for number, step in enumerate(job["steps"], 1)
]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    folder, kept = tmp_path / "clone", tmp_path / "kept"
    folder.mkdir()
    kept.mkdir()
    return Run(folder, kept, LocalGitHub(), tmp_path / "event.json")


def test_it_runs_every_workflow():
    assert set(ORDER) == {path.name for path in WORKFLOWS.glob("*.yml")}


@pytest.mark.parametrize("step", STEPS)
def test_it_knows_the_condition_of_every_step(run, step):
    run.may_run(step.get("if", ""))


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        pytest.param("", False, id="after-a-failure"),
        pytest.param("${{ !cancelled() }}", True, id="whatever-came-before"),
        pytest.param("${{ !cancelled() && steps.check.outcome == 'success' }}", False, id="a-step-that-failed"),
        pytest.param("${{ !cancelled() && hashFiles('site/index.html') != '' }}", False, id="no-such-file"),
        pytest.param("github.ref == 'refs/heads/main'", True, id="on-main"),
    ],
)
def test_conditions_hold_as_on_github(run, condition, holds):
    run.outcomes["check"] = "failure"
    assert run.may_run(condition) is holds


def test_steps_run_until_one_fails_and_files_are_handed_on(run, tmp_path):
    workflow = tmp_path / "w.yml"
    workflow.write_text(
        """
jobs:
  first:
    steps:
      - run: echo "$A" > a.txt
        env: {A: "${{ github.event.pull_request.number }}"}
      - uses: actions/upload-artifact@0 # v0
        with: {name: kept, path: a.txt}
      - run: rm a.txt; exit 3
      - run: touch never.txt
      - if: ${{ !cancelled() }}
        run: touch always.txt
  after-a-failure:
    needs: first
    steps:
      - run: touch never.txt
  second:
    steps:
      - uses: actions/download-artifact@0 # v0
        with: {name: kept}
""",
        encoding="utf-8",
    )
    told: list[str] = []
    assert run_workflow(workflow, run, told.append) is False
    assert sorted(path.name for path in run.folder.iterdir()) == ["a.txt", "always.txt"]
    assert (run.folder / "a.txt").read_text(encoding="utf-8") == "7\n"
    assert any("exit 3" in line for line in told)
