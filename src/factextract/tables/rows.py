"""From a record to its rows in every table."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Final

from factextract.records.texts import ReportText
from factextract.tables import schema
from factextract.tables.model import Cell, Row, Table, Type
from factextract.tables.texts import clean

Record = Mapping[str, Any]
Rows = Iterator[tuple[Table, Row]]


def rows_of(record: Record, text: ReportText | None = None) -> Rows:
    """All rows of a record, table by table, but those of ``indicators`` and ``sources``, which records share. ``text`` is that of
    the report; without it no evidence is quoted.

    Numbers may be int, float or ``Decimal``. A reference to what the record does not contain becomes None or, in a link
    table, no row. Raises ``KeyError``, ``TypeError`` or ``ValueError`` if it is no record.
    """
    keys = _Keys(record)
    yield schema.RECORDS, _row(schema.RECORDS, _record(record, keys))
    for makers in (
        _organizations,
        _dates,
        _venues,
        partial(_facts, text=text),
        _headline,
        _checks,
        _warnings,
    ):
        yield from makers(record, keys)


def source_row(record_id: str, path: str) -> Row:
    """The row of ``sources`` for a record that a file contains."""
    return _row(schema.SOURCES, {"record_id": record_id, "path": path})


def indicator_rows(labels: Mapping[str, str | None]) -> list[Row]:
    """The rows of ``indicators``, sorted by id."""
    return [_row(schema.INDICATORS, {"indicator": key, "label": labels[key]}) for key in sorted(labels)]


class _Keys:
    """Makes keys out of a record's own ids."""

    def __init__(self, record: Record) -> None:
        self._record_id = record["record_id"]
        elements = ("organizations", "dates", "venues", "facts")
        self._known = frozenset(item["id"] for name in elements for item in record[name])

    def of(self, element: str | int) -> str:
        return f"{self._record_id}-{element}"

    def to(self, element: str | None) -> str | None:
        """The key of an element that the record contains, else None."""
        return self.of(element) if element is not None and element in self._known else None

    def all_to(self, elements: Sequence[str]) -> list[str]:
        """The keys of those elements that the record contains, each once."""
        return [self.of(element) for element in dict.fromkeys(elements) if element in self._known]


_PYTHON_TYPES: Final[Mapping[Type, type]] = {
    Type.TEXT: str,
    Type.INTEGER: int,
    Type.DECIMAL: Decimal,
    Type.REAL: float,
    Type.DATE: date,
    Type.BOOLEAN: bool,
}


_LAYOUTS: Final = {
    table.name: tuple((c.name, _PYTHON_TYPES[c.type], c.required) for c in table.columns)
    for table in schema.TABLES
}


def _row(table: Table, cells: Mapping[str, Cell]) -> Row:
    """The cells in the table's order, texts cleaned. Raises ``TypeError`` if one is not of its column's type."""
    row: list[Cell] = []
    for name, kind, required in _LAYOUTS[table.name]:
        value = cells[name]
        if isinstance(value, str):
            value = clean(value)
        if type(value) is not kind and (value is not None or required):
            raise TypeError(f"{name}: {value!r}")
        row.append(value)
    return tuple(row)


def _figure(name: str, value: Decimal | float | None) -> dict[str, Cell]:
    """The exact figure and the nearest floating-point number; None where there is no finite one."""
    if value is None:
        return {name: None, f"{name}_real": None}
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    nearest = float(exact)
    return {name: exact, f"{name}_real": nearest if math.isfinite(nearest) else None}


def _day(written: str | None) -> date | None:
    """A calendar day; None too for one that no calendar has."""
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return None


def _json(value: Sequence[str] | Mapping[str, str]) -> str | None:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else None


def _real(value: Decimal | float | None) -> float | None:
    return None if value is None else float(value)


def _span(item: Mapping[str, Any]) -> dict[str, Cell]:
    return {"start_offset": item["start"], "end_offset": item["end"]}


def _mentions(item: Mapping[str, Any]) -> dict[str, Cell]:
    """How often it is mentioned, and where first."""
    mentions = item["mentions"]
    first = _span(mentions[0]) if mentions else {"start_offset": None, "end_offset": None}
    return {"mentions": len(mentions), **first}


def _record(record: Record, keys: _Keys) -> dict[str, Cell]:
    source, period, generator = record["source"], record["period"], record["generator"]
    reporter = record["reporter"] or {"name": None, "organization": None, "confidence": None}
    return {
        "record_id": record["record_id"],
        **{name: source[name] for name in ("path", "sha256", "format", "encoding", "part", "parts")},
        **_span(source),
        "title": record["title"],
        "report_type": record["report_type"],
        "reporter_name": reporter["name"],
        "reporter_key": keys.to(reporter["organization"]),
        "reporter_confidence": _real(reporter["confidence"]),
        "period_edtf": period["edtf"],
        "period_from": _day(period["from"]),
        "period_to": _day(period["to"]),
        "period_year": period["year"],
        "period_basis": period["basis"],
        "generator_version": generator["version"],
        "packs": generator["packs"],
        "model": generator["model"],
    }


