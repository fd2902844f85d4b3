"""Numerals: Arabic, Chinese and mixed, to exact decimals.

``read_numeral`` reads the longest numeral that starts at an offset of a folded text: digits with thousands separators
(also spaces: 65 097件), spoken numbers (see ``spoken_number``), decimals (三点一四), fractions (三分之二, 3又1/4),
percentages (百分之五), vague magnitudes (数千, 几十, 上百) and damaged forms (95.1 2%, l5, IOOO).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Context, Decimal

from factextract.text.spoken_number import (
    ARABIC,
    BIG_UNITS,
    CN_DIGITS,
    EXACT,
    MAX_DIGITS,
    SMALL_UNITS,
    read_spoken,
)

_CN = "零〇一二两三四五六七八九十百千万亿壹贰弍叁参肆伍陆柒捌玖拾佰仟廿卄卅卌"
NUMERAL_START = re.compile(rf"[0-9{_CN}半几数上成俩负-]|\.(?=\d)|(?<![0-9A-Za-z])[lIO](?![a-zA-HJ-KM-NP-Z])")

_PART = rf"(?=[0-9{_CN}负半])"
_SPACED = re.compile(
    r"\d{1,3}(?:(?: \d{3}){1,4}(?=[余多来]?[万亿]?[余多]?[\u4e00-\u9fff%])|(?: \d{3}){2,4}(?= [\u4e00-\u9fff%])|(?: \d{3}){2,4}$)"
)
_BROKEN_POINT = re.compile(r"\d{1,6}(?:\. |[、·] ?| \.)\d{1,4}(?![\d.、])")
_BROKEN_PERCENT = re.compile(r"\d{1,3}\.\d \d(?= ?%)")
_MISREAD = re.compile(r"(?=[0-9lIO]*[lIO])[0-9lIO]{1,9}(?![0-9A-Za-z.])")
_MIXED_ZEROS = re.compile(
    r"[一二三四五六七八九](?: ?[一二三四五六七八九〇零0]){0,6} ?0{1,3}(?![0-9A-Za-z.年])"
)
_MISREAD_DIGITS = str.maketrans("lIO", "110")
_SLASH = re.compile(r"(?:(\d{1,4}) )?(\d{1,4})/(\d{1,4})(?![\d/])")
_THOUSANDS_SUFFIX = re.compile(r"([kKwW])(?![0-9A-Za-z])")
_PERCENT_OF = re.compile(rf"([百佰千仟万亿]{{1,2}}) {{0,2}}分 {{0,2}}之 {{0,2}}{_PART}")
_FRACTION_BAR = re.compile(rf" {{0,2}}分 {{0,2}}之 {{0,2}}{_PART}")
_AND = re.compile(rf" {{0,2}}又 {{0,2}}{_PART}")
_DECIMALS = re.compile(r" {0,2}点 {0,2}([零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖]{1,20}|\d{1,20})")
_GOES_ON = frozenset("万亿千百十仟佰拾兆余多来点又分/ kKwWeE.,、·lIO")
_NOT_VAGUE = {
    "数": "人总次份件户位倍多少岁指字参函奇偶基个分",
    "上": "以线网会场身路手台地海晚早岸街向之马",
    "成": "完形组达促造变构集",
    "几": "",
}  # 人数百, 以上百分, 完成百
_OPENED = frozenset("近约超逾达过")  # 近百人: the multiplier alone is the number
_RUN = re.compile(r"[0-9]++|[零〇一二两三四五六七八九]{31,}+|.", re.DOTALL)
_SHORT = Context(prec=28)
_PERIODIC = Context(prec=15)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral in ``text[start:end]``. ``high`` is the upper value of a written range (五六十) or of a vague magnitude (数百:
    100 to 1000). ``hedge`` is the approximation inside it (余, 多, 几, 来 or empty), ``multiplier`` the 万/亿 it ends with
    (1 if none). ``percent``: the words say percent (百分之五 is 5). ``fraction``: a ratio (三分之二). ``chinese``: a Chinese
    character opens it. ``repaired``: a damaged form was read."""

    start: int
    end: int
    value: Decimal
    high: Decimal | None = None
    hedge: str = ""
    multiplier: int = 1
    chinese: bool = False
    vague: bool = False
    percent: bool = False
    fraction: bool = False
    repaired: bool = False


def plain(value: Decimal) -> Decimal:
    """``value`` without trailing zeros and without an exponent: 24500.00 is 24500."""
    shown = format(value, "f")
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return Decimal(0) if shown in {"-0", ""} else Decimal(shown)


def times(value: Decimal, factor: Decimal | int) -> Decimal:
    """The exact product, in plain notation."""
    return plain(EXACT.multiply(value, Decimal(factor)))


def parse_number(text: str) -> Decimal | None:
    """The value of a text that is one numeral from end to end (folded), or None."""
    stripped = text.strip()
    found = read_numeral(stripped, 0)
    return found.value if found and found.end == len(stripped) and found.high is None else None


