"""Blocks to Markdown in which every character of the source is text: the one place that escapes.

Characters that Markdown or HTML would act on become numeric references (HOSTILE.md, point 3): they mean the same under
every extension, and unlike backslashes there is one for each character. They are written only where they could act, so
that pages stay readable for the people who mend them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from importer.records import Block

# Acting wherever they stand: emphasis, code, links and images, attribute lists, tables, HTML, escapes, TeX
_ANYWHERE = re.compile(
    r"[\\`*_\[\]{}<|]|&(?=[#\w])|~(?=~)|(?<=~)~|=(?==)|(?<==)=|\^(?=\^)|(?<=\^)\^|\+(?=\+)|(?<=\+)\+"
)
# Acting at the start of a line: headings, quotations, lists, definitions, admonitions, rules and underlines
_AT_START = re.compile(r"[#>:%;/=~^-]|[+](?=\s|$)|!(?=!)|\?(?=\?)|(?<=\d)[.)](?=\s|$)")
_ORDERED = re.compile(r"(?P<number>\d{1,9}|[A-Za-z]{1,4})(?P<mark>[.)])(?=\s|$)")
_DASH_LIST = re.compile(r"-(?=\s|$|-)")


def escape_text(text: str) -> str:
    """One line of plain text as Markdown that renders as just these characters.

    >>> escape_text("1986. A great year for #MeToo *and* <b>")
    '1986&#46; A great year for #MeToo &#42;and&#42; &#60;b>'
    """
    escaped = _ANYWHERE.sub(_reference, text)
    if match := _ORDERED.match(escaped):
        return f"{match['number']}{_reference_to(match['mark'])}{escaped[match.end() :]}"
    if _AT_START.match(escaped) and not (escaped[0] == "-" and not _DASH_LIST.match(escaped)):
        return _reference_to(escaped[0]) + escaped[1:]
    return escaped


def render_blocks(blocks: Sequence[Block]) -> str:
    """An article's blocks as Markdown: paragraphs, `##` headings, lists nested by four spaces, `>` quotations.

    Lines of one reference stay together in one paragraph.
    """
    parts: list[str] = []
    for before, block in zip((None, *blocks), blocks, strict=False):
        text = escape_text(block.text)
        is_item = block.kind in {"bullet", "number"}
        if block.kind == "heading":
            # A closing run of # belongs to the mark, not to the text
            rendered = f"## {re.sub(r'#+$', lambda run: '&#35;' * len(run[0]), text)}"
        elif block.kind == "quote":
            rendered = f"> {text}"
        elif block.kind == "bullet":
            rendered = f"{'    ' * block.level}- {text}"
        elif block.kind == "number":
            rendered = f"{'    ' * block.level}{block.number}. {text}"
        else:
            rendered = text
        if before is None:
            joint = ""
        elif is_item and before.kind == block.kind:
            joint = "\n"
        elif is_item and before.kind in {"bullet", "number"}:
            joint = "\n" if block.level != before.level else "\n\n"
        elif block.kind == "reference" and block.level and before.kind == "reference":
            joint = "\n"
        elif block.kind == "quote" and before.kind == "quote":
            joint = "\n>\n"
        else:
            joint = "\n\n"
        parts.append(joint + rendered)
    return "".join(parts)


def _reference(match: re.Match[str]) -> str:
    return _reference_to(match[0])


def _reference_to(character: str) -> str:
    return f"&#{ord(character)};"
