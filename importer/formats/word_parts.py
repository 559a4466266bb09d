"""A Word file made safe and plain before it is converted: only the parts that hold text, each parsed and checked.

What a reader of the document sees is kept: tracked insertions, text boxes, fields as they stand. What no reader sees
goes: tracked deletions, comments, hidden words, the instructions of fields. Styles are replaced by the few names that
matter here (a title, headings, quotations), whatever the document calls them and in whatever language.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from importer.encoding import CannotRead
from importer.formats.zip_guard import read_members
from importer.limits import MOST_ELEMENTS, MOST_ITEM_CHARACTERS, MOST_NESTED
from importer.records import Document, Note
from importer.text import fold, is_blank, quote

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LINK_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
# Files in the strict form of the standard use other names for the same things
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", _W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _R[1:-1].encode()),
)
_SAVE_AGAIN = "Open it in Word, save it again as a Word document (.docx), and import that."

# What each part of the text is made of; anything else that holds text gives way to what it holds
_KNOWN = frozenset(
    f"{_W}{name}"
    for name in """
    document body p r t tab br cr noBreakHyphen softHyphen sym tbl tr tc tblPr tblGrid trPr tcPr pPr rPr hyperlink
    footnoteReference endnoteReference footnotes footnote endnotes endnote ins moveTo fldChar instrText sdt sdtContent
    smartTag customXml
    """.split()
)
_UNSEEN = frozenset(
    f"{_W}{name}"
    for name in """
    del moveFrom commentReference commentRangeStart commentRangeEnd annotationRef footnoteRef endnoteRef separator
    continuationSeparator bookmarkStart bookmarkEnd proofErr lastRenderedPageBreak sectPr delText delInstrText
    sdtPr sdtEndPr permStart permEnd moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd
    """.split()
)
_OFF = frozenset({"0", "false", "off", "none"})
_HEADING_NAME = re.compile(r"heading (?P<rank>[1-9])", re.IGNORECASE)
_HEADING_ID = re.compile(r"heading(?P<rank>[1-9])", re.IGNORECASE)
_LIST_NAME = re.compile(r"list (?:bullet|number) (?P<level>[2-5])", re.IGNORECASE)
_LARGE = 1.25  # type this much larger than the text's is a heading's
_CONTENTS = re.compile(r"(?:toc \d|toc heading|table of figures|table of authorities|index \d)", re.IGNORECASE)
# What Word itself writes of a picture that nobody described: “A sign. Description automatically generated”
_MACHINE_DESCRIPTION = re.compile(r"description automatically generated|ai-generated content", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WordParts:
    """A Word file made plain: `package` for the converter, its text as a witness, its numbers, its own title."""

    package: bytes
    text: str
    numbers: tuple[int, ...]
    property_title: str
    notes: tuple[Note, ...]


@dataclass(slots=True)
class _Style:
    """A paragraph's or run's style as the document defines it."""

    name: str
    parent: str
    outline: int | None
    num_id: str | None
    num_level: str | None
    is_bold: bool | None
    size: int  # in half points; 0 where it says none


@dataclass(slots=True)
class _Settler:
    """What is needed while the parts are made plain, and what was found."""

    path: str
    styles: Mapping[str, _Style] = field(default_factory=dict)
    starts: Mapping[tuple[str, str], int] = field(default_factory=dict)  # of a list's level, by list and level
    formats: Mapping[tuple[str, str], str] = field(default_factory=dict)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    body_size: int = 0
    default_size: int = 20
    charts: int = 0
    objects: int = 0


def settle_word_parts(document: Document) -> WordParts:
    """The parts of a Word file that hold its text, checked and made plain.

    Raises:
        CannotRead: the file is broken, locked, hostile, or larger than `importer/limits.py` allows.
    """
    members = read_members(document.content, document.path, lambda name: name.casefold().endswith((".xml", ".rels")))
    notes: list[Note] = []
    package = _relationships(_parse(document.path, members, "_rels/.rels"), "")
    main = _target(package, "officeDocument", members, "word/document.xml")
    root = _parse(document.path, members, main)
    if root is None or root.find(f"{_W}body") is None:
        raise _refusal(document.path, "the Word file holds no text: its main part is missing")
    related = _relationships(_parse(document.path, members, _rels_path(main)), posixpath.dirname(main))

    def part(kind: str) -> etree._Element | None:
        name = _target(related, kind, members, f"{posixpath.dirname(main)}/{kind}.xml")
        try:
            return _parse(document.path, members, name)
        except _Broken:
            what = f"a part of the Word file is damaged ({kind}) and was left out"
            notes.append(Note(document.path, 0, what, "Open it in Word, save it again, and import that."))
            return None

    styles, numbering = part("styles"), part("numbering")
    settler = _Settler(document.path, _read_styles(styles), *_read_numbering(numbering))
    defaults = styles.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr") if styles is not None else None
    settler.default_size = _whole(_value(defaults, "sz"), settler.default_size)
    written = {"word/document.xml": _settle(root, settler, _hyperlinks(related))}
    for kind in ("footnotes", "endnotes"):
        notes_root = part(kind)
        if notes_root is not None:
            name = _target(related, kind, members, "")
            links = _relationships(_parse(document.path, members, _rels_path(name)), "")
            written[f"word/{kind}.xml"] = _settle(notes_root, settler, _hyperlinks(links))
    if numbering is not None:
        written["word/numbering.xml"] = _plain_numbering()
    notes += _notes(document, settler, related, members)
    title = _parse(document.path, members, _target(package, "core-properties", members, "docProps/core.xml"), lax=True)
    text = "\n".join(settler.texts)
    return WordParts(_pack(written), text, tuple(settler.numbers), _property_title(title), tuple(notes))


class _Broken(CannotRead):
    """A part of the file is no XML."""


def _refusal(path: str, what: str, mend: str = _SAVE_AGAIN) -> CannotRead:
    return CannotRead(Note(path, 0, what, mend))


def _parse(path: str, members: Mapping[str, bytes], name: str, *, lax: bool = False) -> etree._Element | None:
    """A part as a tree; None where there is no such part, or where a `lax` one is broken.

    A part with a document type is refused: no real one has any, and bombs are made of them.
    """
    content = members.get(name.lstrip("/"))
    if content is None:
        return None
    for strict, usual in _STRICT:
        content = content.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    what = "the Word file declares a document type, as only forged ones do"
    if b"<!DOCTYPE" in content.replace(b"\0", b""):
        raise _refusal(path, what, "Do not open it; ask its sender for the text.")
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if lax:
            return None
        if "Excessive depth" in str(error):
            raise _too_deep(path) from error
        raise _Broken(Note(path, 0, "the Word file is damaged: its text is no XML", _SAVE_AGAIN)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _refusal(path, what, "Do not open it; ask its sender for the text.")
    for count, _ in enumerate(root.iter(), 1):
        if count > MOST_ELEMENTS * 5:
            raise _refusal(path, f"the Word file has more than {MOST_ELEMENTS * 5:,} elements", "Split it.")
    return root


def _too_deep(path: str) -> CannotRead:
    what = f"its tables or frames are nested too deep (more than {MOST_NESTED} elements)"
    return _refusal(path, what, "Copy its text into a new document without them.")


def _rels_path(name: str) -> str:
    folder, _, base = name.rpartition("/")
    return f"{folder}/_rels/{base}.rels".lstrip("/")


@dataclass(frozen=True, slots=True)
class _Relationship:
    kind: str
    target: str
    is_external: bool


def _relationships(root: etree._Element | None, folder: str) -> dict[str, _Relationship]:
    """The relationships of a part by their ids, inner targets as names of members."""
    found: dict[str, _Relationship] = {}
    for element in root.iter(f"{_REL}Relationship") if root is not None else ():
        target, is_external = element.get("Target") or "", element.get("TargetMode") == "External"
        if not is_external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[element.get("Id") or ""] = _Relationship(
            (element.get("Type") or "").rpartition("/")[2], target, is_external
        )
    return found


def _target(related: Mapping[str, _Relationship], kind: str, members: Mapping[str, bytes], usual: str) -> str:
    targets = (each.target for each in related.values() if each.kind == kind and not each.is_external)
    return next((target for target in targets if target in members), usual)


def _hyperlinks(related: Mapping[str, _Relationship]) -> dict[str, str]:
    return {name: each.target for name, each in related.items() if each.kind == "hyperlink" and each.is_external}


def _value(element: etree._Element | None, *path: str) -> str | None:
    for name in path:
        element = element.find(f"{_W}{name}") if element is not None else None
    return None if element is None else element.get(f"{_W}val")


def _switch(element: etree._Element | None, name: str) -> bool | None:
    """Whether a property is on, off, or not spoken of."""
    found = element.find(f"{_W}{name}") if element is not None else None
    return None if found is None else (found.get(f"{_W}val") or "1") not in _OFF


def _read_styles(root: etree._Element | None) -> dict[str, _Style]:
    styles: dict[str, _Style] = {}
    for element in root.iter(f"{_W}style") if root is not None else ():
        paragraph, run = element.find(f"{_W}pPr"), element.find(f"{_W}rPr")
        outline = _value(paragraph, "outlineLvl") or ""
        styles.setdefault(
            element.get(f"{_W}styleId") or "",
            _Style(
                name=_value(element, "name") or "",
                parent=_value(element, "basedOn") or "",
                outline=int(outline) if re.fullmatch("[0-8]", outline) else None,
                num_id=_value(paragraph, "numPr", "numId"),
                num_level=_value(paragraph, "numPr", "ilvl"),
                is_bold=_switch(run, "b"),
                size=_whole(_value(run, "sz"), 0),
            ),
        )
    return styles


def _read_numbering(root: etree._Element | None) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], str]]:
    """Where each level of each list starts to count, and in what form it counts (`bullet`, `decimal`, …)."""
    starts: dict[tuple[str, str], int] = {}
    formats: dict[tuple[str, str], str] = {}
    if root is None:
        return starts, formats
    abstract = {each.get(f"{_W}abstractNumId"): each for each in root.findall(f"{_W}abstractNum")}
    links = {_value(each, "styleLink"): each for each in abstract.values() if _value(each, "styleLink")}
    for num in root.findall(f"{_W}num"):
        num_id = num.get(f"{_W}numId") or ""
        kind = abstract.get(_value(num, "abstractNumId"))
        if kind is not None and (link := _value(kind, "numStyleLink")):
            kind = links.get(link, kind)
        for level in kind.findall(f"{_W}lvl") if kind is not None else ():
            key = (num_id, level.get(f"{_W}ilvl") or "0")
            starts[key] = _whole(_value(level, "start"), 1)
            formats[key] = _value(level, "numFmt") or "decimal"
        for override in num.findall(f"{_W}lvlOverride"):
            key = (num_id, override.get(f"{_W}ilvl") or "0")
            starts[key] = _whole(_value(override, "startOverride"), starts.get(key, 1))
    return starts, formats


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else otherwise


def _settle(root: etree._Element, settler: _Settler, hyperlinks: Mapping[str, str]) -> bytes:
    """A part made plain, as XML."""
    _choose_alternatives(root)
    _drop_unseen(root, settler)
    _lift_frames(root, settler)
    _replace_formulas(root)
    _unwrap_unknown(root)
    _check_size(root, settler.path)
    paragraphs = list(root.iter(f"{_W}p"))
    sizes: Counter[int] = Counter()
    for paragraph in paragraphs:
        for size, letters in _sizes(paragraph, settler):
            sizes[size] += letters
    settler.body_size = settler.body_size or max(sizes, key=lambda size: (sizes[size], -size), default=0)
    for paragraph in paragraphs:
        _settle_paragraph(paragraph, settler)
    for link in root.iter(f"{_W}hyperlink"):
        address = hyperlinks.get(link.get(f"{_R}id") or "")
        anchor = link.get(f"{_W}anchor")
        link.attrib.clear()
        if address is not None:
            link.set(f"{_R}id", f"link-{address}#{anchor}" if anchor and "#" not in address else f"link-{address}")
    for cell in root.iter(f"{_W}gridSpan"):
        cell.set(f"{_W}val", str(max(1, min(100, _whole(cell.get(f"{_W}val"), 1)))))
    for symbol in root.iter(f"{_W}sym"):
        if not re.fullmatch("[0-9A-Fa-f]{1,6}", symbol.get(f"{_W}char") or ""):
            symbol.set(f"{_W}char", "F0B7")
            symbol.set(f"{_W}font", "Symbol")
    settler.texts += [_spelt_out(paragraph) for paragraph in root.iter(f"{_W}p")]
    for note in (*root.iter(f"{_W}footnoteReference"), *root.iter(f"{_W}endnoteReference")):
        note.set(f"{_W}id", note.get(f"{_W}id") or "")
    return bytes(etree.tostring(root, encoding="utf-8"))


def _spelt_out(paragraph: etree._Element) -> str:
    """A paragraph's words, with a gap where a tab or a break stands."""
    parts = []
    for element in paragraph.iter(*(f"{_W}{name}" for name in ("t", "tab", "br", "cr", "noBreakHyphen"))):
        parts.append((element.text or "") if element.tag == f"{_W}t" else " ")
    return "".join(parts)


