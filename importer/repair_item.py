"""An item with every text repaired before anything is judged: spam, credits, dates and topics see repaired words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from importer.records import Cell, Credit, Item, Line, Link, Markup, Note
from importer.repair import Repair, repair_text, tell_repair, words_at
from importer.text import find_nth, fold, quote

_LOST = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class RepairedItem:
    """The item, and what was repaired or is doubted: one note for each kind, naming the first line and their number."""

    item: Item
    notes: tuple[Note, ...] = ()


@dataclass(slots=True)
class _Told:
    """The places where something was repaired, doubted or lost: their lines, and words of each."""

    repaired: list[tuple[int, str]] = field(default_factory=list)
    doubted: list[tuple[int, str]] = field(default_factory=list)
    lost: list[tuple[int, str]] = field(default_factory=list)

    def repair(self, text: str, line: int) -> str:
        """A text repaired, and remembered if it was; then its white space is folded, as readers of formats leave it."""
        repair = self.repair_whole(text, line)
        return fold(repair.text) if repair.words else text

    def repair_whole(self, text: str, line: int) -> Repair:
        """The same with where its characters came from."""
        repair = repair_text(text)
        if repair.words:
            self.repaired.append((line, repair.words))
        if repair.doubted:
            self.doubted.append((line, repair.doubted))
        if not text.isascii() and (at := repair.text.find(_LOST)) >= 0:
            self.lost.append((line, words_at(repair.text, at)))
        return repair

    def notes(self, path: str) -> Iterator[Note]:
        """What editors are told."""
        if self.repaired:
            line, words = self.repaired[0]
            yield Note(path, line, tell_repair(words, len({line for line, _ in self.repaired})))
        if self.doubted:
            line, words = self.doubted[0]
            what = f"{quote(words)} looks broken{_and_more(self.doubted)}; it was left as it is"
            yield Note(path, line, what, "Compare it with the original, and correct it in the page if it is wrong.")
        if self.lost:
            line, words = self.lost[0]
            what = f"some characters were lost before we received the text: {quote(words)}{_and_more(self.lost)}"
            yield Note(path, line, what, "Put them back in the page from the original.")


def _and_more(places: list[tuple[int, str]]) -> str:
    count = len({line for line, _ in places}) - 1
    return f", and {count:,} more {'line' if count == 1 else 'lines'}" if count else ""


def repair_item(item: Item) -> RepairedItem:
    """An item with the broken characters and entities of all its texts repaired where that is certain.

    Addresses and lasting names stay as they are: they say which article it is.
    """
    told = _Told()
    repaired = replace(
        item,
        title=told.repair(item.title, item.line) or item.title,
        body=tuple(_repair_line(line, told) for line in item.body),
        publishers=tuple(told.repair(name, item.line) for name in item.publishers),
        credits=tuple(_repair_credit(credit, told) for credit in item.credits),
        categories=tuple(told.repair(name, item.line) for name in item.categories),
        excerpt=told.repair(item.excerpt, item.line),
    )
    return RepairedItem(repaired, tuple(told.notes(item.document)))


def _repair_credit(credit: Credit, told: _Told) -> Credit:
    return replace(
        credit,
        text=told.repair(credit.text, credit.line),
        source=told.repair(credit.source, credit.line),
        date_text=told.repair(credit.date_text, credit.line),
        author=told.repair(credit.author, credit.line),
        updated_text=told.repair(credit.updated_text, credit.line),
        inferred_text=told.repair(credit.inferred_text, credit.line),
    )


def _repair_line(line: Line, told: _Told) -> Line:
    """A line with its links and cells; the very same one where there is nothing to repair."""
    if line.text.isascii() and "&" not in line.text:
        return line
    repair = told.repair_whole(line.text, line.number)
    if not repair.words:
        return line
    markup = line.markup
    if markup is None:
        return replace(line, text=repair.text)
    return replace(line, text=fold(repair.text), markup=_repair_markup(markup, line.text, repair))


def _repair_markup(markup: Markup, text: str, repair: Repair) -> Markup:
    rows = tuple(tuple(_repair_cell(cell) for cell in row) for row in markup.rows)
    return replace(markup, links=_repair_links(markup.links, text, repair), rows=rows)


def _repair_cell(cell: Cell) -> Cell:
    repair = repair_text(cell.text)
    return Cell(fold(repair.text), _repair_links(cell.links, cell.text, repair)) if repair.words else cell


def _repair_links(links: tuple[Link, ...], text: str, repair: Repair) -> tuple[Link, ...]:
    """The links with their words as they stand in the repaired text, and how often these stand before them there."""
    return tuple(_repair_link(link, text, repair) for link in links) if repair.words else links


def _repair_link(link: Link, text: str, repair: Repair) -> Link:
    start = find_nth(text, link.words, link.nth)
    if start < 0:
        return link
    end = start + len(link.words)
    inside = [at for at, origin in enumerate(repair.origins) if start <= origin < end]
    if not inside:
        return link
    words, whole = fold(repair.text[inside[0] : inside[-1] + 1]), fold(repair.text)
    before = len(fold(f"{repair.text[: inside[0]]}|")) - 1
    nth, at = 0, whole.find(words)
    while 0 <= at < before:
        nth, at = nth + 1, whole.find(words, at + 1)
    return Link(words, link.url, nth) if words else link
