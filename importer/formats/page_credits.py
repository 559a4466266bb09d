"""Who wrote a page's article and when: what the page's data says, held against what it prints under the headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from importer.credits import Mark, parse_mark
from importer.dates import british, find_dates, parse_date
from importer.formats.page_facts import PageFacts, Stated, is_writer, read_day
from importer.placed_lines import PlacedLine
from importer.records import Credit, Line, Note
from importer.shapes import is_name, is_organisation, is_prose
from importer.text import fold, is_blank, quote, word_count

_MOST_TOP_LINES = 12
_MOST_WORDS = 24
_PARTS = re.compile(r"\s*[|•·]\s*|\s+[-–—/]\s+|\s{2,}")
_LABELS = re.compile(
    r"(?<=\S)(?<![\s,;])(?<!last)(?<!first)[\s,;]++(?=(?:last\s+|first\s+)?(?:updated|modified|reviewed|published|posted"
    r"|amended)\b)|(?<![\s,;])[\s,;]++(?=by\s+[A-Z])",
    re.IGNORECASE,
)
_BY = re.compile(r"(?i:(?:written\s+|posted\s+|words\s+)?by)[\s:]+(?P<name>[A-Z][^\d|]{2,80})")
# “Submitted by A. Writer on Tue, 02/07/2019”
_ON = re.compile(
    r"^(?:submitted|posted|published|added|created|written)\s+(?P<by>by\s+[A-Z].{2,60}?)\s+on\s+", re.IGNORECASE
)
_FIRST = re.compile(r"\bfirst\s+(?=published|posted)", re.IGNORECASE)
_LABEL_ALONE = re.compile(
    r"(?:from|(?:first\s+)?(?:published|posted)|(?:publication\s+)?date|(?:last\s+)?(?:updated|reviewed|modified))\s*:?",
    re.IGNORECASE,
)
_FROM = re.compile(r"from\s*:\s*(?P<name>[A-Z].{2,120})", re.IGNORECASE)
_READING_TIME = re.compile(
    r"(?:estimated\s+)?(?:reading time:?\s*)?\d{1,3}[\s-]*min(?:ute)?s?(?:\s+read)?", re.IGNORECASE
)
_TIME = re.compile(r"(?:at\s+)?\d{1,2}[:.]\d{2}\s*+(?:am|pm)?(?:\s*+(?:GMT|BST))?", re.IGNORECASE)


_LATE_UTC = re.compile(r"\d{4}-\d\d-\d\d[T ]23:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|\+00:?00)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageCredits:
    """The credits of an article, the numbers of the lines that only print them, and what contradicts itself.

    `notes` tell what was read as a credit.
    """

    credits: tuple[Credit, ...]
    lines: frozenset[int]
    notes: tuple[Note, ...]
    doubts: tuple[Note, ...]


def read_credits(
    facts: PageFacts, body: Sequence[PlacedLine], details: Sequence[PlacedLine], path: str, line: int
) -> PageCredits:
    """The credits of an article with this body; `line` is its headline's."""
    printed: list[tuple[Line, Mark]] = []
    used: set[int] = set()
    notes: list[Note] = []
    for line_of_details in _labelled([each.line for each in details]):
        if sender := _sender(line_of_details):
            printed.append((line_of_details, sender))
            continue
        printed += [(line_of_details, mark) for mark in _marks(line_of_details, is_byline=True)]
    for each in _top(body):
        marks = list(_marks(each.line))
        is_author = fold(each.line.text).casefold() in {name.casefold() for name in facts.authors}
        if marks or is_author or _READING_TIME.fullmatch(fold(each.line.text)):
            printed += [(each.line, mark) for mark in marks]
            used.add(each.line.number)
            notes.append(Note(path, each.line.number, f"read {quote(each.line.text)} as the article's credit"))
    credits = list(_days(facts, printed, line))
    authors = facts.authors or tuple(dict.fromkeys(mark.credit.author for _, mark in printed if mark.credit.author))
    if authors:
        name = " and ".join(filter(None, (", ".join(authors[:-1]), authors[-1])))
        credits.append(Credit(line, f"author {name}", author=name))
    credits += [mark.credit for _, mark in printed if mark.kind in {"full", "source"}]
    credits += [Credit(line, f"author {name}", source=name) for name in facts.bodies[:1]]
    doubts = tuple(_conflicts(facts, printed, path, line))
    return PageCredits(tuple(credits), frozenset(used), tuple(notes), doubts)


