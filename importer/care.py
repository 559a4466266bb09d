"""What an editor must decide before a page may be published, found by the rules of docs/care.yml.

The rules flag; they do not judge. A flag says which rule, where, and by which signs, and quotes nothing of the page but
words of the rule's own lists: never a name, an age, a school or an address, because messages end up in public logs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import get_args

from importer.care_rules import CareRule, CareRules, Way
from importer.care_signs import SIGNS
from importer.care_units import Part, split_article
from importer.combining_marks import normalise
from importer.records import Article
from importer.references import decode_references
from importer.topics import find_phrases
from importer.word_sets import find_word_sets, words_in

MOST_WORDS_TOLD = 3
_TITLE = re.compile(r"^title:(.*)$", re.MULTILINE)
# The doubt that an import leaves on a cleared page whose text it changed: until an editor takes it out, nothing there
# counts as cleared. It begins so.
TEXT_CHANGED = "The text has changed since it was cleared"
# The note that a page begun without its text carries: nobody should read an empty page.
TEXT_TO_COME = "The text is still to be written."
UNWRITTEN = "text-to-come"  # the name under which such a page waits


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that an editor must decide: the rule, the part of the page and the line in that part, and the signs.

    `signs` are words for editors, such as “a school’s name”; words in quotation marks are of the rules' own lists.
    """

    rule: CareRule
    part: Part
    line: int
    signs: tuple[str, ...]


def find_flags(article: Article, care: CareRules) -> tuple[Flag, ...]:
    """Every flag of a page, in the order of its lines, each rule once a line, whether or not an editor cleared it."""
    shown = (article.title, article.summary, article.date_evidence, article.content_note, *article.notes, article.body)
    ways = _ways_for(article.withdrawn.reason if article.withdrawn else "\n".join(shown), care)
    if not ways:
        return ()
    page = _Page(article, care)
    found: dict[tuple[str, Part, int], Flag] = {}
    for rule, way in [each for each in ways if page.has_signs(each[1])]:
        for flag in page.find(rule, way):
            found.setdefault((rule.name, flag.part, flag.line), flag)
    order = {part: place for place, part in enumerate(get_args(Part))}
    names = care.names
    return tuple(sorted(found.values(), key=lambda flag: (order[flag.part], flag.line, names.index(flag.rule.name))))


def may_have_flags(page: str, care: CareRules) -> bool:
    """May a page, header and all, have flags? A look that misses none, and does not read the header, which takes long.

    The whole page is taken for the text, and no day or decision of the header for known.
    """
    if not _ways_for(page, care):
        return False
    title = _TITLE.search(page)
    return bool(find_flags(Article(title=title[1] if title else "", source="", body=page), care))


def find_open_flags(article: Article, care: CareRules) -> tuple[Flag, ...]:
    """The flags that wait for an editor: none of a rule that an editor cleared.

    Of a withdrawn page only its reason can be flagged.
    """
    settled = settled_rules(article, care)
    return tuple(flag for flag in find_flags(article, care) if flag.rule.name not in settled)


def settled_rules(article: Article, care: CareRules) -> frozenset[str]:
    """The rules that `cleared:` settles; none once the text has changed since."""
    if any(note.startswith(TEXT_CHANGED) for note in article.notes):
        return frozenset()
    return frozenset(name for clearance in article.cleared for name in clearance.rules or care.names)


def _ways_for(text: str, care: CareRules) -> list[tuple[CareRule, Way]]:
    """What a text may show, by its single words. On most pages it is nothing; a closer look takes ten times as long."""
    there = dict.fromkeys(find_word_sets(care.word_sets, words_in(text)), True)
    text = normalise("NFKC", decode_references(text))

    def may_be_there(name: str) -> bool:
        if name not in there:
            there[name] = name in SIGNS and SIGNS[name].may_be_in(text)
        return there[name]

    def may_show(way: Way) -> bool:
        return (
            all(may_be_there(name) for name in way.all_of)
            and (not way.any_of or any(may_be_there(name) for name in way.any_of))
            and (not way.page_has or any(may_be_there(name) for name in way.page_has))
        )

    return [(rule, way) for rule in care.rules for way in rule.looks_for if may_show(way)]


@dataclass(frozen=True, slots=True)
class _Piece:
    part: Part
    line: int
    text: str
    phrases: Mapping[str, frozenset[str]]


