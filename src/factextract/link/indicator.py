"""Which indicator a quantity measures, by rules: evidence weighed, closed choices of the pack kept, lists carried on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from factextract.link.candidate_index import CandidateIndex
from factextract.link.column_sums import column_parts
from factextract.link.context import Context
from factextract.link.evidence import (
    INHERITED,
    OBJECT_FAR,
    OBJECT_LEFT,
    OBJECT_RIGHT,
    OWN_WINDOWS,
    TERM_FAR,
    TERM_LEFT,
    TERM_RIGHT,
    TOPICAL,
    UNIT,
    VERB_FAR,
    VERB_LEFT,
    VERB_RIGHT,
    VETOED,
    Evidence,
    near_noun,
    no_evidence,
    score,
)
from factextract.link.gathering import gather
from factextract.link.rates import about_complaints, is_change, is_level, is_rate, is_share
from factextract.link.triggers import Hits
from factextract.packs import Requires
from factextract.scan.units import unit_class

_THRESHOLD = 2.2
_SURE = 6.0
_TABLE_REACH = 24
_TABLE_TOPIC = 0.5
_EXTREME = re.compile(
    r"(?:单笔|单件|单宗|单案|单户|最[高大多低小少]的?[一1]?[笔件宗单户]|[一1][笔件宗单户]最[高大多低小少]|其中最[高大多])"
    r"[^,;。]{0,12}$"
)
_RATES_OF_COMPLAINTS = ("complaint_share", "complaint_change")
_VETOES = 0.45
_OWN_WORD = 0.85
_CARRIED_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Typed:
    """The rules' choice for one quantity. ``kind`` is the candidate's id, None if none fits; ``indicator`` is the same if the
    candidate is listed. ``score`` is the evidence behind it, ``runner_up`` the next candidate's; ``carried`` tells
    that it came from an earlier figure (the item of a breakdown). ``evidence`` is all that was weighed, by candidate; ``scores``
    are those of the candidates that it satisfies."""

    indicator: str | None
    kind: str | None = None
    score: float = 0.0
    runner_up: float = 0.0
    carried: bool = False
    evidence: Mapping[int, Evidence] = field(default_factory=dict, compare=False, repr=False)
    scores: Mapping[int, float] = field(default_factory=dict, compare=False, repr=False)

    @property
    def confidence(self) -> float:
        """Rough confidence from the score and its margin; calibrated figures come from the model."""
        margin = min(1.0, (self.score - self.runner_up) / 2.0)
        return round(min(0.95, 0.35 + 0.3 * min(1.0, self.score / _SURE) + 0.3 * margin), 3)


def type_quantities(
    text: str, contexts: Sequence[Context], hits: Hits, index: CandidateIndex
) -> tuple[Typed, ...]:
    """The rules' choice for each context, in order (lists inherit from the figure before)."""
    position = index.position
    chosen: list[Typed] = []
    topics = Topics(position)
    gathered = [gather(text, context, hits, index) for context in contexts]
    whole_of = _category_columns(contexts, gathered, index)
    for at, context in enumerate(contexts):
        evidence = gathered[at]
        whole = chosen[whole_of[at]].kind if at in whole_of else None
        _only(evidence, whole if whole in FLOWS else None, position)
        _inherit(evidence, contexts, chosen, at, position)
        _only(evidence, _sum_before(text, contexts, chosen, at), position)
        topics.offer(context, evidence)
        if _in_breakdown(contexts, chosen, at):
            for other in [other for other in evidence if other >= index.listed]:
                del evidence[other]
        _weaken_carried(evidence)
        scores = {
            candidate: score(item)
            for candidate, item in evidence.items()
            if satisfied(index.requires[candidate], item)
        }
        level = _level_before(text, contexts, chosen, at)
        choice = _decide(text, context, evidence, scores, _governor(contexts, chosen, at), level, index)
        chosen.append(replace(choice, evidence=evidence, scores=scores))
        topics.note(context, choice.kind, evidence)
    return tuple(chosen)


def satisfied(requires: Requires, evidence: Evidence) -> bool:
    """True if the pack's closed choice of required triggers is met, or carried over from the figure before."""
    if evidence[UNIT] < 0:
        return False
    if evidence[VETOED] >= _VETOES and evidence[TERM_LEFT] < 1.0 and evidence[TERM_RIGHT] < 1.0:
        return False
    if evidence[INHERITED] > 0 or evidence[TOPICAL] > 0:
        return True
    if not any(evidence[OWN_WINDOWS]):
        return False
    if requires == "any" or evidence[TERM_LEFT] or evidence[TERM_RIGHT] or evidence[TERM_FAR]:
        return True
    named = evidence[OBJECT_LEFT] or evidence[OBJECT_RIGHT] or evidence[OBJECT_FAR]
    acted = evidence[VERB_LEFT] or evidence[VERB_RIGHT] or evidence[VERB_FAR]
    match requires:
        case "object":
            return named > 0
        case "verb":
            return acted > 0
        case "object+verb":
            return named > 0 and acted > 0
        case _:
            return False


