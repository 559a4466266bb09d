"""New articles against the pages that are there: what is new, changed, unchanged, edited, deleted or a duplicate.

Three versions decide (HOSTILE.md, point 10): the article as last taken (known by hashes in the import records), the
page as it is now, and the article as it comes now; `merge.py` puts them together. Whatever an editor changed stays.

Articles are taken one after the other, each against the pages as those before it leave them. So it comes to the same
whether documents are imported together or one by one, and whether an article is met twice in one import or in two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import overload

from importer.describe import Description
from importer.disk_rows import KeyedRows, Rows
from importer.frontmatter import render_page
from importer.import_records import page_sha256
from importer.incoming import incoming_path, render_incoming
from importer.merge import TEXT, changed_fields, hash_field, hash_fields, merge_articles
from importer.page_edit import CannotEdit, edit_page
from importer.records import Action, AlsoIn, Article, AsideFile, ImportRecord, Note, PlannedPage, Provenance
from importer.shelf import Held, Shelf, Where, is_same_document, tells_apart, wording
from importer.similar import PERHAPS_SAME_STORY, SAME_STORY, TextIndex, shared_part
from importer.spool import Place, Spool, SpooledArticle, SpooledText
from importer.text import matches_list, quote, word_count, words
from importer.urls import same_address

PERHAPS = "This may be another version of"
MOST_WITHDRAWAL_WORDS = 60
MOST_SEEN = 100  # versions of one article that its record remembers
WITHDRAWAL_MEND = "Its text was left as it is. Find out why, then correct the page or delete it."


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What is to happen to each article, and the records that the import leaves."""

    pages: Sequence[PlannedPage]
    records: Collection[ImportRecord]
    aside: Sequence[AsideFile]


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


def reconcile(
    descriptions: Iterable[Description],
    texts: Mapping[str, str],
    records: Iterable[ImportRecord],
    aside: Collection[str] = (),
) -> Reconciled:
    """Plan every page of an import; nothing is written here.

    `texts` are the pages that are there, by path, `records` can be gone through more than once, and `aside` are the
    paths of the versions put aside for editors.
    """
    shelf, stories = Shelf(texts, _Settled(records, aside)), Stories()
    decided = Rows(_Decided)
    for _, of_document in groupby(map(_arrival, descriptions), key=lambda arrival: arrival.where.document):
        arrivals = _without_shared_keys(tuple(of_document))
        arriving = frozenset(arrival.where.fingerprint for arrival in arrivals)
        for arrival in arrivals:
            decision = _decide(arrival, shelf, stories, arriving)
            held, notes = decision.held, (*arrival.doubts, *decision.notes)
            if decision.action != "duplicate":
                held.told_by = len(decided)
            decided.append(
                _Decided(
                    decision.action,
                    held.number,
                    Where(arrival.where.document, arrival.where.line),
                    notes,
                    arrival.article.title,
                    shelf.spool.put_article(arrival.article),
                    arrival.why_topics,
                )
            )
            shelf.settle()
    left = _leave_records(shelf)
    return Reconciled(_plan_pages(decided, shelf), left, _plan_aside(shelf, left, aside))


@dataclass(frozen=True, slots=True)
class _Settled(Iterable[ImportRecord]):
    """The records after editors deleted versions put aside: what those said is known and decided."""

    records: Iterable[ImportRecord]
    aside: Collection[str]

    def __iter__(self) -> Iterator[ImportRecord]:
        for record in self.records:
            if not record.aside or incoming_path(record) in self.aside:
                yield record
            else:
                yield replace(record, base={**record.base, **record.aside}, aside={})


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


# --- Which article of the bulletin is it?


