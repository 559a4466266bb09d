"""Tells what the checks say in one comment of the pull request: `python -m importer.desk.comment`, run by a workflow.

This runs with the right to write comments, after the checks, which ran without it. Nothing of the pull request is run
or unpacked here. Its summary may hold anything: the number in it counts only if GitHub itself says that this pull
request has the commit, in the repository, that was checked.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from importer.desk.github import OWN_NAME, NoGitHub, Repository, download, read, read_all, write
from importer.desk.summary import BadSummary, Preview, read_summary_archive, render_summary
from importer.limits import MOST_SUMMARY_BYTES

SUMMARY_ARTIFACT = "pull-request-summary"
SITE_ARTIFACT = "preview-site"
OFFLINE_ARTIFACT = "offline-copy.zip"
MARK = "<!-- bulletin: pull request -->"


class NothingToTell(Exception):
    """There is no comment to write, and no fault either: why."""


def comment_on(event: Mapping[str, Any], repository: Repository, server: str) -> str:
    """Write or renew the comment for the run of the checks that an event tells of; the comment's address.

    `server` is the address of GitHub's website, for the links to the preview.

    Raises:
        NothingToTell: the run is not one to comment on, or the pull request has gone on since.
        BadSummary: what the run left is no summary, or that of another pull request.
        NoGitHub: GitHub did not do its part.
    """
    run = event["workflow_run"]
    if run["event"] != "pull_request" or run["conclusion"] not in {"success", "failure"}:
        raise NothingToTell(f"the run was a {run['event']}, and ended in {run['conclusion']}")
    artifacts = {
        each["name"]: each
        for each in read(repository, f"actions/runs/{int(run['id'])}/artifacts", per_page=100)["artifacts"]
        if not each["expired"]
    }
    left = artifacts.get(SUMMARY_ARTIFACT)
    if left is None:
        raise NothingToTell("the run left no summary")
    if left["size_in_bytes"] > MOST_SUMMARY_BYTES:
        raise BadSummary("the summary is too large")
    summary = read_summary_archive(download(repository, f"actions/artifacts/{int(left['id'])}/zip", MOST_SUMMARY_BYTES))
    _check_pull_request(read(repository, f"pulls/{summary.number}"), run)
    page = f"{server.rstrip('/')}/{repository.name}/actions/runs/{int(run['id'])}"

    def address(name: str) -> str:
        return f"{page}/artifacts/{int(artifacts[name]['id'])}" if name in artifacts else ""

    told = render_summary(summary, Preview(address(OFFLINE_ARTIFACT), address(SITE_ARTIFACT), page))
    sha = str(run["head_sha"])[:7]
    return _keep_comment(repository, summary.number, f"{MARK}\n{told}\nThis is about version `{sha}`.\n")


def _check_pull_request(pull: Mapping[str, Any], run: Mapping[str, Any]) -> None:
    """Is this the pull request whose commit was checked?

    Raises:
        BadSummary: it comes from another repository.
        NothingToTell: it is closed, or has another commit by now.
    """
    theirs, checked = ((each or {}).get("full_name") for each in (pull["head"]["repo"], run["head_repository"]))
    if not checked or theirs != checked or pull["head"]["ref"] != run["head_branch"]:
        raise BadSummary("the summary names a pull request from somewhere else")
    if pull["state"] != "open" or pull["head"]["sha"] != run["head_sha"]:
        raise NothingToTell("the pull request is closed or has a newer version")


def _keep_comment(repository: Repository, number: int, text: str) -> str:
    """Renew our comment of the pull request, or write it; its address."""
    for comment in read_all(repository, f"issues/{number}/comments"):
        if comment["user"]["login"] == OWN_NAME and comment["body"].startswith(MARK):
            return str(write(repository, "PATCH", f"issues/comments/{int(comment['id'])}", {"body": text})["html_url"])
    return str(write(repository, "POST", f"issues/{number}/comments", {"body": text})["html_url"])


def main(environment: Mapping[str, str]) -> int:
    """Comment on the pull request that the workflow's event tells of; the exit code."""
    try:
        repository = Repository.of_workflow(environment)
        event = json.loads(Path(environment["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
        sys.stdout.write(f"Commented: {comment_on(event, repository, environment['GITHUB_SERVER_URL'])}\n")
    except NothingToTell as reason:
        sys.stdout.write(f"No comment: {reason}.\n")
    except (BadSummary, NoGitHub) as error:
        sys.stderr.write(f"No comment: {error}.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(os.environ))
