"""Tables in an SQLite database.

SQLite has no exact decimals: ``value`` and its like are TEXT (``24500``, ``2.45``); for arithmetic there is
``value_real``. Dates are ISO 8601 text, booleans 0 and 1; their declared types tell tools what they are.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from factextract.batch.output import writing
from factextract.errors import FactextractError
from factextract.records.arithmetic import shown
from factextract.tables import sql
from factextract.tables.model import Cell, Row, Table, Type

_BUSY_SECONDS: Final = 30.0
_DIALECT: Final = sql.Dialect(
    types={
        Type.TEXT: "TEXT",
        Type.INTEGER: "INTEGER",
        Type.DECIMAL: "TEXT",
        Type.REAL: "REAL",
        Type.DATE: "DATE",
        Type.BOOLEAN: "BOOLEAN",
    },
    distinct="IS NOT",
    alters=False,
)


class SqliteSink:
    """``TableSink`` of the database file ``path``. ``replace``: no other records stay in it."""

    def __init__(self, path: Path, *, replace: bool = False) -> None:
        self._path = path
        self._replace = replace
        self._is_new = not path.exists()
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        with self._failing():
            self._connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            with self._failing():
                self.execute("BEGIN IMMEDIATE")
                sql.set_up(self, _DIALECT, str(path))
        except BaseException:
            self.discard()
            raise

    def execute(self, statement: str) -> None:
        """Run one statement."""
        self._connection.execute(statement)

    def columns(self, table: str) -> tuple[str, ...] | None:
        """Names of an existing table's columns."""
        rows = self._connection.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
        return tuple(name for (name,) in rows) or None

    def write(self, table: Table, rows: Sequence[Row]) -> None:
        """Stage rows."""
        with self._failing():
            statement = sql.insert_values(table, "?")
            self._connection.executemany(statement, ([_stored(cell) for cell in row] for row in rows))

    def publish(self) -> None:
        """Merge and commit."""
        with self._failing():
            for statement in sql.merge(_DIALECT, replace=self._replace):
                self.execute(statement)
            self.execute("COMMIT")
            self._connection.close()
        self._is_new = False

    def discard(self) -> None:
        """Roll back; remove the file if this made it."""
        with suppress(sqlite3.Error):
            self._connection.close()
        if self._is_new:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise FactextractError("database_failed", target=self._path, detail=error) from None


def _stored(cell: Cell) -> str | int | float | None:
    if isinstance(cell, Decimal):
        return shown(cell)
    return cell.isoformat() if isinstance(cell, date) else cell
