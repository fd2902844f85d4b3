"""Rows of one institution that tell of the same part of two years, or of one period and the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from factextract.compare.findings.measures import Span, spans_of
from factextract.compare.model import Grid

YEAR_ON_YEAR: Final = "year_on_year"
PERIOD_ON_PERIOD: Final = "period_on_period"
_SHORTEST_STEP: Final = 7  # days; one day and the next are no periods
_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows of one institution, by number."""

    earlier: int
    later: int
    basis: Literal["year_on_year", "period_on_period"]


def pairs_of(grid: Grid) -> tuple[Pair, ...]:
    """All pairs of a table, sorted by the later row, year on year first."""
    spans = spans_of(grid)
    rows: dict[tuple[str, Span], list[int]] = {}
    for number, span in spans.items():
        rows.setdefault((grid.rows[number].institution, span), []).append(number)
    return tuple(_pairs(grid, spans, rows))


def _pairs(
    grid: Grid, spans: Mapping[int, Span], rows: Mapping[tuple[str, Span], list[int]]
) -> Iterator[Pair]:
    for number, span in spans.items():
        institution = grid.rows[number].institution
        for earlier in rows.get((institution, _year_before(span)), ()):
            yield Pair(earlier, number, YEAR_ON_YEAR)
        step = _step_before(span)
        if step is not None:
            for earlier in rows.get((institution, step), ()):
                yield Pair(earlier, number, PERIOD_ON_PERIOD)


def _year_before(span: Span) -> Span:
    if span.months:
        return _months_before(span, _YEAR)
    return Span(_a_year_before(span.first), _a_year_before(span.last))


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _step_before(span: Span) -> Span | None:
    """The period just before, as long; None where that is the year before, or where days follow each other."""
    if span.months:
        return None if span.months == _YEAR else _months_before(span, span.months)
    if span.days < _SHORTEST_STEP:
        return None
    return Span(span.first - timedelta(span.days), span.first - timedelta(1))


def _months_before(span: Span, months: int) -> Span:
    """Whole months, so many months earlier."""
    return Span(_shifted(span.first, -months), _shifted(span.last + timedelta(1), -months) - timedelta(1))


def _shifted(first: date, months: int) -> date:
    """The first day of a month so many months off."""
    month = first.year * _YEAR + first.month - 1 + months
    return date(month // _YEAR, month % _YEAR + 1, 1)
