"""Words of a page, on their way into a comment: shown as they are, and unable to do anything there."""

from __future__ import annotations

import re
import unicodedata

MOST_CHARACTERS = 400


def render_inert(text: str, most_characters: int = MOST_CHARACTERS) -> str:
    """The text as a code span of Markdown, on one line: GitHub makes no link, mention, picture or markup of it.

    Characters that nobody sees, or that turn the direction of writing, become spaces; what is too long is cut.

    >>> render_inert("@everyone <img src=x> [a](https://a.example) `b`")
    '`` @everyone <img src=x> [a](https://a.example) `b` ``'
    """
    seen = "".join(" " if unicodedata.category(character)[0] == "C" else character for character in text)
    words = " ".join(seen.split())
    if len(words) > most_characters:
        words = words[: most_characters - 1].rstrip() + "…"
    if not words:
        return "–"
    # A span ends at the first run of as many backticks as it began with (CommonMark, 6.1), so no run may be as long.
    fence = "`" * (max(map(len, re.findall("`+", words)), default=0) + 1)
    edge = " " if words[0] == "`" or words[-1] == "`" else ""
    return f"{fence}{edge}{words}{edge}{fence}"
