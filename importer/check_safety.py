"""What no page of the site may hold, whoever wrote it: the complaints that stop a build.

Hidden characters, markup in header fields and headings, and whatever the text would become besides the elements,
attributes and addresses that Markdown has (`rendered_body.py`). All else that `bulletin check` tells is no bar.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from itertools import islice

from importer.body import Body
from importer.header import Header, Where, read_header
from importer.hidden_characters import find_hidden
from importer.page_keys import PAGE_KEYS
from importer.records import Note
from importer.rendered_body import RenderingFault, find_rendering_faults
from importer.text import fold, quote
from importer.urls import web_address

_MOST_HIDDEN = 20  # told one by one; more say no more
_ADDRESSES = frozenset(key.name for key in PAGE_KEYS if key.kind == "address")
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
    """`<` and `>` in header fields and headings, and an address that is none."""
    yield from _field_complaints(header, (), header.values)
    yield from _heading_complaints(header.path, body)


def rendering_complaints(header: Header, body: Body) -> Iterator[Note]:
    """Whatever the text becomes that the site may not hold."""
    for fault in find_rendering_faults(header.body):
        yield _rendering_complaint(header, body, fault)


def _field_complaints(header: Header, where: Where, values: object) -> Iterator[Note]:
    """Markup in a field: it is text there, and other programs that read the header may take it for more."""
    if isinstance(values, dict):
        for name, value in values.items():
            if name != "document":  # a file's name, which may hold any character
                yield from _field_complaints(header, (*where, name), value)
    elif isinstance(values, list):
        for number, value in enumerate(values):
            yield from _field_complaints(header, (*where, number), value)
    elif isinstance(values, str):
        if where[0] in _ADDRESSES:
            if values.strip() and not web_address(values.strip()):
                what = f"“{where[0]}:” is not a web address"
                yield header.note_at(where, what, "Write the whole address, beginning https://.")
        elif sign := _angle_bracket(values):
            name = next(part for part in reversed(where) if isinstance(part, str))
            what = f"“{name}:” holds “{sign}”, which no field may"
            yield header.note_at(where, what, f"Write “{'‹' if sign == '<' else '›'}”, or say it in words.")


def _heading_complaints(path: str, body: Body) -> Iterator[Note]:
    """`<` and `>` in headings: taken into the page's title, they would act there even if they were escaped here."""
    for heading in body.headings():
        if sign := _angle_bracket(heading.text):
            what = f"the heading {quote(fold(html.unescape(heading.text)))} holds “{sign}”"
            mend = f"Write “{'‹' if sign == '<' else '›'}”, or say it in words."
            yield Note(path, heading.line, what, mend, heading.column)


def _angle_bracket(text: str) -> str:
    """The first `<` or `>` in a text once its entities are decoded; empty if it has none."""
    plain = html.unescape(text) if "&" in text else text
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
        case "picture":
            what = f"a picture comes from {subject}, which is not within the site"
            mend = "If you may use it, put its file beside the page; else say in words what it shows."
        case _:
            what, mend = f"the text cannot be shown: {fault.subject}", "Take out the marks that stand there many times."
    return Note(header.path, line, what, mend, column)


def _place_of(header: Header, body: Body, fault: RenderingFault) -> tuple[int, int]:
    """Where the fault begins, as far as the source tells: at its tag or its link; else where the text begins."""
    if fault.kind in {"link", "picture"}:
        for link in body.links():
            if fold(html.unescape(link.target)) == fold(fault.subject):
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
