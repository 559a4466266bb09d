"""The feeds: Atom (RFC 4287) for the whole bulletin and for each topic, and one in the format JSON Feed 1.1.

They are written with the standard library and from the articles alone, so that the same articles give the same bytes
on any day and on any machine.
"""

from __future__ import annotations

import html
import json
import posixpath
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit
from uuid import UUID, uuid5

from hooks.library.addresses import clean_address
from hooks.library.article_text import REL
from hooks.library.bulletin import Bulletin
from hooks.library.kept_out import WithdrawnPage
from hooks.library.known_days import latest_day, published_day, revised_day
from hooks.library.shown import ShownArticle
from hooks.library.source_pages import LICENCE_WORDS
from hooks.library.whole_site import Site
from importer.references import decode_references

ATOM_FEED = "feed.xml"
JSON_FEED = "feed.json"
# What a feed reader shows of a feed it meets for the first time. With the texts, more would be heavy to ask for daily.
NEWEST = 30
ATOM = "http://www.w3.org/2005/Atom"
LANGUAGE = "en-GB"
# Never to change: every entry's id is made from it, and a feed reader shows an entry with a new id as unread.
NAMESPACE = UUID("b4ddf0de-d0d0-4d97-bc01-6e586aaece55")
DAY_NOT_KNOWN = "Articles of which we do not know the day are not in this feed; the timeline lists them."
DAY_NOT_KNOWN_LAST = "Articles of which we do not know the day come last, without a date."

WITHDRAWN = "Withdrawn article"

# What XML 1.0 cannot hold, not even as a reference: most control characters, halves of pairs, two non-characters
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Python-Markdown writes every `<` and `>` of the text as a reference, so this finds tags and nothing else
_TAG_WITH_ADDRESS = re.compile(r"<(?:a|img)\s[^<>]*>")
_ADDRESS = re.compile(r'\s(?P<name>href|src)="(?P<address>[^"]*)"')
_SAFE_SCHEMES = {"", "http", "https", "mailto", "tel"}


@dataclass(frozen=True, slots=True)
class _Feed:
    """A feed to be written: its own place and that of the page it belongs to, both from the site's root."""

    place: str
    page: str
    key: str
    title: str
    subtitle: str
    articles: Sequence[ShownArticle]
    withdrawn: Sequence[WithdrawnPage] = ()


def render_feeds(bulletin: Bulletin, bodies: Mapping[str, str], site: Site) -> dict[str, bytes]:
    """Every feed by its place: `feed.json`, and Atom for the bulletin and each topic with an article of known day.

    Atom wants the time of its last change from every feed. A feed without entries has none that is true, so it is not
    written. `bodies` are the articles' texts as HTML, by their pages' paths. The latest withdrawals end each feed.
    """
    about = site.description
    away = sorted(bulletin.withdrawn, key=lambda page: (page.on, page.path), reverse=True)[:NEWEST]
    atom = [_Feed(ATOM_FEED, "index.html", "bulletin", site.name, about, _newest(bulletin.articles), away)]
    for topic in bulletin.topics:
        title, articles = f"{site.name}: {topic.label}", _newest(bulletin.by_topic[topic.slug])
        gone = [page for page in away if topic.slug in page.topics]
        atom.append(_Feed(topic.feed_url, topic.url, f"topic/{topic.slug}", title, topic.description, articles, gone))
    feeds = {feed.place: _render_atom(feed, bodies, site) for feed in atom if feed.articles or feed.withdrawn}
    day_not_known = [shown for shown in bulletin.articles if not latest_day(shown)]
    # Thirty of each kind: else those without a day, which come last, would fall off the end in the first month.
    listed = [*atom[0].articles, *day_not_known[:NEWEST]]
    return {
        JSON_FEED: _render_json(_Feed(JSON_FEED, "index.html", "json", site.name, about, listed, away), bodies, site)
    } | feeds


def entry_id(shown: ShownArticle | WithdrawnPage) -> str:
    """What feed readers know an article by: its slug alone makes it, so that a move, a new title or host keeps it.

    The line that an article was withdrawn has the article's own, so that it takes the place of the text there.
    """
    return _identify(f"article/{shown.slug if isinstance(shown, WithdrawnPage) else shown.article.slug}")


