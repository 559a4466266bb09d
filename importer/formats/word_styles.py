"""The styles of a Word file: what its paragraphs and runs inherit, and our plain name for each paragraph's style."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from importer.formats.word_xml import W, find_switch, find_value, whole_number

_DEFAULT_SIZE = 20  # half points
_HEADING_NAME = re.compile(r"heading (?P<rank>[1-9])", re.IGNORECASE)
_HEADING_ID = re.compile(r"heading(?P<rank>[1-9])", re.IGNORECASE)


@dataclass(slots=True)
class Style:
    """A paragraph's or run's style as the document defines it."""

    name: str
    parent: str
    outline: int | None
    num_id: str | None
    num_level: str | None
    is_bold: bool | None
    size: int  # in half points; 0 where it says none


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document by their ids, and the size of type where none says it, in half points."""

    by_id: Mapping[str, Style] = field(default_factory=dict)
    default_size: int = _DEFAULT_SIZE

    def chain(self, name: str) -> Iterator[Style]:
        """A style and those it is based on."""
        seen: set[str] = set()
        while name in self.by_id and name not in seen:
            seen.add(name)
            yield self.by_id[name]
            name = self.by_id[name].parent

    def name_of(self, paragraph: etree._Element) -> str:
        """The name of a paragraph's style as its writer knows it."""
        name = find_value(paragraph.find(f"{W}pPr"), "pStyle") or ""
        return self.by_id[name].name if name in self.by_id else name

    def sizes(self, paragraph: etree._Element) -> Iterator[tuple[int, int]]:
        """The sizes of a paragraph's runs in half points, each with the number of its letters."""
        chain = list(self.chain(find_value(paragraph.find(f"{W}pPr"), "pStyle") or ""))
        inherited = next((each.size for each in chain if each.size), self.default_size)
        for run in paragraph.iter(f"{W}r"):
            letters = sum(len((text.text or "").strip()) for text in run.iter(f"{W}t"))
            if letters:
                yield whole_number(find_value(run.find(f"{W}rPr"), "sz"), inherited), letters


def read_styles(root: etree._Element | None) -> Styles:
    """The styles that a document defines."""
    styles: dict[str, Style] = {}
    for element in root.iter(f"{W}style") if root is not None else ():
        paragraph, run = element.find(f"{W}pPr"), element.find(f"{W}rPr")
        outline = find_value(paragraph, "outlineLvl") or ""
        styles.setdefault(
            element.get(f"{W}styleId") or "",
            Style(
                name=find_value(element, "name") or "",
                parent=find_value(element, "basedOn") or "",
                outline=int(outline) if re.fullmatch("[0-8]", outline) else None,
                num_id=find_value(paragraph, "numPr", "numId"),
                num_level=find_value(paragraph, "numPr", "ilvl"),
                is_bold=find_switch(run, "b"),
                size=whole_number(find_value(run, "sz"), 0),
            ),
        )
    defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if root is not None else None
    return Styles(styles, whole_number(find_value(defaults, "sz"), _DEFAULT_SIZE))


def name_plain_style(name: str, chain: list[Style], properties: etree._Element | None) -> str:
    """Our name for a paragraph's style: `Title`, `Heading1` to `Heading6`, `Quote`, `Caption`, or none."""
    own = find_value(properties, "outlineLvl") or ""
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
