"""The command that sums up the checks of a pull request."""

from __future__ import annotations

from pathlib import Path

import pytest

from importer.desk import summarise
from importer.desk.summary import parse_summary

COMPLAINTS = (
    '[{"path": "docs/a.md", "line": 4, "column": 0, "what": "it is wrong", "mend": "Mend it.", "kind": "complaint"}]'
)


def test_the_summary_is_written_for_the_comment_and_onto_the_page_of_the_run(tmp_path: Path) -> None:
    (tmp_path / "complaints.json").write_text(COMPLAINTS, encoding="utf-8")
    out, page = tmp_path / "summary.json", tmp_path / "page.md"
    page.write_text("Before.\n", encoding="utf-8")
    arguments = ["--number", "7", "--complaints", str(tmp_path / "complaints.json"), "--out", str(out)]
    assert (
        summarise.main([*arguments, "--offline-copy", "https://forge.example/zip"], {"GITHUB_STEP_SUMMARY": str(page)})
        == 0
    )
    assert parse_summary(out.read_bytes()).number == 7
    told = page.read_text(encoding="utf-8")
    assert told.startswith("Before.\n### What the checks say")
    assert "`it is wrong`" in told
    assert "https://forge.example/zip" in told


def test_what_is_no_list_of_complaints_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "complaints.json").write_text("Traceback", encoding="utf-8")
    arguments = ["--number", "7", "--complaints", str(tmp_path / "complaints.json"), "--out", str(tmp_path / "s.json")]
    assert summarise.main(arguments, {}) == 1
    assert "No summary: this is no JSON." in capsys.readouterr().err
