"""The summary of a pull request: made of what the checks say, read as hostile, told in words."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from importer.desk.complaint import BadComplaints, Complaint, parse_complaints
from importer.desk.summary import (
    MOST_SHOWN,
    BadSummary,
    Preview,
    Summary,
    parse_summary,
    read_summary_archive,
    render_summary,
    render_summary_file,
    summarise,
)
from importer.limits import MOST_SUMMARY_BYTES
from tests.importer.desk.local_github import zipped

TOPIC = Complaint("docs/articles/2024/kites.md", 4, "topic “kits” is not in the topic list", "Did you mean “kites”?")
SCHOOL = Complaint(
    "docs/articles/2024/court.md", 9, "a school is named", "Decide whether it may be published.", "decision"
)
OLD = Complaint("docs/helplines.yml", 9, "was last checked long ago", "Compare it.", "reminder")
PREVIEW = Preview("https://forge.example/zip", "https://forge.example/site", "https://forge.example/run")


def test_complaints_come_before_decisions_and_decisions_before_reminders() -> None:
    assert summarise(7, [OLD, SCHOOL, TOPIC]) == Summary(7, (TOPIC, SCHOOL, OLD))


def test_a_summary_is_read_back_as_it_was_written() -> None:
    summary = summarise(7, [TOPIC] * 250 + [SCHOOL])
    assert summary.more == 51
    assert parse_summary(render_summary_file(summary).encode()) == summary


def test_complaints_are_told_with_place_and_mend() -> None:
    told = render_summary(summarise(7, [TOPIC, SCHOOL]), PREVIEW)
    assert "**1 complaint**" in told
    assert "- `docs/articles/2024/kites.md`, line 4  \n" in told
    assert "  How to mend it: `Did you mean “kites”?`" in told
    assert "### Waiting for an editor's decision" in told
    assert told.index("a school is named") > told.index("Waiting")
    assert "[Download the preview](https://forge.example/zip)" in told


def test_where_all_is_well_it_says_so() -> None:
    told = render_summary(summarise(7, []), PREVIEW)
    assert "**Nothing to complain about**" in told
    assert "Waiting" not in told


def test_a_mend_that_several_share_is_told_once() -> None:
    told = render_summary(summarise(7, [SCHOOL, replace(SCHOOL, line=20), TOPIC]), PREVIEW)
    assert told.count("What to do: `Decide whether it may be published.`") == 1
    assert told.count("What to do: as above") == 1
    assert told.count("How to mend it: ") == 1


def test_what_waits_or_is_due_is_no_complaint() -> None:
    told = render_summary(summarise(7, [SCHOOL, OLD]), PREVIEW)
    assert "**Nothing to complain about**" in told
    assert told.index("a school is named") < told.index("### Due for another look") < told.index("long ago")


def test_a_site_that_was_not_built_has_no_preview() -> None:
    told = render_summary(summarise(7, []), Preview(run="https://forge.example/run"))
    assert "The site could not be built from this version. [The run of the checks](https://forge.example/run)" in told


def test_however_many_complaints_there_are_they_fit_into_a_comment() -> None:
    kinds = ["complaint", "decision", "reminder"]
    long = [Complaint("d" * 300, 1, "w`" * 1000, f"{n}" + "m`" * 900, kind) for kind in kinds for n in range(50)]
    told = render_summary(Summary(7, tuple(long), more=4850), PREVIEW)
    assert len(told) < 65_000
    assert told.count(f"and {50 - MOST_SHOWN} more") == 3
    assert "4850 more are not listed here" in told


HOSTILE = "</code> @everyone [x](https://evil.example) ![x](https://evil.example/x.png) <script>` ``` ~~~\n# big\n| a |"


def test_nothing_of_a_hostile_summary_can_act() -> None:
    bad = Complaint(HOSTILE[:250], 1, HOSTILE, HOSTILE)
    told = render_summary(Summary(7, (bad, replace(bad, kind="decision"), replace(bad, kind="reminder"))), Preview())
    for line in told.splitlines():
        # the text stands in code spans: taken out, nothing of it is left, and it made no line of its own
        for fence in ("````", "```", "``", "`"):
            while line.count(fence) >= 2:
                before, _, rest = line.partition(fence)
                line = before + rest.partition(fence)[2]
        assert not any(sign in line for sign in ("@", "evil", "<script", "</code", "# big", "| a")), line


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\xfe", id="not-utf-8"),
        pytest.param(b"[" * 200_000, id="deep"),
        pytest.param(b"[]", id="a-list"),
        pytest.param(b'{"number": 7}', id="parts-missing"),
        pytest.param(b'{"number": 7, "complaints": [], "more": 0, "link": "x"}', id="a-part-too-many"),
        pytest.param(b'{"number": "7", "complaints": [], "more": 0}', id="number-is-text"),
        pytest.param(b'{"number": true, "complaints": [], "more": 0}', id="number-is-true"),
        pytest.param(b'{"number": -7, "complaints": [], "more": 0}', id="number-is-negative"),
        pytest.param(b'{"number": 1e9, "complaints": [], "more": 0}', id="number-is-a-fraction"),
        pytest.param(b'{"number": 7, "complaints": {}, "more": 0}', id="complaints-no-list"),
        pytest.param(b'{"number": 7, "complaints": ["x"], "more": 0}', id="complaint-no-record"),
        pytest.param(b'{"number": 7, "complaints": [{"path": 1}], "more": 0}', id="path-no-text"),
        pytest.param(b'{"number": 7, "complaints": [{"kind": "order"}], "more": 0}', id="unknown-kind"),
        pytest.param(b'{"number": 7, "complaints": [{"line": "1"}], "more": 0}', id="line-no-number"),
        pytest.param(
            json.dumps({"number": 7, "complaints": [{"what": "x" * 3000}], "more": 0}).encode(),
            id="text-too-long",
        ),
    ],
)
def test_what_is_no_summary_is_refused(content: bytes) -> None:
    with pytest.raises(BadSummary):
        parse_summary(content)


def packed(content: bytes, method: int) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("summary.json", content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"PK\x03\x04 and nothing more", id="broken"),
        pytest.param(zipped(), id="no-file"),
        pytest.param(zipped(other_json="{}"), id="another-file"),
        pytest.param(zipped(summary_json="{}", other_json="{}"), id="a-file-too-many"),
        pytest.param(zipped(summary_json=b" " * (MOST_SUMMARY_BYTES * 100)), id="a-bomb"),
        pytest.param(packed(b" " * (MOST_SUMMARY_BYTES * 100), zipfile.ZIP_BZIP2), id="a-bomb-of-another-kind"),
        pytest.param(b"\0" * (MOST_SUMMARY_BYTES + 1), id="too-large"),
    ],
)
def test_an_archive_that_holds_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(BadSummary):
        read_summary_archive(content)


def test_a_summary_comes_out_of_its_archive() -> None:
    summary = summarise(7, [TOPIC, SCHOOL, OLD])
    assert read_summary_archive(zipped(summary_json=render_summary_file(summary))) == summary


def test_what_the_check_command_writes_is_read() -> None:
    text = '[{"path": "docs/a.md", "line": 4, "what": "x", "mend": "y", "column": 3, "kind": "decision", "rule": "z"}]'
    assert parse_complaints(text) == (Complaint("docs/a.md", 4, "x", "y", "decision"),)


@pytest.mark.parametrize("text", ["", "no JSON", "{}", "[[]]"])
def test_what_the_check_command_does_not_write_is_refused(text: str) -> None:
    with pytest.raises(BadComplaints):
        parse_complaints(text)
