"""CSV (a row an institution, as in the workbook), JSON (everything) and Parquet (a line a cell)."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Final

from factextract.batch.output import drafting
from factextract.compare.model import Comparison, Row
from factextract.compare.output import cells
from factextract.compare.output.long import CellLine, cell_lines
from factextract.compare.output.periods import period_name
from factextract.compare.quotes import Quotes
from factextract.errors import FactextractError
from factextract.tables.texts import clean, guard

SCHEMA: Final = "factextract/comparison/1"
_GROUP_ROWS: Final = 20_000


def write_csv(path: Path, comparison: Comparison) -> None:
    """The table as the workbook shows it, marks in the cells (约500); UTF-8 with a mark, so that spreadsheets read it. Text that could
    be a formula is guarded. Raises ``FactextractError`` (write_failed)."""
    grid = comparison.grid
    with drafting(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([guard(head) for head in ("机构", "级别", "期间", *map(cells.heading, grid.columns))])
        for row in grid.rows:
            writer.writerow([guard(clean(text)) if text else "" for text in _texts(comparison, row)])


def _texts(comparison: Comparison, row: Row) -> Iterator[str | None]:
    institution = comparison.grid.institutions[row.institution]
    yield from (institution.name, institution.level, period_name(row.period))
    for column in comparison.grid.columns:
        cell = row.cell(column.indicator)
        yield cells.shown(cell, column) if row.readable else cells.UNCLEAR


def write_json(path: Path, comparison: Comparison, quotes: Quotes) -> None:
    """Everything, as one JSON object. Numbers keep their decimals. Raises ``FactextractError`` (write_failed)."""
    with drafting(path) as draft, draft.open("w", encoding="utf-8", newline="\n") as file:
        _write_object(file, comparison, quotes)


def _write_object(file: IO[str], comparison: Comparison, quotes: Quotes) -> None:
    names = {
        row: comparison.grid.institutions[r.institution].name for row, r in enumerate(comparison.grid.rows)
    }
    periods = {row: r.period.edtf for row, r in enumerate(comparison.grid.rows)}
    lists: dict[str, Iterator[Any]] = {
        "cells": (asdict(line) for line in cell_lines(comparison, quotes)),
        "submissions": (asdict(one) for one in comparison.submissions),
        "findings": (
            {**asdict(one), "institution": names[one.row], "period": periods[one.row]}
            for one in comparison.findings
        ),
        "same_events": (
            {**asdict(one), "institutions": [names[row] for row in one.rows]} for one in comparison.events
        ),
        "mismatches": _mismatches(comparison, quotes),
        "copies": (asdict(pair) for pair in (comparison.copies.pairs if comparison.copies else ())),
        "shared_passages": (asdict(one) for one in (comparison.copies.shared if comparison.copies else ())),
        "names": (asdict(row) for row in comparison.aliases.rows),
        "failed": (asdict(one) for one in comparison.grid.failed),
    }
    file.write("{" + f'"schema": "{SCHEMA}"')
    for name, items in lists.items():
        file.write(f',\n"{name}": [')
        for place, item in enumerate(items):
            file.write(("," if place else "") + "\n" + json.dumps(item, ensure_ascii=False, default=_number))
        file.write("]")
    file.write(f',\n"notes": {json.dumps(list(comparison.notes), ensure_ascii=False)}\n}}\n')


def _mismatches(comparison: Comparison, quotes: Quotes) -> Iterator[dict[str, Any]]:
    """The checks that failed, with the report."""
    for report in comparison.grid.reports:
        if report.mismatches:
            institution = comparison.grid.institutions[comparison.institution_of[report.number]].name
            for check in quotes.entry(report.number).record["checks"]:
                if check["status"] == "mismatch":
                    yield {
                        "institution": institution,
                        "period": report.period.edtf,
                        "path": report.path,
                        **check,
                    }


def _number(value: object) -> float | int:
    if not isinstance(value, Decimal):
        raise TypeError(type(value).__name__)
    return int(value) if value == value.to_integral_value() else float(value)


def write_parquet(path: Path, comparison: Comparison, quotes: Quotes) -> None:
    """A line a cell, as ``CellLine``. Raises ``FactextractError``: ``write_failed``; ``compare_missing`` without pyarrow."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise FactextractError("compare_missing", package="pyarrow") from None
    kinds = {"start": pa.int64(), "end": pa.int64(), "confidence": pa.float64(), "counted": pa.bool_()}
    figures = {"value": pa.decimal128(38, 6), "value_max": pa.decimal128(38, 6)}
    schema = pa.schema(
        [(field.name, {**kinds, **figures}.get(field.name, pa.string())) for field in fields(CellLine)]
    )
    with drafting(path) as draft, parquet.ParquetWriter(draft, schema) as writer:
        waiting: list[dict[str, Any]] = []
        for line in cell_lines(comparison, quotes):
            waiting.append(asdict(line))
            if len(waiting) == _GROUP_ROWS:
                writer.write_table(pa.Table.from_pylist(waiting, schema))
                waiting.clear()
        writer.write_table(pa.Table.from_pylist(waiting, schema))
