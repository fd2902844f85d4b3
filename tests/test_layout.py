"""Layout: titles, sections, sentences, clauses, tables and sign-offs of a report."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factextract.datamodel import Block, BlockKind, Cell, Document, Layout, Part, Table
from factextract.ingest.artefacts import make_view
from factextract.ingest.layout import build_layout
from factextract.ingest.split import split_reports
from factextract.text.view import View

BODY = "3月15日上午,我局在中心广场设点宣传,发放资料500份。"


def document(text: str, blocks: tuple[Block, ...] = (), tables: tuple[Table, ...] = ()) -> Document:
    return Document("a.txt", "txt", "utf-8", "0" * 64, text, blocks, tables)


def read(file: Document | str) -> tuple[View, Layout]:
    """View and layout of a file's first report."""
    file = document(file) if isinstance(file, str) else file
    part = split_reports(file)[0]
    view = make_view(file, part)
    return view, build_layout(view, part, file)


TITLES = {
    "one line": (f"某县市场监管局活动总结\n{BODY}", "某县市场监管局活动总结"),
    "two lines": (
        f"国家金融监督管理总局某监管支局\n关于二季度工作情况的汇报\n分局:\n{BODY}",
        "国家金融监督管理总局某监管支局\n关于二季度工作情况的汇报",
    ),
    "glued to a salutation": (f"某协会宣传日活动方案各会员公司:{BODY}", "某协会宣传日活动方案"),
    "before a document number": (
        f"关于投诉情况的通报\n某金监通〔2024〕7号\n各银行机构:\n{BODY}",
        "关于投诉情况的通报",
    ),
    "under a masthead": (
        f"市场监管工作信息\n第11期\n某局办公室编 2023年3月17日\n\n各地活动亮点多\n\n{BODY}",
        "各地活动亮点多",
    ),
    "under a red head": (
        f"某市场监督管理局文件\n某市监〔2025〕7号\n关于开展活动的实施方案\n\n各所:\n{BODY}",
        "关于开展活动的实施方案",
    ),
    "under a masthead with its editor and day": (
        f"某县税务简讯\n2019年第5期 国家税务总局某县税务局办公室编5月6日\n落实减税降费\n——税收宣传月综述\n{BODY}",
        "落实减税降费\n--税收宣传月综述",
    ),
    "before an exclamation": (
        f"杏林春满\n翻开2019年的日志,义诊队的足迹遍布全区14个乡镇,好评如潮!\n{BODY}",
        "杏林春满",
    ),
    "before a byline": (f"某县理赔见闻\n本报通讯员 于某某\n{BODY}", "某县理赔见闻"),
    "a masthead only": (f"某市场监管工作简报\n第3期(总第87期)\n2023年3月20日\n{BODY}", "某市场监管工作简报"),
    "glued to the body": (
        f"某县市场监督管理局2024年活动总结为纪念国际消费者权益日,{BODY}",
        "某县市场监督管理局2024年活动总结",
    ),
    "no title": (BODY, None),
    "a sentence about a summary": (f"我局认真总结经验,为群众服务。{BODY}", None),
    "a salutation first": (f"县人民政府:\n{BODY}", None),
}

SIGN_OFFS = {
    "body and date": (f"{BODY}\n某县市场监管局\n2024年3月20日", "某县市场监管局\n2024年3月20日"),
    "a date alone": (f"{BODY}\n2024年3月20日", "2024年3月20日"),
    "a Chinese date": (f"{BODY}\n某乡信用社\n二〇一四年三月二十二日", "某乡信用社\n二〇一四年三月二十二日"),
    "one line": (f"{BODY}\n某县市场监管局 2024年3月20日", "某县市场监管局2024年3月20日"),
    "a credit": (f"{BODY}\n(供稿:李某)", "(供稿:李某)"),
    "a body and a name": (f"{BODY}\n(某乡市场监管所 王某)", "(某乡市场监管所 王某)"),
    "a credit that ends the paragraph": (f"{BODY}(区市场监管局 供稿)", "(区市场监管局 供稿)"),
    "fields": (f"{BODY}\n供稿单位:客户服务部\n2023年10月18日", "供稿单位:客户服务部\n2023年10月18日"),
    "none": (f"{BODY}\n{BODY}", None),
}


