"""One number with its measure word, approximations and currency: the mention, its value and its comparator."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from factextract.datamodel import Comparator, Quantity, Span
from factextract.scan.unit_table import CANONICAL
from factextract.scan.units import match_unit, unit_class
from factextract.text.numerals import Numeral, broken_decimal, plain, read_numeral, times

# Approximations before the number, the nearest first; 附近, 最近, 违约, 反超 are none.
_AT_LEAST = r"不得?少于|不得?低于|不下于?|不小于|至少|最少|起码|超过|突破|大于等于|大于或者?等于|大于|多于|高于|(?<!反)超|逾|≥|> ?=|>"
_AT_MOST = r"不得?超过|不得?多于|不得?高于|不大于|未超过|不足|不到|未满|不满|至多|最多|顶多|低于|少于|小于等于|小于或者?等于|小于|≤|< ?=|<"
_ABOUT = r"大约|大概|约莫|差不多|(?<![违合节公预签履爽条解邀契制])约(?:为|有)?|将近|接近|(?<![附最临就邻靠亲远相])近"
_BEFORE = re.compile(
    rf"(?:(?P<most>{_AT_MOST})|(?P<least>{_AT_LEAST})|(?P<about>{_ABOUT}))(?:有|了|达|到|为)?[ \"]?$"
)
_BEFORE_ENDS = frozenset('莫于少低下过破超逾≥=>足到满多约近为有概了达码"< ≤')
_AFTER = re.compile(
    r" ?(?:(?:\(含\))?(?:(?P<least>及?以上|之上|之多|有余|还多|出头|\+(?![\dA-Za-z]))|(?P<most>及?以[内下]|之[内下])|(?P<about>左右|上下))"
    r"|(?P<more>余(?![额下])|多(?![\u4e00-\u9fff\d])))"
)
_AFTER_STARTS = frozenset(" 出(以及之有还+余多左上内")
_WITHIN = re.compile(r"内(?![容部外地在])")
_COMPARED = re.compile(
    r"的(?:年度)?(?:目标|平均|均值|水平|标准|要求|基数|指标)|的?(?:全[国省市县行]|系统|行业)(?:平均|均值|水平)"
)
_FAR_LEAST = re.compile(r"(?:至少|最少|不少于|不低于|力争超过)[^,。;、:\n\d一二三四五六七八九十]{1,12}$")
_FAR_MOST = re.compile(r"(?:至多|最多|不超过|不多于)[^,。;、:\n\d一二三四五六七八九十]{1,12}$")
_FAR_RATIO = re.compile(
    r"(?:(?P<about>接近|将近|近)|(?P<least>超过|超)|(?P<most>不足|不到))[^,。;、:\n\d]{1,10}的$"
)

_REACH_BACK = 24  # no hedge or currency before a number is longer
_SPACE = re.compile(r"[ \t]{1,3}(?=\S)")
_CURRENCY_BEFORE = re.compile(
    r"(人民币|新台币|台币|港币|港元|港纸|美元|美金|欧元|英镑|日元|日币|澳元|澳门元|加元|韩元|韩币|泰铢|卢布|RMB|CNY|USD|HKD|EUR|[¥￥€£]|(?:US|HK|NT)?\$)[:为]? {0,2}$"
)
_SYMBOLS = {
    "¥": "元",
    "￥": "元",
    "$": "美元",
    "US$": "美元",
    "HK$": "港元",
    "NT$": "新台币",
    "€": "欧元",
    "£": "英镑",
}
_MONEY_PARTS = {
    "角": Decimal("0.1"),
    "毛": Decimal("0.1"),
    "毛钱": Decimal("0.1"),
    "分": Decimal("0.01"),
    "分钱": Decimal("0.01"),
}
_CENTS = {"美分": "美元", "欧分": "欧元", "便士": "英镑"}
_PART_STARTS = frozenset("零又一二两三四五六七八九0123456789壹贰叁肆伍陆柒捌玖")
_MENDED_UNIT = re.compile(
    r" ?(?:([万亿])余?(?=元|人|吨|公斤|平方|亩|件|份|美元|港元)|([万亿]?)(?=元|吨|公斤|%|公里|亩|个百分点))"
)
_LISTED = re.compile(r"(?:分别|各|依次)[\u4e00-\u9fff]{0,4}$|[、]$")
_CHENG_TAIL = re.compile(r" ?([一二三四五六七八九半\d])(?![\d个人家件名十百千万])")
_MINUTES = re.compile(
    r"(\d{1,3}|[一二三四五六七八九十]{1,3})分钟?(?:(\d{1,2}|[一二三四五六七八九十]{1,3})秒)?"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity as it is read, before it is judged; ``number`` is the span of the numeral alone."""

    quantity: Quantity
    number: Span
    numeral: Numeral