def _top(body: Sequence[PlacedLine]) -> Iterator[PlacedLine]:
    """The lines between the headline and the text; one sentence may stand among them, as a standfirst.

    Below that a line that is only a day is no by-line where there are more of them: then it is a timeline's.
    """
    filled = [each for each in body if each.line.text]
    lone_days = sum(1 for each in filled if any(mark.kind == "date" for mark in _marks(each.line)))
    sentences = 0
    for each in filled[:_MOST_TOP_LINES]:
        text = each.line.text
        if is_prose(text) and not any(True for _ in _marks(each.line)):
            sentences += 1
            if sentences > 1 or lone_days > 1:
                return
        elif each.line.markup is None or each.line.markup.kind in {"paragraph", "bullet", "continuation"}:
            yield each


def _labelled(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, a label such as “Published” on the same line as what it stands above."""
    label = ""
    for line in lines:
        if _LABEL_ALONE.fullmatch(fold(line.text)):
            label = fold(line.text).rstrip(":")
            continue
        yield replace(line, text=f"{label}: {line.text}") if label else line
        label = ""


def _sender(line: Line) -> Mark | None:
    """“From: Department for Education”, among the details of a page: whose document it is."""
    found = _FROM.fullmatch(fold(line.text))
    links = line.markup.links if line.markup else ()
    name = fold(links[0].words) if links else found["name"] if found else ""
    if not found or not found["name"].startswith(name) or not is_organisation(name):
        return None
    return Mark("source", Credit(line.number, fold(line.text), source=name))


def _marks(line: Line, *, is_byline: bool = False) -> Iterator[Mark]:
    """What a line prints of days and writers; nothing where anything else stands in it.

    `is_byline` says that the page itself calls it one: then a name alone is the writer's.
    """
    text = fold(line.text)
    if not text or word_count(text) > _MOST_WORDS:
        return
    if (whole := parse_mark(Line(line.number, text))) and whole.kind in {"full", "source"}:
        yield whole
        return
    found: list[Mark] = []
    names: list[str] = []
    for part in _parts(text):
        mark = parse_mark(Line(line.number, part))
        by = _BY.fullmatch(part)
        if mark is not None and mark.kind in {"posted", "date", "updated", "author"}:
            found.append(mark)
        elif by and is_writer(by["name"]) and not is_organisation(by["name"]) and word_count(by["name"]) <= 8:
            found.append(Mark("author", Credit(line.number, text, author=by["name"].strip(" ,.;"))))
        elif is_name(part):
            names.append(part)
        elif not _is_small(part) and not (found and word_count(part) <= 4):
            return
    if not any(mark.kind == "author" for mark in found) and (found or is_byline):
        found += [Mark("author", Credit(line.number, text, author=name)) for name in names[:1]]
    yield from found


def _parts(text: str) -> Iterator[str]:
    """The pieces of a line that each may say something: between bars, before labels, before and behind days."""
    text = _ON.sub(r"\g<by>, ", _FIRST.sub("", text))
    for piece in (bit for part in _PARTS.split(text) for bit in _LABELS.split(part)):
        days = list(find_dates(piece))
        named = _BY.match(piece)
        cut = days[0].start if named and len(days) == 1 else 0
        for part in (piece[:cut], piece[cut:]):
            if plain := part.strip(" ,;:|"):
                yield plain


def _is_small(text: str) -> bool:
    return bool(_READING_TIME.fullmatch(text) or _TIME.fullmatch(text) or is_blank(text))


def _days(facts: PageFacts, printed: Sequence[tuple[Line, Mark]], line: int) -> Iterator[Credit]:
    """The credit that dates the article, then that of its last revision where this is of a later day."""
    stated = next(iter(facts.published), None)
    visible = next(_printed_days(printed, {"posted", "full", "source"}), None) or next(
        _printed_days(printed, {"date"}), None
    )
    published = ""
    printed_day = _iso(visible.date_text) if visible else ""
    if stated and visible and _is_summer_night(stated, printed_day) and _agree(facts.published, printed_day):
        published = _iso(visible.date_text)
        yield Credit(visible.line, visible.text, date_text=visible.date_text)
    elif stated and (day := stated.date):
        published = day.iso
        yield Credit(line, f"{stated.name} {stated.text}", date_text=stated.text)
    elif visible:
        published = _iso(visible.date_text)
        yield Credit(visible.line, visible.text, date_text=visible.date_text)
    for each in facts.updated[:1]:
        if (day := each.date) and day.iso > published:
            yield Credit(line, f"{each.name} {each.text}", updated_text=each.text)
    for credit in _printed_days(printed, {"updated"}):
        if _iso(credit.date_text) > published:
            yield Credit(credit.line, credit.text, updated_text=credit.date_text)


def _printed_days(printed: Iterable[tuple[Line, Mark]], kinds: set[str]) -> Iterator[Credit]:
    for _, mark in printed:
        if mark.kind in kinds and mark.credit.date_text:
            yield mark.credit


def _iso(text: str) -> str:
    found = parse_date(text) or next(find_dates(text), None)
    return found.iso if found else ""


def _conflicts(facts: PageFacts, printed: Sequence[tuple[Line, Mark]], path: str, line: int) -> Iterator[Note]:
    """A doubt where the page gives its article days that differ."""
    said: dict[str, str] = {}  # who says it, and the day
    for each in facts.published:
        said.setdefault(_sayer(each), each.date.iso if each.date else "")
    updated = {day.iso for each in facts.updated if (day := each.date)}
    for credit in _printed_days(printed, {"posted", "date", "full"}):
        iso = _iso(credit.date_text)
        if len(iso) == 10 and iso not in updated:
            said.setdefault("its text", iso)
    printed_day = said.get("its text", "")
    if _agree(facts.published, printed_day):
        return
    days = {who: iso for who, iso in said.items() if len(iso) == 10}
    if len(set(days.values())) > 1:
        told = ", ".join(f"{who} says {_british(iso)}" for who, iso in days.items())
        kept = next(iter(days.values()))
        mend = f"Kept {_british(kept)}. Check the original, and correct `date:` if another is right."
        yield Note(path, line, f"The page dates its article differently: {told}.", mend)


def _agree(published: Iterable[Stated], printed: str) -> bool:
    """Does all of the page's data name the day that the page prints, in British time?"""
    return all(_iso(each.text) == printed or _is_summer_night(each, printed) for each in published)


def _is_summer_night(stated: Stated, printed: str) -> bool:
    """Is the page's time after 23:00 of universal time the same as the next day, which the page prints?

    In the British summer it is: then the data of a page that went out at midnight names the evening before.
    """
    time = _LATE_UTC.fullmatch(stated.text)
    day = stated.date.calendar_day if time and stated.date else None
    return day is not None and (day + timedelta(days=1)).isoformat() == printed


def _sayer(stated: Stated) -> str:
    return {"JSON-LD": "its JSON-LD", "meta": "its <meta> data", "page": "its markup"}[stated.kind]


def _british(iso: str) -> str:
    day = read_day(iso)
    return british(day.calendar_day) if day and day.calendar_day else iso
