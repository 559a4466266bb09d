"""Files that still hold words of a withdrawn article: source documents, other pages, whatever else there is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from importer.encoding import CannotRead, decode_text
from importer.formats.recognise import Unsupported, recognise
from importer.passages import Found, Passages
from importer.pipeline import DescribedDocument
from importer.records import Note
from importer.references import decode_references

# Formats whose bytes show no words: only their reader can tell what is in them
_PACKED = ("word", "pdf", "mail")
_MUCH = 0.2  # of the article's runs
_JSON_CODE = re.compile(r"\\u([0-9a-fA-F]{4})")
_JSON_BREAK = re.compile(r"\\[nrt]")


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A file that still holds words of the article, and on which line they begin; `is_much` if it is no mere phrase."""

    path: str
    line: int
    is_much: bool

    def __str__(self) -> str:
        said = "holds the text" if self.is_much else "holds its headline, or eight words of it in a row"
        return f"{self.path}:{self.line}: {said}"


def find_left_behind(
    content: bytes, name: str, passages: Passages, describe: Callable[[bytes, str], DescribedDocument | Note]
) -> LeftBehind | Note | None:
    """What a file still has of the article; a note where it cannot be looked into, None if it has nothing.

    `describe` takes apart what is packed: Word files, PDFs and e-mails.
    """
    form = recognise(content)
    if isinstance(form, Unsupported) or not len(passages):
        return None
    if form in _PACKED:
        described = describe(content, name)
        if isinstance(described, Note):
            return described
        for each in described.descriptions:
            article = each.article
            said = decode_references("\n".join((article.title, article.summary, article.body)))
            if found := passages.find_in(said):
                line = article.provenance.line if article.provenance else 1
                return _left_behind(name, Found(line, found.count), passages)
        return None
    try:
        text = decode_text(content, name).text.replace("\r\n", "\n")
    except CannotRead:
        return None  # bytes that are no text
    if form == "json_feed" or name.endswith((".json", ".jsonl")):
        text = _JSON_BREAK.sub(" ", _JSON_CODE.sub(lambda code: chr(int(code[1], 16)), text))
    found = passages.find_in(text)
    return _left_behind(name, found, passages) if found else None


def _left_behind(name: str, found: Found, passages: Passages) -> LeftBehind:
    return LeftBehind(name, found.line, found.count >= _MUCH * len(passages))