@pytest.mark.parametrize(("text", "title"), TITLES.values(), ids=TITLES)
def test_title(text: str, title: str | None) -> None:
    view, layout = read(text)
    assert (view.text[layout.title.start : layout.title.end] if layout.title else None) == title


@pytest.mark.parametrize(("text", "sign_off"), SIGN_OFFS.values(), ids=SIGN_OFFS)
def test_sign_off(text: str, sign_off: str | None) -> None:
    view, layout = read(text)
    assert (view.text[layout.sign_off.start : layout.sign_off.end] if layout.sign_off else None) == sign_off


# -- sections -------------------------------------------------------------------------------------------------------------

OUTLINES: dict[str, tuple[str, list[tuple[int, str | None]]]] = {
    "headings on their own lines": (
        f"总结\n{BODY}\n一、主要做法,主要成效\n{BODY}\n(一)宣传\n{BODY}\n(二)执法\n{BODY}\n二、打算\n{BODY}",
        [(0, None), (1, "一、主要做法,主要成效"), (2, "(一)宣传"), (2, "(二)执法"), (1, "二、打算")],
    ),
    "headings that begin the paragraph": (
        f"总结\n一、投诉办理。{BODY}\n二、现场核查。{BODY}",
        [(0, None), (1, "一、投诉办理"), (1, "二、现场核查")],
    ),
    "a stop typed for a full stop": (
        "总结\n一、打击不松劲.抽调警力38名.\n二、预警快半拍.劝阻20人次.",
        [(0, None), (1, "一、打击不松劲"), (1, "二、预警快半拍")],
    ),
    "arabic numbers on top": (
        f"总结\n1.诉求办理。{BODY}\n2.专项整治。{BODY}",
        [(0, None), (1, "1.诉求办理"), (1, "2.专项整治")],
    ),
    "everything in one paragraph": (
        f"某局总结如下:一、提前谋划,周密部署2月26日召开会议。二、宣传声势较大{BODY}三、执法动真碰硬自3月1日起检查50家。",
        [(0, None), (1, "一、提前谋划,周密部署"), (1, "二、宣传声势较大"), (1, "三、执法动真碰硬")],
    ),
    "glued to the text before": (
        f"某局工作总结。经费得到保障一、组织方面我行成立了小组。成效明显二、制度方面我行修订了办法,{BODY}",
        [(0, None), (1, "一、组织方面"), (1, "二、制度方面")],
    ),
    "first and second inside a paragraph": (
        "总结\n主要做了两件事:一是抓宣传。发放资料500份。二是抓投诉。调解20件。\n下一步继续努力。",
        [(0, None), (1, "一是抓宣传"), (1, "二是抓投诉"), (0, None)],
    ),
    "words of order": (
        "总结\n首先,加强领导,投入2万元。其次,广泛宣传,发放资料500份。",
        [(0, None), (1, "首先,"), (1, "其次,")],
    ),
    "tags": (
        f"简报\n情况如下:\n【甲县】{BODY}\n【乙县】{BODY}\n下一步,市局要求抽查50家。",
        [(0, None), (1, "【甲县】"), (1, "【乙县】"), (0, None)],
    ),
    "labels": (
        f"简报\n情况如下:\n甲县:{BODY}\n乙区:{BODY}\n活动形式多样,全市共有300人参加。",
        [(0, None), (1, "甲县"), (1, "乙区")],
    ),
    "bullets with places": (
        f"简报\n情况如下:\n▲甲县 县局组织宣讲。{BODY}\n▲乙区 {BODY}",
        [(0, None), (1, "▲甲县"), (1, "▲乙区")],
    ),
    "fields": (
        f"纪要\n动员:2月27日开会1次,34人到会。\n培训:轮训2期,实训72人,缺席3人。\n宣传:{BODY}",
        [(0, None), (1, "动员"), (1, "培训"), (1, "宣传")],
    ),
    "leading phrases in Markdown": (
        f"总结\n**家底来自大家。** {BODY}\n**对象一户一档。** {BODY}",
        [(0, None), (1, "家底来自大家"), (1, "对象一户一档")],
    ),
    "leading phrases": (
        f"总结\n发案情况。{BODY}\n止付劝阻。{BODY}",
        [(0, None), (1, "发案情况"), (1, "止付劝阻")],
    ),
    "shortcomings and plans": (
        f"总结\n一、宣传。{BODY}\n二、执法。{BODY}\n存在的不足:人手紧。\n下一步,计划培训50人。",
        [(0, None), (1, "一、宣传"), (1, "二、执法"), (0, None), (0, None)],
    ),
    "items of one paragraph": (
        f"总结\n(一)讲座。{BODY}\n(二)柜面。{BODY}\n(三)媒体。{BODY}\n由于人手紧,还有3场未办。",
        [(0, None), (1, "(一)讲座"), (1, "(二)柜面"), (1, "(三)媒体")],
    ),
    "forms of one character": (
        f"总结\n㈠宣传\n{BODY}\n㈡执法\n{BODY}",
        [(0, None), (1, "㈠宣传"), (1, "㈡执法")],
    ),
    "no sections": (
        "总结\n为五、六年级学生讲课,评出一、二、三等奖12名,答题的近2、3成,占比四分之三.四、五月再办。",
        [(0, None)],
    ),
    "a list of numbers": ("总结\n7月、8月分别为1、2件,(1)班、(3)班各3件,第二、三季度合计9件。", [(0, None)]),
}


