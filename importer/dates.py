"""Dates as British documents print them."""

from __future__ import annotations

import re
from datetime import date


def is_iso_date(text: str) -> bool:
    """Is this a day, month or year of the calendar, written as `2023-07-19`, `2023-07` or `2023`?"""
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
        return False
    year, month, day = (text.split("-") + ["01", "01"])[:3]
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True