def _find(arrival: Arrival, shelf: Shelf, arriving: frozenset[str]) -> Held | None:
    """The same article on the shelf: by its text, else by a lasting name, its web address, its document and headline.

    One whose own text is in the same document is never taken for another article there.
    """
    article, document = arrival.article, arrival.where.document

    def is_free(held: Held) -> bool:
        record = held.record
        return record is None or arriving.isdisjoint((record.fingerprint, *record.seen))

    same_text = shelf.find_text(arrival.where.fingerprint, document)
    if same_text:
        return same_text
    for held in filter(is_free, shelf.with_keys(arrival.keys)):
        if _is_same_by_keys(arrival, held):
            return held
    for held in filter(is_free, shelf.with_address(article.url)):
        if _is_same_by_address(arrival, held):
            return held
    for held in filter(is_free, shelf.with_headline(document, article.title)):
        if _is_same_by_headline(arrival, held):
            return held
    return None


def _is_same_by_keys(arrival: Arrival, held: Held) -> bool:
    """A lasting name names one article, unless its site gives it to another: then nothing else agrees either.

    A headline or an address may change, and even the whole text; a feed that numbers its items anew each week changes
    all of them at once.
    """
    if held.is_deleted or not held.is_ours or _is_withdrawal(arrival.article):
        return True
    page = held.article
    if page is None:
        return True
    same_facts = page.title == arrival.article.title or (page.date and page.date == arrival.article.date)
    return bool(same_facts) or _shared_part(arrival, held) >= PERHAPS_SAME_STORY


def _is_same_by_address(arrival: Arrival, held: Held) -> bool:
    """Addresses come from credits too, and many articles may name one: the text must agree, or headline and date.

    Of a page that an editor changed the document must do, and of one written by hand the headline.
    """
    if held.is_deleted:
        return True
    from_here = _is_from_here(arrival, held)
    page = held.article
    if page is None:
        return from_here
    if not (from_here or held.is_by_hand or page.publisher == arrival.article.publisher):
        return False
    if from_here and not held.is_ours:
        return True
    same_title = page.title == arrival.article.title
    if same_title and (held.is_by_hand or page.date == arrival.article.date):
        return True
    return _shared_part(arrival, held) >= (PERHAPS_SAME_STORY if same_title else SAME_STORY)


def _is_same_by_headline(arrival: Arrival, held: Held) -> bool:
    """A headline may return every week (“Court News”): the text or the date must agree, unless an editor changed it."""
    if not _is_from_here(arrival, held) or (held.record and _differ(held.record.url, arrival.article.url)):
        return False
    page = held.article
    if page is None or not held.is_ours:
        return True
    same_date = bool(page.date) and page.date == arrival.article.date
    return same_date or _shared_part(arrival, held) >= PERHAPS_SAME_STORY


def _shared_part(arrival: Arrival, held: Held) -> float:
    return shared_part(wording(arrival.article.title, arrival.article.body), held.wording())


def _differ(url: str, other: str) -> bool:
    return tells_apart(url) and tells_apart(other) and same_address(url) != same_address(other)


def _is_from_here(arrival: Arrival, held: Held) -> bool:
    """Was the article last imported from the arrival's document, whatever that is called now?"""
    if held.record is None:
        return False
    if is_same_document(held.record.document, arrival.where.document):
        return True
    return bool(held.article and held.article.provenance and held.article.provenance.sha256 == arrival.where.sha256)


def _is_same_item(arrival: Arrival, held: Held) -> bool:
    """Is it this very item again, as next week's feed repeats it, and not the same text in another place?"""
    return held.record is not None and not set(arrival.keys).isdisjoint(held.record.keys)


# --- What becomes of it?


