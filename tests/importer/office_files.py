"""Word files and PDFs made by hand for the tests: small, plain, and the same on every machine."""

from __future__ import annotations

import io
import textwrap
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from importer.describe import make_describer
from importer.pipeline import describe_content
from importer.records import Article, Note
from importer.vocabulary import read_vocabulary
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
        ("ListBullet2", "List Bullet 2", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
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


@dataclass(frozen=True)
class Imported:
    """What a document became: its articles, and everything that an editor is told of it."""

    articles: tuple[Article, ...]
    notes: tuple[Note, ...]


def imported(content: bytes, name: str = "a") -> Imported:
    """What the import makes of one document of these bytes."""
    describer = make_describer(read_vocabulary(Path("no such folder")), date(2026, 11, 21))
    described = describe_content(content, name, describer)
    return Imported(tuple(each.article for each in described.descriptions), described.report.notes)


def shown(result: Imported, at: int = 0) -> list[tuple[str, str]]:
    """The blocks of one page as a reader sees them."""
    return render(result.articles[at].body).blocks


def told(result: Imported) -> str:
    """Everything that an editor is told."""
    return "\n".join(str(note) for note in result.notes)


@dataclass(frozen=True)
class Print:
    """Words printed on a page: where their line begins, in points from the lower left corner, and in what type."""

    x: float
    y: float
    text: str
    size: float = 11
    font: str = "F1"  # F1 is Helvetica, F2 its bold
    turn: tuple[float, float, float, float] = (1, 0, 0, 1)


def column(
    x: float, top: float, text: str, *, width: float = 450, size: float = 11, font: str = "F1", indent: float = 0
) -> list[Print]:
    """A paragraph wrapped to a width, line under line."""
    lines = textwrap.wrap(text, max(10, int(width / (0.5 * size))), break_on_hyphens=False)
    return [Print(x + (indent if at else 0), top - at * 1.2 * size, line, size, font) for at, line in enumerate(lines)]


def pdf(
    *pages: Sequence[Print],
    title: str = "",
    links: Sequence[tuple[float, float, float, float, str]] = (),
    picture: bool = False,
    locked: bool = False,
    turned: int = 0,
) -> bytes:
    """A PDF written out by hand: its pages, links on the first one, a grey picture on each if wanted."""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        font.format("Helvetica"),
        font.format("Helvetica-Bold"),
        f"<< /Title {_pdf_string(title)} /Author (Robin Sparrow) /CreationDate (D:20190101000000Z) >>",
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
        "\nstream\n0\nendstream",
    ]
    kids = []
    for at, page in enumerate(pages):
        drawn = "q 500 0 0 700 50 50 cm /I1 Do Q\n" if picture else ""
        drawn += "".join(
            f"BT /{each.font} {each.size} Tf {' '.join(map(str, each.turn))} {each.x:.2f} {each.y:.2f} Tm"
            f" {_pdf_string(each.text)} Tj ET\n"
            for each in page
        )
        annotations = "".join(
            f"<< /Type /Annot /Subtype /Link /Rect [{left} {bottom} {right} {top}]"
            f" /A << /S /URI /URI {_pdf_string(url)} >> >>"
            for left, bottom, right, top, url in (links if at == 0 else ())
        )
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {turned} /Contents {len(objects) + 2} 0 R"
            f" /Resources << /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /I1 6 0 R >> >> /Annots [{annotations}] >>"
        )
        objects.append(f"<< /Length {len(drawn.encode('cp1252'))} >>\nstream\n{drawn}endstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >>" if locked else ""
    content = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{each}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
        f"<< /Size {len(objects) + 1} /Root 1 0 R /Info 5 0 R /ID [<00> <00>] {lock} >>\n"
        f"startxref\n{len(content)}\n%%EOF"
    )
    return content + trailer.encode()


def _pdf_string(text: str) -> str:
    return "(" + text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")"
