"""Runs the steps of the workflows on this computer, one after another, in a clean clone: as far as they can run here.

    python -m tests.workflow_steps                     # all of them but the tests, which are `bash .ci/run`
    python -m tests.workflow_steps pull-request.yml    # one of them

Commands are run as GitHub runs them (`bash -e`), with its variables; a pull request is made by a commit that spoils a
page. Actions are played: a checkout is the clone, uploads are files kept aside for the jobs that come after. GitHub
itself is played by tests/importer/desk/local_github.py, so that the comment and the issues are written, and shown. What
cannot run here is named. Setting up the environment needs the package index, and the links their servers.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.importer.desk.local_github import NAME, TOKEN, LocalGitHub, open_local_github, zipped

ROOT = Path(__file__).resolve().parent.parent
SERVER = "https://forge.example"
NUMBER = 7
TESTS = "the tests: run them on their own"
LEFT_OUT = {"bash .ci/run": TESTS, "bash .ci/run test-long": TESTS}
# In the order in which GitHub would run them
ORDER = (
    "check.yml",
    "pull-request.yml",
    "pull-request-comment.yml",
    "links.yml",
    "reviews.yml",
    "deploy.yml",
    "release.yml",
    "long-tests.yml",
)


@dataclass
class Run:
    """A run of one workflow: the clone it works in, what its steps gave, and the files kept for later jobs."""

    folder: Path
    kept: Path
    github: LocalGitHub
    event: Path
    outcomes: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)

    def value(self, expression: str) -> str:
        """What an expression of a workflow stands for here; those we do not know stand for nothing.

        >>> Run(Path(), Path(), LocalGitHub(), Path()).value("github.event.pull_request.number")
        '7'
        """
        known = {
            "github.token": TOKEN,
            "github.event.pull_request.number": str(NUMBER),
            "github.event.workflow_run.event": "pull_request",
            "github.ref": "refs/heads/main",
        }
        if made := re.fullmatch(r"steps\.([\w-]+)\.outputs\.([\w-]+)", expression):
            return self.outputs.get(made[1], {}).get(made[2], "")
        if "format('{0}/{1}', github.server_url, github.repository)" in expression:
            return f"{SERVER}/{NAME}"
        return known.get(expression, "")

    def fill_in(self, text: str) -> str:
        """A text with its `${{ … }}` replaced."""
        return re.sub(r"\$\{\{\s*(.*?)\s*\}\}", lambda found: self.value(found[1]), text)

    def may_run(self, condition: str) -> bool:
        """Is the condition of a step or job fulfilled? Without one, everything before must have gone well."""
        if not condition:
            return "failure" not in self.outcomes.values()
        terms = condition.removeprefix("${{").removesuffix("}}").split("&&")
        return all(self._holds(term.strip()) for term in terms)

    def _holds(self, term: str) -> bool:
        if term == "!cancelled()":
            return True
        if files := re.fullmatch(r"hashFiles\('([^']+)'\) != ''", term):
            return (self.folder / files[1]).exists()
        if step := re.fullmatch(r"steps\.([\w-]+)\.outcome == '(\w+)'", term):
            return self.outcomes.get(step[1]) == step[2]
        if given := re.fullmatch(r"([\w.]+) == '([\w/]+)'", term):
            return self.value(given[1]) == given[2]
        raise ValueError(f"this condition is not known here: {term}")


def run_workflow(path: Path, run: Run, say: Callable[[str], None]) -> bool:
    """Run the steps of a workflow's jobs; whether all that ran went well."""
    failed: set[str] = set()
    for name, job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].items():
        say(f"\n== {path.name}, job {name}")
        run.outcomes.clear()
        if (run.folder / ".git").exists():
            # each job begins with a clean clone, but for the environment, which takes half a minute
            subprocess.run(["git", "-C", str(run.folder), "clean", "-dfxq", "--exclude=.venv"], check=True)
        if job.get("needs") in failed or not run.may_run(job.get("if", "")):
            say("   passed over")
            failed.add(name)
            continue
        for number, step in enumerate(job["steps"]):
            _run_step(step, step.get("id", str(number)), run, say)
        if "failure" in run.outcomes.values():
            failed.add(name)
    return not failed


