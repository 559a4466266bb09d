"""Sums up the checks of a pull request for its page and for the comment: `python -m importer.desk.summarise`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from importer.desk.complaint import BadComplaints, parse_complaints
from importer.desk.summary import Preview, render_summary, render_summary_file, summarise


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Write the summary as a file, and onto the page of the run where there is one; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m importer.desk.summarise", description=__doc__)
    parser.add_argument("--number", type=int, required=True, help="the number of the pull request")
    parser.add_argument("--complaints", type=Path, required=True, help="what `bulletin check --format json` wrote")
    parser.add_argument("--offline-copy", default="", help="the address of the offline copy, if it was built")
    parser.add_argument("--site", default="", help="the address of the site's files, if they were built")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    given = parser.parse_args(arguments)
    try:
        complaints = parse_complaints(given.complaints.read_text(encoding="utf-8"))
    except BadComplaints as error:
        sys.stderr.write(f"No summary: {error}.\n")
        return 1
    summary = summarise(given.number, complaints)
    given.out.write_text(render_summary_file(summary), encoding="utf-8")
    told = render_summary(summary, Preview(given.offline_copy, given.site))
    sys.stdout.write(told)
    if page := environment.get("GITHUB_STEP_SUMMARY"):
        with Path(page).open("a", encoding="utf-8") as file:
            file.write(told)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
