"""Asks for one web address that an editor names, for `bulletin new --from`, with the care that `bulletin fetch` takes.

Only http and https, public computers alone, no site against its robots.txt, within limits of time and size; nothing is
kept but the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urldefrag

from importer.fetch_exchange import Network, NoAnswer
from importer.fetch_visit import FetchLimits, Visitor
from importer.records import CannotImport, Note
from importer.urls import without_tracking

USUAL_LIMITS = FetchLimits()
_ACCEPT = "text/html, application/xhtml+xml, application/pdf;q=0.9, */*;q=0.5"
_BY_HAND = "Open it in a browser, save it as a file, and give that file to --from."


class CannotFetch(CannotImport):
    """An address may not be asked, or gives nothing that can be read."""


@dataclass(frozen=True, slots=True)
class FetchedDocument:
    """What an address gave, and what messages and pages call it: the address that answered, without tracking."""

    name: str
    content: bytes


def fetch_document(url: str, network: Network, user_agent: str, limits: FetchLimits = USUAL_LIMITS) -> FetchedDocument:
    """The document at an address, redirects followed.

    Raises:
        CannotFetch: it may not be asked for, or there is none; nothing was written.
    """
    try:
        journey = Visitor(network, user_agent, limits).visit(url, None, _say_nothing, _ACCEPT)
    except NoAnswer as failure:
        raise CannotFetch(Note(url, 0, failure.what, _BY_HAND)) from failure
    answer = journey.answer
    if answer.status != 200:
        raise CannotFetch(Note(url, 0, f"the server answered with {answer.status} instead of a document", _BY_HAND))
    if answer.is_cut:
        raise CannotFetch(Note(url, 0, f"the document has more than {limits.size_bytes:,} bytes", _BY_HAND))
    return FetchedDocument(without_tracking(urldefrag(journey.url).url), answer.content)


def _say_nothing(_: str) -> None:
    """One address is asked once: there is no pause to tell of."""
