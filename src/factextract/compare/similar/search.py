"""From texts to copies: the steps in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

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
    """Aligns reports whose units look alike: every report of a cluster with its earliest one, and, where that shows nothing of a
    unit, with the reports that the unit itself is linked with."""

    def __init__(self, spool: Spool, shelf: Shelf, index: UnitIndex, options: Options) -> None:
        self._spool, self._shelf, self._index, self._options = spool, shelf, index, options
        self._tried: set[tuple[int, int]] = set()
        self._shown: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        self._found: list[Found] = []

    def run(self) -> list[Found]:
        """All pairs of passages."""
        left, right = self._index.links()
        for one, other in self._stars(left, right):
            self._compare(one, other)
        reports = self._index.reports
        for unit, counterpart in zip(left.tolist(), right.tolist(), strict=True):
            if not (self._is_shown(unit) and self._is_shown(counterpart)):
                self._compare(int(reports[unit]), int(reports[counterpart]))
        return self._found

    def _stars(self, left: Numbers, right: Numbers) -> Iterator[tuple[int, int]]:
        """The earliest report of each cluster of units with each other one, sorted."""
        units = np.unique(np.concatenate([left, right]))
        labels = clusters(len(self._index.reports), left, right)[units]
        reports = self._index.reports[units].astype(np.int64)
        earliest = np.full(len(self._index.reports), len(self._spool), np.int64)
        np.minimum.at(earliest, labels, reports)
        pairs = np.unique(earliest[labels] << 32 | reports)
        for one, other in zip((pairs >> 32).tolist(), (pairs & 0xFFFFFFFF).tolist(), strict=True):
            if one != other:
                yield one, other

    def _compare(self, one: int, other: int) -> None:
        if (one, other) in self._tried or self._spool.resubmitted(one, other):
            return
        self._tried.add((one, other))
        left, right = self._shelf[one], self._shelf[other]
        within = self._spool.institution(one) == self._spool.institution(other)
        for match in align(left, right, self._options):
            pair = _pair(left, right, match, Across.PERIODS if within else Across.INSTITUTIONS)
            self._found.append(Found(pair, one, other))
            self._shown[one].append(match.left)
            self._shown[other].append(match.right)

    def _is_shown(self, unit: int) -> bool:
        """Whether half of the unit is in a passage that was found."""
        first, last = self._index.spans[unit].tolist()
        return any(
            2 * (min(last, end) - max(first, start)) >= last - first
            for start, end in self._shown[int(self._index.reports[unit])]
        )


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
