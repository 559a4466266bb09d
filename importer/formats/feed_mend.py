"""Broken XML to XML that parses with nothing lost: what stood open is closed, what was meant as text is escaped.

Parsers that recover by themselves drop text without a word. Here every character of text stays, each kind of repair is
counted, and the parser that reads the result need not recover.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from importer.limits import MOST_DEPTH, MOST_ELEMENTS
from importer.references import decode_references

# Where a prefix was not declared, this address with the prefix behind it stands for its namespace
UNDECLARED = "urn:undeclared:"

_NAME = r"[A-Za-z_][A-Za-z0-9_.-]*+(?::[A-Za-z_][A-Za-z0-9_.-]*+)?"
# What is markup; every “<” of anything else is text. Tags end before the next “<”, so that a flood of them takes no
# longer than its length.
_MARKUP = re.compile(
    rf"<!\[CDATA\[|<!--|<\?(?=[A-Za-z])|</(?P<end>{_NAME})\s*+>"
    rf"|<(?P<start>{_NAME})(?P<attributes>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>"
)
_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF|channel|item|entry)(?=[\s>/])", re.IGNORECASE)
_ATTRIBUTE = re.compile(rf"\s*+(?P<name>{_NAME})(?:\s*+=\s*+(?P<value>\"[^\"]*+\"|'[^']*+'|[^\s\"'=]++))?")
_TEXT = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|[&<]|\]\]>")
_XML_ENTITIES = frozenset({"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"})
_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Elements of HTML that have no end; “link” and “source” are left to the feeds
_VOID = frozenset("area base br col embed hr img input meta param wbr".split())
_HTML = _VOID | frozenset(
    """
    a abbr article aside b blockquote body caption center cite code div dd dl dt em figcaption figure font footer form
    h1 h2 h3 h4 h5 h6 header i iframe label li ol p pre q s script section small span strike strong style sub sup table
    tbody td tfoot th thead tr tt u ul video audio nav main button svg mark time picture
    """.split()
)
_ITEMS = frozenset({"item", "entry"})
# Fields of an item that hold text and no other field: the next field closes one that was left open
_TEXT_FIELDS = frozenset(
    """
    title link guid pubdate description comments category id updated published issued modified summary
    dc:creator dc:date dc:subject dc:source content:encoded excerpt:encoded
    """.split()
)
# Fields that are wrong when they are cut short: half a date is another date, half an address leads elsewhere
_WHOLE_OR_NOT = frozenset(
    """
    link guid pubdate id updated published issued modified created dc:date dcterms:issued dcterms:created
    dcterms:modified wp:post_date feedburner:origlink
    """.split()
)
_FIELDS = _TEXT_FIELDS | frozenset({"author", "enclosure", "content", "source"})


_IN_HTML_TOO = frozenset({"summary", "source"})
_CONTAINERS = frozenset({"item", "entry", "channel", "feed"})


def _local(name: str) -> str:
    return name.casefold().rpartition(":")[2]


class TooBroken(Exception):
    """There is more to mend, or it is nested deeper, than any feed has."""


@dataclass(frozen=True, slots=True)
class Mended:
    """XML in one element around it all, what was repaired (each with the place of the first case and how often), …

    `breaks_off` says that the feed ends before its own end; `stray` are texts that stand outside of it, with places.
    """

    text: str
    repairs: Mapping[str, tuple[int, int]]
    breaks_off: bool
    stray: tuple[tuple[int, str], ...]


def mend_xml(text: str) -> Mended:
    """XML that any parser reads whole.

    Raises:
        TooBroken: it is nested too deep, or there is too much to mend.
    """
    mender = _Mender(text)
    mender.run()
    declared = "".join(
        f" xmlns:{prefix}={quoteattr(UNDECLARED + prefix)}" for prefix in sorted(mender.used - {"xml", "xmlns"})
    )
    return Mended(
        f"<feeds{declared}>{''.join(mender.parts)}</feeds>", mender.repairs, mender.breaks_off, tuple(mender.stray)
    )


@dataclass(slots=True)
class _Mender:
    """The XML written so far and the elements that are open in it."""

    text: str
    parts: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    repairs: dict[str, tuple[int, int]] = field(default_factory=dict)
    stray: list[tuple[int, str]] = field(default_factory=list)
    breaks_off: bool = False
    elements: int = 0
    begun: int = 0  # the number of parts when the last element was opened
    no_more: set[str] = field(default_factory=set)
    ends: dict[str, re.Match[str]] = field(default_factory=dict)

    def run(self) -> None:
        at = 0
        while at < len(self.text):
            if not self.open:
                root = _ROOT.search(self.text, at)
                end = root.start() if root else len(self.text)
                self._skip(at, end)
                at = end
            markup = _MARKUP.search(self.text, at)
            if markup is None:
                self._add_rest(at)
                break
            if markup.start() > at or self.open:
                self._add_text(at, markup.start())
            at = self._add_markup(markup)
        if self.open:
            self.breaks_off = True
            if self.open[-1].casefold() in _WHOLE_OR_NOT:
                del self.parts[self.begun :]
            self._close_to(0)

    def _repair(self, what: str, at: int, count: int = 1) -> None:
        first, number = self.repairs.get(what, (at, 0))
        self.repairs[what] = (first, number + count)
        if number + count > MOST_ELEMENTS:
            raise TooBroken(f"it is broken in more than {MOST_ELEMENTS:,} places")

    def _skip(self, start: int, end: int) -> None:
        """Pass over what stands between the end of the feed and the end of the file, or the next feed in it."""
        plain = re.sub(r"<!--(?:(?!-->).)*+(?:-->)?|<\?[^>]*+>?|<[^<>]*+>", " ", self.text[start:end], flags=re.DOTALL)
        if plain.strip():
            self.stray.append((start, plain.strip()))
        self._keep_lines(start, end)

    def _add_rest(self, at: int) -> None:
        """The text after the last markup; a tag that was cut in the middle is none of it."""
        cut = self.text.rfind("<", at)
        if cut >= 0 and re.fullmatch(r"<(?:[/!?]?[A-Za-z_\[-][^<>]*+)?", self.text[cut:]):
            self._add_text(at, cut)
            self.breaks_off = True
        else:
            self._add_text(at, len(self.text))

    def _add_text(self, start: int, end: int) -> None:
        if start == end:
            return
        piece = self.text[start:end]
        if not self.open:
            self._skip(start, end)
            return
        bad = 0

        def mend(match: re.Match[str]) -> str:
            nonlocal bad
            found = match[0]
            if found in _XML_ENTITIES:
                return found
            if found[0] == "&" and len(found) > 1:
                character = _NO_XML.sub("", decode_references(found))
                if found[1] != "#" and character == found:
                    bad += 1
                return escape(character)
            bad += 1
            return "" if found == "]]>" else escape(found)

        # A flood would grow fivefold before anybody counted
        mended, count = _TEXT.subn(mend, piece, count=5 * MOST_ELEMENTS)
        if count >= 5 * MOST_ELEMENTS:
            raise TooBroken(f"one text holds more than {5 * MOST_ELEMENTS:,} entities")
        if bad:
            self._repair("“&”, “<” or “]]>” that were meant as text", start, bad)
        self.parts.append(mended)

    def _add_markup(self, markup: re.Match[str]) -> int:
        """Write one piece of markup; the place behind it."""
        start = markup.start()
        if markup["end"]:
            self._end(markup["end"], start)
            return markup.end()
        if markup["start"]:
            if not self._start(markup["start"], markup["attributes"], start):
                self._add_text(start, markup.end())
            return markup.end()
        if markup[0] == "<![CDATA[":
            return self._add_cdata(start)
        end_mark = "-->" if markup[0] == "<!--" else "?>"
        end = self._find_mark(end_mark, markup.end())
        if end < 0:
            self._repair("comments without an end", start)
            return markup.end()
        self._keep_lines(start, end)
        return end + len(end_mark)

    def _keep_lines(self, start: int, end: int) -> None:
        """Lines are counted in the mended text too."""
        if number := self.text.count("\n", start, end):
            self.parts.append("\n" * number)

    def _find_mark(self, mark: str, at: int) -> int:
        """Where the next one stands; that there is none is found out once only."""
        found = -1 if mark in self.no_more else self.text.find(mark, at)
        if found < 0:
            self.no_more.add(mark)
        return found

    def _add_cdata(self, start: int) -> int:
        """A text in CDATA marks, up to the mark that closes it, though others may stand in it."""
        begin = start + len("<![CDATA[")
        end = self._find_mark("]]>", begin)
        inner = self.text.find("<![CDATA[", begin, end if end >= 0 else len(self.text))
        close = self._closing_tag(begin, inner) if inner >= 0 else -1
        if close >= 0:  # its own end was lost, and another one's would be taken for it
            self._repair("CDATA sections without an end", start)
            end, after = close, close
        elif end < 0:
            close = self._closing_tag(begin, len(self.text))
            end = after = close if close >= 0 else len(self.text)
            self._repair("CDATA sections without an end", start)
            self.breaks_off = self.breaks_off or close < 0
        else:
            is_nested = inner >= 0 and self.open and not self.text.startswith("<![CDATA[", end + 3)
            if is_nested and (last := self._element_end(self.open[-1], end)) and last["mark"]:
                self._repair("CDATA sections in one another", start)
                end = last.start()
            after = end + len("]]>")
        text = self.text[begin:end]
        if inner >= 0:
            text = text.replace("<![CDATA[", "").replace("]]>", "")
        if self.open:
            self.parts.append(escape(text))
        elif text.strip():
            self.stray.append((start, text.strip()))
        return after

    def _element_end(self, name: str, at: int) -> re.Match[str] | None:
        """The next end of an element of this name, with the end of a CDATA section before it if there is one."""
        found = self.ends.get(name)
        if name not in self.no_more and (found is None or found.start() < at):
            found = re.compile(rf"(?P<mark>\]\]>\s*+)?</{re.escape(name)}\s*+>").search(self.text, at)
            if found is None:
                self.no_more.add(name)
            else:
                self.ends[name] = found
        return None if name in self.no_more else found

    def _closing_tag(self, begin: int, end: int) -> int:
        """Where the element in hand is closed inside of the text and another begins, or its item ends."""
        if not self.open:
            return -1
        name = re.escape(self.open[-1])
        closed = re.compile(rf"</{name}\s*+>(?=\s*+</?[A-Za-z])|</?(?:item|entry)(?=[\s>])", re.IGNORECASE)
        found = closed.search(self.text, begin, end)
        return found.start() if found else -1

    def _start(self, name: str, attributes: str, at: int) -> bool:
        """Open an element; false for what looks like a tag and is text (“<y and z>”)."""
        is_empty = attributes.endswith("/")
        written = self._attributes(name, attributes.removesuffix("/"), at)
        if written is None:
            return False
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise TooBroken(f"it has more than {MOST_ELEMENTS:,} elements")
        plain = name.casefold()
        self._close_fields(plain, at)
        prefix = name.rpartition(":")[0]
        if prefix:
            self.used.add(prefix)
        written += "\n" * attributes.count("\n")
        if is_empty or (plain in _VOID and self.open):
            self.parts.append(f"<{name}{written}/>")
            return True
        self.parts.append(f"<{name}{written}>")
        self.open.append(name)
        self.begun = len(self.parts)
        if len(self.open) > MOST_DEPTH - 2:
            raise TooBroken(f"elements are nested more than {MOST_DEPTH} deep")
        return True

    def _close_fields(self, name: str, at: int) -> None:
        """Close the item that another one begins in, and the field of text that another field begins in."""
        is_item = name.rpartition(":")[2] in _ITEMS
        around = self._innermost(_CONTAINERS)
        if is_item and around >= 0 and name == self.open[around].casefold():
            self._repair("elements without an end", at, len(self.open) - around)
            self._close_to(around)
            around = self._innermost(_CONTAINERS)
        if not (is_item or name in _FIELDS) or not 0 <= around < len(self.open) - 1:
            return
        in_html = name in _IN_HTML_TOO and len(self.open) > around + 2
        if self.open[around + 1].casefold() in _TEXT_FIELDS and not in_html:
            self._repair("elements without an end", at, len(self.open) - 1 - around)
            self._close_to(around + 1)

    def _innermost(self, names: frozenset[str]) -> int:
        """Where the innermost open element of one of these names stands; -1 for none."""
        found = (at for at in range(len(self.open) - 1, -1, -1) if _local(self.open[at]) in names)
        return next(found, -1)

    def _attributes(self, name: str, text: str, at: int) -> str | None:
        """The attributes as XML has them, each once; None where the text holds none and the element is not HTML's."""
        written: dict[str, str] = {}
        end = 0
        while match := _ATTRIBUTE.match(text, end):
            end = match.end()
            value = match["value"]
            if value is None and name.casefold() not in _HTML:
                return None
            value = match["name"] if value is None else value.strip("\"'") if value[0] in "\"'" else value
            if match["name"] in written:
                self._repair("attributes given twice", at)
                continue
            prefix, _, local = match["name"].rpartition(":")
            if prefix == "xmlns" and local in {"xml", "xmlns"}:
                continue
            if prefix and prefix != "xmlns":
                self.used.add(prefix)
            written[match["name"]] = quoteattr(_NO_XML.sub("", decode_references(value)))
        if text[end:].strip() and name.casefold() not in _HTML:
            return None
        return "".join(f" {key}={value}" for key, value in written.items() if value != '""' or ":" not in key)

    def _end(self, name: str, at: int) -> None:
        plain = name.casefold()
        if not self.open:
            return
        for depth in range(len(self.open) - 1, -1, -1):
            if self.open[depth].casefold() == plain:
                if depth < len(self.open) - 1:
                    self._repair("elements without an end", at, len(self.open) - 1 - depth)
                self._close_to(depth)
                return
        self._repair("ends of elements that were not open", at)

    def _close_to(self, depth: int) -> None:
        while len(self.open) > depth:
            self.parts.append(f"</{self.open.pop()}>")
