"""Quantities: sentences with what is counted in them. A count is written text=value|unit|comparator, and so on."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factextract.datamodel import Quantity
from factextract.scan.bare_counts import counts_without_unit
from factextract.scan.quantities import scan_quantities
from factextract.scan.scanner import scan
from factextract.scan.unit_table import CLASSES
from factextract.scan.units import match_unit, unit_class
from factextract.text.fold import fold


def shown(text: str, quantity: Quantity) -> str:
    """``text=value[~value_max]|unit[|comparator][|flags]``, exact left out."""
    top = "" if quantity.value_max is None else f"~{quantity.value_max}"
    parts = [f"{text[quantity.start : quantity.end]}={quantity.value}{top}", str(quantity.unit)]
    if quantity.comparator != "exact":
        parts.append(quantity.comparator.value)
    parts += [name for name in ("repaired", "vague", "numeral_one") if getattr(quantity, name)]
    return "|".join(parts)


def found(sentence: str) -> list[str]:
    text = fold(sentence)
    return [shown(text, quantity) for quantity in scan(text).quantities]


# sentence -> quantities, in order
SENTENCES: dict[str, list[str]] = {
    # approximations and where they stand
    "现场发出单页约260余份，接待近1500余人次": ["约260余份=260|份|at_least", "近1500余人次=1500|人次|at_least"],
    "止付资金36万余元、止损180余万元、涉案2.4亿多元": ["36万余元=360000|元|at_least", "180余万元=1800000|元|at_least", "2.4亿多元=240000000|元|at_least"],
    "十余项、百余份、上千余名、二十来人、三十多家": ["十余项=10|项|at_least", "百余份=100|份|at_least", "上千余名=1000|名|at_least|vague", "二十来人=20|人|about", "三十多家=30|家|at_least"],
    "约400户，将近90人，70人左右，120场上下": ["约400户=400|户|about", "将近90人=90|人|about", "70人左右=70|人|about", "120场上下=120|场|about"],
    "逾8万人次，超过30场，突破5万次，不少于6期，不低于90%": ["逾8万人次=80000|人次|at_least", "超过30场=30|场|at_least", "突破5万次=50000|次|at_least", "不少于6期=6|期|at_least", "不低于90%=90|%|at_least"],
    "控制在20件以内，不足3次，不到50份，不超过5%": ["20件以内=20|件|at_most", "不足3次=3|次|at_most", "不到50份=50|份|at_most", "不超过5%=5|%|at_most"],
    "40家以上，65%及以上，浏览86万+，300人次之多": ["40家以上=40|家|at_least", "65%及以上=65|%|at_least", "86万+=860000|None|at_least", "300人次之多=300|人次|at_least"],
    "每季至少举办讲座2场，全年最多安排8期": ["2场=2|场|at_least", "8期=8|期|at_most"],
    "接近总量的四成，不足总数的15%": ["四成=40|%|about", "15%=15|%|at_most"],
    "满意度高于85%的年度目标": ["85%=85|%"],
    # vague magnitudes
    "数千份折页、数百名村民、几十场活动": ["数千份=1000~10000|份|range|vague", "数百名=100~1000|名|range|vague", "几十场=10~100|场|range|vague"],
    "上百人到场，惠及上万户，近百人参加": ["上百人=100|人|at_least|vague", "上万户=10000|户|at_least|vague", "近百人=100|人|about|vague"],
    # ranges
    "每队6-8人、罚款500至1000元、增幅3%—5%、投入20~30万元": ["6-8人=6~8|人|range", "500至1000元=500~1000|元|range", "3%-5%=3~5|%|range", "20~30万元=200000~300000|元|range"],
    "五六十个、三五百人、七八家、两三万份": ["五六十个=50~60|个|range", "三五百人=300~500|人|range", "七八家=7~8|家|range", "两三万份=20000~30000|份|range"],
    "100与200份之间，5000元以上20000元以下": ["100与200份之间=100~200|份|range", "5000元以上20000元以下=5000~20000|元|range"],
    # lists that share a unit
    "各片区分别走访381、295和107家次": ["381=381|家次", "295=295|家次", "107家次=107|家次"],
    "各协会分别拿出14、9万元": ["14=140000|元", "9万元=90000|元"],
    # damaged figures
    "价值3、15万元的货物，授信268. 5万元，完成率93.4 6%": ["3、15万元=31500|元|repaired", "268. 5万元=2685000|元|repaired", "93.4 6%=93.46|%|repaired"],
    "l8件，围上来IOOO余人，送出6OO份，仅有l起": ["l8件=18|件|repaired", "IOOO余人=1000|人|at_least|repaired", "6OO份=600|份|repaired", "l起=1|起|repaired"],
    "受理48 216件，印制1.3 万册": ["48 216件=48216|件", "1.3 万册=13000|册"],
    # measure words
    "检查1380户(次)、出动260人/次、车辆35台/次、折页900份（册）、展架62张（个）": ["1380户(次)=1380|户次", "260人/次=260|人次", "35台/次=35|台次", "900份(册)=900|份", "62张(个)=62|张"],
    "4大类17个品种9公斤，抽检6个批次，提升2.3个百分点": ["4大类=4|大类", "17个品种=17|品种", "9公斤=9|公斤", "6个批次=6|批次", "2.3个百分点=2.3|个百分点"],
    "外借2.1万册次，消防车90辆次，诉求730件次，讲座24讲": ["2.1万册次=21000|册次", "90辆次=90|辆次", "730件次=730|件次", "24讲=24|讲"],
    "79件次之，12件均已办结，5家用人单位，3起诉讼案件": ["79件=79|件", "12件=12|件", "5家=5|家", "3起=3|起"],
    "26单位、80同学、3部门": ["26=26|None", "80=80|None", "3=3|None"],
    # money, percentages, fractions
    "10万美元、港币3000元、人民币50元、￥1,200、3.5亿元人民币、5元6角": ["10万美元=100000|美元", "港币3000元=3000|港元", "人民币50元=50|元", "￥1,200=1200|元", "3.5亿元人民币=350000000|元", "5元6角=5.6|元"],
    "三成、七成六、六成多、八折、百分之九十五、千分之三、45.6％": ["三成=30|%", "七成六=76|%", "六成多=60|%|at_least", "八折=80|%", "百分之九十五=95|%", "千分之三=0.3|%", "45.6%=45.6|%"],
    "三分之二的网点、四分之三、1.2倍": ["三分之二=0.666666666666667|None", "四分之三=0.75|None", "1.2倍=1.2|倍"],
    # numerals in words
    "两辆车、一块展板、八千一百二十七个、一千三百余份、卅一人次": ["两辆=2|辆", "一块=1|块|numeral_one", "八千一百二十七个=8127|个", "一千三百余份=1300|份|at_least", "卅一人次=31|人次"],
    "召开了一次会议，新增一家网点，没有发生一起事故": ["一次=1|次|numeral_one", "一家=1|家|numeral_one", "一起=1|起|numeral_one"],
    # times that are figures of the work
    "平均办理用时3.6天，平均通话时长2分15秒": ["3.6天=3.6|天", "2分15秒=135|秒"],
    "办理时限由7个工作日压缩至4个工作日以内": ["7个工作日=7|个工作日", "4个工作日以内=4|个工作日|at_most"],
    # bare numbers and signs
    "同比-12.5%": ["12.5%=12.5|%"],
    "甲店|-12.5%|230": ["-12.5%=-12.5|%", "230=230|None"],
    "——共发放15份": ["15份=15|份"],
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES.items())
def test_sentence(sentence: str, expected: list[str]) -> None:
    assert found(sentence) == expected


UNIT_CLASSES = {
    "人": "people", "人次": "person_times", "户次": "households", "家": "organizations", "份": "documents", "场次": "events", "件": "cases", "元": "money",
    "美元": "money", "%": "percent", "个百分点": "points", "公斤": "mass", "公里": "length", "台次": "vehicles", "批次": "batches", "小时": "time", "岁": "age",
    "个": "generic", None: "none", "哇": "generic", "大类": "items", "分": "score", "块": "boards",
}  # fmt: skip


@pytest.mark.parametrize(("unit", "name"), UNIT_CLASSES.items())
def test_unit_class(unit: str | None, name: str) -> None:
    assert unit_class(unit) == name


def test_every_unit_of_the_table_is_found_with_its_class() -> None:
    for name, words in CLASSES.items():
        for word in words.split():
            match = match_unit(word + "。", 0)
            assert match is not None
            assert match.end == len(word)
            assert (
                unit_class(match.unit) == name or unit_class(word) != name
            )  # a word listed twice has its first class


# sentence with one bare number -> whether the number counts something
BARE = {
    "四年级80同学参加": True, "短视频阅读量86万+": True, "获赞3.2万;": True, "2000余群众到场": True, "播放量突破120万": True, "触达人次突破70万": True,
    "证书编码为ABC 2300;": False, "按照230的要求": False,
    "走访农户64,听众共计210。": True, "当场整改到位27,": True, "无证摊点,取缔3。": True, "胶管过期1,316、私接三通88。": True, "来访投诉5(均为收费)": True,
    "其中办结4,另2转市分行。": True, "余3因证据不足终止": True, "目标:事故0,": True, "人6,车2。": True,
    "详见附件3。": False, "情况见表2,": False, "案例4:某店": False, "拨打12319。": False, "内线转807,": False, "展望2027\n": False, "尾号0316)": False,
    "演了一条2、三分钟的短片": False, "人均3,": False, "致电8806123。": False,
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "counts"), BARE.items())
def test_counts_without_unit(sentence: str, counts: bool) -> None:
    bare = [q for q in scan(sentence).quantities if q.unit is None]
    assert {counts_without_unit(sentence, q) for q in bare} == {counts} or not (bare or counts)


_PIECES = st.lists(
    st.sampled_from(
        ["发放", "折页", "300余份", "近", "约", "三百", "、", "和", "至", "-", "第", "个", "12345", "热线", "1.2万", "元", "%", "一", "中学",
         "\n", "。", "(", ")", "2024年", "3月15日", "余", "多", "以上", "分别", "l", "O", " ", "/", "·", "《", "》", "×", "点", "分之", "百"]
    ),
    max_size=30,
)  # fmt: skip


@given(_PIECES)
def test_every_number_is_claimed_once(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = scan(text)
    spans = sorted(
        [(q.start, q.end) for q in found.quantities]
        + [(d.start, d.end) for d in found.dates]
        + [(i.start, i.end) for i in found.identifiers]
    )
    for (start, end), (following, _) in zip(spans, [*spans[1:], (len(text), 0)], strict=False):
        assert 0 <= start < end <= following
    claimed = {offset for start, end in spans for offset in range(start, end)}
    assert all(offset in claimed for offset, char in enumerate(text) if char.isdigit() and char.isascii())


@given(_PIECES)
def test_scan_is_deterministic_and_values_are_plain(pieces: list[str]) -> None:
    text = "".join(pieces)
    first = scan(text)
    assert first == scan(text)
    for quantity in first.quantities:
        assert "E+" not in str(quantity.value)
        assert quantity.value_max is None or quantity.value_max > quantity.value


@settings(max_examples=300)
@given(st.integers(1, 10**9), st.sampled_from(["份", "人次", "件", "个", "家", "场次", "元", "户"]))
def test_value_and_extent_of_a_plain_count(number: int, unit: str) -> None:
    text = f"共计{number}{unit}。"
    assert [(q.start, q.end, q.value, q.unit) for q in scan(text).quantities] == [
        (2, len(text) - 1, Decimal(number), unit)
    ]


@pytest.mark.parametrize(
    "unit",
    ["1", "一", "1个", "1、", "1至", "1和", "约", "(", "《", "《1", "百分之", "1元1角", "一 ", "至少1"],
)
def test_growth_is_linear(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        best = 9.0
        for _ in range(2):
            begin = time.perf_counter()
            scan_quantities(text)
            best = min(best, time.perf_counter() - begin)
        return best

    assert seconds(16_000) < 3.5 * seconds(8_000) + 0.05