def _decide(arrival: Arrival, shelf: Shelf, stories: Stories, arriving: frozenset[str]) -> Decision:
    held = _find(arrival, shelf, arriving)
    if held is None:
        return _create(arrival, shelf, stories)
    if held.is_deleted:
        return _leave_deleted(arrival, held)
    if held.is_by_hand:
        return _leave_by_hand(arrival, held)
    if held.record is None:
        return _adopt(arrival, held, shelf)
    if held.copies:
        return _leave_copies(arrival, held)
    is_again = held.brought is not None and held.record.item_sha256 == arrival.item_sha256
    if not _is_from_here(arrival, held):
        is_older = (
            held.record.fingerprint != arrival.where.fingerprint and arrival.where.fingerprint in held.record.seen
        )
        if is_older or arrival.item_sha256 in held.record.seen or (is_again and _is_same_item(arrival, held)):
            # An older document that is imported again does not undo what a newer one brought.
            return Decision("duplicate", held)
        if held.record.fingerprint == arrival.where.fingerprint and not _is_same_item(arrival, held):
            return _add_place(arrival, held)
        if _brings_less(arrival, held):
            return _leave_the_longer(arrival, held, held.record)
    elif held.brought and held.record.fingerprint == arrival.where.fingerprint:
        return _add_place(arrival, held)
    held.brought = Where(arrival.where.document, arrival.where.line)
    held.record = _tell_left_out(arrival, replace(held.record, keys=arrival.keys or held.record.keys))
    is_known = held.record.item_sha256 == arrival.item_sha256
    if held.is_ours and is_known:
        if not held.record.base and held.article:  # a record of the days before fields were remembered
            held.record = replace(held.record, base=hash_fields(held.article))
        return Decision("unchanged", held)
    if is_known and not _has_taken_over(arrival, held, held.record):
        return Decision("kept-edited", held)
    if _is_withdrawal(arrival.article):
        return _note_withdrawal(arrival, held, held.record)
    return _update(arrival, held, held.record, shelf, stories)


def _brings_less(arrival: Arrival, held: Held) -> bool:
    """Does another document bring only an excerpt or a summary of what the page has: less than half of its words?"""
    page = held.article
    if page is None or _is_withdrawal(arrival.article):
        return False
    return 2 * len(words(arrival.article.body)) < len(words(page.body))


def _leave_the_longer(arrival: Arrival, held: Held, record: ImportRecord) -> Decision:
    """Keep the whole text that another document brought, and remember the shorter one, which is no later version."""
    where = arrival.where
    held.record = replace(record, seen=_remember(record.seen, where.fingerprint, arrival.item_sha256))
    what = f"docs/{held.path} has more of this article than this document; its text stays."
    mend = "If the source really cut the article, bring that over by hand."
    return Decision("duplicate", held, (Note(where.document, where.line, what, mend),))


def _create(arrival: Arrival, shelf: Shelf, stories: Stories) -> Decision:
    namesakes = _doubt_namesakes(arrival, shelf)
    held = shelf.add(arrival.article, f"article-{arrival.where.fingerprint[:8]}")
    held.record = _new_record(arrival, held)
    held.brought = Where(arrival.where.document, arrival.where.line)
    shelf.learn(held)
    notes = (*namesakes, *_join_story(arrival, held, shelf, stories))
    if _is_withdrawal(arrival.article):
        what = "The article is only a notice that its source has withdrawn it."
        notes = (
            *notes,
            Note(arrival.where.document, arrival.where.line, what, "Delete the page, or say why it is here."),
        )
    return Decision("created", held, notes)


def _doubt_namesakes(arrival: Arrival, shelf: Shelf) -> tuple[Note, ...]:
    """A doubt where another article has a lasting name of this one, or its headline and address, but not the text."""
    title = arrival.article.title
    others = [held.path for held in shelf.with_keys(arrival.keys)]
    others += [held.path for held in shelf.with_address(arrival.article.url) if held.headline == title]
    if not others:
        return ()
    what = f"docs/{others[0]} has the same address, but another text."
    mend = "Both were kept. If this is the newer version, delete the other page."
    return (Note(arrival.where.document, arrival.where.line, what, mend),)


