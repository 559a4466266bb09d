"""What is wrong with the links and pictures in a page's text: those that lead nowhere, elsewhere, or tell who came."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from importer.body import Body, BodyLink
from importer.encoding import CannotRead
from importer.header import Header, read_header
from importer.page_files import read_page_content
from importer.records import Note
from importer.references import decode_references
from importer.spelling import find_closest
from importer.text import quote
from importer.urls import resolve_link, web_address, without_tracking

_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):")
# What mkdocs.yml publishes besides pages
PICTURE_KINDS = (".png", ".jpg", ".webp")
# The folders whose pages are made with the site: CONTRACT, “URLs”
_MADE_FOLDERS = ("topics", "timeline", "sources", "digest")
_MADE_FILES = frozenset({"feed.xml", "feed.json", "404.html", "sitemap.xml"})


@dataclass(frozen=True, slots=True)
class SiteFiles:
    """What a link within the site may lead to: the article pages by path, and whatever else lies in the docs folder.

    `other_docs` is where pages come from that the docs folder lacks. `anchors` of pages are filled in as links ask.
    """

    docs: Path
    other_docs: Path
    pages: Collection[str] = field(repr=False)
    topics: Collection[str] | None = None
    anchors: dict[str, frozenset[str] | None] = field(default_factory=dict, repr=False)


def check_links(header: Header, own_path: str, body: Body, site: SiteFiles) -> Iterator[Note]:
    """Every complaint about links and pictures; `own_path` is the page's below the docs folder, empty elsewhere."""
    for link in body.links():
        target = _decoded(link.target)
        if link.is_picture:
            yield from _picture_complaints(header.path, own_path, link, target, site)
        elif not target.strip():
            yield Note(
                header.path, link.line, f"the link {quote(link.words)} leads nowhere", "Write its address.", link.column
            )
        elif found := _SCHEME.match(target):
            yield from _web_complaints(header.path, link, target, found["scheme"].casefold())
        elif target.startswith("//"):
            mend = f"Begin it with https: `https:{target}`." if len(target) < 80 else "Begin it with https:"
            yield Note(header.path, link.line, f"the link {quote(link.words)} has no https:", mend, link.column)
        else:
            yield from _page_link_complaints(header, own_path, link, target, site, body)
        if not link.is_picture and not link.words.strip():
            mend = "Put words between its square brackets that say where it leads."
            yield Note(header.path, link.line, "a link has no words", mend, link.words_column)


def _decoded(target: str) -> str:
    """The address as Markdown puts it into the page, which browsers then read: “javascript&colon;” is a script, too."""
    return decode_references(target) if "&" in target else target


def _web_complaints(path: str, link: BodyLink, target: str, scheme: str) -> Iterator[Note]:
    if scheme in {"http", "https"}:
        if not web_address(target):
            what = f"the link {quote(link.words)} is no web address"
            yield Note(path, link.line, what, "Copy it whole from the browser, without spaces.", link.column)
        elif (plain := without_tracking(target)) != target:
            what = f"the link {quote(link.words)} has parameters that only tell who asks"
            yield Note(path, link.line, what, f"Write it without them: {plain}", link.column)
    elif scheme == "mailto":
        if not resolve_link(target):
            what = f"the link {quote(link.words)} is no e-mail address"
            yield Note(path, link.line, what, "Write it as mailto:name@example.org.", link.column)
    elif len(scheme) == 1 or scheme == "file":
        what = f"the link {quote(link.words)} leads to a file on one computer only"
        yield Note(path, link.line, what, "Link to where everybody can read it, or take the link out.", link.column)
    else:
        what = f"the link {quote(link.words)} begins with “{scheme}:”, which no page may have"
        yield Note(
            path, link.line, what, "Link to a web address, or take the link out and keep its words.", link.column
        )


def _picture_complaints(path: str, own_path: str, link: BodyLink, target: str, site: SiteFiles) -> Iterator[Note]:
    if not link.words.strip():
        mend = "Say between its square brackets what it shows: `![A chart of …](…)`."
        yield Note(path, link.line, "a picture has no alternative text", mend, link.words_column)
    if _SCHEME.match(target) or target.startswith("//"):
        what = "a picture comes from another website, which would learn who reads the page"
        mend = "If you may use it, put its file beside the page; else say in words what it shows."
        yield Note(path, link.line, what, mend, link.column)
        return
    name = posixpath.basename(target)
    file = _below_docs(own_path, unquote(target))
    if not own_path:
        return
    if not target or file is None or not (site.docs / file).is_file():
        mend = "Put the file there, or correct its name; capitals count."
        yield Note(path, link.line, f"there is no picture {quote(name)}", mend, link.column)
    elif not file.startswith("assets/") and not file.endswith(PICTURE_KINDS):
        what = f"the picture {quote(name)} is of a kind that the site does not publish"
        yield Note(
            path, link.line, what, f"Save it as {', '.join(PICTURE_KINDS[:-1])} or {PICTURE_KINDS[-1]}.", link.column
        )


