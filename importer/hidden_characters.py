"""Characters that do not show: what no page may hold, because it hides words or changes how others read.

Controls, zero-width characters, marks that turn the reading direction, fillers, tags and noncharacters: most of what
Unicode calls “default ignorable” (UAX 44), and UTS 39, section 3.1 keeps out of names. Three kinds are needed where
they are written by the rules, and stay there: joiners in scripts that join letters and in emoji, the selector of emoji
and text forms, and the tags of the flags of England, Scotland and Wales.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from importer.combining_marks import drop_surplus_marks

# Hebrew and Arabic to Myanmar, Khmer, Mongolian, their presentation forms, and emoji with their skin tones
_JOINING = (
    "\u0590-\u061b\u061d-\u109f\u1780-\u17b3\u17b6-\u17ff\u1820-\u18af\u1a20-\u1aaf\u1b00-\u1cff\ua800-\uabff"
    "\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\u2190-\u2bff\U0001f000-\U0001faff"
)
# Digits of keycaps, signs and pictures that have a form as text and one as emoji
_TWO_FORMS = "#*0-9\u00a9\u00ae\u203c-\u2053\u2100-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_ALWAYS = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001d173-\U0001d17a"
)
# Controls that part lines for some programs only. Dropped, they would glue the words on both sides
_PARTING = "\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029"
_BEYOND = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
_HIDDEN_FORMS = (
    "(?P<flag>\U0001f3f4[\U000e0030-\U000e007a]{2,7}\U000e007f)"
    f"|[{_ALWAYS}{_BEYOND}\U000e0000-\U000e0fff]"
    f"|(?<![{_JOINING}])(?<![{_TWO_FORMS}]\ufe0f)[\u200c\u200d]|(?<![{_TWO_FORMS}])[\ufe0e\ufe0f]"
)
_HIDDEN = re.compile(_HIDDEN_FORMS)
_HIDDEN_OR_PARTING = re.compile(f"{_HIDDEN_FORMS}|[{_PARTING}]")
# One of these a text must have to hide anything; seldom has a text any
_SUSPECT = re.compile(f"[{_ALWAYS}{_BEYOND}{_PARTING}\U000e0000-\U000e0fff\u200c\u200d\ufe0e\ufe0f]")
_TOLD = {"Cc": "a control character", "Cn": "a character that Unicode has none for"}
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Hidden(NamedTuple):
    """A character that does not show: where it stands in the text, from 0, and what it is."""

    at: int
    what: str


def drop_hidden(text: str) -> str:
    """The text without the characters that do not show, and without marks on a letter that has too many to be one.

    >>> drop_hidden("kites\\u200b over\\u202e the town")
    'kites over the town'
    """
    if text.isascii() and text.isprintable():
        return text
    return drop_surplus_marks(_HIDDEN.sub(lambda found: found["flag"] or "", text))


def find_hidden(text: str) -> Iterator[Hidden]:
    """Each character that does not show, in order, and each that parts lines for some programs only.

    >>> list(find_hidden("a\\u200bb"))
    [Hidden(at=1, what='a zero width space (U+200B)')]
    """
    if not _SUSPECT.search("".join(set(text))):
        return
    for found in _HIDDEN_OR_PARTING.finditer(text):
        if found["flag"]:
            continue
        character = found[0]
        kind = _TOLD.get(unicodedata.category(character))
        if not kind:
            name = unicodedata.name(character, "an invisible character").lower()
            article = "an" if name[0] in "aeiou" else "a"
            kind = name if name.startswith("an ") else f"{article} {name}"
            if _TURNING.match(character):
                kind += ", which turns the reading direction,"
        yield Hidden(found.start(), f"{kind} (U+{ord(character):04X})")
