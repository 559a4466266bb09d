"""Everything that is wrong with pages and lists, in one run: each complaint with its file, line, column and mend.

What is judged where: `header.py` and `header_slips.py` what cannot be read, `frontmatter.py` what makes a page
unusable, `check_header.py`, `check_dates.py`, `check_body.py` and `check_links.py` the rest of one page,
`check_duplicates.py` and `check_moves.py` pages among each other, `check_lists.py` the lists that editors own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from importer.body import Body
from importer.care_rules import CareRules, read_care_rules
from importer.check_body import check_body
from importer.check_care import check_care, check_care_rules
from importer.check_dates import check_dates
from importer.check_duplicates import PageComparison
from importer.check_header import check_header
from importer.check_links import SiteFiles, check_links
from importer.check_lists import check_lists
from importer.check_moves import PageNow, check_gone, check_moved_from
from importer.check_safety import hidden_complaints, markup_complaints, rendering_complaints
from importer.content_notes import WarningRules, make_warning_rules, may_need_a_note
from importer.costly_text import find_costly_text
from importer.encoding import CannotRead
from importer.frontmatter import header_complaints
from importer.git_history import History
from importer.header import Header, read_header
from importer.limits import MOST_COMPLAINTS
from importer.links_out import find_links_out
from importer.odd_files import find_odd_files
from importer.own_pages import find_own_page_faults
from importer.page_files import read_page_content
from importer.read import document_name, is_hidden, read_records_by_page, read_withdrawn
from importer.records import CannotImport, Note
from importer.slugs import DEVICE_NAMES, FOLDER_PAGES, MOST_CHARACTERS
from importer.stray_articles import find_stray_articles
from importer.unsafe_pages import find_sources_of_site, find_unsafe
from importer.vocabulary import PROJECT_DOCS, BadList, Vocabulary, read_vocabulary

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FOLDER = re.compile(r"(?:19|20)\d{2}|undated")
_LIKE_PAGE = re.compile(r"\.(?:MD|Md|mD|md.+|markdown|txt|text|docx?)$")
_BYTE_ORDER_MARK = "\ufeff"


def check_pages(paths: Sequence[Path], docs: Path, today: date, history: History | None = None) -> tuple[Note, ...]:
    """Every complaint about the pages below `paths` and about the lists in `docs`, in the order of path and place.

    With a `history` that names what changed, only those pages are checked, and what they touch: all pages where a list
    changed, pages that link to one that is gone, and what says the same as another page. Where the paths cover the
    whole of `docs/articles`, pages that are gone are told, and what the site's own pages and the lists may not hold.
    What waits for an editor's decision (`care_rule`) is among the notes, and no complaint.
    """
    notes: list[Note] = []
    vocabulary = None
    try:
        vocabulary = read_vocabulary(docs)
    except BadList as error:
        # The pages are checked all the same, but for what only the lists can tell.
        notes.append(error.note)
    changed = history.changed if history else None
    has_new_list = changed is not None and any(name.endswith(".yml") and "/" not in name for name in changed)
    if vocabulary and (changed is None or has_new_list):
        notes += check_lists(vocabulary, docs, today)
    care = None
    try:
        care = read_care_rules(docs)
    except BadList as error:
        notes.append(error.note)
    if care and (changed is None or has_new_list):
        notes += check_care_rules(care, docs)
    own_pages = _own_pages(docs)
    asked = _find_pages(paths, docs)
    others: list[Path] = []
    if changed is not None and not has_new_list and history:
        others = [path for path in own_pages.values() if not _is_touched(path, docs, history)]
        skipped = set(others)
        asked = tuple(
            path for path in asked if _own_path(path, docs) == "" or docs / _own_path(path, docs) not in skipped
        )
    elif changed is not None:
        listed = set(asked)
        others = [path for path in own_pages.values() if path not in listed]
    covers_all = any(_is_below(docs / "articles", path) for path in paths)
    run = _Run(docs, today, vocabulary, care, own_pages, history if history and covers_all else None)
    for path in others:
        run.take_in(path)
    for path in asked:
        notes += run.check(path)
    notes += run.conclude()
    if covers_all:
        notes += find_stray_articles(docs)
        notes += find_links_out(docs)
        notes += find_odd_files(docs)
        notes += find_own_page_faults(docs)
        notes += _wrong_endings(docs)
        articles = set(own_pages.values())
        notes += find_unsafe((path for path in find_sources_of_site(docs) if path not in articles), document_name)
    notes += _file_name_complaints(asked, own_pages.values(), docs)
    return tuple(sorted(notes, key=lambda note: (note.path, note.line, note.column)))


def _is_touched(path: Path, docs: Path, history: History) -> bool:
    """Is a page itself changed, or does it name one that is gone, or a heading of one that changed?"""
    own = path.relative_to(docs).as_posix()
    if history.changed is None or own in history.changed:
        return True
    try:
        text = read_page_content(path, own)
    except CannotRead:
        return True
    slugs = [Path(name).stem for name in history.gone]
    changed = [f"{Path(name).stem}.md#" for name in history.changed if name.endswith(".md")]
    return any(name.encode("utf-8", "surrogateescape") in text for name in (*slugs, *changed))


@dataclass(slots=True)
class _Run:
    """One run over the pages: what all of them are held against, and what is remembered of each."""

    docs: Path
    today: date
    vocabulary: Vocabulary | None
    care: CareRules | None
    own_pages: dict[str, Path]
    history: History | None
    own_paths: dict[Path, str] = field(default_factory=dict)
    slugs: set[str] = field(default_factory=set)
    claimed: dict[str, str] = field(default_factory=dict)
    added: list[PageNow] = field(default_factory=list)
    comparison: PageComparison = field(default_factory=PageComparison)
    warnings: WarningRules | None = None
    site: SiteFiles | None = None

    def __post_init__(self) -> None:
        topics = {topic.slug for topic in self.vocabulary.topics} if self.vocabulary else None
        self.site = SiteFiles(self.docs, PROJECT_DOCS, self.own_pages.keys(), topics)
        self.warnings = make_warning_rules(self.vocabulary.content_warnings) if self.vocabulary else None
        self.slugs |= {path.stem for path in self.own_pages.values()}
        self.own_paths |= {path: own for own, path in self.own_pages.items()}

    def _own_path(self, path: Path) -> str:
        return self.own_paths[path] if path in self.own_paths else _own_path(path, self.docs)

    def take_in(self, path: Path) -> None:
        """Remember of a page that nobody asked about what the others are compared with."""
        name = document_name(path)
        text = _read_page(path, name)
        if isinstance(text, str):
            self._remember(read_header(text, name), self._own_path(path), is_asked=False)

    def check(self, path: Path) -> Iterator[Note]:
        """Every complaint about one page alone; of very many the first, and how many more there are."""
        complaints = self._complaints(path)
        yield from islice(complaints, MOST_COMPLAINTS)
        if more := sum(1 for _ in complaints):
            what = f"the page has {more:,} more complaints, which are not told"
            yield Note(document_name(path), 0, what, "Mend the first ones, then check the page again.")

    def _complaints(self, path: Path) -> Iterator[Note]:
        name, own_path = document_name(path), self._own_path(path)
        self.slugs.add(path.stem)
        text = _read_page(path, name)
        if isinstance(text, Note):
            yield text
            return
        if text.startswith(_BYTE_ORDER_MARK):
            what = "the file begins with a byte-order mark, an invisible character"
            yield Note(name, 1, what, "Save it as “UTF-8” without “BOM” or “signature”.", 1)
        if costly := tuple(find_costly_text(text, name)):
            yield from costly
            return
        header = read_header(text, name)
        body = Body(header.body, header.body_line)
        told = [*header.faults, *self._form_complaints(header, own_path)]
        warnings = self.warnings if self.warnings and may_need_a_note(text, self.warnings) else None
        told += check_body(header, body, warnings)
        if self.site:
            told += check_links(header, own_path, body, self.site)
        yield from told
        yield from self._safety_complaints(header, text, body, told)
        if self.care:
            yield from check_care(name, text, self.care)
        self._remember(header, own_path, is_asked=True)

    def _form_complaints(self, header: Header, own_path: str) -> Iterator[Note]:
        if header.is_there:
            yield from header_complaints(header)
            yield from check_header(header, self.slugs, self.vocabulary)
            yield from check_dates(header, self.today)
            yield from check_moved_from(header, own_path, self.own_pages.keys(), self.claimed)

    def _safety_complaints(self, header: Header, text: str, body: Body, told: Sequence[Note]) -> Iterator[Note]:
        """What the site may not hold, as far as it is not told yet: then it was said in better words."""
        lines = {note.line for note in told}
        places = {(note.line, note.column) for note in told}
        said = {(note.line, note.what) for note in told}
        yield from (note for note in hidden_complaints(header.path, text) if (note.line, note.column) not in places)
        yield from (note for note in markup_complaints(header, body) if (note.line, note.what) not in said)
        yield from (note for note in rendering_complaints(header, body) if note.line not in lines)

    def _remember(self, header: Header, own_path: str, *, is_asked: bool) -> None:
        for _, entry in header.entries("moved_from"):
            self.claimed.setdefault(entry.casefold(), header.path)
        self.comparison.add(header, is_asked=is_asked)
        if self.history and self.history.gone and own_path in self.history.added:
            self.added.append(PageNow(header.path, own_path, header))

    def conclude(self) -> Iterator[Note]:
        """What only shows when every page was seen."""
        yield from self.comparison.complaints()
        if self.history and self.history.gone:
            try:
                records = read_records_by_page(self.docs).values()
                withdrawals = read_withdrawn(self.docs)
            except CannotImport as error:
                yield error.note
                return
            name = document_name(self.docs)
            yield from check_gone(self.history.gone, self.added, self.claimed, records, withdrawals, name)


def _own_pages(docs: Path) -> dict[str, Path]:
    """Every article page by its path below the docs folder."""
    return {path.relative_to(docs).as_posix(): path for path in _page_files(docs / "articles")}


def _own_path(path: Path, docs: Path) -> str:
    """The path below the docs folder; empty for a page elsewhere."""
    absolute, folder = path.absolute(), docs.absolute()
    return absolute.relative_to(folder).as_posix() if absolute.is_relative_to(folder) else ""


def _is_below(path: Path, folder: Path) -> bool:
    return path.absolute().is_relative_to(folder.absolute())


def _find_pages(paths: Iterable[Path], docs: Path) -> tuple[Path, ...]:
    """The article pages that the paths name. Of the docs folder only articles/ holds any: the rest is the site's."""

    def is_article(path: Path) -> bool:
        own = _own_path(path, docs)
        return path.suffix == ".md" and (not own or own.startswith("articles/"))

    found = (each for start in paths for each in ([start] if start.is_file() else _page_files(start)))
    return tuple(path for path in dict.fromkeys(found) if path.is_file() and is_article(path))


