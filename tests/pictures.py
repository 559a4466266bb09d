"""Makes the pictures of CONTRIBUTING.md anew, from the site as it is: `python -m tests.pictures`.

They show what is ours: pages of the site and of a preview. GitHub's own pages are described in words.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, sync_playwright

from tests.browser.conftest import launch_browser, serve
from tests.conftest import MKDOCS_BUILD

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / ".github" / "pictures"
ARTICLE = "articles/2020/keeping-children-safe-in-education-2020-published.html"
WIDTH = 760
MOST_COLOURS = 64  # text and lines need no more, and the files stay small


def _build(folder: Path) -> Path:
    """The site as it is published: with a repository, so that the pages can be edited."""
    site = folder / "site"
    settings = {"BULLETIN_REPOSITORY_URL": "https://github.com/example-owner/bulletin"}
    subprocess.run(
        [sys.executable, "-c", MKDOCS_BUILD, str(ROOT / "docs"), str(site)],
        cwd=ROOT, env={**os.environ, **settings}, check=True,
    )  # fmt: skip
    return site


def _unpack_preview(site: Path, folder: Path) -> Path:
    """An offline copy, packed and unpacked again, as whoever downloads a preview has it."""
    packed, unpacked = folder / "offline-copy.zip", folder / "preview"
    subprocess.run(
        [
            sys.executable, "-m", "hooks.offline_bundle", "--config", "mkdocs.yml", "--site", str(site),
            "--date", "2026-11-21", "--out", str(packed),
        ],
        cwd=ROOT, check=True,
    )  # fmt: skip
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(unpacked)  # our own zip of a moment ago
    return next(unpacked.rglob("START-HERE.html"))


def _save(shot: bytes, name: str) -> None:
    picture = Image.open(BytesIO(shot)).convert("RGB").quantize(MOST_COLOURS)
    picture.save(PICTURES / name, optimize=True)
    print(f"{name}: {(PICTURES / name).stat().st_size:,} bytes, {picture.width} × {picture.height}")  # noqa: T201


def _save_part(page: Page, first: Locator, last: Locator, name: str, margin: int = 14) -> None:
    """The page from the top of one part to the foot of another."""
    top, foot = first.bounding_box(), last.bounding_box()
    assert top
    assert foot
    clip = {
        "x": 0,
        "y": top["y"] - margin,
        "width": WIDTH,
        "height": foot["y"] + foot["height"] - top["y"] + 2 * margin,
    }
    _save(page.screenshot(clip=clip, full_page=True), name)


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        site = _build(Path(scratch))
        start = _unpack_preview(site, Path(scratch))
        browser = launch_browser(playwright)
        assert browser
        page = browser.new_page(viewport={"width": WIDTH, "height": 560}, locale="en-GB")
        with serve(site) as served:
            page.goto(served.url + ARTICLE)
            edit = page.get_by_role("link", name="Edit this page")
            _save_part(page, page.locator("details.origin"), edit, "edit-this-page.png")
            _save_part(page, page.locator(".colophon-help"), page.locator(".colophon-links"), "suggest-an-article.png")
        page.goto(start.as_uri())
        page.wait_for_load_state("networkidle")
        _save(page.screenshot(), "preview-start.png")
        page.goto((start.parent / ARTICLE).as_uri() if (start.parent / ARTICLE).exists() else _find(start, ARTICLE))
        page.wait_for_load_state("networkidle")
        _save(page.screenshot(), "preview-article.png")
        browser.close()


def _find(start: Path, address: str) -> str:
    """Where a page of the site stands in an unpacked copy."""
    return next(start.parent.rglob(Path(address).name)).as_uri()


if __name__ == "__main__":
    main()
