"""What is done to a text's HTML before it is put into a page: links to others pass nothing on."""

from __future__ import annotations

import re

from importer.references import decode_references

REL = "nofollow noopener noreferrer"
# Python-Markdown writes every `<` of the text as a reference, so this finds tags and nothing else
_LINK = re.compile(r'<a (?P<attributes>[^<>]*?\bhref="(?P<address>[^"]*)"[^<>]*)>')
_FOREIGN = re.compile(r"\s*(?:https?:|//)", re.IGNORECASE)


def mark_foreign_links(text: str, site_address: str = "") -> str:
    """The HTML with `rel` at each link to another website: no credit for it in search engines, no word who links.

    >>> mark_foreign_links('<a href="https://westmere.example/">a</a> <a href="b.html">b</a>')
    '<a href="https://westmere.example/" rel="nofollow noopener noreferrer">a</a> <a href="b.html">b</a>'
    """

    def mark(link: re.Match[str]) -> str:
        address = decode_references(link["address"])
        is_own = bool(site_address) and address.startswith(site_address)
        if is_own or not _FOREIGN.match(address) or ' rel="' in link[0]:
            return link[0]
        return f'<a {link["attributes"]} rel="{REL}">'

    return _LINK.sub(mark, text)
