"""Gathers the evidence for each indicator at one quantity from the trigger words around it."""

from __future__ import annotations

import re

from factextract.link.candidate_index import CandidateIndex
from factextract.link.context import Context
from factextract.link.evidence import (
    OBJECT_LEFT,
    OBJECT_RIGHT,
    TERM_LEFT,
    UNIT,
    Evidence,
    no_evidence,
)
from factextract.link.triggers import Hits, Raises

_LEAD, _AFTER = 0.7, 0.5
_ROW_LABEL = 0.8
"""What a row's label counts beside its column's header: it names the indicator where the header names a period."""
_FADES = 0.75
_UNIT_NAMES = 0.6
_PERSON_AFTER = re.compile(r"\s{0,2}(?:多|来|余)?人(?![大民工行才均造社物防文气群体])")


def _left_closeness(gap: int) -> float:
    return 1.0 if gap <= 2 else max(0.45, 1.0 - 0.05 * (gap - 2))


def _right_closeness(gap: int) -> float:
    return 1.0 if gap == 0 else max(0.3, 0.95 - 0.06 * gap)


_FARTHEST = 16  # from here on closeness is at its least
_LEFT_CLOSENESS = tuple(map(_left_closeness, range(_FARTHEST + 1)))
_RIGHT_CLOSENESS = tuple(map(_right_closeness, range(_FARTHEST + 1)))


def counted_unit(text: str, context: Context) -> str | None:
    """The figure's measure word; that of people where 个 or 位 stands before 人 itself (来了11个人)."""
    unit = context.quantity.unit
    if unit in ("个", "位") and _PERSON_AFTER.match(text, context.quantity.end):
        return "人"
    return unit


def gather(text: str, context: Context, hits: Hits, index: CandidateIndex) -> dict[int, Evidence]:
    """Evidence by candidate, for every candidate that any trigger in the windows votes for."""
    found: dict[int, Evidence] = {}
    if context.place is not None:
        _gather_cell(found, context, hits)
    left, right = context.left, context.right
    for hit in hits.within(left.start, left.end):
        _raise(found, hit.word.left, _LEFT_CLOSENESS[min(left.end - hit.end, _FARTHEST)])
    for hit in hits.within(right.start, right.end):
        _raise(found, hit.word.right, _RIGHT_CLOSENESS[min(hit.start - right.start, _FARTHEST)])
    if context.lead is not None:
        for hit in hits.within(context.lead.start, context.lead.end):
            _raise(found, hit.word.left, _LEAD)
    if context.after is not None:
        for hit in hits.within(context.after.start, context.after.end):
            _raise(found, hit.word.right, _AFTER)
    weight = 1.0
    for span in context.background:
        _raise(found, hits.far(span.start, span.end), weight)
        weight *= _FADES
    for span in context.headings:
        _raise(found, hits.heading(span.start, span.end), 1.0)
    _fit_units(found, index, counted_unit(text, context))
    return found


def _gather_cell(found: dict[int, Evidence], context: Context, hits: Hits) -> None:
    """In a table the header is the near text. Under a header that names something itself, the nouns of a row's label tell whose
    the figure is (a branch, a kind of goods), its other words still what was done."""
    assert context.place is not None
    for header in context.place.headers:
        for hit in hits.within(header.start, header.end):
            _raise(found, hit.word.left, 1.0)
    named = any(item[TERM_LEFT] or item[OBJECT_LEFT] for item in found.values())
    for label in context.place.labels:
        for hit in hits.within(label.start, label.end):
            _raise(found, hit.word.label if named else hit.word.left, _ROW_LABEL)


def _raise(found: dict[int, Evidence], raised: Raises, value: float) -> None:
    """Keep the larger of the present figures and ``value``."""
    for candidate, slot in raised:
        row = found.get(candidate)
        if row is None:
            row = found[candidate] = no_evidence()
        if value > row[slot]:
            row[slot] = value


def _fit_units(found: dict[int, Evidence], index: CandidateIndex, unit: str | None) -> None:
    fit = index.unit(unit)
    for candidate, row in found.items():
        row[UNIT] = fit.fits[candidate]
        if candidate in fit.naming and row[OBJECT_RIGHT] < _UNIT_NAMES:
            row[OBJECT_RIGHT] = _UNIT_NAMES
