"""Parts against their total, and remainders.

A *run* is a list of figures that stand side by side in a sentence (网购58件、电话31件、来访9件). Stretches of runs are
compared with totals before them (共受理98件,其中…) and after them (…,合计98件). Agreement is reported wherever the sum
fits and the text keeps the figures together; disagreement only where the list is plainly closed and plainly belongs to
one total.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from factextract.datamodel import Check
from factextract.records import cues
from factextract.records.arithmetic import Fit, sum_fits
from factextract.records.figures import Figure, Reading
from factextract.records.findings import PARTS_SUM, finding, sum_message

_GAP = 45  # characters between two members of a run
_LOOK_BACK = 14  # counts before a run among which its total is sought
_NEXT = 6  # characters between a number of parts and their total
_REACH = 8  # counts after one among which the next of its list stands
_PAIRED = 4  # counts between two that complement each other
_LONGEST_RUN = 400
_LONGEST = 24  # members of a run that are added up
_SIGNIFICANT = 50  # totals from here on rarely equal a sum by chance
_NOTABLE = 10
_FAR = 100  # totals in other paragraphs


@dataclass(frozen=True, slots=True)
class Run:
    """Figures side by side, by index into ``Reading.counts``; ``leaders`` marks a run of figures that open consecutive
    sentences or paragraphs."""

    members: tuple[int, ...]
    leaders: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a run: its figures, where it begins in the run, its first and last index into the counts, whether its start and end are natural ones, whether outcomes and kinds are mixed in it, and
    whether it is the entire run."""

    parts: tuple[Figure, ...]
    position: int
    first: int
    last: int
    sum: Decimal
    largest: Decimal
    starts: bool
    ends: bool
    mixed: bool
    entire: bool


def _joined(reading: Reading, one: Figure, other: Figure) -> bool:
    """True if ``other`` continues the list that ``one`` stands in."""
    if one.sentence != other.sentence or one.depth != other.depth or not cues.units_add(one.unit, other.unit):
        return False
    between = reading.between(one, other)
    if len(between) > _GAP or between.startswith(":") or "\n" in between or one.planned != other.planned:
        return False
    if one.depth:
        alone = one.tail.startswith(")") and other.lead.endswith("(")
        if ")" in between and not (alone and between.count("(") == 1):
            return False
    pair = one.label.startswith("前者") and other.label.startswith("后者")
    apart = ";" in between or cues.OTHER_CLAUSE.match(reading.clause(other))  # 其余5个所合计127件
    summed = cues.STRONG_TOTAL.search(other.label) and not apart
    return pair or not (cues.AMONG.search(between) or summed)


def _numbers_list(counts: Sequence[Figure], at: int) -> bool:
    """True for the number of those that figures are told of: 甲、乙、丙三个中队依次为12宗、9宗、7宗; 另外5个所合计7宗."""
    if at + 1 >= len(counts) or counts[at].unit not in cues.NAME_UNITS:
        return False
    one, following = counts[at], counts[at + 1]
    if one.sentence != following.sentence or cues.same_things(one.unit, following.unit):
        return False
    summed = cues.STRONG_TOTAL.search(following.lead) and len(following.lead) <= _NEXT
    return bool(cues.DISTRIBUTED.search(following.label) or summed)


def outcome_follows(one: Figure, other: Figure) -> bool:
    """True where a list of kinds gives way to an outcome (来访9件,已办结60件)."""
    return bool(cues.OUTCOME.search(other.label) and not cues.OUTCOME.search(one.label))


def _boundary(reading: Reading, one: Figure, other: Figure) -> bool:
    """True if a list may well end between two members of a run: at a semicolon, before an outcome or a total."""
    apart = ";" in reading.between(one, other) or cues.TOTAL.search(other.label)
    return bool(apart or outcome_follows(one, other))


def _next_beside(reading: Reading, at: int) -> int | None:
    """Index of the count that stands beside the one with index ``at`` in a list."""
    counts, figure = reading.counts, reading.counts[at]
    for nxt in range(at + 1, min(at + _REACH, len(counts))):
        other = counts[nxt]
        if other.sentence != figure.sentence or other.depth < figure.depth:
            return None
        if _numbers_list(counts, nxt):
            continue
        if _joined(reading, figure, other):
            return nxt
        if other.depth == figure.depth and cues.units_add(figure.unit, other.unit):
            return None
    return None


def _next_after_nested(reading: Reading, at: int) -> int | None:
    """Index of the count that goes on with a list behind a semicolon, after what divides its member with index ``at``
    (转送37件,其中A28件、B9件;热线22件)."""
    counts, figure = reading.counts, reading.counts[at]
    following = counts[at + 1] if at + 1 < len(counts) else None
    if following is None or not cues.AMONG.search(reading.between(figure, following)):
        return None
    for nxt in range(at + 2, min(at + _REACH, len(counts))):
        other = counts[nxt]
        if other.sentence != figure.sentence or other.depth != figure.depth:
            return None
        if ";" in reading.between(counts[nxt - 1], other):
            alike = cues.units_add(figure.unit, other.unit) and figure.planned == other.planned
            near = other.start - counts[nxt - 1].end <= _GAP
            return nxt if alike and near else None
    return None