def absolute_or_relative(target: str, place: str, site_address: str) -> str:
    """How a file at `place` can name the page `target`: in full if the site's address is known, else from itself."""
    if site_address:
        return urljoin(site_address, target)
    return posixpath.relpath(target, posixpath.dirname(place) or ".")


def render_content(shown: ShownArticle, body: str, place: str, site_address: str) -> str:
    """An article's text for a feed at `place`: content note, body, and whose text it is; its links lead where they did.

    A link that a reader's program might run (`javascript:…`) loses its address.
    """
    note = shown.article.content_note
    text = _move_links(body, shown.url, place, site_address)
    parts = [
        f"<p><strong>Content note:</strong> {html.escape(note)}</p>" if note else "",
        f'<div lang="{html.escape(shown.lang)}">{text}</div>' if shown.lang else text,
        _render_origin(shown),
    ]
    return "\n".join(part for part in parts if part)


def summarise(shown: ShownArticle) -> str:
    """What a list of entries says under the headline: content note and summary, nothing of what the note warns of."""
    if shown.show == "link":
        return ""
    note = shown.article.content_note
    return " ".join(part for part in (f"Content note: {note}" if note else "", shown.calm_summary) if part)


def _newest(articles: Sequence[ShownArticle]) -> list[ShownArticle]:
    """Those whose day is known, the latest first: by publication, or by revision where only that day is known."""
    known = [shown for shown in articles if latest_day(shown)]
    return sorted(known, key=lambda shown: published_day(shown) or latest_day(shown), reverse=True)[:NEWEST]


def _identify(name: str) -> str:
    return uuid5(NAMESPACE, name).urn


def _at_midnight(day: str) -> str:
    return f"{day}T00:00:00Z"


# --- Atom


def _render_atom(feed: _Feed, bodies: Mapping[str, str], site: Site) -> bytes:
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": LANGUAGE})
    _add(root, "id", _identify(feed.key))
    _add(root, "title", feed.title)
    _add(root, "subtitle", f"{feed.subtitle} {DAY_NOT_KNOWN}".strip())
    days = [*(latest_day(shown) for shown in feed.articles), *(page.on for page in feed.withdrawn)]
    _add(root, "updated", _at_midnight(max(days)))
    page = absolute_or_relative(feed.page, feed.place, site.address)
    _add(root, "link", rel="alternate", type="text/html", href=page)
    if itself := site.in_full(feed.place):
        _add(root, "link", rel="self", type="application/atom+xml", href=itself)
    for shown in feed.articles:
        _add_entry(root, shown, bodies.get(shown.article.path, ""), feed.place, site)
    for page_away in feed.withdrawn:
        _add_withdrawal(root, page_away, feed.place, site)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _add_entry(root: ET.Element, shown: ShownArticle, body: str, place: str, site: Site) -> None:
    entry = ET.SubElement(root, "entry", {"xml:lang": shown.lang} if shown.lang else {})
    # Labels and the terms of use are in our own language, whatever that of the text.
    ours = {"xml:lang": LANGUAGE} if shown.lang else {}
    _add(entry, "id", entry_id(shown))
    _add(entry, "title", shown.title)
    _add(entry, "updated", _at_midnight(latest_day(shown)))
    if day := published_day(shown):
        _add(entry, "published", _at_midnight(day))
    _add_person(entry, "author", shown.article.author or shown.source.name)
    if shown.article.author:
        _add_person(entry, "contributor", shown.source.name)
    _add(entry, "link", rel="alternate", type="text/html", href=absolute_or_relative(shown.url, place, site.address))
    if shown.original:
        _add(entry, "link", rel="via", href=clean_address(shown.original))
    for topic in shown.topics:
        _add(entry, "category", term=topic.slug, label=topic.label, **ours)
    if shown.source.listed and shown.source.licence in LICENCE_WORDS:
        _add(entry, "rights", LICENCE_WORDS[shown.source.licence], **ours)
    if summary := summarise(shown):
        _add(entry, "summary", summary)
    if shown.is_whole:
        _add(entry, "content", render_content(shown, body, place, site.address), type="html")


def _add_withdrawal(root: ET.Element, page: WithdrawnPage, place: str, site: Site) -> None:
    """What takes an article's place in a feed reader: no title, author, topic or word of it."""
    entry = ET.SubElement(root, "entry")
    _add(entry, "id", entry_id(page))
    _add(entry, "title", WITHDRAWN)
    _add(entry, "updated", _at_midnight(page.on))
    _add_person(entry, "author", site.name)
    _add(entry, "link", rel="alternate", type="text/html", href=absolute_or_relative(page.url, place, site.address))
    _add(entry, "summary", page.told)
    _add(entry, "content", page.told, type="text")


