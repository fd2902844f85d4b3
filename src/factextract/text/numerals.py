"""Numerals: Arabic, Chinese and mixed, to exact decimals.

``read_numeral`` reads the longest numeral that starts at an offset of a folded text: digits with thousands
separators, positional Chinese digits (二〇〇二), spoken numbers (三万四千五百、五万二、二百五), mixed ones (3万4000), digits
of banknotes (壹佰), decimals (三点一四), fractions (三分之二、3又1/4), percentages (百分之五), two neighbouring digits as a range
(五六十、三五百), vague magnitudes (数千、几十、上百) and the approximations inside or after a number (680余万、47万余、二十来).
The grammar is written as a small hand-made automaton; it looks at each character a bounded number of times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal

CN_DIGITS: dict[str, int] = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "壹": 1, "贰": 2, "弍": 2, "叁": 3, "参": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9, "幺": 1,
}  # fmt: skip
SMALL_UNITS: dict[str, int] = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
BIG_UNITS: dict[str, int] = {"万": 10**4, "亿": 10**8, "兆": 10**12}
TENS: dict[str, int] = {"廿": 20, "卄": 20, "卅": 30, "卌": 40}
_AMBIGUOUS_DIGITS = frozenset("参伍陆肆拾俩幺")  # also everyday characters: digits only in company

MAX_DIGITS = 30  # a longer run of digits is a code or noise, never a figure
_MAX_TOKENS = 48
_EXACT = Context(prec=120)

NUMERAL_START = (
    "0-9〇零一二两俩三四五六七八九十百千万亿半几数上成对负壹贰弍叁参肆伍陆柒捌玖拾佰仟廿卄卅卌幺.\\-+lIO"
)

_ARABIC = re.compile(
    r"\d{1,3}(?:,\d{3}){1,9}(?![\d,]*\d)(?:\.\d{1,12})?"  # 12,345.67
    r"|\d++(?:\.\d++(?!\.\d))?(?:[eE][+-]?\d{1,3}(?![0-9A-Za-z]))?"  # 12345  12.5  2e5
    r"|\.\d++"
)
_SPACED = re.compile(r"\d{1,3}(?: \d{3}){1,4}(?!\d)(?! ?\d)(?=[余多来]?[万亿]?余?[\u4e00-\u9fff%])")
_BROKEN_POINT = re.compile(r"\d{1,6}(?:\. |[、·] ?| \.)\d{1,4}(?![\d.、])")
_BROKEN_FRACTION = re.compile(r"\d{1,3}\.\d \d(?= ?%)")
_OCR = re.compile(r"(?<![0-9A-Za-z.])(?=[0-9lIO]*[lIO])[0-9lIO]{1,9}(?![0-9A-Za-z.])")
_OCR_DIGITS = str.maketrans("lIO", "110")
_SLASH = re.compile(r"(\d{1,4})/(\d{1,4})(?![\d/])")
_MIXED_FRACTION = re.compile(r"(\d{1,4}) (\d{1,3})/(\d{1,3})(?![\d/])")
_KILO = re.compile(r"([kKwW])(?![0-9A-Za-z])")
_PERCENT_OF = re.compile(
    r"([百佰千仟万]) {0,2}分 {0,2}之 {0,2}(?=[0-9零〇一二两三四五六七八九十百壹贰叁肆伍陆柒捌玖拾佰负半])"
)
_FRACTION_BAR = re.compile(
    r" {0,2}分 {0,2}之 {0,2}(?=[0-9零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰负])"
)
_AND = re.compile(r" {0,2}又 {0,2}(?=[0-9零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾])")
_CN_RUN = re.compile(r"[零〇一二两俩三四五六七八九壹贰弍叁参肆伍陆柒捌玖幺]++")
_POINT_DIGITS = re.compile(r" {0,2}点 {0,2}([零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖]{1,20}|\d{1,20})")
_SPACES = re.compile(r" {1,2}(?=[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟余多几又点\d])")
_KILO_UNITS = frozenset("克米瓦卡赫帕伏焦字比升安")
_NOT_MORE = {
    "余": "下额款数粮",
    "多": "年样方种少层数元边次年度余功",
    "来": "电信访自到源年人民函件宾客稿料历得往临",
}
_INDEFINITE = {"几": True, "数": True}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral in ``text[start:end]``. ``high`` is the upper value of a written range (五六十) or of a vague magnitude
    (数百: 100 to 1000). ``hedge`` is the approximation that is part of it ("余", "多", "几", "来", "" if none),
    ``multiplier`` the 万/亿 it ends with (1 if none), ``percent`` tells that the words say percent (百分之五 is 5),
    ``fraction`` a ratio (三分之二), ``chinese`` that a Chinese digit opens it, ``repaired`` that a damaged form was read."""

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
    return Decimal("0") if shown in {"-0", ""} else Decimal(shown)


