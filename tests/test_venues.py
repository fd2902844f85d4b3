"""Venues, told apart from organisations by their context (sentences written for these tests)."""

from __future__ import annotations

from typing import Any

import pytest
from names_corpus import CASES, identifier, read


def venues(text: str) -> list[str]:
    return [v.name for v in read(text)[1].venues]


@pytest.mark.parametrize("case", [c for c in CASES if "venues" in c or not c.get("optional")], ids=identifier)
def test_venues_of_the_corpus(case: dict[str, Any]) -> None:
    wanted = case.get("venues") or []
    optional = set(case.get("optional") or []) - set(wanted)
    assert [name for name in venues(case["text"]) if name not in optional] == wanted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3月15日，县消协在县城人民广场设台。", ["人民广场"]),
        ("宣传队走进红星小学、向阳社区和大石桥村。", ["红星小学", "向阳社区", "大石桥村"]),
        (
            "主会场设在滨江公园，东岭所在东岭集市、西坪所在西坪镇分别设分会场。",
            ["滨江公园", "东岭集市", "西坪镇"],
        ),
        ("县委宣传部会议室里座无虚席。", ["县委宣传部会议室"]),
        ("医生到石门、双塘二村看望老人。", ["石门村", "双塘村"]),
        ("队员分头到了七个村和乡中学、凤山小学两所学校。", ["乡中学", "凤山小学"]),
        ("执法人员对大坪镇建材市场逐户检查。", ["大坪镇建材市场"]),
        ("东关站、北门站两个消防站敞开大门，接待群众300人。", ["东关消防站", "北门消防站"]),
        ("城南支行、柳树镇分理处两个网点同时在厅堂开微沙龙。", ["城南支行", "柳树镇分理处"]),
        ("赶集的群众把滨河广场上的展台围满。", ["滨河广场"]),
        ("海州晚报社门前摆起长桌。", ["海州晚报社门前"]),
    ],
)
def test_locative_contexts(text: str, expected: list[str]) -> None:
    assert venues(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "在县市场监管局指导下，各项工作有序推进。",
        "活动走进社区、学校、企业和农村。",
        "推进新农村建设，加强农村市场监管。",
        "红星小学获得一等奖，县医院派出医生5名。",
        "家住东湖小区的李女士来电投诉。",
        "各网点营业大厅循环播放公益广告。",
        "规范农资市场秩序，维护广场舞队伍稳定。",
        "小纠纷不出村，大纠纷不出镇。",
    ],
)
def test_what_is_no_venue(text: str) -> None:
    assert venues(text) == []


def test_an_outlet_can_be_venue_and_organisation() -> None:
    _, names = read("东海银行在城关支行、南门支行等2个营业网点设摊宣传。")
    assert [v.name for v in names.venues] == ["城关支行", "南门支行"]
    assert {"城关支行", "南门支行"} <= {o.name for o in names.organizations}


def test_a_place_only_visited_is_no_organisation() -> None:
    _, names = read("县税务局走进恒昌服装厂、红星小学宣讲。")
    assert [o.name for o in names.organizations] == ["县税务局"]


def test_a_venue_keeps_the_source_characters_and_all_its_mentions() -> None:
    view, names = read("在鳳翼廣場舉行啟動儀式，下午又在鳳翼廣場銷毀假酒。")
    assert [v.name for v in names.venues] == ["鳳翼廣場"]
    assert [view.visible(span) for span in names.venues[0].mentions] == ["鳳翼廣場", "鳳翼廣場"]
