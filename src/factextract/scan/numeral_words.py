"""Words and names that hold a numeral yet count nothing: 统一, 四川, 一盔一带, 中宁一中, 千户村.

``data/numeral_words.txt`` is drawn from a general dictionary (see ``scripts/build_numeral_words.py``),
``data/numeral_phrases.txt`` is written by hand. Names of places and institutions are also told by their last character.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from factextract.datamodel import IdentifierKind

_REACH = 3  # how far before the numeral a word may begin
_PLACE = "县|市|区|镇|乡|村|庄|屯|沟|山|河|湖|峡|渠|店|桥|湾|池|寨|岭|塘|铺|坪|坝|坡|营|堡|社区|街道|支行|分理处|路|街|巷|庙|港|岛|洞|窑|井|泉|墩|站|广场|小学|中学|信用社"
# 八里桥, 三台县, 千户村: the word after the numeral looks like a measure word but belongs to a place name.
_PLACE_NAME = re.compile(
    rf"[一二三四五六七八九十百千万]{{1,3}}(?:[台里门道盘枝方眼角站合斗叉岔龙星石林坝河桥塘湖圩连团营沟宝仙][\u4e00-\u9fff]{{0,2}}?|户|家(?=[渠寨庄子屯沟铺集坪湾]))(?:{_PLACE})(?![民干级委医组行面])"
)
_KINDS = {"slogan": IdentifierKind.SLOGAN, "name": IdentifierKind.NAME, "word": None}


@dataclass(frozen=True, slots=True)
class WordMatch:
    """A word in ``text[start:end]``; ``kind`` is None for an everyday word."""

    start: int
    end: int
    kind: IdentifierKind | None


@cache
def _words() -> dict[str, IdentifierKind | None]:
    folder = files("factextract.scan") / "data"
    words: dict[str, IdentifierKind | None] = {}
    for line in (folder / "numeral_words.txt").read_text(encoding="utf-8").splitlines():
        word, _, kind = line.partition("\t")
        words[word] = _KINDS[kind or "word"]
    for line in (folder / "numeral_phrases.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, *phrases = line.split()
            words.update(dict.fromkeys(phrases, _KINDS[kind]))
    return words


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(word[:length] for word in _words() for length in range(1, len(word) + 1))


def word_around(text: str, at: int) -> WordMatch | None:
    """The longest known word or name of ``text`` that holds the numeral character at ``at``, or None."""
    words, prefixes = _words(), _prefixes()
    best: tuple[int, int] | None = None
    for start in range(max(0, at - _REACH), at + 1):
        end = start + 1
        while end <= len(text) and text[start:end] in prefixes:
            if end > at and text[start:end] in words and (best is None or end - start > best[1] - best[0]):
                best = start, end
            end += 1
    place = _PLACE_NAME.match(text, at)
    if place and (best is None or place.end() - at > best[1] - best[0]):
        return WordMatch(at, place.end(), IdentifierKind.NAME)
    return WordMatch(*best, words[text[best[0] : best[1]]]) if best else None
