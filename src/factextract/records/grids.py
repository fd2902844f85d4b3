"""A table as checks read it: cells by row and column, with their text and the fact in them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from factextract.datamodel import Cell, Fact, Layout, Table
from factextract.records.arithmetic import Printed, printed

BLANK = re.compile(r"^[\s/\\\-—–－无○〇*.…]*$")
NUMBER = re.compile(r"^[\d,.%]+$")
TOTAL_LABEL = re.compile(
    r"^(?:合计|总计|共计|总数|总量|总和|[全总][^\d]{0,4}(?:合计|总计)|合计数)(?:\([^)]{0,6}\))?$"
)
SUBTOTAL_LABEL = re.compile(r"小计")
DETAIL_LABEL = re.compile(r"^其中")
NOT_ADDED = re.compile(
    r"率|占比|比重|比例|%|同比|环比|增幅|增速|增减|变化|变动|平均|均|排名|名次|序号|序列|编号|满意度|单价|得分|评分"
)
_HEADING_ROWS = 4
_UP, _DOWN = frozenset("+↑"), frozenset("-−–－↓")


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell with its text (without white space), the fact in it, if any, and what the fact's print allows."""

    cell: Cell
    text: str
    fact: Fact | None
    printed: Printed | None

    @property
    def sign(self) -> int:
        """-1 and 1 for a change that is told to go down or up, 0 where nothing tells."""
        return -1 if self.text[:1] in _DOWN else 1 if self.text[:1] in _UP else 0

    @property
    def worded(self) -> bool:
        """True if the cell holds words and no figure."""
        return (
            self.fact is None
            and bool(self.text)
            and not NUMBER.match(self.text)
            and not BLANK.match(self.text)
        )

    @property
    def unread(self) -> bool:
        """True if the cell has content that no fact accounts for."""
        return self.fact is None and not BLANK.match(self.text)


class Grid:
    """A table's cells by row and column; ``start`` and ``end`` are view offsets of its first cell and its last cell's end."""

    def __init__(self, cells: Mapping[tuple[int, int], Entry]) -> None:
        self._cells = cells
        self.rows = sorted({row for row, _ in self._cells})
        self.columns = sorted({column for _, column in self._cells})
        self._first = min((row for (row, _), entry in cells.items() if entry.fact), default=0)
        self.headings = {column: self._heading(column) for column in self.columns}
        self.labels = {row: self._label(row) for row in self.rows}
        self.start = min((entry.cell.start for entry in cells.values()), default=0)
        self.end = max((entry.cell.end for entry in cells.values()), default=0)

    @classmethod
    def of(cls, table: Table, facts: Sequence[Fact], text: str) -> Grid:
        """Read a table. ``facts`` are those inside it, in text order; ``text`` is the view text."""
        starts = [fact.quantity.start for fact in facts]
        cells: dict[tuple[int, int], Entry] = {}
        for cell in table.cells:
            at = bisect_right(starts, cell.end - 1) - 1 if cell.end > cell.start else -1
            fact = facts[at] if at >= 0 and starts[at] >= cell.start else None
            content = re.sub(r"\s+", "", text[cell.start : cell.end])
            stated = printed(fact.quantity, text) if fact else None
            cells[cell.row, cell.column] = Entry(cell, content, fact, stated)
        return cls(cells)

    def turned(self) -> Grid:
        """The table with rows for columns."""
        return Grid({(column, row): entry for (row, column), entry in self._cells.items()})

    def entry(self, row: int, column: int) -> Entry | None:
        """The cell at a place; None where a merged cell covers it."""
        return self._cells.get((row, column))

    def _label(self, row: int) -> str:
        """The first cell of a row that holds words."""
        for column in self.columns:
            entry = self._cells.get((row, column))
            if entry and entry.fact is None and entry.text and not NUMBER.match(entry.text):
                return entry.text
        return ""

    def _heading(self, column: int) -> str:
        """The words on top of a column, down to its first figure."""
        words = []
        for row in self.rows[:_HEADING_ROWS]:
            entry = self._cells.get((row, column))
            if row >= self._first or (entry and NUMBER.match(entry.text)):
                break
            if entry:
                words.append(entry.text)
        return "".join(words)


def read_grids(facts: Sequence[Fact], text: str, layout: Layout) -> Iterator[Grid]:
    """The tables of a report; ``facts`` are those inside tables, in text order."""
    starts = [fact.quantity.start for fact in facts]
    for table in layout.tables:
        if table.cells:
            inside = facts[bisect_left(starts, table.start) : bisect_left(starts, table.end)]
            yield Grid.of(table, inside, text)
