"""Counts against what the text lists, and resolved against received."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from factextract.datamodel import Check, Names
from factextract.records import cues
from factextract.records.arithmetic import Fit
from factextract.records.figures import Figure, Reading
from factextract.records.findings import LIST_COUNT, RESOLVED, finding

_LIST_WINDOW = 260  # characters before a count in which its list may stand
_LIST_CLAUSES = 3
_LONGEST_NAME = 12
_MOST = 60
_RECALLED = Decimal("1.3")  # resolved cases this far above all that was told are of something else
_FAR = 60  # counts between received and resolved ones
_NOTE = 14  # characters after a count in which a note on it may stand
_WORDS = 10  # characters of a label that tell what is counted


# -- resolved against received -----------------------------------------------------------------------------------


def _tells_resolved(figure: Figure) -> bool:
    """True for 已办结402件 and for 3起当场说和, but not for 73件当中办结71件."""
    words = figure.label[-_WORDS:]
    if cues.RESOLVED.search(words):
        return not cues.ENTRUSTED.search(words)
    tail = cues.LIST_CLAUSE.split(figure.tail, maxsplit=1)[0]
    return len(figure.label) <= 2 and not cues.NESTED.match(tail) and bool(cues.RESOLVED.search(tail))


def _tells_received(figure: Figure) -> bool:
    words = figure.label[-_WORDS:] + figure.tail[:6]
    told = (
        cues.RECEIVED.search(words)
        or cues.ENTRUSTED.search(words)
        or cues.NESTED.match(figure.tail)
        or cues.TOTAL.search(figure.label)
    )
    return bool(told) and not figure.planned and not _tells_resolved(figure)


def _received(reading: Reading, resolved: Figure) -> list[Figure]:
    """What the resolved cases may have come from: received ones of the same or the sentences before, else what is told to be
    all."""
    near = [
        figure
        for figure in reading.counts_before(resolved.start, 8)
        if cues.same_cases(figure.unit, resolved.unit)
        and resolved.sentence - figure.sentence <= 2
        and figure.paragraph == resolved.paragraph
        and _tells_received(figure)
    ]
    own = [figure for figure in near if figure.sentence == resolved.sentence]
    if own or near:
        return own or near
    before = reading.counts_before(resolved.start, 1)
    if before and before[0].sentence == resolved.sentence and before[0].unit == resolved.unit:
        return [figure for figure in before if figure.value >= resolved.value and not figure.planned]
    return _told_in_all(reading, resolved)


def _told_in_all(reading: Reading, resolved: Figure) -> list[Figure]:
    """The total that all resolved cases come from: the least that is large enough, of their kind if they name one (举报已
    核查); else the nearest of the report."""
    if not cues.RESOLVED_IN_ALL.search(resolved.label):
        return []
    earlier = [
        f
        for f in reading.counts_before(resolved.start, _FAR)
        if cues.same_cases(f.unit, resolved.unit) and not f.depth and _tells_received(f)
    ]
    kind = cues.REQUEST_KINDS.match(resolved.label)
    enough = [figure for figure in earlier if figure.value >= resolved.value]
    alike = [figure for figure in enough if kind and kind[0] in figure.label] or enough
    return sorted(alike, key=lambda figure: figure.value)[:1] or earlier[-1:]


def resolved_checks(reading: Reading, agreeing: Mapping[int, Sequence[tuple[Figure, ...]]]) -> list[Check]:
    """resolved_not_above_received checks. ``agreeing`` are the sums that fit (index of the total to its parts)."""
    inner = {p.id: reading.counts[at].id for at, lists in agreeing.items() for parts in lists for p in parts}
    checks = []
    for resolved in reading.counts:
        if resolved.planned or resolved.unit in cues.BODIES or not _tells_resolved(resolved):
            continue
        received = _received(reading, resolved)
        if not received:
            continue
        whole = next((figure for figure in received if figure.value >= resolved.value), None)
        if whole is None and received[0].sentence != resolved.sentence:
            whole = next((f for f in _told_in_all(reading, resolved) if f.value >= resolved.value), None)
        if whole is not None:
            checks.append(_resolved_check(reading, whole, resolved, Fit.EXACT))
        elif _plainly_above(reading, resolved, received, inner):
            checks.append(_resolved_check(reading, received[0], resolved, Fit.NO))
    return checks


def _plainly_above(
    reading: Reading, resolved: Figure, received: list[Figure], inner: Mapping[str, str]
) -> bool:
    """True if more was resolved than all that was received, and nothing older is included. ``inner`` maps parts to the totals
    that they divide."""
    around = reading.clause(resolved) + resolved.tail + reading.text[resolved.end : resolved.end + _NOTE]
    if cues.CARRIED_OVER.search(around) or not resolved.definite:
        return False
    if received[0].sentence == resolved.sentence:
        own = [f for f in reading.counts_before(resolved.start, 8) if f.sentence == resolved.sentence]
        alike = [figure for figure in own if figure.unit == resolved.unit]
        ids = {figure.id for figure in alike}
        outer = [
            figure
            for figure in alike
            if inner.get(figure.id) not in ids and not cues.AMONG.search(figure.lead)
        ]
        exact = all(figure.definite and figure.unit == resolved.unit for figure in received)
        return exact and sum(figure.value for figure in outer) < resolved.value
    largest = max(
        (f.value for f in reading.counts_before(resolved.start, _FAR) if f.unit == resolved.unit),
        default=None,
    )
    told = cues.RESOLVED_IN_ALL.search(resolved.label) and received[0].definite
    told = told and not reading.unread_before(resolved.end, resolved.fact.quantity.unit)
    return bool(told and largest is not None and largest < resolved.value <= _RECALLED * largest)


def _resolved_check(reading: Reading, whole: Figure, resolved: Figure, fit: Fit) -> Check:
    one, other = reading.written(resolved), reading.written(whole)
    message = (
        f"办结数大于受理数：办结{one}，受理{other}。" if fit is Fit.NO else f"办结{one}，不多于受理{other}。"
    )
    return finding(RESOLVED, fit, [whole, resolved], whole.value, resolved.value, message)


# -- lists of names ----------------------------------------------------------------------------------------------


def _lists_before(reading: Reading, figure: Figure) -> Iterator[tuple[str, bool]]:
    """Texts of lists that may end at a count, the likeliest first, with whether the count follows at once and the list
    is closed (新城、北岸、东山|三个监管支局)."""
    low = max(0, figure.start - _LIST_WINDOW)
    before = reading.text[low : figure.start]
    lead = (
        before[len(before) - len(figure.lead) :]
        if figure.lead and not figure.lead.startswith(")")
        else before
    )
    for body in dict.fromkeys((lead, before)):
        filler = cues.LIST_TAIL.search(body)
        body = body[: filler.start()] if filler else body
        closed = not (filler and "等" in filler[0])
        detached = body.endswith(",")
        if detached and not (cues.LIST_SUMMED.match(figure.tail) or filler):
            continue
        clauses = [c for c in cues.LIST_CLAUSE.split(cues.BRACKETED.sub("", body)) if c]
        for nearness, clause in enumerate(reversed(clauses[-_LIST_CLAUSES:])):
            if "、" in clause or (nearness == 0 and cues.AND.search(clause)):
                yield clause, closed and nearness == 0 and not detached
            if not detached:
                break


def _sizes(clause: str) -> set[int]:
    """How many names a list may hold: 和, 及 and 与 may join or be part of a name."""
    marks = clause.count("、")
    joints = len(cues.AND.findall(clause.rsplit("、", 1)[-1]))
    everywhere = len(cues.AND.findall(clause))
    return {marks + 1, marks + 1 + joints, marks + 1 + everywhere}


def _homogeneous(clause: str, known: frozenset[str]) -> bool:
    """True if a list plainly holds names of one kind: all known, or alike in ending or in length."""
    names = [name for piece in clause.split("、") for name in cues.AND.split(piece) if name]
    first, rest = next(iter(names), ""), names[1:]
    if not rest or any(len(name) > _LONGEST_NAME or any(c.isdigit() for c in name) for name in rest):
        return False
    if all(name in known for name in rest) and any(first.endswith(name) for name in known):
        return True
    same_length = len({len(name) for name in rest}) == 1 and len(rest[0]) <= 4 and len(rest) > 1
    return len({name[-1] for name in names}) == 1 or same_length


def _stated(figure: Figure) -> int | None:
    """The stated number of names, if the figure can be one."""
    value = figure.value
    fits = figure.printed.plain and value == value.to_integral_value() and 2 <= value <= _MOST
    return int(value) if fits and figure.unit in cues.NAME_UNITS else None


def _list_check(reading: Reading, figure: Figure, known: frozenset[str]) -> Check | None:
    stated = _stated(figure)
    if stated is None:
        return None
    following = cues.LIST_FOLLOWS.match(reading.text[figure.end : figure.end + _LIST_WINDOW])
    lists = list(_lists_before(reading, figure))
    if following and "、" in following[1]:
        lists.append((following[1], "等" not in following[1]))
    written = reading.written(figure)
    for clause, _ in lists:
        if stated in _sizes(clause):
            message = f"列举数与所称数目相符：列出{stated}个，文中为{written}。"
            return finding(LIST_COUNT, Fit.EXACT, [figure], Decimal(stated), figure.value, message)
    for clause, closed in lists[:1]:
        sizes = _sizes(clause)
        listed = min(sizes)
        near = len(sizes) == 1 and abs(listed - stated) <= 2
        if closed and near and _homogeneous(clause, known):
            names = "、".join(clause.split("、")[1:])
            message = f"列举数与所称数目不符：文中为{written}，实际列出{listed}个（…{names}）。"
            return finding(LIST_COUNT, Fit.NO, [figure], Decimal(listed), figure.value, message)
    return None


def list_checks(reading: Reading, names: Names) -> list[Check]:
    """list_count checks."""
    organizations = [name for one in names.organizations for name in (one.name, *one.aliases)]
    known = frozenset((*organizations, *(venue.name for venue in names.venues)))
    checks = (_list_check(reading, figure, known) for figure in reading.figures)
    return [check for check in checks if check is not None]