def _leave_deleted(arrival: Arrival, held: Held) -> Decision:
    record, where = held.record, arrival.where
    if record is None or where.fingerprint in (record.fingerprint, *record.seen):
        return Decision("removed-by-editor", held)
    what = f"An editor deleted docs/{held.path}; the source now has another text for it, which was left out."
    mend = "If this is another article, write its page by hand."
    return Decision("removed-by-editor", held, (Note(where.document, where.line, what, mend),))


def _leave_by_hand(arrival: Arrival, held: Held) -> Decision:
    what = f"docs/{held.path}, written by hand, has the address of this article; nothing was imported beside it."
    mend = "To have the imported text, take that page's `url:` out and import again."
    return Decision("kept-edited", held, (Note(arrival.where.document, arrival.where.line, what, mend),))


def _leave_copies(arrival: Arrival, held: Held) -> Decision:
    what = f"Several pages say that they are this article: docs/{', docs/'.join((held.path, *held.copies))}."
    mend = "They were left as they are. Take the `import:` block out of those that are not."
    return Decision("kept-edited", held, (Note(arrival.where.document, arrival.where.line, what, mend),))


def _adopt(arrival: Arrival, held: Held, shelf: Shelf) -> Decision:
    """A page with an import block but without a record, as when the records were lost: ours only if nothing differs."""
    held.brought = Where(arrival.where.document, arrival.where.line)
    page = held.article
    is_as_written = page is not None and render_page(_with_ties(arrival, page)) == held.text
    record = _new_record(arrival, held)
    held.record = replace(record, page_sha256=page_sha256(held.text) if is_as_written else "")
    shelf.learn(held)
    if is_as_written:
        return Decision("unchanged", held)
    what = f"A page of this article is there already: docs/{held.path}."
    note = Note(
        arrival.where.document,
        arrival.where.line,
        what,
        "It was left as it is; compare the two if the source is newer.",
    )
    return Decision("kept-edited", held, (note,))


def _has_taken_over(arrival: Arrival, held: Held, record: ImportRecord) -> bool:
    """Did an editor bring the text that was put aside over into the page, or the whole page back to the source's?"""
    page = held.article
    if page is None:
        return False
    if record.aside:
        decisive = [TEXT] if TEXT in record.aside else list(record.aside)
        return all(hash_field(page, field) == record.aside[field] for field in decisive)
    return held.text == render_page(_with_ties(arrival, page))


def _update(arrival: Arrival, held: Held, record: ImportRecord, shelf: Shelf, stories: Stories) -> Decision:
    """The source brings another version, or the page is not as it was written: whose change is it, field by field?"""
    page = held.article
    if page is None or page.provenance is None:
        return _put_aside(arrival, held, record, ())
    as_new = _with_ties(arrival, page)
    new_record = replace(
        _new_record(arrival, held), seen=_versions_seen(record, arrival), was=record.was, base=hash_fields(as_new)
    )
    if held.text == render_page(as_new):
        held.record = replace(new_record, page_sha256=page_sha256(held.text))
        shelf.learn(held)
        return Decision("unchanged", held)
    if held.is_ours:
        doubts = _doubt_corrections(arrival, page, held)
        held.rewrite(as_new)
        held.record = new_record
        shelf.learn(held)
        return Decision("updated", held, (*doubts, *_join_story(arrival, held, shelf, stories)))
    if not record.base:  # of the days before fields were remembered: any of them may be the editor's
        return _put_aside(arrival, held, record, ())
    merged = merge_articles(page, record.base, as_new)
    if TEXT in merged.conflicts:
        return _put_aside(arrival, held, record, merged.conflicts)
    try:
        text = edit_page(held.text, merged.article)
    except CannotEdit:
        return _put_aside(arrival, held, record, ())
    held.record = replace(new_record, edited=text != render_page(as_new), page_sha256=page_sha256(held.text))
    doubts = _doubt_corrections(arrival, page, held)
    if merged.conflicts:
        doubts = (*doubts, _put_fields_aside(arrival, held, held.record, merged.conflicts))
    if merged.article != page:
        held.rewrite(merged.article)
    shelf.learn(held)
    return Decision("updated" if held.rewritten else "kept-edited", held, doubts)


