"""Changes that a report states (同比上升12%) against the figures that the two reports give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from factextract.compare.findings.measures import COUNT, PEOPLE, PERCENT, measure, reported
from factextract.compare.findings.pairs import YEAR_ON_YEAR, Pair
from factextract.compare.findings.wording import amount, percent, to_places
from factextract.compare.model import Cell, Change, Figure, Finding, FindingKind, Grid, Report, Row

_HUNDRED: Final = Decimal(100)
_POINTS: Final = frozenset({"百分点", "个百分点"})
_TIMES: Final = "倍"
_TENTHS: Final = "成"
_LEAST_SLACK: Final = Decimal("0.5")  # percentage points
_OPEN_END: Final = Decimal("1.2")  # 12%以上 is hardly said of 20%
_HEDGED: Final = Decimal("0.05")
_ROUNDED_ZEROS: Final = 3  # 12,000 may be 1.2万
_BASES: Final[Mapping[str, str]] = {YEAR_ON_YEAR: "同比", "period_on_period": "环比"}


@dataclass(frozen=True, slots=True)
class _Bounds:
    """Between which values a figure lies."""

    low: Decimal
    high: Decimal


def contradictions(grid: Grid, pairs: Sequence[Pair]) -> Iterator[Finding]:
    """The stated changes of later rows that their figures and the earlier rows' contradict. An indicator of which a report
    states several changes on the same basis is left out: they are of parts of it."""
    reports = {report.number: report for report in grid.reports}
    for pair in pairs:
        earlier, later = grid.rows[pair.earlier], grid.rows[pair.later]
        for number in later.reports:
            report = reports[number]
            for indicator, changes in _stated(report, pair.basis).items():
                figures = _figures(earlier, later, indicator, report)
                if figures is not None:
                    yield from _contradiction(pair, changes, *figures)


def _stated(report: Report, basis: str) -> dict[str, list[Change]]:
    stated: dict[str, list[Change]] = {}
    for change in report.changes:
        if change.basis == basis:
            stated.setdefault(change.indicator, []).append(change)
    return stated


def _figures(earlier: Row, later: Row, indicator: str, report: Report) -> tuple[Figure, Figure] | None:
    """The two figures, if the later one is the report's own, of the row's whole period, and both are of one measure."""
    now = later.cell(indicator)
    before = reported(_whole(earlier.cell(indicator)))
    after = reported(_whole(now))
    if before is None or after is None or now.report != report.number:
        return None
    if (report.period.first, report.period.last) != (later.period.first, later.period.last):
        return None
    return (before, after) if measure(before.unit) == measure(after.unit) else None


def _whole(cell: Cell) -> Cell | None:
    """The cell if it is one report's figure."""
    return None if cell.added else cell


def _contradiction(pair: Pair, changes: Sequence[Change], before: Figure, after: Figure) -> Iterator[Finding]:
    told = list(dict.fromkeys((change.direction, change.value, change.unit) for change in changes))
    kinds = [unit == PERCENT for _, _, unit in told]
    if len(told) > 2 or (len(told) == 2 and kinds[0] == kinds[1]):
        return
    for change in changes:
        stated, actual = _compared(change, before, after)
        if stated is None or actual is None or (stated.low <= actual.high and actual.low <= stated.high):
            continue
        reason = (
            f"自报{_BASES[pair.basis]}{'上升' if change.direction == 'up' else '下降'} {amount(change.value, change.unit)}，"
            f"而上期报告为 {amount(before.value, before.unit)}，本期为 {amount(after.value, after.unit)}，"
            f"实际{_actual(change, before, after)}"
        )
        yield Finding(
            FindingKind.CONTRADICTS_STATED_CHANGE,
            pair.later,
            change.indicator,
            after.value,
            _implied(change, before.value),
            reason,
            pair.earlier,
        )
        return


