"""Tables flattened into rows of text: bars, tabs or blanks between the cells; ``stacked`` reads one cell a
line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from factextract.datamodel import Cell, Span, Table
from factextract.ingest.lines import Line, outside
from factextract.ingest.stacked import is_value, stacked_tables

_RULE = re.compile(r"[\s|:+\-=─┼│]+")
_WORD = re.compile(r"\S+")
_LONGEST_ROW = 120
"""Longest line, in characters, that may be a row with blanks between its cells."""


def find_tables(text: str, lines: Sequence[Line]) -> tuple[Table, ...]:
    """Flattened tables among the lines of a folded text (blank ones included), in order."""
    tables: list[Table] = []
    filled = [line for line in lines if not line.blank]
    index = no_spaced = 0
    while index < len(filled):
        table, after = _barred(text, filled, index)
        if table is None and index >= no_spaced:
            table, after = _spaced(text, filled, index)
            no_spaced = after
        if table is not None:
            tables.append(table)
        index = after if table is not None else index + 1
    taken = [Span(table.start, table.end) for table in tables]
    tables.extend(stacked_tables(outside(lines, taken, keep_blank=True)))
    return tuple(sorted(tables, key=lambda table: table.start))


def _table(rows: Iterable[Sequence[Cell]]) -> Table:
    cells = tuple(cell for row in rows for cell in row)
    return Table(cells[0].start, cells[-1].end, cells)


def _barred(text: str, lines: Sequence[Line], index: int) -> tuple[Table | None, int]:
    """Rows with bars or tabs between the cells, ``单位|投诉|举报``; bars that open or close every row part nothing.

    The second value tells where to go on.
    """
    body = lines[index].body
    separator = "|" if "|" in body else "\t" if "\t" in body else ""
    if not separator:
        return None, index + 1
    at = index
    while at < len(lines) and separator in lines[at].body:
        at += 1
    kept = [line for line in lines[index:at] if _RULE.fullmatch(line.body) is None]
    left = separator == "|" and all(line.body.startswith("|") for line in kept)
    right = separator == "|" and all(line.body.endswith("|") for line in kept)
    rows = []
    for number, line in enumerate(kept):
        start = line.body_span.start + left
        spans = _between(text, Span(start, max(start, line.body_span.end - right)), separator)
        rows.append([Cell(span.start, span.end, number, column) for column, span in enumerate(spans)])
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return None, index + 1
    return _table(rows), at


def _between(text: str, span: Span, separator: str) -> list[Span]:
    """Cells of a row, blank ones included."""
    start, end = span.start, span.end
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
    """Rows whose cells stand apart by blanks, figures in most columns but the first; second value: where to
    go on, or (with no table) up to where there is none."""
    rows: list[list[Span]] = []
    at = index
    while at < len(lines) and len(lines[at].body) <= _LONGEST_ROW:
        row = [Span(m.start(), m.end()) for m in _WORD.finditer(text, lines[at].start, lines[at].end)]
        if len(row) < 3 or (rows and len(row) != len(rows[0])):
            break
        if rows and not all(is_value(text[span.start : span.end]) for span in row[-2:]):
            break
        rows.append(row)
        at += 1
    figures = sum(is_value(text[span.start : span.end]) for row in rows[1:] for span in row[1:])
    if len(rows) < 3 or 10 * figures < 7 * (len(rows) - 1) * (len(rows[0]) - 1):
        return None, max(at, index + 1)
    return _table([Cell(s.start, s.end, r, c) for c, s in enumerate(row)] for r, row in enumerate(rows)), at
