"""A page taken out of everything: what becomes of its file and of all that the importer keeps of it beside the pages.

The page's file becomes a tombstone, which holds nothing of the article: neither its text nor its headline, author,
address or documents. What it was imported from is forgotten, but for hashes by which it is known if it comes again
(`withdrawn_marks.py`).
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from importer.body import Body
from importer.check_links import PICTURE_KINDS
from importer.check_moves import ARTICLE
from importer.frontmatter import is_whole_day, render_page
from importer.header import Header, read_header
from importer.import_records import page_sha256
from importer.incoming import incoming_path, parse_incoming
from importer.mentions import drop_mentions
from importer.passages import Passages
from importer.records import AlsoIn, Article, CannotImport, ImportRecord, Note, Provenance, Withdrawal
from importer.shelf import glance_at, wording
from importer.text import fold, words
from importer.vocabulary import NOT_STATED, Vocabulary
from importer.withdrawn_marks import (
    WithdrawnMarks,
    join_marks,
    marks_of_article,
    marks_of_record,
    page_mark,
    sketch_text,
)

TITLE = "Withdrawn article"
MOST_REASON_CHARACTERS = 300


class CannotWithdraw(CannotImport):
    """The reason cannot be told to readers."""


@dataclass(frozen=True, slots=True)
class ChangedPage:
    """A page that is written anew in place of the one with hash `replaces`; without a text it is taken away."""

    path: str
    text: str
    replaces: str


@dataclass(frozen=True, slots=True)
class PlannedWithdrawal:
    """All that a withdrawal changes below the docs folder, worked out before anything is written.

    `changed` are other pages, without what names this one; `removed` are the copy put aside for the editor and pictures
    that no other page shows. `gone` are the page's path and its earlier ones. `passages` is what must not be found
    anywhere afterwards, and `documents` is where the text came from, as the importer noted it.
    """

    page: ChangedPage
    withdrawal: Withdrawal
    marks: tuple[WithdrawnMarks, ...]
    records: Collection[ImportRecord]
    changed: tuple[ChangedPage, ...] = ()
    removed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    pictures_left: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    passages: Passages = field(default_factory=lambda: Passages((), ()), repr=False)
    is_known_again: bool = True


@dataclass(frozen=True, slots=True)
class Folder:
    """What is below the docs folder: the article pages and the other pages by path, and whatever else there is.

    `records` are as the importer left them; `record_of` has those of pages by the path at which the page is now.
    `aside` has the versions put aside for editors, by path. `files` are the paths of all files that may be published.
    """

    pages: Mapping[str, str]
    other_pages: Mapping[str, str]
    records: Collection[ImportRecord]
    record_of: Mapping[str, ImportRecord]
    aside: Mapping[str, str]
    files: Collection[str]
    marks: Sequence[WithdrawnMarks]


def judge_reason(reason: str) -> str:
    """The reason as readers are told it.

    Raises:
        CannotWithdraw: it says nothing, or more than a tombstone can show.
    """
    plain = fold(reason)
    if not any(each.isalnum() for each in plain):
        mend = 'Say in one sentence, without what did harm: --reason "It named a child."'
        raise CannotWithdraw(Note("--reason", 0, "readers are told why, and this says nothing", mend))
    if len(plain) > MOST_REASON_CHARACTERS:
        what = f"the reason has {len(plain)} characters; at most {MOST_REASON_CHARACTERS} are shown"
        raise CannotWithdraw(Note("--reason", 0, what, "Say it in one or two short sentences."))
    return plain


def plan_withdrawal(
    path: str, folder: Folder, vocabulary: Vocabulary, reason: str, on: str, *, keeps_address: bool
) -> PlannedWithdrawal:
    """Work out how to take the page at `path` out; write nothing. A page with a broken header can be withdrawn too.

    `on` is the day. Without its address nothing stays where the page was, and readers are told nothing.

    Raises:
        CannotWithdraw: the reason repeats the article's text or its headline.
    """
    text = folder.pages[path]
    article = _read_as_far_as_possible(text, path)
    record = folder.record_of.get(path)
    aside = incoming_path(record) if record else ""
    put_aside = [_read_as_far_as_possible(parse_incoming(folder.aside[aside]), path)] if aside in folder.aside else []
    versions = [] if is_tombstone(article) else [article]
    versions += put_aside
    passages = Passages(
        [said for each in versions for said in (each.body, each.summary)], [each.title for each in versions]
    )
    if passages.find_in(reason):
        what = "the reason repeats the article's own words or its headline"
        raise CannotWithdraw(Note("--reason", 0, what, "Say in other words what is wrong, and name nobody."))
    earlier = _earlier_paths(article, record, folder.pages)
    gone = (path, *earlier)
    tombstone = render_page(
        Article(
            title=TITLE,
            source=article.source if vocabulary.find_source(article.source) else NOT_STATED,
            topics=tuple(slug for slug in article.topics if slug in {topic.slug for topic in vocabulary.topics}),
            moved_from=tuple(each.removesuffix(".md") for each in earlier),
            withdrawn=Withdrawal(on, reason),
        )
    )
    new_marks = _marks(path, on, versions, record)
    pictures = tuple(_find_pictures(versions, path, folder))
    changed = tuple(_without_mentions(path, gone, folder, passages))
    return PlannedWithdrawal(
        page=ChangedPage(path, tombstone if keeps_address else "", page_sha256(text)),
        withdrawal=Withdrawal(on, reason),
        marks=join_marks(folder.marks, new_marks) if new_marks else tuple(folder.marks),
        records=_records_left(folder.records, record, changed),
        changed=changed,
        removed=(*([aside] if put_aside else []), *(each for each in pictures if each.startswith("articles/"))),
        gone=gone,
        pictures_left=tuple(each for each in pictures if not each.startswith("articles/")),
        documents=tuple(_documents(article, record)),
        passages=passages,
        is_known_again=bool(new_marks) or any(each.page == page_mark(path) for each in folder.marks),
    )


def is_tombstone(article: Article) -> bool:
    """Does nothing of the article stand on the page any more?"""
    return article.withdrawn is not None and article.title == TITLE and not article.body


def day_of_withdrawal(text: str, today: str) -> str:
    """The day that the page already names as that of its withdrawal, else today."""
    withdrawn = _read_as_far_as_possible(text, "").withdrawn
    return withdrawn.on if withdrawn and is_whole_day(withdrawn.on) else today


def shared_names(reason: str, article_text: str) -> tuple[str, ...]:
    """Words of the reason that begin with a capital within a sentence and stand in the article so as well."""
    inside = [word for sentence in reason.split(". ") for word in sentence.split()[1:]]
    names = (word.strip("“”‘’\"'(),.;:!?") for word in inside)
    capitalised = {word for word in names if word[:1].isupper()}
    written = set(article_text.replace("’s", " ").split()) | {
        word.strip("“”‘’\"'(),.;:!?") for word in article_text.split()
    }
    return tuple(sorted(capitalised & written))


def _read_as_far_as_possible(text: str, path: str) -> Article:
    """What a page says, in whatever state its header is: a text that cannot be read must still be taken out."""
    header, glance = read_header(text, path), glance_at(text)
    return Article(
        title=header.text("title") or glance.headline,
        source=header.text("source"),
        body=header.body if header.is_there else text,
        date=header.text("date"),
        url=header.text("url") or glance.url,
        summary=header.text("summary"),
        topics=tuple(entry for _, entry in header.entries("topics")),
        moved_from=tuple(entry for _, entry in header.entries("moved_from")),
        withdrawn=_read_withdrawn(header),
        also_in=tuple(_places(header)),
        provenance=Provenance(_document(header), 0, "", glance.fingerprint) if glance.fingerprint else None,
        path=path,
    )


def _read_withdrawn(header: Header) -> Withdrawal | None:
    value = header.values.get("withdrawn")
    said = value if isinstance(value, dict) else {}
    return Withdrawal(str(said.get("on", "")), str(said.get("reason", ""))) if "withdrawn" in header.values else None


def _document(header: Header) -> str:
    source = header.values.get("import")
    return str(source.get("document", "")) if isinstance(source, dict) else ""


def _places(header: Header) -> Iterator[AlsoIn]:
    places = header.values.get("also_in")
    for place in places if isinstance(places, list) else ():
        if isinstance(place, dict) and isinstance(place.get("document"), str):
            yield AlsoIn("", place["document"], 0)


def _earlier_paths(article: Article, record: ImportRecord | None, pages: Collection[str]) -> list[str]:
    """The addresses that the page had before, as far as they lead to nothing else now."""
    said = [f"{entry}.md" for entry in article.moved_from if ARTICLE.fullmatch(entry)]
    known = [each for each in (record.was if record else ()) if ARTICLE.fullmatch(each.removesuffix(".md"))]
    taken = {each.casefold() for each in pages}
    return list(dict.fromkeys(each for each in (*said, *known) if each.casefold() not in taken))


def _marks(path: str, on: str, versions: Sequence[Article], record: ImportRecord | None) -> WithdrawnMarks | None:
    """What the article is known by from now on; None where nothing of it is left to learn that from."""
    marks: set[str] = set(marks_of_record(record)) if record else set()
    for each in versions:
        # An address that an editor wrote there, and no credit, is the article's own.
        marks |= set(marks_of_article(each, has_own_address=record is None or each.url != record.url))
    if not marks:
        return None
    text = "\n".join(wording(each.title, each.body) for each in versions)
    return WithdrawnMarks(page_mark(path), on, frozenset(marks), sketch_text(text))


def _records_left(
    records: Iterable[ImportRecord], own: ImportRecord | None, changed: Iterable[ChangedPage]
) -> list[ImportRecord]:
    """The records without the page's own. A page of ours that lost a mention stays a page of ours."""
    now = {page.path: page for page in changed}
    left: list[ImportRecord] = []
    for record in records:
        if own and record.fingerprint == own.fingerprint and record.page in (own.page, *own.was):
            continue
        page = now.get(record.page)
        is_as_left = page is not None and page.replaces == record.page_sha256
        left.append(replace(record, page_sha256=page_sha256(page.text)) if page and is_as_left else record)
    return left


