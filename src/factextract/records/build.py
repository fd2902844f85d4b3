"""Facts to the public record: view offsets become source offsets, values become JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from factextract.datamodel import (
    Check,
    DateMention,
    Document,
    Fact,
    HeadlineCell,
    Names,
    Notice,
    Part,
    Scan,
    Span,
)
from factextract.packs import Catalogue
from factextract.scan.period import ReportPeriod
from factextract.text.view import View

SCHEMA = "factextract/record/1"


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found in one report, in view offsets."""

    title: str | None
    report_type: str
    period: ReportPeriod
    scan: Scan
    names: Names
    facts: tuple[Fact, ...]
    headline: tuple[HeadlineCell, ...]
    checks: tuple[Check, ...]
    notices: tuple[Notice, ...]


def build_record(
    document: Document,
    part: Part,
    view: View,
    findings: Findings,
    catalogue: Catalogue,
    generator: dict[str, Any],
) -> dict[str, Any]:
    """The record of one report as a JSON-ready dictionary (schema ``factextract/record/1``), keys in fixed order."""
    names = findings.names
    return {
        "schema": SCHEMA,
        "record_id": _record_id(document, part),
        "source": {
            "path": document.path,
            "sha256": document.sha256,
            "format": document.format,
            "encoding": document.encoding,
            "part": part.number,
            "parts": part.of,
            "start": part.start,
            "end": part.end,
        },
        "title": findings.title,
        "report_type": findings.report_type,
        "reporter": _reporter(names),
        "period": _period(view, findings.period),
        "organizations": [
            {
                "id": organization.id,
                "name": organization.name,
                "type": organization.type,
                "roles": [role.value for role in organization.roles],
                "aliases": list(organization.aliases),
                "mentions": _mentions(document, view, organization.mentions),
            }
            for organization in names.organizations
        ],
        "dates": [_date(document, view, at, date) for at, date in enumerate(findings.scan.dates)],
        "venues": [
            {
                "id": venue.id,
                "name": venue.name,
                "type": venue.type,
                "mentions": _mentions(document, view, venue.mentions),
            }
            for venue in names.venues
        ],
        "facts": [_fact(document, view, fact, catalogue) for fact in findings.facts],
        "headline": {cell.indicator: _cell(cell) for cell in findings.headline},
        "checks": [_check(check) for check in findings.checks],
        "warnings": _warnings(findings.notices),
        "generator": generator,
    }


def number(value: Decimal | None) -> int | float | None:
    """The JSON number of an exact decimal: 24500 for 24500.0, 2.45 for 2.45, None for None."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _record_id(document: Document, part: Part) -> str:
    return hashlib.sha256(f"{document.sha256}:{part.start}:{part.end}".encode()).hexdigest()[:24]


def _offsets(view: View, span: Span) -> dict[str, int]:
    where = view.to_source(span)
    return {"start": where.start, "end": where.end}


def _place(document: Document, view: View, span: Span) -> dict[str, Any]:
    where = view.to_source(span)
    return {"start": where.start, "end": where.end, "text": document.text[where.start : where.end]}


def _mentions(document: Document, view: View, spans: Iterable[Span]) -> list[dict[str, Any]]:
    return [_place(document, view, span) for span in spans]


def _reporter(names: Names) -> dict[str, Any] | None:
    if names.reporter is None:
        return None
    return {
        "name": names.reporter.name,
        "organization": names.reporter.organization,
        "confidence": names.reporter.confidence,
    }


def _period(view: View, period: ReportPeriod) -> dict[str, Any]:
    evidence = [
        {"year": item.year, "basis": item.basis.value, **_offsets(view, Span(item.start, item.end))}
        for item in period.evidence
    ]
    return {
        "edtf": period.edtf,
        "from": period.first,
        "to": period.last,
        "year": period.year,
        "basis": period.basis.value if period.basis else None,
        "evidence": evidence,
    }


def _date(document: Document, view: View, at: int, date: DateMention) -> dict[str, Any]:
    place = _place(document, view, Span(date.start, date.end))
    return {"id": f"d{at + 1}", **place, "edtf": date.edtf, "from": date.first, "to": date.last}


def _fact(document: Document, view: View, fact: Fact, catalogue: Catalogue) -> dict[str, Any]:
    quantity = fact.quantity
    indicator = catalogue.by_id.get(fact.indicator) if fact.indicator else None
    return {
        "id": fact.id,
        "indicator": fact.indicator,
        "label": indicator.label if indicator else None,
        "action": fact.action,
        "object": fact.object,
        "value": number(quantity.value),
        "value_max": number(quantity.value_max),
        "direction": fact.direction,
        "unit": quantity.unit,
        "comparator": quantity.comparator.value,
        "status": fact.status.value,
        **_place(document, view, Span(quantity.start, quantity.end)),
        "organization": fact.organization,
        "date": fact.date,
        "venue": fact.venue,
        "period": fact.period,
        "dimensions": dict(sorted(fact.dimensions.items())),
        "part_of": fact.part_of,
        "confidence": fact.confidence,
        "evidence": _offsets(view, fact.evidence),
        "method": fact.method,
    }


def _cell(cell: HeadlineCell) -> dict[str, Any]:
    return {
        "value": number(cell.value),
        "value_max": number(cell.value_max),
        "unit": cell.unit,
        "comparator": cell.comparator.value,
        "facts": list(cell.facts),
        "how": cell.how,
    }


def _check(check: Check) -> dict[str, Any]:
    return {
        "kind": check.kind,
        "status": check.status.value,
        "facts": list(check.facts),
        "expected": number(check.expected),
        "found": number(check.found),
        "message": check.message,
    }


def _warnings(notices: Sequence[Notice]) -> list[dict[str, Any]]:
    return [
        {"code": notice.code, "message": notice.message, "start": notice.start, "end": notice.end}
        for notice in notices
    ]
