"""A report's text as copies are compared: folded, without blanks and punctuation, figures and own names masked.

Two passages with different figures, dates and reporters, punctuated differently, mask to the same characters. All steps are
array operations over code points, so that a report takes tens of microseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from factextract.text.fold import fold

Codes = npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Kinds = npt.NDArray[np.uint8]

FIGURE, NAME = ord("#"), ord("@")
SHINGLE = 3
"""Characters of a shingle. With four, texts reworded word by word share too few; with two, all texts share many."""

_KEEP, _FIGURE, _BLANK, _JOINER, _CALENDAR, _LEAD, _LEVEL = (1 << bit for bit in range(7))
"""What a character can be. One that is none is dropped; some are two (年 is kept, and behind a figure part of it)."""
_PLANE = 0x10000
_MORE_FIGURES = "两半"
_JOINERS = ".,:/"
_CALENDAR_UNITS = "年月日号"
_LEVEL_LEADS = "我全本该各"
_LEVELS = "省市州盟县区旗镇乡街局行所会社院校司部"
_PLACE_HEAD = re.compile(r"[\u4e00-\u9fff]{2,7}?(?:自治州|自治县|地区|省|市|州|盟|县|区|旗)(?=.)")
_MIX = np.uint64(0x9E3779B97F4A7C15)
_BASE = np.uint64(0x100000001B3)


@dataclass(frozen=True, slots=True)
class Masked:
    """Masked characters; the k-th stands for ``text[starts[k]:ends[k]]`` of the report."""

    codes: Codes
    starts: Offsets
    ends: Offsets

    def __len__(self) -> int:
        return len(self.codes)


def mask(text: str, names: Iterable[str] = ()) -> Masked:
    """``text`` masked. A figure is a run of digits or Chinese numerals with the points inside it and with 年, 月, 日 behind it
    (a whole date is one); ``names`` and the level after 我, 全 and the like (全县) become one character."""
    codes = _folded(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32))
    starts = np.arange(len(codes), dtype=np.int32)
    ends = starts + 1
    kinds = _kinds(codes)
    for begin, end in _mentions(codes, tuple(names)):
        codes[begin], kinds[begin], ends[begin] = NAME, _KEEP, end
        kinds[begin + 1 : end] = _BLANK
    digits = _has(kinds, _FIGURE)
    shown = ~_has(kinds, _BLANK) | (_before(digits) & _after(digits))
    codes, starts, ends, kinds = codes[shown], starts[shown], ends[shown], kinds[shown]
    figure = _figures(kinds)
    opens = figure & ~_before(figure)
    closes = figure & ~_after(figure)
    ends[opens] = ends[closes]
    codes[figure] = FIGURE
    codes[_has(kinds, _LEVEL) & _before(_has(kinds, _LEAD))] = NAME
    kept = (_has(kinds, _KEEP) & ~figure) | opens
    return Masked(codes[kept], starts[kept], ends[kept])


def shingles(masked: Masked) -> Codes:
    """A 32-bit hash of each ``SHINGLE`` neighbouring characters, by position of the first."""
    count = len(masked) - SHINGLE + 1
    if count < 1:
        return np.empty(0, np.uint32)
    wide = masked.codes.astype(np.uint64)
    total = np.zeros(count, np.uint64)
    for at in range(SHINGLE):
        total = total * _BASE + wide[at : at + count]
    total = (total ^ (total >> np.uint64(29))) * _MIX
    return np.asarray((total ^ (total >> np.uint64(32))) * _MIX >> np.uint64(32), np.uint32)


@lru_cache(maxsize=4096)
def own_names(institution: str) -> tuple[str, ...]:
    """The institution and the place that its name begins with: 青石县市场监管局, 青石县, 青石."""
    name = fold(institution)
    if len(name) < 2:
        return ()
    head = _PLACE_HEAD.match(name)
    place = head[0] if head else ""
    stem = re.sub(r"(?:自治州|自治县|地区|.)$", "", place)
    return tuple(form for form in (name, place, stem) if len(form) > 1)


def _mentions(codes: Codes, names: tuple[str, ...]) -> list[tuple[int, int]]:
    pattern = _names_pattern(names)
    if pattern is None:
        return []
    folded = codes.tobytes().decode("utf-32-le", "surrogatepass")
    return [match.span() for match in pattern.finditer(folded)]


@lru_cache(maxsize=4096)
def _names_pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    forms = sorted(
        {fold(name).lower() for name in names if len(name) > 1}, key=lambda form: (-len(form), form)
    )
    return re.compile("|".join(map(re.escape, forms))) if forms else None


def _figures(kinds: Kinds) -> Flags:
    digits = _has(kinds, _FIGURE)
    joiner = _has(kinds, _JOINER) & _before(digits) & _after(digits)
    calendar = _has(kinds, _CALENDAR) & _before(digits)
    return digits | joiner | calendar


def _folded(codes: Codes) -> Codes:
    """The codes of ``fold``, in lower case."""
    folded = codes.copy()
    plane = codes < _PLANE
    folded[plane] = _fold_table()[codes[plane]]
    return folded


def _kinds(codes: Codes) -> Kinds:
    kinds = np.full(len(codes), _KEEP, np.uint8)
    plane = codes < _PLANE
    kinds[plane] = _kind_table()[codes[plane]]
    return kinds


@cache
def _fold_table() -> Codes:
    plain = fold("".join(map(chr, range(_PLANE))))
    return np.array([ord(char.lower()) if char.isascii() else ord(char) for char in plain], np.uint32)


@cache
def _kind_table() -> Kinds:
    return np.array([_kind(chr(code)) for code in range(_PLANE)], np.uint8)


def _kind(char: str) -> int:
    kind = 0
    if char.isnumeric() or char in _MORE_FIGURES:
        kind = _FIGURE
    elif char.isalnum():
        kind = _KEEP
    elif char in " \t":
        kind = _BLANK
    for chars, flag in (
        (_JOINERS, _JOINER),
        (_CALENDAR_UNITS, _CALENDAR),
        (_LEVEL_LEADS, _LEAD),
        (_LEVELS, _LEVEL),
    ):
        kind |= flag if char in chars else 0
    return kind


def _has(kinds: Kinds, flag: int) -> Flags:
    flags: Flags = (kinds & np.uint8(flag)) != 0
    return flags


def _before(flags: Flags) -> Flags:
    """Whether the neighbour before each has the flag."""
    moved = np.zeros_like(flags)
    moved[1:] = flags[:-1]
    return moved


def _after(flags: Flags) -> Flags:
    moved = np.zeros_like(flags)
    moved[:-1] = flags[1:]
    return moved
