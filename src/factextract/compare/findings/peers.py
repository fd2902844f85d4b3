"""Peers: the figures of institutions of one level over periods of one length, and what is usual among them.

Median and median absolute deviation of the logarithms, which a few wild values do not move (Hampel, *The influence curve and its
role in robust estimation*, 1974; the factor 1.4826 makes the deviation that of a normal distribution).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from factextract.compare.findings.levels import level_told
from factextract.compare.findings.measures import Span, Told, length_of
from factextract.compare.model import Grid

_FEWEST: Final = 6  # institutions with a figure, the one in question among them
_NORMAL: Final = 1.4826
_LEAST_DEVIATION: Final = (
    0.1  # log10; values that are all alike would make every other one infinitely far off
)

SAME_LEVEL: Final = "同级"
SAME_TYPE: Final = "同类"
ALL: Final = "各类"


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual among peers: the median and deviation of log10, of so many institutions. ``who`` says in Chinese who they are;
    ``mixed`` that they are of several levels, ``same_time`` that they all report the same part of the year."""

    who: str
    median: float
    deviation: float
    institutions: int
    mixed: bool
    same_time: bool

    def distance(self, log: float) -> float:
        """How many deviations a value lies off."""
        return abs(log - self.median) / self.deviation


@dataclass(frozen=True, slots=True)
class _Circle:
    """Peers by one definition; ``key`` is equal for the rows that belong together."""

    who: str
    key: Hashable
    mixed: bool
    same_time: bool


class Peers:
    """Who the peers of each row of a table are."""

    def __init__(self, grid: Grid, spans: Mapping[int, Span]) -> None:
        self._institutions = tuple(row.institution for row in grid.rows)
        levels = {key: (level_told(one), one.type) for key, one in grid.institutions.items()}
        has_roster = {key for key, one in grid.institutions.items() if one.level}
        numbers: dict[Hashable, int] = {}
        self._rows: list[list[int]] = []  # those that belong together, by the number of their circle
        self._circles: list[list[tuple[int, _Circle]]] = []
        for number, row in enumerate(grid.rows):
            level, kind = levels[row.institution]
            groups = _groups(level, kind, row.institution in has_roster)
            circles = [circle for group in groups for circle in _circles(group, spans.get(number))]
            numbered = [(numbers.setdefault(circle.key, len(numbers)), circle) for circle in circles]
            self._circles.append(numbered)
            self._rows += [[] for _ in range(len(numbers) - len(self._rows))]
            for at, _ in numbered:
                self._rows[at].append(number)

    def usual(self, told: Sequence[Told]) -> list[Usual | None]:
        """What is usual among the peers of each figure, all of one measure: of the closest circle that has enough institutions;
        None if none has."""
        logs = {one.row: one.log for one in told}
        known: dict[int, Usual | None] = {}
        return [self._closest(one.row, logs, known) for one in told]

    def _closest(self, row: int, logs: Mapping[int, float], known: dict[int, Usual | None]) -> Usual | None:
        for at, circle in self._circles[row]:
            if at not in known:
                known[at] = self._usual(circle, self._rows[at], logs)
            usual = known[at]
            if usual is not None:
                return usual
        return None

    def _usual(self, circle: _Circle, rows: Sequence[int], logs: Mapping[int, float]) -> Usual | None:
        """What is usual in a circle. An institution with many periods counts once."""
        members: dict[str, list[float]] = {}
        for row in rows:
            if row in logs:
                members.setdefault(self._institutions[row], []).append(logs[row])
        if len(members) < _FEWEST:
            return None
        values = [median(found) for found in members.values()]
        middle = median(values)
        deviation = max(_NORMAL * median([abs(value - middle) for value in values]), _LEAST_DEVIATION)
        return Usual(circle.who, middle, deviation, len(members), circle.mixed, circle.same_time)


def _groups(level: str | None, kind: str | None, rostered: bool) -> list[tuple[str, Hashable, bool]]:
    """Who the peers may be, the closest first: words, key, and whether they are mixed. A level that only the name tells is one
    among institutions of a type."""
    groups: list[tuple[str, Hashable, bool]] = []
    if level is not None:
        groups.append((SAME_LEVEL, ("level", level, None if rostered else kind), False))
    if kind is not None:
        groups.append((SAME_TYPE, ("type", kind), level is not None))
    groups.append((ALL, "all", level is not None or kind is not None))
    return groups


def _circles(group: tuple[str, Hashable, bool], span: Span | None) -> list[_Circle]:
    """The peers of a group in the same period, the same part of the year, or any period as long."""
    who, key, mixed = group
    circles = [_Circle(who, (key, length_of(span)), mixed, False)]
    if span is not None:
        circles[:0] = [
            _Circle(who, (key, span), mixed, True),
            _Circle(who, (key, span.season), mixed, True),
        ]
    return circles
