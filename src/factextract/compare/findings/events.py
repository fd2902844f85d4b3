"""One event that several institutions report: their figures are the same ones and must not be added up.

Reports of one day that share a figure are compared if they share a venue too, or if their titles are alike. The blocks within which
reports are compared are bounded, so that a day on which everybody reports costs no more than others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from factextract.compare.findings.measures import PERCENT, measure, reported, significand, span_of, weight
from factextract.compare.findings.places import generic, places_conflict, same_venue, venue_key
from factextract.compare.findings.titles import alike, theme_of
from factextract.compare.findings.wording import amount
from factextract.compare.model import Grid, Report, SameEvent
from factextract.compare.names.model import Institution

_LONGEST: Final = 3  # days of an event
_NEIGHBOURS: Final = 40  # reports of a block that each is compared with
_SMALLEST: Final = 20  # a smaller figure tells nothing by itself
_LARGE: Final = 1000
_UNROUND: Final = 2.0  # digits without zeros at the end
_TELLING: Final = 1.5  # digits that the equal figures of one venue have together
_TELLING_ELSEWHERE: Final = (
    3.0  # likewise where only the theme is the same, or the venue is one that every county has
)
_EVENT_TYPES: Final = frozenset({"activity_summary", "bulletin", "report", "other"})

Value = tuple[str, str, Decimal]
"""An indicator, a measure, a value."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A report of an event: its row, days, venues, theme, and figures by indicator and measure."""

    row: int
    institution: str
    name: str
    days: tuple[str, ...]
    venues: tuple[str, ...]
    theme: str
    figures: Mapping[tuple[str, str], Decimal]


@dataclass(frozen=True, slots=True)
class _Shared:
    """What two reports share that makes them one event."""

    day: str
    venue: str | None


def same_events(grid: Grid) -> tuple[SameEvent, ...]:
    """The figures that rows of different institutions report of one event, in column and row order. Of an institution and its
    branches the upper one comes first, so that its figure is counted, else the first row. Only figures that one report gives are
    looked at, and only of columns that are added up."""
    told = _events(grid)
    joined = _Joined(len(told))
    shared: dict[int, _Shared] = {}
    for one, other in _candidates(told):
        found = _shared(told[one], told[other])
        if found is not None:
            joined.join(one, other)
            shared.setdefault(one, found)
            shared.setdefault(other, found)
    groups = [group for group in joined.groups() if len(group) > 1]
    places = {column.indicator: place for place, column in enumerate(grid.columns)}
    events = [event for group in groups for event in _told_twice(grid, told, group, shared)]
    return tuple(sorted(events, key=lambda event: (places[event.indicator], event.rows)))


# -- reports of events -------------------------------------------------------------------------------------------


def _events(grid: Grid) -> list[_Told]:
    """The reports of events behind the cells of the table, in row order."""
    reports = {report.number: report for report in grid.reports}
    rates = {column.indicator for column in grid.columns if not column.adds_up}
    events = []
    for number, row in enumerate(grid.rows):
        figures: dict[int, dict[tuple[str, str], Decimal]] = {}
        for indicator, cell in row.cells.items():
            figure = reported(cell)
            if figure is None or cell.report is None or cell.added or indicator in rates:
                continue
            if measure(figure.unit) != PERCENT:
                figures.setdefault(cell.report, {})[indicator, measure(figure.unit)] = figure.value
        for of_report in sorted(figures):
            report = reports[of_report]
            days = _days(report)
            if days:
                institution = grid.institutions[row.institution]
                theme = theme_of(report.title, _names(institution, report))
                told = figures[of_report]
                events.append(
                    _Told(number, row.institution, institution.name, days, report.venues, theme, told)
                )
    return events


def _names(institution: Institution, report: Report) -> tuple[str, ...]:
    written = (report.written,) if report.written else ()
    return (institution.name, *institution.aliases, *written, *report.aliases)


def _days(report: Report) -> tuple[str, ...]:
    """The days of the event that a report tells of: its period, if that is short, else the few days it names besides its
    sign-off; none for reports of longer periods."""
    span = span_of(report.period)
    if span is not None and span.days <= _LONGEST:
        named = tuple(
            day for day in report.days if (report.period.first or "") <= day <= (report.period.last or "")
        )
        return named or tuple(dict.fromkeys((span.first.isoformat(), span.last.isoformat())))
    if span is not None or report.report_type not in _EVENT_TYPES:
        return ()
    days = tuple(day for day in report.days if day != report.sign_off) or report.days
    return days if len(days) <= _LONGEST else ()


