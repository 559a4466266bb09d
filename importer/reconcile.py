"""New articles against the pages that are there: what is new, changed, unchanged, edited, deleted or a duplicate.

Three texts decide (HOSTILE.md, point 10): the page as last written (known by its hash in the import records), the page
as it is now, and the page as it would be written now. Whatever an editor changed stays.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from importer.describe import Description
from importer.frontmatter import BadPage, parse_page, render_page
from importer.import_records import page_sha256
from importer.records import AlsoIn, Article, ImportRecord, Note, PlannedPage
from importer.similar import SAME_STORY, find_similar
from importer.slugs import make_slug
from importer.text import fold
from importer.urls import same_address


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What is to happen to each article, the records that the import leaves, and what editors should know."""

    pages: tuple[PlannedPage, ...]
    records: tuple[ImportRecord, ...]


@dataclass(slots=True)
class _Story:
    """One article of this import on its way to a plan: with the page and the record that it was found to belong to."""

    description: Description
    article: Article
    record: ImportRecord | None = None
    page: str = ""
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is there: pages' texts and articles by path, and ways to find a page or record again."""

    texts: Mapping[str, str]
    articles: Mapping[str, Article]
    by_fingerprint: Mapping[str, str]
    by_url: Mapping[str, str]
    records: Sequence[ImportRecord]

    def find_record(self, article: Article) -> ImportRecord | None:
        """The record of the same article: by its address, else its text, else its document and headline."""
        url, where = same_address(article.url) if _tells_apart(article.url) else "", article.provenance
        if where is None:
            return None
        return (
            next((each for each in self.records if url and same_address(each.url) == url), None)
            or next((each for each in self.records if each.fingerprint == where.fingerprint), None)
            or next(
                (
                    each
                    for each in self.records
                    if each.document == where.document
                    and each.page in self.articles
                    and fold(self.articles[each.page].title).casefold() == article.title.casefold()
                    and not (each.url and url)
                ),
                None,
            )
        )

    def find_page(self, article: Article, record: ImportRecord | None) -> str:
        """The path of the article's page: where it was written, or wherever an editor moved it to; empty if nowhere."""
        if record and record.page in self.texts:
            return record.page
        fingerprints = [record.fingerprint] if record else []
        if article.provenance:
            fingerprints.append(article.provenance.fingerprint)
        url = same_address(article.url) if _tells_apart(article.url) else ""
        found = (self.by_fingerprint.get(each) for each in fingerprints)
        return next((path for path in found if path), self.by_url.get(url, "") if url else "")


def reconcile(
    descriptions: Iterable[Description], texts: Mapping[str, str], records: Sequence[ImportRecord]
) -> Reconciled:
    """Plan every page of an import. `texts` are the pages that are there, by path; nothing is written here."""
    known = _know(texts, records)
    stories, duplicates = _merge_duplicates(descriptions, known)
    _place(stories, known, records)
    also_related = _relate(stories, known)
    planned, kept_records = [], {record.fingerprint: record for record in records}
    for story in stories:
        page, record = _plan_story(story, known)
        planned.append(page)
        if story.record:
            kept_records.pop(story.record.fingerprint, None)
        kept_records[record.fingerprint] = record
    for path, slugs in sorted(also_related.items()):
        touched = _plan_relation(path, slugs, known, kept_records)
        if touched:
            planned.append(touched[0])
            kept_records[touched[1].fingerprint] = touched[1]
    return Reconciled((*planned, *duplicates), tuple(kept_records.values()))


def _know(texts: Mapping[str, str], records: Sequence[ImportRecord]) -> _Known:
    articles: dict[str, Article] = {}
    for path, text in texts.items():
        try:
            articles[path] = parse_page(text, path)
        except BadPage:
            # A header that an editor broke: `bulletin check` names the line, and the import leaves the page alone.
            continue
    return _Known(
        texts,
        articles,
        {each.provenance.fingerprint: path for path, each in articles.items() if each.provenance},
        {same_address(each.url): path for path, each in articles.items() if _tells_apart(each.url)},
        records,
    )