def read_mention(text: str, at: int, floor: int, limit: int) -> Mention | None:
    """The mention whose numeral starts at ``at``, or None. It lies between ``floor`` and ``limit``: what is before and after
    belongs to something else (1.2万|2024年)."""
    mention = _read(text, at, floor)
    if mention is None or max(mention.number.end, mention.quantity.end) <= limit:
        return mention
    first = max(floor, at - _REACH_BACK)
    mention = _read(text[first:limit], at - first, 0)
    return _shifted(mention, first) if mention else None


def _shifted(mention: Mention, by: int) -> Mention:
    quantity, number, numeral = mention.quantity, mention.number, mention.numeral
    return Mention(
        replace(quantity, start=quantity.start + by, end=quantity.end + by),
        Span(number.start + by, number.end + by),
        replace(numeral, start=numeral.start + by, end=numeral.end + by),
    )


def _read(text: str, at: int, floor: int) -> Mention | None:
    numeral = _mended(text, at) or read_numeral(text, at)
    if numeral is None:
        return None
    number = Span(numeral.start, numeral.end)
    time = _minutes_and_seconds(text, at)
    if time is not None:
        return Mention(time, number, numeral)
    measured = _measure(text, numeral)
    start = numeral.start
    if measured.unit in {None, "元", "块"}:
        currency = _CURRENCY_BEFORE.search(text[max(floor, start - 6) : start])
        if currency:
            start -= len(currency[0])
            measured.unit = _SYMBOLS.get(currency[1]) or CANONICAL.get(currency[1], currency[1])
    comparator, start, end = _hedges(text, numeral, start, floor, measured)
    if numeral.high is not None:
        comparator = Comparator.RANGE
    quantity = Quantity(
        start,
        end,
        plain(measured.value),
        None if measured.high is None else plain(measured.high),
        measured.unit,
        comparator,
        repaired=numeral.repaired,
        vague=numeral.vague,
        numeral_one=measured.value == 1 and text[numeral.start : numeral.end] in {"一", "壹"},
    )
    return Mention(quantity, number, numeral)


@dataclass(slots=True)
class _Measured:
    end: int
    value: Decimal
    high: Decimal | None
    unit: str | None


def _mended(text: str, at: int) -> Numeral | None:
    """2、45万元 and 382. 5万元: a decimal whose point was mistyped, if the measure word admits decimals."""
    broken = broken_decimal(text, at) if text[at].isdigit() else None
    if broken is None:
        return None
    end, value = broken
    tail = _MENDED_UNIT.match(text, end)
    before = text[max(0, at - 8) : at]
    if tail is None or (
        "、" in text[at:end] and (not before or before[-1] in "\n。;:" or _LISTED.search(before))
    ):
        return None
    scale = tail[1] or tail[2] or ""
    factor = {"万": 10**4, "亿": 10**8}.get(scale, 1)
    hedge = "余" if "余" in tail[0] else ""
    return Numeral(at, tail.end(), times(value, factor), hedge=hedge, multiplier=factor, repaired=True)


def _minutes_and_seconds(text: str, at: int) -> Quantity | None:
    """3分12秒 as 192 秒, 5分钟 as it is."""
    match = _MINUTES.match(text, at)
    if match is None or match[2] is None:
        return None
    minutes, seconds = read_numeral(match[1], 0), read_numeral(match[2], 0)
    if minutes is None or seconds is None:
        return None
    return Quantity(at, match.end(), plain(minutes.value * 60 + seconds.value), None, "秒", Comparator.EXACT)


# -- measure word --------------------------------------------------------------------------------------------------


def _measure(text: str, numeral: Numeral) -> _Measured:
    """The measure word after the numeral and what it makes of the value."""
    measured = _Measured(numeral.end, numeral.value, numeral.high, "%" if numeral.percent else None)
    if numeral.percent:
        return measured
    found = match_unit(text, numeral.end)
    if found is None:
        space = _SPACE.match(text, numeral.end)
        found = match_unit(text, space.end()) if space else None
    if found is None:
        return measured
    measured.end, measured.unit = found.end, found.unit
    if found.unit in {"成", "折"}:
        _tenths(text, measured)
    elif (
        found.unit == "元"
        or found.unit in _MONEY_PARTS
        or found.unit in _CENTS
        or unit_class(found.unit) == "money"
    ):
        _money(text, measured)
    elif found.unit == "块":
        _colloquial_money(text, measured)
    elif text.startswith("半", measured.end) and unit_class(found.unit) in {
        "length",
        "mass",
        "area",
        "volume",
    }:
        measured.end, measured.value = measured.end + 1, measured.value + Decimal("0.5")
    return measured


