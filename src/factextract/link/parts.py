"""Which figure is part of which: 其中, brackets and lists after a count of the same kind, and figures that add up to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from factextract.datamodel import Layout, Quantity
from factextract.link.context import Context
from factextract.link.indicator import Typed
from factextract.link.period import FactPeriod
from factextract.link.rates import is_change, is_rate

_CUE = re.compile(r"其中|包括|包含|内有|内含|含|即|其余|余下|剩余|剩下|分为|细分|由[^,;。]{0,6}组成")
_TOTAL = re.compile(r"(?:合计|总计|共计|共|累计|总数|总共)(?:有|达|为)?$")
_DIVIDES = re.compile(
    r"\s*(?:其中|按[^,。]{1,10}[分看],?|从[^,。]{1,10}看,?|分[^,。]{1,8}看,?|[^,。]{1,8}方面)"
)
_REQUESTS = frozenset(
    {"orders_received", "complaints_received", "reports_received", "consultations_handled", None}
)
_LOOK_AHEAD = 16  # figures that one total may be divided into
_SMALLEST = 10  # smaller totals are hit by chance


def find_parts(
    text: str,
    layout: Layout,
    contexts: Sequence[Context],
    typed: Sequence[Typed],
    periods: Sequence[FactPeriod | None],
) -> list[int | None]:
    """For each figure the index of the total that it is part of; None for totals, rates, changes and table cells. A total of
    another period (``periods``) has no parts of this one."""
    reader = _Parts(text, layout, contexts, typed, periods)
    reader.by_cue()
    reader.by_sum()
    return reader.parts


class _Parts:
    """Reads the parts of one report's counts."""

    def __init__(
        self,
        text: str,
        layout: Layout,
        contexts: Sequence[Context],
        typed: Sequence[Typed],
        periods: Sequence[FactPeriod | None],
    ) -> None:
        self._text, self._layout, self._contexts = text, layout, contexts
        self._typed, self._periods = typed, periods
        self._counts = [
            at
            for at, context in enumerate(contexts)
            if context.place is None and not is_rate(context.quantity) and not is_change(text, context)
        ]
        self.parts: list[int | None] = [None] * len(contexts)

    def by_cue(self) -> None:
        """Parts that words or brackets announce, and those listed right behind them, as long as the total holds them."""
        wholes: dict[str | None, int] = {}
        left: dict[int, Decimal] = {}
        previous: int | None = None
        for at in self._counts:
            context = self._contexts[at]
            unit = _plain(context.quantity.unit)
            fresh = previous is None or self._contexts[previous].sentence != context.sentence
            if fresh and not self._divides(context):
                wholes = {}
            whole = wholes.get(unit)
            goes_on = not fresh and previous is not None and self.parts[previous] == whole is not None
            words = self._text[context.left.start : context.left.end]
            told = _CUE.search(words) or context.bracketed or goes_on or self._announced(context)
            fits = whole is not None and self._may_hold(whole, at) and left[whole] >= context.quantity.value
            if whole is not None and fits and told and not _TOTAL.search(words):
                self.parts[at] = whole
                left[whole] -= context.quantity.value
            elif whole is None or self._periods[at] is None:
                wholes[unit] = at
                left[at] = context.quantity.value
            previous = at

    def _divides(self, context: Context) -> bool:
        """True if the sentence begins by dividing what the one before told."""
        start = self._layout.sentences[context.sentence].start
        return _DIVIDES.match(self._text, start, context.quantity.start) is not None

    def _announced(self, context: Context) -> bool:
        """其中,咨询3420件: the cue is a clause of its own before the figure's."""
        lead = next((span for span in context.background if span.end <= context.clause.start), None)
        return lead is not None and self._text[lead.start : lead.end].strip(" ,:") in ("其中", "包括")

    def by_sum(self) -> None:
        """Two or more counts behind a total, in its sentence or the next, or before it (合计), that add up to it exactly."""
        for place, whole in enumerate(self._counts):
            quantity = self._contexts[whole].quantity
            if quantity.value < _SMALLEST or not _is_plain(quantity):
                continue
            found = self._adding_up(whole, self._counts[place + 1 : place + 1 + _LOOK_AHEAD])
            left = self._contexts[whole].left
            if not found and _TOTAL.search(self._text, left.start, left.end):
                before = self._counts[max(0, place - _LOOK_AHEAD) : place]
                found = self._adding_up(whole, before[::-1])
            for at in found:
                if self.parts[at] is None and self._alike(whole, at):
                    self.parts[at] = whole

    def _adding_up(self, whole: int, candidates: Sequence[int]) -> list[int]:
        """The nearest candidates of the total's measure word, if they add up to it."""
        total = self._contexts[whole]
        rest, found = total.quantity.value, list[int]()
        for at in candidates:
            part = self._contexts[at]
            if abs(part.sentence - total.sentence) > 1:
                break
            if _plain(part.quantity.unit) != _plain(total.quantity.unit) or not _is_plain(part.quantity):
                continue
            rest -= part.quantity.value
            found.append(at)
            if rest <= 0:
                break
        return found if rest == 0 and len(found) > 1 else []

    def _may_hold(self, whole: int, part: int) -> bool:
        other_period = self._periods[whole] is not None and self._periods[part] is None
        smaller = self._contexts[part].quantity.value <= self._contexts[whole].quantity.value
        return smaller and not other_period and self._alike(whole, part)

    def _alike(self, one: int, other: int) -> bool:
        """True if two figures may be whole and part: of one indicator, or both of them requests of some kind."""
        a, b = self._typed[one].indicator, self._typed[other].indicator
        return a == b or (a in _REQUESTS and b in _REQUESTS)


def _is_plain(quantity: Quantity) -> bool:
    return quantity.value_max is None and not quantity.vague


def _plain(unit: str | None) -> str | None:
    """A measure word without its bracketed variant: 件(次) -> 件."""
    return unit.partition("(")[0] or unit if unit is not None else None