@pytest.mark.parametrize(("text", "outline"), OUTLINES.values(), ids=OUTLINES)
def test_sections(text: str, outline: list[tuple[int, str | None]]) -> None:
    view, layout = read(text)
    found = [
        (section.level, view.text[section.heading.start : section.heading.end] if section.heading else None)
        for section in layout.sections
    ]
    assert found == outline


def section_of(text: str, words: str) -> str | None:
    """Heading of the section that the sentence with these words stands in."""
    view, layout = read(text)
    sentence = next(s for s in layout.sentences if words in view.text[s.start : s.end])
    heading = layout.sections[sentence.section].heading
    return view.text[heading.start : heading.end] if heading else None


def test_what_follows_one_paragraph_sections_belongs_to_the_whole() -> None:
    text = OUTLINES["labels"][0]
    assert section_of(text, "发放资料") == "甲县"
    assert section_of(text, "300人") is None


def test_a_section_reaches_over_its_paragraphs() -> None:
    text = f"总结\n一、宣传\n{BODY}\n接受咨询20人次。\n二、执法\n立案3件。\n某县市场监管局\n2024年3月1日"
    assert section_of(text, "接受咨询") == "一、宣传"
    assert section_of(text, "立案") == "二、执法"
    assert section_of(text, "2024年") is None


def test_subsections_know_their_parent() -> None:
    _, layout = read(OUTLINES["headings on their own lines"][0])
    assert [section.parent for section in layout.sections] == [None, None, 1, 1, None]


# -- sentences and clauses ------------------------------------------------------------------------------------------------

SENTENCES = {
    "stops": (
        "发放资料500份。接受咨询20人次!效果好吗?好。",
        ["发放资料500份。", "接受咨询20人次!", "效果好吗?", "好。"],
    ),
    "stops in brackets": (
        "发放资料(宣传册500份。折页200份。)若干。",
        ["发放资料(宣传册500份。折页200份。)若干。"],
    ),
    "quotes behind a stop": ("他说:“发放500份。”我们也发了。", ['他说:"发放500份。"', "我们也发了。"]),
    "dots for full stops": (
        "共登记186件,升14.11%.按月看,8月最多.判定我行有责37件.请拨96110.",
        ["共登记186件,升14.11%.", "按月看,8月最多.", "判定我行有责37件.", "请拨96110."],
    ),
    "dots that are none": (
        "第3.15期APP v2.0在a.com发布,1.5万人下载。",
        ["第3.15期APP v2.0在a.com发布,1.5万人下载。"],
    ),
    "paragraphs": ("发放资料500份\n接受咨询20人次", ["发放资料500份", "接受咨询20人次"]),
    "a missing bracket": ("发放资料(500份。接受咨询20人次。", ["发放资料(500份。", "接受咨询20人次。"]),
    "no punctuation": ("发放资料500份", ["发放资料500份"]),
}

