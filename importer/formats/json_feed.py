"""JSON Feed, versions 1 and 1.1; of a file that breaks off, the items before the breach."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from importer.encoding import Decoded, decode_text, repair_lines
from importer.formats.feed_entry import FeedDate, FeedEntry, FeedText
from importer.formats.feed_item import plain_title, unlike_names
from importer.formats.feed_items import collect_items
from importer.formats.feed_tree import BadFeed
from importer.formats.json_pieces import JsonPiece, TooDeepJson, is_whole, read_elements, read_members
from importer.limits import MOST_ITEMS
from importer.records import Document, Note, Split
from importer.text import fold
from importer.urls import resolve_link, web_address

_TEXTS = frozenset({"title", "content_html", "content_text", "summary"})
_AGAIN = "Save the feed again."
_BLOCK_START = re.compile(r"<(?:p|div|h[1-6]|ul|ol|table|article|section|blockquote)[\s>]", re.IGNORECASE)
_HALF = re.compile("[\ud800-\udfff]")


# An escaped backslash is none that opens an escape
_ESCAPED = re.compile(r"\\\\|\\u(0[1-9a-fA-F][0-9a-fA-F]{2}|00[89a-fA-F][0-9a-fA-F]|2[01][0-9a-fA-F]{2})")


@dataclass(frozen=True, slots=True)
class _Channel:
    """What a feed says of itself."""

    site: str
    publishers: tuple[str, ...]
    authors: tuple[str, ...]


def find_items(document: Document) -> Split:
    """The articles of a JSON feed, in its order.

    Raises:
        CannotImport: it is no text, there are no items in it, or it asks for more than `importer/limits.py` allows.
    """
    path = document.path
    decoded = _repaired(decode_text(document.content, path), path)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        has_end = is_whole(text)
    except TooDeepJson as error:
        mend = "No real feed does. Save the feed again; if it is right, split it and import the parts."
        raise BadFeed(Note(path, 0, f"the feed is not read: {error}", mend)) from error
    members = dict(read_members(text))
    if "items" not in members or members["items"].value is not None:
        raise BadFeed(Note(path, 0, "the feed holds no list of items that can be read", _AGAIN))
    channel = _channel({key: piece.value for key, piece in members.items()})
    notes = list(decoded.notes)
    if "expired" in members and members["expired"].value is True:
        notes.append(Note(path, 1, "the feed says that it has ended", "Look where its site publishes now."))
    pieces = list(itertools.islice(read_elements(text, members["items"].start), MOST_ITEMS + 1))
    collected = collect_items(_entries(text, pieces, channel, path, notes), path)
    end = pieces[-1].end if pieces else members["items"].start
    if not has_end or text[end:].lstrip()[:1] not in {"]", "["}:
        mend = "The last item may lack its end: fetch the feed again, or mend the page from the original."
        notes.append(Note(path, text.count("\n", 0, end) + 1, "the feed breaks off here", mend))
    if not pieces:
        notes.append(Note(path, 0, "the feed holds no items", "Look whether its site has another feed."))
    notes += collected.notes
    return Split("json_feed", collected.items, tuple(sorted(notes, key=lambda note: note.line)))


def _repaired(decoded: Decoded, path: str) -> Decoded:
    """The feed with what is broken in its escaped characters repaired (“child\\u0092s”); else as it is.

    Those beyond ASCII mean nothing to JSON: written out, the text is the same.
    """
    if "\\u0" not in decoded.text:
        return decoded
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[0], decoded.text)
    repaired = repair_lines(Decoded(plain, decoded.notes), path)
    return decoded if repaired.text == plain else repaired


def _entries(
    text: str, pieces: Sequence[JsonPiece], channel: _Channel, path: str, notes: list[Note]
) -> Iterator[FeedEntry]:
    """The items with their lines in the file; the notes get what is no item."""
    line, before = 1, 0
    for piece in pieces:
        line += text.count("\n", before, piece.start)
        before = piece.start
        if isinstance(piece.value, dict):
            yield _entry(piece, line, channel)
        else:
            notes.append(Note(path, line, "left out an item that cannot be read as JSON", "Look at it in the feed."))


def _entry(piece: JsonPiece, line: int, channel: _Channel) -> FeedEntry:
    fields: Mapping[str, Any] = piece.value
    last = list(fields)[-1] if fields else ""
    if piece.breaks_off and last not in _TEXTS:
        # Half a date is another date, and half an address leads elsewhere
        fields = {key: value for key, value in fields.items() if key != last}
    url = resolve_link(_text(fields, "url"), channel.site)
    guid = _text(fields, "id")
    other = resolve_link(_text(fields, "external_url"), channel.site)
    base = url or channel.site
    texts = [
        FeedText(_text(fields, "content_html"), is_html=True, base=base, is_full=True),
        replace(_plain(_text(fields, "content_text"), base), is_full=True),
        _plain(_text(fields, "summary"), base),
    ]
    return FeedEntry(
        line=line,
        title=_text(fields, "title"),
        texts=tuple(text for text in texts if text.text.strip()),
        url=url or web_address(guid),
        guid=guid,
        categories=tuple(_list_of_texts(fields.get("tags"))),
        authors=tuple(_authors(fields)) or channel.authors,
        published=_date(fields, "date_published"),
        updated=_date(fields, "date_modified"),
        see_also=other,
        publishers=channel.publishers,
    )


def _plain(text: str, base: str) -> FeedText:
    """A text that the format says is plain; writers who put HTML there begin it with a paragraph or the like."""
    return FeedText(text, _BLOCK_START.match(text) is not None, base, is_certain=True)


def _channel(fields: Mapping[str, Any]) -> _Channel:
    site = web_address(_text(fields, "home_page_url")) or web_address(_text(fields, "feed_url"))
    authors = tuple(_authors(fields))
    names = (plain_title(name) for name in (_text(fields, "title"), *authors))
    return _Channel(site, unlike_names(names), authors)


def _authors(fields: Mapping[str, Any]) -> Iterator[str]:
    """The names in `authors` (1.1) or `author` (1)."""
    listed = fields.get("authors")
    for author in [*(listed if isinstance(listed, list) else []), fields.get("author")]:
        if isinstance(author, dict) and _text(author, "name"):
            yield _text(author, "name")
        elif isinstance(author, str) and author.strip():
            yield _sound(author)


def _list_of_texts(value: object) -> Iterator[str]:
    if isinstance(value, list):
        yield from (_sound(each) for each in value if isinstance(each, str))


def _date(fields: Mapping[str, Any], name: str) -> FeedDate | None:
    text = fold(_text(fields, name))
    return FeedDate(name, text) if text else None


def _text(fields: Mapping[str, Any], name: str) -> str:
    """A field's text; anything else in its place (`null`, a list) is none."""
    value = fields.get(name)
    return _sound(value).strip() if isinstance(value, str) else ""


def _sound(text: str) -> str:
    """The text without halves of characters (`\\ud83d` alone), which no file can hold."""
    return _HALF.sub("\N{REPLACEMENT CHARACTER}", text)
