"""Documents changed at random, always the same for the same number: bytes, pieces, tokens of the format, whole members."""

# ruff: noqa: E501 - rows of data are easier to compare than the lines of each
from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from random import Random

from lxml import etree

from importer.records import Format
from tests.fuzz.seed_documents import seed_documents
from tests.importer.office_files import W, packed

MOST_BYTES = 24_000
_MOST_COPIES = 60

_HTML = """
    <p> </p> <div> </div> <br> <ul> </ul> <ol> <li> </li> <dl> <dt> <dd> <table> </table> <tr> <td> <th> <blockquote>
    </blockquote> <a> <b> </b> <i> <h1> <h2> </h2> <h6> <img> <script> </script> <style> <template> <svg> <math> <pre> <q>
    <sup> <noscript> <button> <select> <iframe> <object> <form> <main> <article> </article> <nav> <aside> <footer> <body>
    </body> </html> <title> </title> <head> <meta> <frameset> <details> <summary> <caption> <thead> <col> <!-- --> <![CDATA[
    ]]> <?xml <!DOCTYPE <time> <figure> <figcaption> <dialog> <menu> <label> <span> <font> <center>
    &amp; &lt; &gt; &#0; &#xD800; &#x110000; &nbsp; &nosuch; & < > ' " = / href="javascript:alert(1)" href="//x" href="http://["
    style="display:none" style="font-size:0" class="sr-only" hidden colspan=99 rowspan=0 start=-1 value=9999999 reversed
    type="a" type="I" itemscope itemprop="author" role="presentation" data-cfemail="a0b1" datetime="2023-02-31"
    aria-hidden="true" id="x" alt="" src="data:," style="mso-list:l0 level1 lfo1"
""".split()
_XML = """
    <item> </item> <entry> </entry> <channel> </channel> <rss> <feed> <title> </title> <description> <link> <link/> <guid>
    <pubDate> <content:encoded> <dc:date> <media:group> <source> <author> <a:b xmlns:a="c"> xmlns="" xmlns:x="y"
    xml:base="http://[" <![CDATA[ ]]> <!-- --> <? ?> <!ENTITY <!DOCTYPE ]> encoding="utf-16" encoding="x" type="xhtml" type="html"
""".split()
_TEXT = [
    "Source: ", " published on this website ", "Monday 1 May 2023", "31 June 2023", "29 February 2023", "00/00/0000", "1.2.3456",
    " by ", "Credit: ", "Photo: ", "• ", "1. ", "a) ", "Read more", "Updated: ", "Yesterday (1 May)", "today", "“", "”", "‘", "’",
    "\n", "\n\n", "\n\n\n", "\r", "\r\n", "\t", "\f", "\v", "\x1c", "\x85", "\u2028", "\u00a0", "\u200b", "\u202e", "\ufeff", "\0",
    "\ufffe", "é", "е", "中文", "İ", "ß", "ﬁ", "\u0301" * 40, "🪁", "\U000e0041", "{{ x }}", "{: onclick=x}", "--8<-- \"x\"",
    "[TOC]", "---", "***", "```", "    ", "[x]: y", "*[x]: y", "| a | b |", "<b>", "|", "©", "http://h.example/?a=b&c", "a@b.c",
    "Mon, 01 May 2023 10:00:00 +0000", "kite.jpg", "&amp;amp;", "â€™", "Ã©", "]]>", "Chloe*", "- ", "> ", "#", "# ", "^", "~~", "$x$",
    "9" * 30, "-1", "0", "1e999", "NaN", "null", "true", "casino online", "%s", "\\", "/", "../../x", "CON", "nul.txt",
]  # fmt: skip
_JSON = ["{", "}", "[", "]", ",", ":", '"', "\\", "\\u", "\\ud800", "\\u0000", "null", "NaN", '"items"', '"items":[', '"id":', '"title":{', '"content_html":', '"authors":[', '"tags":[[', '"url":"//["', "//", "/*"]  # fmt: skip
_WORD = """
    <w:p> </w:p> <w:r> </w:r> <w:t> </w:t> <w:tbl> </w:tbl> <w:tr> <w:tc> </w:tc> <w:br/> <w:tab/> <w:del> </w:del> <w:ins> <w:sdt>
    <w:fldChar/> <w:numId/> w:val="-1" w:val="99999999999999999999" w:val="" w:id="1" <w:footnoteReference/> <w:vanish/> <w:gridSpan
    <w:vMerge/> <mc:AlternateContent> <w:txbxContent> <w:sym w:char="F0B7"/> <w:sym w:char="ZZ"/> <m:oMath> <w:hyperlink> r:id="l"
    <w:styleId/> <w:basedOn w:val="Normal"/> <w:outlineLvl w:val="x"/> <w:start w:val="x"/> &#xD800;
""".split()
_PDF = """
    obj endobj stream endstream xref trailer startxref %%EOF << >> [ ] ( ) < > /Type /Page /Pages /Kids /Count /Parent /Contents
    /Filter /FlateDecode /LZWDecode /ASCII85Decode /ASCIIHexDecode /RunLengthDecode /DCTDecode /JBIG2Decode /JPXDecode /Length /Root
    /Encrypt /ObjStm /XRef /Font /Type0 /Type3 /ToUnicode /Widths /Encoding /Rotate /MediaBox /Annots /XObject /Form /Prev BT ET Tf Td
    Tm Tj TJ ' " T* Tc Tw Tz TL Ts Tr q Q cm Do -1 0 1 65536 2147483648 -2147483649 1e38 0.0000001 nan 1 0 R 2 0 R 3 0 R 99999 0 R
""".split()
_MAIL = [
    "Content-Type: ", "multipart/mixed", "multipart/alternative; boundary=b1", "message/rfc822", "text/html", "boundary=", "charset=x",
    "charset=utf-7", "charset=utf-16", "charset*=utf-8''%", "Content-Transfer-Encoding: base64\r\n", "quoted-printable", "uuencode",
    "--b1", "--b1--", "--b2", "\r\n\r\n", "\n\n", "From ", "Subject: ", "Date: ", "=?utf-8?q?=?=", "=?utf-8?b?====?=", "=?x?q?a?=", "=",
    "=3D", "=\r\n", "=ZZ", "<a@b>", "(", ")", ";", ",", "\\", "-- \r\n", "> ", "-----Original Message-----\r\n", "begin 644 a\r\n", "\xff",
]  # fmt: skip
_TOKENS: Mapping[Format, Sequence[str]] = {
    "feed": [*_XML, *_HTML, *_TEXT],
    "json_feed": [*_JSON, *_HTML, *_TEXT],
    "web_page": [*_HTML, *_HTML, *_TEXT, *_JSON],
    "word": [*_WORD, *_WORD, *_TEXT],
    "pdf": [*_PDF, *_PDF, *_TEXT],
    "mail": [*_MAIL, *_MAIL, *_HTML, *_TEXT],
    "text": _TEXT,
}
_MOST_CHANGES = 8


