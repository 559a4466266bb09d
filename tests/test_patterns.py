"""Every regular expression of the importer and the hooks under floods: none takes longer than the flood is long.

Patterns are found in the modules and in the code itself, so that a new one is tried without anybody thinking of it. A
pattern that is built while the program runs, from a list of words or a name, stands in `BUILDERS`; a test says so where
one is missing.
"""

from __future__ import annotations

import re
import signal
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import islice

import pytest

from importer.care_signs import _addresses, _school
from importer.formats.page_regions import _any_label, _labels
from importer.text import line_patterns
from importer.urls import _tracking_names
from tests.importer.hostile_files import FLOODS
from tests.patterns import PROJECT, Built, Found, find_patterns, near_matches

_MEGABYTE = 1024 * 1024
_MOST_SECONDS = 0.5  # for one megabyte
_SHORT, _LONG = 5_000, 100_000  # of the test of every day; what is linear there is linear for a megabyte
_HANGS_SECONDS = 5
_ENOUGH = 2  # floods that a pattern is slow for are told

MORE_FLOODS = {
    "closing-angles": ">",
    "link-ends": "](",
    "links": "[a](",
    "comments": "<!--",
    "comment-ends": "-->",
    "opened-tags": "<a ",
    "attributes": "<a b='c' ",
    "declarations": "<!DOCTYPE a [",
    "cdata": "<![CDATA[",
    "entities": "&a",
    "backticks": "`",
    "backtick-words": "`a",
    "fences": "```\n",
    "backslashes": "\\",
    "unicode-escapes": "\\u00",
    "percent": "%2F",
    "slashes": "/",
    "colons-alone": ":",
    "semicolons": ";",
    "braces": "{",
    "spaced-newlines": " \n",
    "newline-space": "\n ",
    "tab-newlines": "\t\n",
    "nbsp-words": "a\u00a0",
    "gaps": "a  ",
    "wide-gaps": "a" + " " * 40,
    "list-marks": "- a\n",
    "quotes-nested": "> ",
    "plus": "+",
    "at-signs": "@",
    "dotted-words": "a.",
    "underscored": "a_",
    "letter-digit": "a1",
    "digit-space": "1 ",
    "clock": "12:34 ",
    "zeros": "0",
    "long-capitals": "A",
    "capital-dots": "A.",
    "key-lines": "title: a\n",
    "boundaries": "---\n",
    "json": '{"a": ',
    "from-lines": "From a\n",
    "header-lines": "Subject: a\n b\n",
    "styles": "a{b:c}",
    "style-imports": "@import '",
    "sentences-with-quotes": "“A.” ",
    "and-words": "a and b, ",
}
_ALL_FLOODS = {**FLOODS, **MORE_FLOODS}


def _whole(*patterns: re.Pattern[str]) -> list[Found]:
    return [Found(each, frozenset({"fullmatch"})) for each in patterns]


def _anywhere(*patterns: str, flags: int = 0) -> list[Found]:
    return [Found(re.compile(each, flags), frozenset({"search"})) for each in patterns]


def _line_lists() -> list[str]:
    """The lists of words that are looked for as whole lines, as the code names them."""
    said = re.compile(r"""(?:matches_list|line_patterns)\([^"()]*(?:\([^()]*\))?[^"()]*"(\w+)"\)""")
    names = {name for path in (PROJECT / "importer").rglob("*.py") for name in said.findall(path.read_text("utf-8"))}
    assert len(names) >= 12
    return sorted(names)


_NAMES = ("a", "kite", "Kite club", "a" * 60)
# Patterns that are made while the program runs. Those of a name are made here of several; `re.escape` lets none of its
# characters do anything.
BUILDERS = {
    Built("importer.text", "line_patterns"): lambda: _whole(*map(line_patterns, _line_lists())),
    Built("importer.urls", "_tracking_names"): lambda: _whole(_tracking_names()),
    Built("importer.care_signs", "_school"): lambda: [Found(_school(), frozenset({"search"}))],
    Built("importer.care_signs", "_addresses"): lambda: [Found(each, frozenset({"search"})) for each in _addresses()],
    Built("importer.formats.page_regions", "_any_label"): lambda: _whole(_any_label()),
    Built("importer.formats.page_regions", "_labels"): lambda: _whole(*(each for each, _ in _labels())),
    Built("importer.check_care", "_key_line"): lambda: _anywhere(
        *(rf"^{key}[ \t]*:" for key in ("cleared", "a")), flags=re.M
    ),
    Built("importer.clean", "_is_person_caption"): lambda: _anywhere(*(rf"\b{name}\b" for name in _NAMES)),
    Built("importer.desk.header_line", "find_header_line"): lambda: [
        Found(re.compile(rf"""["']?{key}["']?[ \t]*:"""), frozenset({"match"})) for key in ("url", "title")
    ],
    Built("importer.formats.feed_mend", "_element_end"): lambda: _anywhere(
        *(rf"(?P<mark>\]\]>\s*+)?</{name}\s*+>" for name in ("item", "a", "content:encoded"))
    ),
    Built("importer.formats.feed_mend", "_closing_tag"): lambda: _anywhere(
        *(rf"</{name}\s*+>(?=\s*+</?[A-Za-z])|</?(?:item|entry)(?=[\s>])" for name in ("item", "a")), flags=re.I
    ),
    Built("importer.formats.pdf_paragraphs", "_is_cited"): lambda: _anywhere(
        *(rf"[^\W\d_][.,;:!?”’\"')]*\s?{mark}(?!\w)" for mark in ("3", re.escape("*")))
    ),
    Built("importer.formats.wordpress_export", "post_html"): lambda: _anywhere(
        r"\[(?:gallery|caption)\]", r"\[(?:aa)\]"
    ),
    Built("importer.mentions", "find_mentions"): lambda: _anywhere(
        *(rf"(?<![\w-]){slug}(?![\w-])" for slug in ("a", "kite-club", "a|b"))
    ),
    Built("importer.spam", "_find"): lambda: _anywhere(
        *(rf"(?<![A-Za-z0-9]){name}(?![a-z0-9])" for name in _NAMES), "中文"
    ),
}
# What is applied to texts only that are shorter, in characters: where that is seen to, and why there is no other way
SHORTER = {
    "importer.formats.pdf_contents._LEADERS": 400,  # `_MOST_ENTRY` there: dots that may be leaders or text
    "importer.formats.pdf_paragraphs._HYPHENATED": 60,  # the last characters of a line, cut there
    "importer.formats.recognise._recognise_xml:1": 8_192,  # a document's first characters (`head_text`)
    "importer.formats.recognise._recognise_xml:2": 8_192,
    "importer.formats.recognise._MAILBOX": 8_192,
    "importer.formats.web_page._CHARSET": 8_192,  # `_HEAD_BYTES` there
    "importer.repair._WORD_BEFORE": 25,  # `words_at` looks no further back
    **{f"importer.text.line_patterns[{number}]": 2_000 for number in range(40)},  # `matches_list` takes no longer line
}
# How the patterns of a table are applied, which no name tells
TABLES = {"hooks.gate.allowed._VALUE_PATTERNS": frozenset({"fullmatch"})}
# What is folded before, so that no two spaces ever stand together
FOLDED = frozenset({"importer.formats.pdf_frames._PAGE_NUMBER", "importer.formats.feed_item._MAIL_AND_NAME"})


