"""Brings reports into one table: a row an institution and period, a column an indicator.

Where several reports fall into one row, a later submission supersedes an earlier one of the same kind and period; of the rest, a
figure whose report covers the others' periods stands for all, and figures of separate reports combine as their indicator does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from factextract.compare.model import Cell, Column, Failed, Figure, Grid, Period, Report, Row, State
from factextract.compare.names.model import Institution
from factextract.packs import Aggregation, Catalogue

_MONTHS: Final = {"month": 1, "quarter": 3, "half": 6, "year": 12}


Told = tuple[Report, Figure]
"""A figure and the report that tells it."""


class Per(StrEnum):
    """What a row covers: a report's own period, a calendar period that contains it, or everything."""

    REPORT = "report"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    ALL = "all"


def calendar_period(period: Period, per: Per) -> Period:
    """The calendar period in which ``period`` lies; itself where it lies in none or ``per`` is REPORT."""
    if per is Per.REPORT or period.first is None or period.last is None:
        return period
    if per is Per.ALL:
        return Period()
    months = _MONTHS[per.value]
    first_year, first_month = int(period.first[:4]), int(period.first[5:7])
    year, month = int(period.last[:4]), int(period.last[5:7])
    begin = (first_month - 1) // months
    if first_year != year or begin != (month - 1) // months:
        return period
    start, end = begin * months + 1, begin * months + months
    if months == 12:
        edtf = f"{year:04d}"
    elif months == 1:
        edtf = f"{year:04d}-{start:02d}"
    else:
        edtf = f"{year:04d}-{start:02d}/{year:04d}-{end:02d}"
    return Period(edtf, f"{year:04d}-{start:02d}-01", f"{year:04d}-{end:02d}-{_last_day(year, end):02d}")


def months_of(period: Period) -> int:
    """How many whole months a period has; 0 for days and where that is not known."""
    first, last = period.first, period.last
    if first is None or last is None or not first.endswith("-01") or last[8:] < "28":
        return 0
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7]) + 1


