"""Places inside names: 甘肃省武威市凉州区 and 甘肃武威凉州 as chains from the outermost to the innermost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from factextract.compare.names.tables import places

_SUFFIXES: Final = "省|自治区|市|地区|自治州|州|盟|自治县|自治旗|县|旗|区|镇|乡|街道"
_PLACE: Final = re.compile(
    rf"([\u4e00-\u9fff]{{2,9}}?)(?:{_SUFFIXES})(?!域)"  # 州 of 凉州 is no level: a name has two characters
)
_LONE: Final = re.compile(_SUFFIXES)
_SHORT_COUNTY: Final = re.compile(r"[\u4e00-\u9fff]县")  # 沛县 is never 沛
_NOT_PREFECTURE: Final = re.compile(
    r"[东西南北中]?(?:路|街|道|大|巷|门|广场|新村|新区|港|湖|镇|乡|村|县|区|旗|桥|山|河)"
)
_PREFECTURE_SUFFIX: Final = re.compile(r"市|自治州|州|地区|盟")
_PLAIN_SUFFIX: Final = {"自治区": "省", "自治州": "州", "自治县": "县", "自治旗": "旗"}
_MIN_REST: Final = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A place's name without its level word, and that word (None where it is not written). A bare level (县) has no name."""

    name: str
    suffix: str | None = None


@lru_cache(maxsize=65_536)
def place_chain(text: str) -> tuple[Place, ...]:
    """The places that ``text`` consists of, from the outermost. What is no place by its form is the last one."""
    table = places()
    text = table.peoples.sub("", text)
    found: list[Place] = []
    while text:
        place, length = _known(text) or _zone(text) or _formed(text)
        found.append(place)
        text = text[length:]
    return tuple(found)


def implied(chain: tuple[Place, ...]) -> tuple[Place, ...]:
    """``chain`` with the province before a prefecture that begins it (武威 lies in 甘肃)."""
    if not chain or chain[0].suffix not in (None, "市", "州", "地区", "盟"):
        return chain
    province = places().prefectures.get(chain[0].name)
    return (Place(province, "省"), *chain) if province else chain


def _known(text: str) -> tuple[Place, int] | None:
    """A province or prefecture of the tables at the begin of ``text``."""
    table = places()
    for length in range(min(8, len(text)), 1, -1):
        written = text[:length]
        province = table.provinces.get(written)
        if province is not None:
            if written != province or length == len(text) or _splits(text[length:]):
                suffix = None if written == province else "市" if province in table.municipalities else "省"
                return Place(province, suffix), length
        elif written in table.prefectures:
            if suffixed := _PREFECTURE_SUFFIX.match(text, length):
                return Place(written, _PLAIN_SUFFIX.get(suffixed[0], suffixed[0])), suffixed.end()
            if length == len(text) or _splits(text[length:]):
                return Place(written), length
    return None


def _splits(rest: str) -> bool:
    """Whether what follows a known place's name can be another place: not the end of a road's or county's name (中山|路)."""
    return len(rest) >= _MIN_REST and not _NOT_PREFECTURE.match(rest) and not _PREFECTURE_SUFFIX.match(rest)


def _zone(text: str) -> tuple[Place, int] | None:
    """A zone that ``text`` is, or the place before one that it ends in (云州|高新区)."""
    for written, plain in places().zones.items():
        if text == written:
            return Place(plain), len(text)
        if text.endswith(written) and len(text) > len(written) + 1:
            before = text[: -len(written)]
            return None if _PLACE.match(before) else (Place(before), len(before))
    return None


def _formed(text: str) -> tuple[Place, int]:
    """A place by its level word, or all of ``text``."""
    if _LONE.fullmatch(text):
        return Place("", _PLAIN_SUFFIX.get(text, text)), len(text)
    if _SHORT_COUNTY.fullmatch(text):
        return Place(text, "县"), len(text)
    found = _PLACE.match(text)
    if found is None:
        return Place(text), len(text)
    suffix = found[0].removeprefix(found[1])
    return Place(found[1], _PLAIN_SUFFIX.get(suffix, suffix)), found.end()
