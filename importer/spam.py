"""Text that a compromised site injects into its headlines, told by what it does, never by what it says alone.

Three signs, the strongest first: the same run stands in most headlines of a document and neither in their addresses
nor in their texts; a run of another script breaks a headline of the document's own script; advertising words stand in
a headline and nowhere else in the item. A run that the article itself uses, or that stands in quotation marks or
brackets, is the article's own: Welsh, Polish, Arabic and Chinese text stays. Lines of the text that string
advertisements together go where nothing else in the item speaks of such things; a sentence is only doubted.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from importer.records import Item, Piece
from importer.shapes import is_list_item, is_whole_quotation
from importer.text import ends_sentence, fold, word_list, words

_LEAST_FOREIGN_LETTERS = 3  # HOSTILE.md, point 11: found all infected lines of the seeds and no other
_LONGEST_RUN = 12
_LEAST_ADVERTISEMENTS = 2  # one may be what an article speaks of
_SENTENCE_END = re.compile(r"(?<=[.!?…])[”’\"')]*\s+")
# “Play at the … and claim …”, “Buy … today!”
_URGES = re.compile(
    r"(?:play|buy|claim|get|try|join|win|order|bet|discover|enjoy|visit|download|register|sign up|click)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+")
_SEPARATORS = " -–—|:;,»«/·•*~>"
_LATIN = "LATIN"


@dataclass(frozen=True, slots=True)
class Injections:
    """What was injected into a document: runs that repeat, and the script that its texts are written in."""

    runs: tuple[str, ...]
    script: str


def find_injections(items: Sequence[Item]) -> Injections:
    """Learn from all items of a document together which runs of text were injected into its headlines."""
    titles = [fold(item.title) for item in items]
    channels = dict.fromkeys(fold(name) for item in items for name in item.publishers if not item.republished)
    bodies = [_body_text(item) for item in items]
    script = _main_script(" ".join(bodies) or " ".join(titles))
    body_words = {word for body in bodies for word in words(body)}
    slugs = " ".join(f" {_slug(item.url)} " for item in items)
    runs = [
        run
        for run in _repeated_runs([*titles, *channels])
        if _is_foreign(run, script) or _is_advertising(run, slugs, body_words) or _is_added(run, items)
    ]
    return Injections(tuple(sorted(runs, key=lambda run: (-len(run), run))), script)


def strip_injections(item: Item, injections: Injections) -> tuple[str, tuple[str, ...]]:
    """An item's headline without injected text, and the runs taken out of it; never an empty headline."""
    title = fold(item.title)
    own_text = f"{_body_text(item)}\n{fold(item.excerpt)}"
    slug = _slug(item.url)
    title, removed = _strip(title, injections.runs)
    title, foreign = _strip(title, _foreign_runs(title, injections.script, own_text))
    title, advertising = _strip(title, _advertising(title, slug, own_text))
    return title, (*removed, *foreign, *advertising)