def _read_page(path: Path, name: str) -> str | Note:
    """The page's text, or why there is none."""
    try:
        content = read_page_content(path, name)
        return content.decode("utf-8").replace("\r\n", "\n")
    except CannotRead as error:
        return error.note
    except UnicodeDecodeError as error:
        start = content.rfind(b"\n", 0, error.start) + 1
        line = content[: error.start].count(b"\n") + 1
        column = len(content[start : error.start].decode("utf-8", "replace")) + 1
        return Note(name, line, "the page is not in UTF-8", "Save it again with the encoding UTF-8.", column)


def _file_name_complaints(pages: Collection[Path], own_pages: Collection[Path], docs: Path) -> Iterator[Note]:
    """Names that cannot be addresses everywhere, wrong folders, and pages whose names differ only in case or folder."""
    by_slug: dict[str, list[Path]] = {}
    listed = set(pages)
    for path in dict.fromkeys([*pages, *own_pages]):
        by_slug.setdefault(path.stem.casefold(), []).append(path)
    for path in pages:
        own, name, slug = _own_path(path, docs), document_name(path), path.stem
        if not own and "/articles/" not in f"/{name}":
            continue
        if not _SLUG.fullmatch(slug) or len(slug) > MOST_CHARACTERS or slug in DEVICE_NAMES | FOLDER_PAGES:
            mend = f"Use small letters, digits and single hyphens, at most {MOST_CHARACTERS}, and no name like “con”."
            yield Note(name, 1, "the file name cannot be a page's address everywhere", mend)
        elif own and not _FOLDER.fullmatch("/".join(own.split("/")[1:-1])):
            mend = "Move it to the folder of its year (articles/2023), or to articles/undated."
            yield Note(name, 1, "the page is not in the folder of a year", mend)
        others = [other for other in by_slug[slug.casefold()] if other != path]
        if other := next((each for each in others if each < path or each not in listed), None):
            what = f"another page has this file name: {document_name(other)}"
            yield Note(name, 1, what, "Rename one of the two.")


def _wrong_endings(docs: Path) -> Iterator[Note]:
    """Files among the articles that look like pages, but are none for the site."""
    for path in sorted(path for path in (docs / "articles").glob("*/*") if _LIKE_PAGE.search(path.name)):
        if not is_hidden(path.relative_to(docs)) and path.is_file():
            what = "the file's name does not end in “.md”, so it is no page"
            yield Note(document_name(path), 1, what, "Rename it, or delete it if it is a copy.")


def _page_files(folder: Path) -> list[Path]:
    """The pages below a folder; what the importer keeps under names that begin with a dot are none."""
    return [path for path in sorted(folder.glob("**/*.md")) if not is_hidden(path.relative_to(folder))]
