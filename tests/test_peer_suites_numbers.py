"""The judges of scripts/peer_numbers.py on cases of our own making, and, where the suites are at hand, the suites.

``FACTEXTRACT_PEER_SUITES`` names the folder with the suites; without it only the judges are tested.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


def _load() -> ModuleType:
    path = Path(__file__).parents[1] / "scripts" / "peer_numbers.py"
    spec = importlib.util.spec_from_file_location("peer_numbers", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


peer_numbers = _load()

# (case in the project's own form, what becomes of it)
CASES: list[tuple[dict[str, Any], str]] = [
    ({"suite": "cn2an/cn2an/normal", "input": "三千零六", "expected": 3006}, "passed"),
    ({"suite": "cn2an/cn2an/normal", "input": "三千零六", "expected": 3007}, "failed"),
    ({"suite": "cn2an/cn2an/error", "input": "零点大", "expected": "error"}, "passed"),
    ({"suite": "duckling/Numeral/ZH", "input": "四十二", "expected": {"value": 42.0}}, "passed"),
    ({"suite": "duckling/Numeral/ZH", "input": "四雙", "expected": {"value": 8.0}}, "passed"),
    ({"suite": "duckling/AmountOfMoney/ZH", "input": "三角", "expected": {"op": "simple", "unit": "Cent", "value": 30.0}}, "passed"),
    ({"suite": "duckling/AmountOfMoney/ZH", "input": "最多8元", "expected": {"op": "under", "unit": "Dollar", "value": 8.0}}, "passed"),
    ({"suite": "duckling/AmountOfMoney/ZH", "input": "八蚊", "expected": {"op": "simple", "unit": "Dollar", "value": 8.0}}, "outside"),
    ({"suite": "jionlp/money_parser", "input": "约7万港元", "expected": {"num": "70000.00", "case": "港元", "definition": "blur"}}, "passed"),
    ({"suite": "jionlp/money_parser", "input": "6到8万元", "expected": {"num": ["60000.00", "80000.00"], "case": "元", "definition": "blur"}}, "passed"),
    ({"suite": "jionlp/money_parser", "input": "大约十多美元", "expected": {"num": ["10.00", "20.00"], "case": "美元", "definition": "blur"}}, "different"),
    ({"suite": "jionlp/money_extractor", "input": "共花去12元，另付3.5万日元", "expected": [{"offset": [3, 6]}, {"offset": [9, 15]}]}, "passed"),
    ({"suite": "recognizers-text/Number/NumberModel", "input": "共有六十七个", "expected": [{"start": 2, "end": 5, "resolution": {"value": "67"}}]}, "passed"),
    ({"suite": "recognizers-text/Number/NumberModel", "input": "统一口径", "expected": []}, "passed"),
    ({"suite": "recognizers-text/Number/NumberModel", "input": "3^2", "expected": [{"start": 0, "end": 3, "resolution": {"value": "9"}}]}, "outside"),
    ({"suite": "recognizers-text/Number/PercentModel", "input": "降了百分之七", "expected": [{"start": 2, "end": 6, "resolution": {"value": "7%"}}]}, "passed"),
    ({"suite": "recognizers-text/Number/NumberRangeModel", "input": "大于五十", "expected": [{"start": 0, "end": 4, "resolution": {"value": "(50,)"}}]}, "passed"),
    ({"suite": "recognizers-text/Number/NumberRangeModel", "input": "3到9个", "expected": [{"start": 0, "end": 3, "resolution": {"value": "[3,9)"}}]}, "passed"),
    ({"suite": "recognizers-text/NumberWithUnit/CurrencyModel", "input": "收33英镑", "expected": [{"start": 1, "end": 5, "resolution": {"isoCurrency": "GBP", "unit": "Pound", "value": "33"}}]}, "passed"),
    ({"suite": "recognizers-text/NumberWithUnit/DimensionModel", "input": "高2.5米", "expected": [{"start": 1, "end": 5, "resolution": {"unit": "Meter", "value": "2.5"}}]}, "passed"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "expected"), CASES)
def test_judge(case: dict[str, Any], expected: str) -> None:
    judge = next(judge for name, judge in peer_numbers.JUDGES if case["suite"].startswith(name))
    assert peer_numbers.outcome(case, judge) == expected


def test_every_difference_gives_a_reason() -> None:
    assert all(suite or pattern for suite, pattern, _ in peer_numbers.OUTSIDE)
    assert all(len(why) > 4 for _, _, why in (*peer_numbers.OUTSIDE, *peer_numbers.DIFFERENCES))


@pytest.mark.skipif("FACTEXTRACT_PEER_SUITES" not in os.environ, reason="the suites are not at hand")
def test_each_suite_passes_at_least_95_percent_in_scope(capsys: pytest.CaptureFixture[str]) -> None:
    assert peer_numbers.main([os.environ["FACTEXTRACT_PEER_SUITES"]]) == 0
    assert "passed" in capsys.readouterr().out
