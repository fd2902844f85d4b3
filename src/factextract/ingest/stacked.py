"""Tables that a converter wrote one cell a line: the header's cells, then each row's.

No ruling is left, so a grid is believed only when its rows agree on what each column holds: a name (behind
a serial number or not), figures, blanks. Where blank cells were dropped, rows are told apart by their names
instead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from factextract.datamodel import Cell, Table
from factextract.ingest.headings import opens_block
from factextract.ingest.lines import Line, is_cell_like

_FIGURE = re.compile(r"[+\-↑↓]?[\d〇][\d,.]*\s?(?!年|月|日|季)[%‰\u4e00-\u9fff]{0,3}|零")
_BLANK = re.compile(r"[/\\\-~—_*.·]{1,4}|无|空|N/?A", re.I)
_TOTAL = re.compile(r"(?:合\s?计|总\s?计|小\s?计|共\s?计|总数|全辖|全系统)")
_CAPTION = re.compile(r"\(?(?:单位|计量单位|填报单位|截止日期)[::]")
_MIN_CELLS = 6
_MAX_COLUMNS = 16
_MAX_CELLS = 6000
"""Most cells that one table may have; bounds the time spent on a hostile text."""
_MIN_SCORE = 0.85


def is_value(body: str) -> bool:
    """True for what a table cell of figures holds: a number, perhaps with its unit, or a sign for none."""
    return not body or _FIGURE.fullmatch(body) is not None or _BLANK.fullmatch(body) is not None


@dataclass(frozen=True, slots=True)
class _Grid:
    """A reading of a run of cells: the header's columns, the rows as ranges of cell indices, and how well
    they agree (0 to 1)."""

    header: range
    rows: tuple[range, ...]
    score: float


def stacked_tables(lines: Sequence[Line]) -> list[Table]:
    """Tables written one cell a line among the lines, blank ones included, in order."""
    tables = []
    index = 0
    while index < len(lines):
        stop = _run_end(lines, index)
        while stop - index >= _MIN_CELLS:
            found = _best_table(lines[index:stop])
            if found is None:
                break
            table, used = found
            tables.append(table)
            index += used
        index = max(stop, index + 1)
    return tables


def _run_end(lines: Sequence[Line], index: int) -> int:
    """End of the run of neighbouring lines from ``index`` on that are cells or blank."""
    stop = index
    while stop < len(lines) and stop - index < _MAX_CELLS:
        line = lines[stop]
        apart = stop > index and line.start > lines[stop - 1].end + 1  # another table stood between
        if apart or not (line.blank or _may_be_cell(line)):
            break
        stop += 1
    return stop


def _best_table(run: Sequence[Line]) -> tuple[Table, int] | None:
    """The first table of a run of cells and how many lines it takes up. Blank lines are read as blank cells
    if that makes a grid, and as nothing else."""
    filled = [cell for cell in run if not cell.blank]
    best: tuple[Table, int] | None = None
    score = _MIN_SCORE
    for cells in (run, filled) if len(filled) < len(run) else (filled,):
        grid = _best_grid(cells)
        if grid is not None and grid.score > score:
            score = grid.score
            last = cells[grid.rows[-1].stop - 1]
            used = next(at for at, line in enumerate(run) if line is last) + 1
            best = _table(cells, grid), used
    return best


def _best_grid(cells: Sequence[Line]) -> _Grid | None:
    values = [is_value(cell.body) for cell in cells]
    first = next((at for at, cell in enumerate(cells) if values[at] and not cell.blank), len(cells))
    if not 2 <= first < len(cells):
        return None
    grids = _regular(cells, values, first)
    if cells[first].body == "1":
        grids.append(_by_serials(cells, values, first))
    else:
        grids.append(_by_names(cells, values, first))
    return max(grids, key=lambda grid: grid.score)


def _may_be_cell(line: Line) -> bool:
    return is_value(line.body) or (is_cell_like(line.body) and not opens_block(line.body))


# -- readings ------------------------------------------------------------------------------------------------


def _regular(cells: Sequence[Line], values: Sequence[bool], first: int) -> list[_Grid]:
    """Readings with as many cells in every row, with and without a serial number first."""
    grids = []
    for serial in (False, True):
        if serial and cells[first].body != "1":
            continue
        body = first if serial else first - 1
        for columns in range(2, min(_MAX_COLUMNS, body) + 1):
            header = range(body - columns, body)
            if all(cells[at].body and not _CAPTION.match(cells[at].body) for at in header):
                grids.append(
                    _score(header, _rows(cells, values, body, columns, serial), cells, values, serial)
                )
    return grids


def _rows(cells: Sequence[Line], values: Sequence[bool], at: int, columns: int, serial: bool) -> list[range]:
    """Cut the cells from ``at`` on into rows, as long as each begins as a row must; the row of totals may
    lack the serial number's cell."""
    rows: list[range] = []
    while at < len(cells):
        total = _TOTAL.match(cells[at].body) is not None
        size = columns - 1 if serial and total else columns
        begins = cells[at].body.isdigit() or total if serial else not values[at]
        if at + size > len(cells) or not begins:
            break
        rows.append(range(at, at + size))
        at += size
    return rows


