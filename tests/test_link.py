"""Linking by rules: indicator, owner, status, dimensions and parts of figures in sentences of many kinds."""

from __future__ import annotations

from typing import Any

import pytest

from factextract.pipeline import Engine


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(models=None)


def facts(engine: Engine, text: str) -> dict[str, dict[str, Any]]:
    """The facts of a text by their mention; later ones of the same mention get a mark."""
    found: dict[str, dict[str, Any]] = {}
    (record,) = engine.parse_text(text)
    names = {organization["id"]: organization["name"] for organization in record["organizations"]}
    for fact in record["facts"]:
        key = fact["text"]
        while key in found:
            key += "'"
        found[key] = {**fact, "owner": names.get(fact["organization"])}
    return found


@pytest.mark.parametrize(
    ("text", "mention", "indicator"),
    [
        ("活动现场共发放各类宣传折页3200余份。", "3200余份", "materials_distributed"),
        ("3200余份折页不到一小时就被群众领完。", "3200余份", "materials_distributed"),
        ("我局统一印制宣传手册2万册。", "2万册", "materials_printed"),
        ("接受群众咨询450人次。", "450人次", "consultations_handled"),
        ("全年受理消费者投诉318件,办结312件。", "318件", "complaints_received"),
        ("全年受理消费者投诉318件,办结312件。", "312件", "complaints_resolved"),
        ("投诉办结率达98.1%。", "98.1%", "resolution_rate"),
        ("全年受理投诉318件,同比下降12.5%。", "12.5%", "complaint_change"),
        ("为消费者挽回经济损失26.4万元。", "26.4万元", "losses_recovered"),
        ("出动执法人员126人次,检查经营户480户次。", "126人次", "staff_deployed"),
        ("出动执法人员126人次,检查经营户480户次。", "480户次", "inspections"),
        ("悬挂横幅12条,摆放展板20块。", "12条", "banners_hung"),
        ("悬挂横幅12条,摆放展板20块。", "20块", "display_boards"),
        ("举办金融知识讲座14场,630人参加。", "14场", "lectures_held"),
        ("举办金融知识讲座14场,630人参加。", "630人", "participants"),
        ("公众号推文阅读量突破8万次。", "突破8万次", "online_views"),
        ("投诉办结率由上年的92%提升至98%。", "92%", "resolution_rate"),
        ("投诉办结率由上年的92%提升至98%。", "98%", "resolution_rate"),
        ("回访满意率比上季度的88.5%降了3.5个百分点。", "88.5%", "satisfaction_rate"),
        ("投诉办结率较上年提高3个百分点。", "3个百分点", None),
        ("餐饮类投诉占比从21%上升到30%。", "30%", "complaint_share"),
        ("快递类投诉90件,其中延误52件,丢失短少38件。", "38件", "complaints_received"),
        ("受理投诉58件,去年同期74件,净减16件。", "16件", "complaint_change"),
        ("共接到投诉29件,其中态度12件、排队9件、个人贷款8件。", "8件", "complaints_received"),
        ("全年罚没款96万元,单笔最高的20万元罚给了一家商场。", "20万元", "fines_yuan"),
        ("支行全部上街,一共去了11个人。", "11个", "staff_deployed"),
        ("新栽行道树1500棵。", "1500棵", None),
        ("全年接待上级考察组7批。", "7批", None),
    ],
)
def test_indicator_by_verb_noun_and_unit_together(
    engine: Engine, text: str, mention: str, indicator: str | None
) -> None:
    assert facts(engine, text)[mention]["indicator"] == indicator


def test_breakdown_inherits_the_total_and_names_its_channels(engine: Engine) -> None:
    found = facts(engine, "全年共受理投诉96件,其中12315平台转来51件,来信来访28件,12345热线17件。")
    assert {found[m]["indicator"] for m in ("96件", "51件", "28件", "17件")} == {"complaints_received"}
    assert "12315" in found["51件"]["dimensions"]["channel"]
    assert "12345" in found["17件"]["dimensions"]["channel"]
    assert found["51件"]["part_of"] == found["96件"]["id"]


def test_shares_take_the_dimensions_of_the_counts_that_they_qualify(engine: Engine) -> None:
    found = facts(engine, "本季度受理投诉80件。其中贷款类44件、信用卡类36件,分别占55%、45%。")
    assert found["55%"]["indicator"] == found["45%"]["indicator"] == "complaint_share"
    assert "贷款" in found["55%"]["dimensions"]["category"]
    assert "信用卡" in found["45%"]["dimensions"]["category"]


def test_parallel_lists_give_each_name_its_figure(engine: Engine) -> None:
    found = facts(engine, "澄江农商银行总结\n城关支行、东风支行、北湖支行分别发放折页900份、700份、400份。")
    assert [found[m]["owner"] for m in ("900份", "700份", "400份")] == ["城关支行", "东风支行", "北湖支行"]


