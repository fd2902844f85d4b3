"""A quantity's context as a bag of named features: what the trained classifiers read.

Three kinds: the figure itself (unit, size, place in its list), the words around it (character n-grams by window, the packs'
trigger hits), and the rules' votes on it and on its neighbours. A feature's name is a namespace (``L:``, the window left of the
figure) and what was found there; a bag keeps the two apart, so that extraction looks up its weights without writing out the names.
The background and the headings are bags of their own: figures of one sentence share them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from operator import add

from factextract.datamodel import Quantity
from factextract.linear import Bag
from factextract.link.context import Context
from factextract.link.indicator import Typed
from factextract.link.rates import change_direction, is_change, is_rate, is_share
from factextract.link.triggers import Hits
from factextract.scan.units import unit_class

_LEFT, _RIGHT, _BACK, _HEADING = 14, 10, 22, 24
_LONGEST_ANCHORED = 5
_JOINED_ANCHORED = 3
_BACKGROUND = 4
_OTHER = "other"
Stretch = tuple[str, *tuple[int, ...]]
"""The role of a stretch (``B0``, ``B1`` the nearest of the background, ``B2`` the two behind them, ``H`` the headings), and where it
is: its offsets, or the first quantity under the same headings."""


NAMESPACE = re.compile(r"u=[^|]*\|[A-Za-z0-9]+[:^=]|(?!u=)[A-Za-z0-9]+[:^=!]")
"""The namespace of a feature's name: ``L:``, ``u=件|L^``; a bare unit (``u=件``) has none."""


class FeatureReader:
    """Reads the features of the quantities of one report."""

    def __init__(self, text: str, contexts: Sequence[Context], hits: Hits, typed: Sequence[Typed]) -> None:
        self._text, self._line = text, text.replace("\n", " ")
        self._contexts, self._hits, self._typed = contexts, hits, typed
        self._headed: list[int] = []

    def names(self, at: int) -> list[str]:
        """Features of one quantity by name, sorted and without repeats."""
        bags = [self.own(at), *map(self.shared, self._background(at)), self._headings(at)]
        return sorted({space + one for bag in bags for space, found in bag for one in found})

    def own(self, at: int) -> Bag:
        """What no other quantity shares: the figure, its own windows, the rules' votes. What is counted is told by verb, noun and
        measure word together, so the words next to the figure and the triggers also stand joined with the unit."""
        context = self._contexts[at]
        left, right, hits = context.left, context.right, self._hits
        unit = f"u={context.quantity.unit or '-'}"
        before = self._line[max(left.start, left.end - _LEFT) : left.end]
        after = self._line[right.start : min(right.end, right.start + _RIGHT)]
        ends = [before[-size:] for size in range(1, min(len(before), _LONGEST_ANCHORED) + 1)] or [""]
        begins = [after[:size] for size in range(1, min(len(after), _LONGEST_ANCHORED) + 1)] or [""]
        grams = _grams(before) + _trigrams(before)
        named = hits.names(left.start, left.end)
        if context.place is not None:
            for header in context.place.headers:
                grams += _grams(self._line[header.start : header.end])
                named = named + hits.names(header.start, header.end)
        follows = hits.names(right.start, right.end)
        bag: list[tuple[str, list[str]]] = [
            ("", [*_figure(self._text, context), *_votes(self._contexts, at, self._typed)]),
            ("L^", ends),
            ("R^", begins),
            ("L:", grams),
            ("R:", _grams(after) + _trigrams(after)),
            ("Hl=", named),
            ("Hr=", follows),
            (f"{unit}|Hl=", named),
            (f"{unit}|Hr=", follows),
        ]
        if before:
            bag.append((f"{unit}|L^", ends[:_JOINED_ANCHORED]))
        if after:
            bag.append((f"{unit}|R^", begins[:_JOINED_ANCHORED]))
        if context.background:
            near = context.background[0]
            bag.append((f"{unit}|Hb0=", hits.names(near.start, near.end)))
        return bag

    def stretches(self, at: int) -> list[Stretch]:
        """The stretches of background and headings around one quantity, for ``shared``."""
        self._headed = self._headed or _first_headed_alike(self._contexts)
        found = self._background(at)
        found.append(("H", self._headed[at]))
        return found

    def _background(self, at: int) -> list[Stretch]:
        ends = [(span.start, span.end) for span in self._contexts[at].background[:_BACKGROUND]]
        found: list[Stretch] = [(f"B{number}", *span) for number, span in enumerate(ends[:2])]
        if len(ends) > 2:
            found.append(("B2", *[offset for span in ends[2:] for offset in span]))
        return found

    def shared(self, stretch: Stretch) -> Bag:
        """The features of a stretch: what is written at its end, and its triggers."""
        role, *places = stretch
        if role == "H":
            return self._headings(places[0])
        named: list[str] = []
        for start, end in zip(places[::2], places[1::2], strict=True):
            named += self._hits.names(start, end)
        bag: list[tuple[str, list[str]]] = [(f"H{role.lower()}=", named)]
        if role != "B2":
            start, end = places
            bag.append((f"{role}:", _grams(self._line[max(start, end - _BACK) : end])))
        return bag

    def _headings(self, at: int) -> Bag:
        headings = self._contexts[at].headings
        if not headings:
            return []
        inner, outer = headings[0], headings[-1]
        return [
            ("Hh=", [name for span in headings for name in self._hits.names(span.start, span.end)]),
            ("S:", _grams(self._line[inner.start : min(inner.end, inner.start + _HEADING)])),
            ("T:", _grams(self._line[outer.start : min(outer.end, outer.start + 2 * _HEADING)])),
        ]