def _weaken_carried(evidence: dict[int, Evidence]) -> None:
    """An object or term that touches the figure and fits its unit outweighs what was carried over from before."""
    carried = [item for item in evidence.values() if item[INHERITED] or item[TOPICAL]]
    if carried and any(
        item[UNIT] >= 0
        and (
            item[TERM_LEFT] >= _OWN_WORD or item[OBJECT_LEFT] >= _OWN_WORD or item[OBJECT_RIGHT] >= _OWN_WORD
        )
        for item in evidence.values()
    ):
        for item in carried:
            item[INHERITED] *= _CARRIED_SHARE
            item[TOPICAL] *= _CARRIED_SHARE


class Topics:
    """What a report's running breakdown counts: the flow (complaints, reports, orders ...) last stated.

    Reports analyse complaints over many sentences that name only the categories (食品居首,有326件); such a
    count belongs to the topic last stated, as long as nothing nearer claims it. A sentence's first firm count of a flow
    states the topic (those after it are its parts); its hold fades with each sentence.
    """

    def __init__(self, position: Mapping[str, int]) -> None:
        self._position = position
        self._last: dict[str, tuple[str, int]] = {}

    def offer(self, context: Context, evidence: dict[int, Evidence]) -> None:
        """Add the topic's evidence for one figure."""
        unit = context.quantity.unit
        if context.place is not None:
            topic = self._last.get("cases") if unit is None or unit_class(unit) == "cases" else None
            if topic is not None:
                evidence.setdefault(self._position[topic[0]], no_evidence(0.4))[TOPICAL] = _TABLE_TOPIC
            return
        topic = self._last.get(unit_class(unit)) if unit is not None else None
        if topic is None:
            return
        indicator, sentence = topic
        distance = context.sentence - sentence
        if distance < 1:
            return
        item = evidence.setdefault(self._position[indicator], no_evidence(1.0))
        item[TOPICAL] = max(0.3, 1.0 - 0.12 * (distance - 1))

    def note(self, context: Context, indicator: str | None, evidence: dict[int, Evidence]) -> None:
        """Remember a firmly typed count of a flow as the topic of its unit class."""
        if indicator not in FLOWS or context.quantity.unit is None or context.place is not None:
            return
        item = evidence.get(self._position[indicator])
        firm = item is not None and near_noun(item)
        kind = unit_class(context.quantity.unit)
        known = self._last.get(kind)
        stated_here = known is not None and known[1] == context.sentence
        if (firm and not stated_here) or (known is not None and known[0] == indicator):
            self._last[kind] = (indicator, context.sentence)


FLOWS = frozenset(
    {"complaints_received", "reports_received", "orders_received", "cases_filed", "consultations_handled"}
)
"""Indicators that reports break down over several sentences."""


def _category_columns(
    contexts: Sequence[Context], gathered: Sequence[Mapping[int, Evidence]], index: CandidateIndex
) -> dict[int, int]:
    """Cells of columns that split an earlier one by category, with the cell of the whole. A split by outcome (办结, 在办)
    is none: there a header names an indicator of its own."""

    def named(at: int) -> set[int]:
        return {
            candidate
            for candidate, item in gathered[at].items()
            if candidate < index.listed and item[UNIT] >= 0 and max(item[TERM_LEFT], item[VERB_LEFT]) >= 1.0
        }

    return {
        part: whole
        for whole, parts in column_parts(contexts).items()
        if all(named(part) <= named(whole) for part in parts)
        for part in parts
    }


def _only(evidence: dict[int, Evidence], kind: str | None, position: Mapping[str, int]) -> None:
    """Leave a part nothing but the indicator of its whole, whatever its own words speak for; ``kind`` None leaves all."""
    if kind is None:
        return
    index = position[kind]
    item = evidence.setdefault(index, no_evidence(1.0))
    item[INHERITED], item[UNIT], item[VETOED] = 1.0, max(item[UNIT], 0.0), 0.0
    for other in [other for other in evidence if other != index]:
        del evidence[other]


def _sum_before(text: str, contexts: Sequence[Context], chosen: Sequence[Typed], at: int) -> str | None:
    """What the sum before measures, for the largest or smallest amount in it (赔付26万元,单笔最高3万元)."""
    context = contexts[at]
    unit = context.quantity.unit
    if unit is None or unit_class(unit) != "money":
        return None
    if _EXTREME.search(text, context.left.start, context.left.end) is None:
        return None
    for back in range(at - 1, max(-1, at - 4), -1):
        if contexts[back].sentence != context.sentence:
            break
        if contexts[back].quantity.unit == unit:
            return chosen[back].kind
    return None


