"""A Word file of our own making out of the plain parts: what the converter is given to read.

It holds nothing that was not settled before: our few styles, two kinds of list, and the links.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from lxml import etree

from importer.formats.word_xml import REL, R, W

_LINK_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_STYLE_NAMES = {
    "Title": "Title",
    "Quote": "Quote",
    "Picture": "Picture",
    **{f"Heading{rank}": f"heading {rank}" for rank in range(1, 7)},
}


def pack_word_parts(written: Mapping[str, bytes]) -> bytes:
    """The plain parts as a package of our own making, unpacked."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in written.items():
            package.writestr(name, content)
            folder, _, base = name.rpartition("/")
            package.writestr(f"{folder}/_rels/{base}.rels", _plain_relationships(content))
        package.writestr("word/styles.xml", _plain_styles())
    return buffer.getvalue()


def _plain_styles() -> bytes:
    root = etree.Element(f"{W}styles", nsmap={"w": W[1:-1]})
    for style_id, name in _STYLE_NAMES.items():
        style = etree.SubElement(root, f"{W}style")
        style.set(f"{W}type", "paragraph")
        style.set(f"{W}styleId", style_id)
        etree.SubElement(style, f"{W}name").set(f"{W}val", name)
    return bytes(etree.tostring(root, encoding="utf-8"))


def _plain_relationships(content: bytes) -> bytes:
    """The relationships of a part: its links, each by an id that says its address."""
    root = etree.Element(f"{REL}Relationships", nsmap={None: REL[1:-1]})
    ids = dict.fromkeys(link.get(f"{R}id") for link in etree.fromstring(content).iter(f"{W}hyperlink"))
    for each in ids:
        if each:
            relationship = etree.SubElement(root, f"{REL}Relationship")
            relationship.set("Id", each)
            relationship.set("Type", _LINK_KIND)
            relationship.set("Target", each.removeprefix("link-"))
    return bytes(etree.tostring(root, encoding="utf-8"))
