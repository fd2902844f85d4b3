"""Calendar points as written, and the reading of single numbers and words into them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from factextract.scan.date_tokens import Token, read_numeral, read_part, read_year
from factextract.text.edtf import days_in_month, is_calendar_day

_SLICE = re.compile(r"的?(前|后|最后)([0-9]{1,3}|[一二两三四五六七八九十]{1,3})(个?月|个?季度|[天日])")


@dataclass(frozen=True, slots=True)
class Point:
    """One calendar point as written. ``year`` may hold X; ``year_shift`` stands for 去年 and the like, ``anaphoric``
    tells that it counts from the year spoken of (次年). ``month`` and ``day`` are two digits or XX; ``month_shift``
    stands for 上月; ``months`` is the month range of a quarter, half-year or 前五个月; ``days`` the day range of a
    third of a month; ``part`` is 初, 末 or 底."""

    start: int
    end: int
    year: str | None = None
    year_shift: int | None = None
    anaphoric: bool = False
    month: str | None = None
    month_shift: int | None = None
    day: str | None = None
    months: tuple[int, int] | None = None
    days: tuple[int, int] | None = None
    part: str | None = None

    @property
    def has_year(self) -> bool:
        """True if a year is written, also as 去年."""
        return self.year is not None or self.year_shift is not None

    @property
    def has_month(self) -> bool:
        """True if a month is written, also as 上月."""
        return self.month is not None or self.month_shift is not None

    @property
    def precision(self) -> str:
        """day, month or year."""
        if self.day:
            return "day"
        return "month" if self.has_month or self.months else "year"

    def under(self, other: Point) -> Point:
        """This point with the higher units that it leaves out taken from ``other``."""
        if self.has_year:
            return self
        point = replace(self, year=other.year, year_shift=other.year_shift, anaphoric=other.anaphoric)
        if point.day is not None and not point.has_month:
            point = replace(point, month=other.month, month_shift=other.month_shift)
        return point


@dataclass(frozen=True, slots=True)
class Expression:
    """A point or a range of two points, with its extent (上午 included, 自 not)."""

    start: int
    end: int
    first: Point
    last: Point | None = None


def month_slice(text: str, in_year: bool) -> tuple[int, int] | None:
    """Months of 前五个月, 后三个季度. Without a year, 前两个月 may mean the last two and is left to the reference."""
    match = _SLICE.fullmatch(text)
    count = read_numeral(match[2]) if match else None
    if match is None or count is None or match[3] in "天日":
        return None
    months = count * 3 if match[3].endswith("季度") else count
    if not 1 <= months <= 12 or (not in_year and (months < 3 or match[1] != "前")):
        return None
    return (1, months) if match[1] == "前" else (13 - months, 12)


def day_slice(text: str, point: Point) -> tuple[int, int] | None:
    """Days of 4月前4天, 本月最后3天."""
    match = _SLICE.fullmatch(text)
    count = read_numeral(match[2]) if match else None
    if match is None or count is None or match[3] not in "天日" or not 1 <= count <= 28:
        return None
    if match[1] == "前":
        return 1, count
    if point.month is None or not point.month.isdigit():
        return None
    last = days_in_month(point.year or "", int(point.month))
    return last - count + 1, last


def with_unit(point: Point, number: Token, unit: str) -> Point | None:
    """``point`` with a number read as year, quarter, month or day; None if it cannot be one."""
    if unit == "year":
        year = read_year(number.text)
        return replace(point, year=year) if year else None
    if unit == "quarter":
        quarter = read_numeral(number.text)
        return replace(point, months=(quarter * 3 - 2, quarter * 3)) if quarter and quarter <= 4 else None
    if unit == "month":
        month = read_part(number.text, 12)
        return replace(point, month=month) if month else None
    day, month = read_part(number.text, 31), point.month
    if (
        day
        and day.isdigit()
        and month
        and month.isdigit()
        and not is_calendar_day(point.year or "", int(month), int(day))
    ):
        return replace(point, end=number.end)  # 2月30日: the month is what one can say
    return replace(point, day=day) if day else None
