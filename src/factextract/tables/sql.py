"""The SQL that the databases share. They differ in a ``Dialect``.

Rows go into temporary tables first (``staged``). Then, in the same transaction, the records' own rows are merged: those that are
gone are deleted, the others inserted or updated. So a second export of the same records changes nothing, and a reader sees the
state before or the state after.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from factextract.errors import FactextractError
from factextract.tables.model import Column, Table, Type, View
from factextract.tables.schema import TABLES, VIEWS

_STAGED: Final = "staged_"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a database differs: its types; ``keys``: whether it keeps primary keys, references and indexes; ``distinct``: the
    operator "differs from, also where NULL"; ``after_temporary`` ends the definition of a temporary table; ``alters``: whether
    references, views and comments can be added to what exists."""

    types: Mapping[Type, str]
    keys: bool = True
    distinct: str = "IS DISTINCT FROM"
    after_temporary: str = ""
    alters: bool = True


class Cursor(Protocol):
    """What the statements need of a database connection."""

    def execute(self, statement: str) -> None:
        """Run one statement."""
        ...

    def columns(self, table: str) -> tuple[str, ...] | None:
        """Names of the columns of a table or view that exists, else None."""
        ...


def quoted(name: str) -> str:
    """An identifier."""
    return f'"{name}"'


def staged(table: Table) -> str:
    """Name of the temporary table for new rows of ``table``."""
    return _STAGED + table.name


def set_up(cursor: Cursor, dialect: Dialect, target: str) -> None:
    """Make the tables and views that are missing, and the temporary tables. ``target`` is what messages call the database.

    Raises ``FactextractError`` (tables_mismatch) if a table has other columns than it should.
    """
    missing = [table for table in TABLES if _is_missing(cursor, table, target)]
    for table in missing:
        cursor.execute(_create(table, dialect))
    for table in missing:
        for statement in _decorations(table, dialect):
            cursor.execute(statement)
    for view in VIEWS:
        for statement in _create_view(view, dialect):
            cursor.execute(statement)
    for table in TABLES:
        cursor.execute(_create_staged(table, dialect))


def _is_missing(cursor: Cursor, table: Table, target: str) -> bool:
    columns = cursor.columns(table.name)
    if columns is not None and columns != table.names:
        raise FactextractError("tables_mismatch", target=target, table=table.name)
    return columns is None


def merge(dialect: Dialect, *, replace: bool) -> Iterator[str]:
    """The statements that bring what is staged into the tables; with ``replace`` nothing else stays in them."""
    if not dialect.keys:
        for table in TABLES:
            yield _delete_outdated(table, replace=replace)
            yield _insert(table)
        return
    for table in TABLES:
        yield _upsert(table, dialect)
    for table in reversed(TABLES):
        if replace or table.is_of_records:
            yield _delete_leftovers(table, replace=replace)


# -- tables ------------------------------------------------------------------------------------------------------


def _create(table: Table, dialect: Dialect) -> str:
    lines = [_column(column, dialect) for column in table.columns]
    if dialect.keys:
        lines.append(f"PRIMARY KEY ({_listed(table.key)})")
        if not dialect.alters:
            lines.extend(_foreign_key(column) for column in table.columns if column.references)
    inner = ",\n  ".join(lines)
    comment = "" if dialect.alters else f" -- {table.comment}"
    return f"CREATE TABLE {quoted(table.name)} ({comment}\n  {inner}\n)"


def _column(column: Column, dialect: Dialect) -> str:
    definition = f"{quoted(column.name)} {dialect.types[column.type]}{' NOT NULL' if column.required else ''}"
    # Where there is no COMMENT ON, the comment stands in the statement, which the database keeps.
    return definition if dialect.alters else f"/* {column.comment} */ {definition}"


def _foreign_key(column: Column) -> str:
    """The reference with the column it points at: Datasette does not take that as understood."""
    target, key = next((table.name, table.key[0]) for table in TABLES if table.name == column.references)
    return (
        f"FOREIGN KEY ({quoted(column.name)}) REFERENCES {quoted(target)} ({quoted(key)}) "
        "DEFERRABLE INITIALLY DEFERRED"
    )


