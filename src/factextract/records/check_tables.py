"""Tables: columns against their 合计 and 小计 rows, rows against their 合计 column, rates and resolved cases row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from factextract.datamodel import Check, Comparator, Fact, Layout
from factextract.records import cues
from factextract.records.arithmetic import (
    Fit,
    Printed,
    difference,
    percentage_of,
    share_fits,
    shown,
    sum_fits,
)
from factextract.records.findings import PARTS_SUM, PERCENTAGE, RESOLVED, status_of
from factextract.records.grids import (
    DETAIL_LABEL,
    NOT_ADDED,
    SUBTOTAL_LABEL,
    TOTAL_LABEL,
    Entry,
    Grid,
    read_grids,
)

_MOST_COLUMNS = 12
_SAMPLE = 30  # rows that decide on a formula
_FORMULA_SHARE = Decimal("0.6")  # rows that must bear a formula out before the others are held against it


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


# -- rates and resolved cases, row by row ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Formula:
    """How a rate column comes from two count columns: part / whole, or (whole - part) / whole."""

    part: int
    whole: int
    complement: bool


@dataclass(frozen=True, slots=True)
class _Quotient:
    """A formula in one row."""

    facts: tuple[Fact, Fact, Fact]
    fit: Fit
    expected: Decimal
    found: Decimal
    label: str


def _apply(grid: Grid, row: int, rate: int, formula: _Formula) -> _Quotient | None:
    entries = [grid.entry(row, column) for column in (formula.whole, formula.part, rate)]
    facts = [entry.fact for entry in entries if entry and entry.fact]
    figures = [entry.printed for entry in entries if entry and entry.printed]
    if len(facts) < 3:
        return None
    whole, part, percent = figures
    if whole.value <= 0 or part.value > whole.value:
        return None
    top: Printed = difference(whole, part) if formula.complement else part
    fit = share_fits(percent, Comparator.EXACT, top, whole)
    expected = round(percentage_of(top.value, whole.value), 2)
    return _Quotient((facts[0], facts[1], facts[2]), fit, expected, percent.value, grid.labels[row])


def _rate_checks(grid: Grid) -> Iterator[Check]:
    """Rates of a column against the two count columns that most rows take them from."""
    columns = grid.columns[:_MOST_COLUMNS]
    counts = [c for c in columns if not NOT_ADDED.search(grid.headings[c])]
    formulas = [_Formula(p, w, c) for p in counts for w in counts if p != w for c in (False, True)]
    for rate in (c for c in columns if cues.RATE_HEADING.search(grid.headings[c])):
        sample = grid.rows[:_SAMPLE]
        tried = [(_fitting(_apply_to(grid, sample, rate, formula)), formula) for formula in formulas]
        fitting, formula = max(tried, key=lambda one: one[0], default=(0, None))
        if formula is None or fitting < 2:
            continue
        quotients = _apply_to(grid, grid.rows, rate, formula)
        if _fitting(quotients) >= _FORMULA_SHARE * len(quotients):
            yield from (_quotient_check(quotient, grid.headings[rate]) for quotient in quotients)


def _apply_to(grid: Grid, rows: Sequence[int], rate: int, formula: _Formula) -> list[_Quotient]:
    return [quotient for row in rows if (quotient := _apply(grid, row, rate, formula)) is not None]


def _fitting(quotients: Sequence[_Quotient]) -> int:
    return sum(quotient.fit is not Fit.NO for quotient in quotients)


def _quotient_check(quotient: _Quotient, heading: str) -> Check:
    computed, stated = shown(quotient.expected), shown(quotient.found)
    verdict = "不符" if quotient.fit is Fit.NO else "相符"
    message = f"表中“{quotient.label}”的{heading}{verdict}：按数字计算为{computed}%，表中为{stated}%。"
    ids = tuple(fact.id for fact in quotient.facts)
    return Check(PERCENTAGE, status_of(quotient.fit), ids, quotient.expected, quotient.found, message)


def _resolved_checks(grid: Grid) -> Iterator[Check]:
    """A column of resolved cases against the nearest one of received ones before it."""
    counts = [c for c in grid.columns if not NOT_ADDED.search(grid.headings[c])]
    resolved = [c for c in counts if cues.RESOLVED.search(grid.headings[c])]
    received = [c for c in counts if c not in resolved and cues.RECEIVED.search(grid.headings[c])]
    before = [column for column in received if resolved and column < resolved[0]]
    if len(resolved) != 1 or not before:
        return
    pairs = [(row, grid.entry(row, before[-1]), grid.entry(row, resolved[0])) for row in grid.rows]
    for row, one, other in pairs:
        if not (one and one.fact and one.printed and other and other.fact and other.printed):
            continue
        above = other.printed.low > one.printed.high
        if not (above or TOTAL_LABEL.match(grid.labels[row])):
            continue
        got, done = shown(one.printed.value), shown(other.printed.value)
        verdict = "办结数大于受理数" if above else "办结数不多于受理数"
        message = f"表中“{grid.labels[row]}”{verdict}：受理{got}，办结{done}。"
        status = status_of(Fit.NO if above else Fit.EXACT)
        yield Check(
            RESOLVED, status, (one.fact.id, other.fact.id), one.printed.value, other.printed.value, message
        )


def table_checks(facts: Sequence[Fact], text: str, layout: Layout) -> list[Check]:
    """Checks of the tables; ``facts`` are those inside tables, in text order."""
    checks: list[Check] = []
    for grid in read_grids(facts, text, layout):
        for part in (_column_checks, _row_checks, _rate_checks, _resolved_checks):
            checks.extend(part(grid))
    return checks
