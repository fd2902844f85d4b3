"""Streams records into a sink: a few thousand rows at a time, each record once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Final, NoReturn

from factextract.batch.digests import DigestMap, digest_of
from factextract.batch.sinks import RECORDS
from factextract.errors import FactextractError
from factextract.records.schema import RECORD_SCHEMA
from factextract.tables import schema
from factextract.tables.model import Row, Table, TableSink
from factextract.tables.rows import Record, indicator_rows, rows_of, source_row

_BATCH_ROWS: Final = 5_000


def read_records(path: Path) -> Iterator[Record]:
    """The records of a JSON Lines file, with exact decimals.

    Raises ``FactextractError``: ``file_missing``, ``file_unreadable``; ``records_invalid`` for a line that is no record.
    """
    with _reading(path), path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                record = json.loads(line, parse_float=Decimal, parse_constant=_refuse)
                if record["schema"] != RECORD_SCHEMA:
                    raise ValueError(f"schema {record['schema']}")
            except (ValueError, LookupError, TypeError) as error:
                raise FactextractError("records_invalid", path=path, line=number, detail=error) from None
            yield record


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise FactextractError("file_missing", path=path) from None
    except OSError as error:
        raise FactextractError("file_unreadable", path=path, detail=error.strerror) from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def export_records(records: Iterable[Record], sink: TableSink) -> dict[str, int]:
    """Write all records to ``sink`` and publish; returns the number of rows by table. Nothing is published if it fails.

    Documents with the same content have the same ``record_id``: the first makes the rows, the others add their path to
    ``sources``. Beyond a few thousand rows only 24 to 72 bytes a record and source are kept in memory.
    """
    try:
        counts = _Export(sink).run(records)
        sink.publish()
    except BaseException:
        sink.discard()
        raise
    return counts


class _Export:
    def __init__(self, sink: TableSink) -> None:
        self._sink = sink
        self._waiting: dict[str, list[Row]] = {table.name: [] for table in schema.TABLES}
        self._counts = dict.fromkeys(self._waiting, 0)
        self._seen = DigestMap()
        self._labels: dict[str, str | None] = {}

    def run(self, records: Iterable[Record]) -> dict[str, int]:
        for number, record in enumerate(records, 1):
            try:
                rows = self._rows(record)
            except (LookupError, TypeError, ValueError, AttributeError) as error:
                detail = f"{type(error).__name__}: {error}"
                raise FactextractError("records_invalid", path=RECORDS, line=number, detail=detail) from None
            for table, row in rows:
                self._put(table, row)
        for row in indicator_rows(self._labels):
            self._put(schema.INDICATORS, row)
        for table in schema.TABLES:
            self._flush(table)
        return self._counts

    def _rows(self, record: Record) -> list[tuple[Table, Row]]:
        """The rows that the record adds."""
        record_id, path = record["record_id"], record["source"]["path"]
        rows: list[tuple[Table, Row]] = []
        if self._seen.add(digest_of("record", record_id)):
            rows.extend(rows_of(record))
            self._note_indicators(record)
        if self._seen.add(digest_of("source", record_id, path)):
            rows.append((schema.SOURCES, source_row(record_id, path)))
        return rows

    def _note_indicators(self, record: Record) -> None:
        for fact in record["facts"]:
            if fact["indicator"] is not None:
                self._labels.setdefault(fact["indicator"], fact["label"])
        for indicator in record["headline"]:
            self._labels.setdefault(indicator, None)

    def _put(self, table: Table, row: Row) -> None:
        waiting = self._waiting[table.name]
        waiting.append(row)
        self._counts[table.name] += 1
        if len(waiting) >= _BATCH_ROWS:
            self._flush(table)

    def _flush(self, table: Table) -> None:
        waiting = self._waiting[table.name]
        if waiting:
            self._sink.write(table, waiting)
            waiting.clear()
