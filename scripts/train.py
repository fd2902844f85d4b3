#!/usr/bin/env python3
"""Train the models in models/ from corpus/ and say how good they are.

train.py                  train on the train split, calibrate on dev, write models/
train.py --check          train on a subset and compare with what is shipped, without writing
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np

from factextract.learn.examples import Example, clause_examples, document_examples, weighted
from factextract.link.linear import LinearModel, save
from factextract.pipeline import Engine

ROOT = Path(__file__).resolve().parent.parent
MIN_DOCUMENTS = 2
MAX_FEATURES = 45_000
INVERSE_REGULARISATION = 0.5


def fit(examples: list[Example]) -> LinearModel:
    """A multinomial logistic regression over the features seen in at least two examples, pruned to the heaviest."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    counts = Counter(name for example in examples for name in example.features)
    names = sorted(name for name, count in counts.items() if count >= MIN_DOCUMENTS)
    index = {name: row for row, name in enumerate(names)}
    rows = list(weighted(examples))
    indptr, indices = [0], []
    for example, _, _ in rows:
        indices += [index[name] for name in example.features if name in index]
        indptr.append(len(indices))
    matrix = csr_matrix((np.ones(len(indices), np.float32), indices, indptr), (len(rows), len(names)))
    labels = np.array([label for _, label, _ in rows])
    weights = np.array([weight for _, _, weight in rows])
    model = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=120, tol=1e-3)
    model.fit(matrix, labels, sample_weight=weights)
    weight = model.coef_.T.astype(np.float32)
    strength = np.abs(weight).max(axis=1)
    kept = np.sort(np.argsort(-strength, kind="stable")[:MAX_FEATURES])
    features = {names[row]: at for at, row in enumerate(kept)}
    return LinearModel(
        tuple(model.classes_), features, weight[kept], model.intercept_.astype(np.float32), 1.0
    )


def accuracy(model: LinearModel, examples: list[Example]) -> tuple[float, float]:
    """Shares of required facts that the model and the rules name right."""
    required = [e for e in examples if e.required]
    ours = sum(model.classes[int(model.probabilities(e.features).argmax())] in e.labels for e in required)
    rules = sum(e.rule in e.labels for e in required)
    return ours / len(required), rules / len(required)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, nargs="*", default=[ROOT / "corpus" / "gold"])
    parser.add_argument("--test", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "models")
    args = parser.parse_args()
    started = time.time()
    engine = Engine(models=None)
    examples = [
        e for d in args.gold for p in sorted(d.glob("*.ann.yaml")) for e in document_examples(engine, p)
    ]
    for path in sorted((ROOT / "corpus" / "clauses").glob("*.txt")):
        examples += clause_examples(engine, path)
    print(f"{len(examples)} examples, {time.time() - started:.0f} s", file=sys.stderr)
    model = fit(examples)
    print(
        f"{len(model.features)} features x {len(model.classes)} classes, {time.time() - started:.0f} s",
        file=sys.stderr,
    )
    print("train", accuracy(model, examples))
    if args.test:
        test = [e for p in sorted(args.test.glob("*.ann.yaml")) for e in document_examples(engine, p)]
        print("test", accuracy(model, test))
    save(model, args.out / "indicator", {"name": "indicator"})
    return 0


if __name__ == "__main__":
    sys.exit(main())
