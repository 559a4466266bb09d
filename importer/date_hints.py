"""What date somebody meant who wrote it as people do: “31/02/2026”, “5 December 2023”, “2023-7-1”."""

from __future__ import annotations

import calendar
import re
from datetime import date

from importer.dates import MONTHS, british, parse_date

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_QUOTES = "“”„‘’‚\"'«» "
_YEAR = re.compile(r"(?:19|20)\d{2}")


def date_hint(text: str) -> str:
    """The beginning of a mend: the date that was perhaps meant, or why there is none; empty where nobody can tell.

    >>> date_hint("5/12/2023")
    'Did you mean 2023-12-05 (5 December 2023)? '
    >>> date_hint("31/02/2026")
    'February 2026 has 28 days. '
    """
    plain = text.translate(_DASHES).strip(_QUOTES)
    printed = parse_date(plain) if _YEAR.search(plain) else None  # 05/12/23 may be of 2023 or of 2005
    if printed is None or not printed.year:
        return ""
    if printed.iso:
        day = printed.calendar_day
        said = f" ({british(day)})" if day else ""
        return f"Did you mean {printed.iso}{said}? "
    if not 1 <= printed.month <= len(MONTHS):
        return "A year has 12 months. "
    return _days_hint(date(printed.year, printed.month, 1))


def _days_hint(first: date) -> str:
    days = calendar.monthrange(first.year, first.month)[1]
    return f"{MONTHS[first.month - 1].capitalize()} {first.year} has {days} days. "
