"""Numbers with their measure words: mentions, values, hedges, ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from factextract.datamodel import Comparator, Identifier, IdentifierKind, Quantity, Span
from factextract.scan.identifiers import is_topic_count
from factextract.scan.units import CANONICAL, match_unit, unit_class
from factextract.text.numerals import (
    NUMERAL_START,
    Numeral,
    broken_decimal,
    plain,
    read_numeral,
    skip_run,
    times,
)

_START = re.compile(f"[{NUMERAL_START}]")
_SPACE = re.compile(r"[ \t]{1,2}(?=\S)")
_AT_LEAST = r"不得?少于|不得?低于|不下于?|不小于|至少|最少|起码|超过|突破|大于等于|大于或者?等于|大于|多于|高于|(?<!反)超(?!市|额)|逾|≥|>=|>"
_AT_MOST = r"不得?超过|不得?多于|不得?高于|不大于|未超过|不足|不到|未满|不满|至多|最多|顶多|低于|少于|小于等于|小于或者?等于|小于|≤|<=|<"
_ABOUT = r"大约|大概|约(?:为|有)?|将近|接近|(?<![附最临就邻靠亲远相])近"
_BEFORE = re.compile(
    rf"(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST})|(?P<about>{_ABOUT}))(?:有|了|达|到)?[ \"]?$"
)
_AFTER = re.compile(
    r" ?(?:(?P<least>\(含\)以上|及?以上|之上|之多|有余|还多|\+|余(?![额下])|多(?![\u4e00-\u9fff]))|(?P<most>\(含\)以[内下]|及?以[内下]|之[内下])|(?P<about>左右|上下))"
)
_WITHIN = re.compile(r" ?内(?![容部外])")
_LEAST_FAR = re.compile(r"(?:至少|最少|不少于|不低于|力争超过)[^,。;、:\n\d一二三四五六七八九十]{1,12}$")
_RANGE = re.compile(r" ?(?:-{1,2}|~|至|到) ?(?=[\d一二两三四五六七八九十百千])")
_LIST = re.compile(r" ?(?:、|和|与|及|以及) ?(?=\d)")
_HANDLING = re.compile(
    r"(?:平均|用时|时效|耗时|时长|周期|日均|(?:办理|处理|办结|处置|受理|响应|理赔|审批|指派|结案|流转)(?:时间|天数|时限))[^。;\n]{0,24}$"
)
_AGE_TAIL = re.compile(r"(?:及?以[上下])?")
_CHENG_TAIL = re.compile(r" ?([一二三四五六七八九半\d])(?![\d个人家件十百千万])")
_CURRENCY_BEFORE = re.compile(
    r"(人民币|新台币|台币|港币|港元|美元|美金|欧元|英镑|日元|澳元|澳门元|加元|韩元|泰铢|[¥￥$€£]) {0,2}$"
)
_SYMBOLS = {"¥": "元", "￥": "元", "$": "美元", "€": "欧元", "£": "英镑"}
_PARTS = {"角": Decimal("0.1"), "毛": Decimal("0.1"), "分": Decimal("0.01")}
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A numeral with its measure word, before it is judged."""

    quantity: Quantity
    numeral: Numeral
    number_end: int  # where the numeral ends
    unit_end: int  # where the measure word ends, before a closing hedge


def scan_quantities(
    text: str, taken: Sequence[Span] = ()
) -> tuple[tuple[Quantity, ...], tuple[Identifier, ...]]:
    """Quantities of ``text`` (folded) outside ``taken`` (sorted spans), and the numbers that turned out identifiers."""
    mentions = _join(text, list(_mentions(text, taken)))
    quantities: list[Quantity] = []
    identifiers: list[Identifier] = []
    for mention in mentions:
        kind = _identifier(text, mention)
        if kind is None:
            quantities.append(mention.quantity)
        else:
            identifiers.append(Identifier(mention.quantity.start, mention.quantity.end, kind))
    return tuple(quantities), tuple(identifiers)