def _check_size(root: etree._Element, path: str) -> None:
    characters = sum(len(text.text or "") for text in root.iter(f"{_W}t"))
    if characters > MOST_ITEM_CHARACTERS * 4:
        raise _refusal(path, f"its text has more than {MOST_ITEM_CHARACTERS * 4:,} characters", "Split it.")
    for count, _ in enumerate(root.iter(), 1):
        if count > MOST_ELEMENTS:
            what = f"the Word file has more than {MOST_ELEMENTS:,} pieces of text and formatting"
            raise _refusal(path, what, "Split it into several documents.")
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MOST_NESTED:
            raise _too_deep(path)


def _choose_alternatives(root: etree._Element) -> None:
    """Of what a document offers in two forms for older and newer programs, one."""
    for element in list(root.iter(f"{_MC}AlternateContent")):
        chosen = element.find(f"{_MC}Choice")
        fallback = element.find(f"{_MC}Fallback")
        if chosen is None or (fallback is not None and chosen.find(f".//{_W}t") is None):
            chosen = fallback
        for form in (element.find(f"{_MC}Choice"), fallback):
            if form is not None and form is not chosen:
                element.remove(form)


def _drop_unseen(root: etree._Element, settler: _Settler) -> None:
    """Out with tracked deletions, comments, hidden words, placeholders of forms, and tables of contents."""
    for element in list(root.iter()):
        parent = element.getparent()
        if parent is None:
            continue
        is_mark = parent.tag in {f"{_W}rPr", f"{_W}trPr"}  # that the paragraph's or the row's own end was deleted
        is_deleted_row = element.tag == f"{_W}tr" and element.find(f"{_W}trPr/{_W}del") is not None
        if is_deleted_row or (element.tag in _UNSEEN and not is_mark):
            parent.remove(element)
        elif element.tag == f"{_W}r" and _switch(element.find(f"{_W}rPr"), "vanish"):
            settler.hidden.append("".join(element.itertext(f"{_W}t")))
            parent.remove(element)
        elif element.tag == f"{_W}sdt":
            about = element.find(f"{_W}sdtPr")
            gallery = _value(about, "docPartObj", "docPartGallery") or ""
            if gallery.startswith("Table of"):
                settler.contents += [_text(paragraph) for paragraph in element.iter(f"{_W}p")]
                parent.remove(element)
            elif about is not None and _switch(about, "showingPlcHdr"):
                parent.remove(element)
        elif element.tag == f"{_W}p" and _CONTENTS.fullmatch(_style_name(element, settler)):
            settler.contents.append(_text(element))
            parent.remove(element)


