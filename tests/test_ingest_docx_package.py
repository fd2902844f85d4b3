"""Packages: where the main part is, broken and hostile files, limits, and a small mutational fuzz."""

from __future__ import annotations

import io
import random
import struct
import tracemalloc
import zipfile
from itertools import pairwise

import pytest
from docx import Document as NewDocument
from docx_builder import (
    PACKAGE,
    REFERENCE_BODY,
    REFERENCE_PARTS,
    docx,
    entries,
    para,
    part,
    read_docx,
    relationships,
    row,
    run,
    table,
    zipped,
)

from factextract.errors import FactextractError
from factextract.ingest import limits, read_bytes

BODY = para("共发放折页5000份。")
MAIN = "word/document.xml"


def error_of(data: bytes, name: str = "报告.docx") -> FactextractError:
    with pytest.raises(FactextractError) as caught:
        read_bytes(data, name)
    assert name in caught.value.message
    return caught.value


def with_entry(name: str, content: str | bytes) -> bytes:
    return zipped({**entries(BODY), name: content})


def without(*names: str) -> dict[str, str | bytes]:
    return {name: content for name, content in entries(BODY).items() if name not in names}


# -- what is read ------------------------------------------------------------------------------------------------------


def test_transitional_and_strict_read_alike() -> None:
    transitional, strict = (
        read_docx(REFERENCE_BODY, REFERENCE_PARTS, strict=strict) for strict in (False, True)
    )
    assert transitional.text == strict.text
    assert transitional.tables == strict.tables
    assert transitional.blocks == strict.blocks
    assert (strict.format, strict.encoding) == ("docx", None)


@pytest.mark.parametrize(
    "package",
    [
        entries(BODY, main="content/正文.xml"),
        entries(BODY, main="main.xml"),
        without("[Content_Types].xml"),
        without("_rels/.rels"),
        without("_rels/.rels", "[Content_Types].xml"),
        {**without(), "_rels/.rels": "<broken"},
        {**without(), "_rels/.rels": relationships([("r1", "officeDocument", "/word/document.xml")])},
        {**without(), "_rels/.rels": relationships([("r1", "officeDocument", "word\\document.xml")])},
        {**without(), "_rels/.rels": relationships([("r1", "officeDocument", "Word/Document.XML")])},
        {**without(), "_rels/.rels": relationships([("r1", "officeDocument", "word/missing.xml")])},
        {name.replace("/", "\\"): content for name, content in entries(BODY).items()},
        {**without(), "word/document.xml": part("w:document", f"<w:body>{BODY}</w:body>").replace("UTF-8", "utf-8")},
        {**without(), "word/document.xml": part("w:document", f"<w:body>{BODY}</w:body>")
         .replace("UTF-8", "UTF-16").encode("utf-16")},
    ],
)  # fmt: skip
def test_the_main_part_is_found(package: dict[str, str | bytes]) -> None:
    assert read_bytes(zipped(package), "a.docx").text == "共发放折页5000份。"


def test_a_macro_document_and_any_name_are_read_by_content() -> None:
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/{MAIN}" '
        'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    )
    data = zipped({**without("_rels/.rels"), "[Content_Types].xml": types})
    assert {read_bytes(data, name).text for name in ("a.docm", "a.doc", "a.txt", "无后缀")} == {
        "共发放折页5000份。"
    }


def test_what_python_docx_writes() -> None:
    document = NewDocument()
    document.add_heading("活动总结", 1)
    document.add_paragraph("发放折页5000份。")
    grid = document.add_table(2, 2)
    for place, word in enumerate(("网点", "场次", "城东", "12")):
        grid.cell(*divmod(place, 2)).text = word
    document.sections[0].header.paragraphs[0].text = "页眉"
    out = io.BytesIO()
    document.save(out)
    found = read_bytes(out.getvalue(), "a.docx")
    assert found.text == "活动总结\n发放折页5000份。\n网点 | 场次\n城东 | 12\n页眉"
    assert not found.notices


# -- what is refused ---------------------------------------------------------------------------------------------------

DOCTYPES = {
    "plain": "<!DOCTYPE w:document>",
    "entities": '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
    "external": '<!DOCTYPE d SYSTEM "file:///etc/passwd">',
    "external entity": '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
}


@pytest.mark.parametrize("where", [MAIN, "_rels/.rels", "word/styles.xml", "word/header.xml"])
@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES)
def test_a_doctype_anywhere_refuses_the_file(where: str, doctype: str) -> None:
    body = BODY + '<w:sectPr><w:headerReference r:id="rheader"/></w:sectPr>'
    package = entries(body, {"styles": "", "header": para("页眉")})
    content = str(package[where])
    declared, end, rest = content.rpartition("?>")
    package[where] = declared + end + doctype + rest
    error = error_of(zipped(package))
    assert error.code == "unsafe_docx"
    assert "DOCTYPE" in error.message


