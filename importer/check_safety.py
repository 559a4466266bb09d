"""What no page of the site may hold, whoever wrote it: the complaints that stop a build.

Hidden characters, markup in header fields and headings, and whatever the text would become besides the elements,
attributes and addresses that Markdown has (`rendered_body.py`). All else that `bulletin check` tells is no bar.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from itertools import islice

from importer.body import Body
from importer.header import Header, Where, read_header
from importer.hidden_characters import find_hidden
from importer.page_keys import PAGE_KEYS
from importer.records import Note
from importer.references import decode_references
from importer.rendered_body import RenderingFault, find_rendering_faults
from importer.text import fold, quote
from importer.urls import web_address

_MOST_HIDDEN = 20  # told one by one; more say no more
_ADDRESSES = frozenset(key.name for key in PAGE_KEYS if key.kind == "address")
_REFERENCE = re.compile(r"&(?:#[0-9]++|#[xX][0-9A-Fa-f]++|[A-Za-z][A-Za-z0-9]{1,31});")
_LONGEST_REFERENCE = 34  # “&CounterClockwiseContourIntegral;” has 33
_WRITE_PLAINLY = "Write it as Markdown, or `&lt;` for “<” if readers should see it."


def check_safety(text: str, path: str) -> Iterator[Note]:
    """Every complaint about a page that the site may not hold; `path` names it in complaints."""
    header = read_header(text, path)
    body = Body(header.body, header.body_line)
    yield from hidden_complaints(path, text)
    yield from markup_complaints(header, body)
    yield from rendering_complaints(header, body)


def hidden_complaints(path: str, text: str) -> Iterator[Note]:
    """One complaint for each character of a file that does not show; a byte-order mark at its start is no such."""
    found = (hidden for hidden in find_hidden(text) if hidden.at or not text.startswith("\ufeff"))
    for at, what in islice(found, _MOST_HIDDEN):
        line = text.count("\n", 0, at) + 1
        column = at - text.rfind("\n", 0, at)
        yield Note(path, line, f"{what} stands here and does not show", "Delete it, or type the words anew.", column)


def markup_complaints(header: Header, body: Body) -> Iterator[Note]:
    """In header fields and headings `<` and `>`, an address that is none, and what does not show once it is decoded."""
    yield from _field_complaints(header)
    yield from _heading_complaints(header.path, body)
    yield from _reference_complaints(header)


def rendering_complaints(header: Header, body: Body) -> Iterator[Note]:
    """Whatever the text becomes that the site may not hold."""
    for fault in find_rendering_faults(header.body):
        yield _rendering_complaint(header, body, fault)


def _field_complaints(header: Header) -> Iterator[Note]:
    """Markup in a field: it is text there, and other programs that read the header may take it for more."""
    # What stands in the file as it is, is told already (`hidden_complaints`); “\u200b” in quotation marks is not
    has_escapes = any("\\" in line for line in header.lines)
    for where, text in _texts_in((), header.values):
        if where[0] in _ADDRESSES:
            if text.strip() and not web_address(text.strip()):
                what = f"“{where[0]}:” is not a web address"
                yield header.note_at(where, what, "Write the whole address, beginning https://.")
        elif sign := _angle_bracket(text):
            what = f"“{_key_of(where)}:” holds “{sign}”, which no field may"
            yield header.note_at(where, what, f"Write “{'‹' if sign == '<' else '›'}”, or say it in words.")
        elif has_escapes and (hidden := next(_hidden_when_decoded(text), "")):
            what = f"“{_key_of(where)}:” holds {hidden}, which does not show"
            yield header.note_at(where, what, "Take the sign that begins with “\\” out.")


def _texts_in(where: Where, values: object) -> Iterator[tuple[Where, str]]:
    """Every text of a header with its place, but for a document's name, which may hold any character."""
    if isinstance(values, dict):
        for name, value in values.items():
            if name != "document":
                yield from _texts_in((*where, name), value)
    elif isinstance(values, list):
        for number, value in enumerate(values):
            yield from _texts_in((*where, number), value)
    elif isinstance(values, str):
        yield where, values


def _key_of(where: Where) -> str:
    return next(part for part in reversed(where) if isinstance(part, str))


