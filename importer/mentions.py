"""What other pages say of a page by name: `related:`, the doubt that it may be another version, links to it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from urllib.parse import unquote

from importer.frontmatter import BadPage, parse_page
from importer.header import read_header
from importer.page_edit import CannotEdit, edit_page
from importer.records import Note
from importer.ties import PERHAPS

INSTEAD = "an article that was withdrawn"
_LINK = re.compile(
    r"(?<![!\\])\[(?P<words>(?:[^\[\]\\\n]|\\.){0,2000})\]\((?P<target><[^<>\n]{0,2000}>|[^\s()<>]{0,2000})"
    r"(?:[ ]{1,3}(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'))?[ ]{0,3}\)"
)


def drop_mentions(text: str, path: str, gone: Collection[str], gives_away: Callable[[str], bool]) -> str:
    """The text of a page without what names other pages, `gone` by their paths below the docs folder.

    Of a link its words stay, unless they give the article away: then other words take their place. A page whose header
    cannot be changed key by key keeps what it says there. Nothing else changes.
    """
    if not _may_name(text, gone):
        return text
    slugs = {_slug(each) for each in gone}
    page = _without_links(text, path, gone, gives_away)
    try:
        article = parse_page(page, path)
        fewer = replace(
            article,
            related=tuple(each for each in article.related if each not in slugs),
            notes=tuple(each for each in article.notes if each not in {f"{PERHAPS} “{slug}”." for slug in slugs}),
        )
        return edit_page(page, fewer) if fewer != article else page
    except (BadPage, CannotEdit):
        return page


def find_mentions(text: str, path: str, gone: Collection[str]) -> Iterator[Note]:
    """The lines of any file that still name one of these pages, for an editor to look at."""
    if not _may_name(text, gone):
        return
    named = re.compile("|".join(rf"(?<![\w-]){re.escape(_slug(each))}(?![\w-])" for each in sorted(gone)))
    for number, line in enumerate(text.split("\n"), 1):
        if named.search(line):
            yield Note(path, number, "this line names the page", "Take that out, if the name itself does harm.")


def _may_name(text: str, gone: Collection[str]) -> bool:
    return any(_slug(each) in text for each in gone)


def _without_links(text: str, path: str, gone: Collection[str], gives_away: Callable[[str], bool]) -> str:
    """The text without links to these pages; links of the header are none."""
    header = read_header(text, path)
    start = len(text) - len(text.split("\n", header.body_line - 1)[-1]) if header.body_line > 1 else 0
    folder = posixpath.dirname(path)

    def plain(found: re.Match[str]) -> str:
        target = unquote(found["target"].strip("<>").split("#")[0].split("?")[0])
        leads_to = posixpath.normpath(posixpath.join(folder, target)) if target and "://" not in target else ""
        if f"{leads_to.removesuffix('.html').removesuffix('.md')}.md" not in gone:
            return found[0]
        return INSTEAD if gives_away(found["words"]) else found["words"]

    return text[:start] + _LINK.sub(plain, text[start:])


def _slug(path: str) -> str:
    return path.rsplit("/", 1)[-1].removesuffix(".md")
