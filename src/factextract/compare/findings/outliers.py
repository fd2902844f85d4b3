"""Figures that stand out among peers, slips of a digit, of 万 and of the percent sign.

A figure is an outlier if it lies far off by the peers' own spread and by a factor that matters in itself. It is a slip if
it would be usual but for a factor of 10 or 10,000: by the institution's other periods where there are some, else by its peers.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from factextract.compare.findings.history import STEADY, Histories, History
from factextract.compare.findings.measures import (
    COUNT,
    MONEY,
    PEOPLE,
    PERCENT,
    Told,
    bounded,
    by_measure,
    measure,
    spans_of,
    tells_change,
    told_in,
)
from factextract.compare.findings.peers import Peers, Usual
from factextract.compare.findings.wording import amount, rounded, times
from factextract.compare.model import Column, Finding, FindingKind, Grid

_FAR: Final = 3.5  # deviations (Iglewicz and Hoaglin, How to detect and handle outliers, 1993)
_FACTOR: Final = math.log10(8) - 1e-9
# A head office and its branches differ by much without any mistake.
_MIXED_FACTOR: Final = math.log10(1000) - 1e-9
_ALIKE_PEERS: Final = 0.6  # deviation (log10) up to which peers tell what a figure would be but for a slip
_RARE: Final = 20  # a measure word that fewer than one in so many figures have is of something else
_SMALL: Final = 50  # the larger of a count and its peers' median; below it a factor tells nothing
_DIGIT: Final = math.log10(1.2) + 1e-9  # how near to 10 times the usual a figure with a digit too many is
_WAN: Final = math.log10(4)  # how near to 10,000 times
_TYPICAL: Final = 1.5  # deviations within which a figure is usual once 万 is taken out or put in
_WIDEST_WAN: Final = math.log10(8)
_SMALLEST_SLIPS: Final = {1: 100, 4: 10_000}  # the larger of the two values
_WAN_MEASURES: Final = (COUNT, PEOPLE, MONEY)
_FRACTION: Final = Decimal(1)
_USUAL_RATE: Final = math.log10(20)
_WHOLE: Final = Decimal(100)

_SLIPS: Final = {
    (FindingKind.UNIT_SLIP_10, True): "疑似多写了一位",
    (FindingKind.UNIT_SLIP_10, False): "疑似少写了一位",
    (FindingKind.UNIT_SLIP_10000, True): "疑似多写了“万”",
    (FindingKind.UNIT_SLIP_10000, False): "疑似漏写了“万”",
}


def find_outliers(grid: Grid) -> tuple[Finding, ...]:
    """The outliers among peers and the slips of a table, sorted by row, column and kind."""
    spans = spans_of(grid)
    peers, histories = Peers(grid, spans), Histories(grid, spans)
    places = {column.indicator: place for place, column in enumerate(grid.columns)}
    figures = told_in(grid)
    found: list[Finding] = []
    for column in grid.columns:
        if tells_change(column):
            continue
        for told in by_measure(figures.get(column.indicator, ())):
            units = Counter(one.unit for one in told)
            for one, usual, history in zip(told, peers.usual(told), histories.of(told), strict=True):
                judged = _Judged(column, one, history, usual, units[one.unit] * _RARE < len(told))
                found += judged.rate() if one.measure == PERCENT else judged.amount()
    return tuple(sorted(found, key=lambda one: (one.row, places[one.indicator], one.kind)))


class _Judged:
    """A figure before what is usual."""

    def __init__(
        self, column: Column, told: Told, history: History | None, usual: Usual | None, rare: bool
    ) -> None:
        self._column, self._told, self._history, self._usual = column, told, history, usual
        self._rare = rare  # whether hardly any other figure has its measure word

    def amount(self) -> Iterator[Finding]:
        """What is wrong with a count or an amount, if anything."""
        by_history = self._slip_by_history()
        if by_history is not None:
            yield by_history
        elif self._usual is not None and self._far_off(self._usual):
            yield from self._among_peers(self._usual)

    def rate(self) -> Iterator[Finding]:
        """What is wrong with a percentage, if anything."""
        value, usual = self._told.value, self._usual
        if bounded(self._column) and value > _WHOLE:
            yield self._finding(FindingKind.RATE_SLIP, None, f"本单位 {self._own()}，比率不应超过 100%")
        elif (
            bounded(self._column) and value <= _FRACTION and usual is not None and usual.median >= _USUAL_RATE
        ):
            reason = f"{self._peers(usual)}，本单位 {self._own()}，疑似把小数当百分数填写"
            yield self._finding(FindingKind.RATE_SLIP, usual.median, reason)
        elif usual is not None and self._distant(usual):
            yield from self._outlier(usual)

    def _slip_by_history(self) -> Finding | None:
        """A slip by the institution's other periods."""
        history = self._history
        if history is None or not history.steady:
            return None
        offset = self._told.log - history.log
        kind = self._slip(offset, history.log, _WAN)
        if kind is None or not self._to_blame(history, kind):
            return None
        reason = f"{self._expected(history)}，本期 {self._own()}，约为其 {self._times(history.log)}，{_SLIPS[kind, offset > 0]}"
        return self._finding(kind, history.log, reason, history.row)

    def _expected(self, history: History) -> str:
        """What the other periods make one expect, in words."""
        value = self._usual_amount(history.log)
        if history.adjusted:
            return f"按本单位其他 {history.periods} 期的数字和各机构自身在两期之间的增减，本期约应为 {value}"
        return f"本单位{f'其他 {history.periods} 期的中位数' if history.periods > 1 else '另一期'}为 {value}"

    def _to_blame(self, history: History, kind: FindingKind) -> bool:
        """Whether it is this figure that is wrong rather than the others, or the season that makes the difference."""
        usual, log = self._usual, self._told.log
        if usual is not None:
            own, others = abs(log - usual.median), abs(history.log - usual.median)
            if usual.same_time and own <= STEADY:
                return False
            if history.seasonal and usual.distance(log) <= _FAR:
                return False
            if history.periods == 1 or history.seasonal:
                return own >= STEADY and own - others >= STEADY
            return True
        if kind is FindingKind.UNIT_SLIP_10:
            return history.periods > 1 and not history.seasonal
        return history.periods > 1 or history.latest

    def _far_off(self, usual: Usual) -> bool:
        """Whether a count or an amount lies far off among its peers and is large enough for that to tell something."""
        return max(self._told.log, usual.median) >= math.log10(_SMALL) and self._distant(usual)

    def _distant(self, usual: Usual) -> bool:
        offset = abs(self._told.log - usual.median)
        return usual.distance(self._told.log) > _FAR and offset >= (_MIXED_FACTOR if usual.mixed else _FACTOR)

    def _among_peers(self, usual: Usual) -> Iterator[Finding]:
        """A figure far off: a slip if it would be usual without, among peers that are alike, unless it is of something else or
        the other periods are like it."""
        offset = self._told.log - usual.median
        spread = min(max(_WAN, _TYPICAL * usual.deviation), _WIDEST_WAN)
        kind = self._slip(offset, usual.median, spread)
        if kind is None or self._rare or usual.deviation > _ALIKE_PEERS or self._alike():
            yield from self._outlier(usual)
            return
        reason = f"{self._peers(usual)}，本单位 {self._own()}，约为其 {self._times(usual.median)}，{_SLIPS[kind, offset > 0]}"
        yield self._finding(kind, usual.median, reason)

    def _outlier(self, usual: Usual) -> Iterator[Finding]:
        """An outlier; of an institution whose periods are all like it only the latest."""
        if self._alike() and self._history is not None and not self._history.latest:
            return
        reason = f"{self._peers(usual)}，本单位 {self._own()}，约为其 {self._times(usual.median)}"
        if self._alike():
            reason += "（本单位其他期也在此水平）"
        if self._rare and self._told.unit:
            reason += f"（本列很少以“{self._told.unit}”计）"
        yield self._finding(FindingKind.OUTLIER, usual.median, reason)

    def _alike(self) -> bool:
        """Whether the institution's other periods show a figure of this order."""
        return self._history is not None and abs(self._told.log - self._history.log) <= STEADY

    def _slip(self, offset: float, against: float, wan: float) -> FindingKind | None:
        """Which slip an offset (log10) from a usual value is; ``wan`` is how far off 10,000 times it may be."""
        larger = max(self._told.log, against)
        if abs(abs(offset) - 1) <= _DIGIT and larger >= math.log10(_SMALLEST_SLIPS[1]):
            return FindingKind.UNIT_SLIP_10
        if (
            abs(abs(offset) - 4) <= wan
            and self._told.measure in _WAN_MEASURES
            and larger >= math.log10(_SMALLEST_SLIPS[4])
        ):
            return FindingKind.UNIT_SLIP_10000
        return None

    def _own(self) -> str:
        return amount(self._told.value, self._told.unit)

    def _times(self, log: float) -> str:
        return times(self._told.value, rounded(log))

    def _usual_amount(self, log: float) -> str:
        """What is usual, in the measure word of the column where it measures the same."""
        unit = self._column.unit
        return amount(rounded(log), unit if measure(unit) == self._told.measure else self._told.unit)

    def _peers(self, usual: Usual) -> str:
        when = "同期" if usual.same_time else ""
        return f"{usual.who} {usual.institutions} 家{when}的中位数为 {self._usual_amount(usual.median)}"

    def _finding(
        self, kind: FindingKind, against: float | None, reason: str, other: int | None = None
    ) -> Finding:
        middle = None if against is None else rounded(against)
        return Finding(kind, self._told.row, self._column.indicator, self._told.value, middle, reason, other)