@pytest.mark.parametrize(
    "name", ["../evil.xml", "word/../../evil", "/etc/passwd", "C:/x.xml", "..\\evil", "\\\\host\\x"]
)
def test_names_that_leave_the_package(name: str) -> None:
    assert error_of(with_entry(name, "x")).code == "unsafe_docx"


@pytest.mark.parametrize(
    ("package", "code"),
    [
        ({"a.txt": "文本"}, "not_a_docx"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}, "not_a_docx"),
        ({**without(), "_rels/.rels": relationships([("r", "officeDocument", "xl/workbook.xml")]),
          "xl/workbook.xml": "<workbook/>"}, "not_a_docx"),
        ({**without(), MAIN: "<w:document"}, "damaged_docx"),
        ({**without(), MAIN: ""}, "damaged_docx"),
        ({**without(), MAIN: str(entries(BODY)[MAIN])[:-30]}, "damaged_docx"),
        ({**without(), MAIN: '<?xml version="1.0" encoding="gbk"?><a/>'}, "damaged_docx"),
        ({**without(), MAIN: b"\xff\xfe\x00\x00"}, "damaged_docx"),
        ({**without(), MAIN: part("w:document", "<w:body>&undefined;</w:body>")}, "damaged_docx"),
    ],
)  # fmt: skip
def test_other_contents(package: dict[str, str | bytes], code: str) -> None:
    assert error_of(zipped(package)).code == code


def test_truncated_at_any_point() -> None:
    data = docx(BODY)
    for size in range(4, len(data), 37):
        assert error_of(data[:size]).code == "damaged_docx"
    assert error_of(b"PK\x05\x06" + b"\0" * 18).code == "not_a_docx"


def test_a_flipped_bit_in_the_body_is_damage() -> None:
    data = bytearray(docx(para("".join(map(chr, range(0x4E00, 0x5E00))))))
    data[data.index(b"word/document.xml") + 2000] ^= 0x10
    assert error_of(bytes(data)).code == "damaged_docx"


def edited_central_directory(data: bytes, name: str, offset: int, layout: str, value: int) -> bytes:
    """Overwrite a field of the central directory entry (and flags in the local header) of one name."""
    out = bytearray(data)
    at = data.index(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(name)] != name.encode():
        at = data.index(b"PK\x01\x02", at + 1)
    struct.pack_into(layout, out, at + offset, value)
    return bytes(out)


def test_an_encrypted_entry() -> None:
    assert error_of(edited_central_directory(docx(BODY), MAIN, 8, "<H", 1)).code == "encrypted"


def test_an_unknown_compression_method() -> None:
    assert error_of(edited_central_directory(docx(BODY), MAIN, 10, "<H", 14)).code == "damaged_docx"


def test_a_part_that_is_there_twice() -> None:
    out = io.BytesIO(docx(BODY))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(MAIN, str(entries(para("另一个正文"))[MAIN]))
    error = error_of(out.getvalue())
    assert error.code == "damaged_docx"
    assert "重复" in error.message


# -- limits ------------------------------------------------------------------------------------------------------------


def test_a_bomb_costs_no_memory() -> None:
    head, tail = part("w:document", "<w:body>#</w:body>").split("#")
    data = zipped({**without(), MAIN: head + " " * 100 * 2**20 + tail})
    assert len(data) < 300_000
    tracemalloc.start()
    try:
        assert error_of(data).code == "unsafe_docx"
        assert tracemalloc.get_traced_memory()[1] < 50 * 2**20
    finally:
        tracemalloc.stop()


def test_size_ratio_elements_entries_and_depth(monkeypatch: pytest.MonkeyPatch) -> None:
    data = docx(BODY * 2000 + table(row(*"甲乙丙丁")))
    assert read_bytes(data, "a.docx").text.count("\n") == 2000
    package, reader = "factextract.ingest.docx.package", "factextract.ingest.limits"
    cases = [
        (f"{reader}.MAX_PART_BYTES", 100_000, "too_large"),
        (f"{reader}.MAX_ELEMENTS", 5000, "too_large"),
        (f"{package}.MAX_ENTRIES", 3, "too_large"),
        (f"{package}.MAX_DECLARED_BYTES", 100_000, "too_large"),
        (f"{package}.RATIO_GRACE_BYTES", 50_000, "unsafe_docx"),
        ("factextract.ingest.docx.structure.MAX_CELLS", 3, "too_large"),
        ("factextract.ingest.docx.xml.MAX_DEPTH", 4, "unsafe_docx"),
        ("factextract.ingest.docx.writer.MAX_TEXT_CHARS", 1000, "too_large"),
        ("factextract.ingest.docx.writer.MAX_LINE_CHARS", 5, "too_large"),
    ]
    for target, value, code in cases:
        with monkeypatch.context() as patch:
            patch.setattr(target, value)
            assert error_of(data).code == code, target


