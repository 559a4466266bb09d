"""Articles outside docs/articles: there neither the rules of care nor `withdrawn:` hold, so nothing publishes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from importer.encoding import CannotRead
from importer.page_files import read_page_content
from importer.read import document_name, is_hidden
from importer.records import Note

# Keys that only articles have; the site's fixed pages need a title and a description
_ARTICLE_KEY = re.compile(r"^(?:source|topics|import|cleared|withdrawn|publisher|date_basis)[ \t]*:", re.MULTILINE)
_HEADER = re.compile(r"\ufeff?---[ \t]*\n(?P<header>(?:.*\n)*?)---[ \t]*(?:\n|\Z)")


def find_stray_articles(docs: Path) -> Iterator[Note]:
    """A complaint for each page of the docs folder that has the header of an article, but is not in `articles/`.

    One that cannot be read is complained of as well.
    """
    beside = (path for path in docs.glob("*") if path.name != "articles")
    below = (each for path in beside for each in ([path] if path.is_file() else path.rglob("*.md")))
    for path in sorted(path for path in below if path.suffix == ".md"):
        if is_hidden(path.relative_to(docs)) or not path.is_file():
            continue
        try:
            text = read_page_content(path, document_name(path)).decode("utf-8", "replace")
        except CannotRead as error:
            yield error.note
            continue
        found = _HEADER.match(text.replace("\r\n", "\n"))
        key = _ARTICLE_KEY.search(found["header"]) if found else None
        if found and key:
            line = found["header"].count("\n", 0, key.start()) + 2
            what = "this is the header of an article, but the page is not in docs/articles"
            mend = "Move the page to docs/articles, into the folder of its year. No decision about it holds elsewhere."
            yield Note(document_name(path), line, what, mend, 1)