def _page_link_complaints(
    header: Header, own_path: str, link: BodyLink, target: str, site: SiteFiles, body: Body
) -> Iterator[Note]:
    path, _, anchor = target.partition("#")
    path = unquote(path.partition("?")[0])
    words = quote(link.words)
    if not path:
        if anchor and unquote(anchor) not in body.anchors:
            what = f"the link {words} leads to “#{anchor}”, but no heading of this page has that name"
            yield Note(header.path, link.line, what, _anchor_mend(anchor, body.anchors), link.column)
        return
    if not own_path:
        return
    if path.startswith("www."):
        mend = f"Begin it with https: `https://{target}`."
        yield Note(header.path, link.line, f"the link {words} has no https:", mend, link.column)
        return
    file = path.lstrip("/") if path.startswith("/") else _below_docs(own_path, path)
    if file is not None and file.endswith(".html") and _is_there(f"{file[:-5]}.md", site):
        yield Note(
            header.path, link.line, f"the link {words} leads to the made page, not to its file",
            f"Write `{_relative(own_path, f'{file[:-5]}.md')}{f'#{anchor}' if anchor else ''}`.", link.column,
        )  # fmt: skip
    elif file is None or not _is_there(file, site):
        yield Note(
            header.path,
            link.line,
            f"the link {words} leads to no page",
            _dead_mend(own_path, file or "", site),
            link.column,
        )
    elif path.startswith("/"):
        mend = f"Write `{_relative(own_path, file)}`: the offline copy has no top folder."
        yield Note(header.path, link.line, f"the link {words} begins with a slash", mend, link.column)
    elif anchor and file.endswith(".md"):
        anchors = _anchors_of(file, site)
        if anchors is not None and unquote(anchor) not in anchors:
            what = f"the link {words} leads to “#{anchor}”, but no heading of that page has that name"
            yield Note(header.path, link.line, what, _anchor_mend(anchor, anchors), link.column)


def _below_docs(own_path: str, target: str) -> str | None:
    """The path below the docs folder that a link of a page means; None for one that leads out of it."""
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(own_path), target))
    return None if joined.startswith("../") or joined in {"..", "."} else joined


def _relative(own_path: str, file: str) -> str:
    return posixpath.relpath(file, posixpath.dirname(own_path))


def _is_there(file: str, site: SiteFiles) -> bool:
    if file in site.pages or file in _MADE_FILES:
        return True
    folder, _, name = file.partition("/")
    if folder in _MADE_FOLDERS and name:
        slug = name.removesuffix(".md").removesuffix(".html").removesuffix(".xml")
        return folder != "topics" or site.topics is None or slug == "index" or slug in site.topics
    if folder == "articles" and file.endswith(".md"):
        return False
    return (site.docs / file).is_file() or (file.endswith(".md") and (site.other_docs / file).is_file())


def _dead_mend(own_path: str, file: str, site: SiteFiles) -> str:
    """The page of that file name in another folder, or the one spelt most like it."""
    name = posixpath.basename(file).removesuffix(".html").removesuffix(".md")
    others = (page for page in site.pages if page != own_path)
    by_name: dict[str, str] = {posixpath.basename(page).removesuffix(".md"): page for page in others}
    close = name if name in by_name else find_closest(name, by_name, 0.8)
    if close:
        return f"Did you mean `{_relative(own_path, by_name[close])}`? Use that, or take the link out."
    return "Correct its path, or take the link out and keep its words."


def _anchor_mend(anchor: str, anchors: Collection[str]) -> str:
    close = find_closest(anchor, anchors)
    return f"Did you mean “#{close}”?" if close else "Take “#” and what follows out, or name a heading that is there."


def _anchors_of(file: str, site: SiteFiles) -> frozenset[str] | None:
    """The anchors of another page, read once; None where it cannot be read, which is told as a fault of its own."""
    if file not in site.anchors:
        try:
            text = read_page_content(site.docs / file, file).decode("utf-8-sig").replace("\r\n", "\n")
            site.anchors[file] = Body(read_header(text, "").body, 1).anchors
        except (CannotRead, UnicodeDecodeError):
            site.anchors[file] = None
    return site.anchors[file]
