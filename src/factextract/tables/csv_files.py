"""A folder of CSV files, one a table, with a Frictionless Data Package descriptor that says what is in them.

UTF-8 with byte order mark, CRLF (RFC 4180); an empty cell is NULL; texts that a spreadsheet could take for formulas begin with an
apostrophe (``texts.guard``; ``texts.unguard`` takes it away). The descriptor: https://datapackage.org/standard/table-schema/
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from factextract.batch.output import AtomicFile
from factextract.records.arithmetic import shown
from factextract.tables.folder import DraftFolder
from factextract.tables.model import Cell, Column, Row, Table, Type
from factextract.tables.schema import TABLES
from factextract.tables.texts import guard

DESCRIPTOR: Final = "datapackage.json"
_BOM: Final = "\ufeff"
_TYPES: Final = {
    Type.TEXT: "string",
    Type.INTEGER: "integer",
    Type.DECIMAL: "number",
    Type.REAL: "number",
    Type.DATE: "date",
    Type.BOOLEAN: "boolean",
}


class CsvSink:
    """``TableSink`` of the folder ``folder``; files there that have the tables' names are replaced."""

    def __init__(self, folder: Path) -> None:
        self._folder = DraftFolder(folder)
        self._files: dict[str, AtomicFile] = {}
        try:
            for table in TABLES:
                self._open(f"{table.name}.csv").write(_encoded([table.names], _BOM))
        except BaseException:
            self.discard()
            raise

    def _open(self, name: str) -> AtomicFile:
        self._files[name] = AtomicFile(self._folder.path(name), self._folder.draft(name))
        return self._files[name]

    def write(self, table: Table, rows: Sequence[Row]) -> None:
        """Append rows."""
        self._files[f"{table.name}.csv"].write(_encoded([[_written(cell) for cell in row] for row in rows]))

    def publish(self) -> None:
        """Bring all files to disk, then rename them to their places, the descriptor last."""
        descriptor = _descriptor(self._files)
        self._open(DESCRIPTOR).write(descriptor)
        for file in self._files.values():
            file.prepare()
        for file in self._files.values():
            file.publish()
        self._folder.close()

    def discard(self) -> None:
        """Remove the drafts."""
        for file in self._files.values():
            file.discard()
        self._folder.close()


def _encoded(rows: Sequence[Sequence[str]], start: str = "") -> bytes:
    buffer = io.StringIO(newline="")
    buffer.write(start)
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode()


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return guard(cell)
        case bool():
            return "true" if cell else "false"
        case Decimal():
            return shown(cell)
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def _descriptor(files: dict[str, AtomicFile]) -> bytes:
    content = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "factextract",
        "resources": [_resource(table, files[f"{table.name}.csv"]) for table in TABLES],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def _resource(table: Table, file: AtomicFile) -> dict[str, Any]:
    return {
        "name": table.name,
        "description": table.comment,
        "path": f"{table.name}.csv",
        "format": "csv",
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "primaryKey": list(table.key),
            "foreignKeys": [
                _foreign_key(column.name, column.references) for column in table.columns if column.references
            ],
            "missingValues": [""],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.type],
        "description": column.comment,
    }
    return {**field, "constraints": {"required": True}} if column.required else field


def _foreign_key(name: str, target: str) -> dict[str, Any]:
    key = next(table.key[0] for table in TABLES if table.name == target)
    return {"fields": [name], "reference": {"resource": target, "fields": [key]}}
