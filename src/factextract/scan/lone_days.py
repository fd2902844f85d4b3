"""Days without a month (15日) and quarters without 度 (一季): when they are dates at all, and whose month a day takes."""

from __future__ import annotations

import re
from dataclasses import replace

from factextract.scan.date_points import Expression, Point
from factextract.text.edtf import is_calendar_day, shift_year

# What follows a length of time that looks like a day of the month (7日无理由退货), what a day may stand after.
_NOT_A_DAY_AFTER = re.compile(r"无理由|冷静期|犹豫期|[两二三四五]种|缩短|压缩|减少|延长")
_DAY_MAY_FOLLOW = frozenset(" \t\n,。;:、()[]】》\"'于在至到即自从截-~")
# A body or a person before a lone day is whose doing it dates (分公司15日直播); 后 ends a clause without a mark.
_DOER_BEFORE = re.compile(
    r"(?:[局司所行会区县市镇乡村院校站店场处队心馆庄街园部办社矿厂后]|[双各]方|单位|部门|人员|同志)$"
)
_LENGTH_BEFORE = re.compile(r"[以之今隔此]后$")
_LENGTH_AFTER = re.compile(r"(?:[以之]?后|多|余|游|上下|未|没)")
_QUARTER_BEFORE = frozenset(" \t\n,。;:、()比较同至到-~")
_CONSUMER_DAY = re.compile(r"3 ?[·.] ?15|(?<!\d)315(?!\d)|三[·.、]?一五")
_DAYS_ROUND_IT = range(10, 18)
"""Days of March that a text about the consumer day means by 15日 alone."""
_DATELINE_REACH = 200
_DATELINE_LENGTH = 30
_SENTENCE_MARK = re.compile(r"[,。;]")


def is_lone_day(text: str, expression: Expression, known_month: bool) -> bool:
    """Whether a day without a month is a date and no length of time or number of a house. A bare N日 needs a month to take."""
    shown = text[expression.start : expression.end]
    if shown.endswith("号") or _NOT_A_DAY_AFTER.match(text, expression.end):
        return False
    if not shown.endswith("日"):  # 15日上午, 四日上午
        return True
    if not shown[0].isdigit():
        return False
    if not known_month:
        return expression.last is not None
    if expression.start == 0 or text[expression.start - 1] in _DAY_MAY_FOLLOW:
        return True
    before = text[max(0, expression.start - 4) : expression.start]
    if _LENGTH_BEFORE.search(before) or _LENGTH_AFTER.match(text, expression.end):
        return False
    return _DOER_BEFORE.search(before) is not None


def is_lone_quarter(text: str, expression: Expression) -> bool:
    """Whether 一季 is a quarter: at the head of a clause or after 比; 拍了三季, 上一季, 每季 and 一季一评 are none."""
    before = text[expression.start - 1] if expression.start else "\n"
    return before in _QUARTER_BEFORE and text[expression.end : expression.end + 1] not in ("一", "、")


def consumer_day(text: str) -> int | None:
    """Where the text first names the consumer day (3·15), behind its name; None if it does not."""
    found = _CONSUMER_DAY.search(text)
    return found.end() if found else None


def march(expression: Expression, named: int | None) -> Point | None:
    """March for a lone day round the consumer day that the text has ``named`` before; None for any other."""
    day = expression.first.day
    if named is None or named > expression.start or day is None or not day.isdigit():
        return None
    return Point(named, named, month="03") if int(day) in _DAYS_ROUND_IT else None


def in_context(text: str, expression: Expression, context: Point | None) -> Expression:
    """A day that stands alone takes month and year of the day mentioned before it; after a dateline, a day that was still to
    come then is one of the month before."""
    first = expression.first
    if context is None or first.has_month or first.day is None:
        return expression
    if _is_dateline(text, context) and _comes_later(first, context):
        context = _month_before(context)
    last = expression.last.under(context) if expression.last else None
    placed = Expression(expression.start, expression.end, first.under(context), last)
    return placed if _exists(placed.first) and (last is None or _exists(last)) else expression


def _is_dateline(text: str, point: Point) -> bool:
    """True for a day that ends one of the first lines of a text, after a name without punctuation."""
    if point.day is None or point.end > _DATELINE_REACH or text[point.end : point.end + 1] != "\n":
        return False
    line = text[text.rfind("\n", 0, point.start) + 1 : point.start]
    return len(line) <= _DATELINE_LENGTH and not _SENTENCE_MARK.search(line)


def _comes_later(day: Point, context: Point) -> bool:
    written = (day.day or "", context.day or "", context.month or "")
    return all(w.isdigit() for w in written) and int(written[0]) > int(written[1])


def _month_before(context: Point) -> Point:
    month = int(context.month or 1)
    year = shift_year(context.year, -1) if context.year and month == 1 else context.year
    return replace(context, year=year, month=f"{(month - 2) % 12 + 1:02d}")


def _exists(point: Point) -> bool:
    written = (point.month or "", point.day or "")
    return not all(w.isdigit() for w in written) or is_calendar_day(point.year or "", *map(int, written))