def _text(element: etree._Element) -> str:
    return fold("".join(element.itertext(f"{_W}t")))


def _style_name(paragraph: etree._Element, settler: _Settler) -> str:
    name = _value(paragraph.find(f"{_W}pPr"), "pStyle") or ""
    return settler.styles[name].name if name in settler.styles else name


def _lift_frames(root: etree._Element, settler: _Settler) -> None:
    """Text boxes become paragraphs below the one they hang on, pictures the words that stand for them."""
    frames = [each for each in root.iter(f"{_W}drawing", f"{_W}pict", f"{_W}object") if not _is_inside_frame(each)]
    for frame in frames:
        holder = next(frame.iterancestors(f"{_W}p"), None)
        below: list[etree._Element] = []
        descriptions = []
        for each in frame.iter():
            name = etree.QName(each).localname if isinstance(each.tag, str) else ""
            if each.tag == f"{_W}txbxContent" and next(each.iterancestors(f"{_W}txbxContent"), None) is None:
                below += list(each)
            elif name == "docPr":
                descriptions.append(each.get("descr") or each.get("title") or "")
            elif name == "shape" and each.get("alt"):
                descriptions.append(each.get("alt") or "")
            elif name in {"chart", "relIds"}:
                settler.charts += 1
            elif name == "OLEObject":
                settler.objects += 1
        said = dict.fromkeys(fold(words) for words in descriptions if not _MACHINE_DESCRIPTION.search(words))
        below += [_picture_paragraph(words) for words in said if words and not below]
        for each in reversed(below):
            if holder is not None:
                holder.addnext(each)
        parent = frame.getparent()
        if parent is not None:
            parent.remove(frame)
    # A box within a box
    if any(next(each.iter(f"{_W}txbxContent"), None) is not None for each in root.iter(f"{_W}drawing", f"{_W}pict")):
        _lift_frames(root, settler)


