"""One event that several institutions report: their figures are the same ones and must not be added up.

Reports of one day that share a figure are compared if they share a venue too, or if their titles are alike. How much their equal
figures must tell grows with the number of reports that could coincide. The blocks within which reports are compared are
bounded, so that a day on which everybody reports costs no more than others.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from factextract.compare.findings.event_reports import (
    SMALLEST,
    Crowds,
    EventReport,
    Value,
    candidates,
    event_reports,
)
from factextract.compare.findings.measures import reported, weight
from factextract.compare.findings.places import generic, places_conflict, same_venue
from factextract.compare.findings.titles import alike
from factextract.compare.findings.wording import amount
from factextract.compare.model import Grid, SameEvent

# Digits, without zeros at the end, that the equal figures of two reports must have together (the powers of ten of a coincidence).
_TELLING: Final = 1.5  # several figures at one venue
_UNROUND: Final = 2.0  # one figure at one venue
_TELLING_ELSEWHERE: Final = 3.0  # only the theme is the same, or every county has such a venue
_LARGE: Final = 1000  # one figure of this size at one venue, if few are there
_FEW: Final = 3
_PARTNERS: Final = 2  # reports at a venue that need no chance
_USUAL_DAY: Final = 10  # reports of a day likewise


@dataclass(frozen=True, slots=True)
class _Shared:
    """What two reports share that makes them one event."""

    day: str
    venue: str | None


def same_events(grid: Grid) -> tuple[SameEvent, ...]:
    """The figures that rows of different institutions report of one event, in column and row order. The row
    that comes first, and whose figure is counted, is that of an institution above others of them, else of the first that held the
    event, else the first row. Only columns that are added up are looked at, and only figures that one report gives: a cell added
    up from several reports (the events of a quarter, say) may contain the event, but how much of it that is cannot be told, so
    such rows are left out."""
    told = event_reports(grid)
    crowds = Crowds(told)
    joined = _Joined(len(told))
    shared: dict[int, _Shared] = {}
    for one, other in candidates(told):
        found = _shared(told[one], told[other], crowds)
        if found is not None:
            joined.join(one, other)
            shared.setdefault(one, found)
            shared.setdefault(other, found)
    groups = [group for group in joined.groups() if len(group) > 1]
    places = {column.indicator: place for place, column in enumerate(grid.columns)}
    events = [event for group in groups for event in _told_twice(grid, told, group, shared)]
    return tuple(sorted(events, key=lambda event: (places[event.indicator], event.rows)))


# -- what they share ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Equal:
    """The figures that two reports have in common: how many, how many of them equal, the digits of these and the largest."""

    common: int
    equal: int
    digits: float
    largest: Decimal

    @property
    def tell(self) -> bool:
        """Whether they may tell of one event at all."""
        return 2 * self.equal >= self.common and (self.digits >= _TELLING or self.largest >= _LARGE)

    def at_one_venue(self, reports: int) -> bool:
        """Whether they are too much of a coincidence at one venue among so many reports."""
        least = _TELLING if self.equal > 1 else _UNROUND
        return (reports <= _FEW and self.largest >= _LARGE) or self.digits >= least + _chance(
            reports, _PARTNERS
        )

    def elsewhere(self, reports: int) -> bool:
        """Whether they are too much of a coincidence on one day among so many reports."""
        return self.equal > 1 and self.digits >= _TELLING_ELSEWHERE + _chance(reports, _USUAL_DAY)


def _shared(one: EventReport, other: EventReport, crowds: Crowds) -> _Shared | None:
    """What makes two reports tell of one event; None if they need not."""
    if one.institution == other.institution:
        return None
    figures = _equal(one, other)
    day = next((day for day in one.days if day in other.days), None)
    if not figures.tell or day is None:
        return None
    venue = next((a for a in one.venues for b in other.venues if same_venue(a, b)), None)
    apart = places_conflict(one.name, other.name)
    if venue is not None and not generic(venue) and not (apart and figures.digits < _TELLING_ELSEWHERE):
        return _Shared(day, venue) if figures.at_one_venue(crowds.at(day, venue)) else None
    if apart or not figures.elsewhere(crowds.on(day)):
        return None
    if venue is None and ((one.venues and other.venues) or not alike(one.theme, other.theme)):
        return None
    return _Shared(day, venue)


def _equal(one: EventReport, other: EventReport) -> _Equal:
    common = equal = 0
    digits, largest = 0.0, Decimal(0)
    for key, value in one.figures.items():
        against = other.figures.get(key)
        common += against is not None
        if against == value:
            equal += 1
            largest = max(largest, value)
            digits += weight(value) if value >= SMALLEST else 0
    return _Equal(common, equal, digits, largest)


def _chance(reports: int, usual: int) -> float:
    """The powers of ten by which coincidences are likelier among more reports than usual."""
    return math.log10(max(reports / usual, 1))


# -- groups ------------------------------------------------------------------------------------------------------


class _Joined:
    """Reports joined to events (disjoint sets)."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def _root(self, at: int) -> int:
        while self._parents[at] != at:
            self._parents[at] = self._parents[self._parents[at]]
            at = self._parents[at]
        return at

    def join(self, one: int, other: int) -> None:
        """Put two reports, and what they are joined with, into one event."""
        low, high = sorted((self._root(one), self._root(other)))
        self._parents[high] = low

    def groups(self) -> Iterable[list[int]]:
        """The events, each with its reports in order."""
        found: dict[int, list[int]] = {}
        for at in range(len(self._parents)):
            found.setdefault(self._root(at), []).append(at)
        return found.values()


