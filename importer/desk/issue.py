"""One issue for a report that comes again and again: opened when there is something to tell, and then renewed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from importer.desk.github import OWN_NAME, Repository, read_all, write


@dataclass(frozen=True, slots=True)
class Report:
    """What an issue tells: the label it is known by, its title, its text, and how many things there are to do.

    `state` stands for what it tells: as long as it is the same, nobody is told again.
    """

    label: str
    title: str
    text: str
    count: int
    state: str


def render_report_file(report: Report) -> str:
    """The report as a file, for `importer.desk.keep_issue`: only that may write issues, and it asks nobody else."""
    return json.dumps(asdict(report), ensure_ascii=False, indent=1) + "\n"


def parse_report(text: str) -> Report:
    """The report of a file that `render_report_file` wrote."""
    return Report(**json.loads(text))


def keep_issue(report: Report, repository: Repository) -> str:
    """Open or renew the issue of a report, and say what was done.

    Whoever follows the issue hears of it, by a comment, when the report says something else than before. One that an
    editor has closed is opened again only then. With nothing to do, it is closed.

    Raises:
        NoGitHub: GitHub did not do its part.
    """
    mark = f"<!-- bulletin: {report.label} {sha256(report.state.encode()).hexdigest()} -->"
    text = f"{mark}\n{report.text}"
    issue = _find_issue(report.label, repository)
    if issue is None:
        if not report.count:
            return "Nothing to tell, and no issue is open."
        content = {"title": report.title, "body": text, "labels": [report.label]}
        return f"Opened: {write(repository, 'POST', 'issues', content)['html_url']}"
    path = f"issues/{int(issue['number'])}"
    is_news = mark not in issue["body"]
    change: dict[str, object] = {"body": text}
    if not report.count:
        change |= {"state": "closed", "state_reason": "completed"}
    elif is_news:
        change |= {"state": "open"}
    address = write(repository, "PATCH", path, change)["html_url"]
    if report.count and is_news:
        things = "one thing" if report.count == 1 else f"{report.count} things"
        write(repository, "POST", f"{path}/comments", {"body": f"The list at the top is new: {things} to look at."})
    return f"{'Renewed' if report.count else 'Closed'}: {address}"


def _find_issue(label: str, repository: Repository) -> dict[str, Any] | None:
    """The oldest issue with this label that we opened ourselves; others may have been given the label."""
    found = read_all(repository, "issues", labels=label, state="all", creator=OWN_NAME, sort="created", direction="asc")
    beginning = f"<!-- bulletin: {label} "
    return next(
        (
            each
            for each in found
            if "pull_request" not in each
            and each["user"]["login"] == OWN_NAME
            and (each["body"] or "").startswith(beginning)
        ),
        None,
    )
