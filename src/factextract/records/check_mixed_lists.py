"""Lists of several measure words with a total behind them: 杯子38个、毛巾54条、糖果65袋,共计157件."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from factextract.datamodel import Check
from factextract.records import cues
from factextract.records.arithmetic import Fit, sum_fits
from factextract.records.check_sums import sum_check
from factextract.records.divisions import Division
from factextract.records.figures import Figure, Reading

_LONGEST = 24
_GAP = 30  # characters between two members
_PLAIN = 3  # members of a list that plainly belongs to its total


def _members(reading: Reading, at: int) -> tuple[Figure, ...]:
    """The list that ends right before the count with index ``at``."""
    total = reading.counts[at]
    members: list[Figure] = []
    for before in reversed(reading.counts[max(0, at - _LONGEST) : at]):
        following = members[-1] if members else total
        between = reading.between(before, following)
        joined = "、" in between if members else between.startswith((",", "、"))
        one = before.sentence == total.sentence and before.depth == total.depth
        if not (one and joined and len(between) <= _GAP) or cues.LIST_CLAUSE.search(between[1:]):
            break
        if cues.ANY_COUNT.search(between):  # a member that was not read
            return ()
        members.append(before)
    return tuple(reversed(members))


def mixed_list_checks(reading: Reading, agreeing: Mapping[int, Sequence[tuple[Figure, ...]]]) -> list[Check]:
    """parts_sum checks of lists whose measure words differ. ``agreeing`` are the sums that fit (index of the total to its
    parts)."""
    checks = []
    for at, total in enumerate(reading.counts):
        told = cues.STRONG_TOTAL.search(total.lead) or cues.IN_ALL.match(total.lead)
        if at in agreeing or not told or total.unit not in cues.ANY_THING:
            continue
        members = _members(reading, at)
        if len(members) < 2 or len({member.unit for member in members}) < 2:
            continue
        fits = sum_fits(total.printed, [member.printed for member in members]) is not Fit.NO
        definite = len(members) >= _PLAIN and all(figure.definite for figure in (total, *members))
        division = Division(reading, total, members)
        if fits or (definite and (division.close or division.a_slip)):
            checks.append(sum_check(reading, total, members))
    return checks
