"""The lines of an e-mail without what speaks of the e-mail itself: forwarding heads, frames, footers, recipients."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from importer.formats.mail_headers import MailHeaders, date_in, sender_name, strip_subject
from importer.records import Cell, Line, Link, Note
from importer.shapes import is_prose
from importer.text import ends_sentence, fold, is_blank, matches_list, quote, word_count, words

_FORWARDED = re.compile(
    r"[-–—_=*\s]*(?:begin )?(?:forwarded|original|weitergeleitete|message transféré)[\s-]*+"
    r"(?:message|mail|e-mail|nachricht|by .{0,80})?[-–—_=*:\s]*",
    re.IGNORECASE,
)
_HEADER_LINE = re.compile(
    r"\*?(?P<name>from|sent|date|to|cc|bcc|subject|reply-to|importance|attachments)\s*:\*?\s*(?P<value>.*)",
    re.IGNORECASE,
)
_WROTE = re.compile(r"(?:>?\s*)On\b.{6,200}\bwrote\s*:", re.IGNORECASE)
_GREETING = re.compile(
    r"(?:dear|hi|hello|hey|good (?:morning|afternoon|evening))\s++(?P<name>[\w.’' -]{2,60})[,!:.–-]*", re.IGNORECASE
)
_SOCIAL = frozenset({"facebook", "twitter", "x", "instagram", "linkedin", "youtube", "tiktok", "bluesky", "threads"})
_LOGO = re.compile(r"(?:.{0,60}\b)?(?:logo|banner|header image|spacer|icon)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<![\w.+'-])[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_RULE = re.compile(r"\s*(?:[-–—_=*~#·•+]\s*){4,}")
_MOST_MARK = 200  # characters of the line that says so
_MOST_ABOVE = 60  # lines above a forwarding head that are looked at
_MOST_HEADER_LINES = 12
_LEAST_HEADER_LINES = 3
_MOST_FOOTER_SENTENCES = 4
_HIDDEN = "[address]"  # in place of a recipient's


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What the head of a forwarded message says of it, as far as it does."""

    sender: str
    subject: str
    date_line: str
    date_text: str


@dataclass(frozen=True, slots=True)
class MailLines:
    """The lines that are left, what a forwarding head among them said, and what was left out."""

    lines: tuple[Line, ...]
    forwarded: Forwarded | None
    notes: tuple[Note, ...]


def strip_mail_lines(path: str, lines: Sequence[Line], headers: MailHeaders) -> MailLines:
    """The lines of an e-mail's text that are its text; every other one is told.

    No page and no message may name those to whom the e-mail was sent.
    """
    recipients = headers.recipients
    notes: list[Note] = []
    masked = [_mask(line, recipients) for line in lines]
    forwarded: Forwarded | None = None
    while found := _find_forwarding(masked):
        head, start, end = found
        forwarded = head
        above = [line for line in masked[:start] if not is_blank(line.text) and not _opens_forwarding(line.text)]
        if above:
            what = f"left out what the person who forwarded it wrote, {len(above)} lines"
            notes.append(Note(path, above[0].number, what, "If it is part of the article, add it to the page."))
        masked = masked[end:]
    for cutter in (_cut_quoted, _cut_signature, _cut_footer, _cut_frame):
        masked, told = cutter(path, masked)
        notes += told
    masked, told = _cut_social_links(path, masked)
    notes += told
    masked, told = _cut_greeting(path, masked, headers.recipient_names)
    notes += told
    return MailLines(tuple(masked), forwarded, tuple(notes))


def _mask(line: Line, recipients: frozenset[str]) -> Line:
    """The line without recipients' addresses, in its words, links and cells."""
    if not recipients:
        return line
    markup = line.markup
    if markup is not None:
        links = tuple(_mask_link(link, recipients) for link in markup.links if not _names(link.url, recipients))
        rows = tuple(
            tuple(
                Cell(
                    _mask_text(cell.text, recipients),
                    tuple(_mask_link(link, recipients) for link in cell.links if not _names(link.url, recipients)),
                )
                for cell in row
            )
            for row in markup.rows
        )
        markup = replace(markup, links=links, rows=rows)
    return replace(line, text=_mask_text(line.text, recipients), markup=markup)


