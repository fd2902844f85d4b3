"""The .docx walk: what is text, what is not, where it stands. Each case shows its WordprocessingML."""

from __future__ import annotations

import pytest
from docx_builder import (
    alternatives,
    cell,
    deleted,
    docx,
    field,
    inserted,
    para,
    read_docx,
    row,
    run,
    table,
    text,
    text_box,
)
from hypothesis import given
from hypothesis import strategies as st

from factextract.datamodel import BlockKind, Document
from factextract.errors import FactextractError
from factextract.ingest import read_bytes


def codes(document: Document) -> list[str]:
    return [notice.code for notice in document.notices]


def stretches(document: Document, kind: BlockKind) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.kind is kind]


# -- inline content: paragraph content -> its text ---------------------------------------------------------------------

RUBY = "<w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>".format(run("shòu"), run("受"))
FRACTION = "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
BROKEN_FIELD = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>'

INLINE = {
    "insertion and deletion": (run("发放") + inserted(run("5000")) + deleted("3000") + run("份"), "发放5000份"),
    "deletion of an insertion": (run("共") + inserted(deleted("12")) + run("3起"), "共3起"),
    "ordinary text in a deletion": (f"<w:del>{run('12')}</w:del>{run('3起')}", "3起"),
    "move": (f"<w:moveFrom>{run('甲')}</w:moveFrom>{run('乙')}<w:moveTo>{run('甲')}</w:moveTo>", "乙甲"),
    "content control": (
        f"<w:sdt><w:sdtPr><w:alias w:val='x'/><w:rPr><w:vanish/></w:rPr></w:sdtPr><w:sdtContent>{run('186')}"
        f"</w:sdtContent></w:sdt>{run('人次')}",
        "186人次",
    ),
    "hyperlink": (f'<w:hyperlink r:id="r9">{run("官网")}</w:hyperlink>', "官网"),
    "smart tag": (f'<w:smartTag w:element="date">{run("3月15日")}</w:smartTag>', "3月15日"),
    "custom XML": (f'<w:customXml w:element="x">{run("12")}</w:customXml>{run("家")}', "12家"),
    "right-to-left wrapper": (f"<w:bdo>{run('上')}<w:dir>{run('下')}</w:dir></w:bdo>", "上下"),
    "complex field": (run("第") + field(" PAGE \\* MERGEFORMAT ", "3") + run("页"), "第3页"),
    "nested field": (field('IF 1 = 1 "a" "b"', "是") + run("的"), "是的"),
    "simple field": (f'<w:fldSimple w:instr="DATE">{run("3月15日")}</w:fldSimple>', "3月15日"),
    "index entry": (run("投诉") + field('XE "投诉"') + run("处理"), "投诉处理"),
    "circled digit": (field("eq \\o\\ac(○,3)") + run("宣传"), "③宣传"),
    "phonetic guide as EQ": (
        field('EQ \\* jc2 \\* "Font:宋体" \\* hps10 \\o\\ad(\\s\\up 9(shòu),受)') + run("理"), "受理",
    ),
    "fraction as EQ": (field("eq \\f(2,3)") + run("以上"), "2/3以上"),
    "ruby": (RUBY + run("理"), "受理"),
    "tab, break, carriage return": ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:cr/><w:t>丁</w:t></w:r>", "甲\t乙\n丙\n丁"),
    "hyphens": ("<w:r><w:t>3</w:t><w:noBreakHyphen/><w:t>15</w:t><w:softHyphen/><w:t>日</w:t></w:r>", "3-15日"),
    "symbols": (
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Wingdings" w:char="F082"/>'
        '<w:sym w:font="Symbol" w:char="F0B3"/><w:sym w:font="Elsewhere" w:char="F041"/></w:r>',
        "☑②≥\uf041",
    ),
    "formula": (run("占比") + FRACTION, "占比1/2"),
    "formula with brackets": (
        "<m:oMath><m:d><m:e><m:r><m:t>5+3</m:t></m:r></m:e></m:d><m:sSup><m:e><m:r><m:t>2</m:t></m:r></m:e><m:sup>"
        "<m:r><m:t>3</m:t></m:r></m:sup></m:sSup></m:oMath>",
        "(5+3)2^3",
    ),
    "superscript digit": (run("投诉120") + run("1", '<w:vertAlign w:val="superscript"/>') + run("件"), "投诉120¹件"),
    "white space kept": (f"<w:r>{text('  共 ')}</w:r>{run('5份')}", "  共 5份"),
    "white space not kept": ("<w:r><w:t>\n  共计\n  五份  </w:t></w:r>", "共计   五份"),
    "white space between elements": ("\n <w:r>\n  <w:t>共</w:t>\n </w:r>\n", "共"),
    "tab stops": ("<w:pPr><w:tabs><w:tab w:pos='1'/></w:tabs></w:pPr>" + run("共"), "共"),
    "former properties": ("<w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>共</w:t></w:r>", "共"),
    "broken field": (BROKEN_FIELD + run("共5份"), "共5份"),
    "run in no paragraph of its own": (f"<w:p>{run('内')}</w:p>{run('外')}", "内\n外"),
    "entities": ("<w:r><w:t>A&amp;B&lt;C&#20221;</w:t></w:r>", "A&B<C份"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "expected"), INLINE.values(), ids=INLINE)
