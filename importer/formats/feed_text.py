"""A text of a feed's entry to lines: HTML or plain, the feed's own tail (“Continue reading …”) taken off and told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from importer.formats.feed_entry import FeedText
from importer.limits import MOST_ITEM_CHARACTERS
from importer.markup_lines import TooDeep, fragment_text
from importer.records import Document, Line, Note
from importer.references import decode_references
from importer.shapes import is_rights_line
from importer.text import fold, is_blank, matches_list, quote, word_count
from importer.urls import same_address
from importer.wrapping import unwrap_lines

_ELEMENTS = (
    "a|abbr|article|aside|b|big|blockquote|br|center|cite|code|dd|del|div|dl|dt|em|figcaption|figure|font|footer|h[1-6]"
    "|header|hr|i|iframe|img|ins|li|main|mark|ol|p|picture|pre|q|s|script|section|small|span|strike|strong|style|sub|sup"
    "|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|video|audio"
)
_TAG = re.compile(rf"</?(?:{_ELEMENTS})(?:\s[^<>]*+)?/?>", re.IGNORECASE)
_ESCAPED_TAG = re.compile(r"&lt;(?:p|br|div|ul|li|h[1-6]|strong|em|a href)\b[^<>]{0,500}?&gt;", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-f]{2,6}|[a-z]{2,8}\d{0,2});", re.IGNORECASE)
_SILENT = re.compile(r"<(?:script|style|svg|iframe|noscript|template|!)|hidden|display|\bmore-link\b", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:p|div|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|td|th|blockquote|h[1-6]|pre|figure|figcaption|section|article"
    r"|header|footer|hr|br)\b",
    re.IGNORECASE,
)
_HELD_PICTURE = re.compile(r"data:[\w/+.;=-]{1,60},[A-Za-z0-9+/=%\s]*+", re.IGNORECASE)
# Labels at an excerpt's end that lead to the whole article; the article's own name may stand in them
_MORE_WORDS = r"(?:continue reading|keep reading|read more|read the (?:full|whole|rest)\b|read full (?:story|article))"
_MORE = re.compile(
    rf"(?:{_MORE_WORDS}|read on|more|full (?:story|article)|view (?:full|the full|original)|click (?:here )?to read)\b"
    r".{0,300}|[»→>›…\s]+|\(?more(?:…|\.\.\.)?\)?",
    re.IGNORECASE | re.DOTALL,
)
_CUT = re.compile(r"(?:\[\s*(?:…|\.\.\.|&hellip;|&#8230;)\s*\]|(?P<weak>…|\.\.\.))[\s»→>›]*$")
# “… [cut] Continue reading “Title” →”: in mid-line it is a label only behind dots, and with its capital
_MORE_AT_END = re.compile(rf"(?:…|\.\.\.)\s*+\]?\s*+(?P<label>(?=[A-Z])(?i:{_MORE_WORDS})\b.{{0,300}})$")
_LONGEST_FRAME = 500  # characters of “The post … appeared first on …”
_MOST_CUT_WORDS = 120  # a longer text that ends in dots trails off; it is not cut


@dataclass(frozen=True, slots=True)
class ReadText:
    """The lines of an entry's text, whether they are only the beginning of the article's, and what was left out.

    `plain` is the text on one line, without the feed's own (“The post … appeared first on …”).
    """

    lines: tuple[Line, ...]
    is_cut: bool = False
    notes: tuple[Note, ...] = ()
    plain: str = ""


def read_text(text: FeedText, path: str, own_url: str) -> ReadText:
    """The lines of a text. `own_url` is the article's address: a last link to it leads to the rest of the article.

    Raises:
        TooDeep: it is longer, or nested deeper, than any article.
    """
    notes: list[Note] = []
    source = _HELD_PICTURE.sub("", text.text) if "data:" in text.text else text.text
    if len(source) > MOST_ITEM_CHARACTERS:
        raise TooDeep(f"its text has {len(source):,} characters; at most {MOST_ITEM_CHARACTERS:,} are read")
    is_html = text.is_html or (not text.is_certain and looks_like_html(source))
    if is_html and not _TAG.search(source) and _ESCAPED_TAG.search(source):
        source = decode_references(source)
        notes.append(Note(path, 0, "the text was encoded twice; decoded it once more"))
    if is_html:
        marked = fragment_text(as_paragraphs(source), text.base)
        lines: Sequence[Line] = marked.lines
        notes += marked.notes(path)
    else:
        printed = re.split(r"\r\n?|\n", source)
        lines = unwrap_lines(Document(path, "", tuple(Line(at, line) for at, line in enumerate(printed, 1)))).lines
    kept, label, leads_on = _without_label(list(lines), own_url)
    if label:
        notes.append(Note(path, 0, f"left out the feed's own label {quote(label)}"))
    shown = [line.text for line in kept if line.text and not _is_frame(line.text)]
    is_cut = leads_on or _ends_cut(shown, is_full=text.is_full)
    return ReadText(tuple(kept), is_cut, tuple(notes), " ".join(filter(None, map(fold, shown))))


def glance_at(text: FeedText) -> str:
    """Nearly what `read_text` would give as `plain`, much sooner: enough to see that another text says all of it."""
    source = text.text
    if len(source) > MOST_ITEM_CHARACTERS or _SILENT.search(source):
        return ""
    if text.is_html or (not text.is_certain and looks_like_html(source)):
        source = decode_references(_TAG.sub(lambda tag: "\n" if _BLOCK.match(tag[0]) else "", source))
    return " ".join(folded for line in source.split("\n") if (folded := fold(line)) and not _is_frame(folded))


def looks_like_html(text: str) -> bool:
    """Does the text hold tags of HTML, or characters written as entities?"""
    return ("<" in text and _TAG.search(text) is not None) or ("&" in text and _ENTITY.search(text) is not None)


def as_paragraphs(source: str) -> str:
    """HTML in which empty lines part the paragraphs, as WordPress keeps its texts, with tags for them.

    A text that has tags for its paragraphs is left as it is.
    """
    if "\n" not in source.strip() or re.search(r"<(?:p|br|div)\b", source, re.IGNORECASE):
        return source
    parts = re.split(r"(<pre\b.*?(?:</pre>|\Z))", source, flags=re.IGNORECASE | re.DOTALL)
    return "".join(part if at % 2 else _with_tags(part) for at, part in enumerate(parts))


def _with_tags(source: str) -> str:
    lines = [line.strip() for line in source.split("\n")]
    written: list[str] = []
    for line in lines:
        if not line:
            written.append("<p>")
        elif written and written[-1] != "<p>" and not _BLOCK.match(line) and not _ends_in_block(written[-1]):
            written.append(f"<br>{line}")
        else:
            written.append(line)
    return "\n".join(written)


def _ends_in_block(line: str) -> bool:
    start = line.rfind("<")
    return line.endswith(">") and start >= 0 and _BLOCK.match(line, start) is not None


def _without_label(lines: list[Line], own_url: str) -> tuple[list[Line], str, bool]:
    """The lines without a last “Continue reading …”, the label, and whether it says that there is more to read."""
    filled = [at for at, line in enumerate(lines) if not is_blank(line.text)]
    for at in reversed(filled[-3:]):
        text = fold(lines[at].text)
        markup = lines[at].markup
        link = markup.links[-1] if markup and markup.links else None
        if link and text.endswith(link.words) and _MORE.fullmatch(link.words) and _is_same(link.url, own_url):
            shorter = text.removesuffix(link.words).rstrip()
            kept = [replace(lines[at], text=shorter)] if shorter else []
            return [*lines[:at], *kept, *lines[at + 1 :]], link.words, True
        if found := _MORE_AT_END.search(text):
            shorter = text[: found.start("label")].rstrip()
            return [*lines[:at], replace(lines[at], text=shorter), *lines[at + 1 :]], found["label"], True
        if not _is_frame(text):
            break
    return lines, "", False


def _is_same(url: str, other: str) -> bool:
    return bool(other) and same_address(url) == same_address(other)


def _ends_cut(shown: Sequence[str], *, is_full: bool) -> bool:
    """Does the text end in dots that stand for the rest of the article?"""
    last = next((text for text in reversed(shown) if not is_blank(text)), "")
    found = _CUT.search(fold(last)[-40:])
    if not found:
        return False
    return not found["weak"] or (not is_full and word_count(" ".join(shown)) <= _MOST_CUT_WORDS)


def _is_frame(text: str) -> bool:
    return len(text) < _LONGEST_FRAME and (matches_list(text, "furniture") or is_rights_line(text))


def place_lines(lines: Sequence[Line], piece: str, line: int) -> Iterator[Line]:
    """The lines under the numbers that they have in the document: `piece` is the part of it from line `line` on.

    Each is looked for by its first words; one that is written otherwise there has the number of the line before it.
    """
    at = 0
    for each in lines:
        opening = re.search(r"[\w’' -]{6,40}", each.text)
        found = piece.find(opening[0].strip(), at, at + 20_000) if opening else -1
        if found >= 0:
            line += piece.count("\n", at, found)
            at = found
        yield Line(line, each.text, each.markup)
