"""Measure words in a text: where one stands, how it is counted, and what class it belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from factextract.scan.unit_table import CANONICAL, CLASSES, NOT_BEFORE

# Measure words that take 次 (户次, 台次): what is counted comes more than once.
_TAKES_TIMES = frozenset("人户家台辆件场批班条册车间艘架例项店轮课期起宗笔份本张所处块组梯套篇片支部对只")
_NO_TIMES = frozenset("日年要序之新性")  # 件次之, 家次年: 次 belongs to what follows
# 张(个), 户(次), 份(册、页), 台/套: an alternative measure word in brackets or after a stroke.
_ALTERNATIVE = re.compile(r" ?\( ?(次|[\u4e00-\u9fff](?:[、/,][\u4e00-\u9fff])?) ?\)")
_SPACED_POINTS = re.compile(r"个 {0,2}百 {0,2}分 {0,2}点")  # letters spread out, as in titles
_STROKE = re.compile(r"[/·](次|套|册|张|份|户|个|盒|页)(?![\u4e00-\u9fff]?元)")


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A measure word that ends at ``end`` and the unit it means."""

    end: int
    unit: str


def _class_of() -> dict[str, str]:
    classes: dict[str, str] = {}
    for name, words in CLASSES.items():
        for word in words.split():
            classes.setdefault(word, name)
    return classes


def _by_head(words: dict[str, str]) -> dict[str, tuple[str, ...]]:
    heads: dict[str, list[str]] = {}
    for word in words:
        heads.setdefault(word[0], []).append(word)
    return {head: tuple(sorted(group, key=lambda word: (-len(word), word))) for head, group in heads.items()}


_CLASS_OF = _class_of()
_BY_HEAD = _by_head(_CLASS_OF)
_SINGLE = frozenset(word for word in _CLASS_OF if len(word) == 1)


def unit_class(unit: str | None) -> str:
    """The class of a ``Quantity.unit``: a key of ``unit_table.CLASSES``; ``none`` for None, ``generic`` for an unknown unit.

    人次, 户次, 台次 and the like have the class of what is counted; 人次 is ``person_times``.
    """
    if unit is None:
        return "none"
    known = _CLASS_OF.get(unit)
    if known is None and unit.endswith("次"):
        known = _CLASS_OF.get(unit[:-1])
    return known or "generic"


def match_unit(text: str, at: int) -> UnitMatch | None:
    """The longest measure word of the folded ``text`` that starts at ``at``, with its bracketed or slashed alternative."""
    if text.startswith(("个 ", "个百"), at):
        points = _SPACED_POINTS.match(text, at)
        if points is not None:
            return UnitMatch(points.end(), "个百分点")
    for word in _BY_HEAD.get(text[at : at + 1], ()):
        if not text.startswith(word, at):
            continue
        end = at + len(word)
        following = text[end : end + 1]
        if word.isascii() and word.isalpha() and following.isascii() and following.isalnum():
            continue
        if following == "次" and word in _TAKES_TIMES and text[end + 1 : end + 2] not in _NO_TIMES:
            return UnitMatch(end + 1, word + "次")
        if following and following in NOT_BEFORE.get(word, ""):
            continue
        return _with_alternative(text, end, word)
    return None


def _with_alternative(text: str, end: int, word: str) -> UnitMatch:
    unit = CANONICAL.get(word, word)
    match = _ALTERNATIVE.match(text, end)
    if match is not None and (match[1][0] not in _SINGLE or unit_class(unit) in {"money", "percent"}):
        match = None
    if match is None and word in _TAKES_TIMES:
        match = _STROKE.match(text, end)
    if match is None:
        return UnitMatch(end, unit)
    return UnitMatch(match.end(), unit + "次" if match[1] == "次" and not unit.endswith("次") else unit)
