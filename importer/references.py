"""Character references decoded as browsers decode them: `&lt;`, `&#60;`, `&#x3C;`."""

from __future__ import annotations

import html
import re

_LONG_NUMBER = re.compile(r"&#([0-9]{9,})")
_MOST_DIGITS = 8  # more than the highest character has


def decode_references(text: str) -> str:
    """The text with its character references decoded; one beyond the last character is U+FFFD, however long it is.

    `html.unescape` gives up with a ValueError where a number has more digits than Python reads (4,300).

    >>> decode_references("5 &lt; 6"), decode_references("&#" + "0" * 5000 + "60;")
    ('5 < 6', '<')
    """
    if "&" not in text:
        return text
    return html.unescape(_LONG_NUMBER.sub(_shorten, text))


def _shorten(found: re.Match[str]) -> str:
    return f"&#{found[1].lstrip('0')[:_MOST_DIGITS] or '0'}"
