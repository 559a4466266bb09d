"""What a page says of itself around its items: its publisher, in a copyright line or in its header."""

from __future__ import annotations

import re
from collections.abc import Sequence

from importer.records import Line
from importer.shapes import is_headline_like, word_count
from importer.text import fold, is_blank, matches_list

# “© Copyright . All rights reserved. The Harbour Trust is a …”, “Copyright 2019 Harbour Trust. All rights reserved”
_COPYRIGHT = re.compile(r"©|\(c\)|\bcopyright\b", re.IGNORECASE)
_NOT_OWNER = re.compile(
    r"©|\(c\)|\bcopyright\b|\ball rights reserved\b|\b(?:19|20)\d\d(?:\s*[-–/]\s*(?:(?:19|20)?\d\d))?\b|^\s*by\b",
    re.IGNORECASE,
)
_OWNER_ENDS = re.compile(
    r"\s+(?:is|are)\s+(?:a|an|the|registered|part)\b.*|[.,;|]?\s*(?:registered|company|charity|reg\.?)\s+(?:in|no|number|charity|company)\b.*",
    re.IGNORECASE,
)
# “SAFE Newsfeed”, “Latest news”: the title of the list, not of a publisher
_FEED_TITLE = re.compile(
    r"(?P<name>.*?)[\s:–—-]*(?:\b(?:latest|recent|our|all|safeguarding|online)\s+)*\b(?:news\s?feed|news\s?letter|news|bulletin|headlines|updates|blog|feed)\b.*",
    re.IGNORECASE,
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


def header_names(header: Sequence[Line]) -> tuple[str, ...]:
    """The names that the lines above the first item may stand for, the likeliest first.

    A logotype is often broken over lines (“SAFE” / “CIC”): its lines are joined as long as the words of the list's
    own title open them; then come the longer joins, for a list of known names to choose from.
    """
    texts = [fold(line.text) for line in header if not is_blank(line.text) and not matches_list(line.text, "furniture")]
    feed_names = [
        match["name"].strip() for text in texts if (match := _FEED_TITLE.fullmatch(text)) and match["name"].strip()
    ]
    joins = [" ".join(texts[start:end]) for start in range(len(texts)) for end in range(start + 1, len(texts) + 1)]
    short = [join for join in joins if word_count(join) <= 8 and re.search(r"[A-Za-z]{2}", join)]
    logotype = ""
    for text in texts:
        if word_count(text) > 2 or re.search(r"\d", text) or _FEED_TITLE.fullmatch(text):
            break
        logotype = f"{logotype} {text}".strip()
    likely = [logotype] if feed_names and logotype.casefold().startswith(feed_names[0].casefold()) else []
    first_line = [text for text in texts[:1] if is_headline_like(text, 8)]
    return tuple(dict.fromkeys([*likely, *feed_names, *([logotype] if logotype else []), *first_line, *short]))
