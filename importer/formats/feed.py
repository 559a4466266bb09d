"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, and WordPress exports.

Each item becomes one Item with what the feed prints of it. What belongs to the feed's own working (counts of comments,
enclosures, subscriptions) is passed over in silence; items that are no articles are left out with a note.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lxml import etree

from importer.formats.feed_entry import FeedDate, FeedEntry, FeedText
from importer.formats.feed_item import plain_title, unlike_names
from importer.formats.feed_items import collect_items
from importer.formats.feed_text import looks_like_html
from importer.formats.feed_tree import FeedTree, TreeItem, element_name, parse_feed
from importer.formats.wordpress_export import ExportItem, is_machinery, note_left_out, note_machinery, post_html
from importer.records import Document, Note, Split
from importer.text import fold, is_blank, quote, words
from importer.urls import resolve_link, web_address

_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_CHANNELS = frozenset({"channel", "atom:feed", "feed"})
_OWN_KINDS = frozenset({"post", ""})
_NO_CATEGORIES = frozenset({"uncategorized", "uncategorised"})


@dataclass(frozen=True, slots=True)
class _Fields:
    """The child elements of an item or a channel, by name; Atom's have no prefix here."""

    element: Any
    by_name: Mapping[str, Sequence[Any]]

    def all(self, *names: str) -> list[Any]:
        """All elements of these names, in the order of the names."""
        return [element for name in names for element in self.by_name.get(name, ())]

    def text(self, *names: str) -> str:
        """The text of the first element of these names that has any."""
        return next((text for element in self.all(*names) if (text := _text(element))), "")


@dataclass(frozen=True, slots=True)
class _Channel:
    """What a feed says of itself: its title, its site's address, the names of its publisher, and its authors.

    `accounts` are the names of those who write under a log-in, as WordPress exports have them.
    """

    title: str
    site: str
    publishers: tuple[str, ...]
    authors: tuple[str, ...]
    accounts: Mapping[str, str]


def find_items(document: Document) -> Split:
    """The articles of a feed, in its order.

    Raises:
        CannotImport: there is no feed to read in it, or it asks for more than `importer/limits.py` allows.
    """
    tree = parse_feed(document)
    channels = {element: _channel(_fields(element)) for element in tree.elements if element_name(element) in _CHANNELS}
    notes = [*tree.notes, *_withdrawals(tree, document.path), *_channel_notes(channels, tree.above, document.path)]
    collected = collect_items(_entries(tree, channels, document.path, notes), document.path)
    if not tree.items:
        notes.append(Note(document.path, 0, "the feed holds no items", "Look whether its site has another feed."))
    notes += collected.notes
    return Split("feed", collected.items, tuple(sorted(notes, key=lambda note: note.line)))


def _entries(tree: FeedTree, channels: Mapping[Any, _Channel], path: str, notes: list[Note]) -> Iterator[FeedEntry]:
    """The entries that are articles; the notes get what is told of the others."""
    machinery: list[ExportItem] = []
    comments: list[int] = []
    for placed in tree.items:
        fields = _fields(placed.element)
        stored = _export_item(fields, placed.line)
        if stored and is_machinery(stored):
            machinery.append(stored)
        elif fields.all("thr:in-reply-to"):
            comments.append(placed.line)
        elif stored and (note := note_left_out(stored, path)):
            notes.append(note)
        else:
            entry, more = _entry(placed, fields, _channel_of(placed.element, channels), path)
            notes += more
            yield entry
    notes += note_machinery(machinery, path)
    if comments:
        notes.append(Note(path, comments[0], f"left out comments of readers: {len(comments):,}"))


def _fields(element: Any) -> _Fields:
    by_name: defaultdict[str, list[Any]] = defaultdict(list)
    is_atom = element_name(element).rpartition(":")[2] in {"entry", "feed", "source"}
    for child in element:
        name = element_name(child)
        by_name[name.removeprefix("atom:") if is_atom else name].append(child)
    return _Fields(element, by_name)


def _channel(fields: _Fields) -> _Channel:
    authors = tuple(_authors(fields))
    return _Channel(plain_title(fields.text("title")), _site(fields), _publishers(fields), authors, _accounts(fields))


def _accounts(channel: _Fields) -> dict[str, str]:
    found = map(_fields, channel.all("wp:author"))
    return {each.text("wp:author_login"): each.text("wp:author_display_name") for each in found}


def _channel_of(element: Any, channels: Mapping[Any, _Channel]) -> _Channel:
    """The channel around an item; in RSS 1.0 it stands beside it."""
    around = next((channels[above] for above in element.iterancestors() if above in channels), None)
    return around or next(iter(channels.values()), _Channel("", "", (), (), {}))


def _is_atom(element: Any) -> bool:
    return element_name(element) in {"atom:entry", "entry"}


