"""Text whose encoding was broken on its way to us, made whole again where that is certain.

Texts pass through many programs, and one that reads UTF-8 as Windows-1252 turns “child’s” into “childâ€™s”; another
writes entities twice, so that “child&rsquo;s” is what readers see. Both can be undone, but “CAFÉ”” and “Â phwy” are
text: a run of characters is repaired only where no one can have meant it as it stands. So each is asked: could this
sign stand directly after this letter in any language? Where it could, or where a text speaks of encodings, it stays.

Repairing never makes markup: what was read wrongly were bytes beyond ASCII, and no entity becomes `<` or `>`.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from importer.text import quote

_Edit = tuple[int, int, str]  # from where to where in the text, and what belongs there

# The 27 signs and letters that Windows-1252 has in place of the controls U+0080 to U+009F
_WINDOWS = {
    character: byte for byte in range(0x80, 0xA0) for character in bytes([byte]).decode("cp1252", errors="ignore")
}
_FROM_WINDOWS = {chr(byte): character for character, byte in _WINDOWS.items()}
_FOLLOWER = f"[\x80-\xbf{''.join(_WINDOWS)}]"
_SEQUENCE = re.compile(f"[Â-ß]{_FOLLOWER}|[à-ï]{_FOLLOWER}{{2}}|[ð-ô]{_FOLLOWER}{{3}}")
_RUN = re.compile(f"(?:{_SEQUENCE.pattern})+")
_LOOKS_BROKEN = re.compile("[\x80-\x9fÂ-ô\ufeff]")

# What real text prints directly after a letter: “CAFÉ”, CAFÉ’S, « Fatigué… », MANHÃ—DIZ, É¹, JOSÉ´S
_NATURAL = frozenset("”’“‘»›…–—™®©°¹²³†‡•·´\xa0\xad\x85")
# … and after such a sign: “fatigué”… and “fatigué”¹
_NATURAL_SECOND = frozenset("”’»›…–—\xa0¹²³†‡")
_JOINERS = frozenset("’–—…·´\xad\xa0\x85")  # of these, what letters may follow at once
_SYMBOLS_ALONE = frozenset("©®°«·¶§±½¼¾£¥¢")
_OPENING, _CLOSING = frozenset("“‘\"'`«‹"), frozenset("”’\"'`»›")
# Letters that broken text holds one at a time; those of other scripts come in words
_FEW_BEYOND_LATIN_A = frozenset("ƒƠơƯưȘșȚțˆ˙˚˛˜˝")
_SIGNS = (
    (0x2010, 0x205E),
    (0x2070, 0x20CF),
    (0x2100, 0x23FF),
    (0x2460, 0x27BF),
    (0x2900, 0x2BFF),
    (0x1F000, 0x1FAFF),
)

# Controls that are punctuation of Windows-1252, whatever stands around them, and letters that need a neighbour
_PUNCTUATION_CONTROLS = frozenset("\x80\x82\x84\x86\x87\x89\x8b\x91\x92\x93\x94\x95\x96\x97\x99\x9b")
_LETTER_CONTROLS = frozenset("\x8a\x8c\x8e\x9a\x9c\x9e\x9f")
_CONTROL = re.compile("[\x80-\x84\x86-\x9f]")
_NEL = "\x85"  # a line end in its own right; three dots only beside other controls

# Where the no-break space of a sequence became a plain one: “end.Â Next”, “voilÃ  le”
_LOST_SPACE = re.compile("(?<=[^\\W\\d_A-ZÀ-Þ])(?:Â(?= )|Ã (?=[ ,.;:!?)-])|Ã(?= ))|(?<=[\\d.,;:!?)”’»%…])Â(?= )")
_LOST_A = re.compile("(?<= )Ã (?= ?[^\\W\\d_])")  # “dÃ©bat Ã  Paris”
_SMALL_WORD = re.compile(r"\b[a-z]+\b")
# Where the last byte of “”” was lost, because Windows-1252 has no sign for it
_QUOTES = re.compile("(?P<open>“|â€œ)|(?P<closed>”|â€\x9d)|(?P<lost>â€(?:\ufffd|(?=[ \\t\\n.,;:!?)]|$)))")

# “KÃ–LN” is broken, or two words in capitals that a dash joins; the others are broken, and nobody knows what they were
_LEFT_BROKEN = re.compile("[A-ZÀ-Þ]Ã[–…’][A-ZÀ-Þ]{2}|â€|Ã[ƒ‚¢]|[ØÙ][ØÙ]|à[¤¥]")

# What speaks of the matter itself: there the broken words may be examples
_DISCUSSION = re.compile(
    r"\b(?:mojibake|utf-?8|unicode|ascii|charsets?|(?:text|character|double|wrong|html|percent)[- ]encod\w+|encodings?"
    r"|character (?:set|reference|entit)\w*|html(?: entit\w+)?|windows-125\d|cp125\d|latin-1|iso-8859-\d+|garbled)\b",
    re.IGNORECASE,
)
_LONGEST_TAG = 400
_CONTEXT = 160  # characters on either side

_ENTITY = re.compile(
    r"&(?:(?:amp|#0*38|#[xX]0*26);)*(?P<name>#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
)
_MARKUP_SIGN = re.compile(r"[<>]|&(?:amp;)*(?:lt|gt|#0*6[02]|#x3[ce]);", re.IGNORECASE)
_NEVER = frozenset("<>`\\")


class Repair(NamedTuple):
    """A text after repair; `words` quotes the first repaired place, and `doubted` what looks broken and was left.

    `origins` tells for each character where it stood before; it is empty where nothing was repaired.
    """

    text: str
    words: str = ""
    doubted: str = ""
    origins: tuple[int, ...] = ()


class _Found(NamedTuple):
    """What a look at a text found to put right, and the first place that is left to doubt."""

    edits: list[_Edit]
    doubted: str = ""


def repair_text(text: str) -> Repair:
    """A text that readers are to see, with broken characters and entities repaired where that is certain.

    Repairing twice repairs nothing more.
    """
    if text.isascii() and "&" not in text:
        return _unchanged(text)
    return _repair(text, with_entities=True)


def repair_characters(text: str) -> Repair:
    """The same for text that is still markup: in a page's own source entities are right as they are."""
    if text.isascii():
        return _unchanged(text)
    return _repair(text, with_entities=False)


