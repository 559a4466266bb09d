"""The paragraphs of a Word file made plain: one of our few styles, a number or bullet said outright, bold or not."""

from __future__ import annotations

import re

from lxml import etree

from importer.formats.word_numbering import Numbering
from importer.formats.word_styles import Styles, name_plain_style
from importer.formats.word_xml import W, find_switch, find_value

_LIST_NAME = re.compile(r"list (?:bullet|number) (?P<level>[2-5])", re.IGNORECASE)
_LARGE = 1.25  # type this much larger than the text's is a heading's


def settle_paragraph(paragraph: etree._Element, styles: Styles, numbering: Numbering, body_size: int) -> None:
    """A paragraph with one of our styles, its numbering said outright, and runs that are bold or not."""
    properties = paragraph.find(f"{W}pPr")
    parent = paragraph.getparent()
    is_end_deleted = properties is not None and properties.find(f"{W}rPr/{W}del") is not None
    is_empty = (
        next(paragraph.iter(*(f"{W}{name}" for name in ("t", "sym", "fldChar", "footnoteReference"))), None) is None
    )
    if is_empty and parent is not None and not is_end_deleted and parent.tag != f"{W}tc":
        parent.remove(paragraph)
        return
    chain = list(styles.chain(find_value(properties, "pStyle") or ""))
    style = name_plain_style(find_value(properties, "pStyle") or "", chain, properties)
    num_id, level = find_value(properties, "numPr", "numId"), find_value(properties, "numPr", "ilvl")
    if num_id is None:
        num_id = next((each.num_id for each in chain if each.num_id), None)
        level = level or next((each.num_level for each in chain if each.num_level), None)
    is_bold = next((each.is_bold for each in chain if each.is_bold is not None), None)
    is_large = all(size >= _LARGE * body_size for size, _ in styles.sizes(paragraph))
    plain = etree.Element(f"{W}pPr")
    if style:
        etree.SubElement(plain, f"{W}pStyle").set(f"{W}val", style)
    listed = num_id is not None and num_id != "0" and not is_empty and style not in {"Title", "Picture"}
    if listed and num_id is not None and not style.startswith("Heading"):
        level = own_level = level if level and re.fullmatch("[0-8]", level) else "0"
        if level == "0" and (deeper := next((m for each in chain if (m := _LIST_NAME.fullmatch(each.name))), None)):
            level = str(int(deeper["level"]) - 1)
        kind = numbering.formats.get((num_id, own_level), "")
        if kind and kind != "none":
            listing = etree.SubElement(plain, f"{W}numPr")
            etree.SubElement(listing, f"{W}ilvl").set(f"{W}val", min(level, "4"))
            etree.SubElement(listing, f"{W}numId").set(f"{W}val", "1" if kind == "bullet" else "2")
            if kind != "bullet":
                numbering.count_item(num_id, own_level)
    if is_end_deleted:
        etree.SubElement(etree.SubElement(plain, f"{W}rPr"), f"{W}del")
    if properties is not None:
        paragraph.remove(properties)
    paragraph.insert(0, plain)
    is_headed = style.startswith(("Heading", "Title"))
    for run in paragraph.iter(f"{W}r"):
        _settle_run(run, styles, is_bold=bool(is_bold) and not is_headed, is_large=is_large and not is_headed)


def _settle_run(run: etree._Element, styles: Styles, *, is_bold: bool, is_large: bool) -> None:
    """A run that is bold or not; a paragraph in large type heads what follows, as a bold one does."""
    properties = run.find(f"{W}rPr")
    own = True if is_large else find_switch(properties, "b")
    if own is None:
        chain = styles.chain(find_value(properties, "rStyle") or "")
        own = next((each.is_bold for each in chain if each.is_bold is not None), None)
    if properties is not None:
        run.remove(properties)
    if own or (own is None and is_bold):
        plain = etree.Element(f"{W}rPr")
        etree.SubElement(plain, f"{W}b")
        run.insert(0, plain)
