"""The one door for web addresses that documents bring."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from importer.text import fold

_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+\.?")
_CHARACTERS = re.compile(r"[^\s<>\"'`\\{}|^\x00-\x1f\x7f-\x9f]{1,2000}")


def web_address(text: str) -> str:
    """The address if a page may link to it: http or https, with a host, nothing invisible, no user name; else empty.

    >>> web_address("https://example.org/a?b=1"), web_address("javascript:alert(1)")
    ('https://example.org/a?b=1', '')
    """
    plain = text.strip()
    if not _CHARACTERS.fullmatch(plain) or fold(plain) != plain:
        return ""
    try:
        parts = urlsplit(plain)
        port = parts.port
    except ValueError:
        return ""
    usable = parts.scheme in {"http", "https"} and _HOST.fullmatch(parts.hostname or "") and "@" not in parts.netloc
    return plain if usable and port != 0 else ""


def same_address(text: str) -> str:
    """What two spellings of one address share: no scheme, no `www.`, no closing slash, no fragment, host lower case."""
    try:
        parts = urlsplit(text)
    except ValueError:  # an editor's slip in a page: “https://[::1”
        return text
    host = (parts.hostname or "").removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"
