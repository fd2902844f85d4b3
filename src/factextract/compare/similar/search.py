"""From texts to copies: the steps in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

import numpy as np

from factextract.compare.similar.align import Match, align
from factextract.compare.similar.boilerplate import Boilerplate
from factextract.compare.similar.figures import compare_figures
from factextract.compare.similar.frequency import Frequencies
from factextract.compare.similar.grouping import Found, group
from factextract.compare.similar.index import Numbers, UnitIndex, clusters
from factextract.compare.similar.masking import shingles
from factextract.compare.similar.model import Across, Copies, Options, Pair, Text
from factextract.compare.similar.prepared import Prepared, Shelf, masked_text
from factextract.compare.similar.spool import Spool, spooled

_EXPLAINED: Final = 0.2
_KNOWN: Final = 0.8
"""Shares of a unit that explain its links, and of a passage that make it one already found."""


def find_copies(texts: Iterable[Text], options: Options | None = None) -> Copies:
    """Passages that reports of different institutions, or of one institution in different periods, have in common.

    ``texts`` is read once, as a stream; the order does not matter. What reports of one institution share whose periods overlap
    (a resubmission, the year's summary after the quarter's) is no copy, nor is what at least half of the institutions have:
    that comes as ``shared``. The package's docstring tells the method, docs/similar.md what was measured.
    """
    options = options or Options()
    with spooled(texts) as spool:
        shelf = Shelf(spool, _frequencies(spool, options))
        index, boilerplate = UnitIndex(options), Boilerplate(options)
        for number in range(len(spool)):
            report = shelf[number]
            index.add(number, report)
            boilerplate.add(number, report, spool.institution(number))
        index.freeze()
        grouping = group(_Comparison(spool, shelf, index, options).run(), spool, options)
        shared = (*boilerplate.passages(shelf, spool.institutions), *grouping.shared)
        return Copies(grouping.pairs, grouping.groups, shared, spool.institutions, len(spool))


def _frequencies(spool: Spool, options: Options) -> Frequencies:
    frequencies = Frequencies(options)
    for text in spool:
        frequencies.count(shingles(masked_text(text)))
    frequencies.settle(spool.institutions)
    for number, text in enumerate(spool):
        frequencies.attribute(shingles(masked_text(text)), spool.institution(number))
    frequencies.finish()
    return frequencies


class _Comparison:
    """Aligns reports whose units look alike: each unit's report with the earliest of the unit's cluster, then, for units that this shows
    nothing of, with the reports that they are linked with. Two units that are both in passages already found are passed
    over, so that k copies of a text make k-1 pairs."""

    def __init__(self, spool: Spool, shelf: Shelf, index: UnitIndex, options: Options) -> None:
        self._spool, self._shelf, self._index, self._options = spool, shelf, index, options
        self._tried: set[tuple[int, int]] = set()
        self._shown: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        self._found: list[Found] = []

    def run(self) -> list[Found]:
        """All pairs of passages."""
        links = self._index.links()
        reports = self._index.reports
        for left, right in (self._stars(*links), links):
            for unit, counterpart in zip(left.tolist(), right.tolist(), strict=True):
                if not (self._is_shown(unit) and self._is_shown(counterpart)):
                    self._compare(int(reports[unit]), int(reports[counterpart]))
        return self._found

    def _stars(self, left: Numbers, right: Numbers) -> tuple[Numbers, Numbers]:
        """Each linked unit and the first one of its cluster, sorted by reports. (Units are numbered in the order of their reports.)"""
        units = np.unique(np.concatenate([left, right]))
        labels = clusters(len(self._index.reports), left, right)[units]
        first = np.full(len(self._index.reports), len(self._index.reports), np.int64)
        np.minimum.at(first, labels, units)
        order = np.lexsort((units, first[labels]))
        return first[labels][order], units[order]

    def _compare(self, one: int, other: int) -> None:
        if one == other or (one, other) in self._tried or self._spool.resubmitted(one, other):
            return
        self._tried.add((one, other))
        left, right = self._shelf[one], self._shelf[other]
        within = self._spool.institution(one) == self._spool.institution(other)
        for match in align(left, right, self._options):
            if self._holds(one, match.left) and self._holds(other, match.right):
                continue
            pair = _pair(left, right, match, Across.PERIODS if within else Across.INSTITUTIONS)
            self._found.append(Found(pair, one, other))
            self._shown[one] = _joined(self._shown[one], match.left)
            self._shown[other] = _joined(self._shown[other], match.right)

    def _is_shown(self, unit: int) -> bool:
        """Whether passages that were found explain what the unit is linked by: they hold a fifth of it."""
        first, last = map(int, self._index.spans[unit])
        return self._held(int(self._index.reports[unit]), first, last) >= _EXPLAINED * (last - first)

    def _holds(self, report: int, span: tuple[int, int]) -> bool:
        return self._held(report, *span) >= _KNOWN * (span[1] - span[0])

    def _held(self, report: int, first: int, last: int) -> int:
        """Masked characters of a stretch that are in passages already found."""
        return sum(max(0, min(last, end) - max(first, start)) for start, end in self._shown[report])


def _joined(spans: list[tuple[int, int]], new: tuple[int, int]) -> list[tuple[int, int]]:
    """Spans apart from each other that cover what ``spans`` (apart from each other) and ``new`` do."""
    apart = [span for span in spans if span[1] < new[0] or new[1] < span[0]]
    touched = [new, *(span for span in spans if span[1] >= new[0] and new[1] >= span[0])]
    return [*apart, (min(start for start, _ in touched), max(end for _, end in touched))]


def _pair(left: Prepared, right: Prepared, match: Match, across: Across) -> Pair:
    changed, same = compare_figures(left, right, match)
    return Pair(
        left.passage(*match.left),
        right.passage(*match.right),
        round(match.similarity, 4),
        changed,
        same,
        across,
    )
