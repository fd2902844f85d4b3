"""Remainders: 其余N, 余下N, 另N after parts of a known total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from factextract.datamodel import Check
from factextract.records import cues
from factextract.records.arithmetic import Fit, sum_fits
from factextract.records.check_sums import total_after
from factextract.records.figures import Figure, Reading
from factextract.records.findings import REMAINDER, finding, remainder_message
from factextract.records.slips import sum_mistyped

_LOOK_BACK = 14
_SIGNIFICANT = 50
_SENTENCES = 3
_LEAD = 40
_NEARLY = Decimal("0.08")
_SLACK = (Decimal("0.75"), Decimal("1.35"))

Candidate = tuple[Figure, tuple[Figure, ...]]


class _Remainders:
    """Looks for what remainders are left of."""

    def __init__(
        self,
        reading: Reading,
        agreeing: Mapping[int, Sequence[tuple[Figure, ...]]],
        bases: Mapping[str, Figure],
    ) -> None:
        self._reading = reading
        self._bases = bases
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

    def plain(self, at: int) -> Iterator[Candidate]:
        """Totals and parts that a remainder plainly refers to: the total that its sentence names or that the parts' shares
        divide by, the first count of its sentence, the two counts before it."""
        rest = self._reading.counts[at]
        own = [f for f in self.before(at) if f.sentence == rest.sentence and f.unit == rest.unit]
        parts = self._outer(own)
        wholes = [self._bases[part.id] for part in parts if part.id in self._bases]
        base = (
            wholes[-1]
            if wholes and (2 * len(wholes) >= len(parts) or _slip(rest, (wholes[-1], parts)))
            else None
        )
        for total in (self._reading.named_total(rest), base):
            if total is not None and total.unit == rest.unit and total not in parts:
                yield total, parts
        resolved = self._resolved(at, own)
        earlier = self._earlier(at, parts)
        for found in (self.divided_subtotal(at), resolved, self._headed(at, parts), self._chain(at), earlier):
            if found is not None:
                yield found

    def _resolved(self, at: int, own: Sequence[Figure]) -> Candidate | None:
        """What was received and what of it was done: 受理18笔,其中…,已办结17笔,剩余1笔; 查出17个,其中…。整改16个,余1个."""
        if not own or not cues.RESOLVED.search(own[-1].label + own[-1].tail[:6]):
            return None
        rest, done = self._reading.counts[at], own[-1]
        sentence = done.sentence if len(own) > 1 else None
        for figure in reversed(self.before(at)):
            if figure is done or figure.unit != rest.unit:
                continue
            if figure.value < done.value and not _slip(rest, (figure, (done,))):
                continue
            if figure.paragraph != rest.paragraph or rest.sentence - figure.sentence > 1:
                return None
            if sentence is None or figure.sentence == sentence:
                return figure, (done,)
        return None

    def _headed(self, at: int, own: Sequence[Figure]) -> Candidate | None:
        """The first count of the sentence and those after it, if words say that it is divided."""
        if len(own) < 2:
            return None
        first = next((i for i in range(1, len(own)) if cues.AMONG.search(own[i].lead)), 1)
        total, parts = own[first - 1], tuple(own[first:])
        told = bool(
            cues.RECEIVED.search(total.lead)
            or cues.TOTAL.search(total.label)
            or cues.AMONG.search(parts[0].lead)
            or cues.NESTED.match(total.tail)
        )
        gap = sum((part.value for part in parts), self._reading.counts[at].value) - total.value
        slip = _slip(self._reading.counts[at], (total, parts))
        told = told or slip or abs(gap) <= _NEARLY * total.value
        nested = any(cues.AMONG.search(part.lead) for part in parts[1:])
        part_itself = cues.SHARE.search(total.tail)  # 174件,占45%
        below = total.value < max(part.value for part in parts) and not slip
        if nested or not told or part_itself or below:
            return None
        return total, parts

    def _earlier(self, at: int, parts: Sequence[Figure]) -> Candidate | None:
        """A count of the two sentences before that parts and remainder all but make up."""
        rest = self._reading.counts[at]
        if len(parts) < 2:
            return None
        sum_ = sum((part.value for part in parts), rest.value)
        for total in reversed(self.before(at)):
            near = 0 < rest.sentence - total.sentence <= 2 and total.paragraph == rest.paragraph
            close = abs(sum_ - total.value) <= _NEARLY / 2 * total.value
            if (
                near
                and total.unit == rest.unit
                and (close or _slip(rest, (total, tuple(parts)), telling=True))
            ):
                return total, tuple(parts)
        return None

    def _chain(self, at: int) -> Candidate | None:
        """Three counts in a row: 征集意见37条,当场答复29条,其余8条."""
        if at < 2:
            return None
        total, part, rest = self._reading.counts[at - 2 : at + 1]
        before = self._reading.counts[at - 3] if at > 2 else None
        alone = before is None or before.sentence != total.sentence or before.unit != total.unit
        one = total.sentence == part.sentence == rest.sentence and total.depth == part.depth == rest.depth
        units = rest.unit == total.unit or (rest.unit == part.unit and not total.lead.startswith("、"))
        mixed = not total.unit == part.unit == rest.unit
        below = part.value > total.value and not _slip(rest, (total, (part,)), telling=mixed)
        if not (alone and one and units) or below or cues.SHARE.search(total.tail):
            return None
        return total, (part,)

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
                if above < index and larger and total.paragraph == rest.paragraph and total.definite:
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


def _last_clause(reading: Reading, rest: Figure) -> str:
    """The clause that leads to a figure, brackets left out: 其余9个村(社区)合计."""
    lead = reading.text[max(rest.sentence_span.start, rest.start - _LEAD) : rest.start]
    plain = cues.BRACKETED.sub("", lead)
    return plain[max(plain.rfind(mark) for mark in ",;。") + 1 :]


def _slip(rest: Figure, candidate: Candidate, telling: bool = False) -> bool:
    """True if one wrong digit explains why parts and remainder do not make the total."""
    total, parts = candidate
    return sum_mistyped(total.printed, [*(part.printed for part in parts), rest.printed], telling)


def _definite(rest: Figure, candidate: Candidate) -> bool:
    total, parts = candidate
    return bool(parts) and all(figure.definite for figure in (total, *parts, rest))


def _comparable(rest: Figure, candidate: Candidate) -> bool:
    total, parts = candidate
    sum_ = sum((part.value for part in parts), rest.value)
    low, high = _SLACK
    near = abs(sum_ - total.value) <= 2 or low * total.value <= sum_ <= high * total.value
    mixed = any(part.unit != rest.unit for part in parts)
    return near or _slip(rest, candidate, telling=mixed)


def remainder_checks(
    reading: Reading, agreeing: Mapping[int, Sequence[tuple[Figure, ...]]], bases: Mapping[str, Figure]
) -> list[Check]:
    """remainder checks. ``agreeing`` are the sums that fit (index of the total to its parts), ``bases`` the totals that shares
    divide by (id of the count to its total)."""
    remainders = _Remainders(reading, agreeing, bases)
    checks = []
    for at, rest in enumerate(reading.counts):
        clause = bool(cues.REST_CLAUSE.match(_last_clause(reading, rest)))
        absent = at > 1 and cues.ABSENT.search(reading.counts[at - 1].label + reading.counts[at - 1].tail[:4])
        if not (clause or absent or cues.REST.search(rest.label) or cues.REST_AFTER.match(rest.tail)):
            continue
        firm = clause or cues.left_over(rest.label, rest.tail)
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
            plain = (c for c in remainders.plain(at) if _definite(rest, c) and _comparable(rest, c))
            chosen = next(plain, None)
            if chosen is not None:
                checks.append(_check(reading, rest, chosen, _fits(rest, chosen)))
    return checks
