"""A sheet that is written from top to bottom: a frozen header, filters, widths, and rows of cleaned cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from factextract.compare.output.workbook.styles import Styles
from factextract.tables.texts import clean

MOST_ROWS: Final = 1_048_576
_LONGEST_TEXT: Final = 32_767
_A4: Final = 9

Value = str | Decimal | int | float | None


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its header, width in characters, and look (a name of ``Styles``)."""

    name: str
    width: float
    look: str = "text"


class Sheet:
    """One sheet of a workbook in constant-memory mode: rows only ever go to the end; full, it goes on in ``NAME (2)``.

    Text can never become a formula: it is written as text, in cells formatted as text, so that editing keeps it so.
    """

    def __init__(self, workbook: Any, styles: Styles, name: str, heads: Sequence[Head]) -> None:
        self._workbook = workbook
        self._styles = styles
        self._name = name
        self._heads = tuple(heads)
        self._part = 0
        self._open()

    def _open(self) -> None:
        self._part += 1
        name = self._name if self._part == 1 else f"{self._name} ({self._part})"
        self.name = name
        self.sheet: Any = self._workbook.add_worksheet(name)
        self.row = 1
        for at, head in enumerate(self._heads):
            self.sheet.set_column(at, at, head.width)
            self.sheet.write_string(0, at, head.name, self._styles["head"])
        self.sheet.freeze_panes(1, 0)
        self.sheet.repeat_rows(0)
        _prepare_print(self.sheet)

    def add(self, cells: Sequence[Value], look: str | None = None) -> int:
        """Write a row, with the columns' looks or ``look`` for its texts; returns its row number (from 0) on this sheet."""
        if self.row >= MOST_ROWS:
            self._finish()
            self._open()
        for at, (value, head) in enumerate(zip(cells, self._heads, strict=True)):
            put(
                self.sheet,
                self.row,
                at,
                value,
                self._styles[look if look and isinstance(value, str) else head.look],
            )
        self.row += 1
        return self.row - 1

    def _finish(self) -> None:
        if self.row > 1:
            self.sheet.autofilter(0, 0, self.row - 1, len(self._heads) - 1)

    def close(self) -> None:
        """Set the filters over what was written."""
        self._finish()


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
