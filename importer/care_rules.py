"""The rules of care that editors own (docs/care.yml): what is looked for in a page, and why an editor must decide.

The file itself explains its words to editors. It is help for them, not legal advice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from importer.care_signs import SIGNS
from importer.list_files import EntryReader, bad_list, compose_list, line_of, perhaps
from importer.topics import PhraseNode, TopicRules, compile_topics
from importer.vocabulary import Topic, find_list
from importer.word_sets import WordSets, index_word_sets

FILE_NAME = "care.yml"
WITHIN = ("sentence", "paragraph", "section", "page")
_PARTS = ("words", "rules")


@dataclass(frozen=True, slots=True)
class CareWords:
    """A list of words and phrases that rules look for by its name; inside an `unless` phrase none is found."""

    name: str
    means: str
    phrases: tuple[str, ...]
    unless: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a page shows what a rule asks for: signs and lists of words, by their names.

    Within one sentence, paragraph, section or page there must be all of `all_of`, one of `any_of` and none of
    `none_of`; elsewhere on the page, anywhere, one of `page_has` and none of `page_lacks`.
    """

    within: str
    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    page_has: tuple[str, ...] = ()
    page_lacks: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def asks_for(self) -> tuple[str, ...]:
        """Every name in it."""
        return (*self.all_of, *self.any_of, *self.none_of, *self.page_has, *self.page_lacks)


@dataclass(frozen=True, slots=True)
class CareRule:
    """A rule: what it flags, in plain words; why; the law or guidance; an invented example; what an editor decides."""

    name: str
    flags: str
    reason: str
    law: str
    example: str
    decide: str
    looks_for: tuple[Way, ...]
    link: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class CareRules:
    """All rules with their lists of words, which are ready to be looked for.

    `word_sets` has for each list the words of each of its phrases: where none of these sets is on a page, no phrase is.
    """

    rules: tuple[CareRule, ...]
    words: tuple[CareWords, ...]
    phrases: TopicRules = field(repr=False, compare=False)
    word_sets: WordSets[str] = field(repr=False, compare=False)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(rule.name for rule in self.rules)


def read_care_rules(docs: Path) -> CareRules:
    """Read `care.yml` of a docs folder; the project's own where the folder has none.

    Raises:
        BadList: it is not what it should be; the note names file, line and mend.
    """
    path = find_list(docs, FILE_NAME)
    parts = _read_parts(path)
    reader = EntryReader(path, {"within": WITHIN}, {"looks_for": Way})
    words = tuple(CareWords(**entry) for entry in reader.read_entries(parts["words"], CareWords))
    rules = tuple(CareRule(**entry) for entry in reader.read_entries(parts["rules"], CareRule))
    for line, what, mend in _find_faults(words, rules):
        raise bad_list(path, line, what, mend)
    topics = (Topic(each.name, each.name, each.means, each.phrases, (), each.unless) for each in words)
    phrases = compile_topics(topics)
    found = tuple(_walk(phrases))
    for _, node in found:
        # An exception of the very same words wins: “teachers” takes the plural of “teacher” out.
        excepted = {rule.topic for rule in node.ending if not rule.weight}
        node.ending[:] = [rule for rule in node.ending if not rule.weight or rule.topic not in excepted]
    return CareRules(rules, words, phrases, _word_sets(found))


def _walk(phrases: TopicRules) -> Iterator[tuple[frozenset[str], PhraseNode]]:
    """Every place in the tree of phrases, with the words that lead there."""
    left = [(frozenset({word.casefold()}), node) for word, node in phrases.first_words.items()]
    while left:
        words, node = left.pop()
        yield words, node
        left += [(words | {word.casefold()}, following) for word, following in node.following.items()]


def _word_sets(found: Iterable[tuple[frozenset[str], PhraseNode]]) -> WordSets[str]:
    named = {(rule.topic, words) for words, node in found for rule in node.ending if rule.weight}
    return index_word_sets(sorted(named, key=lambda each: (each[0], sorted(each[1]))))


def _read_parts(path: Path) -> Mapping[str, yaml.Node]:
    """The two lists of the file, `words:` and `rules:`."""
    root = compose_list(path)
    mend = "Begin the one list with `words:` and the other with `rules:`, as the project's own docs/care.yml does."
    if not isinstance(root, yaml.MappingNode):
        raise bad_list(path, 1, "there are no “words:” and “rules:”", mend)
    parts: dict[str, Any] = {}
    for key, value in root.value:
        if not isinstance(key, yaml.ScalarNode):
            raise bad_list(path, line_of(key), "a list stands where a name should", mend)
        if key.value not in _PARTS or key.value in parts:
            what = f"“{key.value}:” stands twice" if key.value in parts else f"“{key.value}:” is no part of this file"
            raise bad_list(path, line_of(key), what, f"{perhaps(str(key.value), _PARTS)}{mend}")
        parts[str(key.value)] = value
    for part in _PARTS:
        if part not in parts:
            raise bad_list(path, 1, f"there is no “{part}:”", mend)
    return parts


def _find_faults(words: Iterable[CareWords], rules: Iterable[CareRule]) -> Iterator[tuple[int, str, str]]:
    """Names that mean nothing or two things, and ways that ask for nothing: line, what, mend."""
    words, rules = tuple(words), tuple(rules)
    lists = [each.name for each in words]
    for kind, entries in (("list of words", words), ("rule", rules)):
        counts = Counter(each.name for each in entries)
        for each in entries:
            if counts[each.name] > 1:
                yield each.line, f"two entries have the name “{each.name}”", f"Give each {kind} a name of its own."
    for each in words:
        if each.name in SIGNS:
            yield each.line, f"“{each.name}” is a sign that the program knows", "Give the list another name."
    known = (*lists, *SIGNS)
    for rule in rules:
        for way in rule.looks_for:
            if not (way.all_of or way.any_of):
                yield way.line, f"rule “{rule.name}” looks for nothing here", "Add `all_of:` or `any_of:`."
            for name in way.asks_for:
                if name not in known:
                    mend = f"{perhaps(name, known)}The signs are: {', '.join(SIGNS)}. The lists: {', '.join(lists)}."
                    yield way.line, f"rule “{rule.name}” asks for “{name}”, which is no sign and no list", mend