def _first_headed_alike(contexts: Sequence[Context]) -> list[int]:
    """For each context the first of those right before it, or itself, that stand under the same headings."""
    firsts: list[int] = []
    for at, context in enumerate(contexts):
        before = contexts[at - 1].headings if at else None
        same = context.headings is before or context.headings == before
        firsts.append(firsts[-1] if same else at)
    return firsts


def _figure(text: str, context: Context) -> Iterator[str]:
    quantity = context.quantity
    unit = quantity.unit or "-"
    yield "bias"
    yield f"u={unit}"
    yield f"uc={unit_class(unit)}"
    yield f"size={magnitude(quantity.value)}"
    yield f"cmp={quantity.comparator}"
    if context.place is not None:
        yield "table"
    if context.bracketed:
        yield "bracket"
    if context.continues:
        yield "continues"
    yield f"first={context.index == 0}"
    if is_change(text, context):
        yield f"change={change_direction(text, context)}"
    if is_rate(quantity) and is_share(text, context):
        yield "share"


def magnitude(value: Decimal) -> str:
    """Order of magnitude of a figure, with its roundness: 15000 -> ``5r``, 1523 -> ``4``."""
    digits = str(abs(int(value)))
    kind = "r" if len(digits) > 1 and digits.rstrip("0") != digits else ""
    return f"{len(digits)}{kind}{'f' if value != value.to_integral_value() else ''}"


def _grams(window: str) -> list[str]:
    """The bigrams of a window."""
    return list(map(add, window, window[1:]))


def _trigrams(window: str) -> list[str]:
    return [window[at : at + 3] for at in range(len(window) - 2)]


def _votes(contexts: Sequence[Context], at: int, typed: Sequence[Typed]) -> Iterator[str]:
    own = typed[at]
    yield f"rule={own.kind or _OTHER}"
    yield f"rule={own.kind or _OTHER}:{min(8, int(own.score))}"
    if own.carried:
        yield f"carried={own.kind}"
    for step, name in ((-1, "p1"), (-2, "p2"), (1, "n1")):
        other = at + step
        if 0 <= other < len(contexts):
            near = "s" if contexts[other].sentence == contexts[at].sentence else "x"
            same = "=" if _same_unit(contexts[other].quantity, contexts[at].quantity) else "!"
            yield f"{name}{near}{same}{typed[other].kind or _OTHER}"


def _same_unit(one: Quantity, other: Quantity) -> bool:
    return one.unit == other.unit
