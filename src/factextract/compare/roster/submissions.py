"""Against the roster: who sent nothing, who sent a report twice, who is in no roster."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from factextract.compare.roster.model import Roster

_SAME_PERIOD: Final = 0.5
"""Two periods are the same if they share more than this of the days that either covers."""
_MAX_NEIGHBOURS: Final = 64
"""Reports of one institution and type whose periods are compared with each other, by their ends."""


@dataclass(frozen=True, slots=True)
class SubmittedReport:
    """A report whose institution is known. ``first`` and ``last`` are the ISO bounds of its period, ``sign_off`` the ISO date it was
    signed (all None where the text does not say); ``order`` is its place in the input; ``former`` the former body that wrote it
    (see ``names.model.Resolution``)."""

    report_id: str
    institution: str
    report_type: str
    path: str
    order: int
    first: str | None = None
    last: str | None = None
    sign_off: str | None = None
    former: str | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """An institution of the roster without a report for a period (ISO bounds)."""

    institution: str
    first: str
    last: str
    reason: str


@dataclass(frozen=True, slots=True)
class Twice:
    """``earlier`` was superseded by ``later`` (ids of reports)."""

    institution: str
    report_type: str
    earlier: str
    later: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A reporter that the roster does not have, with its reports."""

    institution: str
    reports: tuple[str, ...]
    reason: str


def missing(
    roster: Roster,
    reports: Iterable[SubmittedReport],
    periods: Sequence[tuple[str, str]],
    report_type: str | None = None,
) -> list[Missing]:
    """For each period (ISO bounds) the entries that have to report and have no report (of ``report_type``) that falls into it, in the
    roster's order. A report without a period counts for every period."""
    sent: dict[str, list[SubmittedReport]] = {}
    for report in reports:
        if report_type is None or report.report_type == report_type:
            sent.setdefault(report.institution, []).append(report)
    return [
        Missing(entry.id, first, last, f"“{entry.name}”没有报送 {first} 至 {last} 的报告")
        for first, last in periods
        for entry in roster.entries
        if entry.expected and not any(_falls_into(report, first, last) for report in sent.get(entry.id, ()))
    ]


def _falls_into(report: SubmittedReport, first: str, last: str) -> bool:
    if report.first is None and report.last is None:
        return True
    return (report.first or report.last or "") <= last and (report.last or report.first or "") >= first


def twice(reports: Iterable[SubmittedReport]) -> list[Twice]:
    """Reports of one institution, type and period that a later one supersedes: later by the end of the period, then the date it was
    signed, then the input. Each superseded report names the latest one. Predecessors that were merged later (工商局, 质监局) do not
    supersede each other."""
    groups: dict[tuple[str, str, str], list[SubmittedReport]] = {}
    for report in reports:
        groups.setdefault((report.institution, report.report_type, report.former or ""), []).append(report)
    found = []
    for key in sorted(groups):
        group = sorted(groups[key], key=_age)
        for position, report in enumerate(group):
            later = _superseding(report, group[position + 1 : position + 1 + _MAX_NEIGHBOURS])
            if later is not None:
                found.append(
                    Twice(
                        report.institution,
                        report.report_type,
                        report.report_id,
                        later.report_id,
                        _why(report, later),
                    )
                )
    return found


def _age(report: SubmittedReport) -> tuple[str, str, int, str]:
    return report.last or "", report.sign_off or "", report.order, report.report_id


def _superseding(report: SubmittedReport, younger: Sequence[SubmittedReport]) -> SubmittedReport | None:
    return next((other for other in reversed(younger) if _same_period(report, other)), None)


def _same_period(one: SubmittedReport, other: SubmittedReport) -> bool:
    """Whether two reports cover the same time, as far as they say; two that say nothing do."""
    if (one.first, one.last) == (other.first, other.last):
        return True
    days, other_days = _days(one), _days(other)
    if days is None or other_days is None:
        return False
    shared = min(days[1], other_days[1]) - max(days[0], other_days[0]) + 1
    either = max(days[1], other_days[1]) - min(days[0], other_days[0]) + 1
    return shared > _SAME_PERIOD * either


def _days(report: SubmittedReport) -> tuple[int, int] | None:
    """The period's bounds as day numbers; None where they are open or no dates."""
    try:
        return (
            date.fromisoformat(report.first or "").toordinal(),
            date.fromisoformat(report.last or "").toordinal(),
        )
    except ValueError:
        return None


def _why(earlier: SubmittedReport, later: SubmittedReport) -> str:
    files = f"“{later.path}”取代“{earlier.path}”"
    if later.last is not None and (earlier.last or "") < later.last:
        return f"同一机构、同类报告、时段重合：{files}，因为其截止日期较晚（{later.last}）"
    if later.sign_off is not None and (earlier.sign_off or "") < later.sign_off:
        return f"同一机构、同类报告、时段相同：{files}，因为其落款日期较晚（{later.sign_off}）"
    return f"同一机构、同类报告、时段相同：{files}，因为两份报告的日期分不出先后，以后收到的为准"


def unknown(roster: Roster, reports: Iterable[SubmittedReport], names: Mapping[str, str]) -> list[Unknown]:
    """Institutions that sent reports and are not in the roster, sorted by name (``names`` gives them by id)."""
    sent: dict[str, list[SubmittedReport]] = {}
    for report in reports:
        if report.institution not in roster.by_id:
            sent.setdefault(report.institution, []).append(report)
    return [
        Unknown(
            institution,
            tuple(report.report_id for report in sorted(sent[institution], key=lambda report: report.order)),
            f"名单中没有“{names.get(institution, institution)}”",
        )
        for institution in sorted(sent, key=lambda one: (names.get(one, one), one))
    ]