def times(value: Decimal, factor: Decimal | int) -> Decimal:
    """Exact product (no rounding below 120 digits), in plain notation."""
    return plain(_EXACT.multiply(value, Decimal(factor)))


def parse_number(text: str) -> Decimal | None:
    """The value of a text that is one numeral from end to end (after folding), or None."""
    stripped = text.strip()
    found = read_numeral(stripped, 0)
    return found.value if found and found.end == len(stripped) and found.high is None else None


def read_numeral(text: str, at: int) -> Numeral | None:
    """The longest numeral of ``text`` that starts at ``at``, or None. ``text`` is folded."""
    sign, start = 1, at
    if at >= len(text):
        return None
    if text[at] == "负" or text[at] == "-":
        sign, at = -1, at + 1
        while at < len(text) and text[at] == " " and at - start < 3:
            at += 1
    elif text[at] == "+":
        return None
    if at >= len(text):
        return None
    found = _percent(text, at) or _damaged(text, at) or _number(text, at)
    if found is None:
        return None
    found = _fraction(text, found)
    if start == found.start and sign == 1:
        return found
    return Numeral(
        start, found.end, plain(sign * found.value), None if found.high is None else plain(sign * found.high),
        found.hedge, found.multiplier, found.chinese, found.vague, found.percent, found.fraction, found.repaired,
    )  # fmt: skip


# -- fractions, percentages, damage --------------------------------------------------------------------------------


def _percent(text: str, at: int) -> Numeral | None:
    """百分之五, 千分之一, 百分之百."""
    bar = _PERCENT_OF.match(text, at)
    if bar is None:
        return None
    sign, rest = (-1, bar.end() + 1) if text[bar.end()] == "负" else (1, bar.end())
    part = _number(text, rest, implicit=True)
    if part is None:
        return None
    base = SMALL_UNITS.get(bar[1]) or BIG_UNITS[bar[1]]
    value = _EXACT.divide(_EXACT.multiply(part.value, Decimal(100 * sign)), Decimal(base))
    return Numeral(at, part.end, plain(value), None, part.hedge, chinese=True, percent=True)


def _fraction(text: str, whole: Numeral) -> Numeral:
    """``whole`` itself, or the fraction or mixed number that it opens."""
    if whole.percent or whole.hedge or whole.high is not None:
        return whole
    bar = _FRACTION_BAR.match(text, whole.end)
    if bar is not None and whole.value:
        sign, rest = (-1, bar.end() + 1) if text[bar.end()] == "负" else (1, bar.end())
        part = _number(text, rest, implicit=True)
        if part is not None:
            value = _EXACT.divide(sign * part.value, whole.value)
            return Numeral(whole.start, part.end, _rounded(value), chinese=whole.chinese, fraction=True)
        return whole
    bar = _AND.match(text, whole.end)
    if bar is not None:
        low = _number(text, bar.end(), implicit=True)
        part = _fraction(text, low) if low is not None else None
        if part is not None and part.fraction:
            return Numeral(
                whole.start, part.end, plain(whole.value + part.value), chinese=whole.chinese, fraction=True
            )
    return whole


def _rounded(value: Decimal) -> Decimal:
    """A quotient, to 15 significant digits unless it is exact."""
    short = plain(Context(prec=28).plus(value))
    return short if short == value else plain(Context(prec=15).plus(value))


