"""Copied texts: what is found, what is not, and that offsets, order and figures are right."""

from __future__ import annotations

import importlib.util
import random
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factextract.compare.similar import Across, Copies, Options, Text, find_copies
from factextract.compare.similar.masking import mask, own_names

ROOT = Path(__file__).parents[1]

SCHOOL = (
    "3月12日，我县教育局在实验小学操场举办反诈第一课，全校1,240名师生到场聆听，民警用三个真实案例拆解刷单套路。"
    "课后各班以小组为单位绘制手抄报318幅，其中26幅在县图书馆大厅展出两周，前来参观的家长约有900人次。"
    "活动还向住校生家庭寄出致家长的一封信，共计460封，回执率达到97.5%。"
)
COPIED = (
    "4月9日，我市教育局在实验小学操场举办反诈第一课，全校985名师生到场聆听，民警用三个真实案例拆解刷单套路。"
    "课后各班以小组为单位绘制手抄报204幅，其中26幅在市图书馆大厅展出两周，前来参观的家长约有1500人次。"
    "活动还向住校生家庭寄出致家长的一封信，共计312封，回执率达到95%。"
)
MARKET = (
    "端午前夕，执法人员凌晨四点赶到水产批发市场，对十七个摊位的活鱼逐箱抽样，快检孔雀石绿与氯霉素共计52批次。"
    "两个摊位拒不提供进货票据，当场查扣鲈鱼83公斤，并将线索移交农业综合执法大队继续追查。"
)
BANK = (
    "支行把废旧的押运车改成流动服务点，每逢赶集日开到深山的村口，替老人激活社保卡、查询养老金到账情况。"
    "半年里车子跑了2,300公里，办成业务640笔，有位九旬老人特意煮了一篮子鸡蛋送到车上。"
)
LIBRARY = (
    "读者来信里，有人抱怨自习区空调太冷，也有人嫌还书箱总是塞满；馆长逐封作答，把答复贴在门厅的软木板上。"
    "暑期延时开放到晚上九点，累计接待19,400人次，补购的科普绘本上架三天就被借空。"
)
NOTICE = (
    "请各单位严格对照任务清单逐项抓好落实，确定专人负责信息报送，并于{day}前将总结、图片和统计表一并送至领导小组办公室，"
    "逾期未报的将在全系统范围内予以通报。"
)
OWN = [SCHOOL, MARKET, BANK, LIBRARY]


def report(number: int, body: str, period: str | None = "2024", institution: str | None = None) -> Text:
    return Text(f"r{number}", institution or f"单位{chr(0x4E00 + number)}", period, body)


def filler(seed: int, sentences: int = 6) -> str:
    """Text of its own kind: characters drawn at random, with stops."""
    draw = random.Random(seed)
    chars = [chr(draw.randrange(0x4E00, 0x9000)) for _ in range(sentences * 30)]
    return "".join(char + ("。" if at % 30 == 29 else "") for at, char in enumerate(chars))


def texts_of(copies: Copies) -> list[tuple[str, str]]:
    return [(pair.left.report_id, pair.right.report_id) for pair in copies.pairs]


# -- masking -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("发放折页1,200份。", "发放折页#份"),
        ("3月15日上午", "#上午"),
        ("2024 年 3 月 15 日上午", "#上午"),
        ("占比12.5%，下降", "占比#下降"),
        ("二〇二四年三月", "#"),
        ("受理 12 34 件", "受理##件"),
        ("全县与我市", "全@与我@"),
        ("APP ＡＰＰ", "appapp"),
        ("青石县消委会和青石县", "@和@"),
        ("", ""),
    ],
)
def test_masked(text: str, masked: str) -> None:
    found = mask(text, own_names("青石县消委会"))
    assert "".join(map(chr, found.codes)) == masked