def mutated(reader: Format, number: int, seed: int) -> bytes:
    """The document of this number: a sound one of the reader's format, changed in one to some places."""
    chance = Random(f"{reader} {seed} {number}")  # noqa: S311
    documents = seed_documents(reader)
    content = chance.choice(documents)
    if reader == "word" and chance.random() < 0.85:
        return _with_changed_member(content, documents, chance)
    return _changed(content, documents, _TOKENS[reader], chance)


def _changed(content: bytes, others: Sequence[bytes], tokens: Sequence[str], chance: Random) -> bytes:
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        content = chance.choice(_CHANGES)(content, others, tokens, chance)[:MOST_BYTES]
    return content


def _with_changed_member(content: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    """A Word file with one or two of its parts changed, mostly its text, and packed again."""
    members = _members(content)
    if not members:
        return _changed(content, others, _TOKENS["word"], chance)
    for _ in range(chance.randint(1, 2)):
        name = chance.choice([*members, *["word/document.xml"] * len(members)])
        other = _members(chance.choice(others)).get(name, b"")
        change = _with_changed_elements if chance.random() < 0.7 else _changed
        members[name] = change(members.get(name, b""), [other], _TOKENS["word"], chance)
    return packed(members)


def _with_changed_elements(content: bytes, others: Sequence[bytes], tokens: Sequence[str], chance: Random) -> bytes:
    """XML with elements taken out, doubled, moved, renamed or filled with other words: still XML."""
    try:
        root = etree.fromstring(content)
    except etree.XMLSyntaxError:
        return _changed(content, others, tokens, chance)
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        elements = [element for element in root.iter("*") if element is not root]
        if not elements:
            break
        element, other = chance.choice(elements), chance.choice(elements)
        match chance.randrange(7):
            case 0:
                element.getparent().remove(element)
            case 1:
                element.getparent().insert(0, deepcopy(element))
            case 2:
                other.append(deepcopy(element))
            case 3:
                element.tag = other.tag
            case 4 if element.attrib:
                name = chance.choice(list(element.attrib))
                element.set(name, _no_control(chance.choice([*tokens, *(other.attrib.values() or [""])])))
            case 5:
                element.text = _no_control(chance.choice(tokens) * chance.choice([1, 1, 30]))
            case _:
                element.set(f"{{{W}}}val", _no_control(chance.choice(["", "0", "-1", "99999999999", "Heading1", "x"])))
    return etree.tostring(root)


def _no_control(text: str) -> str:
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)


