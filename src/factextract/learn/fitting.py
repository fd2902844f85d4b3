"""Fit the ranker: a conditional logit (McFadden, 1974) over each quantity's candidates, then a temperature.

The likelihood is that of a softmax over the candidates, which differ from quantity to quantity, with dense weights shared by
all of them; scikit-learn's estimators have no such model (a logistic regression over pairs, tried first, learnt less), so its
gradient is written here and SciPy's L-BFGS does the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from factextract.learn.examples import Example
from factextract.linear import LinearModel
from factextract.link.dense import DENSE
from factextract.link.ranking import Ranker

Array = npt.NDArray[np.float64]
_FIRST_LABEL = 0.7


@dataclass(frozen=True, slots=True)
class Settings:
    """Hyperparameters: L2 penalties of the word and the dense weights, how often a feature must occur, how many are
    kept, how many iterations at most."""

    word_penalty: float = 10.0
    dense_penalty: float = 0.05
    min_count: int = 3
    max_features: int = 60_000
    iterations: int = 120


@dataclass(frozen=True, slots=True)
class _Problem:
    """Examples as arrays: one row a candidate, ``starts`` where each example's rows begin."""

    words: csr_matrix
    dense: Array
    example: npt.NDArray[np.int64]
    column: npt.NDArray[np.int64]
    target: Array
    weight: Array
    starts: npt.NDArray[np.int64]
    classes: tuple[str, ...]
    names: tuple[str, ...]


def fit(examples: Sequence[Example], settings: Settings) -> Ranker:
    """Train a ranker on ``examples``; its temperature is 1 until ``calibrate``. Examples whose right label is no candidate
    teach nothing."""
    problem = _arrange([e for e in examples if set(e.labels) & set(e.candidates)], settings)
    width, height = len(problem.classes), len(problem.names)
    start = np.zeros(len(DENSE) + height * width)
    result = minimize(
        _loss,
        start,
        args=(problem, settings),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": settings.iterations, "maxcor": 6},
    )
    dense = result.x[: len(DENSE)].astype(np.float32)
    table = result.x[len(DENSE) :].reshape(height, width).astype(np.float32)
    strength = np.abs(table).max(axis=1)
    kept = np.sort(np.argsort(-strength, kind="stable")[: settings.max_features])
    features = {problem.names[row]: at for at, row in enumerate(kept)}
    words = LinearModel(problem.classes, features, table[kept], np.zeros(width, np.float32), 1.0)
    return Ranker(dense, words)


def _arrange(examples: Sequence[Example], settings: Settings) -> _Problem:
    classes = tuple(sorted({label for example in examples for label in example.candidates}))
    column_of = {label: at for at, label in enumerate(classes)}
    counts = Counter(name for example in examples for name in example.features)
    names = tuple(sorted(name for name, count in counts.items() if count >= settings.min_count))
    row_of = {name: at for at, name in enumerate(names)}
    indptr, indices = [0], []
    for example in examples:
        indices += [row_of[name] for name in example.features if name in row_of]
        indptr.append(len(indices))
    sizes = np.array([len(example.candidates) for example in examples])
    return _Problem(
        words=csr_matrix((np.ones(len(indices)), indices, indptr), (len(examples), len(names))),
        dense=np.concatenate([example.dense for example in examples]).astype(np.float64),
        example=np.repeat(np.arange(len(examples)), sizes),
        column=np.array([column_of[label] for example in examples for label in example.candidates]),
        target=np.concatenate([_targets(example) for example in examples]),
        weight=np.array([example.weight for example in examples]),
        starts=np.concatenate([[0], np.cumsum(sizes)[:-1]]),
        classes=classes,
        names=names,
    )


def _targets(example: Example) -> Array:
    """How the right labels share one unit: the first most of it."""
    right = [label for label in example.labels if label in example.candidates]
    shares = dict.fromkeys(right, (1.0 - _FIRST_LABEL) / max(1, len(right) - 1))
    shares[right[0]] = _FIRST_LABEL if len(right) > 1 else 1.0
    return np.array([shares.get(label, 0.0) for label in example.candidates])


def _loss(theta: Array, problem: _Problem, settings: Settings) -> tuple[float, Array]:
    """Penalised negative log likelihood and its gradient."""
    width = len(problem.classes)
    dense, table = theta[: len(DENSE)], theta[len(DENSE) :].reshape(-1, width)
    by_class = problem.words @ table
    logits = problem.dense @ dense + by_class[problem.example, problem.column]
    logits -= np.maximum.reduceat(logits, problem.starts)[problem.example]
    exp = np.exp(logits)
    total = np.add.reduceat(exp, problem.starts)
    weight = problem.weight[problem.example]
    log_chance = logits - np.log(total)[problem.example]
    loss = -float((weight * problem.target * log_chance).sum())
    error = weight * (exp / total[problem.example] - problem.target)
    spread = np.zeros_like(by_class)
    spread[problem.example, problem.column] = error
    loss += 0.5 * settings.word_penalty * float((table**2).sum())
    loss += 0.5 * settings.dense_penalty * float((dense**2).sum())
    gradient = np.concatenate(
        [
            problem.dense.T @ error + settings.dense_penalty * dense,
            np.asarray(problem.words.T @ spread + settings.word_penalty * table).ravel(),
        ]
    )
    return loss, gradient


def calibrate(ranker: Ranker, examples: Sequence[Example]) -> Ranker:
    """The ranker with the temperature that makes its probabilities fit ``examples`` best (least log loss; Guo et al., 2017)."""
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
