"""Groups of mutual copies, and which of them are too widespread to be copies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from factextract.compare.similar.frequency import boilerplate_threshold
from factextract.compare.similar.index import clusters
from factextract.compare.similar.model import Group, Options, Pair, Passage, SharedPassage
from factextract.compare.similar.spool import Spool


@dataclass(frozen=True, slots=True)
class Found:
    """A pair and the numbers of its reports."""

    pair: Pair
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Grouping:
    """Pairs that are copies, groups of three and more, and what turned out to be boilerplate."""

    pairs: tuple[Pair, ...]
    groups: tuple[Group, ...]
    shared: tuple[SharedPassage, ...]


def group(found: Sequence[Found], spool: Spool, options: Options) -> Grouping:
    """Join pairs whose passages overlap by half into groups; a group that half of the institutions are in is boilerplate."""
    found = sorted(
        found, key=lambda f: (f.left, f.pair.left.start, f.right, f.pair.right.start, f.pair.left.end)
    )
    places = _Places(found)
    one = np.array([places.number(f.left, f.pair.left) for f in found], np.int64)
    other = np.array([places.number(f.right, f.pair.right) for f in found], np.int64)
    labels = clusters(len(places.longest), one, other)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for place, label in enumerate(labels.tolist()):
        members[label].append(place)
    threshold = boilerplate_threshold(spool.institutions, options)
    groups, shared, dropped = [], [], set()
    for label, inside in members.items():
        owners = len({spool.institution(places.reports[place]) for place in inside})
        passages = tuple(places.longest[place] for place in inside)
        if owners >= threshold:
            shared.append(SharedPassage(passages[0], owners))
            dropped.add(label)
        elif len(inside) > 2:
            groups.append(Group(passages, owners))
    pairs = tuple(
        f.pair for f, place in zip(found, one.tolist(), strict=True) if labels[place] not in dropped
    )
    return Grouping(pairs, tuple(groups), tuple(shared))


class _Places:
    """Places in reports where copied passages stand. Passages of one report that overlap by half of the shorter are at one place;
    places are numbered by report and start. ``longest`` is the longest passage at each."""

    def __init__(self, found: Sequence[Found]) -> None:
        self.reports: list[int] = []
        self.longest: list[Passage] = []
        self._numbers: dict[tuple[int, int, int], int] = {}
        for report, passages in sorted(_by_report(found).items()):
            anchors: list[tuple[int, Passage]] = []
            for passage in sorted(set(passages)):
                anchors = [(place, anchor) for place, anchor in anchors if anchor.end > passage.start]
                place = next((place for place, anchor in anchors if _overlap(anchor, passage)), None)
                if place is None:
                    place = len(self.longest)
                    self.reports.append(report)
                    self.longest.append(passage)
                    anchors.append((place, passage))
                elif passage.end - passage.start > len(self.longest[place].text):
                    self.longest[place] = passage
                self._numbers[report, passage.start, passage.end] = place

    def number(self, report: int, passage: Passage) -> int:
        """The place of a passage."""
        return self._numbers[report, passage.start, passage.end]


def _by_report(found: Sequence[Found]) -> dict[int, list[Passage]]:
    passages: defaultdict[int, list[Passage]] = defaultdict(list)
    for item in found:
        passages[item.left].append(item.pair.left)
        passages[item.right].append(item.pair.right)
    return passages


def _overlap(one: Passage, other: Passage) -> bool:
    common = min(one.end, other.end) - max(one.start, other.start)
    return 2 * common >= min(one.end - one.start, other.end - other.start)