def _slash(text: str, at: int) -> Numeral | None:
    """1/2 and 1 3/5; a denominator of zero is none."""
    mixed = _MIXED_FRACTION.match(text, at)
    if mixed and int(mixed[3]):
        value = _EXACT.add(Decimal(mixed[1]), _EXACT.divide(Decimal(mixed[2]), Decimal(mixed[3])))
        return Numeral(at, mixed.end(), _rounded(value), fraction=True)
    simple = _SLASH.match(text, at)
    if simple and int(simple[2]):
        return Numeral(
            at, simple.end(), _rounded(_EXACT.divide(Decimal(simple[1]), Decimal(simple[2]))), fraction=True
        )
    return None


def _damaged(text: str, at: int) -> Numeral | None:
    """Figures with a broken decimal point (382. 5, 95.1 2%) or letters for digits (l5, IOOO)."""
    broken = _BROKEN_FRACTION.match(text, at)
    if broken:
        return Numeral(at, broken.end(), plain(Decimal(broken[0].replace(" ", ""))), repaired=True)
    ocr = _OCR.match(text, at)
    if ocr and (len(ocr[0]) > 1 or ocr[0] in "lI") and (ocr[0] != "O" * len(ocr[0])):
        repaired = ocr[0].translate(_OCR_DIGITS)
        scaled = _number(repaired + text[ocr.end() : ocr.end() + 4], 0)
        if scaled is not None:
            return Numeral(
                at, at + scaled.end, scaled.value, None, scaled.hedge, scaled.multiplier, repaired=True
            )
    return None


def broken_decimal(text: str, at: int) -> tuple[int, Decimal] | None:
    """End and value of ``2、45`` or ``382. 5`` read as a decimal; whether that is right is for the caller to say."""
    broken = _BROKEN_POINT.match(text, at)
    if broken is None:
        return None
    return broken.end(), plain(Decimal(re.sub(r"[ .、·]+", ".", broken[0])))


# -- sums of digits and multipliers --------------------------------------------------------------------------------


@dataclass(slots=True)
class _Token:
    """``kind``: d digit (``low``/``high``), s small multiplier, b big multiplier, z zero that only fills a place."""

    kind: str
    low: Decimal
    high: Decimal
    end: int
    bare: bool = False  # a single Chinese or Arabic digit: may stand for the next lower place (二百五)