CLAUSES = {
    "commas, semicolons, colons": (
        "其中:发放资料500份,接受咨询20人次;立案3件。",
        ["其中", "发放资料500份", "接受咨询20人次", "立案3件"],
    ),
    "thousands and times": (
        "9:30起,受理1,420件,办结12,345,678元。",
        ["9:30起", "受理1,420件", "办结12,345,678元"],
    ),
    "brackets": (
        "办结27件(食品11件,药品5件;其他11件),罚没3万元。",
        ["办结27件(食品11件,药品5件;其他11件)", "罚没3万元"],
    ),
    "short quotes": ("以“守护安全,畅通消费”为主题,发放500份。", ['以"守护安全,畅通消费"为主题', "发放500份"]),
    "enumerations": ("投诉322件、咨询141件、举报24件。", ["投诉322件、咨询141件、举报24件"]),
    "four digits are no group": ("受理20,2024年办结19件。", ["受理20", "2024年办结19件"]),
}


@pytest.mark.parametrize(("text", "expected"), SENTENCES.values(), ids=SENTENCES)
def test_sentences(text: str, expected: list[str]) -> None:
    view, layout = read(text)
    assert [view.text[sentence.start : sentence.end] for sentence in layout.sentences] == expected


@pytest.mark.parametrize(("text", "expected"), CLAUSES.values(), ids=CLAUSES)
def test_clauses(text: str, expected: list[str]) -> None:
    view, layout = read(text)
    (sentence,) = layout.sentences
    assert [view.text[clause.start : clause.end] for clause in sentence.clauses] == expected


def test_a_sentence_goes_on_across_a_page_mark() -> None:
    view, layout = read("共散发各类宣传材\n3、料12600余份,环保袋若干。立案3件。")
    assert [view.text[s.start : s.end] for s in layout.sentences] == [
        "共散发各类宣传材料12600余份,环保袋若干。",
        "立案3件。",
    ]


# -- tables ---------------------------------------------------------------------------------------------------------------

