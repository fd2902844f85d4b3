"""What a table is, to every sink alike: columns with neutral types, keys, references and comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Protocol

Cell = str | int | float | bool | Decimal | date | None
Row = tuple[Cell, ...]
"""Cells in the order of the table's columns; None is SQL's NULL."""


class Type(Enum):
    """Neutral column types; each sink maps them to its own."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    REAL = "real"
    DATE = "date"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``references`` names the table whose one-column key it holds; ``required`` means never NULL."""

    name: str
    type: Type
    comment: str
    required: bool = False
    references: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``key`` are the names of its primary key's columns. A table with a column ``record_id`` belongs to the
    records: exporting a record again replaces its rows."""

    name: str
    comment: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def is_of_records(self) -> bool:
        """Whether its rows belong to records."""
        return "record_id" in self.names


@dataclass(frozen=True, slots=True)
class View:
    """A stored query over the tables, in SQL that SQLite, DuckDB and PostgreSQL all understand."""

    name: str
    comment: str
    query: str


class TableSink(Protocol):
    """Where tables go. Nothing shows before ``publish``; then everything does."""

    def write(self, table: Table, rows: Sequence[Row]) -> None:
        """Take rows of ``table``, in order. Keys are unique over all calls."""
        ...

    def publish(self) -> None:
        """Everything was written: make it visible."""
        ...

    def discard(self) -> None:
        """Leave no trace of what was not published. Harmless afterwards and when called twice."""
        ...
