"""Shares and rates that agree with the counts they come from.

A percentage agrees if some count near it, divided by a total the text offers, gives it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from factextract.datamodel import Check
from factextract.records import cues
from factextract.records.arithmetic import HUNDRED, Fit, Printed, added, difference, percentage_of, share_fits
from factextract.records.figures import Figure, Part, Reading
from factextract.records.findings import PERCENTAGE, finding, share_message

_LOOK_BACK = 28
_NAMED_BACK = 150  # counts before a share among which the one that it names is sought
_MARGIN = 12  # no approximation stretches a percentage further
NEAR = 14  # characters between a count and the percentage that follows it at once
_LONGEST = 24
ELLIPTIC = ("(", "、", ",")  # 97件(52.15%), 344件、22.5%


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
        self.reading = reading
        self.anchors = [reading.counts[at] for at in reading.anchors]
        self.percents = [
            f for f in reading.figures if f.part is Part.RATE and not f.planned and self._tells_share(f)
        ]

    def _tells_share(self, percent: Figure) -> bool:
        """True if words, the place right after a count or an enumeration make the percentage a share or a rate."""
        clause = self.reading.clause(percent)
        worded = cues.SHARE.search(clause) or cues.RATE.search(clause) or cues.SHARE.search(percent.lead)
        if percent.lead.strip() == ")的":  # 占全区投诉量(402件)的57.0%
            before = self.reading.text[max(0, percent.start - 2 * _MARGIN) : percent.start]
            return bool(cues.SHARE.search(before))
        elliptic = percent.lead.strip() in ELLIPTIC and "%" in self.reading.written(percent)
        return bool(worded or elliptic or self.listed(percent))

    # -- candidates ----------------------------------------------------------------------------------------------

    def parts(self, percent: Figure) -> Iterator[tuple[Figure, ...]]:
        """What the percentage may be a share of, the likeliest first."""
        listed = self.listed(percent)
        if listed is not None:
            yield (listed,)
            return
        before = [f for f in self.reading.counts_before(percent.start, 6) if f.sentence == percent.sentence]
        for figure in before[:4]:
            yield (figure,)
        after = self.following(percent)
        if after is not None:
            yield (after,)
        summed = before and cues.SUMMED.search(self.reading.text[before[-1].end : percent.start])
        for group in (
            (before, before[1:]) if summed else ()
        ):  # 合起来占总量426件的76.1%: the nearest may be the total
            for size in range(2, len(group) + 1):
                if group[size - 1].unit != group[0].unit:
                    break
                yield tuple(reversed(group[:size]))
        if cues.OWN_SHARE.search(percent.label) and before:
            earlier = self.reading.counts_before(before[-1].start, _LOOK_BACK)
            yield from ((figure,) for figure in (*earlier, *self.anchors) if figure.unit == before[0].unit)

    def following(self, percent: Figure) -> Figure | None:
        figure = self.reading.count_after(percent.end)
        if figure is None or figure.sentence != percent.sentence:
            return None
        return figure if figure.start - percent.end <= NEAR else None

    def listed(self, percent: Figure) -> Figure | None:
        """The count that a percentage of an enumeration (分别占67.9%、28.1%和4.0%) belongs to by position."""
        figures = self.reading.figures
        at = self.reading.position(percent)
        first = last = at
        while first > max(0, at - _LONGEST) and self._side_by_side(figures[first - 1], figures[first]):
            first -= 1
        while last + 1 < min(len(figures), at + _LONGEST) and self._side_by_side(
            figures[last], figures[last + 1]
        ):
            last += 1
        size = last - first + 1
        counts = self._list_before(figures[first], size)
        if size < 2 or len(counts) < size or any(f.unit != counts[0].unit for f in counts):
            return None
        return counts[at - first]

    def _list_before(self, percent: Figure, size: int) -> list[Figure]:
        """The counts that an enumeration of ``size`` percentages goes through, in text order: the last ones before it, or
        the first of their list where it says so (前三项占比分别为)."""
        if not cues.FIRST_FEW.search(percent.label):
            return self.reading.counts_before(percent.start, size)[::-1]
        before = self.reading.counts_before(percent.start, _LONGEST)
        alike = takewhile(lambda f: f.sentence == percent.sentence and f.unit == before[0].unit, before)
        return list(alike)[::-1][:size]

    def _side_by_side(self, one: Figure, other: Figure) -> bool:
        if one.part is not Part.RATE or other.part is not Part.RATE or one.sentence != other.sentence:
            return False
        return self.reading.between(one, other).strip("、,和及与以 ") == ""

    def wholes(self, percent: Figure, parts: tuple[Figure, ...]) -> Iterator[Figure]:
        """Totals that ``parts`` may be divided by to give about the percentage, the likeliest first."""
        largest, asked = max(part.value for part in parts), percent.value
        size = sum((part.value for part in parts), Decimal(0))
        seen = {part.id for part in parts}
        named = [figure for figure in (self.named(percent, parts[0]),) if figure is not None]
        for figure in (*named, *self.reading.counts_before(percent.start, _LOOK_BACK), *self.anchors):
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

    def named(self, percent: Figure, part: Figure) -> Figure | None:
        """The count that 占X的 names, however far before."""
        of_all = cues.SHARE_OF_ALL.search(percent.label)
        if of_all is not None:
            alike = (f for f in self.anchors if f.unit == part.unit and f.start < part.start)
            return next((f for f in alike if of_all[1] in f.label), None)
        match = cues.SHARE_OF.search(percent.label)
        if match is None:
            return None
        near = self.reading.counts_before(part.start, _NAMED_BACK)
        return next((f for f in near if cues.bears(f.label, match[1]) and f.unit == part.unit), None)

    def stated_pair(self, percent: Figure) -> tuple[Figure, Figure] | None:
        """Part and whole where the text names both: 参审3016件,占案件3355件的89.9%."""
        bracketed = percent.lead.strip() == ")的"
        if not bracketed and (
            percent.lead.strip() != "的" or not cues.SHARE.search(self.reading.clause(percent))
        ):
            return None
        near = [f for f in self.reading.counts_before(percent.start, 2) if f.sentence == percent.sentence]
        if len(near) < 2 or near[0].unit != near[1].unit or not 0 < near[1].value <= near[0].value:
            return None
        part, whole = near[1], near[0]
        return None if cues.SUMMED.search(self.reading.between(part, whole)) else (part, whole)

    # -- agreement -----------------------------------------------------------------------------------------------

    def agreeing(self, percent: Figure) -> Quotient | None:
        """The likeliest counts that give the percentage."""
        pair = self.stated_pair(percent)
        if pair is not None:
            stated = next(self._quotients(percent, (pair[0],), pair[1]))
            return stated if stated.fit is not Fit.NO else None
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
        return whole.sentence == percent.sentence or whole in self.anchors

    def _close(self, quotient: Quotient) -> bool:
        """Whether a tolerated fit is close enough in the text to be meant."""
        percent, parts, whole = quotient.percent, quotient.parts, quotient.whole
        touching = 0 <= percent.start - parts[-1].end <= NEAR
        return touching and (whole.sentence == percent.sentence or whole in self.anchors)


def settled_shares(reader: ShareReader) -> dict[str, Quotient]:
    """Percentages that some counts give, by the percentage's id."""
    return {percent.id: quotient for percent in reader.percents if (quotient := reader.agreeing(percent))}


def share_check(reading: Reading, quotient: Quotient) -> Check:
    """A percentage check of a quotient."""
    expected = quotient.expected
    message = share_message(reading, quotient.fit, quotient.percent, quotient.parts, quotient.whole, expected)
    figures = [quotient.whole, *quotient.parts, quotient.percent]
    return finding(PERCENTAGE, quotient.fit, figures, round(expected, 2), quotient.percent.value, message)


def bases_of(settled: Iterable[Quotient]) -> dict[str, Figure]:
    """For each count with a share that fits (by id): the total that the share divides by."""
    return {q.parts[0].id: q.whole for q in settled if len(q.parts) == 1 and not q.complement}
