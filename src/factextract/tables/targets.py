"""From ``sqlite:facts.db`` and the like to a sink. Libraries are imported only when a target needs them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final

from factextract.errors import FactextractError
from factextract.tables.model import TableSink

_ADDRESSES: Final = ("postgresql", "postgres")
"""Schemes whose target is an address as a whole, not a path."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of target: the module and class of its sink, and whether it keeps records of earlier exports. Adding a sink means
    adding a line below."""

    module: str
    sink: str
    keeps: bool


_KINDS: Final = {
    "csv": _Kind("csv_files", "CsvSink", keeps=False),
    "parquet": _Kind("parquet_files", "ParquetSink", keeps=False),
    "sqlite": _Kind("sqlite_db", "SqliteSink", keeps=True),
    "duckdb": _Kind("duckdb_db", "DuckdbSink", keeps=True),
    "postgresql": _Kind("postgres_db", "PostgresSink", keeps=True),
    "postgres": _Kind("postgres_db", "PostgresSink", keeps=True),
}


def open_sink(target: str, *, replace: bool = False) -> TableSink:
    """The sink that ``target`` names: ``csv:FOLDER``, ``parquet:FOLDER``, ``sqlite:FILE``, ``duckdb:FILE`` or
    ``postgresql://...``. ``replace``: a database keeps no other records than those now written; files never do.

    Raises ``FactextractError``: ``bad_option``, ``dependency_missing``, ``write_failed``, ``output_busy``,
    ``database_failed``, ``tables_mismatch``.
    """
    scheme, place = _split(target)
    kind = _KINDS[scheme]
    try:
        make: Callable[..., TableSink] = getattr(
            import_module(f"factextract.tables.{kind.module}"), kind.sink
        )
    except ImportError as error:
        name = error.name or str(error)
        raise FactextractError("dependency_missing", target=scheme, name=name) from None
    return make(place, replace=replace) if kind.keeps else make(place)


def described(target: str) -> str:
    """What messages call the target: an address without user and password."""
    scheme, place = _split(target)
    return f"{scheme}://…" if isinstance(place, str) else target


def _split(target: str) -> tuple[str, str | Path]:
    """Scheme, and path or address. Raises ``FactextractError`` (bad_option)."""
    scheme, _, rest = target.partition(":")
    if scheme in _ADDRESSES and rest.startswith("//"):
        return scheme, target
    if scheme in _KINDS and scheme not in _ADDRESSES and rest:
        return scheme, Path(rest)
    known = "csv:文件夹 parquet:文件夹 sqlite:文件 duckdb:文件 postgresql://地址"
    raise FactextractError("bad_option", detail=f"--to 须是 {known} 之一")
