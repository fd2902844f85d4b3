"""The totals of the table, and which cells they leave out and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from factextract.compare.model import Column, Comparison, Row, State
from factextract.compare.output.periods import period_name
from factextract.records.cues import counts_people, scale


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A figure that totals leave out, and why (Chinese)."""

    row: int
    indicator: str
    value: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Total:
    """Sum and mean of a column; None where figures of the column do not add up, or there are none."""

    sum: Decimal | None
    mean: Decimal | None


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals by indicator, and the figures that they leave out."""

    of: Mapping[str, Total]
    excluded: tuple[Exclusion, ...]


def totals_of(comparison: Comparison) -> Totals:
    """The totals of all columns. Left out are figures in another kind of unit than the column's, all but the first of the figures
    that report the same event, and what another row of the institution contains (an event of the quarter that it reports)."""
    excluded = (*_repeated(comparison), *_of_other_units(comparison), *_contained(comparison))
    once = {(one.row, one.indicator): one for one in reversed(excluded)}
    kept = tuple(one for one in excluded if once[one.row, one.indicator] is one)
    return Totals(
        {column.indicator: _total(comparison, column, once) for column in comparison.grid.columns}, kept
    )


def _repeated(comparison: Comparison) -> Iterator[Exclusion]:
    for event in comparison.events:
        for row in event.rows[1:]:
            yield Exclusion(row, event.indicator, event.value, event.reason)


def _of_other_units(comparison: Comparison) -> Iterator[Exclusion]:
    for number, row in enumerate(comparison.grid.rows):
        for column in comparison.grid.columns:
            cell = row.cell(column.indicator)
            if (
                cell.figure is None
                or cell.state is not State.REPORTED
                or _fits(cell.figure.unit, column.unit)
            ):
                continue
            reason = f"计量单位“{cell.figure.unit}”与本列的“{column.unit}”不能相加"
            yield Exclusion(number, column.indicator, cell.figure.value, reason)


def _contained(comparison: Comparison) -> Iterator[Exclusion]:
    """Figures of a row whose period lies within that of another row of the institution that tells the same indicator."""
    rows = comparison.grid.rows
    by_institution: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        if row.period.first and row.period.last:
            by_institution.setdefault(row.institution, []).append(number)
    adding = [column.indicator for column in comparison.grid.columns if column.adds_up]
    for numbers in by_institution.values():
        open_rows: list[int] = []  # those that began before and have not ended, the longest first
        for inner in sorted(numbers, key=lambda one: (_begin(rows[one]), _negated(_end(rows[one])), one)):
            open_rows = [one for one in open_rows if _end(rows[one]) >= _begin(rows[inner])]
            for indicator in adding:
                outer = next((one for one in open_rows if _holds(rows[one], rows[inner], indicator)), None)
                figure = rows[inner].cell(indicator).figure
                if outer is not None and figure is not None:
                    reason = f"已含在本单位{period_name(rows[outer].period)}的数字中"
                    yield Exclusion(inner, indicator, figure.value, reason)
            open_rows.append(inner)


def _holds(outer: Row, inner: Row, indicator: str) -> bool:
    """Whether the outer row's period is longer, contains the inner one's, and both tell the indicator."""
    if _end(inner) > _end(outer) or (_begin(outer), _end(outer)) == (_begin(inner), _end(inner)):
        return False
    return all(row.cell(indicator).state is State.REPORTED for row in (outer, inner))


def _begin(row: Row) -> str:
    return row.period.first or ""


def _end(row: Row) -> str:
    return row.period.last or ""


def _negated(day: str) -> int:
    """Sorts later days first."""
    return -int(day.replace("-", "") or 0)


def _fits(unit: str | None, of_column: str | None) -> bool:
    """Whether figures in the two measure words may be added up."""
    if unit is None or of_column is None or unit == of_column:
        return True
    return scale(unit) == scale(of_column) and counts_people(unit) == counts_people(of_column)


def _total(comparison: Comparison, column: Column, excluded: Mapping[tuple[int, str], Exclusion]) -> Total:
    values = [
        cell.figure.value if cell.figure else Decimal(0)
        for number, row in enumerate(comparison.grid.rows)
        if (number, column.indicator) not in excluded
        and (cell := row.cell(column.indicator)).state in (State.REPORTED, State.NONE)
    ]
    if not values:
        return Total(None, None)
    total = sum(values, start=Decimal(0))
    return Total(total if column.adds_up else None, total / len(values))
