"""What a page says of itself in JSON-LD: the objects that describe its article, its publisher and the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import lxml.html

from importer.limits import MOST_DATA_CHARACTERS, MOST_DATA_DEPTH, MOST_DATA_OBJECTS
from importer.references import decode_references
from importer.text import fold

_ARTICLES = frozenset(
    """
    article newsarticle blogposting report advertisercontentarticle analysisnewsarticle backgroundnewsarticle
    opinionnewsarticle reportagenewsarticle reviewnewsarticle askpublicnewsarticle scholarlyarticle techarticle
    liveblogposting socialmediaposting publicnotice governmentarticle
    """.split()
)
_PAGES = frozenset({"webpage", "itempage", "faqpage", "aboutpage", "medicalwebpage", "qapage"})
_WRAPPERS = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")


@dataclass(frozen=True, slots=True)
class LinkedData:
    """The objects of a page that describe an article, those that describe the page, and how many texts were broken."""

    articles: tuple[Mapping[str, Any], ...] = ()
    pages: tuple[Mapping[str, Any], ...] = ()
    sites: tuple[Mapping[str, Any], ...] = ()
    broken: int = 0


def read_linked_data(root: lxml.html.HtmlElement) -> LinkedData:
    """Every object in the page's JSON-LD that describes an article, the page or the site; broken texts are counted."""
    objects: list[Mapping[str, Any]] = []
    broken = 0
    for script in root.iter("script"):
        if (script.get("type") or "").strip().casefold() != "application/ld+json":
            continue
        text = _WRAPPERS.sub("", script.text or "").strip().rstrip(";")
        if not text:
            continue
        try:
            data = json.loads(text[:MOST_DATA_CHARACTERS], strict=False)
        except (ValueError, RecursionError):
            broken += 1
            continue
        objects += _objects(data)
    by_id = {each["@id"]: each for each in objects if isinstance(each.get("@id"), str) and len(each) > 1}
    resolved = [{key: _resolve(value, by_id) for key, value in each.items()} for each in objects[:MOST_DATA_OBJECTS]]
    return LinkedData(
        tuple(each for each in resolved if _types(each) & _ARTICLES),
        tuple(each for each in resolved if _types(each) & _PAGES),
        tuple(each for each in resolved if "website" in _types(each)),
        broken,
    )


def text_of(data: object) -> str:
    """A value as text: of a list the first that has one, of an object its name or address."""
    if isinstance(data, str):
        return fold(decode_references(data))
    if isinstance(data, list):
        return next((text for each in data[:20] if (text := text_of(each))), "")
    if isinstance(data, dict):
        return next((text for key in ("name", "@value", "headline") if (text := text_of(data.get(key)))), "")
    return ""


def names_of(data: object) -> tuple[str, ...]:
    """The names in a value, which may be one, an object that has one, or several of these."""
    if isinstance(data, list):
        return tuple(dict.fromkeys(name for each in data[:20] for name in names_of(each)))
    name = text_of(data)
    return (name,) if name else ()


def bodies_of(data: object) -> tuple[str, ...]:
    """Those of the names in a value that its types call an organisation's: schema.org, Organization and its kinds."""
    if isinstance(data, list):
        return tuple(dict.fromkeys(name for each in data[:20] for name in bodies_of(each)))
    if not isinstance(data, dict):
        return ()
    kinds = data.get("@type")
    named = [kind for kind in (kinds if isinstance(kinds, list) else [kinds])[:20] if isinstance(kind, str)]
    return names_of(data) if any(kind.endswith("Organization") or kind == "NGO" for kind in named) else ()


def address_of(data: object) -> str:
    """A value as the address it gives, itself or as an object's `@id` or `url`."""
    if isinstance(data, dict):
        return next((text for key in ("url", "@id") if isinstance(text := data.get(key), str)), "")
    return data.strip() if isinstance(data, str) else ""


def _objects(data: object, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """The objects of a text, those within others after them: graphs, lists and what a page is mainly about."""
    if depth > MOST_DATA_DEPTH:
        return
    if isinstance(data, list):
        for each in data[:MOST_DATA_OBJECTS]:
            yield from _objects(each, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart", "blogPost"):
            if isinstance(data.get(key), dict | list):
                yield from _objects(data[key], depth + 1)


def _resolve(value: object, by_id: Mapping[str, Mapping[str, Any]]) -> object:
    """What stands behind a reference such as `{"@id": "#publisher"}`."""
    if isinstance(value, list):
        return [_resolve(each, by_id) for each in value[:50]]
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and len(value) == 1:
        return by_id.get(value["@id"], value)
    return value


def _types(data: Mapping[str, Any]) -> set[str]:
    found = data.get("@type")
    names = found if isinstance(found, list) else [found]
    return {re.split(r"[/#:]", name)[-1].casefold() for name in names if isinstance(name, str)}
