"""The entries of a feed to its Items: within the limits, and under names that tell them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from importer.formats.feed_entry import FeedEntry
from importer.formats.feed_item import make_item
from importer.formats.feed_tree import BadFeed
from importer.limits import MOST_ITEMS, MOST_LINES
from importer.records import Credit, Item, Note
from importer.text import fingerprint
from importer.urls import same_address

_SPLIT_IT = "Split it, or export it in parts."


@dataclass(frozen=True, slots=True)
class CollectedItems:
    """A feed's items, and what was left out or is doubtful."""

    items: tuple[Item, ...]
    notes: tuple[Note, ...]


def collect_items(entries: Iterable[FeedEntry], path: str) -> CollectedItems:
    """The items of a feed's entries, in order.

    Raises:
        BadFeed: there are more of them, or they have more lines, than `importer/limits.py` allows.
    """
    items: list[Item] = []
    notes: list[Note] = []
    lines = 0
    for number, entry in enumerate(entries, 1):
        if number > MOST_ITEMS:
            what = f"the feed holds more than {MOST_ITEMS:,} items; no more are read"
            raise BadFeed(Note(path, entry.line, what, _SPLIT_IT))
        made = make_item(entry, path)
        notes += made.notes
        if made.item:
            items.append(made.item)
            lines += len(made.item.body)
        if lines > MOST_LINES:
            what = f"the items have more than {MOST_LINES:,} lines; no more are read"
            raise BadFeed(Note(path, entry.line, what, _SPLIT_IT))
    settled = _settle_names(items)
    return CollectedItems(settled.items, (*notes, *settled.notes))


def _settle_names(items: Sequence[Item]) -> CollectedItems:
    """The items, without guids that several different ones share; an address that they share is only credited.

    Both stay, whatever they share: only an editor can tell two versions of one article from two articles.
    """
    texts = [fingerprint(f"{item.title}\n{chr(10).join(line.text for line in item.body)}") for item in items]
    by_guid, by_url = (
        _shared([(name, text) for name, text in zip(names, texts, strict=True)])
        for names in ([item.guid for item in items], [same_address(item.url) if item.url else "" for item in items])
    )
    settled: list[Item] = []
    notes: list[Note] = []
    for number, item in enumerate(items):
        other = by_guid.get(number, by_url.get(number))
        if other is not None:
            what = "the same guid" if number in by_guid else "the same address"
            notes.append(
                Note(
                    item.document,
                    item.line,
                    f"two items have {what} and different texts (the other is on line {items[other].line}); kept both",
                    "Delete the page of the one that is out of date, if they are versions of one article.",
                )
            )
        if number in by_guid:
            item = replace(item, guid="")
        if number in by_url:
            credit = Credit(item.line, f"link: {item.url}", url=item.url)
            item = replace(item, url="", credits=(*item.credits, credit))
        settled.append(item)
    return CollectedItems(tuple(settled), tuple(notes))


def _shared(named: Sequence[tuple[str, str]]) -> dict[int, int]:
    """For each place whose name another one with a different text has: the first such place."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, (name, _) in enumerate(named):
        if name:
            places[name].append(number)
    clashes: dict[int, int] = {}
    for numbers in places.values():
        if len({named[number][1] for number in numbers}) > 1:
            clashes |= {number: numbers[0] if number != numbers[0] else numbers[1] for number in numbers}
    return clashes
