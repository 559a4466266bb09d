"""The names of the elements in a Word file, and how the properties of a paragraph or run are read."""

from __future__ import annotations

import re

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OFF = frozenset({"0", "false", "off", "none"})


def find_value(element: etree._Element | None, *path: str) -> str | None:
    """The value of the element at the end of this path of names; None where there is none."""
    for name in path:
        element = element.find(f"{W}{name}") if element is not None else None
    return None if element is None else element.get(f"{W}val")


def find_switch(element: etree._Element | None, name: str) -> bool | None:
    """Whether a property is on, off, or not spoken of."""
    found = element.find(f"{W}{name}") if element is not None else None
    return None if found is None else (found.get(f"{W}val") or "1") not in _OFF


def whole_number(text: str | None, otherwise: int) -> int:
    """The number that a value is, or another where it is none of a sensible length."""
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else otherwise
