"""Quantities of a text: mentions read one after another, joined to ranges and lists, and judged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from factextract.datamodel import Comparator, Identifier, IdentifierKind, Quantity, Span
from factextract.scan.identifiers import identifier_kind
from factextract.scan.mentions import Mention, read_mention
from factextract.scan.numeral_words import word_around
from factextract.scan.units import unit_class
from factextract.text.numerals import NUMERAL_START, skip_run, times
from factextract.text.spoken_number import SMALL_UNITS

_TO = re.compile(
    r" {0,2}(?:\(含\))? {0,2}(?:-{1,3}|~{1,2}|至|到|…) {0,2}(?=[\d一二两三四五六七八九十百千负])"
)
_BETWEEN = re.compile(r" ?(?:和|与|到|至) ?(?=[\d一二两三四五六七八九十百千])")
_BETWEEN_END = re.compile(r"之间")
_BOUNDS = re.compile(r"(?:的同时|,|、|且|并且?|而且?| ){0,3}")
_LIST = re.compile(r" ?(?:、|和|与|及|以及) ?(?=[\d约近])")
_EVERYDAY = frozenset("参伍陆肆拾俩")  # everyday characters: numbers only in company
_ALONE_BEFORE = frozenset("是为于叫成")
_ALONE_AFTER = frozenset("这而的和与或是")


def scan_quantities(
    text: str, taken: Sequence[Span] = ()
) -> tuple[tuple[Quantity, ...], tuple[Identifier, ...]]:
    """Quantities of the folded ``text`` outside ``taken`` (sorted spans), and the numbers that turned out to be identifiers."""
    mentions, identifiers = _read(text, taken)
    quantities: list[Quantity] = []
    for mention in _with_list_units(text, _with_ranges(text, mentions)):
        kind = identifier_kind(text, mention.quantity, mention.number)
        if kind is None:
            quantities.append(mention.quantity)
        else:
            identifiers.append(Identifier(mention.quantity.start, mention.quantity.end, kind))
    return tuple(quantities), tuple(sorted(identifiers, key=lambda i: i.start))


def _read(text: str, taken: Sequence[Span]) -> tuple[list[Mention], list[Identifier]]:
    """All mentions outside ``taken``, and the names, slogans and codes whose numerals are none."""
    mentions: list[Mention] = []
    identifiers: list[Identifier] = []
    at = floor = index = 0
    while (start := NUMERAL_START.search(text, at)) is not None:
        at = start.start()
        while index < len(taken) and taken[index].end <= at:
            floor = max(floor, taken[index].end)
            index += 1
        if index < len(taken) and taken[index].start <= at:
            at = taken[index].end
            continue
        limit = taken[index].start if index < len(taken) else len(text)
        found, at = _read_one(text, at, floor, limit)
        if isinstance(found, Mention):
            mentions.append(found)
        elif found is not None:
            identifiers.append(found)
        if found is not None:
            floor = at
    return mentions, identifiers


def _read_one(text: str, at: int, floor: int, limit: int) -> tuple[Mention | Identifier | None, int]:
    """What begins at ``at``, between ``floor`` and ``limit``, and the offset to go on from."""
    if text[at] in "-负" and not _is_sign(text, at):
        return None, at + 1
    mention = read_mention(text, at, floor, limit)
    if not text[at].isascii():
        word = word_around(text, at)
        if (
            word is not None
            and word.end <= limit
            and not (mention and _outgrows(mention, word.end, len(text)))
        ):
            return Identifier(at, word.end, word.kind) if word.kind else None, word.end
    if mention is None:
        end = min(skip_run(text, at), limit)
        return (Identifier(at, end, IdentifierKind.CODE) if text[at].isdigit() else None), end
    number = mention.number
    if _is_figure(text, mention):
        return mention, max(mention.quantity.end, number.end)
    if text[at] not in _EVERYDAY and text[at] != "半":
        return Identifier(number.start, number.end, IdentifierKind.NAME), number.end
    return None, number.end


def _is_sign(text: str, at: int) -> bool:
    """A minus stands before a digit and after a blank or a mark that opens; at a line's start it is a bullet."""
    if text[at] == "负":
        return at == 0 or text[at - 1] not in "肩抱背辜担欺胜自"
    if not text[at + 1 : at + 2].isdigit() and text[at + 1 : at + 2] != ".":
        return False
    return at == 0 or not (text[at - 1].isalnum() or text[at - 1] in "-%)\n")


