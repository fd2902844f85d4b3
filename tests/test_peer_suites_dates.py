"""The runner of other projects' date tests: what it counts as passed, different on purpose and outside.

The cases here are written in the projects' forms for this test. The projects' own cases are run as well if the
environment variable FACTEXTRACT_PEER_SUITES names a folder that holds them.
"""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SUITES = os.environ.get("FACTEXTRACT_PEER_SUITES")


def load_runner() -> ModuleType:
    spec = importlib.util.spec_from_file_location("peer_dates", ROOT / "scripts" / "peer_dates.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["peer_dates"] = module
    spec.loader.exec_module(module)
    return module


RUNNER = load_runner()
NOON = "2024-05-15T12:00:00+08:00"


def duckling(text: str, **expected: str) -> dict[str, Any]:
    return {"input": text, "reference_time": NOON, "expected": expected}


def jionlp(text: str, first: str, last: str, **case: Any) -> dict[str, Any]:
    expected = {"type": case.pop("type", "time_point"), "definition": "accurate", "time": [first, last]}
    return {"input": text, "reference_time": NOON, "expected": expected, **case}


def recognizers(text: str, *found: tuple[str, str, dict[str, str]]) -> dict[str, Any]:
    expected = [
        {
            "text": words,
            "type": f"datetimeV2.{kind}",
            "start": text.index(words),
            "end": text.index(words) + len(words),
            "resolution": {"values": [value]},
        }
        for words, kind, value in found
    ]
    return {"input": text, "reference_time": NOON, "expected": expected}


CASES = [
    ("duckling_Time", duckling("六月一号", datetime="2024-06-01T00:00:00", grain="day"), "passed"),
    ("duckling_Time", duckling("上週", datetime="2024-05-06T00:00:00", grain="week"), "passed"),
    ("duckling_Time", duckling("下個月", datetime="2024-06-00T00:00:00", grain="month"), "passed"),
    ("duckling_Time", duckling("六月一号", datetime="2025-06-01T00:00:00", grain="day"), "failed"),
    (
        "duckling_Time",
        duckling("三天前", start="2024-05-12T00:00:00", end_exclusive="2024-05-15T00:00:00", grain="day"),
        "different",
    ),
    ("duckling_Time", duckling("下午四點", datetime="2024-05-15T16:00:00", grain="hour"), "outside"),
    ("duckling_Time", duckling("尋日", datetime="2024-05-14T00:00:00", grain="day"), "outside"),
    (
        "duckling_Time",
        duckling("住棚节", datetime="2024-10-17T00:00:00", grain="day", duckling='datetimeHoliday "住棚节"'),
        "outside",
    ),
    ("jionlp_time_parser", jionlp("2024年二季度", "2024-04-01 00:00:00", "2024-06-30 23:59:59"), "passed"),
    ("jionlp_time_parser", jionlp("2026年前", "2024-05-15 12:00:00", "2026-12-31 23:59:59"), "passed"),
    ("jionlp_time_parser", jionlp("近10天", "2024-05-05 12:00:00", "2024-05-15 12:00:00"), "passed"),
    ("jionlp_time_parser", jionlp("6月1日", "2024-06-01 08:00:00", "2024-06-01 08:59:59"), "outside"),
    ("jionlp_time_parser", jionlp("每年6月", "2024-06-01 00:00:00", "2024-06-30 23:59:59", type="time_period"), "outside"),
    ("jionlp_time_parser", jionlp("10月底", "2024-10-25 00:00:00", "2024-10-31 23:59:59"), "different"),
    (
        "recognizers_DateTime_DateTimeModel",
        recognizers("会议定于6月3日举行", ("6月3日", "date", {"value": "2024-06-03"})),
        "passed",
    ),
    (
        "recognizers_DateTime_DateTimeModel",
        recognizers("2020年6月3日或之后的销量", ("2020年6月3日或之后", "daterange", {"start": "2020-06-03"})),
        "passed",
    ),
    ("recognizers_DateTime_DateTimeModel", recognizers("编号888-000-9999"), "passed"),
    ("recognizers_DateTime_DateTimeModel", recognizers("2020年6月3日的销量"), "failed"),
    (
        "recognizers_DateTime_DateTimeModel",
        recognizers("旅游半个月", ("半个月", "duration", {"value": "1296000"})),
        "outside",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("suite", "case", "outcome"), CASES, ids=lambda value: str(value)[:40])
def test_verdicts(suite: str, case: dict[str, Any], outcome: str) -> None:
    verdict = RUNNER.judge(suite, case)
    assert verdict.outcome == outcome, verdict
    if outcome == "outside":
        assert verdict.reason in RUNNER.OUTSIDE
    if outcome == "different":
        assert verdict.reason in {name for name, _, _ in RUNNER.DIFFERENCES}


def test_every_deliberate_difference_is_documented_with_its_reason() -> None:
    page = (ROOT / "docs" / "peer-suites.md").read_text(encoding="utf-8")
    dates = page[page.index("## Dates") :]
    for name, pattern, reason in RUNNER.DIFFERENCES:
        assert re.compile(pattern)
        assert name in dates
        assert reason in dates
    assert all(reason in dates for reason in RUNNER.OUTSIDE.values())


@pytest.mark.skipif(SUITES is None, reason="FACTEXTRACT_PEER_SUITES is not set")
def test_at_least_95_of_100_cases_in_scope_are_passed() -> None:
    counts = Counter(RUNNER.judge(suite, case).outcome for suite, case in RUNNER.cases_of(Path(SUITES or "")))
    assert counts["passed"] >= 0.95 * (counts["passed"] + counts["failed"]) > 0
