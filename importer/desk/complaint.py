"""A complaint about a page or list, or a decision that waits for an editor, as `bulletin check` tells it in JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from importer.desk.inert import render_inert

Kind = Literal["complaint", "decision", "reminder"]
_MOST_PATH = 300
_MOST_TEXT = 2_000
_MOST_MEND = 700  # as shown; that of a rule of docs/care.yml says what to think of
_MOST_NUMBER = 10_000_000


class BadComplaints(Exception):
    """What should be a list of complaints is none."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """Where something is wrong, what, and how to mend it; line 0 says that there is none to name.

    Of another `kind` is what an editor must decide before the page is published, and what only time brought about.
    """

    path: str
    line: int
    what: str
    mend: str
    kind: Kind = "complaint"


def parse_complaints(text: str) -> tuple[Complaint, ...]:
    """The complaints that `bulletin check --format json` wrote.

    Raises:
        BadComplaints: it wrote something else.
    """
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadComplaints("this is no JSON") from error
    return read_complaints(entries)


def read_complaints(entries: object) -> tuple[Complaint, ...]:
    """The complaints of a JSON list; further keys of an entry are passed over.

    Raises:
        BadComplaints: it is no list of complaints, or a text in it is too long.
    """
    if not isinstance(entries, list):
        raise BadComplaints("the complaints are no list")
    return tuple(map(_read_complaint, entries))


def complaints_json(complaints: Iterable[Complaint]) -> list[dict[str, Any]]:
    """The complaints as JSON has them."""
    return [asdict(complaint) for complaint in complaints]


def render_complaints(complaints: Sequence[Complaint], most: int) -> list[str]:
    """Lines of Markdown: place, what and mend of the first `most`, each shown as it is; how many more there are.

    A mend that many share, such as that of one rule, is told once.
    """
    lines: list[str] = []
    told: set[str] = set()
    for complaint in complaints[:most]:
        line = f", line {complaint.line}" if complaint.line else ""
        lines += [f"- {render_inert(complaint.path)}{line}  ", f"  {render_inert(complaint.what)}"]
        if complaint.mend:
            lines[-1] += "  "
            mend = "as above" if complaint.mend in told else render_inert(complaint.mend, _MOST_MEND)
            told.add(complaint.mend)
            lines.append(f"  {'How to mend it' if complaint.kind == 'complaint' else 'What to do'}: {mend}")
    if (more := len(complaints) - most) > 0:
        lines.append(f"- … and {more} more.")
    return lines


def _read_complaint(entry: object) -> Complaint:
    if not isinstance(entry, dict):
        raise BadComplaints("a complaint is no record")
    line = entry.get("line", 0)
    if type(line) is not int or not 0 <= line <= _MOST_NUMBER:
        raise BadComplaints("a complaint's line is no line")
    kind = entry.get("kind", "complaint")
    if kind not in get_args(Kind):
        raise BadComplaints("a complaint is of no known kind")
    return Complaint(
        _read_text(entry, "path", _MOST_PATH),
        line,
        _read_text(entry, "what", _MOST_TEXT),
        _read_text(entry, "mend", _MOST_TEXT),
        kind,
    )


def _read_text(entry: Mapping[str, object], key: str, most: int) -> str:
    text = entry.get(key, "")
    if not isinstance(text, str) or len(text) > most:
        raise BadComplaints(f"a complaint's “{key}” is no text, or too long")
    return text
