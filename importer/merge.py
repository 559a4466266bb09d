"""Three versions of an article to one: as the importer last left it, as the page is now, as it comes from the source.

Of the first only hashes are remembered, field by field. A field that nobody changed on the page follows the source; one
that an editor changed stays as it is. Where both changed the same field there is a conflict, and the editor's stays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from importer.care import TEXT_CHANGED
from importer.page_keys import KEYS
from importer.records import Article

TEXT = "text"  # the body, as one field among those of the header
# Which page this is, what other articles add to it, and what editors decide: never the source's say
_NOT_MERGED = ("import", "also_in", "related", "review_by", "cleared", "withdrawn", "moved_from")
FIELDS = (*(key for key in KEYS if key not in _NOT_MERGED), TEXT)
# Its entries come and go one by one: a doubt that an editor settled stays settled, a new one is added
_BY_ENTRY = "notes"


@dataclass(frozen=True, slots=True)
class Merged:
    """The page's article as it should be, and the fields in which the source and an editor changed different things."""

    article: Article
    conflicts: tuple[str, ...] = ()


def hash_fields(article: Article) -> dict[str, str]:
    """A short hash of every field that has something to say; of a list one for each entry, parted by spaces."""
    return {field: hashed for field in FIELDS if (hashed := hash_field(article, field))}


def hash_field(article: Article, field: str) -> str:
    """The short hash of one field; empty where it says nothing."""
    if field == _BY_ENTRY:
        return " ".join(map(_hash, article.notes))
    value = _value(article, field)
    return _hash("\n".join(value) if isinstance(value, tuple) else value) if value else ""


def merge_articles(page: Article, base: Mapping[str, str], arriving: Article) -> Merged:
    """The page with what the source changed since `base`, where no editor changed it too.

    A header speaks of its text. So where the text itself is in conflict, the page stays as it is as a whole.
    """
    conflicts: list[str] = []
    taken: dict[str, object] = {}
    for field in FIELDS:
        if field == _BY_ENTRY:
            taken["notes"] = _merge_entries(page.notes, base.get(field, "").split(), arriving.notes)
            continue
        now, then, new = hash_field(page, field), base.get(field, ""), hash_field(arriving, field)
        if now in {then, new}:
            taken["body" if field == TEXT else field] = _value(arriving, field)
        elif new != then:
            conflicts.append(field)
    if TEXT in conflicts:
        return Merged(page, tuple(conflicts))
    merged = replace(page, **taken, provenance=arriving.provenance)  # type: ignore[arg-type]
    return Merged(_doubt_clearing(page, merged), tuple(conflicts))


def _doubt_clearing(page: Article, merged: Article) -> Article:
    """A page that an editor cleared must be looked at again once the source changed what was looked at."""
    looked_at, now = ((each.title, each.summary, each.body) for each in (page, merged))
    is_doubted = any(note.startswith(TEXT_CHANGED) for note in merged.notes)
    if not page.cleared or looked_at == now or is_doubted:
        return merged
    note = f"{TEXT_CHANGED}: read it again, renew the day in `cleared:`, then take this note out."
    return replace(merged, notes=(*merged.notes, note))


def changed_fields(article: Article, base: Mapping[str, str]) -> tuple[str, ...]:
    """The fields in which an article differs from what the hashes remember."""
    return tuple(field for field in FIELDS if hash_field(article, field) != base.get(field, ""))


def _merge_entries(now: Sequence[str], then: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """The entries of the page without those that the source took back, and with those that it added."""
    known, coming = set(then), set(new)
    kept = [entry for entry in now if _hash(entry) not in known or entry in coming]
    return (*kept, *(entry for entry in new if entry not in kept and _hash(entry) not in known))


def _value(article: Article, field: str) -> str | tuple[str, ...]:
    value: str | tuple[str, ...] = getattr(article, "body" if field == TEXT else field)
    return value


def _hash(text: str) -> str:
    return hashlib.sha256(text.strip("\n").encode()).hexdigest()[:12]
