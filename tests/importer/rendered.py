"""What a reader sees of an article's Markdown: its blocks as plain text, by the exact extensions of mkdocs.yml."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import markdown
import yaml

PROJECT = Path(__file__).resolve().parents[2]
BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "td", "th", "dt", "dd"}
HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
OUR_TAGS = {"p", *HEADINGS, "ul", "ol", "li", "blockquote", "a", "table", "thead", "tbody", "tr", "th", "td"}


class Loader(yaml.SafeLoader):
    """mkdocs.yml with its own tags read as nothing."""


Loader.add_multi_constructor("", lambda *_: None)


@cache
def extensions() -> tuple[list[str], dict[str, dict[str, object]]]:
    """The Markdown extensions that the site is built with, and their settings; MkDocs itself adds `fenced_code`."""
    config = yaml.load((PROJECT / "mkdocs.yml").read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506
    names, settings = ["fenced_code"], {}
    for entry in config["markdown_extensions"]:
        if isinstance(entry, dict):
            (name, values), *_ = entry.items()
            settings[name] = values or {}
        else:
            name = entry
        names.append(name)
    return names, settings


class ListItem(NamedTuple):
    """An item as its list shows it: `level` from 0; `number` as a browser counts it, 0 for a bullet."""

    text: str
    level: int
    number: int


@dataclass
class Rendered:
    """The blocks of a page in order, as kind and text, its list items, quotations and links, and every tag that occurs.

    A link is its words and its address.
    """

    blocks: list[tuple[str, str]]
    tags: set[str]
    list_items: list[ListItem] = field(default_factory=list)
    quotations: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)

    def texts(self, kind: str) -> list[str]:
        return [text for each, text in self.blocks if each == kind]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.blocks: list[list[str]] = []
        self.tags: set[str] = set()
        self.counts: list[int] = []  # the last number of each list that is open; -1 in a list of bullets
        self.items: dict[int, tuple[int, int]] = {}  # level and number by place among the blocks
        self.quoted: list[int] = []
        self.links: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag in {"br", "hr", "img", "input"}:
            return
        self.open.append(tag)
        if tag == "ol":
            self.counts.append(int(dict(attrs).get("start") or 1) - 1)
        elif tag == "ul":
            self.counts.append(-1)
        elif tag == "li":
            self.counts[-1] += self.open[-2] == "ol"
            self.items[len(self.blocks)] = (len(self.counts) - 1, max(self.counts[-1], 0))
            self.blocks.append(["number" if self.open[-2] == "ol" else "bullet", ""])
        elif tag in HEADINGS:
            self.blocks.append(["heading", ""])
        elif tag in {"td", "th"}:
            self.blocks.append(["cell", ""])
        elif tag == "a":
            self.links.append(["", dict(attrs).get("href") or ""])
        elif tag == "p" and "li" not in self.open:
            if "blockquote" in self.open:
                self.quoted.append(len(self.blocks))
            self.blocks.append(["paragraph", ""])

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        if tag in {"ol", "ul"}:
            self.counts.pop()

    def handle_data(self, data: str) -> None:
        if "a" in self.open:
            self.links[-1][0] += data
        if self.blocks and (set(self.open) & {"p", "li", "td", "th", *HEADINGS}):
            self.blocks[-1][1] += data
        elif data.strip():
            self.blocks.append(["stray", data])


def render(body: str) -> Rendered:
    """A body as the site shows it."""
    names, settings = extensions()
    reader = _Reader()
    reader.feed(markdown.markdown(body, extensions=names, extension_configs=settings))
    reader.close()
    texts = [" ".join(text.split()) for _, text in reader.blocks]
    return Rendered(
        blocks=[(kind, text) for (kind, _), text in zip(reader.blocks, texts, strict=True)],
        tags=reader.tags,
        list_items=[ListItem(texts[at], *place) for at, place in reader.items.items()],
        quotations=[texts[at] for at in reader.quoted],
        links=[(" ".join(words.split()), url) for words, url in reader.links],
    )
