"""Newsfeed pages: every item carries a by-line, under its headline, above it, or at its end.

    Sex offender jailed

    Source: A Police Force published on this website Tuesday 5 December 2023 by A. Editor

    A man has been …

Pages of other years say it otherwise: without the colon, “this site”, the date alone, or in front of the headline
(“September 26, 2011 - TITLE”).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from importer.credits import Mark, parse_mark
from importer.dates import parse_date
from importer.layouts.page_frame import copyright_owner, header_names, is_feed_title
from importer.records import Credit, Document, Item, Line, Note, Split
from importer.shapes import is_headline_like, is_image_file, is_link_label, is_list_item, is_prose
from importer.text import is_blank, quote, word_count

_NEAR_DAYS = 400
_LEAST_TITLE_WORDS = 3
Place = Literal["below", "above", "end"]


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Marks that stand together: their first and last place among the page's filled lines, and what they say."""

    first: int
    last: int
    marks: tuple[Mark, ...]

    @property
    def titled(self) -> Mark | None:
        return next((mark for mark in self.marks if mark.kind == "titled"), None)

    @property
    def is_strong(self) -> bool:
        return self.is_full or (self.is_dated and any(mark.kind == "source" for mark in self.marks))

    @property
    def names_poster(self) -> bool:
        """“Posted on 3 May 2019 by A. Editor”: a date in a text names nobody."""
        return any(
            mark.kind == "posted" and re.search(r"\bby\b", mark.credit.text, re.IGNORECASE) for mark in self.marks
        )

    @property
    def days(self) -> tuple[date, ...]:
        """The days that the marks print."""
        dates = (parse_date(mark.credit.date_text) for mark in self.marks if mark.credit.date_text)
        return tuple(found.calendar_day for found in dates if found and found.calendar_day)

    @property
    def is_full(self) -> bool:
        return any(mark.kind == "full" for mark in self.marks)

    @property
    def is_dated(self) -> bool:
        return any(mark.credit.date_text and mark.kind != "updated" for mark in self.marks)


def find_items(document: Document) -> Split | None:
    """The items of a page with by-lines; None for any other page.

    One full by-line (publication on this site) proves the layout. So do two lesser signs of one kind, unless pictures'
    names part the page: by-lines of source and date, dates in front of headlines, dates after “Posted on” or the like.
    """
    lines = [line for line in document.lines if not is_blank(line.text)]
    clusters = find_clusters(lines)
    if not any(cluster.is_full for cluster in clusters):
        strong = [cluster for cluster in clusters if cluster.is_strong]
        titled = [cluster for cluster in clusters if cluster.titled and _has_text_below(lines, cluster)]
        signs = max(len(strong), len(titled), len(_under_headlines(lines, clusters)))
        if signs < 2 or sum(is_image_file(line.text) for line in lines) >= 2:
            return None
    return split_at_marks(document, "newsfeed", lines, clusters)


def _has_text_below(lines: Sequence[Line], cluster: _Cluster) -> bool:
    """Does a paragraph follow directly? Under an entry of a timeline stands the next entry."""
    return any(is_prose(line.text) for line in lines[cluster.last + 1 : cluster.last + 2])


def _under_headlines(lines: Sequence[Line], clusters: Sequence[_Cluster]) -> list[_Cluster]:
    """The clusters that say “Posted on”, “Published:” or “Date:” with a headline above and text below."""
    return [
        cluster
        for cluster in clusters
        if any(mark.kind == "posted" for mark in cluster.marks)
        and cluster.first > 0
        and is_headline_like(lines[cluster.first - 1].text, 20)
        and any(is_prose(line.text) for line in lines[cluster.last + 1 : cluster.last + 3])
    ]


