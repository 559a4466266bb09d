"""Dates as readers here write them, never more exact than they are known."""

from __future__ import annotations

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
NOT_KNOWN = "Date not known"


def render_date(iso: str) -> str:
    """A date of the header in words: “5 December 2023”, “December 2023”, “2023”, or “Date not known” for none."""
    if not iso:
        return NOT_KNOWN
    year, month, day = (*iso.split("-"), "", "")[:3]
    words = (str(int(day)) if day else "", render_month(month) if month else "", year)
    return " ".join(word for word in words if word)


def render_month(number: str) -> str:
    """The name of a month: “December” for `12`."""
    return MONTHS[int(number) - 1]
