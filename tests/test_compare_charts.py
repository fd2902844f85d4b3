"""The charts of the page: bars, shares, trend."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from comparison_builder import figure, quarter, report
from test_compare_table import comparison, table

from factextract.compare.model import Finding, FindingKind, Share
from factextract.compare.output.charts import charts_of

MATERIALS, COMPLAINTS, RATE = "materials_distributed", "complaints_received", "resolution_rate"


def test_bars_are_scaled_by_the_ordinary_figures() -> None:
    values = [100, 50, 1_000_000]
    grid = table(
        *(
            report(n, figure(MATERIALS, value, "份"), written=name)
            for n, (name, value) in enumerate(zip("甲乙丙", values, strict=True))
        )
    )
    rows = {row.institution: number for number, row in enumerate(grid.rows)}
    slip = Finding(FindingKind.UNIT_SLIP_10000, rows["丙"], MATERIALS, Decimal(1_000_000), None, "")
    flagged = replace(comparison(grid), findings=(slip,))
    (chart,) = charts_of(flagged)
    assert [(bar.label, bar.percent, bar.flagged) for bar in chart.bars] == [
        ("丙", 100.0, True),
        ("甲", 100.0, False),
        ("乙", 50.0, False),
    ]


def test_shares_of_all_reports_are_added_up_and_small_ones_joined() -> None:
    shares = tuple(
        Share(COMPLAINTS, "category", f"{name}类", Decimal(value), "件", "f1")
        for name, value in zip("abcdefghij", range(20, 10, -1), strict=True)
    )
    reports = [
        report(n, figure(COMPLAINTS, 155), written=name, shares=shares) for n, name in enumerate("甲乙")
    ]
    (chart,) = charts_of(comparison(table(*reports)))
    (share,) = chart.shares
    assert share.dimension == "类别"
    assert (share.bars[0].label, share.bars[0].text) == ("a", "40（12.9%）")
    assert (share.bars[-1].label, share.bars[-1].text) == ("其余", "46（14.8%）")


def test_the_trend_adds_counts_and_averages_rates() -> None:
    reports = [
        report(
            2 * number + place,
            figure(MATERIALS, 10 * (number + 1), "份"),
            figure(RATE, 90 + 2 * place, "%"),
            period=quarter(number + 1),
            written=name,
        )
        for number in range(2)
        for place, name in enumerate("甲乙")
    ]
    charts = {chart.column.indicator: chart for chart in charts_of(comparison(table(*reports)))}
    assert [(point.period, point.text, point.institutions) for point in charts[MATERIALS].trend] == [
        ("2023年第一季度", "20", 2),
        ("2023年第二季度", "40", 2),
    ]
    assert [point.text for point in charts[RATE].trend] == ["91", "91"]