def _tells_apart(url: str) -> bool:
    """Does the address name an article, not a whole site?"""
    return bool(url) and "/" in same_address(url)


def _merge_duplicates(descriptions: Iterable[Description], known: _Known) -> tuple[list[_Story], list[PlannedPage]]:
    """The articles of this import, each text once, and the plan for those that are the same text again."""
    stories: list[_Story] = []
    duplicates: list[PlannedPage] = []
    by_key: dict[str, _Story] = {}
    for description in descriptions:
        article, where = description.article, description.article.provenance
        if where is None:
            continue
        keys = [where.fingerprint, *([same_address(article.url)] if _tells_apart(article.url) else [])]
        first = next((by_key[key] for key in keys if key in by_key), None)
        if first is None:
            first = _elsewhere(description, known)
            if first is None:
                story = _Story(description, article)
                stories.append(story)
                by_key.update(dict.fromkeys(keys, story))
                continue
            stories.append(first)
            by_key.update(dict.fromkeys(keys, first))
        place = AlsoIn(article.publisher, where.document, where.line)
        same_place = first.article.provenance
        if (
            place not in first.article.also_in
            and same_place
            and (same_place.document, same_place.line) != (where.document, where.line)
        ):
            first.article = replace(first.article, also_in=(*first.article.also_in, place))
        notes = list(description.doubts)
        if first.article.provenance and first.article.provenance.fingerprint != where.fingerprint:
            what = "This has the address of another article of this import, but not its text."
            notes.append(
                Note(where.document, where.line, what, "Compare the two, and mend the page if this one is newer.")
            )
        duplicates.append(PlannedPage("duplicate", article, where.document, where.line, notes=tuple(notes)))
    return stories, duplicates


def _elsewhere(description: Description, known: _Known) -> _Story | None:
    """The page that holds this very text already but came from another document, as a story of its own."""
    where = description.article.provenance
    path = known.by_fingerprint.get(where.fingerprint, "") if where else ""
    page = known.articles.get(path)
    if where is None or page is None or page.provenance is None or page.provenance.document == where.document:
        return None
    record = next((each for each in known.records if each.fingerprint == where.fingerprint), None)
    if record is None or record.document == where.document:
        return None
    return _Story(replace(description, article=page, item_sha256=record.item_sha256), page, record, path)


def _place(stories: Sequence[_Story], known: _Known, records: Sequence[ImportRecord]) -> None:
    """Find each story's record and page, and give the new ones a path that nothing has or had."""
    taken = {path.rsplit("/", 1)[-1].removesuffix(".md").casefold() for path in known.texts}
    taken |= {record.page.rsplit("/", 1)[-1].removesuffix(".md").casefold() for record in records}
    for story in stories:
        if story.record is None:
            story.record = known.find_record(story.article)
            story.page = known.find_page(story.article, story.record)
        where = story.article.provenance
        path = story.page or (story.record.page if story.record else "")
        if not path:
            fallback = f"article-{where.fingerprint[:8]}" if where else "article"
            slug = make_slug(story.article.title, taken, fallback)
            taken.add(slug)
            path = f"articles/{story.article.date[:4] or 'undated'}/{slug}.md"
        story.article = replace(story.article, path=path)


def _relate(stories: Sequence[_Story], known: _Known) -> dict[str, list[str]]:
    """Join versions of the same story; returns the further slugs for pages that this import does not bring."""
    by_path = {story.article.path: story for story in stories}
    texts = [(path, _plain(article)) for path, article in sorted(known.articles.items()) if path not in by_path]
    texts += [(story.article.path, _plain(story.article)) for story in stories]
    further: dict[str, list[str]] = {}
    for pair in find_similar(texts):
        if not (pair.first in by_path or pair.second in by_path):
            continue
        for own, other in ((pair.first, pair.second), (pair.second, pair.first)):
            other_slug = other.rsplit("/", 1)[-1].removesuffix(".md")
            story = by_path.get(own)
            if pair.share < SAME_STORY:
                if story and own == pair.second:
                    _doubt_sameness(story, other_slug)
            elif story is None:
                further.setdefault(own, []).append(other_slug)
            elif other_slug not in story.article.related:
                story.article = replace(story.article, related=tuple(sorted({*story.article.related, other_slug})))
    return further


