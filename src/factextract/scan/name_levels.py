"""Administrative levels in names: 县 of 云岭县, 州 of 海原州, and which characters only look like one."""

from __future__ import annotations

import re
from functools import lru_cache

from factextract.scan import name_lexicon as lexicon
from factextract.scan.name_heads import BOUNDARY_TABLE, NOT_LEVEL_TABLE, WordTable
from factextract.scan.name_words import IMPOSSIBLE, name_offset
from factextract.text.fold import is_cjk

_LEVEL_WORDS = lexicon.words(
    """特别行政区 自治区 自治州 自治县 自治旗 开发区 高新区 经开区 示范区 试验区 自由贸易试验区 自贸试验区 自贸区 保税区 综合保税区 经济技术开发区 高新技术产业开发区 高新技术开发区
    经济开发区 苏木 嘎查 自然保护区 风景名胜区 旅游度假区 管理区 街道"""
)
_MAYBE_LEVEL = frozenset(
    lexicon.words("城市 山区 城区 港区 林区 矿区 郊区 老区 库区 牧区 湖区 战区")
)  # 坪山区 is one, 山区 is none
_NOT_LEVELS = frozenset(lexicon.words("乡镇 县区 区县 省城 县域 市域 镇域"))
_PLACE_ALONE = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,4}?[省市县区州镇乡])")
_LEVEL_TABLE = WordTable(_LEVEL_WORDS)


def is_name_char(char: str) -> bool:
    """True for characters that can stand in the proper part of a name."""
    return is_cjk(char) or char in "Xx×*_·" or (char.isascii() and char.isalnum())


@lru_cache(maxsize=16)
def _places_by_themselves(text: str) -> frozenset[str]:
    """Place names that stand at the begin of a line or after punctuation somewhere in ``text``."""
    return frozenset(found[1] for found in _PLACE_ALONE.finditer(text))


def known_place(text: str, bare: int, level: int) -> int:
    """Length of a place name before the level at ``bare`` that the text has elsewhere by itself; 0 if there is none."""
    known = _places_by_themselves(text)
    for length in (2, 3, 4):
        if text[bare - length : bare + level] in known:
            return length
    return 0


def level_length(text: str, position: int, floor: int, before_topics: bool) -> int:
    """Length of the level word that ends at ``position``, 0 if there is none; ``before_topics`` tells that topic words of the
    name follow."""
    if length := _LEVEL_TABLE.ending_at(text, position, floor):
        return length
    char = text[position - 1]
    if char not in lexicon.LEVELS or NOT_LEVEL_TABLE.ending_at(text, position, floor):
        return 0
    if text[position - 2 : position] in _MAYBE_LEVEL and (
        _after_boundary(text, position - 2, floor) or text[position - 3] in lexicon.LEVELS
    ):
        return 0
    following = text[position : position + 1]
    if char + following in _NOT_LEVELS or (char == "市" and following == "场"):
        return 0
    return int(char not in "旗盟州" or _ends_prefecture(text, position, floor, before_topics))


def _ends_prefecture(text: str, position: int, floor: int, before_topics: bool) -> bool:
    """True if 州, 盟 or 旗 ends more than a city's name here (海原|州, 全|州; not 兰州, 省杭州, 听取|海州)."""
    if _after_boundary(text, position - 1, floor):
        return True
    if (
        not before_topics
        or _after_boundary(text, position - 2, floor)
        or text[position - 3] in lexicon.LEVELS
    ):
        return False
    return name_offset(text[position - 3 : position], IMPOSSIBLE) == 0


def _after_boundary(text: str, position: int, floor: int) -> bool:
    if position <= floor or not is_name_char(text[position - 1]):
        return True
    return bool(BOUNDARY_TABLE.ending_at(text, position, floor))
