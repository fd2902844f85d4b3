"""The tables as Arrow schemas and batches, for the sinks that take those."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

import pyarrow as pa

from factextract.tables.model import Cell, Column, Row, Table, Type

PRECISION: Final = 38
SCALE: Final = 12
"""Exact decimals as ``DECIMAL(38, 12)``: 26 digits before the point and 12 behind it."""

_TYPES: Final[dict[Type, pa.DataType]] = {
    Type.TEXT: pa.string(),
    Type.INTEGER: pa.int64(),
    Type.DECIMAL: pa.decimal128(PRECISION, SCALE),
    Type.REAL: pa.float64(),
    Type.DATE: pa.date32(),
    Type.BOOLEAN: pa.bool_(),
}


def schema_of(table: Table) -> pa.Schema:
    """The table's columns, with their comments as metadata."""
    fields = [
        pa.field(column.name, _TYPES[column.type], not column.required, metadata={"comment": column.comment})
        for column in table.columns
    ]
    return pa.schema(fields, metadata={"comment": table.comment, "primary_key": ",".join(table.key)})


def batch_of(table: Table, rows: Sequence[Row]) -> pa.Table:
    """Rows as an Arrow table. A decimal that ``DECIMAL(38, 12)`` cannot hold exactly becomes NULL; the column of
    floating-point numbers beside it keeps it as well as it can."""
    columns = zip(*rows, strict=True) if rows else [()] * len(table.columns)
    arrays = [
        pa.array([_cell(column, cell) for cell in cells], _TYPES[column.type])
        for column, cells in zip(table.columns, columns, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema_of(table))


def _cell(column: Column, cell: Cell) -> Cell:
    if column.type is Type.DECIMAL and isinstance(cell, Decimal) and not _fits(cell):
        return None
    return cell


def _fits(value: Decimal) -> bool:
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -SCALE and value.adjusted() < PRECISION - SCALE
