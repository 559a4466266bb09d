"""A publisher's standing box: the same lines at the end of several different items of one document.

“Celebrate those who have inspired you”, “Nominate your colleague …”: they are the publisher's, not the articles'.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from importer.records import Item
from importer.shapes import is_furniture, is_image_file
from importer.text import fold, is_blank

_LONGEST_BOX = 6  # lines; two versions of one article share more
_LEAST_LINES = 2  # one line that recurs may be each article's own (“Anyone with concerns should call 101.”)
_FEED_MARK = "]]>"


def find_standing_lines(items: Sequence[Item]) -> frozenset[str]:
    """The lines, white space folded, that close two or more items alike; empty where only one line does.

    Only feeds are read so: on other pages the same last lines may be each article's own. An item that stands twice on
    the page shares more than a box, and is no witness.
    """
    tails = [_tail(item) for item in items]
    counts = Counter(line for lines, _ in tails for line in set(lines))
    found: Counter[tuple[str, ...]] = Counter()
    for (lines, length), item in zip(tails, items, strict=True):
        box: list[str] = []
        for line in reversed(lines):
            if counts[line] < 2:
                break
            box.insert(0, line)
        if _LEAST_LINES <= len(box) <= _LONGEST_BOX and len(box) < length and not item.republished:
            found[tuple(box)] += 1
    return frozenset(line for box, count in found.items() if count >= 2 for line in box)


def _tail(item: Item) -> tuple[list[str], int]:
    """The last lines of an item that show, marks and furniture apart, and how many lines it has in all."""
    lines = [fold(line.text) for line in item.body if not is_blank(line.text)]
    text = [
        line
        for line in lines
        if line != _FEED_MARK and not is_furniture(line) and not is_image_file(line) and "://" not in line
    ]
    return text[-_LONGEST_BOX - 1 :], len(text)