def _put_aside(arrival: Arrival, held: Held, record: ImportRecord, fields: tuple[str, ...]) -> Decision:
    """Leave the page as it is, and keep the source's version for the editor to look at."""
    # The record keeps the fingerprint that stands in the page, by which a moved page is found again.
    seen = _remember(record.seen, arrival.where.fingerprint)
    page = held.article
    as_new = _with_ties(arrival, page) if page else replace(arrival.article, path=held.path)
    held.record = replace(
        record,
        item_sha256=arrival.item_sha256,
        page_sha256=page_sha256(held.text),
        edited=True,
        seen=tuple(text for text in seen if text != record.fingerprint),
        aside={field: hash_field(as_new, field) for field in changed_fields(as_new, record.base)},
    )
    held.put_aside(render_incoming(held.path, held.text, as_new, fields))
    what = f"The source changed, but docs/{held.path} was edited."
    mend = f"The page was left as it is. What the source says now is in docs/{incoming_path(held.record)}: bring over "
    mend += "what matters, then delete that file."
    return Decision("kept-edited", held, (Note(arrival.where.document, arrival.where.line, what, mend),))


def _put_fields_aside(arrival: Arrival, held: Held, record: ImportRecord, fields: tuple[str, ...]) -> Note:
    """Keep the source's version for the editor, though the page took the rest of it."""
    page = held.article
    as_new = _with_ties(arrival, page) if page else arrival.article
    held.record = replace(record, aside={field: hash_field(as_new, field) for field in fields})
    held.put_aside(render_incoming(held.path, held.text, as_new, fields))
    names = ", ".join(f"{field}:" for field in fields)
    what = f"Source and editor both changed {names} of docs/{held.path}; the editor's stays."
    mend = f"What the source says now is in docs/{incoming_path(record)}: bring it over if it is right, then delete "
    return Note(arrival.where.document, arrival.where.line, what, f"{mend}that file.")


# --- Corrections and withdrawals


def _is_withdrawal(article: Article) -> bool:
    """Does the source say, in place of the text, that it took the article back?"""
    return word_count(article.body) <= MOST_WITHDRAWAL_WORDS and any(
        matches_list(line, "withdrawals") for line in article.body.split("\n")
    )


def _note_withdrawal(arrival: Arrival, held: Held, record: ImportRecord) -> Decision:
    """Leave the text of the page, and tell on it and in the report that its source has taken the article back."""
    page, where = held.article, arrival.where
    doubt = f"The source has withdrawn this article: {quote(arrival.article.body, 12)}."
    held.record = replace(
        record,
        item_sha256=arrival.item_sha256,
        seen=_remember(record.seen, where.fingerprint),
        page_sha256=page_sha256(held.text),
        edited=record.edited or not held.is_ours,
    )
    note = Note(where.document, where.line, f"The source has withdrawn docs/{held.path}.", WITHDRAWAL_MEND)
    if page is None or doubt in page.notes:
        return Decision("kept-edited", held, (note,))
    noted = replace(page, notes=(*page.notes, doubt))
    try:
        edit_page(held.text, noted) if held.text else None
    except CannotEdit:
        return Decision("kept-edited", held, (note,))
    held.rewrite(noted)
    return Decision("updated", held, (note,))


def _doubt_corrections(arrival: Arrival, page: Article, held: Held) -> tuple[Note, ...]:
    """A doubt where the source says that it corrected an article that the bulletin had already shown."""
    new, where = arrival.article, arrival.where
    if new.updated and new.updated != page.updated:
        what = f"The source says that it changed docs/{held.path} on {new.updated}."
    elif any(matches_list(line, "corrections") and line not in page.body for line in new.body.split("\n")):
        what = f"The source has corrected docs/{held.path}."
    else:
        return ()
    mend = "Compare the page's versions, and tell readers if what they relied on has changed."
    return (Note(where.document, where.line, what, mend),)


