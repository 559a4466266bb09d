"""Lines with markup to the articles they hold: several where headings and by-lines part them plainly, else one.

Word files, PDFs and e-mails all come this way, once their text stands as lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from importer.credits import Mark, find_end_credit, parse_mark
from importer.encoding import CannotRead
from importer.layouts import newsfeed
from importer.layouts.page_frame import copyright_owner, header_names
from importer.limits import MOST_ITEM_CHARACTERS
from importer.records import Credit, Document, Item, Line, Note, Split
from importer.shapes import is_furniture, is_headline_like, is_link_label, is_prose
from importer.text import fold, is_blank, matches_list, quote

_HEAD_LINES = 3  # below a headline, in which its by-line stands
_TAIL_LINES = 4  # above the next headline, in which a credit stands
_CREDITING = frozenset({"full", "source", "posted", "author", "updated"})
_MOST_PREFACE = 6  # lines above a headline


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of a document beside its lines: a title, names of its publisher, what it credits as a whole."""

    layout: str
    title: str = ""
    publishers: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    url: str = ""
    is_titled: bool = False  # its headline is surely that of the whole
    republished: bool = True


def find_stories(document: Document, lines: Sequence[Line], origin: Origin, headline: Line | None = None) -> Split:
    """The articles that the lines hold, as items.

    `lines` are numbered in their order; `headline` is the one of them that is known for the title of the whole.

    Raises:
        CannotRead: there is no text, or one article is longer than `importer/limits.py` allows.
    """
    if all(is_blank(line.text) for line in lines):
        what, mend = "there is no text in it", "Save its text as a .txt file and import that."
        raise CannotRead(Note(document.path, 0, what, mend))
    split = _under_headings(document, lines, origin, headline) or _at_by_lines(document, lines, origin)
    split = split or _one_article(document, lines, origin, headline)
    for item in split.items:
        if sum(len(line.text) for line in item.body) > MOST_ITEM_CHARACTERS:
            what = f"the article {quote(item.title)} has more than {MOST_ITEM_CHARACTERS:,} characters"
            raise CannotRead(Note(document.path, item.line, what, "Split it into several documents."))
    return split


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading and the filled lines up to the next heading of its rank or above."""

    heading: Line
    lines: tuple[Line, ...]

    @property
    def is_credited_above(self) -> bool:
        """Does a by-line stand under the heading?"""
        if not self.lines or _rank(self.lines[0]):
            return False
        head = takewhile(lambda line: not is_prose(line.text), self.lines[:_HEAD_LINES])
        return any((mark := parse_mark(line)) and mark.kind in _CREDITING for line in head)

    @property
    def is_credited_below(self) -> bool:
        """Does a credit stand at the end?"""
        if not self.lines or _rank(self.lines[0]):
            return False
        return any(
            find_end_credit(line) or ((mark := parse_mark(line)) and mark.kind in _CREDITING)
            for line in self.lines[1:][-_TAIL_LINES:]
            if not is_prose(line.text)
        )

    @property
    def has_text(self) -> bool:
        return any(is_prose(line.text) for line in self.lines)


def _rank(line: Line) -> int:
    return line.markup.level if line.markup and line.markup.kind == "heading" else 0


def _under_headings(document: Document, lines: Sequence[Line], origin: Origin, headline: Line | None) -> Split | None:
    """The stories under headings of one rank, where most of them have a by-line or credit of their own."""
    filled = [line for line in lines if not is_blank(line.text)]
    for rank in sorted({_rank(line) for line in filled} - {0}):
        sections = [each for each in _sections(filled, rank) if each.has_text]
        if origin.is_titled and headline is not None:
            sections = [each for each in sections if each.heading.number != headline.number]
        # One article has its by-line above and its credit below as well: the stories of a newsletter are of one form
        credited = max(
            sum(each.is_credited_above for each in sections), sum(each.is_credited_below for each in sections)
        )
        if credited >= 2 and credited * 3 >= len(sections) * 2:
            return _split_sections(document, lines, filled, rank, origin)
    return None


def _sections(filled: Sequence[Line], rank: int) -> Iterator[_Section]:
    starts = [at for at, line in enumerate(filled) if _rank(line) == rank]
    for start in starts:
        end = next(
            (at for at in range(start + 1, len(filled)) if 0 < _rank(filled[at]) <= rank),
            len(filled),
        )
        yield _Section(filled[start], tuple(filled[start + 1 : end]))


def _split_sections(
    document: Document, lines: Sequence[Line], filled: Sequence[Line], rank: int, origin: Origin
) -> Split:
    sections = [each for each in _sections(filled, rank) if each.has_text or each.is_credited_above]
    covered = {line.number for each in sections for line in (each.heading, *each.lines)}
    outside = [line for line in filled if line.number not in covered]
    header = [line for line in outside if line.number < sections[0].heading.number]
    publishers = (*origin.publishers, copyright_owner(lines), *header_names(_naming(header)))
    items = []
    for section in sections:
        marks = [*_head_marks(section.lines), *_tail_marks(section.lines)]
        taken = {mark.credit.line: _credit(mark) for mark in marks}
        is_dated = any(credit.date_text for credit in taken.values())
        last = section.lines[-1].number if section.lines else section.heading.number
        body = [line for line in lines[section.heading.number : last] if line.number not in taken]
        items.append(
            Item(
                document=document.path,
                line=section.heading.number,
                title=section.heading.text,
                body=tuple(body),
                publishers=tuple(dict.fromkeys(name for name in publishers if name)),
                credits=(*taken.values(), *(() if is_dated else origin.credits)),
                republished=origin.republished,
            )
        )
    what = f"taken apart at its headings and by-lines into {len(items)} articles"
    notes = [Note(document.path, 1, what, "Check that each article is whole, and its credits its own.")]
    notes += _outside_notes(document, outside)
    return Split(origin.layout, tuple(items), tuple(notes))


def _naming(header: Sequence[Line]) -> list[Line]:
    """The lines of a header that may name a publisher: no dates, no labels."""
    return [line for line in header if parse_mark(line) is None and not matches_list(line.text, "section_labels")]


def _outside_notes(document: Document, outside: Sequence[Line]) -> Iterator[Note]:
    """What stood outside the articles: one note for the frame, a doubt for each sentence."""
    frame = [line for line in outside if not is_prose(line.text)]
    if frame:
        what = f"left out what belongs to no article, {len(frame)} lines from {quote(frame[0].text)}"
        yield Note(document.path, frame[0].number, what)
    for line in outside:
        if is_prose(line.text):
            what = f"{quote(line.text)} belongs to no article"
            yield Note(document.path, line.number, what, "If it is part of one, add it to that page.")


def _head_marks(lines: Sequence[Line]) -> list[Mark]:
    """The by-lines under the headline of a story."""
    marks: list[Mark] = []
    for line in lines[:_HEAD_LINES]:
        mark = parse_mark(line)
        if mark is None or mark.kind == "titled":
            break
        marks.append(mark)
    return marks


def _credit(mark: Mark) -> Credit:
    """A mark's credit; what an `updated` mark dates is no publication."""
    if mark.kind != "updated":
        return mark.credit
    return Credit(mark.credit.line, mark.credit.text, updated_text=mark.credit.date_text)


