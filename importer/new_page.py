"""Begins a page that an editor writes: a header that `bulletin check` passes, and a place that no page has or had.

The body is left empty: whatever stood there would be read as somebody's words, and be published. What to do is said
twice where no reader meets it, in comments of the header and by the command; `notes:` says openly that the text is
still to come.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from importer.care import TEXT_TO_COME
from importer.frontmatter import render_field
from importer.page_keys import PAGE_KEYS
from importer.read import read_page_texts, read_records
from importer.records import Article, CannotImport, Note
from importer.shelf import glance_at, tells_apart
from importer.slugs import make_slug
from importer.text import fold
from importer.urls import same_address
from importer.write import sole_import, write_new_text

# What an editor may add: it stands in the header as a comment until then
_OFFERED = ("date_evidence", "url", "publisher", "author", "summary", "content_note")


class AlreadyThere(CannotImport):
    """Another page has the title or the original's address already, and neither names the other as its version."""


def write_new_page(article: Article, docs: Path) -> str:
    """Write the page of an article that has no text yet; give its path below `docs`. No other page is touched.

    Raises:
        AlreadyThere: a page has the same title or address, and the new one does not name it in `related:`.
        CannotImport: an import is at work, its records are broken, or the folder refuses.
    """
    with sole_import(docs):
        texts = read_page_texts(docs)
        _refuse_double(article, docs, texts)
        taken = {_slug(path) for path in texts}
        for record in read_records(docs, texts):
            taken.update(_slug(path) for path in (record.page, *record.was))
        name = f"page-{hashlib.sha256(article.title.encode()).hexdigest()[:8]}"
        path = f"articles/{article.date[:4] or 'undated'}/{make_slug(article.title, taken, name)}.md"
        write_new_text(docs / path, render_new_page(article))
    return path


def render_new_page(article: Article) -> str:
    """The text of the page: what is known of it, and for what may be added a comment that says what belongs there."""
    noted = replace(article, notes=(*article.notes, TEXT_TO_COME))
    lines = ["---"]
    for key in PAGE_KEYS:
        said = render_field(noted, key.name)
        is_offered = key.name in _OFFERED and (article.date or key.name != "date_evidence")
        lines += said or ([f"# {key.name}:  # {key.about}"] if is_offered else [])
    return "\n".join([*lines, "---", ""])


def _refuse_double(article: Article, docs: Path, texts: Mapping[str, str]) -> None:
    title = fold(article.title).casefold()
    address = same_address(article.url) if tells_apart(article.url) else ""
    for path, text in texts.items():
        if _slug(path) in article.related:
            continue
        glance = glance_at(text)
        same = "address" if address and same_address(glance.url) == address else ""
        same = same or ("title" if fold(glance.headline).casefold() == title else "")
        if same:
            mend = f"Change that page instead. If yours is another version of the story: --related {_slug(path)}"
            raise AlreadyThere(Note((docs / path).as_posix(), 1, f"this page has the same {same} already", mend))


def _slug(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".md").casefold()
