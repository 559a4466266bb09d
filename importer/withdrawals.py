"""What a source says of its own article later: that it took it back, or corrected it."""

from __future__ import annotations

from dataclasses import replace

from importer.arrivals import Arrival, Decision
from importer.import_records import page_sha256
from importer.page_edit import CannotEdit, edit_page
from importer.page_record import remember_versions
from importer.records import Article, ImportRecord, Note
from importer.shelf import Held
from importer.text import matches_list, quote, word_count

MOST_WITHDRAWAL_WORDS = 60
WITHDRAWAL_MEND = "Its text was left as it is. Find out why, then correct the page or delete it."


def is_withdrawal(article: Article) -> bool:
    """Does the source say, in place of the text, that it took the article back?"""
    return word_count(article.body) <= MOST_WITHDRAWAL_WORDS and any(
        matches_list(line, "withdrawals") for line in article.body.split("\n")
    )


def note_withdrawal(arrival: Arrival, held: Held, record: ImportRecord) -> Decision:
    """Leave the text of the page, and tell on it and in the report that its source has taken the article back."""
    page, where = held.article, arrival.where
    doubt = f"The source has withdrawn this article: {quote(arrival.article.body, 12)}."
    held.record = replace(
        record,
        item_sha256=arrival.item_sha256,
        seen=remember_versions(record.seen, where.fingerprint),
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


def doubt_corrections(arrival: Arrival, page: Article, held: Held) -> tuple[Note, ...]:
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