def _without_mentions(path: str, gone: Collection[str], folder: Folder, passages: Passages) -> Iterator[ChangedPage]:
    def gives_away(said: str) -> bool:
        return passages.find_in(said) is not None

    for pages in (folder.pages, folder.other_pages):
        for other, text in pages.items():
            if other != path and (new := drop_mentions(text, other, gone, gives_away)) != text:
                yield ChangedPage(other, new, page_sha256(text))


def _find_pictures(versions: Iterable[Article], path: str, folder: Folder) -> Iterator[str]:
    """The pictures of the docs folder that this page shows and no other names."""
    shown: dict[str, None] = {}
    for each in versions:
        for link in Body(each.body, 1).links():
            target = unquote(link.target.split("#")[0].split("?")[0])
            file = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if "://" not in target else ""
            if file.endswith(PICTURE_KINDS) and file in folder.files:
                shown[file] = None
    if not shown:
        return
    named_elsewhere: set[str] = set()
    for pages in (folder.pages, folder.other_pages):
        for other, text in pages.items():
            if other != path:
                named_elsewhere |= {file for file in shown if posixpath.basename(file) in text}
    yield from (file for file in shown if file not in named_elsewhere)


def _documents(article: Article, record: ImportRecord | None) -> Iterator[str]:
    """The documents that the importer noted: they hold the text still."""
    noted = [article.provenance.document if article.provenance else "", record.document if record else ""]
    noted += [place.document for place in article.also_in]
    yield from dict.fromkeys(name for name in noted if words(name))
