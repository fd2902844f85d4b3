"""Text under construction: paragraphs become lines of a flow, flows nest, and offsets are settled once at the end.

A flow is a story, a table cell or a text box. Empty paragraphs at its beginning and end are dropped, those between
stay as empty lines. What is nested keeps offsets relative to itself until ``Flow.collect``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from factextract.datamodel import Block, BlockKind, Cell, Table


class Mark(NamedTuple):
    """Something to warn of, with its place (offsets relative to what holds it)."""

    start: int
    end: int
    code: str
    detail: str = ""


HIDDEN = "hidden_text"
"""The code of marks that become HIDDEN blocks too."""


class Paragraph:
    """A paragraph being read: its text in pieces, marks, properties, and the text boxes anchored in it."""

    __slots__ = (
        "anchored",
        "joins_next",
        "length",
        "level",
        "list_id",
        "marks",
        "outline",
        "pieces",
        "style",
    )  # fmt: skip

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.marks: list[Mark] = []
        self.anchored: list[Flow] = []
        self.reset_properties()

    def reset_properties(self) -> None:
        """Forget the properties: a paragraph joined to the next one takes those of the latter."""
        self.style = ""
        self.list_id: str | None = None
        self.level: int | None = None
        self.outline: int | None = None
        self.joins_next = False

    def write(self, text: str, hidden: bool = False) -> None:
        """Append text; hidden text is marked."""
        start = self.length
        self.pieces.append(text)
        self.length += len(text)
        if hidden:
            last = self.marks[-1] if self.marks else None
            if last is not None and last.code == HIDDEN and last.end == start:
                self.marks[-1] = last._replace(end=self.length)
            else:
                self.marks.append(Mark(start, self.length, HIDDEN))

    def mark(self, code: str, detail: str = "") -> None:
        """Mark the present place."""
        self.marks.append(Mark(self.length, self.length, code, detail))


@dataclass(slots=True)
class Collected:
    """A finished text with its annotations, offsets into it."""

    text: str
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


class Flow:
    """Lines of text with blocks, tables and marks; see the module."""

    __slots__ = ("_breaks", "_nested", "_pieces", "blocks", "length", "marks", "tables")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._nested: list[tuple[int, Flow, bool]] = []
        self._breaks = 0  # line ends owed before the next line
        self.length = 0
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.marks: list[Mark] = []

    @property
    def is_empty(self) -> bool:
        """True if nothing but empty paragraphs was added."""
        return not self.length

    def begin_line(self) -> int:
        """Start a line and return its offset."""
        self.write("\n" * self._breaks)
        self._breaks = 0
        return self.length

    def end_line(self) -> None:
        """End the line: the next one stands below it."""
        self._breaks += 1

    def write(self, text: str) -> None:
        """Append text to the line."""
        if text:
            self._pieces.append(text)
            self.length += len(text)

    def add_paragraph(self, paragraph: Paragraph, kind: BlockKind, label: str = "") -> None:
        """Add a paragraph as a line, its list number first, and below it the text boxes anchored in it."""
        if label or paragraph.length:
            start = self.begin_line()
            self.write(label)
            base = self.length
            self._pieces.extend(paragraph.pieces)
            self.length += paragraph.length
            self.blocks.append(Block(start, self.length, kind))
            self.end_line()
        else:
            base = self.length
            if self.length or self._breaks:
                self._breaks += 1
        self.marks.extend(shifted(mark, base) for mark in paragraph.marks)
        for box in paragraph.anchored:
            self.add_flow(box, BlockKind.TEXT_BOX)

    def add_flow(self, flow: Flow, kind: BlockKind | None = None) -> None:
        """Add another flow's lines as one block of ``kind``, or with its own blocks if that is None."""
        if flow.is_empty:
            self.embed(flow)
            return
        start = self.begin_line()
        self.embed(flow, keep_blocks=kind is None)
        if kind is not None:
            self.blocks.append(Block(start, self.length, kind))
        self.end_line()

    def embed(self, flow: Flow, keep_blocks: bool = False) -> None:
        """Append another flow's text to the present line. Its tables and marks stay, its blocks if asked for."""
        if flow.tables or flow.marks or flow._nested or (keep_blocks and flow.blocks):
            self._nested.append((self.length, flow, keep_blocks))
        self.write("".join(flow._pieces))
        flow._pieces.clear()

    def holds_table(self) -> bool:
        """True if a table that is no frame stands somewhere in it."""
        return bool(self.tables) or any(nested.holds_table() for _, nested, _keep in self._nested)

    def collect(self) -> Collected:
        """The text and everything known of it, sorted by offset; hidden text gives blocks as well as marks."""
        found = Collected("".join(self._pieces))
        stack: list[tuple[int, Flow, bool]] = [(0, self, True)]
        while stack:
            base, flow, keep_blocks = stack.pop()
            if keep_blocks:
                found.blocks.extend(
                    replace(b, start=b.start + base, end=b.end + base) if base else b for b in flow.blocks
                )
            found.tables.extend(_shifted_table(table, base) for table in flow.tables)
            found.marks.extend(shifted(mark, base) for mark in flow.marks)
            stack.extend((base + at, nested, keep_blocks and keep) for at, nested, keep in flow._nested)
        found.marks.sort()
        found.blocks.extend(Block(m.start, m.end, BlockKind.HIDDEN) for m in found.marks if m.code == HIDDEN)
        found.blocks.sort(key=lambda block: (block.start, -block.end))
        found.tables.sort(key=lambda table: (table.start, -table.end))
        return found


