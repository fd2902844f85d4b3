"""From a record and its text to what a comparison keeps of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from factextract.compare.model import Change, Figure, Period, Report, Share
from factextract.compare.none_statements import NoneStatements
from factextract.compare.reading import Entry
from factextract.datamodel import Role

_DIMENSIONS: Final = ("channel", "category")
_SIGN_OFF: Final = 60  # characters before the end of a report in which a date is its sign-off
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR_ON_YEAR: Final = re.compile(r"同比|[上去前]年|较?同期")
_PERIOD_ON_PERIOD: Final = re.compile(r"环比|上个?(?:季度|月|期)|上半年")
_CHANGED: Final[Mapping[str, str]] = {"complaint_change": "complaints_received"}
"""What an indicator of changes is about."""


def load_report(entry: Entry, statements: NoneStatements) -> Report:
    """What a comparison needs of a record. Raises ``LookupError`` or ``TypeError`` if it is no record."""
    record = entry.record
    source, reporter = record["source"], record["reporter"]
    organization = _by_id(record["organizations"]).get((reporter or {}).get("organization") or "")
    figures = _figures(record)
    offset = entry.text.start if entry.text else 0
    none = statements.find(entry.text.text) if entry.text else {}
    return Report(
        number=entry.number,
        record_id=record["record_id"],
        path=source["path"],
        sha256=source["sha256"],
        title=record["title"],
        report_type=record["report_type"],
        written=reporter["name"] if reporter else None,
        type=organization["type"] if organization else None,
        aliases=tuple(organization["aliases"]) if organization else (),
        period=_period(record["period"]),
        sign_off=_sign_off(record),
        figures=figures,
        none={
            indicator: (offset + start, offset + end)
            for indicator, (start, end) in none.items()
            if indicator not in figures
        },
        shares=tuple(_shares(record)),
        changes=tuple(_changes(entry)),
        days=tuple(dict.fromkeys(d["edtf"] for d in record["dates"] if _DAY.fullmatch(d["edtf"] or ""))),
        venues=tuple(venue["name"] for venue in record["venues"]),
        mismatches=sum(check["status"] == "mismatch" for check in record["checks"]),
        characters=source["end"] - source["start"],
        part=source["part"] if source["parts"] > 1 else None,
        organizer=organization is not None and Role.ORGANIZER in organization["roles"],
    )


def _by_id(items: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {item["id"]: item for item in items}


def _period(period: Mapping[str, Any]) -> Period:
    return Period(period["edtf"], period["from"], period["to"])


def _sign_off(record: Mapping[str, Any]) -> str | None:
    """The day on which the report was signed, if it ends with one."""
    dates, end = record["dates"], record["source"]["end"]
    last = max(dates, key=lambda date: date["end"], default=None)
    if last is None or end - last["end"] > _SIGN_OFF or not _DAY.fullmatch(last["edtf"] or ""):
        return None
    day: str = last["edtf"]
    return day


def _figures(record: Mapping[str, Any]) -> dict[str, Figure]:
    facts = _by_id(record["facts"])
    return {
        indicator: Figure(
            indicator=indicator,
            value=exact(cell["value"]),
            value_max=None if cell["value_max"] is None else exact(cell["value_max"]),
            unit=cell["unit"],
            comparator=cell["comparator"],
            how=cell["how"],
            facts=tuple(cell["facts"]),
            confidence=min((float(facts[fact]["confidence"]) for fact in cell["facts"]), default=0.0),
        )
        for indicator, cell in record["headline"].items()
    }


def exact(value: Decimal | float) -> Decimal:
    """The exact decimal of a JSON number."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _shares(record: Mapping[str, Any]) -> Iterator[Share]:
    """The reported figures of the reporter's own breakdowns: those of a total, or several of one dimension."""
    own = _of_reporter(record)
    for fact in record["facts"]:
        if fact["indicator"] is None or fact["status"] != "reported" or fact["period"] or fact["direction"]:
            continue
        if fact["organization"] not in own or fact["unit"] == "%" or fact["part_of"] is None:
            continue
        for dimension in _DIMENSIONS:
            label = fact["dimensions"].get(dimension)
            if label is not None:
                yield Share(
                    fact["indicator"], dimension, label, exact(fact["value"]), fact["unit"], fact["id"]
                )


def _of_reporter(record: Mapping[str, Any]) -> tuple[str | None, None]:
    """The organisations whose facts are the reporter's own: itself, and where the text names none."""
    return (record["reporter"] or {}).get("organization"), None


def _changes(entry: Entry) -> Iterator[Change]:
    """The stated changes of the reporter's whole figures; not those of a category, a channel or another body."""
    own = _of_reporter(entry.record)
    for fact in entry.record["facts"]:
        if fact["direction"] is None or fact["indicator"] is None or fact["status"] != "reported":
            continue
        if fact["dimensions"] or fact["organization"] not in own:
            continue
        yield Change(
            indicator=_CHANGED.get(fact["indicator"], fact["indicator"]),
            direction=fact["direction"],
            value=exact(fact["value"]),
            unit=fact["unit"],
            comparator=fact["comparator"],
            basis=_basis(entry, fact),
            fact=fact["id"],
        )


def _basis(entry: Entry, fact: Mapping[str, Any]) -> str | None:
    """What the change is measured against, by the nearest words before it in its sentence."""
    before = entry.quote(fact["evidence"]["start"], fact["start"]) if fact["evidence"] else None
    if not before:
        return None
    found = [
        (match.start(), basis)
        for basis, pattern in (("year_on_year", _YEAR_ON_YEAR), ("period_on_period", _PERIOD_ON_PERIOD))
        for match in pattern.finditer(before)
    ]
    return max(found)[1] if found else None
