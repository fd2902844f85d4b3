"""The figure of each indicator for the comparison table: one cell an institution.

Others' figures, other periods, plans, parts of a told total and breakdowns stay out. Of what is left the largest stated
figure counts, or the sum of figures that one sentence lists side by side (手册9期、短片2期); a rate as it is stated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from factextract.datamodel import Check, Comparator, Fact, HeadlineCell, Layout, Names, Role, Status
from factextract.packs import Aggregation, Catalogue, Indicator
from factextract.records import cues
from factextract.records.checks import check_facts
from factextract.records.figures import Figure, Part, read_figures
from factextract.records.findings import PARTS_SUM, PERCENTAGE, REMAINDER

STATED_TOTAL, SUM, SINGLE, RATE = "stated_total", "sum", "single", "rate"
_NEAR = 12
_GAP = 40  # characters between two figures of an enumeration


@dataclass(frozen=True, slots=True)
class _Structure:
    """Which facts are parts of which totals, by id, as the checks found them."""

    totals: frozenset[str]
    parents: dict[str, str]

    @classmethod
    def of(cls, checks: Iterable[Check], facts: Sequence[Fact]) -> _Structure:
        indicator = {fact.id: fact.indicator for fact in facts}
        value = {fact.id: fact.quantity.value for fact in facts}
        totals: set[str] = set()
        parents: dict[str, str] = {}
        for check in checks:
            if check.kind not in (PARTS_SUM, REMAINDER, PERCENTAGE) or len(check.facts) < 2:
                continue
            total, *parts = check.facts
            if check.kind == PARTS_SUM:
                totals.add(total)
            for part in parts:
                if indicator[part] == indicator[total] and value[part] <= value[total]:
                    parents.setdefault(part, total)
        for fact in facts:
            if fact.part_of is not None:
                parents.setdefault(fact.id, fact.part_of)
        return cls(frozenset(totals), parents)


class _Selector:
    """Chooses the facts of one report that may stand in a headline cell."""

    def __init__(self, facts: Sequence[Fact], text: str, layout: Layout, names: Names) -> None:
        self._structure = _Structure.of(check_facts(facts, text, layout, names), facts)
        self._reading = read_figures(facts, text, layout)
        self._figures = {figure.id: figure for figure in self._reading.figures}
        own = {one.id for one in names.organizations if Role.REPORTER in one.roles}
        if names.reporter is not None and names.reporter.organization is not None:
            own.add(names.reporter.organization)
        self._own = own
        self._branches = {one.id for one in names.organizations if Role.BRANCH in one.roles} - own
        self._by_id = {fact.id: fact for fact in facts}

    def figure(self, fact: Fact) -> Figure | None:
        """The fact's figure; None for facts in tables."""
        return self._figures.get(fact.id)

    def is_own(self, fact: Fact) -> bool:
        """True if the figure is the reporter's or the joint one."""
        if fact.organization is not None and fact.organization not in self._own:
            return False
        figure = self.figure(fact)
        if figure is None:
            return True
        sentence = self._reading.text[figure.sentence_span.start : figure.start]
        return not cues.OTHERS_WORD.search(sentence)

    def is_branch(self, fact: Fact) -> bool:
        """True if the figure is a branch's of the reporter."""
        return fact.organization in self._branches

    def is_base(self, fact: Fact) -> bool:
        """True if the figure is what this period's is compared with, or how much it changed."""
        figure = self.figure(fact)
        return figure is not None and figure.part in (Part.BASE, Part.CHANGE)

    def is_current(self, fact: Fact) -> bool:
        """True if the figure belongs to the period that the report tells of."""
        figure = self.figure(fact)
        if self.is_base(fact):
            return False
        if figure is not None and (cues.EARLIER.search(figure.lead) or cues.NOMINAL.search(figure.label)):
            return False
        return fact.period is None or self._divided_by_current(fact)

    def _divided_by_current(self, fact: Fact) -> bool:
        """True if the figure's parts belong to the report's period, and so the figure itself."""
        parts = [part for part, total in self._structure.parents.items() if total == fact.id]
        return bool(parts) and all(self._by_id[part].period is None for part in parts)

    def is_part(self, fact: Fact, among: Sequence[Fact]) -> bool:
        """True if a total of the same indicator, itself among the candidates, contains the figure."""
        ids = {other.id for other in among}
        seen, parent = {fact.id}, self._structure.parents.get(fact.id)
        while parent is not None and parent not in seen:
            if parent in ids:
                return True
            seen.add(parent)
            parent = self._structure.parents.get(parent)
        figure = self.figure(fact)
        if figure is None or not cues.AMONG.search(figure.lead):
            return False
        before = (self.figure(other) for other in among)
        return any(
            other is not None and other.start < figure.start and figure.sentence - other.sentence <= 1
            for other in before
        )

    def states_total(self, fact: Fact) -> bool:
        """True if words or the figure's parts say that it is a total."""
        figure = self.figure(fact)
        worded = figure is not None and bool(
            cues.TOTAL.search(figure.label) or cues.STOCK.search(figure.label)
        )
        return worded or fact.id in self._structure.totals

    def enumerated(self, one: Fact, other: Fact) -> bool:
        """True if two figures stand side by side in an enumeration (锦旗2面、感谢信1封)."""
        a, b = self.figure(one), self.figure(other)
        if a is None or b is None or a.sentence != b.sentence or a.depth != b.depth:
            return False
        between = self._reading.between(a, b)
        if len(between) > _GAP or cues.TOTAL.search(b.label) or cues.STOCK.search(b.label):
            return False
        if not cues.LIST_CLAUSE.search(between):
            return bool(cues.JOINT.search(between))
        near = between.count(",") == 1 and len(between) <= _NEAR
        different = a.unit != b.unit and not {a.unit, b.unit} & cues.PERSON_UNITS
        rules = cues.ISSUED.search(a.label) and cues.ISSUED.search(b.label)
        return bool(near and (different or rules) and not cues.AMONG.search(between))

    def divides_alike(self, one: Fact, other: Fact) -> bool:
        """True if two figures of breakdowns divide by the same dimension in the same sentence or in tables."""
        a, b = self.figure(one), self.figure(other)
        together = (a is None and b is None) or (
            a is not None and b is not None and a.paragraph == b.paragraph
        )
        return together and one.dimensions.keys() == other.dimensions.keys()

    def is_left_over(self, fact: Fact) -> bool:
        """True for what remains to be done or given (余下1.6万册)."""
        figure = self.figure(fact)
        return figure is not None and bool(cues.FIRM_REST.search(figure.label))


