"""Tables: each column against its 合计 row, each row against its 合计 column."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from factextract.datamodel import Cell, Check, Fact, Layout, Table
from factextract.records.arithmetic import Fit, Printed, printed, shown, sum_fits
from factextract.records.findings import PARTS_SUM, status_of

_TOTAL_LABEL = re.compile(
    r"^(?:合计|总计|共计|总数|总量|总和|[全总][^\d]{0,4}(?:合计|总计)|合计数)(?:\([^)]{0,6}\))?$"
)
_SUBTOTAL_LABEL = re.compile(r"小计")
_DETAIL_LABEL = re.compile(r"^其中")
_NOT_ADDED = re.compile(
    r"率|占比|比重|比例|%|同比|环比|增幅|增减|平均|均|排名|名次|序号|序列|编号|满意度|单价|得分|评分"
)
_BLANK = re.compile(r"^[\s/\\\-—–－无○〇*.…]*$")

_NUMBER = re.compile(r"^[\d,.%]+$")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A cell with its text and the fact in it, if any."""

    cell: Cell
    text: str
    fact: Fact | None

    @property
    def unread(self) -> bool:
        """True if the cell has content that no fact accounts for."""
        return self.fact is None and not _BLANK.match(self.text)


class _Grid:
    """A table's cells by row and column."""

    def __init__(self, table: Table, facts: Sequence[Fact], text: str) -> None:
        starts = [fact.quantity.start for fact in facts]
        self.text = text
        self.cells: dict[tuple[int, int], _Entry] = {}
        for cell in table.cells:
            at = bisect_right(starts, cell.end - 1) - 1 if cell.end > cell.start else -1
            fact = facts[at] if at >= 0 and starts[at] >= cell.start else None
            content = re.sub(r"\s+", "", text[cell.start : cell.end])
            self.cells[cell.row, cell.column] = _Entry(cell, content, fact)
        self.rows = sorted({row for row, _ in self.cells})
        self.columns = sorted({column for _, column in self.cells})

    def row_label(self, row: int) -> str:
        """The first cell of a row that holds words."""
        for column in self.columns:
            entry = self.cells.get((row, column))
            if entry and entry.fact is None and entry.text and not entry.text.isdigit():
                return entry.text
        return ""

    def heading(self, column: int, below: int) -> str:
        """The words above a column, from rows before ``below`` that hold no figure of it."""
        words = []
        for row in self.rows:
            entry = self.cells.get((row, column))
            if row >= below or (entry and (entry.fact or _NUMBER.match(entry.text))):
                break
            if entry:
                words.append(entry.text)
        return "".join(words)


def _line_check(grid: _Grid, total: _Entry, parts: Sequence[_Entry], name: str) -> Check | None:
    """Compare one column or row with its total; None where cells cannot be read or nothing is told."""
    facts = [part.fact for part in parts if part.fact]
    if total.fact is None or len(facts) < 2:
        return None
    figures = [_printed(fact, grid.text) for fact in facts]
    stated = _printed(total.fact, grid.text)
    fit = sum_fits(stated, figures)
    if fit is Fit.NO and any(part.unread for part in parts):
        return None
    found = sum((figure.value for figure in figures), Decimal(0))
    terms = "＋".join(shown(figure.value) for figure in figures)
    where = f"表中“{name}”"
    if fit is Fit.NO:
        gap = shown(abs(found - stated.value))
        message = f"{where}各项之和与合计不符：{terms}＝{shown(found)}，表中合计为{shown(stated.value)}，相差{gap}。"
    else:
        message = f"{where}各项之和与合计相符：{terms}＝{shown(stated.value)}。"
    ids = (total.fact.id, *(fact.id for fact in facts))
    return Check(PARTS_SUM, status_of(fit), ids, found, stated.value, message)


def _printed(fact: Fact, text: str) -> Printed:
    return printed(fact.quantity, text)


def _entries(grid: _Grid, places: Sequence[tuple[int, int]]) -> list[_Entry]:
    return [grid.cells[place] for place in places if place in grid.cells]


def _column_checks(grid: _Grid) -> Iterator[Check]:
    labels = {row: grid.row_label(row) for row in grid.rows}
    totals = [row for row in grid.rows if _TOTAL_LABEL.match(labels[row])]
    body = [row for row in grid.rows if row not in totals and not _DETAIL_LABEL.match(labels[row])]
    subtotals = [row for row in body if _SUBTOTAL_LABEL.search(labels[row])]
    for total in totals:
        above = [row for row in body if row < total]
        added = above if len(above) > 1 else [row for row in body if row > total]
        added = [row for row in added if row in subtotals] or added
        for column in grid.columns:
            heading = grid.heading(column, total)
            stated = grid.cells.get((total, column))
            if stated is None or _NOT_ADDED.search(heading):
                continue
            parts = _entries(grid, [(row, column) for row in added])
            while parts and parts[0].fact is None and parts[0].text in heading:
                parts = parts[1:]
            check = _line_check(grid, stated, parts, heading or f"第{column + 1}列")
            if check is not None:
                yield check


def _row_checks(grid: _Grid) -> Iterator[Check]:
    top = grid.rows[0]
    headings = {column: grid.heading(column, grid.rows[-1]) for column in grid.columns}
    totals = [
        c for c in grid.columns if _TOTAL_LABEL.match(headings[c]) or _SUBTOTAL_LABEL.fullmatch(headings[c])
    ]
    if len(totals) != 1:
        return
    added = [c for c in grid.columns if c not in totals and not _NOT_ADDED.search(headings[c])]
    for row in grid.rows:
        stated = grid.cells.get((row, totals[0]))
        if row == top or stated is None:
            continue
        parts = [e for e in _entries(grid, [(row, column) for column in added]) if e.fact]
        check = _line_check(grid, stated, parts, grid.row_label(row) or f"第{row + 1}行")
        if check is not None:
            yield check


def table_checks(facts: Sequence[Fact], text: str, layout: Layout) -> list[Check]:
    """parts_sum checks of the tables; ``facts`` are those inside tables, in text order."""
    checks: list[Check] = []
    for table in layout.tables:
        grid = _Grid(table, facts, text)
        if grid.rows:
            checks.extend(_column_checks(grid))
            checks.extend(_row_checks(grid))
    return checks
