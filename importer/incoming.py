"""What a source says now of a page that an editor changed: kept beside the pages, never published, for the editor.

One file a page, in a folder of its own whose name begins with a dot, so that no site shows it. When the editor has
brought over what matters, the file is deleted; the next import takes that for “settled”.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from importer.frontmatter import render_page
from importer.markdown import escape_text
from importer.records import Article, ImportRecord

FOLDER = "articles/.incoming"
_WHOLE_PAGE = "## The whole page as the source has it"
# The marks of the comparison itself, and what the importer notes for itself
_IS_NO_DIFFERENCE = re.compile(r"@@|---|\+\+\+|[-+]  (?:document|line|sha256|fingerprint): ")


def incoming_path(record: ImportRecord) -> str:
    """Where the version put aside for a page lies, relative to the docs folder, wherever the page was moved."""
    return f"{FOLDER}/{record.first_page.rsplit('/', 1)[-1]}"


def render_incoming(path: str, text: str, arriving: Article, fields: Sequence[str]) -> str:
    """The file for an editor: why it is here, what differs line by line, and the whole article as the source has it.

    `path` and `text` are the page's, `fields` those that both the source and an editor changed; none where the page's
    header cannot be read.
    """
    new = render_page(arriving)
    name = f"docs/{path}"
    where = arriving.provenance
    source = f"{_as_code(where.document)}, line {where.line}," if where else "its source"
    # Unlike the page, the new version names no marks of its own: what stands between the lines below is text
    differences = difflib.unified_diff(text.splitlines(), new.splitlines(), "your page", "the source", lineterm="", n=0)
    shown = [line for line in differences if not _IS_NO_DIFFERENCE.match(line)]
    return "\n".join(
        [
            f"# {name}: the source changed, and so did you",
            "",
            f"Your page is as you left it. What {source} says now is below; it is not published.",
            f"In both changed: {', '.join(fields) if fields else 'the page cannot be compared field by field'}.",
            "",
            "1. Bring over what matters into your page.",
            "2. Delete this file. From then on only later changes of the source are shown to you.",
            "",
            "## What differs (- your page, + the source)",
            "",
            *(f"    {line}" for line in shown),
            "",
            _WHOLE_PAGE,
            "",
            *(f"    {line}" if line else "" for line in new.splitlines()),
            "",
        ]
    )


def parse_incoming(text: str) -> str:
    """The page as the source has it, out of such a file; all of a file that an editor changed beyond knowing."""
    _, heading, page = text.partition(f"\n{_WHOLE_PAGE}\n")
    return "\n".join(line.removeprefix("    ") for line in page.split("\n")).lstrip("\n") if heading else text


def _as_code(name: str) -> str:
    """The name of a document, in which nothing acts: names come with documents, and say what they like."""
    return escape_text(name) if "`" in name else f"`{name}`"
