"""The figure of each indicator for the comparison table: one cell an institution.

Others' figures, other periods, plans, parts of a told total and breakdowns stay out. Of what is left the largest stated
figure counts, or the sum of figures that one sentence lists side by side (手册9期、短片2期); a rate as it is stated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from factextract.datamodel import Check, Comparator, Fact, HeadlineCell, Layout, Names, Status
from factextract.packs import Aggregation, Catalogue, Indicator
from factextract.records import cues
from factextract.records.checks import check_facts
from factextract.records.figures import Figure, Reading, read_figures
from factextract.records.ownership import Selector

STATED_TOTAL, SUM, SINGLE, RATE = "stated_total", "sum", "single", "rate"
_DOUBT = 0.2  # facts this much less sure than the surest do not count beside it
_NEVER_ADDED = frozenset({"time", "percent", "points"})
_NEAR = 12
_GAP = 40  # characters between two figures of an enumeration


def headline(
    facts: Sequence[Fact],
    text: str,
    layout: Layout,
    names: Names,
    catalogue: Catalogue,
    checks: Sequence[Check] | None = None,
    reading: Reading | None = None,
) -> tuple[HeadlineCell, ...]:
    """One cell for each indicator that has a figure of the reporter, in catalogue order. ``text`` is the view text;
    ``checks`` are what ``check_facts`` found and ``reading`` what ``read_figures`` made of the facts (``part_of`` aside), if that
    is known already."""
    reading = reading or read_figures(facts, text, layout)
    found = check_facts(facts, text, layout, names, reading) if checks is None else checks
    selector = Selector(facts, reading, names, found)
    grouped: dict[str, list[Fact]] = {}
    for fact in sorted(facts, key=lambda fact: fact.quantity.start):
        if fact.indicator is not None and fact.status is Status.REPORTED:
            grouped.setdefault(fact.indicator, []).append(fact)
    cells = (
        _cell(indicator, grouped[indicator.id], selector)
        for indicator in catalogue.indicators
        if indicator.id in grouped
    )
    return tuple(cell for cell in cells if cell is not None)


def _cell(indicator: Indicator, facts: Sequence[Fact], selector: Selector) -> HeadlineCell | None:
    if indicator.aggregation is Aggregation.RATE:
        return _rate(indicator, facts, selector)
    for candidates in _tiers(facts, selector):
        alike = _one_kind(candidates, indicator)
        if alike:
            return _amount(indicator, alike, selector)
    return None


def _tiers(facts: Sequence[Fact], selector: Selector) -> Iterator[list[Fact]]:
    """Candidate facts, the most fitting first: the reporter's own figures, then what its branches add up to, then
    another period's where nothing else is told."""
    current = [fact for fact in facts if selector.is_current(fact)]
    whole = selector.without_parts([fact for fact in current if selector.is_own(fact)])
    yield selector.without_remnants(whole) or whole
    yield [fact for fact in current if selector.is_branch(fact)]
    yield selector.without_parts([f for f in facts if selector.is_own(f) and not selector.is_base(f)])


def _one_kind(facts: Sequence[Fact], indicator: Indicator) -> list[Fact]:
    """Facts whose measure words can be added up, of the kind that comes first in the indicator's own units."""
    clear = [fact for fact in facts if not fact.quantity.vague] or list(facts)
    if not clear:
        return []
    order = {unit: at for at, unit in enumerate(indicator.units)}
    lead = min(clear, key=lambda fact: order.get(cues.plain_unit(fact.quantity.unit) or "", len(order)))
    scale = cues.scale(lead.quantity.unit)
    mixed = {"mass", "kind"} <= {cues.scale(unit) for unit in indicator.units}  # goods of every description
    if scale == "time" or (mixed and scale == "count"):
        return [fact for fact in clear if fact.quantity.unit == lead.quantity.unit]
    people = cues.counts_people(lead.quantity.unit)
    return [
        fact
        for fact in clear
        if fact.quantity.unit is None
        or (cues.scale(fact.quantity.unit) == scale and cues.counts_people(fact.quantity.unit) == people)
    ]


def _rate(indicator: Indicator, facts: Sequence[Fact], selector: Selector) -> HeadlineCell | None:
    """The first rate stated of the whole, else of a part or a branch."""
    own = [fact for fact in facts if selector.is_own(fact)] or [
        fact for fact in facts if selector.is_branch(fact)
    ]
    reached = [
        fact for fact in own if fact.quantity.unit not in cues.PERCENT_UNITS or not selector.is_base(fact)
    ] or own
    percent = [fact for fact in reached if fact.quantity.unit in cues.PERCENT_UNITS] or reached
    ranked = sorted(
        percent, key=lambda fact: (fact.period is not None, fact.quantity.vague, bool(fact.dimensions))
    )
    return _build(indicator, ranked[:1], RATE) if ranked else None


