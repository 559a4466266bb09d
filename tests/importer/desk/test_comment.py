"""The comment of a pull request: one, renewed, and never where it does not belong."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from importer.desk import comment
from importer.desk.comment import MARK, NothingToTell, comment_on
from importer.desk.complaint import Complaint
from importer.desk.github import OWN_NAME, NoGitHub
from importer.desk.summary import BadSummary, render_summary_file, summarise
from importer.limits import MOST_SUMMARY_BYTES
from tests.importer.desk.local_github import NAME, TOKEN, LocalGitHub, zipped

SHA = "1" * 40
SERVER = "https://forge.example"
TOPIC = Complaint("docs/articles/2024/kites.md", 4, "topic “kits” is not in the topic list", "Did you mean “kites”?")
EVENT = {
    "workflow_run": {
        "id": 55,
        "event": "pull_request",
        "conclusion": "failure",
        "head_sha": SHA,
        "head_branch": "lost-kites",
        "head_repository": {"full_name": "ada/bulletin"},
    }
}


def event(**changes: Any) -> dict[str, Any]:
    return {"workflow_run": {**EVENT["workflow_run"], **changes}}


@pytest.fixture
def checked(github: LocalGitHub) -> LocalGitHub:
    """A GitHub with pull request 7, from ada's copy, whose checks left a summary and a preview."""
    head = {"sha": SHA, "ref": "lost-kites", "repo": {"full_name": "ada/bulletin"}}
    github.pulls[7] = {"number": 7, "state": "open", "head": head}
    for number, name in enumerate(("pull-request-summary", "offline-copy.zip", "preview-site"), 900):
        github.artifacts.append({"id": number, "name": name, "expired": False, "size_in_bytes": 400})
    github.stored[900] = zipped(summary_json=render_summary_file(summarise(7, [TOPIC])))
    return github


def bodies(github: LocalGitHub, number: int = 7) -> list[str]:
    return [each["body"] for each in github.comments.get(number, [])]


def test_the_comment_tells_the_complaints_and_leads_to_the_preview(checked: LocalGitHub) -> None:
    comment_on(EVENT, checked.repository, SERVER)
    (body,) = bodies(checked)
    assert body.startswith(MARK)
    assert "topic “kits” is not in the topic list" in body
    assert f"({SERVER}/{NAME}/actions/runs/55/artifacts/901)" in body
    assert f"({SERVER}/{NAME}/actions/runs/55/artifacts/902)" in body
    assert "`1111111`" in body


def test_a_second_run_renews_the_comment(checked: LocalGitHub) -> None:
    comment_on(EVENT, checked.repository, SERVER)
    checked.stored[900] = zipped(summary_json=render_summary_file(summarise(7, [])))
    comment_on(event(conclusion="success"), checked.repository, SERVER)
    (body,) = bodies(checked)
    assert "Nothing to complain about" in body


def test_our_comment_is_found_after_hundreds_of_others(checked: LocalGitHub) -> None:
    for _ in range(250):
        checked.write_comment(7, "Nice kites!", "ada")
    checked.write_comment(7, f"{MARK} old", OWN_NAME)
    comment_on(EVENT, checked.repository, SERVER)
    assert len(bodies(checked)) == 251
    assert "topic “kits”" in bodies(checked)[-1]


def test_somebody_elses_comment_is_left_alone_though_it_looks_like_ours(checked: LocalGitHub) -> None:
    checked.write_comment(7, f"{MARK} forged", "mallory")
    comment_on(EVENT, checked.repository, SERVER)
    assert bodies(checked)[0] == f"{MARK} forged"
    assert len(bodies(checked)) == 2


def test_the_store_of_the_files_never_sees_the_token(checked: LocalGitHub) -> None:
    comment_on(EVENT, checked.repository, SERVER)
    assert checked.store_headers
    assert TOKEN not in json.dumps(checked.store_headers)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        pytest.param({"repo": {"full_name": "mallory/bulletin"}}, BadSummary, id="another-repository"),
        pytest.param({"ref": "other-branch"}, BadSummary, id="another-branch"),
        pytest.param({"repo": None}, BadSummary, id="repository-deleted"),
        pytest.param({"sha": "2" * 40}, NothingToTell, id="a-newer-version"),
    ],
)
def test_a_pull_request_that_was_not_checked_gets_no_comment(
    checked: LocalGitHub, changes: dict[str, Any], error: type[Exception]
) -> None:
    checked.pulls[7]["head"] |= changes
    with pytest.raises(error):
        comment_on(EVENT, checked.repository, SERVER)
    assert bodies(checked) == []