def _heading_complaints(path: str, body: Body) -> Iterator[Note]:
    """`<` and `>` in headings: taken into the page's title, they would act there even if they were escaped here."""
    for heading in body.headings():
        if sign := _angle_bracket(heading.text):
            what = f"the heading {quote(fold(decode_references(heading.text)))} holds “{sign}”"
            mend = f"Write “{'‹' if sign == '<' else '›'}”, or say it in words."
            yield Note(path, heading.line, what, mend, heading.column)


def _reference_complaints(header: Header) -> Iterator[Note]:
    """`&#8238;` turns the reading direction as the character itself does, and is harder to see.

    One of thousands of digits breaks the programs that the site is built with. What stands in code is told as well:
    where code ends is a question that two programs can answer differently.
    """
    found = ((each, _fault_of(each[0])) for each in _REFERENCE.finditer(header.body))
    for each, fault in islice((both for both in found if both[1]), _MOST_HIDDEN):
        line = header.body_line + header.body.count("\n", 0, each.start())
        column = each.start() - header.body.rfind("\n", 0, each.start())
        mend = "Delete it; write `&amp;` for “&” if readers should see it."
        yield Note(header.path, line, f"{quote(each[0])} {fault}", mend, column)


def _fault_of(reference: str) -> str:
    if len(reference) > _LONGEST_REFERENCE:
        return "is longer than any character's number or name"
    digits = reference[2:-1] if reference[1] == "#" else ""
    number = int(digits[1:], 16) if digits[:1] in {"x", "X"} else int(digits or "0")
    if digits and (number > sys.maxunicode or decode_references(reference) != chr(number)):
        return "stands for no character, or for another one than its number says"
    hidden = next(_hidden_when_decoded(reference), "")
    return f"becomes {hidden}, which does not show" if hidden else ""


def _hidden_when_decoded(text: str) -> Iterator[str]:
    return (hidden.what for hidden in find_hidden(decode_references(text)))


def _angle_bracket(text: str) -> str:
    """The first `<` or `>` in a text once its entities are decoded; empty if it has none."""
    plain = decode_references(text) if "&" in text else text
    return next((sign for sign in "<>" if sign in plain), "")


def _rendering_complaint(header: Header, body: Body, fault: RenderingFault) -> Note:
    line, column = _place_of(header, body, fault)
    subject = quote(fold(fault.subject))
    match fault.kind:
        case "tag":
            name = fault.subject if fault.subject.startswith("<") else f"<{fault.subject}>"
            what, mend = f"the text becomes HTML that no page may have: {quote(name)}", _WRITE_PLAINLY
        case "attribute":
            what = f"the text gives an element “{fault.tag}” the attribute {subject}, which no page may have"
            in_code = "Write no more than the language behind the marks of the code."
            mend = in_code if fault.tag in {"pre", "code"} else _WRITE_PLAINLY
        case "link":
            what = f"a link leads to {subject}, which is no address that a page may have"
            mend = "Link to a web address, or take the link out and keep its words."
        case "disguise":
            what = f"the link {quote(fold(fault.tag))} shows one address and leads to another, {subject}"
            mend = "Write as its words where it leads, or link to the address that they show."
        case "picture":
            what = f"a picture comes from {subject}, which is not within the site"
            mend = "If you may use it, put its file beside the page; else say in words what it shows."
        case _:
            what, mend = f"the text cannot be shown: {fault.subject}", "Take out the marks that stand there many times."
    return Note(header.path, line, what, mend, column)


def _place_of(header: Header, body: Body, fault: RenderingFault) -> tuple[int, int]:
    """Where the fault begins, as far as the source tells: at its tag or its link; else where the text begins."""
    if fault.kind in {"link", "picture", "disguise"}:
        for link in body.links():
            if fold(decode_references(link.target)) == fold(fault.subject):
                return link.line, link.column
    name = fault.tag or fault.subject.lstrip("/<")
    for tag in body.tags():
        if tag.name.lstrip("/").casefold() == name:
            return tag.line, tag.column
    sign = {"tag": "<", "attribute": "{"}.get(fault.kind, "")
    at = header.body.find(sign) if sign else -1
    if at < 0:
        return header.body_line, 1
    return header.body_line + header.body.count("\n", 0, at), at - header.body.rfind("\n", 0, at)