class _Reader:
    """Collects the tokens of one spoken number, stopping where the sequence is no number any more."""

    def __init__(self, text: str, at: int, implicit: bool) -> None:
        self.text, self.at, self.implicit = text, at, implicit
        self.tokens: list[_Token] = []
        self.end = at
        self.hedge = ""
        self.small_floor = 10**4
        self.big_last = 0
        self.section = False  # something was read since the last big multiplier
        self.pending: _Token | None = None
        self.vague = False

    def read(self) -> None:
        while len(self.tokens) < _MAX_TOKENS and self._step():
            pass

    def _step(self) -> bool:
        text, at = self.text, self.end
        if self.tokens:
            spaces = _SPACES.match(text, at)
            if spaces:
                at = spaces.end()
                if text[at].isdigit() and (self.pending is not None or not self._after_multiplier()):
                    return False
        if at >= len(text):
            return False
        char = text[at]
        if char.isascii() and (char.isdigit() or char == "."):
            return self._arabic(at)
        if char in CN_DIGITS:
            return self._chinese(at)
        if char in SMALL_UNITS:
            return self._small(at, SMALL_UNITS[char])
        if char in BIG_UNITS:
            return self._big(at, BIG_UNITS[char])
        if char in TENS and self.pending is None and self.small_floor > 10:
            tens = Decimal(TENS[char] // 10)
            self.tokens.append(_Token("d", tens, tens, at))
            self._add(_Token("s", Decimal(10), Decimal(10), at + 1))
            self.small_floor, self.section = 10, True
            return True
        if char in "余多来几" and self.tokens:
            return self._hedge(at, char)
        return False

    def _add(self, token: _Token) -> None:
        self.tokens.append(token)
        self.end = token.end

    def _after_multiplier(self) -> bool:
        return bool(self.tokens) and self.tokens[-1].kind in "sb"

    def _room(self) -> int:
        """The multiplier that a digit read now must stay below."""
        return int(self.tokens[-1].low) if self._after_multiplier() else 0

    def _arabic(self, at: int) -> bool:
        match = _ARABIC.match(self.text, at)
        if match is None or self.pending is not None or self.hedge:
            return False
        if len(match[0]) > MAX_DIGITS:
            return False
        value = Decimal(match[0].replace(",", ""))
        if self.tokens and (
            (not self._after_multiplier() and self.tokens[-1].kind != "z")
            or value >= (self._room() or 10**12)
        ):
            return False
        if self.tokens and "." in match[0] and self.small_floor < 10**4:
            return False
        token = _Token("d", value, value, match.end(), bare=len(match[0]) == 1)
        self.pending = token
        self._add(token)
        return True

    def _chinese(self, at: int) -> bool:
        if self.pending is not None or self.hedge == "几":
            return False
        run = _CN_RUN.match(self.text, at)
        assert run is not None
        shown = run[0]
        if len(shown) > MAX_DIGITS:
            return False
        zeros = len(shown) - len(shown.lstrip("零〇"))
        if zeros and self.tokens:
            return self._after_zero(at, shown[zeros:], at + zeros)
        digits = [CN_DIGITS[c] for c in shown]
        if len(digits) == 1:
            return self._digit(at, digits[0], digits[0])
        following = self.text[run.end() : run.end() + 1]
        if (
            len(digits) == 2
            and _neighbours(digits)
            and (following in SMALL_UNITS or following in BIG_UNITS or self.tokens)
        ):
            return self._pair(at, digits)
        if len(digits) == 2 and _neighbours(digits) and following != "点":
            return self._pair(at, digits)
        if self.tokens:
            return False
        value = Decimal("".join(map(str, digits)))
        token = _Token("d", value, value, run.end())
        self.pending = token
        self._add(token)
        return True

    def _after_zero(self, at: int, digits: str, end: int) -> bool:
        """零 between places (一千零五): filler if a digit or 十 follows."""
        following = self.text[end : end + 1]
        if not self._after_multiplier():
            return False
        if not digits and not (
            following in {"十", "拾", "几"} or (following.isdigit() and following.isascii())
        ):
            return False
        if len(digits) > 1 and not _neighbours([CN_DIGITS[c] for c in digits]):
            return False
        keep = self.end
        self._add(_Token("z", Decimal(0), Decimal(0), end))
        if not self._step():
            self.tokens.pop()
            self.end = keep
            return False
        return True

    def _pair(self, at: int, digits: list[int]) -> bool:
        token = _Token("d", Decimal(digits[0]), Decimal(digits[1]), at + 2)
        self.pending = token
        self._add(token)
        return True

    def _digit(self, at: int, low: int, high: int) -> bool:
        bare = bool(self.tokens) and self.tokens[-1].kind != "z"
        if self.tokens and not self._after_multiplier() and self.tokens[-1].kind != "z":
            return False
        token = _Token("d", Decimal(low), Decimal(high), at + 1, bare=bare)
        self.pending = token
        self._add(token)
        return True

    def _small(self, at: int, unit: int) -> bool:
        if self.hedge or unit >= self.small_floor:
            return self._give_back()
        pending = self.pending
        if pending is None:
            zero = bool(self.tokens) and self.tokens[-1].kind == "z"
            lead = not self.tokens and (self.implicit or self._may_open(at, unit))
            if unit == 10 and not self.tokens:
                lead = True
            if not (lead or (unit == 10 and (zero or self._after_multiplier()))):
                return False
            self._add(_Token("d", Decimal(1), Decimal(1), at))
        elif pending.low >= 10 and pending.low == pending.high and pending.low == int(pending.low):
            return self._give_back()
        elif pending.low == 0:
            return False
        after = self.text[at + 1 : at + 2]
        metres = after == "米" and self.text[at - 1] in CN_DIGITS
        if unit == 1000 and pending is not None and after in _KILO_UNITS and not metres:
            return False
        if unit == 100 and self.text.startswith("分点", at + 1):
            return False
        self._add(_Token("s", Decimal(unit), Decimal(unit), at + 1))
        self.small_floor, self.section, self.pending = unit, True, None
        return True

    def _may_open(self, at: int, unit: int) -> bool:
        """百余, 千三, 万余: a multiplier without a digit before it opens a number only with one of these after it."""
        after = self.text[at + 1 : at + 3]
        if after[:1] in {"余", "多"}:
            return not after[1:] or after[1] not in _NOT_MORE[after[0]]
        digits = _CN_RUN.match(self.text, at + 1)
        if digits is None or len(digits[0]) > 1 or digits[0] in "零〇":
            return False
        return len(self.text) == at + 2 or self.text[at + 2] in BIG_UNITS

    def _big(self, at: int, unit: int) -> bool:
        following = self.text[at + 1 : at + 2]
        if unit == 10**12 and not (
            following and (following in CN_DIGITS or following in BIG_UNITS or following in "元十0123456789")
        ):
            return False
        adjacent = bool(self.tokens) and self.tokens[-1].kind == "b" and not self.section
        if not self.tokens:
            if not (self.implicit or self._may_open(at, unit)):
                return False
            self._add(_Token("d", Decimal(1), Decimal(1), at))
        elif adjacent:
            if unit < self.big_last or (len(self.tokens) > 1 and self.tokens[-2].kind == "b"):
                return False
        elif self.big_last == unit or (self.pending is None and not self.section):
            return self._give_back()
        self._add(_Token("b", Decimal(unit), Decimal(unit), at + 1))
        self.big_last, self.small_floor, self.section, self.pending = unit, 10**4, False, None
        return True

    def _give_back(self) -> bool:
        """The pending digit belongs to another number (三百|四百)."""
        if self.pending is not None and len(self.tokens) > 1:
            self.tokens.pop()
            while self.tokens and self.tokens[-1].kind == "z":
                self.tokens.pop()
            self.end = self.tokens[-1].end
            self.pending = None
        return False

    def _hedge(self, at: int, char: str) -> bool:
        if self.hedge:
            return False
        last = self.tokens[-1]
        after = self.text[at + 1 : at + 2]
        if char == "几":
            if last.kind == "d":
                return False
        elif char == "来":
            whole = last.kind in "sb" or (last.low % 10 == 0 and last.low > 0)
            if not whole or (after in _NOT_MORE["来"] and after):
                return False
        elif after not in {"万", "亿"} and (
            self._is_chinese_digit(last) or (after and after in _NOT_MORE[char])
        ):
            return False
        self.hedge, self.end = char, at + 1
        spaces = _SPACES.match(self.text, self.end)
        follow = spaces.end() if spaces else self.end
        if self.text[follow : follow + 1] in BIG_UNITS and follow < len(self.text):
            self.end = follow
            self.section = True
            self.pending = None
            return True
        return False

    def _is_chinese_digit(self, token: _Token) -> bool:
        return token.kind == "d" and self.text[token.end - 1] in CN_DIGITS


def _neighbours(digits: list[int]) -> bool:
    """三四 (the next digit) and 三五 are spoken ranges."""
    low, high = digits
    return low > 0 and (high == low + 1 or (low, high) == (3, 5))


def _evaluate(tokens: list[_Token], high: bool) -> Decimal:
    """The sum that the tokens say. A big multiplier takes all that is smaller before it (一万五千亿)."""
    parts: list[tuple[Decimal, Decimal]] = []
    section, pending, unit = Decimal(0), Decimal(0), Decimal(1)
    bare = False
    for token in tokens:
        value = token.high if high else token.low
        if token.kind == "d":
            pending, bare = value, token.bare
        elif token.kind == "z":
            pending, bare, unit = Decimal(0), False, Decimal(1)
        elif token.kind == "s":
            section, pending, unit = section + pending * value, Decimal(0), value
        else:
            amount = section + pending
            while parts and (parts[-1][1] < value or (parts[-1][1] == value and not amount)):
                amount = _EXACT.add(amount, parts.pop()[0])
            parts.append((_EXACT.multiply(amount, value), value))
            section, pending, unit = Decimal(0), Decimal(0), value
    if bare and pending and unit >= 100:
        pending = pending * unit / 10
    total = section + pending
    for amount, _ in parts:
        total = _EXACT.add(total, amount)
    return total


def _vague_opening(text: str, at: int) -> int:
    """Length of 数/几/好几/上/成 before a multiplier, 0 if there is none."""
    char, following = text[at], text[at + 1 : at + 2]
    if not following or (following not in SMALL_UNITS and following not in BIG_UNITS):
        return 0
    if char in "数几":
        if char == "数" and text[at - 1 : at] and text[at - 1] in "人总次份件户位倍多少岁指字参函奇偶":
            return 0
        return 1
    if char in "上成" and following not in "十拾":
        if char == "上" and at and text[at - 1] in "以线网会场身路手台地海晚早岸街向之马":
            return 0
        return 1
    return 0


def _number(text: str, at: int, implicit: bool = False) -> Numeral | None:
    """A number without sign and fraction."""
    if text[at] in "半对":
        return Numeral(at, at + 1, Decimal("0.5"), chinese=True, fraction=True) if text[at] == "半" else None
    slash = _slash(text, at) if text[at].isdigit() else None
    if slash:
        return slash
    spaced = _SPACED.match(text, at)
    opening = _vague_opening(text, at)
    if spaced:
        reader = _Reader(text, spaced.end(), implicit)
        value = Decimal(spaced[0].replace(" ", ""))
        reader.pending = _Token("d", value, value, spaced.end())
        reader._add(reader.pending)
    else:
        reader = _Reader(text, at + opening, implicit or bool(opening))
    reader.read()
    tokens = reader.tokens
    if not tokens:
        return None
    end, low, high = reader.end, _evaluate(tokens, False), _evaluate(tokens, True)
    last = tokens[-1]
    multiplier = int(last.low) if last.kind == "b" else 1
    point = (
        _POINT_DIGITS.match(text, end) if not reader.hedge and not opening and tokens[0].end > at else None
    )
    if point and text[at] not in "0123456789.":
        digits = "".join(str(CN_DIGITS.get(c, c)) for c in point[1])
        low = high = _EXACT.add(low, Decimal("0." + digits))
        end = point.end()
        tail = text[end : end + 1]
        while tail and tail in BIG_UNITS:
            low = high = _EXACT.multiply(low, Decimal(BIG_UNITS[tail]))
            multiplier *= BIG_UNITS[tail]
            end += 1
            tail = text[end : end + 1]
    kilo = _KILO.match(text, end) if text[end - 1].isdigit() else None
    if kilo:
        factor = 1000 if kilo[1] in "kK" else 10000
        low, high, end, multiplier = low * factor, high * factor, kilo.end(), multiplier * factor
    if opening:
        vague_high = low * 10 if text[at] in "数几" else None
        return Numeral(
            at,
            end,
            plain(low),
            plain(vague_high) if vague_high else None,
            reader.hedge,
            multiplier,
            True,
            vague=True,
        )
    return Numeral(
        at, end, plain(low), plain(high) if high != low else None, reader.hedge, multiplier,
        chinese=not text[at].isascii(), vague=False,
    )  # fmt: skip


_START = re.compile(f"[{NUMERAL_START}]")


def iter_numerals(text: str) -> Iterator[Numeral]:
    """All numerals of a text from left to right, without overlap."""
    at = 0
    while (found := _START.search(text, at)) is not None:
        numeral = read_numeral(text, found.start())
        if numeral is None:
            at = skip_run(text, found.start())
        else:
            yield numeral
            at = numeral.end


_RUN = re.compile(r"\d++|[零〇一二两三四五六七八九]{31,}+|.", re.DOTALL)


def skip_run(text: str, at: int) -> int:
    """Offset after the character at ``at``, or after the whole run of digits that it opens."""
    run = _RUN.match(text, at)
    return run.end() if run else at + 1
