"""A feed's bytes to the elements of its items: decoded, mended where it is broken, and held to the limits.

lxml does it, and no library for feeds: we need dates as they are printed (others make 1 June of 2016/6/29 and UTC of a
missing zone), the lines of the source, the fields of WordPress exports, and an end in bounded time. The bytes are
decoded here first, because libxml2 cuts a text off at the first bad byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree

from importer.encoding import decode_text, head_text
from importer.formats.feed_mend import UNDECLARED, TooBroken, mend_xml
from importer.limits import MOST_ATTRIBUTES, MOST_DEPTH, MOST_ELEMENTS
from importer.records import CannotImport, Document, Note
from importer.references import decode_references
from importer.text import quote

_DECLARED = re.compile(r"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']", re.IGNORECASE)
_ROOT = re.compile(
    r"<!--.*?(?:-->|\Z)|(?P<root><(?:\w{1,40}:)?(?:rss|feed|RDF|channel)(?=[\s>/]))", re.DOTALL | re.IGNORECASE
)
# “child&#146;s”: HTML reads it as Windows-1252's apostrophe, XML as a control that nobody sees
_WINDOWS_REFERENCE = re.compile(r"&#(?:0*1(?:2[89]|[345]\d)|[xX]0*[89][0-9a-fA-F]);")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BEFORE_ROOT = re.compile(r"<!--(?:(?!-->).)*+(?:-->)?|<[?!][^<>]*+(?:<[^<>]*+>[^<>]*+)*+>", re.DOTALL)
_ITEM_STARTS = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<(?:[A-Za-z_][\w.-]{0,40}+:)?(?P<name>item|entry)(?=[\s>/])",
    re.DOTALL | re.IGNORECASE,
)
_CHUNK_BYTES = 1 << 16
# Part of a namespace's address, in lower case, and the prefix by which we call it: addresses are printed with slips
_NAMESPACES = (
    ("purl.org/rss/1.0/modules/content", "content:"),
    ("purl.org/dc/elements", "dc:"),
    ("purl.org/dc/terms", "dcterms:"),
    ("feedburner", "feedburner:"),
    ("itunes.com/dtds", "itunes:"),
    ("search.yahoo.com/mrss", "media:"),
    ("purl.org/atompub/tombstones", "at:"),
    ("purl.org/syndication/thread", "thr:"),
    ("w3.org/2007/app", "app:"),
    ("purl.org/atom/app", "app:"),
    ("w3.org/2005/atom", "atom:"),
    ("purl.org/atom/ns", "atom:"),
    ("w3.org/1999/xhtml", "xhtml:"),
    ("w3.org/1999/02/22-rdf-syntax", "rdf:"),
    ("purl.org/rss/1.0/modules", "other:"),
    ("purl.org/rss/1.0", ""),
    ("purl.org/net/rss1.1", ""),
    ("netscape.com/rdf", ""),
    ("backend.userland.com", ""),
    ("blogs.law.harvard.edu/tech/rss", ""),
)


class BadFeed(CannotImport):
    """A feed that is not read: it asks for too much, or there is nothing to read in it."""


@dataclass(frozen=True, slots=True)
class TreeItem:
    """An item's element, the line on which it begins, and the piece of the source that it stands in.

    The piece is empty where broken XML left no certainty about it.
    """

    element: Any
    line: int
    source: str


@dataclass(frozen=True, slots=True)
class FeedTree:
    """A feed taken apart: all its elements and the items among them, in order, and what was mended or doubted.

    `above` is the number of lines above its first element.
    """

    elements: tuple[Any, ...]
    items: tuple[TreeItem, ...]
    notes: tuple[Note, ...]
    above: int = 0


def parse_feed(document: Document) -> FeedTree:
    """The tree of a feed, however broken its XML.

    Raises:
        BadFeed: it declares entities, goes beyond a limit, or holds no element of a feed.
        CannotRead: it is no text.
    """
    notes: list[Note] = []
    text = _decode(document, notes)
    start = _root_start(text, document.path, notes)
    root = _parse_strictly(text[start:], document.path)
    if root is None:
        try:
            mended = mend_xml(text[start:])
        except TooBroken as error:
            raise _too_much(document.path, str(error)) from error
        root, lost = _parse_whole(mended.text, document.path)
        for what, (place, count) in sorted(mended.repairs.items(), key=lambda repair: repair[1]):
            line = text.count("\n", 0, start + place) + 1
            notes.append(Note(document.path, line, f"the XML is broken; mended {what}: {count:,}"))
        for place, words in mended.stray:
            line = text.count("\n", 0, start + place) + 1
            notes.append(Note(document.path, line, f"left out {quote(words)}, which stands outside of the feed"))
        if lost:
            what = f"the XML is so broken that {lost:,} characters of its text were lost"
            notes.append(Note(document.path, 0, what, "Save the feed again, or mend it with an XML checker."))
        if mended.breaks_off:
            mend = "The last item may lack its end: fetch the feed again, or mend the page from the original."
            notes.append(Note(document.path, text.count("\n") + 1, "the feed breaks off here", mend))
    elements = tuple(root.iter("{*}*"))
    return FeedTree(elements, tuple(_placed_items(elements, text, start)), tuple(notes), text.count("\n", 0, start))


_ITEM_NAMES = frozenset({"item", "atom:entry", "entry"})


def element_name(element: Any) -> str:
    """An element's name in lower case with the prefix that we know its namespace by: `content:encoded`, `title`."""
    return _known_name(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=2048)
