"""The lines of a piece of HTML with their places in it, and what was left out of them."""

from __future__ import annotations

from dataclasses import dataclass

import lxml.html

from importer.records import Line, Note
from importer.text import quote


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Text that the lines do not have: the number of the line where it stood, what it was, and its words.

    `may_matter` says that it holds sentences: an editor should see whether they are the article's.
    """

    line: int
    what: str
    text: str
    count: int = 1
    may_matter: bool = False

    def note(self, path: str) -> Note:
        """What editors are told of it."""
        more = f" and {self.count - 1} more of the kind" if self.count > 1 else ""
        mend = "If it is part of the article, add it to the page." if self.may_matter else ""
        return Note(path, self.line, f"left out {self.what} {quote(self.text)}{more}", mend)


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line with the element in which it begins, the region of the page it is in, and the share of it that is links.

    The region is empty outside those that were asked for.
    """

    line: Line
    element: lxml.html.HtmlElement
    region: lxml.html.HtmlElement | None = None
    linked: float = 0.0


@dataclass(frozen=True, slots=True)
class MarkedText:
    """The lines of a piece of HTML, with an empty one between paragraphs, and what was left out of them."""

    placed: tuple[PlacedLine, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def lines(self) -> list[Line]:
        """The lines alone."""
        return [each.line for each in self.placed]

    def notes(self, path: str) -> tuple[Note, ...]:
        """What editors are told of all that was left out."""
        return tuple(each.note(path) for each in self.left_out)
