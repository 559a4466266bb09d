"""What is wrong with a header that can be read: unknown keys and names, sizes, and what YAML makes of words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import yaml

from importer.header import Header, Where
from importer.header_slips import closest_key
from importer.page_keys import KEYS, PAGE_KEYS, Key
from importer.records import Note
from importer.spelling import did_you_mean, find_closest
from importer.text import fold, quote
from importer.urls import web_address, without_tracking
from importer.vocabulary import NOT_STATED, Vocabulary

_KEYS_BY_NAME = {key.name: key for key in PAGE_KEYS}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HIDING = frozenset({"draft", "unlisted", "hidden", "status"})
# What YAML 1.1 and its successors read as something else than the text that stands there
_RESOLVERS: Mapping[str, list[tuple[str, re.Pattern[str]]]] = yaml.SafeLoader.yaml_implicit_resolvers
_READ_AS = {"bool": "true or false", "int": "a number", "float": "a number", "null": "nothing", "timestamp": "a date"}
# Among 10,000 file names a lower share takes eight times as long, and means another page
_LIKE_SLUG = 0.8
_TYPOGRAPHIC = "“”„‟«»‘’‚‹›"
_TEXT_KINDS = frozenset({"line", "text", "choice", "language", "address", "list"})


def check_header(header: Header, slugs: Collection[str], vocabulary: Vocabulary | None) -> Iterator[Note]:
    """Every complaint about keys and values, dates aside; `slugs` are the file names of all pages, without `.md`."""
    yield from _key_complaints(header, (), header.values, KEYS)
    for where in header.plain:
        yield from _misread_complaints(header, where)
    yield from _size_complaints(header)
    yield from _address_complaints(header)
    yield from _related_complaints(header, slugs)
    if vocabulary:
        yield from _topic_complaints(header, vocabulary)
        yield from _organisation_complaints(header, vocabulary)


def _key_complaints(header: Header, where: Where, values: Mapping[str, Any], known: tuple[str, ...]) -> Iterator[Note]:
    """Keys that nothing reads, in the header and in its records."""
    for name, value in values.items():
        if name not in known:
            of = f"“{where[0]}:”" if where else "the header"
            yield header.note_at_key(
                (*where, name), f"{_key_name(name)} is not a key of {of}", _key_mend(name, known, where)
            )
            continue
        parts = tuple(part.name for part in _KEYS_BY_NAME[name].keys) if not where else ()
        if not parts:
            continue
        for number, record in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(record, dict):
                yield from _key_complaints(
                    header, (name, number) if isinstance(value, list) else (name,), record, parts
                )


def _key_name(name: str) -> str:
    short = quote(name)
    return f"{short[:-1]}:”" if short.endswith("”") else short


def _key_mend(name: str, known: tuple[str, ...], where: Where) -> str:
    if not where and name.casefold() in _HIDING:
        return "Take it out: every page is published; what is not ready stays in a pull request."
    if where and " " in name.strip():
        return "If these words belong to the text before them, put the whole text in double quotes."
    close = closest_key(name, known)
    return f"Did you mean “{close}:”?" if close else f"The keys are: {', '.join(known)}."


def _misread_complaints(header: Header, where: Where) -> Iterator[Note]:
    """A word that we read as it stands, but other programs (MkDocs itself, GitHub's preview) as something else."""
    key = _key_of(where)
    if key is None or key.kind not in _TEXT_KINDS or key.named_in:
        return  # what a list does not name is told as such
    value: Any = header.values
    for part in where:
        value = value[part]
    if not isinstance(value, str) or not value:
        return
    for tag, pattern in (*_RESOLVERS.get(value[0], ()), *_RESOLVERS.get(None, ())):  # type: ignore[call-overload]
        kind = _READ_AS.get(tag.rpartition(":")[2])
        if kind and pattern.match(value):
            mend = f'Put it in double quotes: "{value}".'
            yield header.note_at(where, f"{quote(value)} means {kind} to other programs", mend)
            return


def _key_of(where: Where) -> Key | None:
    """The model's key of a place in the header; none for what the importer writes, and for keys that nobody knows."""
    key = _KEYS_BY_NAME.get(str(where[0]))
    if key is None or key.written_by == "importer":
        return None
    for part in where[1:]:
        if isinstance(part, str):
            key = next((each for each in key.keys if each.name == part), None)
            if key is None:
                return None
    return key


def _size_complaints(header: Header) -> Iterator[Note]:
    for key in PAGE_KEYS:
        value = header.values.get(key.name)
        if not key.most or value is None or len(value) <= key.most:
            continue
        if isinstance(value, list) and key.kind == "list":
            what = f"{len(value)} {key.name}; at most {key.most}"
            yield header.note_at((key.name,), what, "Keep the most telling ones.")
        elif isinstance(value, str) and key.kind != "list":
            over = len(value) - key.most
            what = f"the {key.name} has {len(value)} characters; at most {key.most}"
            yield header.note_at((key.name,), what, f"Shorten it by {over}.")


def _address_complaints(header: Header) -> Iterator[Note]:
    url = header.text("url").strip()
    if not url:
        return
    if not web_address(url):
        yield header.note_at(("url",), "“url:” is not a web address", _address_mend(url))
    elif (plain := without_tracking(url)) != url:
        what = "“url:” has parameters that only tell who asks"
        yield header.note_at(("url",), what, f"Write it without them: {plain}")


def _address_mend(url: str) -> str:
    """The address that was perhaps meant: without quotation marks or spaces around it, with its scheme."""
    plain = url.strip(f"{_TYPOGRAPHIC}<>\"' ")
    scheme, mark, rest = plain.partition(":")
    close = find_closest(scheme.casefold(), ("https", "http"), 0.7) if mark else None
    meant = f"{close}://{rest.lstrip('/')}" if close else f"https://{plain.lstrip('/')}"
    if "." in meant and len(meant) <= 100 and web_address(meant) and (close or not mark):
        return f"Did you mean {meant}?"
    return "Write the whole address, beginning https://."


def _related_complaints(header: Header, slugs: Collection[str]) -> Iterator[Note]:
    own = header.path.rpartition("/")[2].removesuffix(".md")
    for where, slug in header.entries("related"):
        if slug == own:
            yield header.note_at(where, f"“related:” names the page itself, {quote(slug)}", "Take it out.")
        elif slug not in slugs:
            plain = slug.rpartition("/")[2].removesuffix(".md").casefold()
            close = plain if plain in slugs else find_closest(plain, slugs, _LIKE_SLUG)
            hint = f"Did you mean “{close}”? Use that" if close else "Use the name of a page's file without “.md”"
            what = f"“related:” names “{slug}”, but no page has that name"
            yield header.note_at(where, what, f"{hint}, or take it out.")


def _topic_complaints(header: Header, vocabulary: Vocabulary) -> Iterator[Note]:
    known = [topic.slug for topic in vocabulary.topics]
    met: set[str] = set()
    for where, slug in header.entries("topics"):
        if slug in met:
            yield header.note_at(where, f"topic “{slug}” stands twice", "Keep one of the two.")
        elif slug not in known:
            meant = _meant_topic(slug, vocabulary, known)
            mend = f"{did_you_mean(meant) or 'Choose one of the list, or add'} “{slug}” to docs/topics.yml."
            if not _SLUG.fullmatch(slug):  # nothing that a topic could be called
                mend = f"Did you mean “{meant}”?" if meant else "Choose one of docs/topics.yml."
            yield header.note_at(where, f"topic “{slug}” is not in the topic list", mend)
        met.add(slug)


def _meant_topic(slug: str, vocabulary: Vocabulary, known: Collection[str]) -> str | None:
    """The topic with these words in other letters, or as a phrase of its own: “home-schooling” is home-education."""
    plain = slug.strip(_TYPOGRAPHIC).casefold().replace(" ", "-").replace("_", "-")
    if plain in known:
        return plain
    phrase = plain.replace("-", " ")
    of_topic = ((topic.slug, (topic.label, *topic.phrases, *topic.strong)) for topic in vocabulary.topics)
    said = next((slug for slug, phrases in of_topic if phrase in {each.casefold() for each in phrases}), None)
    return said or find_closest(plain, known, 0.4)


def _organisation_complaints(header: Header, vocabulary: Vocabulary) -> Iterator[Note]:
    for key in ("source", "publisher"):
        if "withdrawn" in header.values and fold(header.text(key)) == NOT_STATED:
            continue  # a page whose article was taken out says nothing of it
        name = fold(header.text(key))
        if name and vocabulary.find_source(name) is None:
            plain = name.strip(_TYPOGRAPHIC)
            if vocabulary.find_source(plain):
                what = f"“{key}:” stands in typographic quotation marks"
                yield header.note_at((key,), what, f"Take them out: `{key}: {plain}`.")
                continue
            if plain == NOT_STATED:
                mend = "Write whose it is. If nobody can tell, say so in `notes:`, and name where you found it."
                yield header.note_at((key,), f"“{key}:” does not say whose it is", mend)
                continue
            meant = find_closest(plain, [source.name for source in vocabulary.sources])
            mend = f"{did_you_mean(meant) or 'Add'} “{plain}” to docs/sources.yml."
            yield header.note_at((key,), f"{key} “{plain}” is not in the list of sources", mend)