def _mask_link(link: Link, recipients: frozenset[str]) -> Link:
    return replace(link, words=_mask_text(link.words, recipients))


def _mask_text(text: str, recipients: frozenset[str]) -> str:
    return _ADDRESS.sub(lambda found: _HIDDEN if _names(found[0], recipients) else found[0], text)


def _names(text: str, recipients: frozenset[str]) -> bool:
    """Does an address of the web or of a mailbox hold a recipient's?"""
    plain = unquote(unquote(text)).casefold()
    return any(recipient in plain for recipient in recipients)


def _find_forwarding(lines: Sequence[Line]) -> tuple[Forwarded, int, int] | None:
    """The first head of a forwarded message near the top: what it says, and where it starts and ends."""
    filled = [at for at, line in enumerate(lines) if not is_blank(line.text)][:_MOST_ABOVE]
    prose = 0
    for place, at in enumerate(filled):
        values: dict[str, str] = {}
        last = at
        for below in filled[place : place + _MOST_HEADER_LINES]:
            text = fold(lines[below].text).lstrip("> ")
            if match := _HEADER_LINE.fullmatch(text):
                values.setdefault(match["name"].casefold(), match["value"].strip(" *"))
            elif not values or "@" not in text or is_prose(text):
                break
            last = below
        if len(values) >= _LEAST_HEADER_LINES and "from" in values and {"date", "sent", "subject"} & set(values):
            return _forwarded(values), _start(lines, at), last + 1
        prose += is_prose(lines[at].text)
        if prose > 8:
            break
    return None


def _start(lines: Sequence[Line], at: int) -> int:
    """The place of the line that opens the head: “----- Forwarded message -----”, “Begin forwarded message:”."""
    above = at - 1
    while above >= 0 and is_blank(lines[above].text):
        above -= 1
    return above if above >= 0 and _opens_forwarding(lines[above].text) else at


def _opens_forwarding(text: str) -> bool:
    return len(text) < _MOST_MARK and _FORWARDED.fullmatch(text) is not None


def _forwarded(values: dict[str, str]) -> Forwarded:
    printed = values.get("date") or values.get("sent") or ""
    name = sender_name(_ADDRESS.sub("", values["from"]).replace("<", " ").replace("[", " ").strip(" >[]()\"'"))
    subject, _ = strip_subject(values.get("subject", ""), is_list=False)
    return Forwarded(name, subject, f"Date: {printed}" if printed else "", date_in(printed))


def _cut_quoted(path: str, lines: Sequence[Line]) -> tuple[list[Line], list[Note]]:
    """Without the older message below “On … wrote:”, where a text of its own stands above it."""
    for at, line in enumerate(lines):
        if _WROTE.fullmatch(fold(line.text)):
            if any(is_prose(above.text) for above in lines[:at]):
                filled = sum(not is_blank(below.text) for below in lines[at:])
                what = f"left out the older message that this one answers, {filled} lines"
                return list(lines[:at]), [Note(path, line.number, what, "If it is the article, import it by itself.")]
            return [each for each in lines if each is not line], []
    return list(lines), []


def _cut_signature(path: str, lines: Sequence[Line]) -> tuple[list[Line], list[Note]]:
    """Without what stands below “-- ”: the sender's own name, post and telephone."""
    for at in range(len(lines) - 1, -1, -1):
        if lines[at].text.rstrip() == "--" or lines[at].text == "-- ":
            filled = [line for line in lines[at + 1 :] if not is_blank(line.text)]
            if len(filled) <= 15 and not any(is_prose(line.text) and word_count(line.text) > 40 for line in filled):
                return list(lines[:at]), [Note(path, lines[at].number, f"left out the signature, {len(filled)} lines")]
            break
    return list(lines), []