# -- which reports are compared ----------------------------------------------------------------------------------


def _candidates(told: Sequence[_Told]) -> list[tuple[int, int]]:
    """Pairs of reports that share a day, a figure of some size, and a venue or about a title; each once, in order."""
    by_venue: dict[tuple[str, Value, str], list[int]] = {}
    by_figure: dict[tuple[str, Value], list[int]] = {}
    for at, one in enumerate(told):
        for day in one.days:
            for (indicator, kind), value in one.figures.items():
                if value < _SMALLEST:
                    continue
                key = (day, (indicator, kind, value))
                for venue in dict.fromkeys(venue_key(name) for name in one.venues):
                    by_venue.setdefault((*key, venue), []).append(at)
                if weight(value) >= 1:
                    by_figure.setdefault(key, []).append(at)
    pairs: dict[tuple[int, int], None] = {}
    for block in by_venue.values():
        pairs.update(dict.fromkeys(_neighbours(block)))
    for block in by_figure.values():
        block.sort(key=lambda at: (told[at].theme, at))
        pairs.update(dict.fromkeys(_neighbours(block)))
    return sorted(pairs)


def _neighbours(block: Sequence[int]) -> Iterator[tuple[int, int]]:
    for place, one in enumerate(block):
        for other in block[place + 1 : place + 1 + _NEIGHBOURS]:
            yield (one, other) if one < other else (other, one)


# -- what they share ---------------------------------------------------------------------------------------------


def _shared(one: _Told, other: _Told) -> _Shared | None:
    """What makes two reports tell of one event; None if they need not."""
    if one.institution == other.institution:
        return None
    day = next((day for day in one.days if day in other.days), None)
    common = [key for key in one.figures if key in other.figures]
    same = [key for key in common if one.figures[key] == other.figures[key]]
    if day is None or 2 * len(same) < len(common):
        return None
    values = [one.figures[key] for key in same]
    digits = sum(weight(value) for value in values if value >= _SMALLEST)
    venue = next((a for a in one.venues for b in other.venues if same_venue(a, b)), None)
    apart = places_conflict(one.name, other.name)
    if venue is not None and not generic(venue) and not (apart and digits < _TELLING_ELSEWHERE):
        several = len(values) > 1 and digits >= _TELLING
        return _Shared(day, venue) if several or any(map(_speaks, values)) else None
    if apart or len(values) < 2 or digits < _TELLING_ELSEWHERE:
        return None
    if venue is None and ((one.venues and other.venues) or not alike(one.theme, other.theme)):
        return None
    return _Shared(day, venue)


def _speaks(value: Decimal) -> bool:
    """Whether one figure alone is unlikely to be equal by chance at the same place on the same day."""
    return value >= _LARGE or (value >= _SMALLEST and weight(value) >= _UNROUND and significand(value) > 1)


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
    grid: Grid, told: Sequence[_Told], group: Sequence[int], shared: Mapping[int, _Shared]
) -> Iterator[SameEvent]:
    """The figures that several reports of an event give."""
    members: dict[Value, list[int]] = {}
    for at in group:
        for (indicator, kind), value in told[at].figures.items():
            members.setdefault((indicator, kind, value), []).append(at)
    twice = {key: ats for key, ats in members.items() if len({told[at].institution for at in ats}) > 1}
    for (indicator, _, value), ats in twice.items():
        rows = _first_counts(grid, tuple(dict.fromkeys(told[at].row for at in ats)))
        reason = _reason(grid, rows, shared[ats[0]], indicator, value, len(twice) - 1)
        yield SameEvent(indicator, rows, value, reason)


def _first_counts(grid: Grid, rows: tuple[int, ...]) -> tuple[int, ...]:
    """The rows with that of the uppermost institution first: one that is above others of them."""
    present = {grid.rows[row].institution for row in rows}
    parents = {key: grid.institutions[key].parent for key in present}
    above = {parent for parent in parents.values() if parent in present}
    tops = [
        row
        for row in rows
        if grid.rows[row].institution in above and parents[grid.rows[row].institution] not in present
    ]
    return tuple(dict.fromkeys((*tops[:1], *rows)))


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
