"""Lists that plainly belong to one total and do not add up to it.

A list may be open (其中 names what matters, 等 says so), so a sum that differs is an error only if the text closes the list:
a total follows it, 其他 ends it, the total's own words name its parts, brackets spell it out, its shares make 100 %. Where the
text only announces a division (按渠道看), the sum must come close to the total.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from factextract.datamodel import Check
from factextract.records import cues
from factextract.records.arithmetic import HUNDRED, Fit, sum_fits
from factextract.records.check_sums import Run, outcome_follows, sum_check, total_after
from factextract.records.figures import Figure, Part, Reading

_SLACK = (Decimal("0.6"), Decimal("1.6"))  # sums this far from the total are of other things
_TIGHT_SLACK = (Decimal("0.85"), Decimal("1.18"))  # where no word says that the list divides the total
_ALL_BUT = Decimal("0.025")
_NEARLY = Decimal("0.04")
_OVERSHOOT = Decimal("1.25")
_LOOK_BACK = 8
_BETWEEN = 60
_BRACKET = 12  # characters between a total and the brackets that spell it out


def _pieces(reading: Reading, run: Run) -> Iterable[tuple[int, ...]]:
    """A run cut where the measure word changes, where outcomes follow kinds and before totals, and at a semicolon after a
    list that divides one member of another (监管转办1204件,其中A987件、B217件;热线5733件)."""
    piece = [run.members[0]]
    for before, at in pairwise(run.members):
        one, other = reading.counts[before], reading.counts[at]
        nested = cues.AMONG.search(reading.counts[piece[0]].lead) if piece else None
        leaves = nested and ";" in reading.between(one, other)
        ended = cues.TOTAL.search(other.label) or cues.PRIZE.match(other.tail)
        if leaves or ended or one.unit != other.unit or outcome_follows(one, other):
            yield tuple(piece)
            piece = []
        piece.append(at)
    yield tuple(piece)


def _uniform(figures: Sequence[Figure]) -> bool:
    """True if the figures are definite, of one measure word and none is a plan among results."""
    first = figures[0]
    return all(figure.definite and figure.unit == first.unit for figure in figures) and (
        len({figure.planned for figure in figures}) == 1
    )


def _comparable(reading: Reading, total: Figure, parts: Sequence[Figure]) -> bool:
    sum_ = sum((part.value for part in parts), Decimal(0))
    stated = total.start > parts[0].start or _introduced(reading, total, parts)
    low, high = _SLACK if stated else _TIGHT_SLACK
    few = abs(sum_ - total.value) <= 2
    return total.value > 0 and (few or low * total.value <= sum_ <= high * total.value)


def _stated_after(reading: Reading, piece: Sequence[int]) -> Figure | None:
    """The total that follows a list at once: 分别为2件、3件,合计6件; 分别为2件、3件,两家合计6件."""
    at = total_after(reading, piece[-1])
    if at is None:
        return _prize_total(reading, piece)
    if any(reading.counts[i].unit not in cues.NAME_UNITS for i in range(piece[-1] + 1, at)):
        return None
    first, last, total = reading.counts[piece[0]], reading.counts[piece[-1]], reading.counts[at]
    between = reading.between(last, total)
    distributed = cues.DISTRIBUTED.search(first.lead)
    if total.sentence != last.sentence or total.unit != last.unit or ";" in between or "等" in between:
        return None
    return total if cues.STRONG_TOTAL.search(total.label) or distributed else None


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
        if not cues.SHARE.search(total.tail) or _introduced(reading, total, [first]):
            yield at


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


def _spelled_out(reading: Reading, total: Figure, parts: Sequence[Figure]) -> bool:
    """27件(食品11件、药品5件、其他11件): brackets right after the total that hold nothing but the list."""
    first, last = parts[0], parts[-1]
    return (
        first.depth == total.depth + 1
        and reading.between(total, first)[:_BRACKET].count("(") == 1
        and last.tail.startswith(")")
        and not cues.AMONG.search(first.lead)
    )


def _follows_colon(reading: Reading, total: Figure, parts: Sequence[Figure]) -> bool:
    """查出问题57个:标签23个,台账19个,其余事项15个。: a colon after the total and a list after which the
    sentence counts nothing of the kind."""
    if (
        len(parts) < 3
        or ":" not in cues.LIST_CLAUSE_BUT_COLON.split(reading.between(total, parts[0])[:_BRACKET])[0]
    ):
        return False
    after = reading.count_after(parts[-1].end)
    return after is None or after.sentence != parts[-1].sentence or after.unit != parts[-1].unit


def _overshoots(total: Figure, parts: Sequence[Figure]) -> bool:
    """其中A,B,C of one total that make more than it, and no labels that may overlap."""
    sum_ = sum((part.value for part in parts), Decimal(0))
    most = max(_OVERSHOOT * total.value, total.value + 2)
    if not (cues.AMONG.search(parts[0].lead) and total.value < sum_ <= most):
        return False
    return not any(cues.OUTCOME.search(part.label) or cues.OVERLAPPING.search(part.label) for part in parts)


def _numbered(reading: Reading, total: Figure, parts: Sequence[Figure]) -> bool:
    """分三批下拨860万元,第一批…、第二批…、第三批…: as many numbered parts as the text announces."""
    numbers = [match[1] for part in parts if (match := cues.NUMBERED.search(part.label))]
    announced = cues.IN_SO_MANY.search(reading.clause(total))
    if announced is None or len(numbers) != len(parts):
        return False
    last = "二" if announced[1] == "两" else announced[1]
    return numbers == list("一二三四五六七八九十")[: len(parts)] and numbers[-1] == last


def _fills_sentence(reading: Reading, total: Figure, parts: Sequence[Figure]) -> bool:
    """True if total and list are all that the sentence counts in the measure word, the list tells whose each part is
    (农户的4.86万份), and the sum all but fits."""
    sum_ = sum((part.value for part in parts), Decimal(0))
    owned = all(part.label.endswith("的") for part in parts)
    if not owned or total.sentence != parts[0].sentence or abs(sum_ - total.value) > _ALL_BUT * total.value:
        return False
    before = reading.counts_before(total.start, 1)
    after = reading.count_after(parts[-1].end)
    lead = reading.text[total.end : parts[0].start]
    alone = not before or before[0].sentence != total.sentence or before[0].unit != total.unit
    last = after is None or after.sentence != total.sentence or after.unit != total.unit
    return alone and last and not cues.OPEN_SPLIT.search(lead) and not cues.AMONG.search(lead)


def _complements(parts: Sequence[Figure]) -> bool:
    return len(parts) == 2 and cues.complementary(parts[0].label, parts[1].label)


def _close(total: Figure, parts: Sequence[Figure]) -> bool:
    sum_ = sum((part.value for part in parts), Decimal(0))
    return abs(sum_ - total.value) <= _NEARLY * total.value


def _announced(reading: Reading, total: Figure, parts: Sequence[Figure]) -> bool:
    """True if the text announces that it divides the total, by a view of it (按渠道看), into kinds of requests (咨询、投诉、举报),
    into a list of four or more after a told total (共计81起,A45起,B…), or names and figures one by one (A、B、C分别为…)."""
    lead = reading.text[max(parts[0].sentence_span.start, total.end) : parts[0].start]
    if cues.OPEN_SPLIT.search(lead):
        return False
    distributed = (
        len(parts) > 2 and cues.DISTRIBUTED.search(parts[0].label) and cues.RECEIVED.search(total.lead)
    )
    kinds = {kind[0] for part in parts if (kind := cues.REQUEST_KINDS.search(part.label))}
    named = {kind for kind in cues.REQUEST_KINDS.findall(total.label) if kind != "诉求"}
    requests = len(kinds) == len(parts) and named <= kinds and cues.REQUESTS.search(total.lead)
    follows = total.sentence == parts[0].sentence and parts[-1].tail[:1] in ("。", ";", "")
    told = len(parts) > 3 and cues.TOTAL.search(total.label) and follows
    return bool(cues.SPLIT.search(lead) or requests or told or distributed)


def _introduced(reading: Reading, total: Figure, parts: Sequence[Figure]) -> bool:
    """True if words or marks say that the list divides what stands before it."""
    between = reading.between(total, parts[0])[:_BETWEEN]
    near = parts[0].sentence - total.sentence <= 1
    led = cues.AMONG.search(between) or between.startswith((":", "(")) or cues.NESTED.match(total.tail)
    return bool(near and led)


def _closed(reading: Reading, total: Figure, parts: Sequence[Figure], listed: bool) -> bool:
    """Whether the list is complete; ``listed`` tells that the total itself stands in a list, after others."""
    if "等" in parts[-1].tail[:2] or cues.REST.search(parts[-1].label):
        return False
    touching = total.sentence == parts[0].sentence
    near = parts[0].sentence - total.sentence <= 1
    own = not listed or _introduced(reading, total, parts)
    return bool(
        (own and cues.OTHERS.search(parts[-1].label))
        or (own and _shares_make_a_whole(reading, parts))
        or (near and _overshoots(total, parts))
        or (_close(total, parts) and _announced(reading, total, parts))
        or (near and _close(total, parts) and _complements(parts))
        or (
            touching
            and (
                _names_its_parts(total, parts)
                or _complements(parts)
                or reading.between(total, parts[0]).startswith(",即")
                or _spelled_out(reading, total, parts)
                or _follows_colon(reading, total, parts)
                or _numbered(reading, total, parts)
                or _fills_sentence(reading, total, parts)
            )
        )
    )


def _base(parts: Sequence[Figure], bases: Mapping[str, Figure]) -> Figure | None:
    """The total that the shares of two parts or more divide by."""
    wholes = [bases[part.id] for part in parts if part.id in bases]
    return wholes[0] if len(wholes) > 1 and all(whole is wholes[0] for whole in wholes) else None


class _Lists:
    """Finds what lists divide."""

    def __init__(self, reading: Reading, runs: Sequence[Run], bases: Mapping[str, Figure]) -> None:
        self._reading = reading
        self._bases = bases
        self._listed = {at for run in runs for at in run.members[1:]}

    def total(self, piece: Sequence[int]) -> Figure | None:
        """The total that a list plainly divides."""
        reading = self._reading
        parts = [reading.counts[at] for at in piece]
        stated = _stated_after(reading, piece)
        if stated is not None:
            return stated
        heads: list[tuple[Figure | None, bool]] = [
            (_base(parts, self._bases), False),
            (reading.named_total(parts[0]), False),
        ]
        heads += [(reading.counts[at], at in self._listed) for at in _heads(reading, piece)]
        anchored = (reading.counts[at] for at in reading.anchors)
        heads += [
            (figure, False)
            for figure in anchored
            if figure.unit == parts[0].unit and figure.start < parts[0].start and _close(figure, parts)
        ]
        closed = (
            head
            for head, listed in heads
            if head is not None
            and _closed(reading, head, parts, listed)
            and _comparable(reading, head, parts)
        )
        return next(closed, None)


def _lists_in(reading: Reading, piece: Sequence[int]) -> Iterator[Sequence[int]]:
    """A piece, the piece without its first member (which may be the total: 受理73件,车险51件,非车险22件), and its stretches
    between semicolons."""
    yield piece
    yield piece[1:]
    segment: list[int] = []
    segments = [segment]
    for at in piece:
        if segment and ";" in reading.between(reading.counts[segment[-1]], reading.counts[at]):
            segment = []
            segments.append(segment)
        segment.append(at)
    if len(segments) > 1:
        yield from segments


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
    checks = []
    for piece in (piece for run in runs for piece in _pieces(reading, run)):
        for members in _lists_in(reading, piece):
            parts = [reading.counts[at] for at in members]
            if len(parts) < 2 or not _uniform(parts) or any(part.id in settled for part in parts):
                continue
            total = lists.total(members)
            if total is None or not _uniform([total, *parts]) or not _comparable(reading, total, parts):
                continue
            if sum_fits(total.printed, [part.printed for part in parts]) is Fit.NO:
                checks.append(sum_check(reading, total, parts))
                break
    return checks
