"""Figures of the prose that come from a table: totals of its columns, shares and rates of its rows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from factextract.datamodel import Check, Fact
from factextract.records import cues
from factextract.records.arithmetic import Fit, Printed, percentage_of, share_fits, shown, sum_fits
from factextract.records.check_shares import ShareReader
from factextract.records.figures import Figure, Reading
from factextract.records.findings import PARTS_SUM, PERCENTAGE, status_of
from factextract.records.grids import NOT_ADDED, SUBTOTAL_LABEL, TOTAL_LABEL, Grid
from factextract.records.slips import sum_mistyped

_REACH = 1500  # characters between a table and prose that speaks of it
_FAR = Decimal(100)  # sums from here on rarely equal another figure by chance
_NEARLY = Decimal("0.04")
_LEAST_ROWS = 3
_SHORTEST_LABEL = 3
_MOST_TOTALS = 40
_BORNE_OUT = Decimal("0.8")  # rows that must bear out a total that the table does not print


class _Value(NamedTuple):
    fact: Fact
    printed: Printed


def _value(grid: Grid, row: int, column: int) -> _Value | None:
    entry = grid.entry(row, column)
    if entry is None or entry.fact is None or entry.printed is None:
        return None
    return _Value(entry.fact, entry.printed)


def _counts(grid: Grid) -> list[int]:
    return [column for column in grid.columns if not NOT_ADDED.search(grid.headings[column])]


def _total_row(grid: Grid) -> int | None:
    return next((row for row in grid.rows if TOTAL_LABEL.match(grid.labels[row])), None)


def _whole_columns(grid: Grid) -> Iterator[tuple[int, list[_Value]]]:
    """Columns of counts with a figure in every row but the header, in a table without totals."""
    if any(TOTAL_LABEL.match(label) or SUBTOTAL_LABEL.search(label) for label in grid.labels.values()):
        return
    for column in _counts(grid):
        values = [value for row in grid.rows if (value := _value(grid, row, column)) is not None]
        if len(values) >= max(_LEAST_ROWS, len(grid.rows) - 2):
            yield column, values


def table_total_checks(reading: Reading, grids: Sequence[Grid]) -> Iterator[Check]:
    """parts_sum checks of columns whose total stands in the prose, behind the table (上述5家合计279件) or before it."""
    for grid in grids:
        columns = list(_whole_columns(grid))
        told = _total_behind(reading, grid, len(columns[0][1])) if columns else None
        fitting = [(told, column, values) for column, values in columns if told and _fits(told, values)]
        named = [
            (told, c, v)
            for c, v in columns
            if told and _names_heading(told, grid.headings[c]) and _near(told, v)
        ]
        for total, column, values in fitting or named or _totals_before(reading, grid, columns):
            yield _total_check(reading, total, values, grid.headings[column] or f"第{column + 1}列")


def _total_behind(reading: Reading, grid: Grid, rows: int) -> Figure | None:
    total = reading.count_after(grid.end)
    if total is not None and total.value == rows and total.unit in cues.NAME_UNITS:
        total = reading.count_after(total.end)  # 上述5家合计279件
    if total is None or total.start - grid.end > _REACH or not total.definite:
        return None
    opening = reading.text[total.sentence_span.start : total.start].lstrip()
    told = cues.TOTAL.search(total.label) or cues.STRONG_TOTAL.search(total.lead)
    return total if told and cues.told_number(opening) == rows else None


def _totals_before(
    reading: Reading, grid: Grid, columns: Sequence[tuple[int, list[_Value]]]
) -> Iterator[tuple[Figure, int, list[_Value]]]:
    """Counts before a table that a column makes to the digit."""
    near = [figure for figure in reading.counts_before(grid.start, _MOST_TOTALS) if figure.definite]
    for column, values in columns:
        sum_ = _sum(values)
        total = next((figure for figure in near if figure.value == sum_), None)
        if total is not None and sum_ >= _FAR:
            yield total, column, values


def _sum(values: Sequence[_Value]) -> Decimal:
    return sum((value.printed.value for value in values), Decimal(0))


def _fits(total: Figure, values: Sequence[_Value]) -> bool:
    return sum_fits(total.printed, [value.printed for value in values]) is not Fit.NO


def _near(total: Figure, values: Sequence[_Value]) -> bool:
    parts = [value.printed for value in values]
    close = abs(_sum(values) - total.value) <= _NEARLY * total.value
    return close or sum_mistyped(total.printed, parts, telling=False)


def _names_heading(total: Figure, heading: str) -> bool:
    return len(heading) > 1 and heading[:2] in total.lead


def _total_check(reading: Reading, total: Figure, values: Sequence[_Value], heading: str) -> Check:
    fit = sum_fits(total.printed, [value.printed for value in values])
    sum_ = _sum(values)
    verdict = "不符" if fit is Fit.NO else "相符"
    message = f"表中“{heading}”各项之和{shown(sum_)}与文中总数{reading.written(total)}{verdict}。"
    ids = (total.id, *(value.fact.id for value in values))
    return Check(PARTS_SUM, status_of(fit), ids, sum_, total.value, message)


# -- shares and rates --------------------------------------------------------------------------------------------


def table_share_checks(
    reader: ShareReader, grids: Sequence[Grid], settled: Collection[str]
) -> Iterator[tuple[Figure, Check]]:
    """percentage checks of the prose's shares and rates that cells give, with the percentage. ``settled`` are those that
    the prose itself gives. Cells that give none leave the percentage open."""
    by_end = sorted(range(len(grids)), key=lambda at: grids[at].end)
    ends = [grids[at].end for at in by_end]
    for percent in reader.percents:
        if percent.id not in settled and percent.printed.resolution < 1 and percent.definite:
            low, high = bisect_left(ends, percent.start - _REACH), bisect_right(ends, percent.start + _REACH)
            near = (grids[at] for at in sorted(by_end[low:high]))
            pairs = (pair for grid in near for pair in _pairs(reader, grid, percent))
            found = next((pair for pair in pairs if _gives(*pair, percent)), None)
            if found is not None:
                yield percent, _share_check(reader.reading, percent, *found)


def _gives(part: _Value, whole: _Value, percent: Figure) -> bool:
    small = 0 < part.printed.value <= whole.printed.value and part.fact is not whole.fact
    return small and share_fits(percent.printed, percent.comparator, part.printed, whole.printed) is Fit.EXACT


def _pairs(reader: ShareReader, grid: Grid, percent: Figure) -> Iterator[tuple[_Value, _Value]]:
    """Part and whole that a percentage may speak of: a row that the sentence names against the total or with a count of
    the sentence as its part, or two measures of the row of totals."""
    opening = reader.reading.text[percent.sentence_span.start : percent.start]
    own = [f for f in reader.reading.counts_before(percent.start, 2) if f.sentence == percent.sentence]
    total, counts = _total_row(grid), _counts(grid)
    for row in grid.rows:
        label = grid.labels[row]
        for column in counts if len(label) >= _SHORTEST_LABEL and label in opening else ():
            cell = _value(grid, row, column)
            whole = _value(grid, total, column) if total is not None else None
            if cell is not None and whole is not None:
                yield cell, whole
            if cell is not None:
                yield from ((_Value(figure.fact, figure.printed), cell) for figure in own)
    rate = cues.RATE.search(percent.label)
    if total is None or rate is None or not cues.RESOLVED_RATE.search(rate[1]):
        return
    for done in (column for column in counts if cues.RESOLVED.search(grid.headings[column])):
        for got in (column for column in counts if column < done):
            part, whole = _value(grid, total, done), _value(grid, total, got)
            if part is not None and whole is not None:
                yield part, whole


def _share_check(reading: Reading, percent: Figure, part: _Value, whole: _Value) -> Check:
    expected = round(percentage_of(part.printed.value, whole.printed.value), 2)
    stated = f"{shown(part.printed.value)}÷{shown(whole.printed.value)}＝{shown(expected)}%"
    message = f"比例与表中数字相符：{stated}，文中为{reading.written(percent)}。"
    ids = tuple(dict.fromkeys((whole.fact.id, part.fact.id, percent.id)))
    return Check(PERCENTAGE, status_of(Fit.EXACT), ids, expected, percent.value, message)


def column_share_checks(reading: Reading, grids: Sequence[Grid]) -> Iterator[Check]:
    """percentage checks of columns of shares in tables without a total, of which the prose tells the total."""
    for grid in grids:
        shares = [c for c in grid.columns if cues.SHARE.search(grid.headings[c])]
        if _total_row(grid) is not None or len(shares) != 1:
            continue
        for column, values in _whole_columns(grid):
            rates = [_value(grid, row, shares[0]) for row in grid.rows if _value(grid, row, column)]
            pairs = [(part, rate) for part, rate in zip(values, rates, strict=True) if rate is not None]
            whole = _borne_out(reading, grid, pairs)
            if whole is not None:
                yield from (_cell_check(reading, whole, part, rate) for part, rate in pairs)
                break


def _borne_out(reading: Reading, grid: Grid, pairs: Sequence[tuple[_Value, _Value]]) -> Figure | None:
    """The count before a table that most of its shares divide by."""
    for figure in reading.counts_before(grid.start, _MOST_TOTALS):
        if figure.value <= 0 or not figure.definite or len(pairs) < _LEAST_ROWS:
            continue
        fitting = sum(_share_fit(figure, part, rate) is not Fit.NO for part, rate in pairs)
        if fitting >= _BORNE_OUT * len(pairs):
            return figure
    return None


def _share_fit(whole: Figure, part: _Value, rate: _Value) -> Fit:
    return share_fits(rate.printed, rate.fact.quantity.comparator, part.printed, whole.printed)


def _cell_check(reading: Reading, whole: Figure, part: _Value, rate: _Value) -> Check:
    fit = _share_fit(whole, part, rate)
    expected = round(percentage_of(part.printed.value, whole.value), 2)
    verdict = "不符" if fit is Fit.NO else "相符"
    message = (
        f"表中占比{verdict}：{shown(part.printed.value)}÷{reading.written(whole)}＝{shown(expected)}%，"
        f"表中为{shown(rate.printed.value)}%。"
    )
    ids = (whole.id, part.fact.id, rate.fact.id)
    return Check(PERCENTAGE, status_of(fit), ids, expected, rate.printed.value, message)
