"""What the rules of care look for that no list of words can name: a person's name, a school's, an age, an address.

Each sign is told by its form alone, from capitals, numbers and the words beside them. So each misses some and takes
some other words for it; docs/care.yml says so to the editors. The words that decide are lists in `importer/words`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from importer.records import Article
from importer.text import word_list

# A page's year less this: proceedings of then are over (docs/care.yml, `past-year`).
YEARS_PAST = 10

_CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-Ž]"
# “Robin”, “O’Heron”, “Wren-Alder”, “McFinch”; not “NCA”
_NAME = re.compile(rf"{_CAPITAL}(?:['’]{_CAPITAL})?[\w'’-]{{1,24}}")
_SMALL_NUMBERS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_UNDER_18 = rf"(?:1[0-7]|[1-9]|{'|'.join(reversed(_SMALL_NUMBERS.split()))}|seventeen)"
_YOUNG = (
    "girl|boy|child|kid|pupil|student|schoolgirl|schoolboy|teen|teenager|youngster|youth|victim|complainant"
    "|daughter|son|sister|brother|toddler|baby"
)
# No statistics: “14-year-olds”, “aged 13-16”, “aged 16 and over”, “pupils, 12 per cent”
_NO_RANGE = r"(?! ?(?:to|[-–—]|(?:and|or) (?:under|over|above|younger|older)|%|per cent))\b"
_NO_AMOUNT = r"(?! (?:years|months|weeks|days|times|of|others?|more|in|out)\b)"
_CHILD_AGE = re.compile(
    rf"\b(?:{_UNDER_18}(?:[- ](?:year|month)s?[- ]old\b(?!s)| years of age\b)"
    # What begins with a letter is not tried at every number
    rf"|(?=[a-z])(?:(?:two|three|four|five|six|both|pair of) (?:\w+ )?{_UNDER_18}[- ]year[- ]olds\b"
    rf"|aged (?:just |only |about )?{_UNDER_18}\b{_NO_RANGE}"
    rf"|as young as {_UNDER_18}\b"
    rf"|(?:{_YOUNG})s?(?:,| of| was| were| is| who was| who were| who is)"
    rf"(?: both| then| now| just| only| aged| still)? {_UNDER_18}(?=[ ,.;:)]|$){_NO_RANGE}{_NO_AMOUNT}"
    rf"|(?:when|while|since) (?:she|he|they) (?:was|were) (?:just |only |about )?{_UNDER_18}\b{_NO_RANGE}"
    r"|year (?:[1-9]|1[0-3]) (?:pupil|student|girl|boy|child)\b))",
    re.IGNORECASE,
)
_ADULT = "(?:1[0-9]|[2-9][0-9])"
_AGE_AFTER_NAME = re.compile(
    rf"(?:,|, aged| aged|, who is|, now) {_ADULT}(?=[,.;:)]|$| (?:of|from|and|who|was|is|has)\b)"
    rf"| \((?:aged )?{_ADULT}\)"
)
_AGE_BEFORE_NAME = re.compile(rf"\b{_ADULT}-year-old (?:[a-z][\w-]{{0,20}} ){{0,4}}$")
_AT_SCHOOL = re.compile(
    r"\b(?:pupils?|schoolgirls?|schoolboys?|head ?teacher|head|teacher|governors?) (?:at|of|from)"
    r" (?P<name>[A-Z][\w.'’-]{0,30})"
)
# As newspapers write it: “Fernhill secondary school”, “Fernhill secondary in Westmere”
_SMALL_LETTERS_SCHOOL = re.compile(
    r"\b(?P<name>[A-Z][\w.'’-]{0,30}) (?:secondary|primary|comprehensive|grammar|high|junior|infants?|nursery)"
    r" (?:school\b|in [A-Z])"
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][ABD-HJLNP-UW-Z]{2}\b")
_STREET_NAME = rf"(?:(?:the )?{_CAPITAL}[\w'’.-]{{0,30}} ){{1,4}}?"
_HOME_OF = (
    r"(?:(?:,|,? and) (?:of|from)|\b(?:man|woman|couple|teenager) (?:of|from)"
    r"|\b(?:lives?|lived|living|home|house|flat|address|property) (?:at|on|in)) (?:[Ff]lat [0-9]+,? )?"
)
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")


def _find_names(text: str) -> Iterator[tuple[int, int]]:
    """Where people are perhaps named: two or three words with capitals side by side, or one after “Mr” and the like."""
    run: list[re.Match[str]] = []
    for found in _NAME.finditer(text):
        word = _bare(found[0])
        if run and text[run[-1].end() : found.start()] != " ":
            yield from _names_in(run, text)
            run = []
        if word in _no_names():
            yield from _names_in(run, text)
            run = []
        else:
            run.append(found)
    yield from _names_in(run, text)


def _bare(name: str) -> str:
    return name.casefold().removesuffix("'s").removesuffix("’s").strip("'’-")


def _names_in(run: list[re.Match[str]], text: str) -> Iterator[tuple[int, int]]:
    if 2 <= len(run) <= 4 or (run and _is_titled(text, run[0].start())):
        yield run[0].start(), run[-1].end()


_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Rev|Prof)\.? $")


def _is_titled(text: str, at: int) -> bool:
    return _TITLE.search(text[max(0, at - 6) : at]) is not None


def _has_person(text: str, _: Article) -> bool:
    return next(_find_names(text), None) is not None


def _has_person_with_age(text: str, _: Article) -> bool:
    """“Robin Sparrow, 48”, “Sparrow (48)”, “48-year-old Robin Sparrow”: how reports name who is accused."""
    single = (found for found in _NAME.finditer(text) if _bare(found[0]) not in _no_names())
    return any(_AGE_AFTER_NAME.match(text, found.end()) for found in single) or any(
        _AGE_BEFORE_NAME.search(text[max(0, start - 100) : start]) for start, _ in _find_names(text)
    )


def _has_school(text: str, _: Article) -> bool:
    for found in _school().finditer(text):
        words = found["name"].casefold().split()
        if not _is_body(words) and any(word not in _no_schools() for word in words if word not in {"of", "&"}):
            return True
    others = (found for pattern in (_AT_SCHOOL, _SMALL_LETTERS_SCHOOL) for found in pattern.finditer(text))
    return any(_bare(found["name"]) not in _no_schools() | _no_names() for found in others)


def _has_child_age(text: str, _: Article) -> bool:
    return _CHILD_AGE.search(text) is not None


def _has_street_address(text: str, _: Article) -> bool:
    """A street with a house's number, a home “of Mill Lane” or in a street, or a whole postcode."""
    return any(pattern.search(text) for pattern in _addresses()) or _POSTCODE.search(text) is not None


