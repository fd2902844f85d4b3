"""What an institution's other periods show for an indicator."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from factextract.compare.findings.measures import Length, Span, Told, length_of
from factextract.compare.findings.own_ratios import OwnRatios
from factextract.compare.model import Grid

STEADY: Final = math.log10(3)
"""Within this (log10) figures of one institution are of one order."""

_NEAREST: Final = 12  # periods before and after that make a history
_SAME_SEASON: Final = math.log10(
    2
)  # the median distance of institutions' own ratios that still tells a season


@dataclass(frozen=True, slots=True)
class History:
    """The other periods of as many days: log10 of what they make one expect, how many they are, whether they are of one order.
    ``adjusted`` tells that the season is taken into account, by how institutions' own figures changed between the periods;
    ``seasonal`` that it is not but could explain a difference; ``latest`` that no period is later than the one in question;
    ``row`` is that of the value nearest to the median."""

    log: float
    periods: int
    steady: bool
    adjusted: bool
    seasonal: bool
    latest: bool
    row: int


class Histories:
    """The periods of each institution."""

    def __init__(self, grid: Grid, spans: Mapping[int, Span]) -> None:
        self._institutions = tuple(row.institution for row in grid.rows)
        self._spans = spans
        numbers: dict[Span, int] = {}
        self._periods = {row: numbers.setdefault(span, len(numbers)) for row, span in spans.items()}
        series: dict[tuple[str, Length], int] = {}
        self._series: dict[int, int] = {}  # the rows of an institution with periods of one length
        for row, span in spans.items():
            key = (self._institutions[row], length_of(span))
            self._series[row] = series.setdefault(key, len(series))
        self._lengths = [length for _, length in series]

    def of(self, told: Sequence[Told]) -> list[History | None]:
        """What each institution's other periods show, for figures of one indicator and measure. None where there are no others."""
        series: dict[int, list[Told]] = {}
        for one in told:
            at = self._series.get(one.row)
            if at is not None:
                series.setdefault(at, []).append(one)
        ratios = OwnRatios(told, self._institutions, self._periods)
        found: dict[int, History] = {}
        for at, members in series.items():
            if len(members) > 1:
                found.update(self._histories(members, self._lengths[at], ratios))
        return [found.get(one.row) for one in told]

    def _histories(self, members: Sequence[Told], length: Length, ratios: OwnRatios) -> dict[int, History]:
        """The history of each of the figures of one institution: by the same season of other years where there are some."""
        members = sorted(members, key=lambda one: (self._spans[one.row].first, one.row))
        last = self._spans[members[-1].row].first
        seasons: dict[tuple[int, ...], list[Told]] = {}
        for one in members:
            seasons.setdefault(self._spans[one.row].season, []).append(one)
        yearly = length in (Length.YEAR, Length.YEARS)
        found = {}
        for at, one in enumerate(members):
            same = seasons[self._spans[one.row].season]
            alike = yearly or len(same) > 1
            others = _around(same, same.index(one)) if len(same) > 1 else _around(members, at)
            adjusted = {} if alike else self._adjusted(one, others, ratios)
            logs = adjusted or {other.row: other.log for other in others}
            latest = self._spans[one.row].first == last
            found[one.row] = _history(
                logs, adjusted=bool(adjusted), seasonal=not alike and not adjusted, latest=latest
            )
        return found

    def _adjusted(self, one: Told, others: Sequence[Told], ratios: OwnRatios) -> dict[int, float]:
        """What the other periods make one expect of this one, by row: their figures times the institutions' own ratio, of the
        periods for which it is known and much the same everywhere."""
        logs = {}
        for other in others:
            ratio = ratios.between(self._periods[other.row], self._periods[one.row])
            if ratio is not None and ratio.deviation <= _SAME_SEASON:
                logs[other.row] = other.log + ratio.log
        return logs


def _around(members: Sequence[Told], at: int) -> list[Told]:
    """The periods before and after one, a bounded number of them."""
    return [*members[max(0, at - _NEAREST) : at], *members[at + 1 : at + 1 + _NEAREST]]


def _history(logs: Mapping[int, float], *, adjusted: bool, seasonal: bool, latest: bool) -> History:
    """The history that the values of other rows make."""
    middle = median(logs.values())
    steady = max(logs.values()) - min(logs.values()) <= STEADY
    nearest = min(logs, key=lambda row: (abs(logs[row] - middle), row))
    return History(middle, len(logs), steady, adjusted, seasonal, latest, nearest)
