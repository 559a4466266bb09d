"""The monthly reminder of what to look at again: `python -m importer.desk.review_reminder`.

`importer.desk.keep_issue` tells it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from importer.dates import british
from importer.desk.inert import render_inert
from importer.desk.issue import Report, render_report_file
from importer.desk.reviews import DAYS_AHEAD, HELPLINES, PAGES, PERMISSIONS, Review, find_reviews
from importer.read import read_page_texts
from importer.records import CannotImport
from importer.vocabulary import read_vocabulary

LABEL = "to-review"
TITLE = "To look at again"
MOST_SHOWN = 60  # of each kind; an issue may have 65,536 characters


def make_reminder(reviews: Sequence[Review], today: date) -> Report:
    """The reminder of a month. It is news each month, as long as there is anything to look at."""
    lines = [f"What was due before {british(today)}, or falls due within {DAYS_AHEAD} days.", ""]
    for kind in (PAGES, HELPLINES, PERMISSIONS):
        due = [review for review in reviews if review.kind == kind]
        lines += [f"### {kind}", ""] if due else []
        for review in due[:MOST_SHOWN]:
            where = f"{render_inert(review.path)}, line {review.line}"
            lines += [f"- {where}: {render_inert(review.name)}, {_when(review, today)}  ", f"  {review.mend}"]
        if (more := len(due) - MOST_SHOWN) > 0:
            lines.append(f"- … and {more} more: look at these first.")
        lines += [""] if due else []
    if not reviews:
        lines.append("Nothing is due.")
    return Report(LABEL, TITLE, "\n".join(lines).rstrip() + "\n", len(reviews), today.strftime("%Y-%m"))


def _when(review: Review, today: date) -> str:
    if not review.day:
        return "with no day on which anybody looked"
    words = "was due on" if review.day < today.isoformat() else "due by"
    return f"{words} {british(date.fromisoformat(review.day))}"


def main(arguments: Sequence[str]) -> int:
    """Print the reminder, and write it for `importer.desk.keep_issue` if that is wanted; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m importer.desk.review_reminder", description=__doc__)
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="the folder with pages and lists (docs)")
    parser.add_argument("--out", type=Path, help="a file for the reminder, from which its issue is kept")
    given = parser.parse_args(arguments)
    today = date.today()
    try:
        reviews = find_reviews(read_page_texts(given.docs), read_vocabulary(given.docs), given.docs, today)
    except CannotImport as error:
        sys.stderr.write(f"{error}\n")
        return 1
    reminder = make_reminder(reviews, today)
    sys.stdout.write(reminder.text)
    if given.out:
        given.out.write_text(render_report_file(reminder), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
