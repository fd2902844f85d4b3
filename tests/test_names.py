"""Organisations: recognition, expansion, aliases, roles, leaks (sentences written for these tests)."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from names_corpus import CASES, identifier, read

from factextract.datamodel import Layout, Organization, Role, Scan
from factextract.scan.announced_units import announced_units
from factextract.scan.entities import head_class, is_subsequence
from factextract.scan.name_heads import find_heads, first_match_pattern
from factextract.scan.name_mentions import organization_type
from factextract.scan.name_parser import parse_name
from factextract.scan.name_walk import MAX_LENGTH
from factextract.scan.names import find_names
from factextract.text.view import View


def organizations(text: str) -> dict[str, Organization]:
    return {o.name: o for o in read(text)[1].organizations}


@pytest.mark.parametrize("case", CASES, ids=identifier)
def test_organizations_of_the_corpus(case: dict[str, Any]) -> None:
    found = organizations(case["text"])
    wanted = case.get("organizations") or {}
    optional = set(case.get("optional") or [])
    assert set(found) - optional == set(wanted) - optional
    for name, role in wanted.items():
        if role and name in found:
            assert Role(role) in found[name].roles, name


@pytest.mark.parametrize(
    ("text", "name", "place", "stem", "topics", "head"),
    [
        ("云岭县司法局", "云岭县司法局", "云岭县", "", "司法", "局"),
        ("通过县公安局", "县公安局", "县", "", "", "公安局"),
        ("前往和平路支行", "和平路支行", "", "和平路", "", "支行"),
        ("组织XX县人民法院", "XX县人民法院", "XX县", "", "", "人民法院"),
        ("我行与市保险行业协会", "市保险行业协会", "市", "", "保险行业", "协会"),
        ("同时晋城市市场监管局", "晋城市市场监管局", "晋城市", "", "市场监管", "局"),
        ("3月15日上午坪山区教育局", "坪山区教育局", "坪山区", "", "教育", "局"),
        ("到永和村永和小学", "永和村永和小学", "", "永和村永和", "", "小学"),
        ("听取海州12315投诉举报中心", "海州12315投诉举报中心", "", "海州", "12315投诉举报", "中心"),
        ("走进绿源塑业(深圳)有限公司", "绿源塑业(深圳)有限公司", "", "绿源塑业(深圳)", "", "有限公司"),
    ],
)
def test_parts_of_a_name(text: str, name: str, place: str, stem: str, topics: str, head: str) -> None:
    start, end = find_heads(text)[-1]
    parts = parse_name(text, start, end)
    assert (text[parts.start : parts.end], parts.place, parts.stem, parts.topics, parts.head) == (
        name,
        place,
        stem,
        topics,
        head,
    )


@pytest.mark.parametrize(
    "text", ["公安局长到会", "办理银行卡", "学习公司法", "城市布局合理", "人工客服中心线"]
)
def test_words_that_only_look_like_heads(text: str) -> None:
    assert organizations(text) == {}


@given(
    st.lists(st.text(alphabet="甲乙丙丁", min_size=1, max_size=4), min_size=1, max_size=8),
    st.text(alphabet="甲乙丙丁戊", max_size=20),
)
def test_the_head_pattern_finds_the_longest_word_at_each_place(words: list[str], text: str) -> None:
    found = {m.start(): m[1] for m in first_match_pattern(words).finditer(text)}
    for start in range(len(text)):
        here = [word for word in words if text.startswith(word, start)]
        assert found.get(start) == (max(here, key=len) if here else None)


def test_a_place_the_text_has_by_itself_is_kept_whole() -> None:
    text = "青山县开展活动。全体志愿人员夸奖青山县公安局。"
    assert list(organizations(text)) == ["青山县公安局"]


def test_outer_bodies_belong_to_the_name() -> None:
    text = "国家金融监督管理总局临汾监管分局洪水监管支局开展检查。"
    assert list(organizations(text)) == ["国家金融监督管理总局临汾监管分局洪水监管支局"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("新港、北岸两个监管所上街。", ["新港监管所", "北岸监管所"]),
        ("张庄、李集、王屯三家支公司开门迎客。", ["张庄支公司", "李集支公司", "王屯支公司"]),
        ("东城、西城支行同步宣传。", ["东城支行", "西城支行"]),
        ("城东所、城西所两个派出所联动。", ["城东派出所", "城西派出所"]),
        ("客户、城关支行都满意。", ["城关支行"]),
    ],
)
def test_shared_heads_are_expanded(text: str, names: list[str]) -> None:
    found = organizations(text)
    assert list(found) == names


def test_a_shared_head_keeps_the_source_characters() -> None:
    view, names = read("新港、北岸兩個監管所上街。")
    assert [o.name for o in names.organizations] == ["新港監管所", "北岸監管所"]
    span = names.organizations[0].mentions[0]
    assert view.visible(span) == "新港"


@pytest.mark.parametrize(
    ("text", "name", "aliases"),
    [
        (
            "岚山市消费者权益保护委员会年报\n市消保委受理投诉20件，省消保委到会指导。",
            "岚山市消费者权益保护委员会",
            {"市消保委"},
        ),
        (
            "泰安人寿平山中心支公司（以下简称平山中支）活动总结\n平山中支走进社区，中支还捐书。",
            "泰安人寿平山中心支公司",
            {"平山中支", "中支"},
        ),
        (
            "农行云水县支行活动情况\n中国农业银行云水县支行设台宣传，我行发放折页，支行共答疑50人次。",
            "中国农业银行云水县支行",
            {"农行云水县支行", "我行", "支行"},
        ),
        (
            "平山县市场监督管理局总结\n县局召开会议，县市场监管局出动执法人员。",
            "平山县市场监督管理局",
            {"县局", "县市场监管局"},
        ),
    ],
)
def test_short_forms_are_aliases(text: str, name: str, aliases: set[str]) -> None:
    found = organizations(text)
    assert aliases <= set(found[name].aliases)
    assert not aliases & set(found)


def test_levels_keep_bodies_apart() -> None:
    found = organizations("岚山市消保委年报\n市消保委在省消保委指导下，会同东岭县消保委开展调查。")
    assert set(found) == {"岚山市消保委", "省消保委", "东岭县消保委"}
    assert Role.SUPERVISOR in found["省消保委"].roles


def test_short_forms_stay_in_their_section_of_a_round_up() -> None:
    text = "江北市市场监管局简报\n【东岭县】县市场监管局检查药店20家。\n【西河县】县市场监管局检查超市30家。"
    spans = [len(o.mentions) for o in read(text)[1].organizations if o.name == "县市场监管局"]
    assert spans == [1, 1]


def test_that_body_is_the_last_of_its_class_in_the_sentence() -> None:
    text = "平山县医院义诊小结\n我院派出医生8名。据红花镇卫生院统计，一季度该院体检400人。"
    view, names = read(text)
    clinic = next(o for o in names.organizations if o.name == "红花镇卫生院")
    assert "该院" in [view.visible(span) for span in clinic.mentions]


def test_leaked_names_beside_masked_ones() -> None:
    text = (
        "XX县工商局工作总结\nXX县工商局在平罗广场设台，平罗中学、平罗一中参加，并落实平工商〔20xx〕8号文件。"
    )
    view, names = read(text)
    leaks = [n for n in names.notices if n.code == "leaked_anonymisation"]
    assert [view.source[n.start : n.end] for n in leaks] == ["平罗广场", "平罗中学", "平罗一中", "平工商"]


@pytest.mark.parametrize(
    "text", ["平山县工商局在平山广场设台，平山中学参加。", "XX县工商局在人民广场设台，实验小学参加。"]
)
def test_no_leak_where_nothing_is_masked_or_nothing_is_told(text: str) -> None:
    assert read(text)[1].notices == ()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("县公安局", "police"),
        ("东海证券滨江路营业部", "securities"),
        ("城关支行", "bank"),
        ("市保险行业协会", "association"),
        ("海州晚报", "media"),
        ("市12345热线", "hotline"),
        ("县财政局", "government"),
        ("恒昌贸易有限公司", "enterprise"),
    ],
)
def test_types(name: str, kind: str) -> None:
    assert organization_type(name) == kind


@given(
    st.text(
        alphabet='县市镇城东西和平公安局支行消协委员会联合在走进、。,:\n1一三个X《》"()我该中心广场村',
        max_size=60,
    )
)
@settings(max_examples=300, deadline=None)
def test_spans_are_sound_on_any_text(text: str) -> None:
    view = View(text)
    names = find_names(view, Layout(None, (), ()), Scan())
    for item in (*names.organizations, *names.venues):
        assert item.mentions == tuple(sorted(item.mentions))
        for span in item.mentions:
            assert 0 <= span.start < span.end <= len(view.text)
            assert span.end - span.start <= 2 * MAX_LENGTH
    identifiers = [o.id for o in names.organizations]
    assert identifiers == [f"o{n}" for n in range(1, len(identifiers) + 1)]
    if names.reporter and names.reporter.organization:
        assert names.reporter.organization in identifiers
    assert find_names(view, Layout(None, (), ()), Scan()) == names


@given(st.text(max_size=12), st.text(max_size=12))
def test_a_part_with_gaps_is_a_subsequence(first: str, second: str) -> None:
    assert is_subsequence(
        first, "".join(a + b for a, b in zip(first, second.ljust(len(first), "x"), strict=False))
    )


def test_head_classes_join_what_names_alternate_between() -> None:
    assert head_class("县消协") == head_class("县消费者权益保护委员会")
    assert head_class("县公安局") != head_class("县法院")


@pytest.mark.parametrize(
    "unit",
    [
        "县局",
        "城东支行、",
        "东河、西河、南河三个监管所",
        "东海银行(以下简称东行)",
        "该行",
        "在人民广场、",
        "【东山区】县局",
        "9",
        "《",
    ],
)
def test_time_grows_with_the_text_not_with_its_square(unit: str) -> None:
    def seconds(length: int) -> float:
        view = View(unit * (length // len(unit)))
        began = time.process_time()
        find_names(view, Layout(None, (), ()), Scan())
        return time.process_time() - began

    seconds(500)
    assert seconds(16_000) < 4.5 * seconds(8_000) + 0.05


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "各支公司上报场次如下:道北3场,平安路2场,双山、建华各1场,共计7场。",
            ["道北支公司", "平安路支公司", "双山支公司", "建华支公司"],
        ),
        ("各所受理情况:城关12件、河东9件、柳林7件。", ["城关所", "河东所", "柳林所"]),
        ("各支行投诉分布:城东3件,其余2件。", []),
        ("各大队查处情况如下:超员3起,超速2起。", []),
    ],
)
def test_announced_lists_name_branches_by_their_places(text: str, names: list[str]) -> None:
    assert [mention.name for mention in announced_units(text, [])] == names
