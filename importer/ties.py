"""What articles have to do with one another: the same text in a second place, the same story in other words.

A page names the other places of its text under `also_in:` and the other versions of its story under `related:`.
"""

from __future__ import annotations

from dataclasses import replace

from importer.arrivals import Arrival, Decision
from importer.frontmatter import has_room
from importer.records import AlsoIn, Article, Note
from importer.shelf import Held, Shelf, Where
from importer.similar import SAME_STORY, TextIndex

PERHAPS = "This may be another version of"


class Stories:
    """Which articles tell the same story in other words; the pages are read only when the first article asks."""

    def __init__(self) -> None:
        self._index: TextIndex | None = None

    def like(self, held: Held, shelf: Shelf) -> list[tuple[Held, float]]:
        """The articles that resemble this one, with the share of the shorter text that both hold."""
        if self._index is None:
            self._index = TextIndex()
            for each in shelf:
                if not each.is_deleted:
                    self._index.put(each.path, each.wording())
        return [(shelf[pair.first], pair.share) for pair in self._index.put(held.path, held.wording())]


def join_story(arrival: Arrival, held: Held, shelf: Shelf, stories: Stories) -> tuple[Note, ...]:
    """Let versions of one story name each other, and doubt where two articles are only rather alike."""
    notes: list[Note] = []

    def doubt(what: str, mend: str) -> None:
        notes.append(Note(arrival.where.document, arrival.where.line, what, mend))

    for other, share in stories.like(held, shelf):
        article, page = held.article, other.article
        if article is None:
            break
        if share < SAME_STORY:
            what = f"{PERHAPS} “{other.slug}”."
            doubt(what, "If so, name each page in the other's `related:`.")
            _rewrite_if_room(held, replace(article, notes=tuple(dict.fromkeys((*article.notes, what)))))
            continue
        _rewrite_if_room(held, replace(article, related=tuple(sorted({*article.related, other.slug}))))
        if page is not None and held.slug in page.related:
            continue
        if page is not None and other.is_ours:
            _rewrite_if_room(other, replace(page, related=tuple(sorted({*page.related, held.slug}))))
        else:
            what = f"docs/{other.path} tells the same story as “{held.slug}”, but an editor has changed or written it."
            doubt(what, f"Add “{held.slug}” to its `related:` by hand.")
    return tuple(notes)


def add_place(arrival: Arrival, held: Held) -> Decision:
    """The same text in a second place: named on the page, once for each document, whichever folder that lies in."""
    where, page = arrival.where, held.article
    place = AlsoIn(arrival.article.publisher, where.document, where.line)
    if page is None or Where(where.document, where.line) == held.brought:
        return Decision("duplicate", held)
    file_name = where.document.rsplit("/", 1)[-1]
    if any(
        each.publisher == place.publisher and each.document.rsplit("/", 1)[-1] == file_name for each in page.also_in
    ):
        return Decision("duplicate", held)
    if held.is_ours:
        if _rewrite_if_room(held, replace(page, also_in=(*page.also_in, place))):
            return Decision("duplicate", held)
        what = f"the header of docs/{held.path} is full, so this further place of its text was not added to it."
        mend = "Nothing is to be done: the places that stand there are enough."
        return Decision("duplicate", held, (Note(where.document, where.line, what, mend),))
    what = f"docs/{held.path} has this text, but was edited, so this second place was not added to it."
    mend = f"Add it to `also_in:` with this document, line {where.line} and its publisher."
    return Decision("duplicate", held, (Note(where.document, where.line, what, mend),))


def _rewrite_if_room(held: Held, article: Article) -> bool:
    """Let the page become this article, unless its header would be longer than any is read; say whether it does."""
    if not has_room(article):
        return False
    held.rewrite(article)
    return True


def keep_ties(arrival: Arrival, page: Article) -> Article:
    """The arriving article with what other articles added to its page."""
    ties = (note for note in page.notes if note.startswith(PERHAPS))
    notes = tuple(dict.fromkeys((*arrival.article.notes, *ties)))
    return replace(arrival.article, path=page.path, also_in=page.also_in, related=page.related, notes=notes)
