#!/usr/bin/env python3
"""What each part of the indicator decision brings, on institutions that training has not seen, as Markdown.

Rules alone, the model without the rules (words around the figure and its unit, nothing of packs or rules), both; then indicators held
out of training, as a user's own indicator in YAML would be.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from factextract.learn.examples import Example
from factextract.learn.fitting import fit, predictions
from factextract.learn.split import Side
from factextract.link.ranking import DENSE, NOT_A_FACT, OTHER, Ranker
from factextract.pipeline import Engine

sys.path.insert(0, str(Path(__file__).resolve().parent))
from train import SETTINGS, read_data

HELD_OUT = (
    "staff_assigned", "souvenirs_distributed", "volunteers", "wages_recovered", "samples_tested", "banners_hung",
    "fines_yuan", "people_trained", "online_views", "relief_funds",
)  # fmt: skip
_RULE_FEATURES = ("rule=", "carried=", "p1", "p2", "n1", "Hl=", "Hr=", "Hb", "Hh=")
_KEPT_DENSE = frozenset({"other", "none", "none_vague", "none_one"})


def without_rules(example: Example) -> Example:
    """The example as the words alone show it."""
    names = tuple(
        name
        for name in example.features
        if not name.startswith(_RULE_FEATURES) and not name.split("|")[-1].startswith(_RULE_FEATURES)
    )
    dense = example.dense.copy()
    for at, name in enumerate(DENSE):
        if name not in _KEPT_DENSE:
            dense[:, at] = 0.0
    return replace(example, features=names, dense=dense)


def without_candidates(example: Example, held: frozenset[str]) -> Example:
    """The example as it would be if the held-out indicators did not exist."""
    kept = [at for at, label in enumerate(example.candidates) if label not in held]
    return replace(
        example, candidates=tuple(example.candidates[at] for at in kept), dense=example.dense[kept]
    )


def share_right(ranker: Ranker, examples: Sequence[Example]) -> float:
    """Share of the required facts whose indicator is right; what the model does not know is the rules' to choose."""
    judged = [e for e in examples if e.required and NOT_A_FACT not in e.labels]
    known = {*ranker.words.position, OTHER}
    right = [
        (label if e.rule in known else e.rule) in e.labels
        for e, (label, _) in zip(judged, predictions(ranker, judged), strict=True)
    ]
    return float(np.mean(right)) if right else 0.0


def share_right_by_rules(examples: Sequence[Example]) -> float:
    """The same for the rules' choice."""
    judged = [e for e in examples if e.required and NOT_A_FACT not in e.labels]
    return float(np.mean([e.rule in e.labels for e in judged])) if judged else 0.0


def main() -> int:
    """Train each variant on the train side and print the table of the test side."""
    sides = read_data(Engine(models=None))
    train, test = sides[Side.TRAIN], sides[Side.TEST]
    both = fit(train, SETTINGS)
    words = fit([without_rules(example) for example in train], SETTINGS)
    print("| | indicators right on unseen institutions |\n|---|---|")
    print(f"| rules alone | {share_right_by_rules(test):.3f} |")
    print(f"| model alone (words and unit) | {share_right(words, [without_rules(e) for e in test]):.3f} |")
    print(f"| rules + model | {share_right(both, test):.3f} |")
    held = frozenset(HELD_OUT)
    unseen = fit([without_candidates(e, held) for e in train if not held & set(e.labels)], SETTINGS)
    ours = [example for example in test if held & set(example.labels)]
    rest = [example for example in test if not held & set(example.labels)]
    print(f"\n{len(HELD_OUT)} indicators held out of training, {len(ours)} facts of them in the test\n")
    print("| | facts of held-out indicators | all other facts |\n|---|---|---|")
    print(f"| rules alone | {share_right_by_rules(ours):.3f} | {share_right_by_rules(rest):.3f} |")
    print(
        f"| rules + model trained without them | {share_right(unseen, ours):.3f} | {share_right(unseen, rest):.3f} |"
    )
    print(
        f"| rules + model trained with them | {share_right(both, ours):.3f} | {share_right(both, rest):.3f} |"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
