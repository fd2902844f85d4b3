"""The cell formats of the workbook, each made once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from factextract.compare.model import Cell, Column, Figure, State
from factextract.compare.output.cells import MARKS, number

_FONT: Final = {"font_name": "等线", "font_size": 10, "valign": "vcenter"}
_GREY, _GREEN, _AMBER, _RED, _BLUE = "#8C8C8C", "#E8F3EA", "#FFF4CC", "#FBE3E1", "#1F4E79"
_LOOKS: Final[Mapping[str, Mapping[str, Any]]] = {
    "title": {"bold": True, "font_size": 14},
    "legend": {"font_color": _GREY},
    "head": {
        "bold": True,
        "text_wrap": True,
        "align": "center",
        "bg_color": _BLUE,
        "font_color": "#FFFFFF",
        "border": 1,
        "border_color": "#FFFFFF",
    },
    "text": {"num_format": "@"},
    "wrapped": {"num_format": "@", "text_wrap": True, "valign": "top"},
    "integer": {"num_format": "#,##0"},
    "share": {"num_format": "0.00"},
    "bad": {"num_format": "@", "bg_color": _RED, "text_wrap": True, "valign": "top"},
    "total_name": {"bold": True, "top": 1},
    "total": {"bold": True, "top": 1, "num_format": "#,##0.##"},
    "mean": {"bold": True, "num_format": "#,##0.0"},
    "switch": {"align": "center", "bg_color": _AMBER, "num_format": "0"},
    "not_mentioned": {"align": "right", "font_color": _GREY},
    "unclear": {"align": "right", "bg_color": _AMBER},
}


class Styles:
    """Formats of ``workbook`` (an ``xlsxwriter.Workbook``) by name, and number formats by what they must show."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __getitem__(self, look: str) -> Any:
        return self._format(dict(_LOOKS[look]))

    def figure(self, cell: Cell, column: Column, *, flagged: bool) -> Any:
        """The format of a figure: hedge before it, upper bound and a unit other than the column's behind it; the value stays a
        number. ``flagged`` figures are conspicuous or stand for no sum."""
        look: dict[str, Any] = {"num_format": number_format(cell.figure, column.unit)}
        if cell.state is State.NONE:
            look["bg_color"] = _GREEN
        if flagged:
            look["bg_color"] = _RED
        return self._format(look)

    def _format(self, look: Mapping[str, Any]) -> Any:
        whole = {**_FONT, **look}
        key = tuple(sorted(whole.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(whole)
        return self._made[key]


def number_format(figure: Figure | None, unit: str | None) -> str:
    """A spreadsheet's number format for a figure in a column of ``unit``: ``"≥"#,##0"张"``."""
    if figure is None:
        return "#,##0"
    exponent = figure.value.normalize().as_tuple().exponent
    places = min(-exponent, 6) if isinstance(exponent, int) and exponent < 0 else 0
    digits = "#,##0" + ("." + "0" * places if places else "")
    upper = f"～{number(figure.value_max)}" if figure.value_max is not None else ""
    own = figure.unit if figure.unit and figure.unit != unit else ""
    return f"{_literal(MARKS.get(figure.comparator, ''))}{digits}{_literal(upper + own)}"


def _literal(text: str) -> str:
    """``text`` between the quotes of a number format, which can hold none itself."""
    return '"' + text.replace('"', "") + '"' if text else ""