def _is_inside_frame(element: etree._Element) -> bool:
    return next(element.iterancestors(f"{_W}txbxContent"), None) is not None


def _picture_paragraph(words: str) -> etree._Element:
    paragraph = etree.Element(f"{_W}p")
    properties = etree.SubElement(paragraph, f"{_W}pPr")
    etree.SubElement(properties, f"{_W}pStyle").set(f"{_W}val", "Picture")
    run = etree.SubElement(paragraph, f"{_W}r")
    etree.SubElement(run, f"{_W}t").text = words
    return paragraph


def _replace_formulas(root: etree._Element) -> None:
    """A formula becomes its characters in a row."""
    for formula in [each for each in root.iter() if isinstance(each.tag, str) and each.tag.endswith("}oMath")]:
        parent = formula.getparent()
        if parent is None:
            continue
        run = etree.Element(f"{_W}r")
        words = (each.text or "" for each in formula.iter() if isinstance(each.tag, str) and each.tag.endswith("}t"))
        etree.SubElement(run, f"{_W}t").text = "".join(words)
        run.tail = None
        parent.replace(formula, run)


def _unwrap_unknown(root: etree._Element) -> None:
    """Whatever else holds text gives way to what it holds; whatever else holds none goes."""
    for element in list(root.iter()):
        parent = element.getparent()
        if parent is None or element.tag in _KNOWN or not isinstance(element.tag, str):
            continue
        if parent.tag in {f"{_W}{name}" for name in ("pPr", "tcPr", "trPr", "tblPr", "numPr", "tblGrid", "rPr")}:
            continue
        if next(element.iter(f"{_W}t", f"{_W}instrText"), None) is None:
            parent.remove(element)
            continue
        for child in list(element):
            element.addprevious(child)
        parent.remove(element)


