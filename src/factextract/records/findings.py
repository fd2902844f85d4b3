"""Checks as results: how one is built and what its Chinese message says."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from factextract.datamodel import Check, CheckStatus
from factextract.records.arithmetic import Fit, shown
from factextract.records.figures import Figure, Reading

PARTS_SUM = "parts_sum"
REMAINDER = "remainder"
PERCENTAGE = "percentage"
RESOLVED = "resolved_not_above_received"
LIST_COUNT = "list_count"
YEAR_ON_YEAR = "year_on_year"

CHECK_KINDS = (PARTS_SUM, REMAINDER, PERCENTAGE, RESOLVED, LIST_COUNT, YEAR_ON_YEAR)
"""Every kind of check, in the order in which they are reported."""


def status_of(fit: Fit) -> CheckStatus:
    """OK unless the figures do not fit at all."""
    return CheckStatus.MISMATCH if fit is Fit.NO else CheckStatus.OK


def finding(
    kind: str,
    fit: Fit,
    figures: Sequence[Figure],
    expected: Decimal | None,
    found: Decimal | None,
    message: str,
) -> Check:
    """A check over ``figures``; ``found`` is what the text prints, ``expected`` what the other figures give."""
    ids = tuple(dict.fromkeys(figure.id for figure in figures))
    return Check(kind, status_of(fit), ids, expected, found, message)


def amount(reading: Reading, figure: Figure) -> str:
    """A figure as the text prints it, with its label's last characters when it has one."""
    return reading.written(figure)


def with_unit(value: Decimal, like: Figure) -> str:
    """A computed value with the measure word of a figure."""
    return shown(value) + (like.fact.quantity.unit or "")


def _listed(reading: Reading, figures: Sequence[Figure], joint: str) -> str:
    return joint.join(amount(reading, figure) for figure in figures)


def sum_message(reading: Reading, fit: Fit, total: Figure, parts: Sequence[Figure]) -> str:
    """Message of a parts_sum check."""
    found = sum((part.value for part in parts), Decimal(0))
    terms = _listed(reading, parts, "＋")
    stated = amount(reading, total)
    if fit is Fit.NO:
        gap = with_unit(abs(found - total.value), total)
        return f"分项之和与总数不符：{terms}＝{with_unit(found, total)}，文中总数为{stated}，相差{gap}。"
    if fit is Fit.TOLERATED:
        return f"分项之和与总数基本相符（约数或四舍五入）：{terms}，文中总数为{stated}。"
    return f"分项之和与总数相符：{terms}＝{stated}。"


def remainder_message(
    reading: Reading, fit: Fit, total: Figure, parts: Sequence[Figure], rest: Figure, expected: Decimal
) -> str:
    """Message of a remainder check."""
    terms = _listed(reading, [total, *parts], "－")
    stated = amount(reading, rest)
    if fit is Fit.NO:
        return f"余数不符：{terms}＝{with_unit(expected, rest)}，文中写“其余”{stated}。"
    return f"余数相符：{terms}，余{stated}。"


def share_message(
    reading: Reading, fit: Fit, percent: Figure, parts: Sequence[Figure], whole: Figure, expected: Decimal
) -> str:
    """Message of a percentage check; ``expected`` is the computed percentage."""
    top = _listed(reading, parts, "＋")
    top = f"（{top}）" if len(parts) > 1 else top
    quotient = f"{top}÷{amount(reading, whole)}＝{shown(round(expected, 2))}%"
    stated = amount(reading, percent)
    return (
        f"比例不符：{quotient}，文中为{stated}。"
        if fit is Fit.NO
        else f"比例相符：{quotient}，文中为{stated}。"
    )


def change_message(
    reading: Reading, fit: Fit, figures: Sequence[Figure], expected: Decimal | None, found: Decimal
) -> str:
    """Message of a year_on_year check."""
    listed = _listed(reading, figures, "、")
    if fit is Fit.NO and expected is not None:
        return f"增减数不符：{listed}；按数字推算应为{shown(expected)}，文中为{shown(found)}。"
    return f"增减数相符：{listed}。"
