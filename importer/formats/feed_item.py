"""An entry of any feed to an Item: its headline, text, names and date as the feed prints them, and what is doubtful."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from importer.dates import PrintedDate, find_dates, parse_date
from importer.describe import MOST_SUMMARY, sentences
from importer.formats.feed_entry import FeedDate, FeedEntry, FeedText
from importer.formats.feed_text import ReadText, glance_at, place_lines, read_text
from importer.markup_lines import TooDeep
from importer.records import Credit, Item, Line, Markup, Note
from importer.references import decode_references
from importer.shapes import is_organisation
from importer.text import fold, is_blank, quote, word_count, word_list, words

_FEW_WORDS = 60  # of a text that the feed calls a description: an article's lead, as likely as not
_MOST_LEAD = 100  # characters of a headline made from the text
_SHINGLE = 4
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|mark|p|q|s|small|span|strong|sub|sup|u)"
    r"(?:\s[^<>]*+)?/?>",
    re.IGNORECASE,
)
_CUT_END = re.compile(r"(?:(?<![\s\[(])[\s\[(]++)?(?:…|\.\.\.)[\s\])]*$")
_CDATA_MARK = re.compile(r"<!\[CDATA\[|\]\]>")
_MAIL_AND_NAME = re.compile(
    r"[^\s@]++@[^\s@(]++\s*+\((?P<name>[^()]{1,80})\)|(?P<first>[^<>@()]{1,80}?)\s*[<(][^\s@]++@[^\s@>)]++[>)]"
)
_NAME = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]*)*")
_PARTICLES = frozenset("al bin da de del der di dos du el ibn la le ter van von y".split())
_TITLES = frozenset("baroness cllr dame dr lord miss mr mrs ms mx prof professor rev revd reverend sir".split())
# What clocks that were never set say
_NO_DAYS = frozenset({"1970-01-01", "1900-01-01"})
_ADD_IT = "Add the text from the original, or leave it out."


@dataclass(frozen=True, slots=True)
class MadeItem:
    """The Item of an entry, or None where there is nothing to publish, and what an editor should know."""

    item: Item | None
    notes: tuple[Note, ...]


def make_item(entry: FeedEntry, path: str) -> MadeItem:
    """One entry as an Item; an entry that asks for too much is left out with a doubt, and the others are read."""
    notes: list[Note] = []

    def note(what: str, mend: str = "") -> None:
        notes.append(Note(path, entry.line, what, mend))

    title = plain_title(entry.title)
    full = [text for text in entry.texts if not is_blank(text.text)]
    try:
        read = list(_read_texts(full, path, entry.url))
    except TooDeep as error:
        note(f"left out {_named(entry, title)}: {error}", "Save the article's own page and import that.")
        return MadeItem(None, tuple(notes))
    notes += [replace(each, line=entry.line) for text in read for each in text.notes]
    shown = [(text, each) for text, each in zip(full, read, strict=True) if each.plain]
    joined = _join([each for _, each in shown] or [ReadText(())])
    main = joined.main
    if repeated := _repeated_head(main.lines, title, entry):
        main = replace(main, lines=tuple(line for line in main.lines if line is not repeated))
        note(f"left out {quote(repeated.text)}, which only repeats the item's own fields")
    if not title and not main.plain:
        note(f"left out {_named(entry, title)}: it has neither a headline nor a text", "Look at it on the site.")
        return MadeItem(None, tuple(notes))
    for text in joined.notes:
        note(f"put {quote(text)} above the text, which does not say it", "Take it out of the page if it says it twice.")
    if not title:
        title = _title_from(main.plain)
        note(f"an item has no headline; took the first words of its text {quote(title)}", "Write `title:` in the page.")
    doubts: list[Note] = []
    if main.is_cut:
        what = f"The feed holds no more than an excerpt of {quote(title)}."
        doubts.append(Note(path, entry.line, what, _ADD_IT))
    elif shown and not any(text.is_full for text, _ in shown) and word_count(main.plain) < _FEW_WORDS:
        what = f"The feed may hold no more than a summary of {quote(title)}."
        doubts.append(Note(path, entry.line, what, "If there is more, add it."))
    if not entry.url:
        note(f"the feed gives no address for {quote(title)}", "If you find the original, put its address in `url:`.")
    credits = tuple(_credits(entry, note))
    item = Item(
        document=path,
        line=entry.line,
        title=title,
        body=tuple(place_lines(main.lines, entry.piece, entry.line)),
        publishers=entry.publishers,
        credits=credits,
        url=entry.url,
        guid=fold(entry.guid),
        categories=tuple(dict.fromkeys(filter(None, (plain_title(name) for name in entry.categories)))),
        excerpt=joined.excerpt,
        republished=bool(entry.source),
        doubts=tuple(doubts),
    )
    return MadeItem(item, tuple(notes))


def _read_texts(texts: Sequence[FeedText], path: str, url: str) -> Iterator[ReadText]:
    """Each text; of one that the first holds whole, only its words."""
    first: ReadText | None = None
    for text in texts:
        glance = glance_at(text) if first and first.plain else ""
        if first and glance and _says_all_of(first.plain, glance):
            yield ReadText((), plain=glance)
        else:
            read = read_text(text, path, url)
            first = first or read
            yield read


def _repeated_head(lines: Sequence[Line], title: str, entry: FeedEntry) -> Line | None:
    """A first line that holds the headline and perhaps the writer and the day once more, where a text stands below.

    Drupal's feeds open their texts so.
    """
    filled = [line for line in lines if not is_blank(line.text)]
    if not title or len(filled) < 2 or not fold(filled[0].text).startswith(title):
        return None
    rest = fold(filled[0].text).removeprefix(title)
    for name in entry.authors:
        rest = rest.replace(fold(name), " ")
    for found in find_dates(rest):
        rest = rest.replace(found.text, " ")
    left = words(
        re.sub(r"\b\d{1,2}[:.]\d{2}\b|\b(?:by|submitted|posted|on|at|am|pm)\b", " ", rest, flags=re.IGNORECASE)
    )
    return filled[0] if not left else None


def _named(entry: FeedEntry, title: str) -> str:
    if title:
        return quote(title)
    return f"an item ({quote(entry.url or entry.guid)})" if entry.url or entry.guid else "an item"


def plain_title(text: str) -> str:
    """A headline as a reader sees it: entities decoded until none is left, tags that only set type taken out.

    What looks like any other tag is text, and stays.
    """
    decoded = _CDATA_MARK.sub("", text)
    for _ in range(6):
        again = decode_references(decoded)
        if again == decoded:
            break
        decoded = again
    return fold(_INLINE_TAG.sub(lambda tag: " " if re.match(r"</?(?:br|p|div|h\d)\b", tag[0]) else "", decoded))


def unlike_names(names: Iterable[str]) -> tuple[str, ...]:
    """The names without those that share a word with one before them.

    A name that stood twice, once longer, would look like text that was injected everywhere.
    """
    chosen: list[str] = []
    for name in map(fold, names):
        if name and not any(set(words(name)) & set(words(other)) for other in chosen):
            chosen.append(name)
    return tuple(chosen)


def _title_from(text: str) -> str:
    """The first sentence of a text, or as many of its words as a headline may have."""
    first = next(iter(sentences(text)), text)
    return first if len(first) <= _MOST_LEAD else f"{first[:_MOST_LEAD].rsplit(' ', 1)[0].rstrip(',;:–—- ')}…"


@dataclass(frozen=True, slots=True)
class _Joined:
    """The lines of an article's text, and its excerpt, made from all the texts that its entry has."""

    main: ReadText
    excerpt: str = ""
    notes: tuple[str, ...] = ()


