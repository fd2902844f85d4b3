"""The grammar of Chinese calendar expressions: points, ranges and lists.

A *point* is a year, quarter, half-year, month, third of a month or day with the higher units that are written.
Points joined by 至 are a range, points joined by 、 a list; a run of them is read at once, so that numbers which
share a unit (1至6月, 3月10-16日, 14、15日) and units that are left out (3月14日、15日) find each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from factextract.scan.date_points import Expression, Point, day_slice, month_slice, with_unit
from factextract.scan.date_tokens import (
    ANAPHORIC_YEARS,
    HALVES,
    MONTH_SHIFTS,
    THIRDS,
    YEAR_SHIFTS,
    Token,
    chains,
    read_numeral,
    read_short_year,
    read_year,
)
from factextract.text.edtf import is_calendar_day

_MAX_RUN = 24


@dataclass(frozen=True, slots=True)
class _Item:
    """A point of a run with the units written, possibly with a number whose unit comes later (3月10 in 3月10-16日)."""

    point: Point
    units: tuple[str, ...]
    bare: Token | None = None


@dataclass(frozen=True, slots=True)
class _Joined:
    """An item of a run and what joins it to the one before: range, list or nothing."""

    joint: str
    item: _Item


def runs(text: str) -> Iterator[list[Expression]]:
    """Every run of joined expressions of ``text``, in order, without overlap."""
    for tokens in chains(text):
        yield from Parser(text, tokens).runs()


class Parser:
    """Reads the expressions of a chain of adjoining tokens. Positions ``at`` are token indices."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = tokens

    def runs(self) -> Iterator[list[Expression]]:
        """Every run of joined expressions, in order, without overlap."""
        at = 0
        while at < len(self.tokens):
            run, after = self._run(at)
            if run:
                yield _build(self._without_numbering(run))
            at = max(after, at + 1)

    def _kind(self, at: int) -> str:
        """Kind of the token at ``at``, '' at the end."""
        return self.tokens[at].kind if at < len(self.tokens) else ""

    def _run(self, at: int) -> tuple[list[_Joined], int]:
        """Joined items from ``at`` on, and the index after them."""
        run: list[_Joined] = []
        joint, end = "", at
        while len(run) < _MAX_RUN:
            follows_day = bool(run) and run[-1].item.units[-1:] == ("day",)
            item, after = (
                self._month_day(at) if follows_day and self._kind(at) == "month_day" else self._item(at)
            )
            if item is None:
                break
            run.append(_Joined(joint, item))
            end = after
            joint = self._kind(after)
            if joint not in ("range", "list"):
                break
            at = after + 1
        if len(run) >= 2 and self._kind(end) == "between" and run[-1].joint == "list":
            run[-1] = _Joined(
                "range", replace(run[-1].item, point=replace(run[-1].item.point, end=self.tokens[end].end))
            )
        return run, end

    def _without_numbering(self, run: list[_Joined]) -> list[_Joined]:
        """The run without a section number at its head (四、6月份工作安排; 1、2月26日)."""
        first = run[0].item
        if first.bare is None or first.units or len(run) < 2 or run[1].joint != "list":
            return run
        before = self.text[first.point.start - 1] if first.point.start else "\n"
        here, following = read_numeral(first.bare.text), _leading_number(run[1].item)
        if here is not None and following is not None and here < following:
            consecutive = here == following - 1
            alike = first.bare.text[-1].isascii() == self.text[run[1].item.point.start].isascii()
            if (consecutive and alike) or (before not in "\n。;:" and (consecutive or len(run) > 2)):
                return run
        return [_Joined("", run[1].item), *run[2:]]

    # -- items --------------------------------------------------------------------------------------------------

    def _item(self, at: int) -> tuple[_Item | None, int]:
        """The point at ``at`` with its written units from the highest to the lowest, or None."""
        kind = self._kind(at)
        if not kind:
            return None, at
        if kind in ("iso", "iso_month", "compact"):
            return self._numeric(at)
        if kind == "coded":
            return self._coded(at), at + 1
        start = self.tokens[at].start
        dated, at = self._year(_Item(Point(start, start), ()), at)
        if dated is None:
            return None, at
        item = dated
        item, at = self._month(item, at)
        item, at = self._day(item, at)
        open_unit = not item.units or item.units[-1] in ("year", "month")
        if open_unit and self._kind(at) == "number" and self._kind(at + 1) in ("range", "list"):
            bare = self.tokens[at]
            return _Item(replace(item.point, end=bare.end), item.units, bare), at + 1
        return (item, at) if item.units else (None, at)

    def _numeric(self, at: int) -> tuple[_Item | None, int]:
        token = self.tokens[at]
        digits = token.text
        if token.kind == "compact":
            parts = [digits[:4], digits[4:6], digits[6:]]
        else:
            parts = re.split(r"[-./]", digits)
        point = Point(token.start, token.end, parts[0], month=f"{int(parts[1]):02d}")
        if len(parts) == 2:
            return _Item(point, ("year", "month")), at + 1
        if not is_calendar_day(parts[0], int(parts[1]), int(parts[2])):
            return None, at
        return self._after_day(
            _Item(replace(point, day=f"{int(parts[2]):02d}"), ("year", "month", "day")), at + 1
        )

    def _month_day(self, at: int) -> tuple[_Item | None, int]:
        """3.16 in 2023.3.10-3.16."""
        token = self.tokens[at]
        month, day = map(int, re.split(r"[./]", token.text))
        if not is_calendar_day("", month, day):
            return None, at
        point = Point(token.start, token.end, month=f"{month:02d}", day=f"{day:02d}")
        return self._after_day(_Item(point, ("month", "day")), at + 1)

    def _coded(self, at: int) -> _Item:
        """2023Q1, 2022H1."""
        token = self.tokens[at]
        letter, number = token.text[-2], int(token.text[-1])
        size = 3 if letter == "Q" else 6
        months = (number * size - size + 1, number * size)
        return _Item(Point(token.start, token.end, token.text[:4], months=months), ("year", "quarter"))

    def _year(self, item: _Item, at: int) -> tuple[_Item | None, int]:
        token = self.tokens[at]
        if token.kind == "year_word":
            shift = (YEAR_SHIFTS | ANAPHORIC_YEARS)[token.text]
            anaphoric = token.text in ANAPHORIC_YEARS
            point = replace(item.point, end=token.end, year_shift=shift, anaphoric=anaphoric)
            return _Item(point, ("year",)), at + 1
        if token.kind != "number" or self._kind(at + 1) != "year":
            return item, at
        year = read_year(token.text)
        if year is None and (self._kind(at + 2) in ("number", "half", "part") or token.text[0] in "0零〇"):
            year = read_short_year(token.text)
        if year is None:
            return None, at
        return _Item(replace(item.point, end=self.tokens[at + 1].end, year=year), ("year",)), at + 2

    def _month(self, item: _Item, at: int) -> tuple[_Item, int]:
        kind = self._kind(at)
        if not kind:
            return item, at
        token, point = self.tokens[at], item.point
        if kind == "half":
            return _grown(item, token, "half", months=HALVES[token.text]), at + 1
        if kind == "month_word":
            return _grown(item, token, "month", month_shift=MONTH_SHIFTS[token.text]), at + 1
        if kind == "part" and item.units:
            return _grown(item, token, "part", part=token.text[-1]), at + 1
        if kind == "slice":
            months = month_slice(token.text, bool(item.units))
            return (_grown(item, token, "quarter", months=months), at + 1) if months else (item, at)
        unit = self._kind(at + 1) if kind == "number" else ""
        made = with_unit(point, token, unit) if unit in ("month", "quarter") else None
        if made is None:
            return item, at
        grown = _Item(replace(made, end=self.tokens[at + 1].end), (*item.units, unit))
        if unit == "quarter" and self._kind(at + 2) == "part":
            return self._quarter_part(grown, at + 2)
        return grown, at + 2

    def _quarter_part(self, item: _Item, at: int) -> tuple[_Item, int]:
        """一季度末: the last month of the quarter."""
        token, (low, high) = self.tokens[at], item.point.months or (1, 12)
        month = low if token.text == "初" else high
        return _grown(item, token, "part", months=(month, month)), at + 1

    def _day(self, item: _Item, at: int) -> tuple[_Item, int]:
        if item.units and item.units[-1] != "month":
            return item, at
        kind = self._kind(at)
        if not kind:
            return item, at
        token = self.tokens[at]
        if item.units and kind == "third":
            return _grown(item, token, "third", days=THIRDS[token.text]), at + 1
        if item.units and kind == "part":
            return _grown(item, token, "part", part=token.text), at + 1
        if item.units and kind == "slice":
            days = day_slice(token.text, item.point)
            return (_grown(item, token, "third", days=days), at + 1) if days else (item, at)
        if kind == "number" and self._kind(at + 1) == "day":
            made = with_unit(item.point, token, "day")
            if made is not None:
                made = replace(made, end=self.tokens[at + 1].end)
                return self._after_day(_Item(made, (*item.units, "day")), at + 2)
        return item, at

    def _after_day(self, item: _Item, at: int) -> tuple[_Item, int]:
        for kind in ("weekday", "day_part"):
            if self._kind(at) == kind:
                item, at = replace(item, point=replace(item.point, end=self.tokens[at].end)), at + 1
        return item, at


