"""Random texts of what markup, Markdown and templates act on, ordinary words, and pieces of the payloads."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from tests.importer.invented import WORDS
from tests.payloads.corpus import ADDRESSES, all_payloads, payloads

MARKS = (
    "\\ ` * _ { } [ ] < > & ~ ^ = + | $ @ # - : / ? ! ; % . , ( ) ' \" \t \n \r \x00 \x1b \u00a0 \u00ad \u200b \u202e "
    "\u2028 \ufeff \u0301 é 中 ☎ 1 2 0 a x javascript: data: :// www. &lt; &#60; &amp; &gt; ]]> <!-- --> ``` ~~~ --- "
    "=== ## 1. a) - * + > | {: {{ }} {% <b> </p> <script> ran() onclick= http://a.example [x]( ](y) ![ [^1] *[ --8<-- "
    ":::"
).split(" ")  # a space is none of them: words stand between spaces
_PARTS = re.compile(r"\w+|\s+|[^\w\s]")


def random_texts(count: int, seed: int) -> Iterator[str]:
    """So many texts, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311
    pieces = [part for text in all_payloads() for part in _PARTS.findall(text)]
    for _ in range(count):
        kinds = chance.choice(((MARKS,), (MARKS, WORDS), (pieces,), (pieces, MARKS, WORDS), (all_payloads(), MARKS)))
        joint = chance.choice(("", "", " "))
        length = chance.choice((1, 2, 4, 8, 16))
        yield joint.join(chance.choice(chance.choice(kinds)) for _ in range(chance.randint(1, length)))


def random_addresses(count: int, seed: int) -> Iterator[str]:
    """So many texts that look like addresses, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311
    starts = ["https://", "http://", "HTTPS:", "//", "mailto:", "javascript:", "data:", "/", "https:\\\\", "www.", ""]
    hosts = [
        "payload.example",
        "a.example:443",
        "müller.example",
        "x@b.example",
        "[::1]",
        "1.2.3.4",
        "a..b",
        "LOCAL.example",
    ]
    characters = [*MARKS, *WORDS[:5], *"/?#&=%:@."]
    for _ in range(count):
        start, host = chance.choice(starts), chance.choice(hosts)
        text = start + host + "".join(chance.choice(characters) for _ in range(chance.randint(0, 6)))
        if chance.random() < 0.3:
            at = chance.randrange(len(text))
            text = text[:at] + chance.choice(characters) + text[at:]
        yield text if chance.random() < 0.9 else chance.choice(payloads()[ADDRESSES]) + text
