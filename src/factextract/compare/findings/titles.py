"""The theme that a title tells, and whether two are about the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from factextract.compare.names.normal import normal_form

_DATES: Final = re.compile(
    r"\d{2,4}年度?|\d{1,2}月份?|\d{1,2}[日号]|第[一二三四五六七八九十\d]{1,4}[届个期次]"
)
_EMPTY: Final = re.compile(
    r"关于|开展|举办|举行|组织|情况|工作|总结|汇报|报告|简报|活动|联合|圆满|成功|积极|的|了|在|我[行局县市区]|与|和|及"
)
_GRAM: Final = 2
_ALIKE: Final = 0.6  # Dice coefficient of the bigrams
_SHORTEST: Final = 4


def theme_of(title: str | None, names: Sequence[str]) -> str:
    """A title without the names of institutions, dates and words that every title has."""
    text = normal_form(title or "")
    for name in sorted(map(normal_form, names), key=len, reverse=True):
        text = text.replace(name, "") if name else text
    return _EMPTY.sub("", _DATES.sub("", text))


def alike(one: str, other: str) -> bool:
    """Whether two themes are about the same: most of their pairs of characters are equal. Very short ones tell nothing."""
    if min(len(one), len(other)) < _SHORTEST:
        return False
    a, b = _grams(one), _grams(other)
    return 2 * len(a & b) >= _ALIKE * (len(a) + len(b))


@lru_cache(maxsize=65_536)
def _grams(text: str) -> frozenset[str]:
    return frozenset(text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1))
