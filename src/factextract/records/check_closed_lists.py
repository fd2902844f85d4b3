"""Lists that plainly belong to one total and do not add up to it.

A list may be open (其中 names what matters, 等 says so), so a sum that differs is an error only if the text closes the list:
a total follows it, 其他 ends it, the total's own words name its parts, brackets spell it out, its shares make 100 %.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from factextract.datamodel import Check
from factextract.records import cues
from factextract.records.arithmetic import HUNDRED, Fit, sum_fits
from factextract.records.check_sums import Run, outcome_follows, sum_check, total_after
from factextract.records.figures import Figure, Part, Reading

_SLACK = (Decimal("0.6"), Decimal("1.6"))  # sums this far from the total are of other things
_TIGHT_SLACK = (Decimal("0.85"), Decimal("1.18"))  # where no word says that the list divides the total
_OVERSHOOT = Decimal("1.25")
_LOOK_BACK = 6


def _pieces(reading: Reading, run: Run) -> Iterable[tuple[int, ...]]:
    """A run cut where the measure word changes, where outcomes follow kinds and before totals; semicolons stay."""
    piece = [run.members[0]]
    for before, at in pairwise(run.members):
        one, other = reading.counts[before], reading.counts[at]
        if one.unit != other.unit or outcome_follows(one, other) or cues.TOTAL.search(other.label):
            yield tuple(piece)
            piece = []
        piece.append(at)
    yield tuple(piece)


def _uniform(figures: Sequence[Figure]) -> bool:
    """True if the figures are exact, of one measure word and none is a plan among results."""
    first = figures[0]
    return all(figure.printed.plain and figure.unit == first.unit for figure in figures) and (
        len({figure.planned for figure in figures}) == 1
    )


def _comparable(reading: Reading, total: Figure, parts: Sequence[Figure]) -> bool:
    sum_ = sum((part.value for part in parts), Decimal(0))
    stated = total.start > parts[0].start or _introduced(reading, total, parts)
    low, high = _SLACK if stated else _TIGHT_SLACK
    return total.value > 0 and low * total.value <= sum_ <= high * total.value


def _stated_after(reading: Reading, piece: Sequence[int]) -> Figure | None:
    """The total that follows a list at once: 分别为2件、3件,合计6件."""
    at = total_after(reading, piece[-1])
    if at != piece[-1] + 1:
        return None
    first, last, total = reading.counts[piece[0]], reading.counts[piece[-1]], reading.counts[at]
    between = reading.between(last, total)
    distributed = cues.DISTRIBUTED.search(first.lead)
    if total.sentence != last.sentence or ";" in between or "等" in between:
        return None
    return total if cues.STRONG_TOTAL.search(total.label) or distributed else None


def _head(reading: Reading, piece: Sequence[int]) -> int | None:
    """Index of the total that a list divides: the count right before it, else the nearest one that is no outcome."""
    first = reading.counts[piece[0]]
    for at in range(piece[0] - 1, max(-1, piece[0] - 1 - _LOOK_BACK), -1):
        total = reading.counts[at]
        if first.sentence - total.sentence > 2 or total.paragraph != first.paragraph:
            return None
        touching = at == piece[0] - 1 and total.sentence == first.sentence
        outcome = cues.OUTCOME.search(total.label) and not touching
        if total.unit == first.unit and total.depth <= first.depth and not outcome:
            return at
    return None


def _kinds(label: str) -> str:
    return cues.AMONG.sub("", label).strip()


def _names_its_parts(total: Figure, parts: Sequence[Figure]) -> bool:
    """投诉举报146件,其中投诉112件,举报34件: the total's label is made of its parts' labels."""
    left = total.label
    for part in parts:
        kind = _kinds(part.label)
        if len(kind) < 2 or kind not in left:
            return False
        left = left.replace(kind, "", 1)
    return not cues.REQUEST_KINDS.search(left)


def _shares_make_a_whole(reading: Reading, parts: Sequence[Figure]) -> bool:
    """True if every part carries its own percentage and the percentages add up to 100."""
    ids = {part.id for part in parts}
    shares = [
        following.value
        for figure, following in pairwise(reading.figures)
        if figure.id in ids and following.part is Part.RATE and following.sentence == figure.sentence
    ]
    return len(shares) == len(parts) and abs(sum(shares, Decimal(0)) - HUNDRED) <= Decimal("0.3")


def _spelled_out(total: Figure, parts: Sequence[Figure]) -> bool:
    """27件(食品11件、药品5件、其他11件): brackets right after the total that hold nothing but the list."""
    first, last = parts[0], parts[-1]
    return (
        first.depth == total.depth + 1
        and first.start - total.end <= 12
        and first.lead.startswith("(")
        and last.tail.startswith(")")
        and not cues.AMONG.search(first.lead)
    )


def _follows_colon(reading: Reading, total: Figure, parts: Sequence[Figure]) -> bool:
    """查出问题57个:标签23个,台账19个,其余事项15个。: a colon after the total and the list up to the end of the sentence."""
    between = reading.between(total, parts[0])
    return len(parts) > 2 and between.startswith(":") and parts[-1].tail[:1] in ("。", ";", "")


def _overshoots(total: Figure, parts: Sequence[Figure]) -> bool:
    """其中A,B,C of one total that make more than it, and no labels that may overlap."""
    sum_ = sum((part.value for part in parts), Decimal(0))
    if not (cues.AMONG.search(parts[0].lead) and total.value < sum_ <= _OVERSHOOT * total.value):
        return False
    return not any(cues.OUTCOME.search(part.label) or cues.OVERLAPPING.search(part.label) for part in parts)


def _introduced(reading: Reading, total: Figure, parts: Sequence[Figure]) -> bool:
    """True if words or marks say that the list divides what stands before it."""
    between = reading.between(total, parts[0])
    return bool(cues.AMONG.search(between) or between.startswith((":", "(")) or cues.NESTED.match(total.tail))


def _closed(reading: Reading, total: Figure, parts: Sequence[Figure], listed: bool) -> bool:
    """Whether the list is complete; ``listed`` tells that the total itself stands in a list, after others."""
    if listed and not _introduced(reading, total, parts):
        return False
    if "等" in parts[-1].tail[:2] or cues.REST.search(parts[-1].label):
        return False
    touching = total.sentence == parts[0].sentence
    return bool(
        cues.OTHERS.search(parts[-1].label)
        or _shares_make_a_whole(reading, parts)
        or (
            touching
            and (
                _names_its_parts(total, parts)
                or (len(parts) == 2 and cues.complementary(parts[0].label, parts[1].label))
                or _spelled_out(total, parts)
                or _follows_colon(reading, total, parts)
                or _overshoots(total, parts)
            )
        )
    )


def closed_list_mismatches(
    reading: Reading, runs: Sequence[Run], agreeing: dict[int, list[tuple[Figure, ...]]]
) -> list[Check]:
    """parts_sum mismatches. ``agreeing`` are the sums that fit (index of the total to its parts)."""
    listed = {at for run in runs for at in run.members[1:]}
    settled = {part.id for stretches in agreeing.values() for parts in stretches for part in parts}
    checks = []
    for run in runs:
        for piece in _pieces(reading, run):
            parts = [reading.counts[at] for at in piece]
            if len(parts) < 2 or not _uniform(parts) or any(part.id in settled for part in parts):
                continue
            total = _stated_after(reading, piece)
            if total is None:
                named, at = reading.named_total(parts[0]), _head(reading, piece)
                head = named or (reading.counts[at] if at is not None else None)
                within = named is None and at in listed
                total = head if head is not None and _closed(reading, head, parts, within) else None
            if total is None or not _uniform([total, *parts]) or not _comparable(reading, total, parts):
                continue
            if sum_fits(total.printed, [part.printed for part in parts]) is Fit.NO:
                checks.append(sum_check(reading, total, parts))
    return checks
