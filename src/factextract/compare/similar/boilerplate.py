"""Passages that half of the institutions have: what they are and how many have them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final

import numpy as np

from factextract.compare.similar.frequency import boilerplate_threshold
from factextract.compare.similar.masking import SHINGLE
from factextract.compare.similar.model import Options, SharedPassage
from factextract.compare.similar.prepared import Prepared, Shelf

_SAME: Final = 0.8
"""Share of the shorter run's shingles that make two runs one passage."""


@dataclass(slots=True)
class _Run:
    """Boilerplate characters of a report without a break: where they stood first, and who has them."""

    number: int
    first: int
    last: int
    owners: set[int] = field(default_factory=set)


class Boilerplate:
    """Collects runs of boilerplate. ``add`` each report in the order of its number, then ask for ``passages``."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._runs: dict[bytes, _Run] = {}

    def add(self, number: int, report: Prepared, institution: int) -> None:
        """Note the report's runs of at least half the shortest passage."""
        common = np.concatenate([[0], report.char_weights == 0, [0]])
        edges = np.flatnonzero(np.diff(common))
        for first, last in edges.reshape(-1, 2).tolist():
            if 2 * (last - first) >= self._options.min_length:
                key = blake2b(report.masked.codes[first:last].tobytes(), digest_size=16).digest()
                self._runs.setdefault(key, _Run(number, first, last)).owners.add(institution)

    def passages(self, shelf: Shelf, institutions: int) -> tuple[SharedPassage, ...]:
        """Passages with the number of institutions that have them (nearly alike ones are one), by place of the example."""
        runs = sorted(self._runs.values(), key=lambda run: (-len(run.owners), run.number, run.first))
        merged: list[_Run] = []
        sizes: list[int] = []
        having: defaultdict[int, list[int]] = defaultdict(list)
        for run in runs:
            shingles = set(shelf[run.number].shingles[run.first : run.last - SHINGLE + 1].tolist())
            common = Counter(at for shingle in shingles for at in having[shingle])
            same = [at for at, count in common.items() if count >= _SAME * min(len(shingles), sizes[at])]
            for at in same:
                merged[at].owners |= run.owners
            if not same:
                for shingle in shingles:
                    having[shingle].append(len(merged))
                merged.append(run)
                sizes.append(len(shingles))
        threshold = boilerplate_threshold(institutions, self._options)
        return _as_passages([run for run in merged if len(run.owners) >= threshold], shelf)


def _as_passages(runs: Sequence[_Run], shelf: Shelf) -> tuple[SharedPassage, ...]:
    ordered = sorted(runs, key=lambda run: (run.number, run.first))
    return tuple(
        SharedPassage(shelf[run.number].passage(run.first, run.last), len(run.owners)) for run in ordered
    )
