"""Tables that were flattened into text: bars, tabs, blanks, or one cell a line.

A flattened table has no rulings left, so a grid is believed only when its rows agree: as many cells a row, a column
of names, and figures (or blanks) everywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from factextract.datamodel import Cell, Span, Table
from factextract.ingest.headings import opens_block
from factextract.ingest.lines import Line, is_cell_like

_FIGURE = re.compile(r"[+-]?[\d〇][\d,.]*\s?[%‰\u4e00-\u9fff]{0,3}|[零〇]")
_BLANK = re.compile(r"[/\\\-~—_*.·]{1,4}|无|空|N/?A", re.I)
_RULE = re.compile(r"[\s|:+\-=─┼│]+")
_TOTAL = re.compile(r"(?:合\s?计|总\s?计|小\s?计|共\s?计|总数|全辖|全市|全县)")
_UNIT_NOTE = re.compile(r"\(?单位[::].{1,30}")
_GAP = re.compile(r"[ ]{2,}|\t")
_MIN_RUN = 6
_MAX_COLUMNS = 16


def find_tables(text: str, lines: Sequence[Line]) -> tuple[Table, ...]:
    """Flattened tables among the lines of a folded text, in order."""
    tables: list[Table] = []
    index = 0
    while index < len(lines):
        for reader in (_barred, _spaced, _stacked):
            table, after = reader(text, lines, index)
            if table is not None:
                tables.append(table)
                index = after
                break
        else:
            index += 1
    return tuple(tables)


def _table(rows: Iterable[Sequence[Cell]]) -> Table:
    cells = tuple(cell for row in rows for cell in row)
    return Table(cells[0].start, cells[-1].end, cells)


# -- a row a line -------------------------------------------------------------------------------------------------------


def _barred(text: str, lines: Sequence[Line], index: int) -> tuple[Table | None, int]:
    """Rows with bars or tabs between the cells, ``单位|投诉|举报``."""
    separator = "|" if "|" in lines[index].body else "\t" if "\t" in lines[index].body else ""
    if not separator:
        return None, index
    rows: list[list[Cell]] = []
    at = index
    while at < len(lines) and separator in lines[at].body:
        line = lines[at]
        at += 1
        if _RULE.fullmatch(line.body):
            continue
        start = line.start + len(text[line.start : line.end]) - len(text[line.start : line.end].lstrip())
        spans = _split_spans(text, Span(start, start + len(line.body)), separator)
        rows.append([Cell(span.start, span.end, len(rows), column) for column, span in enumerate(spans)])
    if len(rows) < 2 or max(len(row) for row in rows) < 2:
        return None, index
    return _table(rows), at


def _split_spans(text: str, span: Span, separator: str) -> list[Span]:
    """Cells of a row, blank ones included; an outer bar opens and closes the row and parts nothing."""
    start, end = span.start, span.end
    if separator == "|":
        start += text[start] == "|"
        end -= end > start and text[end - 1] == "|"
    cells = []
    while True:
        stop = text.find(separator, start, end)
        stop = end if stop < 0 else stop
        inner = text[start:stop]
        left = start + len(inner) - len(inner.lstrip())
        cells.append(Span(left, max(left, start + len(inner.rstrip()))))
        if stop >= end:
            return cells
        start = stop + 1


def _spaced(text: str, lines: Sequence[Line], index: int) -> tuple[Table | None, int]:
    """Rows whose cells stand apart by blanks, with figures in all columns but the first."""
    rows: list[list[Span]] = []
    at = index
    width = 0
    while at < len(lines):
        spans = [Span(m.start(), m.end()) for m in re.finditer(r"\S+", text[lines[at].start : lines[at].end])]
        cells = [text[lines[at].start + span.start : lines[at].start + span.end] for span in spans]
        if len(cells) < 3 or len(lines[at].body) > 120 or (width and len(cells) != width):
            break
        if rows and not all(_is_value(cell) for cell in cells[-2:]):
            break
        width = len(cells)
        rows.append([Span(lines[at].start + span.start, lines[at].start + span.end) for span in spans])
        at += 1
    figures = sum(_is_value(text[span.start : span.end]) for row in rows[1:] for span in row[1:])
    if len(rows) < 3 or figures < 0.7 * (len(rows) - 1) * (width - 1):
        return None, index
    return _table([Cell(s.start, s.end, r, c) for c, s in enumerate(row)] for r, row in enumerate(rows)), at


# -- a cell a line ------------------------------------------------------------------------------------------------------


def _is_value(body: str) -> bool:
    return not body or _FIGURE.fullmatch(body) is not None or _BLANK.fullmatch(body) is not None


def _stacked(text: str, lines: Sequence[Line], index: int) -> tuple[Table | None, int]:
    """A table written one cell a line: the header's cells, then each row's."""
    stop = index
    while stop < len(lines) and _may_be_cell(lines[stop]):
        stop += 1
    if stop - index < _MIN_RUN:
        return None, index
    run = list(lines[index:stop])
    first_figure = next((at for at, line in enumerate(run) if _is_value(line.body)), None)
    if first_figure is None or first_figure < 2:
        return None, index
    best: tuple[float, list[list[Line]]] = (0.0, [])
    for with_serial in (True, False):
        body_start = first_figure if with_serial else first_figure - 1
        if with_serial and run[first_figure].body != "1":
            continue
        for columns in range(2, min(_MAX_COLUMNS, body_start) + 1):
            header = run[body_start - columns : body_start]
            if any(_UNIT_NOTE.match(line.body) for line in header):
                continue
            rows = _rows(run[body_start:], columns, with_serial)
            score = _agreement(rows, columns, with_serial)
            if score > best[0]:
                best = (score, [header, *rows])
    if best[0] < 0.75:
        return None, index
    grid = best[1]
    rows = []
    for number, row in enumerate(grid):
        shift = len(grid[0]) - len(row) if _TOTAL.match(row[0].body) else 0
        rows.append([_cell(text, line, number, at, shift) for at, line in enumerate(row)])
    last = grid[-1][-1]
    return _table(rows), index + run.index(last) + 1


def _may_be_cell(line: Line) -> bool:
    if line.blank:
        return False
    return _is_value(line.body) or (is_cell_like(line.body) and not opens_block(line.body))


def _cell(text: str, line: Line, row: int, at: int, shift: int) -> Cell:
    start = line.end - len(text[line.start : line.end].lstrip())
    column = at + shift if at else 0
    return Cell(start, start + len(line.body), row, column, 1, 1 + shift if not at else 1)


def _rows(cells: Sequence[Line], columns: int, with_serial: bool) -> list[list[Line]]:
    """Cut cells into rows; a total row may lack the serial number's cell."""
    rows: list[list[Line]] = []
    at = 0
    while at < len(cells):
        size = columns - 1 if with_serial and _TOTAL.match(cells[at].body) else columns
        row = list(cells[at : at + size])
        if len(row) < size or (with_serial and size == columns and not row[0].body.isdigit()):
            break
        if not with_serial and _is_value(row[0].body):
            break
        rows.append(row)
        at += size
    return rows


def _agreement(rows: Sequence[Sequence[Line]], columns: int, with_serial: bool) -> float:
    """Share of cells that are what their column says: a name first, figures or blanks after it."""
    if len(rows) < 2:
        return 0.0
    good = total = 0
    for row in rows:
        names = columns - len(row) + 2 if with_serial and len(row) == columns else 1
        for at, line in enumerate(row):
            total += 1
            good += _is_value(line.body) == (at >= names or (with_serial and at == 0 and len(row) == columns))
    covered = sum(len(row) for row in rows)
    return good / total + min(covered, 400) / 1e6