@given(st.text("发放1２3,.。 \n年月日县全我AＡ一两〇𠀀", max_size=60))
def test_masked_characters_stand_for_stretches_in_order(text: str) -> None:
    found = mask(text, ["发放"])
    assert np.all(found.starts < found.ends)
    assert np.all(found.ends[:-1] <= found.starts[1:])
    assert len(found) == 0 or found.ends[-1] <= len(text)


# -- what is a copy ----------------------------------------------------------------------------------------------------


def test_a_copied_passage_with_its_figures() -> None:
    copies = find_copies([report(1, filler(1) + SCHOOL), report(2, COPIED + filler(2)), report(3, MARKET)])
    (pair,) = copies.pairs
    assert (pair.left.report_id, pair.right.report_id, pair.across) == ("r1", "r2", Across.INSTITUTIONS)
    assert pair.similarity > 0.9
    assert [(change.left, change.right) for change in pair.figures_changed] == [
        ("1,240名", "985名"),
        ("318幅", "204幅"),
        ("约有900人次", "约有1500人次"),
        ("460封", "312封"),
        ("97.5%", "95%"),
    ]
    assert pair.figures_same == 2  # 三个, 26幅
    assert copies.groups == ()
    assert copies.shared == ()


def test_different_reports_have_nothing() -> None:
    assert find_copies([report(n, body + filler(n)) for n, body in enumerate(OWN)]).pairs == ()


def test_a_resubmission_is_no_copy_and_last_year_is() -> None:
    first = report(1, SCHOOL, "2023", "甲")
    again = report(2, COPIED, "2023", "甲")
    later = report(3, COPIED, "2024-03", "甲")
    within = report(4, COPIED, "2024", "甲")
    assert find_copies([first, again]).pairs == ()
    assert find_copies([later, within]).pairs == ()
    assert [pair.across for pair in find_copies([first, later]).pairs] == [Across.PERIODS]
    undated = [replace(first, period=None), replace(again, period=None)]
    assert find_copies(undated).pairs == ()


def test_unknown_institutions_are_different_ones() -> None:
    texts = [replace(report(n, SCHOOL), institution="") for n in (1, 2)]
    assert [pair.across for pair in find_copies(texts).pairs] == [Across.INSTITUTIONS]


@pytest.mark.parametrize("having", [6, 9])
def test_what_half_of_the_institutions_have_is_boilerplate(having: int) -> None:
    texts = [
        report(n, filler(n) + (NOTICE.format(day=f"{n + 1}月{n + 3}日") if n < having else ""))
        for n in range(12)
    ]
    copies = find_copies(texts)
    assert copies.pairs == ()
    assert [shared.institutions for shared in copies.shared] == [having]
    assert "严格对照任务清单" in copies.shared[0].example.text


def test_what_fewer_have_is_a_group_of_copies_without_all_pairs() -> None:
    texts = [report(n, filler(n) + (SCHOOL if n < 5 else "")) for n in range(12)]
    copies = find_copies(texts)
    assert texts_of(copies) == [("r0", f"r{n}") for n in range(1, 5)]
    (group,) = copies.groups
    assert [passage.report_id for passage in group.passages] == [f"r{n}" for n in range(5)]
    assert group.institutions == 5
    assert copies.shared == ()


def test_a_text_sent_round_to_many_gives_as_many_pairs() -> None:
    others = [report(n, filler(n), "2023") for n in range(200, 330)]
    texts = [report(n, SCHOOL + filler(n) + BANK) for n in range(120)]
    copies = find_copies([*texts, *others])
    assert len(copies.pairs) == 2 * 119
    assert [group.institutions for group in copies.groups] == [120, 120]


def test_a_copy_between_boilerplate_is_still_found() -> None:
    texts = [report(n, filler(n) + NOTICE.format(day="3月1日")) for n in range(10)]
    texts[3] = replace(texts[3], text=texts[3].text + MARKET)
    texts[7] = replace(texts[7], text=MARKET + texts[7].text)
    copies = find_copies(texts)
    assert texts_of(copies) == [("r3", "r7")]
    assert copies.pairs[0].left.text.startswith("端午前夕")


