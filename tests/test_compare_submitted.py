"""Who reported: missing, unreadable, sent twice, unknown, left out."""

from __future__ import annotations

from collections.abc import Sequence

from comparison_builder import day, figure, quarter, report, year

from factextract.compare.model import Failed, Report
from factextract.compare.names.model import AliasTable, Institution
from factextract.compare.roster.model import Roster, RosterEntry
from factextract.compare.roster.requirements import Needed, Requirement, Requirements
from factextract.compare.submitted import Submitted, usual_periods

ROSTER = Roster(tuple(RosterEntry(name, f"{name}支行", (name,)) for name in "甲乙丙"))
LABELS = {"complaints_received": "受理投诉件数", "complaints_resolved": "办结投诉件数"}


def submitted(
    reports: Sequence[Report],
    failed: Sequence[Failed] = (),
    periods: Sequence[str] = (),
    roster: Roster = ROSTER,
) -> Submitted:
    """The submissions of reports whose institution is what is written."""
    owners = {one.number: (one.written or "")[0] for one in reports}
    names = {owner: Institution(owner, f"{owner}支行") for owner in [*owners.values(), *"甲乙丙"]}
    return Submitted(reports, AliasTable((), (), ()), owners, names, roster, failed, periods)


def told(found: Submitted, requirements: Requirements | None = None) -> list[tuple[str, str, str | None]]:
    return [
        (one.kind, one.institution, one.period.edtf if one.period else None)
        for one in found.remarks(requirements, LABELS)
    ]


def test_who_sent_nothing_is_missing_for_every_usual_period() -> None:
    reports = [
        report(n, written=f"{name}支行", period=quarter(number))
        for n, (name, number) in enumerate([("甲", 1), ("乙", 1), ("丙", 1), ("甲", 2), ("乙", 2)])
    ]
    assert told(submitted(reports)) == [("missing", "丙", "2023-04/2023-06")]
    assert told(submitted(reports, periods=["2023-07/2023-09"])) == [
        ("missing", name, "2023-07/2023-09") for name in "甲乙丙"
    ]


def test_a_file_that_cannot_be_read_is_no_missing_report() -> None:
    reports = [report(n, written=f"{name}支行", period=quarter(1)) for n, name in enumerate("甲乙")]
    found = submitted(
        reports, [Failed("收件箱/丙一季度.doc", "unsupported_format", "不支持"), Failed("x.doc", "e", "m")]
    )
    assert told(found) == [("unreadable", "丙", None), ("unreadable", "", None)]
    assert [(one, period.edtf) for one, period in found.unreadable()] == [("丙", "2023-01/2023-03")]


def test_the_later_of_two_is_taken() -> None:
    reports = [
        report(0, written="甲支行", period=quarter(1), sign_off="2023-04-09"),
        report(1, written="甲支行", period=quarter(1), sign_off="2023-04-12"),
        report(2, written="乙支行", period=quarter(1)),
        report(3, written="丙支行", period=quarter(1)),
    ]
    found = submitted(reports)
    assert found.superseded == {0}
    assert told(found) == [("twice", "甲", "2023-01/2023-03")]


def test_two_events_of_one_day_are_two_reports() -> None:
    march = day("2023-03-15")
    briefs = [
        report(n, written="甲支行", period=march, report_type="activity_summary", title=title)
        for n, title in enumerate(["3·15进社区活动简报", "3·15进校园活动简报", "3·15进校园活动简报（更正）"])
    ]
    assert submitted(briefs).superseded == {1}


def test_what_is_asked_for_and_not_told_is_left_out() -> None:
    asked = Requirements(
        (
            Requirement(
                "投诉", (), (), (), (Needed(("complaints_received",)), Needed(("complaints_resolved",)))
            ),
        )
    )
    reports = [
        report(0, figure("complaints_received", 3), written="甲支行"),
        report(1, written="乙支行", none=("complaints_received",)),
        report(2, figure("complaints_received", 0), written="丙支行"),
    ]
    found = submitted(reports)
    assert told(found, asked) == [("left_out", "甲", "2023")]
    assert "办结投诉件数" in found.remarks(asked, LABELS)[0].reason


def test_strangers_are_told_with_their_reports() -> None:
    reports = [report(n, written=f"{name}支行") for n, name in enumerate("甲乙丙丁")]
    (one,) = submitted(reports).remarks(None, LABELS)
    assert (one.kind, one.name, one.reports) == ("unknown", "丁支行", (3,))


def test_usual_periods_have_the_usual_length() -> None:
    reports = [
        *(report(n, written=f"{name}支行", period=quarter(1)) for n, name in enumerate("甲乙丙")),
        *(report(3 + n, written=f"{name}支行", period=quarter(2)) for n, name in enumerate("甲乙")),
        report(5, written="甲支行", period=quarter(3)),
        report(6, written="甲支行", period=year(2022)),
        report(7, written="乙支行", period=day("2023-03-15")),
    ]
    owners = {one.number: one.written or "" for one in reports}
    assert usual_periods(reports, owners) == ["2023-01/2023-03", "2023-04/2023-06"]
    assert usual_periods([], {}) == []
