"""One institution's figures from period to period: how they changed, and what is odd about that."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from factextract.compare.findings.measures import (
    PERCENT,
    Span,
    measure,
    reported,
    significand,
    spans_of,
    standing,
    tells_change,
    weight,
)
from factextract.compare.findings.own_ratios import SMALLEST, Ratio, usual_ratio
from factextract.compare.findings.pairs import PERIOD_ON_PERIOD, YEAR_ON_YEAR, Pair, pairs_of
from factextract.compare.findings.stated import contradictions
from factextract.compare.findings.wording import amount, percent, times, to_places
from factextract.compare.model import Cell, Finding, FindingKind, Grid, PeriodChange, State

_EARLIER: Final = {YEAR_ON_YEAR: "上年同期", PERIOD_ON_PERIOD: "上期"}
_HUNDRED: Final = Decimal(100)

_SMALLEST_SAME: Final = 20  # smaller counts coincide by chance
_TELLING: Final = 2.0  # digits without zeros at the end that identical figures must have together
_ALL_SAME: Final = 3.0  # likewise if most figures of a report are identical, small ones counted
_FEWEST_SAME: Final = 4

_JUMP: Final[Mapping[str, float]] = {
    YEAR_ON_YEAR: math.log10(5) - 1e-9,
    PERIOD_ON_PERIOD: math.log10(10) - 1e-9,  # campaigns have their seasons
}
_STILL: Final = math.log10(1.5)  # the others' ratio that explains nothing
_LARGE: Final = 1000  # the larger of two figures that are rounded rather than few
_ROUNDED: Final = math.log10(10 / 9.5)
_PARTS_OF_WHOLE: Final = Decimal(50)  # percentage points between two rates

Key = tuple[str, str, Span, Span]
"""An indicator, its measure, and two periods."""


def changes(grid: Grid) -> tuple[PeriodChange, ...]:
    """How every figure changed, year on year and from one period to the next, sorted by later row, basis and column. A stated
    zero is a figure; columns that tell changes themselves are left out."""
    found = []
    for pair in pairs_of(grid):
        for column in grid.columns:
            if tells_change(column):
                continue
            change = _change(grid, pair, column.indicator)
            if change is not None:
                found.append(change)
    return tuple(found)


def compare_periods(grid: Grid, changed: Sequence[PeriodChange] | None = None) -> tuple[Finding, ...]:
    """What is odd between two periods of an institution: identical figures, jumps, stated changes that the figures contradict.
    ``changed`` are the ``changes`` of the table, if they are known already. Sorted by row, column and kind."""
    changed = changes(grid) if changed is None else changed
    places = {column.indicator: place for place, column in enumerate(grid.columns)}
    found = [
        *_identical(grid, changed),
        *_jumps(grid, changed),
        *contradictions(grid, pairs_of(grid)),
    ]
    return tuple(
        sorted(found, key=lambda one: (one.row, places[one.indicator], one.kind, one.other or 0, one.reason))
    )


def _change(grid: Grid, pair: Pair, indicator: str) -> PeriodChange | None:
    one, other = (grid.rows[row].cells.get(indicator) for row in (pair.earlier, pair.later))
    before, after = _value(one), _value(other)
    if before is None or after is None or one is None or other is None or not _same_measure(one, other):
        return None
    unit = _unit(other) or _unit(one)
    relative = None
    if before and measure(unit) != PERCENT:
        relative = to_places((after - before) / before * _HUNDRED, 1)
    return PeriodChange(indicator, pair.earlier, pair.later, pair.basis, before, after, unit, relative)


def _value(cell: Cell | None) -> Decimal | None:
    """The figure of a cell, 0 where it says that there was none; None where nothing is sure."""
    if cell is None or cell.state not in (State.REPORTED, State.NONE):
        return None
    if cell.state is State.NONE:
        return Decimal(0)
    figure = reported(cell)
    return None if figure is None else figure.value


def _unit(cell: Cell) -> str | None:
    return cell.figure.unit if cell.figure else None


def _same_measure(one: Cell, other: Cell) -> bool:
    if one.figure is None or other.figure is None:
        return True
    return measure(one.figure.unit) == measure(other.figure.unit)


# -- identical figures -------------------------------------------------------------------------------------------


def _identical(grid: Grid, changed: Sequence[PeriodChange]) -> Iterator[Finding]:
    """Figures that two periods have in common beyond chance."""
    columns = {column.indicator: column for column in grid.columns}
    by_rows: dict[tuple[int, int], list[PeriodChange]] = {}
    for change in changed:
        rate = measure(change.unit) == PERCENT
        if change.before and change.after and not rate and not standing(columns[change.indicator]):
            by_rows.setdefault((change.earlier, change.later), []).append(change)
    for members in by_rows.values():
        same = [change for change in members if change.before == change.after]
        for change in _beyond_chance(same, len(members)):
            others = f"，两期共有 {len(same)} 项数字完全相同" if len(same) > 1 else ""
            reason = f"与{_EARLIER[change.basis]}同为 {amount(change.after, change.unit)}{others}，疑似沿用"
            yield Finding(
                FindingKind.IDENTICAL,
                change.later,
                change.indicator,
                change.after,
                change.before,
                reason,
                change.earlier,
            )


def _beyond_chance(same: Sequence[PeriodChange], of: int) -> Sequence[PeriodChange]:
    """The identical figures of two rows that did not come about by chance; all of them or those of some size."""
    most = len(same) >= _FEWEST_SAME and 2 * len(same) > of
    if most and sum(weight(change.after) for change in same) >= _ALL_SAME:
        return same
    large = [change for change in same if change.after >= _SMALLEST_SAME and significand(change.after) > 1]
    return large if sum(weight(change.after) for change in large) >= _TELLING else ()


# -- jumps -------------------------------------------------------------------------------------------------------


def _jumps(grid: Grid, changed: Sequence[PeriodChange]) -> Iterator[Finding]:
    """Changes by a large factor that the other institutions' figures and the year before do not explain."""
    spans = spans_of(grid)
    factors = {at: _factor(change) for at, change in enumerate(changed)}
    usual = _usual_factors(changed, factors, spans)
    level = {
        (change.later, change.indicator)
        for at, change in enumerate(changed)
        if change.basis == YEAR_ON_YEAR and abs(factors[at] or 0.0) < _JUMP[YEAR_ON_YEAR]
    }
    for at, change in enumerate(changed):
        factor = factors[at]
        if factor is None:
            if _rate_turned(change):
                yield _jump(change, None, None)
            continue
        among = usual.get(_key(change, spans))
        seasonal = change.basis == PERIOD_ON_PERIOD and (change.later, change.indicator) in level
        if _jumped(change, factor, among) and not seasonal:
            yield _jump(change, factor, among)


