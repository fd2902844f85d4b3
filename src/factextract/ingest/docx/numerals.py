"""List numbers in the numbering formats of WordprocessingML (ST_NumberFormat, ECMA-376 part 1, 17.18.59).

What Word writes where the standard leaves it open (○ for zero in the counting formats past 99, parentheses for
``ideographEnclosedCircle``) follows [MS-OI29500] 2.1.540 and [MS-DOCX] 2.4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

_DIGITS: Final = "〇一二三四五六七八九"
_ROUND_DIGITS: Final = "○一二三四五六七八九"
_TRADITIONAL_DIGITS: Final = "零一二三四五六七八九"
_SIMPLIFIED_LEGAL: Final = "零壹贰叁肆伍陆柒捌玖"
_TRADITIONAL_LEGAL: Final = "零壹貳參肆伍陸柒捌玖"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_FULL_WIDTH: Final = "０１２３４５６７８９"

_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _roman(number: int) -> str:
    out = []
    for worth, letters in _ROMAN:
        out.append(letters * (number // worth))
        number %= worth
    return "".join(out)


def _letters(number: int) -> str:
    """a ... z, aa ... zz, aaa: the letter repeated, as Word does (no bijective base 26)."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number else ""


def _digitwise(digits: str) -> Callable[[int], str]:
    return lambda number: "".join(digits[int(digit)] for digit in str(number))


def _run_of(characters: str) -> Callable[[int], str]:
    """One character a number, decimal past the last."""
    return lambda number: characters[number - 1] if 1 <= number <= len(characters) else str(number)


def _code_points(first: int, count: int) -> Callable[[int], str]:
    return _run_of("".join(map(chr, range(first, first + count))))


def _counting(
    digits: str, units: str = "十百千", myriad: str = "万", bare_ten: bool = True
) -> Callable[[int], str]:
    """Numbers below 100 million with place names: 一百〇五, 三千〇二十. ``bare_ten``: 十二 and not 一十二."""

    def group(number: int) -> str:
        out, gap = "", False
        for place in (3, 2, 1, 0):
            digit = number // 10**place % 10
            if digit:
                out += (
                    (digits[0] if gap and out else "") + digits[digit] + (units[place - 1] if place else "")
                )
            gap = not digit
        return out

    def write(number: int) -> str:
        if number == 0:
            return digits[0]
        high, low = divmod(number, 10_000)
        out = group(high) + myriad if high else ""
        if low:
            out += (digits[0] if high and low < 1000 else "") + group(low)
        starts_with_ten = bare_ten and out.startswith(digits[1] + units[0])
        return out[1:] if starts_with_ten else out

    return write


def _counting_below_100(number: int) -> str:
    """十二, 九十九, then digit by digit: 一○○."""
    return _counting(_ROUND_DIGITS)(number) if number < 100 else _digitwise(_ROUND_DIGITS)(number)


def _sexagenary(number: int) -> str:
    """甲子, 乙丑 ... the cycle of sixty."""
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12] if number else "0"


def _ordinal(number: int) -> str:
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


_FORMATS: Final[Mapping[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": "{:02d}".format,
    "decimalFullWidth": _digitwise(_FULL_WIDTH),
    "decimalFullWidth2": _digitwise(_FULL_WIDTH),
    "decimalEnclosedCircle": _code_points(0x2460, 20),
    "decimalEnclosedCircleChinese": _code_points(0x2460, 10),
    "decimalEnclosedParen": _code_points(0x2474, 20),
    "decimalEnclosedFullstop": _code_points(0x2488, 20),
    "numberInDash": "- {} -".format,
    "ordinal": _ordinal,
    "hex": "{:X}".format,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "chineseCounting": _counting_below_100,
    "chineseCountingThousand": _counting(_DIGITS),
    "chineseLegalSimplified": _counting(_SIMPLIFIED_LEGAL, "拾佰仟", "万", bare_ten=False),
    "taiwaneseCounting": _counting_below_100,
    "taiwaneseCountingThousand": _counting(_TRADITIONAL_DIGITS, myriad="萬"),
    "taiwaneseDigital": _digitwise(_ROUND_DIGITS),
    "ideographDigital": _digitwise(_DIGITS),
    "ideographEnclosedCircle": _code_points(0x3220, 10),
    "ideographTraditional": _run_of(_STEMS),
    "ideographZodiac": _run_of(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "ideographLegalTraditional": _counting(_TRADITIONAL_LEGAL, "拾佰仟", "萬", bare_ten=False),
    "japaneseCounting": _counting(_DIGITS),  # what Chinese Word long wrote for 一、; the same below 100
    "japaneseDigitalTenThousand": _digitwise(_DIGITS),
    "none": lambda _number: "",
}


def format_number(number: int, number_format: str, pattern: str = "") -> str:
    """``number`` (0 to 32767) in a numbering format; decimal for one that is unknown.

    ``pattern`` is the sample list of the format ``custom`` (``001, 002, 003, ...``): it gives the least width.
    """
    if number_format == "custom":
        return str(number).zfill(min(len(pattern.partition(",")[0].strip()), 8))
    return _FORMATS.get(number_format, str)(number)