def _tenths(text: str, measured: _Measured) -> None:
    """三成, 七成六, 九折 in percent."""
    digits = measured.value > 10 and measured.unit == "折"
    measured.unit = "%"
    if digits:  # 八五折
        return
    measured.value *= 10
    measured.high = None if measured.high is None else measured.high * 10
    tail = _CHENG_TAIL.match(text, measured.end)
    if tail:
        part = read_numeral(tail[1], 0)
        if part is not None:
            measured.value += 5 if tail[1] == "半" else part.value
            measured.end = tail.end()


def _money(text: str, measured: _Measured) -> None:
    """元角分 after one another; a lone 角 or 毛 in 元; cents after dollars."""
    unit = measured.unit or ""
    if unit == "分":
        return
    measured.value *= _MONEY_PARTS.get(unit, Decimal(1))
    parts = _MONEY_PARTS
    if unit in {"元", "角", "毛", "毛钱", "分钱"}:
        measured.unit = "元"
    elif unit not in _CENTS:
        parts = {cents: Decimal("0.01") for cents, of in _CENTS.items() if of == unit}
    while measured.end < len(text) and text[measured.end] in _PART_STARTS:
        begin = measured.end + (text[measured.end] == "又")
        part = read_numeral(text, begin)
        name = next((name for name in parts if part and text.startswith(name, part.end)), None)
        if part is None or name is None or part.value >= 100 or part.hedge:
            break
        measured.value += part.value * parts[name]
        measured.end = part.end + len(name)
    if text.startswith(("整", "正"), measured.end) and not text.startswith(
        ("整改", "整治", "正在"), measured.end
    ):
        measured.end += 1


def _colloquial_money(text: str, measured: _Measured) -> None:
    """块 is money when 毛, 角, 分 or a last digit follows: 十块三毛, 一块二."""
    end = measured.end
    if end >= len(text) or text[end] not in _PART_STARTS:
        return
    part = read_numeral(text, end)
    if part is None or part.value >= 100:
        return
    following = text[part.end : part.end + 1]
    if following in _MONEY_PARTS:
        measured.unit = "元"
        _money(text, measured)
    elif part.end == len(text) and part.value < 10:
        measured.unit, measured.end, measured.value = "元", part.end, measured.value + part.value / 10


# -- approximations ------------------------------------------------------------------------------------------------


def _hedges(
    text: str, numeral: Numeral, start: int, floor: int, measured: _Measured
) -> tuple[Comparator, int, int]:
    """Comparator, and the mention's start and end with the approximation words that touch it."""
    comparator, start = _hedge_before(text, start, floor, measured.end, unit_class(measured.unit))
    end = measured.end
    if numeral.hedge in {"余", "多", "几"}:
        comparator = Comparator.AT_LEAST
    elif numeral.hedge == "来" and comparator is Comparator.EXACT:
        comparator = Comparator.ABOUT
    if numeral.vague and comparator is Comparator.EXACT:
        comparator = Comparator.AT_LEAST
    if text[end : end + 1] not in _AFTER_STARTS:
        return comparator, start, end
    after = _AFTER.match(text, end)
    if after is None:
        within = _WITHIN.match(text, end) if unit_class(measured.unit) == "time" else None
        return (Comparator.AT_MOST, start, within.end()) if within else (comparator, start, end)
    end = after.end()
    if after["least"] or after["more"]:
        comparator = Comparator.AT_LEAST
    elif comparator is Comparator.EXACT:
        comparator = Comparator.AT_MOST if after["most"] else Comparator.ABOUT
    return comparator, start, end


def _hedge_before(text: str, start: int, floor: int, end: int, kind: str) -> tuple[Comparator, int]:
    """Comparator of the words before the mention, and where the mention begins with them."""
    if start <= floor:
        return Comparator.EXACT, start
    if text[start - 1] in _BEFORE_ENDS:
        before = _BEFORE.search(text[max(floor, start - 10) : start])
        if before and not (before[0][0] in "高低多少" and _COMPARED.match(text, end)):
            return _comparator(before), start - len(before[0])
    context = text[max(floor, start - 18) : start]
    if kind in {"percent", "none"} and context[-1] == "的":
        ratio = _FAR_RATIO.search(context)
        if ratio:
            return _comparator(ratio), start
    if _FAR_LEAST.search(context):
        return Comparator.AT_LEAST, start
    if _FAR_MOST.search(context):
        return Comparator.AT_MOST, start
    return Comparator.EXACT, start


def _comparator(match: re.Match[str]) -> Comparator:
    if match["least"]:
        return Comparator.AT_LEAST
    return Comparator.AT_MOST if match["most"] else Comparator.ABOUT
