"""The grammar of absolute Chinese calendar expressions: tokens, points, ranges and lists.

A text is cut into tokens in one pass (linear: every repetition is bounded or consumes what it reads). A *point* is a
year, quarter, half-year, month, third of a month or day with the higher units that are written. Points joined by 至
are a range, points joined by 、 a list. Numbers that share a unit (1至6月, 3月10-16日, 14、15日) are read as groups.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from factextract.text.edtf import UNKNOWN_PART, UNKNOWN_YEAR, is_calendar_day

# Words that place a year against the report's own year.
YEAR_SHIFTS = {
    "今年": 0, "本年": 0, "本年度": 0, "当年": 0, "同年": 0, "去年": -1, "上年": -1, "上年度": -1, "上一年": -1,
    "上一年度": -1, "去年度": -1, "昨年": -1, "前年": -2, "大前年": -3, "明年": 1, "来年": 1, "次年": 1, "下年度": 1,
    "下一年": 1, "下一年度": 1, "后年": 2, "大后年": 3,
}  # fmt: skip

_HALVES = {"上半年": 1, "下半年": 2}
THIRDS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}
_CHINESE_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0"}
_MASKS = "xX×*_?某"
_LETTER_DIGITS = str.maketrans("OolI", "0011")

DAY_PARTS = "上午|下午|中午|晚上|早上|早晨|清晨|凌晨|傍晚|夜间|深夜|晚间|早间|午后|上午间|晚|早"

_year_words = "|".join(sorted(YEAR_SHIFTS, key=len, reverse=True))
_TOKEN = re.compile(
    rf"""
    (?P<iso>(?<![0-9.\-/])[0-9]{{4}}(?P<sep>[-./])(?:0?[1-9]|1[0-2])(?P=sep)(?:[12][0-9]|3[01]|0?[1-9])(?![0-9]))
    |(?P<years>(?<=\()[12][0-9xX]{{3}}(?:-{{1,2}}|~|至|到)[12][0-9xX]{{3}}(?=\)))
    |(?P<year_word>{_year_words})
    |(?P<half>[上下]半年)
    |(?P<third>[上中下]旬)
    |(?P<first_quarters>前[二三23]个?季度)
    |(?P<number>第?(?:[0-9OolI][0-9OolIxX×*_]{{0,11}}|[xX×]{{1,4}}|_{{1,6}}|\*{{1,4}}|某|[〇零一二三四五六七八九十廿卅元]{{1,6}}))
    |(?P<year>年度?(?![历画货糕级轮]))
    |(?P<month>月份?(?![饼嫂龄薪租供卡均息])(?!结算|报表))
    |(?P<day>[日号](?![龄游捐均]))
    |(?P<quarter>季度?)
    |(?P<part>[初末底](?![级中步审次]))
    |(?P<weekday>\((?:星期|周|礼拜)[一二三四五六日天]\))
    |(?P<day_part>{DAY_PARTS})
    |(?P<range>(?:起|开始)?(?:直?至|到|-{{1,2}}|~{{1,2}}))
    |(?P<list>[、和及与])
    """,
    re.VERBOSE,
)
_MAX_RUN = 24
_YEAR_RANGE = range(1000, 2200)


@dataclass(frozen=True, slots=True)
class Token:
    """A lexical unit: its kind (a group name of the token pattern), text and place."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Point:
    """One calendar point as written. ``year`` may hold X; ``year_shift`` stands for 去年 and the like. ``month`` and
    ``day`` are two digits or XX; ``months`` is the month range of a quarter or half-year; ``days`` the day range of a
    third of a month; ``part`` is 初, 末 or 底."""

    start: int
    end: int
    year: str | None = None
    year_shift: int | None = None
    month: str | None = None
    day: str | None = None
    months: tuple[int, int] | None = None
    days: tuple[int, int] | None = None
    part: str | None = None

    @property
    def has_year(self) -> bool:
        """True if a year is written, also as 去年."""
        return self.year is not None or self.year_shift is not None

    def under(self, other: Point) -> Point:
        """This point with the higher units that it leaves out taken from ``other``."""
        if self.has_year:
            return self
        point = replace(self, year=other.year, year_shift=other.year_shift)
        if point.day is not None and point.month is None:
            point = replace(point, month=other.month)
        return point


