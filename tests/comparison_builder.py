"""Short ways to say what a report says, for tests of comparisons."""

from __future__ import annotations

from decimal import Decimal

from factextract.compare.model import Figure, Period, Report

QUARTERS = {1: ("01-01", "03-31"), 2: ("04-01", "06-30"), 3: ("07-01", "09-30"), 4: ("10-01", "12-31")}


def year(number: int) -> Period:
    """A whole year."""
    return Period(str(number), f"{number}-01-01", f"{number}-12-31")


def quarter(number: int, of: int = 2023) -> Period:
    """A quarter of a year."""
    first, last = (f"{of}-{day}" for day in QUARTERS[number])
    return Period(f"{first[:7]}/{last[:7]}", first, last)


def day(written: str) -> Period:
    """One day."""
    return Period(written, written, written)


def figure(
    indicator: str,
    value: float | str,
    unit: str | None = "件",
    comparator: str = "exact",
    confidence: float = 0.9,
    value_max: float | None = None,
) -> Figure:
    """A figure of the headline."""
    upper = None if value_max is None else Decimal(str(value_max))
    return Figure(indicator, Decimal(str(value)), upper, unit, comparator, "single", ("f1",), confidence)


def report(
    number: int,
    *figures: Figure,
    period: Period | None = None,
    none: tuple[str, ...] = (),
    written: str = "甲支行",
    **more: object,
) -> Report:
    """A report with these figures, and statements of none."""
    values: dict[str, object] = {
        "record_id": f"{number:024x}",
        "path": f"{number}.txt",
        "sha256": f"{number:064x}",
        "title": None,
        "report_type": "periodic_summary",
        "type": "bank",
        "aliases": (),
        "sign_off": None,
    }
    return Report(
        number=number,
        written=written,
        period=period or year(2023),
        figures={one.indicator: one for one in figures},
        none=dict.fromkeys(none, (0, 4)),
        **{**values, **more},  # type: ignore[arg-type]
    )
