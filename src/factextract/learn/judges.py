"""The judges that are trained: where each one's examples come from, and how it is fitted, tuned and measured."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from factextract.learn.first_votes import FirstVotes
from factextract.learn.judgements import (
    bank_venue_judgements,
    category_judgements,
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
from factextract.learn.organization_judgements import (
    bank_organization_judgements,
    organization_judgements,
)
from factextract.linear import Judge
from factextract.pipeline import Engine

SETTINGS: Mapping[str, JudgeSettings] = {
    "status": JudgeSettings(),
    "owner": JudgeSettings(),
    "venue": JudgeSettings(),
    "organization": JudgeSettings(inverse_penalty=0.5, min_count=6),
    "category": JudgeSettings(inverse_penalty=0.5, min_count=5),
}
_DOCUMENT_READERS: Mapping[str, Callable[[Engine, Path, FirstVotes | None], Iterator[Judgement]]] = {
    "status": status_judgements,
    "owner": owner_judgements,
    "venue": venue_judgements,
    "organization": organization_judgements,
    "category": category_judgements,
}
_BANK_READERS: Mapping[str, Callable[[Engine, Path], Iterator[Judgement]]] = {
    "venue": bank_venue_judgements,
    "organization": bank_organization_judgements,
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
    """All examples of one judge: from annotated documents, from the clause bank (status) and the name bank (venue, organization)."""
    found: list[Judgement] = []
    for annotation in annotations:
        first = votes.get(annotation.name.split(".")[0])
        found += _DOCUMENT_READERS[name](engine, annotation, first)
    if name == "status":
        for path in clauses:
            found += clause_status_judgements(engine, path)
    if name in _BANK_READERS:
        for path in names:
            found += _BANK_READERS[name](engine, path)
    return found


@dataclass(frozen=True, slots=True)
class JudgeReport:
    """Decisions on institutions not seen in training, on documents whose votes are fresh: how many, the shares that
    the rules and the model took rightly, and the calibration error of the model's chances."""

    decisions: int
    rules: float
    model: float
    ece: float


def train_judge(examples: Sequence[Judgement], settings: JudgeSettings) -> tuple[Judge, JudgeReport]:
    """Fit on everything, and measure by cross-validation: each institution is judged by a judge trained without it. The
    temperature is the one that fits the chances of that cross-validation best."""
    folds = [_fold(example) for example in examples]
    outcomes: list[Outcome] = []
    for fold in range(_FOLDS):
        judged = [
            e
            for e, f in zip(examples, folds, strict=True)
            if f == fold and e.fresh and e.document and not e.synthetic
        ]
        if judged:
            teaching = [e for e, f in zip(examples, folds, strict=True) if f != fold or not e.document]
            outcomes += judge_all(fit_judge(teaching, settings), judged)
    temperature = best_temperature(outcomes)
    score = score_outcomes(outcomes, temperature)
    count = max(1, score.decisions)
    report = JudgeReport(
        score.decisions, round(score.rules / count, 4), round(score.model / count, 4), round(score.ece, 4)
    )
    return fit_judge(examples, settings).at(temperature), report


def _fold(example: Judgement) -> int:
    return int(hashlib.sha256(example.group.encode()).hexdigest()[:8], 16) % _FOLDS


def card_of(examples: Sequence[Judgement], settings: JudgeSettings, report: JudgeReport) -> dict[str, object]:
    """What the model's card says of examples, settings and the cross-validation."""
    return {
        "examples": len(examples),
        "settings": asdict(settings),
        "cross_validation": {"folds": _FOLDS, "by": "institution", **asdict(report)},
    }
