"""The search index: Pagefind run over the built site."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

# Pagefind's own search pages, which ours replaces: 300 KB that no page asks for
UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js")
TIME_LIMIT_SECONDS = 1800


class CannotIndex(Exception):
    """Pagefind could not make the search index."""


def index_site(site: Path) -> None:
    """Write `site/pagefind/`, the index of the articles and of nothing else.

    One index for all languages (`--force-language`): Pagefind would else search only the texts of the page's own.

    Raises:
        CannotIndex: Pagefind is missing, failed or ran out of time; the message says what it said.
    """
    command = [
        sys.executable, "-m", "pagefind_bin", "--site", str(site), "--glob", "articles/**/*.html",
        "--force-language", "en", "--silent",
    ]  # fmt: skip
    try:
        run = subprocess.run(  # noqa: S603 - our own interpreter, no text from outside in the command
            command, capture_output=True, text=True, encoding="utf-8", errors="replace",
            timeout=TIME_LIMIT_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotIndex(f"the search index could not be made: {error}") from error
    if run.returncode != 0 or not (site / "pagefind" / "pagefind.js").is_file():
        said = (run.stderr or run.stdout).strip() or f"exit code {run.returncode}"
        raise CannotIndex(
            f"the search index could not be made: {said}\n"
            "    Install the pinned requirements again (pagefind-bin is one of them), then build again."
        )
    for pattern in UNUSED:
        for path in (site / "pagefind").glob(pattern):
            path.unlink()
