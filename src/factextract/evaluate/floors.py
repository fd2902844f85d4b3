"""Pinned minima of quality that can only be raised.

A floors file is a list of entries, each with ``minimum`` (metric to least score: F1 of an item metric, share of an
accuracy) and a ``seal``. The last entry is in force. An entry may lower no metric of the one before and leave none out;
its seal is a digest of the entry and of the seal before it, so that no entry can be changed without every later seal
being made anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from factextract.errors import FactextractError
from factextract.evaluate.metrics import Report


def sealed(minimum: Mapping[str, float], before: str = "") -> str:
    """The seal of an entry that follows the entry with the seal ``before``."""
    content = json.dumps([before, sorted(minimum.items())], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _entries(path: Path) -> list[dict[str, Any]]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise FactextractError("corpus_invalid", path=path, detail=str(error)) from error
    entries = content.get("floors") if isinstance(content, dict) else None
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise FactextractError("corpus_invalid", path=path, detail="no list of floors")
    return entries


def _problems(entries: Sequence[Mapping[str, Any]]) -> list[str]:
    found: list[str] = []
    before: Mapping[str, float] = {}
    seal = ""
    for number, entry in enumerate(entries, 1):
        minimum = entry.get("minimum")
        if not isinstance(minimum, dict) or not all(isinstance(v, int | float) for v in minimum.values()):
            return [*found, f"entry {number}: minimum is not a mapping of metrics to numbers"]
        for metric, least in before.items():
            if minimum.get(metric, -1) < least:
                found.append(f"entry {number}: {metric} falls from {least} to {minimum.get(metric)}")
        seal = sealed(minimum, seal)
        if entry.get("seal") != seal:
            found.append(f"entry {number}: the seal does not fit (an entry was changed); it should be {seal}")
        before = minimum
    return found


def load_floors(path: Path) -> dict[str, float]:
    """The minima in force. Raises ``FactextractError`` (``corpus_invalid``) if the file is unreadable, an entry lowers a
    figure or was changed afterwards."""
    entries = _entries(path)
    problems = _problems(entries)
    if problems:
        raise FactextractError("corpus_invalid", path=path, detail="\n".join(problems))
    return {metric: float(least) for metric, least in entries[-1]["minimum"].items()}


def check_floors(report: Report, floors: Path) -> list[str]:
    """Messages for every metric that is lower than its floor, or was not measured at all; empty if quality holds."""
    messages = []
    for metric, least in load_floors(floors).items():
        score = report.score(metric)
        if score is None:
            messages.append(f"{metric}: 未测得，下限为 {least:.3f}")
        elif score < least:
            messages.append(f"{metric}: {score:.3f} 低于下限 {least:.3f}")
    return messages
