#!/usr/bin/env python3
"""Train the models in models/ from corpus/ and say how good they are on institutions they have not seen.

train.py            train on the train split, calibrate on dev, write models/, print the comparison with the rules
train.py --check    write nothing; fail if the shipped model does not load, was trained on other data, does not reach its
                    card's figure, or if a third of the data does not train a model at least as good as the rules
train.py --curve    also print the learning curve (25, 50, 75, 100 % of train)
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import sklearn

from factextract.learn.examples import Example, clause_examples, document_examples, origin_of
from factextract.learn.fitting import Settings, calibrate, calibration_error, fit, predictions
from factextract.learn.split import Side, side_of
from factextract.link.ranking import NOT_A_FACT, Ranker, load_ranker, save_ranker
from factextract.pipeline import Engine

ROOT = Path(__file__).resolve().parent.parent
GOLD, CLAUSES, MODEL = ROOT / "corpus" / "gold", ROOT / "corpus" / "clauses", ROOT / "models" / "indicator"
SETTINGS = Settings()
Item = TypeVar("Item")


def data_hash() -> str:
    """SHA-256 over the names and bytes of everything that training reads."""
    digest = hashlib.sha256()
    for path in sorted([*GOLD.glob("*.txt"), *GOLD.glob("*.ann.yaml"), *CLAUSES.glob("*.txt")]):
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


def train(sides: dict[Side, list[Example]]) -> Ranker:
    """Fit on train, calibrate on dev."""
    return calibrate(fit(sides[Side.TRAIN], SETTINGS), sides[Side.DEV] or sides[Side.TRAIN])


def check(engine: Engine) -> int:
    """Fail if the shipped model does not fit its card, the data or the program."""
    ranker, card = load_ranker(MODEL)
    if card["data"] != data_hash():
        print("the corpus has changed since the model was trained: run scripts/train.py", file=sys.stderr)
        return 1
    part = train(read_data(engine, 0.34))
    test = read_data(engine, 0.0)[Side.TEST]
    shipped, third = scores(ranker, test), scores(part, test)
    print("shipped", shipped)
    print("a third of the data", third)
    return 0 if shipped["model"] == card["test"]["model"] and third["model"] >= third["rules"] else 1


def main() -> int:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--curve", action="store_true")
    args = parser.parse_args()
    engine = Engine(models=None)
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
    test = scores(ranker, sides[Side.TEST])
    card = {
        "name": "indicator",
        "what": "count -> indicator, other, or no fact; see src/factextract/link/ranking.py",
        "data": data_hash(),
        "packs": engine.catalogue.digest,
        "examples": {side.value: len(examples) for side, examples in sides.items()},
        "sklearn": sklearn.__version__,
        "train": scores(ranker, sides[Side.TRAIN]),
        "dev": scores(ranker, sides[Side.DEV]),
        "test": test,
        "test_by_type": by_type(ranker, sides[Side.TEST]),
    }
    save_ranker(ranker, MODEL, card)
    print(json.dumps({key: card[key] for key in ("train", "dev", "test")}, indent=1))
    print(f"{time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
