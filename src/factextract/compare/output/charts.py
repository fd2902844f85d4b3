"""What the charts of the page show: bars by institution, shares by channel and category, the trend by period."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from factextract.compare.align import months_of
from factextract.compare.model import Column, Comparison, Row, State
from factextract.compare.output import cells
from factextract.compare.output.periods import period_name
from factextract.compare.output.totals import totals_of

_MOST_BARS: Final = 30
_MOST_SHARES: Final = 8
_REST: Final = "其余"
_DIMENSIONS: Final = {"channel": "渠道", "category": "类别"}
_KIND: Final = re.compile(r"(?:类|类别|方面|问题|投诉|渠道)$")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, what stands beside it, its length in percent of the longest, and whether it is conspicuous."""

    label: str
    text: str
    percent: float
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a trend: its figure, how many institutions told one, and its height in percent of the highest."""

    period: str
    text: str
    institutions: int
    percent: float


@dataclass(frozen=True, slots=True)
class Shares:
    """The breakdown of a column by one dimension."""

    dimension: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Charts:
    """The charts of one column. ``more`` counts the institutions beyond those with a bar."""

    column: Column
    heading: str
    bars: tuple[Bar, ...]
    more: int
    shares: tuple[Shares, ...]
    trend: tuple[Point, ...]


def charts_of(comparison: Comparison) -> list[Charts]:
    """The charts of every column that has two bars at least, or a breakdown."""
    flagged = {(one.row, one.indicator) for one in comparison.findings}
    excluded = {(one.row, one.indicator) for one in totals_of(comparison).excluded}
    found = []
    for column in comparison.grid.columns:
        told = list(_told(comparison, column))
        bars = _bars(comparison, column, told, flagged)
        shares = tuple(_shares(comparison, column))
        if len(bars) < 2 and not shares:
            continue
        counted = [(row, value) for number, row, value in told if (number, column.indicator) not in excluded]
        found.append(
            Charts(
                column,
                cells.heading(column),
                tuple(bars[:_MOST_BARS]),
                max(0, len(bars) - _MOST_BARS),
                shares,
                tuple(_trend(column, counted)),
            )
        )
    return found


def _told(comparison: Comparison, column: Column) -> Iterator[tuple[int, Row, Decimal]]:
    for number, row in enumerate(comparison.grid.rows):
        cell = row.cell(column.indicator)
        if cell.state is State.REPORTED and cell.figure is not None:
            yield number, row, cell.figure.value


def _bars(
    comparison: Comparison,
    column: Column,
    told: Sequence[tuple[int, Row, Decimal]],
    flagged: set[tuple[int, str]],
) -> list[Bar]:
    """The longest first. A label names the period where the institution has several. Conspicuous figures do not set the scale."""
    ordinary = [value for number, _, value in told if (number, column.indicator) not in flagged]
    highest = max(ordinary or [value for _, _, value in told], default=Decimal(0))
    rows = Counter(row.institution for _, row, _ in told)
    bars = []
    for number, row, value in sorted(told, key=lambda one: (-one[2], one[0])):
        name = comparison.grid.institutions[row.institution].name
        label = f"{name} {period_name(row.period)}" if rows[row.institution] > 1 and row.period.edtf else name
        text = cells.shown(row.cell(column.indicator), column)
        bars.append(Bar(label, text, _percent(value, highest), (number, column.indicator) in flagged))
    return bars


def _percent(value: Decimal, highest: Decimal) -> float:
    """How long a bar is: no longer than the track."""
    return min(100.0, round(float(max(value, Decimal(0)) / highest * 100), 2)) if highest > 0 else 0.0


def _shares(comparison: Comparison, column: Column) -> Iterator[Shares]:
    reports = [comparison.grid.reports[number] for row in comparison.grid.rows for number in row.reports]
    for dimension, name in _DIMENSIONS.items():
        sums: dict[str, Decimal] = {}
        for report in reports:
            for share in report.shares:
                if (share.indicator, share.dimension) == (column.indicator, dimension):
                    label = _KIND.sub("", share.label) or share.label
                    sums[label] = sums.get(label, Decimal(0)) + share.value
        whole = sum(sums.values(), start=Decimal(0))
        if len(sums) >= 2 and whole > 0:
            yield Shares(name, tuple(_share_bars(sums, whole)))


def _share_bars(sums: Mapping[str, Decimal], whole: Decimal) -> Iterator[Bar]:
    """The largest first, the small ones as one."""
    ranked = sorted(sums.items(), key=lambda one: (-one[1], one[0]))
    shown, small = ranked[:_MOST_SHARES], ranked[_MOST_SHARES:]
    if small:
        shown.append((_REST, sum((value for _, value in small), start=Decimal(0))))
    highest = max(value for _, value in shown)
    for label, value in shown:
        yield Bar(label, f"{cells.number(value)}（{value / whole:.1%}）", _percent(value, highest))


def _trend(column: Column, told: Sequence[tuple[Row, Decimal]]) -> Iterator[Point]:
    """The sum (for rates the mean) of each period, of the span that most rows have: years, quarters or months."""
    spans = Counter(months_of(row.period) for row, _ in told if months_of(row.period))
    if not spans:
        return
    span = min(spans, key=lambda one: (-spans[one], one))
    values: dict[str, list[Decimal]] = {}
    names: dict[str, str] = {}
    for row, value in told:
        if months_of(row.period) == span and row.period.edtf:
            values.setdefault(row.period.edtf, []).append(value)
            names[row.period.edtf] = period_name(row.period) or row.period.edtf
    if len(values) < 2:
        return
    totals = {
        period: sum(found, start=Decimal(0)) / (1 if column.adds_up else len(found))
        for period, found in values.items()
    }
    highest = max(totals.values())
    for period in sorted(totals):
        text = cells.number(round(totals[period], 2))
        yield Point(names[period], text, len(values[period]), _percent(totals[period], highest))
