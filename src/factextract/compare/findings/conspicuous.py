"""All findings of a table, each figure called out for one thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from factextract.compare.findings.outliers import find_outliers
from factextract.compare.findings.periods import compare_periods
from factextract.compare.model import Finding, FindingKind, Grid, PeriodChange

_SLIPS: Final = frozenset({FindingKind.UNIT_SLIP_10, FindingKind.UNIT_SLIP_10000, FindingKind.RATE_SLIP})


def find_conspicuous(grid: Grid, changed: Sequence[PeriodChange] | None = None) -> tuple[Finding, ...]:
    """The outliers, slips and odd changes of a table, sorted by row, column and kind. A jump from or to a slip is not told
    again. ``changed`` are the ``changes`` of the table, if they are known already."""
    outliers = find_outliers(grid)
    slips = {(one.row, one.indicator) for one in outliers if one.kind in _SLIPS}
    periods = [one for one in compare_periods(grid, changed) if not _explained(one, slips)]
    places = {column.indicator: place for place, column in enumerate(grid.columns)}
    return tuple(
        sorted((*outliers, *periods), key=lambda one: (one.row, places[one.indicator], one.kind, one.reason))
    )


def _explained(finding: Finding, slips: set[tuple[int, str]]) -> bool:
    """Whether a jump is due to a slip at one of its ends."""
    if finding.kind is not FindingKind.JUMP:
        return False
    rows = (finding.row, finding.other)
    return any((row, finding.indicator) in slips for row in rows if row is not None)
