"""What stands in a page's Markdown, found line by line without rendering it: headings, links, pictures, raw HTML.

The patterns follow Python-Markdown, which the site is built with, where that differs from other kinds of Markdown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from importer.combining_marks import normalise
from importer.references import decode_references
from importer.text import fold

_FENCE = re.compile(r"(?P<fence>`{3,}+|~{3,}+)(?P<behind>[^`]*+)")
_INDENTED = re.compile(r"^(?: {4}|\t)", re.MULTILINE)
_LIST_ITEM = re.compile(r" {0,3}(?:[*+-]|\d+\.)[ \t]")
_CODE = re.compile(r"(?<![\\`])(?P<mark>`+)(?!`)(?:[^`\n]|\n(?!\n)|(?!(?P=mark)(?!`))`)+?(?P=mark)(?!`)")
_EMPHASIS = re.compile(r"[*`]")
_COUNTED = re.compile(r"(.*)_([0-9]{1,1000})")
_NOT_LINE_END = re.compile(r"[^\n]")

# `## Heading ##`; Python-Markdown asks for no space behind the marks, so that `#MeToo` is one too
_HEADING = re.compile(r"^(?P<marks>#{1,6})(?P<text>[^\n]*)", re.MULTILINE)
# A line over `===` or `---`, at the start of a block
_UNDERLINED = re.compile(r"(?:\A|(?<=\n\n))(?P<text>[^\n]+)\n(?P<marks>=+|-+)[ ]*$", re.MULTILINE)
_UNDERLINE = re.compile(r"\n(?:=+|-+)[ ]*$", re.MULTILINE)
_HTML = re.compile(r"<(?P<name>/?[A-Za-z][A-Za-z0-9-]{0,30}|!--|!|\?)(?P<behind>[^<>\n]{0,2000})")
_AUTOLINK = re.compile(r"<(?P<target>(?:https?|ftp)://[^<>\s]{1,2000})>", re.IGNORECASE)
_AUTOMAIL = re.compile(r"<(?:mailto:)?[^<> !@\n]{1,100}@[^<> @\n]{1,200}>")
_LABEL = r"\[(?P<words>(?:[^\[\]\\]|\\.|\[[^\[\]]{0,300}\]){0,2000}+)\]"
_LINK = re.compile(
    rf"(?P<picture>!?)(?<!\\){_LABEL}\((?P<gap>[ ]{{0,3}})(?P<target><[^<>\n]{{0,2000}}>|"
    r"[^\s()<>]{0,2000}+(?:\([^\s()]{0,500}\)[^\s()]{0,500}+){0,5})"
    r"(?:\s{1,3}(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'))?\s{0,3}\)"
)
_BY_NAME = re.compile(rf"(?P<picture>!?)(?<!\\){_LABEL}[ ]?\[(?P<name>[^\[\]\n]{{0,300}})\]")
_DEFINITION = re.compile(r"^ {0,3}\[(?P<name>[^\[\]\n]{1,300})\]:[ ]{0,3}<?(?P<target>[^\s<>]{1,2000})>?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its rank (`##` is 2), its text as written, and where its line begins or its marks stand."""

    rank: int
    text: str
    line: int
    column: int = 1
    has_space: bool = True
    is_underlined: bool = False


@dataclass(frozen=True, slots=True)
class BodyLink:
    """A link or a picture: its words (a picture's alternative text), its target, and where the target stands."""

    words: str
    target: str
    line: int
    column: int
    words_column: int
    is_picture: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """A piece of raw HTML: what it opens or closes, and where it stands."""

    name: str
    line: int
    column: int