def _entry(placed: TreeItem, fields: _Fields, channel: _Channel, path: str) -> tuple[FeedEntry, list[Note]]:
    element = placed.element
    base = _base(element, channel.site)
    url = _own_address(fields, base)
    texts, notes = _texts(fields, url or channel.site, path, placed.line)
    is_atom = _is_atom(element)
    source = fields.all("source")
    source_name = _name_of_source(fields, _fields(source[0]) if source and is_atom else None)
    own = plain_title(fields.text("dc:publisher"))
    entry = FeedEntry(
        line=placed.line,
        title=_title(fields),
        texts=tuple(texts),
        url=url,
        guid=fields.text("id") if is_atom else fields.text("guid") or element.get(f"{{{_RDF}}}about", ""),
        categories=tuple(_categories(fields)),
        authors=tuple(
            channel.accounts.get(name) or name for name in _authors(fields) or _outer_authors(channel, element)
        ),
        published=_date(fields, _PUBLISHED),
        updated=_date(fields, _UPDATED),
        source="" if source_name == channel.title else source_name,
        see_also=web_address(fields.text("dc:source")),
        publishers=unlike_names([own, *channel.publishers]) if own else channel.publishers,
        piece=placed.source,
    )
    return entry, notes


_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PUBLISHED = ("pubdate", "published", "issued", "dc:date", "dcterms:issued", "dcterms:created", "date", "created")
_UPDATED = ("updated", "modified", "atom:updated", "dcterms:modified")
_PRINTED = {"pubdate": "pubDate", "wp:post_date": "wp:post_date"}


def _date(fields: _Fields, names: Sequence[str]) -> FeedDate | None:
    for name in (*names, "wp:post_date") if names is _PUBLISHED else names:
        text = fold(fields.text(name, f"atom:{name}"))
        if text and not text.startswith(("0000-00-00", "-0001")):
            return FeedDate(_PRINTED.get(name, name), text)
    return None


def _text(element: Any) -> str:
    """All text of an element and of those in it."""
    return "".join(element.itertext()).strip()


def _title(fields: _Fields) -> str:
    return fields.text("title", "media:title", "dc:title", "itunes:title")


def _texts(fields: _Fields, base: str, path: str, line: int) -> tuple[list[FeedText], list[Note]]:
    """The texts of an item, the fullest first."""
    texts: list[FeedText] = []
    notes: list[Note] = []
    is_export = bool(fields.all("wp:post_type", "wp:status", "wp:post_id"))
    for name in ("content:encoded", "content", "atom:content", "xhtml:body", "xhtml:div"):
        for element in fields.all(name):
            if element.get("src") and not _text(element):
                what = f"the text of {quote(plain_title(_title(fields)))} is not in the feed, only its address"
                notes.append(Note(path, line, what, "Save the article's own page and import that."))
                continue
            html, is_html = _markup_of(element)
            if is_export:
                html, count = post_html(html)
                is_html = True
                if count:
                    notes.append(Note(path, line, f"left out {count} shortcodes, which are programs of the site"))
            texts.append(FeedText(html, is_html, _base(element, base), is_full=True))
    for name in ("description", "summary", "atom:summary", "excerpt:encoded", "dc:description", "dcterms:abstract"):
        for element in fields.all(name):
            html, is_html = _markup_of(element)
            texts.append(FeedText(html, is_html, _base(element, base)))
    if not any(not is_blank(text.text) for text in texts):
        for element in fields.all("itunes:summary", "media:description", "itunes:subtitle"):
            html, is_html = _markup_of(element)
            texts.append(FeedText(html, is_html, base))
        for group in fields.all("media:group"):
            texts += [FeedText(*_markup_of(each), base) for each in _fields(group).all("media:description")]
    return texts, notes


def _markup_of(element: Any) -> tuple[str, bool]:
    """An element's content, and whether it is HTML: escaped in it, or as elements of its own."""
    if len(element):
        return _inner_html(element), True
    text = element.text or ""
    kind = (element.get("type") or "").casefold()
    return text, kind in {"html", "text/html", "xhtml"} or looks_like_html(text)


def _inner_html(element: Any) -> str:
    inside = deepcopy(element)
    for each in inside.iter("{*}*"):
        if isinstance(each.tag, str):
            each.tag = each.tag.rpartition("}")[2].rpartition(":")[2]
    etree.cleanup_namespaces(inside)
    parts = [etree.tostring(child, method="html", encoding="unicode") for child in inside]
    return _escaped(inside.text or "") + "".join(parts)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _base(element: Any, otherwise: str) -> str:
    """The address from which an element's links are reckoned: its own or an outer one's `xml:base`, else another."""
    printed = [base for each in (element, *element.iterancestors()) if (base := each.get(_XML_BASE))]
    base = otherwise
    for address in reversed(printed):
        base = resolve_link(address, base) or base
    return base


def _site(channel: _Fields) -> str:
    """The address of the site that the feed belongs to."""
    links = [_link_address(link) for link in channel.all("link", "atom:link") if _is_alternate(link)]
    return next((address for link in links if (address := web_address(link))), "")


def _link_address(link: Any) -> str:
    return fold(link.get("href") or _text(link))


def _is_alternate(link: Any) -> bool:
    return (link.get("rel") or "alternate").casefold().rpartition("/")[2] == "alternate"