def test_two_deleted_repositories_are_not_the_same(checked: LocalGitHub) -> None:
    checked.pulls[7]["head"]["repo"] = None
    with pytest.raises(BadSummary):
        comment_on(event(head_repository=None), checked.repository, SERVER)


def test_a_number_that_is_somebody_elses_gets_no_comment(checked: LocalGitHub) -> None:
    checked.pulls[8] = copy.deepcopy(checked.pulls[7])
    checked.pulls[8]["head"]["repo"]["full_name"] = "eve/bulletin"
    checked.stored[900] = zipped(summary_json=render_summary_file(summarise(8, [TOPIC])))
    with pytest.raises(BadSummary):
        comment_on(EVENT, checked.repository, SERVER)
    assert bodies(checked, 8) == []


def test_a_number_of_no_pull_request_is_refused(checked: LocalGitHub) -> None:
    checked.stored[900] = zipped(summary_json=render_summary_file(summarise(99, [])))
    with pytest.raises(NoGitHub, match="404"):
        comment_on(EVENT, checked.repository, SERVER)


def test_a_closed_pull_request_gets_no_comment(checked: LocalGitHub) -> None:
    checked.pulls[7]["state"] = "closed"
    with pytest.raises(NothingToTell):
        comment_on(EVENT, checked.repository, SERVER)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"event": "push"}, id="a-push"),
        pytest.param({"conclusion": "cancelled"}, id="cancelled"),
        pytest.param({"conclusion": "skipped"}, id="skipped"),
    ],
)
def test_a_run_that_is_no_check_of_a_pull_request_is_passed_over(checked: LocalGitHub, changes: dict[str, str]) -> None:
    with pytest.raises(NothingToTell):
        comment_on(event(**changes), checked.repository, SERVER)
    assert checked.asked == []


def test_without_a_summary_there_is_no_comment(checked: LocalGitHub) -> None:
    checked.artifacts[0]["expired"] = True
    with pytest.raises(NothingToTell):
        comment_on(EVENT, checked.repository, SERVER)


def test_a_summary_that_says_it_is_large_is_not_fetched(checked: LocalGitHub) -> None:
    checked.artifacts[0]["size_in_bytes"] = MOST_SUMMARY_BYTES + 1
    with pytest.raises(BadSummary):
        comment_on(EVENT, checked.repository, SERVER)
    assert checked.store_headers == []


def test_a_summary_that_is_larger_than_it_says_is_refused(checked: LocalGitHub) -> None:
    checked.stored[900] = b"\0" * (MOST_SUMMARY_BYTES * 2)
    with pytest.raises(NoGitHub, match="larger"):
        comment_on(EVENT, checked.repository, SERVER)


def test_a_site_that_was_not_built_has_no_preview(checked: LocalGitHub) -> None:
    del checked.artifacts[1:]
    comment_on(EVENT, checked.repository, SERVER)
    assert "The site could not be built" in bodies(checked)[0]


@pytest.mark.parametrize(
    ("conclusion", "code", "told"),
    [("failure", 0, "Commented: https://forge.example/"), ("cancelled", 0, "No comment: ")],
)
def test_the_command_reads_the_event_and_says_what_it_did(
    checked: LocalGitHub, tmp_path: Path, capsys: pytest.CaptureFixture[str], conclusion: str, code: int, told: str
) -> None:
    (tmp_path / "event.json").write_text(json.dumps(event(conclusion=conclusion)), encoding="utf-8")
    environment = {
        "GITHUB_API_URL": checked.api, "GITHUB_REPOSITORY": NAME, "BULLETIN_GITHUB_TOKEN": TOKEN,
        "GITHUB_EVENT_PATH": str(tmp_path / "event.json"), "GITHUB_SERVER_URL": SERVER,
    }  # fmt: skip
    assert comment.main(environment) == code
    assert capsys.readouterr().out.startswith(told)


def test_outside_a_workflow_the_command_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert comment.main({}) == 1
    assert "GITHUB_API_URL is not set" in capsys.readouterr().err
