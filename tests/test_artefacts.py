"""Masking: what converters, sites and page layout put into a text stays in the file and leaves the view."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factextract.datamodel import Block, BlockKind, Cell, Document, Part, Span, Table
from factextract.ingest.artefacts import Artefact, ArtefactKind, clean, find_artefacts, make_view, notices
from factextract.text.fold import fold
from factextract.text.view import View

BANNER = "《某活动总结.docx》由会员分享,可在线阅读,更多相关《某活动总结.docx(3页珍藏版)》请在某某网上搜索。"
REMARK = "我们认真开展了宣传工作,取得了较好成效。"


def document(text: str, blocks: tuple[Block, ...] = (), tables: tuple[Table, ...] = ()) -> Document:
    return Document("a.txt", "txt", "utf-8", "0" * 64, text, blocks, tables)


def view_of(text: str) -> View:
    return make_view(document(text), Part(0, len(text)))


PAGE_MARKS = {
    "a mark that breaks a word": (
        "为了解市民当前最为关心的热\n2、点,该行在全市设点宣传。",
        "为了解市民当前最为关心的热点,该行在全市设点宣传。",
    ),
    "a mark before the object of a figure": (
        "一上午人流不断,主会场上共散发各类材\n3、料12600余份,另有环保袋若干。",
        "一上午人流不断,主会场上共散发各类材料12600余份,另有环保袋若干。",
    ),
    "a mark inside a figure": (
        "1、某局工作总结\n" + REMARK * 5 + "全年共发放宣传材料150\n2、00余份,反响良好。",
        "某局工作总结\n" + REMARK * 5 + "全年共发放宣传材料15000余份,反响良好。",
    ),
    "marks without line breaks": (
        "1、某县2023年工作总结"
        + REMARK * 12
        + "群众对活动反应热2、烈,发放资料500份。"
        + REMARK * 10
        + "各部门协调配3、合。",
        "某县2023年工作总结"
        + REMARK * 12
        + "群众对活动反应热烈,发放资料500份。"
        + REMARK * 10
        + "各部门协调配合。",
    ),
    "a mark behind a figure, without line breaks": (
        "1、某局2023年工作总结"
        + REMARK * 12
        + "群众反应热2、烈。"
        + REMARK * 10
        + "三处合计2553、人次,各部门"
        + REMARK * 10
        + "协调配4、合。",
        "某局2023年工作总结"
        + REMARK * 12
        + "群众反应热烈。"
        + REMARK * 10
        + "三处合计255人次,各部门"
        + REMARK * 10
        + "协调配合。",
    ),
    "a figure alone on a wrapped line": (
        "3月15日,我局在县城广场开展宣传活动,三处共接待\n255\n人次,又到各乡镇巡回宣传,发放资料500份。",
        "3月15日,我局在县城广场开展宣传活动,三处共接待255人次,又到各乡镇巡回宣传,发放资料500份。",
    ),
    "pages that begin with figures, under a banner": (
        BANNER
        + "\n1、2024年活动总结\n"
        + REMARK * 6
        + "余额较\n2、4月末增加500万元。"
        + REMARK * 6
        + "存在的不足:\n3、形式单一。"
        + REMARK * 6
        + "发放折\n4、300份。",
        "\n2024年活动总结\n"
        + REMARK * 6
        + "余额较4月末增加500万元。"
        + REMARK * 6
        + "存在的不足:\n形式单一。"
        + REMARK * 6
        + "发放折300份。",
    ),
    "a page number with 、 between others without": (
        "3月15日,我局在县城广场开展宣传活动,共发放\n1\n宣传资料500份。立案37件,罚没12.5 2、万元,县城有4\n3\n个点,办结\n- 4 -\n20件。",
        "3月15日,我局在县城广场开展宣传活动,共发放宣传资料500份。立案37件,罚没12.5万元,县城有4个点,办结20件。",
    ),
    "pages that begin with dates and thousands": (
        "我中心6名话务员分三班轮值,接线346个,截至\n2、17日下班前办妥49件。"
        + REMARK * 6
        + "五天走了11个乡镇、行程\n3、460公里。",
        "我中心6名话务员分三班轮值,接线346个,截至17日下班前办妥49件。"
        + REMARK * 6
        + "五天走了11个乡镇、行程460公里。",
    ),
    "a list without full stops": (
        "做法如下:\n1、加强领导,成立专班\n2、广泛宣传,发放资料500份\n3、严格执法,立案3件",
        "做法如下:\n1、加强领导,成立专班\n2、广泛宣传,发放资料500份\n3、严格执法,立案3件",
    ),
    "a list of long items without full stops": (
        "\n".join(
            f"{n}、加强领导,明确职责,把任务分解到科室和个人,逐级签订责任书,层层传导压力" for n in (1, 2, 3)
        ),
        "\n".join(
            f"{n}、加强领导,明确职责,把任务分解到科室和个人,逐级签订责任书,层层传导压力" for n in (1, 2, 3)
        ),
    ),
    "a list under a site's banner": (
        BANNER
        + "\n活动总结\n"
        + REMARK * 6
        + "做法如下:1、加强领导2、广泛宣传3、严格执法。\n要点:\n1、抓宣传\n2、抓维权",
        "\n活动总结\n"
        + REMARK * 6
        + "做法如下:1、加强领导2、广泛宣传3、严格执法。\n要点:\n1、抓宣传\n2、抓维权",
    ),
    "a list among the pages": (
        BANNER
        + "\n1、活动总结\n"
        + REMARK * 6
        + "做法:\n1、抓宣传\n2、抓维权\n3、抓执法\n"
        + REMARK * 6
        + "成效明\n2、显。"
        + REMARK * 6
        + "群众满\n3、意。",
        "\n活动总结\n"
        + REMARK * 6
        + "做法:\n1、抓宣传\n2、抓维权\n3、抓执法\n"
        + REMARK * 6
        + "成效明显。"
        + REMARK * 6
        + "群众满意。",
    ),
    "a list in one paragraph": (
        "要点有三:1、抓宣传;2、抓执法;3、抓维权。",
        "要点有三:1、抓宣传;2、抓执法;3、抓维权。",
    ),
    "a damaged decimal": (
        "当场销毁价值2、45万元的劣质食品,3、4月份各一次。",
        "当场销毁价值2、45万元的劣质食品,3、4月份各一次。",
    ),
    "a damaged decimal at a line's start": (
        "当场销毁的货物价值\n2、45万元。",
        "当场销毁的货物价值\n2、45万元。",
    ),
    "a damaged decimal among marks": (
        "1、某局工作总结\n"
        + REMARK * 5
        + "为消费者挽回经济损\n2、失1、28万元。"
        + REMARK * 5
        + "价值3、6万元的商品已经销\n3、毁。",
        "某局工作总结\n"
        + REMARK * 5
        + "为消费者挽回经济损失1、28万元。"
        + REMARK * 5
        + "价值3、6万元的商品已经销毁。",
    ),
    "a number on a line of its own": (
        "3月15日,我局在县城广场开展宣传活动,共发放\n1\n宣传资料500份。又到各乡镇巡回宣传,深受群众\n2\n欢迎。",
        "3月15日,我局在县城广场开展宣传活动,共发放宣传资料500份。又到各乡镇巡回宣传,深受群众欢迎。",
    ),
    "dashes and words round it": (
        "我局共受理投诉500件,办结\n- 3 -\n498件。全年立案\n第 4 页 共 8 页\n12件,罚没款3万元。",
        "我局共受理投诉500件,办结498件。全年立案12件,罚没款3万元。",
    ),
    "marks that may be figures": (
        "机构\n办结\n城东\n11/12\n(3)\n-5\n城西\n3/3\n(2)\n-1",
        "机构\n办结\n城东\n11/12\n(3)\n-5\n城西\n3/3\n(2)\n-1",
    ),
    "a page of pages inside a sentence": (
        "我局共受理投诉500件,办结第 3 页 共 8 页498件,详见附表第3页。",
        "我局共受理投诉500件,办结498件,详见附表第3页。",
    ),
    "figures of a table written one cell a line": (
        "投诉情况\n城东\n1\n城西\n2\n城南\n3",
        "投诉情况\n城东\n1\n城西\n2\n城南\n3",
    ),
    "a running header": (
        "某县市场监管局工作总结\n3月15日,我局在广场开展宣传,共发放资料500份,受理投诉\n某县市场监管局工作总结\n12件,调解8件。",
        "某县市场监管局工作总结\n3月15日,我局在广场开展宣传,共发放资料500份,受理投诉12件,调解8件。",
    ),
    "a running header with the page's number": (
        "某县工作简报 第1页\n3月15日,我局开展宣传,发放资料500份。\n某县工作简报 第2页\n受理投诉12件。",
        "某县工作简报 第1页\n3月15日,我局开展宣传,发放资料500份。\n受理投诉12件。",
    ),
    "the title of a second report": (
        "活动总结\n3月15日,我局开展宣传,发放资料500份。\n活动总结\n3月16日,我所开展宣传,发放资料30份。",
        "活动总结\n3月15日,我局开展宣传,发放资料500份。\n活动总结\n3月16日,我所开展宣传,发放资料30份。",
    ),
}

LINE_BREAKS = {
    "lines of one width": (
        "3月15日上午,某县市场监管局在\n县城广场开展宣传活动,发放宣\n传资料1500余份,接受群众咨\n询200余人次,受理投诉12件。",
        "3月15日上午,某县市场监管局在县城广场开展宣传活动,发放宣传资料1500余份,接受群众咨询200余人次,受理投诉12件。",
    ),
    "between lines set apart by blank ones": (
        "3月15日上午,某县市场监管局在\n\n县城广场开展宣传活动,发放宣\n\n传资料1500余份,接受群众咨\n\n"
        "询200余人次,受理投诉12件\n\n,当场调解8件,挽回损失3万元\n\n。群众纷纷表示,买东西更放心",
        "3月15日上午,某县市场监管局在县城广场开展宣传活动,发放宣传资料1500余份,接受群众咨"
        "询200余人次,受理投诉12件,当场调解8件,挽回损失3万元。群众纷纷表示,买东西更放心",
    ),
    "in a title as wide as the text": (
        "某县市场监督管理局国际消费者权益日宣传\n活动总结\n3月15日上午,某县市场监管局在县城中心\n"
        "广场开展大型宣传活动,共发放宣传资料一\n千余份,接受群众咨询二百余人次,受理投\n诉十二件。",
        "某县市场监督管理局国际消费者权益日宣传活动总结\n3月15日上午,某县市场监管局在县城中心"
        "广场开展大型宣传活动,共发放宣传资料一千余份,接受群众咨询二百余人次,受理投诉十二件。",
    ),
    "inside a quotation of the title": (
        "某县疾控中心关于第27个“世界艾滋\n病日”宣传活动情况的报告\n11月30日上午,我中心在广场设台。",
        '某县疾控中心关于第27个"世界艾滋病日"宣传活动情况的报告\n11月30日上午,我中心在广场设台。',
    ),
    "on a short line in the middle of a sentence": (
        "11月30日上午,我中心与公安,\n司法、教育等2\n1个单位设台。",
        "11月30日上午,我中心与公安,司法、教育等21个单位设台。",
    ),
    "before words that look like endings": (
        "本次活动时间:3月15日\n地点:县城广场\n着力做好宣传\n了解群众所需",
        "本次活动时间:3月15日\n地点:县城广场\n着力做好宣传\n了解群众所需",
    ),
    "inside a figure": (
        "3月15日上午,我局在县城广场开展宣传活动,发放资料15\n00余份,接受咨询200人次。",
        "3月15日上午,我局在县城广场开展宣传活动,发放资料1500余份,接受咨询200人次。",
    ),
    "inside a word": (
        "本次活动共设咨询点12个,接待群\n众500人次。",
        "本次活动共设咨询点12个,接待群众500人次。",
    ),
    "with an indent": (
        "\u3000\u3000为普及消费知识,我局于3月15日在\n\u3000\u3000广场举办活动,发放资料500份。",
        "  为普及消费知识,我局于3月15日在广场举办活动,发放资料500份。",
    ),
    "before a comma": ("为普及消费知识\n,我局举办了活动。", "为普及消费知识,我局举办了活动。"),
    "headings with commas": (
        "一、加强领导,周密部署\n3月15日上午,我局召开会议。\n二、广泛宣传,营造氛围\n发放资料500份。",
        "一、加强领导,周密部署\n3月15日上午,我局召开会议。\n二、广泛宣传,营造氛围\n发放资料500份。",
    ),
    "title, sign-off and dateline": (
        "某银行某分行\n2023年消保工作总结\n2023年,我行高度重视,\n共受理投诉20件。\n某银行某分行\n2023年12月1日",
        "某银行某分行\n2023年消保工作总结\n2023年,我行高度重视,共受理投诉20件。\n某银行某分行\n2023年12月1日",
    ),
    "fields": (
        "活动时间:3月15日\n参加人员:全体干部职工,共计35人\n发放资料:500份",
        "活动时间:3月15日\n参加人员:全体干部职工,共计35人\n发放资料:500份",
    ),
    "statements without full stops": (
        "共发放资料500份\n接受咨询200人次\n受理投诉12件",
        "共发放资料500份\n接受咨询200人次\n受理投诉12件",
    ),
    "rows": ("单位 | 资料\n甲所 | 100\n乙所 | 200", "单位 | 资料\n甲所 | 100\n乙所 | 200"),
    "carriage returns": ("发放资料500份。\r\n接受咨询20人次。\r\n", "发放资料500份。\n接受咨询20人次。\n"),
    "old line ends": ("发放资料500份。\r接受咨询20人次。\u2028", "发放资料500份。\n接受咨询20人次。\n"),
}

SPACES = {
    "before a measure word": ("给47 户农户建档,共1.2 万笔", "给47户农户建档,共1.2万笔"),
    "in a decimal": ("授信382. 5万元,满意率96. 4 %,占95.1 2%", "授信382.5万元,满意率96.4%,占95.12%"),
    "on both sides of the point": ("满意率达 98 . 5 %", "满意率达98.5%"),
    "numbers of items": ("1. 5月召开会议。", "1. 5月召开会议。"),
    "thousands": ("受理65 097件,收回1 234 567元,累计 1 200 人次", "受理65097件,收回1234567元,累计1200人次"),
    "thousands behind a comma": ("发放资料12, 345份", "发放资料12,345份"),
    "between the digits of a count": ("发放手册3 45册,接待1 6000余人次", "发放手册345册,接待16000余人次"),
    "between the digits of a day": ("简报截至5月1 8日", "简报截至5月18日"),
    "a label before a count": ("见表1 86人次,附件2 30份,第3 20人", "见表1 86人次,附件2 30份,第3 20人"),
    "a hotline before a count": ("热线12345 20件", "热线12345 20件"),
    "telephone numbers": ("电话0371 6583 2211,热线400 800 1234。", "电话0371 6583 2211,热线400 800 1234。"),
    "columns": ("城东分局 684 151", "城东分局 684 151"),
    "dates": ("今年3 月15 日,第 22 个世界环境日", "今年3月15日,第22个世界环境日"),
    "words of the field": ("做好防 治工作,开展宣 传活 动", "做好防治工作,开展宣传活动"),
    "slogans": ("守护安全 畅通消费", "守护安全 畅通消费"),
    "names": ("通讯员 周某 记者 李某", "通讯员 周某 记者 李某"),
    "approximations": ("发放3000 余 份,投入近 5 万 元", "发放3000余份,投入近5万元"),
    "a line set letter by letter": ("活 动 总 结 共 3 0 0 份", "活动总结共300份"),
}

DIGITS = {
    "letters for a thousand": ("IOOO余人领取,lO余名学员参加", "1000余人领取,10余名学员参加"),
    "letters in a year and a day": ("2O24年4月l5日", "2024年4月15日"),
    "letters in a hotline": ("l2315热线接听1O人", "12315热线接听10人"),
    "a single letter": ("悬挂横幅l条,l件投诉", "悬挂横幅1条,1件投诉"),
    "letters in a figure with blanks": (
        "取阅手册l 45 0册,接报l O26件,隐患3 2l7处",
        "取阅手册1450册,接报1026件,隐患3217处",
    ),
    "two letters": ("投诉ll件,线索ll条", "投诉11件,线索11条"),
    "a Chinese zero": ("2○24年,3〇0份", "2024年,300份"),
    "Chinese digits before zeros": ("发放一 二00余份,三00人参加", "发放1200余份,300人参加"),
    "terms, units and names": (
        "O2O平台,LED屏,II级响应,OO县,油5l,A1O型,No.1",
        "O2O平台,LED屏,II级响应,OO县,油5l,A1O型,No.1",
    ),
    "a Roman numeral": ("I类企业5家", "I类企业5家"),
    "Chinese years": ("二〇二四年", "二〇二四年"),
}

CHARACTERS = {
    "pinyin": ("第43個國(guó)際消費(fèi)者權(quán)益日", "第43个国际消费者权益日"),
    "pinyin of a word, and particles": ("資料(zī liào)发放了(le)三次", "资料发放了三次"),
    "Latin abbreviations": ("手机银行(app)发(fā)放贷款(lpr)", "手机银行(app)发放贷款(lpr)"),
    "Latin abbreviations alone": ("报价(de)与利率(le)", "报价(de)与利率(le)"),
    "tags": ("<p>发放资料</p><span style='color:red'>500</span>份<br/>", "\n发放资料\n500份\n"),
    "forum codes and entities": ("发放[color=rgb(1, 2, 3)]资料[/color]500&nbsp;份", "发放资料500份"),
    "Markdown": ("## 一、做法\n**家底来自大家。**共12万元", "一、做法\n家底来自大家。共12万元"),
    "asterisks for names": ("**银行**分行发放500份。", "**银行**分行发放500份。"),
    "comparisons": ("满意率<95%,增幅>3%", "满意率<95%,增幅>3%"),
    "invisible characters": ("\ufeff发放\u200b资料5\u200b00份", "发放资料500份"),
}

BOILERPLATE = {
    "a banner": (
        "《某县活动总结.docx》由会员分享,可在线阅读,更多相关《某县活动总结.docx(5页珍藏版)》请在某某网上搜索。\n发放资料500份。",
        "\n发放资料500份。",
    ),
    "a banner with the text behind it": (
        "《某县活动总结.docx》由会员“小麦”上传分享,可在线阅读,更多相关文档请在本站搜索。" + REMARK * 40,
        REMARK * 40,
    ),
    "a banner in other words": (
        "《某县活动总结(精选3篇).doc》由用户上传,支持在线预览,同类《某县活动总结》文档请站内查找。\n发放资料500份。",
        "\n发放资料500份。",
    ),
    "a notice that one is reading": (
        "您正在阅读:某县活动总结汇编(通用3篇).pdf\n本文由用户整理上传,共享积分5分,全文约2100字。\n发放资料500份。",
        "\n发放资料500份。",
    ),
    "a banner over several lines": (
        "《某县活动总结.do\ncx》由会员分享,可在线阅读,更多相关《某县活\n动总结.docx(5页珍藏版)》请在某某网上搜索。\n发放资料500份。",
        "\n发放资料500份。",
    ),
    "notes of a site": (
        "发放资料500份。\n本文下载后可任意编辑\n(省略252字)\n接受咨询20人次。",
        "发放资料500份。\n\n\n接受咨询20人次。",
    ),
    "page views of the page": (
        "某局开展宣传活动\n来源:某局 浏览次数:13531\n短视频浏览量13531次。",
        "某局开展宣传活动\n来源:某局 \n短视频浏览量13531次。",
    ),
    "a list of links": (
        "发放资料500份。\n【活动总结】相关文章:\n1.活动总结2篇\n2.活动方案500字",
        "发放资料500份。\n",
    ),
    "a report that mentions sharing": (
        "《消费指南》由会员单位分享给群众500份。",
        "《消费指南》由会员单位分享给群众500份。",
    ),
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(*case, id=name)
        for table in (PAGE_MARKS, LINE_BREAKS, SPACES, DIGITS, CHARACTERS, BOILERPLATE)
        for name, case in table.items()
    ],
)
def test_the_view_shows_the_text_without_its_artefacts(source: str, expected: str) -> None:
    assert view_of(source).text == expected


def test_a_mention_may_span_a_masked_piece() -> None:
    source = "共散发各类宣传材\n3、料12600余份,环保袋若干。"
    view = view_of(source)
    at = view.text.index("材料12600余份")
    where = view.to_source(Span(at, at + len("材料12600余份")))
    assert source[where.start : where.end] == "材\n3、料12600余份"
    assert view.visible(Span(at, at + 2)) == "材料"


def test_a_figure_across_a_line_break_keeps_its_own_offsets() -> None:
    source = "3月15日上午,我局在县城广场开展活动,发放资料24\n0余份。"
    view = view_of(source)
    at = view.text.index("240余份")
    where = view.to_source(Span(at, at + 5))
    assert source[where.start : where.end] == "24\n0余份"


def test_headers_footers_and_hidden_text_are_masked_with_their_kind() -> None:
    text = "活动总结\n发放资料500份,暗藏99份。\n某局文件\n第 1 页"
    shown = {BlockKind.HIDDEN: ",暗藏99份", BlockKind.HEADER: "某局文件", BlockKind.FOOTER: "第 1 页"}
    blocks = tuple(Block(at := text.index(part), at + len(part), kind) for kind, part in shown.items())
    file = document(text, blocks)
    found = [(artefact.kind, text[artefact.start : artefact.end]) for artefact in find_artefacts(file)]
    assert found == [
        (ArtefactKind.HIDDEN, ",暗藏99份"),
        (ArtefactKind.HEADER_FOOTER, "某局文件"),
        (ArtefactKind.HEADER_FOOTER, "第 1 页"),
    ]
    assert make_view(file, Part(0, len(text))).text.split() == ["活动总结", "发放资料500份。"]


def test_the_cells_of_a_document_table_are_left_alone() -> None:
    text = "我局在各所开展了宣传,情况如下,共计\n1\n我局在各所开展了宣传,情况如下,共计\n2\n完毕。"
    table = Table(
        0, len(text) - 4, (Cell(0, 18, 0, 0), Cell(19, 20, 0, 1), Cell(21, 39, 1, 0), Cell(40, 41, 1, 1))
    )
    file = document(text, tables=(table,))
    assert make_view(file, Part(0, len(text))).text == text
    assert view_of(text).text != text


def test_views_of_parts_share_one_cleaning() -> None:
    text = "悬挂横幅l条,国(guó)际消费日。\n发放5OO份,给47 户建档。"
    file = document(text)
    cleaning = clean(file)
    cut = text.index("\n")
    assert make_view(file, Part(0, cut), cleaning).text == "悬挂横幅1条,国际消费日。"
    assert make_view(file, Part(cut + 1, len(text)), cleaning).text == "发放500份,给47户建档。"


def test_masked_and_mended_text_is_told() -> None:
    text = "我局共受理投诉500件,办结\n- 3 -\n498件,悬挂横幅l条。\n本文下载后可任意编辑"
    found = {notice.code: notice for notice in notices(clean(document(text)))}
    assert set(found) == {"boilerplate_masked", "page_marks_masked", "digits_repaired"}
    mended = found["digits_repaired"]
    assert text[mended.start : mended.end] == "l"
    assert notices(clean(document("发放资料500份。"))) == ()


PIECES = st.sampled_from(
    [
        *"一二三123lIOo万元份人,。、:;()【】\n \t",
        "发放", "宣传", "资料", "500", "2、", "1、", "第1页", "- 2 -", "(guó)", "國", "2. 5万元", "篇1", "总结",
        "《甲.docx》由会员分享,可在线阅读,", "下载后可任意编辑", "12 345份", "<p>", "&nbsp;", "\r\n", "\u3000",
        "3月15日", "某局", "2024年1月2日", "浏览次数:35 来源:甲",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=60).map("".join)
DIGIT_EATERS = {
    ArtefactKind.PAGE_MARK,
    ArtefactKind.BOILERPLATE,
    ArtefactKind.RUNNING_HEADER,
    ArtefactKind.MARKUP,
}


@given(TEXTS)
def test_only_artefacts_are_missing_from_the_view(text: str) -> None:
    cleaning = clean(document(text))
    view = make_view(document(text), Part(0, len(text)), cleaning)
    hidden = {at for artefact in cleaning.artefacts for at in range(artefact.start, artefact.end)}
    kept = [at for at in range(len(text)) if at not in hidden]
    assert [view.offset_to_source(at) for at in range(len(view.text))] == kept
    folded = fold(text)
    assert all(view.text[shown] == cleaning.replacements.get(at, folded[at]) for shown, at in enumerate(kept))


@given(TEXTS)
def test_digits_vanish_only_with_page_marks_and_boilerplate(text: str) -> None:
    for artefact in find_artefacts(document(text)):
        if artefact.kind not in DIGIT_EATERS:
            assert not any(char.isdigit() for char in text[artefact.start : artefact.end])


@given(TEXTS)
def test_artefacts_are_sorted_and_inside_the_text(text: str) -> None:
    found = find_artefacts(document(text))
    assert list(found) == sorted(found)
    assert all(isinstance(item, Artefact) and 0 <= item.start < item.end <= len(text) for item in found)


@given(TEXTS)
def test_a_cleaned_text_needs_little_more_cleaning(text: str) -> None:
    shown = view_of(text).text
    digits = [char for char in shown if char.isdigit()]
    again = [char for char in view_of(shown).text if char.isdigit()]
    assert len(again) <= len(digits)
