"""Candidate places: names that end in a place noun, premises of organisations, and what phrases announce as a place.

Which of them are venues is told by their context (see ``venues``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from factextract.scan.name_heads import first_match_pattern
from factextract.scan.name_lexicon import SHORT_SCHOOLS, words
from factextract.scan.name_lists import listed_items, shared_items
from factextract.scan.name_mentions import Mention
from factextract.scan.name_parser import NameParts, is_generic_stem, parse_name
from factextract.scan.name_words import is_ordinary
from factextract.scan.venue_lexicon import (
    DEFINITE,
    GENERIC_STEMS,
    NOT_BEFORE,
    OWN_STEMS,
    VENUE_HEADS,
    WEAK_HEADS,
)

_TYPES = {head: kind for kind, heads in VENUE_HEADS.items() for head in heads}
_HEAD_PATTERN = first_match_pattern([*_TYPES, *WEAK_HEADS])
_NUMBER_BEFORE = re.compile(r"[二两三四五六七八九十]$")
_PREMISES = frozenset(
    words(
        "school hospital community enterprise library bank insurance securities fire police government utility other"
    )
)
OUTLETS = frozenset(["bank", "insurance", "securities", "fire"])
_FLOOR_HALL = re.compile(
    r"的?(?:\d{1,3}|[一二三四五六七八九十]{1,2})(?:楼|层|号楼)的?(?:大会议室|会议室|报告厅|多功能厅|大厅|展厅|培训室|活动室|阅览室|礼堂|会议厅|演播厅|阶梯教室|教室|宴会厅|排练厅|接待室|学术厅|影音室|电教室|党员之家|职工之家)"
    r"|(?:\d{1,2}|[一二三四五六七八九十]{1,2})号(?:仓库|车间|码头|泊位|站台|展馆|展厅|教室|会议室|库|馆|楼|厅)(?:门口|门前|前|下)?|[A-Z]\d?(?:馆|厅|座|区|号楼)"
    r"|(?:站前|门前|前)?(?:小|文化|休闲)?(?:广场|操场|停车场|大院)"
)
_EXIT = re.compile(r"[东西南北]?(?:出口|入口)(?![额商贸企产品退加检报创业岗到了])")
_SITES_WITH_EXITS = frozenset(["station", "square", "market", "hall"])
_NUMBER_OF_SITE = re.compile(r"(?:\d{1,3}|[一二三四五六七八九十]{1,2})号$")
_NUMBERED_HEADS = frozenset(words("泊位 码头 车间 仓库 锚地 标段 大棚 展馆 展厅 工地 冷库 储备库 停车场"))
_METRO_STATION = re.compile(
    r"(?:地铁|轻轨|轨道交通)(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})号线)?(?:[\u4e00-\u9fff]{2,6}?)站(?![台点长务内])"
)
_QUOTED_SITE = re.compile(
    r'"[\u4e00-\u9fffA-Za-z\d·]{2,10}"(?:建筑工地|工地|小区|广场|市场|大厦|商场|酒店|超市|楼盘|项目部|产业园|园区|养老院|书屋|书吧|展馆|展厅|大院|驿站|农庄|基地|民宿|农家乐|餐厅|影院)'
)
_LISTED_SITES = re.compile(
    r"(?<=[\u4e00-\u9fff])(?:等)?(?:(?:[二两三四五六七八九十]{1,3}|\d{1,2})个)?"
    r"(?:村湾|村屯|村寨|村庄|村社|自然村屯|自然屯|自然村|屯|嘎查村|嘎查|苏木|集镇|片区|点位)(?:(?:\d{1,3}|[一二三四五六七八九十]{1,3})个)?(?=[,。;(、开设放演宣巡开走送慰举进义])"
)
_BOUNDARY_FIRSTS = frozenset(
    "靠把当转共接交送领看守护"
)  # begin village names too (靠山屯, 把什村), behind a list joint
_BEFORE_ITEM = frozenset("、和及与到至入进向赴")
_TRADE_MARKETS = frozenset(words("大市场 批发市场 交易市场 综合市场 商贸城 批发城 物流园 汽配城"))
_TRADED = 2  # least length of what a market is for
_ANNOUNCED = re.compile(
    r"(?m)(?:地点|会场|地址)[:为][ \t]{0,8}([\u4e00-\u9fff\dA-Za-z]{2,24})(?=[ \t]{0,8}(?:[,。;(\n]|$))"
)
_HELD_IN = re.compile(
    r"(?<!存)在([\u4e00-\u9fff、]{3,40}?)(?=(?:统一|集中|隆重|成功|如期|同步|共同|联合|分别)?(?:举行|举办|召开|启动|销毁|焚毁|摆摊|摆台|设台|设摊"
    r"|设(?:立|置)?(?:了)?(?:主会场|分会场|会场|咨询|宣传|服务|便民|展)))"
)
_LONGEST_SITE = 14
_NO_SITE = re.compile(
    r"(?:下|中|时|期间|期|前|后|里|内|上|日|月|年|方面|过程|基础|同时|会|阶段|范围|领域|行动|活动|部署|支持|组织|平台|网|们|家庭|人员|群众|区域|地区|系统|行业|之际)$"
    r"|[了的和与把将被对向为从以于各全]|等[^、]{0,12}$|线上|网络|辖区|辖内"
)
_TOWNS_AS_SITES = re.compile(
    r"(?:[二两三四五六七八九十]|\d{1,2})个(?:(乡镇|镇街|镇乡|街镇)(?=(?:分别|各|同时|同步)?设)|(分会场|宣传点|活动点|咨询点))"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A candidate place in view offsets; ``name`` is its folded name, ``organization`` the mention it is, if it is one.

    ``weak`` places end in a single character, ``uncertain`` ones are told by few characters, ``told`` ones are venues
    whatever surrounds them, ``cued`` ones only a cue before them tells; ``acts`` is set where the premises are the subject.
    """

    start: int
    end: int
    name: str
    kind: str
    parts: NameParts
    organization: Mention | None = None
    head_span: tuple[int, int] | None = None
    weak: bool = False
    uncertain: bool = False
    acts: bool = False
    told: bool = False
    cued: bool = False


