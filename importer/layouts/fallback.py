"""Pages of no known layout: dated entries where a repeated pattern is plain, else one article; always with a note."""

from __future__ import annotations

import re
from dataclasses import replace

from importer.layouts.newsfeed import find_clusters, split_at_marks
from importer.layouts.page_frame import copyright_owner
from importer.records import Document, Item, Note, Split
from importer.shapes import is_furniture, is_headline_like, is_image_file, is_prose
from importer.text import fold, is_blank, quote

# What stands above a list of the parts is no headline
_CONTENTS = re.compile(
    r"(?:table of )?contents\W*|in(?:side)? this (?:bulletin|edition|issue|newsletter)\W*", re.IGNORECASE
)


def find_items(document: Document) -> Split:
    """The items of any page: never none for a page with text."""
    return _dated_entries(document) or _one_article(document)


def _dated_entries(document: Document) -> Split | None:
    """The entries of a page whose dates stand beside headlines, two or more of them in the same form."""
    lines = [line for line in document.lines if not is_blank(line.text)]
    clusters = [cluster for cluster in find_clusters(lines) if cluster.is_dated or cluster.titled]
    if len(clusters) < 2:
        return None
    titled = [cluster for cluster in clusters if cluster.titled]
    beside_headline = [
        cluster
        for cluster in clusters
        if any(
            0 <= at < len(lines) and is_headline_like(lines[at].text, 20)
            for at in (cluster.first - 1, cluster.last + 1)
        )
    ]
    if len(titled) < 2 and len(beside_headline) < max(2, len(clusters)):
        return None
    split = split_at_marks(document, "fallback", lines, clusters)
    with_text = [item for item in split.items if any(is_prose(line.text) for line in item.body)]
    if len(with_text) * 2 < len(split.items):
        return None
    what = f"the page's layout is not known; taken apart at its dates into {len(split.items)} articles"
    return replace(
        split,
        notes=(Note(document.path, 1, what, "Check that each article is whole, and its date its own."), *split.notes),
    )


def _one_article(document: Document) -> Split:
    """The whole page as one article: its headline is the last short line before the first paragraph."""
    lines = [line for line in document.lines if not is_blank(line.text)]
    prose = next((at for at, line in enumerate(lines) if is_prose(line.text)), None)
    candidates = [
        at
        for at, line in enumerate(lines[: prose if prose is not None else 1])
        if is_headline_like(line.text) and not is_furniture(line.text) and not is_image_file(line.text)
        if not _CONTENTS.fullmatch(fold(line.text))
    ]
    clusters = find_clusters(lines[: (prose or 0) + 1])
    marks = {at for cluster in clusters for at in range(cluster.first, cluster.last + 1)}
    candidates = [at for at in candidates if at not in marks]
    headline = lines[candidates[-1] if candidates else 0]
    mark_numbers = {lines[at].number for at in marks}
    notes = [
        Note(
            document.path,
            headline.number,
            f"the page's layout is not known; taken whole as one article, {quote(headline.text)}",
            "Check its headline, and that it is one article.",
        )
    ]
    header = [line for line in lines if line.number < headline.number and line.number not in mark_numbers]
    if header:
        what = f"left out the page's header, {len(header)} lines from {quote(header[0].text)}"
        notes.append(Note(document.path, header[0].number, what))
    item = Item(
        document=document.path,
        line=headline.number,
        title=headline.text,
        body=tuple(line for line in document.lines[headline.number :] if line.number not in mark_numbers),
        publishers=tuple(name for name in (copyright_owner(document.lines),) if name),
        credits=tuple(mark.credit for cluster in clusters for mark in cluster.marks),
        lead_is_title=not candidates,
    )
    return Split("fallback", (item,), tuple(notes))
