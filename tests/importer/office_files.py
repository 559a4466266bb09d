"""Word files and PDFs made by hand for the tests: small, plain, and the same on every machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from importer.pipeline import plan_import
from importer.read import parse_document
from importer.records import Plan
from tests.importer.rendered import render

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/>{rest}</w:style>'
    for style_id, name, rest in (
        ("Normal", "Normal", ""),
        ("Title", "Title", ""),
        ("Berschrift1", "heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr>'),
        ("Heading2", "heading 2", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
        ("Heading3", "heading 3", ""),
        ("HouseHead", "House headline", '<w:basedOn w:val="Heading2"/>'),
        ("HouseBold", "House lead", "<w:rPr><w:b/></w:rPr>"),
        ("Quote", "Quote", ""),
        ("TOC1", "toc 1", ""),
        ("ListBullet", "List Bullet", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
    )
)
NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{number}">'
    + "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/></w:lvl>' for level in range(3)
    )
    + "</w:abstractNum>"
    for number, form, start in (("1", "bullet", 1), ("2", "decimal", 1), ("3", "decimal", 4))
) + "".join(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number in ("1", "2", "3"))


def run(text: str, properties: str = "") -> str:
    """Words in one formatting."""
    about = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{about}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def par(*parts: str, style: str = "", number: str = "", level: int = 0, more: str = "") -> str:
    """A paragraph of runs; a plain string is one."""
    about = f'<w:pStyle w:val="{style}"/>' if style else ""
    about += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    inside = "".join(part if part.startswith("<") else run(part) for part in parts)
    return f"<w:p><w:pPr>{about}{more}</w:pPr>{inside}</w:p>"


def bold(text: str) -> str:
    """A paragraph all in bold."""
    return par(run(text, "<w:b/>"))


def table(*rows: Sequence[str]) -> str:
    """A table of cells, each of one paragraph or of the markup given."""
    cells = ("".join(f"<w:tc>{cell if cell.startswith('<') else par(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(
    *body: str,
    links: Mapping[str, str] | None = None,
    footnotes: Mapping[str, str] | None = None,
    title: str = "",
    members: Mapping[str, bytes] | None = None,
    replaced: Mapping[str, bytes] | None = None,
) -> bytes:
    """A Word file with this body; `members` are added, and `replaced` stand in place of our own."""
    related = "".join(
        f'<Relationship Id="{kind}" Type="{_TYPES}/{kind}" Target="{kind}.xml"/>'
        for kind in ("styles", "numbering", *(("footnotes",) if footnotes else ()))
    ) + "".join(
        f'<Relationship Id="{name}" Type="{_TYPES}/hyperlink" TargetMode="External" Target={quoteattr(url)}/>'
        for name, url in (links or {}).items()
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": _relationships(
            f'<Relationship Id="a" Type="{_TYPES}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="b" Type="{_PACKAGE}/core-properties" Target="docProps/core.xml"/>'
        ),
        "docProps/core.xml": (
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
            f"<dc:title>{escape(title)}</dc:title><dc:creator>Robin Sparrow</dc:creator>"
            "<dcterms:created>2019-01-01T00:00:00Z</dcterms:created></cp:coreProperties>"
        ),
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{''.join(body)}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_NAMESPACES}>{STYLES}</w:styles>",
        "word/numbering.xml": f"<w:numbering {_NAMESPACES}>{NUMBERING}</w:numbering>",
        "word/_rels/document.xml.rels": _relationships(related),
        "word/header1.xml": f"<w:hdr {_NAMESPACES}>{par('Draft for the board')}</w:hdr>",
    }
    if footnotes:
        notes = "".join(f'<w:footnote w:id="{name}">{text}</w:footnote>' for name, text in footnotes.items())
        parts["word/footnotes.xml"] = f"<w:footnotes {_NAMESPACES}>{notes}</w:footnotes>"
    return packed({**{name: text.encode() for name, text in parts.items()}, **(members or {}), **(replaced or {})})


def _relationships(inside: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def packed(members: Mapping[str, bytes]) -> bytes:
    """A zip with these members, always the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def imported(folder: Path, name: str, content: bytes) -> Plan:
    """What the import plans for one document of these bytes."""
    document = parse_document(content, name)
    return plan_import([document], folder / "docs", date(2026, 11, 21))


def shown(plan: Plan, at: int = 0) -> list[tuple[str, str]]:
    """The blocks of one page as a reader sees them."""
    return render(plan.pages[at].article.body).blocks


def told(plan: Plan) -> str:
    """Everything that an editor is told."""
    return "\n".join(str(note) for note in (*plan.errors, *(note for each in plan.documents for note in each.notes)))
