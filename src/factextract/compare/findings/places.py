"""Whether two venues, or the places in two names, can be one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from factextract.compare.names.normal import normal_form

_PLACE: Final = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{1,8}?)(?:(?P<province>省|自治区)|(?P<city>(?<![超城都夜早集])市(?![场民政监容委中])|州(?=[\u4e00-\u9fff]))"
    r"|(?P<county>县|区|旗(?!舰))|(?P<town>[镇乡](?!村)|街道))"
)
_LEVELS: Final = ("province", "city", "county", "town")
_NO_PLACE: Final = re.compile(r"(?:开发|园|景|社|校|厂|小|城|片|辖|市|郊|住宅|商业|工业|高新|新)$")
"""What stands before 区 when it names no county (社区, 城区)."""

_BESIDE: Final = re.compile(
    r"(?:[东南西北]?[门侧]|门口|门前|附近|周边|内|前|一楼|二楼|大厅|正门|入口|现场|[东南西北]区)$"
)
_KEY: Final = 3  # characters at the end of a venue's name that two ways to write it share
GENERIC: Final = frozenset(
    (
        *("人民广场", "文化广场", "中心广场", "市民广场", "市政广场", "政府广场", "体育广场", "休闲广场", "时代广场"),
        *("万达广场", "步行街", "会议室", "营业厅", "营业大厅", "政务大厅", "政务服务中心", "文化中心", "体育馆"),
        *("农贸市场", "集贸市场", "菜市场", "中心小学", "第一小学", "第一中学", "实验小学", "火车站", "汽车站", "社区", "学校"),
        *("广场", "公园", "超市", "商场", "网点", "营业网点", "人民公园", "中心公园", "市民中心", "会展中心", "体育场"),
    )
)  # fmt: skip
"""Venues that every county has; that two reports name one tells little."""


@lru_cache(maxsize=65_536)
def places_in(name: str) -> tuple[tuple[str, ...], ...]:
    """The places in a name by level: provinces, cities, counties, towns."""
    found: dict[str, list[str]] = {level: [] for level in _LEVELS}
    for match in _places(normal_form(name)):
        found[match.lastgroup or ""].append(match["name"])
    return tuple(tuple(found[level]) for level in _LEVELS)


def _places(text: str) -> Iterator[re.Match[str]]:
    for match in _PLACE.finditer(text):
        if not (match.lastgroup == "county" and _NO_PLACE.search(match["name"])):
            yield match


def places_conflict(one: str, other: str) -> bool:
    """Whether two names name different places of one level (云岭县, 青山县)."""
    return any(
        left and right and not any(_ends_alike(a, b) for a in left for b in right)
        for left, right in zip(places_in(one), places_in(other), strict=True)
    )


def _ends_alike(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one)


@lru_cache(maxsize=65_536)
def venue_core(name: str) -> str:
    """A venue's name without the places before and the directions behind it: 云岭县富康广场东侧 -> 富康广场."""
    core = normal_form(name)
    while found := _BESIDE.search(core):
        if found.start() < _KEY:
            break
        core = core[: found.start()]
    places = [match.end() for match in _places(core) if match.end() <= len(core) - 2]
    return core[places[-1] :] if places else core


def venue_key(name: str) -> str:
    """What the names of one venue share, for looking them up."""
    return venue_core(name)[-_KEY:]


def same_venue(one: str, other: str) -> bool:
    """Whether two names can be of one venue: one core contains the other, and the places before them agree."""
    a, b = venue_core(one), venue_core(other)
    if min(len(a), len(b)) < 2 or places_conflict(one, other):
        return False
    return a in b or b in a


def generic(name: str) -> bool:
    """Whether there is a venue of that name in every county."""
    return venue_core(name) in GENERIC and not any(places_in(name))
