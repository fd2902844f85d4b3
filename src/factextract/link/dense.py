"""The dense features of (quantity, candidate) pairs: evidence of the packs' triggers and the rules' choice, naming no indicator.

They are built for many pairs at a time, a row a pair, by the same code for training and extraction.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from factextract.link.candidate_index import CandidateIndex, UnitFit
from factextract.link.context import Context
from factextract.link.evidence import FEATURES, WEIGHTS, no_evidence
from factextract.link.indicator import Typed

_SCALE = 5.0
_NONE = no_evidence()

DENSE = (
    *FEATURES,
    "score", "satisfied", "chosen", "chosen_score", "chosen_margin", "unit_listed", "unit_wrong", "unit_missing", "no_trigger",
    "other", "other_unchosen", "other_kind", "other_kind_score", "other_best_listed",
    "none", "none_unchosen", "none_best_listed", "none_vague", "none_one",
)  # fmt: skip
"""Names of the dense features, in the order of a row."""

_AT = {name: at for at, name in enumerate(DENSE)}
Rows = npt.NDArray[np.float32]


class IndicatorRows:
    """Collects pairs of a quantity and a listed indicator. Each list has an element a pair, ``_chosen`` one a pair that the rules
    chose: its place, their score and its margin."""

    def __init__(self) -> None:
        self._evidence: list[list[float]] = []
        self._fits: list[float] = []
        self._satisfied: list[bool] = []
        self._without_unit: list[bool] = []
        self._chosen: list[tuple[int, float, float]] = []

    def add(self, typed: Typed, indicators: Sequence[int], fit: UnitFit, own: int | None) -> None:
        """Add the pairs of one quantity; ``fit`` is that of its unit, ``own`` the indicator that the rules chose."""
        evidence, fits, scores = typed.evidence, fit.fits, typed.scores
        if own is not None:
            margin = min(1.0, (typed.score - typed.runner_up) / _SCALE)
            place = len(self._evidence) + indicators.index(own)
            self._chosen.append((place, min(2.0, typed.score / _SCALE), margin))
        self._evidence += [evidence.get(one, _NONE) for one in indicators]
        self._fits += [fits[one] for one in indicators]
        self._satisfied += [one in scores for one in indicators]
        self._without_unit += [fit.unit is None] * len(indicators)

    def matrix(self) -> Rows:
        """The features (pairs x ``DENSE``)."""
        rows = np.zeros((len(self._evidence), len(DENSE)), np.float32)
        if not self._evidence:
            return rows
        evidence = np.array(self._evidence)
        fits = np.array(self._fits)
        rows[:, : len(FEATURES)] = evidence[:, : len(FEATURES)]
        rows[:, _AT["score"]] = sum(weight * evidence[:, at] for at, weight in enumerate(WEIGHTS)) / _SCALE
        rows[:, _AT["satisfied"]] = self._satisfied
        rows[:, _AT["unit"]] = fits
        rows[:, _AT["unit_listed"]] = fits == 1.0
        rows[:, _AT["unit_wrong"]] = fits < 0
        rows[:, _AT["unit_missing"]] = self._without_unit
        rows[:, _AT["no_trigger"]] = [one is _NONE for one in self._evidence]
        for place, score, margin in self._chosen:
            rows[place, _AT["chosen"]] = 1.0
            rows[place, _AT["chosen_score"]] = score
            rows[place, _AT["chosen_margin"]] = margin
        return rows


def other_row(typed: Typed, best: float) -> list[float]:
    """The features of ``other``; ``best`` is the best listed score."""
    row = [0.0] * len(DENSE)
    row[_AT["other"]] = 1.0
    row[_AT["other_unchosen"]] = float(typed.kind is None)
    if typed.kind is not None and typed.indicator is None:
        row[_AT["other_kind"]] = 1.0
        row[_AT["other_kind_score"]] = min(2.0, typed.score / _SCALE)
    row[_AT["other_best_listed"]] = best
    return row


def none_row(context: Context, typed: Typed, best: float) -> list[float]:
    """The features of no fact."""
    row = [0.0] * len(DENSE)
    row[_AT["none"]] = 1.0
    row[_AT["none_unchosen"]] = float(typed.kind is None)
    row[_AT["none_best_listed"]] = best
    row[_AT["none_vague"]] = float(context.quantity.vague)
    row[_AT["none_one"]] = float(context.quantity.value == 1)
    return row


def best_listed(typed: Typed, index: CandidateIndex) -> float:
    """The best score of a listed indicator that is satisfied, scaled; 0 if none is."""
    return max((value for one, value in typed.scores.items() if one < index.listed), default=0.0) / _SCALE
