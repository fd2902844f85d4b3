"""The trained decision on what a quantity measures: candidates ranked by evidence and by the words around the figure.

For each candidate of a quantity (an indicator, ``other``, or no fact) the score is

    dense(candidate) . w  +  sum of the weights of the context's features for that candidate

The dense part (evidence of the packs' triggers, the rules' choice) names no indicator; the second part is learnt per
indicator. An indicator that was never trained on is the rules' to choose. Both come from one logistic regression over (quantity,
candidate) pairs; a softmax over the candidates, at a calibrated temperature, gives the confidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from factextract.errors import FactextractError
from factextract.linear import LinearModel, load, save
from factextract.link.context import Context
from factextract.link.evidence import FEATURES, unit_fit
from factextract.link.indicator import Typed, satisfied, score
from factextract.packs import Catalogue

NOT_A_FACT = "-"
OTHER = "other"
_SCALE = 5.0

DENSE = (
    *FEATURES,
    "score", "satisfied", "chosen", "chosen_score", "chosen_margin", "unit_listed", "unit_wrong", "unit_missing", "no_trigger",
    "other", "other_unchosen", "other_kind", "other_kind_score", "other_best_listed",
    "none", "none_unchosen", "none_best_listed", "none_vague", "none_one",
)  # fmt: skip
"""Names of the dense features, in the order of a row."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided for one quantity. ``indicator`` is None for a fact that no indicator covers; ``fact`` is False
    for a number that is no fact; ``method`` tells who decided (rules, model, or both agreeing)."""

    indicator: str | None
    fact: bool
    confidence: float
    method: str


def abstain_below(decision: Decision, least: float) -> Decision:
    """The decision, or none on the indicator where it is less sure than ``least``: a person should look."""
    if decision.indicator is None or decision.confidence >= least:
        return decision
    return replace(decision, indicator=None, method="abstained")


def by_rules(typed: Typed) -> Decision:
    """The rules' choice as a decision."""
    return Decision(typed.indicator, True, typed.confidence, "rules")


def candidates(
    context: Context, typed: Typed, catalogue: Catalogue
) -> tuple[list[str], npt.NDArray[np.float32]]:
    """Labels of the candidates and their dense features (candidates x ``DENSE``).

    Candidates are the indicators with any evidence, those that list the measure word, ``other`` and no fact.
    """
    unit = context.quantity.unit
    listed = len(catalogue.indicators)
    indices = {index for index in typed.evidence if index < listed}
    if unit is not None:
        indices.update(index for index, one in enumerate(catalogue.indicators) if unit in one.units)
    if typed.indicator is not None:
        indices.update(index for index, one in enumerate(catalogue.indicators) if one.id == typed.indicator)
    ordered = sorted(indices)
    rows = [_indicator_row(context, typed, catalogue, index) for index in ordered]
    best = max((row[_AT["score"]] for row in rows if row[_AT["satisfied"]]), default=0.0)
    rows.append(_other_row(typed, catalogue, best))
    rows.append(_none_row(context, typed, best))
    labels = [catalogue.indicators[index].id for index in ordered]
    return [*labels, OTHER, NOT_A_FACT], np.array(rows, dtype=np.float32)


_AT = {name: at for at, name in enumerate(DENSE)}


def _indicator_row(context: Context, typed: Typed, catalogue: Catalogue, index: int) -> list[float]:
    indicator = catalogue.indicators[index]
    row = [0.0] * len(DENSE)
    evidence = typed.evidence.get(index)
    if evidence is None:  # it only lists the measure word
        row[_AT["no_trigger"]] = 1.0
    else:
        row[: len(FEATURES)] = [getattr(evidence, name) for name in FEATURES]
        row[_AT["score"]] = score(evidence) / _SCALE
        row[_AT["satisfied"]] = float(satisfied(indicator, evidence))
    fit = unit_fit(context.quantity.unit, indicator)
    row[_AT["unit"]] = fit
    if typed.kind == indicator.id:
        row[_AT["chosen"]] = 1.0
        row[_AT["chosen_score"]] = min(2.0, typed.score / _SCALE)
        row[_AT["chosen_margin"]] = min(1.0, (typed.score - typed.runner_up) / _SCALE)
    row[_AT["unit_listed"]] = float(fit == 1.0)
    row[_AT["unit_wrong"]] = float(fit < 0)
    row[_AT["unit_missing"]] = float(context.quantity.unit is None)
    return row


def _other_row(typed: Typed, catalogue: Catalogue, best: float) -> list[float]:
    row = [0.0] * len(DENSE)
    row[_AT["other"]] = 1.0
    row[_AT["other_unchosen"]] = float(typed.kind is None)
    if typed.kind is not None and typed.indicator is None:
        row[_AT["other_kind"]] = 1.0
        row[_AT["other_kind_score"]] = min(2.0, typed.score / _SCALE)
    row[_AT["other_best_listed"]] = best
    return row


def _none_row(context: Context, typed: Typed, best: float) -> list[float]:
    row = [0.0] * len(DENSE)
    row[_AT["none"]] = 1.0
    row[_AT["none_unchosen"]] = float(typed.kind is None)
    row[_AT["none_best_listed"]] = best
    row[_AT["none_vague"]] = float(context.quantity.vague)
    row[_AT["none_one"]] = float(context.quantity.value == 1)
    return row


@dataclass(frozen=True, slots=True)
class Ranker:
    """The dense weights (in the order of ``DENSE``) beside the per-indicator ones."""

    dense: npt.NDArray[np.float32]
    words: LinearModel

    def chances(
        self, labels: Sequence[str], dense: npt.NDArray[np.float32], features: Sequence[str]
    ) -> npt.NDArray[np.float64]:
        """Calibrated probabilities of the candidates, in their order."""
        logits = dense.astype(np.float64) @ self.dense.astype(np.float64)
        by_class = self.words.logits(features)
        position = self.words.position
        logits += np.array(
            [by_class[at] if (at := position.get(label)) is not None else 0.0 for label in labels]
        )
        logits /= self.words.temperature
        logits -= logits.max()
        exp = np.exp(logits)
        return np.asarray(exp / exp.sum())

    def decide(
        self, context: Context, typed: Typed, features: Sequence[str], catalogue: Catalogue
    ) -> Decision:
        """The best candidate of one quantity; confidence is its calibrated probability. Where the rules choose an indicator
        that the model was never trained on (a user's own), theirs is the decision."""
        if typed.indicator is not None and typed.indicator not in self.words.position:
            return by_rules(typed)
        labels, dense = candidates(context, typed, catalogue)
        chances = self.chances(labels, dense, features)
        best = int(chances.argmax())
        label, chance = labels[best], round(float(chances[best]), 3)
        if label == NOT_A_FACT:
            return Decision(None, False, chance, "model")
        indicator = None if label == OTHER else label
        return Decision(indicator, True, chance, "rules+model" if indicator == typed.indicator else "model")


def save_ranker(ranker: Ranker, folder: Path, card: Mapping[str, Any]) -> None:
    """Write a ranker with its card."""
    save(ranker.words, folder, {**card, "dense": list(DENSE)}, dense=ranker.dense)


def load_ranker(folder: Path) -> tuple[Ranker, dict[str, Any]]:
    """The ranker and card in ``folder``. Raises ``FactextractError`` (model_mismatch) if it was made for other features or
    differs from its card."""
    words, card, more = load(folder)
    if card.get("dense") != list(DENSE) or "dense" not in more:
        raise FactextractError("model_mismatch", detail=f"{folder}: dense")
    return Ranker(more["dense"], words), card
