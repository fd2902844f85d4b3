"""Which figures differ between two aligned passages."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from functools import lru_cache
from typing import Final

import numpy as np

from factextract.compare.similar.align import Match
from factextract.compare.similar.masking import FIGURE
from factextract.compare.similar.model import FigureChange
from factextract.compare.similar.prepared import Prepared
from factextract.datamodel import Quantity
from factextract.scan.scanner import scan
from factextract.text.fold import fold

_REACH: Final = 60
"""Masked characters between common ones within which figures are still aligned by their order."""
_MARGIN: Final = 40
"""Characters around a passage that the scanner gets to see."""


def compare_figures(left: Prepared, right: Prepared, match: Match) -> tuple[tuple[FigureChange, ...], int]:
    """Aligned figures of unequal value, and how many have equal ones. Figures are quantities as the scanner finds them; dates,
    hotlines and the numeral 一 are none."""
    here = _figures(left, *match.left)
    there = _figures(right, *match.right)
    pairs = _aligned_places(left, right, match)
    changed, same = [], 0
    used: set[int] = set()
    for place, figure in here:
        other = pairs.get(place)
        at = bisect_left(there, other, key=lambda item: item[0]) if other is not None else len(there)
        if at == len(there) or there[at][0] != other or at in used:
            continue
        used.add(at)
        counterpart = there[at][1]
        if (figure.value, figure.value_max) == (counterpart.value, counterpart.value_max):
            same += 1
        else:
            changed.append(_change(left, right, figure, counterpart))
    return tuple(changed), same


def _change(left: Prepared, right: Prepared, one: Quantity, other: Quantity) -> FigureChange:
    return FigureChange(
        left.text.text[one.start : one.end],
        right.text.text[other.start : other.end],
        left.text.start + one.start,
        left.text.start + one.end,
        right.text.start + other.start,
        right.text.start + other.end,
    )


def _figures(report: Prepared, first: int, last: int) -> list[tuple[int, Quantity]]:
    """Quantities inside the passage (offsets in the report), each with its first masked figure."""
    start, end = report.span(first, last)
    low, high = max(0, start - _MARGIN), min(len(report.text.text), end + _MARGIN)
    starts, codes = report.masked.starts, report.masked.codes
    found = []
    for quantity in _quantities(report.text.text[low:high]):
        quantity = replace(quantity, start=low + quantity.start, end=low + quantity.end)
        at, stop = np.searchsorted(starts, (quantity.start, quantity.end))
        marks = np.flatnonzero(codes[at:stop] == FIGURE)
        if len(marks) and first <= at + marks[0] < last:
            found.append((int(at + marks[0]), quantity))
    return found


@lru_cache(maxsize=64)
def _quantities(text: str) -> tuple[Quantity, ...]:
    return tuple(q for q in scan(fold(text)).quantities if not q.numeral_one)


def _aligned_places(left: Prepared, right: Prepared, match: Match) -> dict[int, int]:
    """Masked figures of the left passage with their counterparts: those that are the same masked characters, then those between the
    same two, in their order, if either side has as many."""
    figures = left.masked.codes[match.left_places] == FIGURE
    pairs = dict(zip(match.left_places[figures].tolist(), match.right_places[figures].tolist(), strict=True))
    for here, there in _gaps(match):
        between = _marks(left, *here), _marks(right, *there)
        if len(between[0]) == len(between[1]):
            pairs.update(zip(*between, strict=True))
    return pairs


def _gaps(match: Match) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Stretches between characters that follow each other on both sides."""
    order = np.lexsort((match.right_places, match.left_places))
    one, other = match.left_places[order], match.right_places[order]
    steps, others = np.diff(one), np.diff(other)
    wide = (steps > 1) & (steps <= _REACH) & (others > 1) & (others <= _REACH)
    return [
        ((int(one[k]) + 1, int(one[k + 1])), (int(other[k]) + 1, int(other[k + 1])))
        for k in np.flatnonzero(wide)
    ]


def _marks(report: Prepared, first: int, last: int) -> list[int]:
    return [first + int(at) for at in np.flatnonzero(report.masked.codes[first:last] == FIGURE)]
