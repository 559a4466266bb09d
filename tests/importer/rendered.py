"""What a reader sees of an article's Markdown: its blocks as plain text, by the exact extensions of mkdocs.yml."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import markdown
import yaml

PROJECT = Path(__file__).resolve().parents[2]
BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "td", "th", "dt", "dd"}
OUR_TAGS = {"p", "h2", "ul", "ol", "li", "blockquote"}


class _Loader(yaml.SafeLoader):
    """mkdocs.yml with its own tags read as nothing."""


_Loader.add_multi_constructor("", lambda *_: None)


def extensions() -> tuple[list[str], dict[str, dict[str, object]]]:
    """The Markdown extensions that the site is built with, and their settings."""
    config = yaml.load((PROJECT / "mkdocs.yml").read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    names, settings = [], {}
    for entry in config["markdown_extensions"]:
        if isinstance(entry, dict):
            (name, values), *_ = entry.items()
            settings[name] = values or {}
        else:
            name = entry
        names.append(name)
    return names, settings


@dataclass
class Rendered:
    """The blocks of a page in order, as kind and text, and every tag that occurs."""

    blocks: list[tuple[str, str]]
    tags: set[str]

    def texts(self, kind: str) -> list[str]:
        return [text for each, text in self.blocks if each == kind]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.blocks: list[list[str]] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag in {"br", "hr", "img", "input"}:
            return
        self.open.append(tag)
        if tag == "li":
            self.blocks.append(["number" if "ol" in self.open[-2:] else "bullet", ""])
        elif tag == "h2":
            self.blocks.append(["heading", ""])
        elif tag == "p" and "li" not in self.open:
            self.blocks.append(["paragraph", ""])

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.blocks and (set(self.open) & {"p", "li", "h2"}):
            self.blocks[-1][1] += data
        elif data.strip():
            self.blocks.append(["stray", data])


def render(body: str) -> Rendered:
    """A body as the site shows it."""
    names, settings = extensions()
    reader = _Reader()
    reader.feed(markdown.markdown(body, extensions=names, extension_configs=settings))
    reader.close()
    return Rendered([(kind, " ".join(text.split())) for kind, text in reader.blocks], reader.tags)
