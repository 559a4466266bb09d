"""An e-mail, a mailbox, or a web page saved as MHTML: newsletters as articles, without what speaks of the mail itself.

Nobody to whom an e-mail was sent is named anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from importer.encoding import CannotRead
from importer.formats import web_page
from importer.formats.mail_headers import MailHeaders, strip_subject
from importer.formats.mail_lines import Forwarded, MailLines, strip_mail_lines
from importer.formats.mail_parts import MailMessage, read_mail
from importer.formats.marked_stories import Origin, find_stories
from importer.limits import MOST_ITEM_CHARACTERS, MOST_LINES
from importer.markup_lines import TooDeep, fragment_text
from importer.records import Credit, Document, Item, Line, Note, Split
from importer.shapes import is_link_label, is_name
from importer.text import is_blank, quote
from importer.urls import without_tracking
from importer.wrapping import unwrap_lines

_URL = re.compile(r"https?://[^\s<>\"]+")
_SAYS_FORWARDED = re.compile(r"\b(?:fwd?|wg|tr)\s*:", re.IGNORECASE)
_LEAST_TEASERS = 3
_MOST_TEXT = MOST_ITEM_CHARACTERS * 4


def find_items(document: Document) -> Split:
    """The items of an e-mail or a mailbox.

    Raises:
        CannotImport: it holds no text, or asks for more than `importer/limits.py` allows.
    """
    messages = list(read_mail(document))
    if len(messages) == 1:
        if messages[0].is_saved_page:
            return _read_saved_page(document, messages[0])
        return _read_message(document, messages[0], 0, "")
    items: list[Item] = []
    notes: list[Note] = []
    first_line = 0
    for number, message in enumerate(messages, 1):
        try:
            split = _read_message(document, message, first_line, f"message {number} of the mailbox")
        except CannotRead as error:
            notes.append(replace(error.note, what=f"message {number} of the mailbox: {error.note.what}"))
            continue
        items += split.items
        notes += split.notes
        first_line = max((line.number for item in split.items for line in (*item.body, Line(item.line, ""))), default=0)
    if not items:
        raise CannotRead(Note(document.path, 0, "no message of the mailbox holds any text", "Check the mailbox."))
    return Split("mail", tuple(items), tuple(notes))


def _read_saved_page(document: Document, message: MailMessage) -> Split:
    """The page that a browser saved with all that belongs to it, read as a web page of its address."""
    saved = f"<!-- saved from url=({len(message.page_address):04}){message.page_address} -->\n"
    content = ((saved if message.page_address else "") + message.html).encode("utf-8-sig", "replace")
    split = web_page.find_items(replace(document, format="web_page", content=content))
    return replace(split, notes=(*message.notes, *split.notes))


def _read_message(document: Document, message: MailMessage, first_line: int, which: str) -> Split:
    """The items of one message; its lines are numbered after those of the messages before it."""
    headers = message.headers
    lines, notes = _lines(document, message)
    if all(is_blank(line.text) for line in lines):
        what = "the e-mail has no text of its own"
        mend = (
            "Save what is attached to it, and import that."
            if message.attachments
            else "Check that it is the right one."
        )
        raise CannotRead(Note(document.path, 0, what, mend))
    stripped = strip_mail_lines(document.path, lines, headers)
    if all(is_blank(line.text) for line in stripped.lines):
        raise CannotRead(
            Note(document.path, 0, "the e-mail holds a frame and no article", "Check that it is the right one.")
        )
    story = _story(headers, stripped)
    # The subject is the first line; empty lines stand for those that were left out
    numbered = [Line(first_line + 1, story.title), Line(first_line + 2, "")]
    for line in stripped.lines:
        if line.text or numbered[-1].text:
            numbered.append(replace(line, number=first_line + len(numbered) + 1))
    origin = Origin("mail", "", story.publishers, story.credits, is_titled=True, republished=False)
    split = _find_stories(document, numbered, origin, first_line) if story.title else None
    if split is None:
        split = _find_stories(document, numbered[2:], replace(origin, is_titled=False), first_line + 2)
    digest = sum(is_link_label(line.text) and bool(line.markup and line.markup.links) for line in stripped.lines)
    if digest >= _LEAST_TEASERS and len(split.items) == 1:
        what = f"{which or 'the e-mail'} has {digest} links to read more: a digest, kept as one article"
        mend = "If you want its stories whole, import them from their own pages."
        notes.append(Note(document.path, first_line + 1, what, mend))
    told = [*message.notes, *notes, *stripped.notes, *_header_notes(document, headers, stripped.forwarded, which)]
    placed = [replace(note, line=first_line + 1 if note.line else 0) for note in told]
    return Split("mail", split.items, (*placed, *split.notes))


def _find_stories(document: Document, lines: Sequence[Line], origin: Origin, before: int) -> Split:
    """The stories of lines that are numbered after those of other messages."""
    own = [replace(line, number=line.number - before) for line in lines]
    split = find_stories(document, own, origin, own[0] if origin.is_titled else None)
    items = tuple(
        replace(
            item,
            line=item.line + before,
            body=tuple(replace(line, number=line.number + before) for line in item.body),
            credits=tuple(replace(credit, line=credit.line + before) for credit in item.credits),
        )
        for item in split.items
    )
    return Split(split.layout, items, tuple(replace(note, line=note.line + before) for note in split.notes))


@dataclass(frozen=True, slots=True)
class _Story:
    """What an e-mail's text is called, who published it, and when."""

    title: str
    publishers: tuple[str, ...]
    credits: tuple[Credit, ...]


