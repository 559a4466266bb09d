"""A text of a feed's entry to lines: HTML or plain, the feed's own tail (“Continue reading …”) taken off and told."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from importer.formats.feed_entry import FeedText
from importer.limits import MOST_ITEM_CHARACTERS
from importer.markup_lines import TooDeep, fragment_text
from importer.records import Document, Line, Note
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
_MORE_AT_END = re.compile(rf"(?:…|\.\.\.)\s*\]?\s*(?P<label>(?=[A-Z])(?i:{_MORE_WORDS})\b.{{0,300}})$")
_MOST_CUT_WORDS = 120  # a longer text that ends in dots trails off; it is not cut


@dataclass(frozen=True, slots=True)
class ReadText:
    """The lines of an entry's text, whether they are only the beginning of the article's, and what was left out."""

    lines: tuple[Line, ...]
    is_cut: bool = False
    notes: tuple[Note, ...] = ()

    @property
    def plain(self) -> str:
        """All its words on one line, the feed's own lines (“The post … appeared first on …”) apart."""
        return fold(" ".join(line.text for line in self.lines if not _is_frame(line.text)))


def read_text(text: FeedText, path: str, own_url: str) -> ReadText:
    """The lines of a text. `own_url` is the article's address: a last link to it leads to the rest of the article.

    Raises:
        TooDeep: it is longer, or nested deeper, than any article.
    """
    notes: list[Note] = []
    source = _HELD_PICTURE.sub("", text.text) if "data:" in text.text else text.text
    if len(source) > MOST_ITEM_CHARACTERS:
        raise TooDeep(f"its text has {len(source):,} characters; at most {MOST_ITEM_CHARACTERS:,} are read")
    is_html = text.is_html or looks_like_html(source)
    if is_html and not _TAG.search(source) and _ESCAPED_TAG.search(source):
        source = html.unescape(source)
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
    return ReadText(tuple(kept), leads_on or _ends_cut(kept, is_full=text.is_full), tuple(notes))


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
        own = [link for link in markup.links if same_address(link.url) == same_address(own_url)] if markup else []
        if own_url and own and own[-1].words == text and _MORE.fullmatch(text):
            return [*lines[:at], *lines[at + 1 :]], text, True
        found = _MORE_AT_END.search(text)
        if found:
            shorter = text[: found.start("label")].rstrip()
            kept = replace(lines[at], text=shorter)
            return [*lines[:at], *([kept] if shorter else []), *lines[at + 1 :]], found["label"], True
        if own and text.endswith(own[-1].words) and _MORE.fullmatch(own[-1].words):
            shorter = text.removesuffix(own[-1].words).rstrip()
            return [*lines[:at], replace(lines[at], text=shorter), *lines[at + 1 :]], own[-1].words, True
        if not _is_frame(text):
            break
    return lines, "", False


def _ends_cut(lines: Sequence[Line], *, is_full: bool) -> bool:
    """Do the lines end in dots that stand for the rest of the article?"""
    filled = [line.text for line in lines if not is_blank(line.text) and not _is_frame(line.text)]
    found = _CUT.search(fold(filled[-1])[-40:]) if filled else None
    if not found:
        return False
    return not found["weak"] or (not is_full and word_count(" ".join(filled)) <= _MOST_CUT_WORDS)


def _is_frame(text: str) -> bool:
    return matches_list(text, "furniture")


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
        yield replace(each, number=line)
