"""What a reader of a Word document sees, kept; and what no reader sees, taken out.

Tracked insertions, text boxes and fields as they stand stay; tracked deletions, comments, hidden words, placeholders
and tables of contents go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from importer.formats.word_styles import Styles
from importer.formats.word_xml import MC, W, find_switch, find_value
from importer.text import fold

# What each part of the text is made of; anything else that holds text gives way to what it holds
_KNOWN = frozenset(
    f"{W}{name}"
    for name in """
    document body p r t tab br cr noBreakHyphen softHyphen sym tbl tr tc tblPr tblGrid trPr tcPr pPr rPr hyperlink
    footnoteReference endnoteReference footnotes footnote endnotes endnote ins moveTo fldChar instrText sdt sdtContent
    smartTag customXml
    """.split()
)
_UNSEEN = frozenset(
    f"{W}{name}"
    for name in """
    del moveFrom commentReference commentRangeStart commentRangeEnd annotationRef footnoteRef endnoteRef separator
    continuationSeparator bookmarkStart bookmarkEnd proofErr lastRenderedPageBreak sectPr delText delInstrText
    sdtPr sdtEndPr permStart permEnd moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd
    """.split()
)
_CONTENTS = re.compile(r"(?:toc \d|toc heading|table of figures|table of authorities|index \d)", re.IGNORECASE)
# What Word itself writes of a picture that nobody described: “A sign. Description automatically generated”
_MACHINE_DESCRIPTION = re.compile(r"description automatically generated|ai-generated content", re.IGNORECASE)


@dataclass(slots=True)
class LeftOut:
    """What was taken out of the text: hidden words, lines of the table of contents, and how many charts and objects."""

    hidden: list[str] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    charts: int = 0
    objects: int = 0


def keep_what_shows(root: etree._Element, styles: Styles, left_out: LeftOut) -> None:
    """Reduce a part to the elements that make up its text; what goes is added to `left_out`."""
    _choose_alternatives(root)
    _drop_unseen(root, styles, left_out)
    _lift_frames(root, left_out)
    _replace_formulas(root)
    _unwrap_unknown(root)


def _choose_alternatives(root: etree._Element) -> None:
    """Of what a document offers in two forms for older and newer programs, one."""
    for element in list(root.iter(f"{MC}AlternateContent")):
        chosen = element.find(f"{MC}Choice")
        fallback = element.find(f"{MC}Fallback")
        if chosen is None or (fallback is not None and chosen.find(f".//{W}t") is None):
            chosen = fallback
        for form in (element.find(f"{MC}Choice"), fallback):
            if form is not None and form is not chosen:
                element.remove(form)


def _drop_unseen(root: etree._Element, styles: Styles, left_out: LeftOut) -> None:
    """Out with tracked deletions, comments, hidden words, placeholders of forms, and tables of contents."""
    for element in list(root.iter()):
        parent = element.getparent()
        if parent is None:
            continue
        is_mark = parent.tag in {f"{W}rPr", f"{W}trPr"}  # that the paragraph's or the row's own end was deleted
        is_deleted_row = element.tag == f"{W}tr" and element.find(f"{W}trPr/{W}del") is not None
        if is_deleted_row or (element.tag in _UNSEEN and not is_mark):
            parent.remove(element)
        elif element.tag == f"{W}r" and find_switch(element.find(f"{W}rPr"), "vanish"):
            left_out.hidden.append("".join(element.itertext(f"{W}t")))
            parent.remove(element)
        elif element.tag == f"{W}sdt":
            about = element.find(f"{W}sdtPr")
            gallery = find_value(about, "docPartObj", "docPartGallery") or ""
            if gallery.startswith("Table of"):
                left_out.contents += [_text(paragraph) for paragraph in element.iter(f"{W}p")]
                parent.remove(element)
            elif about is not None and find_switch(about, "showingPlcHdr"):
                parent.remove(element)
        elif element.tag == f"{W}p" and _CONTENTS.fullmatch(styles.name_of(element)):
            left_out.contents.append(_text(element))
            parent.remove(element)


def _text(element: etree._Element) -> str:
    return fold("".join(element.itertext(f"{W}t")))


def _lift_frames(root: etree._Element, left_out: LeftOut) -> None:
    """Text boxes become paragraphs below the one they hang on, pictures the words that stand for them."""
    frames = [each for each in root.iter(f"{W}drawing", f"{W}pict", f"{W}object") if not _is_inside_frame(each)]
    for frame in frames:
        holder = next(frame.iterancestors(f"{W}p"), None)
        below: list[etree._Element] = []
        descriptions = []
        for each in frame.iter():
            name = etree.QName(each).localname if isinstance(each.tag, str) else ""
            if each.tag == f"{W}txbxContent" and next(each.iterancestors(f"{W}txbxContent"), None) is None:
                below += list(each)
            elif name == "docPr":
                descriptions.append(each.get("descr") or each.get("title") or "")
            elif name == "shape" and each.get("alt"):
                descriptions.append(each.get("alt") or "")
            elif name in {"chart", "relIds"}:
                left_out.charts += 1
            elif name == "OLEObject":
                left_out.objects += 1
        said = dict.fromkeys(fold(words) for words in descriptions if not _MACHINE_DESCRIPTION.search(words))
        below += [_picture_paragraph(words) for words in said if words and not below]
        for each in reversed(below):
            if holder is not None:
                holder.addnext(each)
        parent = frame.getparent()
        if parent is not None:
            parent.remove(frame)
    # A box within a box
    if any(next(each.iter(f"{W}txbxContent"), None) is not None for each in root.iter(f"{W}drawing", f"{W}pict")):
        _lift_frames(root, left_out)


def _is_inside_frame(element: etree._Element) -> bool:
    return next(element.iterancestors(f"{W}txbxContent"), None) is not None


def _picture_paragraph(words: str) -> etree._Element:
    paragraph = etree.Element(f"{W}p")
    properties = etree.SubElement(paragraph, f"{W}pPr")
    etree.SubElement(properties, f"{W}pStyle").set(f"{W}val", "Picture")
    run = etree.SubElement(paragraph, f"{W}r")
    etree.SubElement(run, f"{W}t").text = words
    return paragraph


def _replace_formulas(root: etree._Element) -> None:
    """A formula becomes its characters in a row."""
    for formula in [each for each in root.iter() if isinstance(each.tag, str) and each.tag.endswith("}oMath")]:
        parent = formula.getparent()
        if parent is None:
            continue
        run = etree.Element(f"{W}r")
        words = (each.text or "" for each in formula.iter() if isinstance(each.tag, str) and each.tag.endswith("}t"))
        etree.SubElement(run, f"{W}t").text = "".join(words)
        run.tail = None
        parent.replace(formula, run)


def _unwrap_unknown(root: etree._Element) -> None:
    """Whatever else holds text gives way to what it holds; whatever else holds none goes."""
    for element in list(root.iter()):
        parent = element.getparent()
        if parent is None or element.tag in _KNOWN or not isinstance(element.tag, str):
            continue
        if parent.tag in {f"{W}{name}" for name in ("pPr", "tcPr", "trPr", "tblPr", "numPr", "tblGrid", "rPr")}:
            continue
        if next(element.iter(f"{W}t", f"{W}instrText"), None) is None:
            parent.remove(element)
            continue
        for child in list(element):
            element.addprevious(child)
        parent.remove(element)