def read_numeral(text: str, at: int) -> Numeral | None:
    """The longest numeral of the folded ``text`` that starts at ``at``, or None."""
    if at >= len(text):
        return None
    negative = text[at] in "负-"
    first = at
    if negative:
        first += 1
        while text[first : first + 1] == " " and first - at < 3:
            first += 1
    if first >= len(text):
        return None
    found = (
        _percent(text, first) or _mixed_zeros(text, first) or _number(text, first) or _misread(text, first)
    )
    if found is None:
        return None
    found = _fraction(text, found)
    if not negative:
        return found
    if found.high is None:
        return replace(found, start=at, value=plain(-found.value))
    return replace(found, start=at, value=plain(-found.high), high=plain(-found.value))


def broken_decimal(text: str, at: int) -> tuple[int, Decimal] | None:
    """End and value of ``2、45`` or ``382. 5`` read as a decimal; whether that reading is right is for the caller to say."""
    broken = _BROKEN_POINT.match(text, at)
    if broken is None:
        return None
    return broken.end(), plain(Decimal(re.sub(r"[ .、·]+", ".", broken[0])))


def iter_numerals(text: str) -> Iterator[Numeral]:
    """All numerals of a folded text from left to right, without overlap."""
    at = 0
    while (found := NUMERAL_START.search(text, at)) is not None:
        numeral = read_numeral(text, found.start())
        if numeral is None:
            at = skip_run(text, found.start())
        else:
            yield numeral
            at = numeral.end


def skip_run(text: str, at: int) -> int:
    """Offset after the character at ``at``, or after the whole overlong run of digits that it opens."""
    run = _RUN.match(text, at)
    return run.end() if run else at + 1


# -- numbers -------------------------------------------------------------------------------------------------------


def _number(text: str, at: int, implicit: bool = False) -> Numeral | None:
    """A number without sign; ``implicit`` as in ``read_spoken``."""
    char = text[at]
    if char == "半":
        return Numeral(at, at + 1, Decimal("0.5"), chinese=True, fraction=True)
    if char.isascii():
        return _from_arabic(text, at) if char.isdigit() or char == "." else None
    length = _vague_opening(text, at)
    if length is not None:
        return _vague(text, at, length)
    spoken = read_spoken(text, at, implicit)
    if spoken is None:
        return None
    high = plain(spoken.high) if spoken.high != spoken.low else None
    numeral = Numeral(at, spoken.end, plain(spoken.low), high, spoken.hedge, spoken.multiplier, chinese=True)
    return _with_decimals(text, numeral)


def _from_arabic(text: str, at: int) -> Numeral | None:
    match = ARABIC.match(text, at)
    if match is None or len(match[0]) > MAX_DIGITS:
        return None
    value = Decimal(match[0].replace(",", ""))
    if text[match.end() : match.end() + 1] not in _GOES_ON:
        return Numeral(at, match.end(), value if match[0].isdigit() else plain(value))
    special = _broken_percent(text, at) or _slash(text, at)
    if special is not None:
        return special
    if text[match.end()] in "lIO":  # 5OO: for _misread
        return None
    spaced = _SPACED.match(text, at)
    opening = (Decimal(spaced[0].replace(" ", "")), spaced.end()) if spaced else None
    spoken = read_spoken(text, at, opening=opening)
    if spoken is None:
        return None
    numeral = Numeral(at, spoken.end, plain(spoken.low), None, spoken.hedge, spoken.multiplier)
    suffix = _THOUSANDS_SUFFIX.match(text, spoken.end) if text[spoken.end - 1].isdigit() else None
    if suffix is None:
        return numeral
    factor = 1000 if suffix[1] in "kK" else 10**4
    return replace(numeral, end=suffix.end(), value=times(numeral.value, factor), multiplier=factor)


def _with_decimals(text: str, whole: Numeral) -> Numeral:
    """三点一四, 三点五万: decimals said after 点."""
    point = _DECIMALS.match(text, whole.end) if not whole.hedge and whole.high is None else None
    if point is None:
        return whole
    digits = "".join(str(CN_DIGITS.get(char, char)) for char in point[1])
    value, end, multiplier = EXACT.add(whole.value, Decimal("0." + digits)), point.end(), 1
    while text[end : end + 1] in BIG_UNITS and multiplier < 10**16:
        multiplier *= BIG_UNITS[text[end]]
        end += 1
    return replace(whole, end=end, value=times(value, multiplier), multiplier=multiplier)


def _vague_opening(text: str, at: int) -> int | None:
    """Length of 数, 几, 上, 成 before a multiplier, 0 for the multiplier alone after 近, 约, 超 ..., None if not vague."""
    char, following = text[at], text[at + 1 : at + 2]
    before = text[at - 1] if at else ""
    if char in _NOT_VAGUE:
        if following not in SMALL_UNITS and following not in BIG_UNITS:
            return None
        if (char in "上成" and following in "十拾") or (before and before in _NOT_VAGUE[char]):
            return None
        return 1
    if char in "百千万亿" and before in _OPENED:
        return 0 if following and following not in "分之伏米瓦克斤" else None
    return None