def _settle_paragraph(paragraph: etree._Element, settler: _Settler) -> None:
    """A paragraph with one of our styles, its numbering said outright, and runs that are bold or not."""
    properties = paragraph.find(f"{_W}pPr")
    parent = paragraph.getparent()
    is_end_deleted = properties is not None and properties.find(f"{_W}rPr/{_W}del") is not None
    is_empty = (
        next(paragraph.iter(*(f"{_W}{name}" for name in ("t", "sym", "fldChar", "footnoteReference"))), None) is None
    )
    if is_empty and parent is not None and not is_end_deleted and parent.tag != f"{_W}tc":
        parent.remove(paragraph)
        return
    chain = list(_chain(_value(properties, "pStyle") or "", settler.styles))
    style = _canonical(_value(properties, "pStyle") or "", chain, properties)
    num_id, level = _value(properties, "numPr", "numId"), _value(properties, "numPr", "ilvl")
    if num_id is None:
        num_id = next((each.num_id for each in chain if each.num_id), None)
        level = level or next((each.num_level for each in chain if each.num_level), None)
    is_bold = next((each.is_bold for each in chain if each.is_bold is not None), None)
    is_large = all(size >= _LARGE * settler.body_size for size, _ in _sizes(paragraph, settler))
    plain = etree.Element(f"{_W}pPr")
    if style:
        etree.SubElement(plain, f"{_W}pStyle").set(f"{_W}val", style)
    listed = num_id is not None and num_id != "0" and not is_empty and style not in {"Title", "Picture"}
    if listed and num_id is not None and not style.startswith("Heading"):
        level = own_level = level if level and re.fullmatch("[0-8]", level) else "0"
        if level == "0" and (deeper := next((m for each in chain if (m := _LIST_NAME.fullmatch(each.name))), None)):
            level = str(int(deeper["level"]) - 1)
        kind = settler.formats.get((num_id, own_level), "")
        if kind and kind != "none":
            numbering = etree.SubElement(plain, f"{_W}numPr")
            etree.SubElement(numbering, f"{_W}ilvl").set(f"{_W}val", min(level, "4"))
            etree.SubElement(numbering, f"{_W}numId").set(f"{_W}val", "1" if kind == "bullet" else "2")
            if kind != "bullet":
                settler.numbers.append(_count(settler, num_id, own_level))
    if is_end_deleted:
        etree.SubElement(etree.SubElement(plain, f"{_W}rPr"), f"{_W}del")
    if properties is not None:
        paragraph.remove(properties)
    paragraph.insert(0, plain)
    is_headed = style.startswith(("Heading", "Title"))
    for run in paragraph.iter(f"{_W}r"):
        _settle_run(run, settler, is_bold=bool(is_bold) and not is_headed, is_large=is_large and not is_headed)


