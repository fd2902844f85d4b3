"""Agreement of annotators, bootstrap intervals, phenomena."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from factextract.evaluate.agreement import agreement
from factextract.evaluate.bootstrap import interval
from factextract.evaluate.metrics import Report
from factextract.evaluate.phenomena import PHENOMENA, Surroundings, phenomena_of

TEXT = "县局发放资料300份，城关所接待咨询20人次。其余5件正在办理。"


def _annotation(indicators: Sequence[str], **more: Any) -> dict[str, Any]:
    spans = [("300份", 300, "份"), ("20人次", 20, "人次"), ("5件", 5, "件")]
    facts = [
        {
            "text": text,
            "start": TEXT.index(text),
            "end": TEXT.index(text) + len(text),
            "value": value,
            "unit": unit,
            "indicator": indicator,
        }
        for (text, value, unit), indicator in zip(spans, indicators, strict=False)
    ]
    report = {
        "start": 0,
        "reporter": "县局",
        "facts": facts,
        "dates": [],
        "organizations": [{"name": "县局", "roles": ["reporter"]}],
        "venues": [],
        "checks": [],
        "headline": {"materials_distributed": 300},
        **more,
    }
    return {"text_file": "a.txt", "reports": [report]}


FULL = ("materials_distributed", "consultations_handled", "complaints_received")


def test_the_same_annotation_agrees_fully() -> None:
    found = agreement([(_annotation(FULL), _annotation(FULL), TEXT)])
    assert found.kappa == 1.0
    assert found.figures == 3
    assert found.items["facts"] == found.items["organizations"] == found.items["headline"] == 1.0
    assert found.items["venues"] is None


def test_disagreement_counts_in_both_directions() -> None:
    one, other = _annotation(FULL), _annotation((*FULL[:2], "other"), organizations=[])
    found = agreement([(one, other, TEXT)])
    assert found.items["facts"] == pytest.approx(2 / 3)
    assert found.items["quantities"] == 1.0
    assert found.kappa is not None
    assert found.kappa == pytest.approx((2 / 3 - 2 / 9) / (1 - 2 / 9))
    swapped = agreement([(other, one, TEXT)])
    assert swapped.items == found.items


def test_a_figure_that_one_leaves_out_is_no_agreement() -> None:
    found = agreement([(_annotation(FULL), _annotation(FULL[:2]), TEXT)])
    assert found.items["quantities"] == pytest.approx(2 * (2 / 3) * 1 / (2 / 3 + 1))


def _report(right: int, spurious: int, missed: int) -> Report:
    report = Report()
    tally = report.items["facts"]
    tally.right, tally.spurious, tally.missed = right, spurious, missed
    return report


def test_interval_holds_the_score_and_repeats_itself() -> None:
    reports = [_report(9, 1, 1), _report(4, 4, 2), _report(20, 0, 0), _report(7, 2, 5)]
    found = interval(reports, "facts")
    assert found is not None
    assert found.score == pytest.approx(80 / (80 + 7 + 8))
    assert found.low < found.score < found.high
    assert interval(reports, "facts") == found
    assert str(found) == f"{found.score:.3f} ({found.low:.3f}-{found.high:.3f})"


def test_interval_of_one_document_or_of_nothing() -> None:
    alone = interval([_report(3, 1, 0)], "facts")
    assert alone is not None
    assert alone.low == alone.score == alone.high
    assert interval([_report(3, 1, 0)], "venues") is None
    assert interval([], "facts") is None


@pytest.mark.parametrize(
    ("fact", "text", "phenomenon"),
    [
        ({"org": "城关所"}, "城关所⟦3件⟧", "1 whose number it is"),
        ({"period": "2023"}, "上年的⟦3件⟧", "2 period of each number"),
        ({"status": "planned"}, "计划建⟦3个⟧", "3 planned, required"),
        ({}, "受理投诉⟦30余件⟧", "6 approximations"),
        ({"indicator_any": ["other", "cases_filed"]}, "立案⟦3件⟧", "7 verb, noun and unit together"),
        ({"unit": "%"}, "占⟦30%⟧", "8 remainders and shares"),
        ({}, "其余⟦5件⟧正在办理", "8 remainders and shares"),
        ({}, "某局送来⟦5件⟧", "9 anonymised names"),
        ({}, "三个所分别为⟦5件⟧、3件", "12 coordination, 分别"),
        ({}, "发放⟦l5份⟧", "14 damaged text"),
        ({"value": 0}, "投诉⟦0件⟧", "15 zero, open and closed lists"),
    ],
)
def test_a_phenomenon_is_told_from_gold_and_text(fact: dict[str, Any], text: str, phenomenon: str) -> None:
    before, mention, after = text.replace("⟧", "⟦").split("⟦")
    plain = before + mention + after
    full = {"start": len(before), "end": len(before) + len(mention), "unit": "件", "value": 5, **fact}
    shown = list(phenomena_of(Surroundings(full, {"start": 0}, plain, 1)))
    assert phenomenon in shown
    assert set(shown) <= set(PHENOMENA)


def test_a_plain_fact_shows_only_that_no_year_is_stated() -> None:
    text = "受理投诉5件。"
    fact = {"start": 4, "end": 6, "unit": "件", "value": 5}
    assert list(phenomena_of(Surroundings(fact, {"start": 0}, text, 1))) == ["10 year not stated"]
