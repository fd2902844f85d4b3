"""Numbers that count nothing: what each is, and that none of them is a quantity."""

from __future__ import annotations

import pytest

from factextract.scan.numeral_words import word_around
from factextract.scan.scanner import scan
from factextract.text.fold import fold

# sentence -> identifiers as kind:text, in order
SENTENCES: dict[str, list[str]] = {
    "咨询电话:0572-2345678，手机13812345678，服务专线400-820-8820": ["phone:0572-2345678", "phone:13812345678", "phone:400-820-8820"],
    "热线96×××转2，尾号8××6": ["code:96×××转2", "code:8××6"],
    "拨打12315、12345热线，96677投诉，95588客服": ["hotline:12315", "hotline:12345", "hotline:96677", "hotline:95588"],
    "该局12315台受理申诉": ["hotline:12315"],
    "银保监发〔2021〕12号、国办发[2020]16号、第5号令": ["document_number:〔2021〕12号", "document_number:[2020]16号", "document_number:第5号令"],
    "依据第二十四条、第五十五条第一款处理": ["law_article:第二十四条、第五十五条", "law_article:第一款"],
    "第29个315，3·15，5·15，“7·8全国保险公众宣传日”": ["ordinal:第29个", "festival:315", "festival:3·15", "festival:5·15", "festival:7·8"],
    "走进五、六年级，一、二、三等奖，三至六年级": ["ordinal:五、六年级", "ordinal:一、二、三等奖", "ordinal:三至六年级"],
    "获第三名、第2批、三等奖、五年级、前10位、前三名": ["ordinal:第三名", "ordinal:第2批", "ordinal:三等奖", "ordinal:五年级", "ordinal:10位", "ordinal:三名"],
    "9:30-11:30，上午9时至11时半，下午3点，早上八点": ["clock:9:30-11:30", "clock:9时至11时半", "clock:3点", "clock:八点"],
    "24小时值守，历时3个月，连续四天": ["duration:24小时", "duration:3个月", "duration:四天"],
    "65岁以上老人，0—6岁幼儿，十七八岁": ["age:65岁以上", "age:0-6岁", "age:十七八岁"],
    "一是宣传。二是培训。": ["section:一", "section:二"],
    "一、基本情况\n(二)主要做法\n1.线下\n2、线上": ["section:一、", "section:(二)", "section:1.", "section:2、"],
    "三个方面、五大类问题、八项原则、十个一律": ["topic_count:三个", "topic_count:五大类", "topic_count:八项", "topic_count:十个"],
    "五进、一盔一带、两微一端、“三停”、“1234”工作法": ["slogan:五进", "slogan:一盔一带", "slogan:两微一端", 'slogan:"三停"', "slogan:1234"],
    "三林支行、六盘山、千户村、八里桥、三台县支行": ["name:三林支行", "name:六盘山", "name:千户村", "name:八里桥", "name:三台县"],
    "6.26国际禁毒日、双11、618大促": ["festival:6.26", "festival:11", "festival:618"],
    "党的二十大、十九届六中全会、市人大二次会议、2024届毕业生": ["name:二十大", "ordinal:十九届", "ordinal:二次", "ordinal:2024届"],
    "500强企业、90后员工、5G网络、ISO9001": ["name:500强", "name:90后", "code:5", "code:9001"],
    "七天无理由退货、血压140/90mmHg、一式2份": ["rule:七天无理由", "rule:140/90mmHg", "rule:2份"],
    "读《八项规定》和《反诈手册2024版》": ["name:八项规定", "name:2024版"],
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES.items())
def test_sentence(sentence: str, expected: list[str]) -> None:
    text = fold(sentence)
    found = scan(text)
    assert [f"{i.kind.value}:{text[i.start : i.end]}" for i in found.identifiers] == expected
    assert found.quantities == ()


# Numbers that look like identifiers and are counts.
COUNTS = {
    "电话241件、来访30件": ["241件", "30件"], "受理315件": ["315件"], "走访119户": ["119户"], "答复17个问题": ["17个"], "出台6项制度": ["6项"], "建成3个站点": ["3个"],
    "发放12345份": ["12345份"], "目前5家网点": ["5家"], "三家支行、五个镇、两所小学": ["三家", "五个", "两所"], "四平方米": ["四平方米"], "二十大类": ["二十大类"],
    "查扣3台": ["3台"], "三户村民": ["三户"], "设点位83个": ["83个"], "一等奖3名": ["3名"],
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), COUNTS.items())
def test_counts_are_not_taken_for_identifiers(sentence: str, expected: list[str]) -> None:
    text = fold(sentence)
    assert [text[q.start : q.end] for q in scan(text).quantities] == expected


@pytest.mark.parametrize(
    "sentence",
    ["统一部署、进一步推动、一定要、一律、唯一、一旦、一切", "万一、十分、百姓、千方百计、四季、百货、零售、零部件", "一方面、一系列、一次性、一把手、一揽子、放肆、收拾、队伍"],
)  # fmt: skip
def test_everyday_words_leave_no_trace(sentence: str) -> None:
    found = scan(sentence)
    assert found.quantities == ()
    assert found.identifiers == ()


def test_the_longest_word_round_a_numeral_is_found() -> None:
    match = word_around("在三门峡市", 1)
    assert match is not None
    assert (match.start, match.end) == (1, 5)
    assert word_around("三个村", 0) is None
