"""Streams records into a sink: a few thousand rows at a time, each record once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from factextract.batch.digests import DigestMap, digest_of
from factextract.batch.results import Results, open_results
from factextract.batch.sinks import RECORDS
from factextract.errors import FactextractError
from factextract.records.masking import mask_record, mask_report
from factextract.records.texts import ReportText
from factextract.tables import schema
from factextract.tables.model import Row, Table, TableSink
from factextract.tables.rows import Record, indicator_rows, rows_of, source_row

_BATCH_ROWS: Final = 5_000


@dataclass(frozen=True, slots=True)
class Report:
    """A record with its report's text, if that is known: evidence is quoted from it."""

    record: Record
    text: ReportText | None = None


def read_records(path: Path) -> Iterator[Record]:
    """The records of a JSON Lines file, with exact decimals.

    Raises ``FactextractError``: ``file_missing``, ``file_unreadable``; ``records_invalid`` for a line that is no record.
    """
    return open_results(path).records()


def read_reports(results: Results, *, mask: bool = False) -> Iterator[Report]:
    """The records of a batch with their texts; ``mask`` hides personal data in both. Raises ``FactextractError`` as ``read_records``
    does."""
    for number, (record, text) in enumerate(results.texts(), 1):
        if not mask:
            yield Report(record, text)
            continue
        with _valid(number):
            masked = mask_report(record, text) if text is not None else (mask_record(record), None)
        yield Report(*masked)


@contextmanager
def _valid(number: int) -> Iterator[None]:
    """Turn an error that a record's content makes into ``records_invalid``."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        detail = f"{type(error).__name__}: {error}"
        raise FactextractError("records_invalid", path=RECORDS, line=number, detail=detail) from None


def export_records(records: Iterable[Record | Report], sink: TableSink) -> dict[str, int]:
    """Write all records (or reports: records with texts) to ``sink`` and publish; returns the number of rows by table. Nothing is published if it fails.

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

    def run(self, records: Iterable[Record | Report]) -> dict[str, int]:
        for number, item in enumerate(records, 1):
            with _valid(number):
                rows = self._rows(item if isinstance(item, Report) else Report(item))
            for table, row in rows:
                self._put(table, row)
        for row in indicator_rows(self._labels):
            self._put(schema.INDICATORS, row)
        for table in schema.TABLES:
            self._flush(table)
        return self._counts

    def _rows(self, report: Report) -> list[tuple[Table, Row]]:
        """The rows that the report adds."""
        record = report.record
        record_id, path = record["record_id"], record["source"]["path"]
        rows: list[tuple[Table, Row]] = []
        if self._seen.add(digest_of("record", record_id)):
            rows.extend(rows_of(record, report.text))
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
