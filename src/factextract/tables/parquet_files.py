"""A folder of Parquet files, one a table; comments and keys are in the files' metadata."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pyarrow.parquet as pq

from factextract.batch.output import replace
from factextract.tables.arrow import batch_of, schema_of
from factextract.tables.folder import DraftFolder
from factextract.tables.model import Row, Table
from factextract.tables.schema import TABLES


class ParquetSink:
    """``TableSink`` of the folder ``folder``; files there that have the tables' names are replaced."""

    def __init__(self, folder: Path) -> None:
        self._folder = DraftFolder(folder)
        self._writers: dict[str, pq.ParquetWriter] = {}
        try:
            with self._folder.writing():
                for table in TABLES:
                    draft = self._folder.draft(_file(table))
                    self._writers[table.name] = pq.ParquetWriter(draft, schema_of(table), compression="zstd")
        except BaseException:
            self.discard()
            raise

    def write(self, table: Table, rows: Sequence[Row]) -> None:
        """Append rows as a row group."""
        with self._folder.writing():
            self._writers[table.name].write_table(batch_of(table, rows))

    def publish(self) -> None:
        """Bring all files to disk, then rename them to their places."""
        with self._folder.writing():
            for writer in self._writers.values():
                writer.close()
            for table in TABLES:
                with self._folder.draft(_file(table)).open("rb+") as file:
                    os.fsync(file.fileno())
            for table in TABLES:
                replace(self._folder.draft(_file(table)), self._folder.path(_file(table)))
        self._folder.close()

    def discard(self) -> None:
        """Remove the drafts."""
        for writer in self._writers.values():
            with suppress(OSError):
                writer.close()
        for table in TABLES:
            with suppress(OSError):
                self._folder.draft(_file(table)).unlink(missing_ok=True)
        self._folder.close()


def _file(table: Table) -> str:
    return f"{table.name}.parquet"
