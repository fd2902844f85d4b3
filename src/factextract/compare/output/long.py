"""The table in long form: a line a cell, for CSV, JSON, Parquet and whatever reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from factextract.compare.model import Comparison, State
from factextract.compare.output import cells
from factextract.compare.output.totals import totals_of
from factextract.compare.quotes import Quotes


@dataclass(frozen=True, slots=True)
class CellLine:
    """A cell with everything that leads back to its evidence. ``value`` is exact; ``quote`` and what follows it are those of its
    first figure. ``counted`` tells whether totals count it."""

    institution: str
    level: str | None
    period: str | None
    first_day: str | None
    last_day: str | None
    indicator: str
    label: str
    state: str
    value: Decimal | None
    value_max: Decimal | None
    unit: str | None
    comparator: str | None
    how: str
    counted: bool
    confidence: float | None
    quote: str | None
    sentence: str | None
    path: str | None
    start: int | None
    end: int | None
    record_id: str | None


def cell_lines(comparison: Comparison, quotes: Quotes) -> Iterator[CellLine]:
    """All cells, row by row, those that say nothing included: silence is one of the four states."""
    grid = comparison.grid
    excluded = {(one.row, one.indicator) for one in totals_of(comparison).excluded}
    for number, row in enumerate(grid.rows):
        institution = grid.institutions[row.institution]
        for column in grid.columns:
            cell = row.cell(column.indicator)
            state = State.UNCLEAR if not row.readable else cell.state
            quote = next(quotes.of(cell, column.indicator), None)
            figure = cell.figure
            value = figure.value if figure else Decimal(0) if state is State.NONE else None
            yield CellLine(
                institution=institution.name,
                level=institution.level,
                period=row.period.edtf,
                first_day=row.period.first,
                last_day=row.period.last,
                indicator=column.indicator,
                label=column.label,
                state=state.value,
                value=value,
                value_max=figure.value_max if figure else None,
                unit=figure.unit if figure else None,
                comparator=figure.comparator if figure else None,
                how=cells.how(cell),
                counted=state in (State.REPORTED, State.NONE) and (number, column.indicator) not in excluded,
                confidence=figure.confidence if figure else None,
                quote=quote.mention if quote else None,
                sentence=quote.sentence if quote else None,
                path=quote.path if quote else None,
                start=quote.start if quote else None,
                end=quote.end if quote else None,
                record_id=quote.record_id if quote else None,
            )
