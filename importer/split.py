"""One document to its items: the first layout that recognises the page takes it apart."""

from __future__ import annotations

from importer.layouts import clippings, fallback, newsfeed, wordpress_feed
from importer.records import Document, Split
from importer.wrapping import unwrap_lines


def split_document(document: Document) -> Split:
    """Take a document apart by the layout that its structure shows; an unknown one by the careful fallback.

    The order is from the most certain sign to the least: feed item lines, by-lines, image names and wide gaps.
    """
    document = unwrap_lines(document)
    return (
        wordpress_feed.find_items(document)
        or newsfeed.find_items(document)
        or clippings.find_items(document)
        or fallback.find_items(document)
    )
