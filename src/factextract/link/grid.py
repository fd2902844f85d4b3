"""A table as the linker reads it: header rows, row labels, group rows, units named by header, label or unit column."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from decimal import Decimal

from factextract.datamodel import Cell, Quantity, Span, Table
from factextract.scan.units import match_unit

_TOTAL_ROW = re.compile(r"合计|总计|小计|共计|累计|总数|^全[辖行市县省区]$")
_SERIAL = re.compile(r"^(?:序号|编号|No\.?|№|排名|名次|位次)$", re.IGNORECASE)
_UNIT_COLUMN = re.compile(r"^(?:计量)?单位$")
_NUMERIC = re.compile(r"^(?!\d{1,4}[年月季])[\d.,%\s/+·~-]*[万亿]?[余多]?[^\d\s]{0,3}$")
_BRACKETED = re.compile(r"\(([^()]{1,8})\)\s*$|[:,/]\s*([^\s:,/]{1,4})\s*$")
# 表一 各单位办理情况(单位:宗、万元): units that the caption names for all columns; money goes to the columns of amounts.
_CAPTION = re.compile(r"(?:计量|金额)?单位\s{0,2}[:：]\s{0,2}([^\s()]{1,20})\)?\s{0,8}$")
_AMOUNT = re.compile(r"金额|损失|款|价值|货值|案值|标值|赔付|罚没|经费|资金|保费|余额|贷款|额$")
_COUNT = re.compile(r"[件户人笔次家个份起宗台]数|数量$")
_CAPTION_REACH = 80
_MONEY = frozenset({"元", "美元", "港元"})
_BLANK = re.compile(r"^[\s/—\-–·无]*$")
_MULTIPLIERS = {"万": Decimal(10_000), "亿": Decimal(100_000_000), "千": Decimal(1000), "百": Decimal(100)}
_LABEL_COLUMNS = 4
_UNIT_COLUMNS = 8
_HEADER_ROWS = 3


@dataclass(frozen=True, slots=True)
class TablePlace:
    """A figure's place in a table (view offsets): the headers above it, innermost first; the labels of its row, a
    group row's before them; whether its row holds totals; the unit that header, label or unit column names for it,
    with its multiplier (万元 -> 元, 10000)."""

    table: int
    row: int
    column: int
    headers: tuple[Span, ...]
    labels: tuple[Span, ...]
    total: bool
    unit: str | None
    multiplier: Decimal

    def measured(self, quantity: Quantity) -> Quantity:
        """The figure in base units: a bare number takes the table's unit and multiplier."""
        if quantity.unit is not None or self.unit is None:
            return quantity
        upper = quantity.value_max * self.multiplier if quantity.value_max is not None else None
        return replace(quantity, unit=self.unit, value=quantity.value * self.multiplier, value_max=upper)