def _in_breakdown(contexts: Sequence[Context], chosen: Sequence[Typed], at: int) -> bool:
    """True behind two figures of one flow in the same unit and sentence: what a further item is called (个人贷款, 扣分)
    is a category of the flow, whatever else the word may count."""
    if at < 2 or contexts[at].place is not None:
        return False
    kind, unit = chosen[at - 1].kind, contexts[at].quantity.unit
    return kind in FLOWS and all(
        chosen[back].kind == kind
        and contexts[back].sentence == contexts[at].sentence
        and contexts[back].quantity.unit == unit
        for back in (at - 1, at - 2)
    )


def _governor(contexts: Sequence[Context], chosen: Sequence[Typed], at: int) -> str | None:
    """Indicator of the nearest earlier count in the same sentence (what a rate or change qualifies)."""
    for back in range(at - 1, max(-1, at - 6), -1):
        if contexts[back].sentence != contexts[at].sentence:
            break
        if not is_rate(contexts[back].quantity):
            return chosen[back].kind or "other"
    return None


def _level_before(text: str, contexts: Sequence[Context], chosen: Sequence[Typed], at: int) -> str | None:
    """What the rate before measured, for one that tells its level at another time (由92%提升至98%)."""
    if not is_rate(contexts[at].quantity) or not is_level(text, contexts[at]):
        return None
    for back in range(at - 1, max(-1, at - 5), -1):
        earlier = contexts[back]
        if earlier.sentence != contexts[at].sentence:
            break
        if is_rate(earlier.quantity) and not is_change(text, earlier):
            return chosen[back].kind
    return None


def _inherit(
    evidence: dict[int, Evidence],
    contexts: Sequence[Context],
    chosen: Sequence[Typed],
    at: int,
    position: Mapping[str, int],
) -> None:
    """Carry the indicator of preceding figures with the same kind of unit along an enumeration."""
    context = contexts[at]
    own = unit_class(context.quantity.unit) if context.quantity.unit else None
    weight = 1.0
    reach = 5 if context.place is None else _TABLE_REACH
    for back in range(at - 1, max(-1, at - reach), -1):
        earlier, earlier_choice = contexts[back], chosen[back].kind
        if earlier.sentence != context.sentence or earlier_choice is None:
            continue
        same_unit = earlier.quantity.unit == context.quantity.unit or context.quantity.unit is None
        if not same_unit and (own is None or unit_class(earlier.quantity.unit or "") != own):
            continue
        index = position[earlier_choice]
        item = evidence.setdefault(index, no_evidence(1.0 if same_unit else 0.4))
        item[INHERITED] = max(item[INHERITED], weight if context.continues else 0.6 * weight)
        weight *= 0.7


def _decide(
    text: str,
    context: Context,
    evidence: Mapping[int, Evidence],
    scores: Mapping[int, float],
    governor: str | None,
    level: str | None,
    index: CandidateIndex,
) -> Typed:
    if is_change(text, context):
        return _typed("complaint_change" if about_complaints(text, context, governor) else None, index, 5.0)
    ranked = sorted(
        (-value, candidate)
        for candidate, value in scores.items()
        if index.catalogue.candidates[candidate].id not in _RATES_OF_COMPLAINTS
    )
    if is_rate(context.quantity):
        return _rate(text, context, evidence, ranked, governor, level, index)
    best = -ranked[0][0] if ranked else 0.0
    if not ranked or best < _THRESHOLD:
        return Typed(None, None, best)
    candidate = ranked[0][1]
    item = evidence[candidate]
    carried = item[INHERITED] > 0 or item[TOPICAL] > 0
    second = -ranked[1][0] if len(ranked) > 1 else 0.0
    return _typed(index.catalogue.candidates[candidate].id, index, best, second, carried)


def _rate(
    text: str,
    context: Context,
    evidence: Mapping[int, Evidence],
    ranked: Sequence[tuple[float, int]],
    governor: str | None,
    level: str | None,
    index: CandidateIndex,
) -> Typed:
    """What a percentage measures: a named rate, the rate before at another time, or a share. ``ranked`` are the candidates with
    their scores, negative, best first."""
    for value, candidate in ranked:
        if near_noun(evidence[candidate]):
            return _typed(index.catalogue.candidates[candidate].id, index, -value)
    if level is not None:
        return _typed(level, index, 4.0)
    if is_share(text, context):
        return _typed("complaint_share" if about_complaints(text, context, governor) else None, index, 4.0)
    return Typed(None)


def _typed(
    kind: str | None, index: CandidateIndex, value: float, second: float = 0.0, carried: bool = False
) -> Typed:
    return Typed(kind if kind in index.catalogue.by_id else None, kind, value, second, carried)
