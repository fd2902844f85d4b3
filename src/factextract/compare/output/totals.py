"""The totals of the table, and which cells they leave out and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from factextract.compare.model import Column, Comparison, State
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
    """The totals of all columns. Left out are figures in another kind of unit than the column's, and all but the first of the
    figures that report the same event."""
    excluded = (*_repeated(comparison), *_of_other_units(comparison))
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
