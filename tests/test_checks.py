"""Arithmetic of printed figures, and the checks on sentences: what must be found, and what must not raise an alarm."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from marked import Marked, every_quantity, marked, quantity

from factextract.datamodel import Check, CheckStatus, Names
from factextract.records.arithmetic import Fit, magnitude_step, printed, share_fits, shown, sum_fits
from factextract.records.checks import check_facts
from factextract.records.cues import plain_unit, units_add
from factextract.records.findings import CHECK_KINDS

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "checks.yaml").read_text(encoding="utf-8")
)


def checks_of(text: Marked) -> tuple[Check, ...]:
    return check_facts(text.facts, text.text, text.layout, text.names)


def told(check: Check, text: Marked) -> tuple[str, bool, tuple[str, ...]]:
    return check.kind, check.status is CheckStatus.MISMATCH, tuple(sorted(set(text.mentions(check.facts))))


def expected(line: str) -> tuple[str, bool, tuple[str, ...]]:
    kind, *figures = line.split()
    alarm = figures[:1] == ["!"]
    return kind, alarm, tuple(sorted(set(figures[1:] if alarm else figures)))


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:24] for case in CASES])
def test_sentences(case: dict[str, Any]) -> None:
    text = every_quantity(case["text"], case.get("planned", ()))
    found = [told(check, text) for check in checks_of(text)]
    wanted = [expected(line) for line in case.get("found", ())]
    assert [one for one in wanted if one not in found] == []
    assert [one for one in found if one[1] and one not in wanted] == []
    for never in case.get("never", ()):
        kind, _, alarm = never.partition(" ")
        assert [one for one in found if one[0] == kind and (one[1] or not alarm)] == []


def test_every_kind_has_an_agreeing_and_a_disagreeing_case() -> None:
    lines = [expected(line) for case in CASES for line in case.get("found", ())]
    assert {(kind, alarm) for kind, alarm, _ in lines} == {
        (k, alarm) for k in CHECK_KINDS for alarm in (True, False)
    }


# -- robustness --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:24] for case in CASES])
def test_a_figure_that_was_missed_raises_no_alarm(case: dict[str, Any]) -> None:
    """Without one of its facts a text must not look wrong where it is right."""
    text = every_quantity(case["text"], case.get("planned", ()))
    alarms = {told(check, text) for check in checks_of(text) if check.status is CheckStatus.MISMATCH}
    for missing in text.facts:
        facts = [fact for fact in text.facts if fact is not missing]
        found = check_facts(facts, text.text, text.layout, text.names)
        new = {told(check, text) for check in found if check.status is CheckStatus.MISMATCH}
        known = [one for one in new for old in alarms if one[0] == old[0] and set(one[2]) <= set(old[2])]
        assert new <= set(known), f"without {text.mentions([missing.id])}"


def test_no_facts_give_no_checks() -> None:
    text = every_quantity("活动取得良好效果。")
    assert checks_of(text) == ()


def test_checks_do_not_depend_on_the_order_of_facts() -> None:
    text = every_quantity(CASES[0]["text"])
    turned = check_facts(list(reversed(text.facts)), text.text, text.layout, Names())
    assert turned == checks_of(text)


def test_messages_name_the_figures_and_the_difference() -> None:
    text = every_quantity("立案29件(食品11件、药品5件、商标6件、其他5件)。")
    (check,) = (check for check in checks_of(text) if check.status is CheckStatus.MISMATCH)
    assert check.message == "分项之和与总数不符：11件＋5件＋6件＋5件＝27件，文中总数为29件，相差2件。"
    assert (check.expected, check.found) == (Decimal(27), Decimal(29))


def test_marked_plans_are_no_results() -> None:
    text = marked("受理投诉{100件},办结率力争达到{98%|planned},已办结{90件}。")
    assert "percentage" not in {check.kind for check in checks_of(text)}


@pytest.mark.parametrize("size", [400])
def test_long_lists_take_time_in_proportion(size: int) -> None:
    """The number of comparisons is bounded: doubling a hostile list must not square the work."""
    from time import perf_counter

    def seconds(count: int) -> float:
        text = every_quantity("".join(f"第{at}类受理投诉1件、其余1件,占1%;" for at in range(count)))
        begun = perf_counter()
        checks_of(text)
        return perf_counter() - begun

    seconds(20)
    once, twice = seconds(size), seconds(2 * size)
    assert twice < 4 * once + 0.5


# -- arithmetic --------------------------------------------------------------------------------------------------


def figure(mention: str) -> Any:
    return printed(quantity(mention, 0), mention)


@pytest.mark.parametrize(
    ("mention", "low", "high"),
    [
        ("5300余份", 5300, 5400),
        ("2000多人", 2000, 3000),
        ("约300人", 200, 400),
        ("1.86万份", 18550, 18650),
        ("38万元", 380000, 380000),
        ("9件", 9, 9),
        ("4至5人", 4, 5),
    ],
)
def test_a_printed_figure_allows_an_interval(mention: str, low: int, high: int) -> None:
    made = figure(mention)
    assert (made.low, made.high) == (low, high)


@pytest.mark.parametrize(
    ("total", "parts", "fit"),
    [
        ("9件", ["4件", "5件"], Fit.EXACT),
        ("9件", ["4件", "6件"], Fit.NO),
        ("1.86万份", ["1.2万份", "6600份"], Fit.EXACT),
        ("1.86万份", ["1.2万份", "6630份"], Fit.TOLERATED),
        ("1.86万份", ["12000份", "7000份"], Fit.NO),
        ("2400余份", ["1400多份", "900余份"], Fit.TOLERATED),
        ("3万份", ["18200份", "11900份"], Fit.TOLERATED),
        ("36万元", ["18万元", "9.5万元", "7.5万元"], Fit.NO),
    ],
)
def test_sums(total: str, parts: list[str], fit: Fit) -> None:
    assert sum_fits(figure(total), [figure(part) for part in parts]) is fit


@pytest.mark.parametrize(
    ("percent", "part", "whole", "fit"),
    [
        ("44.1%", "45起", "102起", Fit.EXACT),
        ("44%", "45起", "102起", Fit.EXACT),
        ("45%", "45起", "102起", Fit.NO),
        ("66%", "2件", "3件", Fit.TOLERATED),
        ("44.2%", "45起", "102起", Fit.TOLERATED),
        ("44.4%", "45起", "102起", Fit.NO),
        ("约18%", "386宗", "2145宗", Fit.TOLERATED),
        ("近47%", "1003宗", "2145宗", Fit.TOLERATED),
        ("四成以上", "119起", "287起", Fit.TOLERATED),
        ("六成以上", "119起", "287起", Fit.NO),
    ],
)
def test_shares(percent: str, part: str, whole: str, fit: Fit) -> None:
    asked = quantity(percent, 0)
    assert share_fits(printed(asked, percent), asked.comparator, figure(part), figure(whole)) is fit


def test_nothing_is_a_share_of_nothing() -> None:
    asked = quantity("50%", 0)
    assert share_fits(printed(asked, "50%"), asked.comparator, figure("1件"), figure("0件")) is Fit.NO


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_parts_always_fit_their_own_sum(values: list[int]) -> None:
    assert sum_fits(figure(f"{sum(values)}件"), [figure(f"{value}件") for value in values]) is Fit.EXACT


@given(st.integers(1, 10**5), st.integers(0, 10**5))
def test_a_rounded_percentage_always_fits(whole: int, part: int) -> None:
    part = min(part, whole)
    percent = f"{round(Decimal(part) * 100 / whole, 1)}%"
    asked = quantity(percent, 0)
    assert (
        share_fits(printed(asked, percent), asked.comparator, figure(f"{part}件"), figure(f"{whole}件"))
        is not Fit.NO
    )


@given(st.decimals(min_value=0, max_value=10**9, places=3))
def test_shown_numbers_have_no_exponent_and_no_loose_zeros(value: Decimal) -> None:
    text = shown(value)
    assert Decimal(text) == value
    assert "E" not in text
    assert not ("." in text and text.endswith(("0", ".")))


@pytest.mark.parametrize(("value", "step"), [("5300", "100"), ("0.25", "0.01"), ("0", "1"), ("7", "1")])
def test_the_worth_of_the_last_digit(value: str, step: str) -> None:
    assert magnitude_step(Decimal(value)) == Decimal(step)


@pytest.mark.parametrize(
    ("one", "other", "add"),
    [
        ("件", "起", True),
        ("份", "册", True),
        ("件", None, True),
        ("份", "人", False),
        ("元", "件", False),
        ("%", "%", True),
    ],
)
def test_which_measure_words_add_up(one: str, other: str | None, add: bool) -> None:
    assert units_add(one, other) is add
    assert units_add(other, one) is add


@pytest.mark.parametrize(
    ("unit", "plain"), [("件(次)", "件"), ("人/次", "人"), ("户次", "户"), ("批次", "批次"), (None, None)]
)
def test_bracketed_variants_of_measure_words(unit: str | None, plain: str | None) -> None:
    assert plain_unit(unit) == plain
