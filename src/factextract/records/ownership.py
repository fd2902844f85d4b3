"""Whose figure, of which period, and whether it is part of another: what decides if a fact may stand for its report."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from factextract.datamodel import Check, Fact, Names, Role, Span
from factextract.records import cues
from factextract.records.figures import Figure, Part, Reading
from factextract.records.findings import PARTS_SUM, PERCENTAGE, REMAINDER

_LONGEST_CHAIN = 12  # totals of totals


@dataclass(frozen=True, slots=True)
class _Structure:
    """Which facts are parts of which totals, by id, as the checks found them."""

    totals: frozenset[str]
    parents: dict[str, str]
    children: dict[str, list[str]]

    @classmethod
    def of(cls, checks: Iterable[Check], facts: Sequence[Fact]) -> _Structure:
        by_id = {fact.id: fact for fact in facts}
        totals: set[str] = set()
        parents: dict[str, str] = {}
        for check in checks:
            if check.kind not in (PARTS_SUM, REMAINDER, PERCENTAGE) or len(check.facts) < 2:
                continue
            total, *parts = check.facts
            if check.kind == PARTS_SUM:
                totals.add(total)
            for part in parts:
                alike = by_id[part].indicator == by_id[total].indicator
                if alike and by_id[part].quantity.value <= by_id[total].quantity.value:
                    parents.setdefault(part, total)
        for fact in facts:
            if fact.part_of is not None:
                parents.setdefault(fact.id, fact.part_of)
        children: dict[str, list[str]] = {}
        for part, total in parents.items():
            children.setdefault(total, []).append(part)
        return cls(frozenset(totals), parents, children)


class Selector:
    """Answers for the facts of one report whether they may stand for it. ``reading`` is what ``read_figures`` makes of them,
    ``checks`` are what ``check_facts`` found."""

    def __init__(
        self, facts: Sequence[Fact], reading: Reading, names: Names, checks: Sequence[Check]
    ) -> None:
        self.reading = reading
        self._structure = _Structure.of(checks, facts)
        self._figures = {figure.id: figure for figure in self.reading.figures}
        self._by_id = {fact.id: fact for fact in facts}
        self._own = {one.id for one in names.organizations if Role.REPORTER in one.roles}
        if names.reporter is not None and names.reporter.organization is not None:
            self._own.add(names.reporter.organization)
        self._branches = {one.id for one in names.organizations if Role.BRANCH in one.roles} - self._own
        self._mentions = {one.id: sorted(one.mentions) for one in names.organizations}

    def figure(self, fact: Fact) -> Figure | None:
        """The fact's figure; None for facts in tables."""
        return self._figures.get(fact.id)

    # -- whose

    def is_own(self, fact: Fact) -> bool:
        """True if the figure is the reporter's or a joint one."""
        figure = self.figure(fact)
        if fact.organization is not None and fact.organization not in self._own:
            return figure is not None and self._is_joint(figure, fact.organization)
        if figure is None:
            return True
        sentence = self.reading.text[figure.sentence_span.start : figure.start]
        return not cues.OTHERS_WORD.search(sentence)

    def is_branch(self, fact: Fact) -> bool:
        """True if the figure is a branch's of the reporter."""
        return fact.organization in self._branches

    def _is_joint(self, figure: Figure, organization: str) -> bool:
        """True if the organisation is one of several named together (县公安局、县卫健局等26家), or a total is told."""
        if organization in self._branches and cues.STRONG_TOTAL.search(figure.label):
            return True
        mentions = self._mentions.get(organization, [])
        at = bisect_left(mentions, Span(figure.start, figure.start)) - 1
        if at < 0 or mentions[at].start < figure.sentence_span.start:
            return False
        text, mention = self.reading.text, mentions[at]
        around = text[max(0, mention.start - 2) : mention.start] + "|" + text[mention.end : mention.end + 2]
        return bool(cues.JOINT_SUBJECT.search(around))

    # -- when

    def is_base(self, fact: Fact) -> bool:
        """True if the figure is what this period's is compared with or grew from, or how much it changed. What a plan
        starts from (由11.6天压到9天以内) is still this period's."""
        figure = self.figure(fact)
        if figure is None or figure.part not in (Part.BASE, Part.CHANGE):
            return False
        at = self.reading.position(figure) + 1
        follower = self.reading.figures[at] if at < len(self.reading.figures) else None
        targeted = follower is not None and follower.planned and follower.sentence == figure.sentence
        return not (targeted and cues.GROWN_TO.match(figure.tail) and not figure.planned)

    def is_current(self, fact: Fact) -> bool:
        """True if the figure belongs to the period that the report tells of, and to what was reached in it."""
        if self.is_base(fact):
            return False
        figure = self.figure(fact)
        if figure is not None:
            sequel = self.reading.text[figure.end : figure.end + 12]
            dated = cues.YEAR_TOLD.search(figure.lead) and cues.THIS_YEAR.match(sequel)
            if dated or cues.EARLIER.search(figure.lead) or cues.NOMINAL.search(figure.label):
                return False
        return fact.period is None or self._divided_by_current(fact)

    def _divided_by_current(self, fact: Fact) -> bool:
        """True if the figure's parts belong to the report's period, and so the figure itself."""
        parts = self._structure.children.get(fact.id, [])
        return bool(parts) and all(self._by_id[part].period is None for part in parts)

    # -- whole or part

    def without_parts(self, facts: Sequence[Fact]) -> list[Fact]:
        """``facts`` (in text order) without those that another one of them contains."""
        ids = {fact.id for fact in facts}
        kept: list[Fact] = []
        last: Figure | None = None
        for fact in facts:
            figure = self.figure(fact)
            near = figure is not None and last is not None and figure.sentence - last.sentence <= 1
            nested = figure is not None and near and cues.AMONG.search(figure.lead)
            if self._has_parent(fact, ids) or nested:
                continue
            kept.append(fact)
            last = figure or last
        return kept

    def _has_parent(self, fact: Fact, ids: set[str]) -> bool:
        parent = self._structure.parents.get(fact.id)
        for _ in range(_LONGEST_CHAIN):
            if parent is None or parent == fact.id:
                return False
            if parent in ids:
                return True
            parent = self._structure.parents.get(parent)
        return False

    def tells_total(self, fact: Fact) -> bool:
        """True if words say that the figure is a total or a state reached."""
        figure = self.figure(fact)
        if figure is None:
            return False
        words = (cues.TOTAL, cues.STOCK, cues.GATHERED)
        return any(pattern.search(figure.label) for pattern in words)

    def states_total(self, fact: Fact) -> bool:
        """True if words or the figure's parts say that it is a total."""
        return self.tells_total(fact) or fact.id in self._structure.totals

    def without_remnants(self, facts: Sequence[Fact]) -> list[Fact]:
        """``facts`` (in text order) without what remains to be done or given (余下1.6万册) and without the base of another
        one (73件当中办结71件)."""
        kept = []
        for at, fact in enumerate(facts):
            figure = self.figure(fact)
            after = self.figure(facts[at + 1]) if at + 1 < len(facts) else None
            told = figure is not None and after is not None and figure.sentence == after.sentence
            base = told and figure is not None and cues.NESTED.match(figure.tail)
            left = figure is not None and cues.FIRM_REST.search(figure.label)
            if not (base or left):
                kept.append(fact)
        return kept