def _count(settler: _Settler, num_id: str, level: str) -> int:
    """The number that Word prints before the next item of a list's level."""
    number = settler.counts.get((num_id, level), settler.starts.get((num_id, level), 1) - 1) + 1
    settler.counts[num_id, level] = number
    for deeper in range(int(level) + 1, 9):
        settler.counts.pop((num_id, str(deeper)), None)
    return number


def _sizes(paragraph: etree._Element, settler: _Settler) -> Iterator[tuple[int, int]]:
    """The sizes of a paragraph's runs in half points, each with the number of its letters."""
    chain = list(_chain(_value(paragraph.find(f"{_W}pPr"), "pStyle") or "", settler.styles))
    inherited = next((each.size for each in chain if each.size), settler.default_size)
    for run in paragraph.iter(f"{_W}r"):
        letters = sum(len((text.text or "").strip()) for text in run.iter(f"{_W}t"))
        if letters:
            yield _whole(_value(run.find(f"{_W}rPr"), "sz"), inherited), letters


def _settle_run(run: etree._Element, settler: _Settler, *, is_bold: bool, is_large: bool) -> None:
    """A run that is bold or not; a paragraph in large type heads what follows, as a bold one does."""
    properties = run.find(f"{_W}rPr")
    own = True if is_large else _switch(properties, "b")
    if own is None:
        chain = _chain(_value(properties, "rStyle") or "", settler.styles)
        own = next((each.is_bold for each in chain if each.is_bold is not None), None)
    if properties is not None:
        run.remove(properties)
    if own or (own is None and is_bold):
        plain = etree.Element(f"{_W}rPr")
        etree.SubElement(plain, f"{_W}b")
        run.insert(0, plain)


def _chain(name: str, styles: Mapping[str, _Style]) -> Iterator[_Style]:
    """A style and those it is based on."""
    seen: set[str] = set()
    while name in styles and name not in seen:
        seen.add(name)
        yield styles[name]
        name = styles[name].parent


def _canonical(name: str, chain: list[_Style], properties: etree._Element | None) -> str:
    """Our name for a paragraph's style: `Title`, `Heading1` to `Heading6`, `Quote`, `Caption`, or none."""
    own = _value(properties, "outlineLvl") or ""
    if re.fullmatch("[0-8]", own) and not any(each.name.casefold() == "title" for each in chain):
        return f"Heading{min(6, int(own) + 1)}"
    for each in chain:
        plain = each.name.casefold()
        if plain == "title":
            return "Title"
        if match := _HEADING_NAME.fullmatch(plain):
            return f"Heading{min(6, int(match['rank']))}"
        if plain in {"quote", "intense quote", "quotations", "block text", "block quotation"}:
            return "Quote"
        if plain == "heading":  # of LibreOffice and Pages: what their headings are based on
            return "Heading1"
        if each.outline is not None:
            return f"Heading{min(6, each.outline + 1)}"
    if not chain and (match := _HEADING_ID.fullmatch(name)):
        return f"Heading{min(6, int(match['rank']))}"
    return name if name in {"Title", "Picture", "Quote"} and not chain else ""


