"""Remainders: 其余N, 余下N, 另N after parts of a known total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from factextract.datamodel import Check
from factextract.records import cues
from factextract.records.arithmetic import Fit, sum_fits
from factextract.records.check_sums import total_after
from factextract.records.figures import Figure, Reading
from factextract.records.findings import REMAINDER, finding, remainder_message

_LOOK_BACK = 14
_SIGNIFICANT = 50
_SENTENCES = 3
_SLACK = (Decimal("0.8"), Decimal("1.2"))

Candidate = tuple[Figure, tuple[Figure, ...]]


class _Remainders:
    """Looks for what remainders are left of."""

    def __init__(self, reading: Reading, agreeing: dict[int, list[tuple[Figure, ...]]]) -> None:
        self._reading = reading
        self._agreeing = agreeing
        self._anchors = reading.anchors
        self._inner = {
            part.id: reading.counts[at].id
            for at, stretches in agreeing.items()
            for parts in stretches
            for part in parts
        }

    def before(self, at: int) -> list[Figure]:
        """Counts before the remainder that may be its total or parts, in text order."""
        rest = self._reading.counts[at]
        return [
            figure
            for figure in self._reading.counts[max(0, at - _LOOK_BACK) : at]
            if cues.units_add(figure.unit, rest.unit) and figure.depth <= rest.depth
        ]

    def _outer(self, figures: Sequence[Figure]) -> tuple[Figure, ...]:
        """Figures without those that divide another one of them (投诉62件,细分为A40件、B22件)."""
        ids = {figure.id for figure in figures}
        return tuple(figure for figure in figures if self._inner.get(figure.id) not in ids)

    def candidates(self, at: int) -> Iterator[Candidate]:
        """Totals with the parts that the remainder may leave, the likeliest first."""
        reading = self._reading
        rest, near = reading.counts[at], self.before(at)
        for size in range(1, len(near)):
            yield near[-size - 1], tuple(near[-size:])
        mixed = [figure for figure in reading.counts[max(0, at - 4) : at] if figure.sentence == rest.sentence]
        if len(mixed) > 1 and rest.unit in (
            mixed[0].unit,
            mixed[-1].unit,
        ):  # 推送8647条,劝阻3120人次,其余5527条
            yield mixed[0], tuple(mixed[1:])
        own = tuple(figure for figure in near if figure.sentence == rest.sentence)
        paragraph = tuple(figure for figure in near if figure.paragraph == rest.paragraph)
        if near and not own:
            own = tuple(figure for figure in near if figure.sentence == near[-1].sentence)
        alike = tuple(figure for figure in own if figure.unit == rest.unit)
        lists = dict.fromkeys((own, alike, own[-1:], own[:1], self._outer(own), self._outer(paragraph)))
        named = reading.named_total(rest)
        for total in (
            *([named] if named else []),
            *reversed(near),
            *(reading.counts[index] for index in self._anchors if index < at),
        ):
            for listed in lists:
                parts = tuple(figure for figure in listed if figure.start > total.start)
                if parts and cues.units_add(total.unit, rest.unit):
                    yield total, parts

    def plain(self, at: int) -> Candidate | None:
        """Total and parts that a remainder plainly refers to: the total its sentence names, or the
        first of its sentence; all in one measure word, exact."""
        rest = self._reading.counts[at]
        own = [figure for figure in self.before(at) if figure.sentence == rest.sentence]
        named = self._reading.named_total(rest)
        if named is not None:
            listed = tuple(figure for figure in own if figure.unit == rest.unit)
            exact = all(figure.printed.plain for figure in (named, *listed, rest))
            return (named, listed) if listed and exact else None
        if len(own) < 2:
            return None
        total, parts = own[0], tuple(own[1:])
        nested = any(cues.AMONG.search(part.lead) for part in parts[1:])
        figures = (total, *parts, rest)
        exact = all(figure.printed.plain and figure.unit == rest.unit for figure in figures)
        told = (
            cues.RECEIVED.search(total.lead)
            or cues.TOTAL.search(total.label)
            or cues.AMONG.search(parts[0].lead)
        )
        part_itself = cues.SHARE.search(total.tail)  # 174件,占45%
        if nested or not exact or not told or part_itself or total.value < max(part.value for part in parts):
            return None
        return total, parts

    def divided_subtotal(self, at: int) -> Candidate | None:
        """The case of a subtotal divided in full before the remainder (分支机构共计81起,A45起,B36起。其余21起): the rest is what
        the subtotal leaves of the total above it."""
        counts, rest = self._reading.counts, self._reading.counts[at]
        for index in range(max(0, at - _LOOK_BACK), at):
            subtotal = counts[index]
            stretches = self._agreeing.get(index, []) if cues.TOTAL.search(subtotal.label) else []
            divided = (
                parts[-1].id == counts[at - 1].id and parts[0].start > subtotal.start for parts in stretches
            )
            if not any(divided):
                continue
            for above in self._anchors:
                total = counts[above]
                larger = total.value > subtotal.value and total.unit == subtotal.unit == rest.unit
                if above < index and larger and total.paragraph == rest.paragraph and total.printed.plain:
                    return total, (subtotal,)
        return None


def _fits(rest: Figure, candidate: Candidate) -> Fit:
    total, parts = candidate
    exact = sum((part.value for part in parts), rest.value) == total.value
    if exact:
        return Fit.EXACT
    if total.sentence != rest.sentence:
        return Fit.NO
    return sum_fits(total.printed, [rest.printed, *(part.printed for part in parts)])


def _trusted(rest: Figure, candidate: Candidate, firm: bool) -> bool:
    """Whether a fit is more than chance."""
    total, parts = candidate
    same_unit = all(figure.unit == rest.unit for figure in (total, *parts))
    near = rest.sentence - total.sentence <= 1
    if not all(cues.units_add(figure.unit, rest.unit) for figure in (total, *parts)):
        return firm and near and total.value >= _SIGNIFICANT
    if firm:
        close = total.paragraph == rest.paragraph and rest.sentence - total.sentence <= _SENTENCES
        return near or close or (same_unit and total.value >= _SIGNIFICANT)
    return same_unit and (near or total.value >= _SIGNIFICANT)


def _check(reading: Reading, rest: Figure, candidate: Candidate, fit: Fit) -> Check:
    total, parts = candidate
    expected = total.value - sum((part.value for part in parts), Decimal(0))
    message = remainder_message(reading, fit, total, parts, rest, expected)
    return finding(REMAINDER, fit, [total, *parts, rest], expected, rest.value, message)


def _comparable(rest: Figure, candidate: Candidate) -> bool:
    total, parts = candidate
    sum_ = sum((part.value for part in parts), rest.value)
    low, high = _SLACK
    return low * total.value <= sum_ <= high * total.value


def remainder_checks(reading: Reading, agreeing: dict[int, list[tuple[Figure, ...]]]) -> list[Check]:
    """remainder checks. ``agreeing`` are the sums that fit (index of the total to its parts)."""
    remainders = _Remainders(reading, agreeing)
    checks = []
    for at, rest in enumerate(reading.counts):
        if not (cues.REST.search(rest.label) or cues.REST_AFTER.match(rest.tail)):
            continue
        firm = bool(cues.FIRM_REST.search(rest.label))
        fitting = next(
            (
                c
                for c in remainders.candidates(at)
                if _fits(rest, c) is not Fit.NO and _trusted(rest, c, firm)
            ),
            None,
        )
        if fitting is not None:
            checks.append(_check(reading, rest, fitting, _fits(rest, fitting)))
        elif firm and total_after(reading, at) is None:
            plain = remainders.divided_subtotal(at) or remainders.plain(at)
            if plain is not None and _comparable(rest, plain):
                checks.append(_check(reading, rest, plain, Fit.NO))
    return checks