def _mentions(text: str, taken: Sequence[Span]) -> Iterator[Mention]:
    at, index = 0, 0
    while (found := _START.search(text, at)) is not None:
        at = found.start()
        while index < len(taken) and taken[index].end <= at:
            index += 1
        if index < len(taken) and taken[index].start <= at:
            at = taken[index].end
            continue
        limit = taken[index].start if index < len(taken) else len(text)
        numeral = _numeral(text, at, limit)
        if numeral is None:
            at = skip_run(text, at)
            continue
        mention = _mention(text, numeral, limit)
        if mention is None:
            at = numeral.end
            continue
        yield mention
        at = mention.quantity.end


def _numeral(text: str, at: int, limit: int) -> Numeral | None:
    char = text[at]
    if char in "-+" and at and (text[at - 1].isalnum() or text[at - 1] in "-%)"):
        return None
    broken = broken_decimal(text, at) if char.isdigit() else None
    if broken and broken[0] <= limit:
        end, value = broken
        tail = re.match(r" ?([万亿]?)(?=余?元|吨|公斤|%|万|亿|公里)", text[end : end + 4])
        if (
            tail
            and (at == 0 or text[at - 1] not in "\n、。;")
            and not re.search(r"分别|各", text[max(0, at - 8) : at])
        ):
            factor = {"万": 10**4, "亿": 10**8}.get(tail[1], 1)
            return Numeral(at, end + tail.end(), times(value, factor), multiplier=factor, repaired=True)
    numeral = read_numeral(text, at)
    if numeral is None or numeral.end > limit:
        return None
    return numeral


def _mention(text: str, numeral: Numeral, limit: int) -> Mention | None:
    at = numeral.end
    space = _SPACE.match(text, at)
    unit = match_unit(text, at) if at < limit else None
    if unit is None and space:
        unit = match_unit(text, space.end())
    start, end, value, high = numeral.start, at, numeral.value, numeral.high
    name: str | None = None
    if text[at : at + 1] == "%" or (space and text.startswith("%", space.end())):
        end = text.index("%", at) + 1
        name = "%"
    elif numeral.percent:
        name = "%"
    elif unit is not None:
        end, name = unit.end, unit.unit
        if name == "成":
            name = "%"
            value, high = value * 10, None if high is None else high * 10
            tail = _CHENG_TAIL.match(text, end)
            if tail:
                part = {"半": "5"}.get(tail[1]) or str(read_digit(tail[1]))
                value, end = value + Decimal(part), tail.end()
        elif name == "折":
            name, value = "%", value * (10 if value < 10 else 1)
        elif name == "元" or name in _PARTS:
            end, value, name = _money(text, end, value, name)
    if name is not None and text.startswith("半", end) and name not in {"%", "元"}:
        end, value = end + 1, value + Decimal("0.5")
    currency = _CURRENCY_BEFORE.search(text[max(0, start - 6) : start])
    if currency and (name is None or name in {"元", "块"}):
        start -= len(currency[0])
        name = _SYMBOLS.get(currency[1]) or CANONICAL.get(currency[1], currency[1])
    unit_end = end
    comparator, start, end = _hedges(text, numeral, start, end)
    if high is not None:
        comparator = Comparator.RANGE
    quantity = Quantity(
        start,
        end,
        plain(value),
        None if high is None else plain(high),
        name,
        comparator,
        repaired=numeral.repaired,
        vague=numeral.vague,
        numeral_one=text[numeral.start : numeral.end] in {"一", "壹"},
    )
    return Mention(quantity, numeral, numeral.end, unit_end)


def read_digit(char: str) -> Decimal:
    """The value of one digit."""
    numeral = read_numeral(char, 0)
    return numeral.value if numeral else Decimal(0)


def _money(text: str, end: int, value: Decimal, name: str) -> tuple[int, Decimal, str]:
    """元角分 after one another; a lone 角 or 毛 in 元."""
    if name == "分":
        return end, value, name
    total = value * _PARTS.get(name, Decimal(1))
    while end < len(text) and text[end] in "零一二两三四五六七八九0123456789壹贰叁肆伍陆柒捌玖":
        part = read_numeral(text, end)
        if part is None or part.end >= len(text) or text[part.end] not in _PARTS or part.value >= 100:
            break
        total, end = total + part.value * _PARTS[text[part.end]], part.end + 1
    if text.startswith(("整", "正"), end):
        end += 1
    return end, total, "元"