def test_reordered_sentences_are_one_passage() -> None:
    parts = [part + "。" for part in (SCHOOL + BANK).split("。") if part]
    copies = find_copies([report(1, "".join(parts)), report(2, "".join(parts[2:] + parts[:2]))])
    (pair,) = copies.pairs
    assert len(pair.left.text) > 0.95 * len(SCHOOL + BANK) - 2
    assert pair.similarity > 0.9


def test_wrapped_lines_and_traditional_characters_make_no_difference() -> None:
    wrapped = "\n".join(SCHOOL[at : at + 36] for at in range(0, len(SCHOOL), 36))
    traditional = wrapped.replace("县", "縣").replace("个", "個").replace("馆", "館")
    (pair,) = find_copies([report(1, SCHOOL), report(2, traditional)]).pairs
    assert pair.similarity == 1.0
    assert pair.figures_changed == ()


def test_short_copies_are_left_out() -> None:
    short = MARKET[:30]
    texts = [report(1, filler(1) + short), report(2, filler(2) + short)]
    assert find_copies(texts).pairs == ()
    assert len(find_copies(texts, Options(min_length=20)).pairs) <= 1


def test_degenerate_texts() -> None:
    odd = ["", "。", "1234567890" * 50, "啊" * 3000, "\n" * 500, "😀" * 100]
    assert find_copies([]).pairs == ()
    assert find_copies([report(n, text) for n, text in enumerate(odd * 2)]).reports == 12


# -- properties --------------------------------------------------------------------------------------------------------

BODIES = st.lists(
    st.lists(st.sampled_from([SCHOOL, COPIED, MARKET, BANK, LIBRARY, NOTICE, filler(5)]), max_size=3).map(
        "".join
    ),
    min_size=2,
    max_size=7,
)


@settings(max_examples=25, deadline=None)
@given(BODIES, st.integers(0, 5000), st.randoms(use_true_random=False))
def test_offsets_and_order(bodies: list[str], start: int, shuffled: random.Random) -> None:
    texts = [
        replace(report(n, body, institution=f"单位{n % 4}", period=f"{2020 + n % 3}"), start=start)
        for n, body in enumerate(bodies)
    ]
    copies = find_copies(texts)
    files = {text.report_id: " " * start + text.text for text in texts}
    for pair in copies.pairs:
        for passage in (pair.left, pair.right):
            assert files[passage.report_id][passage.start : passage.end] == passage.text
        assert pair.left.report_id != pair.right.report_id
        assert 0 < pair.similarity <= 1
        for change in pair.figures_changed:
            assert files[pair.left.report_id][change.left_start : change.left_end] == change.left
            assert files[pair.right.report_id][change.right_start : change.right_end] == change.right
    shuffled.shuffle(texts)
    assert find_copies(iter(texts)) == copies


@settings(max_examples=15, deadline=None)
@given(st.sampled_from([SCHOOL, MARKET, BANK]), st.integers(0, 6), st.integers(0, 6))
def test_either_may_come_first(body: str, before: int, after: int) -> None:
    one, other = filler(1, before) + body, filler(2, after) + body
    (ahead,) = find_copies([report(1, one, "2023"), report(2, other, "2024")]).pairs
    (behind,) = find_copies([report(1, one, "2024"), report(2, other, "2023")]).pairs
    assert (ahead.left, ahead.right, ahead.similarity) == (behind.right, behind.left, behind.similarity)


# -- planted copies ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def measuring() -> ModuleType:
    spec = importlib.util.spec_from_file_location("measure_copies", ROOT / "scripts" / "measure_copies.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_planted_copies_are_found(measuring: ModuleType) -> None:
    base = measuring.read_base([ROOT / "corpus" / "gold"])
    planted = measuring.Planter(base, seed=2).plant(140, 0.3, "mixed")
    score = measuring.judge(planted, find_copies(planted.texts))
    assert score.copies > 100
    assert score.recall >= 0.95
    assert score.precision >= 0.95
