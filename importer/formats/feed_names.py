"""Addresses and guids that do not tell the items of a feed apart, because several different ones share them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from importer.records import Credit, Item, Note
from importer.text import fingerprint
from importer.urls import same_address


@dataclass(frozen=True, slots=True)
class Settled:
    """A feed's items under names that are theirs alone, and what was doubtful about the others."""

    items: tuple[Item, ...]
    notes: tuple[Note, ...]


def settle_names(items: Sequence[Item]) -> Settled:
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
    return Settled(tuple(settled), tuple(notes))


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
