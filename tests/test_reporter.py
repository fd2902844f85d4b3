"""Whose report it is (texts written for these tests)."""

from __future__ import annotations

from typing import Any

import pytest
from names_corpus import CASES, identifier, read


def reporter(text: str) -> str | None:
    found = read(text)[1].reporter
    return found.name if found else None


@pytest.mark.parametrize("case", [c for c in CASES if "reporter" in c], ids=identifier)
def test_reporter_of_the_corpus(case: dict[str, Any]) -> None:
    assert reporter(case["text"]) == case["reporter"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "平山县消协关于“3·15”活动情况的报告\n县市场监管局：\n3月15日，县消协设台宣传，发放资料500份。",
            "平山县消协",
        ),
        (
            "关于2023年投诉情况的通报\n各银行机构：\n全年受理投诉80件。\n国家金融监督管理总局青山监管分局\n2024年1月9日",
            "国家金融监督管理总局青山监管分局",
        ),
        (
            "2023年消保工作总结\n今年以来，我行受理投诉12件。\n东海银行消费者权益保护部\n2024年1月5日",
            "东海银行",
        ),
        (
            "工作简报\n第3期\n江北市消保委办公室编 2023年3月20日\n各地活动掠影\n东岭县消保委设台宣传。西河县消保委检查市场。",
            "江北市消保委",
        ),
        (
            "赶集宣传小记\n3月14日，所里4名同志上街宣传，县消协送来围裙200条。\n（龙潭乡市场监管所 王某某）",
            "龙潭乡市场监管所",
        ),
        (
            "河东区2021年度申诉统计年报\n编制单位：河东区市场监督管理局\n一、总量\n全区登记申诉61宗，柳林监管所办结20宗。",
            "河东区市场监督管理局",
        ),
        ("柳湾县12345热线2022年春节值守手记\n8名话务员轮班，接听来电1200通。", "柳湾县12345热线"),
        ("柳桥所一周小记（5月9日至15日）\n周二，所里去了2人讲课，书签送出70枚。", "柳桥所"),
        ("按照县联社统一部署，凤山信用社在凤山集市开展宣传，我社发放折页300份。", "凤山信用社"),
        (
            "清水湾镇开展“3·15”宣传活动\n清水湾镇人民政府联合镇卫生院开展宣传，我镇发放资料100份。",
            "清水湾镇人民政府",
        ),
        ("石门街道扎实开展反诈宣传\n石门街道组织网格员入户宣传。", "石门街道"),
        (
            "七月送清凉\n7月14日，城北区总工会一行12人钻工地、进车间，走访点位31个。\n（城北区总工会 2021年7月19日）",
            "城北区总工会",
        ),
        (
            "消防课进校园\n同学们围着石门消防救援站的队员提问。\n（石门中学政教处供稿 2024年11月）",
            "石门中学",
        ),
        ("《海州日报》、海州电视台报道：东海证券海州营业部开展投资者教育活动。", "东海证券海州营业部"),
    ],
)
def test_where_the_reporter_is_told(text: str, expected: str) -> None:
    assert reporter(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "金融知识宣传活动总结\n为提高公众金融素养，我行积极开展活动，共发放折页2000份。",
        "消防演练小结\n全体师生在操场集合，用时3分钟。",
    ],
)
def test_a_text_that_does_not_say(text: str) -> None:
    assert reporter(text) is None


def test_the_reporter_is_an_organisation_of_the_record() -> None:
    _, names = read("平山县消协2023年工作总结\n全年受理投诉80件。")
    assert names.reporter is not None
    assert names.reporter.organization == "o1"
    assert 0 < names.reporter.confidence < 1
