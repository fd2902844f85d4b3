"""Who reported: what the roster, the reports and the failed files say together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Final

from factextract.compare.align import months_of
from factextract.compare.model import Failed, Period, Report, Submission
from factextract.compare.names.model import AliasTable, Institution
from factextract.compare.roster.model import Roster
from factextract.compare.roster.requirements import Requirements, left_out
from factextract.compare.roster.submissions import SubmittedReport, missing, twice, unknown
from factextract.text.edtf import bounds

_EVENTS: Final = frozenset({"activity_summary", "bulletin", "other", "report"})
"""Types of which an institution may send several for one period: only the same title makes them the same report."""
_RECEIVED: Final = "complaints_received"
_FROM_RECEIVED: Final = (
    "complaints_resolved",
    "resolution_rate",
    "satisfaction_rate",
    "complaint_handling_days",
)
"""What need not be told where there were no complaints."""
_IN_TITLE: Final = re.compile(
    r"[\s\d〇一二三四五六七八九十（）()《》“”\"·—-]|修改稿|修订稿|定稿|终稿|更正|重报|补报|最终版"
)


class Submitted:
    """The reports as submissions. ``institution_of`` maps report numbers to institutions; ``periods`` (EDTF) are those for which
    reports are due, by default the ``usual_periods``."""

    def __init__(
        self,
        reports: Sequence[Report],
        aliases: AliasTable,
        institution_of: Mapping[int, str],
        institutions: Mapping[str, Institution],
        roster: Roster | None,
        failed: Sequence[Failed] = (),
        periods: Sequence[str] = (),
    ) -> None:
        self._reports = reports
        self._institution_of = institution_of
        self._institutions = institutions
        self._roster = roster
        former = {one.report_id: one.former for one in aliases.resolutions}
        self._submitted = [
            SubmittedReport(
                report_id=str(report.number),
                institution=institution_of[report.number],
                report_type=report.report_type,
                path=report.path,
                order=report.number,
                first=report.period.first,
                last=report.period.last,
                sign_off=report.sign_off,
                former=former.get(report.name),
            )
            for report in reports
        ]
        self._twice = [
            one for one in twice(self._submitted) if self._is_same(int(one.earlier), int(one.later))
        ]
        self.superseded = frozenset(int(one.earlier) for one in self._twice)
        self._failed = tuple(failed)
        self._owners = self._find_owners()
        self._absent = self._find_absent(periods)

    def _is_same(self, earlier: int, later: int) -> bool:
        """Whether two reports of one institution, type and period are one report sent twice."""
        one, other = self._reports[earlier], self._reports[later]
        if one.sha256 == other.sha256 or one.report_type not in _EVENTS:
            return True
        return _IN_TITLE.sub("", one.title or "") == _IN_TITLE.sub("", other.title or "")

    def remarks(self, requirements: Requirements | None, labels: Mapping[str, str]) -> tuple[Submission, ...]:
        """Everything to be said, in the order missing, unreadable, twice, unknown, left out. ``labels`` name indicators."""
        return (
            *self._missing(),
            *self._unreadable(),
            *self._sent_twice(),
            *self._unknown(),
            *(self._left_out(requirements, labels) if requirements else ()),
        )

    # -- missing and unreadable --------------------------------------------------------------------------------------

    def unreadable(self) -> list[tuple[str, Period]]:
        """The institutions that are missing for a period and after which a file is named that could not be read."""
        return [(one, period) for one, period, _ in self._absent if one in self._owners.values()]

    def _missing(self) -> Iterator[Submission]:
        """Who sent nothing; those whose file could not be read did."""
        for one, period, reason in self._absent:
            if one not in self._owners.values():
                yield self._remark("missing", one, period, (), reason)

    def _unreadable(self) -> Iterator[Submission]:
        for failed in self._failed:
            owner = self._owners.get(failed.path)
            name = self._institutions[owner].name if owner else ""
            yield Submission("unreadable", owner or "", name, None, (), failed.message)

    def _find_absent(self, periods: Sequence[str]) -> list[tuple[str, Period, str]]:
        """Institutions of the roster without a report for a period that is due, and why that is said."""
        if self._roster is None:
            return []
        due = {bounds(edtf): edtf for edtf in periods or usual_periods(self._reports, self._institution_of)}
        spans = [(first, last) for first, last in due if first is not None and last is not None]
        return [
            (one.institution, Period(due[one.first, one.last], one.first, one.last), one.reason)
            for one in missing(self._roster, self._submitted, spans)
        ]

    def _find_owners(self) -> dict[str, str]:
        """Whose the failed files are, by the longest name of the roster in the file's name."""
        if self._roster is None:
            return {}
        names = sorted(
            ((name, one.id) for one in self._roster.entries for name in (one.name, *one.aliases)),
            key=lambda pair: (-len(pair[0]), pair),
        )
        stems = {failed.path: PurePath(failed.path.replace("!/", "/")).name for failed in self._failed}
        found = {
            path: next((owner for name, owner in names if name in stem), None) for path, stem in stems.items()
        }
        return {path: owner for path, owner in found.items() if owner is not None}

    # -- the others --------------------------------------------------------------------------------------------------

    def _sent_twice(self) -> Iterator[Submission]:
        for one in self._twice:
            numbers = (int(one.earlier), int(one.later))
            yield self._remark(
                "twice", one.institution, self._reports[numbers[1]].period, numbers, one.reason
            )

    def _unknown(self) -> Iterator[Submission]:
        if self._roster is None:
            return
        names = {one: institution.name for one, institution in self._institutions.items()}
        for one in unknown(self._roster, self._submitted, names):
            yield self._remark("unknown", one.institution, None, tuple(map(int, one.reports)), one.reason)

    def _left_out(self, requirements: Requirements, labels: Mapping[str, str]) -> Iterator[Submission]:
        for report in self._reports:
            if report.number in self.superseded:
                continue
            institution = self._institutions[self._institution_of[report.number]]
            given = _given(report)
            kind = institution.type or report.type
            for one in left_out(requirements, report.report_type, institution.level, given, kind):
                asked = one.note or " 或 ".join(labels.get(indicator, indicator) for indicator in one.any)
                reason = f"“{one.requirement}”要求报送：{asked}"
                yield self._remark("left_out", institution.id, report.period, (report.number,), reason)

    def _remark(
        self, kind: str, institution: str, period: Period | None, reports: tuple[int, ...], reason: str
    ) -> Submission:
        return Submission(kind, institution, self._institutions[institution].name, period, reports, reason)


