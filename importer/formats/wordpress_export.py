"""What of a WordPress export is an article that its site showed to everybody, and its text as HTML.

An export holds all that a site ever stored: pages, pictures, menus, drafts, what was thrown away.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from importer.formats.feed_text import as_paragraphs
from importer.records import Note
from importer.text import fold, quote

_STATUS = {
    "draft": "it is a draft",
    "auto-draft": "it is a draft",
    "pending": "it waits for review",
    "private": "it is private",
    "trash": "it was thrown away",
    "future": "it was scheduled for a later day",
}
_MACHINERY = {
    "attachment": "attachments (pictures and files)",
    "nav_menu_item": "entries of menus",
    "revision": "earlier versions of texts",
    "comment": "comments of readers",
    "settings": "settings of the site",
    "template": "templates of the site",
}
# Kinds of posts that sites make for themselves, in which articles are kept: “news”, “press-release”, “case_study”
_ARTICLES = re.compile(
    r"(?:^|[_-])(?:posts?|news|articles?|stor(?:y|ies)|press|blogs?|briefings?|bulletins?)(?:$|[_-])"
)
_SAVE_IT = "If it is an article, save its own page and import that."

_CAPTION = re.compile(
    r"\[(?:wp_)?caption\b[^\]\[]{0,500}\](?P<inside>[^\[]*+(?:\[(?!/?(?:wp_)?caption)[^\[]*+)*+)\[/(?:wp_)?caption\]",
    re.IGNORECASE,
)
_PICTURE_END = re.compile(r"(?:<img\b[^<>]*+>\s*+(?:</a>)?|</a>)")
_ATTRIBUTE = r"\s++[\w-]++=(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'\]\[]++)"
_SHORTCODE = re.compile(
    rf"\[(?:/[a-z][\w-]{{1,40}}|[a-z][\w-]{{1,40}}(?:{_ATTRIBUTE})++\s*+/?"
    r"|(?:gallery|embed|audio|video|playlist|toc|contact-form-7)(?:\s[^\]]{0,500})?)\]",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--(?:(?!-->).)*+(?:-->|(?P<open>\Z))", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ExportItem:
    """What an export says of one item besides its text: the kind of post, its status, and whether it has a password."""

    line: int
    title: str
    kind: str
    status: str
    has_password: bool = False


def note_left_out(item: ExportItem, path: str) -> Note | None:
    """Why an item is no article that its site showed to everybody; None for one that is."""
    kind, status = item.kind.strip().casefold(), item.status.strip().casefold()
    title = quote(item.title) if fold(item.title) else "an item without a headline"
    if is_machinery(item):
        return Note(path, item.line, f"left out {title}: it is no text of the site")
    if status in _STATUS:
        return Note(path, item.line, f"left out {title}: {_STATUS[status]}")
    if item.has_password:
        return Note(path, item.line, f"left out {title}: a password protects it")
    if kind == "page":
        return Note(path, item.line, f"left out {title}: it is a page of the site, no post", _SAVE_IT)
    if kind and not _ARTICLES.search(kind):
        return Note(path, item.line, f"left out {title}: it is of the site's own kind {quote(kind)}", _SAVE_IT)
    if status not in {"", "publish"}:
        return Note(path, item.line, f"left out {title}: its status is {quote(status)}", _SAVE_IT)
    return None


def is_machinery(item: ExportItem) -> bool:
    """Is it of a kind that holds no text for readers: a picture, a menu's entry, the site's settings?"""
    kind = item.kind.strip().casefold()
    return kind in _MACHINERY or kind.startswith(("wp_", "acf-", "customize", "custom_css", "elementor", "oembed"))


def note_machinery(items: Iterable[ExportItem], path: str) -> Iterator[Note]:
    """One note for each kind of what holds no text, on the line of the first."""
    kinds: defaultdict[str, list[int]] = defaultdict(list)
    for item in items:
        kinds[item.kind.strip().casefold()].append(item.line)
    for kind, lines in kinds.items():
        what = _MACHINERY.get(kind, f"items of the kind {quote(kind)}")
        yield Note(path, lines[0], f"left out {what}: {len(lines):,}")


def post_html(source: str) -> tuple[str, int]:
    """A post's text as its site shows it: paragraphs for empty lines, captions, and how many shortcodes were left out.

    Shortcodes (`[gallery ids="1,2"]`) are programs of the site; “[sic]” and “[redacted]” are none.
    """
    text = _COMMENT.sub(lambda found: "" if found["open"] is None else found[0], source)
    text = _CAPTION.sub(_as_figure, text)
    closed = sorted({match[1] for match in re.finditer(r"\[/([a-z][\w-]{1,40})\]", text)})
    text, count = _SHORTCODE.subn("", text)
    if closed:
        text, opened = re.subn(rf"\[(?:{'|'.join(map(re.escape, closed))})\]", "", text)
        count += opened
    return as_paragraphs(text), count


def _as_figure(match: re.Match[str]) -> str:
    inside = match["inside"]
    ends = [found.end() for found in _PICTURE_END.finditer(inside)]
    at = ends[-1] if ends else 0
    return f"<figure>{inside[:at]}<figcaption>{inside[at:].strip()}</figcaption></figure>"
