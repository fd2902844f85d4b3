"""Builds .docx packages for tests from pieces of WordprocessingML, so that each test shows the XML it is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from factextract.datamodel import Document
from factextract.ingest import read_bytes

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = {
    "w": W,
    "r": R,
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
STRICT = {
    W: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    R: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def text(value: str) -> str:
    """A w:t that keeps its white space."""
    return f'<w:t xml:space="preserve">{escape(value)}</w:t>'


def run(value: str, properties: str = "") -> str:
    """A run of text with run properties."""
    return f"<w:r><w:rPr>{properties}</w:rPr>{text(value)}</w:r>"


def para(content: str = "", properties: str = "") -> str:
    """A paragraph; content without markup is put in a run."""
    inner = content if content.startswith("<") or not content else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def inserted(content: str) -> str:
    """A tracked insertion."""
    return f'<w:ins w:id="1" w:author="a">{content}</w:ins>'


def deleted(value: str) -> str:
    """A tracked deletion of text."""
    return f'<w:del w:id="2" w:author="a"><w:r><w:delText>{escape(value)}</w:delText></w:r></w:del>'


def field(instruction: str, result: str | None = None) -> str:
    """A complex field; without result it has no separator either."""
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    code = f"<w:r><w:instrText>{escape(instruction)}</w:instrText></w:r>"
    shown = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}'
    return f'{begin}{code}{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def cell(content: str = "", properties: str = "") -> str:
    """A table cell; content without markup is put in a paragraph."""
    inner = content if content.startswith("<") else para(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A table row of ready-made cells, or of texts."""
    inner = "".join(one if one.startswith("<w:tc>") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def table(*rows: str) -> str:
    """A table of ready-made rows."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def listed(value: str, level: int = 0, list_id: int = 1) -> str:
    """A paragraph with an automatic number."""
    return para(run(value), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def level(number: int, number_format: str, pattern: str, extra: str = "", start: int = 1) -> str:
    """A list level."""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>'
        f'{extra}<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def numbering(levels: str, lists: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    """The content of numbering.xml with one abstract list."""
    return f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{lists}'


def alternatives(choice: str, fallback: str) -> str:
    """The same content twice, as Word writes text boxes."""
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def text_box(*paragraphs: str) -> str:
    """A run with a text box, as a drawing with a VML fallback of the same content."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return alternatives(
        f"<w:drawing><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></w:drawing>",
        f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>",
    )


def part(root: str, content: str, strict: bool = False) -> str:
    """An XML part with all namespaces declared on its root."""
    declared = " ".join(
        f'xmlns:{prefix}="{STRICT.get(uri, uri) if strict else uri}"' for prefix, uri in NAMESPACES.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} {declared}>{content}</{root}>'


def relationships(targets: Sequence[tuple[str, str, str]], base: str = R) -> str:
    """A .rels part of (id, kind, target)."""
    inner = "".join(
        f'<Relationship Id="{rel_id}" Type="{base}/{kind}" Target="{target}"/>'
        for rel_id, kind, target in targets
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def zipped(entries: Mapping[str, str | bytes]) -> bytes:
    """A zip of the entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


ROOTS = {
    "styles": "w:styles", "numbering": "w:numbering", "footnotes": "w:footnotes", "endnotes": "w:endnotes",
    "header": "w:hdr", "footer": "w:ftr",
}  # fmt: skip


def entries(
    body: str, parts: Mapping[str, str] | None = None, main: str = "word/document.xml", strict: bool = False
) -> dict[str, str | bytes]:
    """The entries of a package. ``parts`` maps a kind (``styles``, ``header`` ...) to its content or whole XML; its
    relationship id is ``r`` + kind."""
    folder, _, name = main.rpartition("/")
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Override PartName="/{main}" ContentType="{MAIN_TYPE}"/></Types>',
        "_rels/.rels": relationships([("r1", "officeDocument", main)], STRICT[R] if strict else R),
        main: part("w:document", f"<w:body>{body}</w:body>", strict),
    }
    links = [(f"r{kind}", kind, f"{kind}.xml") for kind in parts or {}]
    prefix = f"{folder}/" if folder else ""
    found[f"{prefix}_rels/{name}.rels"] = relationships(links, STRICT[R] if strict else R)
    for kind, content in (parts or {}).items():
        whole = content if content.startswith("<?xml") else part(ROOTS[kind], content, strict)
        found[f"{prefix}{kind}.xml"] = whole
    return found


def docx(body: str, parts: Mapping[str, str] | None = None, **options: object) -> bytes:
    """The bytes of a .docx; see ``entries``."""
    return zipped(entries(body, parts, **options))  # type: ignore[arg-type]


def read_docx(body: str, parts: Mapping[str, str] | None = None, **options: object) -> Document:
    """What the reader makes of such a .docx."""
    return read_bytes(docx(body, parts, **options), "报告.docx")


REFERENCE_BODY = (
    para("总体情况", '<w:pStyle w:val="h"/>')
    + listed("加强领导")
    + para(
        run("共受理投诉")
        + inserted(run("120"))
        + deleted("90")
        + run("件")
        + field("PAGE", "1")
        + text_box(para("框"))
    )
    + table(
        row(cell("合计", '<w:gridSpan w:val="2"/>'), "5"),
        row(
            cell("热线", '<w:vMerge w:val="restart"/>'), "甲", cell(table(row(cell(para("一") + para("二")))))
        ),
        row(cell("", "<w:vMerge/>"), "乙", "3"),
    )
    + para('<w:r><w:footnoteReference w:id="1"/></w:r>' + run("密", "<w:vanish/>") + run("文"))
    + '<w:sectPr><w:headerReference r:id="rheader"/></w:sectPr>'
)
"""A body with something of everything, for tests that compare or break whole files."""

REFERENCE_PARTS = {
    "styles": '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>',
    "numbering": numbering(level(0, "chineseCounting", "%1、")),
    "footnotes": f'<w:footnote w:id="1">{para("脚注")}</w:footnote>',
    "header": para("页眉"),
}