def _doubt_sameness(story: _Story, other_slug: str) -> None:
    where = story.article.provenance
    what = f"This may be another version of “{other_slug}”."
    if where and what not in story.article.notes:
        story.notes.append(Note(where.document, where.line, what, "If so, name each page in the other's `related:`."))
        story.article = replace(story.article, notes=(*story.article.notes, what))


def _plain(article: Article) -> str:
    return f"{article.title}\n{html.unescape(article.body)}"


def _plan_story(story: _Story, known: _Known) -> tuple[PlannedPage, ImportRecord]:
    article, old, where = story.article, story.record, story.article.provenance
    if where is None:
        raise ValueError("an imported article has its provenance")
    text = render_page(article)
    doubts = (*story.description.doubts, *story.notes)
    now = ImportRecord(
        page=article.path,
        fingerprint=where.fingerprint,
        url=article.url,
        document=where.document,
        line=where.line,
        item_sha256=story.description.item_sha256,
        page_sha256=page_sha256(text),
    )

    def planned(action: str, record: ImportRecord, text: str = "", *notes: Note) -> tuple[PlannedPage, ImportRecord]:
        return PlannedPage(action, article, where.document, where.line, text, (*doubts, *notes)), record  # type: ignore[arg-type]

    if not story.page:
        if old:
            return planned("removed-by-editor", old)
        return planned("created", now, text)
    present = known.texts[story.page]
    if old is None:
        if present == text:
            return planned("unchanged", now)
        what = f"A page of this article is there already: docs/{story.page}."
        note = Note(where.document, where.line, what, "It was left as it is; compare the two if the source is newer.")
        seen = replace(now, page_sha256="")
        return planned("kept-edited", seen, "", note)
    old = replace(old, page=story.page)
    same_source = old.item_sha256 == now.item_sha256 and set(article.also_in) <= set(_also_in(known, story.page))
    if same_source or page_sha256(text) == old.page_sha256:
        edited = page_sha256(present) != old.page_sha256
        return planned("kept-edited" if edited else "unchanged", replace(old, item_sha256=now.item_sha256))
    if page_sha256(present) == old.page_sha256:
        return planned("updated", now, text)
    if present == text:
        return planned("unchanged", now)
    what = f"The source changed, but docs/{story.page} was edited."
    note = Note(
        where.document, where.line, what, "The page was left as it is; bring the change over by hand if it matters."
    )
    return planned("kept-edited", replace(old, item_sha256=now.item_sha256), "", note)


def _also_in(known: _Known, path: str) -> tuple[AlsoIn, ...]:
    page = known.articles.get(path)
    return page.also_in if page else ()


def _plan_relation(
    path: str, slugs: Sequence[str], known: _Known, records: Mapping[str, ImportRecord]
) -> tuple[PlannedPage, ImportRecord] | None:
    """Name a new version of a story in the page of the old one, unless an editor has edited that page."""
    page = known.articles[path]
    related = tuple(sorted({*page.related, *slugs}))
    record = next((each for each in records.values() if each.page == path), None)
    if related == page.related or record is None or page.provenance is None:
        return None
    where = page.provenance
    if page_sha256(known.texts[path]) != record.page_sha256:
        what = f"docs/{path} tells the same story as {', '.join(slugs)}."
        note = Note(where.document, where.line, what, "The page was edited, so add them to its `related:` by hand.")
        return PlannedPage("kept-edited", page, where.document, where.line, notes=(note,)), record
    article = replace(page, related=related)
    text = render_page(article)
    return (
        PlannedPage("updated", article, where.document, where.line, text),
        replace(record, page_sha256=page_sha256(text)),
    )
