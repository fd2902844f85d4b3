"""By what factor institutions' own figures change from one period to another.

Medians over whoever reports in a period tell more of who that is than of the season: when the small ones are missing, the median
rises. Each institution's own ratio does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Final

from factextract.compare.findings.measures import Told

SMALLEST: Final = Decimal(20)
"""Between smaller figures a factor tells nothing."""

_FEWEST: Final = 5  # institutions whose ratios tell what is usual


@dataclass(frozen=True, slots=True)
class Ratio:
    """The median institution's own factor (log10) between two periods, and the median distance of the others from it."""

    log: float
    deviation: float


def usual_ratio(logs: Sequence[float]) -> Ratio | None:
    """What is usual among the institutions' own factors (log10, one for each); None if they are too few."""
    if len(logs) < _FEWEST:
        return None
    middle = median(logs)
    return Ratio(middle, median([abs(log - middle) for log in logs]))


class OwnRatios:
    """The ratios between the figures of one indicator and measure. ``institutions`` and ``periods`` tell whose each row is and,
    by a number for each period, of when; rows that are not in ``periods`` are left out."""

    def __init__(self, told: Sequence[Told], institutions: Sequence[str], periods: Mapping[int, int]) -> None:
        self._logs: dict[int, dict[str, float]] = {}
        for one in told:
            period = periods.get(one.row)
            if period is not None and one.value >= SMALLEST:
                self._logs.setdefault(period, {}).setdefault(institutions[one.row], one.log)
        self._known: dict[tuple[int, int], Ratio | None] = {}

    def between(self, one: int, other: int) -> Ratio | None:
        """By what factor the figures of those that told both periods changed from ``one`` to ``other``; None if too few did."""
        key = (one, other)
        if key not in self._known:
            before, after = self._logs.get(one, {}), self._logs.get(other, {})
            self._known[key] = usual_ratio([after[who] - log for who, log in before.items() if who in after])
        return self._known[key]
