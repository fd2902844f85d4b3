"""Shares and rates that plainly belong to counts which do not give them.

The counts are plain if the text names the total (占商品类投诉的), if neighbours in the same list divide by one total, if the
count stands among the parts of one (其中), if a rate follows what it is a rate of (发放2000份,收回1934份,回收率), or if it repeats
the name of one counted before. No count that the text offers may give the percentage.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from itertools import islice

from factextract.datamodel import Check
from factextract.records import cues
from factextract.records.arithmetic import HUNDRED, ZERO, Fit, percentage_of
from factextract.records.check_shares import (
    ELLIPTIC,
    NEAR,
    Quotient,
    ShareReader,
    share_check,
)
from factextract.records.figures import Figure, Part
from factextract.records.slips import slips

_LOOK_BACK = 14
_READINGS = 8  # counts that a percentage is held against
_NEIGHBOURS = 6  # percentages on either side that may share a total
_FAR = 40  # characters between a count and the share that ends its clause
_ANY = Decimal("Infinity")  # the words leave no doubt which counts are meant
_FAR_OFF = Decimal(25)  # percentages this far from the computed one are of something else
_CLOSE = Decimal(8)  # where only the other shares of the report tell the total
_WORDS = 10  # characters of a label that tell what is counted
_PREVAILING = 3  # shares of one total that make it the report's


class _Errors:
    """Looks for the counts that percentages without agreement plainly belong to."""

    def __init__(self, reader: ShareReader, settled: Mapping[str, Quotient]) -> None:
        self._reader = reader
        self._reading = reader.reading
        self._settled = settled
        self._starts = [percent.start for percent in reader.percents]
        wholes = Counter(q.whole for q in settled.values() if len(q.parts) == 1 and not q.complement)
        self._prevailing: dict[str | None, Figure] = {}
        for whole, times in wholes.most_common():
            if times >= _PREVAILING:
                self._prevailing.setdefault(whole.unit, whole)

    def find(self, percent: Figure) -> Quotient | None:
        """The counts that a percentage plainly belongs to and does not fit."""
        if not percent.definite:
            return None
        for part, whole, margin in islice(self._readings(percent), _READINGS):
            if self._plain(percent, part, whole, margin):
                return Quotient(percent, (part,), whole, Fit.NO)
        return self._failed(percent)

    def _readings(self, percent: Figure) -> Iterator[tuple[Figure, Figure, Decimal]]:
        """Part, whole and how far off the percentage may be, the plainest first."""
        part = self._own_part(percent)
        found: Iterator[tuple[Figure | None, Decimal]]
        if part is not None:
            found = self._wholes(percent, part)
        else:
            part = self._recalled_part(percent)
            found = iter([] if part is None else [(self._topic(part), _FAR_OFF)])
        for whole, margin in found:
            if part is not None and whole is not None:
                yield part, whole, margin

    def _failed(self, percent: Figure) -> Quotient | None:
        """A pass rate beside the count that failed: 抽检420批次,8批次不合格,合格率96%."""
        rate = cues.RATE.search(percent.label)
        if rate is None or not cues.PASS_RATE.search(rate[1]):
            return None
        around = [*self._reading.counts_before(percent.start, 3), self._reader.following(percent)]
        own = [f for f in around if f is not None and f.sentence == percent.sentence]
        failed = [f for f in own if cues.FAILED.search(f.label + f.tail[:6])]
        tested = [f for f in own if f not in failed]
        if len(failed) != 1 or len(tested) != 1:
            return None
        part, whole = failed[0], tested[0]
        alike = part.unit == whole.unit and part.definite and whole.definite and 0 < part.value < whole.value
        expected = HUNDRED - percentage_of(part.value, whole.value) if alike else HUNDRED * 2
        close = abs(expected - percent.value) <= _FAR_OFF
        return Quotient(percent, (part,), whole, Fit.NO, complement=True) if close else None

    @staticmethod
    def _plain(percent: Figure, part: Figure, whole: Figure, margin: Decimal) -> bool:
        """True if the figures are comparable, and either not too far apart or a slip away from agreeing."""
        alike = cues.same_things(part.unit, whole.unit) and part is not whole
        if not (alike and part.definite and whole.definite and part.value > 0 and whole.value > 0):
            return False
        off = abs(percentage_of(part.value, whole.value) - percent.value)
        if off <= margin and (part.value <= whole.value or (margin == _ANY and percent.value <= HUNDRED)):
            return True
        return _mistyped(percent, part, whole)

    def _own_part(self, percent: Figure) -> Figure | None:
        """The count that a percentage follows at once or is the rate of, or that explains it (满意率93%,即140户)."""
        listed = self._reader.listed(percent)
        if listed is not None:
            return listed
        if cues.THAT_IS.match(percent.tail):
            return self._reader.following(percent)
        pair = self._reader.stated_pair(percent)
        if pair is not None:
            return pair[0]
        rate = cues.RATE.search(percent.label)
        before = [
            f
            for f in self._reading.counts_before(percent.start, 4)
            if f.sentence == percent.sentence and ";" not in self._reading.between(f, percent)
        ]
        if rate is not None:
            return next((figure for figure in before if _of_one_matter(rate[1], figure)), None)
        nearest = self._reading.figures[self._reading.position(percent) - 1] if before else None
        if nearest is None or nearest is not before[0]:
            return None
        between = self._reading.between(nearest, percent)
        most = _FAR if percent.label in cues.BARE_SHARES else NEAR
        return nearest if len(between) <= most and ";" not in between else None

    # -- totals --------------------------------------------------------------------------------------------------

    def _wholes(self, percent: Figure, part: Figure) -> Iterator[tuple[Figure | None, Decimal]]:
        """Totals that the percentage plainly divides by, the plainest first, with how far off it may be."""
        pair = self._reader.stated_pair(percent)
        if pair is not None:
            yield pair[1], _FAR_OFF
            return
        rate = cues.RATE.search(percent.label)
        if rate is not None and not cues.SHARE.search(percent.label):
            yield self._beside(percent, part, rate[1]), _ANY
            if (
                percent.value != HUNDRED
                and not cues.OWN_BASE_RATE.search(rate[1])
                and _of_one_matter(rate[1], part)
            ):
                yield self._before_in_sentence(percent, part), _FAR_OFF
                yield self._reading.named_total(part), _FAR_OFF
                yield self._nested_total(part), _FAR_OFF
                for received in self._received(part):
                    yield received, _FAR_OFF
            return
        yield self._reader.named(percent, part), _FAR_OFF
        yield self._head(part), _FAR_OFF
        yield from self._neighbours(percent, part)
        yield self._first_beside(percent, part), _FAR_OFF
        yield self._prevailing.get(part.unit), _CLOSE
        if cues.SPLIT.search(self._reading.text[part.sentence_span.start : part.start]):
            yield self._topic(part), _CLOSE

    def _beside(self, percent: Figure, part: Figure, stem: str) -> Figure | None:
        """The count before the part, if whole, part and rate follow one another and the rate bears the part's own name
        (发出500份,收回482份,回收率96.4%), or the part is told to be some of the whole (69人当中参加58人,参与率84.1%)."""
        figures, at = self._reading.figures, self._reading.position(percent)
        if at < 2 or figures[at - 1] is not part or ";" in self._reading.between(part, percent):
            return None
        whole = figures[at - 2]
        one = (
            whole.sentence == part.sentence == percent.sentence and whole.depth == part.depth == percent.depth
        )
        if not one or whole.part is not Part.COUNT or ";" in self._reading.between(whole, part):
            return None
        named = _bears_name(stem, part) or bool(cues.NESTED.match(whole.tail))
        return whole if named and self._alone(whole) else None

    def _first_beside(self, percent: Figure, part: Figure) -> Figure | None:
        """The count right before the part, where nothing else in the sentence could be the whole: 发展会员3870人,农民工2910人,
        占75.2%."""
        own = [f for f in self._reading.counts_before(part.start, 3) if f.sentence == percent.sentence]
        if not own or (len(own) > 1 and cues.same_things(own[1].unit, part.unit)):
            return None
        if (
            self._reading.position(part) - self._reading.position(own[0]) > 1
        ):  # the count before has a share itself
            return None
        between = self._reading.between(own[0], part)
        return own[0] if len(between) <= _FAR and ";" not in between and own[0].depth <= part.depth else None

    def _alone(self, whole: Figure) -> bool:
        """True if a count is no member of a list that only together make the whole."""
        if cues.TOTAL.search(whole.label):
            return True
        at = self._reading.position(whole)
        before = self._reading.figures[at - 1] if at else None
        if before is None or before.sentence != whole.sentence:
            return True
        return not cues.same_things(before.unit, whole.unit)

    def _head(self, part: Figure) -> Figure | None:
        """The count that the part stands among (受理96宗,其中食品类38宗)."""
        if not cues.AMONG.search(part.lead):
            return self._reading.named_total(part)
        before = self._reading.counts_before(part.start, 3)
        near = (
            f
            for f in before
            if part.sentence - f.sentence <= 1 and f.unit == part.unit and f.depth <= part.depth
        )
        return next(near, None)

    def _neighbours(self, percent: Figure, part: Figure) -> Iterator[tuple[Figure, Decimal]]:
        """The total that two shares of the paragraph divide by, or the next share of the same sentence; with how far off the
        percentage may be."""
        told = (
            cues.SHARE.search(percent.label)
            or percent.lead.strip() in ELLIPTIC
            or self._reader.listed(percent)
        )
        if not told:
            return
        at = bisect_left(self._starts, percent.start)
        near = self._reader.percents[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + 1]
        quotients = [
            self._settled[p.id] for p in near if p.id in self._settled and p.paragraph == percent.paragraph
        ]
        alike = [
            q for q in quotients if len(q.parts) == 1 and q.parts[0].unit == part.unit and not q.complement
        ]
        shared, times = next(iter(Counter(q.whole for q in alike).most_common(1)), (None, 0))
        if shared is not None and times >= 2:
            yield shared, _ANY
            return
        yield from ((q.whole, _FAR_OFF) for q in reversed(alike) if q.percent.sentence == percent.sentence)

    def _before_in_sentence(self, percent: Figure, part: Figure) -> Figure | None:
        """The count before the one whose rate is told: what was received, else the nearest."""
        before = self._reading.counts_before(part.start, 4)
        own = [f for f in before if f.sentence == percent.sentence and cues.same_things(f.unit, part.unit)]
        return next((figure for figure in own if cues.RECEIVED.search(figure.label)), None) or next(
            iter(own), None
        )

    def _nested_total(self, part: Figure) -> Figure | None:
        """The count that opened the paragraph as what it tells of: 2111件举报中,…。立案196件."""
        for figure in self._reading.counts_before(part.start, _LOOK_BACK):
            if figure.paragraph != part.paragraph:
                return None
            if cues.NESTED.match(figure.tail) and figure.unit == part.unit:
                return figure
        return None

    def _received(self, part: Figure) -> Iterator[Figure]:
        """Counts of what was resolved, nearest first: of the kind that the label names (投诉办结…), else any received."""
        kind = cues.REQUEST_KINDS.search(part.label)
        if kind is None and not cues.RESOLVED.search(part.label):
            return
        for figure in self._reading.counts_before(part.start, 3 * _LOOK_BACK):
            words = figure.label[-6:]
            told = kind[0] in words if kind is not None else cues.RECEIVED.search(words)
            if told and figure.unit == part.unit and not figure.depth and figure.value >= part.value:
                yield figure

    def _topic(self, part: Figure) -> Figure | None:
        """The first total of the report in the part's measure word."""
        return next((f for f in self._reader.anchors if f.unit == part.unit and f.start < part.start), None)

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


