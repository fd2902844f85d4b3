"""Whose figure it is: the row's label, the name that touches the figure, the k-th of a parallel list, the clause's subject,
the section's body, else the reporter.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from factextract.datamodel import Layout, Names, Role
from factextract.link.context import Context
from factextract.link.parallel import CUE as PARALLEL_CUE
from factextract.link.parallel import run_of

_TOUCHING = re.compile(r"^[\s(:为有各均共计仅只则达是、占比的投诉发生]{0,4}$")
_LIST_GAP = re.compile(
    r"^(?:[\s、,;和及与以]|[\d两二三四五六七八九十]{1,3}[个家][\u4e00-\u9fff]{0,8}|\([^()]{0,20}\))*$"
)
_NOT_SUBJECT_BEFORE = re.compile(
    r"(?:联合|会同|协同|协助|配合|与|和|同|向|对|在|到|至|赴|经|按照?|根据|依照|围绕|走进|深入|进|报|送|给|为|请|邀请|邀|被|将|把|从|受|由于|关于|通过|移送|移交|转|下发|接|及|以及|、)$"
)
_CLAUSE_LEAD = re.compile(
    r"^(?:[\s,;:。\"(]|其中|仅|而|另外?|同时|此外|据|由|其余|当[天日]|下辖的?|辖内的?|辖区的?|截[至止]目前|期间|[一二三四五六七八九十]+是|\d{1,4}[年月日][^,。]{0,12}|上午|下午|例如?|如|像|离城最远的|单是|光是|就连|特别是|尤其是)*$"
)
_ATTRIBUTIVE = re.compile(
    r"^(?:的(?!\d)|等(?:\d|多|部门|单位|家)|门口|门前|会议室|广场|附近|院内|内|前|大厅)"
)

_PARAGRAPH_LEAD = re.compile(r"[\s▲●◆■★*·-]{0,4}(?P<place>[\u4e00-\u9fff]{1,5}[县区市镇乡旗][\s:,-]{1,3})?")
_OPENING = 24
_LABEL_MARKS = "【】[]<>《》: "


@dataclass(frozen=True, slots=True)
class NameMention:
    """One mention of an organisation, as the owner rules see it."""

    start: int
    end: int
    organization: str


class OwnerFinder:
    """Finds the owning organisation's id for contexts of one report, in text order."""

    def __init__(self, text: str, layout: Layout, names: Names) -> None:
        self._text, self._layout = text, layout
        self._mentions = sorted(
            (
                NameMention(span.start, span.end, organization.id)
                for organization in names.organizations
                for span in organization.mentions
            ),
            key=lambda m: (m.start, -m.end),
        )
        self._starts = [m.start for m in self._mentions]
        self._reporter = names.reporter.organization if names.reporter else None
        if self._reporter is None:
            own = next((o for o in names.organizations if Role.REPORTER in o.roles), None)
            self._reporter = own.id if own else None
        self._names = {o.id: o for o in names.organizations}

    def within(self, start: int, end: int) -> list[NameMention]:
        """Mentions wholly inside ``start:end``, outermost only."""
        found: list[NameMention] = []
        for at in range(bisect_left(self._starts, start), bisect_left(self._starts, end)):
            mention = self._mentions[at]
            if mention.end <= end and (not found or mention.start >= found[-1].end):
                found.append(mention)
        return found

    def owner(self, contexts: Sequence[Context], at: int) -> str | None:
        """Organisation id of ``contexts[at]``'s figure; the reporter's when nothing says otherwise."""
        context = contexts[at]
        if context.place is not None:
            return self._row_owner(context)
        return (
            self._touching(context)
            or self._parallel(contexts, at)
            or self._subject(context)
            or self._section_owner(context)
            or self._paragraph_owner(context)
            or self._reporter
        )

    def _row_owner(self, context: Context) -> str | None:
        assert context.place is not None
        if context.place.total:
            return self._reporter
        for label in context.place.labels:
            inside = self.within(label.start, label.end)
            if inside:
                return inside[-1].organization
        return self._reporter

    def _touching(self, context: Context) -> str | None:
        inside = self.within(context.left.start, context.left.end)
        if inside and _TOUCHING.match(self._text[inside[-1].end : context.left.end]):
            if len(inside) > 1 and PARALLEL_CUE.search(self._text[inside[0].start : context.left.end]):
                return None
            return inside[-1].organization
        return None

    def _parallel(self, contexts: Sequence[Context], at: int) -> str | None:
        """The k-th figure of a run belongs to the k-th name of a list as long as the run."""
        context = contexts[at]
        sentence = self._layout.sentences[context.sentence]
        if not PARALLEL_CUE.search(self._text, sentence.start, context.quantity.start):
            return None
        run = run_of(contexts, at)
        names = self._name_list(sentence.start, contexts[run.first].quantity.start, run.size)
        return names[at - run.first].organization if names else None

    def _name_list(self, start: int, end: int, size: int) -> list[NameMention]:
        """The last ``size`` (two or more) names in ``start:end`` that form one enumeration; empty if there is none."""
        best: list[NameMention] = []
        run: list[NameMention] = []
        for mention in self.within(start, end):
            joined = run and _LIST_GAP.match(self._text[run[-1].end : mention.start])
            run = [*run, mention] if joined else [mention]
            if len(run) == size > 1:
                best = run
        return best

    def _subject(self, context: Context) -> str | None:
        """The nearest name before the figure that opens a clause of its sentence."""
        sentence = self._layout.sentences[context.sentence]
        for mention in reversed(self.within(sentence.start, context.quantity.start)):
            clause = next((c for c in sentence.clauses if c.start <= mention.start < c.end), None)
            lead = self._text[(clause.start if clause else sentence.start) : mention.start]
            follow = self._text[mention.end : mention.end + 4]
            if _ATTRIBUTIVE.match(follow) or _NOT_SUBJECT_BEFORE.search(lead):
                continue
            if _CLAUSE_LEAD.match(lead) or len(lead) <= 10:
                return mention.organization
        return None

    def _section_owner(self, context: Context) -> str | None:
        """In a round-up, the body that a section's label names, else the first body that acts in it."""
        at = self._layout.sentences[context.sentence].section
        if not 0 <= at < len(self._layout.sections):
            return None
        section = self._layout.sections[at]
        if section.heading is None:
            return None
        label = self._text[section.heading.start : section.heading.end].strip(_LABEL_MARKS)
        if not _is_place_label(label):
            return None
        inside = self.within(section.heading.start, section.heading.end)
        if inside:
            return inside[0].organization
        area = self.within(section.heading.end, section.end)
        stem = label.rstrip("县区市镇乡")
        named = next((m for m in area if stem and stem in self._names[m.organization].name), None)
        chosen = named or next(iter(area), None)
        return chosen.organization if chosen else None

    def _paragraph_owner(self, context: Context) -> str | None:
        """A paragraph that opens with a branch, or with a place and its body, tells of that body to its end."""
        start = self._text.rfind("\n", 0, context.quantity.start) + 1
        opening = _PARAGRAPH_LEAD.match(self._text, start)
        at = opening.end() if opening else start
        inside = self.within(start, min(at + _OPENING, context.quantity.start))
        first = next(iter(inside), None)
        if first is None or first.start > at + 2:
            return None
        organization = self._names[first.organization]
        placed = opening is not None and opening["place"] is not None
        return first.organization if placed or Role.BRANCH in organization.roles else None


def _is_place_label(label: str) -> bool:
    return 2 <= len(label) <= 12 and re.search(r"[县区市镇乡旗州]$|[局行司所会队院站]$", label) is not None