@cache
def _found() -> dict[str, Found]:
    found, unknown = find_patterns(BUILDERS)
    for name, each in found.items():
        if uses := TABLES.get(name.partition("[")[0]):
            found[name] = Found(each.pattern, uses)
    assert not unknown, f"add to BUILDERS what these make: {sorted(map(str, unknown))}"
    return found


def _floods(name: str, found: Found) -> Iterator[tuple[str, str, str]]:
    """What stands first, what is repeated and what comes last; of text that is folded no run of white space."""
    yield from (("", unit, "") for unit in _ALL_FLOODS.values())
    yield from near_matches(found.pattern)


def _flood(flood: tuple[str, str, str], length: int, *, is_folded: bool) -> str:
    before, unit, after = flood
    text = before + (unit * (length // len(unit) + 1))[: length - len(before) - len(after)] + after
    return " ".join(text.split()) if is_folded else text


def _seconds(found: Found, how: str, text: str) -> float:
    flood: str | bytes = text.encode("utf-8", "replace") if isinstance(found.pattern.pattern, bytes) else text
    start = time.process_time()
    if how == "search":
        deque(found.pattern.finditer(flood), maxlen=0)  # type: ignore[arg-type]
    else:
        getattr(found.pattern, how)(flood)
    return time.process_time() - start


class Hangs(Exception):
    """A pattern takes so long that nobody waits for it."""


@contextmanager
def _ending() -> Iterator[None]:
    """Let no pattern keep the whole run waiting, where the system counts processor time."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def end(*_: object) -> None:
        raise Hangs

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, _HANGS_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _slow(name: str, found: Found, length: int) -> list[str]:
    """The floods for which a pattern takes longer than half a second a megabyte."""
    bound = min(length, SHORTER.get(name, length))
    # A pattern that only meets short texts may be slower for its length: 8,000 characters in a twentieth of a second
    most = _MOST_SECONDS / 10 if name in SHORTER else _MOST_SECONDS * bound / _MEGABYTE
    slow = []
    for how in sorted(found.uses):
        # `make test-long` has every flood
        for flood in islice(_floods(name, found), 0, None, 3 if length == _LONG else 1):
            with _ending():
                try:
                    short = _flood(flood, min(_SHORT, bound), is_folded=name in FOLDED)
                    # Only what takes longer for a short one than its share is tried with the long one
                    if length == _LONG and _seconds(found, how, short) <= most * min(1, _SHORT / bound) / 12:
                        continue
                    text = _flood(flood, bound, is_folded=name in FOLDED)
                    if min(_seconds(found, how, text) for _ in range(3 if length == _LONG else 1)) > most and (
                        min(_seconds(found, how, text) for _ in range(3)) > most
                    ):
                        slow.append(f"{how}: {flood!r:.120}")
                except Hangs:
                    slow.append(f"{how} hangs: {flood!r:.120}")
                if len(slow) >= _ENOUGH:
                    return slow
    return slow


def test_every_pattern_is_found() -> None:
    assert len(_found()) > 400
    assert sum(name.startswith("hooks.") for name in _found()) > 20


def test_there_are_many_floods() -> None:
    assert len(_ALL_FLOODS) >= 120


def test_what_is_said_to_be_shorter_or_folded_is_there() -> None:
    listed = {name for name in SHORTER if "line_patterns" not in name} | FOLDED
    assert listed <= _found().keys()


@pytest.mark.parametrize("part", range(8))
def test_no_pattern_takes_longer_than_its_share_for_a_flood(part: int) -> None:
    names = sorted(_found())[part::8]
    assert {name: slow for name in names if (slow := _slow(name, _found()[name], _LONG))} == {}


@pytest.mark.long
@pytest.mark.parametrize("part", range(24))
def test_every_pattern_meets_a_megabyte_within_half_a_second(part: int) -> None:
    names = sorted(_found())[part::24]
    assert {name: slow for name in names if (slow := _slow(name, _found()[name], _MEGABYTE))} == {}