def test_inline_content(content: str, expected: str) -> None:
    document = read_docx(f"<w:p>{content}</w:p>")
    assert document.text == expected
    assert not stretches(document, BlockKind.HIDDEN)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (INLINE["insertion and deletion"][0], "revision"),
        (INLINE["ruby"][0], "ruby_dropped"),
        (INLINE["broken field"][0], "field_broken"),
        (run("共") + field("LISTNUM"), "field_unread"),
        (run("共") + field("EQ \\x(5)"), "field_unread"),
        (run("共") + field("EQ \\o(a,b"), "field_unread"),
        (run("共") + field("EQ \\o(a,\\s\\up 9(b))"), "field_unread"),
        (run("共") + '<w:r><w:sym w:font="x" w:char="D800"/></w:r>', "symbol_unread"),
        (run("共") + '<w:altChunk r:id="r9"/>', "chunk_unread"),
        (run("共") + '<w:r><w:object><o:OLEObject ProgID="Equation.3"/></w:object></w:r>', "object_unread"),
        (run("共") + "<w:r><w:drawing><c:chart/></w:drawing></w:r>", "chart_unread"),
        (run("共") + "<w:r><w:drawing><dgm:relIds/></w:drawing></w:r>", "diagram_unread"),
        (run("共") + "<w:r><w:drawing><a:blip/></w:drawing></w:r>", "picture_unread"),
        (run("共") + '<w:r><w:commentReference w:id="0"/></w:r>', "comment_dropped"),
        (run("共") + '<w:r><w:sym w:font="x" w:char="zz"/></w:r>', "symbol_unread"),
        (run("共") + run("3000", "<w:strike/>") + run("5000份"), "struck_text"),
        (run("共") + run("5份", "<w:vanish/>"), "hidden_text"),
    ],
)
def test_what_was_not_read_as_it_stands_is_noticed(content: str, code: str) -> None:
    document = read_docx(para("前一段。") + f"<w:p>{content}</w:p>" + para("后一段。"))
    assert codes(document) == [code]
    notice = document.notices[0]
    line = document.text.index("\n") + 1
    assert notice.start is not None
    assert notice.end is not None
    assert line <= notice.start <= notice.end <= document.text.rindex("\n")
    assert "{" not in notice.message


def test_notices_of_one_kind_are_bounded_and_counted() -> None:
    document = read_docx(
        para("共5份。") + para(run("共") + "<w:r><w:drawing><c:chart/></w:drawing></w:r>") * 50
    )
    assert len(document.notices) == 21
    assert "另有 30 处" in document.notices[-1].message