@dataclass(frozen=True, slots=True)
class Expression:
    """A point or a range of two points, with its extent (prefixes such as 自 excluded, 上午 included)."""

    start: int
    end: int
    first: Point
    last: Point | None = None


def tokenize(text: str) -> list[Token]:
    """The tokens of ``text`` in order; everything else separates them."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "years":
            tokens.extend(_bracketed_years(match))
        else:
            tokens.append(Token(match.lastgroup or "", match.group(), match.start(), match.end()))
    return tokens


def _bracketed_years(match: re.Match[str]) -> list[Token]:
    """(2021-2025): two years whose 年 is understood."""
    start, end = match.span()
    left, right, text = start + 4, end - 4, match.group()
    return [
        Token("number", text[:4], start, left),
        Token("year", "", left, left),
        Token("range", text[4:-4], left, right),
        Token("number", text[-4:], right, end),
        Token("year", "", end, end),
    ]


def read_numeral(raw: str) -> int | None:
    """Value of a numeral of months and days (15, 十五, 廿五, 元); None if it is none or is masked."""
    raw = raw.removeprefix("第").translate(_LETTER_DIGITS)
    if raw.isdigit() and raw.isascii():
        return int(raw) if len(raw) <= 4 else None
    if raw == "元":
        return 1
    raw = raw.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = raw.partition("十")
    if not ten:
        return int(_CHINESE_DIGITS[raw]) if len(raw) == 1 and raw in _CHINESE_DIGITS else None
    if len(tens) > 1 or len(ones) > 1 or any(c not in _CHINESE_DIGITS for c in tens + ones):
        return None
    return int(_CHINESE_DIGITS.get(tens, "1")) * 10 + int(_CHINESE_DIGITS.get(ones, "0"))


def _is_masked(raw: str) -> bool:
    return bool(raw) and all(c in _MASKS for c in raw)


def read_year(raw: str) -> str | None:
    """Four-character year (2024, 20XX, XXXX) of a numeral before 年; None for durations and damaged years."""
    if _is_masked(raw):
        return UNKNOWN_YEAR
    digits = "".join(_CHINESE_DIGITS.get(c, c) for c in raw.translate(_LETTER_DIGITS))
    digits = "".join("X" if c in _MASKS else c for c in digits)
    if len(digits) != 4 or not all(c in "0123456789X" for c in digits):
        return None
    return digits if "X" in digits or int(digits) in _YEAR_RANGE else None


def _read_short_year(raw: str) -> str | None:
    """A two-digit year (23年3月), read as 20YY up to 50 and 19YY above."""
    digits = raw.translate(_LETTER_DIGITS)
    if len(digits) != 2 or not digits.isascii() or not digits.isdigit():
        return None
    return f"{20 if int(digits) <= 50 else 19}{digits}"


def _read_part(raw: str, limit: int) -> str | None:
    """Month or day as two digits, XX if masked, None if out of range."""
    if _is_masked(raw):
        return UNKNOWN_PART
    value = read_numeral(raw)
    return f"{value:02d}" if value is not None and 1 <= value <= limit else None


@dataclass(frozen=True, slots=True)
class _Item:
    """A point of a run, possibly with a number whose unit comes later (3月10 in 3月10-16日)."""

    point: Point
    units: tuple[str, ...]
    bare: Token | None = None


class Parser:
    """Reads expressions off a token list. Positions are token indices."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokenize(text)

    def expressions(self) -> Iterator[list[Expression]]:
        """Every run of joined expressions, in order, without overlap."""
        at = 0
        while at < len(self.tokens):
            run, after = self._run(at)
            if run:
                yield build(self._without_numbering(run))
            at = max(after, at + 1)

    def _without_numbering(self, run: list[tuple[str, _Item]]) -> list[tuple[str, _Item]]:
        """The run without a section number at its head (四、6月份工作安排; 1、2月26日)."""
        first = run[0][1]
        if first.bare is None or first.units or len(run) < 2 or run[1][0] != "list":
            return run
        before = self.text[first.point.start - 1] if first.point.start else "\n"
        here, after = read_numeral(first.bare.text), run[1][1].bare or run[1][1].point.month
        following = (
            read_numeral(after.text)
            if isinstance(after, Token)
            else int(after)
            if after and after.isdigit()
            else None
        )
        ascending = (
            here is not None
            and following is not None
            and here < following
            and (here + 1 == following or len(run) > 2)
        )
        if ascending and before not in "\n。;:":
            return run
        return [("", run[1][1]), *run[2:]]

    def _kind(self, at: int, joined: bool = True) -> str:
        """Kind of the token at ``at``; '' at the end or, if ``joined``, when it does not touch its predecessor."""
        if at >= len(self.tokens) or (joined and not self._touches(at)):
            return ""
        return self.tokens[at].kind

    def _touches(self, at: int) -> bool:
        if at == 0:
            return False
        gap = self.text[self.tokens[at - 1].end : self.tokens[at].start]
        return len(gap) <= 2 and not gap.strip(" ")

    def _run(self, at: int) -> tuple[list[tuple[str, _Item]], int]:
        """Items with the joint before each, and the index after them."""
        run: list[tuple[str, _Item]] = []
        joint = ""
        while len(run) < _MAX_RUN:
            item, after = self._item(at, joined=bool(run))
            if item is None:
                break
            run.append((joint, item))
            end = after
            joint = self._kind(after)
            if joint not in ("range", "list"):
                return run, end
            at = after + 1
        return run, at

    def _item(self, at: int, joined: bool) -> tuple[_Item | None, int]:
        """The point at ``at`` with its written units from the highest to the lowest, or None."""
        kind = self._kind(at, joined)
        if not kind:
            return None, at
        if kind == "iso":
            return self._iso(at)
        start = self.tokens[at].start
        point, units, next_at = self._year(Point(start, start), at, joined)
        if point is None:
            return None, at
        point, units, next_at = self._month(point, units, next_at, joined or bool(units))
        if not units or units[-1] == "month":
            point, units, next_at = self._day(point, units, next_at, joined or bool(units))
        bare = None
        open_unit = not units or units[-1] in ("year", "month")
        touches = self._kind(next_at, joined or bool(units)) == "number"
        if open_unit and touches and self._kind(next_at + 1) in ("range", "list"):
            bare = self.tokens[next_at]
            point, next_at = replace(point, end=bare.end), next_at + 1
        return (_Item(point, units, bare), next_at) if units or bare else (None, at)

    def _iso(self, at: int) -> tuple[_Item | None, int]:
        token = self.tokens[at]
        year, month, day = re.split(r"[-./]", token.text)
        if not is_calendar_day(year, int(month), int(day)):
            return None, at
        point = Point(token.start, token.end, year, None, f"{int(month):02d}", f"{int(day):02d}")
        return self._after_day(point, ("year", "month", "day"), at + 1)

    def _year(self, point: Point, at: int, joined: bool) -> tuple[Point | None, tuple[str, ...], int]:
        token = self.tokens[at]
        if token.kind == "year_word":
            return replace(point, end=token.end, year_shift=YEAR_SHIFTS[token.text]), ("year",), at + 1
        if token.kind == "number" and self._kind(at + 1) == "year":
            year = read_year(token.text)
            if year is None and self._kind(at + 2) in ("number", "half"):
                year = _read_short_year(token.text)
            if year is None:
                return None, (), at
            return replace(point, end=self.tokens[at + 1].end, year=year), ("year",), at + 2
        return point, (), at

    def _month(
        self, point: Point, units: tuple[str, ...], at: int, joined: bool
    ) -> tuple[Point, tuple[str, ...], int]:
        kind = self._kind(at, joined)
        token = self.tokens[at] if kind else None
        if token is None:
            return point, units, at
        if kind == "half":
            half = _HALVES[token.text]
            return replace(point, end=token.end, months=(half * 6 - 5, half * 6)), (*units, "half"), at + 1
        if kind == "first_quarters":
            last = read_numeral(token.text[1]) or 0
            return replace(point, end=token.end, months=(1, last * 3)), (*units, "quarter"), at + 1
        if kind == "part" and units and point.year is not None:
            return replace(point, end=token.end, part=token.text), (*units, "part"), at + 1
        unit = self._kind(at + 1) if kind == "number" else ""
        if unit in ("month", "quarter"):
            made = _with_unit(point, token, unit)
            if made is not None:
                return replace(made, end=self.tokens[at + 1].end), (*units, unit), at + 2
        return point, units, at

    def _day(
        self, point: Point, units: tuple[str, ...], at: int, joined: bool
    ) -> tuple[Point, tuple[str, ...], int]:
        kind = self._kind(at, joined)
        if units and kind == "third":
            token = self.tokens[at]
            return replace(point, end=token.end, days=THIRDS[token.text]), (*units, "third"), at + 1
        if units and kind == "part":
            return (
                replace(point, end=self.tokens[at].end, part=self.tokens[at].text),
                (*units, "part"),
                at + 1,
            )
        if kind == "number" and self._kind(at + 1) == "day":
            made = _with_unit(point, self.tokens[at], "day")
            if made is not None:
                item, after = self._after_day(
                    replace(made, end=self.tokens[at + 1].end), (*units, "day"), at + 2
                )
                return item.point, item.units, after
        return point, units, at

    def _after_day(self, point: Point, units: tuple[str, ...], at: int) -> tuple[_Item, int]:
        for kind in ("weekday", "day_part"):
            if self._kind(at) == kind:
                point, at = replace(point, end=self.tokens[at].end), at + 1
        return _Item(point, units), at


