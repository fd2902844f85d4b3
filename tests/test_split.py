"""Splitting: compilations and successions of reports come apart, one report of many sections stays whole."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factextract.datamodel import Document
from factextract.ingest.split import split_reports

BODY = (
    "按照市局的统一安排,我单位于3月15日在中心广场设点宣传,共发放资料500余份,接受群众咨询120人次,"
    "受理投诉3件,当场调解2件,收到了较好的效果。"
)
ITEMS = (
    "一、加强领导。成立工作专班,落实经费2万元。\n二、广泛宣传。悬挂横幅5条,走进社区3个。\n"
    "三、存在问题。形式还不够丰富,下一步将加强培训。"
)
BANNER = "《某活动总结(精选2篇).docx》由会员分享,可在线阅读,更多相关《某活动总结(精选2篇).docx(3页珍藏版)》请在某某网上搜索。"


def document(text: str) -> Document:
    return Document("a.txt", "txt", "utf-8", "0" * 64, text)


def starts(text: str) -> list[str]:
    """The first line of each report that is found."""
    return [text[part.start : part.end].split("\n")[0] for part in split_reports(document(text))]


def numbered(*titles: str) -> str:
    return "".join(f"{title}\n{BODY}\n" for title in titles)


SEVERAL = {
    "an announced number of headlines without numbers": (
        "消委会总结优秀范例汇编(2篇)\n总结能帮助我们找出规律,以下仅供参考。\n"
        + numbered("共享单车调度体察", "县热线春节值守手记"),
        ["共享单车调度体察", "县热线春节值守手记"],
    ),
    "篇一:": ("活动总结\n" + numbered("篇一:活动总结", "篇二:活动总结"), ["篇一:活动总结", "篇二:活动总结"]),
    "篇 1 at the end": (numbered("活动总结 篇1", "活动总结 篇2"), ["活动总结 篇1", "活动总结 篇2"]),
    "(篇一)": (numbered("活动总结(篇一)", "活动总结(篇二)"), ["活动总结(篇一)", "活动总结(篇二)"]),
    "【篇一】 alone on its line": (
        "".join(f"【篇{n}】\n某{n}局活动总结\n{BODY}\n" for n in "一二三"),
        ["【篇一】", "【篇二】", "【篇三】"],
    ),
    "第一篇": (
        numbered("第一篇:某县消协工作总结", "第二篇:某县工商局工作总结"),
        ["第一篇:某县消协工作总结", "第二篇:某县工商局工作总结"],
    ),
    "第 1 篇": (numbered("第 1 篇 活动总结", "第 2 篇 活动总结"), ["第 1 篇 活动总结", "第 2 篇 活动总结"]),
    "范文一": (f"范文一\n{BODY}\n{ITEMS}\n范文二\n{BODY}", ["范文一", "范文二"]),
    "『范文1』": (numbered("『范文1』", "『范文2』"), ["『范文1』", "『范文2』"]),
    "范文(1)": (numbered("活动总结范文(1)", "活动总结范文(2)"), ["活动总结范文(1)", "活动总结范文(2)"]),
    "样本": (numbered("样本1:", "样本2:"), ["样本1:", "样本2:"]),
    "总结(一)": (
        numbered("某活动总结(一)", "某活动总结(二)", "某活动总结(三)"),
        ["某活动总结(一)", "某活动总结(二)", "某活动总结(三)"],
    ),
    "总结1": (numbered("某活动总结1", "某活动总结2"), ["某活动总结1", "某活动总结2"]),
    "之一": (numbered("经验交流材料之一", "经验交流材料之二"), ["经验交流材料之一", "经验交流材料之二"]),
    "twelve": (
        numbered(*(f"活动总结 篇{n}" for n in ("一二三四五六七八九十") + ""))
        + numbered("活动总结 篇十一", "活动总结 篇十二"),
        [f"活动总结 篇{n}" for n in [*"一二三四五六七八九十", "十一", "十二"]],
    ),
    "with sections inside": (
        f"活动总结 篇1\n{BODY}\n{ITEMS}\n活动总结 篇2\n{BODY}\n{ITEMS}",
        ["活动总结 篇1", "活动总结 篇2"],
    ),
    "under a table of contents": (
        "活动总结(精选2篇)\n目录\n篇1:活动总结\n篇2:活动总结\n" + numbered("活动总结 篇1", "活动总结 篇2"),
        ["活动总结 篇1", "活动总结 篇2"],
    ),
    "the first without a number": (
        f"某活动总结范文\n{BODY}\n{ITEMS}\n某活动总结 篇2\n{BODY}",
        ["某活动总结范文", "某活动总结 篇2"],
    ),
    "behind an introduction": (
        "某活动总结(精选2篇)\n经历了这次活动,大家都有收获,以下是小编整理的总结,供大家参考。\n"
        "某活动总结(精选2篇)\n" + numbered("某活动总结1", "某活动总结2"),
        ["某活动总结1", "某活动总结2"],
    ),
    "before a list of links": (
        numbered("活动总结 篇1", "活动总结 篇2") + "【活动总结】相关文章:\n1.活动总结\n2.活动方案",
        ["活动总结 篇1", "活动总结 篇2"],
    ),
    "listed with organisations of their own": (
        numbered("1、甲县市场监管局活动总结", "2、乙县消费者协会活动总结"),
        ["1、甲县市场监管局活动总结", "2、乙县消费者协会活动总结"],
    ),
    "signed and dated": (
        f"某县市场监管局活动总结\n{BODY}\n某县市场监管局\n2024年3月20日\n\n"
        f"某县消费者协会一季度工作总结\n{BODY}\n某县消费者协会\n2024年4月1日",
        ["某县市场监管局活动总结", "某县消费者协会一季度工作总结"],
    ),
    "signed, dated and copied": (
        f"关于活动情况的汇报\n市局:\n{BODY}\n某县市场监管局\n2024年3月20日\n抄送:市消协。\n"
        f"关于投诉情况的报告\n市局:\n{BODY}\n某县消费者协会\n2024年4月1日",
        ["关于活动情况的汇报", "关于投诉情况的报告"],
    ),
    "credited": (
        f"甲乡市场监管所赶集宣传小记\n{BODY}\n(甲乡所 王某)\n乙镇市场监管所宣传简讯\n{BODY}\n(乙镇所 李某)",
        ["甲乡市场监管所赶集宣传小记", "乙镇市场监管所宣传简讯"],
    ),
    "ruled off": (
        f"某县市场监管局活动总结\n{BODY}\n==========\n某县消费者协会工作总结\n{BODY}",
        ["某县市场监管局活动总结", "某县消费者协会工作总结"],
    ),
    "news of several bodies": (
        numbered("甲县市场监管局开展宣传活动", "乙区市场监管局举行维权宣传", "中国银行东城支行走进社区宣传"),
        ["甲县市场监管局开展宣传活动", "乙区市场监管局举行维权宣传", "中国银行东城支行走进社区宣传"],
    ),
    "the same title for each year": (
        numbered("某县消协2019年活动总结", "某县消协2020年活动总结"),
        ["某县消协2019年活动总结", "某县消协2020年活动总结"],
    ),
    "two issues of a bulletin": (
        "".join(
            f"市场监管简报\n第{n}期\n某局办公室 2024年3月{n}日\n甲县开展宣传\n{BODY}\n报:省局。\n"
            for n in (5, 6)
        ),
        ["市场监管简报", "市场监管简报"],
    ),
}

ONE = {
    "another number of headlines than announced": (
        "消委会总结优秀范例汇编(5篇)\n总结能帮助我们找出规律,以下仅供参考。\n"
        + numbered("共享单车调度体察", "现场掠影一瞥")
    ),
    "a long summary": f"某局工作总结\n{BODY}\n一、主要工作\n(一)宣传\n{BODY}\n(二)执法\n{BODY}\n二、下步打算\n{BODY}\n某局\n2024年1月2日",
    "a summary with its plan": f"某局2023年工作总结及2024年工作计划\n{BODY}\n一、2023年工作总结\n{BODY}\n二、2024年工作计划\n{BODY}",
    "parts": f"某行总结和计划\n第一部分 2023年工作总结\n{BODY}\n第二部分 2024年工作计划\n{BODY}",
    "bare bracketed headings": f"某局工作总结\n(一)\n{BODY}\n(二)\n{BODY}\n(三)\n{BODY}",
    "numbered aspects": f"某局2023年工作报告\n活动情况(一)\n{BODY}\n活动情况(二)\n{BODY}",
    "an attached table": (
        f"某局活动总结\n{BODY}\n某县市场监管局\n2024年3月20日\n附件:某县市场监管局活动情况统计表\n单位|资料\n甲所|100\n乙所|200"
    ),
    "an attached plan": f"某局活动总结\n{BODY}\n某县市场监管局\n2024年3月20日\n附件1\n某县活动方案\n{BODY}",
    "a bulletin of counties": f"市场监管简报\n第5期\n某局办公室编 2024年3月20日\n【甲县】{BODY}\n【乙县】{BODY}\n【丙区】{BODY}",
    "a bulletin of items": f"市场监管简报\n第5期\n某局办公室 2024年3月20日\n甲县市场监管局开展宣传\n{BODY}\n乙县市场监管局开展宣传\n{BODY}",
    "articles published": f"某行宣传工作总结\n{BODY}全年撰写信息3篇,第一篇被省行采用,第二篇被市局采用。\n公众号推文第一篇\n{BODY}",
    "cases": f"某县消协典型案例通报\n案例一:预付卡纠纷\n{BODY}\n案例二:网购纠纷\n{BODY}",
    "unnumbered headings": f"某分行消保工作报告\n{BODY}\n各支行活动情况\n{BODY}\n投诉处理情况\n{BODY}\n存在问题\n{BODY}",
    "headings that name bodies": f"某市局各分局活动情况通报\n{BODY}\n城东分局\n{BODY}\n城西分局\n{BODY}\n宣传活动情况\n{BODY}",
    "headings that are dates": f"某中学宣传周活动总结\n12月1日\n{BODY}\n12月2日\n宪法晨读活动\n{BODY}",
    "quarters": f"某行消保工作情况报告\n第一季度工作情况\n{BODY}\n第二季度工作情况\n{BODY}",
    "running headers": f"某局工作总结汇编\n{BODY}\n- 1 -\n某局工作总结汇编\n{BODY}\n- 2 -\n某局工作总结汇编\n{BODY}",
    "one announced": f"某活动总结(精选1篇)\n{BODY}",
    "no title": f"{BODY}\n{BODY}\n{BODY}",
    "one line": BODY,
    "nothing": "",
    "blanks": " \n\n ",
}


@pytest.mark.parametrize(("text", "expected"), SEVERAL.values(), ids=SEVERAL)
def test_reports_in_one_file_come_apart(text: str, expected: list[str]) -> None:
    assert starts(text) == expected


@pytest.mark.parametrize("text", ONE.values(), ids=ONE)
def test_one_report_stays_whole(text: str) -> None:
    assert len(split_reports(document(text))) == 1


def test_a_text_without_line_breaks_is_split_where_its_titles_stand() -> None:
    first, second = f"某活动总结篇1为做好工作,{BODY}", f"某活动总结篇2根据安排,{BODY}"
    text = f"{BANNER}\n1、某活动总结(精选2篇)总结是对工作的回顾,下面是小编整理的2篇,欢迎阅读!{first}{second}"
    parts = split_reports(document(text))
    assert [text[part.start : part.end] for part in parts] == [first, second]
    assert [text[part.title.start : part.title.end] for part in parts if part.title] == [
        "某活动总结篇1",
        "某活动总结篇2",
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"【篇1】为做好工作,{BODY}", f"【篇2】根据安排,{BODY}"),
        (f"消费维权总结一:20xx年,{BODY}", f"消费维权总结二:20xx年,{BODY}"),
    ],
)
def test_titles_inside_a_line_need_brackets_or_a_colon(first: str, second: str) -> None:
    text = f"下面是网友整理的文章,欢迎访问!{first}{second}"
    assert [text[part.start : part.end] for part in split_reports(document(text))] == [first, second]


def test_a_title_broken_by_a_page_mark_is_seen() -> None:
    text = f"{BANNER}\n1、某活动总结(精选2篇)以下是整理的内容!某活动总结篇1为做好工作,{BODY}某活动\n2、总结篇2根据安排,{BODY}"
    parts = split_reports(document(text))
    assert [text[part.title.start : part.title.end] for part in parts if part.title] == [
        "某活动总结篇1",
        "某活动\n2、总结篇2",
    ]


def test_banner_and_first_page_mark_belong_to_no_report() -> None:
    text = f"{BANNER}\n1、某县活动总结\n{BODY}"
    (part,) = split_reports(document(text))
    assert text[part.start : part.end] == f"某县活动总结\n{BODY}"


def test_a_mark_alone_on_its_line_takes_the_title_below() -> None:
    text = "".join(f"【篇{n}】\n某{n}局活动总结\n{BODY}\n" for n in "一二")
    (first, second) = split_reports(document(text))
    assert first.title is not None
    assert text[first.title.start : first.title.end] == "【篇一】\n某一局活动总结"
    assert (first.number, first.of, second.number, second.of) == (1, 2, 2, 2)


LINES = st.sampled_from(
    ["活动总结 篇1", "活动总结 篇2", "活动总结 篇3", "第一篇", "第二篇", "范文(一)", "总结(二)", BODY, ITEMS, "某县消协", "2024年3月1日",
     "某县消协工作总结", "某县市场监管局工作总结", "======", "", "  ", "(供稿:王某)", "目录", BANNER, "- 1 -", "第5期"]
)  # fmt: skip


@given(st.lists(LINES, max_size=14).map("\n".join))
def test_parts_lie_apart_in_order_and_lose_no_sentence(text: str) -> None:
    parts = split_reports(document(text))
    assert [part.number for part in parts] == list(range(1, len(parts) + 1))
    assert {part.of for part in parts} == {len(parts)}
    assert all(0 <= part.start <= part.end <= len(text) for part in parts)
    assert all(one.end <= other.start for one, other in pairwise(parts))
    between = [text[one.end : other.start] for one, other in pairwise(parts)]
    assert not any("发放资料" in gap for gap in between)
    for part in parts:
        assert part.title is None or part.start <= part.title.start < part.title.end <= part.end