Rows = list[list[str]]
TABLES: dict[str, tuple[str, Rows]] = {
    "bars": (
        f"{BODY}\n单位|投诉|举报\n甲局|684|151\n合计|2,016|\n{BODY}",
        [["单位", "投诉", "举报"], ["甲局", "684", "151"], ["合计", "2,016", ""]],
    ),
    "a ruled header": ("| 单位 | 资料 |\n|---|---|\n| 甲所 | 100 |", [["单位", "资料"], ["甲所", "100"]]),
    "tabs": ("单位\t资料\t咨询\n甲所\t100\t20", [["单位", "资料", "咨询"], ["甲所", "100", "20"]]),
    "blanks": (
        "单位  资料  咨询\n甲所  100  20\n合计  100  20",
        [["单位", "资料", "咨询"], ["甲所", "100", "20"], ["合计", "100", "20"]],
    ),
    "a cell a line": (
        f"{BODY}\n机构\n投诉\n办结率\n东城\n12\n91.7%\n西城\n8\n100%\n合计\n20\n95%\n以上为上半年数据。",
        [["机构", "投诉", "办结率"], ["东城", "12", "91.7%"], ["西城", "8", "100%"], ["合计", "20", "95%"]],
    ),
    "serial numbers and a short total": (
        "附:明细\n(单位:份、件)\n序号\n机构\n资料\n投诉\n1\n甲支行\n2400\n31\n2\n乙支行\n300\n/\n合计\n2700\n31\n注:“/”表示无。",
        [
            ["序号", "机构", "资料", "投诉"],
            ["1", "甲支行", "2400", "31"],
            ["2", "乙支行", "300", "/"],
            ["合计", "2700", "31"],
        ],
    ),
    "blank cells as blank lines": (
        "序号\n机构\n投诉\n办结\n1\n甲支行\n12\n\n2\n乙支行\n\n3\n合计\n12\n3",
        [
            ["序号", "机构", "投诉", "办结"],
            ["1", "甲支行", "12", ""],
            ["2", "乙支行", "", "3"],
            ["合计", "12", "3"],
        ],
    ),
    "blank cells dropped": (
        "机构\n投诉\n办结\n甲支行\n12\n11\n乙支行\n0\n丙支行\n5\n5\n合计\n17\n16",
        [
            ["机构", "投诉", "办结"],
            ["甲支行", "12", "11"],
            ["乙支行", "0"],
            ["丙支行", "5", "5"],
            ["合计", "17", "16"],
        ],
    ),
    "a column of words": (
        "序号\n单位\n活动\n人数\n1\n甲支行\n进社区\n200\n2\n乙支行\n进校园\n150",
        [
            ["序号", "单位", "活动", "人数"],
            ["1", "甲支行", "进社区", "200"],
            ["2", "乙支行", "进校园", "150"],
        ],
    ),
    "two halves side by side": (
        "机构\n件数\n机构\n件数\n东城\n12\n西城\n13\n南关\n14\n合计\n39",
        [["机构", "件数", "机构", "件数"], ["东城", "12", "西城", "13"], ["南关", "14", "合计", "39"]],
    ),
    "years in the header": (
        "机构\n2022年\n2023年\n甲支行\n10\n12\n乙支行\n5\n4",
        [["机构", "2022年", "2023年"], ["甲支行", "10", "12"], ["乙支行", "5", "4"]],
    ),
}
NO_TABLES = {
    "a list of bodies": f"参加单位:\n县公安局\n县教育局\n县卫健局\n县供电公司\n移动公司\n联通公司\n{BODY}",
    "headings and fields": "一、时间\n3月15日\n二、地点\n县城广场\n三、参加人员\n全体干部\n四、经费\n2万元",
    "short statements": "发放资料500份\n接受咨询20人次\n受理投诉12件\n挽回损失3万元\n悬挂横幅5条\n立案3件",
    "words with blanks": "守护安全 畅通消费 共建和谐\n记者 李某 王某\n金融 为民 惠企",
}


def rows_of(view: View, table: Table) -> Rows:
    rows: Rows = [[] for _ in range(max(cell.row for cell in table.cells) + 1)]
    for cell in table.cells:
        rows[cell.row].append(view.text[cell.start : cell.end])
    return rows


@pytest.mark.parametrize(("text", "rows"), TABLES.values(), ids=TABLES)
def test_tables(text: str, rows: Rows) -> None:
    view, layout = read(text)
    (table,) = layout.tables
    assert rows_of(view, table) == rows


@pytest.mark.parametrize("text", NO_TABLES.values(), ids=NO_TABLES)
def test_no_tables(text: str) -> None:
    assert read(text)[1].tables == ()


def test_a_short_total_row_spans_the_serial_number() -> None:
    view, layout = read(TABLES["serial numbers and a short total"][0])
    total = [cell for cell in layout.tables[0].cells if cell.row == 3]
    assert [(view.text[cell.start : cell.end], cell.column, cell.column_span) for cell in total] == [
        ("合计", 0, 2),
        ("2700", 2, 1),
        ("31", 3, 1),
    ]


def test_two_tables_in_a_row_are_two() -> None:
    _, layout = read(f"单位|资料\n甲所|100\n{BODY}\n单位|咨询\n乙所|20")
    assert len(layout.tables) == 2


