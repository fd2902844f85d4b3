"""Lexical units of Chinese calendar expressions: the tokens of a text and the numerals of years, months and days.

A text is cut in one pass; every repetition is bounded or consumes what it reads, so the time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from factextract.text.edtf import UNKNOWN_PART, UNKNOWN_YEAR

# Words that place a year against the year of writing, and against the year spoken of.
YEAR_SHIFTS = {
    "今年": 0, "本年": 0, "本年度": 0, "去年": -1, "上年": -1, "上年度": -1, "上一年": -1, "上一年度": -1, "去年度": -1,
    "昨年": -1, "前年": -2, "大前年": -3, "明年": 1, "来年": 1, "下年": 1, "下年度": 1, "下一年": 1, "下一年度": 1,
    "后年": 2, "大后年": 3, "这一年": 0,
}  # fmt: skip
ANAPHORIC_YEARS = {"当年": 0, "同年": 0, "次年": 1, "翌年": 1}
MONTH_SHIFTS = {
    "本月": 0, "这个月": 0, "这月": 0, "当月": 0, "同月": 0, "上月": -1, "上个月": -1, "上上月": -2, "上上个月": -2,
    "下月": 1, "下个月": 1, "下下月": 2, "下下个月": 2, "次月": 1, "翌月": 1,
}  # fmt: skip

HALVES = {"上半年": (1, 6), "前半年": (1, 6), "下半年": (7, 12), "后半年": (7, 12)}
THIRDS = {"上中旬": (1, 20), "中下旬": (11, 31), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}
DAY_PARTS = "上午|下午|中午|晚上|早上|早晨|清晨|凌晨|傍晚|夜间|深夜|晚间|早间|午后|晚|早"
WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6}

_CHINESE_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "两": "2"}
_MASKS = "xX×*_?某"
_LETTER_DIGITS = str.maketrans("OolI", "0011")
_YEARS = range(1000, 2200)


def _words(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_ENDS = r"(?=$|[\s\-~至到),、。;|])"  # what may follow a date without units
_NUMBER = (
    r"(?:[0-9OolI][0-9OolIxX×*_]{0,11}|[xX×]{1,4}|_{1,6}|\*{1,4}|某|[〇零一二三四五六七八九十廿卅元]{1,6})"
)
_TOKEN = re.compile(
    rf"""
    (?P<iso>(?<![0-9.])[0-9]{{4}}(?P<sep>[-./])(?:0?[1-9]|1[0-2])(?P=sep)(?:[12][0-9]|3[01]|0?[1-9])(?![0-9]))
    |(?P<iso_month>(?:(?<![0-9.\-/])|(?<=[.\-/][01][0-9]-))(?:19|20)[0-9]{{2}}(?:[-/](?:0[1-9]|1[0-2])(?![0-9./年月日万亿元%]|-[0-9]{{1,3}}(?![0-9]))|\.(?:0[1-9]|1[0-2]){_ENDS}))
    |(?P<month_day>(?<=[\-~至到])(?:0?[1-9]|1[0-2])[./](?:[12][0-9]|3[01]|0?[1-9])(?![0-9./年月日%万亿元]))
    |(?P<coded>(?<![0-9A-Za-z])(?:19|20)[0-9]{{2}}年?(?:Q[1-4]|H[12])(?![0-9A-Za-z]))
    |(?P<compact>(?<![0-9A-Za-z.\-/:第号码话])(?:19|20)[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]){_ENDS})
    |(?P<years>(?:(?<=\()[12][0-9xX]{{3}}(?:-{{1,2}}|~|至|到)[12][0-9xX]{{3}}(?=\))|(?:19|20)[0-9]{{2}}(?:-{{1,2}}|~|至)(?:19|20)[0-9]{{2}}(?=学年)|(?<=[从自])(?:19|20)[0-9]{{2}}[至到](?:19|20)[0-9]{{2}}(?![0-9年])))
    |(?P<year_word>{_words(YEAR_SHIFTS | ANAPHORIC_YEARS)})
    |(?P<month_word>(?:{_words(MONTH_SHIFTS)})(?!饼))
    |(?P<half>[上下前后]半年)
    |(?P<third>上中旬|中下旬|[上中下]旬)
    |(?P<slice>的?(?:前|后|最后)(?:[0-9]{{1,3}}|[一二两三四五六七八九十]{{1,3}})(?:个?月|个?季度|[天日]))
    |(?P<number>第?{_NUMBER})
    |(?P<part>(?<=[年度])年[初末底]|[初末底](?![级中步审次]))
    |(?P<year>年度?(?![历画货糕级轮]))
    |(?P<month>月份?(?![饼嫂龄薪租供卡均息])(?!结算|报表))
    |(?P<day>[日号](?![龄游捐均]))
    |(?P<quarter>季度?)
    |(?P<weekday>,?\ ?\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)
    |(?P<day_part>{DAY_PARTS})
    |(?P<range>(?:起|开始)?(?:一?直)?(?:持续|延续)?(?:至|到)|(?:起|开始)?(?:-{{1,2}}|~{{1,2}}))
    |(?P<list>[、和及与])
    |(?P<between>[之期]?间)
    """,
    re.VERBOSE,
)


# Where a chain may start: a number before a unit or a joint, a numeric date, a word.
_SEED = re.compile(
    rf"""
    (?=[0-9OolIxX×_*某〇零一二三四五六七八九十廿卅元第今本去上昨前大明来下后这当同次翌的最])
    (?:
        (?<![0-9〇零一二三四五六七八九十廿卅])第?{_NUMBER}(?:[ ]{{0,2}}(?:[年月日号季、和及与至到~\-起开直QH]|个?季)|(?<=[0-9]{{4}})[./]|(?<=[0-9]{{8}}))
        |{_words(YEAR_SHIFTS | ANAPHORIC_YEARS | MONTH_SHIFTS)}
        |[上下前后]半年
        |的?(?:前|后|最后)[0-9一二两三四五六七八九十]{{1,3}}[个季天日]
    )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A lexical unit: its kind (a group name of the token pattern), text and place."""

    kind: str
    text: str
    start: int
    end: int


def chains(text: str) -> Iterator[list[Token]]:
    """The stretches of adjoining tokens that may hold a date, in order; at most two blanks part their tokens."""
    seed = _SEED.search(text)
    while seed is not None:
        tokens: list[Token] = []
        at = seed.start()
        while (match := _TOKEN.match(text, at)) is not None:
            kind = match.lastgroup or ""
            if kind == "years":
                tokens.extend(_bare_years(match))
            else:
                tokens.append(Token(kind, match.group(), match.start(), match.end()))
            at = match.end()
            at += text.startswith(" ", at) + text.startswith("  ", at)
        if tokens:
            yield tokens
        seed = _SEED.search(text, max(at, seed.end() if not tokens else at))


def _bare_years(match: re.Match[str]) -> list[Token]:
    """(2021-2025), 从2016到2018: two years whose 年 is understood."""
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
    """Value of a small numeral (15, 十五, 廿五, 元 for 1); None if it is none or is masked."""
    raw = raw.removeprefix("第").translate(_LETTER_DIGITS)
    if raw.isdigit() and raw.isascii():
        return int(raw) if len(raw) <= 4 else None
    if raw == "元":
        return 1
    tens, ten, ones = raw.replace("廿", "二十").replace("卅", "三十").partition("十")
    if not ten:
        return int(_CHINESE_DIGITS[raw]) if raw in _CHINESE_DIGITS else None
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
    if len(digits) != 4 or any(c not in "0123456789X" for c in digits):
        return None
    return digits if "X" in digits or int(digits) in _YEARS else None


def read_short_year(raw: str) -> str | None:
    """A two-digit year (23年3月, 零七年八月): 20YY up to 50, 19YY above."""
    digits = "".join(_CHINESE_DIGITS.get(c, c) for c in raw.translate(_LETTER_DIGITS))
    if len(digits) != 2 or not (digits.isascii() and digits.isdigit()):
        return None
    return f"{20 if int(digits) <= 50 else 19}{digits}"


def read_part(raw: str, limit: int) -> str | None:
    """Month or day as two digits, XX if masked, None if out of range or an ordinal."""
    if _is_masked(raw):
        return UNKNOWN_PART
    value = None if raw.startswith("第") else read_numeral(raw)
    return f"{value:02d}" if value is not None and 1 <= value <= limit else None
