"""Everything that is wrong with pages and lists, in one run: each complaint with its file, line and mend."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from importer.care_rules import read_care_rules
from importer.check_care import check_care, check_care_rules
from importer.check_lists import check_lists
from importer.frontmatter import BadPage, Header, header_complaints, parse_header
from importer.page_keys import KEYS
from importer.read import document_name, is_hidden
from importer.records import Note
from importer.slugs import DEVICE_NAMES, MOST_CHARACTERS
from importer.spelling import did_you_mean, find_closest
from importer.text import fold
from importer.urls import web_address
from importer.vocabulary import BadList, Vocabulary, read_vocabulary

MOST_TOPICS = 4
MOST_SUMMARY = 300
EARLIEST = "1990"
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def check_pages(paths: Sequence[Path], docs: Path, today: date) -> tuple[Note, ...]:
    """Every complaint about the pages below `paths` and about the lists in `docs`, in the order of path and line.

    Among them is what waits for an editor's decision (`care_rule`), which is no complaint.
    """
    notes: list[Note] = []
    vocabulary = None
    try:
        vocabulary = read_vocabulary(docs)
    except BadList as error:
        # The pages are checked all the same, but for what only the lists can tell.
        notes.append(error.note)
    if vocabulary:
        notes += check_lists(vocabulary, docs, today)
    care = None
    try:
        care = read_care_rules(docs)
    except BadList as error:
        notes.append(error.note)
    if care:
        notes += check_care_rules(care, docs)
    texts: dict[str, str] = {}
    for path in _find_pages(paths, docs):
        name = document_name(path)
        try:
            texts[name] = _read_page(path, name)
        except BadPage as error:
            notes += error.notes
    slugs = {Path(name).stem for name in texts} | {path.stem for path in _page_files(docs / "articles")}
    for name, text in texts.items():
        notes += _page_complaints(name, text, vocabulary, slugs, today)
        notes += check_care(name, text, care, today) if care else ()
    notes += _file_name_complaints(texts)
    return tuple(sorted(notes, key=lambda note: (note.path, note.line)))


def _find_pages(paths: Iterable[Path], docs: Path) -> tuple[Path, ...]:
    """The article pages that the paths name. Of the docs folder only articles/ holds any: the rest is the site's."""

    def is_article(path: Path) -> bool:
        absolute = path.absolute()
        is_elsewhere = not absolute.is_relative_to(docs.absolute())
        return path.suffix == ".md" and (is_elsewhere or absolute.is_relative_to(docs.absolute() / "articles"))

    found = (each for start in paths for each in ([start] if start.is_file() else _page_files(start)))
    return tuple(path for path in dict.fromkeys(found) if path.is_file() and is_article(path))


def _read_page(path: Path, name: str) -> str:
    try:
        content = path.read_bytes()
        return content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        note = Note(name, line, "the page is not in UTF-8", "Save it again with the encoding UTF-8.")
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        note = Note(name, 0, f"the page cannot be read: {reason}", "Check that it may be opened.")
    raise BadPage((note,))


def _page_complaints(
    path: str, text: str, vocabulary: Vocabulary | None, slugs: Collection[str], today: date
) -> Iterator[Note]:
    try:
        header = parse_header(text, path)
    except BadPage as error:
        yield from error.notes
        return
    yield from header_complaints(header, path)
    yield from _key_complaints(path, header)
    yield from _date_complaints(path, header, today)
    yield from _size_complaints(path, header)
    yield from _related_complaints(path, header, slugs)
    if vocabulary:
        yield from _topic_complaints(path, header, vocabulary)
        yield from _organisation_complaints(path, header, vocabulary)


def _entries(header: Header, key: str) -> Iterator[tuple[int, str]]:
    """The texts in a key's list, each with its line; `header_complaints` speaks of anything else."""
    entries = header.values.get(key)
    if isinstance(entries, list):
        with_lines = zip(header.entry_lines[key], entries, strict=True)
        yield from ((line, entry) for line, entry in with_lines if isinstance(entry, str))


def _text(header: Header, key: str) -> str:
    """The value of a key where it is a text; `header_complaints` speaks of any other."""
    value = header.values.get(key, "")
    return value if isinstance(value, str) else ""


def _key_complaints(path: str, header: Header) -> Iterator[Note]:
    for key in header.values:
        if key not in KEYS:
            close = find_closest(str(key), KEYS)
            mend = f"Did you mean “{close}:”?" if close else f"The keys are: {', '.join(KEYS)}."
            yield Note(path, header.lines[key], f"“{key}:” is not a key of the header", mend)


