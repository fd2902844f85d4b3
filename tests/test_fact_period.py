"""The period of figures that are not of the report's own: comparison bases, other years, months, tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factextract.pipeline import Engine
from factextract.text.edtf import is_edtf

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "fact_period.yaml").read_text(encoding="utf-8")
)
PIECES = [
    "去年",
    "上年同期",
    "2022年",
    "一季度",
    "1至3月",
    "上月",
    "今年",
    "受理投诉",
    "8件",
    "12%",
    ",",
    "、",
    "。",
]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(models=None)


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:24] for case in CASES])
def test_period(engine: Engine, case: dict[str, Any]) -> None:
    (record,) = engine.parse_text(f"{case['title']}\n{case['text']}\n")
    found = {fact["text"]: fact["period"] for fact in record["facts"]}
    assert {mention: found[mention] for mention in case["periods"]} == case["periods"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(parts=st.lists(st.sampled_from(PIECES), max_size=24))
def test_every_period_is_edtf_and_not_the_reports_own(engine: Engine, parts: list[str]) -> None:
    for record in engine.parse_text("澄江农商银行2024年投诉情况分析\n我行" + "".join(parts) + "。"):
        for fact in record["facts"]:
            assert fact["period"] is None or is_edtf(fact["period"])
            assert fact["period"] != record["period"]["edtf"]
