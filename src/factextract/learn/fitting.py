"""Fit the ranker: one logistic regression over (quantity, candidate) pairs, then a temperature."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from factextract.learn.examples import Example
from factextract.link.linear import LinearModel
from factextract.link.ranking import DENSE, Ranker

_SECOND_LABEL = 0.5


@dataclass(frozen=True, slots=True)
class Settings:
    """Hyperparameters: the inverse regularisation of the pair model, the scale of word features beside dense ones (a
    smaller scale regularises them more), how often a feature must occur, how many (feature, class) weights are kept."""

    inverse_regularisation: float = 1.0
    word_scale: float = 0.35
    min_count: int = 2
    max_features: int = 40_000


def fit(examples: Sequence[Example], settings: Settings) -> Ranker:
    """Train a ranker on ``examples``; its temperature is 1 until ``calibrate``."""
    classes = sorted({label for example in examples for label in example.candidates})
    counts = Counter(name for example in examples for name in example.features)
    names = sorted(name for name, count in counts.items() if count >= settings.min_count)
    row_of = {name: row for row, name in enumerate(names)}
    class_of = {label: column for column, label in enumerate(classes)}
    width = len(classes)
    indptr, indices, dense, targets, weights = [0], [], [], [], []
    for example in examples:
        base = [row_of[name] * width for name in example.features if name in row_of]
        for at, label in enumerate(example.candidates):
            column = class_of[label]
            indices.append(np.array(base, np.int64) + column)
            indptr.append(indptr[-1] + len(base))
            dense.append(example.dense[at])
            right = label in example.labels
            targets.append(right)
            weights.append(example.weight * (_SECOND_LABEL if right and label != example.labels[0] else 1.0))
    flat = np.concatenate(indices)
    used, compact = np.unique(flat, return_inverse=True)
    words = csr_matrix(
        (np.full(len(flat), settings.word_scale, np.float32), compact.astype(np.int32), np.array(indptr)),
        (len(targets), len(used)),
    )
    matrix = hstack([csr_matrix(np.array(dense, np.float32)), words], format="csr")
    model = LogisticRegression(C=settings.inverse_regularisation, max_iter=150, tol=1e-3)
    model.fit(matrix, np.array(targets), sample_weight=np.array(weights))
    coefficients = model.coef_[0].astype(np.float32)
    table = np.zeros((len(names), width), np.float32)
    table[used // width, used % width] = coefficients[len(DENSE) :] * settings.word_scale
    strength = np.abs(table).max(axis=1)
    kept = np.sort(np.argsort(-strength, kind="stable")[: settings.max_features])
    kept = kept[strength[kept] > 0]
    features = {names[row]: at for at, row in enumerate(kept)}
    words_model = LinearModel(tuple(classes), features, table[kept], np.zeros(width, np.float32), 1.0)
    return Ranker(coefficients[: len(DENSE)], words_model)


def calibrate(ranker: Ranker, examples: Sequence[Example]) -> Ranker:
    """The ranker with the temperature that makes its probabilities fit ``examples`` best (least log loss)."""
    best, best_loss = 1.0, np.inf
    for temperature in np.geomspace(0.3, 4.0, 45):
        trial = replace(ranker, words=replace(ranker.words, temperature=float(temperature)))
        loss = log_loss(trial, examples)
        if loss < best_loss:
            best, best_loss = float(temperature), loss
    return replace(ranker, words=replace(ranker.words, temperature=round(best, 4)))


def log_loss(ranker: Ranker, examples: Sequence[Example]) -> float:
    """Mean negative log probability of the right labels."""
    losses = [-np.log(max(1e-9, _right_chance(ranker, example))) for example in examples]
    return float(np.mean(losses)) if losses else 0.0


def _right_chance(ranker: Ranker, example: Example) -> float:
    chances = ranker.chances(example.candidates, example.dense, example.features)
    return float(
        sum(c for c, label in zip(chances, example.candidates, strict=True) if label in example.labels)
    )


def predictions(ranker: Ranker, examples: Sequence[Example]) -> list[tuple[str, float]]:
    """For each example the chosen label and its probability."""
    chosen = []
    for example in examples:
        chances = ranker.chances(example.candidates, example.dense, example.features)
        best = int(chances.argmax())
        chosen.append((example.candidates[best], float(chances[best])))
    return chosen


def calibration_error(outcomes: Sequence[tuple[bool, float]], bins: int = 10) -> float:
    """Expected calibration error over equal-width bins (Guo et al., 2017)."""
    right = np.array([ok for ok, _ in outcomes], float)
    sure = np.array([chance for _, chance in outcomes], float)
    which: npt.NDArray[np.int64] = np.minimum((sure * bins).astype(np.int64), bins - 1)
    error = 0.0
    for number in range(bins):
        inside = which == number
        if inside.any():
            error += abs(right[inside].mean() - sure[inside].mean()) * inside.mean()
    return float(error)