def _members(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, RuntimeError, OSError, ValueError, NotImplementedError):  # a hostile one
        return {}


def _flip(content: bytes, others: Sequence[bytes], tokens: Sequence[str], chance: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _overwrite(content: bytes, others: Sequence[bytes], tokens: Sequence[str], chance: Random) -> bytes:
    start, _ = _span(content, chance)
    noise = chance.randbytes(chance.randint(1, 8))
    return content[:start] + noise + content[start + len(noise) :]


def _delete(content: bytes, others: Sequence[bytes], tokens: Sequence[str], chance: Random) -> bytes:
    start, end = _span(content, chance)
    return content[:start] + content[end:]


def _repeat(content: bytes, others: Sequence[bytes], tokens: Sequence[str], chance: Random) -> bytes:
    start, end = _span(content, chance)
    return content[:end] + content[start:end] * chance.randint(1, _MOST_COPIES) + content[end:]


def _move(content: bytes, others: Sequence[bytes], tokens: Sequence[str], chance: Random) -> bytes:
    start, end = _span(content, chance)
    rest = content[:start] + content[end:]
    at = chance.randint(0, len(rest))
    return rest[:at] + content[start:end] + rest[at:]


def _cut(content: bytes, others: Sequence[bytes], tokens: Sequence[str], chance: Random) -> bytes:
    return content[: chance.randint(0, len(content))]


def _cross(content: bytes, others: Sequence[bytes], tokens: Sequence[str], chance: Random) -> bytes:
    other = chance.choice(others)
    start, end = _span(other, chance)
    at = chance.randint(0, len(content))
    return content[:at] + other[start:end] + content[at + (end - start) * chance.randint(0, 1) :]


def _insert_tokens(content: bytes, others: Sequence[bytes], tokens: Sequence[str], chance: Random) -> bytes:
    for _ in range(chance.randint(1, 5)):
        at = chance.randint(0, len(content))
        token = chance.choice(tokens) * chance.choice([1, 1, 1, 1, 2, 40])
        content = content[:at] + token.encode() + content[at + chance.choice([0, 0, len(token)]) :]
    return content


def _change_number(content: bytes, others: Sequence[bytes], tokens: Sequence[str], chance: Random) -> bytes:
    places = [at for at, byte in enumerate(content) if 48 <= byte <= 57]
    if not places:
        return content
    at = chance.choice(places)
    return (
        content[:at] + chance.choice([b"0", b"-1", b"9", b"99999", b"4294967296", b"1e9", b"0.5"]) + content[at + 1 :]
    )


def _span(content: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randint(0, len(content))
    return start, min(len(content), start + chance.choice([1, 2, 5, 20, 100, 500]))


_CHANGES: Sequence[Callable[[bytes, Sequence[bytes], Sequence[str], Random], bytes]] = (
    _flip, _overwrite, _delete, _repeat, _move, _cut, _cross, _cross, _insert_tokens, _insert_tokens, _insert_tokens, _change_number,
)  # fmt: skip
