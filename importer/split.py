"""One document to its items: by the reader of its format, or by the first layout that recognises a plain text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from importer.encoding import CannotRead
from importer.formats import feed, json_feed, mail, pdf, web_page, word
from importer.layouts import clippings, fallback, newsfeed, newsletter, wordpress_feed
from importer.limits import MOST_ITEM_CHARACTERS, MOST_ITEMS
from importer.records import Document, Format, Note, Split
from importer.text import quote
from importer.wrapping import unwrap_lines

_READERS: Mapping[Format, Callable[[Document], Split]] = {
    "feed": feed.find_items,
    "json_feed": json_feed.find_items,
    "web_page": web_page.find_items,
    "word": word.find_items,
    "pdf": pdf.find_items,
    "mail": mail.find_items,
    "text": lambda document: _within_limits(split_text(unwrap_lines(document)), document.path),
}


def split_document(document: Document) -> Split:
    """Take a document apart by the reader of its format.

    Raises:
        CannotImport: it is broken beyond reading, or asks for more than `importer/limits.py` allows.
    """
    return _READERS[document.format](document)


def _within_limits(split: Split, path: str) -> Split:
    """The articles of a plain text, which are held to the limits as those of a feed are.

    Raises:
        CannotRead: there are too many of them, or one is too long.
    """
    if len(split.items) > MOST_ITEMS:
        what = f"the text holds {len(split.items):,} articles; at most {MOST_ITEMS:,} are read"
        raise CannotRead(Note(path, split.items[MOST_ITEMS].line, what, "Split the file."))
    for item in split.items:
        if len(item.title) + sum(len(line.text) for line in item.body) > MOST_ITEM_CHARACTERS:
            what = f"the article {quote(item.title)} has more than {MOST_ITEM_CHARACTERS:,} characters"
            raise CannotRead(Note(path, item.line, what, "Split it into several files."))
    return split


def split_text(document: Document) -> Split:
    """Take the lines of a document apart by the layout that their structure shows, else by the careful fallback.

    The order is from the most certain sign to the least: feed item lines, a newsletter's own list of its articles,
    by-lines, image names and wide gaps.
    """
    return (
        wordpress_feed.find_items(document)
        or newsletter.find_items(document)
        or newsfeed.find_items(document)
        or clippings.find_items(document)
        or fallback.find_items(document)
    )
