"""The header lines of an e-mail, however they are encoded or broken: what it is called, who sent it, when, to whom."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.policy import Compat32
from email.utils import getaddresses

from importer.dates import find_dates
from importer.text import fold, words

_MOST_HEADER = 20_000  # characters of one header line that are looked at
_ENCODED = re.compile(r"=\?(?P<charset>[^?\s]{1,40})\?(?P<form>[bBqQ])\?(?P<text>[^?]{0,10000})\?=")
_BETWEEN = re.compile(r"(?<=\?=)\s+(?==\?)")
_RECIPIENTS = (
    "To",
    "Cc",
    "Bcc",
    "Delivered-To",
    "X-Original-To",
    "Envelope-To",
    "X-Envelope-To",
    "Resent-To",
    "Apparently-To",
)
_ADDRESS = re.compile(r"(?<![\w.+'-])[\w.+'-]{1,64}+@[\w-]+(?:\.[\w-]+)+")
# “Re: Fwd: [Members] News”, in the languages of the mail programs that people here use
_MARK = re.compile(r"\s*(?:(?:re|fwd?|aw|wg|tr|rv|vs|antw|odp|pd|ynt|ymateb)\s*+(?:\[\d+\])?\s*+[:：])", re.IGNORECASE)
_TAG = re.compile(r"\s*\[[^\[\]]{1,40}\]")
_VIA = re.compile(r"(?<!\s)\s++(?:via|\(via)\s+\S.*$", re.IGNORECASE)


class MailPolicy(Compat32):
    """Keeps header lines as they came, for newer policies stumble over broken ones, and no more of them than is read.

    The parameters of a line are taken apart in a time that grows with their square.
    """

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_MOST_HEADER]


@dataclass(frozen=True, slots=True)
class MailHeaders:
    """What an e-mail says of itself: `cut` is what came off its subject, `recipients` and the words of their names are
    what no page may hold."""

    subject: str
    cut: str
    sender: str
    list_name: str
    domain: str
    date_line: str
    date_text: str
    recipients: frozenset[str]
    recipient_names: frozenset[str]


def read_mail_headers(message: Message) -> MailHeaders:
    """The header lines that matter to an article."""
    from_name, from_address = next(iter(_addresses(message, ("From", "Sender", "Reply-To"))), ("", ""))
    list_name = _list_name(header_text(message, "List-Id"))
    subject, cut = strip_subject(header_text(message, "Subject"), is_list=bool(list_name))
    printed = header_text(message, "Date")
    return MailHeaders(
        subject=subject,
        cut=cut,
        sender=sender_name(from_name),
        list_name=list_name,
        domain=from_address.rpartition("@")[2],
        date_line=f"Date: {printed}" if printed else "",
        date_text=date_in(printed),
        recipients=frozenset(address for _, address in _addresses(message, _RECIPIENTS) if address),
        recipient_names=frozenset(
            word
            for name, address in _addresses(message, _RECIPIENTS)
            for word in words(f"{name} {address.partition('@')[0].replace('.', ' ').replace('_', ' ')}")
        ),
    )


def header_text(message: Message, name: str) -> str:
    """A header line's text, on one line; empty where there is none."""
    return decode_words(_raw(message.get(name)))


def strip_subject(subject: str, *, is_list: bool) -> tuple[str, str]:
    """A subject without “Re:”, “Fwd:” and the tag of a mailing list, and what was cut.

    >>> strip_subject("Fwd: RE: [Members] Help line grows", is_list=False)
    ('Help line grows', 'Fwd: RE: [Members]')
    """
    rest, marked = subject, is_list
    while match := _MARK.match(rest) or (_TAG.match(rest) if marked else None):
        if not fold(rest[match.end() :]):
            break
        rest, marked = rest[match.end() :], True
    return fold(rest), fold(subject[: len(subject) - len(rest)])


def sender_name(name: str) -> str:
    """A sender's name as a publisher's: no quotation marks, no “via …”, no address in the place of a name."""
    plain = fold(_VIA.sub("", name)).strip("\"'“”‘’ ")
    return "" if "@" in plain else plain


def date_in(text: str) -> str:
    """The first whole date of a text as printed, weekday included; empty where there is none."""
    return next((found.text for found in find_dates(text) if found.year), "")


def decode_words(text: str) -> str:
    """A header's text with its encoded words (RFC 2047) decoded, whatever is wrong with them."""
    plain = _BETWEEN.sub("", re.sub(r"[\r\n]+", " ", text[:_MOST_HEADER]))
    parts: list[str] = []
    pending, charset, end = b"", "", 0
    for match in _ENCODED.finditer(plain):
        # A letter of several bytes may be cut between two encoded words
        if match.start() > end or match["charset"].casefold() != charset:
            parts += [_decode(pending, charset), plain[end : match.start()]]
            pending = b""
        charset, end = match["charset"].casefold(), match.end()
        pending += _decoded_bytes(match["text"], match["form"])
    return fold("".join([*parts, _decode(pending, charset), plain[end:]]))


def _decoded_bytes(text: str, form: str) -> bytes:
    raw = text.encode("ascii", "replace")
    if form in "qQ":
        return quopri.decodestring(raw, header=True)
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4))
    except (binascii.Error, ValueError):
        return raw


def _decode(raw: bytes, charset: str) -> str:
    for name in (charset.partition("*")[0], "utf-8", "cp1252"):
        try:
            return raw.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    return raw.decode("latin-1")


def _raw(value: object) -> str:
    """A header's value as text; bytes that are no ASCII are UTF-8, else Windows-1252."""
    if value is None:
        return ""
    raw = getattr(value, "_chunks", None)
    text = "".join(chunk for chunk, _ in raw) if raw else str(value)
    return _decode(text.encode("utf-8", "surrogateescape"), "utf-8") if _has_bytes(text) else text


def _has_bytes(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _addresses(message: Message, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The names and addresses of header lines."""
    for header in names:
        for value in message.get_all(header, [])[:20]:
            raw = re.sub(r"[\r\n]+", " ", _raw(value)[:_MOST_HEADER])
            found = False
            for name, address in getaddresses([raw]):
                if "@" in address:
                    found = True
                    yield decode_words(name), address.casefold()
            if not found:
                match = _ADDRESS.search(raw)
                name = decode_words(raw[: match.start()] if match else raw).strip(" <\"'")
                yield name, match[0].casefold() if match else ""


def _list_name(text: str) -> str:
    """“Harbour News” of “Harbour News <news.harbour.example>”; empty where a list gives only its address."""
    name = fold(text.partition("<")[0]).strip("\"' ")
    return name if re.search(r"[A-Za-z]{2}", name) and "@" not in name and "." not in name else ""
