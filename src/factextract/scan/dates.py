"""Calendar expressions of a view text, as EDTF.

``scan_dates`` reads the absolute ones with the grammar of ``date_grammar`` and the relative ones with a list of words.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

from factextract.datamodel import DateMention
from factextract.scan.date_grammar import THIRDS, Expression, Parser, Point
from factextract.text.edtf import UNKNOWN_YEAR, PartialDate, bounds, interval, shift_year

# A day or month with one of these after it is a time limit or a duration, not a date.
_DURATION_AFTER = re.compile(r"(?:[以之]?内|以上|左右|之久|工作|有效)")
_DURATION_BEFORE = re.compile(r"(?:每|近|连续|满|共|历时|为期|长达|第|逾|约|未来|逢|各)$")
_FROM_BEFORE = re.compile(r"(?<![来各独亲])自$|(?<![服听顺遵])从$")
_RECURRING_BEFORE = re.compile(r"每(?:个?月|年度?|逢)的?$")
_TITLE = re.compile(r"《[^《》]{0,120}》")
_RELATIVE = re.compile(
    r"今年以来|今年|去年同期|上年同期|去年底?|上年度?|前年|明年|当天|当日|同日|同一天|昨[天日]|今[天日]|明[天日]|近日|日前|"
    r"近期|近年来?|目前|本月|当月|上月|下月|本周|上周|下周|年底前?|年内|全年|月底前?|年初|一年来"
)


def scan_dates(text: str, reference: datetime.date | None = None) -> tuple[DateMention, ...]:
    """Every calendar expression of ``text`` (folded), in order, without overlap. Offsets are those of ``text``.

    A date without a year has ``XXXX``, or the year of ``reference``. A relative expression (去年, 当天) has
    ``relative=True`` and no EDTF unless there is a reference. Dates inside 《…》 are left out.
    """
    titles = [m.span() for m in _TITLE.finditer(text)]
    year = f"{reference.year:04d}" if reference else None
    found: list[DateMention] = []
    context: Point | None = None
    for run in Parser(text).expressions():
        for expression in run:
            if not _is_date(text, expression, context):
                continue
            expression = _in_context(expression, context)
            last = expression.last or expression.first
            if last.day and last.month:
                context = last
            found.append(_mention(text, expression, year))
    found.extend(_relative(text, found))
    return tuple(sorted((d for d in found if not _inside(d, titles)), key=lambda d: d.start))


def _in_context(expression: Expression, context: Point | None) -> Expression:
    """A day that stands alone takes month and year of the day mentioned before it."""
    first = expression.first
    if context is None or first.month is not None or first.day is None:
        return expression
    last = expression.last.under(context) if expression.last else None
    return Expression(expression.start, expression.end, first.under(context), last)


def _is_date(text: str, expression: Expression, context: Point | None) -> bool:
    first = expression.first
    before = text[max(0, expression.start - 4) : expression.start]
    if _RECURRING_BEFORE.search(before):
        return False
    shown = text[expression.start : expression.end]
    if not first.has_year and _is_duration(text, expression, before):
        return False
    if first.year_shift is not None and first.month is None and first.months is None:
        return False
    if first.day is None or first.month is not None:
        return True
    return (
        context is not None and not shown.endswith("号") and (shown[0].isdigit() or not shown.endswith("日"))
    )


def _is_duration(text: str, expression: Expression, before: str) -> bool:
    """True for time limits and lengths of time (15日内, 连续3日)."""
    if _DURATION_BEFORE.search(before):
        return True
    return text[expression.end - 1] in "日月" and _DURATION_AFTER.match(text, expression.end) is not None


def _mention(text: str, expression: Expression, year: str | None) -> DateMention:
    edtf, first, last = resolve(expression, year)
    start = expression.start
    if _FROM_BEFORE.search(text[max(0, start - 2) : start]):
        start -= 1
    return DateMention(start, expression.end, edtf, first, last)


def resolve(expression: Expression, year: str | None) -> tuple[str, str | None, str | None]:
    """EDTF and ISO bounds of an expression; ``year`` stands for the year where none is written."""
    first, first_end = _dates(expression.first, _year_of(expression.first, year))
    if expression.last is None:
        if first == first_end:
            edtf = str(first)
            low, high = bounds(edtf)
            if expression.first.days and low and high:
                low, high = (
                    low[:8] + f"{expression.first.days[0]:02d}",
                    min(high, high[:8] + f"{expression.first.days[1]:02d}"),
                )
            return edtf, low, high
        return interval(first, first_end), first.first_day(), first_end.last_day()
    last_year = _year_of(expression.last, year)
    _, last = _dates(expression.last, last_year)
    same_year = not expression.last.has_year or expression.last.year == expression.first.year
    if same_year and first.month and last.month and last.month < first.month:
        last = last.in_year(shift_year(last.year, 1))
    return interval(first, last), first.first_day(), last.last_day()


def _year_of(point: Point, year: str | None) -> str:
    if point.year is not None:
        return point.year
    return shift_year(year, point.year_shift or 0) if year else UNKNOWN_YEAR


def _dates(point: Point, year: str) -> tuple[PartialDate, PartialDate]:
    """First and last date of a point; the same one twice unless it is a quarter or a half-year."""
    if point.months:
        return PartialDate(year, f"{point.months[0]:02d}"), PartialDate(year, f"{point.months[1]:02d}")
    if point.part and point.month is None:
        month = PartialDate(year, "01" if point.part == "初" else "12")
        return month, month
    date = PartialDate(year, point.month, point.day)
    return date, date


def in_year(text: str, mention: DateMention, year: str) -> DateMention:
    """``mention`` with ``year`` for the year it leaves out; the end of a range that crosses New Year is a year on."""
    if mention.edtf is None:
        return mention
    first, _, last = mention.edtf.partition("/")
    start = _fill(first, year)
    if not last:
        low, high = _third_bounds(text, mention, *bounds(str(start)))
        return replace(mention, edtf=str(start), first=low, last=high)
    end = _fill(last, year)
    if (
        last.startswith(UNKNOWN_YEAR)
        and start.month
        and end.month
        and (end.month, end.day or "") < (start.month, start.day or "")
    ):
        end = end.in_year(shift_year(start.year, 1))
    return replace(mention, edtf=interval(start, end), first=start.first_day(), last=end.last_day())


def _fill(edtf: str, year: str) -> PartialDate:
    date = PartialDate.parse(edtf)
    return date.in_year(year) if date.year == UNKNOWN_YEAR else date


def _third_bounds(
    text: str, mention: DateMention, low: str | None, high: str | None
) -> tuple[str | None, str | None]:
    """Bounds narrowed to the third of the month that the mention names."""
    if low and high:
        for word, (first, last) in THIRDS.items():
            if word in text[mention.start : mention.end]:
                return f"{low[:8]}{first:02d}", min(high, f"{high[:8]}{last:02d}")
    return low, high


def _relative(text: str, taken: list[DateMention]) -> list[DateMention]:
    claimed = {i for d in taken for i in range(d.start, d.end)}
    return [
        DateMention(m.start(), m.end(), None, relative=True)
        for m in _RELATIVE.finditer(text)
        if m.start() not in claimed and m.end() - 1 not in claimed
    ]


def _inside(mention: DateMention, spans: list[tuple[int, int]]) -> bool:
    return any(a <= mention.start and mention.end <= b for a, b in spans)
