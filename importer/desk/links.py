"""The links that lead out of the bulletin, each with its file and line: from pages, and from the editors' lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from importer.desk.header_line import find_header_line
from importer.frontmatter import BadPage, parse_header
from importer.page_files import read_page_content
from importer.read import document_name, read_page_texts
from importer.references import decode_references
from importer.urls import web_address
from importer.vocabulary import read_vocabulary

Place = Literal["original", "text", "list"]

# Of Markdown: [words](https://…), <https://…>, and “[name]: https://…” on a line of its own
_LINK = re.compile(
    r"\]\(\s*<?(https?://[^\s<>)]+)|<(https?://[^\s<>]+)>|^ {0,3}\[[^\]]+\]:\s*<?(https?://[^\s<>]+)", re.IGNORECASE
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Link:
    """A web address, and where it stands: as a page's `url:`, in a text, or in one of the lists."""

    path: str
    line: int
    url: str
    place: Place


def find_links(docs: Path) -> list[Link]:
    """Every link to another site, in the order of files and lines; those of withdrawn pages are nobody's any more.

    Raises:
        CannotImport: a list or a page cannot be read.
    """
    found: list[Link] = []
    for name, text in read_page_texts(docs).items():
        found += _links_of_article(document_name(docs / name), text)
    for path in sorted(docs.glob("*.md")):
        text = read_page_content(path, document_name(path)).decode("utf-8", "replace")
        found += _links_of_text(document_name(path), text.splitlines(), 1)
    vocabulary = read_vocabulary(docs)
    helplines = ((helpline.line, (helpline.url,)) for helpline in vocabulary.helplines)
    sources = ((source.line, (source.home, *source.feeds)) for source in vocabulary.sources)
    for list_path, entries in ((docs / "helplines.yml", helplines), (docs / "sources.yml", sources)):
        if list_path.is_file():
            found += _links_of_list(list_path, entries)
    return sorted(set(found), key=lambda link: (link.path, link.line, link.url))


def _links_of_article(path: str, text: str) -> Iterator[Link]:
    try:
        header = parse_header(text, path)
    except BadPage:
        return  # `bulletin check` says what is wrong with it
    if header.values.get("withdrawn"):
        return
    url = header.values.get("url")
    if isinstance(url, str) and web_address(url):
        yield Link(path, find_header_line(text, "url"), url, "original")
    lines = text.split("\n")
    ends = (number for number, line in enumerate(lines, 1) if number > 1 and re.fullmatch(r"---[ \t]*", line))
    first = next(ends, 0) + 1
    yield from _links_of_text(path, lines[first - 1 :], first)


def _links_of_text(path: str, lines: Iterable[str], first: int) -> Iterator[Link]:
    for number, line in enumerate(lines, first):
        for found in _LINK.finditer(line):
            url = decode_references(_ESCAPED.sub(r"\1", next(filter(None, found.groups()))))
            if web_address(url):
                yield Link(path, number, url, "text")


def _links_of_list(path: Path, entries: Iterable[tuple[int, Iterable[str]]]) -> Iterator[Link]:
    """The addresses of a list's entries, each on the first line of its entry on which it stands."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    for first, urls in entries:
        for url in urls:
            if web_address(url):
                below = (number for number, line in enumerate(lines[first - 1 :], first) if url in line)
                yield Link(document_name(path), next(below, first), url, "list")
