"""What a page says of itself around its items: its publisher, in a copyright line or in its header."""

from __future__ import annotations

import re
from collections.abc import Sequence

from importer.records import Line
from importer.shapes import is_furniture, is_headline_like
from importer.text import fold, is_blank, word_count

# “© Copyright . All rights reserved. The Harbour Trust is a …”, “Copyright 2019 Harbour Trust. All rights reserved”
# “(c)” alone is the third point of a list
_COPYRIGHT = re.compile(r"©|\(c\).{0,60}\b(?:19|20)\d\d\b|\(c\)\s*copyright|\bcopyright\b", re.IGNORECASE)
_NOT_OWNER = re.compile(
    r"©|\(c\)|\bcopyright\b|\ball rights reserved\b|\b(?:19|20)\d\d(?:\s*[-–/]\s*(?:(?:19|20)?\d\d))?\b|^\s*by\b",
    re.IGNORECASE,
)
_OWNER_ENDS = re.compile(
    r"(?<!\s)\s++(?:is|are)\s+(?:a|an|the|registered|part)\b.*"
    r"|[.,;|]?(?:(?<!\s)\s++)?(?:registered|company|charity|reg\.?)\s+(?:in|no|number|charity|company)\b.*",
    re.IGNORECASE,
)
# “SAFE Newsfeed”, “Latest news”: the title of the list, not of a publisher
_FEED_TITLE_END = r"\b(?:news\s?feed|news\s?letter|news|bulletin|headlines|updates|blog|feed|archives?)$"
_FEED_TITLE = re.compile(
    r"(?P<name>.*?)(?:(?<![\s:–—-])[\s:–—-]++)?(?:\b(?:latest|recent|our|all|safeguarding|online)\s++){0,4}\b(?:news\s?feed|news\s?letter|news|bulletin|headlines|updates|blog|feed)\b.*",
    re.IGNORECASE | re.DOTALL,
)


def copyright_owner(lines: Sequence[Line]) -> str:
    """Whom the page's last copyright line names; empty where there is none.

    >>> copyright_owner([Line(1, "© Copyright . All rights reserved. Harbour Trust is a charity, no 1")])
    'Harbour Trust'
    """
    for line in reversed(lines):
        text = fold(line.text)
        if not _COPYRIGHT.search(text) or word_count(text) > 60:
            continue
        for sentence in re.split(r"(?<=[a-z)])\.\s+|\.\s*$|\s\.\s|\|", _NOT_OWNER.sub(".", text)):
            owner = _OWNER_ENDS.sub("", sentence.strip(" .,;:–—|-")).strip(" .,;:–—|-")
            if re.search(r"[A-Za-z]{2}", owner) and word_count(owner) <= 10:
                return owner
    return ""


_MOST_HEADER_LINES = 20
_MOST_FEED_TITLE_WORDS = 5


def is_feed_title(text: str) -> bool:
    """Is this the title of a list of news (“Harbour Newsfeed”, “Latest news”), not a headline that speaks of news?"""
    plain = fold(text)
    return word_count(plain) <= _MOST_FEED_TITLE_WORDS and re.search(_FEED_TITLE_END, plain, re.IGNORECASE) is not None


def header_names(header: Sequence[Line]) -> tuple[str, ...]:
    """The names that the lines above the first item may stand for, the likeliest first.

    The first line is the likeliest, joined with the next where a logotype was broken into single words (“SAFE” /
    “CIC”); then the name in the list's own title (“SAFE Newsfeed”), and longer joins for a list of known names.
    """
    filled = [line.text for line in header[:_MOST_HEADER_LINES] if not is_blank(line.text)]
    texts = [fold(text) for text in filled if not is_furniture(text)]
    feed_names = [
        match["name"].strip() for text in texts if (match := _FEED_TITLE.fullmatch(text)) and match["name"].strip()
    ]
    joins = [" ".join(texts[start:end]) for start in range(len(texts)) for end in range(start + 1, len(texts) + 1)]
    short = [join for join in joins if word_count(join) <= 8 and re.search(r"[A-Za-z]{2}", join)]
    logotype = next(iter(texts), "")
    for text in texts[1:]:
        if word_count(logotype) > 1 or word_count(text) > 1 or _FEED_TITLE.fullmatch(text):
            break
        logotype = f"{logotype} {text}"
    is_name = is_headline_like(logotype, 8) and not re.search(r"\d", logotype) and not _FEED_TITLE.fullmatch(logotype)
    return tuple(dict.fromkeys([*([logotype] if is_name else []), *feed_names, *short]))
