"""How a cell of the table reads, the same in every output."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from factextract.compare.model import Cell, Column, Figure, State

NOT_MENTIONED: Final = "—"
UNCLEAR: Final = "？"
MARKS: Final[Mapping[str, str]] = {"exact": "", "at_least": "≥", "about": "约", "at_most": "≤", "range": ""}
"""The hedge of a figure, before it."""
STATES: Final[Mapping[State, str]] = {
    State.NOT_MENTIONED: "未提及",
    State.NONE: "零（已说明没有）",
    State.REPORTED: "已报",
    State.UNCLEAR: "待核（无法读取或把握不足）",
}
_HOW: Final[Mapping[str, str]] = {
    "stated_total": "原文给出的总数",
    "sum": "各项相加",
    "single": "原文仅此一处",
    "rate": "比率，按原文",
}


def heading(column: Column) -> str:
    """The column's label with its unit: 发放宣传资料数（份）."""
    return f"{column.label}（{column.unit}）" if column.unit else column.label


def number(value: Decimal) -> str:
    """Digits in groups of three, no needless zeros: 15,000; 2.5."""
    written = f"{value:,f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def amount(figure: Figure, unit: str | None = None) -> str:
    """A figure with its hedge, its range, and its unit where that is not ``unit``, the column's."""
    upper = f"～{number(figure.value_max)}" if figure.value_max is not None else ""
    own = figure.unit if figure.unit and figure.unit != unit else ""
    return f"{MARKS.get(figure.comparator, '')}{number(figure.value)}{upper}{own}"


def shown(cell: Cell, column: Column) -> str:
    """The cell in words: — not mentioned, 0 none, ？ unclear, else the figure."""
    if cell.state is State.REPORTED and cell.figure is not None:
        return amount(cell.figure, column.unit)
    return {State.NONE: "0", State.UNCLEAR: UNCLEAR}.get(cell.state, NOT_MENTIONED)


def how(cell: Cell) -> str:
    """How the figure came about, in Chinese."""
    if cell.state is State.NONE and cell.figure is None:
        return "原文说明没有"
    if cell.added:
        return f"{len(cell.added)} 篇报告相加"
    return _HOW.get(cell.figure.how, "") if cell.figure else ""
