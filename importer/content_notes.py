"""Which content notes a page's text asks for, by the phrases that editors list in docs/content_notes.yml.

Counted as an import counts them, but most texts are passed over at a glance: where not enough phrases have all their
words in a text, no more need be looked for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from importer.references import decode_references
from importer.topics import TopicRules, compile_warnings, find_phrases, phrase_forms
from importer.vocabulary import ContentWarning
from importer.word_sets import WordSets, find_word_sets, index_word_sets, words_in

CLEARED_AS = "content-note"  # how `cleared:` names the decision that a text needs no content note
_LINK = re.compile(r"\[([^\[\]\n]*)\]\([^()\s]*\)")
_LINE_MARKS = re.compile(r"^[ \t]*(?:(?:[-*+>]|\d+\.)[ \t]+)+", re.MULTILINE)
_HEADINGS = re.compile(r"^#{1,6}.*$", re.MULTILINE)
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+>]|\d+\.)[ \t])")


@dataclass(frozen=True, slots=True)
class WarningRules:
    """The phrases of all content notes, made ready for many pages; `words` has those of each phrase's forms.

    A form is named by the places of its note and of its phrase in the list.
    """

    warnings: tuple[ContentWarning, ...]
    rules: TopicRules
    words: WordSets[tuple[int, int]]


def make_warning_rules(warnings: Sequence[ContentWarning]) -> WarningRules:
    """Make the editors' phrases ready for `find_content_notes`."""
    words = index_word_sets(
        ((note, number), frozenset(word.casefold() for word in form))
        for note, warning in enumerate(warnings)
        for number, phrase in enumerate(warning.phrases)
        for form in phrase_forms(phrase)
    )
    return WarningRules(tuple(warnings), compile_warnings(warnings), words)


def find_content_notes(title: str, body: str, rules: WarningRules) -> list[str]:
    """What the text of a page, in Markdown, may describe in detail: the notes of the list, in its order."""
    if not may_need_a_note(f"{title}\n{body}", rules):
        return []
    plain = _LINE_MARKS.sub("", _HEADINGS.sub("", decode_references(_LINK.sub(r"\1", body))))
    # A sign between two paragraphs keeps phrases from running over both
    found = find_phrases([f"{title} ¶ {_PARAGRAPH_END.sub(' ¶ ', plain)}"], rules.rules)
    return [warning.note for warning in rules.warnings if len(found.get(warning.note, ())) >= warning.least]


def may_need_a_note(text: str, rules: WarningRules) -> bool:
    """Could a text, or a whole page, hold enough phrases of one note, going by single words wherever they stand?"""
    phrases = Counter(note for note, _ in set(find_word_sets(rules.words, words_in(text))))
    return any(count >= rules.warnings[note].least for note, count in phrases.items())
