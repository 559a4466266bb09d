"""What an editor answers when a page is begun, judged one by one: the value as the header has it, or what is wrong.

Nothing is guessed: an answer that could mean two things is asked again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from importer.dates import british, is_iso_date, parse_date
from importer.page_keys import EARLIEST, PAGE_KEYS
from importer.slugs import plain_slug
from importer.spelling import find_closest
from importer.text import fold, quote
from importer.urls import web_address, without_tracking
from importer.vocabulary import Vocabulary

NO_TOPIC = "none"
_MOST = {key.name: key.most for key in PAGE_KEYS}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
_MOST_NAMED = 6


class BadAnswer(Exception):
    """An answer that a header cannot have: what is wrong with it, and what to answer instead."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what}. {mend}")


def judge_title(text: str) -> str:
    """The headline on one line.

    Raises:
        BadAnswer: it is empty, too long, or holds what could be taken for markup.
    """
    title = fold(text)
    if not title:
        raise BadAnswer("The page needs a title", "Write the headline as the source prints it.")
    if len(title) > _MOST["title"]:
        raise BadAnswer(
            f"The title has {len(title)} characters; at most {_MOST['title']}", "Leave out what is no title."
        )
    if "<" in title or ">" in title:
        raise BadAnswer("A title holds no < or >", "Write it in words, or use ‹ and ›.")
    return title


def judge_date(text: str, today: date) -> str:
    """The day, month or year as 2023-07-19, 2023-07 or 2023, also where it was written as people write it.

    >>> judge_date("19 July 2023", date(2026, 11, 21))
    '2023-07-19'

    Raises:
        BadAnswer: it is no date, or not one that an article here can have.
    """
    written = fold(text)
    printed = None if is_iso_date(written) else parse_date(written)
    iso = written if is_iso_date(written) else printed.iso if printed else ""
    if printed and printed.month_first:
        raise BadAnswer(f"{quote(written)} could be two days", "Write it as 2023-07-19: year, month, day.")
    if printed and printed.contradicts_weekday and (day := printed.calendar_day):
        raise BadAnswer(f"{british(day)} was another day of the week", "Look at the source again, or leave that out.")
    if not iso:
        is_no_day = bool(printed and printed.is_impossible) or re.fullmatch(r"\d{4}-\d\d?(-\d\d?)?", written)
        what = "is in no calendar" if is_no_day else "is not a date"
        raise BadAnswer(f"{quote(written)} {what}", "Write it as 2023-07-19, 2023-07 or 2023.")
    if iso > today.isoformat():
        raise BadAnswer(f"{quote(written)} is in the future", "Write the date of publication.")
    if iso < EARLIEST:
        raise BadAnswer(f"{quote(written)} is before {EARLIEST}", "Write the date of publication.")
    return iso


def judge_source(text: str, vocabulary: Vocabulary) -> str:
    """The organisation's name as docs/sources.yml has it, found by any of its spellings or by its short form.

    Raises:
        BadAnswer: the list does not know it.
    """
    name = fold(text)
    if not name:
        raise BadAnswer("The page needs a source", "Say whose story or document it is.")
    known = vocabulary.find_source(name)
    by_short_form = (each for each in vocabulary.sources if name.casefold() == plain_slug(each.name))
    found = known or next(by_short_form, None)
    if found:
        return found.name
    close = find_closest(name.casefold(), [each.casefold() for each in vocabulary.source_names])
    meant = next((each for each in vocabulary.sources if close in {known.casefold() for known in each.names}), None)
    hint = f"Did you mean “{meant.name}”? If not" if meant else "If the name is right"
    raise BadAnswer(f"{quote(name)} is not in docs/sources.yml", f"{hint}, add it to that list first.")


def judge_url(text: str) -> str:
    """The web address of the original, without what only tells who sent the reader.

    Raises:
        BadAnswer: a page may not lead there.
    """
    written = text.strip()
    address = without_tracking(web_address(written))
    if not address:
        meant = f"https://{written}"
        hint = f"Did you mean {meant}?" if "://" not in written and web_address(meant) else "Copy the whole address, "
        tail = "" if hint.endswith("?") else "beginning https://, from the browser."
        raise BadAnswer(f"{quote(written)} is not a web address", hint + tail)
    return address


