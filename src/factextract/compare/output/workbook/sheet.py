"""A sheet that is written from top to bottom: a frozen header, filters, widths, and rows of cleaned cells."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from factextract.batch.output import drafting
from factextract.compare.output.workbook.styles import Styles
from factextract.tables.texts import clean, guard

MOST_ROWS: Final = 50_000
_LONGEST_TEXT: Final = 32_767
_A4: Final = 9

Value = str | Decimal | int | float | None


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its header, width in characters, and look (a name of ``Styles``)."""

    name: str
    width: float
    look: str = "text"


class Rest:
    """Where the rows go that a sheet has no room for: ``WORKBOOK.SHEET.csv`` beside the workbook, which appears with it."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self._path = path
        self._stack = stack
        self.files: list[Path] = []

    def open(self, sheet: str, heads: Sequence[str]) -> Callable[[Sequence[Value]], object]:
        """Begin the file of a sheet; returns what writes a row. Raises ``FactextractError`` (write_failed)."""
        path = self._path.with_name(f"{self._path.stem}.{sheet}.csv")
        draft = self._stack.enter_context(drafting(path))
        file = self._stack.enter_context(draft.open("w", encoding="utf-8-sig", newline=""))
        writer = csv.writer(file)
        writer.writerow(heads)
        self.files.append(path)

        def write(cells: Sequence[Value]) -> object:
            texts = (guard(clean(cell)) if isinstance(cell, str) else cell for cell in cells)
            return writer.writerow(["" if cell is None else cell for cell in texts])

        return write


class Sheet:
    """One sheet of a workbook in constant-memory mode: rows only ever go to the end. What is beyond ``MOST_ROWS`` goes to ``rest``:
    spreadsheet programs do not open more in reasonable time.

    Text can never become a formula: it is written as text, in cells formatted as text, so that editing keeps it so.
    """

    def __init__(self, workbook: Any, styles: Styles, name: str, heads: Sequence[Head], rest: Rest) -> None:
        self.name = name
        self.row = 1
        self._heads = tuple(heads)
        self._rest = rest
        self._write_rest: Callable[[Sequence[Value]], object] | None = None
        self._styles = styles
        self._looks = [styles[head.look] for head in heads]
        self._sheet: Any = workbook.add_worksheet(name)
        for at, head in enumerate(heads):
            self._sheet.set_column(at, at, head.width)
            self._sheet.write_string(0, at, head.name, styles["head"])
        self._sheet.freeze_panes(1, 0)
        self._sheet.repeat_rows(0)
        _prepare_print(self._sheet)

    def add(self, cells: Sequence[Value], look: str | None = None) -> int | None:
        """Write a row, with the columns' looks or ``look`` for its texts; returns its row number (from 0), None beyond the last."""
        if self.row > MOST_ROWS:
            if self._write_rest is None:
                self._write_rest = self._rest.open(self.name, [head.name for head in self._heads])
            self._write_rest(cells)
            return None
        for at, (value, own) in enumerate(zip(cells, self._looks, strict=True)):
            if value is not None:
                put(
                    self._sheet,
                    self.row,
                    at,
                    value,
                    self._styles[look] if look and isinstance(value, str) else own,
                )
        self.row += 1
        return self.row - 1

    def close(self) -> None:
        """Set the filters over what was written."""
        if self.row > 1:
            self._sheet.autofilter(0, 0, self.row - 1, len(self._heads) - 1)


def put(sheet: Any, row: int, column: int, value: Value, look: Any) -> None:
    """Write one cell: text as text, numbers as numbers, None as an empty cell."""
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(row, column, clean(value)[:_LONGEST_TEXT], look)
    else:
        sheet.write_number(row, column, float(value), look)


def _prepare_print(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R第 &P 页，共 &N 页")