def _cut_footer(path: str, lines: Sequence[Line]) -> tuple[list[Line], list[Note]]:
    """Without the footer: what stands from the line on that says why the e-mail came and how to stop it."""
    filled = [at for at, line in enumerate(lines) if not is_blank(line.text)]
    found = [place for place, at in enumerate(filled) if _opens_footer(lines[at].text)]
    for place in found:
        below = [lines[at] for at in filled[place:]]
        sentences = sum(is_prose(line.text) and not _opens_footer(line.text) for line in below)
        has_heading = any(
            line.markup and line.markup.kind == "heading" and is_prose(below[at + 1].text)
            for at, line in enumerate(below[:-1])
        )
        if sentences <= _MOST_FOOTER_SENTENCES and not has_heading and place * 2 >= len(filled):
            what = f"left out the e-mail's footer, {len(below)} lines{_from(below[0])}"
            mend = "If a part of the article is among them, add it to the page." if sentences else ""
            return list(lines[: filled[place]]), [Note(path, below[0].number, what, mend)]
    gone = {filled[place] for place in found if not is_prose(lines[filled[place]].text)}
    notes = [
        Note(path, lines[at].number, f"left out a line of the e-mail's footer{_from(lines[at])}") for at in sorted(gone)
    ]
    return [line for at, line in enumerate(lines) if at not in gone], notes


def _from(line: Line) -> str:
    """The first words of what was left out, unless an address is among them: footers name whom a mail was sent to."""
    return "" if re.search(r"@|%40|\[address\]", line.text) else f" from {quote(line.text)}"


def _opens_footer(text: str) -> bool:
    return word_count(text) <= 60 and matches_list(text, "mail_footers")


def _cut_greeting(path: str, lines: Sequence[Line], names: frozenset[str]) -> tuple[list[Line], list[Note]]:
    """Without a greeting that names the person to whom the e-mail was sent (“Dear Robin,”)."""
    for at, line in enumerate(lines[:12]):
        match = _GREETING.fullmatch(fold(line.text))
        if match and names & set(words(match["name"])):
            return [*lines[:at], *lines[at + 1 :]], [Note(path, line.number, "left out the greeting by name")]
    return list(lines), []


def _cut_social_links(path: str, lines: Sequence[Line]) -> tuple[list[Line], list[Note]]:
    """Without the row of names at the end that lead to the publisher's other pages (“Twitter”, “Website”)."""
    end = len(lines)
    while end and (is_blank(lines[end - 1].text) or _may_be_social(lines[end - 1])):
        end -= 1
    row = [line for line in lines[end:] if not is_blank(line.text)]
    if len(row) < 2 or not any(fold(line.text).casefold() in _SOCIAL for line in row):
        return list(lines), []
    return list(lines[:end]), [
        Note(path, row[0].number, f"left out links to other pages, {len(row)} lines{_from(row[0])}")
    ]


def _may_be_social(line: Line) -> bool:
    kind = line.markup.kind if line.markup else "paragraph"
    return kind in {"paragraph", "picture"} and word_count(line.text) <= 3 and not ends_sentence(line.text)


def _cut_frame(path: str, lines: Sequence[Line]) -> tuple[list[Line], list[Note]]:
    """Without the lines that speak of the e-mail (“View in your browser”) and those that only rule it off."""
    kept: list[Line] = []
    notes: list[Note] = []
    rules = 0
    for line in lines:
        if _RULE.fullmatch(line.text):
            rules += 1
            kept.append(replace(line, text="", markup=None))
        elif line.markup and line.markup.kind == "picture" and _LOGO.fullmatch(line.text):
            notes.append(Note(path, line.number, f"left out the picture {quote(line.text)}"))
        elif word_count(line.text) <= 25 and _speaks_of_mail(line.text):
            notes.append(Note(path, line.number, f"left out {quote(line.text)}"))
        else:
            kept.append(line)
    if rules:
        notes.append(Note(path, 0, f"left out {rules} ruled lines"))
    return kept, notes


def _speaks_of_mail(text: str) -> bool:
    """Is the line one of the frame, or made of such lines (“View in browser | Forward to a friend”)?"""
    if matches_list(text, "mail_furniture"):
        return True
    parts = [part for part in re.split(r"(?:(?<!\s)\s++)?[|•·]\s*", fold(text)) if part]
    return len(parts) > 1 and all(
        matches_list(part, "mail_furniture") or matches_list(part, "mail_footers") for part in parts
    )