def shifted(mark: Mark, by: int) -> Mark:
    """The mark, ``by`` characters further on."""
    return mark._replace(start=mark.start + by, end=mark.end + by)


def _shifted_table(table: Table, by: int) -> Table:
    cells = tuple(replace(cell, start=cell.start + by, end=cell.end + by) for cell in table.cells)
    return Table(table.start + by, table.end + by, cells)


@dataclass(slots=True)
class CellDraft:
    """A cell being read. ``continues_above`` and ``continues_left`` say that it is the rest of a merged cell."""

    flow: Flow
    column: int = 0
    column_span: int = 1
    continues_above: bool = False
    continues_left: bool = False


CELL_SEPARATOR = " | "


class TableDraft:
    """A table being read: rows of cells. ``row`` is the open row, if any; ``row_deleted`` says that it is to go."""

    __slots__ = ("_column", "row", "row_deleted", "rows")

    def __init__(self) -> None:
        self.rows: list[list[CellDraft]] = []
        self.row: list[CellDraft] | None = None
        self.row_deleted = False
        self._column = 0

    def begin_row(self) -> None:
        """Open a row."""
        self.row = []
        self.row_deleted = False
        self._column = 0

    def skip_columns(self, count: int) -> None:
        """Leave grid columns free before the next cell."""
        self._column += count

    def add_cell(self, cell: CellDraft) -> None:
        """Add a cell at the next free grid column of the open row."""
        if self.row is not None:
            cell.column = self._column
            self._column += cell.column_span
            self.row.append(cell)

    def end_row(self) -> None:
        """Close the row; one without cells (a deleted one) is not kept."""
        if self.row:
            self.rows.append(self.row)
        self.row = None

    def write_to(self, flow: Flow) -> None:
        """Add the table to a flow: a row a line, cells joined by ``CELL_SEPARATOR``.

        A cell keeps its paragraphs as lines of their own. A table of one column, or with a table in a cell, only frames
        what is in it (a letterhead, a form round the report): its cells are added as if there were no table.
        """
        if self._is_frame():
            for row in self.rows:
                for cell in row:
                    flow.add_flow(cell.flow)
            return
        lines = Flow()
        cells = self._compose(lines)
        lines.tables.append(Table(0, lines.length, tuple(cells)))
        flow.add_flow(lines, BlockKind.TABLE)

    def _is_frame(self) -> bool:
        one_column = all(len(row) == 1 for row in self.rows)
        return one_column or any(cell.flow.holds_table() for row in self.rows for cell in row)

    def _compose(self, lines: Flow) -> list[Cell]:
        cells: list[Cell] = []
        open_above: dict[
            int, int
        ] = {}  # grid column -> index of the cell that a continuation below belongs to
        for number, row in enumerate(self.rows):
            lines.begin_line()
            open_here: dict[int, int] = {}
            first = len(cells)
            for place, cell in enumerate(row):
                if cell.continues_left and place and cell.flow.is_empty:
                    if len(cells) > first:
                        cells[-1] = replace(cells[-1], column_span=cells[-1].column_span + cell.column_span)
                    continue
                if place:
                    lines.write(CELL_SEPARATOR)
                above = open_above.get(cell.column)
                if cell.continues_above and cell.flow.is_empty and above is not None:
                    cells[above] = replace(cells[above], row_span=number - cells[above].row + 1)
                    open_here[cell.column] = above
                    continue
                start = lines.length
                lines.embed(cell.flow)
                open_here[cell.column] = len(cells)
                cells.append(Cell(start, lines.length, number, cell.column, 1, cell.column_span))
            open_above = open_here
            lines.end_line()
        return cells
