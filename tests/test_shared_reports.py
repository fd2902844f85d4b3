"""The floors on the shared annotated reports, and the real compilation end to end; skipped where they are absent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from factextract.evaluate import Report, evaluate
from factextract.pipeline import Engine

SHARED = Path(__file__).resolve().parents[2] / "shared" / "eval" / "dev"
pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the shared annotated reports are not beside this checkout"
)

FLOORS = {
    "quantities": 0.95,
    "facts": 0.85,
    "dates": 0.94,
    "organizations": 0.84,
    "venues": 0.75,
    "headline": 0.84,
}


@pytest.fixture(scope="module", params=[None, "shipped"], ids=["rules", "rules+model"])
def report(request: pytest.FixtureRequest) -> Report:
    engine = Engine(models=None) if request.param is None else Engine()
    return evaluate(
        SHARED, (record for path in sorted(SHARED.glob("*.txt")) for record in engine.parse(path))
    )


@pytest.mark.parametrize("name", FLOORS)
def test_f1_reaches_the_floor(report: Report, name: str) -> None:
    assert (report.score(name) or 0) >= FLOORS[name]


def test_offsets_splits_reporters_and_checks(report: Report) -> None:
    assert report.misplaced_mentions == 0
    assert report.score("files split right") == 1
    assert (report.score("reporter") or 0) >= 0.92
    assert (report.score("check ok") or 0) >= 0.85
    assert (report.score("check mismatch") or 0) >= 0.85
    assert report.check_false_alarms <= 3


@pytest.fixture(scope="module")
def compilation() -> list[dict[str, Any]]:
    return Engine(models=None).parse(SHARED / "seed.txt")


def test_compilation_gives_three_reports_with_their_reporters(compilation: list[dict[str, Any]]) -> None:
    assert [record["reporter"]["name"] for record in compilation] == [
        "浦发银行上海分行",
        "遂宁银行",
        "XX县工商局",
    ]
    assert sum(len(record["facts"]) for record in compilation) >= 57


def found(record: dict[str, Any], kind: str, status: str) -> list[set[str]]:
    texts = {fact["id"]: fact["text"] for fact in record["facts"]}
    return [
        {texts[i] for i in check["facts"]}
        for check in record["checks"]
        if check["kind"] == kind and check["status"] == status
    ]


def test_compilation_is_read_like_a_sceptic(compilation: list[dict[str, Any]]) -> None:
    listed, bank, bureau = compilation
    assert any("13个" in texts for texts in found(listed, "list_count", "ok"))
    assert any({"102起", "81起", "17起", "4起"} <= texts for texts in found(bank, "parts_sum", "ok"))
    assert any({"81起", "45起", "11起", "9起"} <= texts for texts in found(bank, "parts_sum", "ok"))
    assert any("17起" in texts for texts in found(bank, "remainder", "mismatch"))
    assert any("45%" in texts for texts in found(bank, "percentage", "mismatch"))
    assert any(
        {"20件", "23件"} <= texts for texts in found(bureau, "resolved_not_above_received", "mismatch")
    )


def test_compilation_shows_the_year_by_ordinal_against_the_title(compilation: list[dict[str, Any]]) -> None:
    evidence = {(item["year"], item["basis"]) for item in compilation[2]["period"]["evidence"]}
    assert ("2011", "ordinal") in evidence
    assert ("2023", "title") in evidence
    assert any(warning["code"] == "year_conflict" for warning in compilation[2]["warnings"])