def _jumped(change: PeriodChange, factor: float, among: Ratio | None) -> bool:
    """Whether a factor (log10) is a large one, by itself and beside the other institutions' own. Where these hardly changed, a
    large figure need not exceed the least factor by what they did."""
    least = _JUMP[change.basis]
    if among is None:
        return abs(factor) >= least
    if abs(among.log) <= _STILL and max(change.before, change.after) >= _LARGE:
        return abs(factor) >= least - _ROUNDED
    return abs(factor) >= least and abs(factor - among.log) >= least


def _factor(change: PeriodChange) -> float | None:
    """By what factor (log10) a count or an amount changed; None for rates and where a value is small."""
    if measure(change.unit) == PERCENT or min(change.before, change.after) < SMALLEST:
        return None
    return math.log10(change.after / change.before)


def _rate_turned(change: PeriodChange) -> bool:
    return measure(change.unit) == PERCENT and abs(change.difference) >= _PARTS_OF_WHOLE


def _key(change: PeriodChange, spans: Mapping[int, Span]) -> Key:
    return change.indicator, measure(change.unit), spans[change.earlier], spans[change.later]


def _usual_factors(
    changed: Sequence[PeriodChange], factors: Mapping[int, float | None], spans: Mapping[int, Span]
) -> dict[Key, Ratio | None]:
    """By what factor the figures of an indicator changed between two periods, by the median institution."""
    seen: dict[Key, list[float]] = {}
    for at, change in enumerate(changed):
        factor = factors[at]
        if factor is not None:
            seen.setdefault(_key(change, spans), []).append(factor)
    return {key: usual_ratio(found) for key, found in seen.items()}


def _jump(change: PeriodChange, factor: float | None, among: Ratio | None) -> Finding:
    when, unit = _EARLIER[change.basis], change.unit
    if factor is None:
        how = f"相差 {amount(abs(change.difference), '个百分点')}"
    elif factor > 0:
        how = f"为其 {times(change.after, change.before)}"
    else:
        how = f"仅为其 {times(change.after, change.before)}"
    others = ""
    if among is not None:
        usual = to_places((Decimal(10**among.log) - 1) * _HUNDRED, 0)
        others = f"（其他机构同期多为{percent(usual)}）"
    reason = f"{when}为 {amount(change.before, unit)}，本期 {amount(change.after, unit)}，{how}{others}"
    return Finding(
        FindingKind.JUMP,
        change.later,
        change.indicator,
        change.after,
        change.before,
        reason,
        change.earlier,
    )
