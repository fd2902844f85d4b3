"""From a head noun leftwards: where a name begins, and what it is made of.

Chinese administrative names are head-final: ``[outer body] [place] [proper part] [topic words] head``
(国家金融监督管理总局|临汾|监管分局, 云岭县|司法|局). The parser walks from the head to the left, consumes topic words, then the
proper part, places and outer bodies, and stops at punctuation or at a word that cannot stand inside a name. All
walks are bounded by ``MAX_LENGTH`` characters, so a text is parsed in linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from factextract.scan.name_heads import GENERIC_TABLE
from factextract.scan.name_walk import Walk

_EACH = re.compile(r"各[省市州盟县旗区乡镇街级类]{0,4}(?:[(/][区县市旗州街道]{1,3}[)]?)?$")
_SOME = re.compile(r"(?:有关|相关|各)[^,。;、]{1,5}(?:和|及|、)$")
_COUNT = re.compile(
    r"(?:\d|[一二两三四五六七八九十百几多余]){1,6}(?:多|余)?(?:个|家|所|名|位|支|类|条|处|座|大|级|地)$"
)


@dataclass(frozen=True, slots=True)
class NameParts:
    """A parsed name, in offsets of the text it was parsed from.

    ``place`` is the place prefix nearest the head (云岭县, or a bare level 县), ``stem`` the proper part, ``topics`` the
    topic words, ``outer`` the end of an outer body's name (0 if there is none); ``counted`` tells that a number with
    a measure word precedes (三个市场监管所), ``generic`` that a determiner does (各支行).
    """

    start: int
    end: int
    head: str
    place: str
    stem: str
    topics: str
    outer: int
    counted: bool
    generic: bool

    @property
    def bare(self) -> bool:
        """True if nothing but the head is there (中心, 支行)."""
        return not (self.place or self.stem or self.topics or self.outer)


def parse_name(text: str, head_start: int, end: int, floor: int = 0) -> NameParts:
    """Parse the name whose head is ``text[head_start:end]``; it does not begin before ``floor``."""
    walk = Walk(text, head_start, end, floor)
    walk.run()
    start = walk.position
    before = text[max(0, start - 8) : start]
    named = len(walk.stem) > 1 or len(walk.place) > 1 or walk.outer > 0
    return NameParts(
        start=start,
        end=end,
        head=text[head_start:end],
        place=walk.place,
        stem=walk.stem,
        topics=walk.topics,
        outer=walk.outer,
        counted=bool(_COUNT.search(before)),
        generic=is_generic_stem(walk.stem) or (not named and _is_determined(before)),
    )


def _is_determined(before: str) -> bool:
    """True if a determiner stands at the end of ``before`` (各, 辖区, 各区(县), 有关股室和)."""
    return bool(_EACH.search(before) or _SOME.search(before) or GENERIC_TABLE.ending_at(before, len(before)))


def is_generic_stem(stem: str) -> bool:
    """True if the proper part is only a determiner or a common adjective."""
    position = len(stem)
    while position and (length := GENERIC_TABLE.ending_at(stem, position)):
        position -= length
    return bool(stem) and position == 0
