"""A finished batch as tables: CSV, Parquet, SQLite, DuckDB, PostgreSQL, for spreadsheets and dashboards.

    records.jsonl -> rows of the star schema (rows, schema) -> a TableSink (targets)

``export_records(records, open_sink("sqlite:facts.db"))`` is the whole interface. Every sink writes from the same tables
(``schema.TABLES``); another sink is one module and one line in ``targets``. See docs/tables.md.
"""

from __future__ import annotations

from factextract.tables.export import export_records, read_records
from factextract.tables.targets import open_sink

__all__ = ["export_records", "open_sink", "read_records"]