def test_nesting() -> None:
    deep = "<w:sdt>" * limits.MAX_DEPTH + "</w:sdt>" * limits.MAX_DEPTH
    assert error_of(docx(BODY + deep)).code == "unsafe_docx"
    nested = para("内")
    for _ in range(limits.MAX_TABLE_DEPTH):
        nested = table(row(f"<w:tc>{nested}</w:tc>", "旁"))
    assert read_docx(nested).text.startswith("内 | 旁")
    error = error_of(docx(table(row(f"<w:tc>{nested}</w:tc>"))))
    assert error.code == "unsafe_docx"
    assert "表格" in error.message


def test_a_bomb_beside_the_body_is_never_inflated() -> None:
    document = read_bytes(with_entry("word/media/image1.bmp", b"\0" * 64 * 2**20), "a.docx")
    assert document.text == "共发放折页5000份。"


# -- fuzz --------------------------------------------------------------------------------------------------------------

TOKENS = [
    b"<w:p>", b"</w:p>", b"<w:tbl>", b"</w:tbl>", b"<w:tr>", b"</w:tr>", b"<w:tc>", b"</w:tc>", b"<w:del>", b"</w:del>",
    b"<w:txbxContent>", b"</w:txbxContent>", b"<mc:Choice>", b"</mc:Choice>", b'<w:fldChar w:fldCharType="end"/>',
    b'<w:fldChar w:fldCharType="begin"/>', b'<w:gridSpan w:val="-1"/>', b"<w:vMerge/>", b"<w:pPr>", b"</w:pPr>", b"<w:r>",
    b"</w:r>", b'<w:ilvl w:val="99"/>', b'<w:numId w:val="1"/>', b"<m:d>", b"<w:footnote>", b"&#0;", b"\xff", b"]]>", b"<!--",
]  # fmt: skip


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few random edits: tokens put in or over, stretches cut, moved or doubled."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(out))
        until = min(len(out), at + chance.randint(1, 40))
        kind = chance.randrange(4)
        if kind == 0:
            out[at:at] = chance.choice(TOKENS)
        elif kind == 1:
            del out[at:until]
        elif kind == 2:
            out[at:at] = out[at:until]
        else:
            out[at] = chance.randrange(256)
    return bytes(out)


def whole_elements_shuffled(xml: str, chance: random.Random) -> str:
    """Well-formed nonsense: the tags of some elements renamed to others the walk knows."""
    names = [
        "w:p",
        "w:r",
        "w:t",
        "w:tbl",
        "w:tr",
        "w:tc",
        "w:txbxContent",
        "w:del",
        "w:ins",
        "w:pPr",
        "w:rPr",
        "mc:Choice",
    ]
    for _ in range(3):
        old, new = chance.choice(names), chance.choice(names)
        for opening in (f"<{old}>", f"<{old} "):
            xml = xml.replace(opening, opening.replace(old, new))
        xml = xml.replace(f"</{old}>", f"</{new}>")
    return xml


@pytest.mark.parametrize("seed", range(8))
def test_fuzz_raises_only_coded_errors(seed: int) -> None:
    chance = random.Random(seed)
    whole = entries(REFERENCE_BODY, REFERENCE_PARTS)
    names = sorted(whole)
    packed = zipped(whole)
    read = refused = 0
    for _ in range(60):
        name = chance.choice([MAIN, *names])
        xml = whole[name]
        content = xml if isinstance(xml, bytes) else xml.encode()
        shuffled = whole_elements_shuffled(str(whole[MAIN]), chance)
        for data in (
            zipped({**whole, name: mutated(content, chance)}),
            zipped({**whole, MAIN: shuffled}),
            mutated(packed, chance),
        ):
            try:
                document = read_bytes(data, "a.docx")
            except FactextractError:
                refused += 1
                continue
            read += 1
            spans = [
                *document.blocks,
                *document.tables,
                *(cell for table in document.tables for cell in table.cells),
            ]
            assert all(0 <= span.start <= span.end <= len(document.text) for span in spans)
            assert all(a.end <= b.start for a, b in pairwise(document.tables))
            assert all(n.start is None or 0 <= n.start < len(document.text) for n in document.notices)
    assert refused > 20
    assert read > 20


def test_fields_that_never_end_hide_nothing() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    document = read_docx(para(begin * 3000 + run("共5份")) + para("后文") * 10)
    assert document.text.startswith("共5份\n后文")
