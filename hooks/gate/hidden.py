"""Characters that do not show, looked for in whole pages: importer/hidden_characters.py says which they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from importer.hidden_characters import Hidden, find_hidden

_UNCOMMON = re.compile(r"[^\n\t -~]")


def find_hidden_in(text: str) -> Iterator[Hidden]:
    """Each character that does not show. Most pages have few beyond plain letters, and only those are looked at."""
    uncommon = "".join(set(_UNCOMMON.findall(text)))
    if uncommon and any(True for _ in find_hidden(uncommon)):
        yield from find_hidden(text)