def _plain_numbering() -> bytes:
    """Two lists, one of bullets and one of numbers: what each item's number is we count ourselves."""
    root = etree.Element(f"{_W}numbering", nsmap={"w": _W[1:-1]})
    for num_id, kind in (("1", "bullet"), ("2", "decimal")):
        abstract = etree.SubElement(root, f"{_W}abstractNum")
        abstract.set(f"{_W}abstractNumId", num_id)
        for level in range(5):
            one = etree.SubElement(abstract, f"{_W}lvl")
            one.set(f"{_W}ilvl", str(level))
            etree.SubElement(one, f"{_W}numFmt").set(f"{_W}val", kind)
    for num_id in ("1", "2"):
        num = etree.SubElement(root, f"{_W}num")
        num.set(f"{_W}numId", num_id)
        etree.SubElement(num, f"{_W}abstractNumId").set(f"{_W}val", num_id)
    return bytes(etree.tostring(root, encoding="utf-8"))


_STYLE_NAMES = {
    "Title": "Title",
    "Quote": "Quote",
    "Picture": "Picture",
    **{f"Heading{rank}": f"heading {rank}" for rank in range(1, 7)},
}


def _plain_styles() -> bytes:
    root = etree.Element(f"{_W}styles", nsmap={"w": _W[1:-1]})
    for style_id, name in _STYLE_NAMES.items():
        style = etree.SubElement(root, f"{_W}style")
        style.set(f"{_W}type", "paragraph")
        style.set(f"{_W}styleId", style_id)
        etree.SubElement(style, f"{_W}name").set(f"{_W}val", name)
    return bytes(etree.tostring(root, encoding="utf-8"))


def _pack(written: Mapping[str, bytes]) -> bytes:
    """The plain parts as a package of our own making, unpacked."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in written.items():
            package.writestr(name, content)
            folder, _, base = name.rpartition("/")
            package.writestr(f"{folder}/_rels/{base}.rels", _plain_relationships(content))
        package.writestr("word/styles.xml", _plain_styles())
    return buffer.getvalue()


def _plain_relationships(content: bytes) -> bytes:
    """The relationships of a part: its links, each by an id that says its address."""
    root = etree.Element(f"{_REL}Relationships", nsmap={None: _REL[1:-1]})
    ids = dict.fromkeys(link.get(f"{_R}id") for link in etree.fromstring(content).iter(f"{_W}hyperlink"))
    for each in ids:
        if each:
            relationship = etree.SubElement(root, f"{_REL}Relationship")
            relationship.set("Id", each)
            relationship.set("Type", _LINK_KIND)
            relationship.set("Target", each.removeprefix("link-"))
    return bytes(etree.tostring(root, encoding="utf-8"))


def _property_title(root: etree._Element | None) -> str:
    """The title that the file's properties hold, unless a program put it there."""
    titles = (each.text or "" for each in root.iter() if str(each.tag).endswith("}title")) if root is not None else ()
    return fold(next(iter(titles), ""))


def _notes(
    document: Document, settler: _Settler, related: Mapping[str, _Relationship], members: Mapping[str, bytes]
) -> Iterator[Note]:
    """What was left out of the file, and what in it cannot be read."""
    contents = [line for line in settler.contents if line]
    if contents:
        yield Note(document.path, 0, f"left out the table of contents, {len(contents)} lines from {quote(contents[0])}")
    hidden = [text for text in settler.hidden if not is_blank(text)]
    if hidden:
        yield Note(document.path, 0, f"left out hidden text, {len(hidden)} pieces")
    kinds = {each.kind for each in related.values()}
    if "vbaProject" in kinds or any("vba" in name.casefold() for name in members):
        yield Note(document.path, 0, "the file holds macros; they were left alone and never run")
    if settler.objects or kinds & {"oleObject", "package"}:
        what = "the file has another document embedded in it, which was not opened"
        yield Note(document.path, 0, what, "If it belongs to the article, save it by itself and import that.")
    if "aFChunk" in kinds:
        what = "a part of the text is another document inserted in this one, and was not read"
        yield Note(document.path, 0, what, "Open the file in Word, save it again, and import that.")
    if settler.charts:
        what = "the file has a chart or diagram, whose words were not read"
        yield Note(document.path, 0, what, "If the article needs them, write them into the page.")