def _outgrows(mention: Mention, word_end: int, length: int) -> bool:
    """Whether a count reaches further than the word that holds its first character (四平|方米, 二十大|类), or is the whole
    text of that ``length``."""
    quantity = mention.quantity
    if mention.number.end > word_end or (quantity.start == 0 and quantity.end == length):
        return True
    longer = quantity.unit is not None and quantity.end > word_end
    return longer and (mention.numeral.value >= 10 or len(quantity.unit or "") > 1)


def _is_figure(text: str, mention: Mention) -> bool:
    """Whether a numeral is a number at all: Chinese digits without a measure word mostly belong to words."""
    numeral, number = mention.numeral, mention.number
    written = text[number.start : number.end]
    if written == "半":
        return mention.quantity.unit is not None
    if written in _EVERYDAY:
        return unit_class(mention.quantity.unit) == "money" or len(text) == 1
    if not numeral.chinese or mention.quantity.unit is not None or numeral.fraction or numeral.percent:
        return True
    if len(written) > 1 or numeral.hedge:
        return numeral.high is None or numeral.value >= 10
    if _TO.match(text, number.end):
        return True
    before, after = text[max(0, number.start - 1) : number.start], text[number.end : number.end + 1]
    opens = not before or not before.isalnum() or before in _ALONE_BEFORE
    return opens and (not after or not after.isalnum() or after in _ALONE_AFTER)


# -- ranges and lists ----------------------------------------------------------------------------------------------


def _with_ranges(text: str, mentions: list[Mention]) -> list[Mention]:
    """Mentions with 6-8只, 500至1000元, 10与20之间 and 大于5小于9 as one each."""
    joined: list[Mention] = []
    for mention in mentions:
        previous = joined[-1] if joined else None
        quantity = _range(text, previous, mention) if previous is not None else None
        if quantity is None or previous is None:
            joined.append(mention)
        else:
            joined[-1] = replace(
                mention, quantity=quantity, number=Span(previous.number.start, mention.number.end)
            )
    return joined


def _range(text: str, low: Mention, high: Mention) -> Quantity | None:
    """The quantity from ``low`` to ``high`` if the text between them says so."""
    first, last = low.quantity, high.quantity
    if first.value_max is not None or last.value_max is not None or first.unit not in {None, last.unit}:
        return None
    end = last.end
    to = _TO.match(text, first.end)
    if not (to and to.end() == last.start):
        between = _BETWEEN.match(text, first.end)
        closing = _BETWEEN_END.match(text, last.end)
        if between and between.end() == last.start and closing:
            end = closing.end()
        elif not _bounded(text, first, last):
            return None
    value = first.value
    factor = high.numeral.multiplier
    if low.numeral.multiplier == 1 and factor > 1 and value < last.value / factor:
        value = times(value, factor)
    elif low.numeral.multiplier == 1 and factor == 1 and low.numeral.chinese and first.unit is None:
        value = _share_hundreds(text, low, high)
    if value >= last.value:
        return None
    return replace(
        last,
        start=first.start,
        end=end,
        value=value,
        value_max=last.value,
        comparator=Comparator.RANGE,
        numeral_one=False,
    )


def _bounded(text: str, first: Quantity, last: Quantity) -> bool:
    """1000以上1500以下, 大于50且小于120."""
    if first.comparator is not Comparator.AT_LEAST or last.comparator is not Comparator.AT_MOST:
        return False
    gap = _BOUNDS.match(text, first.end)
    return gap is not None and gap.end() == last.start


def _share_hundreds(text: str, low: Mention, high: Mention) -> Decimal:
    """两到三千: a lone digit shares the last multiplier of the number after 到."""
    unit = SMALL_UNITS.get(text[high.number.end - 1])
    if (
        unit
        and low.quantity.value < 10
        and low.number.end - low.number.start == 1
        and high.number.end - high.number.start == 2
    ):
        return times(low.quantity.value, unit)
    return low.quantity.value


def _with_list_units(text: str, mentions: list[Mention]) -> list[Mention]:
    """Mentions where 402 and 377 in 402、377和106家次 have the unit (and 万) of the last number of the list."""
    done = list(mentions)
    for index in range(len(done) - 2, -1, -1):
        left, right = done[index].quantity, done[index + 1].quantity
        if left.unit is not None or right.unit is None or done[index].numeral.chinese:
            continue
        gap = _LIST.match(text, left.end)
        if gap is None or gap.end() != right.start:
            continue
        shared = done[index + 1].numeral.multiplier if done[index].numeral.multiplier == 1 else 1
        quantity = replace(left, unit=right.unit, value=times(left.value, shared))
        done[index] = replace(done[index], quantity=quantity)
    return done
