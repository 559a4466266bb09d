"""What the checks say of a pull request: made where its pages are read, told where comments may be written.

Between the two it is a JSON file. Whoever wrote the pull request could have put anything into it, so it is read as
words and numbers within limits, and shown as words.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from importer.desk.complaint import BadComplaints, Complaint, Kind, complaints_json, read_complaints, render_complaints
from importer.limits import MOST_SUMMARY_BYTES

SUMMARY_FILE = "summary.json"
MOST_SHOWN = 12  # of each kind; a comment may have 65,536 characters
_MOST_KEPT = 200  # what a summary holds; the rest is counted
_MOST_NUMBER = 1_000_000_000
_KEYS = {"number", "complaints", "more"}


class BadSummary(Exception):
    """What should be the summary of a pull request is none."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A pull request by its number, and what `bulletin check` says of it; `more` counts what is not listed here."""

    number: int
    complaints: tuple[Complaint, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """Where the built site can be fetched: the addresses of the offline copy and of the site's files, or empty."""

    offline_copy: str = ""
    site: str = ""
    run: str = ""


def summarise(number: int, complaints: Sequence[Complaint]) -> Summary:
    """Sum up what `bulletin check` says of a pull request: complaints first, then what waits for an editor."""
    ordered = sorted(complaints, key=lambda each: get_args(Kind).index(each.kind))
    return Summary(number, tuple(ordered[:_MOST_KEPT]), max(len(ordered) - _MOST_KEPT, 0))


def render_summary_file(summary: Summary) -> str:
    """The summary as the file that goes from one workflow to the other."""
    told = {"number": summary.number, "complaints": complaints_json(summary.complaints), "more": summary.more}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def read_summary_archive(content: bytes) -> Summary:
    """The summary in the zip that the other workflow left.

    Raises:
        BadSummary: there is none in it, or it asks for too much.
    """
    if len(content) > MOST_SUMMARY_BYTES:
        raise BadSummary("the summary is too large")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.namelist() != [SUMMARY_FILE]:
                raise BadSummary(f"the archive holds something else than {SUMMARY_FILE}")
            if archive.getinfo(SUMMARY_FILE).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                # only these two are unpacked no further than is asked for
                raise BadSummary("the archive is packed in an unusual way")
            with archive.open(SUMMARY_FILE) as file:
                text = file.read(MOST_SUMMARY_BYTES + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise BadSummary("the archive cannot be read") from error
    if len(text) > MOST_SUMMARY_BYTES:
        raise BadSummary("the summary is too large")
    return parse_summary(text)


def parse_summary(content: bytes) -> Summary:
    """The summary of a file that somebody else may have written.

    Raises:
        BadSummary: it is not what `render_summary_file` writes.
    """
    try:
        told = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BadSummary("the summary is no JSON in UTF-8") from error
    if not isinstance(told, dict) or set(told) != _KEYS:
        raise BadSummary("the summary has other parts than it should")
    try:
        complaints = read_complaints(told["complaints"])
    except BadComplaints as error:
        raise BadSummary(str(error)) from error
    for key, least in (("number", 1), ("more", 0)):
        if type(told[key]) is not int or not least <= told[key] <= _MOST_NUMBER:
            raise BadSummary(f"“{key}” is not the number that it should be")
    return Summary(told["number"], complaints[:_MOST_KEPT], told["more"])


def render_summary(summary: Summary, preview: Preview) -> str:
    """The summary as readers of the pull request see it, in Markdown."""
    wrong, waiting, reminders = ([each for each in summary.complaints if each.kind == kind] for kind in get_args(Kind))
    lines = ["### What the checks say", ""]
    if wrong:
        lines += [
            f"**{_count(len(wrong), 'complaint')}** about the pages and lists that this pull request changes or "
            "touches. Mend them in the same files; the checks then run again.",
            "",
            *render_complaints(wrong, MOST_SHOWN),
        ]
    else:
        lines.append("**Nothing to complain about** in what this pull request changes or touches.")
    if summary.more:
        lines += ["", f"{summary.more} more are not listed here: the run of the checks has them all."]
    if waiting:
        lines += [
            "",
            "### Waiting for an editor's decision",
            "",
            "These pages stay out of the site until an editor has decided, in the page itself: see README, “Pages that "
            "wait for a decision”. They do not stand in the way of this pull request.",
            "",
            *render_complaints(waiting, MOST_SHOWN),
        ]
    if reminders:
        lines += [
            "",
            "### Due for another look",
            "",
            "Nothing that this pull request did, and nothing that stands in its way.",
            "",
            *render_complaints(reminders, MOST_SHOWN),
        ]
    return "\n".join([*lines, "", *_preview_lines(preview)]) + "\n"


def _preview_lines(preview: Preview) -> list[str]:
    lines = ["### Preview", ""]
    run = f" [The run of the checks]({preview.run}) says why." if preview.run else ""
    if not preview.offline_copy:
        return [*lines, f"The site could not be built from this version.{run}"]
    site = f" [The files of the site]({preview.site}) are for a web server." if preview.site else ""
    return [
        *lines,
        f"[Download the preview]({preview.offline_copy}), unpack the whole zip and open `START-HERE.html` in it. "
        f"GitHub asks you to sign in, and keeps it for five days.{site}",
        "",
        "It was made from this version, which nobody may have looked at yet: if you do not know who made the change, "
        "read “Files changed” before you open it.",
    ]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
