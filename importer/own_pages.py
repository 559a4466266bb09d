"""The site's own pages, which are no articles: what their headers say, read as everything else here reads it.

MkDocs ends a header at `...` as well, and takes lines like `template: x` at the top of a text for one. Were its reading
the one that counts, a page could be another one than was checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from importer.encoding import CannotRead
from importer.header import Header, read_header
from importer.page_files import read_page_content
from importer.read import document_name, is_hidden
from importer.records import Note
from importer.slugs import DEVICE_NAMES, FOLDER_PAGES

# The page that each template is made for: on any other it lacks what it shows
TEMPLATES: Mapping[str, str] = {
    "index.md": "home.html",
    "search.md": "search.html",
    "help.md": "help.html",
    "corrections.md": "corrections.html",
    "offline.md": "offline.html",
}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# What a build puts there itself: see hooks/, and static_templates in mkdocs.yml
_FOLDERS_MADE = frozenset({"topics", "timeline", "sources", "digest", "assets", "pagefind", "download", "local"})
_PAGES_MADE = frozenset({"404.md", "times-tables.md"})
_TEXTS = ("title", "description")
# What a page may ask of search engines, each word once or more: the Robots Exclusion Protocol's
_ROBOTS = re.compile(r"(?:noindex|nofollow|noarchive|nosnippet)(?:, ?(?:noindex|nofollow|noarchive|nosnippet)){0,3}")
_YES = frozenset({"true", "yes", "on"})


def read_own_page(text: str, name: str) -> tuple[str, dict[str, object]]:
    """The text of an own page below its header, and what the header tells MkDocs; `name` is below the docs folder."""
    header = read_header(text, name)
    meta: dict[str, object] = {key: value for key in _TEXTS if (value := header.text(key).strip())}
    if header.text("template") and header.text("template") == TEMPLATES.get(name):
        meta["template"] = header.text("template")
    if _ROBOTS.fullmatch(header.text("robots")):
        meta["robots"] = header.text("robots")
    if header.text("exit").casefold() in _YES:
        meta["exit"] = True
    return header.body, meta


def find_own_page_faults(docs: Path) -> Iterator[Note]:
    """A complaint for each own page at an address that it may not have, and for what its header may not say.

    That is a header that cannot be read, a template made for another page, and what search engines do not know.
    """
    beside = (path for path in docs.glob("*") if path.name != "articles")
    for path in sorted(each for top in beside for each in ([top] if top.is_file() else top.rglob("*.md"))):
        own = path.relative_to(docs)
        if path.suffix != ".md" or is_hidden(own) or not path.is_file():
            continue
        try:
            text = read_page_content(path, document_name(path)).decode("utf-8", "replace")
        except CannotRead:
            continue  # told by whoever reads it
        yield from _address_faults(document_name(path), own)
        header = read_header(text, document_name(path))
        if text.removeprefix("\ufeff").startswith("---"):
            yield from header.faults
        yield from _template_faults(header, own.as_posix())
        if header.text("robots") and not _ROBOTS.fullmatch(header.text("robots")):
            what = "“robots:” asks search engines for what they do not know, so they would show the page"
            yield header.note_at_key(("robots",), what, "Write `robots: noindex`, or take the line out.")


def _address_faults(name: str, own: Path) -> Iterator[Note]:
    """Two addresses that differ in capitals only are one on many disks, and nothing may take the place of our files."""
    parts = (*own.parts[:-1], own.stem)
    is_front_page = own.stem in FOLDER_PAGES and own.as_posix() != "index.md"
    if is_front_page or any(not _SLUG.fullmatch(part) or part in DEVICE_NAMES for part in parts):
        mend = "Use small letters, digits and single hyphens, and no name like “con” or “readme”."
        yield Note(name, 0, "the path cannot be a page's address everywhere", mend)
    elif own.parts[0] in _FOLDERS_MADE or own.as_posix() in _PAGES_MADE:
        what = "the page would stand where the site has pages and files that it makes itself"
        yield Note(name, 0, what, "Give it another name, right in the docs folder.")


def _template_faults(header: Header, name: str) -> Iterator[Note]:
    template = header.text("template")
    if template and template != TEMPLATES.get(name):
        what = "“template:” names one that was made for another page"
        mend = "Take the line out: the page then looks like any other of the site."
        yield header.note_at_key(("template",), what, mend)