def _vague(text: str, at: int, length: int) -> Numeral | None:
    spoken = read_spoken(text, at + length, implicit=True)
    if spoken is None:
        return None
    high = times(spoken.low, 10) if text[at] in "数几" else None
    return Numeral(
        at, spoken.end, plain(spoken.low), high, spoken.hedge, spoken.multiplier, chinese=True, vague=True
    )


# -- fractions, percentages, damage --------------------------------------------------------------------------------


def _percent(text: str, at: int) -> Numeral | None:
    """百分之五, 千分之一, 百分之百."""
    if text[at] not in "百佰千仟万亿":
        return None
    bar = _PERCENT_OF.match(text, at)
    part = _part(text, bar.end()) if bar else None
    if bar is None or part is None:
        return None
    base = 1
    for char in bar[1]:
        base *= SMALL_UNITS.get(char) or BIG_UNITS[char]
    value = EXACT.divide(EXACT.multiply(part.value, Decimal(100)), Decimal(base))
    return Numeral(at, part.end, plain(value), None, part.hedge, chinese=True, percent=True)


def _part(text: str, at: int) -> Numeral | None:
    """The number after 分之, with its own sign."""
    negative = text[at] == "负"
    part = _number(text, at + negative, implicit=True) if at + negative < len(text) else None
    return replace(part, value=plain(-part.value)) if part is not None and negative else part


def _fraction(text: str, whole: Numeral) -> Numeral:
    """``whole`` itself, or the fraction or mixed number that it opens."""
    if (
        whole.percent
        or whole.hedge
        or whole.high is not None
        or text[whole.end : whole.end + 1] not in {"分", "又", " "}
    ):
        return whole
    ratio = _ratio(text, whole)
    if ratio is not None:
        return ratio
    bar = _AND.match(text, whole.end)
    low = _number(text, bar.end(), implicit=True) if bar is not None else None
    part = low if low is None or low.fraction else _ratio(text, low)
    if part is None:
        return whole
    value = plain(EXACT.add(whole.value, part.value))
    return Numeral(whole.start, part.end, value, chinese=whole.chinese, fraction=True)


def _ratio(text: str, whole: Numeral) -> Numeral | None:
    """The fraction whose denominator is ``whole``: 三分之二."""
    bar = _FRACTION_BAR.match(text, whole.end) if whole.value else None
    part = _part(text, bar.end()) if bar is not None else None
    if part is None:
        return None
    value = _quotient(part.value, whole.value)
    return Numeral(whole.start, part.end, value, chinese=whole.chinese, fraction=True)


def _slash(text: str, at: int) -> Numeral | None:
    """1/2 and 1 3/5."""
    match = _SLASH.match(text, at)
    if match is None or not int(match[3]) or (len(match[2]) > 1 and match[2][0] == "0"):
        return None
    value = plain(EXACT.add(Decimal(match[1] or 0), _quotient(Decimal(match[2]), Decimal(match[3]))))
    return Numeral(at, match.end(), value, fraction=True)


def _quotient(part: Decimal, whole: Decimal) -> Decimal:
    """The quotient; to 15 significant digits if it does not end."""
    exact = _SHORT.divide(part, whole)
    return plain(exact if EXACT.multiply(exact, whole) == part else _PERIODIC.divide(part, whole))


def _broken_percent(text: str, at: int) -> Numeral | None:
    """95.1 2%: a blank fell into the decimals."""
    broken = _BROKEN_PERCENT.match(text, at)
    return (
        Numeral(at, broken.end(), plain(Decimal(broken[0].replace(" ", ""))), repaired=True)
        if broken
        else None
    )


def _mixed_zeros(text: str, at: int) -> Numeral | None:
    """一 二00 for 1200: Chinese digits typed before Arabic zeros."""
    mixed = _MIXED_ZEROS.match(text, at) if text[at] in "一二三四五六七八九" else None
    if mixed is None:
        return None
    digits = "".join(str(CN_DIGITS.get(char, char)) for char in mixed[0] if char != " ")
    numeral = _from_arabic(digits + text[mixed.end() : mixed.end() + 4], 0)
    if numeral is None or numeral.end < len(digits):
        return None
    return replace(numeral, start=at, end=mixed.end() + numeral.end - len(digits), repaired=True)


def _misread(text: str, at: int) -> Numeral | None:
    """Letters that a scanner read for digits: l5, IOOO, 5OO."""
    misread = _MISREAD.match(text, at)
    if misread is None or (
        at and (text[at - 1].isascii() and (text[at - 1].isalnum() or text[at - 1] == "."))
    ):
        return None
    if misread[0].strip("O") == "" or (len(misread[0]) == 1 and misread[0] not in "lI"):
        return None
    tail = misread.end()
    repaired = misread[0].translate(_MISREAD_DIGITS)
    numeral = _from_arabic(repaired + text[tail : tail + 4], 0)
    if numeral is None or numeral.end < len(repaired):
        return None
    return replace(numeral, start=at, end=at + numeral.end, repaired=True)
