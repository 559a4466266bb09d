"""The articles that documents bring, one document after the other, and the record of what becomes of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from importer.describe import Description
from importer.records import Action, Article, Note, Provenance
from importer.shelf import Held


@dataclass(frozen=True, slots=True)
class Arrival:
    """One article that a document brings: where it stands there, the hash of its own lines, what was left out of it.

    `keys` name it for good: see `Description.keys`. `doubts` are those of its description, `why_topics` the phrases
    that decided its topics.
    """

    article: Article
    where: Provenance
    item_sha256: str
    left_out: tuple[str, ...]
    keys: tuple[str, ...]
    doubts: tuple[Note, ...]
    why_topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of an arrival, the article of the bulletin that it is, and what an editor should know."""

    action: Action
    held: Held
    notes: tuple[Note, ...] = ()


def group_arrivals(descriptions: Iterable[Description]) -> Iterator[list[Arrival]]:
    """The arriving articles of each document."""
    for _, of_document in groupby(map(_arrival, descriptions), key=lambda arrival: arrival.where.document):
        yield _without_shared_keys(tuple(of_document))


def _arrival(description: Description) -> Arrival:
    where = description.article.provenance
    if where is None:
        raise ValueError("an article without provenance was not imported")
    return Arrival(
        description.article,
        where,
        description.item_sha256,
        description.left_out,
        description.keys,
        description.doubts,
        tuple(str(topic) for topic in description.topics.topics),
    )


def _without_shared_keys(arrivals: Sequence[Arrival]) -> list[Arrival]:
    """A document's arrivals without keys that several different ones of them claim: such a key names none of them."""
    texts_with: defaultdict[str, set[str]] = defaultdict(set)
    for arrival in arrivals:
        for key in arrival.keys:
            texts_with[key].add(arrival.where.fingerprint)
    return [
        replace(arrival, keys=tuple(key for key in arrival.keys if len(texts_with[key]) == 1)) for arrival in arrivals
    ]
