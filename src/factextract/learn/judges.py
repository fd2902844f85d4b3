"""The judges that are trained: where each one's examples come from, and how it is fitted, tuned and measured."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from factextract.learn.first_votes import FirstVotes
from factextract.learn.judgements import (
    bank_venue_judgements,
    clause_status_judgements,
    owner_judgements,
    status_judgements,
    venue_judgements,
)
from factextract.learn.judging import (
    Judgement,
    JudgeSettings,
    Outcome,
    best_temperature,
    fit_judge,
    judge_all,
    score_outcomes,
)
from factextract.linear import Judge
from factextract.pipeline import Engine

SETTINGS = JudgeSettings()
_DOCUMENT_READERS: Mapping[str, Callable[[Engine, Path, FirstVotes | None], Iterator[Judgement]]] = {
    "status": status_judgements,
    "owner": owner_judgements,
    "venue": venue_judgements,
}
NAMES = tuple(_DOCUMENT_READERS)
"""The judges, as their folders in models/ are called."""

_FOLDS = 5


def read_judgements(
    name: str,
    engine: Engine,
    annotations: Sequence[Path],
    clauses: Sequence[Path],
    names: Sequence[Path],
    votes: Mapping[str, FirstVotes],
) -> list[Judgement]:
    """All examples of one judge: from annotated documents, from the clause bank (status) and the name bank (venue)."""
    found: list[Judgement] = []
    for annotation in annotations:
        first = votes.get(annotation.name.split(".")[0])
        found += _DOCUMENT_READERS[name](engine, annotation, first)
    if name == "status":
        for path in clauses:
            found += clause_status_judgements(engine, path)
    if name == "venue":
        for path in names:
            found += bank_venue_judgements(engine, path)
    return found


@dataclass(frozen=True, slots=True)
class JudgeReport:
    """Decisions on institutions not seen in training, on documents whose votes are fresh: how many, the shares that
    the rules and the model took rightly, and the calibration error of the model's chances."""

    decisions: int
    rules: float
    model: float
    ece: float


def train_judge(examples: Sequence[Judgement]) -> tuple[Judge, JudgeReport]:
    """Fit on everything, and measure by cross-validation: each institution is judged by a judge trained without it. The
    temperature is the one that fits the chances of that cross-validation best."""
    folds = [_fold(example) for example in examples]
    outcomes: list[Outcome] = []
    for fold in range(_FOLDS):
        judged = [e for e, f in zip(examples, folds, strict=True) if f == fold and e.fresh and e.document]
        if judged:
            teaching = [e for e, f in zip(examples, folds, strict=True) if f != fold or not e.document]
            outcomes += judge_all(fit_judge(teaching, SETTINGS), judged)
    temperature = best_temperature(outcomes)
    score = score_outcomes(outcomes, temperature)
    count = max(1, score.decisions)
    report = JudgeReport(
        score.decisions, round(score.rules / count, 4), round(score.model / count, 4), round(score.ece, 4)
    )
    return fit_judge(examples, SETTINGS).at(temperature), report


def _fold(example: Judgement) -> int:
    return int(hashlib.sha256(example.group.encode()).hexdigest()[:8], 16) % _FOLDS


def card_of(examples: Sequence[Judgement], report: JudgeReport) -> dict[str, object]:
    """What the model's card says of examples, settings and the cross-validation."""
    return {
        "examples": len(examples),
        "settings": asdict(SETTINGS),
        "cross_validation": {"folds": _FOLDS, "by": "institution", **asdict(report)},
    }