def _add_person(entry: ET.Element, role: str, name: str) -> None:
    _add(ET.SubElement(entry, role), "name", name)


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> None:
    kept = {name: _NOT_IN_XML.sub("", value) for name, value in attributes.items()}
    ET.SubElement(parent, tag, kept).text = _NOT_IN_XML.sub("", text) or None


# --- JSON Feed


def _render_json(feed: _Feed, bodies: Mapping[str, str], site: Site) -> bytes:
    values: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": f"{feed.subtitle} {DAY_NOT_KNOWN_LAST}".strip(),
        "home_page_url": absolute_or_relative(feed.page, feed.place, site.address),
        "feed_url": site.in_full(feed.place),
        "language": LANGUAGE,
        "items": [
            *(_json_item(shown, bodies.get(shown.article.path, ""), feed.place, site) for shown in feed.articles),
            *(_json_withdrawal(page, feed.place, site) for page in feed.withdrawn),
        ],
    }
    text = json.dumps(_without_empty(values), ensure_ascii=False, indent=1) + "\n"
    return text.encode("utf-8", errors="replace")  # half a pair, which a header can hold, is no character


def _json_item(shown: ShownArticle, body: str, place: str, site: Site) -> dict[str, object]:
    published, revised = published_day(shown), revised_day(shown)
    is_page_known = shown.original and not shown.is_original_home_page
    values: dict[str, object] = {
        "id": entry_id(shown),
        "url": absolute_or_relative(shown.url, place, site.address),
        "external_url": clean_address(shown.original) if is_page_known else "",
        "title": shown.title,
        "summary": summarise(shown),
        "date_published": _at_midnight(published) if published else "",
        "date_modified": _at_midnight(revised) if revised else "",
        "authors": [{"name": shown.article.author or shown.source.name}],
        "tags": [topic.label for topic in shown.topics],
        "language": shown.lang,
    }
    # Every item must have a text. Where none of the article may be shown, it says whose it is.
    if shown.is_whole:
        values["content_html"] = render_content(shown, body, place, site.address)
    else:
        values["content_text"] = f"{summarise(shown)}\n\nFrom {shown.source.name}.".strip()
    return _without_empty(values)


def _json_withdrawal(page: WithdrawnPage, place: str, site: Site) -> dict[str, object]:
    return {
        "id": entry_id(page),
        "url": absolute_or_relative(page.url, place, site.address),
        "title": WITHDRAWN,
        "summary": page.told,
        "content_text": page.told,
        "date_modified": _at_midnight(page.on),
    }


def _without_empty(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value != ""}


# --- the text of an entry


def _render_origin(shown: ShownArticle) -> str:
    source = f"From {html.escape(shown.source.name)}."
    if not shown.original:
        return f"<p>{source}</p>"
    link = f'<a href="{html.escape(clean_address(shown.original))}" rel="{REL}">'
    website = html.escape(shown.original_website)
    if shown.is_original_home_page:
        return f"<p>{source} Of the original only the home page is known: {link}{website}</a>.</p>"
    return f"<p>{source} {link}Read the original on {website}</a>.</p>"


def _move_links(body: str, page: str, place: str, site_address: str) -> str:
    """The links of a page's text, as they must be written in a file at `place` to lead to the same pages."""

    def move(found: re.Match[str]) -> str:
        address = _move_address(decode_references(found["address"]), page, place, site_address)
        return f' {found["name"]}="{html.escape(address)}"' if address else ""

    return _TAG_WITH_ADDRESS.sub(lambda tag: _ADDRESS.sub(move, tag[0]), body)


def _move_address(address: str, page: str, place: str, site_address: str) -> str:
    try:
        parts = urlsplit(re.sub(r"[\x00-\x20]", "", address))  # as browsers read `java\nscript:`
    except ValueError:  # “https://[x”
        return ""
    if parts.scheme.lower() not in _SAFE_SCHEMES:
        return ""
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        return clean_address(urljoin(site_address, address))
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), parts.path)) if parts.path else page
    moved = absolute_or_relative(target, place, site_address)
    return moved + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
