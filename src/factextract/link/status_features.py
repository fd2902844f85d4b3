"""A figure's features for the trained decision between planned and reported: the rules' vote and the words around it."""

from __future__ import annotations

from collections.abc import Iterator

from factextract.datamodel import Layout, Status
from factextract.linear import VOTE
from factextract.link.context import Context
from factextract.link.period import FactPeriod

_NEAR, _AFTER, _SENTENCE, _OPENING, _HEADING = 12, 8, 60, 8, 16


def status_features(
    text: str, layout: Layout, context: Context, voted: Status, period: FactPeriod | None, plan: bool
) -> list[str]:
    """Features of one figure, sorted and without repeats. ``voted`` is the rules' status; ``plan`` tells that the title
    calls the report a plan."""
    return sorted(set(_features(text, layout, context, voted, period, plan)))


def _features(
    text: str, layout: Layout, context: Context, voted: Status, period: FactPeriod | None, plan: bool
) -> Iterator[str]:
    vote = VOTE + voted.value[0]
    yield vote
    yield f"{vote}|plan={plan:d}"
    yield f"plan={plan:d}"
    if period is not None:
        yield f"period={period.past:d}{period.future:d}"
        yield f"{vote}|period={period.past:d}{period.future:d}"
    for span in context.headings[:2]:
        yield from _grams(text[span.start : min(span.end, span.start + _HEADING)], "H")
    if context.place is not None:
        yield f"{vote}|table"
        for header in context.place.headers:
            yield from _grams(text[header.start : header.end], "C")
        return
    start, end = context.quantity.start, context.quantity.end
    sentence = layout.sentences[context.sentence]
    left = max(sentence.start, start - _NEAR)
    yield from _grams(text[left:start], "L")
    yield from _grams(text[end : min(context.clause.end, end + _AFTER)], "R")
    yield from _grams(text[max(sentence.start, start - _SENTENCE) : left], "F")
    opening = text[sentence.start : min(sentence.start + _OPENING, start)]
    yield from _grams(opening, "O")
    yield f"O^{opening[:2]}".replace("\n", " ")
    for size in (1, 2, 3):
        yield f"L^{text[max(left, start - size) : start]}".replace("\n", " ")


def _grams(window: str, name: str) -> Iterator[str]:
    for at, char in enumerate(window):
        if "\u4e00" <= char <= "\u9fff":
            yield f"{name}:{char}"
            if at + 1 < len(window):
                yield f"{name}:{window[at : at + 2]}".replace("\n", " ")
