"""What speaks for each indicator at one quantity: the features that rules weigh and models learn from.

None of them names an indicator, so a new YAML indicator is weighed like a built-in one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields

from factextract.datamodel import Span
from factextract.link.context import Context
from factextract.link.triggers import Hit, Hits, TriggerKind
from factextract.packs import Catalogue, Indicator
from factextract.scan.units import unit_class


@dataclass(slots=True)
class Evidence:
    """Evidence for one indicator, each figure from 0 to 1 (``unit`` from -1).

    ``*_left``/``*_right``: the best trigger of that kind in the quantity's own windows, by closeness. ``*_far``: the
    best in the background, by distance. ``heading``: any trigger in a heading above. ``unit``: 1 the pack lists the measure
    word, 0.4 it lists one of its class, 0 there is none, -1 it does not fit. ``inherited``: how closely a preceding
    quantity of the same sentence and unit class was given this indicator. ``topical``: the same for earlier sentences, and for
    what the title says the report counts. ``vetoed``: an exclusion stands near.
    """

    term_left: float = 0.0
    term_right: float = 0.0
    object_left: float = 0.0
    object_right: float = 0.0
    verb_left: float = 0.0
    verb_right: float = 0.0
    term_far: float = 0.0
    object_far: float = 0.0
    verb_far: float = 0.0
    heading: float = 0.0
    unit: float = 0.0
    inherited: float = 0.0
    topical: float = 0.0
    vetoed: float = 0.0

    def raise_to(self, name: str, value: float) -> None:
        """Keep the larger of the present figure and ``value``."""
        if value > getattr(self, name):
            setattr(self, name, value)

    def near(self, kind: TriggerKind) -> float:
        """The best evidence of a kind in the quantity's own windows."""
        return float(max(getattr(self, f"{kind}_left"), getattr(self, f"{kind}_right")))

    def any(self, kind: TriggerKind) -> float:
        """The best evidence of a kind anywhere."""
        return max(self.near(kind), float(getattr(self, f"{kind}_far")))


FEATURES = tuple(field.name for field in fields(Evidence))


_LEAD, _AFTER = 0.7, 0.5
_ROW_LABEL = 0.8
"""What a row's label counts beside its column's header: it names the indicator where the header names a period."""


def _left_closeness(gap: int) -> float:
    return 1.0 if gap <= 2 else max(0.45, 1.0 - 0.05 * (gap - 2))


def _right_closeness(gap: int) -> float:
    return 1.0 if gap == 0 else max(0.3, 0.95 - 0.06 * gap)


_PERSON_AFTER = re.compile(r"\s{0,2}(?:多|来|余)?人(?![大民工行才均造社物防文气群体])")


def counted_unit(text: str, context: Context) -> str | None:
    """The figure's measure word; that of people where 个 or 位 stands before 人 itself (来了11个人)."""
    unit = context.quantity.unit
    if unit in ("个", "位") and _PERSON_AFTER.match(text, context.quantity.end):
        return "人"
    return unit


def gather(text: str, context: Context, hits: Hits, catalogue: Catalogue) -> dict[int, Evidence]:
    """Evidence by indicator index, for every indicator that any trigger in the windows votes for."""
    found: dict[int, Evidence] = {}
    if context.place is not None:
        for header in context.place.headers:
            _collect(found, hits.within(header.start, header.end), "left", _constant(1.0))
        named = any(item.term_left or item.object_left for item in found.values())
        for label in context.place.labels:
            _collect(
                found, _labelling(hits.within(label.start, label.end), named), "left", _constant(_ROW_LABEL)
            )
    left, right = context.left, context.right
    _collect(
        found, hits.within(left.start, left.end), "left", lambda hit: _left_closeness(left.end - hit.end)
    )
    _collect(
        found,
        hits.within(right.start, right.end),
        "right",
        lambda hit: _right_closeness(hit.start - right.start),
    )
    if context.lead is not None:
        lead = context.lead
        _collect(found, hits.within(lead.start, lead.end), "left", _constant(_LEAD))
    if context.after is not None:
        _collect(found, hits.within(context.after.start, context.after.end), "right", _constant(_AFTER))
    for weight, span in _fading(context.background):
        _collect(found, hits.within(span.start, span.end), "far", _constant(weight))
    for span in context.headings:
        for hit in hits.within(span.start, span.end):
            for index, kind in hit.votes:
                if kind is not TriggerKind.EXCLUDE and kind is not TriggerKind.VERB:
                    found.setdefault(index, Evidence()).raise_to("heading", 1.0)
    unit = counted_unit(text, context)
    for index, evidence in found.items():
        indicator = catalogue.candidates[index]
        evidence.unit = unit_fit(unit, indicator)
        if unit is not None and unit in indicator.object_units:
            evidence.raise_to("object_right", 0.6)
    return found


def _labelling(hits: tuple[Hit, ...], named: bool) -> tuple[Hit, ...]:
    """The hits of a row's label that tell what is counted: under a header that names something itself, the label's own
    nouns tell whose the figure is (a branch, a kind of goods), its other words still what was done."""
    if not named:
        return hits
    kept = (
        Hit(hit.start, hit.end, tuple(vote for vote in hit.votes if vote[1] is not TriggerKind.OBJECT))
        for hit in hits
    )
    return tuple(hit for hit in kept if hit.votes)


def _constant(value: float) -> Callable[[Hit], float]:
    return lambda _: value


def _fading(spans: tuple[Span, ...]) -> Iterator[tuple[float, Span]]:
    weight = 1.0
    for span in spans:
        yield weight, span
        weight *= 0.75


def _collect(
    found: dict[int, Evidence], hits: tuple[Hit, ...], side: str, closeness: Callable[[Hit], float]
) -> None:
    for hit in hits:
        value = closeness(hit)
        for index, kind in hit.votes:
            evidence = found.setdefault(index, Evidence())
            if kind is TriggerKind.EXCLUDE:
                if side != "far":
                    evidence.raise_to("vetoed", value)
            else:
                evidence.raise_to(f"{kind}_{side}", value)


def unit_fit(unit: str | None, indicator: Indicator) -> float:
    """How well the measure word suits the indicator (see ``Evidence.unit``)."""
    if unit is None:
        return 0.0
    if unit in indicator.units:
        return 1.0
    own = unit_class(unit)
    return 0.4 if own != "other" and own in {unit_class(u) for u in indicator.units} else -1.0