class Body:
    """A page's text with code blanked out, so that nothing in code is taken for Markdown; places are the page's."""

    def __init__(self, text: str, first_line: int) -> None:
        self._first_line = first_line
        self.text = _without_code(text)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))]

    def _place(self, at: int) -> tuple[int, int]:
        number = bisect_right(self._starts, at) - 1
        return number + self._first_line, at - self._starts[number] + 1

    def headings(self) -> list[Heading]:
        """Every heading in order."""
        found: list[Heading] = []
        if "#" in self.text:
            for match in _HEADING.finditer(self.text):
                text = match["text"]
                line, column = self._place(match.start())
                found.append(Heading(len(match["marks"]), text.strip(" #"), line, column, text[:1] in {" ", ""}))
        if _UNDERLINE.search(self.text):
            for match in _UNDERLINED.finditer(self.text):
                line, column = self._place(match.start())
                rank = 1 if match["marks"][0] == "=" else 2
                found.append(Heading(rank, fold(match["text"]), line, column, is_underlined=True))
            found.sort(key=lambda heading: heading.line)
        return found

    @cached_property
    def anchors(self) -> frozenset[str]:
        """The names by which the headings can be linked to, as the extension `toc` of Python-Markdown makes them."""
        names: set[str] = set()
        runs: dict[str, int] = {}  # up to which number every name with this stem is taken
        for heading in self.headings():
            text = _LINK.sub(r"\g<words>", heading.text)
            name = make_anchor(_EMPHASIS.sub("", decode_references(text)))
            if name in names or not name:
                counted = _COUNTED.fullmatch(name)
                stem, number = (counted[1], int(counted[2])) if counted else (name, 0)
                is_in_run = number <= runs.get(stem, 0)
                number = max(number, runs.get(stem, 0)) if is_in_run else number
                while (name := f"{stem}_{number + 1}") in names:
                    number += 1
                if is_in_run:
                    runs[stem] = number + 1
            names.add(name)
        return frozenset(names)

    def links(self) -> Iterator[BodyLink]:
        """Every link and picture in the order of their kinds."""
        if "](" in self.text:
            for match in _LINK.finditer(self.text):
                yield self._link(match, match["target"].strip("<>"), match.start("target"), bool(match["picture"]))
        if "]:" in self.text:
            pictures = self._pictures_by_name()
            for match in _DEFINITION.finditer(self.text):
                name = fold(match["name"]).casefold()
                line, column = self._place(match.start("target"))
                if name in pictures:
                    yield BodyLink(pictures[name], match["target"], line, column, column, is_picture=True)
                else:
                    yield BodyLink(name, match["target"], line, column, column)
        if "<" in self.text:
            for match in _AUTOLINK.finditer(self.text):
                line, column = self._place(match.start("target"))
                yield BodyLink(match["target"], match["target"], line, column, column)

    def _link(self, match: re.Match[str], target: str, at: int, is_picture: bool) -> BodyLink:
        line, column = self._place(at)
        _, words_column = self._place(match.start())
        return BodyLink(match["words"], target, line, column, words_column, is_picture)

    def _pictures_by_name(self) -> dict[str, str]:
        """The alternative texts of pictures whose address stands elsewhere: `![alt][name]`."""
        found = (match for match in _BY_NAME.finditer(self.text) if match["picture"])
        return {fold(match["name"] or match["words"]).casefold(): match["words"] for match in found}

    def tags(self) -> Iterator[Tag]:
        """Every piece of raw HTML."""
        if "<" not in self.text:
            return
        for match in _HTML.finditer(self.text):
            if _AUTOLINK.match(self.text, match.start()) or _AUTOMAIL.match(self.text, match.start()):
                continue
            yield Tag(match["name"], *self._place(match.start()))


def make_anchor(text: str) -> str:
    """The name of a heading: ASCII letters and digits in lower case, hyphens for spaces, nothing else.

    Names that begin with “bulletin” are those of our own parts of a page, which scripts and links look for.

    >>> make_anchor("What has changed?"), make_anchor("Bulletin: search")
    ('what-has-changed', 'text-bulletin-search')
    """
    plain = normalise("NFKD", text).encode("ascii", "ignore").decode("ascii")
    name = re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower()).lstrip("-")
    return f"text-{name}" if name.startswith("bulletin") else name


def _without_code(text: str) -> str:
    """The text with every character of code a space, so that all else stays in its place."""
    if "```" in text or "~~~" in text:
        text = _without_fenced_code(text)
    if "\n    " in text or "\n\t" in text or text.startswith(("    ", "\t")):
        text = _without_indented_code(text)
    if "`" in text:
        text = _CODE.sub(_blank, text)
    return text


def _without_fenced_code(text: str) -> str:
    """Lines from three or more backticks or tildes to a line of as many and no more are code."""
    lines = text.split("\n")
    fences = [(number, found) for number, line in enumerate(lines) if (found := _FENCE.fullmatch(line))]
    ends: dict[str, list[int]] = {}
    for number, found in fences:
        if not found["behind"].strip(" "):
            ends.setdefault(found["fence"], []).append(number)
    last = -1
    for number, found in fences:
        closing = ends.get(found["fence"], [])
        at = bisect_right(closing, number)
        if number > last and at < len(closing):
            last = closing[at]
            lines[number : last + 1] = [" " * len(line) for line in lines[number : last + 1]]
    return "\n".join(lines)


def _without_indented_code(text: str) -> str:
    """Lines of four spaces are code below an empty line, unless they go on from a list."""
    lines = text.split("\n")
    in_list = False
    after_gap = True
    in_code = False
    for number, line in enumerate(lines):
        if not line.strip():
            after_gap = True
            continue
        is_indented = _INDENTED.match(line) is not None
        if is_indented and not in_list and (after_gap or in_code):
            lines[number] = " " * len(line)
            in_code = True
        else:
            in_code = False
            if not is_indented and after_gap:
                in_list = _LIST_ITEM.match(line) is not None
        after_gap = False
    return "\n".join(lines)


def _blank(match: re.Match[str]) -> str:
    return _NOT_LINE_END.sub(" ", match[0])
