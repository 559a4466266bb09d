"""Keeps a report's issue: `python -m importer.desk.keep_issue report.json`, in a workflow that may write issues."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from importer.desk.github import NoGitHub, Repository
from importer.desk.issue import keep_issue, parse_report


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Open, renew or close the issue of the report in a file; the exit code."""
    if len(arguments) != 1:
        sys.stderr.write("Usage: python -m importer.desk.keep_issue REPORT\n")
        return 2
    try:
        report = parse_report(Path(arguments[0]).read_text(encoding="utf-8"))
        sys.stdout.write(keep_issue(report, Repository.of_workflow(environment)) + "\n")
    except NoGitHub as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
