"""Exact arithmetic on printed figures: what a written number allows the true one to be, and whether sums, shares and
growth rates agree within that.

A report prints 1.86万 or 5300余: the true figure lies in an interval. Comparisons are made on such intervals, so that
rounding, 余, 约 and 以上 never raise an alarm, and on ``Decimal`` throughout.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import IntEnum

from factextract.datamodel import Comparator, Quantity

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
_HALF = Decimal("0.5")
_MULTIPLIERS = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_PRINTED = re.compile(r"\d[\d,]{0,40}(?:\.(\d{1,12}))?\s?([万亿]?)")


class Fit(IntEnum):
    """How well figures agree: not at all, within rounding and approximation, or to the digit."""

    NO = 0
    TOLERATED = 1
    EXACT = 2


@dataclass(frozen=True, slots=True)
class Printed:
    """What a printed figure allows: ``low <= true value <= high``; ``resolution`` is the worth of one unit of its last
    printed digit, ``plain`` tells that nothing is approximate or rounded."""

    value: Decimal
    low: Decimal
    high: Decimal
    resolution: Decimal
    plain: bool

    @property
    def approximate(self) -> bool:
        """True if more than rounding keeps the true value from the printed one (余, 约, 以上, a range)."""
        return self.high - self.low > self.resolution


def magnitude_step(value: Decimal) -> Decimal:
    """Worth of the last non-zero digit of ``value``: 5300 -> 100, 0.25 -> 0.01, 0 -> 1."""
    if value == 0:
        return ONE
    exponent = value.normalize().as_tuple().exponent
    return ONE.scaleb(int(exponent))


def _resolution(value: Decimal, written: str) -> tuple[Decimal, bool]:
    """Worth of the last printed digit, and whether the print is rounded (decimals before 万 or 亿)."""
    match = _PRINTED.search(written)
    if match is None:
        return min(ONE, magnitude_step(value)), False
    decimals = len(match[1] or "")
    multiplier = _MULTIPLIERS.get(match[2], ONE)
    return multiplier.scaleb(-decimals), multiplier > 1 and decimals > 0


def printed(quantity: Quantity, text: str) -> Printed:
    """Interval of a quantity; ``text`` is the view text that its offsets point into."""
    value = quantity.value
    resolution, rounded = _resolution(value, text[quantity.start : quantity.end])
    step = max(magnitude_step(value), resolution)
    margin = resolution * _HALF if rounded else ZERO
    low, high = value - margin, value + margin
    match quantity.comparator:
        case Comparator.AT_LEAST:
            high = value + step
        case Comparator.AT_MOST:
            low = value - step
        case Comparator.ABOUT:
            low, high = value - step, value + step
        case Comparator.RANGE:
            high = quantity.value_max if quantity.value_max is not None else value
    if quantity.vague:
        low, high = value, max(high, value * 10)
    plain = quantity.comparator == Comparator.EXACT and not quantity.vague and not rounded
    return Printed(value, low, high, resolution, plain)


def sum_fits(total: Printed, parts: Sequence[Printed]) -> Fit:
    """Whether ``parts`` add up to ``total``."""
    found = sum((part.value for part in parts), ZERO)
    if found == total.value:
        return Fit.EXACT
    low = sum((part.low for part in parts), ZERO)
    high = sum((part.high for part in parts), ZERO)
    if low <= total.high and total.low <= high:
        return Fit.TOLERATED
    # 3万份 may stand for 30100 when its parts are printed finer than itself
    coarse = total.resolution > 1 and total.resolution > min(part.resolution for part in parts)
    if coarse and _rounds_to(found, total.value, total.resolution):
        return Fit.TOLERATED
    return Fit.NO


def _rounds_to(value: Decimal, target: Decimal, resolution: Decimal) -> bool:
    scaled = value / resolution
    return target / resolution in (
        scaled.to_integral_value(ROUND_HALF_UP),
        scaled.to_integral_value(ROUND_FLOOR),
    )


def percentage_of(part: Decimal, whole: Decimal) -> Decimal:
    """``part`` in percent of ``whole``, which must not be 0."""
    return part * HUNDRED / whole


def percent_fits(percent: Printed, comparator: Comparator, low: Decimal, high: Decimal) -> Fit:
    """Whether a printed percentage agrees with a computed one that lies in ``[low, high]``.

    EXACT is rounding half up. TOLERATED allows truncation and, if decimals are printed, a last digit that is off by
    one; 近, 约 and 以上 allow what they say.
    """
    value, resolution = percent.value, min(percent.resolution, ONE)
    step = max(magnitude_step(value), Decimal(5))
    match comparator:
        case Comparator.AT_LEAST:
            return Fit.TOLERATED if value - resolution * _HALF <= high and low < value + step else Fit.NO
        case Comparator.AT_MOST:
            return Fit.TOLERATED if value - step < high and low <= value + resolution * _HALF else Fit.NO
        case Comparator.ABOUT:
            slack = max(magnitude_step(value) * _HALF, ONE)
            return Fit.TOLERATED if value - slack <= high and low <= value + slack else Fit.NO
        case Comparator.RANGE:
            return Fit.TOLERATED if percent.low <= high and low <= percent.high else Fit.NO
    half = resolution * _HALF
    if value - half <= high and low < value + half:
        return Fit.EXACT
    below, above = (half + resolution, half + resolution) if resolution < 1 else (ZERO, resolution)
    return Fit.TOLERATED if value - below <= high and low < value + above else Fit.NO


def share_fits(percent: Printed, comparator: Comparator, part: Printed, whole: Printed) -> Fit:
    """Whether ``percent`` is ``part`` in percent of ``whole``."""
    if whole.low <= 0:
        return Fit.NO
    low = percentage_of(part.low, whole.high)
    high = percentage_of(part.high, whole.low)
    fit = percent_fits(percent, comparator, low, high)
    loose = part.approximate or whole.approximate
    return Fit.TOLERATED if fit is Fit.EXACT and loose else fit


def growth_fits(percent: Printed, comparator: Comparator, change: Printed, base: Printed) -> Fit:
    """Whether ``percent`` is the size of ``change`` in percent of ``base``."""
    return share_fits(percent, comparator, change, base)


def difference(one: Printed, other: Printed) -> Printed:
    """The size of the difference of two figures, as an interval."""
    value = abs(one.value - other.value)
    spread = (one.high - one.low + other.high - other.low) * _HALF
    resolution = min(one.resolution, other.resolution)
    return Printed(value, max(ZERO, value - spread), value + spread, resolution, one.plain and other.plain)


def added(one: Printed, other: Printed) -> Printed:
    """The sum of two figures, as an interval."""
    return Printed(
        one.value + other.value,
        one.low + other.low,
        one.high + other.high,
        min(one.resolution, other.resolution),
        one.plain and other.plain,
    )


def shown(value: Decimal) -> str:
    """A number as a reader writes it: no exponent, no trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
