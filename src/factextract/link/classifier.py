"""The trained decision on what a quantity measures: an indicator, ``other``, or no fact at all.

The model reads the rules' votes among its features, so it decides everywhere that it knows the choices. An indicator that it
was not trained on (a user's YAML) is the rules' to give.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from factextract.link.indicator import Typed
from factextract.link.linear import LinearModel

NOT_A_FACT = "-"
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided for one quantity. ``indicator`` is None for a fact that no indicator covers; ``fact`` is False
    for a number that is no fact; ``method`` tells who decided (rules, model, or both agreeing)."""

    indicator: str | None
    fact: bool
    confidence: float
    method: str


def by_rules(typed: Typed) -> Decision:
    """The rules' choice as a decision."""
    return Decision(typed.indicator, True, typed.confidence, "rules")


def by_model(typed: Typed, features: Sequence[str], model: LinearModel) -> Decision:
    """The model's choice, given the rules'; confidence is its calibrated probability."""
    if typed.indicator is not None and typed.indicator not in model.classes:
        return by_rules(typed)
    chances = model.probabilities(features)
    best = int(chances.argmax())
    label = model.classes[best]
    chance = round(float(chances[best]), 3)
    if label == NOT_A_FACT:
        return Decision(None, False, chance, "model")
    indicator = None if label == OTHER else label
    return Decision(indicator, True, chance, "rules+model" if indicator == typed.indicator else "model")
