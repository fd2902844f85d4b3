"""Rates of tables: a column of rates against the columns that it comes from, and resolved cases against received ones.

Which columns a rate comes from is told by the rows themselves: the reading that most rows bear out is held against the
others. Tables whose figures run along the rows (one row a measure) are read turned round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import permutations

from factextract.datamodel import Check, Comparator, Fact
from factextract.records import cues
from factextract.records.arithmetic import (
    Fit,
    Printed,
    difference,
    growth_fits,
    percentage_of,
    share_fits,
    shown,
)
from factextract.records.findings import PERCENTAGE, RESOLVED, YEAR_ON_YEAR, status_of
from factextract.records.grids import NOT_ADDED, TOTAL_LABEL, Entry, Grid

_MOST_COLUMNS = 12
_SAMPLE = 30  # rows that decide on a formula
_FORMULA_SHARE = Decimal("0.6")  # rows that must bear a formula out before the others are held against it
_LEAST = 2  # rows that must at least


@dataclass(frozen=True, slots=True)
class _Quotient:
    """A rate in one row with the figures that it comes from; ``facts`` are those the check names."""

    facts: tuple[Fact, ...]
    fit: Fit
    expected: Decimal
    found: Decimal
    label: str


_Formula = Callable[[Grid, int], "_Quotient | None"]
"""Reads a row; None where a figure is missing."""


def _figures(
    grid: Grid, places: Sequence[tuple[int, int]]
) -> tuple[list[Fact], list[Printed], list[Entry]] | None:
    entries = [grid.entry(row, column) for row, column in places]
    read = [entry for entry in entries if entry and entry.fact and entry.printed]
    if len(read) < len(places):
        return None
    facts = [entry.fact for entry in read if entry.fact]
    return facts, [entry.printed for entry in read if entry.printed], read


def _part_of_whole(part: int, whole: int, rate: int, complement: bool) -> _Formula:
    """part / whole, or (whole - part) / whole, in one row."""

    def formula(grid: Grid, row: int) -> _Quotient | None:
        found = _figures(grid, [(row, whole), (row, part), (row, rate)])
        if found is None:
            return None
        facts, (base, top, percent), _ = found
        if base.value <= 0 or top.value > base.value:
            return None
        return _quotient(facts, percent, difference(base, top) if complement else top, base, grid.labels[row])

    return formula


def _share_of_total(part: int, total: int, rate: int) -> _Formula:
    """part / the column's total."""

    def formula(grid: Grid, row: int) -> _Quotient | None:
        found = _figures(grid, [(total, part), (row, part), (row, rate)]) if row != total else None
        if found is None:
            return None
        facts, (base, top, percent), _ = found
        return _quotient(facts, percent, top, base, grid.labels[row]) if base.value > 0 else None

    return formula


def _growth(now: int, base: int, rate: int) -> _Formula:
    """(now - base) / base in percent, with its direction."""

    def formula(grid: Grid, row: int) -> _Quotient | None:
        found = _figures(grid, [(row, now), (row, base), (row, rate)])
        if found is None:
            return None
        facts, (new, old, percent), (_, _, entry) = found
        if old.value <= 0:
            return None
        percent = _unsigned(percent)
        fit = growth_fits(percent, Comparator.EXACT, difference(new, old), old)
        if entry.sign and new.value != old.value and (new.value < old.value) != (entry.sign < 0):
            fit = Fit.NO
        expected = round(percentage_of(new.value - old.value, old.value), 2)
        return _Quotient(tuple(facts), fit, expected, percent.value, grid.labels[row])

    return formula


def _unsigned(printed: Printed) -> Printed:
    """A figure without its sign."""
    if printed.value >= 0:
        return printed
    return replace(printed, value=-printed.value, low=-printed.high, high=-printed.low)


def _quotient(facts: Sequence[Fact], percent: Printed, top: Printed, base: Printed, label: str) -> _Quotient:
    fit = share_fits(percent, Comparator.EXACT, top, base)
    return _Quotient(tuple(facts), fit, round(percentage_of(top.value, base.value), 2), percent.value, label)


