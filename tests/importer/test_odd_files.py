"""Whatever lies in the docs folder and is neither page nor picture is told before it is built."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from importer.check import check_pages
from importer.odd_files import find_odd_files

PNG, JPEG, WEBP = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"RIFF\x00\x00\x00\x00WEBPVP8 "
OTHER_KIND = "the file is of a kind that the site does not publish"
NO_PICTURE = "this is no picture of the kind that its name says"


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        pytest.param("assets/plan.svg", b"<svg/>", OTHER_KIND, id="drawing"),
        pytest.param("assets/a.html", b"<p>", OTHER_KIND, id="web page"),
        pytest.param("assets/a.markdown", b"Kites", OTHER_KIND, id="page to MkDocs"),
        pytest.param("assets/b/c.js", b"1", OTHER_KIND, id="script"),
        pytest.param("articles/2023/a.png", b"<script>", NO_PICTURE, id="markup"),
        pytest.param("kite.webp", PNG, NO_PICTURE, id="another kind"),
        pytest.param("kite.jpg", b"", NO_PICTURE, id="empty"),
    ],
)
def test_a_file_that_no_site_may_publish_is_told(tmp_path: Path, name: str, content: bytes, what: str) -> None:
    file = tmp_path / "docs" / name
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    assert [note.what for note in find_odd_files(tmp_path / "docs")] == [what]
    (tmp_path / "docs" / "articles").mkdir(exist_ok=True)
    notes = check_pages([tmp_path / "docs" / "articles"], tmp_path / "docs", date(2026, 11, 21))
    assert what in {note.what for note in notes}


def test_pictures_are_no_bar_and_neither_is_what_stays_unpublished(tmp_path: Path) -> None:
    for name, content in {
        "assets/a.png": PNG, "articles/2023/b.jpg": JPEG, "c.webp": WEBP, "plan.svg": b"<svg/>", ".DS_Store": b"\0",
        "assets/.DS_Store": b"\0", "articles/.incoming/d.png": b"",
    }.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    assert list(find_odd_files(tmp_path)) == []
