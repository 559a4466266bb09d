"""The lists of a piece of HTML: what each item's mark is, how deep it lies, and which number it has."""

from __future__ import annotations

from dataclasses import dataclass, field

import lxml.html

from importer.markup_elements import LISTS
from importer.records import BlockKind, Markup

_LETTERED = frozenset("aAiI")


@dataclass(slots=True)
class _List:
    """A list that is open: its kind, the number of its next item and the step to the one after.

    An item that has shown no text yet is fresh; one that a heading broke holds paragraphs of its own.
    """

    kind: BlockKind
    next_number: int = 1
    step: int = 1
    letters: str = ""
    is_fresh: bool = False
    is_broken: bool = False


@dataclass(slots=True)
class OpenLists:
    """The lists that are open at a place in the page, the innermost last."""

    lists: list[_List] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.lists)

    def open_list(self, element: lxml.html.HtmlElement) -> None:
        """Begin a list of bullets or numbers."""
        count = sum(1 for child in element if child.tag == "li")
        step = -1 if element.get("reversed") is not None else 1
        start = whole_number(element.get("start"), 1 if step > 0 else max(count, 1))
        kind: BlockKind = "number" if element.tag == "ol" else "bullet"
        letters = element.get("type") or "" if kind == "number" else ""
        self.lists.append(_List(kind, start, step, letters if letters in _LETTERED else ""))

    def open_terms(self) -> None:
        """Begin a list of terms."""
        self.lists.append(_List("bullet", is_broken=True))

    def close_list(self) -> None:
        """End the innermost list."""
        self.lists.pop()

    def open_item(self, element: lxml.html.HtmlElement, tag: str) -> None:
        """Begin a list item; of a list of terms the term is the item and what it means stands under it."""
        if not self.lists:  # an item that lost its list
            self.lists.append(_List("bullet"))
        inner = self.lists[-1]
        if tag == "dd" and not inner.is_broken:
            inner.is_fresh = False
            return
        inner.is_fresh, inner.is_broken = tag != "dd", tag == "dd"
        inner.next_number = whole_number(element.get("value"), inner.next_number)

    def close_item(self, element: lxml.html.HtmlElement) -> None:
        """End a list item, and with one that lost its list the list that was opened for it."""
        if self.lists:
            self.lists[-1].is_fresh = False
        parent = element.getparent()
        is_lost = parent is None or (
            parent.tag not in LISTS and not any(e.tag in {*LISTS, "dl"} for e in element.iterancestors())
        )
        if is_lost and self.lists:
            self.lists.pop()

    def break_item(self) -> None:
        """Tell that a heading stands in the item: what follows are paragraphs of their own."""
        if self.lists:
            self.lists[-1].is_fresh, self.lists[-1].is_broken = False, True

    def next_markup(self) -> Markup | None:
        """What the open lists make of the next paragraph; None where it stands in no item."""
        if not self.lists or self.lists[-1].is_broken:
            return None
        level, inner = len(self.lists) - 1, self.lists[-1]
        if not inner.is_fresh:
            return Markup("continuation", level)
        inner.is_fresh = False
        number = inner.next_number if inner.kind == "number" else 0
        inner.next_number += inner.step
        return Markup(inner.kind, level, max(number, 0))

    def letter_mark(self, item: Markup) -> str:
        """The mark of an item that letters count (“a. ”); empty for any other."""
        letters = self.lists[-1].letters
        return f"{_letter(item.number, letters)}. " if letters and item.kind == "number" else ""


def mark_of(markup: Markup) -> str:
    """A list item's mark as characters, for where the list itself cannot be shown."""
    return f"{markup.number}. " if markup.kind == "number" and markup.number else "• "


def _letter(number: int, kind: str) -> str:
    """The mark of a lettered list: a, b, … or i, ii, …; beyond what a list can hold the number itself."""
    if kind in "aA":
        mark = chr(ord("a") + number - 1) if 1 <= number <= 26 else str(number)
    else:
        units = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
        mark = f"{'x' * (number // 10)}{units[number % 10]}" if 1 <= number < 40 else str(number)
    return mark.upper() if kind.isupper() else mark


def whole_number(text: str | None, otherwise: int) -> int:
    """The number that an attribute or a mark is, or another where it is none of a sensible length."""
    plain = (text or "").strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 7 else otherwise
