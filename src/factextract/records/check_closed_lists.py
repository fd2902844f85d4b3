"""Lists that plainly belong to one total and do not add up to it (``divisions`` tells when they do).

The total stands right after the list, or is named by the list's sentence or heading, or is what the parts' shares divide
by, or stands before the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from factextract.datamodel import Check
from factextract.records import cues
from factextract.records.arithmetic import Fit, sum_fits
from factextract.records.check_sums import Run, outcome_follows, sum_check, total_after
from factextract.records.divisions import Division
from factextract.records.figures import Figure, Part, Reading

_LOOK_BACK = 8


def _pieces(reading: Reading, run: Run) -> Iterable[tuple[int, ...]]:
    """A run cut where the measure word changes, where outcomes follow kinds and before totals, and at a semicolon after a
    list that divides one member of another (监管转办1204件,其中A987件、B217件;热线5733件)."""
    if len(run.members) > 2 and _stated_after(reading, run.members) is not None:
        yield run.members
    piece = [run.members[0]]
    for before, at in pairwise(run.members):
        one, other = reading.counts[before], reading.counts[at]
        nested = cues.AMONG.search(reading.counts[piece[0]].lead) if piece else None
        leaves = nested and ";" in reading.between(one, other)
        ended = cues.TOTAL.search(other.label) or cues.PRIZE.match(other.tail)
        if leaves or ended or not cues.same_things(one.unit, other.unit) or outcome_follows(one, other):
            yield tuple(piece)
            piece = []
        piece.append(at)
    yield tuple(piece)


def _uniform(figures: Sequence[Figure]) -> bool:
    """True if the figures are definite, of one measure word and none is a plan among results."""
    first = figures[0]
    alike = all(figure.definite and cues.same_things(figure.unit, first.unit) for figure in figures)
    return alike and len({figure.planned for figure in figures}) == 1


def _stated_after(reading: Reading, piece: Sequence[int]) -> Figure | None:
    """The total that follows a list at once: 分别为2件、3件,合计6件; 分别为2件、3件,两家合计6件; …(98件)。五类合计773件."""
    at = total_after(reading, piece[-1])
    if at is None:
        return _prize_total(reading, piece)
    first, last, total = reading.counts[piece[0]], reading.counts[piece[-1]], reading.counts[at]
    passed = [reading.counts[i] for i in range(piece[-1] + 1, at)]
    if any(figure.unit not in cues.NAME_UNITS for figure in passed):
        return None
    numbered = any(figure.value == len(piece) for figure in passed) or cues.told_number(total.lead) == len(
        piece
    )
    between = reading.between(last, total)
    apart = total.sentence != last.sentence and not numbered
    if apart or not cues.same_things(total.unit, last.unit) or ";" in between or "等" in between:
        return None
    told = cues.STRONG_TOTAL.search(total.lead) or cues.DISTRIBUTED.search(first.lead)
    return total if told or cues.IN_ALL.match(between) else None


def _prize_total(reading: Reading, piece: Sequence[int]) -> Figure | None:
    """一等奖10幅、二等奖20幅、三等奖30幅,60幅获奖作品."""
    at = piece[-1] + 1
    if at >= len(reading.counts) or not all(cues.NUMBERED.search(reading.counts[i].label) for i in piece):
        return None
    last, total = reading.counts[piece[-1]], reading.counts[at]
    return total if total.sentence == last.sentence and cues.PRIZE.match(total.tail) else None


def _heads(reading: Reading, piece: Sequence[int]) -> Iterator[int]:
    """Indexes of what a list may divide: counts before it in the paragraph, nearest first, that are themselves no outcome
    (unless they stand right before it) and no parts (食品类52件,占46%)."""
    first = reading.counts[piece[0]]
    for at in range(piece[0] - 1, max(-1, piece[0] - 1 - _LOOK_BACK), -1):
        total = reading.counts[at]
        if first.sentence - total.sentence > 2 or total.paragraph != first.paragraph:
            return
        if total.unit != first.unit or total.depth > first.depth:
            continue
        touching = at == piece[0] - 1 and total.sentence == first.sentence
        if not touching and cues.OUTCOME.search(total.label):
            continue
        if not _is_share(reading, total) or Division(reading, total, (first,)).introduced:
            yield at


def _is_share(reading: Reading, total: Figure) -> bool:
    """True if a count is told to be a share of another (97件(52.15%), 41件,占22.04%)."""
    at = reading.position(total) + 1
    follower = reading.figures[at] if at < len(reading.figures) else None
    own = follower is not None and follower.part is Part.RATE and follower.sentence == total.sentence
    return bool(cues.SHARE.search(total.tail)) or (own and total.tail.startswith("("))


def _base(parts: Sequence[Figure], bases: Mapping[str, Figure]) -> Figure | None:
    """The total that the shares of two parts or more divide by."""
    wholes = [bases[part.id] for part in parts if part.id in bases]
    return wholes[0] if len(wholes) > 1 and all(whole is wholes[0] for whole in wholes) else None


class _Lists:
    """Finds what lists divide."""

    def __init__(self, reading: Reading, runs: Sequence[Run], bases: Mapping[str, Figure]) -> None:
        self._reading = reading
        self._bases = bases
        self._members = {at for run in runs for at in run.members}
        self._listed = {at for run in runs for at in run.members[1:]}

    def total(self, piece: Sequence[int]) -> Figure | None:
        """The total that a list plainly divides."""
        parts = tuple(self._reading.counts[at] for at in piece)
        stated = _stated_after(self._reading, piece)
        if stated is not None:
            return stated if self._makes(stated, parts, piece) else None
        found = (one for one in self._divisions(piece, parts) if one.closed() and one.comparable)
        return next((one.total for one in found if _uniform([one.total, *parts])), None)

    def _makes(self, total: Figure, parts: tuple[Figure, ...], piece: Sequence[int]) -> bool:
        division = Division(self._reading, total, parts, single=piece[0] not in self._listed)
        return _uniform([total, *parts]) and division.comparable

    def _divisions(self, piece: Sequence[int], parts: tuple[Figure, ...]) -> Iterator[Division]:
        """Totals that a list may divide, the plainest first."""
        reading = self._reading
        named = (
            _base(parts, self._bases),
            reading.named_total(parts[0]),
            reading.headed_total(parts[0]),
        )
        yield from (Division(reading, total, parts, named=True) for total in named if total is not None)
        for at in _heads(reading, piece):
            single = at not in self._members or at == piece[0] - 1
            yield Division(reading, reading.counts[at], parts, listed=at in self._listed, single=single)
        before = reading.counts_before(parts[0].start, 1)
        if before and before[0].sentence == parts[0].sentence and before[0].unit == parts[0].unit:
            return  # if the list divides a count, it is one of its own sentence
        for at in reading.anchors:
            total = reading.counts[at]
            single = at not in self._members and not _is_share(reading, total)
            division = Division(reading, total, parts, single=single)
            if total.unit == parts[0].unit and total.start < parts[0].start and division.explained:
                yield division

    def headed(self, piece: Sequence[int]) -> Figure | None:
        """The total of a piece without its first figure: one behind it, or the first figure, if the others plainly divide it
        (受理73件,车险51件,非车险22件)."""
        first, *rest = (self._reading.counts[at] for at in piece)
        stated = _stated_after(self._reading, piece[1:])
        if stated is not None:
            return stated if self._makes(stated, tuple(rest), piece[1:]) else None
        division = Division(self._reading, first, tuple(rest), single=True)
        if _is_share(self._reading, first) and not division.introduced:
            return None
        whole = _uniform([first, *rest]) and division.closed() and division.comparable
        return first if whole else None

    def segments(self, piece: Sequence[int]) -> list[list[int]]:
        """The stretches of a piece between semicolons, if it has any."""
        segments: list[list[int]] = [[]]
        for at in piece:
            segment = segments[-1]
            if segment and ";" in self._reading.between(
                self._reading.counts[segment[-1]], self._reading.counts[at]
            ):
                segments.append([])
            segments[-1].append(at)
        return segments if len(segments) > 1 else []

    def readings(self, piece: Sequence[int]) -> Iterator[tuple[Figure, tuple[Figure, ...]]]:
        """Totals and lists that a piece may be read as, the likeliest first."""
        counts = self._reading.counts
        lists = [piece, *self.segments(piece)]
        for number, members in enumerate(lists):
            if len(members) < 2:
                continue
            total = self.total(members)
            if total is not None:
                yield total, tuple(counts[at] for at in members)
            if number == 0 and len(members) > 2:
                total = self.headed(members)
                if total is not None:
                    yield total, tuple(counts[at] for at in members[1:])


def closed_list_mismatches(
    reading: Reading,
    runs: Sequence[Run],
    agreeing: Mapping[int, Sequence[tuple[Figure, ...]]],
    bases: Mapping[str, Figure],
) -> list[Check]:
    """parts_sum mismatches. ``agreeing`` are the sums that fit (index of the total to its parts), ``bases`` the totals that
    shares divide by (id of the count to its total)."""
    lists = _Lists(reading, runs, bases)
    settled = {part.id for stretches in agreeing.values() for parts in stretches for part in parts}
    checks: dict[frozenset[str], Check] = {}
    for piece in (piece for run in runs for piece in _pieces(reading, run)):
        for total, parts in lists.readings(piece):
            if any(part.id in settled for part in parts):
                continue
            if sum_fits(total.printed, [part.printed for part in parts]) is Fit.NO:
                check = sum_check(reading, total, parts)
                checks.setdefault(frozenset(check.facts), check)
                break
    return list(checks.values())