def _strip(title: str, runs: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """The title without the runs, the longest first: a short one may be a part of it, and would leave the rest."""
    removed = []
    for run in sorted(runs, key=len, reverse=True):
        shorter = _without(title, run)
        if shorter != title and any(character.isalpha() for character in shorter):
            title = shorter
            removed.append(run)
    return title, tuple(removed)


def strip_runs(text: str, injections: Injections) -> tuple[str, tuple[str, ...]]:
    """A line of the text or a name without the runs that repeat in the document's headlines, and those taken out."""
    removed = tuple(run for run in injections.runs if _find(text, run))
    for run in removed:
        text = _without(text, run)
    return text, removed


def find_advertisements(
    item: Item, title: str, pieces: Sequence[Piece]
) -> tuple[frozenset[int], tuple[tuple[int, str], ...]]:
    """The places of lines that only advertise, and sentences that seem to with their places; both empty as a rule.

    Both hold two or more advertising phrases while the rest of the item, its headline and its address hold none: an
    article on gambling says more of it than that. A line that is no sentence, a third of which are such words, goes; a
    sentence stays, because a court report may tell in one what somebody spent on poker and slots.
    """
    dense: list[tuple[int, str]] = []
    own = [title, _slug(item.url)]
    parted = [_sentences(piece) for piece in pieces]
    for at, sentence in ((at, sentence) for at, sentences in enumerate(parted) for sentence in sentences):
        if _strings_advertisements(sentence):
            dense.append((at, sentence))
        else:
            own.append(sentence)
    if not dense or any(map(_advertisements, own)):
        return frozenset(), ()
    lines = frozenset(at for at, sentence in dense if len(parted[at]) == 1 and _only_advertises(pieces[at], sentence))
    doubted: dict[int, str] = {}  # one of a line is enough: an editor looks at all of it
    for at, sentence in dense:
        if at not in lines and _URGES.match(sentence):
            doubted.setdefault(at, sentence)
    return lines, tuple(doubted.items())


def _sentences(piece: Piece) -> list[str]:
    return [fold(part) for part in _SENTENCE_END.split(_ADDRESS.sub(" ", fold(piece.text))) if part.strip()]


def _strings_advertisements(sentence: str) -> bool:
    """Are there two advertising phrases, one of several words? “Kumar” and “pragmatic” alone advertise nothing."""
    found = _advertisements(sentence)
    return len(found) >= _LEAST_ADVERTISEMENTS and any(" " in phrase.strip() for phrase in found)


def _only_advertises(piece: Piece, sentence: str) -> bool:
    """Is a line nothing but advertisements: no sentence, no quotation, no entry of a list, no part of the markup?"""
    if ends_sentence(piece.text) or is_whole_quotation(piece.text):
        return False
    if is_list_item(piece.text) or (piece.markup and piece.markup.kind != "paragraph"):
        return False
    covered = sum(len(phrase.split()) for phrase in _advertisements(sentence))
    return covered * 3 >= len(words(sentence))


def _advertisements(text: str) -> tuple[str, ...]:
    """The advertising phrases of a text, each once, the longest where several begin; none of them overlap."""
    keys = [_singular(word) for word in words(text)]
    first_words = _spam_phrases_by_first_word()
    found: dict[str, None] = {}
    end = 0
    for at in (at for at, key in enumerate(keys) if key in first_words):
        if at >= end and (longest := max(_phrases_from(keys, at), key=len, default="")):
            found[longest] = None
            end = at + len(longest.split())
    return tuple(found)


def _repeated_runs(titles: Sequence[str]) -> list[str]:
    """The longest runs of words that stand in more than half of the headlines, at least two of them."""
    if len(titles) < 2:
        return []
    counts: Counter[tuple[str, ...]] = Counter()
    for title in titles:
        tokens = title.split(" ")[:60]
        seen = {
            tuple(tokens[start:end])
            for start in range(len(tokens))
            for end in range(start + 1, min(len(tokens), start + _LONGEST_RUN) + 1)
        }
        counts.update(seen)
    enough = max(2, len(titles) // 2 + 1)
    common = [run for run, count in counts.items() if count >= enough]
    longest = [
        run
        for run in common
        if not any(len(other) > len(run) and counts[other] >= counts[run] and _contains(other, run) for other in common)
    ]
    return [" ".join(run).strip(_SEPARATORS) for run in longest]


def _contains(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    return any(longer[at : at + len(shorter)] == shorter for at in range(len(longer) - len(shorter) + 1))


def _is_foreign(run: str, script: str) -> bool:
    return sum(_script(character) not in {script, ""} for character in run) >= _LEAST_FOREIGN_LETTERS


def _is_advertising(run: str, slugs: str, body_words: set[str]) -> bool:
    """Is a repeated run of the document's own script foreign to it: in no address, and in the texts hardly a word?"""
    run_words = words(run)
    if not run_words or f" {' '.join(run_words)} " in slugs:
        return False
    long_words = [word for word in run_words if len(word) > 3] or [word for word in run_words if not word.isascii()]
    known = sum(word in body_words for word in long_words)
    if _advertisements(run):
        return known * 2 <= len(long_words)
    foreign = len(long_words) >= 2 or any(not word.isascii() for word in long_words)
    return len(run_words) >= 2 and foreign and known * 4 <= len(long_words)


def _is_added(run: str, items: Sequence[Item]) -> bool:
    """Was an advertising run added to headlines whose addresses, written before, tell the rest and nothing of it?

    Then it goes even where the texts know its words: one may be on gambling, or carry the same advertising.
    """
    run_words = _telling(run)
    if len(run_words) < 2 or not _advertisements(run):
        return False
    titles = [(fold(item.title), _telling(_slug(item.url))) for item in items if _find(fold(item.title), run)]
    added = [slug for title, slug in titles if slug & _telling(_without(title, run)) and not slug & run_words]
    return len(added) >= 2 and len(added) * 2 > len(titles)


def _telling(text: str) -> frozenset[str]:
    return frozenset(_singular(word) for word in words(text) if len(word) > 3 and not word.isdigit())


def _foreign_runs(title: str, script: str, own_text: str) -> Iterator[str]:
    """The stretches of another script in a headline that is otherwise written in the document's own."""
    if not any(_script(character) == script for character in title):
        return
    for start, end in _foreign_spans(title, script):
        run = title[start:end]
        letters = sum(_script(character) not in {script, ""} for character in run)
        set_off = start > 0 and title[start - 1] in "“\"‘'(«[" and end < len(title) and title[end] in "”\"’')»]"
        if letters >= _LEAST_FOREIGN_LETTERS and not set_off and run not in own_text:
            yield run


def _foreign_spans(title: str, script: str) -> Iterator[tuple[int, int]]:
    """Where stretches of other scripts begin and end; digits glued to them belong to them, spaces inside do too."""
    start = end = None
    for at, character in enumerate(f"{title}\0"):
        # A vowel sign belongs to the letter before it
        kind = (
            _script(title[end - 1]) if end == at and unicodedata.category(character)[0] == "M" else _script(character)
        )
        if kind and kind != script:
            start = at if start is None else start
            end = at + 1
        elif start is not None and end is not None and (kind == script or character == "\0"):
            while end < len(title) and title[end].isdigit():
                end += 1
            while start > 0 and title[start - 1].isdigit():
                start -= 1
            yield start, end
            start = end = None


def _advertising(title: str, slug: str, own_text: str) -> Iterator[str]:
    """The stretch from the first to the last advertising word, where the item's address and text know none of them."""
    tokens = title.split(" ")
    keys = [" ".join(_singular(word) for word in words(token)) for token in tokens]
    found = [(at, phrase) for at in range(len(keys)) for phrase in _phrases_from(keys, at)]
    if not found:
        return
    own = f" {' '.join(map(_singular, words(own_text)))} | {' '.join(map(_singular, slug.split()))} "
    hits = {place for at, phrase in found if phrase not in own for place in range(at, at + len(phrase.split()))}
    if not hits:
        return
    # Words that advertise only beside others (“best”, “online”, “gacor88”) join the stretch they touch.
    advertising = _spam_words()
    slug_words = set(map(_singular, slug.split()))
    joined = {at for at, key in enumerate(keys) if at in hits or _joins(key, advertising, slug_words)}
    for at in sorted(hits):
        if at - 1 in joined and at - 1 in hits:
            continue
        start, end = at, at + 1
        while start - 1 in joined:
            start -= 1
        while end in joined:
            end += 1
        yield " ".join(tokens[start:end])


def _joins(key: str, advertising: frozenset[str], slug_words: set[str]) -> bool:
    plain = re.sub(r"\d+", "", key)
    return bool(key) and key not in slug_words and (plain in advertising or not plain)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _without(text: str, run: str) -> str:
    """The text without every place of the run, and without the separators that stood around it."""
    while span := _find(text, run):
        before, after = text[: span[0]].rstrip(), text[span[1] :].lstrip()
        if not before.strip(_SEPARATORS):
            before, after = "", after.lstrip(_SEPARATORS)
        if not after.strip(_SEPARATORS):
            after, before = "", before.rstrip(_SEPARATORS)
        joined = f"{before} {after}".strip()
        text = re.sub(r"(?<!\s)\s++([,.;:!?])", r"\1", joined) if after[:1] in ",.;:!?" else joined
    return text


def _find(text: str, run: str) -> tuple[int, int] | None:
    """Where the run stands in the text, not inside a word of its own script."""
    match = re.search(rf"(?<![A-Za-z0-9]){re.escape(run)}(?![a-z0-9])" if run[:1].isascii() else re.escape(run), text)
    return match.span() if match else None


def _body_text(item: Item) -> str:
    return "\n".join(fold(line.text) for line in item.body)


def _slug(url: str) -> str:
    """The words of an address's path, where the publisher wrote the headline before it was tampered with."""
    path = url.split("://", 1)[-1].split("?", 1)[0].split("#", 1)[0]
    return " ".join(words(" ".join(re.split(r"[/_-]+", path)[1:])))


def _main_script(text: str) -> str:
    counts: Counter[str] = Counter()
    for character, count in Counter(text[:200_000]).items():
        counts[_script(character)] += count
    counts.pop("", None)
    return counts.most_common(1)[0][0] if counts else _LATIN


@cache
def _script(character: str) -> str:
    """The script of a letter, empty for anything else; Chinese and Japanese characters count as one."""
    if not character.isalpha():
        return ""
    name = unicodedata.name(character, "")
    first = name.split(" ", 1)[0].split("-", 1)[0]
    return {
        "HIRAGANA": "CJK",
        "KATAKANA": "CJK",
        "FULLWIDTH": _LATIN,
        "MODIFIER": "",
        "FEMININE": _LATIN,
        "MASCULINE": _LATIN,
    }.get(first, first)


@cache
def _spam_phrases() -> tuple[str, ...]:
    return tuple(f" {' '.join(map(_singular, words(phrase)))} " for phrase in word_list("spam_phrases"))


@cache
def _spam_words() -> frozenset[str]:
    return frozenset(word for phrase in _spam_phrases() for word in phrase.split())


@cache
def _spam_phrases_by_first_word() -> dict[str, tuple[str, ...]]:
    by_word: dict[str, list[str]] = {}
    for phrase in _spam_phrases():
        by_word.setdefault(phrase.split()[0], []).append(phrase)
    return {word: tuple(phrases) for word, phrases in by_word.items()}


def _phrases_from(keys: Sequence[str], at: int) -> Iterator[str]:
    """The advertising phrases that the words of a headline show from one place on."""
    for phrase in _spam_phrases_by_first_word().get(keys[at], ()):
        wanted = phrase.split()
        if list(keys[at : at + len(wanted)]) == wanted:
            yield phrase