def find_places(text: str, mentions: Sequence[Mention]) -> list[Place]:
    """Candidate places by offset, longest first where they overlap; organisation mentions with premises included."""
    kept = _longest(text, [*_headed(text), *_premises(mentions)])
    kept = _longest(text, [*kept, *_quoted_sites(text), *_stations(text), *_listed_sites(text, kept)])
    told = [*_announced(text), *_towns_as_sites(text)]
    told.extend(_held_in(text, [*kept, *told]))
    kept = _apart(_on_floors(text, kept), told)
    return sorted([*kept, *told], key=lambda place: place.start)


def _longest(text: str, places: list[Place]) -> list[Place]:
    """The longest places; where one begins inside another and ends behind it, both are one (活动中心|广场)."""
    places.sort(key=lambda p: (p.start, -p.end, p.weak, -len(p.parts.head)))
    kept: list[Place] = []
    for place in places:
        if kept and place.start < kept[-1].end:
            if place.end > kept[-1].end and not place.weak:
                start = kept[-1].start
                kept[-1] = replace(place, start=start, name=text[start : place.end])
            continue
        kept.append(place)
    return kept


def _headed(text: str) -> list[Place]:
    found: list[Place] = []
    covered = 0
    for match in _HEAD_PATTERN.finditer(text):
        start, head = match.start(), match[1]
        weak = head in WEAK_HEADS
        if weak and start + 1 <= covered:
            continue
        end = start + len(head)
        if end <= covered or text.startswith(NOT_BEFORE.get(head, ()), end):
            continue
        if not weak:
            covered = end
        parts = _after_number(text, start, end, head) or parse_name(text, start, end)
        parts = _with_number(text, parts) if weak or head in _NUMBERED_HEADS else parts
        kind = WEAK_HEADS[head] if weak else _TYPES[head]
        if parts.counted and not parts.stem:
            found.extend(_shared(text, parts, kind))
        elif _is_specific(text, parts, weak):
            found.append(Place(parts.start, end, text[parts.start : end], kind, parts, weak=weak))
        elif not weak and _is_own(text, parts):
            found.append(Place(parts.start, end, text[parts.start : end], kind, parts, uncertain=True))
    return found