def _has_past_year(text: str, article: Article) -> bool:
    """A year at least ten before the page's own; of a page without a date none is known to be past."""
    own = article.date[:4]
    return bool(own) and any(int(year) <= int(own) - YEARS_PAST for year in _YEAR.findall(text))


def _has_review_by(_: str, article: Article) -> bool:
    return bool(article.review_by)


_SMALL_SCHOOL_WORDS = (
    "pupil", "head", "teacher", "schoolgirl", "schoolboy", "governor", "secondary", "primary", "comprehensive",
    "grammar", "high school", "junior school", "infant", "nursery",
)  # fmt: skip


def _may_name_a_school(text: str) -> bool:
    return any(word in text for word in _SMALL_SCHOOL_WORDS) or any(
        word.title() in text or word.capitalize() in text for word in word_list("school_words")
    )


def _may_name_a_street(text: str) -> bool:
    words = (*word_list("street_words"), *word_list("numbered_street_words"))
    return any(word.capitalize() in text for word in words) or _POSTCODE.search(text) is not None


def _may_be_anything(_: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Sign:
    """How a sign is told to editors, whether it is in a text of an article, and a quick look that misses none."""

    told: str
    is_in: Callable[[str, Article], bool]
    may_be_in: Callable[[str], bool] = _may_be_anything


# By the name under which docs/care.yml asks for it
SIGNS: Mapping[str, Sign] = {
    "person-name": Sign("a person’s name", _has_person),
    "person-with-age": Sign("a person’s name and age", _has_person_with_age),
    "school-name": Sign("a school’s name", _has_school, _may_name_a_school),
    "child-age": Sign("a child’s age", _has_child_age),
    "street-address": Sign("an address", _has_street_address, _may_name_a_street),
    "past-year": Sign("a year long past", _has_past_year),
    "review-by": Sign("“review_by:”", _has_review_by),
}


@cache
def _no_names() -> frozenset[str]:
    lists = ("organisation_words", "role_words", "not_name_words", "street_words", "numbered_street_words")
    return frozenset(word for name in lists for word in word_list(name))


@cache
def _no_schools() -> frozenset[str]:
    return frozenset(word_list("no_school_words"))


def _is_body(words: list[str]) -> bool:
    """“Association of Harbour School …”, “Department for …”: bodies that have schools in their name."""
    return bool({"association", "union", "federation", "department", "council"}.intersection(words))


@cache
def _school() -> re.Pattern[str]:
    words = word_list("school_words")
    kinds = "|".join(re.escape(form) for word in words for form in dict.fromkeys((word.title(), word.capitalize())))
    return re.compile(
        rf"\b(?P<name>(?:[A-Z0-9][\w.'’-]{{0,30}} (?:(?:of the|of|and|&|the) )?){{1,6}})(?:{kinds})\b"
        r"(?! (?:of|for(?! (?:Girls|Boys|Young|the )\b)|Bill|Act|Census|Leaders?|Governors?|and [A-Z]))"
    )


@cache
def _addresses() -> tuple[re.Pattern[str], ...]:
    def ending(*names: str) -> str:
        words = [re.escape(word.capitalize()) for name in names for word in word_list(name)]
        return rf"(?:{'|'.join(words)})\b"

    street, numbered = ending("street_words"), ending("street_words", "numbered_street_words")
    return (
        re.compile(rf"\b[1-9][0-9]{{0,3}}[a-zA-Z]?,? {_STREET_NAME}{numbered}"),
        re.compile(rf"{_HOME_OF}{_STREET_NAME}{street}"),
        re.compile(rf", of {_STREET_NAME}{numbered}[,.]"),
        re.compile(rf"\bof {_STREET_NAME}{street}, {_CAPITAL}"),
    )