def _decorations(table: Table, dialect: Dialect) -> Iterator[str]:
    """References, the indexes that deletions and joins along them need, and comments."""
    name = quoted(table.name)
    for column in table.columns if dialect.keys else ():
        if column.references and dialect.alters:
            yield f"ALTER TABLE {name} ADD {_foreign_key(column)}"
        if column.references and column.name != table.key[0]:
            yield f"CREATE INDEX {quoted(f'{table.name}_{column.name}')} ON {name} ({quoted(column.name)})"
    if dialect.alters:
        yield f"COMMENT ON TABLE {name} IS '{table.comment}'"
        for column in table.columns:
            yield f"COMMENT ON COLUMN {name}.{quoted(column.name)} IS '{column.comment}'"


def _create_view(view: View, dialect: Dialect) -> Iterator[str]:
    name = quoted(view.name)
    if dialect.alters:
        yield f"CREATE OR REPLACE VIEW {name} AS {view.query}"
        yield f"COMMENT ON VIEW {name} IS '{view.comment}'"
    else:
        yield f"DROP VIEW IF EXISTS {name}"
        yield f"CREATE VIEW {name} AS -- {view.comment}\n{view.query}"


def _create_staged(table: Table, dialect: Dialect) -> str:
    lines = [f"{quoted(column.name)} {dialect.types[column.type]}" for column in table.columns]
    if dialect.keys:
        lines.append(f"PRIMARY KEY ({_listed(table.key)})")
    return f"CREATE TEMPORARY TABLE {quoted(staged(table))} ({', '.join(lines)}){dialect.after_temporary}"


def _listed(names: Sequence[str], prefix: str = "") -> str:
    return ", ".join(prefix + quoted(name) for name in names)


# -- rows --------------------------------------------------------------------------------------------------------


def insert_values(table: Table, placeholder: str) -> str:
    """The statement that puts a row into the temporary table."""
    places = ", ".join([placeholder] * len(table.columns))
    return f"INSERT INTO {quoted(staged(table))} ({_listed(table.names)}) VALUES ({places})"


def _insert(table: Table) -> str:
    return (
        f"INSERT INTO {quoted(table.name)} ({_listed(table.names)}) "
        f"SELECT {_listed(table.names)} FROM {quoted(staged(table))}"
    )


def _upsert(table: Table, dialect: Dialect) -> str:
    """Insert or update; rows that are the same are left alone, so that nothing is written for them."""
    others = [name for name in table.names if name not in table.key]
    # WHERE true: or SQLite takes ON for a join (https://sqlite.org/lang_upsert.html, parsing ambiguity).
    start = f"{_insert(table)} WHERE true ON CONFLICT ({_listed(table.key)}) DO"
    if not others:
        return f"{start} NOTHING"
    changes = ", ".join(f"{quoted(name)} = excluded.{quoted(name)}" for name in others)
    old, new = _listed(others, f"{quoted(table.name)}."), _listed(others, "excluded.")
    return f"{start} UPDATE SET {changes} WHERE ({old}) {dialect.distinct} ({new})"


def _delete_leftovers(table: Table, *, replace: bool) -> str:
    """Delete rows of staged records (of all, with ``replace``) that were not staged again."""
    name, new = quoted(table.name), quoted(staged(table))
    same = " AND ".join(f"{new}.{quoted(key)} = {name}.{quoted(key)}" for key in table.key)
    gone = f"NOT EXISTS (SELECT 1 FROM {new} WHERE {same})"
    return f"DELETE FROM {name} WHERE {gone}" + ("" if replace else f" AND {_OF_STAGED_RECORDS}")


def _delete_outdated(table: Table, *, replace: bool) -> str:
    """Delete all rows that staged ones take the place of."""
    name = quoted(table.name)
    if replace:
        return f"DELETE FROM {name}"
    if table.is_of_records:
        return f"DELETE FROM {name} WHERE {_OF_STAGED_RECORDS}"
    key = quoted(table.key[0])
    return f"DELETE FROM {name} WHERE {key} IN (SELECT {key} FROM {quoted(staged(table))})"


_OF_STAGED_RECORDS: Final = f'"record_id" IN (SELECT "record_id" FROM "{_STAGED}records")'
