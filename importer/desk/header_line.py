"""Where a key of a page's header stands, for whoever is to change it."""

from __future__ import annotations

import re


def find_header_line(text: str, key: str) -> int:
    """The line of a page on which a key stands, counted from 1; 1 where it cannot be told."""
    wanted = re.compile(rf"""["']?{re.escape(key)}["']?[ \t]*:""")
    lines = text.split("\n")
    ends = (number for number, line in enumerate(lines[1:], 1) if re.fullmatch(r"---[ \t\r]*", line))
    header = lines[: next(ends, 0)]
    return next((number for number, line in enumerate(header, 1) if wanted.match(line)), 1)