class _Page:
    """An article taken apart once for all rules; what stands in it is looked up when a rule first asks for it."""

    def __init__(self, article: Article, care: CareRules) -> None:
        self._article, self._care = article, care
        self._paragraphs = split_article(article)
        self._known: dict[tuple[str, str], bool] = {}

    @cached_property
    def _by_paragraph(self) -> list[_Piece]:
        phrases = self._care.phrases
        return [
            _Piece(each.part, each.line, each.text, find_phrases([each.text], phrases)) for each in self._paragraphs
        ]

    @cached_property
    def _lists(self) -> frozenset[str]:
        return frozenset(name for piece in self._by_paragraph for name in piece.phrases)

    def has_signs(self, way: Way) -> bool:
        """Are all signs that the way asks for somewhere on the page? This takes less time than to look for phrases."""
        return all(
            any(self._shows(name, paragraph.text) for paragraph in self._paragraphs)
            for name in way.all_of
            if name in SIGNS
        )

    def find(self, rule: CareRule, way: Way) -> Iterator[Flag]:
        """A flag for each unit that shows it, at the first place of what the way names first."""
        if way.page_has and not any(self._is_on_page(name) for name in way.page_has):
            return
        if any(self._is_on_page(name) for name in way.page_lacks):
            return
        needed = sorted(way.all_of, key=lambda name: name in SIGNS)  # lists first: signs cost more to look for
        for unit in self._units(way.within):
            if not all(self._first(name, unit) for name in needed):
                continue
            either = [piece for name in way.any_of if (piece := self._first(name, unit))]
            if way.any_of and not either:
                continue
            if any(self._first(name, unit) for name in way.none_of):
                continue
            place = (self._first(way.all_of[0], unit) if way.all_of else None) or either[0]
            yield Flag(rule, place.part, place.line, tuple(self._tell(way, unit)))

    def _is_on_page(self, name: str) -> bool:
        if name not in SIGNS:
            return name in self._lists
        return any(self._has(name, piece) for piece in self._by_paragraph)

    def _has(self, name: str, piece: _Piece) -> bool:
        if name not in SIGNS:
            return name in piece.phrases
        return self._shows(name, piece.text)

    def _shows(self, sign: str, text: str) -> bool:
        key = (sign, text)
        if key not in self._known:
            self._known[key] = SIGNS[sign].is_in(text, self._article)
        return self._known[key]

    def _first(self, name: str, unit: Sequence[_Piece]) -> _Piece | None:
        return next((piece for piece in unit if self._has(name, piece)), None)

    def _units(self, within: str) -> Iterable[Sequence[_Piece]]:
        """The page in units of this size. The headline stands over every section."""
        match within:
            case "page":
                return [self._by_paragraph]
            case "section":
                return self._sections()
            case "paragraph":
                return [[piece] for piece in self._by_paragraph]
            case _:
                return self._by_sentence

    def _sections(self) -> Iterator[Sequence[_Piece]]:
        pairs = list(zip(self._paragraphs, self._by_paragraph, strict=True))
        headline = [piece for piece in self._by_paragraph if piece.part == "title"]
        for section, of_section in groupby(pairs, key=lambda pair: pair[0].section):
            pieces = [piece for _, piece in of_section]
            yield pieces if section == 0 else [*pieces, *headline]

    @cached_property
    def _by_sentence(self) -> list[list[_Piece]]:
        """A paragraph without any phrase need not be read again, sentence by sentence."""
        return [
            [_Piece(paragraph.part, sentence.line, sentence.text, self._phrases_in(sentence.text, piece))]
            for paragraph, piece in zip(self._paragraphs, self._by_paragraph, strict=True)
            for sentence in paragraph.sentences
        ]

    def _phrases_in(self, sentence: str, paragraph: _Piece) -> Mapping[str, frozenset[str]]:
        return find_phrases([sentence], self._care.phrases) if paragraph.phrases else {}

    def _tell(self, way: Way, unit: Sequence[_Piece]) -> Iterator[str]:
        """What was found, for a message that may be public: signs by their kind, of lists the first few words."""
        said: list[str] = []
        for name in dict.fromkeys((*way.all_of, *way.any_of)):
            if name in SIGNS:
                if self._first(name, unit):
                    yield SIGNS[name].told
                continue
            for phrase in sorted({phrase for piece in unit for phrase in piece.phrases.get(name, ())}):
                if len(said) < MOST_WORDS_TOLD and phrase not in said:
                    said.append(phrase)
                    yield f"“{phrase}”"
