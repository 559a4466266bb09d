"""Links of a text to pages that are not on the site: their words stay, and lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import unquote, urljoin, urlsplit

from importer.references import decode_references

# Python-Markdown puts no link into another, and writes every `<` of the text as a reference
_LINK = re.compile(r'<a\s[^<>]*?\bhref="([^"]*)"[^<>]*>(.*?)</a>', re.DOTALL)
_ROOT = "http://site.invalid/"


def unlink(text: str, page_url: str, missing: Collection[str]) -> str:
    """The text of the page at `page_url` as HTML, without links to the `missing` pages; all named from the root."""
    if not missing:
        return text

    def leads_nowhere(address: str) -> bool:
        try:
            target = urlsplit(urljoin(_ROOT + page_url, decode_references(address)))
        except ValueError:  # “https://[x”
            return False
        return f"{target.scheme}://{target.netloc}/" == _ROOT and unquote(target.path).lstrip("/") in missing

    return _LINK.sub(lambda link: link[2] if leads_nowhere(link[1]) else link[0], text)