def _with_number(text: str, parts: NameParts) -> NameParts:
    """The parts with the number that tells a berth or shed (三号泊位), or the first character of a village's name that
    looks like a preposition (、靠山屯)."""
    start = parts.start
    if parts.place or parts.outer or parts.counted or not start:
        return parts
    if parts.head in _NUMBERED_HEADS and not parts.stem:
        number = _NUMBER_OF_SITE.search(text, max(0, start - 5), start)
        return replace(parts, start=number.start(), stem=number[0]) if number else parts
    first = text[start - 1]
    if len(parts.stem) == 1 and first in _BOUNDARY_FIRSTS and text[start - 2 : start - 1] in _BEFORE_ITEM:
        return replace(parts, start=start - 1, stem=first + parts.stem)
    return parts


def _quoted_sites(text: str) -> list[Place]:
    """Sites that have their name in quotation marks ("松岭家园"工地)."""
    return [_named(text, *found.span(), "site") for found in _QUOTED_SITE.finditer(text)]


def _stations(text: str) -> list[Place]:
    """Stations of a line (地铁二号线人民路站)."""
    return [_named(text, *found.span(), "station") for found in _METRO_STATION.finditer(text)]


def _listed_sites(text: str, known: Sequence[Place]) -> list[Place]:
    """Hamlets that only the noun behind their list tells (白龙湖、杨家拐、双河等村湾); what ``known`` has is left out."""
    taken = {place.start for place in known}
    found: list[Place] = []
    for noun in _LISTED_SITES.finditer(text):
        head = NameParts(noun.start(), noun.end(), "", "", "", "", 0, True, False)
        found.extend(
            replace(_named(text, start, end, "village"), weak=True)
            for start, end in listed_items(text, head.start)
            if end - start > 1 and start not in taken and not is_ordinary(text[start:end])
        )
    return found


def _named(text: str, start: int, end: int, kind: str) -> Place:
    return Place(
        start, end, text[start:end], kind, NameParts(start, end, "", "", text[start:end], "", 0, False, False)
    )


def _apart(places: Sequence[Place], others: Sequence[Place]) -> list[Place]:
    """The places that overlap none of ``others``."""
    ordered = sorted(others, key=lambda other: other.start)
    starts = [other.start for other in ordered]
    reached = list(accumulate((other.end for other in ordered), max))
    kept = []
    for place in places:
        before = bisect_left(starts, place.end)
        if not before or reached[before - 1] <= place.start:
            kept.append(place)
    return kept


def _on_floors(text: str, places: Sequence[Place]) -> list[Place]:
    """A hall on a floor belongs to what it is in (县委党校|2楼会议室)."""
    joined: list[Place] = []
    for place in places:
        if joined and place.start < joined[-1].end:
            continue
        exits = place.kind in _SITES_WITH_EXITS and place.organization is None
        if hall := _FLOOR_HALL.match(text, place.end) or (exits and _EXIT.match(text, place.end)) or None:
            end = hall.end()
            place = replace(place, end=end, name=text[place.start : end], kind="hall", organization=None)
        joined.append(place)
    return joined


def _announced(text: str) -> list[Place]:
    """What a programme gives as its place (地点:江桥社区3号门前小广场)."""
    found = []
    for line in _ANNOUNCED.finditer(text):
        if not _NO_SITE.search(line[1]):
            found.append(_told(text, line.start(1), line.end(1), "square"))
    return found


def _held_in(text: str, known: Sequence[Place]) -> list[Place]:
    """What an event was held in, if it is no ordinary word (在湘水风光带举行); offsets ``known`` takes are left out."""
    taken = {offset for place in known for offset in range(place.start, place.end)}
    found = []
    for phrase in _HELD_IN.finditer(text):
        start = phrase.start(1)
        for item in phrase[1].split("、"):
            end = start + len(item)
            free = 2 < len(item) <= _LONGEST_SITE and taken.isdisjoint(range(start, end))
            if free and not _NO_SITE.search(item) and not is_ordinary(item):
                found.append(_told(text, start, end, "site"))
            start = end + 1
    return found


