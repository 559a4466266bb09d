"""A report's issue: one, renewed, closed when there is nothing to do, and loud only when there is news."""

from __future__ import annotations

from dataclasses import replace

from importer.desk.github import OWN_NAME
from importer.desk.issue import Report, keep_issue
from tests.importer.desk.local_github import LocalGitHub

REPORT = Report("dead-links", "Links that lead nowhere", "- `https://kites.example/`", 1, "kites")
NOTHING = Report("dead-links", "Links that lead nowhere", "None.", 0, "")


def test_the_first_report_opens_an_issue_with_its_label(github: LocalGitHub) -> None:
    assert keep_issue(REPORT, github.repository).startswith("Opened: ")
    (issue,) = github.issues
    assert (issue["title"], issue["labels"]) == ("Links that lead nowhere", ["dead-links"])
    assert issue["body"].endswith("- `https://kites.example/`")


def test_with_nothing_to_tell_no_issue_is_opened(github: LocalGitHub) -> None:
    keep_issue(NOTHING, github.repository)
    assert github.issues == []


def test_the_same_report_again_renews_the_text_and_tells_nobody(github: LocalGitHub) -> None:
    keep_issue(REPORT, github.repository)
    keep_issue(replace(REPORT, text="Asked today.\n- `https://kites.example/`"), github.repository)
    (issue,) = github.issues
    assert "Asked today." in issue["body"]
    assert github.comments == {}


def test_another_report_renews_the_same_issue_and_tells_who_follows_it(github: LocalGitHub) -> None:
    keep_issue(REPORT, github.repository)
    keep_issue(replace(REPORT, count=2, state="kites and boats"), github.repository)
    assert len(github.issues) == 1
    assert [each["body"] for each in github.comments[1]] == ["The list at the top is new: 2 things to look at."]


def test_when_all_is_mended_the_issue_is_closed_and_later_opened_again(github: LocalGitHub) -> None:
    keep_issue(REPORT, github.repository)
    assert keep_issue(NOTHING, github.repository).startswith("Closed: ")
    assert github.issues[0]["state"] == "closed"
    keep_issue(REPORT, github.repository)
    assert [issue["state"] for issue in github.issues] == ["open"]


def test_an_issue_that_an_editor_closed_stays_closed_until_there_is_news(github: LocalGitHub) -> None:
    keep_issue(REPORT, github.repository)
    github.issues[0]["state"] = "closed"
    keep_issue(REPORT, github.repository)
    assert github.issues[0]["state"] == "closed"
    keep_issue(replace(REPORT, state="boats"), github.repository)
    assert github.issues[0]["state"] == "open"


def test_other_issues_with_the_label_are_left_alone(github: LocalGitHub) -> None:
    mark = "<!-- bulletin: dead-links 0 -->"
    github.open_issue("ada", "Mine", mark, ["dead-links"])
    github.open_issue(OWN_NAME, "Another", "no mark", ["dead-links"])
    github.open_issue(OWN_NAME, "A pull request", mark, ["dead-links"], pull_request={})
    keep_issue(REPORT, github.repository)
    assert [issue["title"] for issue in github.issues] == ["Mine", "Another", "A pull request", REPORT.title]
    assert [issue["body"] for issue in github.issues[:3]] == [mark, "no mark", mark]
