"""Changes against another period: figure, base, amount of change and growth rate must agree.

Any three of 上季度163件, 本季度186件, 多23件, 上升14.11% let the fourth be verified. Which figures belong together is read from
the sentence: a base follows a comparison (较上季度的, 去年同期), an amount of change follows 多, 少, 增加 and the like, the figure
itself is the count before them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from factextract.datamodel import Check
from factextract.records import cues
from factextract.records.arithmetic import Fit, Printed, added, difference, growth_fits, percentage_of
from factextract.records.figures import Figure, Part, Reading
from factextract.records.findings import YEAR_ON_YEAR, change_message, finding

_NEAR = 60  # characters between a figure and the comparison that follows it
_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Change:
    """The figures of one comparison; ``rise`` is None where no word tells the direction."""

    now: Figure | None
    base: Figure | None
    amount: Figure | None
    rate: Figure | None
    rise: bool | None

    @property
    def figures(self) -> list[Figure]:
        """All figures, in the order now, base, amount, rate."""
        return [figure for figure in (self.now, self.base, self.amount, self.rate) if figure is not None]


def _direction(reading: Reading, figure: Figure) -> bool | None:
    label = reading.clause(figure) + figure.tail[:4]
    up, down = cues.UP.search(label), cues.DOWN.search(label)
    return None if bool(up) == bool(down) else bool(up)


def _basis(reading: Reading, figure: Figure) -> str | None:
    """Which period a comparison looks to: the year before or the step before (month, quarter); None if untold."""
    clause = reading.clause(figure)
    if cues.YEARLY.search(clause):
        return "year"
    return "step" if cues.STEPWISE.search(clause) else None


def _measured(reading: Reading, figure: Figure) -> str | None:
    """What the figure's clause says that it measures (笔数, 金额); None if it does not say."""
    told = cues.MEASURED.match(reading.clause(figure))
    return told[1] if told else None


def _continues(reading: Reading, group: Sequence[Figure], figure: Figure) -> bool:
    """True if a base, amount or rate of change belongs to the comparison of ``group``."""
    last = group[-1]
    if figure.sentence != last.sentence or figure.part in {member.part for member in group}:
        return False
    if figure.part is Part.BASE and figure.depth == last.depth:
        return False
    if _measured(reading, figure) not in (None, _measured(reading, last)):
        return False
    bases = {_basis(reading, member) for member in (*group, figure)} - {None}
    return len(bases) < 2


def _groups(reading: Reading) -> Iterator[list[Figure]]:
    """Figures of one comparison; a rate that was told before its base (环比上升6%,同比下降3%(上季度388件,上年同期425件)) gets
    it back."""
    waiting: list[list[Figure]] = []
    for group in _adjacent(reading):
        waiting = [rate for rate in waiting if rate[0].sentence == group[0].sentence][-_CANDIDATES:]
        parts = [figure.part for figure in group]
        if parts == [Part.GROWTH]:
            waiting.append(group)
            continue
        if parts == [Part.BASE]:
            basis = _basis(reading, group[0])
            rate = next((w for w in waiting if _basis(reading, w[0]) == basis or len(waiting) == 1), None)
            if rate is not None:
                waiting.remove(rate)
                yield [rate[0], *group]
                continue
        yield group


def _adjacent(reading: Reading) -> Iterator[list[Figure]]:
    """Bases, amounts and rates of change that stand side by side, in text order."""
    group: list[Figure] = []
    for figure in reading.figures:
        if figure.part in (Part.RATE, Part.POINTS):
            continue
        if figure.part is Part.COUNT:
            reached = group and group[-1].part is Part.BASE and cues.REACHED.search(figure.label)
            if group and not reached and figure.depth == group[-1].depth:
                yield group
                group = []
            continue
        if group and not _continues(reading, group, figure):
            yield group
            group = []
        group.append(figure)
    if group:
        yield group


def _current(reading: Reading, first: Figure, unit: str | None) -> tuple[list[Figure], list[Figure]]:
    """Counts before a comparison that may have changed, nearest first: those of its sentence, and those of the two
    sentences before."""
    before = [f for f in reading.counts_before(first.start, _CANDIDATES * 2) if cues.units_add(f.unit, unit)]
    own = [f for f in before if f.sentence == first.sentence]
    earlier = [f for f in before if 0 < first.sentence - f.sentence <= 2 and f.paragraph == first.paragraph]
    return own[:_CANDIDATES], earlier[:_CANDIDATES]