def _compared(change: Change, before: Figure, after: Figure) -> tuple[_Bounds | None, _Bounds | None]:
    """The stated change and the actual one, both in percent or both as an amount; None where they cannot be compared."""
    base, now = _bounds(before), _bounds(after)
    rate = measure(after.unit) == PERCENT
    relative = _in_percent(change)
    if relative is not None:
        if rate or base.low <= 0:
            return None, None
        actual = _Bounds((now.low / base.high - 1) * _HUNDRED, (now.high / base.low - 1) * _HUNDRED)
        return _stated_bounds(relative, change, _LEAST_SLACK), actual
    if not _same_measure(change.unit, after.unit):
        return None, None
    slack = _LEAST_SLACK if rate else Decimal(0)
    return _stated_bounds(change.value, change, slack), _Bounds(now.low - base.high, now.high - base.low)


def _in_percent(change: Change) -> Decimal | None:
    """A relative change in percent; None for an amount."""
    if change.unit in (PERCENT, _TENTHS):
        return change.value
    return change.value * _HUNDRED if change.unit == _TIMES else None


def _same_measure(of_change: str | None, of_figure: str | None) -> bool:
    """Whether a change is an amount of what the figure measures: points of a rate, things of a count."""
    if measure(of_figure) == PERCENT:
        return of_change in _POINTS
    kind = measure(of_change)
    return kind == measure(of_figure) and (of_change is not None or kind in (COUNT, PEOPLE))


def _stated_bounds(size: Decimal, change: Change, slack: Decimal) -> _Bounds:
    """The values that a stated change may stand for: a unit of its last printed digit, and what its hedge allows."""
    scale = size / change.value if change.value else Decimal(1)
    digit = Decimal(1).scaleb(_last_place(change.value)) * scale if change.unit != _TENTHS else Decimal(10)
    low = high = size
    if change.comparator in ("about", "at_least"):
        high = size * _OPEN_END
    if change.comparator in ("about", "at_most"):
        low = size / _OPEN_END
    spare = max(digit if _rounded(change) else Decimal(0), slack)
    low, high = low - spare, high + spare
    return _Bounds(low, high) if change.direction == "up" else _Bounds(-high, -low)


def _rounded(change: Change) -> bool:
    """Whether a stated change is rounded: percentages are, exact counts are not."""
    return measure(change.unit) not in (COUNT, PEOPLE) or change.comparator != "exact"


def _last_place(value: Decimal) -> int:
    """The decimal place of the last digit before any zeros after the point: 12.50 -> -1; 120 -> 0."""
    exponent = value.normalize().as_tuple().exponent
    return min(exponent, 0) if isinstance(exponent, int) else 0


def _bounds(figure: Figure) -> _Bounds:
    """The values that a figure may stand for: its range, its hedge, its rounding to 万."""
    low, high = figure.value, figure.value_max or figure.value
    exponent = figure.value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent >= _ROUNDED_ZEROS:
        half = Decimal(1).scaleb(exponent) / 2
        low, high = low - half, high + half
    if figure.comparator in ("about", "at_most"):
        low -= figure.value * _HEDGED
    if figure.comparator in ("about", "at_least"):
        high += figure.value * _HEDGED
    return _Bounds(low, high)


def _actual(change: Change, before: Figure, after: Figure) -> str:
    """The actual change in words, in the unit of the stated one."""
    difference = after.value - before.value
    if _in_percent(change) is not None:
        return percent(to_places(difference / before.value * _HUNDRED, 1))
    if difference == 0:
        return "持平"
    return f"{'上升' if difference > 0 else '下降'} {amount(abs(difference), change.unit)}"


def _implied(change: Change, before: Decimal) -> Decimal:
    """The figure that a stated change makes of the earlier one."""
    sign = 1 if change.direction == "up" else -1
    relative = _in_percent(change)
    if relative is None:
        return before + sign * change.value
    return to_places(before * (1 + sign * relative / _HUNDRED), 2)
