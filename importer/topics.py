"""Which topics an article belongs to, by the phrases that editors list in docs/topics.yml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from importer.combining_marks import normalise
from importer.vocabulary import ContentWarning, Topic

Place = Literal["headline", "heading", "opening", "text"]

MOST_TOPICS = 4
# What one occurrence of a phrase is worth where it stands; a strong phrase is worth double.
# Which numbers hardly matters: labels/topics.json is matched as well with a headline worth four and a share of 0.2.
PLACE_WEIGHT: Mapping[Place, float] = {"headline": 2, "heading": 2, "opening": 1.5, "text": 1}
STRONG_WEIGHT = 2
# A topic needs this much in a short article, and so much more for every hundred words of a long one …
LEAST_SCORE = 2.5
LEAST_SCORE_PER_100_WORDS = 0.25
# … and this share of what the article's best topic has.
LEAST_SHARE_OF_BEST = 0.3
# A phrase said again and again counts in full so often, then hardly any more: “school” thirty times is one sign.
FULL_COUNTS = 5
LATER_COUNT = 0.35

APOSTROPHES = "'’‘ʼ`´′＇"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# Words run together over white space, hyphens and double quotes: “looked-after” is “looked after”.
BRIDGES = '-\u2010\u2011"“”„«»'
REWRITTEN = str.maketrans(
    {**dict.fromkeys(APOSTROPHES + INVISIBLE), **dict.fromkeys(BRIDGES, " "), "&": " and "},
)
# Any other sign stays as a word of its own, which no phrase holds: “abuse, neglect” is not “abuse neglect”.
WORD = re.compile(r"[^\W_]+|[^\w\s]|_+")

IRREGULAR_PLURALS = {
    "child": "children",
    "man": "men",
    "woman": "women",
    "person": "people",
    "life": "lives",
    "wife": "wives",
    "knife": "knives",
}


@dataclass(frozen=True, slots=True)
class PhraseCount:
    """How often one phrase stands in one part of an article."""

    phrase: str
    place: Place
    count: int


@dataclass(frozen=True, slots=True)
class ChosenTopic:
    """A topic, what it scored, and the phrases that decided, those worth most first."""

    slug: str
    score: float
    phrases: tuple[PhraseCount, ...]

    def __str__(self) -> str:
        told = ", ".join(f"“{counted.phrase}” {counted.count}× in {counted.place}" for counted in self.phrases)
        return f"{self.slug} ({self.score:.1f}): {told}"


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """The topics chosen for an article, at most four, most telling first."""

    topics: tuple[ChosenTopic, ...] = ()

    @property
    def slugs(self) -> tuple[str, ...]:
        """The chosen topics as a page's header names them."""
        return tuple(topic.slug for topic in self.topics)


@dataclass(frozen=True, slots=True)
class PhraseRule:
    """One phrase of one topic; `weight` is 0 for an `unless` phrase."""

    topic: str
    phrase: str
    weight: int


@dataclass(slots=True)
class PhraseNode:
    """The phrases that begin with the words read so far: those that end here, and the words that may come next."""

    ending: list[PhraseRule]
    following: dict[str, PhraseNode]


@dataclass(frozen=True, slots=True)
class TopicRules:
    """The phrases of all topics, made ready for reading many articles. Made by `compile_topics`."""

    first_words: Mapping[str, PhraseNode]
    topic_order: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where a phrase stands: from word `start` up to, not with, word `end`."""

    start: int
    end: int
    rule: PhraseRule


def compile_topics(topics: Iterable[Topic]) -> TopicRules:
    """Make the topics' phrases ready for `choose_topics`; do it once for a whole import."""
    top = PhraseNode([], {})
    order: dict[str, int] = {}
    for topic in topics:
        order[topic.slug] = len(order)
        for phrases, weight in ((topic.phrases, 1), (topic.strong, STRONG_WEIGHT), (topic.unless, 0)):
            for phrase in phrases:
                rule = PhraseRule(topic.slug, phrase, weight)
                for words in phrase_forms(phrase):
                    node = top
                    for word in words:
                        node = node.following.setdefault(word, PhraseNode([], {}))
                    node.ending.append(rule)
    return TopicRules(first_words=top.following, topic_order=order)


def compile_warnings(warnings: Iterable[ContentWarning]) -> TopicRules:
    """Make the phrases that ask for a content note ready for `find_phrases`; each note stands for a topic."""
    return compile_topics(Topic(warning.note, warning.note, warning.note, warning.phrases) for warning in warnings)


def choose_topics(title: str, headings: Sequence[str], paragraphs: Sequence[str], rules: TopicRules) -> TopicChoice:
    """Choose the topics of an article: none to four, most telling first, with the phrases that decided.

    A phrase is found whole, whatever its case, hyphens, apostrophes and simple plural; an abbreviation in capitals
    only in capitals. Where phrases of one topic overlap, the first and longest counts.
    """
    counts: dict[PhraseRule, dict[Place, int]] = {}
    word_count = 0
    for place, text in _parts(title, headings, paragraphs):
        word_count += len(_split_words(text))
        for occurrence in _find_phrases(text, rules):
            places = counts.setdefault(occurrence.rule, {})
            places[place] = places.get(place, 0) + 1
    scores: dict[str, float] = {}
    for rule, places in counts.items():
        scores[rule.topic] = scores.get(rule.topic, 0.0) + _phrase_score(rule, places)
    if not scores:
        return TopicChoice()
    needed = max(
        LEAST_SCORE + LEAST_SCORE_PER_100_WORDS * word_count / 100,
        LEAST_SHARE_OF_BEST * max(scores.values()),
    )
    ranked = sorted(scores, key=lambda slug: (-scores[slug], rules.topic_order[slug]))
    chosen = [slug for slug in ranked if scores[slug] >= needed][:MOST_TOPICS]
    return TopicChoice(tuple(ChosenTopic(slug, scores[slug], _deciding_phrases(slug, counts)) for slug in chosen))