def _date_complaints(path: str, header: Header, today: date) -> Iterator[Note]:
    for key in ("date", "updated"):
        day = _text(header, key)
        if day > today.isoformat():
            yield Note(path, header.lines[key], f"“{day}” is in the future", "Correct the date.")
        elif day and day < EARLIEST:
            yield Note(path, header.lines[key], f"“{day}” is before {EARLIEST}", "Correct the date.")
    day, basis = _text(header, "date"), _text(header, "date_basis")
    if day and not basis:
        mend = "Add `date_basis: stated` if the source prints it, else `inferred`."
        yield Note(path, header.lines["date"], "“date:” has no “date_basis:”", mend)
    if basis and not day:
        mend = "Add the date, or take the basis out."
        yield Note(path, header.lines["date_basis"], "“date_basis:” stands without a “date:”", mend)
    if basis == "inferred" and not _text(header, "date_evidence"):
        mend = "Quote the words that support it."
        yield Note(path, header.lines["date_basis"], "an inferred date has no “date_evidence:”", mend)


def _size_complaints(path: str, header: Header) -> Iterator[Note]:
    topics = header.values.get("topics")
    if isinstance(topics, list) and len(topics) > MOST_TOPICS:
        what = f"{len(topics)} topics; at most {MOST_TOPICS}"
        yield Note(path, header.lines["topics"], what, "Keep the most telling ones.")
    summary = _text(header, "summary")
    if len(summary) > MOST_SUMMARY:
        what = f"the summary has {len(summary)} characters; at most {MOST_SUMMARY}"
        yield Note(path, header.lines["summary"], what, "Shorten it.")
    url = _text(header, "url")
    if url and not web_address(url):
        mend = "Write the whole address, beginning https://."
        yield Note(path, header.lines["url"], "“url:” is not a web address", mend)


def _related_complaints(path: str, header: Header, slugs: Collection[str]) -> Iterator[Note]:
    for line, slug in _entries(header, "related"):
        if slug not in slugs:
            close = find_closest(slug, slugs)
            hint = f"Did you mean “{close}”? Use that" if close else "Use the name of a page's file without “.md”"
            yield Note(path, line, f"“related:” names “{slug}”, but no page has that name", f"{hint}, or take it out.")


def _topic_complaints(path: str, header: Header, vocabulary: Vocabulary) -> Iterator[Note]:
    known = [topic.slug for topic in vocabulary.topics]
    for line, slug in _entries(header, "topics"):
        if slug not in known:
            meant = _topic_of_phrase(slug, vocabulary) or find_closest(slug, known, 0.4)
            mend = f"{did_you_mean(meant) or 'Choose one of the list, or add'} “{slug}” to docs/topics.yml."
            yield Note(path, line, f"topic “{slug}” is not in the topic list", mend)


def _topic_of_phrase(slug: str, vocabulary: Vocabulary) -> str:
    """The topic that lists these words as a phrase of its own: “home-schooling” is home-education."""
    phrase = slug.replace("-", " ").casefold()
    of_topic = ((topic.slug, (topic.label, *topic.phrases, *topic.strong)) for topic in vocabulary.topics)
    return next((slug for slug, phrases in of_topic if phrase in {each.casefold() for each in phrases}), "")


def _organisation_complaints(path: str, header: Header, vocabulary: Vocabulary) -> Iterator[Note]:
    names = [source.name for source in vocabulary.sources]
    for key in ("source", "publisher"):
        name = fold(_text(header, key))
        if name and vocabulary.find_source(name) is None:
            meant = find_closest(name, names)
            mend = f"{did_you_mean(meant) or 'Add'} “{name}” to docs/sources.yml."
            yield Note(path, header.lines[key], f"{key} “{name}” is not in the list of sources", mend)


def _file_name_complaints(texts: Mapping[str, str]) -> Iterator[Note]:
    """Names that cannot be addresses everywhere, and pages whose names differ only in case or folder."""
    first: dict[str, str] = {}
    for path in texts:
        slug = Path(path).stem
        if "/articles/" not in f"/{path}":
            continue
        if not _SLUG.fullmatch(slug) or len(slug) > MOST_CHARACTERS or slug in DEVICE_NAMES:
            mend = f"Use small letters, digits and single hyphens, at most {MOST_CHARACTERS}, and no name like “con”."
            yield Note(path, 1, "the file name cannot be a page's address everywhere", mend)
        if slug.casefold() in first:
            yield Note(path, 1, f"another page has this file name: {first[slug.casefold()]}", "Rename one of the two.")
        first.setdefault(slug.casefold(), path)


def _page_files(folder: Path) -> list[Path]:
    """The pages below a folder; what the importer keeps under names that begin with a dot are none."""
    return [path for path in sorted(folder.glob("**/*.md")) if not is_hidden(path.relative_to(folder))]