def _of_one_matter(stem: str, part: Figure) -> bool:
    """True if a rate is of what a count counts: 收回 and 回收率, 握手言和 and 成功率."""
    tail = cues.LIST_CLAUSE.split(part.tail, maxsplit=1)[0]
    resolved = cues.RESOLVED_RATE.search(stem) and cues.RESOLVED.search(part.label + tail[:8])
    return bool(set(stem) & set(part.label + tail[:4]) or resolved)


def _mistyped(percent: Figure, part: Figure, whole: Figure) -> bool:
    """True if one wrong digit in one of the figures explains why they do not agree."""
    asked, top, base = percent.printed, part.printed, whole.printed
    if asked.resolution >= 1:  # too many counts fit a coarse percentage
        return False
    if top.approximate or base.approximate:
        return False
    half = asked.resolution / 2

    def gives(percentage: Decimal = ZERO, counted: Decimal = ZERO, divided: Decimal = ZERO) -> bool:
        """True if the figures agree once they are moved so far."""
        low, high = base.low + divided, base.high + divided
        share = asked.value + percentage
        if low <= 0 or (share - half) * low > (top.high + counted) * HUNDRED:
            return False
        return (top.low + counted) * HUNDRED < (share + half) * high

    return (
        any(gives(percentage=moved) for moved in slips(asked))
        or any(gives(counted=moved) for moved in slips(top))
        or any(gives(divided=moved) for moved in slips(base))
    )


def _bears_name(stem: str, part: Figure) -> bool:
    """True if a rate is named after what the part counts: 收回482份,回收率; 满意187户,满意率; 140户表示满意,满意率."""
    words = part.label[-_WORDS:] + cues.LIST_CLAUSE.split(part.tail, maxsplit=1)[0]
    if cues.RESOLVED_RATE.search(stem) and cues.RESOLVED.search(words):
        return not cues.OWN_BASE_RATE.search(stem) or stem in words
    if "赔付" in stem:
        return False
    core = cues.RATE_ADVERB.sub("", stem)[-2:]
    return len(core) == 2 and set(core) <= set(words)


def share_checks(reader: ShareReader, settled: Mapping[str, Quotient], given: Collection[str]) -> list[Check]:
    """percentage checks. ``settled`` are the quotients that agree, by the percentage's fact; ``given`` are percentages that
    tables give."""
    errors = _Errors(reader, settled)
    quotients = (
        settled.get(percent.id) or errors.find(percent)
        for percent in reader.percents
        if percent.id not in given
    )
    return [share_check(reader.reading, quotient) for quotient in quotients if quotient is not None]