class Grid:
    """One table, indexed. ``place`` is constant in the table's size but for the width of a row."""

    def __init__(self, text: str, table: Table, number: int) -> None:
        self._text, self._table, self._number = text, table, number
        self._starts = [cell.start for cell in table.cells]
        self._rows: dict[int, list[Cell]] = {}
        for cell in table.cells:
            self._rows.setdefault(cell.row, []).append(cell)
        self._headers = self._header_rows()
        self._above = self._headers_by_column()
        self._groups = self._group_rows()
        self._captioned = _caption_units(text[max(0, table.start - _CAPTION_REACH) : table.start])

    def cell_of(self, quantity: Quantity) -> Cell | None:
        """The cell that holds a figure, if it lies wholly inside one."""
        cell = self._table.cells[max(0, bisect_right(self._starts, quantity.start) - 1)]
        return cell if cell.start <= quantity.start and quantity.end <= cell.end else None

    def place(self, cell: Cell) -> TablePlace | None:
        """The place of a cell's figure; None in header rows and serial numbers."""
        if cell.row in self._headers:
            return None
        headers = self._above.get(cell.column, [])
        if any(_SERIAL.match(self._written(header)) for header in headers):
            return None
        labels = [
            other
            for other in self._rows[cell.row][:_LABEL_COLUMNS]
            if other.column < cell.column and not self._is_numeric(other) and not self._in_unit_column(other)
        ]
        group = self._groups.get(cell.row)
        if group is not None:
            labels.insert(0, group)
        unit, multiplier = self._unit(cell, headers, labels)
        return TablePlace(
            table=self._number,
            row=cell.row,
            column=cell.column,
            headers=tuple(Span(header.start, header.end) for header in headers),
            labels=tuple(Span(label.start, label.end) for label in labels),
            total=any(_TOTAL_ROW.search(self._written(label)) for label in labels),
            unit=unit,
            multiplier=multiplier,
        )

    def _written(self, cell: Cell) -> str:
        return self._text[cell.start : cell.end].strip()

    def _is_numeric(self, cell: Cell) -> bool:
        written = self._written(cell)
        return bool(_BLANK.match(written)) or (
            any(c.isdigit() for c in written) and bool(_NUMERIC.match(written))
        )

    def _header_rows(self) -> tuple[int, ...]:
        """The leading rows without a figure."""
        rows: list[int] = []
        for row in sorted(self._rows)[:_HEADER_ROWS]:
            figures = any(
                self._is_numeric(cell) and not _BLANK.match(self._written(cell)) for cell in self._rows[row]
            )
            if figures or (rows and len(self._rows[row]) == 1):
                break
            rows.append(row)
        return tuple(rows)

    def _headers_by_column(self) -> dict[int, list[Cell]]:
        """The header cells over each column, innermost first."""
        width = max((cell.column for cell in self._table.cells), default=-1) + 1
        above: dict[int, list[Cell]] = {}
        for row in reversed(self._headers):
            for cell in self._rows[row]:
                for column in range(cell.column, min(cell.column + cell.column_span, width)):
                    above.setdefault(column, []).append(cell)
        return above

    def _group_rows(self) -> dict[int, Cell]:
        """For each row below one that holds a single label (三、案件): that label."""
        groups: dict[int, Cell] = {}
        current: Cell | None = None
        for row in sorted(self._rows):
            if row in self._headers:
                continue
            cells = [cell for cell in self._rows[row] if self._written(cell)]
            if len(cells) == 1 and not self._is_numeric(cells[0]):
                current = cells[0]
            elif current is not None:
                groups[row] = current
        return groups

    def _in_unit_column(self, cell: Cell) -> bool:
        """True for the cell of a column of measure words; 单位 may also head a column of organisations."""
        named = any(_UNIT_COLUMN.match(self._written(header)) for header in self._above.get(cell.column, []))
        return named and _read_unit(self._written(cell))[0] is not None

    def _unit(self, cell: Cell, headers: list[Cell], labels: list[Cell]) -> tuple[str | None, Decimal]:
        for other in self._rows[cell.row][:_UNIT_COLUMNS]:
            if other.column < cell.column and self._in_unit_column(other):
                return _read_unit(self._written(other))
        for named in (*headers, *reversed(labels)):
            match = _BRACKETED.search(self._written(named))
            if match:
                unit, multiplier = _read_unit(match[1] or match[2])
                if unit is not None:
                    return unit, multiplier
            if self._written(named).endswith(("率", "占比", "比例")) and any(
                "%" in self._written(c) for c in headers
            ):
                return "%", Decimal(1)
        return self._unit_of_caption(headers, labels)

    def _unit_of_caption(self, headers: list[Cell], labels: list[Cell]) -> tuple[str | None, Decimal]:
        """The unit in the caption for a column that names none; no shares, and amounts only where a caption lists more."""
        written = [self._written(cell) for cell in (*headers, *labels)]
        if any(words.endswith(("率", "占比", "比例", "比重", "%")) for words in written):
            return None, Decimal(1)
        if len(self._captioned) == 1 and self._captioned[0][0] in _MONEY and any(map(_COUNT.search, written)):
            return None, Decimal(1)
        amount = any(_AMOUNT.search(words) for words in written)
        if len(self._captioned) == 1 or not amount:
            fitting = [one for one in self._captioned if len(self._captioned) == 1 or one[0] not in _MONEY]
        else:
            fitting = [one for one in self._captioned if one[0] in _MONEY]
        return fitting[0] if len(fitting) == 1 else (None, Decimal(1))


def _caption_units(before: str) -> tuple[tuple[str | None, Decimal], ...]:
    """The units that end the text before a table, as 单位:件、万元."""
    match = _CAPTION.search(before)
    if match is None:
        return ()
    units = [_read_unit(word) for word in re.split(r"[、,/和及]", match[1])]
    return tuple(units) if all(unit is not None for unit, _ in units) else ()


def _read_unit(written: str) -> tuple[str | None, Decimal]:
    multiplier = Decimal(1)
    rest = written.removeprefix("单位:").strip()
    if rest[:1] in _MULTIPLIERS and len(rest) > 1:
        multiplier, rest = _MULTIPLIERS[rest[0]], rest[1:]
    match = match_unit(rest, 0)
    return (match.unit, multiplier) if match is not None and match.end == len(rest) else (None, Decimal(1))
