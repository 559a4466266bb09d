"""Everything that is wrong with pages and lists, in one run: each complaint with its file, line and mend."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from importer.frontmatter import KEYS, BadPage, Header, header_complaints, parse_header
from importer.read import document_name
from importer.records import Note
from importer.text import fold
from importer.urls import web_address
from importer.vocabulary import BadList, Vocabulary, read_vocabulary

MOST_TOPICS = 4
MOST_SUMMARY = 300
EARLIEST = "1990"


def check_pages(paths: Sequence[Path], docs: Path, today: date) -> tuple[Note, ...]:
    """Every complaint about the pages below `paths` and about the lists in `docs`, in the order of path and line."""
    try:
        vocabulary = read_vocabulary(docs)
    except BadList as error:
        return (error.note,)
    texts, notes = _read_texts(paths)
    for path, text in texts.items():
        notes += _page_complaints(path, text, vocabulary, today)
    notes += _slug_complaints(texts)
    return tuple(sorted(notes, key=lambda note: (note.path, note.line)))


def _read_texts(paths: Iterable[Path]) -> tuple[dict[str, str], list[Note]]:
    texts: dict[str, str] = {}
    notes: list[Note] = []
    for path in dict.fromkeys(
        each for start in paths for each in ([start] if start.is_file() else sorted(start.glob("**/*.md")))
    ):
        name = document_name(path)
        try:
            texts[name] = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
        except UnicodeDecodeError:
            notes.append(Note(name, 1, "the page is not in UTF-8", "Save it again with the encoding UTF-8."))
    return texts, notes


def _page_complaints(path: str, text: str, vocabulary: Vocabulary, today: date) -> Iterator[Note]:
    try:
        header = parse_header(text, path)
    except BadPage as error:
        yield from error.notes
        return
    yield from header_complaints(header, path)
    for key in header.values:
        if key not in KEYS:
            close = difflib.get_close_matches(key, KEYS, n=1, cutoff=0.6)
            mend = f"Did you mean “{close[0]}:”?" if close else f"The keys are: {', '.join(KEYS)}."
            yield Note(path, header.lines[key], f"“{key}:” is not a key of the header", mend)
    yield from _value_complaints(path, header, vocabulary, today)


def _value_complaints(path: str, header: Header, vocabulary: Vocabulary, today: date) -> Iterator[Note]:
    values, lines = header.values, header.lines

    def text(key: str) -> str:
        value = values.get(key, "")
        return value if isinstance(value, str) else ""

    topics = values.get("topics")
    if isinstance(topics, list):
        known = [topic.slug for topic in vocabulary.topics]
        for topic in topics:
            if isinstance(topic, str) and topic not in known:
                close = difflib.get_close_matches(topic, known, n=1, cutoff=0.4)
                hint = f"Did you mean “{close[0]}”? Use that, or add" if close else "Choose one of the list, or add"
                yield Note(
                    path,
                    lines["topics"],
                    f"topic “{topic}” is not in the topic list",
                    f"{hint} “{topic}” to docs/topics.yml.",
                )
        if len(topics) > MOST_TOPICS:
            yield Note(
                path, lines["topics"], f"{len(topics)} topics; at most {MOST_TOPICS}", "Keep the most telling ones."
            )
    for key in ("source", "publisher"):
        name = text(key)
        if name and vocabulary.find_source(name) is None:
            names = [source.name for source in vocabulary.sources]
            close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
            hint = f"Did you mean “{close[0]}”? Use that, or add" if close else "Add"
            yield Note(
                path,
                lines[key],
                f"{key} “{fold(name)}” is not in the list of sources",
                f"{hint} “{fold(name)}” to docs/sources.yml.",
            )
    for key in ("date", "updated"):
        if text(key) > today.isoformat():
            yield Note(path, lines[key], f"“{text(key)}” is in the future", "Correct the date.")
        elif text(key) and text(key) < EARLIEST:
            yield Note(path, lines[key], f"“{text(key)}” is before {EARLIEST}", "Correct the date.")
    if text("date") and not text("date_basis"):
        yield Note(
            path,
            lines["date"],
            "“date:” has no “date_basis:”",
            "Add `date_basis: stated` if the source prints it, else `inferred`.",
        )
    if text("date_basis") and not text("date"):
        yield Note(
            path, lines["date_basis"], "“date_basis:” stands without a “date:”", "Add the date, or take the basis out."
        )
    if text("date_basis") == "inferred" and not text("date_evidence"):
        yield Note(
            path, lines["date_basis"], "an inferred date has no “date_evidence:”", "Quote the words that support it."
        )
    if text("url") and not web_address(text("url")):
        yield Note(path, lines["url"], "“url:” is not a web address", "Write the whole address, beginning https://.")
    if len(text("summary")) > MOST_SUMMARY:
        yield Note(
            path,
            lines["summary"],
            f"the summary has {len(text('summary'))} characters; at most {MOST_SUMMARY}",
            "Shorten it.",
        )


def _slug_complaints(texts: Iterable[str]) -> Iterator[Note]:
    seen: dict[str, str] = {}
    for path in texts:
        if "/articles/" not in f"/{path}":
            continue
        slug = Path(path).stem.casefold()
        if slug in seen:
            yield Note(path, 1, f"another page has this file name: {seen[slug]}", "Rename one of the two.")
        seen.setdefault(slug, path)
