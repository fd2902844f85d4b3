"""Spoken numbers: digits and multipliers in the order in which they are said.

``read_spoken`` reads 三万四千五百, 五万二 (52000), 二百五, 3万4000, 一万五千亿, 壹佰贰拾, 二〇〇二, 五六十 (a range) and the
approximations between and after the places (680余万, 十几万, 一百零几, 二十来). It is a hand-made automaton: each character of
the text is looked at a bounded number of times, and a number never has more than ``MAX_TOKENS`` tokens.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal

CN_DIGITS: dict[str, int] = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "壹": 1, "贰": 2, "弍": 2, "叁": 3, "参": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
SMALL_UNITS: dict[str, int] = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
BIG_UNITS: dict[str, int] = {"万": 10**4, "亿": 10**8, "兆": 10**12}
TENS: dict[str, int] = {"廿": 2, "卄": 2, "卅": 3, "卌": 4}

MAX_DIGITS = 30  # a longer run of digits is a code or noise, never a figure
MAX_TOKENS = 48
EXACT = Context(prec=120)

# Multipliers that begin a measure word or another word instead: 2千克, 3百分点.
_KILO_UNITS = frozenset("克米瓦卡赫帕伏焦字比升安")
# Characters after an approximation word that show it is none: 10余额, 3多样, 20来访.
_NO_HEDGE = {"余": "下额款数粮", "多": "年样方种层少数边次度余功", "来": "电信访自到源年函件宾客稿料历得往临"}

ARABIC = re.compile(
    r"\d{1,3}(?:,\d{3}){1,9}(?!,?\d)(?:\.\d{1,12})?"  # 12,345.67
    r"|\d++(?:\.\d++(?!\.\d))?(?:[eE][+-]?\d{1,3}(?![0-9A-Za-z]))?"  # 12345  12.5  2e5
    r"|(?<![\w.])\.\d++"
)
CN_RUN = re.compile(
    r"[零〇]{0,40}+(?:[一二两俩三四五六七八九][零〇一二两俩三四五六七八九]{0,40}+"
    r"|[壹贰弍叁参肆伍陆柒捌玖][零〇壹贰弍叁参肆伍陆柒捌玖]{0,40}+)|[零〇]{1,40}+"
)
_SPACES = re.compile(r" {1,2}(?=[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟余多几\d])")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A spoken number up to ``end``: ``high`` differs from ``low`` when a range was said (五六十); ``hedge`` is 余, 多, 来, 几
    or empty; ``multiplier`` is the last 万/亿 when the number ends with one, else 1."""

    end: int
    low: Decimal
    high: Decimal
    hedge: str
    multiplier: int


@dataclass(slots=True)
class _Token:
    """``kind``: d digits, s small multiplier, b big multiplier, z a zero that fills a place."""

    kind: str
    low: Decimal
    high: Decimal
    end: int
    bare: bool = False  # a single digit after a multiplier: may stand for the next lower place (二百五)


def read_spoken(
    text: str, at: int, implicit: bool = False, opening: tuple[Decimal, int] | None = None
) -> Spoken | None:
    """The longest spoken number of ``text`` from ``at``, or None.

    ``implicit`` lets a multiplier open the number with an unsaid 一 (上百, 百分之百); ``opening`` is a figure already read,
    with its end, to which multipliers may still be added.
    """
    reader = _Reader(text, at, implicit)
    if opening is not None:
        reader.open_with(*opening)
    while len(reader.tokens) < MAX_TOKENS and reader.step():
        pass
    if not reader.tokens:
        return None
    last = reader.tokens[-1]
    return Spoken(
        reader.end,
        _evaluate(reader.tokens, high=False),
        _evaluate(reader.tokens, high=True),
        reader.hedge,
        int(last.low) if last.kind == "b" else 1,
    )


def neighbours(low: int, high: int) -> bool:
    """三四 (the next digit) and 三五 are spoken ranges."""
    return low > 0 and (high == low + 1 or (low, high) == (3, 5))


