#!/usr/bin/env python3
"""Train the models in models/ from corpus/ and say how good they are on institutions they have not seen.

train.py            train on the train side, calibrate on dev, measure on test (institutions not in train); then train on all
                    sides what is shipped, with the temperature found; write models/
train.py --judges   train only the judges (status, owner, venue, organization)
train.py --check    write nothing; fail if the shipped model does not load or was trained on other data, or if a quarter of
                    the train side does not train a model that beats the rules on unseen institutions
train.py --curve    also print the learning curve (25, 50, 75, 100 % of train)
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TypeVar

import scipy
import sklearn

from factextract.learn.examples import Example, clause_examples, document_examples, origin_of
from factextract.learn.first_votes import read_votes
from factextract.learn.fitting import Settings, calibrate, calibration_error, fit, predictions
from factextract.learn.judges import NAMES, card_of, read_judgements, train_judge
from factextract.learn.judges import SETTINGS as JUDGE_SETTINGS
from factextract.learn.judging import Judgement
from factextract.learn.split import Side, side_of
from factextract.linear import load_judge, save
from factextract.link.ranking import NOT_A_FACT, Ranker, load_ranker, save_ranker
from factextract.pipeline import Engine

ROOT = Path(__file__).resolve().parent.parent
GOLD, CLAUSES, VOTES = (
    ROOT / "corpus" / "gold",
    ROOT / "corpus" / "clauses",
    ROOT / "corpus" / "first_votes.jsonl",
)
NAME_BANK = ROOT / "corpus" / "names"
MODELS = ROOT / "models"
MODEL = MODELS / "indicator"
SETTINGS = Settings()
CHECK_SHARE = 0.25
Item = TypeVar("Item")


def data_hash() -> str:
    """SHA-256 over the names and bytes of everything that training reads."""
    digest = hashlib.sha256()
    for path in sorted(
        [
            *GOLD.glob("*.txt"),
            *GOLD.glob("*.ann.yaml"),
            *CLAUSES.glob("*.txt"),
            *NAME_BANK.glob("*.txt"),
            VOTES,
        ]
    ):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def read_data(engine: Engine, share: float = 1.0) -> dict[Side, list[Example]]:
    """Examples by side; ``share`` of the documents and clause files' lines of the train side."""
    sides: dict[Side, list[Example]] = {side: [] for side in Side}
    train_documents = []
    for annotation in sorted(GOLD.glob("*.ann.yaml")):
        side = side_of(origin_of(annotation).institution)
        if side is Side.TRAIN:
            train_documents.append(annotation)
        else:
            sides[side] += document_examples(engine, annotation)
    for annotation in _part(train_documents, share):
        sides[Side.TRAIN] += document_examples(engine, annotation)
    for path in sorted(CLAUSES.glob("*.txt")):
        sides[Side.TRAIN] += _part(list(clause_examples(engine, path)), share)
    return sides


def _part(items: Sequence[Item], share: float) -> list[Item]:
    """Every n-th item so that about ``share`` of them remain, spread evenly."""
    return [item for at, item in enumerate(items) if int((at + 1) * share) > int(at * share)]


def scores(ranker: Ranker, examples: Sequence[Example]) -> dict[str, float]:
    """Accuracy of rules and model on required facts, calibration error, and spurious figures kept."""
    outcomes, rules, kept, spurious = [], 0, 0, 0
    for example, (label, chance) in zip(examples, predictions(ranker, examples), strict=True):
        if NOT_A_FACT in example.labels:
            spurious += 1
            kept += label != NOT_A_FACT
        elif example.required:
            outcomes.append((label in example.labels, chance))
            rules += example.rule in example.labels
    count = max(1, len(outcomes))
    return {
        "facts": len(outcomes),
        "rules": round(rules / count, 4),
        "model": round(sum(ok for ok, _ in outcomes) / count, 4),
        "ece": round(calibration_error(outcomes), 4),
        "not_facts": spurious,
        "not_facts_kept": kept,
    }


def by_type(ranker: Ranker, examples: Iterable[Example]) -> dict[str, dict[str, float]]:
    """The same figures for each type of institution."""
    groups: dict[str, list[Example]] = {}
    for example in examples:
        groups.setdefault(example.type, []).append(example)
    return {kind: scores(ranker, group) for kind, group in sorted(groups.items())}