def test_a_notice_at_the_end_of_the_text_lies_in_it() -> None:
    document = read_docx(para("共5份。") + para("<w:r><w:drawing><a:blip/></w:drawing></w:r>"))
    assert [(n.code, n.start) for n in document.notices] == [("picture_unread", len(document.text) - 1)]


# -- paragraphs --------------------------------------------------------------------------------------------------------

MARK_DELETED = "<w:rPr><w:del w:id='3'/></w:rPr>"

BODIES = {
    "empty paragraphs": (para() + para("甲") + para() + para() + para("乙") + para(), "甲\n\n\n乙"),
    "deleted mark": (para("发放", MARK_DELETED) + para("5000份"), "发放5000份"),
    "deleted paragraph": (para("甲") + para(deleted("乙"), MARK_DELETED) + para("丙"), "甲\n丙"),
    "deleted mark before a table": (para("甲", MARK_DELETED) + table(row("1", "2")), "甲\n1 | 2"),
    "deleted mark at the end": (para("甲") + para("乙", MARK_DELETED), "甲\n乙"),
    "moved mark": (para("甲", "<w:rPr><w:moveFrom w:id='3'/></w:rPr>") + para("乙"), "甲乙"),
    "hidden mark hides no text": (para("甲", "<w:rPr><w:vanish/></w:rPr>") + para("乙"), "甲\n乙"),
    "dropped capital": (para("为", '<w:framePr w:dropCap="drop"/>') + para("进一步做好宣传"), "为进一步做好宣传"),
    "block content control": (f"<w:sdt><w:sdtContent>{para('甲')}</w:sdtContent></w:sdt>{para('乙')}", "甲\n乙"),
    "paragraph in a paragraph": (f"<w:p>{run('甲')}<w:p>{run('乙')}</w:p>{run('丙')}</w:p>", "甲\n乙\n丙"),
    "field over paragraphs": (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>TOC</w:instrText>'
        f'<w:fldChar w:fldCharType="separate"/></w:r>{run("一、概况")}</w:p><w:p>{run("二、做法")}</w:p>'
        '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>' + para("正文"),
        "一、概况\n二、做法\n\n正文",
    ),
    "text box": (para(run("甲") + text_box(para("框一"), para("框二")) + run("乙")) + para("丙"), "甲乙\n框一\n框二\n丙"),
    "text box in a text box": (para(run("甲") + text_box(para(run("外") + text_box(para("内"))))), "甲\n外\n内"),
    "text box without choice": (
        para(alternatives("", f"<w:pict><v:textbox><w:txbxContent>{para('框')}</w:txbxContent></v:textbox></w:pict>")),
        "框",
    ),
    "WordArt": (para('<w:r><w:pict><v:shape><v:textpath string="工作简报"/></v:shape></w:pict></w:r>'), "工作简报"),
    "drawing text": (para("甲") + para("<a:txBody><a:p><a:r><a:t>图中字</a:t></a:r></a:p></a:txBody>"), "甲\n\n图中字"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), BODIES.values(), ids=BODIES)
def test_body(body: str, expected: str) -> None:
    assert read_docx(body).text == expected


def test_text_box_is_a_block_of_its_own() -> None:
    document = read_docx(para(run("甲") + text_box(para("框一"), para("框二"))) + para("乙"))
    assert stretches(document, BlockKind.TEXT_BOX) == ["框一\n框二"]
    assert stretches(document, BlockKind.PARAGRAPH) == ["甲", "乙"]


STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
 <w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="mine"><w:name w:val="我的标题"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="x"/><w:basedOn w:val="loop"/></w:style>
<w:style w:type="character" w:styleId="secret"><w:name w:val="y"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="gone"><w:name w:val="z"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="back"><w:name w:val="v"/><w:basedOn w:val="gone"/>
 <w:rPr><w:vanish w:val="0"/></w:rPr></w:style>
