"""Tables in a PostgreSQL database, in the first schema of the connection's search path.

One transaction from beginning to end; a second export to the same database waits for the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final

import psycopg
from psycopg.conninfo import conninfo_to_dict

from factextract.errors import FactextractError
from factextract.tables import sql
from factextract.tables.model import Row, Table, Type
from factextract.tables.schema import TABLES

_DIALECT: Final = sql.Dialect(
    types={
        Type.TEXT: "text",
        Type.INTEGER: "bigint",
        Type.DECIMAL: "numeric",
        Type.REAL: "double precision",
        Type.DATE: "date",
        Type.BOOLEAN: "boolean",
    },
    after_temporary=" ON COMMIT DROP",
)
_LOCK: Final = 0x66616374
"""Key of the advisory lock ("fact" in ASCII)."""
_CONNECT_SECONDS: Final = 30


class PostgresSink:
    """``TableSink`` of the database that ``address`` (``postgresql://...``) names. ``replace``: no other records stay in it."""

    def __init__(self, address: str, *, replace: bool = False) -> None:
        self._replace = replace
        parts = _parts(address)
        self._target = f"postgresql://{parts.get('host') or ''}/{parts.get('dbname') or ''}"
        timeout = parts.get("connect_timeout") or _CONNECT_SECONDS
        with self._failing():
            self._connection = psycopg.connect(address, client_encoding="utf8", connect_timeout=timeout)
        try:
            with self._failing():
                self.execute(f"SELECT pg_advisory_xact_lock({_LOCK})")
                self.execute("SET LOCAL client_min_messages = warning")
                sql.set_up(self, _DIALECT, self._target)
        except BaseException:
            self.discard()
            raise

    def execute(self, statement: str) -> None:
        """Run one statement."""
        self._connection.execute(statement.encode())

    def columns(self, table: str) -> tuple[str, ...] | None:
        """Names of an existing table's columns."""
        rows = self._connection.execute(
            "SELECT column_name::text FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND table_name = %s ORDER BY ordinal_position",
            (table,),
        ).fetchall()
        return tuple(name for (name,) in rows) or None

    def write(self, table: Table, rows: Sequence[Row]) -> None:
        """Stage rows."""
        with self._failing(), self._connection.cursor() as cursor:
            statement = f"COPY {sql.quoted(sql.staged(table))} FROM STDIN"
            with cursor.copy(statement.encode()) as copy:
                for row in rows:
                    copy.write_row(row)

    def publish(self) -> None:
        """Merge and commit."""
        with self._failing():
            for table in TABLES:
                self.execute(
                    f"ANALYZE {sql.quoted(sql.staged(table))}"
                )  # else the planner knows nothing of it
            for statement in sql.merge(_DIALECT, replace=self._replace):
                self.execute(statement)
            self._connection.commit()
            self._connection.close()

    def discard(self) -> None:
        """Roll back."""
        with suppress(psycopg.Error):
            self._connection.close()

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            detail = str(error).strip() or type(error).__name__
            raise FactextractError("database_failed", target=self._target, detail=detail) from None


def _parts(address: str) -> dict[str, Any]:
    """The address's parts. Messages name host and database only: user and password stay out of logs, also where libpq's own
    message would quote the part that it does not understand."""
    try:
        return dict(conninfo_to_dict(address))
    except psycopg.Error:
        detail = "PostgreSQL 地址的写法不对（口令中的特殊字符须写成 %XX）"
        raise FactextractError("bad_option", detail=detail) from None
