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
from factextract.link.candidate_index import CandidateIndex
from factextract.link.context import Context
from factextract.link.dense import DENSE, IndicatorRows, best_listed, none_row, other_row
from factextract.link.indicator import Typed
from factextract.packs import Catalogue

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
    index = CandidateIndex(catalogue)
    fit = index.unit(context.quantity.unit)
    own = index.position[typed.indicator] if typed.indicator is not None else None
    chosen = () if own is None else (own,)
    ordered = sorted({one for one in typed.evidence if one < index.listed} | {*fit.listing, *chosen})
    rows = IndicatorRows()
    rows.add(typed, ordered, fit, own)
    best = best_listed(typed, index)
    last = np.array([other_row(typed, best), none_row(context, typed, best)], np.float32)
    labels = [catalogue.indicators[one].id for one in ordered]
    return [*labels, OTHER, NOT_A_FACT], np.concatenate([rows.matrix(), last])


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
