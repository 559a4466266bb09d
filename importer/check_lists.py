"""What is wrong with entries of the editors' lists though they can be read: unchecked help lines, bad addresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from importer.dates import is_iso_date
from importer.frontmatter import is_whole_day
from importer.read import document_name
from importer.records import Note
from importer.spelling import did_you_mean, find_closest
from importer.text import quote
from importer.urls import same_address, web_address, without_tracking
from importer.vocabulary import Helpline, Source, Topic, Vocabulary

# docs/helplines.yml asks for a check once a year: a number that goes nowhere fails a reader in need.
MOST_DAYS_UNCHECKED = 365


def check_lists(vocabulary: Vocabulary, docs: Path, today: date) -> Iterator[Note]:
    """Every complaint about the lists that the docs folder itself holds; for one that it lacks there is none."""
    helplines, topics, sources = docs / "helplines.yml", docs / "topics.yml", docs / "sources.yml"
    if helplines.is_file():
        for helpline in vocabulary.helplines:
            yield from _checked_complaints(document_name(helplines), helpline, today)
    if topics.is_file():
        for topic in vocabulary.topics:
            yield from _helpline_complaints(document_name(topics), topic, vocabulary)
    if sources.is_file():
        yield from _feed_complaints(document_name(sources), vocabulary)
        for source in vocabulary.sources:
            yield from _permission_complaints(document_name(sources), source, today)


def _checked_complaints(path: str, helpline: Helpline, today: date) -> Iterator[Note]:
    """Nothing where somebody compared the help line with the service's own page within the last year."""
    name, checked = f"help line “{helpline.slug}”", helpline.checked
    compare = f"Compare it with the service's own page, mend what has changed and write `checked: {today}`."
    if not checked:
        yield Note(path, helpline.line, f"{name} has no “checked:”", compare)
    elif len(checked) != 10 or not is_iso_date(checked):
        mend = f"Write the day of the last check like this: `checked: {today}`."
        yield Note(path, helpline.line, f"{name}: “{checked}” is not a day of the calendar", mend)
    elif checked > today.isoformat():
        mend = "Write the day on which somebody last compared it with the service's own page."
        yield Note(path, helpline.line, f"{name}: “{checked}” is in the future", mend)
    elif (today - date.fromisoformat(checked)).days > MOST_DAYS_UNCHECKED:
        what = f"{name} was last checked on {checked}, more than a year ago"
        yield Note(path, helpline.line, what, compare, is_reminder=True)


def _permission_complaints(path: str, source: Source, today: date) -> Iterator[Note]:
    """Nothing where the day of the last look is one, or there is none: a reminder asks for it, and no page waits."""
    name, checked = f"source “{source.name}”", source.checked
    if checked and not is_whole_day(checked):
        yield Note(path, source.line, f"{name}: “{checked}” is not a day", f"Write it like this: `checked: {today}`.")
    elif checked > today.isoformat():
        mend = "Write the day on which somebody last saw that the permission holds."
        yield Note(path, source.line, f"{name}: “{checked}” is in the future", mend)


def _helpline_complaints(path: str, topic: Topic, vocabulary: Vocabulary) -> Iterator[Note]:
    known = [helpline.slug for helpline in vocabulary.helplines]
    for slug in topic.helplines:
        if slug not in known:
            hint = did_you_mean(find_closest(slug, known))
            mend = f"{hint or 'Take it out, or add'} “{slug}” to docs/helplines.yml."
            what = f"topic “{topic.slug}” names the help line “{slug}”, which is not in the list"
            yield Note(path, topic.line, what, mend)


def _feed_complaints(path: str, vocabulary: Vocabulary) -> Iterator[Note]:
    """What is wrong with the addresses of feeds: each must be one that `bulletin fetch` can ask, and stand once."""
    known: dict[str, Source] = {}
    for source in vocabulary.sources:
        for feed in source.feeds:
            what = f"source “{source.name}”: the feed {quote(feed)}"
            if not web_address(feed):
                yield Note(path, source.line, f"{what} is no web address", _address_mend(feed))
            elif (plain := without_tracking(feed)) != feed:
                mend = f"Write it without them: {plain}"
                yield Note(path, source.line, f"{what} has parameters that only tell who asks", mend)
            other = known.setdefault(same_address(feed), source)
            if other is not source:
                mend = "Keep it where it belongs: its articles would be fetched twice."
                yield Note(path, source.line, f"{what} stands at “{other.name}” too, on line {other.line}", mend)
        if len({same_address(feed) for feed in source.feeds}) < len(source.feeds):
            yield Note(path, source.line, f"source “{source.name}” has the same feed twice", "Keep one of the two.")


def _address_mend(feed: str) -> str:
    """How a web address begins, or what this one was perhaps meant to be."""
    scheme, mark, rest = feed.partition("://")
    if not mark:
        scheme, rest = "", feed
    close = "https" if scheme in {"", "feed"} else find_closest(scheme.casefold(), ("https", "http"))
    meant = f"{close}://{rest.lstrip('/')}"
    usual = "Write it whole, beginning with https://, without a user name and without spaces."
    return f"Did you mean “{meant}”? {usual}" if close and web_address(meant) else usual
