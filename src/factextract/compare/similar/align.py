"""Passages that two reports have in common: seeds, clusters of seeds, and what passes.

Seeding, extension and filtering as in text alignment for plagiarism detection (Sanchez-Perez, Sidorov and Gelbukh, PAN 2014):
a seed is a run of the same masked characters in both; seeds that lie near each other in *both* reports make a passage, in
whatever order, so reordered sentences stay one passage. Where a passage is too unlike, smaller gaps are tried. Sorting is the
dearest step. (``difflib`` and Levenshtein opcodes find no reordered text and are quadratic.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from factextract.compare.similar.masking import SHINGLE
from factextract.compare.similar.model import Options
from factextract.compare.similar.prepared import Prepared

_GAPS: Final = (100, 50, 20)
"""Most masked characters between neighbouring blocks of a passage: a rewritten sentence, a rewritten clause, a word."""
_BLOCK_GAP: Final = 12
_BLOCK_SHIFT: Final = 2
"""Within a block, most characters between seeds, and by how much one side may be longer there: a word for another."""
_BLOCK_WEIGHT: Final = 16
"""Least weight of the characters of a block that stand in both: a dozen and a half that are rare. Stock phrases in another order
(悬挂横幅12条, 发放资料300份) make no blocks, being short and light."""
_VERBATIM: Final = 0.85
_VERBATIM_BLOCK: Final = 40
"""From this share on, or in blocks of so many characters, how rare the wording is does not matter."""
_EVIDENCE: Final = 0.6
"""Least weight of what stands in both, as a share of the shortest passage: 36 characters that are rare, 90 of stock phrases."""
_REPEATS: Final = 4
"""A shingle more often in a report than this (a table's) begins no seed, which also bounds the number of seeds."""

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Match:
    """A passage: masked characters ``left[0]`` to before ``left[1]`` and ``right`` likewise; places of the same characters on either
    side, and their share of all."""

    left: tuple[int, int]
    right: tuple[int, int]
    left_places: Places
    right_places: Places
    similarity: float


def align(left: Prepared, right: Prepared, options: Options) -> list[Match]:
    """Passages of the two reports that are copies, by their place in the left one."""
    seeds = _seeds(left, right)
    blocks = _blocks(left, right, *seeds)
    if not len(blocks):
        return []
    found = _passages(left, right, seeds, blocks, options, 0)
    return sorted(found, key=lambda match: (match.left, match.right))


def _blocks(left: Prepared, right: Prepared, one: Places, other: Places) -> Places:
    """Seeds, as positions, that stand in blocks: enough of them in step with each other."""
    stepping = _in_step(one, other)
    if not len(stepping):
        return stepping
    one, other = one[stepping], other[stepping]
    blocks = [
        stepping[part]
        for part in _near((one, other, other - one), (_BLOCK_GAP, _BLOCK_GAP, _BLOCK_SHIFT - SHINGLE))
        if _Side(left, _same_characters(left, right, one[part], other[part])[0]).is_block
    ]
    return np.concatenate([np.empty(0, np.int64), *blocks])


def _in_step(one: Places, other: Places) -> Places:
    """Seeds, as positions, with another one near by at the same distance on both sides. Most chance seeds have none."""
    if len(one) < 2:
        return np.empty(0, np.int64)
    order = np.lexsort((one, other - one))
    near = (np.diff((other - one)[order]) == 0) & (np.diff(one[order]) <= _BLOCK_GAP + SHINGLE)
    return np.sort(order[np.append(near, False) | np.insert(near, 0, False)])


def _passages(
    left: Prepared,
    right: Prepared,
    seeds: tuple[Places, Places],
    blocks: Places,
    options: Options,
    level: int,
) -> list[Match]:
    one, other = seeds
    found: list[Match] = []
    for near in _near((one[blocks], other[blocks]), (_GAPS[level], _GAPS[level])):
        part = blocks[near]
        match = _judged(left, right, *_with_loose(one, other, part), options)
        if match is not None:
            found.append(match)
        elif level + 1 < len(_GAPS):
            found += _passages(left, right, seeds, part, options, level + 1)
    return found


def _with_loose(one: Places, other: Places, part: Places) -> tuple[Places, Places]:
    """The seeds of these blocks with those between them that stand in no block, in much the same order."""
    shift = other - one
    low, high = shift[part].min() - _BLOCK_GAP, shift[part].max() + _BLOCK_GAP
    inside = (shift >= low) & (shift <= high)
    for side in (one, other):
        inside &= (side >= side[part].min()) & (side <= side[part].max())
    return one[inside], other[inside]


def _judged(left: Prepared, right: Prepared, one: Places, other: Places, options: Options) -> Match | None:
    """The passage that the seeds span, if enough of it stands in both and is more than boilerplate."""
    one, other = _same_characters(left, right, one, other)
    sides = [_Side(left, one), _Side(right, other)]
    if min(side.length for side in sides) < options.min_length:
        return None
    similarity = sum(side.shared for side in sides) / sum(side.length for side in sides)
    verbatim = similarity >= max(_VERBATIM, options.min_similarity) and all(
        side.own >= _VERBATIM * options.min_length for side in sides
    )
    weighty = min(side.shared_weight for side in sides) >= _EVIDENCE * options.min_length
    weighted = sum(side.shared_weight for side in sides) / max(sum(side.weight for side in sides), 1.0)
    if not (verbatim or (weighty and weighted >= options.min_similarity)):
        return None
    return Match(sides[0].span, sides[1].span, one, other, similarity)


def _same_characters(left: Prepared, right: Prepared, one: Places, other: Places) -> tuple[Places, Places]:
    """Places of the characters inside the seeds, and of those between two seeds in step that are the same on both sides: lone
    characters between words that were swapped."""
    order = np.lexsort((one, other - one))
    one, other = one[order], other[order]
    steps = np.diff(one)
    in_step = (np.diff(other - one) == 0) & (steps <= _BLOCK_GAP + SHINGLE)
    lengths = np.append(np.where(in_step, steps, SHINGLE), SHINGLE)
    within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    one, other = np.repeat(one, lengths) + within, np.repeat(other, lengths) + within
    same = left.masked.codes[one] == right.masked.codes[other]
    return one[same], other[same]


class _Side:
    """One report's side of a passage: its extent, and of its masked characters how many, and how weighty, are in both. ``own`` are
    those that are not boilerplate."""

    def __init__(self, report: Prepared, places: Places) -> None:
        first, last = int(places.min()), int(places.max()) + 1
        self.span, self.length = (first, last), last - first
        covered = np.zeros(self.length, np.bool_)
        covered[places - first] = True
        weights = report.char_weights[first:last]
        self.shared = int(covered.sum())
        self.own = int((weights[covered] > 0).sum())
        self.weight = float(weights.sum(dtype=np.float64))
        self.shared_weight = float(weights[covered].sum(dtype=np.float64))

    @property
    def is_block(self) -> bool:
        """Whether characters in step make a block."""
        verbatim = self.shared >= _VERBATIM_BLOCK and self.shared >= _VERBATIM * self.length
        return verbatim or self.shared_weight >= _BLOCK_WEIGHT


def _seeds(left: Prepared, right: Prepared) -> tuple[Places, Places]:
    """Places of the shingles that both have, apart from boilerplate and those of many places."""
    one, sorted_one = _usable(left)
    other, sorted_other = _usable(right)
    low = np.searchsorted(sorted_one, sorted_other, "left")
    times = np.searchsorted(sorted_one, sorted_other, "right") - low
    within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    first, second = one[np.repeat(low, times) + within], np.repeat(other, times)
    order = np.lexsort((second, first))
    return first[order], second[order]


def _usable(report: Prepared) -> tuple[Places, npt.NDArray[np.uint32]]:
    """Places of the shingles that may be seeds, and their hashes, sorted by hash."""
    places = np.flatnonzero(report.weights > 0)
    _, inverse, counts = np.unique(report.shingles[places], return_inverse=True, return_counts=True)
    places = places[counts[inverse] <= _REPEATS]
    order = np.argsort(report.shingles[places], kind="stable")
    return places[order], report.shingles[places[order]]


def _near(axes: Sequence[Places], gaps: Sequence[int]) -> Iterator[Places]:
    """Sets of seeds, as positions, whose neighbours on each axis are no further apart than its gap (a shingle not counted)."""
    waiting = [(np.arange(len(axes[0])), 0)]
    while waiting:
        part, settled = waiting.pop()
        if settled == len(axes):
            yield part
            continue
        pieces = [part]
        for axis, gap in zip(axes, gaps, strict=True):
            pieces = [piece for big in pieces for piece in _split(big, axis[big], gap)]
        waiting += [(piece, len(axes) if len(pieces) == 1 else 0) for piece in pieces]


def _split(part: Places, places: Places, gap: int) -> list[Places]:
    order = np.argsort(places, kind="stable")
    cuts = np.flatnonzero(np.diff(places[order]) > gap + SHINGLE) + 1
    return np.split(part[order], cuts)