def _join(texts: Sequence[ReadText]) -> _Joined:
    """The fullest text with what the others say: as its excerpt where that can stand on a page, else above it."""
    joined = _Joined(texts[0])
    for other in texts[1:]:
        main = joined.main
        if _says_all_of(main.plain, other.plain):
            is_less = len(other.plain) * 10 < len(main.plain) * 9
            joined = replace(joined, excerpt=joined.excerpt or (other.plain if is_less else ""))
        elif _says_all_of(other.plain, main.plain):
            joined = replace(joined, main=other, excerpt=joined.excerpt or main.plain)
        elif not joined.excerpt and not other.is_cut and len(other.plain) <= MOST_SUMMARY:
            joined = replace(joined, excerpt=other.plain)
        else:
            above = _as_marked(other.lines) if any(line.markup for line in main.lines) else other.lines
            lines = (*above, Line(0, ""), *main.lines)
            joined = replace(joined, main=replace(main, lines=lines), notes=(*joined.notes, other.plain))
    return joined


def _as_marked(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(replace(line, markup=line.markup or (Markup("paragraph") if line.text else None)) for line in lines)


def _says_all_of(text: str, other: str) -> bool:
    """Does the text hold every sentence of the other one, though it may be laid out otherwise?"""
    missing = [sentence for sentence in sentences(other) if _CUT_END.sub("", sentence) not in text]
    if not missing:
        return True
    own = words(text)
    joined = f" {' '.join(own)} "
    known = {tuple(own[at : at + _SHINGLE]) for at in range(len(own) - _SHINGLE + 1)}
    for sentence in missing:
        said = words(sentence)
        cut = said[:-1] if len(said) > _SHINGLE else said  # the last word may be cut in the middle
        if f" {' '.join(said)} " in joined or f" {' '.join(cut)} " in joined:
            continue
        runs = [tuple(said[at : at + _SHINGLE]) in known for at in range(len(said) - _SHINGLE + 1)]
        if not runs or sum(runs) < 0.7 * len(runs):
            return False
    return True


def _credits(entry: FeedEntry, doubt: Callable[[str, str], None]) -> Iterator[Credit]:
    """What the entry says of its day, its writer and its source, each as a credit of its own."""
    published = _known_date(entry.published, doubt)
    updated = _known_date(entry.updated, doubt)
    if published and entry.published:
        said = entry.published
        yield Credit(entry.line, f"{said.label}: {said.text}", date_text=said.text)
    if updated and entry.updated:
        said = entry.updated
        credit = Credit(entry.line, f"{said.label} {said.text}", updated_text=said.text)
        if not published:
            yield replace(credit, inferred_text=said.text)
        elif updated.iso > published.iso and len(updated.iso) == len(published.iso):
            yield credit
    authors = ", ".join(dict.fromkeys(name for text in entry.authors for name in person_names(text)))
    if authors:
        yield Credit(entry.line, f"author: {authors}", author=authors)
    if entry.source or entry.see_also:
        yield Credit(entry.line, f"source: {entry.source}", source=fold(entry.source), url=entry.see_also)


def _known_date(said: FeedDate | None, doubt: Callable[[str, str], None]) -> PrintedDate | None:
    """The day that a date of a feed names; a doubt for words that name none."""
    if said is None:
        return None
    found = parse_date(said.text) or next(find_dates(said.text), None)
    if found is None or not found.year:
        doubt(f"the feed's date {quote(said.text)} cannot be read", "If you know it, add `date:` to the page.")
        return None
    if found.iso in _NO_DAYS:
        doubt(f"the feed's date {quote(said.text)} is that of a clock never set", "If you know it, add `date:`.")
        return None
    return found


def person_names(text: str) -> Iterator[str]:
    """The persons that a feed's author field names: no accounts (“admin”), bodies or e-mail addresses.

    >>> list(person_names("editor@example.org (Jo Marsh)")), list(person_names("Web Team"))
    (['Jo Marsh'], [])
    """
    plain = fold(decode_references(text))
    if mail := _MAIL_AND_NAME.fullmatch(plain):
        plain = mail["name"] or mail["first"]
    plain = re.sub(r"^by\s+", "", plain, flags=re.IGNORECASE)
    for name in re.split(r"(?:(?<!\s)\s++)?(?:[,;/&|]|\band\b)\s*", plain):
        if _is_person(name):
            yield name


def _is_person(name: str) -> bool:
    parts = name.split(" ")
    if not 2 <= len(parts) <= 6 or len(name) > 60 or "@" in name or any(character.isdigit() for character in name):
        return False
    if is_organisation(name) or set(words(name)) & set(word_list("account_names")):
        return False
    names = [part for part in parts if part.casefold().strip(".") not in _PARTICLES | _TITLES]
    return len(names) >= 2 and all(part[0].isupper() and _NAME.fullmatch(part) for part in names)