def _with_unit(point: Point, number: Token, unit: str) -> Point | None:
    """``point`` with a number read as year, quarter, month or day; None if it cannot be one."""
    if unit == "year":
        year = read_year(number.text)
        return replace(point, year=year) if year else None
    if unit == "quarter":
        quarter = read_numeral(number.text)
        return (
            replace(point, months=(quarter * 3 - 2, quarter * 3)) if quarter and 1 <= quarter <= 4 else None
        )
    if number.text.startswith("第"):
        return None
    if unit == "month":
        month = _read_part(number.text, 12)
        return replace(point, month=month) if month else None
    day = _read_part(number.text, 31)
    month = point.month
    if day and day.isdigit() and month and month.isdigit():
        return replace(point, day=day) if is_calendar_day(point.year or "", int(month), int(day)) else None
    return replace(point, day=day) if day else None


def build(run: list[tuple[str, _Item]]) -> list[Expression]:
    """Expressions of a run: shared units handed to bare numbers, higher units inherited, ranges folded."""
    points: list[tuple[str, Point]] = []
    following: _Item | None = None
    for joint, item in reversed(run):
        point = _complete(item, following)
        if point is None:
            if following is not None:  # the joint led to nothing usable: what follows stands alone
                points[-1] = ("", points[-1][1])
            following = None
            continue
        points.append((joint, point))
        following = item if item.bare is None else _as_item(point)
    out: list[Expression] = []
    for joint, point in reversed(points):
        before = (out[-1].last or out[-1].first) if out and joint else None
        if before is not None:
            point = point.under(before)
        if joint == "range" and before is not None and out[-1].last is None and _may_span(before, point):
            out[-1] = Expression(out[-1].start, point.end, before, point)
        else:
            out.append(Expression(point.start, point.end, point))
    return out


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
    return _with_unit(item.point, item.bare, unit) if unit else None


def _as_item(point: Point) -> _Item:
    units = [("year", point.has_year), ("quarter", point.months), ("month", point.month), ("day", point.day)]
    return _Item(point, tuple(name for name, value in units if value))


def _precision(point: Point) -> str:
    if point.day:
        return "day"
    return "month" if point.month or point.months else "year"


def _may_span(first: Point, last: Point) -> bool:
    """True if the two points can be the ends of one range: the same precision, in order where that is plain."""
    if _precision(first) != _precision(last):
        return False
    same_month = first.month == last.month and first.year == last.year
    return not (same_month and first.day and last.day and last.day < first.day)
