"""A quantity's context as a bag of named features: what the trained classifiers read.

Three kinds: the figure itself (unit, size, place in its list), the words around it (character n-grams by window, the packs'
trigger hits), and the rules' votes on it and on its neighbours. The same function serves training and extraction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from factextract.datamodel import Quantity
from factextract.link.context import Context
from factextract.link.indicator import Typed
from factextract.link.rates import change_direction, is_change, is_rate, is_share
from factextract.link.triggers import Hits, TriggerKind
from factextract.packs import Catalogue
from factextract.scan.units import unit_class

_LEFT, _RIGHT, _BACK, _HEADING = 14, 10, 22, 24
_OTHER = "other"
# What is counted is told by verb, noun and measure word together: these features also stand joined with the unit.
_JOINS_UNIT = re.compile(r"[LR]\^.{1,3}$|H(?:l|r|b0)=", re.DOTALL).match


def quantity_features(
    text: str,
    contexts: Sequence[Context],
    at: int,
    hits: Hits,
    typed: Sequence[Typed],
    catalogue: Catalogue,
) -> list[str]:
    """Features of ``contexts[at]``, sorted and without repeats."""
    context = contexts[at]
    found = set(_figure(text, context))
    found.update(_words(text, context))
    found.update(_triggers(context, hits, catalogue))
    found.update(_votes(contexts, at, typed))
    unit = f"u={context.quantity.unit or '-'}"
    found.update([f"{unit}|{name}" for name in found if _JOINS_UNIT(name)])
    return sorted(found)


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


def _words(text: str, context: Context) -> Iterator[str]:
    left, right = context.left, context.right
    yield from _near(text[max(left.start, left.end - _LEFT) : left.end], "L", reverse=True)
    yield from _near(text[right.start : min(right.end, right.start + _RIGHT)], "R", reverse=False)
    if context.place is not None:
        for header in context.place.headers:
            yield from _grams(text[header.start : header.end], "L")
    for number, span in enumerate(context.background[:2]):
        yield from _grams(text[max(span.start, span.end - _BACK) : span.end], f"B{number}")
    for span in context.headings[:1]:
        yield from _grams(text[span.start : min(span.end, span.start + _HEADING)], "S")
    for span in context.headings[-1:]:
        yield from _grams(text[span.start : min(span.end, span.start + 2 * _HEADING)], "T")


def _near(window: str, name: str, reverse: bool) -> Iterator[str]:
    """Anchored n-grams (that touch the figure) and a bag of bigrams and trigrams."""
    window = window.replace("\n", " ")
    for size in range(1, 6):
        if len(window) >= size:
            yield f"{name}^{window[-size:] if reverse else window[:size]}"
    if not window:
        yield f"{name}^"
    yield from _grams(window, name)
    for at in range(len(window) - 2):
        yield f"{name}:{window[at : at + 3]}"


def _grams(window: str, name: str) -> Iterator[str]:
    window = window.replace("\n", " ")
    for at in range(len(window) - 1):
        yield f"{name}:{window[at : at + 2]}"


def _triggers(context: Context, hits: Hits, catalogue: Catalogue) -> Iterator[str]:
    windows = [("l", context.left), ("r", context.right)]
    if context.place is not None:
        windows += [("l", header) for header in context.place.headers]
    windows += [(f"b{min(number, 2)}", span) for number, span in enumerate(context.background[:4])]
    windows += [("h", span) for span in context.headings]
    for name, span in windows:
        for hit in hits.within(span.start, span.end):
            for index, kind in hit.votes:
                if kind is not TriggerKind.EXCLUDE:
                    yield f"H{name}={catalogue.candidates[index].id}:{kind[0]}"


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
