"""A figure's features for the trained decision between planned and reported: the rules' vote and the words around it.

Words count from their first character on if it is a Chinese one; others have no features.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from operator import add

from factextract.datamodel import Layout, Span, Status
from factextract.linear import VOTE, Bag, BagJudge
from factextract.link.context import Context
from factextract.link.period import FactPeriod

_NEAR, _AFTER, _SENTENCE, _OPENING, _HEADING = 12, 8, 60, 8, 16
_CHARACTERS = ("H:", "C:", "L:", "R:", "F:", "O:")
NAMESPACE = re.compile("[HCLRFO]:|[LO]\\^")
"""The namespace of a feature's name: the window that its characters stand in."""


def status_features(
    text: str, layout: Layout, context: Context, voted: Status, period: FactPeriod | None, plan: bool
) -> list[str]:
    """Features of one figure by name, sorted and without repeats: what training reads (see ``StatusFeatures``)."""
    return StatusFeatures(text, layout, plan).names(context, voted, period)


class StatusFeatures:
    """Reads the features of the figures of one report; ``plan`` tells that the title calls it a plan."""

    def __init__(self, text: str, layout: Layout, plan: bool) -> None:
        self._line, self._layout, self._plan = text.replace("\n", " "), layout, plan

    def names(self, context: Context, voted: Status, period: FactPeriod | None) -> list[str]:
        """Features of one figure by name, sorted and without repeats. ``voted`` is the rules' status."""
        bag = [("", self._votes(context, voted, period)), *self._headings(context), *self._words(context)]
        return sorted(
            {
                space + word
                for space, words in bag
                for word in words
                if space not in _CHARACTERS or "\u4e00" <= word[0] <= "\u9fff"
            }
        )

    def chances(
        self, judge: BagJudge, figures: Iterable[tuple[Context, Status, FactPeriod | None]]
    ) -> Iterator[float]:
        """For each figure, in text order, the probability that it is planned. Characters that have no feature are looked up in
        vain here."""
        headings: tuple[Span, ...] = ()
        above: set[int] = set()
        for context, voted, period in figures:
            if context.headings is not headings:
                headings, above = context.headings, judge.rows(self._headings(context))
            rows = judge.rows([("", self._votes(context, voted, period)), *self._words(context)])
            yield judge.chance(rows | above)

    def _votes(self, context: Context, voted: Status, period: FactPeriod | None) -> list[str]:
        vote = VOTE + voted.value[0]
        found = [vote, f"{vote}|plan={self._plan:d}", f"plan={self._plan:d}"]
        if period is not None:
            when = f"period={period.past:d}{period.future:d}"
            found += [when, f"{vote}|{when}"]
        if context.place is not None:
            found.append(f"{vote}|table")
        return found

    def _headings(self, context: Context) -> Bag:
        words: list[str] = []
        for span in context.headings[:2]:
            words += _grams(self._line[span.start : min(span.end, span.start + _HEADING)])
        return [("H:", words)]

    def _words(self, context: Context) -> Bag:
        line = self._line
        if context.place is not None:
            words: list[str] = []
            for header in context.place.headers:
                words += _grams(line[header.start : header.end])
            return [("C:", words)]
        start, end = context.quantity.start, context.quantity.end
        sentence = self._layout.sentences[context.sentence]
        left = max(sentence.start, start - _NEAR)
        opening = line[sentence.start : min(sentence.start + _OPENING, start)]
        return [
            ("L:", _grams(line[left:start])),
            ("R:", _grams(line[end : min(context.clause.end, end + _AFTER)])),
            ("F:", _grams(line[max(sentence.start, start - _SENTENCE) : left])),
            ("O:", _grams(opening)),
            ("O^", [opening[:2]]),
            ("L^", [line[max(left, start - size) : start] for size in (1, 2, 3)]),
        ]


def _grams(window: str) -> list[str]:
    """The characters of a window and its bigrams."""
    return [*window, *map(add, window, window[1:])]