def find_runs(reading: Reading) -> list[Run]:
    """Maximal runs of two members or more, in text order; a list whose members are divided in their turn (转送37件,其中
    A28件、B9件;热线22件) is read both ways."""
    places = [at for at in range(len(reading.counts)) if not _numbers_list(reading.counts, at)]
    beside = {at: nxt for at in places if (nxt := _next_beside(reading, at)) is not None}
    outer = {at: nxt for at in places if (nxt := _next_after_nested(reading, at)) is not None}
    runs = [*_chains(beside, beside), *(_chains({**beside, **outer}, outer) if outer else ())]
    return sorted({run.members: run for run in runs}.values(), key=lambda run: run.members)


def _chains(follower: Mapping[int, int], needed: Container[int]) -> Iterator[Run]:
    """Runs of places that follow one another and hold at least one of those ``needed``; a place follows only the first that
    it could."""
    leader: dict[int, int] = {}
    for before, at in sorted(follower.items()):
        leader.setdefault(at, before)
    for first in sorted(follower):
        if first in leader:
            continue
        members = [first]
        while len(members) < _LONGEST_RUN:
            nxt = follower.get(members[-1])
            if nxt is None or leader[nxt] != members[-1]:
                break
            members.append(nxt)
        if len(members) > 1 and any(at in needed for at in members):
            yield Run(tuple(members))


def total_after(reading: Reading, last: int) -> int | None:
    """Index of a total that follows the count with index ``last``."""
    part = reading.counts[last]
    for nxt in range(last + 1, min(last + 3, len(reading.counts))):
        other = reading.counts[nxt]
        near = other.sentence - part.sentence <= 1 and other.paragraph - part.paragraph <= 1
        told = cues.TOTAL.search(other.label) or cues.STOCK.search(other.label)
        if near and told and not cues.SHARE.search(other.label) and cues.units_add(part.unit, other.unit):
            return nxt
    return None


def find_leaders(reading: Reading) -> list[Run]:
    """Runs of figures of one measure word that open consecutive sentences or consecutive paragraphs."""
    runs: list[Run] = []
    for key in ("sentence", "paragraph"):
        chain: list[int] = []
        seen = None
        for at, figure in enumerate(reading.counts):
            place = getattr(figure, key)
            if place == seen or figure.depth:
                continue
            linked = chain and seen is not None and place - seen == 1
            if not (linked and reading.counts[chain[-1]].unit == figure.unit):
                if len(chain) > 1:
                    runs.append(Run(tuple(chain), leaders=True))
                chain = []
            chain.append(at)
            seen = place
        if len(chain) > 1:
            runs.append(Run(tuple(chain), leaders=True))
    return runs


def find_complements(reading: Reading) -> list[Run]:
    """Pairs that divide their total between them, even across sentences (合格171批次。不合格13批次)."""
    runs = []
    for at, figure in enumerate(reading.counts):
        for before in range(at - 1, max(-1, at - 1 - _PAIRED), -1):
            other = reading.counts[before]
            if figure.sentence - other.sentence > 2:
                break
            if figure.unit == other.unit and cues.complementary(other.label, figure.label):
                runs.append(Run((before, at)))
                break
    return runs


def _stretches(reading: Reading, run: Run) -> Iterator[Stretch]:
    members = run.members
    figures = [reading.counts[at] for at in members]
    breaks = [_boundary(reading, one, other) for one, other in pairwise(figures)]
    mixes = [outcome_follows(one, other) for one, other in pairwise(figures)]
    for first in range(len(members)):
        starts = first == 0 or breaks[first - 1]
        sum_ = largest = figures[first].value
        for last in range(first + 1, min(first + _LONGEST, len(members))):
            ends = last == len(members) - 1 or breaks[last]
            parts = tuple(figures[first : last + 1])
            sum_, largest = sum_ + figures[last].value, max(largest, figures[last].value)
            mixed, entire = any(mixes[first:last]), len(parts) == len(members)
            yield Stretch(
                parts, first, members[first], members[last], sum_, largest, starts, ends, mixed, entire
            )


def _near(total: Figure, part: Figure) -> bool:
    """True if a total and a part stand in the same or in neighbouring sentences of a paragraph."""
    return abs(part.sentence - total.sentence) <= 1 and part.paragraph == total.paragraph


def _beside(reading: Reading, run: Run, stretch: Stretch, at: int) -> bool:
    """True if a count stands in the same list as a stretch and does not head it (食品11件、药品5件、商标6件)."""
    members, position = run.members, stretch.position
    place = bisect_left(members, at)
    if run.leaders or place == len(members) or members[place] != at:
        return False
    return place != position - 1 or reading.between(reading.counts[at], stretch.parts[0]).startswith("、")