def _last_day(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def align(
    reports: Sequence[Report],
    institution_of: Mapping[int, str],
    institutions: Mapping[str, Institution],
    catalogue: Catalogue,
    *,
    per: Per = Per.REPORT,
    superseded: frozenset[int] = frozenset(),
    min_confidence: float = 0.0,
    order: Mapping[str, int] | None = None,
    failed: Sequence[Failed] = (),
    unreadable: Iterable[tuple[str, Period]] = (),
) -> Grid:
    """The table of ``reports``. ``institution_of`` maps a report's number to its institution; ``superseded`` reports make no
    cells; figures less sure than ``min_confidence`` are UNCLEAR; ``order`` is the roster's order of institutions;
    ``unreadable`` are institutions and periods of which a file could not be read: they get a row of their own."""
    grouped: dict[tuple[str, str], list[Report]] = {}
    for report in sorted(reports, key=lambda report: report.number):
        if report.number not in superseded:
            period = calendar_period(report.period, per)
            grouped.setdefault((institution_of[report.number], period.edtf or ""), []).append(report)
    rows = [
        Row(
            institution,
            calendar_period(members[0].period, per),
            tuple(sorted(report.number for report in members)),
            _cells(members, catalogue, min_confidence),
        )
        for (institution, _), members in grouped.items()
    ]
    rows += [
        Row(institution, period, (), {}, readable=False) for institution, period in dict.fromkeys(unreadable)
    ]
    places = order or {}
    rows.sort(
        key=lambda row: (
            places.get(row.institution, len(places)),
            institutions[row.institution].name,
            row.institution,
            row.period.first or "",
            row.period.last or "",
            row.reports,
        )
    )
    return Grid(tuple(_columns(rows, catalogue)), tuple(rows), tuple(reports), institutions, tuple(failed))


def _cells(reports: Sequence[Report], catalogue: Catalogue, min_confidence: float) -> dict[str, Cell]:
    told: dict[str, list[Told]] = {}
    none: dict[str, int] = {}
    for report in reports:
        for indicator, figure in report.figures.items():
            told.setdefault(indicator, []).append((report, figure))
        for indicator in report.none:
            none.setdefault(indicator, report.number)
    cells = {
        indicator: Cell(State.NONE, report=number)
        for indicator, number in none.items()
        if indicator not in told
    }
    for indicator, found in told.items():
        cells[indicator] = _cell(found, _aggregation(indicator, catalogue), min_confidence)
    return cells


def _aggregation(indicator: str, catalogue: Catalogue) -> Aggregation:
    known = catalogue.by_id.get(indicator)
    return known.aggregation if known is not None else Aggregation.SUM


def _cell(found: Sequence[Told], aggregation: Aggregation, min_confidence: float) -> Cell:
    """One cell of all figures of an indicator in a row."""
    sure = [pair for pair in found if pair[1].confidence >= min_confidence]
    if not sure:
        report, figure = max(found, key=lambda pair: (pair[1].confidence, -pair[0].number))
        return Cell(State.UNCLEAR, figure, report.number)
    lead = _lead(sure, aggregation)
    parts = _separate(lead, sure) if aggregation is Aggregation.SUM else [lead]
    figure = _sum(parts) if len(parts) > 1 else lead[1]
    state = State.NONE if figure.value == 0 and not figure.value_max else State.REPORTED
    added = tuple(sorted(report.number for report, _ in parts)) if len(parts) > 1 else ()
    return Cell(state, figure, lead[0].number, added)


def _sum(parts: Sequence[Told]) -> Figure:
    figures = [figure for _, figure in parts]
    return replace(
        figures[0],
        value=sum((figure.value for figure in figures), start=Decimal(0)),
        value_max=None,
        comparator=_joint_comparator(figures),
        how="sum",
        facts=(),
        confidence=min(figure.confidence for figure in figures),
    )


def _lead(sure: Sequence[Told], aggregation: Aggregation) -> Told:
    """The figure that stands for the row: of the report that covers most, or the largest, or the latest."""
    if aggregation is Aggregation.MAX:
        return max(sure, key=lambda pair: (pair[1].value, -pair[0].number))
    if aggregation is Aggregation.SUM:
        return max(sure, key=lambda pair: (_days_covered(pair[0].period), pair[1].value, -pair[0].number))
    return max(
        sure, key=lambda pair: (pair[0].period.last or "", _days_covered(pair[0].period), pair[0].number)
    )


def _days_covered(period: Period) -> int:
    """About how many days; 0 where that is not known."""
    if period.first is None or period.last is None:
        return 0
    years, months, days = (
        int(b) - int(a) for a, b in zip(period.first.split("-"), period.last.split("-"), strict=True)
    )
    return years * 372 + months * 31 + days + 1


def _separate(lead: Told, told: Sequence[Told]) -> list[Told]:
    """The leading figure and those of the same unit whose periods lie outside of its and of each other, the longest first."""
    parts = [lead]
    for report, figure in sorted(told, key=lambda one: (-_days_covered(one[0].period), one[0].number)):
        if figure.unit == lead[1].unit and all(_apart(report.period, other.period) for other, _ in parts):
            parts.append((report, figure))
    return parts


def _apart(one: Period, other: Period) -> bool:
    """Whether two periods are known not to overlap."""
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return False
    return one.last < other.first or one.first > other.last


def _joint_comparator(figures: Sequence[Figure]) -> str:
    """How a sum relates to the truth: exact only if all parts are."""
    kinds = {figure.comparator for figure in figures}
    if kinds == {"exact"}:
        return "exact"
    return "at_least" if kinds <= {"exact", "at_least"} else "about"


def _columns(rows: Sequence[Row], catalogue: Catalogue) -> list[Column]:
    """The indicators that some row mentions, those that most rows mention first, else in catalogue order."""
    mentions: Counter[str] = Counter()
    units: dict[str, Counter[str]] = {}
    for row in rows:
        for indicator, cell in row.cells.items():
            counter = units.setdefault(indicator, Counter())
            mentions[indicator] += 1
            if cell.figure is not None and cell.figure.unit is not None:
                counter[cell.figure.unit] += 1
    known = [one for one in catalogue.indicators if one.id in units]
    columns = [
        Column(one.id, one.label, _unit(units[one.id]), one.aggregation is Aggregation.SUM) for one in known
    ]
    strange = sorted(set(units) - {one.id for one in known})
    columns += [Column(indicator, indicator, _unit(units[indicator]), True) for indicator in strange]
    return sorted(columns, key=lambda column: -mentions[column.indicator])


def _unit(counter: Counter[str]) -> str | None:
    """The most frequent measure word."""
    return min(counter, key=lambda unit: (-counter[unit], unit), default=None)
