"""Words of HTML that stand together in one paragraph: their text on one line, and the links in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import lxml.html

from importer.limits import MOST_ITEM_CHARACTERS, MOST_LINKS
from importer.records import Link
from importer.text import fold


@dataclass(slots=True)
class Run:
    """Words that stand together in one paragraph, with the address they lead to and whether they are bold."""

    text: str
    element: lxml.html.HtmlElement
    url: str = ""
    is_bold: bool = False
    is_link: bool = False


def join_runs(runs: Sequence[Run]) -> tuple[str, tuple[Link, ...], float]:
    """The text of runs that stand together, white space folded, the links in it, and the share of it that is links."""
    parts: list[str] = []
    spans: list[tuple[int, int, str, bool]] = []
    length, ends_in_space = 0, True
    for run in runs:
        inner = fold(f"x{run.text}x")[1:-1]  # white space at the ends is one space
        part = inner[1:] if ends_in_space and inner.startswith(" ") else inner
        if not part:
            continue
        if run.is_link and spans and spans[-1][1:] == (length, run.url, True):
            spans[-1] = (spans[-1][0], length + len(part), run.url, True)
        elif run.is_link:
            spans.append((length, length + len(part), run.url, True))
        parts.append(part)
        length += len(part)
        ends_in_space = part.endswith(" ")
    text = "".join(parts).rstrip(" ")
    links: list[Link] = []
    reached: dict[str, tuple[int, int]] = {}
    linked = 0
    for start, end, url, _ in spans:
        words = text[start:end].strip(" ")
        linked += len(words)
        if not words or not url or len(links) >= MOST_LINKS or len(text) > MOST_ITEM_CHARACTERS:
            continue
        at = text.index(words, start)
        count, counted = reached.get(words, (0, 0))
        count += _count(words, text, counted, at)
        reached[words] = (count, at)
        links.append(Link(words, url, count))
    return text, tuple(links), linked / max(len(text), 1)


def append_text(text: str, more: str, links: Sequence[Link], mark: int = 0) -> tuple[str, tuple[Link, ...]]:
    """A text with another behind it, and the other's links as they stand in both; `mark` letters of it were added."""
    both = f"{text} {more}" if text else more
    start = len(both) - len(more) + mark
    return both, tuple(replace(link, nth=link.nth + _count(link.words, both, 0, start)) for link in links)


def _count(words: str, text: str, start: int, end: int) -> int:
    """How often the words begin in the text from one place up to another, overlaps counted."""
    count, at = 0, text.find(words, start)
    while 0 <= at < end:
        count += 1
        at = text.find(words, at + 1)
    return count
