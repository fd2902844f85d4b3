"""Shares and rates against the counts they come from.

A percentage agrees if some count near it, divided by a total the text offers, gives it. It disagrees only where both are
plain: its neighbours in the same list divide by one total, the text names the total (占商品类投诉的), a rate follows its two
counts at once (发放2000份,收回1934份,回收率), or it repeats the name of one counted before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from factextract.datamodel import Check
from factextract.records import cues
from factextract.records.arithmetic import HUNDRED, Fit, Printed, added, difference, percentage_of, share_fits
from factextract.records.figures import Figure, Part, Reading
from factextract.records.findings import PERCENTAGE, finding, share_message

_LOOK_BACK = 14
_MARGIN = 12  # no approximation stretches a percentage further
_NEAR = 14  # characters between a count and the percentage that follows it at once
_LONGEST = 24
_ELLIPTIC = ("(", "、", ",")  # 97件(52.15%), 344件、22.5%
_NEIGHBOURS = 6  # percentages on either side that may share a total


@dataclass(frozen=True, slots=True)
class Quotient:
    """A percentage, the counts it may be the share of, and how well they fit."""

    percent: Figure
    parts: tuple[Figure, ...]
    whole: Figure
    fit: Fit
    complement: bool = False

    @property
    def expected(self) -> Decimal:
        """The computed percentage."""
        part = sum((figure.value for figure in self.parts), Decimal(0))
        top = self.whole.value - part if self.complement else part
        return percentage_of(top, self.whole.value)


class ShareReader:
    """Reads the shares and rates of one report."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._anchors = [reading.counts[at] for at in reading.anchors]
        self.percents = [
            f for f in reading.figures if f.part is Part.RATE and not f.planned and self._tells_share(f)
        ]
        self._starts = [percent.start for percent in self.percents]

    def _tells_share(self, percent: Figure) -> bool:
        """True if words, the place right after a count or an enumeration make the percentage a share or a rate."""
        clause = self._reading.clause(percent)
        worded = cues.SHARE.search(clause) or cues.RATE.search(clause) or cues.SHARE.search(percent.lead)
        elliptic = percent.lead.strip() in _ELLIPTIC and "%" in self._reading.written(percent)
        return bool(worded or elliptic or self._listed(percent))

    # -- candidates ----------------------------------------------------------------------------------------------

    def parts(self, percent: Figure) -> Iterator[tuple[Figure, ...]]:
        """What the percentage may be a share of, the likeliest first."""
        listed = self._listed(percent)
        if listed is not None:
            yield (listed,)
            return
        before = [f for f in self._reading.counts_before(percent.start, 6) if f.sentence == percent.sentence]
        for figure in before[:4]:
            yield (figure,)
        after = self._following(percent)
        if after is not None:
            yield (after,)
        for group in (before, before[1:]):  # the nearest count may be the total: 合起来占总量426件的76.1%
            for size in range(2, len(group) + 1):
                if group[size - 1].unit != group[0].unit:
                    break
                yield tuple(reversed(group[:size]))
        if cues.OWN_SHARE.search(percent.label) and before:
            earlier = self._reading.counts_before(before[-1].start, _LOOK_BACK)
            yield from ((figure,) for figure in (*earlier, *self._anchors) if figure.unit == before[0].unit)

    def _following(self, percent: Figure) -> Figure | None:
        figure = self._reading.count_after(percent.end)
        if figure is None or figure.sentence != percent.sentence:
            return None
        return figure if figure.start - percent.end <= _NEAR else None

    def _listed(self, percent: Figure) -> Figure | None:
        """The count that a percentage of an enumeration (分别占67.9%、28.1%和4.0%) belongs to by position."""
        figures = self._reading.figures
        at = self._reading.position(percent)
        first = last = at
        while first > max(0, at - _LONGEST) and self._side_by_side(figures[first - 1], figures[first]):
            first -= 1
        while last + 1 < min(len(figures), at + _LONGEST) and self._side_by_side(
            figures[last], figures[last + 1]
        ):
            last += 1
        size = last - first + 1
        counts = self._reading.counts_before(figures[first].start, size)
        if size < 2 or len(counts) < size or any(f.unit != counts[0].unit for f in counts):
            return None
        return counts[size - 1 - (at - first)]

    def _side_by_side(self, one: Figure, other: Figure) -> bool:
        if one.part is not Part.RATE or other.part is not Part.RATE or one.sentence != other.sentence:
            return False
        return self._reading.between(one, other).strip("、,和及与以 ") == ""

    def wholes(self, percent: Figure, parts: tuple[Figure, ...]) -> Iterator[Figure]:
        """Totals that ``parts`` may be divided by to give about the percentage, the likeliest first."""
        largest, asked = max(part.value for part in parts), percent.value
        size = sum((part.value for part in parts), Decimal(0))
        seen = {part.id for part in parts}
        for figure in (*self._reading.counts_before(percent.start, _LOOK_BACK), *self._anchors):
            value = figure.value
            if value < largest or not value or figure.start >= percent.start or figure.id in seen:
                continue
            share = percentage_of(size, value)
            if abs(share - asked) > _MARGIN and abs(HUNDRED - share - asked) > _MARGIN:
                continue
            if cues.units_add(figure.unit, parts[0].unit) and (
                not figure.planned or figure.sentence == percent.sentence
            ):
                seen.add(figure.id)
                yield figure

    # -- agreement -----------------------------------------------------------------------------------------------

    def agreeing(self, percent: Figure) -> Quotient | None:
        """The likeliest counts that give the percentage."""
        best: Quotient | None = None
        for parts in self.parts(percent):
            for whole in self.wholes(percent, parts):
                for quotient in self._quotients(percent, parts, whole):
                    if quotient.fit is Fit.EXACT and self._trusted(quotient):
                        return quotient
                    if quotient.fit is Fit.TOLERATED and best is None and self._close(quotient):
                        best = quotient
        return best

    def _quotients(self, percent: Figure, parts: tuple[Figure, ...], whole: Figure) -> Iterator[Quotient]:
        top = parts[0].printed
        for part in parts[1:]:
            top = added(top, part.printed)
        yield Quotient(percent, parts, whole, self._fit(percent, top, whole.printed))
        near = whole.sentence == percent.sentence and len(parts) == 1
        if near and cues.FAILED.search(parts[0].label + parts[0].tail) and cues.RATE.search(percent.label):
            rest = difference(whole.printed, top)
            yield Quotient(percent, parts, whole, self._fit(percent, rest, whole.printed), complement=True)

    @staticmethod
    def _fit(percent: Figure, part: Printed, whole: Printed) -> Fit:
        return share_fits(percent.printed, percent.comparator, part, whole)

    def _trusted(self, quotient: Quotient) -> bool:
        """Whether an exact fit is more than chance."""
        percent, whole = quotient.percent, quotient.whole
        if percent.printed.resolution < 1:
            return True
        return whole.sentence == percent.sentence or whole in self._anchors

    def _close(self, quotient: Quotient) -> bool:
        """Whether a tolerated fit is close enough in the text to be meant."""
        percent, parts, whole = quotient.percent, quotient.parts, quotient.whole
        touching = 0 <= percent.start - parts[-1].end <= _NEAR
        return touching and (whole.sentence == percent.sentence or whole in self._anchors)

    # -- disagreement --------------------------------------------------------------------------------------------

    def disagreeing(self, percent: Figure, settled: Sequence[Quotient]) -> Quotient | None:
        """The counts that the percentage plainly belongs to, given that no counts give it."""
        if not percent.printed.plain:
            return None
        part = self._own_part(percent)
        recalled = self._recalled_part(percent) if part is None else None
        if part is not None:
            whole = self._named_whole(percent, part) or self._neighbours_whole(percent, part, settled)
            whole = whole or self._rates_whole(percent, part)
        elif recalled is not None:
            part, whole = recalled, self._topic_whole(recalled)
        else:
            return None
        if part is None or whole is None or not (part.printed.plain and whole.printed.plain):
            return None
        if part.value > whole.value or part.unit != whole.unit:
            return None
        return Quotient(percent, (part,), whole, Fit.NO)

    def _own_part(self, percent: Figure) -> Figure | None:
        """The count directly before the percentage."""
        listed = self._listed(percent)
        if listed is not None:
            return listed
        at = self._reading.position(percent)
        before = self._reading.figures[at - 1] if at else None
        if before is None or before.part is not Part.COUNT or before.sentence != percent.sentence:
            return None
        between = self._reading.between(before, percent)
        return before if len(between) <= _NEAR and ";" not in between else None

    def _neighbours_whole(self, percent: Figure, part: Figure, settled: Sequence[Quotient]) -> Figure | None:
        """The total that two neighbouring shares divide by, or the share before in the same sentence."""
        elliptic = percent.lead.strip() in _ELLIPTIC
        if not (cues.SHARE.search(percent.label) or elliptic or self._listed(percent)):
            return None
        at = bisect_left(self._starts, percent.start)
        near = {figure.id for figure in self.percents[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + 1]}
        alike = [
            q
            for q in settled
            if q.percent.id in near
            and q.percent.paragraph == percent.paragraph
            and q.percent.unit == percent.unit
            and q.parts[-1].unit == part.unit
            and not q.complement
        ]
        wholes = [q.whole for q in alike]
        common = next((whole for whole in wholes if wholes.count(whole) >= 2), None)
        before = self.percents[at - 1] if at else None
        if common is None and before is not None and before.sentence == percent.sentence:
            return next((q.whole for q in alike if q.percent.id == before.id and len(q.parts) == 1), None)
        return common

    def _named_whole(self, percent: Figure, part: Figure) -> Figure | None:
        """The count that 占X的 names."""
        if cues.SHARE_OF_ALL.search(percent.label):
            return next((f for f in self._anchors if f.unit == part.unit and f.start < part.start), None)
        match = cues.SHARE_OF.search(percent.label)
        if match is None:
            return None
        for figure in self._reading.counts_before(part.start, _LOOK_BACK):
            if match[1] in figure.label and figure.unit == part.unit:
                return figure
        return None

    def _rates_whole(self, percent: Figure, part: Figure) -> Figure | None:
        """The count before the one whose rate is told, in the same sentence (发放2000份,收回1934份,回收率)."""
        match = cues.RATE.search(percent.label)
        if match is None or cues.OWN_BASE_RATE.search(match[1]) or not set(match[1]) & set(part.label):
            return None
        others = [
            f
            for f in self._reading.counts_before(part.start, 3)
            if f.sentence == percent.sentence and f.unit == part.unit
        ]
        if not others or others[0].value < part.value:
            return None
        return others[0]

    def _recalled_part(self, percent: Figure) -> Figure | None:
        """The count told earlier of the name that stands before a share (城东支行的投诉占比高达45%)."""
        match = cues.RECALLED.search(percent.label)
        if match is None:
            return None
        for figure in self._reading.counts_before(percent.start, _LOOK_BACK):
            label = figure.label.strip()
            if len(label) >= 3 and label == match[1] and percent.sentence - figure.sentence <= 3:
                return figure
        return None

    def _topic_whole(self, part: Figure) -> Figure | None:
        """The first total of the report in the part's measure word and paragraph."""
        for figure in self._anchors:
            if figure.unit == part.unit and figure.paragraph == part.paragraph and figure.start < part.start:
                return figure
        return None


def share_checks(reading: Reading) -> list[Check]:
    """percentage checks."""
    reader = ShareReader(reading)
    settled = {percent.id: quotient for percent in reader.percents if (quotient := reader.agreeing(percent))}
    quotients = []
    for percent in reader.percents:
        quotient = settled.get(percent.id) or reader.disagreeing(percent, list(settled.values()))
        if quotient is not None:
            quotients.append(quotient)
    return [_check(reading, quotient) for quotient in quotients]


def _check(reading: Reading, quotient: Quotient) -> Check:
    expected = quotient.expected
    message = share_message(reading, quotient.fit, quotient.percent, quotient.parts, quotient.whole, expected)
    figures = [quotient.whole, *quotient.parts, quotient.percent]
    return finding(PERCENTAGE, quotient.fit, figures, round(expected, 2), quotient.percent.value, message)
