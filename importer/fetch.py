"""Asks the feeds that editors list for news, and keeps their answers in a folder for `bulletin import` to read.

Only `bulletin fetch` uses the network, and only through what it is handed. A feed is asked once in a run, politely: its
site's robots.txt first, with what is known of the last answer, so that nothing is sent that is here already.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from importer.fetch_exchange import Answer, Network, NoAnswer
from importer.fetch_state import Known, read_state, write_state
from importer.fetch_visit import MEND_ADDRESS, FetchLimits, Journey, Visitor
from importer.formats.recognise import recognise
from importer.records import CannotImport, Note
from importer.slugs import plain_slug
from importer.text import fold, quote
from importer.urls import without_tracking
from importer.vocabulary import Source
from importer.write import write_bytes

USUAL_LIMITS = FetchLimits()

_FORMATS = {"web_page": "a web page", "text": "plain text", "word": "a Word file", "pdf": "a PDF", "mail": "an e-mail"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one feed; `file` holds what it said, now or, where it failed, the last time it said anything."""

    source: str
    url: str
    line: int
    file: Path
    result: Literal["new", "changed", "unchanged", "failed"]
    notes: tuple[Note, ...] = ()


def fetch_feeds(
    sources: Sequence[Source],
    list_name: str,
    folder: Path,
    today: date,
    network: Network,
    user_agent: str,
    limits: FetchLimits = USUAL_LIMITS,
) -> Iterator[Fetched | Note]:
    """Ask each feed of the sources and put its answer into a file of the folder; what became of it, one by one.

    A feed whose answer cannot be used keeps its file, and the others are asked all the same. `list_name` is what notes
    call the list; `user_agent` is how we introduce ourselves.
    """
    state, damage = read_state(folder)
    if damage:
        yield damage
    visitor = Visitor(network, user_agent, limits)
    asked: dict[str, Source] = {}
    for source in sources:
        for url in source.feeds:
            if url in asked:
                what = f"{source.name}: the feed {quote(url)} stands at “{asked[url].name}” too; it was asked once"
                yield Note(list_name, source.line, what, "Keep it where it belongs.")
                continue
            asked[url] = source
            fetched, known = _fetch(url, source, list_name, folder, today, visitor, state.get(url))
            if known and known != state.get(url):
                state[url] = known
                try:
                    write_state(folder, state)
                except CannotImport as error:
                    yield error.note
            yield fetched
    for url, known in sorted(state.items()):
        if url not in asked and (folder / known.file).exists():
            what = f"this file came from {quote(url)}, which is no longer in {list_name}"
            yield Note((folder / known.file).as_posix(), 0, what, "Delete it, or it is imported again and again.")


def file_name(source: str, url: str) -> str:
    """The name of a feed's file: the same in every run, another for every feed, and safe on every system."""
    ending = "json" if url.partition("?")[0].casefold().endswith(".json") else "xml"
    return f"{plain_slug(source)[:40].strip('-') or 'feed'}-{hashlib.sha256(url.encode()).hexdigest()[:8]}.{ending}"


def _fetch(
    url: str, source: Source, list_name: str, folder: Path, today: date, visitor: Visitor, known: Known | None
) -> tuple[Fetched, Known | None]:
    """One feed: what became of it, and what to remember of it."""
    path = folder / (known.file if known else file_name(source.name, url))
    notes: list[Note] = []

    def tell(what: str, mend: str = "") -> None:
        notes.append(Note(list_name, source.line, f"{source.name}: {what}", mend))

    def result(word: Literal["new", "changed", "unchanged", "failed"]) -> Fetched:
        return Fetched(source.name, url, source.line, path, word, tuple(notes))

    try:
        old = path.read_bytes() if path.is_file() else b""
        # What the server calls its last answer says nothing of a file that is no longer that answer.
        current = known if known and hashlib.sha256(old).hexdigest() == known.sha256 else None
        journey = visitor.visit(url, current, tell)
        if journey.moved_to:
            tell(
                f"the feed {quote(url)} has moved for good", f"Write {without_tracking(journey.moved_to)} in its place."
            )
        if journey.answer.status == 304 and current:
            return result("unchanged"), _remember(path, current.sha256, journey, today, current)
        content = _feed_content(journey.answer)
        is_changed = write_bytes(path, content)
    except NoAnswer as failure:
        tell(f"{failure.what}: {quote(url)}", failure.mend)
        return result("failed"), None
    except CannotImport as error:
        notes.append(error.note)
        return result("failed"), None
    except OSError as error:
        tell(f"{path.as_posix()} cannot be read: {error.strerror}", "Check that it may be opened.")
        return result("failed"), None
    remembered = _remember(path, hashlib.sha256(content).hexdigest(), journey, today, None)
    return result("unchanged" if not is_changed else "changed" if old else "new"), remembered


def _feed_content(answer: Answer) -> bytes:
    """The feed that a server sent.

    Raises:
        NoAnswer: it sent none.
    """
    if answer.status != 200:
        raise _explain_status(answer)
    if answer.is_cut:
        raise NoAnswer("the feed is larger than we read", "Ask its owner for a feed of the latest articles only.")
    if not answer.content.strip():
        raise NoAnswer("the answer is empty", "Try again later; if it stays so, take the feed out of the list.")
    form = recognise(answer.content)
    if form not in ("feed", "json_feed"):
        found = _FORMATS.get(form, "something else") if isinstance(form, str) else form.what.removeprefix("this is ")
        raise NoAnswer(f"the answer is no feed but {found}; what was there before is kept", MEND_ADDRESS)
    return answer.content


def _explain_status(answer: Answer) -> NoAnswer:
    status = answer.status
    if status == 410:
        return NoAnswer("the feed is gone (410)", "Take it out of the list, or find out where it is now.")
    if status == 404:
        return NoAnswer("there is nothing at the address (404)", MEND_ADDRESS)
    if status in (401, 403, 451):
        return NoAnswer(
            f"the server does not let us in ({status})", "Ask its owner for leave, or take it out of the list."
        )
    if status in (429, 503):
        when = fold(answer.headers.get("retry-after", ""))[:40]
        wait = f" after {when} seconds" if when.isdecimal() else f" after {when}" if when else " later"
        return NoAnswer(f"the server is busy ({status})", f"Fetch again{wait}, not before.")
    return NoAnswer(f"the server answered with {status} instead of the feed", "Try again later. " + MEND_ADDRESS)


def _remember(path: Path, sha256: str, journey: Journey, today: date, old: Known | None) -> Known:
    """What to remember of an answer; one that says “as it was” (304) may leave out what it said before."""
    headers = journey.answer.headers
    etag = _header_value(headers.get("etag", "")) or (old.etag if old else "")
    last_modified = _header_value(headers.get("last-modified", "")) or (old.last_modified if old else "")
    return Known(path.name, sha256, journey.url, etag, last_modified, today.isoformat())


def _header_value(text: str) -> str:
    """A value that can be sent back as it came; empty for one that cannot."""
    return text if len(text) <= 500 and text.isascii() and text.isprintable() else ""
