"""The reports of single events behind a table, and which of them to compare with each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from factextract.compare.findings.measures import PERCENT, measure, reported, span_of, weight
from factextract.compare.findings.places import venue_core, venue_key
from factextract.compare.findings.titles import theme_of
from factextract.compare.model import Grid, Report
from factextract.compare.names.model import Institution

SMALLEST: Final = 20
"""A smaller figure tells nothing by itself."""

_LONGEST: Final = 3  # days of an event
_NEIGHBOURS: Final = 20  # reports of a block that each is compared with
_EVENT_TYPES: Final = frozenset({"activity_summary", "bulletin", "report", "other"})

Value = tuple[str, str, Decimal]
"""An indicator, a measure, a value."""


@dataclass(frozen=True, slots=True)
class EventReport:
    """A report of an event: its row, days, venues, theme, and figures by indicator and measure. ``organizer`` tells whether it
    says that its institution held the event."""

    row: int
    institution: str
    name: str
    organizer: bool
    days: tuple[str, ...]
    venues: tuple[str, ...]
    theme: str
    figures: Mapping[tuple[str, str], Decimal]


class Crowds:
    """How many reports tell of a day, and of a day at a venue of some name: the more there are, the more coincide by chance."""

    def __init__(self, told: Sequence[EventReport]) -> None:
        self._days = Counter(day for one in told for day in one.days)
        self._venues = Counter(
            (day, core)
            for one in told
            for core in dict.fromkeys(map(venue_core, one.venues))
            for day in one.days
        )

    def on(self, day: str) -> int:
        """How many reports tell of a day."""
        return self._days[day]

    def at(self, day: str, venue: str) -> int:
        """How many reports tell of a day at a venue of that name, whatever the place."""
        return self._venues[day, venue_core(venue)]


def event_reports(grid: Grid) -> list[EventReport]:
    """The reports of events behind the cells of the table, in row order. A cell added up from several reports is nobody's figure
    of one event and left out."""
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
                events.append(
                    EventReport(
                        row=number,
                        institution=row.institution,
                        name=institution.name,
                        organizer=report.organizer,
                        days=days,
                        venues=report.venues,
                        theme=theme_of(report.title, _names(institution, report)),
                        figures=figures[of_report],
                    )
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


def candidates(told: Sequence[EventReport]) -> list[tuple[int, int]]:
    """Pairs of reports that share a day, a figure of some size, and a venue or about a title; each once, in order."""
    by_venue: dict[tuple[str, Value, str], list[int]] = {}
    by_figure: dict[tuple[str, Value], list[int]] = {}
    for at, one in enumerate(told):
        for day in one.days:
            for (indicator, kind), value in one.figures.items():
                if value < SMALLEST:
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