def _tell_left_out(arrival: Arrival, record: ImportRecord) -> ImportRecord:
    """The record with what was left out of the very text that its page has; the lines are of the place it names."""
    is_same = (record.fingerprint, record.line) == (arrival.where.fingerprint, arrival.where.line)
    return replace(record, left_out=arrival.left_out) if is_same else record


def _versions_seen(record: ImportRecord, arrival: Arrival) -> tuple[str, ...]:
    """The earlier texts, and of items that come again in other documents the earlier items, without what comes now."""
    now = {arrival.where.fingerprint, arrival.item_sha256}
    items = [record.item_sha256] if arrival.keys else []
    return tuple(each for each in _remember(record.seen, record.fingerprint, *items) if each not in now)


def _remember(seen: Sequence[str], *more: str) -> tuple[str, ...]:
    """The versions seen, each once and the latest last; of a page that changes every day only the latest ones."""
    known = dict.fromkeys(seen)
    for each in more:
        known.pop(each, None)
        known[each] = None
    return tuple(known)[-MOST_SEEN:]


def _new_record(arrival: Arrival, held: Held) -> ImportRecord:
    """The record of a page that has yet to be rendered; `_as_left` puts in the hash."""
    where = arrival.where
    return ImportRecord(
        page=held.path,
        fingerprint=where.fingerprint,
        url=arrival.article.url,
        document=where.document,
        line=where.line,
        item_sha256=arrival.item_sha256,
        page_sha256="",
        left_out=arrival.left_out,
        keys=arrival.keys,
        base=hash_fields(arrival.article),
    )


def _with_ties(arrival: Arrival, page: Article) -> Article:
    """The arriving article with what other articles added to its page."""
    ties = (note for note in page.notes if note.startswith(PERHAPS))
    notes = tuple(dict.fromkeys((*arrival.article.notes, *ties)))
    return replace(arrival.article, path=page.path, also_in=page.also_in, related=page.related, notes=notes)


# --- What does it mean for other articles?


def _add_place(arrival: Arrival, held: Held) -> Decision:
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
        held.rewrite(replace(page, also_in=(*page.also_in, place)))
        return Decision("duplicate", held)
    what = f"docs/{held.path} has this text, but was edited, so this second place was not added to it."
    mend = f"Add it to `also_in:` with this document, line {where.line} and its publisher."
    return Decision("duplicate", held, (Note(where.document, where.line, what, mend),))


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
        runs = self._index.put(held.path, held.wording())
        return [(shelf[pair.first], pair.share) for pair in self._index.find_similar(held.path, runs)]


def _join_story(arrival: Arrival, held: Held, shelf: Shelf, stories: Stories) -> tuple[Note, ...]:
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
            held.rewrite(replace(article, notes=tuple(dict.fromkeys((*article.notes, what)))))
            continue
        held.rewrite(replace(article, related=tuple(sorted({*article.related, other.slug}))))
        if page is not None and held.slug in page.related:
            continue
        if page is not None and other.is_ours:
            other.rewrite(replace(page, related=tuple(sorted({*page.related, held.slug}))))
        else:
            what = f"docs/{other.path} tells the same story as “{held.slug}”, but an editor has changed or written it."
            doubt(what, f"Add “{held.slug}” to its `related:` by hand.")
    return tuple(notes)


# --- The plan


@dataclass(frozen=True, slots=True)
class _Decided:
    """A decision: the number of its article on the shelf, where that was met, and the article as it came."""

    action: Action
    held: int
    where: Where
    notes: tuple[Note, ...]
    title: str
    came: Place
    why_topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Planned:
    """A planned page, its article and its text in the spool."""

    action: Action
    path: str
    title: str
    where: Where
    article: Place
    text: Place | None
    replaces: str
    notes: tuple[Note, ...] = ()
    why_topics: tuple[str, ...] | None = None