def headline(
    facts: Sequence[Fact], text: str, layout: Layout, names: Names, catalogue: Catalogue
) -> tuple[HeadlineCell, ...]:
    """One cell for each indicator that has a figure of the reporter, in catalogue order. ``text`` is the view text."""
    selector = _Selector(facts, text, layout, names)
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


def _cell(indicator: Indicator, facts: Sequence[Fact], selector: _Selector) -> HeadlineCell | None:
    if indicator.aggregation is Aggregation.RATE:
        return _rate(indicator, facts, selector)
    for candidates in _tiers(facts, selector):
        alike = _one_kind(candidates, indicator)
        if alike:
            return _amount(indicator, alike, selector)
    return None


def _tiers(facts: Sequence[Fact], selector: _Selector) -> Iterator[list[Fact]]:
    """Candidate facts, the most fitting first: the reporter's own figures, then what its branches add up to, then
    another period's where nothing else is told."""
    current = [fact for fact in facts if selector.is_current(fact)]
    own = [fact for fact in current if selector.is_own(fact)]
    whole = [fact for fact in own if not selector.is_part(fact, own)]
    yield [fact for fact in whole if not selector.is_left_over(fact)] or whole
    yield [fact for fact in current if selector.is_branch(fact)]
    dated = [fact for fact in facts if selector.is_own(fact) and not selector.is_base(fact)]
    yield [fact for fact in dated if not selector.is_part(fact, dated)]


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
    return [fact for fact in clear if cues.scale(fact.quantity.unit) == scale]


def _rate(indicator: Indicator, facts: Sequence[Fact], selector: _Selector) -> HeadlineCell | None:
    """The first rate stated of the whole, else of a part or a branch."""
    own = [fact for fact in facts if selector.is_own(fact)] or [
        fact for fact in facts if selector.is_branch(fact)
    ]
    percent = [fact for fact in own if fact.quantity.unit in cues.PERCENT_UNITS] or own
    ranked = sorted(percent, key=lambda fact: (fact.period is not None, bool(fact.dimensions)))
    return _build(indicator, ranked[:1], RATE) if ranked else None


def _amount(indicator: Indicator, facts: Sequence[Fact], selector: _Selector) -> HeadlineCell:
    """The largest figure or enumeration; a breakdown without its total is added up."""
    groups: list[list[Fact]] = []
    for fact in facts:
        if groups and selector.enumerated(groups[-1][-1], fact):
            groups[-1].append(fact)
        else:
            groups.append([fact])
    if all(fact.dimensions for fact in facts):
        groups = [[fact for fact in facts if selector.divides_alike(facts[0], fact)]]
    best = max(groups, key=lambda group: sum(fact.quantity.value for fact in group))
    if len(best) > 1:
        return _build(indicator, best, SUM)
    how = STATED_TOTAL if selector.states_total(best[0]) or len(facts) > 1 else SINGLE
    return _build(indicator, best, how)


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
