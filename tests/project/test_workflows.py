"""The workflows: pinned actions, least permissions, nothing from a fork with rights."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from importer.desk.comment import OFFLINE_ARTIFACT, SITE_ARTIFACT, SUMMARY_ARTIFACT

WORKFLOWS = sorted((Path(__file__).parents[2] / ".github" / "workflows").glob("*.y*ml"))
PINNED_USE = re.compile(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")

each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


def read_workflow(path: Path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def workflow_path(name: str) -> Path:
    return next(path for path in WORKFLOWS if path.name == name)


def triggers(path: Path) -> set[str]:
    return set(read_workflow(path)[True])  # YAML 1.1 reads the key `on` as true


def test_there_is_a_workflow_that_checks_and_one_that_deploys():
    assert {"check.yml", "deploy.yml"} <= {path.name for path in WORKFLOWS}


def test_the_long_tests_run_every_week_with_all_that_the_daily_ones_have():
    path = workflow_path("long-tests.yml")
    assert "schedule" in triggers(path)
    (job,) = read_workflow(path)["jobs"].values()
    assert job["steps"][-1]["run"] == "bash .ci/run test-long"


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


# Every right to write that there is
MAY_WRITE = {
    ("deploy.yml", "deploy"): {"pages", "id-token"},
    ("pull-request-comment.yml", "comment"): {"pull-requests"},
    ("links.yml", "tell"): {"issues"},
    ("reviews.yml", "tell"): {"issues"},
    ("release.yml", "publish"): {"contents", "id-token", "attestations"},
}
# GitHub's own command, which comes with its machines; what it is handed are files, and names that only maintainers give
MAKE_RELEASE = " ".join(
    [
        'gh release create "$TAG" dist/*.zip dist/sbom.cdx.json dist/SHA256SUMS',
        '--verify-tag --title "$TAG" --notes "$NOTES"',
    ]
)


@each_workflow
def test_a_workflow_may_only_read_and_only_the_jobs_that_tell_or_publish_may_write(path):
    workflow = read_workflow(path)
    assert workflow["permissions"] in ({}, {"contents": "read"})
    for name, job in workflow["jobs"].items():
        may_write = {scope for scope, right in job.get("permissions", {}).items() if right == "write"}
        assert may_write == MAY_WRITE.get((path.name, name), set()), f"{path.name}, job {name}"


@each_workflow
def test_no_workflow_gives_code_from_a_fork_secrets_or_rights(path):
    assert "pull_request_target" not in triggers(path)
    assert "workflow_run" not in triggers(path) or path.name == "pull-request-comment.yml"
    assert "secrets." not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "job"), sorted(MAY_WRITE), ids=lambda name: name.removesuffix(".yml"))
def test_a_job_that_may_write_takes_nothing_from_a_fork_and_installs_nothing(name, job):
    steps = read_workflow(workflow_path(name))["jobs"][job]["steps"]
    commands = [step["run"] for step in steps if "run" in step]
    assert all(
        re.fullmatch(r"python -m importer\.desk\.\w+( \w+\.json)?", command) or command == MAKE_RELEASE
        for command in commands
    )
    for step in steps:
        action, given = step.get("uses", "").split("@")[0], step.get("with", {})
        assert action in {
            "", "actions/checkout", "actions/setup-python", "actions/download-artifact", "actions/deploy-pages",
            "actions/attest",
        }  # fmt: skip
        # no other version of the code than main's, and no file of another run
        assert not {"ref", "repository", "run-id", "github-token", "allow-unsafe-pr-checkout"} & set(given)
        if action == "actions/checkout":
            assert given["sparse-checkout"] == "importer/desk"


def test_what_runs_with_the_right_to_write_needs_nothing_but_python(tmp_path):
    package = tmp_path / "importer"
    shutil.copytree(Path(__file__).parents[2] / "importer" / "desk", package / "desk")
    # A sparse checkout of a folder brings the files of the folders above it as well
    for name in ("__init__.py", "limits.py"):
        shutil.copy(Path(__file__).parents[2] / "importer" / name, package)
    # without any installed package (-S), and with nothing but the folder that is checked out
    command = [sys.executable, "-S", "-c", "import importer.desk.comment, importer.desk.keep_issue"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@each_workflow
def test_only_the_step_that_tells_is_handed_the_token(path):
    for name, job in read_workflow(path)["jobs"].items():
        assert "github.token" not in str(job.get("env", ""))
        for step in job["steps"]:
            if "github.token" in str(step):
                assert (path.name, name) in MAY_WRITE
                if step["run"] != MAKE_RELEASE:
                    assert step["env"] == {"BULLETIN_GITHUB_TOKEN": "${{ github.token }}"}


def test_what_a_pull_request_says_of_itself_never_becomes_part_of_a_command():
    for path in WORKFLOWS:
        for job in read_workflow(path)["jobs"].values():
            assert all("${{" not in step.get("run", "") for step in job["steps"]), path.name


def test_a_pull_request_is_checked_by_what_it_changes_and_built_strictly():
    commands = "\n".join(
        step.get("run", "") for step in read_workflow(workflow_path("pull-request.yml"))["jobs"]["pages"]["steps"]
    )
    assert "bulletin check --since HEAD^1 --format github" in commands
    assert "bulletin build --strict" in commands
    assert "bulletin bundle --out preview/offline-copy.zip" in commands


def test_what_the_check_complains_of_is_told_but_keeps_no_withdrawal_from_the_site():
    steps = read_workflow(workflow_path("deploy.yml"))["jobs"]["build"]["steps"]
    (check,) = (step for step in steps if step.get("run") == ".venv/bin/bulletin check --format github")
    assert check["continue-on-error"] is True


def test_what_a_pull_request_leaves_is_kept_for_a_few_days_only():
    steps = read_workflow(workflow_path("pull-request.yml"))["jobs"]["pages"]["steps"]
    uploads = [step["with"] for step in steps if step.get("uses", "").startswith("actions/upload-artifact@")]
    assert [each["retention-days"] for each in uploads] == [5, 5, 5]
    names = {each.get("name") or Path(each["path"]).name for each in uploads}
    assert names == {OFFLINE_ARTIFACT, SITE_ARTIFACT, SUMMARY_ARTIFACT}


def test_the_comment_follows_the_workflow_that_checks_pull_requests():
    event = read_workflow(workflow_path("pull-request-comment.yml"))[True]["workflow_run"]
    assert event == {"workflows": [read_workflow(workflow_path("pull-request.yml"))["name"]], "types": ["completed"]}


@pytest.mark.parametrize(("name", "cron"), [("links.yml", r"\d+ \d+ \* \* \d"), ("reviews.yml", r"\d+ \d+ \d \* \*")])
def test_reports_come_weekly_and_monthly(name, cron):
    (schedule,) = read_workflow(workflow_path(name))[True]["schedule"]
    assert re.fullmatch(cron, schedule["cron"])


@each_workflow
def test_a_checkout_leaves_no_token_behind_for_the_code_that_runs_next(path):
    for job in read_workflow(path)["jobs"].values():
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


@each_workflow
def test_every_job_has_a_time_limit(path):
    assert all("timeout-minutes" in job for job in read_workflow(path)["jobs"].values())


@pytest.mark.parametrize(("name", "job"), [("deploy.yml", "deploy"), ("release.yml", "publish")])
def test_the_job_that_publishes_runs_no_code_of_ours(name, job):
    publish = read_workflow(workflow_path(name))["jobs"][job]
    assert [step["run"] for step in publish["steps"] if "run" in step] in ([], [MAKE_RELEASE])
    assert not any(step.get("uses", "").startswith("actions/checkout@") for step in publish["steps"])


def test_only_a_tag_makes_a_release_and_only_after_the_tests_and_a_second_build():
    workflow = read_workflow(workflow_path("release.yml"))
    assert workflow[True]["push"] == {"tags": ["v*"]}
    build, publish = workflow["jobs"]["build"], workflow["jobs"]["publish"]
    assert (publish["needs"], publish["if"]) == ("build", "github.event_name == 'push'")
    assert "permissions" not in build
    commands = [step.get("run", "") for step in build["steps"]]
    order = ["bash .ci/run", "make site", "sha256sum --check first-build", "make sbom", "> SHA256SUMS"]
    places = [next(at for at, command in enumerate(commands) if each in command) for each in order]
    assert places == sorted(places)


def test_the_release_has_exactly_what_was_built_and_attests_all_of_it():
    jobs = read_workflow(workflow_path("release.yml"))["jobs"]
    (upload,) = (step for step in jobs["build"]["steps"] if step.get("uses", "").startswith("actions/upload-artifact@"))
    (download,) = (each for each in jobs["publish"]["steps"] if each.get("uses", "").startswith("actions/download-"))
    assert (upload["with"]["name"], upload["with"]["path"]) == (download["with"]["name"], download["with"]["path"])
    attested = [each["with"] for each in jobs["publish"]["steps"] if each.get("uses", "").startswith("actions/attest@")]
    assert attested == [
        {"subject-checksums": "dist/SHA256SUMS"},
        {"subject-path": "dist/*.zip", "sbom-path": "dist/sbom.cdx.json"},
    ]