def _story(headers: MailHeaders, stripped: MailLines) -> _Story:
    """By the head of the message that was forwarded, if it was, else by the e-mail's own headers."""
    forwarded = stripped.forwarded
    if forwarded:
        has_tag = "[" in headers.cut
        title = strip_subject(forwarded.subject, is_list=has_tag)[0] or headers.subject
        names: tuple[str, ...] = (forwarded.sender,)
        date_line, date_text = forwarded.date_line, forwarded.date_text
    else:
        title = headers.subject
        own = (headers.list_name, headers.sender) if is_name(headers.sender) else (headers.sender, headers.list_name)
        names = (*own, headers.domain)
        date_line, date_text = headers.date_line, headers.date_text
    credits = (Credit(1, date_line, date_text=date_text),) if date_text else ()
    return _Story(title, tuple(dict.fromkeys(name for name in names if name)), credits)


def _header_notes(document: Document, headers: MailHeaders, forwarded: Forwarded | None, which: str) -> Iterator[Note]:
    the_mail = which or "the e-mail"
    if headers.cut:
        yield Note(document.path, 1, f"took {quote(headers.cut)} off the subject of {the_mail}")
    if forwarded:
        what = f"{the_mail} was forwarded; title, publisher and date are those of the message inside it"
        yield Note(document.path, 1, what, "Check `publisher:` and `date:`.")
    elif _SAYS_FORWARDED.search(headers.cut):
        what = f"the subject of {the_mail} says that it was forwarded, and its text does not say from whom"
        yield Note(document.path, 1, what, "Check `publisher:` and `date:`: they are those of who forwarded it.")
    elif is_name(headers.sender) and not headers.list_name:
        what = f"{the_mail} was sent by a person, who may not be the publisher"
        yield Note(document.path, 1, what, "Check `publisher:` and `source:`.")
    if not headers.subject and not (forwarded and forwarded.subject):
        yield Note(document.path, 1, f"{the_mail} has no subject", "Check the headline.")


def _lines(document: Document, message: MailMessage) -> tuple[list[Line], list[Note]]:
    """The lines of a message's text, and what was left out on the way."""
    if message.html:
        try:
            marked = fragment_text(message.html)
        except TooDeep as error:
            mend = "Open it, copy its text into a .txt file, and import that."
            raise CannotRead(Note(document.path, 0, f"the e-mail cannot be read: {error}", mend)) from error
        return list(marked.lines), list(marked.notes(document.path))
    if len(message.text) > _MOST_TEXT:
        raise CannotRead(Note(document.path, 0, f"the e-mail has more than {_MOST_TEXT:,} characters", "Split it."))
    text = message.text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > MOST_LINES:
        raise CannotRead(Note(document.path, 0, f"the e-mail has more than {MOST_LINES:,} lines", "Split it."))
    if message.is_flowed:
        text = _unflow(text, drops_spaces=message.drops_spaces)
    text = _URL.sub(lambda url: without_tracking(url[0]), text)
    # Any number of empty lines parts paragraphs as one does: in an e-mail they part no articles
    written = [_unquoted(line) for line in text.split("\n")]
    kept = [line for at, line in enumerate(written) if line.strip() or (at and written[at - 1].strip())]
    lines = [Line(number, line) for number, line in enumerate(kept, 1)]
    return list(unwrap_lines(replace(document, lines=tuple(lines))).lines), []


def _unquoted(line: str) -> str:
    """A line without the marks of quotation that a forwarding program put before it."""
    return re.sub(r"^(?:> ?)+", "", line) if line.startswith(">") else line


def _unflow(text: str, *, drops_spaces: bool) -> str:
    """The paragraphs of a text whose wrapped lines end in a space (RFC 3676), each on one line."""
    lines: list[str] = []
    is_open = False
    level_before = 0
    for raw in text.split("\n"):
        content = raw.lstrip(">")
        level = len(raw) - len(content)
        content = content[1:] if content.startswith(" ") else content
        goes_on = content.endswith(" ") and content != "-- "
        if is_open and level == level_before and content != "-- ":
            lines[-1] = (lines[-1][:-1] if drops_spaces else lines[-1]) + content
        else:
            lines.append(">" * level + content)
        is_open, level_before = goes_on, level
    return "\n".join(line if line == "-- " else line.rstrip(" ") for line in lines)