def _own_address(fields: _Fields, base: str) -> str:
    """An item's own address: the original before it went through a service, the link, or a guid that is an address."""
    links = [link for link in fields.all("link", "atom:link") if _is_alternate(link)]
    links.sort(key=lambda link: "html" not in (link.get("type") or "html"))
    printed = [fields.text("feedburner:origlink")]
    printed += [resolve_link(_link_address(link).replace("&amp;", "&"), _base(link, base)) for link in links]
    for guid in fields.all("guid"):
        text = _text(guid)
        if (guid.get("isPermaLink") or guid.get("ispermalink") or "true").casefold() != "false" and web_address(text):
            printed.append(text)
    printed.append(web_address(fields.element.get(f"{{{_RDF}}}about") or ""))
    addresses = (resolve_link(fold(text).replace("&amp;", "&"), base) for text in printed if text)
    return next((address for address in addresses if web_address(address)), "")


def _categories(fields: _Fields) -> Iterator[str]:
    """What the publisher filed an item under; not the names that the feed's programs give to kinds of items."""
    for element in fields.all("category", "atom:category", "dc:subject"):
        domain = (element.get("domain") or element.get("scheme") or "").casefold()
        name = fold(element.get("label") or element.get("term") or _text(element))
        if domain in {"post_format", "nav_menu"} or domain.endswith("#kind") or "://" in name:
            continue
        if name.casefold() not in _NO_CATEGORIES:
            yield name


def _authors(fields: _Fields) -> list[str]:
    names = [_text(element) for element in fields.all("dc:creator", "itunes:author")]
    for element in fields.all("author", "atom:author"):
        inside = {element_name(child).rpartition(":")[2]: _text(child) for child in element}
        names.append(inside.get("name", "") if inside else _text(element))
    return [name for name in map(fold, names) if name]


def _outer_authors(channel: _Channel, element: Any) -> Sequence[str]:
    """In Atom an entry without an author has its feed's."""
    return channel.authors if _is_atom(element) else ()


def _name_of_source(fields: _Fields, origin: _Fields | None) -> str:
    """Whose article it is, where the feed took it over from another."""
    if origin:
        return plain_title(origin.text("title"))
    named = plain_title(fields.text("source", "dc:source"))
    return "" if "://" in named else named


def _publishers(channel: _Fields) -> tuple[str, ...]:
    """The names that a feed gives itself, likeliest first: the part of its title that others confirm first."""
    title = plain_title(channel.text("title"))
    host = re.sub(r"[^a-z0-9]", "", _site(channel).partition("://")[2].partition("/")[0].casefold())
    parts = re.split(r"(?<!\s)\s++[-–—|»«·:]+\s+|(?:(?<!\s)\s++)?[|»«]\s*", title)
    images = [plain_title(_fields(image).text("title")) for image in channel.all("image")]
    persons = [channel.text("managingeditor"), *_authors(channel)]
    named = [
        plain_title(re.sub(r"(?<!\S)\S[^\s@]*+@\S+", "", text).strip(" ()"))
        for text in (channel.text("dc:publisher"), *persons)
    ]
    confirmed = [part for part in parts if part in named or ((key := "".join(words(part))) and key in host)]
    return unlike_names([*confirmed, title, *named, *images])


def _export_item(fields: _Fields, line: int) -> ExportItem | None:
    """What a WordPress export or Blogger's says of an item besides its text; None in a feed."""
    title = plain_title(_title(fields))
    if fields.all("wp:post_type", "wp:status"):
        password = bool(fields.text("wp:post_password"))
        return ExportItem(line, title, fields.text("wp:post_type"), fields.text("wp:status"), password)
    kinds = [
        (element.get("term") or "").rpartition("#")[2]
        for element in fields.all("category")
        if (element.get("scheme") or "").endswith("#kind")
    ]
    control = fields.all("app:control")
    is_draft = any(_fields(element).text("app:draft").casefold() == "yes" for element in control)
    if is_draft or (kinds and kinds[0] not in _OWN_KINDS):
        return ExportItem(line, title, kinds[0] if kinds else "post", "draft" if is_draft else "publish")
    return None


def _withdrawals(tree: FeedTree, path: str) -> Iterator[Note]:
    """Entries that the feed says were deleted: an editor should hear of it."""
    for element in tree.elements:
        if element_name(element) == "at:deleted-entry":
            name, when = fold(element.get("ref") or ""), fold(element.get("when") or "")
            what = f"the feed withdraws the entry {quote(name)}" + (f" as of {when[:40]}" if when else "")
            yield Note(
                path,
                tree.above + (element.sourceline or 1),
                what,
                "If there is a page of it, look whether it should stay.",
            )


def _channel_notes(channels: Mapping[Any, _Channel], above: int, path: str) -> Iterator[Note]:
    for element, channel in channels.items():
        if re.match(r"comments (?:on|for|to)\b", channel.title, re.IGNORECASE):
            line = above + (element.sourceline or 1)
            what = f"this is a feed of readers' comments ({quote(channel.title)})"
            yield Note(path, line, what, "Import the site's feed of articles instead, and delete these pages.")
