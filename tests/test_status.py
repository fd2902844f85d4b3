"""Planned or reported: plan words and their reach, targets, plan sections, plan documents, tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from factextract.link.status import is_plan_title
from factextract.pipeline import Engine

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "status.yaml").read_text(encoding="utf-8")
)
_NAMES = {"p": "planned", "r": "reported"}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(models=None)


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:24] for case in CASES])
def test_status(engine: Engine, case: dict[str, Any]) -> None:
    title = case.get("title", "澄江县市场监督管理局工作总结")
    (record,) = engine.parse_text(f"{title}\n{case['text']}\n")
    found = {fact["text"]: fact["status"] for fact in record["facts"]}
    assert {mention: found[mention] for mention in case["status"]} == {
        mention: _NAMES[status] for mention, status in case["status"].items()
    }


@pytest.mark.parametrize(
    ("title", "plan"),
    [
        ("关于开展3·15宣传活动的通知", True),
        ("2026年消保教育宣传工作计划", True),
        ("2025年度工作计划完成情况汇报", False),
        ("消费者权益日活动总结", False),
    ],
)
def test_plan_titles(title: str, plan: bool) -> None:
    assert is_plan_title(title) is plan
