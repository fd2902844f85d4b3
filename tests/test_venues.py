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
        ("志愿者到机床厂家属区、铁路工人新村慰问困难职工20户。", ["机床厂家属区", "铁路工人新村"]),
        ("我们在火车站、长途汽车站设服务台。", ["火车站", "长途汽车站"]),
        ("讲座办在临江职工之家和市一中阶梯教室。", ["临江职工之家", "市一中阶梯教室"]),
        ("培训班借的县剧团排练厅，到课60人。", ["县剧团排练厅"]),
        ("质量分析会开在城西物流园三号库。", ["城西物流园三号库"]),
        ("东马庄、西柳庄（“煤改气”村）夜查2次。", ["东马庄", "西柳庄"]),
        ("流动车停在白龙湖、杨家拐、双河三个村湾，放映电影6场。", ["白龙湖", "杨家拐", "双河"]),
        ("大篷车停靠黄石湖、李家湾、两河等村寨12个。", ["黄石湖", "李家湾", "两河"]),
        ("三个组扑向朝阳屯、靠河屯和县城建材大市场。", ["朝阳屯", "靠河屯", "建材大市场"]),
        ("执法人员突击检查老城建材大市场、农机大市场。", ["老城建材大市场", "农机大市场"]),
        ("队员到南坪完小、白石初中讲课各1节。", ["南坪完小", "白石初中"]),
        ("民警走进巴音嘎查开展宣传。", ["巴音嘎查"]),
        ("在龙门码头、三号泊位检查船舶12艘。", ["龙门码头", "三号泊位"]),
        ("在地铁二号线人民路站发放折页800份。", ["地铁二号线人民路站"]),
        ("支队在“松岭家园”工地现场调解。", ["“松岭家园”工地"]),
        ("慈善晚会在云顶国际大酒店三楼宴会厅举行。", ["云顶国际大酒店三楼宴会厅"]),
        ("在县汽车站出口设热水摊3处。", ["县汽车站出口"]),
        ("北山镇中心小学上课2堂，听课300人。", ["北山镇中心小学"]),
        ("厅堂微讲堂培训4场。", []),
        ("第三分局在会展中心B馆开设咨询台4个。", ["会展中心B馆"]),
        ("宣讲在烈士陵园、红军长征纪念碑前举行。", ["烈士陵园", "红军长征纪念碑前"]),
        ("在白沙岭隧道口、白沙河大桥北桥头演练2次。", ["白沙岭隧道口", "白沙河大桥北桥头"]),
        ("民警在南湖夜市、星光影城、时代KTV清查。", ["南湖夜市", "星光影城", "时代KTV"]),
        ("在虎头湾、月亮岛水域巡航3次。", ["虎头湾", "月亮岛水域"]),
        ("在滨江路口、客运西站安排劝导员。", ["滨江路口", "客运西站"]),
        ("夏令营设在青龙山林场场部。", ["青龙山林场场部"]),
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
