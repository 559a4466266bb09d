"""Text for the places whose readers cannot be trusted to escape it: the fields of a header, and headings.

A text that is escaped once stays text only where nobody undoes that. Templates, lists of contents, feeds and the
programs of other people take a headline up again, take tags out of it, decode it, and print it as it is (HOSTILE.md,
point 1). So in these places no character is left that opens or closes markup, however often the text is decoded:
`<` and `>` become the angle quotation marks ‹ and ›, which look the same and do nothing.
"""

from __future__ import annotations

import html
import re

from importer.hidden_characters import drop_hidden
from importer.text import fold

_BRACKETS = str.maketrans("<>", "‹›")
# A reference as HTML has it, or a whole chain of them that was encoded again and again: `&amp;amp;lt;`
_REFERENCE = re.compile(
    r"&(?:(?:amp|#0{0,9}38|#[xX]0{0,9}26);)*(#[0-9]{1,9}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});"
)
# What browsers read as a reference though its semicolon is missing, among the names that could become markup
_UNENDED = re.compile(r"&(?=#|amp|lt|gt|quot)", re.IGNORECASE)
_MOST_LAYERS = 8  # no program writes so many; each costs a look at the whole text
_OPENS_QUOTATION = re.compile(r"(?<![^\s(\[{“‘‹«/–—-])\"(?=[^\s\"])")
# Line ends, which some systems allow in the names of files, and the halves of names that are in no encoding
_IN_NO_NAME = re.compile("[\\s\x00-\x1f\x85\u2028\u2029\ud800-\udfff]")


def inert_text(text: str) -> str:
    """One line of text with its references decoded, however often encoded, and no `<` or `>`, nor a way to one.

    >>> inert_text("5 &amp;lt; 6 and <b>bold</b>, fish & chips")
    '5 ‹ 6 and ‹b›bold‹/b›, fish & chips'
    """
    plain = fold(text).translate(_BRACKETS)
    for _ in range(_MOST_LAYERS):
        if "&" not in plain:
            return plain
        decoded = fold(_REFERENCE.sub(_decode, plain)).translate(_BRACKETS)
        if decoded == plain:
            # “&ltscript”: the sign itself is taken out of reach, and everything still shows
            return _UNENDED.sub("＆", plain)
        if not decoded:  # references to nothing but what does not show: shown as they were written
            break
        plain = decoded
    return plain.replace("&", "＆")


def inert_headline(text: str) -> str:
    """The same for a headline, whose straight quotation marks, which end attributes, become typographic ones.

    >>> inert_headline('“Kites” or "kites" (the "big" ones)')
    '“Kites” or “kites” (the “big” ones)'
    """
    return _OPENS_QUOTATION.sub("“", inert_text(text)).replace('"', "”")


def inert_name(name: str) -> str:
    """The name of a file for messages and pages: as it is, but for what does not show, opens markup or ends a line."""
    return drop_hidden(_IN_NO_NAME.sub(_shown, name)).translate(_BRACKETS)


def _decode(found: re.Match[str]) -> str:
    return html.unescape(f"&{found[1]};")


def _shown(found: re.Match[str]) -> str:
    return " " if found[0].isspace() else "\N{REPLACEMENT CHARACTER}"
