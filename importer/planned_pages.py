"""The plan of an import, made once every arriving article is decided on: pages, records, versions put aside.

It lies on disk: a plan may have 100,000 pages. Nothing of it is written here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import overload

from importer.disk_rows import KeyedRows, Rows
from importer.frontmatter import render_page
from importer.import_records import page_sha256
from importer.incoming import incoming_path
from importer.page_edit import edit_page
from importer.records import Action, AsideFile, ImportRecord, Note, PlannedPage
from importer.shelf import Held, Shelf, Where
from importer.spool import Place, Spool, SpooledArticle, SpooledText


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What is to happen to each article, and the records that the import leaves."""

    pages: Sequence[PlannedPage]
    records: Collection[ImportRecord]
    aside: Sequence[AsideFile]


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision: the number of its article on the shelf, where that was met, and the article as it came.

    The number is 0 for an article that was withdrawn: of that only the page's `path` is known, and only where a page
    tells so, and the doubts about it (`hushed`) are nobody's any more.
    """

    action: Action
    held: int
    where: Where
    notes: tuple[Note, ...]
    title: str
    came: Place
    why_topics: tuple[str, ...] | None
    path: str = ""
    hushed: tuple[Note, ...] = ()


def plan_pages(decided: Rows[Decided], shelf: Shelf, aside: Collection[str]) -> Reconciled:
    """What the decisions on all arriving articles come to; `aside` are the paths of the versions put aside before."""
    records = _leave_records(shelf)
    return Reconciled(_plan_each(decided, shelf), records, _plan_aside(shelf, records, aside))


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


def _plan_each(decided: Rows[Decided], shelf: Shelf) -> Sequence[PlannedPage]:
    """One entry for each arrival, the new text at the last that brought a page, then pages that only others changed."""
    rows = Rows(_Planned)
    for number, each in enumerate(decided):
        if not each.held:
            rows.append(
                _Planned(
                    each.action, each.path, each.title, each.where, each.came, None, "", each.notes, hushed=each.hushed
                )
            )
            continue
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
    hushed: tuple[Note, ...] = ()


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
            row.hushed,
        )