def _set_off(reading: Reading, run: Run, stretch: Stretch) -> bool:
    """True if a stretch is one enumeration between commas: 收到作品400幅,一等奖10幅、二等奖20幅、三等奖30幅,60幅获奖作品."""
    before = reading.counts[run.members[stretch.position - 1]]
    inner = all(reading.between(a, b).startswith("、") for a, b in pairwise(stretch.parts))
    return inner and not reading.between(before, stretch.parts[0]).startswith("、")


def _totals(
    reading: Reading, run: Run, stretch: Stretch, anchored: Sequence[int]
) -> Iterator[tuple[int, bool]]:
    """Indexes of counts that may be the stretch's total, the likeliest first, with whether they touch the stretch."""
    depth = stretch.parts[0].depth
    after = None if run.leaders else total_after(reading, stretch.last)
    if after is None and (stretch.starts or _set_off(reading, run, stretch)):
        after = next(iter(run.members[stretch.position + len(stretch.parts) :][:1]), None)
        few = len(stretch.parts) < 3 and stretch.sum < _FAR
        after = None if few else after
    if after is not None:
        yield after, True
    touching = True
    earliest = max(-1, stretch.first - 1 - _LOOK_BACK)
    for at in range(stretch.first - 1, earliest, -1):
        total = reading.counts[at]
        if not touching and total.value != stretch.sum:  # only an exact sum counts from afar
            continue
        if total.depth > depth or total.value < stretch.largest or _beside(reading, run, stretch, at):
            continue
        yield at, touching and stretch.first - at <= 2 and _near(total, stretch.parts[0])
        touching = touching and not cues.units_add(total.unit, stretch.parts[0].unit)
    for at in anchored:
        if at > earliest:
            break
        yield at, False
    for named in (reading.named_total(stretch.parts[0]), reading.headed_total(stretch.parts[0])):
        if named is not None and stretch.starts and stretch.ends:
            yield reading.count_position(named), True


def _plausible(
    stretch: Stretch, total: Figure, touching: bool, anchored: bool, leaders: bool, heads: bool
) -> bool:
    """Whether an exact sum is more than chance; ``heads`` tells that the total is the member of the run before the
    stretch."""
    parts = stretch.parts
    same_unit = all(part.unit == total.unit for part in parts)
    if leaders:
        return same_unit and total.value >= _SIGNIFICANT
    if not same_unit:
        whole = touching and stretch.ends and total.value >= _NOTABLE
        return whole and all(part.value for part in parts)
    if not touching:
        entire = stretch.entire and len(parts) > 2 and total.value >= _FAR
        known = anchored or entire or total.paragraph == parts[0].paragraph
        mixed = stretch.mixed and not entire
        return known and not mixed and stretch.starts and stretch.ends and total.value >= _NOTABLE
    if heads and not stretch.ends:
        return False
    return stretch.ends or total.value >= _SIGNIFICANT or (len(parts) > 2 and total.value >= _NOTABLE)


def agreeing_sums(reading: Reading, runs: Sequence[Run]) -> dict[int, list[tuple[Figure, ...]]]:
    """For each count (by index) the stretches that add up to it."""
    found: dict[int, list[tuple[Figure, ...]]] = {}
    anchored = reading.anchors
    for run in runs:
        for stretch in _stretches(reading, run):
            for at, touching in _totals(reading, run, stretch, anchored):
                total = reading.counts[at]
                if touching and stretch.ends:
                    fits = sum_fits(total.printed, [part.printed for part in stretch.parts]) is not Fit.NO
                else:
                    fits = stretch.sum == total.value
                heads = stretch.position > 0 and run.members[stretch.position - 1] == at
                if fits and _plausible(stretch, total, touching, at in anchored, run.leaders, heads):
                    found.setdefault(at, []).append(stretch.parts)
                    break
    return {at: _longest(stretches) for at, stretches in found.items()}


def _longest(stretches: list[tuple[Figure, ...]]) -> list[tuple[Figure, ...]]:
    """Drop stretches that lie inside another (parts of value 0 at an edge)."""
    kept: list[tuple[Figure, ...]] = []
    for stretch in sorted(stretches, key=len, reverse=True):
        ids = {part.id for part in stretch}
        if not any(ids <= {part.id for part in other} for other in kept):
            kept.append(stretch)
    return sorted(kept, key=lambda stretch: stretch[0].start)


def sum_check(reading: Reading, total: Figure, parts: Sequence[Figure]) -> Check:
    """A parts_sum check of ``parts`` against ``total``."""
    fit = sum_fits(total.printed, [part.printed for part in parts])
    found = sum((part.value for part in parts), Decimal(0))
    message = sum_message(reading, fit, total, parts)
    return finding(PARTS_SUM, fit, [total, *parts], found, total.value, message)