def _run_step(step: dict[str, Any], key: str, run: Run, say: Callable[[str], None]) -> None:
    title = step.get("name") or step.get("uses", "").split("@")[0] or step["run"].strip().splitlines()[-1]
    if not run.may_run(step.get("if", "")):
        say(f"   passed over  {title}")
        run.outcomes[key] = "skipped"
        return
    if "uses" in step:
        run.outcomes[key] = "success"
        run.outputs[key] = _play_action(step["uses"].split("@")[0], step.get("with", {}), run)
        say(f"   played       {title}")
        return
    if step["run"] in LEFT_OUT:
        say(f"   left out     {title} ({LEFT_OUT[step['run']]})")
        run.outcomes[key] = "success"
        return
    began = time.monotonic()
    done = subprocess.run(
        ["bash", "-e", "-c", step["run"]],
        cwd=run.folder, env=_environment(step, run), capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    run.outcomes[key] = "success" if done.returncode == 0 else "failure"
    say(f"   ran          {title}: exit {done.returncode}, {time.monotonic() - began:.0f} s")
    for line in (done.stdout + done.stderr).splitlines()[-12:]:
        say(f"                | {line}")


def _environment(step: dict[str, Any], run: Run) -> dict[str, str]:
    """What a step finds in its environment: this computer's own, GitHub's, and what the step names."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "BULLETIN_", "PYTHON"))}
    github = {
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_API_URL": run.github.api,
        "GITHUB_SERVER_URL": SERVER,
        "GITHUB_REPOSITORY": NAME,
        "GITHUB_EVENT_PATH": str(run.event),
        "GITHUB_STEP_SUMMARY": str(run.kept / "step-summary.md"),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    }
    return {**own, **github, **{name: run.fill_in(str(value)) for name, value in step.get("env", {}).items()}}


def _play_action(action: str, given: dict[str, Any], run: Run) -> dict[str, str]:
    """What an action would do, as far as later steps need it; what it would say of itself."""
    match action:
        case "actions/upload-artifact":
            name = given.get("name") or Path(given["path"]).name
            source = run.folder / given["path"]
            copy = shutil.copytree if source.is_dir() else shutil.copy
            copy(source, run.kept / f"{name}+{source.name}")
            return {"artifact-url": f"{SERVER}/{NAME}/actions/runs/55/artifacts/{name}"}
        case "actions/download-artifact":
            (source,) = run.kept.glob(f"{given['name']}+*")
            shutil.copy(source, run.folder / source.name.partition("+")[2])
        case "actions/upload-pages-artifact" | "actions/deploy-pages" | "actions/checkout" | "actions/setup-python":
            pass
        case "actions/attest":  # only GitHub can sign
            pass
        case _:
            raise ValueError(f"this action is not known here: {action}")
    return {}


def _make_pull_request(folder: Path) -> str:
    """Commit a change that spoils a page, as a pull request might; the commit."""
    page = min((folder / "docs" / "articles").glob("20*/*.md"))
    text = page.read_text(encoding="utf-8")
    page.write_text(re.sub(r"^topics: .*", "topics: [home-schooling]", text, flags=re.MULTILINE), encoding="utf-8")
    git = ["git", "-C", str(folder), "-c", "user.name=Ada", "-c", "user.email=ada@editors.example"]
    subprocess.run([*git, "commit", "--quiet", "--all", "--message", "Home schooling"], check=True)
    return subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()


def _tell_github(run: Run, commit: str) -> None:
    """Let the played GitHub know the pull request, and what its run left."""
    head = {"sha": commit, "ref": "lost-kites", "repo": {"full_name": "ada/bulletin"}}
    run.github.pulls[NUMBER] = {"number": NUMBER, "state": "open", "head": head}
    for number, path in enumerate(sorted(run.kept.glob("*+*")), 900):
        size = path.stat().st_size
        run.github.artifacts.append(
            {"id": number, "name": path.name.partition("+")[0], "expired": False, "size_in_bytes": size}
        )
        if path.name.endswith("summary.json"):
            run.github.stored[number] = zipped(summary_json=path.read_bytes())
    told = {
        "id": 55, "event": "pull_request", "conclusion": "failure", "head_sha": commit, "head_branch": "lost-kites",
        "head_repository": {"full_name": "ada/bulletin"},
    }  # fmt: skip
    run.event.write_text(json.dumps({"workflow_run": told}), encoding="utf-8")


def main(names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as scratch, open_local_github() as github:
        folder, kept = Path(scratch) / "clone", Path(scratch) / "kept"
        kept.mkdir()
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
        run = Run(folder, kept, github, Path(scratch) / "event.json")
        say = print
        for name in names or ORDER:
            if name == "pull-request.yml":
                commit = _make_pull_request(folder)
                run_workflow(folder / ".github" / "workflows" / name, run, say)
                _tell_github(run, commit)
                subprocess.run(["git", "-C", str(folder), "reset", "--quiet", "--hard", "HEAD^"], check=True)
            else:
                run_workflow(folder / ".github" / "workflows" / name, run, say)
        for comment in github.comments.get(NUMBER, []):
            say(f"\n== The comment\n\n{comment['body']}")
        for issue in github.issues:
            say(f"\n== The issue “{issue['title']}” {issue['labels']}\n\n{issue['body']}")


if __name__ == "__main__":
    main(sys.argv[1:])
