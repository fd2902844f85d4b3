"""Figures of a table as they are compared: of one measure, over spans of time of one length."""

from __future__ import annotations

import math
import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final

from factextract.compare.model import Cell, Column, Figure, Grid, Period, State
from factextract.records.cues import counts_people, scale

# -- measures ----------------------------------------------------------------------------------------------------

COUNT: Final = "count"
PEOPLE: Final = "people"
MONEY: Final = "元"
PERCENT: Final = "%"
_TENTHS: Final = "成"  # 八成 has the value 80

STANDING: Final = frozenset(
    ("volunteers", "fixed_signs", "desks_set_up", "sites_setup", "display_boards", "led_messages")
)
"""Indicators that are summed over institutions but tell what there is rather than what was done: the same figure in two periods is
what one expects. Those that are not summed at all (``Column.adds_up``) are standing counts or rates anyway."""

_CHANGES: Final = re.compile(r"变化|同比|环比|增[长减]")
_BOUNDED: Final = re.compile(r"占比|(?<!增长)(?<!收益)(?<!赔付)(?<!不良)率")


@lru_cache(maxsize=1024)
def measure(unit: str | None) -> str:
    """What may be compared with what: counts of things, of people, money, percentages; other units only with themselves, because
    their values are not in one base unit (吨, 公斤)."""
    if unit == _TENTHS:
        return PERCENT
    kind = scale(unit)
    if kind != "count":
        return unit or COUNT
    return PEOPLE if counts_people(unit) else COUNT


def tells_change(column: Column) -> bool:
    """Whether a column's figures are changes themselves (投诉同比、环比变化)."""
    return _CHANGES.search(column.label) is not None


def bounded(column: Column) -> bool:
    """Whether percentages of a column lie between 0 and 100."""
    return not tells_change(column) and _BOUNDED.search(column.label) is not None


def standing(column: Column) -> bool:
    """Whether a column tells what there is rather than what was done."""
    return not column.adds_up or column.indicator in STANDING


def significand(value: Decimal) -> int:
    """The digits of a value without the zeros at their end: 12,500 -> 125; 3.20 -> 32."""
    digits = int("".join(map(str, value.as_tuple().digits)))
    while digits and digits % 10 == 0:
        digits //= 10
    return digits


@lru_cache(maxsize=65_536)
def weight(value: Decimal) -> float:
    """How much the coincidence of two such values tells: decimal digits of the significand. 500 -> 0.7, 1,286 -> 3.1. Reports round,
    so that zeros at the end tell nothing."""
    return math.log10(max(significand(value), 1))


# -- periods -----------------------------------------------------------------------------------------------------


class Length(StrEnum):
    """About how long a period is. Figures of a quarter and of a year are not compared."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    YEARS = "years"
    UNKNOWN = "unknown"


_LONGEST: Final = (
    (3, Length.DAYS),
    (21, Length.WEEKS),
    (45, Length.MONTH),
    (135, Length.QUARTER),
    (250, Length.HALF),
    (400, Length.YEAR),
)


_YEARS: Final = range(1900, 2200)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    @property
    def months(self) -> int | None:
        """How many whole months; None if it does not begin and end with one."""
        if self.first.day != 1 or self.last.day != monthrange(self.last.year, self.last.month)[1]:
            return None
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    @property
    def season(self) -> tuple[int, ...]:
        """What spans of several years have in common that cover the same part of it."""
        days = () if self.months else (self.first.day, self.last.day)
        return (self.first.month, self.last.month, self.last.year - self.first.year, *days)


def span_of(period: Period) -> Span | None:
    """The days of a period; None where they are not known."""
    try:
        first, last = date.fromisoformat(period.first or ""), date.fromisoformat(period.last or "")
    except ValueError:
        return None
    return Span(first, last) if first <= last and first.year in _YEARS and last.year in _YEARS else None


def length_of(span: Span | None) -> Length:
    """How long a span is."""
    if span is None:
        return Length.UNKNOWN
    days = span.days
    return next((length for longest, length in _LONGEST if days <= longest), Length.YEARS)


# -- figures -----------------------------------------------------------------------------------------------------


_ENDLESS: Final = Decimal(10) ** 30


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of the table that was reported and is above zero. ``log`` is the decimal logarithm of its value."""

    row: int
    value: Decimal
    unit: str | None
    measure: str
    log: float


def told_in(grid: Grid) -> Mapping[str, list[Told]]:
    """The figures of a table that can be compared: those of each indicator in row order."""
    told: dict[str, list[Told]] = {}
    for number, row in enumerate(grid.rows):
        for indicator, cell in row.cells.items():
            figure = reported(cell)
            if figure is not None:
                log = math.log10(figure.value)
                one = Told(number, figure.value, figure.unit, measure(figure.unit), log)
                told.setdefault(indicator, []).append(one)
    return told


def reported(cell: Cell | None) -> Figure | None:
    """The figure of a cell if it was reported and is above zero (and no endless row of digits)."""
    if cell is None or cell.state is not State.REPORTED or cell.figure is None:
        return None
    return cell.figure if 0 < cell.figure.value < _ENDLESS else None


def by_measure(told: Sequence[Told]) -> Iterator[list[Told]]:
    """Figures of one measure at a time."""
    groups: dict[str, list[Told]] = {}
    for one in told:
        groups.setdefault(one.measure, []).append(one)
    yield from groups.values()


def spans_of(grid: Grid) -> Mapping[int, Span]:
    """The rows whose days are known, with these."""
    spans = ((number, span_of(row.period)) for number, row in enumerate(grid.rows))
    return {number: span for number, span in spans if span is not None}
