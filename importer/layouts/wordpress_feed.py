"""Text dumps of a WordPress feed: every item opens with a line of title, permalink and date, markup gone.

    Title https://site/2025/02/07/slug/ https://site/2025/02/07/slug/#comments Fri, 07 Feb 2025 09:00:49 +0000 https://site/?p=1
    The excerpt, cut short…
    ]]>

    The text.

    ]]>
    https://site/2025/02/07/slug/feed/ 5 https://site/picture.jpg Publisher Caption

The channel's own header shares its line with the first item. `#comments`, the feed's address, the count and the
picture are optional; an author and categories may stand around the date. Where the line ends were lost as well, the
excerpt, its `]]>` and the text's first lines stand on the item's own line, behind its guid.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from importer.records import Credit, Document, Item, Line, Note, Split
from importer.text import fold, is_blank, quote

_RFC_DATE = (
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}"
    r" \d{2}:\d{2}(?::\d{2})? (?:[+-]\d{4}|[A-Z]{2,4})"
)
_DATE = re.compile(_RFC_DATE)
_CHANNEL_END = re.compile(
    rf"(?:{_RFC_DATE} )?(?:[a-z]{{2,3}}(?:-[A-Za-z]{{2,4}})? )?"
    r"(?:hourly|daily|weekly|monthly|yearly) \d{1,3}(?: https?://\S*(?:wordpress|\?v=)\S*)?(?: |$)"
)
# The channel's own picture, its title, link and size in front of the first item
_CHANNEL_PICTURE = re.compile(
    r"^https?://(?>\S+?\.(?:png|jpe?g|gif|ico|webp|svg))\S*+ .{0,300}? https?://\S++ \d{1,4} \d{1,4} "
)
_URL = re.compile(r"https?://\S+")
_PERSON = re.compile(r"[A-Z][\w.’'-]+(?: (?:[A-Z]|de |van |von |al |bin )[\w.’'-]*){1,3}")
_FEED_URL = re.compile(r"https?://\S+/feed/?(?: \d+)?(?: |$)")
_PICTURE_URL = re.compile(r"https?://\S+\.(?:jpe?g|png|gif|webp|svg|avif)(?:\?\S*)?(?: |$)", re.IGNORECASE)
_ONLY_ADDRESSES = re.compile(r"(?:\d{1,5} )*https?://\S+(?: (?:https?://\S+|\d{1,5}))*")
CDATA_END = "]]>"
_MOST_LINE = 4_000


@dataclass(frozen=True, slots=True)
class _ItemLine:
    """A feed item's first line, taken apart."""

    line: Line
    title: str
    url: str
    date: str
    author: str
    rest: tuple[Line, ...] = ()


def find_items(document: Document) -> Split | None:
    """The items of a feed dump; None when no line holds a title, a permalink and an RFC 822 date."""
    channel = ""
    heads: list[_ItemLine] = []
    for line in document.lines:
        text = fold(line.text)
        if len(text) > _MOST_LINE or "://" not in text:
            continue
        end = None if heads else _CHANNEL_END.search(text)
        if end and not channel:
            channel = _URL.split(text[: end.start()])[0].strip()
            text = _CHANNEL_PICTURE.sub("", text[end.end() :], count=1)
        head = _parse_item_line(line, text)
        if head:
            heads.append(head)
    if not heads:
        return None
    items, notes = [], []
    for number, head in enumerate(heads):
        end_line = heads[number + 1].line.number - 1 if number + 1 < len(heads) else len(document.lines)
        lines = (*head.rest, *document.lines[head.line.number : end_line])
        excerpt, body, left_out = _excerpt_and_body(lines)
        notes += [
            Note(document.path, line.number, f"left out the feed's own line {quote(line.text)}") for line in left_out
        ]
        if all(is_blank(line.text.replace(CDATA_END, "")) for line in body):
            what = f"the feed holds no more than an excerpt of {quote(head.title)}"
            notes.append(
                Note(document.path, head.line.number, what, "Add the text from the original, or leave it out.")
            )
            body, excerpt = excerpt, ()
        items.append(
            Item(
                document=document.path,
                line=head.line.number,
                title=head.title,
                body=body,
                publishers=(channel,) if channel else (),
                credits=(Credit(head.line.number, head.date, date_text=head.date, author=head.author),),
                url=head.url,
                excerpt=fold(" ".join(line.text for line in excerpt)).replace(CDATA_END, "").strip(),
                republished=False,
            )
        )
    before = document.lines[: heads[0].line.number - 1]
    notes += [
        Note(
            document.path,
            line.number,
            f"{quote(line.text)} stands above the first item",
            "If it is part of one, add it.",
        )
        for line in before
        if not is_blank(line.text) and "://" not in line.text
    ]
    return Split("wordpress_feed", tuple(items), tuple(sorted(notes, key=lambda note: note.line)))


def _parse_item_line(line: Line, text: str) -> _ItemLine | None:
    """Title, then the permalink, then perhaps the comments' address, an author, the date, categories and the guid."""
    dates = list(_DATE.finditer(text))
    if not dates:
        return None
    date = dates[-1]
    before = text[: date.start()].strip()
    addresses = list(_URL.finditer(before))
    if not addresses:
        return None
    permalink = addresses[0]
    title = before[: permalink.start()].replace(CDATA_END, "").strip()
    author = before[addresses[-1].end() :].strip()
    if not title or len(author.split()) > 6:
        return None
    rest = _text_behind(line, text[date.end() :])
    return _ItemLine(line, title, permalink[0], date[0], author if _PERSON.fullmatch(author) else "", rest)


def _text_behind(line: Line, behind: str) -> tuple[Line, ...]:
    """The excerpt and the text that stand on an item's own line, parted at each `]]>`; categories are no text."""
    if CDATA_END not in behind:
        return ()
    guid = _URL.search(behind)
    text = behind[guid.end() :] if guid and guid.start() < behind.index(CDATA_END) else behind
    parts = [part for part in re.split(f"({re.escape(CDATA_END)})", text) if not is_blank(part)]
    return tuple(Line(line.number, part.strip()) for part in parts)


def _excerpt_and_body(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...], list[Line]]:
    """The lines before the first `]]>`, those of the text, and the feed's own lines (addresses, picture, its caption).

    What follows the last of two or more `]]>` is the feed's own. An item with one `]]>` and text below it has lost the
    second; one with nothing below has an excerpt only.
    """
    ends = [at for at, line in enumerate(lines) if CDATA_END in line.text]
    closed = ends[-1] + 1 if len(ends) > 1 else len(lines)
    out = {
        at for at, line in enumerate(lines) if not is_blank(line.text) and (at >= closed or _is_feed_line(line.text))
    }
    left_out = [lines[at] for at in sorted(out)]
    kept = [(at, line) for at, line in enumerate(lines) if at not in out]
    if not ends:
        return (), tuple(line for _, line in kept), left_out
    excerpt = tuple(line for at, line in kept if at <= ends[0] and fold(line.text) != CDATA_END)
    return excerpt, tuple(line for at, line in kept if ends[0] < at < closed), left_out


def _is_feed_line(text: str) -> bool:
    """Is this the line under an item: the address of its comments' feed, their number, its picture and its caption?"""
    plain = fold(text)
    return bool(_FEED_URL.match(plain) or _PICTURE_URL.match(plain) or _ONLY_ADDRESSES.fullmatch(plain))