def _grown(item: _Item, token: Token, unit: str, **fields: object) -> _Item:
    return _Item(replace(item.point, end=token.end, **fields), (*item.units, unit))  # type: ignore[arg-type]


# -- runs --------------------------------------------------------------------------------------------------------


def _leading_number(item: _Item) -> int | None:
    if item.bare is not None:
        return read_numeral(item.bare.text)
    if len(item.units) != 1:
        return None
    if item.point.months:
        return (item.point.months[0] + 2) // 3
    written = item.point.month or item.point.day
    return int(written) if written and written.isdigit() else None


def _build(run: list[_Joined]) -> list[Expression]:
    """Expressions of a run: shared units handed to bare numbers, higher units inherited, ranges folded."""
    out: list[Expression] = []
    for joint, point in _completed(run):
        before = (out[-1].last or out[-1].first) if out and joint else None
        whole = point.under(before) if before is not None else point
        if (
            joint == "range"
            and before is not None
            and out[-1].last is None
            and _may_span(before, point, whole)
        ):
            out[-1] = Expression(out[-1].start, point.end, before, whole)
        else:
            out.append(Expression(point.start, point.end, whole))
    return out


def _completed(run: list[_Joined]) -> list[tuple[str, Point]]:
    """The points of a run with the joint before each; numbers that find no unit are dropped."""
    points: list[tuple[str, Point]] = []
    following: _Item | None = None
    for joined in reversed(run):
        point = _complete(joined.item, following)
        if point is None:
            if following is not None:  # the joint led to nothing usable: what follows stands alone
                points[-1] = ("", points[-1][1])
            following = None
        else:
            points.append((joined.joint, point))
            following = joined.item if joined.item.bare is None else _Item(point, _units(point))
    return points[::-1]


def _complete(item: _Item, following: _Item | None) -> Point | None:
    """The item's point with its bare number, if any, read in the unit that the next item shows."""
    if item.bare is None:
        return item.point
    if following is None:
        return None
    lowest = item.units[-1] if item.units else ""
    unit = following.units[0] if len(following.units) == 1 else ""
    if lowest == "month":
        unit = "day" if "day" in following.units else ""
    elif lowest == "year" and unit not in ("month", "quarter"):
        unit = ""
    return with_unit(item.point, item.bare, unit) if unit else None


def _units(point: Point) -> tuple[str, ...]:
    units = [
        ("year", point.has_year),
        ("quarter", point.months),
        ("month", point.has_month),
        ("day", point.day),
    ]
    return tuple(name for name, value in units if value)


def _may_span(first: Point, written: Point, last: Point) -> bool:
    """True if two points can be the ends of one range: of one precision, or each with its month written (11月至1月15日);
    in order where that is plain. ``last`` is ``written`` with what it leaves out."""
    if first.precision != last.precision:
        return first.has_month and written.has_month
    same_month = first.month == last.month and first.year == last.year
    return not (same_month and first.day and last.day and last.day < first.day)
