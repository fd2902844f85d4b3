"""Fit a judge: scikit-learn's logistic regression over named features, shipped as plain arrays.

``LogisticRegression`` with an L2 penalty, solved by L-BFGS; the features are counted by ``CountVectorizer``. A choice among
candidates (whose figure it is) is learnt as one yes-or-no example a candidate and decided by the highest chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from factextract.learn.fitting import calibration_error
from factextract.linear import Judge, LinearModel

YES = "yes"
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Judgement:
    """One yes-or-no example: features, the right answer, the rules' vote, how much it counts, the institution and its
    type. ``fresh`` tells that the vote was cast before the rules were tuned on the document; ``document`` that it comes from a report, not the clause
    bank; ``choice`` names the decision
    it is a candidate of (None: it stands alone); ``synthetic`` that it was made from another example, and only teaches."""

    features: tuple[str, ...]
    right: bool
    vote: bool
    weight: float
    group: str
    type: str
    fresh: bool
    document: bool
    choice: str | None = None
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class JudgeSettings:
    """Hyperparameters: inverse L2 penalty, how often a feature must occur."""

    inverse_penalty: float = 1.0
    min_count: int = 3


def fit_judge(examples: Sequence[Judgement], settings: JudgeSettings) -> Judge:
    """Train a judge; its temperature is 1 until ``calibrate_judge``."""
    counter = CountVectorizer(
        analyzer=lambda names: names, binary=True, min_df=settings.min_count, dtype=np.float64
    )
    table = counter.fit_transform([example.features for example in examples])
    model = LogisticRegression(C=settings.inverse_penalty, max_iter=1000)
    model.fit(table, [e.right for e in examples], sample_weight=[e.weight for e in examples])
    names = counter.get_feature_names_out()
    features = {str(name): at for at, name in enumerate(names)}
    weights = model.coef_.T.astype(np.float32)
    return Judge(LinearModel((YES,), features, weights, model.intercept_.astype(np.float32), 1.0))


@dataclass(frozen=True, slots=True)
class Outcome:
    """An example with the judge's log odds of yes."""

    example: Judgement
    odds: float


def judge_all(judge: Judge, examples: Iterable[Judgement]) -> list[Outcome]:
    """The judge's log odds (at temperature 1) of each example."""
    return [Outcome(example, float(judge.model.logits(example.features)[0])) for example in examples]


def best_temperature(outcomes: Sequence[Outcome]) -> float:
    """The temperature of least log loss (Guo et al., 2017)."""
    odds = np.array([outcome.odds for outcome in outcomes])
    right = np.array([outcome.example.right for outcome in outcomes], float)
    best, best_loss = 1.0, np.inf
    for temperature in np.geomspace(0.3, 4.0, 45):
        chance = np.clip(1 / (1 + np.exp(-odds / temperature)), 1e-9, 1 - 1e-9)
        loss = -float((right * np.log(chance) + (1 - right) * np.log(1 - chance)).mean())
        if loss < best_loss:
            best, best_loss = float(temperature), loss
    return round(best, 4)


@dataclass(frozen=True, slots=True)
class JudgeScore:
    """How many decisions there were, how many the rules and the model took rightly, the calibration error of the chances."""

    decisions: int
    rules: int
    model: int
    ece: float


def score_outcomes(outcomes: Iterable[Outcome], temperature: float) -> JudgeScore:
    """Right decisions of rules and model. Examples of one ``choice`` are one decision: right if a right candidate comes first."""
    choices: dict[str, list[Outcome]] = {}
    alone: list[Outcome] = []
    for outcome in outcomes:
        if outcome.example.choice is None:
            alone.append(outcome)
        else:
            choices.setdefault(outcome.example.choice, []).append(outcome)
    rules = sum(o.example.vote == o.example.right for o in alone)
    model = sum((o.odds > 0) == o.example.right for o in alone)
    for candidates in choices.values():
        rules += any(o.example.vote and o.example.right for o in candidates)
        model += max(candidates, key=lambda o: o.odds).example.right
    everything = [*alone, *(outcome for candidates in choices.values() for outcome in candidates)]
    chances = [1 / (1 + np.exp(-o.odds / temperature)) for o in everything]
    sure = [
        ((chance > _HALF) == o.example.right, max(chance, 1 - chance))
        for o, chance in zip(everything, chances, strict=True)
    ]
    return JudgeScore(len(alone) + len(choices), rules, model, calibration_error(sure))
