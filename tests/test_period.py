"""The report's year with its basis, its period, conflicts, and the years of dates that leave theirs out."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from factextract.datamodel import DateMention, Span
from factextract.scan.dates import scan_dates
from factextract.scan.period import ReportPeriod, report_period
from factextract.scan.year_evidence import contradicts_era, ordinal_evidence, theme_evidence
from factextract.text.edtf import is_edtf
from factextract.text.fold import fold

REPORTS: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parent / "data" / "report_years.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)


def read(source: str, titled: bool = True) -> tuple[ReportPeriod, tuple[DateMention, ...]]:
    text = fold(source)
    mentions = scan_dates(text)
    title = Span(0, text.find("\n")) if titled else None
    period = report_period(text, mentions, title)
    return period, period.resolved


def null(value: str) -> str | None:
    return None if value == "null" else value


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r["name"])
def test_reports(report: dict[str, Any]) -> None:
    period, mentions = read(report["text"])
    assert (period.year, period.basis) == (null(report["year"]), null(report["basis"]))
    assert [d.edtf for d in mentions if not d.relative] == report["dates"]
    if "period" in report:
        assert period.edtf == report["period"]
    named = [notice.message[:2] for notice in period.notices]
    assert named == report.get("conflicts", [])
    assert all(notice.code == "year_conflict" for notice in period.notices)


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r["name"])
def test_resolving_keeps_the_mentions(report: dict[str, Any]) -> None:
    text = fold(report["text"])
    before = scan_dates(text)
    after = report_period(text, before).resolved
    assert [(d.start, d.end) for d in after] == [(d.start, d.end) for d in before]
    assert all(d.edtf is None or is_edtf(d.edtf) for d in after)


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r["name"])
def test_evidence_points_at_its_text(report: dict[str, Any]) -> None:
    text = fold(report["text"])
    period, _ = read(report["text"])
    for item in period.evidence:
        assert text[item.start : item.end]
        assert len(item.year) == 4


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("第29个3·15国际消费者权益日", "2011"),
        ("第二十九个“国际消费者权益日”", "2011"),
        ("第 12 个“7·8全国保险公众宣传日”", "2024"),
        ("首个“5·15全国投资者保护宣传日”", "2019"),
        ("第七个国家宪法日", "2020"),
        ("第33个全国税收宣传月", "2024"),
        ("第36个国际禁毒日", "2023"),
    ],
)
def test_ordinals(text: str, year: str) -> None:
    assert [e.year for e in ordinal_evidence(fold(text))] == [year]


@pytest.mark.parametrize("text", ["第3个宣传点", "第一届运动会", "第12次会议研究消费者来信"])
def test_other_ordinals_say_nothing(text: str) -> None:
    assert ordinal_evidence(text) == []


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("以“共筑满意消费”为主题", ["2025"]),
        ("年主题“守护安全 畅通消费”", ["2021"]),
        ("主题为品质消费、美好生活", ["2018"]),
        ("消费与民生主题辩论赛", ["2011"]),
        ("他谈到消费与安全的关系", []),
    ],
)
def test_themes(text: str, years: list[str]) -> None:
    assert [e.year for e in theme_evidence(fold(text))] == years


def test_eras_of_names() -> None:
    assert contradicts_era("县工商局在广场设点", "2023")
    assert not contradicts_era("县工商局在广场设点", "2015")
    assert contradicts_era("国家金融监督管理总局青山监管分局", "2020")
    assert not contradicts_era("银保监会", "2019")


@given(
    st.lists(
        st.sampled_from(
            [
                "2022年",
                "2023年",
                "20xx年",
                "3月",
                "15日",
                "12月",
                "一季度",
                "去年",
                "今年",
                "比",
                "拟",
                ",",
                "。",
                "\n",
                "第39个国际消费者权益日",
                "下一步打算:",
                "成立",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_any_text_gets_a_period(text: str) -> None:
    mentions = scan_dates(text)
    period = report_period(text, mentions)
    assert period == report_period(text, mentions)
    assert period.edtf is None or is_edtf(period.edtf)
    assert (period.year is None) == (period.basis is None)
    assert len(period.resolved) == len(mentions)


@pytest.mark.parametrize(
    "piece", ["2024年", "3月15日、", "去年", "第39个国际消费者权益日", "3月至", "2024-01-05\n"]
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    def seconds(text: str) -> float:
        best = 1e9
        for _ in range(3):
            start = time.perf_counter()
            mentions = scan_dates(text)
            report_period(text, mentions)
            best = min(best, time.perf_counter() - start)
        return best

    size = 4_000 // len(piece)
    assert seconds(piece * size * 8) < 25 * seconds(piece * size) + 0.05