"""


@pytest.mark.parametrize(
    ("properties", "is_heading"),
    [
        ('<w:pStyle w:val="1"/>', True),
        ('<w:pStyle w:val="mine"/>', True),
        ('<w:pStyle w:val="t"/>', True),
        ('<w:pStyle w:val="loop"/>', False),
        ('<w:pStyle w:val="missing"/>', False),
        ('<w:outlineLvl w:val="2"/>', True),
        ('<w:outlineLvl w:val="9"/>', False),
        ('<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>', False),
        ('<w:pPrChange><w:pPr><w:pStyle w:val="1"/></w:pPr></w:pPrChange>', False),
        ("", False),
    ],
)
def test_headings(properties: str, is_heading: bool) -> None:
    document = read_docx(para("主要做法", properties), {"styles": STYLES})
    assert (document.blocks[0].kind is BlockKind.HEADING) == is_heading


@pytest.mark.parametrize(
    ("paragraph", "hidden"),
    [
        (para(run("甲") + run("乙", "<w:vanish/>") + run("丙", "<w:vanish/>") + run("丁")), ["乙丙"]),
        (para(run("甲", '<w:vanish w:val="false"/>')), []),
        (para(run("甲") + run("乙", '<w:rStyle w:val="secret"/>')), ["乙"]),
        (para(run("甲") + run("乙", '<w:vanish w:val="0"/>'), '<w:pStyle w:val="gone"/>'), ["甲"]),
        (para("甲", '<w:pStyle w:val="back"/>'), []),
        (table(row(cell(para(run("甲", "<w:vanish/>"))), "乙")), ["甲"]),
    ],
)
def test_hidden_text_is_kept_and_marked(paragraph: str, hidden: list[str]) -> None:
    document = read_docx(para("前文") + paragraph, {"styles": STYLES})
    assert "甲" in document.text
    assert stretches(document, BlockKind.HIDDEN) == hidden
    assert ("hidden_text" in codes(document)) == bool(hidden)


# -- tables ------------------------------------------------------------------------------------------------------------

Grid = list[tuple[str, int, int, int, int]]


def grid(document: Document, number: int = 0) -> Grid:
    return [
        (document.text[c.start : c.end], c.row, c.column, c.row_span, c.column_span)
        for c in document.tables[number].cells
    ]


RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"

TABLES: dict[str, tuple[str, str, Grid]] = {
    "plain": (
        table(row("支行", "投诉"), row("城东", "12")),
        "支行 | 投诉\n城东 | 12",
        [("支行", 0, 0, 1, 1), ("投诉", 0, 1, 1, 1), ("城东", 1, 0, 1, 1), ("12", 1, 1, 1, 1)],
    ),
    "empty cells": (table(row("", "甲"), row("乙", "")), " | 甲\n乙 | ", [("", 0, 0, 1, 1), ("甲", 0, 1, 1, 1), ("乙", 1, 0, 1, 1), ("", 1, 1, 1, 1)]),
    "column span": (
        table(row(cell("合计", '<w:gridSpan w:val="2"/>'), "5"), row("甲", "2", "3")),
        "合计 | 5\n甲 | 2 | 3",
        [("合计", 0, 0, 1, 2), ("5", 0, 2, 1, 1), ("甲", 1, 0, 1, 1), ("2", 1, 1, 1, 1), ("3", 1, 2, 1, 1)],
    ),
    "row span": (
        table(row(cell("热线", RESTART), "1"), row(cell("", CONTINUE), "2"), row(cell("", CONTINUE), "3"), row("网络", "4")),
        "热线 | 1\n | 2\n | 3\n网络 | 4",
        [("热线", 0, 0, 3, 1), ("1", 0, 1, 1, 1), ("2", 1, 1, 1, 1), ("3", 2, 1, 1, 1), ("网络", 3, 0, 1, 1), ("4", 3, 1, 1, 1)],
    ),
    "two merges in a column": (
        table(row(cell("甲", RESTART), "1"), row(cell("", CONTINUE), "2"), row(cell("乙", RESTART), "3"), row(cell("", CONTINUE), "4")),
        "甲 | 1\n | 2\n乙 | 3\n | 4",
        [("甲", 0, 0, 2, 1), ("1", 0, 1, 1, 1), ("2", 1, 1, 1, 1), ("乙", 2, 0, 2, 1), ("3", 2, 1, 1, 1), ("4", 3, 1, 1, 1)],
    ),
    "text in the rest of a merged cell": (
        table(row(cell("甲", RESTART), "1"), row(cell("乙", CONTINUE), "2")),
        "甲 | 1\n乙 | 2",
        [("甲", 0, 0, 1, 1), ("1", 0, 1, 1, 1), ("乙", 1, 0, 1, 1), ("2", 1, 1, 1, 1)],
    ),
    "old horizontal merge": (
        table(row(cell("合计", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), "5")),
        "合计 | 5",
        [("合计", 0, 0, 1, 2), ("5", 0, 2, 1, 1)],
    ),
    "columns left free": (
        table(row("甲", "乙"), row("丙", "丁", properties='<w:gridBefore w:val="1"/>')),
        "甲 | 乙\n丙 | 丁",
        [("甲", 0, 0, 1, 1), ("乙", 0, 1, 1, 1), ("丙", 1, 1, 1, 1), ("丁", 1, 2, 1, 1)],
    ),
    "deleted and inserted rows": (
        table(row("甲", "1"), row("乙", "2", properties="<w:del w:id='1'/>"), row("丙", "3", properties="<w:ins w:id='2'/>")),
        "甲 | 1\n丙 | 3",
        [("甲", 0, 0, 1, 1), ("1", 0, 1, 1, 1), ("丙", 1, 0, 1, 1), ("3", 1, 1, 1, 1)],
    ),
    "deleted cell": (
        table(row("甲", cell("1", "<w:cellDel w:id='1'/>"), "2")),
        "甲 |  | 2",
        [("甲", 0, 0, 1, 1), ("", 0, 1, 1, 1), ("2", 0, 2, 1, 1)],
    ),
    "deleted cell with a table": (
        table(row("甲", cell(table(row("1", "2")), "<w:cellDel w:id='1'/>"))),
        "甲 | ",
        [("甲", 0, 0, 1, 1), ("", 0, 1, 1, 1)],
    ),
    "paragraphs in a cell": (
        table(row(cell(para() + para("一") + para() + para("二") + para()), "甲")),
        "一\n\n二 | 甲",
        [("一\n\n二", 0, 0, 1, 1), ("甲", 0, 1, 1, 1)],
    ),
    "content controls round rows and cells": (
        table(f"<w:sdt><w:sdtContent>{row('甲', '乙')}</w:sdtContent></w:sdt>",
              f"<w:tr><w:sdt><w:sdtContent>{cell('丙')}</w:sdtContent></w:sdt>{cell('丁')}</w:tr>"),
        "甲 | 乙\n丙 | 丁",
        [("甲", 0, 0, 1, 1), ("乙", 0, 1, 1, 1), ("丙", 1, 0, 1, 1), ("丁", 1, 1, 1, 1)],
    ),
    "table in a cell": (
        table(row("内容", cell(para("如下") + table(row("甲", "1"), row("乙", "2")) + para()))),
        "内容\n如下\n甲 | 1\n乙 | 2",
        [("甲", 0, 0, 1, 1), ("1", 0, 1, 1, 1), ("乙", 1, 0, 1, 1), ("2", 1, 1, 1, 1)],
    ),
    "text box in a cell": (
        table(row(cell(para(run("甲") + text_box(para("框")))), "乙")),
        "甲\n框 | 乙",
        [("甲\n框", 0, 0, 1, 1), ("乙", 0, 1, 1, 1)],
    ),
    "absurd span": (table(row(cell("甲", '<w:gridSpan w:val="99999999"/>'), "乙")), "甲 | 乙", [("甲", 0, 0, 1, 1), ("乙", 0, 1, 1, 1)]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected", "cells"), TABLES.values(), ids=TABLES)
def test_tables(body: str, expected: str, cells: Grid) -> None:
    document = read_docx(para("前文") + body + para("后文"))
    assert document.text == f"前文\n{expected}\n后文"
    assert grid(document) == cells
    assert len(document.tables) == 1
    whole = document.tables[0]
    assert stretches(document, BlockKind.TABLE) == [document.text[whole.start : whole.end]]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (table(row(cell(para("工作简报") + para("第5期")))), "工作简报\n第5期"),
        (table(row("工作简报"), row("第5期")), "工作简报\n第5期"),
        (f"<w:tbl><w:tr>{para('行外')}{cell('甲')}</w:tr></w:tbl>", "行外\n甲"),
        (f"<w:tc>{para('表外')}</w:tc>", "表外"),
        (f"<w:tr>{cell('甲')}{cell('乙')}</w:tr>", "甲\n乙"),
    ],
)
def test_frames_and_broken_tables_are_prose(body: str, expected: str) -> None:
    document = read_docx(body)
    assert document.text == expected
    assert not document.tables
    assert stretches(document, BlockKind.PARAGRAPH) == expected.split("\n")


# -- other parts -------------------------------------------------------------------------------------------------------

NOTES = (
    '<w:footnote w:id="0" w:type="separator"><w:p><w:r><w:t>线</w:t></w:r></w:p></w:footnote>'
    f'<w:footnote w:id="1">{para("含网点")}</w:footnote><w:footnote w:id="2">{para("无人引用")}</w:footnote>'
)
REFERENCE = '<w:r><w:footnoteReference w:id="1"/></w:r>'
SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rheader"/><w:headerReference w:type="first" r:id="rheader"/>'
    '<w:footerReference w:type="default" r:id="rfooter"/></w:sectPr>'
)


def test_notes_headers_and_footers_follow_the_body() -> None:
    parts = {
        "header": para("内部资料") + table(row("密级", "无")),
        "footer": para(run("第") + field("PAGE", "1") + run("页")),
        "footnotes": NOTES,
        "endnotes": f'<w:endnote w:id="1">{para("尾注")}</w:endnote>',
    }
    body = para(run("共受理投诉120") + REFERENCE + '<w:r><w:endnoteReference w:id="1"/></w:r>' + run("件。"))
    document = read_docx(body + SECTION, parts)
    assert document.text == "共受理投诉120件。\n含网点\n尾注\n内部资料\n密级 | 无\n第1页"
    assert stretches(document, BlockKind.NOTE) == ["含网点", "尾注"]
    assert stretches(document, BlockKind.HEADER) == ["内部资料\n密级 | 无"]
    assert stretches(document, BlockKind.FOOTER) == ["第1页"]
    assert not document.tables
    assert not document.notices


def test_a_note_whose_reference_is_deleted_is_not_read() -> None:
    body = para(run("共120件") + f"<w:del>{REFERENCE}</w:del>")
    assert read_docx(body, {"footnotes": NOTES}).text == "共120件"


@pytest.mark.parametrize("kind", ["styles", "numbering", "footnotes", "header"])
def test_a_broken_part_costs_a_notice_and_not_the_body(kind: str) -> None:
    body = para(run("共受理投诉120") + REFERENCE + run("件。")) + SECTION
    document = read_docx(body, {kind: "<?xml version='1.0'?><broken><"})
    assert document.text == "共受理投诉120件。"
    assert [kind in n.message for n in document.notices if n.code == "part_unreadable"].count(True) == 1


def test_a_missing_notes_part_is_noticed() -> None:
    document = read_docx(para(run("共120") + REFERENCE))
    assert codes(document) == ["part_unreadable"]


@pytest.mark.parametrize("body", [para(), "", para("  "), table(row("", ""))[:0]])
def test_no_text_at_all(body: str) -> None:
    with pytest.raises(FactextractError) as caught:
        read_docx(body, {"header": para("只有页眉")})
    assert caught.value.code == "empty_file"


def test_pictures_only() -> None:
    with pytest.raises(FactextractError, match="OCR") as caught:
        read_docx(para("<w:r><w:drawing><a:blip/></w:drawing></w:r>"))
    assert caught.value.code == "no_text"


# -- properties --------------------------------------------------------------------------------------------------------

WORDS = st.text(st.sampled_from("发放宣传折页共计投诉份件次12350万，。 &<"), min_size=1, max_size=12)
LINES = st.lists(WORDS | st.just(""), min_size=1, max_size=8).filter(lambda lines: "".join(lines).strip())


@given(LINES)
def test_paragraphs_round_trip(lines: list[str]) -> None:
    document = read_docx("".join(para(run(line) if line else "") for line in lines))
    assert document.text == "\n".join(lines).strip("\n")
    assert stretches(document, BlockKind.PARAGRAPH) == [line for line in lines if line]


@given(st.lists(st.tuples(st.sampled_from(["kept", "inserted", "deleted"]), WORDS), min_size=1, max_size=8))
def test_deletions_never_appear_and_insertions_always_do(pieces: list[tuple[str, str]]) -> None:
    form = {"kept": run, "inserted": lambda word: inserted(run(word)), "deleted": deleted}
    document = read_docx(
        para("始" + "终") + f"<w:p>{''.join(form[kind](word) for kind, word in pieces)}</w:p>"
    )
    kept = "".join(word for kind, word in pieces if kind != "deleted")
    assert document.text == "始终" + ("\n" + kept if kept else "")


@st.composite
def merged_tables(draw: st.DrawFn) -> tuple[str, list[tuple[str, int, int, int, int]]]:
    """A table tiled with merged cells of random extent, each with a text of its own, and the cells to expect."""
    height, width = draw(st.integers(1, 5)), draw(st.integers(2, 5))
    owner: dict[tuple[int, int], int] = {}
    cells: list[tuple[str, int, int, int, int]] = []
    for y in range(height):
        for x in range(width):
            if (y, x) in owner:
                continue
            room = next((w for w in range(x, width) if (y, w) in owner), width) - x
            tall, wide = draw(st.integers(1, height - y)), draw(st.integers(1, room))
            for place in ((b, a) for b in range(y, y + tall) for a in range(x, x + wide)):
                owner[place] = len(cells)
            cells.append((f"格{len(cells)}", y, x, tall, wide))
    rows = []
    for y in range(height):
        row_cells = []
        for number in dict.fromkeys(owner[y, x] for x in range(width)):
            content, top, _, tall, wide = cells[number]
            merge = "" if tall == 1 else RESTART if top == y else CONTINUE
            row_cells.append(cell(content if top == y else "", f'<w:gridSpan w:val="{wide}"/>{merge}'))
        rows.append(row(*row_cells))
    return table(*rows), cells


@given(merged_tables())
def test_merged_cells_stand_once_with_their_extent(
    built: tuple[str, list[tuple[str, int, int, int, int]]],
) -> None:
    body, cells = built
    document = read_docx(para("前文") + body)
    assert all(document.text.count(content + end) <= 1 for content, *_ in cells for end in (" ", "\n"))
    if document.tables:
        assert grid(document) == cells
    else:
        assert {wide for *_, wide in cells} == {document_width(cells)}


def document_width(cells: list[tuple[str, int, int, int, int]]) -> int:
    return max(column + wide for _, _, column, _, wide in cells)


def test_reading_is_deterministic() -> None:
    data = docx(para(run("甲") + text_box(para("框"))) + TABLES["row span"][0])
    assert read_bytes(data, "a.docx") == read_bytes(data, "a.docx")