def _towns_as_sites(text: str) -> list[Place]:
    """乌石、坪头、双河三个乡镇设分会场: towns that are named without telling which of them are 乡 and which 镇."""
    found: list[Place] = []
    for count in _TOWNS_AS_SITES.finditer(text):
        start, end = count.span(1) if count[1] else count.span(2)
        head = NameParts(start, end, text[start:end], "", "", "", 0, True, False)
        found.extend(_told(text, start, end, "town") for start, end in shared_items(text, head))
    return found


def _told(text: str, start: int, end: int, kind: str) -> Place:
    return replace(_named(text, start, end, kind), told=True)


def _after_number(text: str, start: int, end: int, head: str) -> NameParts | None:
    """红花、石牛二村: a numeral without a measure word straight before the shared head."""
    if head in "村镇乡" and _NUMBER_BEFORE.search(text, max(0, start - 1), start):
        return NameParts(start, end, head, "", "", "", 0, True, False)
    return None


def _shared(text: str, parts: NameParts, kind: str) -> list[Place]:
    weak = kind in ("village", "town")
    places = []
    for start, end in shared_items(text, parts):
        whole = text[end - 1] == parts.head[-1] or parts.head == "商圈"  # 上村和岔河两个村
        name = text[start:end] + ("" if whole else parts.head)
        span = None if whole else (parts.start, parts.end)
        places.append(Place(start, end, name, kind, parts, head_span=span, weak=weak))
    return places


def _is_specific(text: str, parts: NameParts, weak: bool) -> bool:
    if parts.counted or parts.generic:
        return False
    if parts.outer:
        return parts.outer - parts.start > 2 or bool(parts.stem)
    if weak:
        if parts.head == "店" and (len(parts.stem) < 3 or is_ordinary(parts.stem)):
            return False
        return (2 <= len(parts.stem) <= 4 and parts.stem not in GENERIC_STEMS) or len(parts.place) >= 3
    if len(parts.stem) == 1 and not parts.place:
        return False
    if parts.stem:
        if parts.head in ("门口", "门前") and parts.stem.endswith("家"):  # 菜农家门口
            return False
        vague = parts.stem in GENERIC_STEMS or is_generic_stem(parts.stem) or parts.stem.endswith("级")
        return not vague or (bool(parts.place) and not parts.stem.endswith("级"))
    return (
        bool(parts.place)
        or text[parts.start : parts.end] in DEFINITE
        or bool(len(parts.topics) > 2 and parts.head in ("门口", "门前", "垃圾填埋场"))
        or bool(len(parts.topics) > 3 and parts.head in ("新村", "家属区", "家属院", "宿舍"))
        or bool(len(parts.topics) > 3 and parts.head in ("公园", "主题公园", "文化公园", "一条街"))
    )


def _is_own(text: str, parts: NameParts) -> bool:
    """True for what each village or body has one of: 老车站, 学校操场, 社区活动中心, 事故处理大厅."""
    if parts.counted or len(parts.place) > 1:
        return False
    if parts.head in _TRADE_MARKETS and len(parts.topics) >= _TRADED and not parts.stem:
        return True
    if parts.stem in tuple("老东南西北") and not (parts.place or parts.outer):
        return True
    if text.endswith(("各", "每个", "各个"), 0, parts.start):
        return False
    if parts.outer:
        return text[parts.start : parts.outer] in OWN_STEMS and not parts.stem
    return bool({parts.stem, parts.topics} & OWN_STEMS) or (parts.head == "大厅" and len(parts.topics) > 2)


def _premises(mentions: Sequence[Mention]) -> list[Place]:
    return [
        Place(m.start, m.end, m.name, m.kind, m.parts, m, m.head_span)
        for m in mentions
        if m.kind in _PREMISES
        and not m.parts.counted
        and not m.parts.generic
        and not m.name.endswith("平台")
        and _has_premises(m)
    ]


def _has_premises(mention: Mention) -> bool:
    """A bare head (社区, 学校) is no particular place; an outlet's may be (营业部)."""
    parts = mention.parts
    if parts.place or parts.outer or len(parts.stem) > 1 or mention.head_span:
        return True
    return (
        parts.head == "营业部"
        or parts.head in SHORT_SCHOOLS
        or (mention.kind == "school" and bool(parts.topics))
    )