def _reached(reading: Reading, base: Figure) -> Figure | None:
    """The figure that a base grew to: 由4万元增加到6万元."""
    after = reading.count_after(base.end)
    if after is None or after.sentence != base.sentence or after.start - base.end > _NEAR:
        return None
    return after if cues.REACHED.search(after.label) else None


def _expected_rate(change: Change) -> tuple[Printed, Printed] | None:
    """Size of the change and its base, whichever way the figures give them."""
    now, base, amount = change.now, change.base, change.amount
    if base is not None and base.value > 0:
        if amount is not None:
            return amount.printed, base.printed
        if now is not None:
            return difference(now.printed, base.printed), base.printed
    elif now is not None and amount is not None and change.rise is not None:
        old = difference(now.printed, amount.printed) if change.rise else added(now.printed, amount.printed)
        if old.low > 0:
            return amount.printed, old
    return None


def _contradicts(now: Figure, base: Figure, rise: bool | None) -> bool:
    """True if a figure said to have risen is lower than its base, or the reverse."""
    return rise is not None and now.value != base.value and (now.value > base.value) != rise


def _fit(change: Change) -> tuple[Fit, Decimal | None, Decimal | None]:
    """How well a comparison's figures agree, with what is expected and what is printed (of the rate, or of the amount
    where no rate is told). NO also where nothing can be verified (both None)."""
    now, base, amount, rate = change.now, change.base, change.amount, change.rate
    if now is not None and base is not None and _contradicts(now, base, change.rise):
        return Fit.NO, now.value - base.value, (amount or rate or now).value
    if now is not None and base is not None and amount is not None:
        gap = difference(now.printed, base.printed)
        if gap.low > amount.printed.high or amount.printed.low > gap.high:
            return Fit.NO, gap.value, amount.value
        if rate is None:
            return Fit.EXACT, gap.value, amount.value
    sizes = _expected_rate(change)
    if sizes is None or rate is None:
        return Fit.NO, None, None
    size, old = sizes
    fit = growth_fits(rate.printed, rate.comparator, size, old)
    return fit, round(percentage_of(size.value, old.value), 2), rate.value


def _variants(reading: Reading, group: Sequence[Figure]) -> Iterator[Change]:
    """Readings of one comparison, the likeliest first."""
    by_part = {figure.part: figure for figure in group}
    base, amount, rate = by_part.get(Part.BASE), by_part.get(Part.CHANGE), by_part.get(Part.GROWTH)
    teller = rate or amount
    if teller is None or (base is None and amount is None):
        return
    rise = _direction(reading, amount) if amount is not None else None
    rise = _direction(reading, teller) if rise is None else rise
    like = base or amount
    reached = _reached(reading, base) if base is not None else None
    own, earlier = _current(reading, group[0], like.unit if like else None)
    for now in (*([reached] if reached is not None else []), *own, *earlier):
        yield Change(now, base, amount, rate, rise)
    yield Change(None, base, amount, rate, rise)


def _plain(reading: Reading, change: Change) -> bool:
    """True if it is plain that the figures belong together."""
    now, base, amount = change.now, change.base, change.amount
    first = base or amount
    if first is None or change.rise is None or any(not figure.definite for figure in change.figures):
        return False
    if base is not None and amount is not None and base.unit != amount.unit:
        return False
    if now is None:
        return base is not None and amount is not None
    own, _ = _current(reading, first, first.unit)
    adjacent = now in own[:1] and 0 <= first.start - now.end <= _NEAR
    listed = len(own) > 1 and cues.LISTED.search(now.lead)
    close = cues.REACHED.search(now.label) or (adjacent and not listed)
    return bool(close and now.unit == first.unit and now.planned == first.planned)


def change_checks(reading: Reading) -> list[Check]:
    """year_on_year checks."""
    checks = []
    for group in _groups(reading):
        variants = list(_variants(reading, group))
        agreeing = next((c for c in variants if _fit(c)[0] is not Fit.NO), None)
        first = next((c for c in variants if _plain(reading, c)), None)
        # agreement without the figure itself may hide that the figure is wrong
        chosen = first if agreeing is None or (agreeing.now is None and first is not None) else agreeing
        if chosen is None:
            continue
        fit, expected, found = _fit(chosen)
        if found is not None:
            message = change_message(reading, fit, chosen.figures, expected, found)
            checks.append(finding(YEAR_ON_YEAR, fit, chosen.figures, expected, found, message))
    return checks
