"""Channel and category of figures, what they are part of, and the noun phrases that name categories."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from factextract.link.noun_phrases import noun_phrase
from factextract.pipeline import Engine

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "dimensions.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(models=None)


def found(engine: Engine, text: str) -> dict[str, dict[str, Any]]:
    (record,) = engine.parse_text(f"澄江农商银行工作总结\n{text}\n")
    return {fact["text"]: fact for fact in record["facts"]}


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:24] for case in CASES])
def test_dimensions(engine: Engine, case: dict[str, Any]) -> None:
    facts = found(engine, case["text"])
    for mention, wanted in case["dims"].items():
        dimensions = facts[mention]["dimensions"]
        if "c" in wanted or not wanted:
            assert dimensions.get("category") == wanted.get("c"), mention
        if "h" in wanted:
            assert str(wanted["h"]) in dimensions["channel"], mention
        if "p" in wanted:
            assert facts[mention]["part_of"] == facts[wanted["p"]]["id"], mention


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("其中食品类", "食品类"),
        ("服装鞋帽仍居第一", "服装鞋帽"),
        ("排在前列的是通讯产品", "通讯产品"),
        ("受理征信类投诉", "征信类"),
        ("两年来收缴的假烟", "假烟"),
        ("归因于服务时效", "服务时效"),
        ("有机食品", "有机食品"),
        ("再生资源", "再生资源"),
        ("因病致贫", "因病致贫"),
        ("培训机构", "培训机构"),
        ("商超", "商超"),
        ("全年共", None),
        ("较去年同期", None),
        ("合计", None),
        ("先后走进", None),
    ],
)
def test_noun_phrase(words: str, name: str | None) -> None:
    assert noun_phrase(words) == name


@given(st.text(alphabet="其中食品类的有占为受理投诉,、(:3", max_size=40))
def test_a_noun_phrase_is_a_short_piece_of_the_words(words: str) -> None:
    name = noun_phrase(words)
    assert name is None or (name in words and 1 <= len(name) <= 16)