def _amount(indicator: Indicator, facts: Sequence[Fact], selector: Selector) -> HeadlineCell:
    """The largest figure or enumeration; for a stock the first that is said to be its state."""
    if indicator.aggregation is Aggregation.LAST:
        facts = [fact for fact in facts if selector.tells_total(fact)][:1] or facts
    surest = max(fact.confidence for fact in facts)
    facts = [fact for fact in facts if fact.confidence >= surest - _DOUBT]
    # rows of a table are added up only where nothing else is told
    told = [fact for fact in facts if selector.figure(fact) is not None or selector.states_total(fact)]
    facts = told or facts
    groups: list[list[Fact]] = []
    for fact in facts:
        if groups and _enumerated(groups[-1][-1], fact, selector):
            groups[-1].append(fact)
        else:
            groups.append([fact])
    if all(selector.is_branch(fact) for fact in facts):
        groups = [list(facts)]
    if cues.scale(facts[0].quantity.unit) in _NEVER_ADDED:
        groups = [[fact] for fact in facts]
    best = max(groups, key=lambda group: sum(fact.quantity.value for fact in group))
    if len(best) > 1:
        return _build(indicator, best, SUM)
    how = STATED_TOTAL if selector.states_total(best[0]) or len(facts) > 1 else SINGLE
    return _build(indicator, best, how)


def _enumerated(one: Fact, other: Fact, selector: Selector) -> bool:
    """True if two figures stand side by side in a list: 锦旗2面、感谢信1封; 锦旗2面,感谢信1封; 讲座5场,展览3场 as a breakdown;
    rows of a table without a total."""
    a, b = selector.figure(one), selector.figure(other)
    divided = bool(one.dimensions) and one.dimensions.keys() == other.dimensions.keys()
    if a is None or b is None:
        return a is b and divided
    if a.sentence != b.sentence or a.depth != b.depth or selector.tells_total(other):
        return False
    between = selector.reading.between(a, b)
    if len(between) > _GAP or cues.AMONG.search(between) or cues.OUTCOME.search(b.label):
        return False
    if not cues.LIST_CLAUSE.search(between):
        return bool(cues.JOINT.search(between))
    one_comma = between.count(",") == 1 and not cues.LIST_CLAUSE.search(between.replace(",", ""))
    return one_comma and _listed_by_comma(a, b, divided=divided, near=len(between) <= _NEAR)


def _listed_by_comma(a: Figure, b: Figure, *, divided: bool, near: bool) -> bool:
    """True if two figures with a comma between them make one list; ``divided`` tells that both are of one breakdown."""
    people = cues.counts_people(a.unit) or cues.counts_people(b.unit)
    if a.unit == b.unit:
        breakdown = divided and cues.scale(a.unit) == "count" and not people
        added = cues.ADDED_TO.match(b.label)  # 首印一万册,又加印六千册
        rules = near and cues.ISSUED.search(a.label) and cues.ISSUED.search(b.label)  # 制定6项,修订11项
        return bool(breakdown or added or rules or cues.complementary(a.label, b.label))
    return near and a.unit is not None and b.unit is not None and not people


def _build(indicator: Indicator, facts: Sequence[Fact], how: str) -> HeadlineCell:
    quantities = [fact.quantity for fact in facts]
    ranged = any(quantity.value_max is not None for quantity in quantities)
    highest = sum((q.value_max if q.value_max is not None else q.value for q in quantities), Decimal(0))
    return HeadlineCell(
        indicator=indicator.id,
        value=sum((quantity.value for quantity in quantities), Decimal(0)),
        value_max=highest if ranged else None,
        unit=quantities[0].unit,
        comparator=_comparator([quantity.comparator for quantity in quantities]),
        facts=tuple(fact.id for fact in facts),
        how=how,
    )


def _comparator(comparators: Sequence[Comparator]) -> Comparator:
    """How a sum relates to the true one: as its least certain member."""
    for comparator in (Comparator.RANGE, Comparator.ABOUT, Comparator.AT_LEAST, Comparator.AT_MOST):
        if comparator in comparators:
            return comparator
    return Comparator.EXACT
