"""The trained models of one folder: what a quantity measures, planned or reported, whose it is, of what kind, who and where."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factextract.linear import Judge, load_judge
from factextract.link.ranking import Ranker, load_ranker

JUDGES = ("status", "owner", "venue", "organization", "category")
"""The judges, as their folders and their fields of ``Trained`` are called."""


@dataclass(frozen=True, slots=True)
class Trained:
    """The models that were found; None where the rules decide alone. ``digest`` is a hash over all of them."""

    ranker: Ranker | None = None
    status: Judge | None = None
    owner: Judge | None = None
    venue: Judge | None = None
    organization: Judge | None = None
    category: Judge | None = None
    digest: str | None = None


def load_trained(folder: Path | None) -> Trained:
    """The models in the subfolders of ``folder`` (``indicator``, ``status``, ``owner``, ``venue``, ``organization``, ``category``), all optional. Raises ``FactextractError``
    (model_mismatch) for one that differs from its card."""
    if folder is None:
        return Trained()
    cards: list[dict[str, Any]] = []
    ranker = None
    if (folder / "indicator").is_dir():
        ranker, card = load_ranker(folder / "indicator")
        cards.append(card)
    judges: dict[str, Judge] = {}
    for name in JUDGES:
        if (folder / name).is_dir():
            judges[name], card = load_judge(folder / name)
            cards.append(card)
    whole = "".join(card["sha256"][name] for card in cards for name in sorted(card["sha256"]))
    digest = hashlib.sha256(whole.encode()).hexdigest() if cards else None
    return Trained(ranker, **judges, digest=digest)