def _tail_marks(lines: Sequence[Line]) -> list[Mark]:
    """The by-lines at the end of a story: “Source: …”, “Date: …”, with links to read more among them."""
    marks: list[Mark] = []
    for line in reversed(lines[1:]):
        mark = parse_mark(line)
        if mark is not None and mark.kind in {*_CREDITING, "date"} and mark.kind != "updated":
            marks.append(mark)
        elif not is_link_label(line.text):
            break
    return [mark for mark in reversed(marks) if any(each.kind in _CREDITING for each in marks)]


def _at_by_lines(document: Document, lines: Sequence[Line], origin: Origin) -> Split | None:
    """The items of a text whose by-lines part it, as those of a plain text do."""
    split = newsfeed.find_items(replace(document, lines=tuple(lines)))
    if split is None or len(split.items) < 2:
        return None
    items = tuple(
        replace(
            item,
            publishers=tuple(dict.fromkeys((*origin.publishers, *item.publishers))),
            credits=(*item.credits, *(() if any(each.date_text for each in item.credits) else origin.credits)),
            republished=origin.republished,
        )
        for item in split.items
    )
    what = f"taken apart at its by-lines into {len(items)} articles"
    note = Note(document.path, 1, what, "Check that each article is whole, and its credits its own.")
    return Split(origin.layout, items, (note, *split.notes))


def _one_article(document: Document, lines: Sequence[Line], origin: Origin, headline: Line | None) -> Split:
    """All lines as one article; by-lines above its headline become its credits."""
    filled = [line for line in lines if not is_blank(line.text)]
    notes: list[Note] = []
    title = headline.text if headline else fold(origin.title)
    if not title:
        headline = _guess_headline(filled)
        title = headline.text
        what = f"no line is marked as its title; took {quote(title)}"
        notes.append(Note(document.path, headline.number, what, "Check the headline."))
    above = [line for line in filled if headline and line.number < headline.number]
    credits = list(origin.credits)
    gone = {headline.number} if headline else set()
    for line in above:
        mark = parse_mark(line)
        if mark is not None and mark.kind in {"full", "source", "posted", "date", "author"}:
            credits.append(mark.credit)
            gone.add(line.number)
    header = [line for line in above if line.number not in gone and not is_prose(line.text)]
    if header and len(header) <= _MOST_PREFACE:
        what = f"left out what stands above the headline, {len(header)} lines from {quote(header[0].text)}"
        notes.append(Note(document.path, header[0].number, what))
        gone |= {line.number for line in header}
    names = header_names(_naming(header)) if len(header) <= _MOST_PREFACE else ()
    is_sentence = headline is not None and not is_headline_like(headline.text, 40)
    for line in filled:  # the headline printed twice
        if line.number not in gone and _same(line.text, title):
            gone.add(line.number)
        elif is_prose(line.text):
            break
    first = headline.number if headline else filled[0].number
    item = Item(
        document=document.path,
        line=first,
        title=title,
        body=tuple(line for line in lines if line.number not in gone),
        publishers=tuple(name for name in (*origin.publishers, copyright_owner(lines), *names) if name),
        credits=tuple(credits),
        url=origin.url,
        lead_is_title=is_sentence,
        republished=origin.republished,
    )
    return Split(origin.layout, (item,), tuple(notes))


def _same(text: str, other: str) -> bool:
    return fold(text).casefold().rstrip(".:") == fold(other).casefold().rstrip(".:")


def _guess_headline(filled: Sequence[Line]) -> Line:
    """The first line that could be a headline above the first paragraph, else the first line of all."""
    for line in filled[:_MOST_PREFACE]:
        if is_prose(line.text):
            break
        kind = line.markup.kind if line.markup else "paragraph"
        if kind in {"paragraph", "heading"} and is_headline_like(line.text) and not is_furniture(line.text):
            mark = parse_mark(line)
            if mark is None and not matches_list(line.text, "section_labels"):
                return line
    return filled[0]
