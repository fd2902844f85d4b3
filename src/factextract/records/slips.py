"""What a figure would be if one of its digits had been mistyped.

Figures that belong together by the words alone may still be of different things. If they disagree and one wrong digit
explains it, they are not: a slip of the keyboard leaves the other digits as they were, and figures of different things
hardly ever lie one digit apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from factextract.records.arithmetic import Printed

_MOST_DIGITS = 12
_TELLING = 100  # below this many units of the last digit every difference is one slip away


def slips(figure: Printed) -> Iterator[Decimal]:
    """By how much ``figure`` would differ with one of its printed digits changed, or two neighbours swapped; nothing for a
    figure that is not exact."""
    if figure.approximate:
        return
    units = int(figure.value / figure.resolution)
    for other in _variants(units):
        yield (other - units) * figure.resolution


def one_digit_apart(one: Decimal, other: Decimal, resolution: Decimal) -> bool:
    """True if two values, both multiples of ``resolution``, are one slip apart."""
    if other < 0:
        return False
    a, b = one / resolution, other / resolution
    if a != a.to_integral_value() or b != b.to_integral_value():
        return False
    return _one_slip_apart(str(int(a)), str(int(b)))


def _one_slip_apart(one: str, other: str) -> bool:
    """True if two numbers of as many digits differ in one digit, or in two neighbours that changed places."""
    if len(one) != len(other) or len(one) > _MOST_DIGITS:
        return False
    differing = [at for at in range(len(one)) if one[at] != other[at]]
    if len(differing) == 1:
        return True
    if len(differing) != 2 or differing[1] - differing[0] != 1:
        return False
    at = differing[0]
    return one[at] == other[at + 1] and one[at + 1] == other[at]


def sum_mistyped(total: Printed, parts: Sequence[Printed], telling: bool = True) -> bool:
    """True if one wrong digit in the total or in a part explains why the parts do not make the total. If ``telling``, also
    only if figures of different things would hardly differ by so round an amount."""
    found = sum((part.value for part in parts), Decimal(0))
    gap = abs(total.value - found)
    if telling and (total.value < _TELLING * total.resolution or gap < 10 * total.resolution):
        return False
    if one_digit_apart(total.value, found, total.resolution):
        return True
    return any(
        one_digit_apart(part.value, total.value - (found - part.value), part.resolution) for part in parts
    )


def _variants(number: int) -> Iterator[int]:
    """Numbers of as many digits that one slip makes of ``number``."""
    digits = str(number)
    if len(digits) > _MOST_DIGITS:
        return
    for at, digit in enumerate(digits):
        for other in "0123456789":
            if other != digit and not (at == 0 and other == "0" and len(digits) > 1):
                yield int(digits[:at] + other + digits[at + 1 :])
    for at in range(len(digits) - 1):
        one, two = digits[at], digits[at + 1]
        if one != two and not (at == 0 and two == "0"):
            yield int(digits[:at] + two + one + digits[at + 2 :])