def tell_repair(words: str, count: int) -> str:
    """What editors are told of lines that were repaired: the first repaired words, and how many lines there are."""
    return f"repaired broken characters {quote(words)}" + (
        f" in {count:,} lines, of which this is the first" if count > 1 else ""
    )


def _unchanged(text: str) -> Repair:
    # Asked for every line of every document: three times as fast as `Repair(text)`
    return tuple.__new__(Repair, (text, "", "", ()))


def _repair(text: str, *, with_entities: bool) -> Repair:
    origins: Sequence[int] = range(len(text))
    repaired, first, doubted = text, -1, ""
    while True:
        # Text that was broken twice is repaired layer by layer; each time it gets shorter
        found = _find_broken(repaired)
        if not found.edits and with_entities and "&" in repaired:
            entities = _find_entities(repaired)
            found = _Found(entities.edits, found.doubted or entities.doubted)
        if not found.edits:
            doubted = found.doubted
            break
        repaired, origins = _apply(repaired, origins, found.edits)
        start = found.edits[0][0]
        if first < 0 or start < first:
            first = start
    if repaired == text:
        return Repair(text, doubted=doubted)
    return Repair(repaired, words_at(repaired, first), doubted, tuple(origins))


def _apply(text: str, origins: Sequence[int], edits: Sequence[_Edit]) -> tuple[str, list[int]]:
    parts: list[str] = []
    places: list[int] = []
    end = 0
    for start, stop, new in edits:
        parts += [text[end:start], new]
        places += [*origins[end:start], *([origins[start]] * len(new))]
        end = stop
    return "".join([*parts, text[end:]]), [*places, *origins[end:]]


def words_at(text: str, at: int) -> str:
    """The word around a place, for a message; markup that it touches is left away."""
    before = _WORD_BEFORE.search(text, max(0, at - 25), at)
    after = _WORD_AFTER.match(text, at, at + 30)
    words = f"{before[0] if before else ''}{after[0] if after else ''}"
    return words if words.strip() else text[max(0, at - 15) : at + 25].strip() or "a space"


_WORD_BEFORE = re.compile(r"[^\s<>\"{}]*\Z")
_WORD_AFTER = re.compile(r"\s?[^\s<>\"{}]*")


# --- Characters


def _find_broken(text: str) -> _Found:
    """What was UTF-8 and read as Windows-1252 or Latin-1, and controls that are Windows-1252's punctuation."""
    if not _LOOKS_BROKEN.search(text):
        return _Found([])
    is_example = _example_finder(text)
    edits: list[_Edit] = []
    unsure: list[_Edit] = []
    doubted = ""
    for run in _RUN.finditer(text):
        for group in _groups(list(_decoded(text, run.start(), run.end()))):
            if not any(_is_broken(text, edit) for edit in group) and not _is_other_script(text, group):
                unsure += group
            elif is_example(group[0][0], group[-1][1]):
                doubted = doubted or words_at(text, group[0][0])
            else:
                edits += group
    if edits and unsure and not doubted and _is_wholly_misread(text):
        edits += unsure
    taken = {at for start, stop, _ in edits for at in range(start, stop)}
    for each in (*_find_lost(text, beside_others=bool(edits)), *_find_controls(text)):
        if taken.isdisjoint(range(each[0], each[1])) and not is_example(each[0], each[1]):
            edits.append(each)
    if not edits and not doubted and (left := _CONTROL.search(text) or _LEFT_BROKEN.search(text)):
        doubted = words_at(text, left.start())
    return _Found(sorted(edits), doubted)


