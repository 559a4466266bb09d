"""New articles against the pages that are there: what is new, changed, unchanged, edited, deleted or a duplicate.

Three versions decide (HOSTILE.md, point 10): the article as last taken (known by hashes in the import records), the
page as it is now, and the article as it comes now; `merge.py` puts them together. Whatever an editor changed stays.

Articles are taken one after the other, each against the pages as those before it leave them. So it comes to the same
whether documents are imported together or one by one, and whether an article is met twice in one import or in two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from importer.arrivals import Arrival, Decision, group_arrivals
from importer.dates import british
from importer.describe import Description
from importer.disk_rows import Rows
from importer.frontmatter import render_page
from importer.import_records import page_sha256
from importer.incoming import incoming_path, render_incoming
from importer.merge import TEXT, changed_fields, hash_field, hash_fields, merge_articles
from importer.page_edit import CannotEdit, edit_page
from importer.page_record import make_record, note_left_out, remember_versions, versions_seen
from importer.planned_pages import Decided, Reconciled, plan_pages
from importer.records import Article, ImportRecord, Note
from importer.same_article import find_same_article, is_from_here, is_same_item
from importer.shelf import Held, Shelf, Where
from importer.text import words
from importer.ties import Stories, add_place, join_story, keep_ties
from importer.vocabulary import NOT_STATED
from importer.withdraw import TITLE
from importer.withdrawals import doubt_corrections, is_withdrawal, note_withdrawal
from importer.withdrawn_marks import WithdrawnArticles, WithdrawnMarks, find_path


def reconcile(
    descriptions: Iterable[Description],
    texts: Mapping[str, str],
    records: Iterable[ImportRecord],
    aside: Collection[str] = (),
    withdrawals: Iterable[WithdrawnMarks] = (),
) -> Reconciled:
    """Plan every page of an import; nothing is written here.

    `texts` are the pages that are there, by path, `records` can be gone through more than once, and `aside` are the
    paths of the versions put aside for editors. What was withdrawn (`withdrawals`) does not come back.
    """
    shelf, stories = Shelf(texts, _Settled(records, aside)), Stories()
    withdrawn = WithdrawnArticles(withdrawals)
    decided = Rows(Decided)
    for arrivals in group_arrivals(descriptions):
        arriving = frozenset(arrival.where.fingerprint for arrival in arrivals)
        for arrival in arrivals:
            found = find_same_article(arrival, shelf, arriving)
            if withdrawn and (away := _find_withdrawal(arrival, found, withdrawn)):
                decided.append(_leave_withdrawn(arrival, find_path(texts, away.page), away.on, shelf))
                shelf.settle()
                continue
            decision = _decide(arrival, found, shelf, stories)
            held, notes = decision.held, (*arrival.doubts, *decision.notes)
            if decision.action != "duplicate":
                held.told_by = len(decided)
            decided.append(
                Decided(
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
    return plan_pages(decided, shelf, aside)


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


def _find_withdrawal(arrival: Arrival, held: Held | None, withdrawn: WithdrawnArticles) -> WithdrawnMarks | None:
    """The withdrawal that an arrival is of, unless the bulletin shows the article on a page all the same.

    What is only like a withdrawn article may be another version of it that has a page of its own.
    """
    page = held.article if held else None
    is_shown = held is not None and not held.is_deleted and not (page and page.withdrawn)
    record = held.record if held else None
    fingerprint = arrival.where.fingerprint
    known = (record.fingerprint, *record.seen) if record else (held.found.fingerprint,) if held and held.found else ()
    if is_shown and fingerprint in known:
        return None
    return withdrawn.find_same(arrival) or (None if is_shown else withdrawn.find_alike(arrival))


def _leave_withdrawn(arrival: Arrival, path: str, on: str, shelf: Shelf) -> Decided:
    """Keep away what was withdrawn: nothing of it goes into the plan, and an editor is told."""
    where = arrival.where
    page = f" (docs/{path})" if path else ""
    what = f"The article that begins here was withdrawn on {british(date.fromisoformat(on))}{page}; it was left out."
    mend = "Take it out of this document too, if you may. If it is another article, write its page by hand."
    nothing = shelf.spool.put_article(Article(title=TITLE, source=NOT_STATED))
    note = Note(where.document, where.line, what, mend)
    here = Where(where.document, where.line)
    return Decided("removed-by-editor", 0, here, (note,), TITLE, nothing, None, path, arrival.doubts)


def _decide(arrival: Arrival, held: Held | None, shelf: Shelf, stories: Stories) -> Decision:
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
    if not is_from_here(arrival, held):
        is_older = (
            held.record.fingerprint != arrival.where.fingerprint and arrival.where.fingerprint in held.record.seen
        )
        if is_older or arrival.item_sha256 in held.record.seen or (is_again and is_same_item(arrival, held)):
            # An older document that is imported again does not undo what a newer one brought.
            return Decision("duplicate", held)
        if held.record.fingerprint == arrival.where.fingerprint and not is_same_item(arrival, held):
            return add_place(arrival, held)
        if _brings_less(arrival, held):
            return _leave_the_longer(arrival, held, held.record)
    elif held.brought and held.record.fingerprint == arrival.where.fingerprint:
        return add_place(arrival, held)
    held.brought = Where(arrival.where.document, arrival.where.line)
    held.record = note_left_out(arrival, replace(held.record, keys=arrival.keys or held.record.keys))
    is_known = held.record.item_sha256 == arrival.item_sha256
    if held.is_ours and is_known:
        if not held.record.base and held.article:  # a record of the days before fields were remembered
            held.record = replace(held.record, base=hash_fields(held.article))
        return Decision("unchanged", held)
    if is_known and not _has_taken_over(arrival, held, held.record):
        return Decision("kept-edited", held)
    if is_withdrawal(arrival.article):
        return note_withdrawal(arrival, held, held.record)
    return _update(arrival, held, held.record, shelf, stories)


def _brings_less(arrival: Arrival, held: Held) -> bool:
    """Does another document bring only an excerpt or a summary of what the page has: less than half of its words?"""
    page = held.article
    if page is None or is_withdrawal(arrival.article):
        return False
    return 2 * len(words(arrival.article.body)) < len(words(page.body))


def _leave_the_longer(arrival: Arrival, held: Held, record: ImportRecord) -> Decision:
    """Keep the whole text that another document brought, and remember the shorter one, which is no later version."""
    where = arrival.where
    held.record = replace(record, seen=remember_versions(record.seen, where.fingerprint, arrival.item_sha256))
    what = f"docs/{held.path} has more of this article than this document; its text stays."
    mend = "If the source really cut the article, bring that over by hand."
    return Decision("duplicate", held, (Note(where.document, where.line, what, mend),))


def _create(arrival: Arrival, shelf: Shelf, stories: Stories) -> Decision:
    namesakes = _doubt_namesakes(arrival, shelf)
    held = shelf.add(arrival.article, f"article-{arrival.where.fingerprint[:8]}")
    held.record = make_record(arrival, held)
    held.brought = Where(arrival.where.document, arrival.where.line)
    shelf.learn(held)
    notes = (*namesakes, *join_story(arrival, held, shelf, stories))
    if is_withdrawal(arrival.article):
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
    is_as_written = page is not None and render_page(keep_ties(arrival, page)) == held.text
    record = make_record(arrival, held)
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
    return held.text == render_page(keep_ties(arrival, page))


def _update(arrival: Arrival, held: Held, record: ImportRecord, shelf: Shelf, stories: Stories) -> Decision:
    """The source brings another version, or the page is not as it was written: whose change is it, field by field?"""
    page = held.article
    if page is None or page.provenance is None:
        return _put_aside(arrival, held, record, ())
    as_new = keep_ties(arrival, page)
    new_record = replace(
        make_record(arrival, held), seen=versions_seen(record, arrival), was=record.was, base=hash_fields(as_new)
    )
    if held.text == render_page(as_new):
        held.record = replace(new_record, page_sha256=page_sha256(held.text))
        shelf.learn(held)
        return Decision("unchanged", held)
    if held.is_ours:
        doubts = doubt_corrections(arrival, page, held)
        held.rewrite(as_new)
        held.record = new_record
        shelf.learn(held)
        return Decision("updated", held, (*doubts, *join_story(arrival, held, shelf, stories)))
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
    doubts = doubt_corrections(arrival, page, held)
    if merged.conflicts:
        doubts = (*doubts, _put_fields_aside(arrival, held, held.record, merged.conflicts))
    if merged.article != page:
        held.rewrite(merged.article)
    shelf.learn(held)
    return Decision("updated" if held.rewritten else "kept-edited", held, doubts)


def _put_aside(arrival: Arrival, held: Held, record: ImportRecord, fields: tuple[str, ...]) -> Decision:
    """Leave the page as it is, and keep the source's version for the editor to look at."""
    # The record keeps the fingerprint that stands in the page, by which a moved page is found again.
    seen = remember_versions(record.seen, arrival.where.fingerprint)
    page = held.article
    as_new = keep_ties(arrival, page) if page else replace(arrival.article, path=held.path)
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
    as_new = keep_ties(arrival, page) if page else arrival.article
    held.record = replace(record, aside={field: hash_field(as_new, field) for field in fields})
    held.put_aside(render_incoming(held.path, held.text, as_new, fields))
    names = ", ".join(f"{field}:" for field in fields)
    what = f"Source and editor both changed {names} of docs/{held.path}; the editor's stays."
    mend = f"What the source says now is in docs/{incoming_path(record)}: bring it over if it is right, then delete "
    return Note(arrival.where.document, arrival.where.line, what, f"{mend}that file.")
