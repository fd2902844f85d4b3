"""Periods as people write them: 2023年上半年, 2023年第一季度, 2023年3月15日."""

from __future__ import annotations

import re
from typing import Final

from factextract.compare.model import Period

_PARTS: Final = {
    ("01", "03"): "第一季度",
    ("04", "06"): "第二季度",
    ("07", "09"): "第三季度",
    ("10", "12"): "第四季度",
    ("01", "06"): "上半年",
    ("07", "12"): "下半年",
}
_DATE: Final = re.compile(r"(?P<year>[\dX]{4})(?:-(?P<month>[\dX]{2}))?(?:-(?P<day>[\dX]{2}))?")


def period_name(period: Period | None) -> str | None:
    """The period in Chinese; the EDTF as it is where it is of another form, None where there is none."""
    if period is None or not period.edtf:
        return None
    first, _, last = period.edtf.partition("/")
    begin, end = _DATE.fullmatch(first), _DATE.fullmatch(last or first)
    if begin is None or end is None:
        return period.edtf
    if not last:
        return _date(begin)
    same_year = begin["year"] == end["year"]
    months = (begin["month"], end["month"])
    if same_year and not begin["day"] and not end["day"] and None not in months:
        span = _PARTS.get(months, f"{_number(months[0])}—{_number(months[1])}月")
        return f"{begin['year']}年{span}"
    if same_year and begin["day"] and end["day"] and begin["month"] == end["month"]:
        return f"{_date(begin)[:-1]}—{_number(end['day'])}日"
    return f"{_date(begin)}—{_date(end, with_year=not same_year)}"


def _date(match: re.Match[str], *, with_year: bool = True) -> str:
    words = f"{match['year']}年" if with_year or not match["month"] else ""
    if match["month"]:
        words += f"{_number(match['month'])}月"
    if match["day"]:
        words += f"{_number(match['day'])}日"
    return words


def _number(digits: str) -> str:
    return digits.lstrip("0") or "0"
