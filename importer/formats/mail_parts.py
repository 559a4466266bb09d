"""The messages of an e-mail file or mailbox, each with the one text in it that people read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.errors import (
    CloseBoundaryNotFoundDefect,
    InvalidBase64CharactersDefect,
    InvalidBase64LengthDefect,
    InvalidBase64PaddingDefect,
    MessageDefect,
    MultipartInvariantViolationDefect,
    NoBoundaryInMultipartDefect,
    StartBoundaryNotFoundDefect,
)
from email.message import Message
from email.parser import BytesParser
from html import escape

from importer.encoding import CannotRead, decode_text
from importer.formats.mail_headers import MailHeaders, MailPolicy, decode_words, header_text, read_mail_headers
from importer.limits import MOST_MESSAGES, MOST_PARTS
from importer.records import Document, Note
from importer.text import fold, is_blank
from importer.urls import web_address

_MOST_NESTED = 60  # multiparts of one message: each line is held against the boundaries of all that are open
_MULTIPART = re.compile(rb"multipart/|message/rfc822", re.IGNORECASE)
_PART = re.compile(rb"^content-type[ \t]*:", re.IGNORECASE | re.MULTILINE)
_FROM_LINE = re.compile(rb"(?:\A|\r?\n\r?\n|\n\n)From [^\r\n]{1,200}\d{4}[^\r\n]{0,40}\r?\n(?=[!-9;-~]+:)")
_LOSING_DEFECTS: tuple[type[MessageDefect], ...] = (
    CloseBoundaryNotFoundDefect,
    InvalidBase64CharactersDefect,
    InvalidBase64LengthDefect,
    InvalidBase64PaddingDefect,
    MultipartInvariantViolationDefect,
    NoBoundaryInMultipartDefect,
    StartBoundaryNotFoundDefect,
)
# Encodings whose bytes are all ASCII, so that they would pass for it
_STATEFUL = frozenset({"utf-7", "iso-2022-jp", "iso-2022-kr", "iso-2022-jp-2", "hz-gb-2312", "hz"})
_TAG = re.compile(r"<[^<>]{0,5000}>|&nbsp;|&#\w+;")
_SAVED_BY = re.compile(r"<\s*saved by", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MailMessage:
    """One message: its headers, its text as HTML or else plain, names of what is attached, doubts about reading it.

    `is_flowed` and `drops_spaces` say how a plain text's lines are wrapped (RFC 3676). `page_address` is that of a web
    page that a browser saved.
    """

    headers: MailHeaders
    html: str = ""
    text: str = ""
    is_flowed: bool = False
    drops_spaces: bool = False
    attachments: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    is_saved_page: bool = False
    page_address: str = ""


def read_mail(document: Document) -> Iterator[MailMessage]:
    """The messages of a document, in order.

    Raises:
        CannotRead: there are more messages or parts than `importer/limits.py` allows.
    """
    content = document.content.removeprefix(b"\xef\xbb\xbf")
    if not content.startswith(b"From "):
        yield _read_message(document, content, 0)
        return
    starts = [match.start() for match in _FROM_LINE.finditer(content)] or [0]
    if len(starts) > MOST_MESSAGES:
        what = f"the mailbox holds {len(starts):,} messages; at most {MOST_MESSAGES} are read"
        raise _refusal(document, what, "Move the newsletters that you want into a mailbox of their own.")
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(content)], strict=True), 1):
        message = content[start:end].lstrip(b"\r\n").partition(b"\n")[2]
        yield _read_message(document, re.sub(rb"^>(>*From )", rb"\1", message, flags=re.MULTILINE), number)


def _refusal(document: Document, what: str, mend: str) -> CannotRead:
    return CannotRead(Note(document.path, 0, what, mend))


def _read_message(document: Document, content: bytes, number: int) -> MailMessage:
    if len(_PART.findall(content)) > MOST_PARTS or len(_MULTIPART.findall(content)) > _MOST_NESTED:
        which = f"message {number} of the mailbox" if number else "the e-mail"
        raise _refusal(document, f"{which} has more than {MOST_PARTS} parts", "Save its text as a .txt file.")
    message = BytesParser(policy=MailPolicy()).parsebytes(content)
    chooser = _Chooser(document, number)
    chooser.choose(message)
    is_page = _SAVED_BY.search(header_text(message, "From")) is not None or "Snapshot-Content-Location" in message
    address = header_text(message, "Snapshot-Content-Location") or chooser.location
    return MailMessage(
        headers=read_mail_headers(message),
        html="\n".join(piece.as_html for piece in chooser.pieces) if chooser.has_html else "",
        text="" if chooser.has_html else "\n\n".join(piece.text for piece in chooser.pieces),
        is_flowed=chooser.is_flowed,
        drops_spaces=chooser.drops_spaces,
        attachments=tuple(chooser.attachments),
        notes=tuple(chooser.all_notes()),
        is_saved_page=(is_page or bool(chooser.location and not message.get("From"))) and chooser.has_html,
        page_address=web_address(address),
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text that people read, in the order in which they read it."""

    text: str
    is_html: bool

    @property
    def as_html(self) -> str:
        if self.is_html:
            return self.text
        return "".join(
            f"<p>{'<br>'.join(escape(line) for line in paragraph.splitlines())}</p>"
            for paragraph in re.split(r"\n\s*\n", self.text.replace("\r\n", "\n"))
        )


