"""Days of festivals and solar terms, and dates of the lunar calendar (农历正月十五, 腊月二十三)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from factextract.scan.date_tokens import read_numeral
from factextract.text.lunar import SOLAR_TERMS, new_years_eve, solar_term, to_gregorian

_SOLAR = {
    "元旦": (1, 1), "情人节": (2, 14), "妇女节": (3, 8), "三八节": (3, 8), "植树节": (3, 12),
    "消费者权益日": (3, 15), "愚人节": (4, 1), "劳动节": (5, 1), "五一": (5, 1), "青年节": (5, 4), "护士节": (5, 12),
    "儿童节": (6, 1), "环境日": (6, 5), "禁毒日": (6, 26), "建党节": (7, 1), "建军节": (8, 1), "教师节": (9, 10),
    "国庆": (10, 1), "记者节": (11, 8), "宪法日": (12, 4), "平安夜": (12, 24), "圣诞": (12, 25),
}  # fmt: skip
_LUNAR = {
    "春节": (1, 1), "农历新年": (1, 1), "大年初一": (1, 1), "元宵": (1, 15), "龙抬头": (2, 2), "端午": (5, 5),
    "七夕": (7, 7), "中元节": (7, 15), "中秋": (8, 15), "重阳": (9, 9), "腊八": (12, 8),
}  # fmt: skip
_NEW_YEARS_EVE = ("除夕", "大年三十", "年三十")
# The n-th weekday of a month: month, weekday (0 = Monday), n.
_WEEKDAY_FESTIVALS = {"母亲节": (5, 6, 2), "父亲节": (6, 6, 3), "感恩节": (11, 3, 4)}

_LUNAR_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_LUNAR_DATE = re.compile(
    r"(?=[农阴旧闰正冬腊一二三四五六七八九十])(?:(?:农历|阴历|旧历)(?P<leap>闰?)(?P<month>[正冬腊一二三四五六七八九十]{1,2}|1[0-2]|[1-9])月"
    r"(?:初?(?P<day>[一二三四五六七八九十廿]{1,3}|[12][0-9]|30|[1-9])[日号]?)?"
    r"|(?P<leap2>闰(?=[一二三四五六七八九十])|)(?P<month2>(?<=闰)[一二三四五六七八九十]{1,2}|[正冬腊])月(?:初?(?P<day2>[一二三四五六七八九十廿]{1,3}|[12][0-9]|30|[1-9])[日号]?)?"
    r"|(?P<month3>[一二三四五六七八九十]{1,2})月初(?P<day3>[一二三四五六七八九十])(?![0-9一二三四五六七八九十]))"
)
_NAMES = sorted([*_SOLAR, *_LUNAR, *_NEW_YEARS_EVE, *_WEEKDAY_FESTIVALS, *SOLAR_TERMS], key=len, reverse=True)
_FESTIVAL = re.compile(
    rf"(?=[国世全中{''.join(sorted({name[0] for name in _NAMES}))}])"
    rf"(?:国际|世界|全国|中国|国家)?(?P<name>{'|'.join(_NAMES)})节?(?:当天|当日)?"
)

DaysOf = Callable[[int], tuple[datetime.date, datetime.date] | None]


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A festival or lunar date in a text: ``days_of(year)`` gives its first and last Gregorian day, or None;
    ``lunar`` is set for written lunar dates (农历正月十五)."""

    start: int
    end: int
    days_of: DaysOf
    lunar: bool = False


def named_days(text: str) -> list[NamedDay]:
    """Festivals, solar terms and lunar dates of ``text`` in order; offsets are those of ``text``."""
    found = [NamedDay(m.start(), m.end(), _lunar_days(m), lunar=True) for m in _LUNAR_DATE.finditer(text)]
    taken = {i for day in found for i in range(day.start, day.end)}
    for match in _FESTIVAL.finditer(text):
        if match.start() not in taken:
            found.append(NamedDay(match.start(), match.end(), _festival_days(match["name"])))
    return sorted(found, key=lambda day: day.start)


def _lunar_days(match: re.Match[str]) -> DaysOf:
    month_text = match["month"] or match["month2"] or match["month3"]
    day_text = match["day"] or match["day2"] or match["day3"]
    leap = bool(match["leap"] or match["leap2"])
    month = _LUNAR_MONTHS.get(month_text) or read_numeral(month_text) or 0
    day = read_numeral(day_text) if day_text else None

    def days(year: int) -> tuple[datetime.date, datetime.date] | None:
        first = to_gregorian(year, month, day or 1, leap)
        if first is None:
            return None
        if day is not None:
            return first, first
        thirtieth = to_gregorian(year, month, 30, leap)
        return first, thirtieth or first + datetime.timedelta(days=28)

    return days


def _festival_days(name: str) -> DaysOf:
    def days(year: int) -> tuple[datetime.date, datetime.date] | None:
        day = festival_day(name, year)
        return (day, day) if day else None

    return days


def festival_day(name: str, year: int) -> datetime.date | None:
    """The day of a festival or solar term in ``year``; None if it is not in the tables."""
    if name in _SOLAR:
        return datetime.date(year, *_SOLAR[name])
    if name in _LUNAR:
        return to_gregorian(year, *_LUNAR[name])
    if name in _NEW_YEARS_EVE:
        return new_years_eve(year)
    if name in _WEEKDAY_FESTIVALS:
        return nth_weekday(year, *_WEEKDAY_FESTIVALS[name])
    return solar_term(name, year) if name in SOLAR_TERMS else None


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> datetime.date | None:
    """The n-th ``weekday`` (0 = Monday) of a month, the last one for -1; None if the month has fewer."""
    if nth < 0:
        last = datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)
        return last - datetime.timedelta(days=(last.weekday() - weekday) % 7)
    first = datetime.date(year, month, 1)
    day = first + datetime.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return day if day.month == month else None
