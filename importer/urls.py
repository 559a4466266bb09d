"""The one door for web addresses that documents bring."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_CHARACTERS = re.compile(r"[^\s<>\"'`\\{}|^\x00-\x1f\x7f-\x9f]{1,2000}")


def web_address(text: str) -> str:
    """The address if a page may link to it: http or https, with a host, no blanks, no user name; else empty.

    >>> web_address("https://example.org/a?b=1"), web_address("javascript:alert(1)")
    ('https://example.org/a?b=1', '')
    """
    plain = text.strip()
    if not _CHARACTERS.fullmatch(plain):
        return ""
    try:
        parts = urlsplit(plain)
        host = parts.hostname or ""
    except ValueError:
        return ""
    usable = parts.scheme in {"http", "https"} and "." in host and "@" not in parts.netloc
    return plain if usable else ""


def same_address(text: str) -> str:
    """What two spellings of one address share: no scheme, no `www.`, no closing slash, no fragment, host lower case."""
    parts = urlsplit(text)
    host = (parts.hostname or "").removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"
