"""Damage inside words and numbers: pinyin in brackets, letters typed for digits.

A letter is read as a digit only where digits or a measure word leave no other reading.
"""

from __future__ import annotations

import re

from factextract.datamodel import Span
from factextract.ingest.spaces import MEASURES

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ\u0300\u0301\u0304\u030c"
_SYLLABLE = rf"[a-züɡɑ{_TONED}]{{1,8}}"
_PINYIN = re.compile(rf"(?<=[\u3400-\u9fff])\({_SYLLABLE}(?:[ ]?{_SYLLABLE}){{0,5}}\)")
_HAS_TONE = re.compile(f"[{_TONED}]")
_TONELESS = frozenset({"de", "le", "ma", "ne", "ba", "zi", "men", "me", "ge", "a", "la", "zhe", "guo", "tou"})


def pinyin(text: str) -> list[Span]:
    """Pinyin in brackets behind a character, ``國(guó)``; particles without a tone, ``了(le)``, where others
    have one."""
    found, toned = [], False
    for match in _PINYIN.finditer(text):
        has_tone = _HAS_TONE.search(match[0]) is not None
        toned = toned or has_tone
        if has_tone or match[0][1:-1] in _TONELESS:
            found.append(Span(match.start(), match.end()))
    return found if toned else []


_AS_DIGIT = {"O": "0", "o": "0", "〇": "0", "I": "1", "l": "1"}
_MIXED = re.compile(r"(?=[0-9OoIl〇])(?<![A-Za-z0-9_.@/])[0-9OoIl〇][0-9OoIl〇.,]{0,14}(?![A-Za-z_@/])")
# A blank may part the figure too: l 45 0册, l O26件, 2 3l6处.
_PARTED = re.compile(
    rf"(?<=[\u4e00-\u9fff,:(])[ ]?(?=[ 0-9OIl]{{0,12}}[0-9])[1-9lI][0-9OIl]{{0,2}}(?:[ ][0-9OIl]{{1,3}}){{1,2}}(?=[余多]?[{MEASURES}%])"
)
_AFTER_NUMBER = re.compile(rf"[ ]?[{MEASURES}%‰几来]")
_AFTER_ONE = re.compile(r"[条件份个人名张册起户场块台家笔本幅月日]")
_BEFORE_ONE = re.compile(r"[\u4e00-\u9fff,;。、:]")
_AFTER_FINAL_L = frozenset("月日年%件份人")
_TERMS = frozenset({"O2O", "o2o", "OO", "Oo", "oo"})
_NUMERALS = "一二三四五六七八九"
_ZEROS = r"[0〇]{2,4}[余多]?[份件个人名张册]"
_CHINESE_DIGITS = (
    re.compile(rf"[{_NUMERALS}](?=[{_NUMERALS}1-9]?{_ZEROS})"),
    re.compile(rf"(?<=[{_NUMERALS}])[{_NUMERALS}](?={_ZEROS})"),
)


def digit_repairs(text: str) -> dict[int, str]:
    """Characters of a folded text to read as digits, by offset: ``IOOO余人``, ``2O24年``, ``4月l5日``, ``横幅l条``,
    ``l 45 0册``, ``一二00份``."""
    repairs: dict[int, str] = {}
    for match in _MIXED.finditer(text):
        run = match[0].rstrip(".,")
        damaged = [at for at, char in enumerate(run) if char in _AS_DIGIT]
        if damaged and run not in _TERMS and _is_number(text, match.start(), run):
            repairs.update((match.start() + at, _AS_DIGIT[run[at]]) for at in damaged)
    for match in _PARTED.finditer(text):
        for at, char in enumerate(match[0], start=match.start()):
            if char in _AS_DIGIT:
                repairs[at] = _AS_DIGIT[char]
    for pattern in _CHINESE_DIGITS:
        for match in pattern.finditer(text):
            repairs[match.start()] = str(_NUMERALS.index(match[0]) + 1)
    return repairs


def _is_number(text: str, start: int, run: str) -> bool:
    """Whether a run of digits and look-alike characters can only be a number."""
    end = start + len(run)
    following = text[end : end + 2]
    measured = _AFTER_NUMBER.match(following) is not None
    digits = sum(char in "0123456789" for char in run)
    letters = sum(char in "OoIl" for char in run)
    if letters == 0:  # 2〇24: a Chinese zero among Arabic digits
        return digits >= 2 and run[0] != "〇"
    if digits == 0 and len(run) == 1:
        before = text[max(0, start - 1) : start]
        return (
            run in "lI" and _BEFORE_ONE.match(before) is not None and _AFTER_ONE.match(following) is not None
        )
    if digits == 0 and set(run) == {"l"} and len(run) == 2:  # ll件
        before = text[max(0, start - 1) : start]
        return _BEFORE_ONE.match(before) is not None and _AFTER_ONE.match(following) is not None
    if digits == 0:
        return run[0] in "Il" and "O" in run and measured
    if run[0] in "Oo":
        return False
    if run[-1] == "l" and letters == 1:
        return following[:1] in _AFTER_FINAL_L
    return measured or digits >= letters