def _told_twice(
    grid: Grid, told: Sequence[EventReport], group: Sequence[int], shared: Mapping[int, _Shared]
) -> Iterator[SameEvent]:
    """The figures that several reports of an event give."""
    members: dict[Value, list[int]] = {}
    for at in group:
        for (indicator, kind), value in told[at].figures.items():
            members.setdefault((indicator, kind, value), []).append(at)
    twice = {key: ats for key, ats in members.items() if len({told[at].institution for at in ats}) > 1}
    for (indicator, _, value), ats in twice.items():
        rows = _first_counts(grid, [told[at] for at in ats])
        reason = _reason(grid, rows, shared[ats[0]], indicator, value, len(twice) - 1)
        yield SameEvent(indicator, rows, value, reason)


def _first_counts(grid: Grid, told: Sequence[EventReport]) -> tuple[int, ...]:
    """The rows of reports with the one first that counts: of the uppermost institution, which is above others of them and whose
    figure contains theirs, else of one that held the event."""
    rows = tuple(dict.fromkeys(one.row for one in told))
    present = {grid.rows[row].institution for row in rows}
    parents = {key: grid.institutions[key].parent for key in present}
    above = {parent for parent in parents.values() if parent in present}
    tops = [
        row
        for row in rows
        if grid.rows[row].institution in above and parents[grid.rows[row].institution] not in present
    ]
    holders = [one.row for one in told if one.organizer]
    return tuple(dict.fromkeys((*(tops or holders)[:1], *rows)))


def _reason(
    grid: Grid, rows: Sequence[int], shared: _Shared, indicator: str, value: Decimal, more: int
) -> str:
    names = [grid.institutions[grid.rows[row].institution].name for row in rows]
    figure = reported(grid.rows[rows[0]].cell(indicator))
    where = f"、同一地点（{shared.venue}）" if shared.venue else "、题目相近"
    others = f"另有 {more} 项数字也相同，" if more else ""
    return (
        f"{'、'.join(names)}同一天（{shared.day}）{where}同报 {amount(value, figure.unit if figure else None)}，{others}"
        f"应为同一场活动：合计只计“{names[0]}”一次；若并非同一场，可恢复计入"
    )
