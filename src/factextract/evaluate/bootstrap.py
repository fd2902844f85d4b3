"""How sure a score is: percentile intervals by resampling documents (Efron and Tibshirani, 1993).

Documents, not facts, are drawn with replacement, because the facts of one report rise and fall together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from factextract.evaluate.metrics import Report

_DRAWS = 2000
_SEED = 20240315


@dataclass(frozen=True, slots=True)
class Interval:
    """A score over all documents with the bounds that 95 % of the draws lie between."""

    score: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.score:.3f} ({self.low:.3f}-{self.high:.3f})"


def interval(reports: Sequence[Report], metric: str) -> Interval | None:
    """F1 of an item metric, or the share of an accuracy, over ``reports`` (one a document); None if it was not
    measured. The same reports give the same interval."""
    counts = np.array([_counts(report, metric) for report in reports], float).reshape(-1, 2)
    if not counts[:, 1].sum():
        return None
    drawn = np.random.default_rng(_SEED).integers(0, len(reports), (_DRAWS, len(reports)))
    right, total = counts[:, 0][drawn].sum(axis=1), counts[:, 1][drawn].sum(axis=1)
    scores = np.divide(right, total, out=np.ones_like(right), where=total > 0)
    low, high = np.quantile(scores, [0.025, 0.975])
    return Interval(float(counts[:, 0].sum() / counts[:, 1].sum()), float(low), float(high))


def _counts(report: Report, metric: str) -> tuple[float, float]:
    """Numerator and denominator of the score, which add up over documents."""
    if metric in report.items:
        tally = report.items[metric]
        return 2 * tally.right, 2 * tally.right + tally.spurious + tally.missed
    accuracy = report.accuracy.get(metric)
    return (accuracy.right, accuracy.of) if accuracy else (0, 0)
