"""Documents that bring a text in every place from which an import takes words; all people and places are invented."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

from tests.importer.hostile_files import item, json_feed, mail, page, rss

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_IN_FILE_NAMES = re.compile("[/\x00]")
_MOST_NAME = 120  # bytes; a file system takes 255


def documents(payloads: Sequence[str]) -> dict[str, bytes]:
    """Documents by file name: feeds, a page and a text for each payload, with it in every place that each kind has."""
    files = {
        "feed.xml": rss(*(_rss_item(text, at) for at, text in enumerate(payloads))),
        "feed.json": json_feed(",".join(_json_item(text, at) for at, text in enumerate(payloads))),
    }
    for at, text in enumerate(payloads):
        name = file_name(text, at)
        files[f"{name}.html"] = _web_page(text, at)
        files[f"{name}.txt"] = _plain_text(text, at)
        files[f"{name}.eml"] = _letter(text, at)
    return files


def write_documents(folder: Path, payloads: Sequence[str]) -> Path:
    """The documents as files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in documents(payloads).items():
        (folder / name).write_bytes(content)
    return folder


def file_name(text: str, at: int) -> str:
    """The payload as the name of a file, as far as a disk takes it."""
    plain = _NOT_IN_FILE_NAMES.sub("_", text).encode("utf-8", "surrogatepass")[:_MOST_NAME].decode("utf-8", "ignore")
    return f"{plain} {at}"


def _told(at: int) -> str:
    """A text of its own for each document, which a search for “kites” finds."""
    return (
        f"Kites {at} flew over the harbour and the town, and {at} children of the school watched them from the pier. "
        f"The council of Westmere said that notice number {at} was read out to everyone who came."
    )


def _markup(text: str, at: int) -> str:
    """The payload as markup that a careless program wrote, as text, in a heading, and as where links lead."""
    shown = escape(text)
    return (
        f"<p>{_told(at)}</p><h2>{shown}</h2><p>{shown}</p><ul><li>{shown}</li></ul><blockquote>{shown}</blockquote>"
        f'<table><tr><th>{shown}</th><th>b</th></tr><tr><td>{shown}</td><td><a href="{shown}">kites {at}</a></td></tr>'
        f'</table><p><a href="{shown}">{shown}</a> <img src="{shown}" alt="{shown}"></p><p>Kites {text} over the town.'
    )


def _rss_item(text: str, at: int) -> str:
    said = escape(_NOT_IN_XML.sub("", text))
    more = (
        f"<guid isPermaLink='false'>{said}{at}</guid><author>{said}</author><category>{said}</category>"
        f"<link>{said}</link><source url='{said}'>{said}</source><comments>{said}</comments>"
        f"<pubDate>Mon, 4 Mar 2024 10:00:00 GMT</pubDate>"
    )
    return item(escape(_NOT_IN_XML.sub("", _markup(text, at))), title=f"{said} {at}", more=more)


def _json_item(text: str, at: int) -> str:
    return json.dumps(
        {
            "id": f"{text} {at}",
            "title": f"Feed {at} {text}",
            "content_html": _markup(text, at + 10_000),
            "summary": f"{text} is what the council of Westmere said of it.",
            "url": text,
            "external_url": text,
            "tags": [text],
            "authors": [{"name": text, "url": text}],
            "date_published": "2024-02-05T10:00:00Z",
        }
    )


def _web_page(text: str, at: int) -> bytes:
    said, data = escape(text), json.dumps({"@type": "NewsArticle", "headline": text, "url": text})
    head = (
        f"<title>{text} {at}</title><meta name=author content='{said}'><meta property='og:site_name' content='{said}'>"
        f"<link rel=canonical href='{said}'><meta name=description content='{said}'><meta name=date content='{said}'>"
        f"<script type='application/ld+json'>{data}</script>"
    )
    return page(f"<article><h1>{said} {at}</h1>{_markup(text, at + 20_000)}</article>", head)


def _plain_text(text: str, at: int) -> bytes:
    credit = f"Source: {text} published on this website Monday 4 March 2024 by {text}"
    lines = [f"{text} {at}", credit, _told(at + 30_000), text, f"Kites {text} over the town.", f"- {text}\n- kites"]
    return "\n\n".join(lines).encode("utf-8", "surrogatepass")


def _letter(text: str, at: int) -> bytes:
    line = " ".join(text.split())
    content = mail(f"<h1>Letter {at}</h1>{_markup(text, at + 40_000)}", kind="text/html; charset=utf-8")
    return content.replace(b"A new meeting room", f"{line} {at}".encode("utf-8", "surrogatepass"))