def _organizations(record: Record, keys: _Keys) -> Rows:
    reporter = (record["reporter"] or {}).get("organization")
    for number, item in enumerate(record["organizations"], 1):
        key = keys.of(item["id"])
        cells = {
            "organization_key": key,
            "record_id": record["record_id"],
            "number": number,
            "name": item["name"],
            "type": item["type"],
            "is_reporter": item["id"] == reporter,
            "aliases": _json(item["aliases"]),
            **_mentions(item),
        }
        yield schema.ORGANIZATIONS, _row(schema.ORGANIZATIONS, cells)
        for role in dict.fromkeys(item["roles"]):
            link = {"organization_key": key, "record_id": record["record_id"], "role": role}
            yield schema.ORGANIZATION_ROLES, _row(schema.ORGANIZATION_ROLES, link)


def _dates(record: Record, keys: _Keys) -> Rows:
    for number, item in enumerate(record["dates"], 1):
        cells = {
            "date_key": keys.of(item["id"]),
            "record_id": record["record_id"],
            "number": number,
            "quote": item["text"],
            "edtf": item["edtf"],
            "first_day": _day(item["from"]),
            "last_day": _day(item["to"]),
            **_span(item),
        }
        yield schema.DATES, _row(schema.DATES, cells)


def _venues(record: Record, keys: _Keys) -> Rows:
    for number, item in enumerate(record["venues"], 1):
        cells = {
            "venue_key": keys.of(item["id"]),
            "record_id": record["record_id"],
            "number": number,
            "name": item["name"],
            "type": item["type"],
            **_mentions(item),
        }
        yield schema.VENUES, _row(schema.VENUES, cells)


_SAME_IN_FACT = (
    "indicator",
    "label",
    "action",
    "object",
    "direction",
    "unit",
    "comparator",
    "status",
    "method",
)


def _facts(record: Record, keys: _Keys, text: ReportText | None) -> Rows:
    for number, item in enumerate(record["facts"], 1):
        others = dict(item["dimensions"])
        evidence = item["evidence"] or {"start": None, "end": None}
        cells = {
            "fact_key": keys.of(item["id"]),
            "record_id": record["record_id"],
            "number": number,
            **{name: item[name] for name in _SAME_IN_FACT},
            **_figure("value", item["value"]),
            **_figure("value_max", item["value_max"]),
            "organization_key": keys.to(item["organization"]),
            "date_key": keys.to(item["date"]),
            "venue_key": keys.to(item["venue"]),
            "period_edtf": item["period"],
            "channel": others.pop("channel", None),
            "category": others.pop("category", None),
            "other_dimensions": _json(others),
            "part_of_key": keys.to(item["part_of"]),
            "confidence": _real(item["confidence"]),
            "quote": item["text"],
            **_span(item),
            "evidence_start": evidence["start"],
            "evidence_end": evidence["end"],
            "evidence": text.quote(**item["evidence"]) if text is not None and item["evidence"] else None,
        }
        yield schema.FACTS, _row(schema.FACTS, cells)


def _headline(record: Record, keys: _Keys) -> Rows:
    for indicator, item in record["headline"].items():
        key = keys.of(indicator)
        cells = {
            "headline_key": key,
            "record_id": record["record_id"],
            "indicator": indicator,
            **_figure("value", item["value"]),
            **_figure("value_max", item["value_max"]),
            "unit": item["unit"],
            "comparator": item["comparator"],
            "how": item["how"],
        }
        yield schema.HEADLINE, _row(schema.HEADLINE, cells)
        for fact in keys.all_to(item["facts"]):
            link = {"headline_key": key, "fact_key": fact, "record_id": record["record_id"]}
            yield schema.HEADLINE_FACTS, _row(schema.HEADLINE_FACTS, link)


def _checks(record: Record, keys: _Keys) -> Rows:
    for number, item in enumerate(record["checks"], 1):
        key = keys.of(f"c{number}")
        cells = {
            "check_key": key,
            "record_id": record["record_id"],
            "number": number,
            "kind": item["kind"],
            "status": item["status"],
            **_figure("expected", item["expected"]),
            **_figure("found", item["found"]),
            "message": item["message"],
        }
        yield schema.CHECKS, _row(schema.CHECKS, cells)
        for fact in keys.all_to(item["facts"]):
            link = {"check_key": key, "fact_key": fact, "record_id": record["record_id"]}
            yield schema.CHECK_FACTS, _row(schema.CHECK_FACTS, link)


def _warnings(record: Record, keys: _Keys) -> Rows:
    for number, item in enumerate(record["warnings"], 1):
        cells = {
            "warning_key": keys.of(f"w{number}"),
            "record_id": record["record_id"],
            "number": number,
            "code": item["code"],
            "message": item["message"],
            **_span(item),
        }
        yield schema.WARNINGS, _row(schema.WARNINGS, cells)
