"""The monthly digest: one page a month for the staff meeting, to print, to send on, and to sign for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from hooks.library.addresses import digest_url
from hooks.library.british_dates import render_date
from hooks.library.bulletin import Bulletin
from hooks.library.generated_page import GeneratedPage
from hooks.library.shown import FIRST_HELPLINES, ShownArticle

SIGNATURE_ROWS = 14  # as many as fit on one sheet of A4 beneath the statement


@dataclass(frozen=True, slots=True)
class Digest:
    """A month's articles in the order of their dates, and earlier ones that were revised in it.

    `changes` are those on law, policy and guidance, `others` the rest.
    """

    month: str
    changes: tuple[ShownArticle, ...]
    others: tuple[ShownArticle, ...]
    revised: tuple[ShownArticle, ...]

    @property
    def label(self) -> str:
        return render_date(self.month)

    @property
    def url(self) -> str:
        return digest_url(self.month)

    @property
    def mail_url(self) -> str:
        return f"digest/{self.month}-mail.html"

    @property
    def count(self) -> int:
        return len(self.changes) + len(self.others)

    @property
    def source_count(self) -> int:
        return len({shown.source.slug for shown in (*self.changes, *self.others)})


def digests(bulletin: Bulletin) -> list[Digest]:
    """A digest for each month in which an article was published or revised, the latest first.

    An article of which only the year is known, or nothing, belongs to no month and is in none.
    """
    published: defaultdict[str, list[ShownArticle]] = defaultdict(list)
    revised: defaultdict[str, list[ShownArticle]] = defaultdict(list)
    for shown in reversed(bulletin.articles):
        month, revision = shown.month, shown.article.updated[:7]
        if is_month(month):
            published[month].append(shown)
        if is_month(revision) and revision != month:
            revised[revision].append(shown)
    return [
        Digest(
            month,
            tuple(shown for shown in published[month] if shown.is_change),
            tuple(shown for shown in published[month] if not shown.is_change),
            tuple(revised[month]),
        )
        for month in sorted({*published, *revised}, reverse=True)
    ]


def is_month(date: str) -> bool:
    return len(date) == len("2024-03")


def latest_digest(bulletin: Bulletin) -> Digest | None:
    """The digest of the latest month in which something was published; a month of revisions alone is not news."""
    return next((digest for digest in digests(bulletin) if digest.count), None)


def digest_pages(bulletin: Bulletin) -> list[GeneratedPage]:
    """The list of digests, then one page a month."""
    months = digests(bulletin)
    undated = [shown for shown in bulletin.articles if not is_month(shown.month)]
    index = GeneratedPage(
        "digest/index.md",
        "digests.html",
        "Monthly digest",
        {"digests": months, "undated_count": len(undated)},
        "One page a month, to print for the staff meeting or to send on.",
    )
    pages = [
        GeneratedPage(
            digest.url.removesuffix(".html") + ".md",
            "digest.html",
            f"Safeguarding digest: {digest.label}",
            {
                "digest": digest,
                "later": later,
                "earlier": earlier,
                "signature_rows": SIGNATURE_ROWS,
                "helplines": bulletin.helplines[:FIRST_HELPLINES],
            },
            f"Safeguarding news and guidance of {digest.label}, to print or to send on.",
        )
        for later, digest, earlier in zip([None, *months], months, [*months[1:], None], strict=False)
    ]
    return [index, *pages]