def _parts(title: str, headings: Sequence[str], paragraphs: Sequence[str]) -> Iterator[tuple[Place, str]]:
    yield "headline", title
    for heading in headings:
        yield "heading", heading
    for number, paragraph in enumerate(paragraphs):
        yield "opening" if number == 0 else "text", paragraph


def _split_words(text: str) -> tuple[str, ...]:
    return _read_words(text)[0]


@lru_cache(maxsize=256)  # topics and content notes are looked for in the same texts
def _read_words(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a text, as they stand and in small letters."""
    words = tuple(WORD.findall(normalise("NFKC", text).translate(REWRITTEN)))
    return words, tuple(map(str.casefold, words))


def phrase_forms(phrase: str) -> list[tuple[str, ...]]:
    """The phrase's words as they are looked up, with its last word in the singular and in the plural."""
    words = [word if _is_abbreviation(word) else word.casefold() for word in _split_words(phrase)]
    if not any(word.isalnum() for word in words):
        return []
    return [(*words[:-1], last) for last in dict.fromkeys((words[-1], _plural(words[-1])))]


def _is_abbreviation(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _plural(word: str) -> str:
    if word.casefold() in IRREGULAR_PLURALS:
        return IRREGULAR_PLURALS[word.casefold()]
    if _is_abbreviation(word):
        return f"{word}s"
    if word.endswith(("ss", "x", "z", "ch", "sh")):
        return f"{word}es"
    if word.endswith("s") or not word.isalpha():
        return word
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"


def _find_phrases(text: str, rules: TopicRules) -> Iterator[Occurrence]:
    """The occurrences that count: of each topic the longest from left to right, none inside an `unless` phrase."""
    by_topic: dict[str, list[Occurrence]] = {}
    for occurrence in _find_all(text, rules):
        by_topic.setdefault(occurrence.rule.topic, []).append(occurrence)
    for found in by_topic.values():
        found.sort(key=lambda occurrence: (occurrence.start, -occurrence.end, -occurrence.rule.weight))
        read_to = excepted_to = 0
        for occurrence in found:
            # In order of their starts, an occurrence is inside an `unless` phrase if any met so far ends no earlier.
            if occurrence.rule.weight == 0:
                excepted_to = max(excepted_to, occurrence.end)
            elif occurrence.end > excepted_to and occurrence.start >= read_to:
                read_to = occurrence.end
                yield occurrence


def _find_all(text: str, rules: TopicRules) -> Iterator[Occurrence]:
    words, folded = _read_words(text)
    first_words = rules.first_words
    for start in range(len(words)):
        if folded[start] not in first_words and words[start] not in first_words:
            continue
        reached = _next_nodes(first_words, words[start], folded[start])
        end = start + 1
        while reached:
            for node in reached:
                for rule in node.ending:
                    yield Occurrence(start, end, rule)
            if end == len(words):
                break
            reached = [
                following for node in reached for following in _next_nodes(node.following, words[end], folded[end])
            ]
            end += 1


def _next_nodes(following: Mapping[str, PhraseNode], word: str, folded: str) -> list[PhraseNode]:
    """Where a word leads: by its small letters, and as an abbreviation by its capitals."""
    nodes = []
    if folded in following:
        nodes.append(following[folded])
    if word != folded and word in following:
        nodes.append(following[word])
    return nodes


def _phrase_score(rule: PhraseRule, places: Mapping[Place, int]) -> float:
    """What a phrase adds to its topic: its best places count in full, later repetitions little."""
    score = 0.0
    full_left = FULL_COUNTS
    for place, weight in PLACE_WEIGHT.items():
        count = places.get(place, 0)
        in_full = min(count, full_left)
        full_left -= in_full
        score += weight * (in_full + LATER_COUNT * (count - in_full))
    return rule.weight * score


def _deciding_phrases(slug: str, counts: Mapping[PhraseRule, Mapping[Place, int]]) -> tuple[PhraseCount, ...]:
    found = [(rule, places) for rule, places in counts.items() if rule.topic == slug]
    found.sort(key=lambda one: (-_phrase_score(*one), one[0].phrase))
    return tuple(
        PhraseCount(rule.phrase, place, places[place])
        for rule, places in found
        for place in PLACE_WEIGHT
        if place in places
    )


def find_phrases(paragraphs: Sequence[str], rules: TopicRules) -> dict[str, frozenset[str]]:
    """For each topic of the rules the different phrases that stand in a text, found as `choose_topics` finds them."""
    found: dict[str, set[str]] = {}
    for text in paragraphs:
        for occurrence in _find_phrases(text, rules):
            found.setdefault(occurrence.rule.topic, set()).add(occurrence.rule.phrase)
    return {topic: frozenset(phrases) for topic, phrases in found.items()}