def _decoded(text: str, start: int, end: int) -> Iterator[_Edit]:
    """The sequences of a run that are UTF-8 and give a character that people write."""
    for sequence in _SEQUENCE.finditer(text, start, end):
        character = _read_again(sequence[0])
        if character is not None:
            yield sequence.start(), sequence.end(), character


@lru_cache(maxsize=4096)
def _read_again(sequence: str) -> str | None:
    """The character whose UTF-8 was misread so, nothing for a byte-order mark; None where there is no such one."""
    try:
        character = bytes(_WINDOWS.get(each, ord(each)) for each in sequence).decode("utf-8")
    except UnicodeDecodeError:
        return None
    if character == "\ufeff":
        return ""
    return character if _is_written(character) else None


def _is_written(character: str) -> bool:
    """Is this a character of texts, and not one of the thousands that nobody uses?"""
    code = ord(character)
    if code < 0xA0:
        return character in _PUNCTUATION_CONTROLS or character in _LETTER_CONTROLS or character == _NEL
    if code < 0x180 or character in _FEW_BEYOND_LATIN_A:
        return True
    if code < 0x370:
        return False
    return unicodedata.category(character) not in {"Cn", "Co", "Cs"}


def _groups(sequences: Sequence[_Edit]) -> Iterator[list[_Edit]]:
    """The sequences that stand side by side: nobody sets two such pairs next to each other by chance."""
    group: list[_Edit] = []
    for edit in sequences:
        if group and edit[0] != group[-1][1]:
            yield group
            group = []
        group.append(edit)
    if group:
        yield group


def _is_broken(text: str, edit: _Edit) -> bool:
    """Is it certain that a single sequence is no text as it stands?"""
    start, stop, character = edit
    if not (character == "" or ord(character) < 0x250 or character in _FEW_BEYOND_LATIN_A or _stands_alone(character)):
        return False
    lead, followers = text[start], text[start + 1 : stop]
    before, after = text[start - 1 : start], text[stop : stop + 1]
    if any(_CONTROL.match(follower) for follower in followers):
        return True
    if followers[0] == "·" and not after.isalpha():
        return True  # “CAFÉ·BAR”, but no “TÅ· bach”
    if followers[0] not in _NATURAL or any(follower not in _NATURAL_SECOND for follower in followers[1:]):
        return True
    if len(followers) == 1 and (before.islower() or before.isdigit()):
        return lead.isupper()
    if followers == "\xa0":
        return lead == "Â" and _is_lost_no_break_space(text, start, stop)
    if after.isalpha() and followers[-1] not in _JOINERS:
        return True
    if len(followers) > 1:
        return after.islower() and followers[-1] == "…"
    return not before.isalpha() and _is_no_word(text, edit)


def _is_no_word(text: str, edit: _Edit) -> bool:
    """Can the capital that opens the sequence not be a word of one letter, with a sign glued on?"""
    start, stop, character = edit
    sign = text[start + 1]
    rest = re.compile(r"[^\W\d_]*").match(text, stop)
    letters = rest[0] if rest else ""
    if sign in _SYMBOLS_ALONE:
        return text[start] == "Â" or (bool(letters) and letters.islower())
    if character == "×":
        return text[:start].rstrip()[-1:].isdigit()
    if sign in "–…—" and character.isalpha():
        return letters.islower() and len(letters) > 1
    return text[start] == "Â" and sign in "–—•" and text[start - 1 : start] == " " and text[stop : stop + 1] == " "


def _is_lost_no_break_space(text: str, start: int, stop: int) -> bool:
    """Was “Â” and a no-break space only the space? “Â\xa0phwy” may be Welsh, “HÂLÂ\xa0” Turkish, “« Â »” a letter."""
    before, after = text[start - 1 : start], text[stop:].lstrip()[:1]
    earlier = text[:start].rstrip()
    if before and before in ".,;:!?)”’»%…":
        return True
    if before.isupper():
        rest = text[:start] + text[stop:]
        return rest.isascii() and len(_SMALL_WORD.findall(rest[:1000])) >= 3  # “The NSPCCÂ\xa0said today”
    if before.isalpha() or (earlier and earlier[-1] in _OPENING) or (after and after in _CLOSING):
        return False
    if earlier and (earlier[-1].islower() or earlier[-1] == ","):
        return True
    return not after.islower() and not earlier[-1:].isupper()


