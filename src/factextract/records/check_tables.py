"""Tables: columns against their 合计 and 小计 rows, rows against their 合计 column, rates and resolved cases row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from factextract.datamodel import Check
from factextract.records import cues
from factextract.records.arithmetic import Fit, shown, sum_fits
from factextract.records.check_table_rates import rate_checks, resolved_checks
from factextract.records.findings import PARTS_SUM, status_of
from factextract.records.grids import (
    DETAIL_LABEL,
    NOT_ADDED,
    SUBTOTAL_LABEL,
    TOTAL_LABEL,
    Entry,
    Grid,
)

# -- sums --------------------------------------------------------------------------------------------------------


def _line_check(total: Entry | None, parts: Sequence[Entry], name: str) -> Check | None:
    """Compare one column or row with its total; None where cells cannot be read or nothing is told."""
    facts = [part.fact for part in parts if part.fact]
    figures = [part.printed for part in parts if part.printed]
    if total is None or total.fact is None or total.printed is None or len(facts) < 2:
        return None
    stated = total.printed
    fit = sum_fits(stated, figures)
    if fit is Fit.NO and any(part.unread for part in parts):
        return None
    found = sum((figure.value for figure in figures), Decimal(0))
    terms = "＋".join(shown(figure.value) for figure in figures)
    if fit is Fit.NO:
        gap = shown(abs(found - stated.value))
        message = f"表中“{name}”各项之和与合计不符：{terms}＝{shown(found)}，表中合计为{shown(stated.value)}，相差{gap}。"
    else:
        message = f"表中“{name}”各项之和与合计相符：{terms}＝{shown(stated.value)}。"
    ids = (total.fact.id, *(fact.id for fact in facts))
    return Check(PARTS_SUM, status_of(fit), ids, found, stated.value, message)


def _added_rows(grid: Grid) -> Iterator[tuple[int, list[int]]]:
    """Each 合计 or 小计 row with the rows that it adds up."""
    body: list[int] = []
    subtotals: list[int] = []
    for row in grid.rows:
        label = grid.labels[row]
        if TOTAL_LABEL.match(label):
            below = [r for r in grid.rows if r > row and not DETAIL_LABEL.match(grid.labels[r])]
            yield row, subtotals or (body if len(body) > 1 else below)
            body, subtotals = [], []
        elif SUBTOTAL_LABEL.search(label):
            yield row, body
            subtotals.append(row)
            body = []
        elif not DETAIL_LABEL.match(label):
            body.append(row)


def _column_checks(grid: Grid) -> Iterator[Check]:
    for total, added in _added_rows(grid):
        for column in grid.columns:
            heading = grid.headings[column]
            if NOT_ADDED.search(heading):
                continue
            parts = [entry for row in added if (entry := grid.entry(row, column))]
            while parts and parts[0].fact is None and parts[0].text in heading and parts[0].worded:
                parts = parts[1:]
            check = _line_check(grid.entry(total, column), parts, heading or f"第{column + 1}列")
            if check is not None:
                yield check


def _row_checks(grid: Grid) -> Iterator[Check]:
    headings = grid.headings
    totals = [
        c for c in grid.columns if TOTAL_LABEL.match(headings[c]) or SUBTOTAL_LABEL.fullmatch(headings[c])
    ]
    if len(totals) != 1:
        return
    added = [c for c in grid.columns if c not in totals and not NOT_ADDED.search(headings[c])]
    for row in grid.rows[1:]:
        parts = [entry for column in added if (entry := grid.entry(row, column)) and not entry.worded]
        check = _line_check(grid.entry(row, totals[0]), parts, grid.labels[row] or f"第{row + 1}行")
        if check is not None:
            yield check


def _measures_in_rows(grid: Grid) -> bool:
    """True if rows, not columns, tell what the figures measure: 合格率, 办结."""
    rated = any(cues.RATE_HEADING.search(label) for label in grid.labels.values())
    resolved = any(cues.RESOLVED.search(label) for label in grid.labels.values())
    measured = any(cues.RATE_HEADING.search(heading) for heading in grid.headings.values())
    return (rated or resolved) and not measured


def table_checks(grids: Iterable[Grid]) -> list[Check]:
    """Checks within tables."""
    checks: list[Check] = []
    for grid in grids:
        for part in (_column_checks, _row_checks, rate_checks, resolved_checks):
            checks.extend(part(grid))
        if _measures_in_rows(grid):
            turned = grid.turned()
            checks.extend(rate_checks(turned))
            checks.extend(resolved_checks(turned, turned=True))
    return checks