def _hedges(text: str, numeral: Numeral, start: int, end: int) -> tuple[Comparator, int, int]:
    before = _BEFORE.search(text[max(0, start - 9) : start])
    after = _AFTER.match(text, end) or _WITHIN.match(text, end)
    comparator = Comparator.EXACT
    if before:
        start -= len(before[0])
        if before["least"]:
            comparator = Comparator.AT_LEAST
        elif before["most"]:
            comparator = Comparator.AT_MOST
        else:
            comparator = Comparator.ABOUT
    elif _LEAST_FAR.search(text[max(0, start - 16) : start]):
        comparator = Comparator.AT_LEAST
    if numeral.hedge in {"余", "多", "几"}:
        comparator = Comparator.AT_LEAST
    elif numeral.hedge == "来" and comparator is Comparator.EXACT:
        comparator = Comparator.ABOUT
    if after:
        end = after.end()
        groups = after.groupdict()
        if groups.get("least"):
            comparator = Comparator.AT_LEAST
        elif groups.get("about"):
            comparator = Comparator.ABOUT if comparator is Comparator.EXACT else comparator
        elif comparator is Comparator.EXACT:
            comparator = Comparator.AT_MOST
    if numeral.vague and comparator is Comparator.EXACT:
        comparator = Comparator.AT_LEAST
    return comparator, start, end


def _join(text: str, mentions: list[Mention]) -> list[Mention]:
    """Ranges become one mention; a number in a list takes the unit at its end."""
    joined: list[Mention] = []
    for mention in mentions:
        previous = joined[-1] if joined else None
        if previous is not None:
            gap = _RANGE.match(text, previous.quantity.end)
            if gap and gap.end() == mention.quantity.start and _may_range(previous, mention):
                joined[-1] = _range(previous, mention)
                continue
        joined.append(mention)
    for index in range(len(joined) - 2, -1, -1):
        left, right = joined[index], joined[index + 1]
        if left.quantity.unit is None and right.quantity.unit is not None and not left.numeral.chinese:
            gap = _LIST.match(text, left.quantity.end)
            if gap and gap.end() == right.quantity.start:
                factor = right.numeral.multiplier if left.numeral.multiplier == 1 else 1
                quantity = replace(
                    left.quantity, unit=right.quantity.unit, value=times(left.quantity.value, factor)
                )
                joined[index] = replace(left, quantity=quantity)
    return joined


def _may_range(low: Mention, high: Mention) -> bool:
    if low.quantity.value_max is not None or high.quantity.value_max is not None:
        return False
    return low.quantity.unit in {None, high.quantity.unit}


def _range(low: Mention, high: Mention) -> Mention:
    value, top = low.quantity.value, high.quantity.value
    factor = high.numeral.multiplier
    if low.numeral.multiplier == 1 and factor > 1 and value < top / factor:
        value = times(value, factor)
    quantity = replace(
        high.quantity,
        start=low.quantity.start,
        value=value,
        value_max=top,
        comparator=Comparator.RANGE,
        numeral_one=False,
    )
    return replace(high, quantity=quantity)


def _identifier(text: str, mention: Mention) -> IdentifierKind | None:
    quantity, numeral = mention.quantity, mention.numeral
    before = text[max(0, numeral.start - 1) : numeral.start]
    after = text[numeral.end : numeral.end + 1]
    kind = unit_class(quantity.unit)
    if kind == "age":
        return IdentifierKind.AGE
    if kind == "time" and quantity.unit != "分":
        context = text[max(0, quantity.start - 30) : quantity.start]
        return None if _HANDLING.search(context) else IdentifierKind.DURATION
    if quantity.unit is None:
        if _LATIN.match(before) or (_LATIN.match(after) and not numeral.repaired):
            return IdentifierKind.CODE
        if numeral.chinese and len(text) > numeral.end - numeral.start:
            return IdentifierKind.NAME
    if quantity.value <= 20 and is_topic_count(text, numeral.end):
        return IdentifierKind.TOPIC_COUNT
    return None