def test_a_documents_own_table_is_mapped_and_its_text_is_in_no_sentence() -> None:
    text = "國(guó)际消费日活动总结\n发放资料500份。\n甲所 | 100\n乙所 | 200\n接受咨询20人次。"
    start = text.index("甲所")
    cells = tuple(
        Cell(at := text.index(shown), at + len(shown), row, column)
        for row, line in enumerate((("甲所", "100"), ("乙所", "200")))
        for column, shown in enumerate(line)
    )
    table = Table(start, text.index("\n接受"), cells)
    view, layout = read(document(text, (Block(table.start, table.end, BlockKind.TABLE),), (table,)))
    assert rows_of(view, layout.tables[0]) == [["甲所", "100"], ["乙所", "200"]]
    shown = "".join(view.text[sentence.start : sentence.end] for sentence in layout.sentences)
    assert shown == "国际消费日活动总结发放资料500份。接受咨询20人次。"


def test_styled_headings_and_notes_of_a_document() -> None:
    text = f"活动总结\n{BODY}\n主要做法\n接受咨询20人次。\n某县市场监管局\n2024年3月1日\n1. 数据来自分局。"
    heading, note = text.index("主要做法"), text.index("1. 数据")
    blocks = (
        Block(heading, heading + 4, BlockKind.HEADING),
        Block(note, len(text), BlockKind.NOTE),
    )
    view, layout = read(document(text, blocks))
    assert [s.heading and view.text[s.heading.start : s.heading.end] for s in layout.sections] == [
        None,
        "主要做法",
    ]
    assert layout.sign_off is not None
    assert view.text[layout.sign_off.start : layout.sign_off.end] == "某县市场监管局\n2024年3月1日"
    assert layout.sentences[-1].section == 0


# -- laws -----------------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [*"一二三12,。、:;.!?()\"【】|\t\n \n", "一、", "(一)", "1.", "一是", "二是", "首先,", "【甲县】", "甲县:", "总结", "发放资料",
     "500份", "3月15日", "某县市场监管局", "2024年3月1日", "机构\n投诉\n甲所\n12\n乙所\n3\n", "甲|1|2\n乙|3|4\n", "下一步,", "9:30", "1,420"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=50).map("".join)


def layout_of(text: str) -> tuple[View, Layout]:
    file, part = document(text), Part(0, len(text))
    view = make_view(file, part)
    return view, build_layout(view, part, file)


@given(TEXTS)
def test_every_visible_character_is_in_one_sentence_or_table(text: str) -> None:
    view, layout = layout_of(text)
    counts = [0] * len(view.text)
    for item in (*layout.sentences, *layout.tables):
        for at in range(item.start, item.end):
            counts[at] += 1
    for at, char in enumerate(view.text):
        assert counts[at] == 1 or char.isspace() or (counts[at] == 0 and char in "|+-=:"), (text, at)


@given(TEXTS)
def test_sentences_are_in_order_and_hold_their_clauses(text: str) -> None:
    _, layout = layout_of(text)
    assert all(one.end <= other.start for one, other in pairwise(layout.sentences))
    for sentence in layout.sentences:
        assert sentence.start < sentence.end
        assert sentence.clauses
        assert all(one.end <= other.start for one, other in pairwise(sentence.clauses))
        assert sentence.start <= sentence.clauses[0].start
        assert sentence.clauses[-1].end <= sentence.end
        assert 0 <= sentence.section < len(layout.sections)


@given(TEXTS)
def test_sections_form_a_tree(text: str) -> None:
    _, layout = layout_of(text)
    for index, section in enumerate(layout.sections):
        assert section.start <= section.end
        assert (section.level == 0) == (section.heading is None)
        if section.parent is not None:
            parent = layout.sections[section.parent]
            assert section.parent < index
            assert parent.level < section.level
            assert parent.start <= section.start <= section.end <= parent.end
    starts = [section.start for section in layout.sections]
    assert starts == sorted(starts)


@given(TEXTS)
def test_cells_lie_in_their_table_in_reading_order(text: str) -> None:
    _, layout = layout_of(text)
    for table in layout.tables:
        places = [(cell.row, cell.column) for cell in table.cells]
        assert places == sorted(set(places))
        assert all(one.end <= other.start for one, other in pairwise(table.cells))
        assert table.start <= table.cells[0].start
        assert table.cells[-1].end <= table.end
