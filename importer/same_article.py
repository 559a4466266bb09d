"""Which article of the bulletin an arriving one is: the same text, or a version of it under a name that lasts."""

from __future__ import annotations

from importer.arrivals import Arrival
from importer.shelf import Held, Shelf, is_same_document, tells_apart, wording
from importer.similar import PERHAPS_SAME_STORY, SAME_STORY, shared_part
from importer.urls import same_address
from importer.withdrawals import is_withdrawal


def find_same_article(arrival: Arrival, shelf: Shelf, arriving: frozenset[str]) -> Held | None:
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
    all of them at once. Another publisher's document has to have the text: every feed can name every address, and
    would else put its own words onto any page.
    """
    if held.is_deleted or not held.is_ours or is_withdrawal(arrival.article):
        return True
    page = held.article
    if page is None:
        return True
    same_facts = page.title == arrival.article.title or (page.date and page.date == arrival.article.date)
    is_theirs = is_from_here(arrival, held) or page.publisher == arrival.article.publisher
    return bool(same_facts and is_theirs) or _shared_part(arrival, held) >= PERHAPS_SAME_STORY


def _is_same_by_address(arrival: Arrival, held: Held) -> bool:
    """Addresses come from credits too, and many articles may name one: the text must agree, or headline and date.

    Of a page that an editor changed the document must do, and of one written by hand the headline.
    """
    if held.is_deleted:
        return True
    from_here = is_from_here(arrival, held)
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
    if not is_from_here(arrival, held) or (held.record and _differ(held.record.url, arrival.article.url)):
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


def is_from_here(arrival: Arrival, held: Held) -> bool:
    """Was the article last imported from the arrival's document, whatever that is called now?"""
    if held.record is None:
        return False
    if is_same_document(held.record.document, arrival.where.document):
        return True
    return bool(held.article and held.article.provenance and held.article.provenance.sha256 == arrival.where.sha256)


def is_same_item(arrival: Arrival, held: Held) -> bool:
    """Is it this very item again, as next week's feed repeats it, and not the same text in another place?"""
    return held.record is not None and not set(arrival.keys).isdisjoint(held.record.keys)
