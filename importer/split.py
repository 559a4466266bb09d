"""One document to its items: by the reader of its format, or by the first layout that recognises a plain text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from importer.formats import feed, json_feed, mail, pdf, web_page, word
from importer.layouts import clippings, fallback, newsfeed, wordpress_feed
from importer.records import Document, Format, Split
from importer.wrapping import unwrap_lines

_READERS: Mapping[Format, Callable[[Document], Split]] = {
    "feed": feed.find_items,
    "json_feed": json_feed.find_items,
    "web_page": web_page.find_items,
    "word": word.find_items,
    "pdf": pdf.find_items,
    "mail": mail.find_items,
    "text": lambda document: split_text(unwrap_lines(document)),
}


def split_document(document: Document) -> Split:
    """Take a document apart by the reader of its format.

    Raises:
        CannotImport: it is broken beyond reading, or asks for more than `importer/limits.py` allows.
    """
    return _READERS[document.format](document)


def split_text(document: Document) -> Split:
    """Take the lines of a document apart by the layout that their structure shows, else by the careful fallback.

    The order is from the most certain sign to the least: feed item lines, by-lines, image names and wide gaps.
    """
    return (
        wordpress_feed.find_items(document)
        or newsfeed.find_items(document)
        or clippings.find_items(document)
        or fallback.find_items(document)
    )
