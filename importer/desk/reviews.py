"""What an editor should look at again soon: pages, help lines, and why we may show a source's texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from importer.check_lists import MOST_DAYS_UNCHECKED
from importer.desk.header_line import find_header_line
from importer.frontmatter import BadPage, is_whole_day, parse_header
from importer.read import document_name
from importer.vocabulary import Vocabulary

DAYS_AHEAD = 60


@dataclass(frozen=True, slots=True)
class Review:
    """Something to look at by a day: where it stands, what it is, and what to do. No day says that nobody ever looked.

    `kind` is what lists of them are ordered by.
    """

    kind: str
    path: str
    line: int
    name: str
    day: str
    mend: str


PAGES, HELPLINES, PERMISSIONS = "Pages", "Help lines", "Sources: why we may show their texts"


def find_reviews(texts: Mapping[str, str], vocabulary: Vocabulary, docs: Path, today: date) -> tuple[Review, ...]:
    """All that was due before today, or falls due within 60 days, the longest overdue first.

    `texts` are the article pages by their path below `docs`. A day that cannot be read is left to `bulletin check`.
    """
    latest = (today + timedelta(days=DAYS_AHEAD)).isoformat()
    found = (
        *_pages(texts, docs),
        *_helplines(vocabulary, document_name(docs / "helplines.yml"), today),
        *_permissions(vocabulary, document_name(docs / "sources.yml"), today),
    )
    due = (review for review in found if review.day <= latest)
    return tuple(sorted(due, key=lambda review: (review.day, review.path, review.line)))


def _pages(texts: Mapping[str, str], docs: Path) -> Iterator[Review]:
    for name, text in texts.items():
        path = document_name(docs / name)
        try:
            header = parse_header(text, path)
        except BadPage:
            continue  # `bulletin check` says what is wrong with it
        day, title = header.values.get("review_by"), header.values.get("title")
        if isinstance(day, str) and is_whole_day(day) and isinstance(title, str) and not header.values.get("withdrawn"):
            mend = "Read the page, mend what no longer holds, and write a later day, or take the line out."
            yield Review(PAGES, path, find_header_line(text, "review_by"), title, day, mend)


def _helplines(vocabulary: Vocabulary, path: str, today: date) -> Iterator[Review]:
    for helpline in vocabulary.helplines:
        if not helpline.checked or is_whole_day(helpline.checked):
            mend = f"Compare it with the service's own page, ring the number, and write `checked: {today}`."
            yield Review(HELPLINES, path, helpline.line, helpline.name, _a_year_after(helpline.checked), mend)


def _permissions(vocabulary: Vocabulary, path: str, today: date) -> Iterator[Review]:
    for source in vocabulary.sources:
        if source.permission and (not source.checked or is_whole_day(source.checked)):
            mend = f"See whether what stands under `permission:` still holds, and write `checked: {today}`."
            yield Review(PERMISSIONS, path, source.line, source.name, _a_year_after(source.checked), mend)


def _a_year_after(checked: str) -> str:
    """The day by which something is to be checked again; empty where it never was."""
    return (date.fromisoformat(checked) + timedelta(days=MOST_DAYS_UNCHECKED)).isoformat() if checked else ""