def _given(report: Report) -> set[str]:
    """What a report tells: its figures, what it says there was none of, and what follows from that."""
    given = {*report.figures, *report.none}
    received = report.figures.get(_RECEIVED)
    if _RECEIVED in report.none or (received is not None and received.value == 0):
        given.update(_FROM_RECEIVED)
    return given


def usual_periods(reports: Sequence[Report], institution_of: Mapping[int, str]) -> list[str]:
    """The periods that are reported on as a rule: of the length that most institutions chose, those that a fifth of them at
    least, and two at least, have."""
    senders: dict[str, set[str]] = {}
    lengths: dict[str, int] = {}
    for report in reports:
        months = months_of(report.period)
        if months and report.period.edtf:
            senders.setdefault(report.period.edtf, set()).add(institution_of[report.number])
            lengths[report.period.edtf] = months
    if not senders:
        return []
    by_length: Counter[int] = Counter()
    for edtf, institutions in senders.items():
        by_length[lengths[edtf]] += len(institutions)
    usual = min(by_length, key=lambda months: (-by_length[months], months))
    alike = {edtf: len(who) for edtf, who in senders.items() if lengths[edtf] == usual}
    least = max(2, max(alike.values()) // 5)
    return sorted(edtf for edtf, count in alike.items() if count >= least)
