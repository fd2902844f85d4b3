"""How findings write numbers."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from factextract.compare.findings.measures import PERCENT
from factextract.compare.output.cells import number

_DIGITS: Final = 4  # significant ones of a median below 10,000


def rounded(log: float) -> Decimal:
    """The value of a logarithm: whole from 1,000 on, else with as many decimals as make four digits."""
    value = 10**log
    places = max(0, _DIGITS - 1 - int(log // 1))
    return to_places(Decimal(value), min(places, 6))


def to_places(value: Decimal, places: int) -> Decimal:
    """``value`` rounded half up, without zeros at the end."""
    found = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole = found.to_integral_value()
    return whole.quantize(Decimal(1)) if found == whole else found.normalize()


def amount(value: Decimal, unit: str | None) -> str:
    """A value with its measure word: 1,200 份; 95%."""
    if not unit:
        return number(value)
    return f"{number(value)}{unit}" if unit == PERCENT else f"{number(value)} {unit}"


def times(value: Decimal, of: Decimal) -> str:
    """How many times as much as another one a value is: 9,833 倍; 1/10."""
    factor = max(value, of) / min(value, of)
    written = number(to_places(factor, 0 if factor >= 10 else 1))
    return f"{written} 倍" if value >= of else f"1/{written}"


def percent(value: Decimal) -> str:
    """A change in words: 上升 12%; 下降 4.5%; 持平."""
    if value == 0:
        return "持平"
    return f"{'上升' if value > 0 else '下降'} {number(abs(value))}%"
