"""The days that machines are told of an article: only those that are known, never one that we made up."""

from __future__ import annotations

from hooks.library.shown import ShownArticle


def published_day(shown: ShownArticle) -> str:
    """The day of its publication, `2023-12-05`; empty where only its month or year is known, or nothing."""
    return shown.date if shown.is_day_known else ""


def revised_day(shown: ShownArticle) -> str:
    """The day on which its text says that it was revised; empty if it does not say so, or not to the day."""
    updated = shown.article.updated
    return updated if len(updated) == len("2024-01-09") else ""


def latest_day(shown: ShownArticle) -> str:
    """The day of its last revision, or else of its publication; empty where neither is known."""
    return revised_day(shown) or published_day(shown)
