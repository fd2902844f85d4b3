"""Calendar expressions that count from a reference day: 昨天, 上周五, 三天前, 近30天, 本季度.

They are found with or without a reference; without one they have no value. Conventions: a week runs from Monday to
Sunday; a bare weekday is the next one; N天前 is that day; 近N天, 前N天 end the day before the reference, 未来N天
begin the day after it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

from factextract.scan.date_tokens import DAY_PARTS, WEEKDAYS, read_numeral
from factextract.text.edtf import add_months, bounds

Days = tuple[datetime.date, datetime.date]

_DAY_SHIFTS = {
    "大前天": -3, "前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "今天": 0, "今日": 0, "今晚": 0, "今早": 0,
    "今晨": 0, "现在": 0, "本日": 0, "即日": 0, "当天": 0, "当日": 0, "同日": 0, "同一天": 0, "明天": 1, "明日": 1, "明早": 1,
    "明晚": 1, "次日": 1, "翌日": 1, "第二天": 1, "后天": 2, "后日": 2, "大后天": 3,
}  # fmt: skip
ANAPHORIC_DAYS = frozenset({"当天", "当日", "同日", "同一天", "次日", "翌日", "第二天"})
_BACK = {"前", "之前", "以前", "上", "过去", "近", "最近", "这"}
_N = r"(?:[0-9]{1,4}|[一二两三四五六七八九十廿卅]{1,4})"
_UNIT = r"(?:天|周|星期|礼拜|月|季度|年)"

_RELATIVE = re.compile(
    rf"""
    (?=[0-9大前昨今现本即当同明次翌第后上下这周星礼一二两三四五六七八九十廿卅过未近最接年全日目眼届连多数几])(?:
    (?P<day>{"|".join(sorted(_DAY_SHIFTS, key=len, reverse=True))})(?!性|头条|说法)(?:{DAY_PARTS})?
    |(?P<weeks>(?P<week_shift>(?:上上|下下|上一?|下一?|本|这一?|今)个?)(?:周|星期|礼拜)(?P<week_day>[一二三四五六日天末](?!年))?)(?!年|期|报|刊)(?:{DAY_PARTS})?
    |(?P<weekday>(?<![一二两三四五六七八九十几每0-9第个半双])(?:周|星期|礼拜)(?P<bare_day>[一二三四五六日天])(?![年边期刊岁报家围全]))(?:{DAY_PARTS})?
    |(?P<ago>(?<![0-9.第近过])(?P<ago_n>{_N})个?(?P<ago_unit>{_UNIT}|(?<=[两三二一])日)(?P<half>半)?(?P<ago_side>[之以]?[前后]))
    |(?P<span>(?<![以之会楼桌路地网线身桌目眼])(?P<span_side>前|后|上|下|过去的?|未来|近|最近|今后|接下来|这)(?P<span_n>{_N})个?(?P<span_unit>{_UNIT})(?:来|里|内|间|多来)?)
    |(?P<quarter>(?P<quarter_shift>上上|上一?|下一?|本|这一?|当)个?季度?(?P<quarter_part>[初末底])?)
    |(?P<half_month>[上下]半月)
    |(?P<year_part>年(?:底|末|初|内|中)前?|全年|年度内|年终)
    |(?P<vague>近日|近期|日前|目前|当前|眼下|届时|连日来|同期|近年来?|[一多数几]年来|一年里)
    )""",
    re.VERBOSE,
)

# 3月第三周, 10月的第一个星期一, 8月的最后一个星期一: counted inside the month or year just before.
NTH_WEEK = re.compile(
    r"的?(?:第(?P<nth>[0-9]{1,2}|[一二三四五六七八九十]{1,3})|最后一?)个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])?"
)


def nth_week(match: re.Match[str], edtf: str) -> Days | None:
    """Days of an ``NTH_WEEK`` inside a known month or year; the first week starts with the first Monday."""
    low, high = bounds(edtf)
    number = read_numeral(match["nth"]) if match["nth"] else -1
    if low is None or high is None or not number:
        return None
    first, last = datetime.date.fromisoformat(low), datetime.date.fromisoformat(high)
    weekday = WEEKDAYS[match["day"]] if match["day"] else 0
    if number > 0:
        day = first + datetime.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
    else:
        day = last - datetime.timedelta(days=(last.weekday() - weekday) % 7)
    if not first <= day <= last:
        return None
    return (day, day) if match["day"] else (day, day + datetime.timedelta(days=6))


def relative_days(text: str, taken: Callable[[int, int], bool]) -> list[tuple[re.Match[str], bool]]:
    """Matches of relative expressions outside what ``taken(start, end)`` claims; the flag tells if it is vague."""
    return [
        (match, match["vague"] is not None)
        for match in _RELATIVE.finditer(text)
        if not taken(match.start(), match.end())
    ]


def resolve_relative(match: re.Match[str], reference: datetime.date) -> Days | None:
    """First and last day of a relative expression, None for a vague one or one outside the calendar."""
    kind = next(k for k in _RESOLVERS if match[k] is not None) if match["vague"] is None else ""
    if not kind:
        return None
    try:
        return _RESOLVERS[kind](match, reference)
    except (ValueError, OverflowError):  # before year 1 or after 9999
        return None


def _day(match: re.Match[str], reference: datetime.date) -> Days:
    day = reference + datetime.timedelta(days=_DAY_SHIFTS[match["day"]])
    return day, day


def _week_start(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


def _weeks(match: re.Match[str], reference: datetime.date) -> Days:
    word = match["week_shift"]
    shift = {"上": -1, "下": 1}.get(word[0], 0) * (2 if word[:2] in ("上上", "下下") else 1)
    monday = _week_start(reference) + datetime.timedelta(weeks=shift)
    name = match["week_day"]
    if name is None:
        return monday, monday + datetime.timedelta(days=6)
    if name == "末":
        return monday + datetime.timedelta(days=5), monday + datetime.timedelta(days=6)
    day = monday + datetime.timedelta(days=WEEKDAYS[name])
    return day, day


def _weekday(match: re.Match[str], reference: datetime.date) -> Days:
    ahead = (WEEKDAYS[match["bare_day"]] - reference.weekday() - 1) % 7 + 1
    day = reference + datetime.timedelta(days=ahead)
    return day, day


def _shifted(day: datetime.date, count: int, unit: str, half: bool = False) -> datetime.date:
    """``day`` moved by ``count`` units (and a half, for years)."""
    if unit in ("天", "日"):
        return day + datetime.timedelta(days=count)
    if unit in ("周", "星期", "礼拜"):
        return day + datetime.timedelta(weeks=count)
    months = count * {"年": 12, "季": 3}.get(unit[0], 1)
    return add_months(day, months + (6 if count > 0 else -6) * (half and unit == "年"))


def _ago(match: re.Match[str], reference: datetime.date) -> Days | None:
    count = read_numeral(match["ago_n"])
    if count is None:
        return None
    sign = -1 if match["ago_side"] in _BACK else 1
    unit = match["ago_unit"]
    day = _shifted(reference, sign * count, unit, match["half"] is not None)
    if unit == "年" and not match["half"]:
        return datetime.date(day.year, 1, 1), datetime.date(day.year, 12, 31)
    if unit in ("天", "日", "周", "星期", "礼拜"):
        return day, day
    first = day.replace(day=1)
    return first, add_months(first, 1) - datetime.timedelta(days=1)


def _span(match: re.Match[str], reference: datetime.date) -> Days | None:
    count = read_numeral(match["span_n"])
    if count is None:
        return None
    one = datetime.timedelta(days=1)
    if match["span_side"].rstrip("的") in _BACK:
        return _shifted(reference, -count, match["span_unit"]), reference - one
    return reference + one, _shifted(reference, count, match["span_unit"])


def _quarter(match: re.Match[str], reference: datetime.date) -> Days:
    word = match["quarter_shift"]
    shift = {"上": -1, "下": 1}.get(word[0], 0) * (2 if word.startswith("上上") else 1)
    first = add_months(datetime.date(reference.year, (reference.month - 1) // 3 * 3 + 1, 1), 3 * shift)
    last = add_months(first, 3) - datetime.timedelta(days=1)
    part = match["quarter_part"]
    if part is None:
        return first, last
    return (
        (first, add_months(first, 1) - datetime.timedelta(days=1))
        if part == "初"
        else (last.replace(day=1), last)
    )


def _half_month(match: re.Match[str], reference: datetime.date) -> Days:
    if match["half_month"][0] == "上":
        return reference.replace(day=1), reference.replace(day=15)
    last = add_months(reference.replace(day=1), 1) - datetime.timedelta(days=1)
    return reference.replace(day=16), last


def _year_part(match: re.Match[str], reference: datetime.date) -> Days:
    word, year = match["year_part"], reference.year
    if "初" in word:
        return datetime.date(year, 1, 1), datetime.date(year, 1, 31)
    if word[1] in "底末终":
        return datetime.date(year, 12, 1), datetime.date(year, 12, 31)
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31)


_RESOLVERS: dict[str, Callable[[re.Match[str], datetime.date], Days | None]] = {
    "day": _day, "weeks": _weeks, "weekday": _weekday, "ago": _ago, "span": _span, "quarter": _quarter,
    "half_month": _half_month, "year_part": _year_part,
}  # fmt: skip
