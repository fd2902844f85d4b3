"""Tables in a DuckDB database.

Without primary keys and references: DuckDB would check each row against an index that must fit into memory. Keys are
unique all the same, because rows are merged by record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import duckdb

from factextract.batch.output import writing
from factextract.errors import FactextractError
from factextract.tables import sql
from factextract.tables.arrow import PRECISION, SCALE, batch_of
from factextract.tables.model import Row, Table, Type

_DIALECT: Final = sql.Dialect(
    types={
        Type.TEXT: "VARCHAR",
        Type.INTEGER: "BIGINT",
        Type.DECIMAL: f"DECIMAL({PRECISION}, {SCALE})",
        Type.REAL: "DOUBLE",
        Type.DATE: "DATE",
        Type.BOOLEAN: "BOOLEAN",
    },
    keys=False,
)
_SETTINGS: Final = {
    "memory_limit": "1GB",
    "autoinstall_known_extensions": "false",  # nothing is fetched from the network
    "autoload_known_extensions": "false",
}
_INCOMING: Final = "incoming"


class DuckdbSink:
    """``TableSink`` of the database file ``path``. ``replace``: no other records stay in it."""

    def __init__(self, path: Path, *, replace: bool = False) -> None:
        self._path = path
        self._replace = replace
        self._is_new = not path.exists()
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        with self._failing():
            self._connection = duckdb.connect(path, config=dict(_SETTINGS))
        try:
            with self._failing():
                self.execute("BEGIN")
                sql.set_up(self, _DIALECT, str(path))
        except BaseException:
            self.discard()
            raise

    def execute(self, statement: str) -> None:
        """Run one statement."""
        self._connection.execute(statement)

    def columns(self, table: str) -> tuple[str, ...] | None:
        """Names of an existing table's columns."""
        query = (
            "SELECT column_name FROM duckdb_columns() WHERE table_name = ? "
            "AND database_name = current_database() AND schema_name = current_schema() ORDER BY column_index"
        )
        rows = self._connection.execute(query, [table]).fetchall()
        return tuple(name for (name,) in rows) or None

    def write(self, table: Table, rows: Sequence[Row]) -> None:
        """Stage rows."""
        with self._failing():
            self._connection.register(_INCOMING, batch_of(table, rows))
            self.execute(f"INSERT INTO {sql.quoted(sql.staged(table))} SELECT * FROM {_INCOMING}")
            self._connection.unregister(_INCOMING)

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
        with suppress(duckdb.Error):
            self._connection.close()
        if self._is_new:
            for path in (self._path, self._path.with_name(self._path.name + ".wal")):
                with suppress(OSError):
                    path.unlink(missing_ok=True)

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            raise FactextractError("database_failed", target=self._path, detail=error) from None