@lru_cache(maxsize=4096)
def _stands_alone(character: str) -> bool:
    """Is this a sign or a letter that is often the only broken one of a text? Chinese and Cyrillic come in words."""
    code = ord(character)
    return (
        any(first <= code <= last for first, last in _SIGNS)
        or 0x1E00 <= code <= 0x1EFF
        or 0x200B <= code <= 0x200F
        or 0xFE00 <= code <= 0xFE0F
        or code == 0xFFFD
    )


def _is_other_script(text: str, group: Sequence[_Edit]) -> bool:
    """Are these a word of another script: two letters or more, one of them written as nobody would?"""
    letters = [edit for edit in group if edit[2] and unicodedata.category(edit[2])[0] in "LM" and ord(edit[2]) >= 0x370]
    scripts = {unicodedata.name(edit[2], "").split(" ")[0] for edit in letters}
    if len(letters) < 2 or len(scripts & {"HIRAGANA", "KATAKANA", "CJK"} or {""}) < 1:
        return False
    if len(scripts - {"HIRAGANA", "KATAKANA", "CJK"}) > (0 if scripts & {"HIRAGANA", "KATAKANA", "CJK"} else 1):
        return False
    return any(not set(text[start + 1 : stop]) <= _NATURAL for start, stop, _ in letters)


def _is_wholly_misread(text: str) -> bool:
    """Is the whole text UTF-8 if it is taken back to bytes? Then what could be read either way was misread too."""
    try:
        bytes(_WINDOWS.get(character, ord(character)) for character in text).decode("utf-8")
    except ValueError:
        return False
    return True


def _find_lost(text: str, *, beside_others: bool) -> Iterator[_Edit]:
    """Sequences of which a space or the last sign was lost."""
    if "Â" in text or "Ã" in text:
        for space in _LOST_SPACE.finditer(text):
            yield space.start(), space.end(), "" if space[0] == "Â" else "à"
        for space in _LOST_A.finditer(text) if beside_others else ():
            yield space.start(), space.end(), "à" if text[space.end()] == " " else "à "
    open_quotes = 0
    for mark in _QUOTES.finditer(text) if "â€" in text else ():
        if mark["open"]:
            open_quotes += 1
        elif open_quotes > 0:
            open_quotes -= 1
            if mark["lost"]:
                yield mark.start(), mark.end(), "”"


def _find_controls(text: str) -> Iterator[_Edit]:
    has_other = _CONTROL.search(text) is not None
    if not has_other:
        return
    for at, character in enumerate(text):
        if character in _PUNCTUATION_CONTROLS or (character == _NEL and has_other):
            yield at, at + 1, _FROM_WINDOWS[character]
        elif character in _LETTER_CONTROLS:
            around = text[at - 1 : at] + text[at + 1 : at + 2]
            if any("LATIN" in unicodedata.name(each, "") for each in around):
                yield at, at + 1, _FROM_WINDOWS[character]


def _example_finder(text: str) -> Callable[[int, int], bool]:
    """Asks of a place whether it is quoted by itself, or the text around it speaks of encodings.

    What stands in tags is no text that speaks.
    """
    spoken = [found.start() for found in _DISCUSSION.finditer(text) if not _is_in_tag(text, found.start())]

    def is_example(start: int, stop: int) -> bool:
        before, after = text[start - 1 : start], text[stop : stop + 1]
        if before and before in _OPENING and after and after in _CLOSING:
            return True
        at = bisect_left(spoken, start - _CONTEXT)
        return at < len(spoken) and spoken[at] < stop + _CONTEXT

    return is_example


def _is_in_tag(text: str, at: int) -> bool:
    opening = text.rfind("<", max(0, at - _LONGEST_TAG), at)
    if opening < 0 or text.find(">", opening, at) >= 0:
        return False
    closing = text.find(">", at, at + _LONGEST_TAG)
    return closing >= 0 and text.find("<", at, closing) < 0


# --- Entities


def _find_entities(text: str) -> _Found:
    """Entities that stand in a text as they are written: “child&rsquo;s”, “child&amp;#8217;s”, “Q&amp;A”."""
    edits: list[_Edit] = []
    doubted = ""
    has_markup: bool | None = None
    is_example = _example_finder(text)
    for entity in _ENTITY.finditer(text):
        character = _character(entity["name"])
        if not character:
            continue
        if has_markup is None:
            has_markup = _MARKUP_SIGN.search(text) is not None
        if character in "\"'" and has_markup:
            continue
        if is_example(entity.start(), entity.end()) or (has_markup and character == "&"):
            doubted = doubted or entity[0]
        else:
            edits.append((entity.start(), entity.end(), character))
    return _Found(edits, doubted)


def _character(name: str) -> str:
    """The character that an entity stands for; empty where it is markup, or none that a text shows."""
    character = html.unescape(f"&{name};")
    if len(character) != 1 or character in _NEVER or character == "\ufffd":
        return ""
    return character if unicodedata.category(character)[0] in "LMNPSZ" and character not in "\u2028\u2029" else ""