class _Reader:
    """Collects the tokens of one number and stops where the sequence is no number any more."""

    def __init__(self, text: str, at: int, implicit: bool) -> None:
        self.text, self.end, self.implicit = text, at, implicit
        self.tokens: list[_Token] = []
        self.hedge = ""
        self.small_floor = 10**4  # the next small multiplier must be below it
        self.big_last = 0
        self.section = False  # something was said since the last big multiplier
        self.pending: _Token | None = None  # digits not yet multiplied

    def open_with(self, value: Decimal, end: int) -> None:
        self._digits(value, value, end, bare=False)

    def step(self) -> bool:
        """Read one more token; False if the number ends here."""
        text, at = self.text, self.end
        if self.tokens and text[at : at + 1] == " ":
            spaces = _SPACES.match(text, at)
            if spaces is None:
                return False
            at = spaces.end()
            if text[at].isascii() and (self.pending is not None or not self._after_multiplier()):
                return False
        if at >= len(text):
            return False
        char = text[at]
        if char.isascii():
            return (char.isdigit() or char == ".") and self._arabic(at)
        if char in CN_DIGITS:
            return self._chinese(at)
        if char in SMALL_UNITS:
            return self._small(at, SMALL_UNITS[char])
        if char in BIG_UNITS:
            return self._big(at, BIG_UNITS[char])
        if char in TENS:
            return self._tens(at, TENS[char])
        if char in "余多来几" and self.tokens:
            return self._hedge(at, char)
        return False

    # -- helpers

    def _add(self, token: _Token) -> None:
        self.tokens.append(token)
        self.end = token.end

    def _digits(self, low: Decimal, high: Decimal, end: int, bare: bool) -> None:
        self.pending = _Token("d", low, high, end, bare)
        self._add(self.pending)

    def _after_multiplier(self) -> bool:
        return bool(self.tokens) and self.tokens[-1].kind in "sb"

    def _after_zero(self) -> bool:
        return bool(self.tokens) and self.tokens[-1].kind == "z"

    def _peek(self, at: int) -> str:
        return self.text[at : at + 1]

    def _give_back(self) -> bool:
        """The pending digit belongs to another number (三百|四百)."""
        if self.pending is not None and len(self.tokens) > 1:
            self.tokens.pop()
            while self._after_zero():
                self.tokens.pop()
            self.end, self.pending = self.tokens[-1].end, None
        return False

    # -- tokens

    def _arabic(self, at: int) -> bool:
        match = ARABIC.match(self.text, at)
        if match is None or self.pending is not None or self.hedge or len(match[0]) > MAX_DIGITS:
            return False
        value = Decimal(match[0].replace(",", ""))
        if self.tokens:
            room = next((token.low for token in reversed(self.tokens) if token.kind in "sb"), Decimal(0))
            if (
                not (self._after_multiplier() or self._after_zero())
                or value >= room
                or ("." in match[0] and self.small_floor < 10**4)
            ):
                return False
        self._digits(value, value, match.end(), bare=bool(self.tokens) and len(match[0]) == 1)
        return True

    def _chinese(self, at: int) -> bool:
        run = CN_RUN.match(self.text, at)
        if run is None or self.pending is not None or self.hedge or len(run[0]) > MAX_DIGITS:
            return False
        shown = run[0]
        significant = shown.lstrip("零〇")
        if self.tokens and len(significant) < len(shown):
            return self._zero(significant, run.end() - len(significant))
        if self.tokens and not self._after_multiplier() and not self._after_zero():
            return False
        following = self._peek(run.end())
        if (
            self.tokens
            and shown in {"两", "俩"}
            and following not in SMALL_UNITS
            and following not in BIG_UNITS
        ):
            return False  # 三十两: a weight
        digits = [CN_DIGITS[char] for char in shown]
        if len(digits) == 1:
            self._digits(Decimal(digits[0]), Decimal(digits[0]), run.end(), bare=self._after_multiplier())
            return True
        if len(digits) == 2 and neighbours(*digits) and following != "点":
            self._digits(Decimal(digits[0]), Decimal(digits[1]), run.end(), bare=False)
            return True
        if self.tokens or "两" in shown:
            return False
        value = Decimal("".join(map(str, digits)))
        self._digits(value, value, run.end(), bare=False)
        return True

    def _zero(self, digits: str, end: int) -> bool:
        """零 between places (一千零五): a filler, if a digit, 十 or 几 follows."""
        following = self._peek(end)
        if not self._after_multiplier():
            return False
        if (
            not digits
            and following not in {"十", "拾", "几"}
            and not (following.isascii() and following.isdigit())
        ):
            return False
        if len(digits) > 1 and not neighbours(*(CN_DIGITS[char] for char in digits[:2])):
            return False
        before = self.end
        self._add(_Token("z", Decimal(0), Decimal(0), end))
        if not self.step():
            if self.hedge:  # 一百零几
                return False
            self.tokens.pop()
            self.end = before
            return False
        return True

    def _tens(self, at: int, digit: int) -> bool:
        """廿, 卅: two or three tens in one character."""
        if self.pending is not None or self.hedge or self.small_floor <= 10:
            return False
        self.tokens.append(_Token("d", Decimal(digit), Decimal(digit), at))
        self._add(_Token("s", Decimal(10), Decimal(10), at + 1))
        self.small_floor, self.section = 10, True
        return True

    def _small(self, at: int, unit: int) -> bool:
        if self.hedge or unit >= self.small_floor or self._begins_a_word(at, unit):
            return self._give_back()
        pending = self.pending
        if pending is None:
            opens = not self.tokens and (unit == 10 or self.implicit or self._may_open(at))
            continues = bool(self.tokens) and unit == 10
            if not (opens or continues):
                return False
            self.tokens.append(_Token("d", Decimal(1), Decimal(1), at))
        elif pending.low == 0 or (pending.low >= 10 and pending.low == int(pending.low)):
            return self._give_back()
        self._add(_Token("s", Decimal(unit), Decimal(unit), at + 1))
        self.small_floor, self.section, self.pending = unit, True, None
        return True

    def _begins_a_word(self, at: int, unit: int) -> bool:
        after = self._peek(at + 1)
        if unit == 1000 and self.pending is not None and after in _KILO_UNITS:
            return after != "米" or self.text[at - 1] not in CN_DIGITS
        return unit == 100 and self.text.startswith("分点", at + 1)

    def _may_open(self, at: int) -> bool:
        """百余, 千三, 万余: a multiplier opens a number only with one of these after it."""
        hedge, after = self._peek(at + 1), self._peek(at + 2)
        if hedge in {"余", "多"}:
            return not after or after not in _NO_HEDGE[hedge]
        digits = CN_RUN.match(self.text, at + 1)
        if digits is None or len(digits[0]) > 1 or digits[0] in "零〇":
            return False
        return len(self.text) == at + 2 or self.text[at + 2] in BIG_UNITS

    def _big(self, at: int, unit: int) -> bool:
        following = self._peek(at + 1)
        if unit == 10**12 and not (
            (following and following in "元亿万十0123456789") or following in CN_DIGITS
        ):
            return False
        if not self.tokens:
            if not (self.implicit or self._may_open(at)):
                return False
            self.tokens.append(_Token("d", Decimal(1), Decimal(1), at))
        elif self.tokens[-1].kind == "b" and not self.section:  # 万亿, 万万
            if unit < self.big_last or (len(self.tokens) > 1 and self.tokens[-2].kind == "b"):
                return False
        elif self.big_last == unit or (self.pending is None and not self.section):
            return self._give_back()
        self._add(_Token("b", Decimal(unit), Decimal(unit), at + 1))
        self.big_last, self.small_floor, self.section, self.pending = unit, 10**4, False, None
        return True

    def _hedge(self, at: int, char: str) -> bool:
        """余, 多, 来, 几; goes on only to a 万 or 亿 after it."""
        last, after = self.tokens[-1], self._peek(at + 1)
        if (self.hedge and last.kind != "b") or not self._may_hedge(last, char, after):
            return False
        self.hedge, self.end = char, at + 1
        spaces = _SPACES.match(self.text, self.end)
        follow = spaces.end() if spaces else self.end
        if self._peek(follow) in BIG_UNITS:
            self.end, self.section, self.pending = follow, True, None
            return True
        return False

    def _may_hedge(self, last: _Token, char: str, after: str) -> bool:
        if char == "几":
            return last.kind != "d"
        if char == "来":
            whole = last.kind in "sb" or (last.low > 0 and last.low % 10 == 0)
            return whole and (not after or after not in _NO_HEDGE["来"])
        if after in BIG_UNITS:
            return True
        if last.kind == "d" and self.text[last.end - 1] in CN_DIGITS:  # 三多一少
            return False
        return not after or after not in _NO_HEDGE[char]


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
            section, pending, unit = EXACT.add(section, EXACT.multiply(pending, value)), Decimal(0), value
        else:
            amount = EXACT.add(section, pending)
            while parts and (parts[-1][1] < value or (parts[-1][1] == value and not amount)):
                amount = EXACT.add(amount, parts.pop()[0])
            parts.append((EXACT.multiply(amount, value), value))
            section, pending, unit = Decimal(0), Decimal(0), value
    if bare and unit >= 100:
        pending = EXACT.multiply(pending, unit / 10)
    total = EXACT.add(section, pending)
    for amount, _ in parts:
        total = EXACT.add(total, amount)
    return total