def reliability(ranker: Ranker, examples: Sequence[Example]) -> list[dict[str, float]]:
    """The reliability curve: by tenth of confidence, how many figures, how sure, how often right."""
    bins: list[list[tuple[bool, float]]] = [[] for _ in range(10)]
    for example, (label, chance) in zip(examples, predictions(ranker, examples), strict=True):
        if example.required and NOT_A_FACT not in example.labels:
            bins[min(9, int(chance * 10))].append((label in example.labels, chance))
    return [
        {
            "figures": len(inside),
            "confidence": round(sum(chance for _, chance in inside) / len(inside), 3),
            "right": round(sum(ok for ok, _ in inside) / len(inside), 3),
        }
        for inside in bins
        if inside
    ]


def train(sides: dict[Side, list[Example]]) -> Ranker:
    """Fit on train, calibrate on dev."""
    return calibrate(fit(sides[Side.TRAIN], SETTINGS), sides[Side.DEV] or sides[Side.TRAIN])


def judgements(engine: Engine, name: str) -> list[Judgement]:
    """The examples of one judge."""
    return read_judgements(
        name,
        engine,
        sorted(GOLD.glob("*.ann.yaml")),
        sorted(CLAUSES.glob("*.txt")),
        sorted(NAME_BANK.glob("*.txt")),
        read_votes(VOTES),
    )


def train_judges(engine: Engine, data: str) -> None:
    """Train and write the judges."""
    for name in NAMES:
        examples = judgements(engine, name)
        judge, report = train_judge(examples, JUDGE_SETTINGS[name])
        print(name, report)
        card = {
            "name": name,
            "data": data,
            "scikit-learn": sklearn.__version__,
            **card_of(examples, JUDGE_SETTINGS[name], report),
        }
        save(judge.model, MODELS / name, card)


def check(engine: Engine) -> int:
    """Fail if a shipped model does not fit its card, the data or the program, or if a part of the data does not train
    one that beats the rules on unseen institutions."""
    ranker, card = load_ranker(MODEL)
    cards = [card, *(load_judge(MODELS / name)[1] for name in NAMES)]
    if any(one["data"] != data_hash() for one in cards):
        print("the corpus has changed since the model was trained: run scripts/train.py", file=sys.stderr)
        return 1
    sides = read_data(engine, CHECK_SHARE)
    part = scores(train(sides), sides[Side.TEST])
    shipped = scores(ranker, sides[Side.TEST])
    print(f"{CHECK_SHARE:.0%} of the train side", part)
    print("shipped (has seen these)", shipped)
    for name in ("venue", "organization"):
        _, report = train_judge(judgements(engine, name), JUDGE_SETTINGS[name])
        print(name, report)
        if report.model <= report.rules:
            return 1
    return 0 if part["model"] > part["rules"] and shipped["model"] > card["test"]["rules"] else 1


def main() -> int:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--curve", action="store_true")
    parser.add_argument("--judges", action="store_true")
    args = parser.parse_args()
    engine = Engine(models=None)
    if args.judges:
        train_judges(engine, data_hash())
        return 0
    if args.check:
        return check(engine)
    started = time.monotonic()
    sides = read_data(engine)
    print(
        {side.value: len(examples) for side, examples in sides.items()}, f"{time.monotonic() - started:.0f} s"
    )
    if args.curve:
        for share in (0.25, 0.5, 0.75):
            part = read_data(engine, share)
            print(f"{share:.0%} of train ({len(part[Side.TRAIN])})", scores(train(part), sides[Side.TEST]))
    ranker = train(sides)
    card = {
        "name": "indicator",
        "what": "count -> indicator, other, or no fact; see src/factextract/link/ranking.py",
        "data": data_hash(),
        "examples": {side.value: len(examples) for side, examples in sides.items()},
        "settings": asdict(SETTINGS),
        "scipy": scipy.__version__,
    }
    for side in Side:
        card[side.value] = scores(ranker, sides[side])
    card["test_by_type"] = by_type(ranker, sides[Side.TEST])
    card["reliability"] = reliability(ranker, sides[Side.TEST])
    everything = [example for side in Side for example in sides[side]]
    whole = fit(everything, SETTINGS)
    whole = replace(whole, words=replace(whole.words, temperature=ranker.words.temperature))
    save_ranker(whole, MODEL, card)
    shipped, _ = load_ranker(MODEL)  # weights are rounded to 8 bits: measure what is shipped
    card["shipped_in_sample"] = scores(shipped, everything)
    save_ranker(whole, MODEL, card)
    train_judges(engine, card["data"])
    print(json.dumps({key: card[key] for key in ("train", "dev", "test")}, indent=1))
    print(f"{time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