class _PlannedPages(Sequence[PlannedPage]):
    """The planned pages, made from what lies on disk when they are asked for."""

    def __init__(self, rows: Rows[_Planned], spool: Spool) -> None:
        self._rows = rows
        self._spool = spool

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[PlannedPage]:
        return map(self._page, self._rows)

    @overload
    def __getitem__(self, at: int) -> PlannedPage: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[PlannedPage]: ...
    def __getitem__(self, at: int | slice) -> PlannedPage | Sequence[PlannedPage]:
        found = self._rows[at]
        return self._page(found) if isinstance(found, _Planned) else [self._page(row) for row in found]

    def _page(self, row: _Planned) -> PlannedPage:
        return PlannedPage(
            row.action,
            row.path,
            row.title,
            row.where.document,
            row.where.line,
            SpooledArticle(self._spool, row.article, row.path),
            SpooledText(self._spool, row.text) if row.text else None,
            row.replaces,
            row.notes,
            row.why_topics,
        )


def _leave_records(shelf: Shelf) -> KeyedRows[ImportRecord]:
    """The new text of every page that changes, noted on the shelf, and the records to leave, in order."""
    left = KeyedRows(ImportRecord)
    for held in shelf:
        text = _new_text(held)
        held.new_text = held.spool.put_text(text) if text else None
        if held.record:
            record = _as_left(held, held.record, text)
            left.put(record.page, record)
    return left


def _new_text(held: Held) -> str:
    """The text of a page that changes, else none: of an editor's only the fields that the source changed."""
    article = held.article_to_be
    if article is None:
        return ""
    text = edit_page(held.text, article) if held.found else render_page(article)
    return "" if held.found and page_sha256(text) == held.found.sha256 else text


def _as_left(held: Held, record: ImportRecord, text: str) -> ImportRecord:
    if held.is_deleted:
        return replace(record, aside={})
    if text:
        return replace(record, page_sha256=page_sha256(text))
    return replace(record, page_sha256=held.found.sha256) if held.rewritten and held.found else record


def _plan_pages(decided: Rows[_Decided], shelf: Shelf) -> Sequence[PlannedPage]:
    """One entry for each arrival, the new text at the last that brought a page, then pages that only others changed."""
    rows = Rows(_Planned)
    for number, each in enumerate(decided):
        held, action = shelf.numbered(each.held), each.action
        text = held.new_text if held.told_by == number else None
        if text and action == "unchanged":
            action = "updated"
        title = held.headline if text else each.title
        article = (held.rewritten if text else None) or each.came
        rows.append(
            _Planned(
                action, held.path, title, each.where, article, text, _found_hash(held), each.notes, each.why_topics
            )
        )
        shelf.settle()
    for held in shelf:
        page = held.article if held.new_text and held.told_by is None else None
        if page and page.provenance and held.rewritten:
            where = Where(page.provenance.document, page.provenance.line)
            rows.append(
                _Planned("updated", held.path, page.title, where, held.rewritten, held.new_text, _found_hash(held))
            )
    return _PlannedPages(rows, shelf.spool)


def _found_hash(held: Held) -> str:
    return held.found.sha256 if held.found else ""


def _plan_aside(shelf: Shelf, records: Iterable[ImportRecord], aside: Collection[str]) -> Rows[AsideFile]:
    """The versions to put aside now, and those to take away: settled, or of an article that is gone."""
    files = Rows(AsideFile)
    wanted = {incoming_path(record) for record in records if record.aside and shelf[record.page].found}
    shelf.settle()
    for held in shelf:
        if held.incoming and held.record:
            files.append(AsideFile(incoming_path(held.record), held.spool.read_text(held.incoming)))
    for path in sorted(set(aside) - wanted):
        files.append(AsideFile(path, ""))
    return files