def find_clusters(lines: Sequence[Line]) -> list[_Cluster]:
    """The groups of by-line marks among the filled lines of a page, in order."""
    groups: list[list[tuple[int, Mark]]] = []
    for place, line in enumerate(lines):
        mark = parse_mark(line)
        if mark is None:
            continue
        if groups and groups[-1][-1][0] == place - 1 and "titled" not in {mark.kind, groups[-1][-1][1].kind}:
            groups[-1].append((place, mark))
        else:
            groups.append([(place, mark)])
    clusters = [_Cluster(group[0][0], group[-1][0], tuple(mark for _, mark in group)) for group in groups]
    return [cluster for cluster in clusters if any(mark.kind not in {"updated", "author"} for mark in cluster.marks)]


def split_at_marks(document: Document, layout: str, lines: Sequence[Line], clusters: Sequence[_Cluster]) -> Split:
    """Take a page apart at its by-lines; what stands above the first item and names no publisher is reported."""
    place = by_line_place(lines, clusters)
    used = _clusters_that_mark(lines, clusters, place)
    starts = _headline_places(lines, used, place)
    header = lines[: starts[0][0]]
    publishers = (copyright_owner(document.lines), *header_names(header))
    items, notes = [], list(_header_notes(document, header))
    for (start, headline, cluster), following in zip(
        starts, [*(start for start, _, _ in starts[1:]), len(lines)], strict=True
    ):
        end = following
        if place == "end" and not cluster.titled:
            end = _after_link_labels(lines, cluster.last + 1, following)
            notes += [_stray(document, line) for line in lines[end:following]]
        taken = {headline, *range(cluster.first, cluster.last + 1)}
        left = {line.number for at, line in enumerate(lines[start:end], start) if at in taken}
        last = lines[end - 1].number
        items.append(
            Item(
                document=document.path,
                line=lines[headline].number,
                title=cluster.titled.title if cluster.titled else lines[headline].text,
                body=tuple(line for line in document.lines[lines[start].number - 1 : last] if line.number not in left),
                publishers=tuple(name for name in publishers if name),
                credits=tuple(_credit(mark) for mark in cluster.marks),
            )
        )
    return Split(layout, tuple(items), tuple(notes))


def by_line_place(lines: Sequence[Line], clusters: Sequence[_Cluster]) -> Place:
    """Where the by-lines of this page stand: below the headline, above it, or at the end of the item.

    The first by-line is a poor witness (a page header looks like a headline), so the others vote when they can tell.
    """
    witnesses = [cluster for cluster in clusters if cluster.is_strong and not cluster.titled] or [
        cluster for cluster in clusters if not cluster.titled
    ]
    if not witnesses:
        return "above"
    first = witnesses[0]
    votes = [_speaks_for_below(lines, each) - _speaks_for_above(lines, each) for each in witnesses]
    if sum(votes[1:] if any(votes[1:]) else votes) >= 0:
        return "below"
    return "end" if any(is_prose(line.text) for line in lines[: first.first]) else "above"


def _speaks_for_below(lines: Sequence[Line], cluster: _Cluster) -> int:
    """How well the line above a by-line would do as its headline: 2 well, 1 perhaps, 0 not at all."""
    if cluster.first == 0:
        return 0
    text = lines[cluster.first - 1].text
    if is_prose(text) or is_list_item(text) or is_feed_title(text):
        return 0
    return 2 if is_headline_like(text) else 1


def _speaks_for_above(lines: Sequence[Line], cluster: _Cluster) -> int:
    """How well the line under a by-line would do as its headline, or as that of the next item."""
    after = lines[cluster.last + 1 : cluster.last + 3]
    if len(after) < 2 or not is_headline_like(after[0].text):
        return 0
    return 2 if is_prose(after[1].text) else 1


