"""What somebody meant to write: the listed name that is spelt most like theirs."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def find_closest(name: str, known: Iterable[str], least: float = 0.6) -> str | None:
    """The known name that resembles this one most, where it does so by at least this share (0 to 1)."""
    return next(iter(difflib.get_close_matches(name, list(known), n=1, cutoff=least)), None)


def did_you_mean(name: str | None) -> str:
    """The beginning of a mend that ends in what to add where: the name that was perhaps meant, empty for none."""
    return f"Did you mean “{name}”? Use that, or add" if name else ""
