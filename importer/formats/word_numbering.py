"""The lists of a Word file: bulleted or numbered, and the number that Word prints before each item."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from importer.formats.word_xml import W, find_value, whole_number


@dataclass(slots=True)
class Numbering:
    """Where each level of each list starts to count, and in what form (`bullet`, `decimal`, …), by list and level.

    `printed` are the numbers of all items counted so far, in order.
    """

    starts: dict[tuple[str, str], int] = field(default_factory=dict)
    formats: dict[tuple[str, str], str] = field(default_factory=dict)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    printed: list[int] = field(default_factory=list)

    def count_item(self, num_id: str, level: str) -> None:
        """Count the next item of a list's level; the levels below it start anew."""
        number = self.counts.get((num_id, level), self.starts.get((num_id, level), 1) - 1) + 1
        self.counts[num_id, level] = number
        for deeper in range(int(level) + 1, 9):
            self.counts.pop((num_id, str(deeper)), None)
        self.printed.append(number)


def read_numbering(root: etree._Element | None) -> Numbering:
    """The lists that a document defines."""
    numbering = Numbering()
    if root is None:
        return numbering
    abstract = {each.get(f"{W}abstractNumId"): each for each in root.findall(f"{W}abstractNum")}
    links = {find_value(each, "styleLink"): each for each in abstract.values() if find_value(each, "styleLink")}
    for num in root.findall(f"{W}num"):
        num_id = num.get(f"{W}numId") or ""
        kind = abstract.get(find_value(num, "abstractNumId"))
        if kind is not None and (link := find_value(kind, "numStyleLink")):
            kind = links.get(link, kind)
        for level in kind.findall(f"{W}lvl") if kind is not None else ():
            key = (num_id, level.get(f"{W}ilvl") or "0")
            numbering.starts[key] = whole_number(find_value(level, "start"), 1)
            numbering.formats[key] = find_value(level, "numFmt") or "decimal"
        for override in num.findall(f"{W}lvlOverride"):
            key = (num_id, override.get(f"{W}ilvl") or "0")
            numbering.starts[key] = whole_number(find_value(override, "startOverride"), numbering.starts.get(key, 1))
    return numbering


def plain_numbering() -> bytes:
    """Two lists, one of bullets and one of numbers: what each item's number is we count ourselves."""
    root = etree.Element(f"{W}numbering", nsmap={"w": W[1:-1]})
    for num_id, kind in (("1", "bullet"), ("2", "decimal")):
        abstract = etree.SubElement(root, f"{W}abstractNum")
        abstract.set(f"{W}abstractNumId", num_id)
        for level in range(5):
            one = etree.SubElement(abstract, f"{W}lvl")
            one.set(f"{W}ilvl", str(level))
            etree.SubElement(one, f"{W}numFmt").set(f"{W}val", kind)
    for num_id in ("1", "2"):
        num = etree.SubElement(root, f"{W}num")
        num.set(f"{W}numId", num_id)
        etree.SubElement(num, f"{W}abstractNumId").set(f"{W}val", num_id)
    return bytes(etree.tostring(root, encoding="utf-8"))
