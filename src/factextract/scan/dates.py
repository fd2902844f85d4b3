"""Calendar expressions of a view text, as EDTF.

``scan_dates`` reads the absolute ones with the grammar of ``date_grammar``, and the relative ones and festivals with
the word lists of ``relative_dates`` and ``festivals``. Years that the text leaves out are filled in by
``scan.period``.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left, bisect_right
from dataclasses import replace

from factextract.datamodel import DateMention
from factextract.scan.date_grammar import runs
from factextract.scan.date_points import Expression, Point
from factextract.scan.date_tokens import THIRDS
from factextract.scan.festivals import named_days
from factextract.scan.lone_days import consumer_day, in_context, is_lone_day, is_lone_quarter, march
from factextract.scan.relative_dates import (
    ANAPHORIC_DAYS,
    NTH_WEEK,
    nth_week,
    relative_days,
    resolve_relative,
)
from factextract.text.edtf import (
    UNKNOWN_PART,
    UNKNOWN_YEAR,
    PartialDate,
    add_months,
    bounds,
    day_span,
    interval,
    is_calendar_day,
    shift_year,
)

# A day or month with one of these round it is a time limit or a length of time, not a date.
_DURATION_AFTER = re.compile(
    r"(?:[以之]?内|以上|左右|之久|工作日|有效|的?(?:办理|处理|回复|答复|办结|法定)?[时期]限)"
)
_DURATION_BEFORE = re.compile(
    r"(?:每|近|连续|满|共|历时|为期|长达|第|逾|(?<!公)约|未来|逢|各|用时|[缩压]短?[缩短]?[至到为]|延长[至到为]|提[前速]|[时期]限为?)$"
)
_RECURRING_BEFORE = re.compile(r"每(?:个?月|年度?|逢)的?$")
_FROM_BEFORE = re.compile(r"(?<![来各独亲])自$|(?<![服听顺遵])从$")
_AFTER_YEAR = re.compile(r"以来|全年|年内|[度之]?内|同期")
# The year of a law's or an announcement's text (2013年修正, 2023年第15号公告).
_YEAR_OF_A_TEXT = re.compile(r"修正|修订|版|第\s?[0-9一二三四五六七八九十]{1,3}号")
_LOOK_BACK = 20  # mentions
_TITLE = re.compile(r"《[^《》]{0,120}》")


def scan_dates(text: str, reference: datetime.date | None = None) -> tuple[DateMention, ...]:
    """Every calendar expression of ``text`` (folded), in order, without overlap. Offsets are those of ``text``.

    A date without a year has ``XXXX``, or the year of ``reference``. A relative expression (去年, 当天, 春节) has
    ``relative=True`` and no EDTF unless there is a reference. Dates inside 《…》 are left out.
    """
    found = _absolute(text, reference)
    if reference is not None:
        found = _with_nth_weeks(text, found)
    found = _with_festivals(text, found, reference)
    found = _with_relative(text, found, reference)
    if reference is not None:
        found = _joined(text, found)
    titles = [m.span() for m in _TITLE.finditer(text)]
    return tuple(d for d in found if not _is_inside(d, titles)) if titles else tuple(found)


def _is_inside(mention: DateMention, spans: list[tuple[int, int]]) -> bool:
    """True if one of the sorted, disjoint ``spans`` holds the mention."""
    at = bisect_right(spans, (mention.start, spans[-1][1])) - 1
    return at >= 0 and mention.end <= spans[at][1]


# -- absolute ----------------------------------------------------------------------------------------------------


def _absolute(text: str, reference: datetime.date | None) -> list[DateMention]:
    found = []
    context: Point | None = None
    named = consumer_day(text) if reference is None else None
    for run in runs(text):
        if run and _is_duration(text, run[-1]):
            continue
        for expression in run:
            known = context or march(expression, named)
            if not _is_date(text, expression, known, reference):
                continue
            expression = in_context(text, expression, known)
            last = expression.last or expression.first
            if last.has_month and (last.day or context is None):
                context = last
            found.append(_mention(text, expression, reference))
    return found


def _is_duration(text: str, expression: Expression) -> bool:
    """True for time limits and lengths of time (15日内, 连续3日, 15日、30日办理时限)."""
    first = expression.first
    if first.has_year or first.month_shift is not None:
        return False
    if _DURATION_BEFORE.search(text, max(0, expression.start - 3), expression.start):
        return True
    return text[expression.end - 1] in "日月" and _DURATION_AFTER.match(text, expression.end) is not None


def _is_date(
    text: str, expression: Expression, context: Point | None, reference: datetime.date | None
) -> bool:
    first = expression.first
    if _RECURRING_BEFORE.search(text, max(0, expression.start - 4), expression.start):
        return False
    if first.precision == "year":
        return _YEAR_OF_A_TEXT.match(text, expression.end) is None
    if first.months and text[expression.end - 1] == "季" and expression.last is None:
        return first.has_year or text[expression.start] == "第" or is_lone_quarter(text, expression)
    if first.day is None or first.has_month:
        return True
    return is_lone_day(text, expression, context is not None or reference is not None)


def _mention(text: str, expression: Expression, reference: datetime.date | None) -> DateMention:
    edtf, first, last = resolve(expression, reference)
    start, end = expression.start, expression.end
    relative = _is_relative(expression)
    if _FROM_BEFORE.search(text, max(0, start - 2), start):
        start -= 1
    if relative:
        tail = _AFTER_YEAR.match(text, end)
        end = tail.end() if tail else end
        if reference is None or (tail and tail[0] == "同期"):
            return DateMention(start, end, None, relative=True)
    return DateMention(start, end, edtf, first, last, relative)


def _is_relative(expression: Expression) -> bool:
    """True if every point says only how it lies to the day of writing (去年底, 上月)."""
    points = [expression.first, *([expression.last] if expression.last else [])]
    return all(
        p.day is None
        and ((p.year_shift is not None and not p.has_month and p.months is None) or p.month_shift is not None)
        for p in points
    )


def resolve(expression: Expression, reference: datetime.date | None) -> tuple[str, str | None, str | None]:
    """EDTF and ISO bounds of an expression; what is not written comes from ``reference``, or stays unknown."""
    first, first_end = _dates(expression.first, reference)
    if expression.last is None:
        if first != first_end:
            return interval(first, first_end), first.first_day(), first_end.last_day()
        days = expression.first.days
        if days is not None and days not in THIRDS.values() and first.month:  # 4月前4天
            low, high = (replace(first, day=f"{day:02d}") for day in days)
            return interval(low, high), low.first_day(), high.last_day()
        return str(first), *_narrowed(days, *bounds(str(first)))
    last_point = expression.last
    if last_point.anaphoric and first.year.isdigit():
        last_point = replace(last_point, year=shift_year(first.year, last_point.year_shift or 0))
    _, last = _dates(last_point, reference)
    same_year = not last_point.has_year or (last_point.year, last_point.year_shift) == (
        expression.first.year,
        expression.first.year_shift,
    )
    if same_year and first.month and last.month and last.month < first.month:
        last = last.in_year(shift_year(last.year, 1))
    if first.year == UNKNOWN_YEAR and not expression.first.has_year and first.month and last.month:
        first = first.in_year(shift_year(last.year, -1 if first.month > last.month else 0))
    return interval(first, last), first.first_day(), last.last_day()


def _dates(point: Point, reference: datetime.date | None) -> tuple[PartialDate, PartialDate]:
    """First and last date of a point; the same one twice unless it is a quarter or the like."""
    base = reference
    if reference is not None and point.month_shift is not None:
        base = add_months(reference.replace(day=1), point.month_shift)
    if point.year is not None:
        year = point.year
    else:
        year = f"{base.year + (point.year_shift or 0):04d}" if base is not None else UNKNOWN_YEAR
    if point.months:
        low, high = point.months
        return PartialDate(year, f"{low:02d}"), PartialDate(year, f"{high:02d}")
    month, day = point.month, point.day
    if month is None and (point.month_shift is not None or point.day is not None):
        month = f"{base.month:02d}" if base is not None else UNKNOWN_PART
        if base is not None and day and day.isdigit() and not is_calendar_day(year, base.month, int(day)):
            month = UNKNOWN_PART
    if point.part and month is None:
        month = "01" if point.part == "初" else "12"
    if (
        month
        and day
        and month.isdigit()
        and day.isdigit()
        and not is_calendar_day(year, int(month), int(day))
    ):
        day = None  # the year or month that was filled in has no such day
    date = PartialDate(year, month, day)
    return date, date


def _narrowed(
    days: tuple[int, int] | None, low: str | None, high: str | None
) -> tuple[str | None, str | None]:
    """Bounds of a month narrowed to some of its days."""
    if days is None or low is None or high is None:
        return low, high
    return f"{low[:8]}{days[0]:02d}", min(high, f"{high[:8]}{days[1]:02d}")


def in_year(text: str, mention: DateMention, year: str) -> DateMention:
    """``mention`` with ``year`` for the year it leaves out; the end of a range that crosses New Year is a year on."""
    if mention.edtf is None:
        return mention
    first, _, last = mention.edtf.partition("/")
    start = _fill(first, year)
    if not last:
        third = next((d for word, d in THIRDS.items() if word in text[mention.start : mention.end]), None)
        low, high = _narrowed(third, *bounds(str(start)))
        return replace(mention, edtf=str(start), first=low, last=high)
    end = _fill(last, year)
    crosses = start.month and end.month and (end.month, end.day or "") < (start.month, start.day or "")
    if last.startswith(UNKNOWN_YEAR) and crosses:
        end = end.in_year(shift_year(start.year, 1))
    return replace(mention, edtf=interval(start, end), first=start.first_day(), last=end.last_day())


def lunar_in_year(text: str, mention: DateMention, year: int) -> DateMention:
    """A lunar date (农历正月十五) as the Gregorian date of ``year``; any other mention as it is."""
    for day in named_days(text[mention.start : mention.end]):
        days = day.days_of(year) if day.lunar else None
        if days is not None:
            return replace(_relative_mention(mention.start, mention.end, days), relative=False)
    return mention


def _fill(edtf: str, year: str) -> PartialDate:
    date = PartialDate.parse(edtf)
    if date.year != UNKNOWN_YEAR:
        return date
    leap_day = (date.month, date.day) == ("02", "29")
    return PartialDate(year, "02") if leap_day and not is_calendar_day(year, 2, 29) else date.in_year(year)


# -- relative ----------------------------------------------------------------------------------------------------


def _with_nth_weeks(text: str, found: list[DateMention]) -> list[DateMention]:
    """Months and years narrowed to the week or weekday counted inside them (3月第三周)."""
    out = []
    for mention in found:
        match = NTH_WEEK.match(text, mention.end)
        days = (
            nth_week(match, mention.edtf) if match and mention.edtf and len(mention.edtf) in (4, 7) else None
        )
        if match and days:
            mention = replace(_relative_mention(mention.start, match.end(), days), relative=mention.relative)
        out.append(mention)
    return out


def _joined(text: str, found: list[DateMention]) -> list[DateMention]:
    """Ranges whose ends were found apart because one is relative (上周三到这周二)."""
    out: list[DateMention] = []
    for mention in found:
        before = out[-1] if out else None
        if (
            before is not None
            and (before.relative or mention.relative)
            and text[before.end : mention.start] in ("到", "至", "-")
            and before.first is not None
            and mention.last is not None
            and before.first <= mention.last
        ):
            edtf = f"{before.first}/{mention.last}"
            out[-1] = DateMention(before.start, mention.end, edtf, before.first, mention.last, relative=True)
        else:
            out.append(mention)
    return out


def _with_festivals(
    text: str, found: list[DateMention], reference: datetime.date | None
) -> list[DateMention]:
    """Adds festivals and lunar dates. With a reference, a year right before one is part of it (2024年春节)."""
    added: list[DateMention] = []
    absorbed: set[int] = set()
    starts, ends = [d.start for d in found], {d.end: d for d in found}
    year, year_end = "", -1
    for day in named_days(text):
        inside = found[bisect_left(starts, day.start) : bisect_left(starts, day.end)] if day.lunar else []
        absorbed.update(d.start for d in inside)  # 农历三月: no month of the Gregorian calendar
        if not inside and _taken(found, starts, day.start, day.end):
            continue
        before = ends.get(day.start)
        start, days = day.start, None
        if reference is not None:
            if text[year_end : day.start] not in ("到", "至"):
                year = f"{reference.year:04d}"
            if before is not None and before.edtf is not None and len(before.edtf) == 4:
                year, start = before.edtf, before.start
                absorbed.add(start)
            days, year_end = day.days_of(int(year)) if year.isdigit() else None, day.end
        added.append(_relative_mention(start, day.end, days))
    return sorted([*(d for d in found if d.start not in absorbed), *added], key=lambda d: d.start)


def _with_relative(text: str, found: list[DateMention], reference: datetime.date | None) -> list[DateMention]:
    starts = [d.start for d in found]
    out = list(found)
    for match, vague in relative_days(text, lambda a, b: _taken(found, starts, a, b)):
        base = reference
        if reference is not None and match["day"] in ANAPHORIC_DAYS:
            base = _day_before(found, starts, match.start()) or reference
        days = resolve_relative(match, base) if base is not None and not vague else None
        out.append(_relative_mention(match.start(), match.end(), days))
    return sorted(out, key=lambda d: d.start)


def _day_before(found: list[DateMention], starts: list[int], at: int) -> datetime.date | None:
    """The last known day mentioned before ``at``."""
    before = bisect_left(starts, at)
    for mention in reversed(found[max(0, before - _LOOK_BACK) : before]):
        if mention.edtf is not None and len(mention.edtf) == 10 and mention.edtf.replace("-", "").isdigit():
            return datetime.date.fromisoformat(mention.edtf)
    return None


def _relative_mention(start: int, end: int, days: tuple[datetime.date, datetime.date] | None) -> DateMention:
    if days is None:
        return DateMention(start, end, None, relative=True)
    first, last = days
    return DateMention(start, end, _shortest(first, last), first.isoformat(), last.isoformat(), relative=True)


def _shortest(first: datetime.date, last: datetime.date) -> str:
    """EDTF of a span of days: a year, a month or months where it covers them whole."""
    if first.day == 1 and (last + datetime.timedelta(days=1)).day == 1:
        if first.month == 1 and last.month == 12 and first.year == last.year:
            return f"{first.year:04d}"
        low, high = first.isoformat()[:7], last.isoformat()[:7]
        return low if low == high else f"{low}/{high}"
    return day_span(first, last)


def _taken(found: list[DateMention], starts: list[int], start: int, end: int) -> bool:
    at = bisect_left(starts, end)
    return at > 0 and found[at - 1].end > start