@dataclass(slots=True)
class _Chooser:
    """Goes through the parts of a message and keeps the texts that people read."""

    document: Document
    number: int
    pieces: list[_Piece] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    is_flowed: bool = False
    drops_spaces: bool = False
    location: str = ""

    @property
    def has_html(self) -> bool:
        return any(piece.is_html for piece in self.pieces)

    def choose(self, part: Message) -> None:
        """Keep what of a part people read."""
        kind = part.get_content_type()
        children = part.get_payload() if part.is_multipart() else []
        parts = [child for child in children if isinstance(child, Message)] if isinstance(children, list) else []
        if kind == "multipart/encrypted":
            what, mend = "the e-mail is encrypted", "Open it, copy its text into a .txt file, and import that."
            raise _refusal(self.document, what, mend)
        if kind.startswith("message/") or _is_attachment(part):
            self.attachments.append(_file_name(part, parts))
        elif kind == "multipart/alternative":
            self._choose_alternative(parts)
        elif kind == "multipart/related":
            start = _plain(part.get_param("start"))
            root = next((each for each in parts if start and header_text(each, "Content-ID") == start), None)
            if root is None:
                root = next((each for each in parts if each.get_content_type() == "text/html"), None)
            if root is None:
                root = next(iter(parts), None)
            if root is not None:
                self.choose(root)
            self.attachments += [_file_name(each, []) for each in parts if each is not root and _is_document(each)]
        elif kind.startswith("multipart/"):
            for each in parts[:1] if kind == "multipart/signed" else parts:
                self.choose(each)
        elif kind == "text/html":
            self.pieces.append(_Piece(self._decode(part), is_html=True))
            self.location = self.location or header_text(part, "Content-Location")
        elif kind == "text/plain":
            self._keep_plain(part)
        elif not kind.startswith("image/") and not part.is_multipart():
            self.attachments.append(_file_name(part, []))
        self.defects += [type(each).__name__ for each in part.defects if isinstance(each, _LOSING_DEFECTS)]

    def _choose_alternative(self, parts: list[Message]) -> None:
        """HTML where it shows words, else plain text: some programs send an empty HTML part along."""
        kept = _Chooser(self.document, self.number)
        for each in parts:
            kept.choose(each)
        shows = any(piece.is_html and not is_blank(_TAG.sub(" ", piece.text)) for piece in kept.pieces)
        self.pieces += [piece for piece in kept.pieces if piece.is_html == shows]
        self.is_flowed, self.drops_spaces = kept.is_flowed, kept.drops_spaces
        self.attachments += kept.attachments
        self.defects += kept.defects
        self.location = self.location or kept.location

    def _keep_plain(self, part: Message) -> None:
        self.pieces.append(_Piece(self._decode(part), is_html=False))
        self.is_flowed = _plain(part.get_param("format")).casefold() == "flowed"
        self.drops_spaces = _plain(part.get_param("delsp")).casefold() == "yes"

    def _decode(self, part: Message) -> str:
        """A part's text by its charset, or by what its bytes show where that is wrong."""
        payload = part.get_payload(decode=True)
        raw = payload if isinstance(payload, bytes) else b""
        charset = _plain(part.get_param("charset")).casefold()
        if charset in _STATEFUL:
            try:
                return raw.decode(charset)
            except (LookupError, UnicodeError):
                self.defects.append("charset")
        try:
            decoded = decode_text(raw, self.document.path, charset)
        except CannotRead:
            self.defects.append("charset")
            return raw.decode("utf-8", errors="replace").replace("\0", "")
        self.notes += (replace(note, line=0) for note in decoded.notes)
        return decoded.text

    def all_notes(self) -> Iterator[Note]:
        """Doubts where text may be lost, and what is attached."""
        which = f"message {self.number} of the mailbox" if self.number else "the e-mail"
        if self.defects:
            what = f"{which} is damaged or cut short: some of its text may be missing or wrong"
            yield Note(self.document.path, 0, what, "Compare the page with the e-mail.")
        yield from self.notes
        for name in dict.fromkeys(self.attachments):
            what = f"{which} has an attachment, “{name}”, which was not opened"
            yield Note(self.document.path, 0, what, "If you want it, save it and import it by itself.")


def _plain(parameter: object) -> str:
    """A parameter's text; one in RFC 2231's form comes as charset, language and text."""
    if isinstance(parameter, tuple):
        parameter = parameter[-1]
    return parameter.strip() if isinstance(parameter, str) else ""


def _is_attachment(part: Message) -> bool:
    disposition = _plain(str(part.get("Content-Disposition") or "")).casefold()
    return disposition.startswith("attachment") or (_is_document(part) and not part.is_multipart())


def _is_document(part: Message) -> bool:
    """Does the part have a file's name, and is it no picture? An e-mail's own text has none."""
    kind = part.get_content_type()
    named = _plain(part.get_param("name")) or _plain(part.get_param("filename", header="content-disposition"))
    return bool(named) and not kind.startswith("image/") and kind not in {"text/css"}


def _file_name(part: Message, inside: list[Message]) -> str:
    """What a message or page may call an attachment: its file's name, or its subject, cut short."""
    name = _plain(part.get_param("filename", header="content-disposition")) or _plain(part.get_param("name"))
    subject = header_text(inside[0], "Subject") if inside else ""
    plain = fold(decode_words(name)) or subject or fold(part.get_content_type())
    safe = re.sub(r"(?<![\w.+-])[\w.+-]++@[\w.-][\w.+@-]*+", "…", plain.replace("\\", "/").rpartition("/")[2])
    return safe if len(safe) <= 60 else f"{safe[:40]}…{safe[-15:]}"