def _score(
    header: range, rows: Sequence[range], cells: Sequence[Line], values: Sequence[bool], serial: bool
) -> _Grid:
    """How well the rows of a regular reading agree, and how much of the run they take up."""
    columns = len(header)
    if len(rows) < 2:
        return _Grid(header, (), 0.0)
    agreeing = total = figures = 0
    for column in range(columns):
        own = [row.start + column - (columns - len(row)) for row in rows if column or len(row) == columns]
        kinds = Counter(values[at] for at in own if _BLANK.fullmatch(cells[at].body) is None)
        total += sum(kinds.values())
        agreeing += max(kinds.values(), default=0)
        figures += kinds[True] > kinds[False] and not (serial and column == 0)
    if not figures:
        return _Grid(header, (), 0.0)
    covered = (rows[-1].stop - header.start) / len(cells)
    return _Grid(header, tuple(rows), 0.9 * agreeing / total + 0.1 * covered)


def _by_names(cells: Sequence[Line], values: Sequence[bool], first: int) -> _Grid:
    """A reading where each row is a name and the figures behind it, whose number may fall short of the
    header's."""
    rows: list[range] = []
    start = first - 1
    for at in range(first, len(cells) + 1):
        if at == len(cells) or (not values[at] and values[at - 1]):
            rows.append(range(start, at))
            start = at
        elif not values[at]:
            break
    return _ragged(cells, rows, first - 1)


def _by_serials(cells: Sequence[Line], values: Sequence[bool], first: int) -> _Grid:
    """A reading where each row begins with its serial number and a name; cells may be missing."""
    starts = [first]
    for at in range(first + 1, len(cells) - 1):
        serial = cells[at].body == str(len(starts) + 1) and not values[at + 1]
        if serial or (_TOTAL.match(cells[at].body) and at - starts[-1] > 1):
            starts.append(at)
    longest = max((b - a for a, b in pairwise(starts)), default=0)
    rows = [range(a, min(b, a + longest)) for a, b in pairwise([*starts, len(cells)])]
    return _ragged(cells, rows, first)


def _ragged(cells: Sequence[Line], rows: Sequence[range], body: int) -> _Grid:
    """A grid of rows of which two thirds are as long as the header above them, which ends at cell ``body``."""
    lengths = Counter(len(row) for row in rows)
    columns = max(lengths, default=0)
    header = range(body - columns, body)
    regular = lengths[columns]
    if columns < 2 or header.start < 0 or len(rows) < 3 or 3 * regular < 2 * len(rows):
        return _Grid(range(0), (), 0.0)
    if not all(cells[at].body for at in header):
        return _Grid(range(0), (), 0.0)
    covered = (rows[-1].stop - header.start) / len(cells)
    return _Grid(header, tuple(rows), 0.75 + 0.1 * regular / len(rows) + 0.1 * covered)


# -- cells ---------------------------------------------------------------------------------------------------


def _table(cells: Sequence[Line], grid: _Grid) -> Table:
    made = []
    columns = len(grid.header)
    for number, row in enumerate((grid.header, *grid.rows)):
        total = number > 0 and _TOTAL.match(cells[row.start].body) is not None
        shift = columns - len(row) if total else 0
        for at, index in enumerate(row):
            span = cells[index].body_span
            made.append(
                Cell(span.start, span.end, number, at + shift if at else 0, 1, 1 if at else 1 + shift)
            )
    return Table(made[0].start, made[-1].end, tuple(made))