def _clusters_that_mark(lines: Sequence[Line], clusters: Sequence[_Cluster], place: Place) -> list[_Cluster]:
    """The clusters that mark items: beside full by-lines, others only where they can be nothing else.

    Articles have dates of their own: timelines, events, sources of figures.
    """
    full = [cluster for cluster in clusters if cluster.is_full]
    has_strong = any(cluster.is_strong for cluster in clusters)
    used = []
    for cluster in clusters:
        if cluster.is_full:
            used.append(cluster)
        elif len(full) >= 2:
            if (cluster.titled and _is_dated_headline(lines, cluster, full)) or (
                cluster.names_poster and _stands_at_headline(lines, cluster, place)
            ):
                used.append(cluster)
        elif cluster.titled or cluster.is_strong or not has_strong or _stands_at_headline(lines, cluster, place):
            used.append(cluster)
    return used


def _is_dated_headline(lines: Sequence[Line], cluster: _Cluster, full: Sequence[_Cluster]) -> bool:
    """Is “September 26, 2011 - TITLE” an item's headline: text above and below it, its date near the by-lines'?

    A timeline in an article has its entries under each other, and years that are long past.
    """
    before = lines[: cluster.first][-1:]
    closed = not before or is_prose(before[0].text) or is_link_label(before[0].text) or len(before[0].text) < 60
    near = any(abs((one - other).days) <= _NEAR_DAYS for one in cluster.days for each in full for other in each.days)
    is_long = cluster.titled is not None and word_count(cluster.titled.title) >= _LEAST_TITLE_WORDS
    return _has_text_below(lines, cluster) and closed and near and is_long


def _stands_at_headline(lines: Sequence[Line], cluster: _Cluster, place: Place) -> bool:
    """Is there a headline on the right side of this date, and the end of another text beyond it?"""
    beside = cluster.first - 1 if place == "below" else cluster.last + 1
    if place == "end" or not 0 <= beside < len(lines) or not cluster.is_dated:
        return False
    far = beside - 1 if place == "below" else beside + 1
    closed = place == "above" or far < 0 or is_prose(lines[far].text)
    return is_headline_like(lines[beside].text, 20) and closed


def _headline_places(
    lines: Sequence[Line], clusters: Sequence[_Cluster], place: Place
) -> list[tuple[int, int, _Cluster]]:
    """For each cluster: where its item starts, where its headline stands, and itself."""
    starts = []
    for number, cluster in enumerate(clusters):
        after_previous = clusters[number - 1].last + 1 if number else 0
        if cluster.titled:
            starts.append((cluster.first, cluster.first, cluster))
        elif place == "below":
            headline = max(cluster.first - 1, after_previous if number else 0)
            starts.append((headline, headline, cluster))
        elif place == "above":
            headline = min(cluster.last + 1, len(lines) - 1)
            starts.append((cluster.first, headline, cluster))
        else:
            after_previous = _after_link_labels(lines, after_previous, cluster.first) if number else 0
            prose = next((at for at in range(after_previous, cluster.first) if is_prose(lines[at].text)), cluster.first)
            headline = max(prose - 1, after_previous)
            starts.append((headline, headline, cluster))
    return starts


def _credit(mark: Mark) -> Credit:
    """A mark's credit; what an `updated` mark dates is no publication."""
    if mark.kind != "updated":
        return mark.credit
    return Credit(mark.credit.line, mark.credit.text, updated_text=mark.credit.date_text)


def _after_link_labels(lines: Sequence[Line], at: int, end: int) -> int:
    """The first place from `at` on that is no lost link label: “Read more on …” closes items of library bulletins."""
    while at < end and is_link_label(lines[at].text):
        at += 1
    return at


def _header_notes(document: Document, header: Sequence[Line]) -> tuple[Note, ...]:
    """What stood above the first item: one note for the furniture, and a doubt for each sentence among it."""
    if not header:
        return ()
    what = f"left out the page's header, {len(header)} lines from {quote(header[0].text)}"
    return (
        Note(document.path, header[0].number, what),
        *(_stray(document, line) for line in header if is_prose(line.text)),
    )


def _stray(document: Document, line: Line) -> Note:
    what = f"{quote(line.text)} belongs to no article"
    return Note(
        document.path, line.number, what, "If it is part of one, add it to that page." if is_prose(line.text) else ""
    )
