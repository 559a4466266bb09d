"""The feeds and the sitemap as they were built: only what hooks/library/feeds.py and the sitemap's template write.

Feed readers show what they get in pages of their own, where our policy does not hold. So the texts in a feed are held
to the rules for an article's text, and no stylesheet or entity may tell a reader to make something else of the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from lxml import etree

from hooks.gate.addresses import find_target
from hooks.gate.hidden import find_hidden_in
from hooks.gate.pages import PageGate
from hooks.gate.published import Published
from importer.records import Note

_ATOM = "{http://www.w3.org/2005/Atom}"
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Each element of a feed with its attributes
_FEED: Mapping[str, frozenset[str]] = {
    _ATOM + "feed": frozenset({_LANG}),
    _ATOM + "entry": frozenset({_LANG}),
    _ATOM + "link": frozenset({"rel", "type", "href"}),
    _ATOM + "category": frozenset({"term", "label", _LANG}),
    _ATOM + "rights": frozenset({_LANG}),
    _ATOM + "content": frozenset({"type"}),
    **dict.fromkeys(
        (_ATOM + name for name in (
            "id", "title", "subtitle", "updated", "published", "author", "contributor", "name", "summary",
        )),
        frozenset(),
    ),
}  # fmt: skip
_MAP: Mapping[str, frozenset[str]] = {_SITEMAP + name: frozenset() for name in ("urlset", "url", "loc", "lastmod")}
_DECLARATION = re.compile(rb"<\?xml version=['\"]1\.0['\"] encoding=['\"](utf-8|UTF-8)['\"]\?>\s*")
_MEND = "Feeds are written by hooks/library/feeds.py, the sitemap by hooks/theme/sitemap.xml; build again."
_TOP_KEYS = frozenset({"version", "title", "description", "home_page_url", "feed_url", "language", "items"})
_ITEM_KEYS = frozenset(
    {"id", "url", "external_url", "title", "summary", "date_published", "date_modified", "authors", "tags", "language",
     "content_html", "content_text"}
)  # fmt: skip
_JSON_ADDRESSES = frozenset({"home_page_url", "feed_url", "url", "external_url"})


def find_feed_faults(name: str, content: bytes, site: Published, pages: PageGate) -> Iterator[Note]:
    """Everything that an Atom feed of ours may not hold."""
    faults: list[Note] = []
    for element in _find_elements(name, content, _FEED, faults):
        if element.tag == _ATOM + "link":
            faults += _address_faults(name, element.get("href", ""), site, element.sourceline)
        elif element.tag == _ATOM + "content" and element.get("type") == "html":
            faults += pages.find_faults_of_text(name, element.text or "")
        elif element.tag == _ATOM + "content" and element.get("type") != "text":
            faults.append(Note(name, element.sourceline, "“content” is of a kind that is not ours", _MEND))
    yield from faults


def find_sitemap_faults(name: str, content: bytes, site: Published) -> Iterator[Note]:
    """Everything that the sitemap may not hold: it lists pages of this site, and their days."""
    faults: list[Note] = []
    for element in _find_elements(name, content, _MAP, faults):
        if element.tag == _SITEMAP + "loc":
            target = find_target(element.text or "", name, site)
            if target.fault or target.file not in site.files:
                faults.append(Note(name, element.sourceline, "“loc” names no page of this site", _MEND))
    yield from faults


def find_json_feed_faults(name: str, content: bytes, site: Published, pages: PageGate) -> Iterator[Note]:
    """Everything that the JSON feed may not hold."""
    try:
        feed = json.loads(content)
        items = feed["items"]
        texts = [item.get("content_html", "") for item in items]
        keys = (feed.keys() - _TOP_KEYS) | {key for item in items for key in item.keys() - _ITEM_KEYS}
    except (ValueError, KeyError, TypeError, AttributeError):
        yield Note(name, 0, "the feed is not what JSON Feed 1.1 asks for", _MEND)
        return
    for key in sorted(keys):
        yield Note(name, 0, f"the feed has the key “{key}”, which is not ours", _MEND)
    yield from _hidden_faults(name, json.dumps(feed, ensure_ascii=False))
    for record in (feed, *items):
        for key in sorted(_JSON_ADDRESSES & record.keys()):
            yield from _address_faults(name, str(record[key]), site, 0)
    for text in texts:
        yield from pages.find_faults_of_text(name, str(text))


def _find_elements(
    name: str, content: bytes, known: Mapping[str, frozenset[str]], faults: list[Note]
) -> Iterator[etree._Element]:
    """The elements that are ours; the faults of the file and of all others go into `faults`."""
    declaration = _DECLARATION.match(content)
    if not declaration:
        faults.append(Note(name, 1, "the file does not begin as XML in UTF-8", _MEND))
        return
    if odd := re.search(rb"<[!?]", content[declaration.end() :]):
        line = content.count(b"\n", 0, declaration.end() + odd.start()) + 1
        what = "a stylesheet, declaration, comment or CDATA stands in the file; programs may obey it"
        faults.append(Note(name, line, what, _MEND))
        return
    try:
        # Nothing is declared in it, so there is nothing to load or to unfold
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        faults.append(Note(name, error.lineno or 0, "the file is no sound XML", _MEND))
        return
    faults += _hidden_faults(name, content.decode("utf-8"))
    for element in root.iter():
        tag = str(element.tag)
        faults += _hidden_faults(name, "".join((element.text or "", element.tail or "", *element.attrib.values())))
        strange = "an element" if tag not in known else ""
        if not strange and (odd_names := set(element.attrib) - known[tag]):
            strange = f"the attribute “{etree.QName(min(odd_names)).localname}” at “{etree.QName(tag).localname}”,"
        if strange:
            what = f"{strange} that is not ours stands in the file"
            faults.append(Note(name, element.sourceline or 0, what.replace(", that", " that"), _MEND))
        else:
            yield element


def _hidden_faults(name: str, text: str) -> list[Note]:
    return [
        Note(name, 0, f"{hidden.what} stands in the file", "Take it out of the page in docs/.")
        for hidden in find_hidden_in(text)
    ]


def _address_faults(name: str, address: str, site: Published, line: int) -> Iterator[Note]:
    target = find_target(address, name, site)
    if target.fault:
        yield Note(name, line, f"a link {target.fault}", "It comes from the article's page in docs/: mend it there.")
    elif target.file and target.file not in site.files:
        yield Note(name, line, f"a link names “{target.file}”, which is not there", _MEND)
