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

FIGURE, NAME = ord("#"), ord("@")
SHINGLE = 3
"""Characters of a shingle. With four, texts reworded word by word share too few; with two, all texts share many."""

_DROP, _KEEP, _FIGURE, _BLANK = range(4)
_PLANE = 0x10000
_MORE_FIGURES = "两半"
_JOINERS = ".,:/"
_CALENDAR = "年月日号"
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
    folded = fold(text)
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), np.uint32).copy()
    starts = np.arange(len(codes), dtype=np.int32)
    ends = starts + 1
    kinds = _kinds(codes)
    for begin, end in _mentions(folded, tuple(names)):
        codes[begin], kinds[begin], ends[begin] = NAME, _KEEP, end
        kinds[begin + 1 : end] = _BLANK
    blank = (kinds == _BLANK) & ~(_before(kinds == _FIGURE) & _after(kinds == _FIGURE))
    codes, starts, ends, kinds = (array[~blank] for array in (codes, starts, ends, kinds))
    figure = _figures(codes, kinds)
    opens = figure & ~_before(figure)
    closes = figure & ~_after(figure)
    ends[opens] = ends[closes]
    codes[figure] = FIGURE
    codes[_among(codes, _LEVELS) & _before(_among(codes, _LEVEL_LEADS))] = NAME
    kept = (kinds == _KEEP) & ~figure | opens
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


def _mentions(folded: str, names: tuple[str, ...]) -> list[tuple[int, int]]:
    pattern = _names_pattern(names)
    return [match.span() for match in pattern.finditer(folded)] if pattern else []


@lru_cache(maxsize=4096)
def _names_pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    forms = sorted({fold(name) for name in names if len(name) > 1}, key=lambda form: (-len(form), form))
    return re.compile("|".join(map(re.escape, forms))) if forms else None


def _figures(codes: Codes, kinds: npt.NDArray[np.uint8]) -> Flags:
    digits = kinds == _FIGURE
    inside = _before(digits) & _after(digits)
    calendar = _before(digits) & _among(codes, _CALENDAR)
    figures: Flags = digits | (_among(codes, _JOINERS) & inside) | calendar
    return figures


def _kinds(codes: Codes) -> npt.NDArray[np.uint8]:
    kinds = np.full(len(codes), _KEEP, np.uint8)
    plane = codes < _PLANE
    kinds[plane] = _kind_table()[codes[plane]]
    upper = (codes >= ord("A")) & (codes <= ord("Z"))
    codes[upper] += np.uint32(ord("a") - ord("A"))
    return kinds


@cache
def _kind_table() -> npt.NDArray[np.uint8]:
    table = np.full(_PLANE, _DROP, np.uint8)
    for code in range(_PLANE):
        char = chr(code)
        if char.isnumeric() or char in _MORE_FIGURES:
            table[code] = _FIGURE
        elif char.isalnum():
            table[code] = _KEEP
        elif char in " \t":
            table[code] = _BLANK
    return table


def _among(codes: Codes, chars: str) -> Flags:
    return np.isin(codes, np.array([ord(char) for char in chars], np.uint32))


def _before(flags: Flags) -> Flags:
    """Whether the neighbour before each has the flag."""
    moved = np.zeros_like(flags)
    moved[1:] = flags[:-1]
    return moved


def _after(flags: Flags) -> Flags:
    moved = np.zeros_like(flags)
    moved[:-1] = flags[1:]
    return moved
