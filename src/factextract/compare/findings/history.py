"""What an institution's other periods show for an indicator."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from factextract.compare.findings.measures import Length, Span, Told, length_of
from factextract.compare.findings.peers import Usual
from factextract.compare.model import Grid

STEADY: Final = math.log10(3)
"""Within this (log10) figures of one institution are of one order."""


@dataclass(frozen=True, slots=True)
class History:
    """The other periods of as many days: log10 of what they make one expect, how many they are, whether they are of one order.
    ``adjusted`` tells that the season is taken into account, by what is usual among peers; ``seasonal`` that it is not but
    could explain a difference; ``latest`` that no period is later than the one in question; ``row`` is that of the value nearest
    to the median."""

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
        self._lengths = {number: length_of(span) for number, span in spans.items()}

    def of(self, told: Sequence[Told], usual: Sequence[Usual | None]) -> list[History | None]:
        """What each institution's other periods show, for figures of one measure and what is usual among their peers. None
        where there are no others."""
        series: dict[tuple[str, Length], list[tuple[Told, Usual | None]]] = {}
        for one, among in zip(told, usual, strict=True):
            length = self._lengths.get(one.row)
            if length is not None:
                series.setdefault((self._institutions[one.row], length), []).append((one, among))
        found: dict[int, History] = {}
        for (_, length), members in series.items():
            if len(members) > 1:
                found.update(self._series(members, length))
        return [found.get(one.row) for one in told]

    def _series(self, members: Sequence[tuple[Told, Usual | None]], length: Length) -> dict[int, History]:
        """The history of each of the figures of one institution: by the same season of other years where there are some."""
        seasons: dict[tuple[int, ...], list[Told]] = {}
        for one, _ in members:
            seasons.setdefault(self._spans[one.row].season, []).append(one)
        last = max(self._spans[one.row].first for one, _ in members)
        yearly = length in (Length.YEAR, Length.YEARS)
        usual = {} if yearly else _usual_by_season(members)
        found = {}
        for one, _ in members:
            same = seasons[self._spans[one.row].season]
            alike = yearly or len(same) > 1
            others = [
                other for other in (same if len(same) > 1 else [m for m, _ in members]) if other is not one
            ]
            adjusted = not alike and bool(usual)
            logs = {
                other.row: other.log + (usual[one.row] - usual[other.row] if adjusted else 0.0)
                for other in others
            }
            latest = self._spans[one.row].first == last
            found[one.row] = _history(
                logs, adjusted=adjusted, seasonal=not alike and not adjusted, latest=latest
            )
        return found


def _usual_by_season(members: Sequence[tuple[Told, Usual | None]]) -> dict[int, float]:
    """What is usual among the same peers in each of the periods (log10); empty where it is not known for all."""
    known = {one.row: among for one, among in members if among is not None and among.same_time}
    if len(known) < len(members) or len({among.who for among in known.values()}) > 1:
        return {}
    return {row: among.median for row, among in known.items()}


def _history(logs: Mapping[int, float], *, adjusted: bool, seasonal: bool, latest: bool) -> History:
    """The history that the values of other rows make."""
    middle = median(logs.values())
    steady = max(logs.values()) - min(logs.values()) <= STEADY
    nearest = min(logs, key=lambda row: (abs(logs[row] - middle), row))
    return History(middle, len(logs), steady, adjusted, seasonal, latest, nearest)