def _formulas(grid: Grid, rate: int, counts: Sequence[int]) -> Iterator[tuple[str, _Formula]]:
    """What a column of rates may be, by its heading, with the kind of check."""
    heading = grid.headings[rate]
    total = next((row for row in grid.rows if TOTAL_LABEL.match(grid.labels[row])), None)
    if cues.GROWTH_HEADING.search(heading):
        for now, base in permutations(counts, 2):
            yield YEAR_ON_YEAR, _growth(now, base, rate)
        return
    if cues.SHARE.search(heading) and total is not None:
        for part in counts:
            yield PERCENTAGE, _share_of_total(part, total, rate)
    for part, whole in permutations(counts, 2):
        for complement in (False, True):
            yield PERCENTAGE, _part_of_whole(part, whole, rate, complement)


def rate_checks(grid: Grid) -> Iterator[Check]:
    """percentage and year_on_year checks of columns of rates."""
    columns = grid.columns[:_MOST_COLUMNS]
    counts = [c for c in columns if not NOT_ADDED.search(grid.headings[c])]
    for rate in (c for c in columns if cues.RATE_HEADING.search(grid.headings[c])):
        sample = grid.rows[:_SAMPLE]
        best: tuple[int, str, _Formula] | None = None
        for kind, formula in _formulas(grid, rate, counts):
            fitting = _fitting(_apply(grid, sample, formula))
            if fitting >= _LEAST and (best is None or fitting > best[0]):
                best = fitting, kind, formula
        if best is None:
            continue
        quotients = _apply(grid, grid.rows, best[2])
        if _fitting(quotients) >= _FORMULA_SHARE * len(quotients):
            yield from (_check(quotient, best[1], grid.headings[rate]) for quotient in quotients)


def _apply(grid: Grid, rows: Sequence[int], formula: _Formula) -> list[_Quotient]:
    return [quotient for row in rows if (quotient := formula(grid, row)) is not None]


def _fitting(quotients: Sequence[_Quotient]) -> int:
    return sum(quotient.fit is not Fit.NO for quotient in quotients)


def _check(quotient: _Quotient, kind: str, heading: str) -> Check:
    computed, stated = shown(quotient.expected), shown(quotient.found)
    verdict = "不符" if quotient.fit is Fit.NO else "相符"
    message = f"表中“{quotient.label}”的{heading}{verdict}：按数字计算为{computed}%，表中为{stated}%。"
    ids = tuple(fact.id for fact in quotient.facts)
    return Check(kind, status_of(quotient.fit), ids, quotient.expected, quotient.found, message)


def resolved_checks(grid: Grid, turned: bool = False) -> Iterator[Check]:
    """A column of resolved cases against the nearest one of received ones before it. A ``turned`` table tells one thing a
    column, so that every column is reported and none is an error by itself."""
    counts = [c for c in grid.columns if not NOT_ADDED.search(grid.headings[c])]
    resolved = [c for c in counts if cues.RESOLVED.search(grid.headings[c])]
    if len(resolved) != 1 and not turned:
        return
    for done in resolved:
        before = [
            c for c in counts if c < done and c not in resolved and cues.RECEIVED.search(grid.headings[c])
        ]
        kinds = set(cues.CASE_KINDS.findall(grid.headings[done]))
        if kinds:  # 办结投诉 after 投诉 and 举报 is held against 投诉
            before = [c for c in before if kinds & set(cues.CASE_KINDS.findall(grid.headings[c]))] or (
                [c for c in before if not cues.CASE_KINDS.search(grid.headings[c])]
            )
        if not before or (not turned and _mostly_above(grid, before[-1], done)):
            continue
        for row in grid.rows:
            found = _figures(grid, [(row, before[-1]), (row, done)])
            if found is None:
                continue
            facts, (got, settled), _ = found
            above = settled.low > got.high
            if (turned and above) or not (turned or above or TOTAL_LABEL.match(grid.labels[row])):
                continue
            yield _resolved_check(grid.labels[row], facts, got, settled, above)


def _mostly_above(grid: Grid, received: int, done: int) -> bool:
    """True if most rows have more resolved cases than received ones: then the columns do not tell of the same cases."""
    rows = [found[1] for row in grid.rows if (found := _figures(grid, [(row, received), (row, done)]))]
    return len(rows) > _LEAST and 2 * sum(settled.low > got.high for got, settled in rows) > len(rows)


def _resolved_check(label: str, facts: Sequence[Fact], got: Printed, done: Printed, above: bool) -> Check:
    verdict = "办结数大于受理数" if above else "办结数不多于受理数"
    message = f"表中“{label}”{verdict}：受理{shown(got.value)}，办结{shown(done.value)}。"
    ids = tuple(fact.id for fact in facts)
    return Check(RESOLVED, status_of(Fit.NO if above else Fit.EXACT), ids, got.value, done.value, message)
