"""Which format a document is in, by its first bytes: names end in anything, and downloads end in nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from importer.encoding import head_text
from importer.records import Format

_FEED = re.compile(r"<(?:rss|feed|(?:\w+:)?RDF|channel)[\s>]|<\w+:feed\s", re.IGNORECASE)
# Below a warning of the program that wrote it: the root or the declaration cannot be anything else's
_FEED_BELOW = re.compile(
    r"<\?xml\b[^>]{0,200}\?>\s*(?:<[?!][^>]{0,500}>\s*)*<(?:rss|feed|(?:\w+:)?RDF)[\s>]|<rss\s[^>]{0,500}version=",
    re.IGNORECASE,
)
_XML = re.compile(r"\s*<\?xml\b|\s*<!--|\s*<!doctype\b", re.IGNORECASE)
_PAGE = re.compile(
    r"\s*+(?:<!--(?:(?!-->)[\s\S])*+-->\s*+|<\?xml[^>]{0,200}\?>\s*+|<\?xml-stylesheet[^>]{0,500}\?>\s*+)*+"
    r"(?:<!doctype\s+html\b|<(?:html|head|body|title|meta|link|main|article|section|header|div|p|h[1-6]|table|ul|ol)[\s>/])",
    re.IGNORECASE,
)
_JSON_FEED = re.compile(
    r"\s*\{[\s\S]{0,6000}?\"version\"\s*:\s*\"https?:\\?/\\?/jsonfeed\.org\\?/version", re.IGNORECASE
)
_MAILBOX = re.compile(r"From \S+.{0,60}\d{4}\s*\r?\n[\w-]+:")
_HEADER_LINE = re.compile(r"(?P<name>[A-Za-z][\w-]{1,60}):(?:[ \t].*)?")
_MAIL_SIGNS = frozenset(
    {"mime-version", "message-id", "received", "return-path", "delivered-to", "x-original-to", "list-unsubscribe"}
)
_ROOT = re.compile(r"<(?![!?])([\w:.-]{1,60})")
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # what newer Office wraps a locked file in
_SAVE_AS_WORD = "Open it and save it as a Word document (.docx), then import that."


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A format that is known and not read: what it is, and what to do instead."""

    what: str
    mend: str


# The first bytes of files that editors receive and that hold no text we can take out
_OTHER_SIGNS = (
    (b"\xd0\xcf\x11\xe0", Unsupported("this is an old Word, Excel or Outlook file", _SAVE_AS_WORD)),
    (b"{\\rtf", Unsupported("this is a file in rich text (RTF)", _SAVE_AS_WORD)),
    (b"\x89PNG", Unsupported("this is a picture", "Type its text into a .txt file and import that.")),
    (b"\xff\xd8\xff", Unsupported("this is a picture", "Type its text into a .txt file and import that.")),
    (b"GIF8", Unsupported("this is a picture", "Type its text into a .txt file and import that.")),
    (b"\x1f\x8b", Unsupported("this is a packed file", "Unpack it and import what is in it.")),
    (b"Rar!", Unsupported("this is a packed file", "Unpack it and import what is in it.")),
    (b"7z\xbc\xaf", Unsupported("this is a packed file", "Unpack it and import what is in it.")),
)


def recognise(content: bytes) -> Format | Unsupported:
    """The format that a document's first bytes show; plain text where they show no other."""
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        return _recognise_zip(content)
    if content.startswith(b"\xd0\xcf\x11\xe0") and _LOCKED in content:
        mend = "Open it, take the password off (File, Info, Protect Document), save it, and import that."
        return Unsupported("this is a Word, Excel or PowerPoint file locked with a password", mend)
    for sign, other in _OTHER_SIGNS:
        if content.startswith(sign):
            return other
    if b"%PDF-" in content[:1024] and not content[:5].strip().startswith(b"<"):
        return "pdf"
    head = head_text(content)
    if _JSON_FEED.match(head):
        return "json_feed"
    if _looks_like_mail(head):
        return "mail"
    if _PAGE.match(head):
        return "web_page"
    if _XML.match(head) or _FEED.match(head.lstrip()):
        return _recognise_xml(head)
    if _FEED_BELOW.search(head[:4096]):
        return "feed"
    return "text"


def _recognise_zip(content: bytes) -> Format | Unsupported:
    if b"word/document" in content:
        return "word"
    if b"mimetypeapplication/vnd.oasis" in content[:200]:
        return Unsupported("this is an OpenDocument file", _SAVE_AS_WORD)
    if b"[Content_Types].xml" in content:
        return Unsupported("this is an Excel or PowerPoint file", _SAVE_AS_WORD)
    return Unsupported("this is a packed file (zip)", "Unpack it and import what is in it.")


def _recognise_xml(head: str) -> Format | Unsupported:
    """A feed or a page by its first element; comments, instructions and the document type stand before it."""
    plain = re.sub(r"<!--[\s\S]*?(?:-->|\Z)", "", head)
    plain = re.sub(r"<!doctype[^\[<>]*+(?:\[[\s\S]*?\]\s*)?>", "", plain, flags=re.IGNORECASE)
    root = _ROOT.search(plain)
    name = root[1].casefold().rpartition(":")[2] if root else ""
    if name in {"rss", "feed", "rdf", "channel"} or (not name and _FEED.search(head)):
        return "feed"
    if name in {"html", "head", "body"}:
        return "web_page"
    if not name:
        return Unsupported("this is XML without an element at its start", "Save the feed or the page again.")
    return Unsupported(f"this is XML of another kind (“{name[:40]}”)", "Import a feed (RSS, Atom) or a web page.")


def _looks_like_mail(head: str) -> bool:
    """Does it open with the header lines of an e-mail, or of a mailbox? A text that begins “From: …” is none."""
    if _MAILBOX.match(head):
        return True
    names: set[str] = set()
    for line in head.replace("\r\n", "\n").split("\n"):
        if line[:1] in {" ", "\t"} and names:
            continue
        found = _HEADER_LINE.fullmatch(line)
        if not found:
            break
        names.add(found["name"].casefold())
    return bool(names & _MAIL_SIGNS) and bool(names & {"from", "subject", "date", "content-type"})
