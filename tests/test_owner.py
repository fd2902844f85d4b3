"""Whose figure it is: branches, partners, givers, superiors, lists, paragraphs and tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factextract.pipeline import Engine

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "owner.yaml").read_text(encoding="utf-8")
)
REPORTER = "澄江县市场监督管理局"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(models=None)


def owners(engine: Engine, text: str) -> dict[str, str | None]:
    """The owners' names by mention, None for the reporter."""
    (record,) = engine.parse_text(f"{REPORTER}工作总结\n{text}\n{REPORTER}\n2023年12月8日\n")
    names = {organization["id"]: organization["name"] for organization in record["organizations"]}
    found = {fact["text"]: names.get(fact["organization"]) for fact in record["facts"]}
    return {mention: None if name == REPORTER else name for mention, name in found.items()}


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:24] for case in CASES])
def test_owner(engine: Engine, case: dict[str, Any]) -> None:
    found = owners(engine, case["text"])
    assert {mention: found[mention] for mention in case["owners"]} == case["owners"]


PIECES = ["城关支行", "北关支行", "发放折页", "、", ",", ";", "分别", "其中", "3件", "5份", "等12家"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(parts=st.lists(st.sampled_from(PIECES), max_size=24))
def test_every_owner_is_an_organization_of_the_record(engine: Engine, parts: list[str]) -> None:
    for record in engine.parse_text("澄江银行总结\n我行" + "".join(parts) + "。"):
        known = {organization["id"] for organization in record["organizations"]}
        assert {fact["organization"] for fact in record["facts"]} <= known | {None}
