"""Reading the disk: source documents as numbered lines, and pages as Articles."""

from __future__ import annotations

from pathlib import Path

from importer.frontmatter import BadPage, parse_page
from importer.records import Article, Note


def read_pages(docs: Path) -> tuple[Article, ...]:
    """Every article page below `docs/articles`, in the order of their paths.

    Raises:
        BadPage: some headers cannot be used; every complaint of every page at once.
    """
    articles: list[Article] = []
    complaints: list[Note] = []
    for path in sorted((docs / "articles").glob("**/*.md")):
        name = path.relative_to(docs).as_posix()
        try:
            articles.append(parse_page(path.read_text(encoding="utf-8"), name))
        except UnicodeDecodeError:
            complaints.append(Note(name, 1, "the page is not in UTF-8", "Save it again with the encoding UTF-8."))
        except BadPage as error:
            complaints += error.notes
    if complaints:
        raise BadPage(tuple(complaints))
    return tuple(articles)
