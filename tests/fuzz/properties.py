"""What must hold for every document, however broken: what is wrong with what one was taken apart to, in words."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from importer.check_safety import check_safety
from importer.describe import Describer, make_describer
from importer.frontmatter import BadPage, parse_page, render_page
from importer.limits import MOST_LINES
from importer.pipeline import DescribedDocument, describe_document
from importer.read import parse_document
from importer.record_json import parse_record, render_record
from importer.records import Article, CannotImport, Document, Format, Item, Split
from importer.split import split_document
from importer.text import fold
from importer.vocabulary import read_vocabulary
from tests.importer.rendered import OUR_TAGS, render

MOST_SECONDS = 2.0
NAME = "fuzz.bin"
_DOCS = Path(__file__).resolve().parents[2] / "docs"
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_GOOD_LINK = re.compile(r"https?://|mailto:", re.IGNORECASE)
_ONE_LINE_FIELDS = ("title", "source", "publisher", "author", "url", "summary", "date", "date_evidence", "updated")


@cache
def describer() -> Describer:
    """The editors' own lists, read once."""
    return make_describer(read_vocabulary(_DOCS), date(2026, 11, 21))


@dataclass(frozen=True)
class Verdict:
    """What is wrong with how a document was taken apart, empty where nothing is; and how many articles it gave."""

    fault: str = ""
    articles: int = 0


def judge(reader: Format, content: bytes, *, thoroughly: bool) -> Verdict:
    """Have a reader take a document apart, and judge what came of it.

    `thoroughly` also takes it apart a second time, and shows its pages as the site does. Errors that are not raised on
    purpose come through.
    """
    start = time.process_time()
    try:
        document = _document(reader, content)
        described = describe_document(document, describer())
        split = split_document(document)
    except CannotImport as error:
        note = error.note
        return Verdict(
            "" if note.what and note.mend and note.path == NAME else f"a refusal that says too little: {note!r}"
        )
    finally:
        seconds = time.process_time() - start
    if seconds > MOST_SECONDS:
        return Verdict(f"it takes long: {seconds:.1f} seconds")
    if thoroughly:
        if split_document(document) != split:
            return Verdict("taken apart a second time, it gives something else")
        with suppress(CannotImport):
            parse_document(content, NAME)
    fault = next(_faults(document, split, described, thoroughly=thoroughly), "")
    return Verdict(fault, len(described.descriptions))


def _document(reader: Format, content: bytes) -> Document:
    """The document for this reader, whatever the first bytes look like after all that was done to them."""
    if reader != "text":
        return Document(NAME, hashlib.sha256(content).hexdigest(), (), reader, content)
    plain = parse_document(content, NAME)
    return plain if plain.format == "text" else parse_document(b"Kites\n\n" + content, NAME)


def _faults(document: Document, split: Split, described: DescribedDocument, *, thoroughly: bool) -> Iterator[str]:
    for item in split.items:
        yield from _item_faults(item)
    for note in (*split.notes, *described.report.notes):
        if note.line < 0 or not note.what or note.path != NAME:
            yield f"a note that says too little: {note!r}"
        if _CONTROL.search(str(note).replace("\n", "")):
            yield f"a note with control characters: {note!r}"
    if parse_record(render_record(described), DescribedDocument) != described:
        yield "it comes back from the cage as something else"
    for each in described.descriptions:
        yield from article_faults(each.article)
        if thoroughly:
            yield from _page_faults(each.article)


def _item_faults(item: Item) -> Iterator[str]:
    numbers = [item.line, *(line.number for line in item.body), *(credit.line for credit in item.credits)]
    if min(numbers) < 1 or max(numbers) > 2 * MOST_LINES:
        yield f"an item with the line {min(numbers)} or {max(numbers)}"


def article_faults(article: Article) -> Iterator[str]:
    """What is wrong with the header of an article's page, and with how it is read again."""
    for name in _ONE_LINE_FIELDS:
        value = getattr(article, name)
        if _CONTROL.search(value):
            yield f"{name} with control characters: {value!r}"
        elif value != fold(value):
            yield f"{name} is not folded: {value!r}"
    if not article.title or len(article.title) > 200:
        yield f"a title of {len(article.title)} characters"
    if article.url and not _GOOD_LINK.match(article.url):
        yield f"the address {article.url!r}"
    placed = replace(article, path="articles/2023/kites.md")
    yield from (f"its page is refused: {note}" for note in check_safety(render_page(placed), placed.path))
    try:
        read = parse_page(render_page(placed), placed.path)
    except BadPage as error:
        yield f"its page cannot be read: {error}"
        return
    if read != placed:
        names = [name for name in Article.__dataclass_fields__ if getattr(read, name) != getattr(placed, name)]
        yield f"its page is read otherwise: {names}, {[(getattr(placed, n), getattr(read, n)) for n in names]!r:.400}"


def _page_faults(article: Article) -> Iterator[str]:
    shown = render(article.body)
    if strange := shown.tags - OUR_TAGS:
        yield f"its page shows the tags {strange}"
    for _, url in shown.links:
        if not _GOOD_LINK.match(url):
            yield f"its page has a link to {url!r}"
