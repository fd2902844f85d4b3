"""Who reported: what the roster, the reports and the failed files say together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Final

from factextract.compare.model import Failed, Period, Report, Submission
from factextract.compare.names.model import AliasTable, Institution
from factextract.compare.roster.model import Roster
from factextract.compare.roster.requirements import Requirements, left_out
from factextract.compare.roster.submissions import SubmittedReport, missing, twice, unknown
from factextract.text.edtf import bounds

_EVENTS: Final = frozenset({"activity_summary", "bulletin", "other", "report"})
"""Types of which an institution may send several for one period: only the same title makes them the same report."""
_IN_TITLE: Final = re.compile(
    r"[\s\d〇一二三四五六七八九十（）()《》“”\"·—-]|修改稿|修订稿|定稿|终稿|更正|重报|补报|最终版"
)


class Submitted:
    """The reports as submissions. ``institution_of`` maps report numbers to institutions."""

    def __init__(
        self,
        reports: Sequence[Report],
        aliases: AliasTable,
        institution_of: Mapping[int, str],
        institutions: Mapping[str, Institution],
        roster: Roster | None,
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

    def _is_same(self, earlier: int, later: int) -> bool:
        """Whether two reports of one institution, type and period are one report sent twice."""
        one, other = self._reports[earlier], self._reports[later]
        if one.sha256 == other.sha256 or one.report_type not in _EVENTS:
            return True
        return _IN_TITLE.sub("", one.title or "") == _IN_TITLE.sub("", other.title or "")

    def unreadable(self, failed: Sequence[Failed]) -> list[str]:
        """The institutions of the roster after which a file is named that could not be read, and that sent no other."""
        if self._roster is None:
            return []
        sent = set(self._institution_of.values())
        names = sorted(
            ((name, one.id) for one in self._roster.entries for name in (one.name, *one.aliases)),
            key=lambda pair: (-len(pair[0]), pair),
        )
        found = []
        for one in failed:
            stem = PurePath(one.path.replace("!/", "/")).name
            owner = next((owner for name, owner in names if name in stem), None)
            if owner is not None and owner not in sent:
                found.append(owner)
        return found

    def remarks(self, periods: Sequence[str], requirements: Requirements | None) -> tuple[Submission, ...]:
        """Everything to be said, in the order missing, twice, unknown, left out."""
        return (
            *self._missing(periods),
            *self._sent_twice(),
            *self._unknown(),
            *(self._left_out(requirements) if requirements else ()),
        )

    def _missing(self, periods: Sequence[str]) -> Iterator[Submission]:
        if self._roster is None:
            return
        due = {bounds(edtf): edtf for edtf in periods or self._usual_period()}
        spans = [(first, last) for first, last in due if first is not None and last is not None]
        for one in missing(self._roster, self._submitted, spans):
            period = Period(due[one.first, one.last], one.first, one.last)
            yield self._remark("missing", one.institution, period, (), one.reason)

    def _usual_period(self) -> list[str]:
        """The period that most reports cover."""
        counted = Counter(report.period.edtf for report in self._reports if report.period.edtf)
        return [min(counted, key=lambda edtf: (-counted[edtf], edtf))] if counted else []

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

    def _left_out(self, requirements: Requirements) -> Iterator[Submission]:
        for report in self._reports:
            if report.number in self.superseded:
                continue
            institution = self._institutions[self._institution_of[report.number]]
            given = {*report.figures, *report.none}
            kind = institution.type or report.type
            for one in left_out(requirements, report.report_type, institution.level, given, kind):
                asked = one.note or "、".join(one.any)
                reason = f"“{one.requirement}”要求报送：{asked}"
                yield self._remark("left_out", institution.id, report.period, (report.number,), reason)

    def _remark(
        self, kind: str, institution: str, period: Period | None, reports: tuple[int, ...], reason: str
    ) -> Submission:
        return Submission(kind, institution, self._institutions[institution].name, period, reports, reason)