def test_figure_without_other_subject_is_the_reporters(engine: Engine) -> None:
    found = facts(
        engine, "澄江县市场监督管理局活动总结\n3月15日,我局发放资料500份。县消费者协会受理投诉6件。"
    )
    assert found["500份"]["owner"] == "澄江县市场监督管理局"
    assert found["6件"]["owner"] == "县消费者协会"


@pytest.mark.parametrize(
    ("text", "mention", "status"),
    [
        ("下半年计划举办讲座6场。", "6场", "planned"),
        ("力争全年投诉量控制在100件以内。", "100件以内", "planned"),
        ("还将有20家网点参加活动。", "20家", "planned"),
        ("将收缴的假酒120瓶予以销毁。", "120瓶", "reported"),
        ("按照年度计划,已举办讲座6场。", "6场", "reported"),
        ("二、下一步打算\n新建维权站8个。", "8个", "planned"),
    ],
)
def test_planned_is_not_reported(engine: Engine, text: str, mention: str, status: str) -> None:
    assert facts(engine, text)[mention]["status"] == status


def test_table_cells_take_header_row_label_and_unit_of_header(engine: Engine) -> None:
    text = "各支行情况如下：\n支行 | 发放资料（份） | 受理投诉（件）\n东湖支行 | 820 | 3\n西城支行 | 640 | 0\n合计 | 1460 | 3\n"
    found = facts(engine, text)
    assert found["820"]["indicator"] == "materials_distributed"
    assert found["0"]["indicator"] == "complaints_received"
    assert found["640"]["owner"] == "西城支行"


def test_a_row_label_that_names_a_branch_leaves_the_header_its_say(engine: Engine) -> None:
    found = facts(
        engine,
        "澄江区市场监管局统计表\n各所情况见下表。\n单位 | 举报(件) | 立案(件) | 挽回损失(万元)\n"
        "城东监管所 | 47 | 12 | 8.5\n城西监管所 | 39 | 15 | 6.2\n",
    )
    assert [found[m]["indicator"] for m in ("47", "12", "8.5")] == [
        "reports_received",
        "cases_filed",
        "losses_recovered",
    ]


@pytest.mark.parametrize(
    ("caption", "value", "money"),
    [("(单位:件、万元)", 12, 85000), ("(单位:万元)", 12, 85000), ("单位:元", 12, 8.5)],
)
def test_units_of_a_caption_go_to_the_columns_that_they_fit(
    engine: Engine, caption: str, value: float, money: float
) -> None:
    found = facts(
        engine,
        f"澄江区市场监管局统计表\n各所情况如下。\n表一 各所办案情况{caption}\n单位 | 立案件数 | 罚没款 | 结案率\n"
        "城东监管所 | 12 | 8.5 | 91\n城西监管所 | 15 | 6.2 | 88\n",
    )
    assert (found["12"]["value"], found["8.5"]["value"], found["91"]["value"]) == (value, money, 91)


def test_columns_that_add_up_to_an_earlier_one_are_its_parts(engine: Engine) -> None:
    found = facts(
        engine,
        "澄江农商银行投诉分析\n各网点情况见下表。\n网点 | 投诉(件) | 态度 | 贷款 | 收费 | 办结(件)\n"
        "城关支行 | 23 | 12 | 8 | 3 | 21\n东风支行 | 17 | 4 | 7 | 6 | 16\n合计 | 40 | 16 | 15 | 9 | 37\n",
    )
    assert {found[m]["indicator"] for m in ("23", "12", "8", "3", "7", "6")} == {"complaints_received"}
    assert found["21"]["indicator"] == "complaints_resolved"


def test_columns_of_outcomes_are_no_parts_by_category(engine: Engine) -> None:
    found = facts(
        engine,
        "澄江农商银行投诉分析\n各网点情况见下表。\n网点 | 投诉(件) | 办结(件) | 在办(件)\n"
        "城关支行 | 23 | 21 | 2\n东风支行 | 17 | 14 | 3\n合计 | 40 | 35 | 5\n",
    )
    assert found["21"]["indicator"] == "complaints_resolved"
    assert found["5"]["indicator"] is None


def test_numbers_that_are_no_counts_are_no_facts(engine: Engine) -> None:
    found = facts(
        engine,
        "请拨打12345热线,依据《消费者权益保护法》第五十五条处理。第40个国际消费者权益日当天召开了一次会议。",
    )
    assert found == {}


def test_every_mention_is_the_text_that_its_offsets_point_at(engine: Engine) -> None:
    text = "溪口县工商局3月15日发放宣传资\n2、料1200份,受理投诉5起。\n\n溪口县工商局\n2016年3月18日"
    for record in engine.parse_text(text):
        for item in [
            *record["facts"],
            *record["dates"],
            *(m for o in record["organizations"] for m in o["mentions"]),
        ]:
            assert text[item["start"] : item["end"]] == item["text"]