def _known_name(tag: str) -> str:
    namespace, brace, local = tag.rpartition("}")
    address, local = namespace[1:].strip().casefold(), local.casefold()
    if not brace:
        return local
    if address.startswith(UNDECLARED):
        prefix = address.removeprefix(UNDECLARED)
        return local if prefix == "rss" else f"{prefix}:{local}"
    if "wordpress.org/export" in address:
        return f"{'excerpt' if 'excerpt' in address else 'wp'}:{local}"
    return next((prefix for part, prefix in _NAMESPACES if part in address), "other:") + local


def _decode(document: Document, notes: list[Note]) -> str:
    """The text, `\\n` its only line end, without characters that XML forbids."""
    content = document.content
    if 0 < content.count(b"\0") * 20 < len(content):  # some strayed into a text; UTF-16 is full of them
        content = content.replace(b"\0", b"")
    found = _DECLARED.search(head_text(content))
    declared = found[1] if found else ""
    decoded = decode_text(content, document.path, declared)
    notes += decoded.notes
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if first := _WINDOWS_REFERENCE.search(text):
        line = text.count("\n", 0, first.start()) + 1
        text, count = _WINDOWS_REFERENCE.subn(lambda reference: decode_references(reference[0]), text)
        sign = decode_references(first[0])
        references = "reference to a control as a character" if count == 1 else "references to controls as characters"
        what = f"read {count:,} {references} of Windows-1252, the first as “{sign}”"
        notes.append(Note(document.path, line, what))
    return _FORBIDDEN.sub("", text)


def _root_start(text: str, path: str, notes: list[Note]) -> int:
    """Where the feed's first element begins; what stands before it is not parsed at all.

    A plain document type (RSS 0.91) says nothing that we need. One that declares entities is what attacks are made of.
    """
    found = (match for match in _ROOT.finditer(text) if match["root"])
    root = next(found, None)
    before = text[: root.start()] if root else text
    entity = re.search(r"<!ENTITY\b", re.sub(r"<!--(?:(?!-->).)*+(?:-->)?", "", before, flags=re.DOTALL), re.IGNORECASE)
    if entity:
        line = text.count("\n", 0, max(text.upper().find("<!ENTITY"), 0)) + 1
        what = "the feed declares entities in its DOCTYPE, which may be an attack"
        raise BadFeed(Note(path, line, what, "Ask where it comes from; if you trust it, take out the DOCTYPE."))
    if root is None:
        raise BadFeed(Note(path, 0, "there is no feed in this XML", "Save the feed again, or import the web page."))
    words = _BEFORE_ROOT.sub(" ", before[:20_000]).strip("\ufeff \t\n]>")
    if words:
        notes.append(Note(path, 1, f"left out {quote(words)}, which stands above the feed"))
    return root.start()


def _parse_strictly(text: str, path: str) -> Any:
    """The tree of sound XML; None for any other."""
    try:
        return _parse(text, path, is_broken=False)
    except etree.XMLSyntaxError as error:
        _refuse_beyond_limits(str(error), path)
        return None


def _parse_whole(text: str, path: str) -> tuple[Any, int]:
    """The tree of mended XML, and how many characters of its text are missing from it."""
    root = _parse_strictly(text, path)
    if root is not None:
        return root, 0
    root = _parse(text, path, is_broken=True)
    if root is None:
        raise BadFeed(Note(path, 0, "the XML is broken beyond reading", "Save the feed again."))
    plain = re.sub(r"<[^<>]*+>", "", text)
    wanted = sum(map(len, re.sub(r"&#?\w+;", "x", plain).split()))
    return root, max(0, wanted - sum(map(len, "".join(root.itertext()).split())))


def _parse(text: str, path: str, *, is_broken: bool) -> Any:
    parser = etree.XMLPullParser(
        events=("start",),
        encoding="utf-8",
        recover=is_broken,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    content = text.encode()
    elements = 0
    for at in range(0, len(content), _CHUNK_BYTES):
        parser.feed(content[at : at + _CHUNK_BYTES])
        for _, element in parser.read_events():
            elements += 1
            if len(element.attrib) > MOST_ATTRIBUTES:
                raise _too_much(path, f"an element has more than {MOST_ATTRIBUTES} attributes")
        if elements > MOST_ELEMENTS:
            raise _too_much(path, f"it has more than {MOST_ELEMENTS:,} elements")
    return parser.close()


def _refuse_beyond_limits(message: str, path: str) -> None:
    if "Excessive depth" in message:
        raise _too_much(path, f"elements are nested more than {MOST_DEPTH} deep")
    if "XML_PARSE_HUGE" in message or "Resource limit" in message:
        raise _too_much(path, "one text or tag has more than ten million characters")


def _too_much(path: str, what: str) -> BadFeed:
    mend = "No real feed does. Save the feed again; if it is right, split it and import the parts."
    return BadFeed(Note(path, 0, f"the feed is not read: {what}", mend))


def _placed_items(elements: Sequence[Any], text: str, start: int) -> Iterator[TreeItem]:
    """The items with their lines. libxml2 counts lines wrongly beyond 65,535: the source is searched for them."""
    items = [element for element in elements if element_name(element) in _ITEM_NAMES]
    places = [match.start() for match in _ITEM_STARTS.finditer(text, start) if match["name"]]
    if len(places) != len(items):
        above = text.count("\n", 0, start)
        for element in items:
            yield TreeItem(element, above + (element.sourceline or 1), "")
        return
    line, before = 1, 0
    for element, place, end in zip(items, places, [*places[1:], len(text)], strict=False):
        line += text.count("\n", before, place)
        before = place
        yield TreeItem(element, line, text[place:end])