def judge_topics(texts: Sequence[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    """One to four topics in the order given, each once; none at all for the one word “none”.

    Raises:
        BadAnswer: one is not in the list, or there are too many.
    """
    wanted = [fold(text) for text in texts]
    if wanted == [NO_TOPIC]:
        return ()
    known = [topic.slug for topic in vocabulary.topics]
    labels = {topic.label.casefold(): topic.slug for topic in vocabulary.topics}
    slugs = []
    for text in wanted:
        slug = text if text in known else labels.get(text.casefold(), text.casefold())
        if slug not in known:
            close = _topic_of_phrase(slug, vocabulary) or find_closest(slug, known, 0.4)
            hint = f"Did you mean “{close}”?" if close else f"They are: {', '.join(known)}."
            raise BadAnswer(f"{quote(text)} is not one of the topics of docs/topics.yml", hint)
        slugs.append(slug)
    chosen = tuple(dict.fromkeys(slugs))
    if len(chosen) > _MOST["topics"]:
        raise BadAnswer(f"{len(chosen)} topics are too many; at most {_MOST['topics']}", "Keep the most telling ones.")
    return chosen


def judge_related(texts: Sequence[str], slugs: Sequence[str]) -> tuple[str, ...]:
    """The names of pages that tell the same story, however they were given: with folder and ending or without.

    Raises:
        BadAnswer: there is no such page.
    """
    named = []
    for text in texts:
        slug = fold(text).replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".md")
        if slug not in slugs:
            close = find_closest(slug, slugs)
            hint = f"Did you mean “{close}”?" if close else "Give the name of a page's file."
            raise BadAnswer(f"No page is called {quote(slug)}", hint)
        named.append(slug)
    return tuple(dict.fromkeys(named))


def _topic_of_phrase(words: str, vocabulary: Vocabulary) -> str:
    """The topic that lists these words as a phrase of its own, however parted: “homeschooling” is home-education."""
    of_topic = ((topic.slug, (*topic.phrases, *topic.strong)) for topic in vocabulary.topics)
    meant = (slug for slug, phrases in of_topic if _unparted(words) in map(_unparted, phrases))
    return next(meant, "")


def _unparted(phrase: str) -> str:
    return re.sub(r"[\s-]", "", phrase.casefold())


def judge_summary(text: str) -> str:
    """What is new, on one line.

    Raises:
        BadAnswer: it is too long.
    """
    summary = fold(text)
    if len(summary) > _MOST["summary"]:
        raise BadAnswer(f"The summary has {len(summary)} characters; at most {_MOST['summary']}", "Shorten it.")
    return summary


def judge_language(text: str) -> str:
    """The short name of a language; English has none, because pages are in English unless they say otherwise.

    Raises:
        BadAnswer: it is no short name.
    """
    name = text.strip()
    if not _LANGUAGE.fullmatch(name):
        raise BadAnswer(f"{quote(name)} is no short name of a language", "Write cy for Welsh, pl for Polish and so on.")
    return "" if name == "en" else name


def find_meant(answer: str, names: Sequence[str]) -> str:
    """The name that an answer at a prompt means: by its number in the list shown, else by how it begins.

    An answer that says neither is given back, for the judge of such names.

    Raises:
        BadAnswer: several names begin so, or the list has no such number.
    """
    written = fold(answer)
    if written.isdecimal():
        if not 1 <= int(written) <= len(names):
            raise BadAnswer(f"The list ends at {len(names)}", "Answer with a number or a name from it.")
        return names[int(written) - 1]
    if written in names:
        return written
    begin_so = [name for name in names if written and name.casefold().startswith(written.casefold())]
    if len(begin_so) > 1:
        raise BadAnswer(f"{quote(written)} could be {_either(begin_so)}", "Write a little more of it.")
    return begin_so[0] if begin_so else written


def _either(names: Iterable[str]) -> str:
    named = [f"“{name}”" for name in names]
    shown, more = named[:_MOST_NAMED], len(named) - _MOST_NAMED
    return f"{', '.join(shown)} and {more} more" if more > 0 else f"{', '.join(shown[:-1])} or {shown[-1]}"
