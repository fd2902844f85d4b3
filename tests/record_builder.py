"""Records made by hand, for tests of what comes after the engine."""

from __future__ import annotations

from typing import Any


def fact(number: int, value: Any = 1, **changes: Any) -> dict[str, Any]:
    """A fact with ``changes``."""
    return {
        "id": f"f{number}",
        "indicator": "leaflets",
        "label": "宣传资料份数",
        "action": "发放",
        "object": "宣传折页",
        "value": value,
        "value_max": None,
        "direction": None,
        "unit": "份",
        "comparator": "exact",
        "status": "reported",
        "start": 10 * number,
        "end": 10 * number + 4,
        "text": "300份",
        "organization": "o1",
        "date": "d1",
        "venue": "v1",
        "period": None,
        "dimensions": {},
        "part_of": None,
        "confidence": 0.9,
        "evidence": {"start": 0, "end": 60},
        "method": "rules",
        **changes,
    }


def record(number: int, facts: list[dict[str, Any]] | None = None, **changes: Any) -> dict[str, Any]:
    """A record of the schema ``factextract/record/1`` with ``changes``."""
    facts = (
        [fact(1, 300), fact(2, 200, part_of="f1", dimensions={"channel": "热线"})] if facts is None else facts
    )
    mention = {"start": 0, "end": 6, "text": "青石县农商行"}
    return {
        "schema": "factextract/record/1",
        "record_id": f"{number:024x}",
        "source": {
            "path": f"收件箱/{number}.txt",
            "sha256": f"{number:064x}",
            "format": "txt",
            "encoding": "utf-8",
            "part": 1,
            "parts": 1,
            "start": 0,
            "end": 100,
        },
        "title": f"第{number}号总结",
        "report_type": "activity_summary",
        "reporter": {"name": "青石县农商行", "organization": "o1", "confidence": 0.875},
        "period": {
            "edtf": "2024-03",
            "from": "2024-03-01",
            "to": "2024-03-31",
            "year": "2024",
            "basis": "body",
            "evidence": [],
        },
        "organizations": [
            {
                "id": "o1",
                "name": "青石县农商行",
                "type": "bank",
                "roles": ["reporter", "organizer"],
                "aliases": ["农商行"],
                "mentions": [mention, {**mention, "start": 50, "end": 56}],
            }
        ],
        "dates": [
            {
                "id": "d1",
                "start": 6,
                "end": 11,
                "text": "3月15日",
                "edtf": "2024-03-15",
                "from": "2024-03-15",
                "to": "2024-03-15",
            }
        ],
        "venues": [{"id": "v1", "name": "人民广场", "type": "square", "mentions": [mention]}],
        "facts": facts,
        "headline": {
            item["indicator"]: {
                "value": item["value"],
                "value_max": None,
                "unit": item["unit"],
                "comparator": "exact",
                "facts": [item["id"]],
                "how": "single",
            }
            for item in facts[:1]
        },
        "checks": [
            {
                "kind": "parts_sum",
                "status": "mismatch",
                "facts": [item["id"] for item in facts],
                "expected": 200,
                "found": 300,
                "message": "各项之和 200 与合计 300 不符",
            }
        ],
        "warnings": [{"code": "year_conflict", "message": "年份不一致", "start": None, "end": None}],
        "generator": {
            "name": "factextract",
            "version": "0",
            "packs": "p",
            "model": None,
            "segmenter": "jieba",
        },
        **changes,
    }
